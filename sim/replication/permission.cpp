#include "sim/replication/permission.h"

#include <utility>

#include "model/arn.h"
#include "sim/replication/caller.h"
#include "sim/replication/encryption.h"
#include "sim/replication/keys.h"
#include "sim/replication/run.h"

namespace replisim {
namespace {

std::string in_account(const std::string& account) {
  return account.empty() ? std::string() : " in account " + account;
}

CheckState state_of(Decision decision) {
  switch (decision) {
    case Decision::Allow: return CheckState::Passed;
    case Decision::ImplicitDeny:
    case Decision::ExplicitDeny: return CheckState::Failed;
    case Decision::Unknown: return CheckState::Unknown;
  }
  return CheckState::Failed;
}

/// The patterns of one policy; a variable that has no value matches nothing.
void add_patterns(const PolicyPointer& policy, const RequestContext& context,
                  std::vector<std::string>& patterns) {
  if (policy == nullptr) {
    return;
  }
  for (const CompiledStatement& statement : policy->statements()) {
    for (const ResourcePattern& resource : statement.resources) {
      if (const std::optional<std::string_view> text = resource.text().resolve(context)) {
        patterns.emplace_back(*text);
      }
    }
  }
}

void add_patterns(const std::vector<PolicyPointer>& policies, const RequestContext& context,
                  std::vector<std::string>& patterns) {
  for (const PolicyPointer& policy : policies) {
    add_patterns(policy, context, patterns);
  }
}

/// What a resource is asked with.
struct Asked {
  ResourceFacts other;  ///< of a service without policies of its own here
  const ResourceFacts* facts = nullptr;
  std::string arn;
  const ObjectVersion* version = nullptr;
  bool is_managed_role = false;  ///< its trust policy plays no part
};

void find_resource(Run& run, const PermissionRequest& request, Asked& asked) {
  asked.arn = request.resource;
  const std::optional<Arn> arn = parse_arn(request.resource);
  const std::string& caller_account = run.policies.caller(request.as).principal.account;
  if (arn && arn->service == "s3" && arn->region.empty()) {
    const std::size_t slash = arn->resource.find('/');
    const std::string_view bucket = arn->resource.substr(0, slash);
    asked.facts = &run.policies.bucket(bucket);
    if (slash != std::string_view::npos && run.world.find_bucket(bucket)) {
      asked.version = run.objects.current(bucket, arn->resource.substr(slash + 1));
    }
    return;
  }
  if (arn && arn->service == "kms") {
    const World::KeyPlace key =
        run.world.resolve_key(request.resource, caller_account, arn->region);
    asked.arn = key ? arn_of(*key.account, *key.key) : request.resource;
    asked.facts = &run.policies.key(asked.arn);
    return;
  }
  if (arn && arn->service == "iam" && arn->resource.starts_with("role/")) {
    asked.facts = &run.policies.role(request.resource);
    asked.is_managed_role = !request.action.starts_with("sts:");
    return;
  }
  asked.other.arn = request.resource;
  asked.other.policies.account =
      arn && !arn->account.empty() ? std::string(arn->account) : caller_account;
  asked.facts = &asked.other;
}

Check answer(Run& run, const PermissionRequest& request, const Asked& asked,
             const EventOutcome& outcome) {
  Check check;
  check.action = request.action;
  check.resource = asked.arn;
  check.principal = request.as;
  check.trace = outcome.caller_trace;
  check.verdict = outcome.caller_trace->verdict;
  check.state = state_of(check.verdict.decision);
  if (check.state == CheckState::Unknown) {
    check.detail = missing_policy_phrase(check.verdict.denied_by, *asked.facts,
                                         run.policies.caller(request.as).principal);
  }
  return check;
}

}  // namespace

Check ask_permission(Run& run, const PermissionRequest& request) {
  Asked asked;
  find_resource(run, request, asked);
  Event event;
  event.as = request.as;
  event.context = request.context;
  EventOutcome outcome;
  Caller caller(run, event, outcome);
  RequestContext own;
  if (asked.facts->policies.authority == ResourceAuthority::Key) {
    own.set("kms:CallerAccount", caller.facts()->principal.account);
  }
  if (asked.version != nullptr && !asked.version->is_delete_marker) {
    caller.may_on_object(request.action, asked.arn, *asked.facts, *asked.version);
  } else if (asked.is_managed_role) {
    caller.may_on_role(request.action, asked.arn);
  } else {
    caller.may(request.action, asked.arn, *asked.facts, own);
  }
  return answer(run, request, asked, outcome);
}

struct Permissions::Impl {
  Impl(const World& world, Instant now) : run(world, now, true) {}

