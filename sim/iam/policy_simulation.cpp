#include "sim/iam/policy_simulation.h"

#include <algorithm>
#include <array>

#include "model/action.h"
#include "model/arn.h"
#include "model/unicode.h"
#include "sim/iam/key_rules.h"
#include "sim/iam/managed_policies.h"

namespace replisim {
namespace {

constexpr std::string_view kAnyResource = "*";

std::vector<PolicyPointer> compiled(const std::vector<SimulatedPolicy>& policies) {
  std::vector<PolicyPointer> pointers;
  for (const SimulatedPolicy& policy : policies) {
    pointers.push_back(policy.compiled);
  }
  return pointers;
}

std::vector<PolicyLevel> compiled_levels(const std::vector<std::vector<SimulatedPolicy>>& levels) {
  std::vector<PolicyLevel> pointers;
  for (const std::vector<SimulatedPolicy>& level : levels) {
    pointers.push_back(compiled(level));
  }
  return pointers;
}

CallerPolicies caller_policies(const SimulationRequest& request) {
  CallerPolicies caller;
  caller.identity = compiled(request.identity);
  caller.session = compiled(request.session);
  caller.has_session_policies = request.has_session_policies;
  if (!request.boundary.empty()) {
    caller.permissions_boundary = request.boundary.front().compiled;
  }
  if (request.vpc_endpoint) {
    caller.vpc_endpoint = request.vpc_endpoint->compiled;
  }
  const bool is_managing = !request.management_account.empty() &&
                           request.principal.account == request.management_account;
  if (!is_managing) {
    caller.service_control = compiled_levels(request.service_control);
  }
  return caller;
}

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

/// `s3:ListAllMyBuckets` is about all buckets, so both `*` and `arn:aws:s3:::*` match (U-39).
std::string asked_resource(const RequestAction& action, const std::string& resource) {
  return resource == kAnyResource && action.folded.lower == "s3:listallmybuckets" ? "arn:aws:s3:::*"
                                                                                  : resource;
}

/// Which rules a resource follows, by what is asked of it.
ResourceAuthority authority_of(const RequestAction& action, std::string_view resource) {
  constexpr std::array<std::string_view, 5> kTrustActions = {
      "sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity", "sts:tagsession",
      "sts:setsourceidentity"};
  const std::optional<Arn> arn = parse_arn(resource);
  const std::string_view service = action.service();
  if (service == "kms" && arn && starts_with(arn->resource, "key/")) {
    return ResourceAuthority::Key;
  }
  if (service == "s3" && resource != kAnyResource) {
    return ResourceAuthority::Bucket;
  }
  if (arn && arn->service == "iam" &&
      std::find(kTrustActions.begin(), kTrustActions.end(), action.folded.lower) !=
          kTrustActions.end()) {
    return ResourceAuthority::Role;
  }
  return ResourceAuthority::Ordinary;
}

std::string owner_of(const SimulationRequest& request, std::string_view resource) {
  const std::optional<Arn> arn = parse_arn(resource);
  if (arn && is_account_id(arn->account)) {
    return std::string(arn->account);
  }
  return request.resource_owner.empty() ? request.principal.account : request.resource_owner;
}

ResourcePolicies resource_policies(const SimulationRequest& request, const Request& asked) {
  ResourcePolicies resource;
  resource.authority = authority_of(asked.action, asked.resource.text);
  resource.account = asked.resource_account;
  if (request.resource) {
    resource.policy = request.resource->compiled;
  }
  if (request.management_account.empty() || resource.account != request.management_account) {
    static const PolicyPointer full_access = std::make_shared<const CompiledPolicy>(
        full_access_policy(true), PolicyKind::ResourceControl,
        PolicyLabel{"RCPFullAWSAccess", "RCPFullAWSAccess"});
    resource.resource_control = compiled_levels(request.resource_control);
    for (PolicyLevel& level : resource.resource_control) {
      level.push_back(full_access);  // attached everywhere, and stays so (1.4)
    }
  }
  resource.grants = request.grants;
  resource.bucket = request.bucket;
  return resource;
}

/// What AWS fills in from the request itself; entries of the request come before (recorded).
void fill_context(RequestContext& context, const RequestPrincipal& principal,
                  const Request& asked) {
  if (!asked.resource_account.empty()) {
    context.set("aws:ResourceAccount", asked.resource_account);
    if (asked.action.service() == "s3") {
      context.set("s3:ResourceAccount", asked.resource_account);
    }
  }
  if (asked.action.service() == "kms" && !principal.account.empty()) {
    context.set("kms:CallerAccount", principal.account);
  }
}

/// A known action on a resource of another type comes to nothing, whatever policies say (recorded).
bool is_misdirected(const RequestAction& action, std::string_view resource) {
  const ActionInfo* known = find_action(action.text);
  return known != nullptr && resource != kAnyResource && parse_arn(resource) &&
         !action_fits_resource(*known, resource);
}

void add_missing(std::vector<std::string>& missing, const RequestContext& context,
                 std::string_view key) {
  if (context.find(key) == nullptr &&
      std::find(missing.begin(), missing.end(), key) == missing.end()) {
    missing.emplace_back(key);
  }
}

void add_missing(std::vector<std::string>& missing, const RequestContext& context,
                 const CompiledStatement& statement) {
  const auto add_variables = [&](const TextPattern& text) {
    for (const std::string& key : text.variable_keys()) {
      add_missing(missing, context, key);
    }
  };
  for (const ResourcePattern& resource : statement.resources) {
    add_variables(resource.text());
  }
  for (const CompiledCondition& condition : statement.conditions) {
    add_missing(missing, context, condition.key_text);
    for (const ConditionValue& value : condition.values) {
      if (const auto* text = std::get_if<TextPattern>(&value)) {
        add_variables(*text);
      } else if (const auto* arn = std::get_if<ArnPattern>(&value)) {
        add_variables(arn->text());
      }
    }
  }
}

/// Every absent key that any policy mentions, also for other actions; filled for an implicit deny
/// only (recorded).
std::vector<std::string> missing_context(const Trace& trace, const RequestContext& context) {
  std::vector<std::string> missing;
  if (trace.verdict.decision != Decision::ImplicitDeny) {
    return missing;
  }
  for (const PolicyTrace& policy : trace.policies) {
    for (const CompiledStatement& statement : policy.policy->statements()) {
      add_missing(missing, context, statement);
    }
  }
  return missing;
}

const SimulatedPolicy* find_policy(const SimulationRequest& request,
                                   const CompiledPolicy& compiled) {
  const auto is_it = [&compiled](const SimulatedPolicy& policy) {
    return policy.compiled.get() == &compiled;
  };
  for (const auto* list : {&request.identity, &request.boundary, &request.session}) {
    const auto found = std::find_if(list->begin(), list->end(), is_it);
    if (found != list->end()) {
      return &*found;
    }
  }
  if (request.resource && is_it(*request.resource)) {
    return &*request.resource;
  }
  return nullptr;
}

/// Begins just after the token before: `[`, the `}` of the statement before, or the `{` of a single
/// statement; ends just after its `}` (U-37, recorded).
SourceRange reported_range(const PolicyDocument& document, std::uint32_t number) {
  const SourceRange where = document.statements[number].where;
  if (!document.statement_is_array) {
    return {where.file, where.begin + 1, where.end};
  }
  const std::uint32_t begin =
      number == 0 ? document.statement_where.begin + 1 : document.statements[number - 1].where.end;
  return {where.file, begin, where.end};
}

/// For an allow the statements that allow, for an explicit deny those that deny, otherwise none.
std::vector<MatchedStatement> matched_statements(const SimulationRequest& request,
                                                 const Trace& trace) {
  std::vector<MatchedStatement> matched;
  const Decision decision = trace.verdict.decision;
  if (decision != Decision::Allow && decision != Decision::ExplicitDeny) {
    return matched;
  }
  const Effect wanted = decision == Decision::Allow ? Effect::Allow : Effect::Deny;
  for (const PolicyTrace& policy : trace.policies) {
    const bool limits_only =
        policy.layer == PolicyLayer::PermissionsBoundary || policy.layer == PolicyLayer::Session;
    const SimulatedPolicy* source = find_policy(request, *policy.policy);
    if (source == nullptr || (wanted == Effect::Allow && limits_only)) {
      continue;  // SCPs and RCPs are never listed (recorded)
    }
    for (const StatementTrace& statement : policy.statements) {
      if (statement.applies && statement.statement->effect == wanted) {
        matched.push_back({source, reported_range(*source->document, statement.statement->number)});
      }
    }
  }
  return matched;
}

Decision decision_of(const Trace& trace, PolicyLayer layer) {
  Decision decision = Decision::ImplicitDeny;
  for (const PolicyTrace& policy : trace.policies) {
    if (policy.layer == layer && policy.outcome.deny != nullptr) {
      return Decision::ExplicitDeny;
    }
    if (policy.layer == layer && policy.outcome.allow != nullptr) {
      decision = Decision::Allow;
    }
  }
  return decision;
}

void set_details(SimulatedResource& result, const SimulationRequest& request, const Trace& trace) {
  const bool by_organizations = trace.verdict.denied_by == DeniedBy::ServiceControlPolicy;
  if (!request.service_control.empty()) {
    result.allowed_by_organizations = !by_organizations;
  }
  if (!request.boundary.empty()) {
    result.allowed_by_boundary =
        decision_of(trace, PolicyLayer::PermissionsBoundary) == Decision::Allow;
  }
  if (by_organizations || result.resource == kAnyResource) {
    return;
  }
  result.details.emplace();
  if (trace.is_cross_account) {
    result.details->emplace_back("IAM Policy", decision_of(trace, PolicyLayer::Identity));
    result.details->emplace_back("Resource Policy", decision_of(trace, PolicyLayer::Resource));
    if (!request.boundary.empty()) {
      result.details->emplace_back("Permissions Boundary Policy",
                                   decision_of(trace, PolicyLayer::PermissionsBoundary));
    }
  }
}

/// What KMS says after it found the caller authorized: the key's state, the lockout check.
void ask_key(SimulatedResource& result, const SimulationRequest& request, const Request& asked,
             const CallerPolicies& caller) {
  if (!result.verdict.is_allowed()) {
    return;
  }
  if (request.key_state) {
    const std::string_view name = asked.action.text;
    const KeyStateError error =
        key_state_error(name.substr(name.find(':') + 1), *request.key_state, result.resource);
    result.error_code = error.code;
    result.error_message = error.message;
  }
  if (request.new_key_policy && !request.bypass_lockout_check &&
      !passes_lockout_check(asked, caller, asked.resource_account,
                            request.new_key_policy->compiled)) {
    result.error_code = "MalformedPolicyDocumentException";
    result.error_message = kLockoutMessage;
  }
}

SimulatedResource simulate_one(const SimulationRequest& request, const std::string& action,
                               const std::string& resource) {
  SimulatedResource result;
  result.resource = resource;
  const std::unique_ptr<Question> question = make_question(request, action, resource);
  const Request& asked = question->request;
  auto trace = std::make_shared<Trace>();
  result.verdict = decide(asked, question->caller, question->resource, *trace);
  if (is_misdirected(asked.action, resource) && result.verdict.is_allowed()) {
    result.verdict = {Decision::ImplicitDeny, DeniedBy::IdentityPolicy, nullptr, nullptr, 0};
    trace->verdict = result.verdict;
  }
  result.matched = matched_statements(request, *trace);
  result.missing_context = missing_context(*trace, asked.context);
  set_details(result, request, *trace);
  ask_key(result, request, asked, question->caller);
  result.trace = std::move(trace);
  return result;
}

/// Of several resources an explicit deny decides before an implicit one (recorded).
Decision combine(const std::vector<SimulatedResource>& resources) {
  Decision combined = Decision::Allow;
  for (const SimulatedResource& resource : resources) {
    const Decision decision = resource.verdict.decision;
    if (decision == Decision::ExplicitDeny) {
      return decision;
    }
    combined = decision == Decision::Allow ? combined : decision;
  }
  return combined;
}

std::string resource_name_of(const SimulatedAction& action) {
  if (action.resources.size() == 1) {
    return action.resources.front().resource;
  }
  const ActionInfo* known = find_action(action.action);
  return known != nullptr && !known->resource_types.empty()
             ? std::string(known->resource_types.front().type->arn_template)
             : std::string(kAnyResource);
}

}  // namespace

std::unique_ptr<Question> make_question(const SimulationRequest& request, const std::string& action,
                                        const std::string& resource) {
  auto question = std::make_unique<Question>();
  Request& asked = question->request;
  asked.principal = &request.principal;
  asked.action = RequestAction(action);
  asked.resource = RequestResource(asked_resource(asked.action, resource));
  asked.resource_account = owner_of(request, resource);
  asked.requested_grant = request.requested_grant ? &*request.requested_grant : nullptr;
  if (request.has_caller) {
    question->filled_in = principal_context(request.principal);
  }
  fill_context(question->filled_in, request.principal, asked);
  asked.context = request.context;
  asked.context.add_layer(question->filled_in);
  question->caller = caller_policies(request);
  question->resource = resource_policies(request, asked);
  return question;
}

std::vector<SimulatedAction> simulate(const SimulationRequest& request) {
  const std::vector<std::string> any{std::string(kAnyResource)};
  const std::vector<std::string>& resources = request.resources.empty() ? any : request.resources;
  std::vector<SimulatedAction> results;
  for (const std::string& action : request.actions) {
    SimulatedAction& result = results.emplace_back();
    result.action = action;
    for (const std::string& resource : resources) {
      result.resources.push_back(simulate_one(request, action, resource));
    }
    result.decision = combine(result.resources);
    result.resource_name = resource_name_of(result);
  }
  return results;
}

}  // namespace replisim
