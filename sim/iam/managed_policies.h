#pragma once

#include <optional>
#include <string_view>

#include "model/account.h"
#include "model/policy_document.h"

namespace replisim {

/// The policies that AWS manages and replication setups meet, by ARN
/// (`arn:aws:iam::aws:policy/AdministratorAccess`); empty for others, which are not known here.
std::optional<PolicyDocument> aws_managed_policy(std::string_view arn);

/// Everything allowed: `FullAWSAccess` as an SCP, and with principals `RCPFullAWSAccess`.
PolicyDocument full_access_policy(bool with_principal);

}  // namespace replisim
