#include "sim/replication/plan.h"

#include "model/arn.h"
#include "sim/replication/bucket_state.h"
#include "sim/replication/rules.h"
#include "sim/replication/run.h"

namespace replisim {
namespace {

constexpr std::string_view kSessionName = "s3-replication";  // recorded

std::string account_of(std::string_view arn) {
  const std::optional<Arn> parts = parse_arn(arn);
  return parts ? std::string(parts->account) : std::string();
}

/// A bucket that no account of the model has: outside of it if the rule says so, or by setting.
Presence presence_of(const Run& run, const ReplicationRule& rule) {
  const std::optional<std::string>& account = rule.destination.account;
  if (account && run.world.find_account(*account) == nullptr) {
    return Presence::Elsewhere;
  }
  return run.settings.has(Setting::UnlistedBucketsElsewhere) ? Presence::Elsewhere
                                                             : Presence::Absent;
}

void describe_unlisted(ReplicationPlan& plan, Run& run) {
  plan.destination_presence = presence_of(run, plan.rule);
  plan.destination_arn = "arn:aws:s3:::" + plan.destination_bucket;
  plan.destination_account = plan.rule.destination.account.value_or(std::string());
  plan.default_encryption.is_known = false;
  const ResourceFacts& known = run.policies.bucket(plan.destination_bucket);
  auto own = std::make_unique<ResourceFacts>(known);
  own->policies.account = plan.destination_account;
  if (!plan.destination_account.empty()) {
    own->context.set("aws:ResourceAccount", plan.destination_account);
    own->context.set("s3:ResourceAccount", plan.destination_account);
  }
  if (plan.destination_presence == Presence::Absent) {
    own->policies.is_unknown = false;
  }
  plan.own_destination_facts = std::move(own);
  plan.destination_facts = plan.own_destination_facts.get();
}

void describe_default_encryption(ReplicationPlan& plan, Run& run) {
  const BucketDefault given = bucket_default(*plan.destination, run.now);
  DefaultEncryption& known = plan.default_encryption;
  known.algorithm = given.algorithm;
  known.bucket_key_enabled = given.bucket_key_enabled;
  known.blocks_sse_c = blocks_sse_c(*plan.destination, run.settings);
  if (is_kms(known.algorithm)) {
    // An alias or bare id is the requester's, as in any other PUT (4.3).
    known.key = resolve_key(run.world, given.key_text, plan.role_account, plan.destination->region);
  }
}

void describe_destination(ReplicationPlan& plan, Run& run) {
  plan.destination_bucket = destination_name(plan.rule);
  const World::BucketPlace place = run.world.find_bucket(plan.destination_bucket);
  if (!place) {
    describe_unlisted(plan, run);
    return;
  }
  plan.destination = place.bucket;
  plan.destination_owner = place.account;
  plan.destination_account = place.account->id;
  plan.destination_facts = &run.policies.bucket(plan.destination_bucket);
  plan.destination_arn = plan.destination_facts->arn;
  describe_default_encryption(plan, run);
}

void describe_replica_key(ReplicationPlan& plan, Run& run) {
  const auto& encryption = plan.rule.destination.encryption_configuration;
  if (!encryption || !encryption->replica_kms_key_id) {
    return;
  }
  const std::string& text = *encryption->replica_kms_key_id;
  const std::string_view region =
      plan.destination == nullptr ? std::string_view() : plan.destination->region;
  const std::optional<Arn> arn = parse_arn(text);
  const bool by_requester =
      run.settings.has(Setting::AliasOfRequester) && arn && arn->resource.starts_with("alias/");
  plan.replica_key = resolve_key(run.world, by_requester ? arn->resource : std::string_view(text),
                                 plan.role_account, region);
}

/// U40, other reading: the levels of both accounts bind.
void bind_destination_scps(ReplicationPlan& plan, Run& run) {
  if (!run.settings.has(Setting::DestinationScpAsked) || !plan.is_cross_account() ||
      plan.destination_account.empty()) {
    return;
  }
  auto bound = std::make_unique<CallerPolicies>(plan.session->policies);
  const CallerFacts& owner =
      run.policies.caller("arn:aws:iam::" + plan.destination_account + ":root");
  bound->service_control.insert(bound->service_control.end(),
                                owner.policies.service_control.begin(),
                                owner.policies.service_control.end());
  plan.destination_caller = std::move(bound);
}

}  // namespace

std::unique_ptr<ReplicationPlan> make_plan(Run& run, const Bucket& source,
                                           const std::string& role_arn,
                                           const ReplicationRule& rule) {
  auto plan = std::make_unique<ReplicationPlan>();
  plan->rule = rule;
  plan->role_arn = role_arn;
  plan->role_account = account_of(role_arn);
  plan->source = &source;
  plan->source_bucket = source.name;
  plan->source_facts = &run.policies.bucket(source.name);
  plan->source_arn = plan->source_facts->arn;
  plan->source_account = plan->source_facts->policies.account;
  plan->role_facts = &run.policies.role(role_arn);
  plan->session = &run.policies.role_session(role_arn, kSessionName);
  plan->s3 = &run.policies.service("s3.amazonaws.com");
  describe_destination(*plan, run);
  describe_replica_key(*plan, run);
  bind_destination_scps(*plan, run);
  return plan;
}

const ResolvedKey& source_key_of(Run& run, ReplicationPlan& plan, const std::string& key_arn) {
  const auto known = plan.source_keys.find(key_arn);
  if (known != plan.source_keys.end()) {
    return known->second;
  }
  return plan.source_keys
      .emplace(key_arn, resolve_key(run.world, key_arn, plan.source_account, plan.source->region))
      .first->second;
}

ReplicationPlan& PlanCache::of(Run& run, const Bucket& source, const std::string& role_arn,
                               const ReplicationRule& rule) {
  std::unique_ptr<ReplicationPlan>& plan = plans_[&rule];
  if (plan == nullptr) {
    plan = make_plan(run, source, role_arn, rule);
  }
  return *plan;
}

}  // namespace replisim
