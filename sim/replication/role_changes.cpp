// Operations on roles.

#include <algorithm>
#include <utility>

#include "sim/iam/policy_validation.h"
#include "sim/iam/world_policies.h"
#include "sim/replication/operations.h"

namespace replisim {
namespace {

/// The account whose role is meant: the caller's, the one named, or the only one that has it.
Account* account_of(Play& play, const RoleAddress& address) {
  World& world = play.run.world;
  if (address.account_id) {
    return world.find_account(*address.account_id);
  }
  if (play.caller.is_named()) {
    return world.find_account(play.caller.account_or({}));
  }
  for (Account& account : world.accounts) {
    for (const Role& role : account.roles) {
      if (role.role_name == address.role_name) {
        return &account;
      }
    }
  }
  return world.accounts.empty() ? nullptr : &world.accounts.front();
}

struct RolePlace {
  Account* account = nullptr;
  Role* role = nullptr;
  std::string arn;

  explicit operator bool() const { return role != nullptr; }
};

/// The role, if it is there and the caller may do this to it.
RolePlace open_role(Play& play, const RoleAddress& address, std::string_view action,
                    const RequestContext& context = {}) {
  RolePlace place;
  Account* account = account_of(play, address);
  Role* role = nullptr;
  if (account != nullptr) {
    const auto found =
        std::find_if(account->roles.begin(), account->roles.end(),
                     [&](const Role& r) { return r.role_name == address.role_name; });
    role = found == account->roles.end() ? nullptr : &*found;
  }
  if (role == nullptr) {
    fail(play.outcome, "NoSuchEntity",
         "The role with name " + address.role_name + " cannot be found.");
    return place;
  }
  const std::string arn = arn_of(*account, *role);
  if (play.caller.may_on_role(action, arn, context)) {
    place = {account, role, arn};
  }
  return place;
}

void changed(Play& play, const std::string& role_arn) {
  play.run.forget_plans();
  play.run.policies.forget_callers();
  play.run.policies.forget_role(role_arn);
}

/// Refuses what IAM refuses to save.
bool saves(Play& play, const PolicyDocument& policy, PolicyKind kind, const Account& account,
           const std::string& role_name) {
  const World& world = play.run.world;
  PolicyTarget target;
  target.account = account.id;
  target.holder = PolicyHolder::Role;
  target.holder_name = role_name;
  target.find_principal = [&world](const PrincipalEntry& entry) {
    return principal_presence(world, entry);
  };
  const std::vector<SaveFault> faults = validate_policy(policy, kind, target);
  if (!faults.empty()) {
    fail(play.outcome, faults.front().code, faults.front().message, faults.front().where);
  }
  return faults.empty();
}

bool policy_exists(Play& play, const std::string& arn) {
  const bool exists = arn.find(":iam::aws:policy/") != std::string::npos ||
                      play.run.world.find_managed_policy(arn) != nullptr;
  if (!exists) {
    fail(play.outcome, "NoSuchEntity", "Policy " + arn + " does not exist or is not attachable.");
  }
  return exists;
}

RequestContext policy_context(std::string_view key, const std::string& arn) {
  RequestContext context;
  context.set(key, arn);
  return context;
}

}  // namespace

void play(Play& play, const CreateRole& operation) {
  Account* account = account_of(play, operation.role);
  if (account == nullptr) {
    fail(play.outcome, "NoSuchEntity", "the account of the role is not in the model");
    return;
  }
  Role role;
  role.role_name = operation.role.role_name;
  role.path = operation.path;
  role.trust_policy = operation.trust_policy;
  role.tags = operation.tags;
  role.where = play.event.where;
  RequestContext context;
  if (operation.permissions_boundary) {
    role.permissions_boundary = AttachedPolicy{*operation.permissions_boundary, play.event.where};
    context.set("iam:PermissionsBoundary", *operation.permissions_boundary);
  }
  const std::string arn = arn_of(*account, role);
  if (!play.caller.may_on_role("iam:CreateRole", arn, context)) {
    return;
  }
  const bool exists =
      std::any_of(account->roles.begin(), account->roles.end(),
                  [&role](const Role& known) { return known.role_name == role.role_name; });
  if (exists) {
    fail(play.outcome, "EntityAlreadyExists",
         "Role with name " + role.role_name + " already exists.");
    return;
  }
  if (!saves(play, role.trust_policy, PolicyKind::Trust, *account, role.role_name)) {
    return;
  }
  // Another role of the same name is another principal: policies that name the old one keep its id.
  const std::size_t made = play.run.roles_made++;
  role.role_id = make_unique_id("AROA", arn + "#" + std::to_string(made + 1));
  store_unique_ids(role.trust_policy, play.run.world);
  account->roles.push_back(std::move(role));
  changed(play, arn);
}

void play(Play& play, const DeleteRole& operation) {
  const RolePlace place = open_role(play, operation.role, "iam:DeleteRole");
  if (!place) {
    return;
  }
  if (!place.role->inline_policies.empty() || !place.role->attached_policies.empty()) {
    fail(play.outcome, "DeleteConflict",
         place.role->inline_policies.empty()
             ? "Cannot delete entity, must detach all policies first."
             : "Cannot delete entity, must delete policies first.");
    return;
  }
  auto& roles = place.account->roles;
  roles.erase(roles.begin() + (place.role - roles.data()));
  changed(play, place.arn);
}

void play(Play& play, const PutRolePolicy& operation) {
  const RolePlace place = open_role(play, operation.role, "iam:PutRolePolicy");
  if (!place || !saves(play, operation.document, PolicyKind::Identity, *place.account,
                       place.role->role_name)) {
    return;
  }
  auto& policies = place.role->inline_policies;
  const auto known =
      std::find_if(policies.begin(), policies.end(), [&operation](const InlinePolicy& policy) {
        return policy.policy_name == operation.policy_name;
      });
  InlinePolicy policy{operation.policy_name, operation.document, operation.document.where};
  if (known == policies.end()) {
    policies.push_back(std::move(policy));
  } else {
    *known = std::move(policy);
  }
  changed(play, place.arn);
}

void play(Play& play, const DeleteRolePolicy& operation) {
  const RolePlace place = open_role(play, operation.role, "iam:DeleteRolePolicy");
  if (!place) {
    return;
  }
  auto& policies = place.role->inline_policies;
  const auto known =
      std::find_if(policies.begin(), policies.end(), [&operation](const InlinePolicy& policy) {
        return policy.policy_name == operation.policy_name;
      });
  if (known == policies.end()) {
    fail(play.outcome, "NoSuchEntity",
         "The role policy with name " + operation.policy_name + " cannot be found.");
    return;
  }
  policies.erase(known);
  changed(play, place.arn);
}

void play(Play& play, const AttachRolePolicy& operation) {
  const RolePlace place = open_role(play, operation.role, "iam:AttachRolePolicy",
                                    policy_context("iam:PolicyARN", operation.policy_arn));
  if (!place || !policy_exists(play, operation.policy_arn)) {
    return;
  }
  auto& attached = place.role->attached_policies;
  const bool is_there =
      std::any_of(attached.begin(), attached.end(), [&operation](const AttachedPolicy& policy) {
        return policy.policy_arn == operation.policy_arn;
      });
  if (!is_there) {
    attached.push_back({operation.policy_arn, play.event.where});
    changed(play, place.arn);
  }
}

void play(Play& play, const DetachRolePolicy& operation) {
  const RolePlace place = open_role(play, operation.role, "iam:DetachRolePolicy",
                                    policy_context("iam:PolicyARN", operation.policy_arn));
  if (!place) {
    return;
  }
  auto& attached = place.role->attached_policies;
  const auto known =
      std::find_if(attached.begin(), attached.end(), [&operation](const AttachedPolicy& policy) {
        return policy.policy_arn == operation.policy_arn;
      });
  if (known == attached.end()) {
    fail(play.outcome, "NoSuchEntity", "Policy " + operation.policy_arn + " was not found.");
    return;
  }
  attached.erase(known);
  changed(play, place.arn);
}

void play(Play& play, const UpdateAssumeRolePolicy& operation) {
  const RolePlace place = open_role(play, operation.role, "iam:UpdateAssumeRolePolicy");
  if (!place ||
      !saves(play, operation.document, PolicyKind::Trust, *place.account, place.role->role_name)) {
    return;
  }
  place.role->trust_policy = operation.document;
  store_unique_ids(place.role->trust_policy, play.run.world);
  changed(play, place.arn);
}

void play(Play& play, const PutRolePermissionsBoundary& operation) {
  const RolePlace place =
      open_role(play, operation.role, "iam:PutRolePermissionsBoundary",
                policy_context("iam:PermissionsBoundary", operation.policy_arn));
  if (!place || !policy_exists(play, operation.policy_arn)) {
    return;
  }
  place.role->permissions_boundary = AttachedPolicy{operation.policy_arn, play.event.where};
  changed(play, place.arn);
}

void play(Play& play, const DeleteRolePermissionsBoundary& operation) {
  const RolePlace place = open_role(play, operation.role, "iam:DeleteRolePermissionsBoundary");
  if (place) {
    place.role->permissions_boundary.reset();
    changed(play, place.arn);
  }
}

}  // namespace replisim
