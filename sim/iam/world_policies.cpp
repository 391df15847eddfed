#include "sim/iam/world_policies.h"

#include <utility>

#include "model/arn.h"
#include "sim/iam/managed_policies.h"
#include "sim/iam/public_policy.h"

namespace replisim {
namespace {

PolicyPointer compile(const PolicyDocument& document, PolicyKind kind, PolicyLabel label) {
  return std::make_shared<const CompiledPolicy>(document, kind, std::move(label));
}

/// A policy that is not in the model, as `assume_missing` takes it: null where it says nothing.
PolicyPointer missing_policy(AssumeMissing assume, PolicyKind kind, PolicyLabel label) {
  switch (assume) {
    case AssumeMissing::Deny: return nullptr;
    case AssumeMissing::Allow:
      return compile(full_access_policy(kind != PolicyKind::Identity), kind, std::move(label));
    case AssumeMissing::Unknown: {
      PolicyDocument open;
      open.version = "2012-10-17";
      open.incomplete = true;
      return compile(open, kind, std::move(label));
    }
  }
  return nullptr;
}

PolicyPointer managed_policy(const World& world, const std::string& arn, PolicyKind kind) {
  const PolicyLabel label{"policy " + arn, arn};
  if (const ManagedPolicy* policy = world.find_managed_policy(arn)) {
    return compile(policy->document, kind, label);
  }
  if (const std::optional<PolicyDocument> known = aws_managed_policy(arn)) {
    return compile(*known, kind, label);
  }
  return missing_policy(world.assume_missing, PolicyKind::Identity, label);
}

void add_inline(CallerPolicies& policies, const std::vector<InlinePolicy>& inline_policies,
                const std::string& owner) {
  for (const InlinePolicy& policy : inline_policies) {
    policies.identity.push_back(compile(policy.document, PolicyKind::Identity,
                                        {owner + ": " + policy.policy_name, policy.policy_name}));
  }
}

void add_attached(CallerPolicies& policies, const World& world,
                  const std::vector<AttachedPolicy>& attached) {
  for (const AttachedPolicy& policy : attached) {
    if (PolicyPointer compiled = managed_policy(world, policy.policy_arn, PolicyKind::Identity)) {
      policies.identity.push_back(std::move(compiled));
    }
  }
}

void set_boundary(CallerFacts& facts, const World& world,
                  const std::optional<AttachedPolicy>& boundary) {
  facts.principal.has_permissions_boundary = boundary.has_value();
  if (!boundary) {
    return;
  }
  facts.policies.permissions_boundary =
      managed_policy(world, boundary->policy_arn, PolicyKind::PermissionsBoundary);
  if (facts.policies.permissions_boundary == nullptr) {  // `deny`: it allows nothing
    facts.policies.permissions_boundary =
        compile({}, PolicyKind::PermissionsBoundary, {boundary->policy_arn, boundary->policy_arn});
  }
}

void set_tags(RequestContext& context, std::string_view prefix, const TagSet& tags) {
  for (const Tag& tag : tags) {
    context.set(std::string(prefix) + tag.key, tag.value);
  }
}

/// The role whose session the principal is; by name alone where its path is not known.
const Role* find_role_of(const Account& account, const RequestPrincipal& session) {
  for (const Role& role : account.roles) {
    if (role.role_name == session.name &&
        (!session.path_is_known || arn_of(account, role) == session.iam_arn)) {
      return &role;
    }
  }
  return nullptr;
}

const TagSet* add_role(CallerFacts& facts, const World& world, const Account& account,
                       const Role& role) {
  facts.principal.iam_arn = arn_of(account, role);
  facts.principal.path_is_known = true;
  facts.principal.is_service_linked_role = is_service_linked_role(facts.principal.iam_arn);
  facts.principal.unique_id = role.role_id;
  add_inline(facts.policies, role.inline_policies, "role " + role.role_name);
  add_attached(facts.policies, world, role.attached_policies);
  set_boundary(facts, world, role.permissions_boundary);
  return &role.tags;
}

const TagSet* add_user(CallerFacts& facts, const World& world, const Account& account,
                       const User& user) {
  facts.principal.unique_id = user.user_id;
  add_inline(facts.policies, user.inline_policies, "user " + user.user_name);
  add_attached(facts.policies, world, user.attached_policies);
  for (const std::string& name : user.groups) {
    if (const Group* group = world.find_group(account, name)) {
      add_inline(facts.policies, group->inline_policies, "group " + group->group_name);
      add_attached(facts.policies, world, group->attached_policies);
    }
  }
  set_boundary(facts, world, user.permissions_boundary);
  return &user.tags;
}

/// Returns the tags of the user or role; null for others.
const TagSet* add_identity(CallerFacts& facts, const World& world, const Account& account) {
  const RequestPrincipal& who = facts.principal;
  if (who.kind == PrincipalKind::RoleSession) {
    const Role* role = find_role_of(account, who);
    return role == nullptr ? nullptr : add_role(facts, world, account, *role);
  }
  if (who.kind == PrincipalKind::User) {
    const User* user = world.find_user(who.arn);
    return user == nullptr ? nullptr : add_user(facts, world, account, *user);
  }
  return nullptr;
}

void add_missing_identity(CallerFacts& facts, const World& world) {
  facts.policies.is_unknown = world.assume_missing == AssumeMissing::Unknown;
  if (world.assume_missing == AssumeMissing::Allow) {
    facts.policies.identity.push_back(missing_policy(world.assume_missing, PolicyKind::Identity,
                                                     {facts.principal.arn, facts.principal.arn}));
  }
}

std::vector<PolicyLevel> organization_levels(const World& world, std::string_view account,
                                             PolicyKind kind) {
  std::vector<PolicyLevel> levels;
  if (!world.organization || world.organization->management_account_id == account) {
    return levels;
  }
  const bool service_control = kind == PolicyKind::ServiceControl;
  const std::string full_name = service_control ? "FullAWSAccess" : "RCPFullAWSAccess";
  const PolicyPointer full =
      compile(full_access_policy(!service_control), kind, {full_name, full_name});
  for (const LevelPolicies* attached : world.organization->levels_of(account)) {
    PolicyLevel& level = levels.emplace_back();
    const auto* policies = attached == nullptr ? nullptr
                           : service_control   ? &attached->service_control
                                               : &attached->resource_control;
    const bool listed = policies != nullptr && policies->has_value();
    // RCPFullAWSAccess cannot be detached; FullAWSAccess can (1.4).
    if (!service_control || !listed) {
      level.push_back(full);
    }
    if (listed) {
      for (const OrganizationPolicy& policy : **policies) {
        level.push_back(compile(policy.document, kind, {policy.name, policy.name}));
      }
    }
  }
  return levels;
}

void set_organization(RequestContext& context, const World& world, std::string_view account,
                      std::string_view id_key, std::string_view paths_key) {
  if (!world.organization) {
    return;
  }
  const std::string path = world.organization->path_of(account);
  if (!path.empty()) {
    context.set(id_key, world.organization->id);
    context.set_list(paths_key, {path});
  }
}

void set_resource_owner(ResourceFacts& facts, const World& world, const std::string& account) {
  facts.policies.account = account;
  if (account.empty()) {
    return;
  }
  facts.context.set("aws:ResourceAccount", account);
  set_organization(facts.context, world, account, "aws:ResourceOrgID", "aws:ResourceOrgPaths");
  facts.policies.resource_control =
      organization_levels(world, account, PolicyKind::ResourceControl);
}

void set_missing_resource(ResourceFacts& facts, AssumeMissing assume, PolicyKind kind) {
  facts.policies.is_unknown = assume == AssumeMissing::Unknown;
  if (assume == AssumeMissing::Allow) {
    facts.policies.policy = missing_policy(assume, kind, {facts.arn, facts.arn});
  }
}

BucketAccess bucket_access(const Account& account, const Bucket& bucket) {
  BucketAccess access;
  access.acls_enabled = bucket.ownership.value_or(ObjectOwnership::BucketOwnerEnforced) !=
                        ObjectOwnership::BucketOwnerEnforced;
  for (const auto* block : {&bucket.public_access_block, &account.public_access_block}) {
    if (block->has_value()) {
      access.ignore_public_acls = access.ignore_public_acls || (*block)->ignore_public_acls;
      access.restrict_public_buckets =
          access.restrict_public_buckets || (*block)->restrict_public_buckets;
    }
  }
  access.policy_is_public = bucket.policy && is_public_policy(*bucket.policy);
  if (bucket.acl) {
    access.bucket_acl = bucket.acl->grants;
  }
  return access;
}

}  // namespace

const CallerFacts& WorldPolicies::caller(std::string_view arn) {
  const auto known = callers_.find(arn);
  if (known != callers_.end()) {
    return *known->second;
  }
  return *callers_.emplace(arn, make_caller(arn)).first->second;
}

const CallerFacts& WorldPolicies::role_session(std::string_view role_arn,
                                               std::string_view session_name) {
  std::string key = std::string(role_arn) + "\n" + std::string(session_name);
  const auto known = callers_.find(key);
  if (known != callers_.end()) {
    return *known->second;
  }
  std::unique_ptr<CallerFacts> facts = make_caller(role_arn);
  RequestPrincipal& principal = facts->principal;
  principal.session_name = session_name;
  const std::optional<Arn> arn = parse_arn(role_arn);
  principal.arn = "arn:" + std::string(arn ? arn->partition : "aws") +
                  ":sts::" + principal.account + ":assumed-role/" + principal.name + "/" +
                  principal.session_name;
  if (!principal.unique_id.empty()) {
    facts->context.set("aws:userid", principal.unique_id + ":" + principal.session_name);
  }
  return *callers_.emplace(std::move(key), std::move(facts)).first->second;
}

const CallerFacts& WorldPolicies::service(std::string_view name) {
  return caller(name);
}

std::unique_ptr<CallerFacts> WorldPolicies::make_caller(std::string_view arn) const {
  auto facts = std::make_unique<CallerFacts>();
  std::optional<RequestPrincipal> principal = RequestPrincipal::parse(arn);
  if (!principal) {
    return facts;  // anonymous: nobody is named
  }
  facts->principal = *std::move(principal);
  RequestPrincipal& who = facts->principal;
  const Account* account = world_->find_account(who.account);
  const TagSet* tags = nullptr;
  if (account != nullptr) {
    who.canonical_user_id = account->canonical_user_id;
    tags = add_identity(*facts, *world_, *account);
  } else if (!who.account.empty()) {
    add_missing_identity(*facts, *world_);
  }
  facts->context = principal_context(who);
  if (tags != nullptr) {
    set_tags(facts->context, "aws:PrincipalTag/", *tags);
  }
  if (!who.account.empty()) {
    set_organization(facts->context, *world_, who.account, "aws:PrincipalOrgID",
                     "aws:PrincipalOrgPaths");
    facts->policies.service_control =
        organization_levels(*world_, who.account, PolicyKind::ServiceControl);
  }
  return facts;
}

const ResourceFacts& WorldPolicies::bucket(std::string_view name) {
  const auto known = buckets_.find(name);
  return known != buckets_.end() ? *known->second
                                 : *buckets_.emplace(name, make_bucket(name)).first->second;
}

std::unique_ptr<ResourceFacts> WorldPolicies::make_bucket(std::string_view name) const {
  auto facts = std::make_unique<ResourceFacts>();
  facts->policies.authority = ResourceAuthority::Bucket;
  const World::BucketPlace place = world_->find_bucket(name);
  if (!place) {
    facts->arn = "arn:aws:s3:::" + std::string(name);
    set_missing_resource(*facts, world_->assume_missing, PolicyKind::Bucket);
    return facts;
  }
  const Bucket& bucket = *place.bucket;
  facts->exists = true;
  facts->arn = arn_of(*place.account, bucket);
  facts->region = bucket.region;
  set_resource_owner(*facts, *world_, place.account->id);
  facts->context.set("s3:ResourceAccount", place.account->id);
  facts->context.set("aws:RequestedRegion", bucket.region);
  if (bucket.abac_enabled) {  // U-23
    set_tags(facts->context, "aws:ResourceTag/", bucket.tags);
    set_tags(facts->context, "s3:BucketTag/", bucket.tags);
  }
  if (bucket.policy) {
    facts->policies.policy = compile(*bucket.policy, PolicyKind::Bucket,
                                     {"bucket policy of " + bucket.name, bucket.name});
  } else if (bucket.policy_unknown) {
    set_missing_resource(*facts, world_->assume_missing, PolicyKind::Bucket);
  }
  facts->policies.bucket = bucket_access(*place.account, bucket);
  return facts;
}

const ResourceFacts& WorldPolicies::key(std::string_view arn) {
  const auto known = keys_.find(arn);
  return known != keys_.end() ? *known->second : *keys_.emplace(arn, make_key(arn)).first->second;
}

std::unique_ptr<ResourceFacts> WorldPolicies::make_key(std::string_view arn) const {
  auto facts = std::make_unique<ResourceFacts>();
  facts->policies.authority = ResourceAuthority::Key;
  facts->arn = arn;
  const World::KeyPlace place = world_->find_key(arn);
  if (!place) {
    const std::optional<Arn> parts = parse_arn(arn);
    set_resource_owner(*facts, *world_, parts ? std::string(parts->account) : std::string());
    facts->region = parts ? std::string(parts->region) : std::string();
    if (parts && world_->find_account(parts->account) == nullptr) {
      set_missing_resource(*facts, world_->assume_missing, PolicyKind::Key);
    }
    return facts;
  }
  const Key& key = *place.key;
  facts->exists = true;
  facts->region = key.region;
  set_resource_owner(*facts, *world_, place.account->id);
  if (key.manager == KeyManager::Aws) {
    facts->policies.resource_control.clear();  // RCPs do not reach AWS managed keys (5.2)
  }
  RequestContext& context = facts->context;
  context.set("aws:RequestedRegion", key.region);
  context.set("kms:KeyOrigin", key.origin);
  context.set("kms:KeySpec", key.key_spec);
  context.set("kms:KeyUsage", key.key_usage);
  context.set("kms:MultiRegion", key.multi_region ? "true" : "false");
  context.set_list("kms:ResourceAliases", key.aliases);
  set_tags(context, "aws:ResourceTag/", key.tags);
  facts->policies.policy =
      compile(key.policy ? *key.policy : default_key_policy(*place.account, key), PolicyKind::Key,
              {"key policy of " + key.key_id, key.key_id});
  for (const Grant& grant : key.grants) {
    facts->policies.grants.push_back(compile_grant(grant));
  }
  return facts;
}

const ResourceFacts& WorldPolicies::role(std::string_view arn) {
  const auto known = roles_.find(arn);
  return known != roles_.end() ? *known->second
                               : *roles_.emplace(arn, make_role(arn)).first->second;
}

std::unique_ptr<ResourceFacts> WorldPolicies::make_role(std::string_view arn) const {
  auto facts = std::make_unique<ResourceFacts>();
  facts->policies.authority = ResourceAuthority::Role;
  facts->arn = arn;
  const std::optional<Arn> parts = parse_arn(arn);
  const std::string account = parts ? std::string(parts->account) : std::string();
  set_resource_owner(*facts, *world_, account);
  const Role* role = world_->find_role(arn);
  if (role == nullptr) {
    if (world_->find_account(account) == nullptr) {
      set_missing_resource(*facts, world_->assume_missing, PolicyKind::Trust);
    }
    return facts;
  }
  facts->exists = true;
  set_tags(facts->context, "aws:ResourceTag/", role->tags);
  set_tags(facts->context, "iam:ResourceTag/", role->tags);
  facts->policies.policy = compile(role->trust_policy, PolicyKind::Trust,
                                   {"trust policy of " + role->role_name, role->role_name});
  return facts;
}

void WorldPolicies::forget_callers() {
  callers_.clear();
}

void WorldPolicies::forget_bucket(std::string_view name) {
  if (const auto known = buckets_.find(name); known != buckets_.end()) {
    buckets_.erase(known);
  }
}

void WorldPolicies::forget_key(std::string_view arn) {
  if (const auto known = keys_.find(arn); known != keys_.end()) {
    keys_.erase(known);
  }
}

void WorldPolicies::forget_role(std::string_view arn) {
  if (const auto known = roles_.find(arn); known != roles_.end()) {
    roles_.erase(known);
  }
}

void WorldPolicies::forget_all() {
  callers_.clear();
  buckets_.clear();
  keys_.clear();
  roles_.clear();
}

}  // namespace replisim
