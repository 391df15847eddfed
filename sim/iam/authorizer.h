#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/iam/acl.h"
#include "sim/iam/compiled_policy.h"
#include "sim/iam/decision.h"
#include "sim/iam/grant.h"
#include "sim/iam/request.h"
#include "sim/iam/trace.h"

namespace replisim {

using PolicyPointer = std::shared_ptr<const CompiledPolicy>;

/// The policies of one level of an organization: united, while levels are intersected.
using PolicyLevel = std::vector<PolicyPointer>;

/// What limits and grants on the caller's side.
struct CallerPolicies {
  std::vector<PolicyPointer> identity;
  PolicyPointer permissions_boundary;  ///< null: none
  std::vector<PolicyPointer> session;
  bool has_session_policies = false;
  /// From the root down; empty where SCPs do not bind (no organization, management account).
  std::vector<PolicyLevel> service_control;
  PolicyPointer vpc_endpoint;  ///< null: the call does not come through an endpoint
  /// The account is not in the model: its policies may say anything.
  bool is_unknown = false;
};

/// What limits and grants on the resource's side.
struct ResourcePolicies {
  ResourceAuthority authority = ResourceAuthority::Ordinary;
  std::string account;   ///< owner; empty where there is none
  PolicyPointer policy;  ///< null: none
  /// From the root down; empty where RCPs do not bind.
  std::vector<PolicyLevel> resource_control;
  std::vector<CompiledGrant> grants;
  BucketAccess bucket;
  /// The resource's policy is not in the model: it may say anything.
  bool is_unknown = false;
};

/// Decides, unwatched: allocates nothing once the policies have seen the action.
///
/// Explicit denies first, then the gates in order, then who grants: iam-evaluation section 5. Which
/// denial is named where several stand in the way is the fixed order of 5.10.
[[nodiscard]] Verdict decide(const Request& request, const CallerPolicies& caller,
                             const ResourcePolicies& resource);

/// The same evaluation, watched: what `trace` holds is of the run that decided.
[[nodiscard]] Verdict decide(const Request& request, const CallerPolicies& caller,
                             const ResourcePolicies& resource, Trace& trace);

}  // namespace replisim
