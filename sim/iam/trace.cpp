#include "sim/iam/trace.h"

#include <algorithm>

namespace replisim {

int StatementTrace::missed() const {
  int missed = 0;
  for (const bool matches :
       {principal_matches, action_matches, resource_matches, condition_matches}) {
    missed += matches ? 0 : 1;
  }
  return missed;
}

std::vector<const StatementTrace*> Trace::near_misses() const {
  std::vector<const StatementTrace*> misses;
  for (const PolicyTrace& policy : policies) {
    for (const StatementTrace& statement : policy.statements) {
      if (!statement.applies && statement.statement->effect == Effect::Allow) {
        misses.push_back(&statement);
      }
    }
  }
  std::stable_sort(
      misses.begin(), misses.end(),
      [](const StatementTrace* a, const StatementTrace* b) { return a->missed() < b->missed(); });
  return misses;
}

PolicyLayer layer_of(DeniedBy denied_by) {
  switch (denied_by) {
    case DeniedBy::BucketPolicy:
    case DeniedBy::KeyPolicy:
    case DeniedBy::TrustPolicy:
    case DeniedBy::ResourcePolicy:
    case DeniedBy::Grant:
    case DeniedBy::BlockPublicAccess: return PolicyLayer::Resource;
    case DeniedBy::PermissionsBoundary: return PolicyLayer::PermissionsBoundary;
    case DeniedBy::SessionPolicy: return PolicyLayer::Session;
    case DeniedBy::ServiceControlPolicy: return PolicyLayer::ServiceControl;
    case DeniedBy::ResourceControlPolicy: return PolicyLayer::ResourceControl;
    case DeniedBy::VpcEndpointPolicy: return PolicyLayer::VpcEndpoint;
    case DeniedBy::Nothing:
    case DeniedBy::IdentityPolicy: return PolicyLayer::Identity;
  }
  return PolicyLayer::Identity;
}

}  // namespace replisim
