#include "sim/iam/decision.h"

namespace replisim {

std::string_view to_string(Decision decision) {
  switch (decision) {
    case Decision::Allow: return "allowed";
    case Decision::ImplicitDeny: return "implicitDeny";
    case Decision::ExplicitDeny: return "explicitDeny";
    case Decision::Unknown: return "unknown";
  }
  return "";
}

std::string_view to_string(DeniedBy denied_by) {
  switch (denied_by) {
    case DeniedBy::Nothing: return "";
    case DeniedBy::IdentityPolicy: return "identity-policy";
    case DeniedBy::BucketPolicy: return "bucket-policy";
    case DeniedBy::KeyPolicy: return "key-policy";
    case DeniedBy::TrustPolicy: return "trust-policy";
    case DeniedBy::ResourcePolicy: return "resource-policy";
    case DeniedBy::PermissionsBoundary: return "permissions-boundary";
    case DeniedBy::SessionPolicy: return "session-policy";
    case DeniedBy::ServiceControlPolicy: return "scp";
    case DeniedBy::ResourceControlPolicy: return "rcp";
    case DeniedBy::Grant: return "grant";
    case DeniedBy::VpcEndpointPolicy: return "vpc-endpoint-policy";
    case DeniedBy::BlockPublicAccess: return "block-public-access";
  }
  return "";
}

}  // namespace replisim
