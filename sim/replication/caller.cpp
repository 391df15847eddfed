#include "sim/replication/caller.h"

#include <algorithm>
#include <memory>
#include <utility>
#include <vector>

#include "model/arn.h"
#include "sim/iam/key_rules.h"
#include "sim/replication/request_context.h"

namespace replisim {
namespace {

/// What AWS's messages call a kind of policy.
std::string_view type_of(DeniedBy denied_by) {
  switch (denied_by) {
    case DeniedBy::Nothing: return "policy";
    case DeniedBy::IdentityPolicy: return "identity-based policy";
    case DeniedBy::BucketPolicy:
    case DeniedBy::KeyPolicy:
    case DeniedBy::ResourcePolicy:
    case DeniedBy::Grant:
    case DeniedBy::BlockPublicAccess: return "resource-based policy";
    case DeniedBy::TrustPolicy: return "role trust policy";
    case DeniedBy::PermissionsBoundary: return "permissions boundary";
    case DeniedBy::SessionPolicy: return "session policy";
    case DeniedBy::ServiceControlPolicy: return "service control policy";
    case DeniedBy::ResourceControlPolicy: return "resource control policy";
    case DeniedBy::VpcEndpointPolicy: return "VPC endpoint policy";
  }
  return "policy";
}

std::string denial_text(const Request& request, const Verdict& verdict) {
  std::string text = "User: " + request.principal->arn +
                     " is not authorized to perform: " + request.action.text +
                     " on resource: " + request.resource.text;
  const std::string type(type_of(verdict.denied_by));
  if (verdict.decision == Decision::ExplicitDeny) {
    return text + " with an explicit deny in a" + (type.starts_with('i') ? "n " : " ") + type;
  }
  return text + " because no " + type + " allows the " + request.action.text + " action";
}

}  // namespace

Caller::Caller(Run& run, const Event& event, EventOutcome& outcome)
    : run_(run), event_(event), outcome_(outcome) {
  if (event.as) {
    facts_ = &run.policies.caller(*event.as);
  }
}

std::string Caller::account_or(const std::string& owner) const {
  return is_named() && !facts_->principal.account.empty() ? facts_->principal.account : owner;
}

RequestContext Caller::context_for(const ResourceFacts& facts, const RequestContext& own) const {
  return context_of(*facts_, facts, own);
}

RequestContext Caller::context_of(const CallerFacts& caller, const ResourceFacts& facts,
                                  const RequestContext& own) const {
  RequestContext context = own;
  set_given_keys(context, event_.context);
  context.add_layer(caller.context);
  context.add_layer(facts.context);
  context.add_layer(run_.moment.of_caller());
  return context;
}

void Caller::refuse(const Request& request, const Verdict& verdict,
                    std::shared_ptr<const Trace> trace) {
  // S3 reports a refusal of KMS as its own; KMS itself has a code of its own.
  const bool is_kms_call =
      request.action.service() == "kms" && request.context.find("kms:ViaService") == nullptr;
  fail(outcome_, is_kms_call ? "AccessDeniedException" : "AccessDenied",
       denial_text(request, verdict),
       verdict.statement == nullptr ? SourceRange{} : verdict.statement->where);
  outcome_.denied_by = verdict.denied_by;
  outcome_.denied_action = request.action.text;
  outcome_.caller_trace = std::move(trace);
}

bool Caller::ask(Request request, const ResourcePolicies& resource, const std::string& owner) {
  request.principal = &facts_->principal;
  request.resource_account = owner;
  std::shared_ptr<Trace> trace;
  Verdict verdict;
  if (run_.watch) {
    trace = std::make_shared<Trace>();
    verdict = decide(request, facts_->policies, resource, *trace);
    outcome_.caller_trace = trace;
    outcome_.caller_traces.push_back(trace);
  } else {
    verdict = decide(request, facts_->policies, resource);
  }
  if (verdict.is_allowed()) {
    return true;
  }
  if (verdict.decision == Decision::Unknown) {
    outcome_.notes.push_back("whether the caller may `" + request.action.text +
                             "` depends on policies that are not in the model: taken as allowed");
    return true;
  }
  refuse(request, verdict, std::move(trace));
  return false;
}

bool Caller::may(std::string_view action, const std::string& resource, const ResourceFacts& facts,
                 const RequestContext& own) {
  if (!is_named()) {
    return true;
  }
  Request request;
  request.action = RequestAction(std::string(action));
  request.resource = RequestResource(resource);
  request.context = context_for(facts, own);
  return ask(std::move(request), facts.policies, facts.policies.account);
}

bool Caller::may_on_object(std::string_view action, const std::string& resource,
                           const ResourceFacts& bucket, const ObjectVersion& version,
                           RequestContext own) {
  if (!is_named()) {
    return true;
  }
  for (const Tag& tag : version.tags) {
    own.set("s3:ExistingObjectTag/" + tag.key, tag.value);
  }
  Request request;
  request.action = RequestAction(std::string(action));
  request.resource = RequestResource(resource);
  request.context = context_for(bucket, own);
  ResourcePolicies policies = bucket.policies;
  policies.bucket.object_owner = version.owner;
  policies.bucket.object_acl = version.acl.grants;
  if (!version.owner.empty()) {  // the owner has full control without a grant
    policies.bucket.object_acl.push_back({"CanonicalUser", version.owner, "FULL_CONTROL"});
  }
  return ask(std::move(request), policies, bucket.policies.account);
}

bool Caller::may_on_role(std::string_view action, const std::string& role_arn,
                         const RequestContext& own) {
  if (!is_named()) {
    return true;
  }
  const ResourceFacts& role = run_.policies.role(role_arn);
  ResourcePolicies unguarded;
  unguarded.account = role.policies.account;
  Request request;
  request.action = RequestAction(std::string(action));
  request.resource = RequestResource(role_arn);
  request.context = context_for(role, own);
  return ask(std::move(request), unguarded, unguarded.account);
}

bool Caller::may_create_grant(const std::string& key_arn, const ResourceFacts& key,
                              const Grant& grant) {
  if (!is_named()) {
    return true;
  }
  RequestContext own;
  own.set("kms:CallerAccount", facts_->principal.account);
  own.set("kms:GranteePrincipal", grant.grantee_principal);
  own.set_list("kms:GrantOperations", grant.operations);
  Request request;
  request.action = RequestAction("kms:CreateGrant");
  request.resource = RequestResource(key_arn);
  request.context = context_for(key, own);
  request.requested_grant = &grant;
  return ask(std::move(request), key.policies, key.policies.account);
}

bool Caller::may_use_key(std::string_view action, const std::string& key_arn,
                         const std::string& region, const std::string& context_arn,
                         const TagSet& context) {
  if (!is_named()) {
    return true;
  }
  RequestContext own;
  set_kms_call_keys(own, facts_->principal.account, region);
  set_encryption_context(own, context_arn, context);
  return may(action, key_arn, run_.policies.key(key_arn), own);
}

bool Caller::could_put_key_policy(const CallerFacts& facts, const std::string& key_arn,
                                  const ResourceFacts& key, const PolicyPointer& policy) const {
  Request request;
  request.principal = &facts.principal;
  request.action = RequestAction("kms:PutKeyPolicy");
  request.resource = RequestResource(key_arn);
  request.resource_account = key.policies.account;
  RequestContext own;
  own.set("kms:CallerAccount", facts.principal.account);
  request.context = context_of(facts, key, own);
  return passes_lockout_check(request, facts.policies, key.policies.account, policy);
}

/// Where nobody is named somebody has to be able to: the account's root or one who is listed.
bool Caller::passes_lockout(const std::string& key_arn, const ResourceFacts& key,
                            const PolicyDocument& policy) {
  const auto compiled = std::make_shared<const CompiledPolicy>(policy, PolicyKind::Key);
  if (is_named()) {
    return could_put_key_policy(*facts_, key_arn, key, compiled);
  }
  std::vector<std::string> candidates = {"arn:aws:iam::" + key.policies.account + ":root"};
  for (const Statement& statement : policy.statements) {
    for (const PrincipalEntry& entry : statement.principals) {
      if (RequestPrincipal::parse(entry.text) && entry.text != "*") {
        candidates.push_back(entry.text);
      }
    }
  }
  return std::any_of(candidates.begin(), candidates.end(), [&](const std::string& who) {
    return could_put_key_policy(run_.policies.caller(who), key_arn, key, compiled);
  });
}

void fail(EventOutcome& outcome, std::string_view code, std::string_view message,
          SourceRange where) {
  outcome.error = code;
  outcome.error_message = message;
  outcome.error_where = where;
}

}  // namespace replisim