  Run run;
};

Permissions::Permissions(const World& world, Instant now)
    : impl_(std::make_unique<Impl>(world, now)) {}
Permissions::~Permissions() = default;

const World& Permissions::world() const {
  return impl_->run.world;
}

Check Permissions::ask(const PermissionRequest& request) {
  return ask_permission(impl_->run, request);
}

std::vector<Check> Permissions::ask_to_read(const std::string& as,
                                            const std::vector<ContextEntry>& context,
                                            const std::string& bucket,
                                            const ObjectVersion& version) {
  Run& run = impl_->run;
  Event event;
  event.as = as;
  event.context = context;
  EventOutcome outcome;
  Caller caller(run, event, outcome);
  Asked asked;
  asked.facts = &run.policies.bucket(bucket);
  asked.arn = asked.facts->arn + "/" + version.key;
  caller.may_on_object("s3:GetObject", asked.arn, *asked.facts, version);
  std::vector<Check> checks{answer(run, {as, "s3:GetObject", asked.arn, {}}, asked, outcome)};
  if (!is_kms(version.encryption)) {
    return checks;
  }
  const World::BucketPlace place = run.world.find_bucket(bucket);
  const Decryption decryption =
      decryption_of(run.world, version, asked.facts->arn, place ? place.account->id : std::string(),
                    place ? place.bucket->region : std::string());
  const std::string& key_arn = decryption.key.arn;
  caller.may_use_key("kms:Decrypt", key_arn, decryption.region, decryption.context_arn,
                     version.encryption_context);
  Asked asked_key;
  asked_key.facts = &run.policies.key(key_arn);
  asked_key.arn = key_arn;
  checks.push_back(answer(run, {as, "kms:Decrypt", key_arn, {}}, asked_key, outcome));
  if (decryption.state_error.is_error()) {
    Check& state = checks.emplace_back();
    state.state = CheckState::Failed;
    state.resource = key_arn;
    state.detail = decryption.state_error.message;
    state.where = decryption.key.where;
    state.verdict.decision = Decision::ImplicitDeny;
  }
  return checks;
}

std::vector<std::string> Permissions::resource_patterns(const PermissionRequest& request) {
  Asked asked;
  find_resource(impl_->run, request, asked);
  Event event;
  event.as = request.as;
  event.context = request.context;
  EventOutcome outcome;
  const Caller caller(impl_->run, event, outcome);
  const RequestContext context = caller.context_for(*asked.facts, {});
  const CallerPolicies& own = caller.facts()->policies;
  const ResourcePolicies& resource = asked.facts->policies;
  std::vector<std::string> patterns;
  add_patterns(own.identity, context, patterns);
  add_patterns(own.permissions_boundary, context, patterns);
  add_patterns(own.session, context, patterns);
  add_patterns(own.vpc_endpoint, context, patterns);
  add_patterns(resource.policy, context, patterns);
  for (const std::vector<PolicyLevel>* const levels :
       {&own.service_control, &resource.resource_control}) {
    for (const PolicyLevel& level : *levels) {
      add_patterns(level, context, patterns);
    }
  }
  return patterns;
}

std::string missing_policy_phrase(DeniedBy denied_by, const ResourceFacts& resource,
                                  const RequestPrincipal& principal) {
  const std::string& account = resource.policies.account;
  switch (denied_by) {
    case DeniedBy::BucketPolicy: return "bucket policy of " + resource.arn + in_account(account);
    case DeniedBy::KeyPolicy: return "key policy of " + resource.arn + in_account(account);
    case DeniedBy::TrustPolicy: return "trust policy of " + resource.arn + in_account(account);
    default: break;
  }
  return "policies of " + (principal.iam_arn.empty() ? principal.arn : principal.iam_arn) +
         in_account(principal.account);
}

}  // namespace replisim
