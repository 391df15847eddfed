#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/json_document.h"
#include "model/key.h"
#include "model/source.h"
#include "sim/iam/authorizer.h"
#include "sim/iam/request.h"

namespace replisim {

/// A policy of a request, with its own text, which its positions count in.
struct SimulatedPolicy {
  std::string source_id;    ///< `PolicyInputList.1`, or its name
  std::string source_type;  ///< as the live service prints it: `IAM Policy`
  std::shared_ptr<const SourceMap> sources;
  std::shared_ptr<const PolicyDocument> document;
  PolicyPointer compiled;
};

/// A request of `simulate-custom-policy`, with our extensions (contract of `authorize`).
struct SimulationRequest {
  std::vector<SimulatedPolicy> identity;
  std::vector<SimulatedPolicy> boundary;  ///< at most one
  std::vector<SimulatedPolicy> session;
  bool has_session_policies = false;
  std::vector<std::vector<SimulatedPolicy>> service_control;
  std::vector<std::vector<SimulatedPolicy>> resource_control;
  std::optional<SimulatedPolicy> resource;
  std::optional<SimulatedPolicy> vpc_endpoint;
  std::vector<CompiledGrant> grants;
  std::optional<Grant> requested_grant;
  std::optional<SimulatedPolicy> new_key_policy;  ///< of PutKeyPolicy
  bool bypass_lockout_check = false;
  std::optional<KeyState> key_state;

  RequestPrincipal principal;
  bool has_caller = false;
  std::string resource_owner;  ///< account id; empty: not given
  std::string management_account;
  std::vector<std::string> actions;
  std::vector<std::string> resources;  ///< empty: `*`
  RequestContext context;
  BucketAccess bucket;
};

/// A statement that decided.
struct MatchedStatement {
  const SimulatedPolicy* policy = nullptr;
  SourceRange start_to_end;  ///< begins just after the token before the statement (U-37)
};

struct SimulatedResource {
  std::string resource;
  Verdict verdict;
  std::vector<MatchedStatement> matched;
  std::vector<std::string> missing_context;
  std::optional<bool> allowed_by_organizations;
  std::optional<bool> allowed_by_boundary;
  /// What each side says by itself; filled across accounts, present but empty within one, absent
  /// for `*` and where an SCP decided (8.2, U-36).
  std::optional<std::vector<std::pair<std::string, Decision>>> details;
  std::string error_code;  ///< the state of the key, the lockout check
  std::string error_message;
  std::shared_ptr<const Trace> trace;
};

struct SimulatedAction {
  std::string action;
  std::string resource_name;  ///< `*`, the resource, or for several the template of their type
  Decision decision = Decision::ImplicitDeny;
  std::vector<SimulatedResource> resources;
};

/// One action on one resource, ready to be decided any number of times. Does not move: the request
/// points into it, and to the principal of the simulation it was made of.
struct Question {
  Request request;
  RequestContext filled_in;  ///< what AWS fills in: entries of the request come before
  CallerPolicies caller;
  ResourcePolicies resource;

  [[nodiscard]] Verdict decide() const { return replisim::decide(request, caller, resource); }
};

/// Borrows the request.
std::unique_ptr<Question> make_question(const SimulationRequest& request, const std::string& action,
                                        const std::string& resource);

/// Decides every action on every resource.
std::vector<SimulatedAction> simulate(const SimulationRequest& request);

}  // namespace replisim
