// Operations on KMS keys.

#include <algorithm>
#include <utility>

#include "model/arn.h"
#include "sim/iam/key_rules.h"
#include "sim/iam/policy_validation.h"
#include "sim/iam/world_policies.h"
#include "sim/replication/operations.h"

namespace replisim {
namespace {

struct KeyPlace {
  Key* key = nullptr;
  std::string arn;
  std::string account;
  const ResourceFacts* facts = nullptr;

  explicit operator bool() const { return key != nullptr; }
};

/// By ARN, or by id in the caller's account, or in the only account that has it.
World::KeyPlace find_key(Play& play, const std::string& key_id) {
  const World& world = play.run.world;
  if (parse_arn(key_id)) {
    return world.resolve_key(key_id, {}, {});
  }
  const std::string account = play.caller.account_or({});
  for (const Account& owner : world.accounts) {
    for (const Key& key : owner.keys) {
      if (key.key_id == key_id && (account.empty() || owner.id == account)) {
        return {&owner, &key};
      }
    }
  }
  return {};
}

/// The key, if it is there, the caller may do this and its state allows it: KMS authorizes before
/// it looks at the state (U-35).
KeyPlace open_key(Play& play, const std::string& key_id, std::string_view operation,
                  const RequestContext& own = {}) {
  const World::KeyPlace found = find_key(play, key_id);
  if (!found) {
    fail(play.outcome, "NotFoundException", "Key '" + key_id + "' does not exist");
    return {};
  }
  KeyPlace place;
  place.arn = arn_of(*found.account, *found.key);
  place.account = found.account->id;
  place.facts = &play.run.policies.key(place.arn);
  RequestContext context = own;
  context.set("kms:CallerAccount", play.caller.account_or(place.account));
  if (!play.caller.may("kms:" + std::string(operation), place.arn, *place.facts, context)) {
    return {};
  }
  const KeyStateError error = key_state_error(operation, found.key->state, place.arn);
  if (error.is_error()) {
    fail(play.outcome, error.code, error.message, found.key->where);
    return {};
  }
  place.key = play.run.world.find_mutable_key(place.arn);
  return place;
}

void changed(Play& play, const std::string& key_arn) {
  play.run.forget_plans();
  play.run.policies.forget_key(key_arn);
}

bool saves(Play& play, const PolicyDocument& policy, const std::string& key_arn,
           const std::string& account) {
  const World& world = play.run.world;
  PolicyTarget target;
  target.account = account;
  target.key_arn = key_arn;
  target.find_principal = [&world](const PrincipalEntry& entry) {
    return principal_presence(world, entry);
  };
  const std::vector<SaveFault> faults = validate_policy(policy, PolicyKind::Key, target);
  if (!faults.empty()) {
    fail(play.outcome, faults.front().code, faults.front().message, faults.front().where);
  }
  return faults.empty();
}

/// 6.1 of the IAM dossier.
bool is_not_locked_out(Play& play, const std::string& key_arn, const ResourceFacts& facts,
                       const PolicyDocument& policy) {
  if (play.caller.passes_lockout(key_arn, facts, policy)) {
    return true;
  }
  fail(play.outcome, "MalformedPolicyDocumentException", kLockoutMessage, policy.where);
  return false;
}

RequestContext bypass_context(bool bypasses) {
  RequestContext context;
  if (bypasses) {
    context.set("kms:BypassPolicyLockoutSafetyCheck", "true");
  }
  return context;
}

void set_state(Play& play, const KeyPlace& place, KeyState state) {
  if (place) {
    place.key->state = state;
    changed(play, place.arn);
  }
}

}  // namespace

void play(Play& play, const CreateKey& operation) {
  const World& world = play.run.world;
  const std::string first = world.accounts.empty() ? std::string() : world.accounts.front().id;
  const std::string account = play.caller.account_or(operation.account_id.value_or(first));
  Account* owner = play.run.world.find_account(account);
  if (owner == nullptr) {
    fail(play.outcome, "NotFoundException", "account " + account + " is not in the model");
    return;
  }
  Key key = operation.key;
  key.where = play.event.where;
  ResourceFacts nothing;
  nothing.arn = "*";
  nothing.policies.account = account;
  RequestContext context = bypass_context(operation.bypass_lockout_check);
  context.set("kms:KeySpec", key.key_spec);
  context.set("kms:KeyUsage", key.key_usage);
  context.set("kms:KeyOrigin", key.origin);
  if (!play.caller.may("kms:CreateKey", "*", nothing, context)) {
    return;
  }
  const std::string arn = arn_of(*owner, key);
  if (key.policy) {
    ResourceFacts facts;
    facts.arn = arn;
    facts.policies.account = account;
    if (!saves(play, *key.policy, arn, account) ||
        (!operation.bypass_lockout_check && !is_not_locked_out(play, arn, facts, *key.policy))) {
      return;
    }
    store_unique_ids(*key.policy, world);
  }
  owner->keys.push_back(std::move(key));
  changed(play, arn);
}

void play(Play& play, const PutKeyPolicy& operation) {
  const KeyPlace place = open_key(play, operation.key_id, "PutKeyPolicy",
                                  bypass_context(operation.bypass_lockout_check));
  if (!place || !saves(play, operation.policy, place.arn, place.account)) {
    return;
  }
  if (!operation.bypass_lockout_check &&
      !is_not_locked_out(play, place.arn, *place.facts, operation.policy)) {
    return;
  }
  place.key->policy = operation.policy;
  store_unique_ids(*place.key->policy, play.run.world);
  changed(play, place.arn);
}

void play(Play& play, const EnableKey& operation) {
  set_state(play, open_key(play, operation.key_id, "EnableKey"), KeyState::Enabled);
}

void play(Play& play, const DisableKey& operation) {
  set_state(play, open_key(play, operation.key_id, "DisableKey"), KeyState::Disabled);
}

void play(Play& play, const ScheduleKeyDeletion& operation) {
  constexpr std::int64_t kWindowMin = 7;
  constexpr std::int64_t kWindowMax = 30;
  RequestContext context;
  context.set("kms:ScheduleKeyDeletionPendingWindowInDays",
              std::to_string(operation.pending_window_days));
  const KeyPlace place = open_key(play, operation.key_id, "ScheduleKeyDeletion", context);
  if (place &&
      (operation.pending_window_days < kWindowMin || operation.pending_window_days > kWindowMax)) {
    fail(play.outcome, "ValidationException", "PendingWindowInDays must be between 7 and 30");
    return;
  }
  if (place) {
    constexpr std::int64_t kMillisecondsPerDay = 86'400'000;
    const auto due =
        add_milliseconds(play.run.now, operation.pending_window_days * kMillisecondsPerDay);
    play.run.key_deletions[place.arn] = due.value_or(play.run.now);
  }
  set_state(play, place, KeyState::PendingDeletion);
}

/// The key comes back disabled (Key states of KMS keys).
void play(Play& play, const CancelKeyDeletion& operation) {
  const KeyPlace place = open_key(play, operation.key_id, "CancelKeyDeletion");
  play.run.key_deletions.erase(place.arn);
  set_state(play, place, KeyState::Disabled);
}

void play(Play& play, const CreateGrant& operation) {
  const World::KeyPlace found = find_key(play, operation.key_id);
  if (!found) {
    fail(play.outcome, "NotFoundException", "Key '" + operation.key_id + "' does not exist");
    return;
  }
  const std::string arn = arn_of(*found.account, *found.key);
  const ResourceFacts& facts = play.run.policies.key(arn);
  if (!play.caller.may_create_grant(arn, facts, operation.grant)) {
    return;
  }
  const KeyStateError error = key_state_error("CreateGrant", found.key->state, arn);
  if (error.is_error()) {
    fail(play.outcome, error.code, error.message, found.key->where);
    return;
  }
  PrincipalEntry grantee;
  grantee.type = PrincipalEntry::Type::Aws;
  grantee.text = operation.grant.grantee_principal;
  if (!RequestPrincipal::parse(grantee.text) ||
      principal_presence(play.run.world, grantee) == PrincipalPresence::Missing) {
    fail(play.outcome, "InvalidArnException", "The grantee " + grantee.text + " does not exist",
         operation.grant.where);
    return;
  }
  Key* key = play.run.world.find_mutable_key(arn);
  Grant grant = operation.grant;
  if (grant.grant_id.empty()) {
    grant.grant_id = "grant-" + std::to_string(key->grants.size() + 1);
  }
  if (grant.issuing_account.empty()) {
    grant.issuing_account = play.caller.account_or(found.account->id);
  }
  grant.grantee_unique_id = play.run.policies.caller(grant.grantee_principal).principal.unique_id;
  key->grants.push_back(std::move(grant));
  changed(play, arn);
}

void play(Play& play, const RevokeGrant& operation) {
  const KeyPlace place = open_key(play, operation.key_id, "RevokeGrant");
  if (!place) {
    return;
  }
  auto& grants = place.key->grants;
  const auto known = std::find_if(grants.begin(), grants.end(), [&operation](const Grant& grant) {
    return grant.grant_id == operation.grant_id;
  });
  if (known == grants.end()) {
    fail(play.outcome, "NotFoundException", "Grant ID " + operation.grant_id + " not found");
    return;
  }
  grants.erase(known);
  changed(play, place.arn);
}

}  // namespace replisim
