// What is dropped and weakened in configurations.

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "model/wildcard.h"
#include "sim/reason/mutation_operators.h"
#include "sim/replication/rules.h"

namespace replisim {
namespace {

using Found = std::vector<Mutation>;

constexpr const char* kEnabled = "Enabled";
constexpr const char* kDisabled = "Disabled";

std::string member_of(std::string_view list, std::size_t index) {
  return std::string(list) + "/" + std::to_string(index);
}

// --- replication configurations ---

std::string name_of(const ReplicationConfiguration& configuration, const ReplicationRule& rule) {
  return rule.id.empty() ? std::to_string(&rule - configuration.rules.data() + 1) : rule.id;
}

void find_rules(const ReplicationConfiguration& configuration, Found& found) {
  for (const ReplicationRule& rule : configuration.rules) {
    add_at(found, rule.where, name_of(configuration, rule));
  }
}

void drop_rule(ReplicationConfiguration& configuration, const Mutation& mutation) {
  auto& rules = configuration.rules;
  rules.erase(std::remove_if(rules.begin(), rules.end(),
                             [&mutation](const ReplicationRule& rule) {
                               return rule.where == mutation.where;
                             }),
              rules.end());
}

bool filters_meet(const ReplicationRule& left, const ReplicationRule& right) {
  const std::string_view a = prefix_of(left);
  const std::string_view b = prefix_of(right);
  return a.starts_with(b) || b.starts_with(a);
}

/// The rule of the next lower priority that can act on the same object in its place.
const ReplicationRule* next_lower(const ReplicationConfiguration& configuration,
                                  const ReplicationRule& rule) {
  const ReplicationRule* next = nullptr;
  for (const ReplicationRule& other : configuration.rules) {
    if (other.priority && *other.priority < *rule.priority && other.status.is_enabled() &&
        other.destination.bucket == rule.destination.bucket && filters_meet(rule, other) &&
        (next == nullptr || *other.priority > *next->priority)) {
      next = &other;
    }
  }
  return next;
}

void find_priorities(const ReplicationConfiguration& configuration, Found& found) {
  for (const ReplicationRule& rule : configuration.rules) {
    if (!rule.priority || !rule.status.is_enabled()) {
      continue;
    }
    if (const ReplicationRule* const other = next_lower(configuration, rule)) {
      add_at(found, rule.where, name_of(configuration, rule), name_of(configuration, *other))
          .member = "Priority";
    }
  }
}

void swap_priorities(ReplicationConfiguration& configuration, const Mutation& mutation) {
  ReplicationRule* left = nullptr;
  ReplicationRule* right = nullptr;
  for (ReplicationRule& rule : configuration.rules) {
    left = name_of(configuration, rule) == mutation.element ? &rule : left;
    right = name_of(configuration, rule) == mutation.change ? &rule : right;
  }
  if (left != nullptr && right != nullptr) {
    std::swap(left->priority, right->priority);
  }
}

// --- rules: filters ---

/// `And` is for several: what is left of it stands alone.
void settle(RuleFilter& filter) {
  if (!filter.both) {
    return;
  }
  const std::size_t count = filter.both->tags.size() + (filter.both->prefix ? 1U : 0U);
  if (count > 1) {
    return;
  }
  const RuleFilter::And both = *std::move(filter.both);
  filter.both.reset();
  filter.prefix = both.prefix;
  if (!both.tags.empty()) {
    filter.tag = both.tags.front();
  }
}

void find_prefix(const ReplicationRule& rule, Found& found) {
  const std::string prefix(prefix_of(rule));
  if (prefix.empty()) {
    return;
  }
  const bool is_in_and = rule.filter && rule.filter->both && rule.filter->both->prefix;
  add_member(found, rule.filter ? (is_in_and ? "Filter/And/Prefix" : "Filter/Prefix") : "Prefix",
             prefix);
}

void drop_prefix(ReplicationRule& rule, const Mutation& /*there is one*/) {
  if (!rule.filter) {
    rule.prefix = "";
    return;
  }
  if (rule.filter->both) {
    rule.filter->both->prefix.reset();
    settle(*rule.filter);
  } else {
    rule.filter->prefix.reset();
  }
}

std::string text_of(const Tag& tag) {
  return tag.key + "=" + tag.value;
}

void find_tags(const ReplicationRule& rule, Found& found) {
  if (!rule.filter) {
    return;
  }
  if (rule.filter->tag) {
    add_member(found, "Filter/Tag", text_of(*rule.filter->tag));
  }
  if (rule.filter->both) {
    for (std::size_t i = 0; i < rule.filter->both->tags.size(); ++i) {
      add_member(found, member_of("Filter/And/Tags", i), text_of(rule.filter->both->tags[i]));
    }
  }
}

void drop_tag(ReplicationRule& rule, const Mutation& mutation) {
  if (!rule.filter) {
    return;
  }
  if (rule.filter->tag && text_of(*rule.filter->tag) == mutation.element) {
    rule.filter->tag.reset();
  }
  if (rule.filter->both) {
    TagSet& tags = rule.filter->both->tags;
    tags.erase(std::remove_if(tags.begin(), tags.end(),
                              [&](const Tag& tag) { return text_of(tag) == mutation.element; }),
               tags.end());
    settle(*rule.filter);
  }
}

// --- rules: statuses ---

void add_status(Found& found, const std::optional<RuleStatus>& status, std::string_view member) {
  if (status && (status->text == kEnabled || status->text == kDisabled)) {
    add_member(found, std::string(member) + "/Status", status->text,
               status->is_enabled() ? kDisabled : kEnabled);
  }
}

void set(std::optional<RuleStatus>& status, const Mutation& mutation) {
  if (status) {
    status->text = mutation.change;
  }
}

void find_disabled(const ReplicationRule& rule, Found& found) {
  if (rule.status.text == kDisabled) {
    add_member(found, "Status", rule.id.empty() ? "of the rule" : rule.id, kEnabled);
  }
}

void enable_rule(ReplicationRule& rule, const Mutation& mutation) {
  rule.status.text = mutation.change;
}

void find_delete_markers(const ReplicationRule& rule, Found& found) {
  add_status(found, rule.delete_marker_replication, "DeleteMarkerReplication");
}

void flip_delete_markers(ReplicationRule& rule, const Mutation& mutation) {
  set(rule.delete_marker_replication, mutation);
}

void find_existing_objects(const ReplicationRule& rule, Found& found) {
  add_status(found, rule.existing_object_replication, "ExistingObjectReplication");
}

void flip_existing_objects(ReplicationRule& rule, const Mutation& mutation) {
  set(rule.existing_object_replication, mutation);
}

void find_replica_modifications(const ReplicationRule& rule, Found& found) {
  if (rule.source_selection_criteria) {
    add_status(found, rule.source_selection_criteria->replica_modifications,
               "SourceSelectionCriteria/ReplicaModifications");
  }
}

void flip_replica_modifications(ReplicationRule& rule, const Mutation& mutation) {
  if (rule.source_selection_criteria) {
    set(rule.source_selection_criteria->replica_modifications, mutation);
  }
}

void find_kms_objects(const ReplicationRule& rule, Found& found) {
  if (rule.source_selection_criteria) {
    add_status(found, rule.source_selection_criteria->sse_kms_encrypted_objects,
               "SourceSelectionCriteria/SseKmsEncryptedObjects");
  }
}

void flip_kms_objects(ReplicationRule& rule, const Mutation& mutation) {
  if (rule.source_selection_criteria) {
    set(rule.source_selection_criteria->sse_kms_encrypted_objects, mutation);
  }
}

// --- rules: destinations ---

void find_replica_key(const ReplicationRule& rule, Found& found) {
  const auto& encryption = rule.destination.encryption_configuration;
  if (encryption && encryption->replica_kms_key_id) {
    add_member(found, "Destination/EncryptionConfiguration/ReplicaKmsKeyID",
               *encryption->replica_kms_key_id);
  }
}

void drop_replica_key(ReplicationRule& rule, const Mutation& /*there is one*/) {
  rule.destination.encryption_configuration.reset();
}

void find_owner(const ReplicationRule& rule, Found& found) {
  if (rule.destination.access_control_translation_owner) {
    add_member(found, "Destination/AccessControlTranslation",
               *rule.destination.access_control_translation_owner);
  }
}

void drop_owner(ReplicationRule& rule, const Mutation& /*there is one*/) {
  rule.destination.access_control_translation_owner.reset();
}

void find_account(const ReplicationRule& rule, Found& found) {
  if (rule.destination.account) {
    add_member(found, "Destination/Account", *rule.destination.account);
  }
}

void drop_account(ReplicationRule& rule, const Mutation& /*there is one*/) {
  rule.destination.account.reset();
}

void find_storage_class(const ReplicationRule& rule, Found& found) {
  if (rule.destination.storage_class) {
    add_member(found, "Destination/StorageClass", *rule.destination.storage_class);
  }
}

void drop_storage_class(ReplicationRule& rule, const Mutation& /*there is one*/) {
  rule.destination.storage_class.reset();
}

// --- buckets ---

/// Versioning cannot be suspended while a configuration needs it.
void find_versioning(const Bucket& bucket, Found& found) {
  const bool is_needed = bucket.replication || (bucket.object_lock && bucket.object_lock->enabled);
  if (bucket.versioning == VersioningStatus::Enabled && !is_needed) {
    add_member(found, "Versioning/Status", kEnabled, "Suspended");
  }
}

void suspend_versioning(Bucket& bucket, const Mutation& /*it is enabled*/) {
  bucket.versioning = VersioningStatus::Suspended;
}

constexpr std::string_view kEncryption = "ServerSideEncryptionConfiguration";
constexpr std::string_view kEncryptionRule = "ServerSideEncryptionConfiguration/Rules/0/";

void find_encryption(const Bucket& bucket, Found& found) {
  if (bucket.encryption) {
    add_member(found, std::string(kEncryption),
               std::string(to_string(bucket.encryption->algorithm)));
  }
}

void drop_encryption(Bucket& bucket, const Mutation& /*there is one*/) {
  bucket.encryption.reset();
}

void find_default_key(const Bucket& bucket, Found& found) {
  if (bucket.encryption && !bucket.encryption->kms_master_key_id.empty()) {
    add_member(found,
               std::string(kEncryptionRule) + "ApplyServerSideEncryptionByDefault/KMSMasterKeyID",
               bucket.encryption->kms_master_key_id);
  }
}

void drop_default_key(Bucket& bucket, const Mutation& /*there is one*/) {
  if (bucket.encryption) {
    bucket.encryption->kms_master_key_id.clear();
  }
}

void find_bucket_key(const Bucket& bucket, Found& found) {
  const bool is_kms =
      bucket.encryption && (bucket.encryption->algorithm == ObjectEncryption::SseKms ||
                            bucket.encryption->algorithm == ObjectEncryption::DsseKms);
  if (is_kms && bucket.encryption->bucket_key_enabled) {
    add_member(found, std::string(kEncryptionRule) + "BucketKeyEnabled", "true", "false");
  }
}

void drop_bucket_key(Bucket& bucket, const Mutation& /*it is enabled*/) {
  if (bucket.encryption) {
    bucket.encryption->bucket_key_enabled = false;
  }
}

void find_blocked_types(const Bucket& bucket, Found& found) {
  if (bucket.encryption) {
    for (const std::string& type : bucket.encryption->blocked_encryption_types) {
      add_member(found, std::string(kEncryptionRule) + "BlockedEncryptionTypes", type);
    }
  }
}

/// `NONE` is written where nothing is blocked: an empty list would be the default.
void unblock_type(Bucket& bucket, const Mutation& mutation) {
  if (!bucket.encryption) {
    return;
  }
  auto& types = bucket.encryption->blocked_encryption_types;
  types.erase(std::remove(types.begin(), types.end(), mutation.element), types.end());
  if (types.empty()) {
    types.emplace_back("NONE");
  }
}

void find_ownership(const Bucket& bucket, Found& found) {
  if (bucket.ownership) {
    const bool is_enforced = *bucket.ownership == ObjectOwnership::BucketOwnerEnforced;
    add_member(found, "OwnershipControls/Rules/0/ObjectOwnership",
               std::string(to_string(*bucket.ownership)),
               std::string(to_string(is_enforced ? ObjectOwnership::ObjectWriter
                                                 : ObjectOwnership::BucketOwnerEnforced)));
  }
}

void change_ownership(Bucket& bucket, const Mutation& /*there is one*/) {
  bucket.ownership = bucket.ownership == ObjectOwnership::BucketOwnerEnforced
                         ? ObjectOwnership::ObjectWriter
                         : ObjectOwnership::BucketOwnerEnforced;
}

void find_default_retention(const Bucket& bucket, Found& found) {
  if (bucket.object_lock && !bucket.object_lock->default_mode.empty()) {
    add_member(found, "ObjectLockConfiguration/Rule/DefaultRetention",
               bucket.object_lock->default_mode);
  }
}

void drop_default_retention(Bucket& bucket, const Mutation& /*there is one*/) {
  if (bucket.object_lock) {
    bucket.object_lock->default_mode.clear();
    bucket.object_lock->default_days = 0;
    bucket.object_lock->default_years = 0;
  }
}

void find_acl_grants(const Bucket& bucket, Found& found) {
  if (bucket.acl) {
    for (std::size_t i = 0; i < bucket.acl->grants.size(); ++i) {
      const AclGrant& grant = bucket.acl->grants[i];
      add_member(found, member_of("AccessControlPolicy/Grants", i),
                 grant.permission + " of " + grant.grantee);
    }
  }
}

void drop_acl_grant(Bucket& bucket, const Mutation& mutation) {
  if (bucket.acl) {
    auto& grants = bucket.acl->grants;
    grants.erase(std::remove_if(grants.begin(), grants.end(),
                                [&mutation](const AclGrant& grant) {
                                  return grant.permission + " of " + grant.grantee ==
                                         mutation.element;
                                }),
                 grants.end());
  }
}

void find_payer(const Bucket& bucket, Found& found) {
  if (bucket.requester_pays) {
    add_member(found, "RequestPaymentConfiguration/Payer", "Requester", "BucketOwner");
  }
}

void change_payer(Bucket& bucket, const Mutation& /*it is the requester*/) {
  bucket.requester_pays = false;
}

// --- Block Public Access ---

struct BlockMember {
  const char* name;
  bool PublicAccessBlock::*member;
};

constexpr BlockMember kBlockMembers[] = {
    {"BlockPublicAcls", &PublicAccessBlock::block_public_acls},
    {"IgnorePublicAcls", &PublicAccessBlock::ignore_public_acls},
    {"BlockPublicPolicy", &PublicAccessBlock::block_public_policy},
    {"RestrictPublicBuckets", &PublicAccessBlock::restrict_public_buckets},
};

void find_blocks(const PublicAccessBlock& block, Found& found) {
  for (const BlockMember& row : kBlockMembers) {
    if (block.*row.member) {
      add_member(found, row.name, row.name, "false");
    }
  }
}

void unblock(PublicAccessBlock& block, const Mutation& mutation) {
  for (const BlockMember& row : kBlockMembers) {
    if (mutation.element == row.name) {
      block.*row.member = false;
    }
  }
}

// --- keys ---

std::string name_of(const Grant& grant) {
  if (!grant.name.empty()) {
    return grant.name;
  }
  return grant.grant_id.empty() ? "of " + grant.grantee_principal : grant.grant_id;
}

void find_grants(const Key& key, Found& found) {
  for (const Grant& grant : key.grants) {
    add_at(found, grant.where, name_of(grant));
  }
}

void drop_grant(Key& key, const Mutation& mutation) {
  key.grants.erase(
      std::remove_if(key.grants.begin(), key.grants.end(),
                     [&mutation](const Grant& grant) { return grant.where == mutation.where; }),
      key.grants.end());
}

void find_grant_operations(const Grant& grant, Found& found) {
  for (std::size_t i = 0; grant.operations.size() > 1 && i < grant.operations.size(); ++i) {
    add_member(found, member_of("Operations", i), grant.operations[i]);
  }
}

void drop_grant_operation(Grant& grant, const Mutation& mutation) {
  auto& operations = grant.operations;
  operations.erase(std::remove(operations.begin(), operations.end(), mutation.element),
                   operations.end());
}

void find_grant_constraints(const Grant& grant, Found& found) {
  const GrantConstraints& constraints = grant.constraints;
  if (!constraints.encryption_context_equals.empty() ||
      !constraints.encryption_context_subset.empty() || !constraints.source_arn.empty()) {
    add_member(found, "Constraints", name_of(grant));
  }
}

void drop_grant_constraints(Grant& grant, const Mutation& /*they are one*/) {
  grant.constraints = {};
}

// --- roles, users, groups ---

template <typename Identity>
void find_attached(const Identity& identity, Found& found) {
  for (const AttachedPolicy& policy : identity.attached_policies) {
    add_at(found, policy.where, policy.policy_arn);
  }
}

template <typename Identity>
void detach(Identity& identity, const Mutation& mutation) {
  auto& policies = identity.attached_policies;
  policies.erase(std::remove_if(policies.begin(), policies.end(),
                                [&mutation](const AttachedPolicy& policy) {
                                  return policy.where == mutation.where;
                                }),
                 policies.end());
}

template <typename Identity>
void find_boundary(const Identity& identity, Found& found) {
  if (identity.permissions_boundary) {
    add_at(found, identity.permissions_boundary->where, identity.permissions_boundary->policy_arn);
  }
}

template <typename Identity>
void drop_boundary(Identity& identity, const Mutation& /*there is one*/) {
  identity.permissions_boundary.reset();
}

void find_groups(const User& user, Found& found) {
  for (std::size_t i = 0; i < user.groups.size(); ++i) {
    add_member(found, member_of("GroupList", i), user.groups[i]);
  }
}

void leave_group(User& user, const Mutation& mutation) {
  user.groups.erase(std::remove(user.groups.begin(), user.groups.end(), mutation.element),
                    user.groups.end());
}

// --- tags ---

void find_each_tag(const TagSet& tags, std::string_view list, Found& found) {
  for (std::size_t i = 0; i < tags.size(); ++i) {
    add_member(found, member_of(list, i), text_of(tags[i]));
  }
}

template <typename Holder>
void find_own_tags(const Holder& holder, Found& found) {
  find_each_tag(holder.tags, "Tags", found);
}

/// A bucket's tags count where it says so.
void find_bucket_tags(const Bucket& bucket, Found& found) {
  if (bucket.abac_enabled) {
    find_each_tag(bucket.tags, "TagSet", found);
  }
}

template <typename Holder>
void drop_own_tag(Holder& holder, const Mutation& mutation) {
  holder.tags.erase(
      std::remove_if(holder.tags.begin(), holder.tags.end(),
                     [&mutation](const Tag& tag) { return text_of(tag) == mutation.element; }),
      holder.tags.end());
}

// --- tables ---

using OnRule = OperatorOn<ReplicationRule>;
using OnBucket = OperatorOn<Bucket>;

constexpr std::array kOnConfiguration = {
    OperatorOn<ReplicationConfiguration>{
        {"drop-rule", "takes a replication rule out", "rule {} can be removed",
         "an object that only this rule replicates"},
        find_rules,
        drop_rule},
    OperatorOn<ReplicationConfiguration>{
        {"swap-priority", "swaps the priorities of two rules that can act on the same object",
         "rules {} and {>} can swap their priorities", "an object that both rules match"},
        find_priorities,
        swap_priorities},
};

constexpr std::array kOnRule = {
    OnRule{{"enable-rule", "enables a disabled rule", "rule {} can be enabled",
            "an object that the rule matches, which must not be replicated by it"},
           find_disabled,
           enable_rule},
    OnRule{{"drop-filter-prefix", "takes the prefix out of a filter",
            "the prefix {} of the filter can be removed",
            "an object whose key does not begin with {}, which must not be replicated"},
           find_prefix,
           drop_prefix},
    OnRule{{"drop-filter-tag", "takes a tag out of a filter",
            "the tag {} of the filter can be removed",
            "an object without the tag {}, which must not be replicated"},
           find_tags,
           drop_tag},
    OnRule{{"flip-delete-marker-replication", "enables or disables DeleteMarkerReplication",
            "DeleteMarkerReplication can be {>}", "a delete marker"},
           find_delete_markers,
           flip_delete_markers},
    OnRule{{"flip-existing-object-replication", "enables or disables ExistingObjectReplication",
            "ExistingObjectReplication can be {>}", "an object that is older than the rule"},
           find_existing_objects,
           flip_existing_objects},
    OnRule{{"flip-replica-modifications", "enables or disables ReplicaModifications",
            "ReplicaModifications can be {>}", "a change of a replica's metadata"},
           find_replica_modifications,
           flip_replica_modifications},
    OnRule{{"flip-sse-kms-objects", "enables or disables SseKmsEncryptedObjects",
            "SseKmsEncryptedObjects can be {>}", "an object under SSE-KMS"},
           find_kms_objects,
           flip_kms_objects},
    OnRule{{"drop-replica-key", "takes ReplicaKmsKeyID out", "the replica key {} can be removed",
            "an object whose replica has to be under this key (`SSEKMSKeyId`)"},
           find_replica_key,
           drop_replica_key},
    OnRule{{"drop-owner-translation", "takes AccessControlTranslation out",
            "AccessControlTranslation can be removed",
            "an object whose replica has to belong to the destination (`Owner`)"},
           find_owner,
           drop_owner},
    OnRule{{"drop-destination-account", "takes Account out of a destination",
            "the account {} of the destination can be removed",
            "an object while the destination belongs to another account"},
           find_account,
           drop_account},
    OnRule{{"drop-storage-class", "takes StorageClass out of a destination",
            "the storage class {} of replicas can be removed",
            "an object whose replica has to have this class (`StorageClass`)"},
           find_storage_class,
           drop_storage_class},
};

constexpr MutationOperator kDropTag{"drop-tag", "takes a tag away that policies can ask for",
                                    "the tag {} can be removed",
                                    "a request that a policy decides by this tag"};

constexpr std::array kOnBucket = {
    OnBucket{kDropTag, find_bucket_tags, drop_own_tag<Bucket>},
    OnBucket{{"suspend-versioning", "suspends the versioning of a bucket that does not replicate",
              "versioning can be suspended", "an object that is written into this bucket"},
             find_versioning,
             suspend_versioning},
    OnBucket{{"drop-encryption", "takes the default encryption out of a bucket",
              "the default encryption {} can be removed",
              "an upload that asks for no encryption (`ServerSideEncryption`)"},
             find_encryption,
             drop_encryption},
    OnBucket{{"drop-default-key", "takes KMSMasterKeyID out of a default encryption",
              "the key {} of the default encryption can be removed",
              "an object that has to be under this key (`SSEKMSKeyId`)"},
             find_default_key,
             drop_default_key},
    OnBucket{{"drop-bucket-key", "disables the S3 Bucket Key of a default encryption",
              "BucketKeyEnabled can be {>}", "an object with `BucketKeyEnabled`"},
             find_bucket_key,
             drop_bucket_key},
    OnBucket{
        {"unblock-encryption-type", "no longer refuses an encryption type",
         "the encryption type {} need not be blocked", "an upload with {}, which must be refused"},
        find_blocked_types,
        unblock_type},
    OnBucket{{"change-ownership",
              "makes BucketOwnerEnforced ObjectWriter, anything else BucketOwnerEnforced",
              "ObjectOwnership can be {>}", "an object whose owner or ACL depends on it"},
             find_ownership,
             change_ownership},
    OnBucket{{"drop-default-retention", "takes the default retention out of an Object Lock",
              "the default retention {} can be removed",
              "the deletion of a locked version, which must be refused"},
             find_default_retention,
             drop_default_retention},
    OnBucket{{"drop-acl-grant", "takes a grant out of a bucket's ACL", "{} can be removed",
              "a request that only this grant allows"},
             find_acl_grants,
             drop_acl_grant},
    OnBucket{{"change-payer", "lets the bucket's owner pay for requests",
              "the requester need not pay", "replication into this bucket"},
             find_payer,
             change_payer},
};

constexpr std::array kOnPublicAccess = {
    OperatorOn<PublicAccessBlock>{
        {"unblock-public-access", "switches one member of Block Public Access off", "{} can be {>}",
         "a public policy or ACL, which must be refused or ignored"},
        find_blocks,
        unblock},
};

constexpr std::array kOnKey = {
    OperatorOn<Key>{{"drop-grant", "takes a grant of a key away", "grant {} can be removed",
                     "a request that only this grant allows"},
                    find_grants,
                    drop_grant},
    OperatorOn<Key>{kDropTag, find_own_tags<Key>, drop_own_tag<Key>},
};
constexpr std::array kOnGrant = {
    OperatorOn<Grant>{{"drop-grant-operation", "takes one of several operations out of a grant",
                       "operation {} of the grant can be removed",
                       "a request for {}, which only the grant allows"},
                      find_grant_operations,
                      drop_grant_operation},
    OperatorOn<Grant>{{"drop-grant-constraints", "takes the constraints out of a grant",
                       "the constraints of grant {} can be removed",
                       "a request that does not meet them, which must not be allowed"},
                      find_grant_constraints,
                      drop_grant_constraints},
};

constexpr MutationOperator kDetach{"detach-policy", "detaches a managed policy",
                                   "policy {} can be detached",
                                   "a request that only this policy allows, or denies"};
constexpr MutationOperator kDropBoundary{
    "drop-boundary", "takes a permissions boundary away",
    "the permissions boundary {} can be removed",
    "a request that the identity policies allow and the boundary does not"};

constexpr std::array kOnRole = {
    OperatorOn<Role>{kDetach, find_attached<Role>, detach<Role>},
    OperatorOn<Role>{kDropBoundary, find_boundary<Role>, drop_boundary<Role>},
    OperatorOn<Role>{kDropTag, find_own_tags<Role>, drop_own_tag<Role>},
};
constexpr std::array kOnUser = {
    OperatorOn<User>{kDetach, find_attached<User>, detach<User>},
    OperatorOn<User>{kDropBoundary, find_boundary<User>, drop_boundary<User>},
    OperatorOn<User>{kDropTag, find_own_tags<User>, drop_own_tag<User>},
    OperatorOn<User>{{"leave-group", "takes a user out of a group", "group {} can be left",
                      "a request of the user that only the group's policies allow, or deny"},
                     find_groups,
                     leave_group},
};
constexpr std::array kOnGroup = {
    OperatorOn<Group>{kDetach, find_attached<Group>, detach<Group>},
};

}  // namespace

std::span<const OperatorOn<ReplicationConfiguration>> configuration_operators() {
  return kOnConfiguration;
}
std::span<const OperatorOn<ReplicationRule>> rule_operators() {
  return kOnRule;
}
std::span<const OperatorOn<Bucket>> bucket_operators() {
  return kOnBucket;
}
std::span<const OperatorOn<PublicAccessBlock>> public_access_operators() {
  return kOnPublicAccess;
}
std::span<const OperatorOn<Key>> key_operators() {
  return kOnKey;
}
std::span<const OperatorOn<Grant>> grant_operators() {
  return kOnGrant;
}
std::span<const OperatorOn<Role>> role_operators() {
  return kOnRole;
}
std::span<const OperatorOn<User>> user_operators() {
  return kOnUser;
}
std::span<const OperatorOn<Group>> group_operators() {
  return kOnGroup;
}

}  // namespace replisim
