#include "sim/iam/placed_policy.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "sim/iam/policy_validation.h"

namespace replisim {
namespace {

class Collector {
 public:
  explicit Collector(const World& world) : world_(world) {}

  std::vector<PlacedPolicy> of_world() {
    for (const Account& account : world_.accounts) {
      add_account(account);
    }
    if (world_.organization) {
      add_unit(world_.organization->root);
      for (const auto& [id, policies] : world_.organization->account_policies) {
        add_level(policies, "account " + id);
      }
    }
    return std::move(policies_);
  }

  std::vector<PlacedPolicy> of_event(const Event& event) {
    std::visit([this](const auto& operation) { add_operation(operation); }, event.operation);
    return std::move(policies_);
  }

 private:
  void add(const PolicyDocument& document, PolicyKind kind, std::string name,
           PolicyTarget target = {}) {
    target.find_principal = [&world = world_](const PrincipalEntry& entry) {
      return principal_presence(world, entry);
    };
    policies_.push_back({&document, kind, std::move(target), std::move(name)});
  }

  void add_account(const Account& account);
  void add_bucket(const Account& account, const Bucket& bucket);
  void add_inline(const std::vector<InlinePolicy>& policies, PolicyHolder holder,
                  const std::string& holder_name);
  void add_unit(const OrganizationalUnit& unit);
  void add_level(const LevelPolicies& level, const std::string& where);

  template <typename Operation>
  void add_operation(const Operation& /*has no policy*/) {}
  void add_operation(const PutBucketPolicy& operation);
  void add_operation(const PutKeyPolicy& operation);
  void add_operation(const CreateKey& operation);
  void add_operation(const CreateRole& operation);
  void add_operation(const PutRolePolicy& operation);
  void add_operation(const UpdateAssumeRolePolicy& operation);

  const World& world_;
  std::vector<PlacedPolicy> policies_;
};

void Collector::add_account(const Account& account) {
  for (const Role& role : account.roles) {
    if (role.trust_policy.where.is_known()) {
      add(role.trust_policy, PolicyKind::Trust, "the trust policy of role " + role.role_name,
          {.account = account.id});
    }
    add_inline(role.inline_policies, PolicyHolder::Role, role.role_name);
  }
  for (const User& user : account.users) {
    add_inline(user.inline_policies, PolicyHolder::User, user.user_name);
  }
  for (const Group& group : account.groups) {
    add_inline(group.inline_policies, PolicyHolder::Group, group.group_name);
  }
  for (const ManagedPolicy& policy : account.policies) {
    add(policy.document, PolicyKind::Identity, "managed policy " + policy.policy_name,
        {.account = account.id, .holder = PolicyHolder::ManagedPolicy});
  }
  for (const Key& key : account.keys) {
    if (key.policy) {
      add(*key.policy, PolicyKind::Key, "the policy of key " + key.key_id,
          {.account = account.id, .key_arn = arn_of(account, key)});
    }
  }
  for (const Bucket& bucket : account.buckets) {
    add_bucket(account, bucket);
  }
}

void Collector::add_bucket(const Account& account, const Bucket& bucket) {
  if (bucket.policy) {
    add(*bucket.policy, PolicyKind::Bucket, "the policy of bucket " + bucket.name,
        {.bucket_name = bucket.name, .account = account.id});
  }
}

void Collector::add_inline(const std::vector<InlinePolicy>& policies, PolicyHolder holder,
                           const std::string& holder_name) {
  for (const InlinePolicy& policy : policies) {
    add(policy.document, PolicyKind::Identity,
        "policy " + policy.policy_name + " of " + holder_name,
        {.holder = holder, .holder_name = holder_name});
  }
}

void Collector::add_unit(const OrganizationalUnit& unit) {
  add_level(unit.policies, unit.id);
  for (const OrganizationalUnit& below : unit.units) {
    add_unit(below);
  }
}

/// AWS's own `RCPFullAWSAccess`, which no customer could save.
bool is_full_access(const PolicyDocument& document) {
  const auto is_star = [](const std::vector<PolicyText>& texts) {
    return texts.size() == 1 && texts.front().text == "*";
  };
  return std::all_of(document.statements.begin(), document.statements.end(),
                     [&](const Statement& statement) {
                       return statement.effect == Effect::Allow && !statement.not_action &&
                              !statement.not_resource && is_star(statement.actions) &&
                              is_star(statement.resources) && statement.conditions.empty();
                     });
}

void Collector::add_level(const LevelPolicies& level, const std::string& where) {
  const auto add_all = [&](const std::vector<OrganizationPolicy>& policies, PolicyKind kind) {
    for (const OrganizationPolicy& policy : policies) {
      if (policy.document.where.is_known() && !is_full_access(policy.document)) {
        add(policy.document, kind,
            std::string(to_string(kind)) + (policy.name.empty() ? "" : " " + policy.name) + " of " +
                where);
      }
    }
  };
  if (level.service_control) {
    add_all(*level.service_control, PolicyKind::ServiceControl);
  }
  if (level.resource_control) {
    add_all(*level.resource_control, PolicyKind::ResourceControl);
  }
}

void Collector::add_operation(const PutBucketPolicy& operation) {
  const World::BucketPlace place = world_.find_bucket(operation.bucket);
  add(operation.policy, PolicyKind::Bucket, "the new policy of bucket " + operation.bucket,
      {.bucket_name = operation.bucket, .account = place ? place.account->id : std::string()});
}

void Collector::add_operation(const PutKeyPolicy& operation) {
  const World::KeyPlace place = world_.find_key(operation.key_id);
  add(operation.policy, PolicyKind::Key, "the new policy of key " + operation.key_id,
      {.account = place ? place.account->id : std::string(),
       .key_arn = place ? operation.key_id : std::string()});
}

void Collector::add_operation(const CreateKey& operation) {
  if (operation.key.policy) {
    add(*operation.key.policy, PolicyKind::Key, "the policy of a new key",
        {.account = operation.account_id.value_or("")});
  }
}

void Collector::add_operation(const CreateRole& operation) {
  add(operation.trust_policy, PolicyKind::Trust,
      "the trust policy of new role " + operation.role.role_name,
      {.account = operation.role.account_id.value_or("")});
}

void Collector::add_operation(const PutRolePolicy& operation) {
  add(operation.document, PolicyKind::Identity,
      "new policy " + operation.policy_name + " of " + operation.role.role_name,
      {.holder = PolicyHolder::Role, .holder_name = operation.role.role_name});
}

void Collector::add_operation(const UpdateAssumeRolePolicy& operation) {
  add(operation.document, PolicyKind::Trust,
      "the new trust policy of role " + operation.role.role_name,
      {.account = operation.role.account_id.value_or("")});
}

}  // namespace

std::vector<PlacedPolicy> policies_of(const World& world) {
  return Collector(world).of_world();
}

std::vector<PlacedPolicy> policies_of(const Event& event, const World& world) {
  return Collector(world).of_event(event);
}

}  // namespace replisim
