#pragma once

#include <cstdint>
#include <initializer_list>

#include "model/policy_document.h"

namespace replisim {

/// Some of the kinds of policies.
class KindSet {
 public:
  constexpr KindSet(std::initializer_list<PolicyKind> kinds) {
    for (const PolicyKind kind : kinds) {
      bits_ |= bit(kind);
    }
  }

  [[nodiscard]] constexpr bool contains(PolicyKind kind) const { return (bits_ & bit(kind)) != 0; }

 private:
  static constexpr std::uint32_t bit(PolicyKind kind) {
    return 1U << static_cast<std::uint32_t>(kind);
  }

  std::uint32_t bits_ = 0;
};

inline constexpr KindSet kAllKinds = {PolicyKind::Identity,
                                      PolicyKind::PermissionsBoundary,
                                      PolicyKind::Session,
                                      PolicyKind::ServiceControl,
                                      PolicyKind::ResourceControl,
                                      PolicyKind::Bucket,
                                      PolicyKind::Key,
                                      PolicyKind::Trust,
                                      PolicyKind::VpcEndpoint,
                                      PolicyKind::Resource};

/// What a principal has, or is limited by: no `Principal` inside.
inline constexpr KindSet kPrincipalsKinds = {PolicyKind::Identity, PolicyKind::PermissionsBoundary,
                                             PolicyKind::Session, PolicyKind::ServiceControl};

/// What grants to those it names.
inline constexpr KindSet kResourceKinds = {PolicyKind::Bucket, PolicyKind::Key, PolicyKind::Trust,
                                           PolicyKind::Resource};

/// Those whose `Resource` tells resources apart: all but trust policies.
inline constexpr KindSet kKindsWithResource = {PolicyKind::Identity,
                                               PolicyKind::PermissionsBoundary,
                                               PolicyKind::Session,
                                               PolicyKind::ServiceControl,
                                               PolicyKind::ResourceControl,
                                               PolicyKind::Bucket,
                                               PolicyKind::Key,
                                               PolicyKind::VpcEndpoint,
                                               PolicyKind::Resource};

}  // namespace replisim
