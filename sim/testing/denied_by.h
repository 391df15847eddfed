#pragma once

#include <string>

#include "sim/iam/decision.h"

namespace replisim::testing {

/// The kinds of policies that can stand in the way, as matchers take them.
struct DeniedBy {  // NOLINTBEGIN(readability-identifier-naming): as enumerators are named
  static constexpr auto IdentityPolicy = replisim::DeniedBy::IdentityPolicy;
  static constexpr auto BucketPolicy = replisim::DeniedBy::BucketPolicy;
  static constexpr auto KeyPolicy = replisim::DeniedBy::KeyPolicy;
  static constexpr auto TrustPolicy = replisim::DeniedBy::TrustPolicy;
  static constexpr auto PermissionsBoundary = replisim::DeniedBy::PermissionsBoundary;
  static constexpr auto SessionPolicy = replisim::DeniedBy::SessionPolicy;
  static constexpr auto Scp = replisim::DeniedBy::ServiceControlPolicy;
  static constexpr auto Rcp = replisim::DeniedBy::ResourceControlPolicy;
  static constexpr auto Grant = replisim::DeniedBy::Grant;
  static constexpr auto VpcEndpointPolicy = replisim::DeniedBy::VpcEndpointPolicy;
  static constexpr auto BlockPublicAccess = replisim::DeniedBy::BlockPublicAccess;
  static constexpr auto ServiceControlPolicy = Scp;
  static constexpr auto ResourceControlPolicy = Rcp;
};  // NOLINTEND(readability-identifier-naming)

/// As scenarios spell it (`key-policy`), or throws `BadWorld` with the nearest name.
std::string checked_denied_by(const std::string& name);

}  // namespace replisim::testing
