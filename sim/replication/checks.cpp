// The table of checks, and the questions about the state of the world that it asks.

#include <algorithm>
#include <iterator>

#include "sim/iam/acl.h"
#include "sim/replication/admission.h"
#include "sim/replication/delivery.h"
#include "sim/replication/request_context.h"
#include "sim/replication/rules.h"
#include "sim/replication/run.h"

namespace replisim {
namespace {

using namespace check_kind;  // NOLINT(google-build-using-namespace): constants of this table
using namespace check_need;  // NOLINT(google-build-using-namespace)

using D = Delivery;
using FR = FailureReason;

constexpr CheckKinds kWrites = kCreation | kMetadata | kMarker;

StateAnswer passed() {
  return {};
}

StateAnswer failed(std::string_view detail, SourceRange where = {},
                   std::optional<FR> reason = std::nullopt) {
  return {CheckState::Failed, detail, reason, where};
}

StateAnswer unless(bool fails, std::string_view detail, SourceRange where = {}) {
  return fails ? failed(detail, where) : passed();
}

/// The answer where the destination is outside of the model: open, unless that is assumed away.
StateAnswer not_shown(const D& d, std::string_view what) {
  if (d.run.world.assume_missing != AssumeMissing::Unknown) {
    return passed();
  }
  return {CheckState::Unknown, what, std::nullopt, {}};
}

bool is_lock_bucket(const Bucket* bucket) {
  return bucket != nullptr && bucket->object_lock && bucket->object_lock->enabled;
}

bool acls_enabled(const Bucket& bucket) {
  return bucket.ownership.value_or(ObjectOwnership::BucketOwnerEnforced) !=
         ObjectOwnership::BucketOwnerEnforced;
}

bool has_disabled(const Account* account, const std::string& region) {
  return account != nullptr &&
         std::find(account->disabled_regions.begin(), account->disabled_regions.end(), region) !=
             account->disabled_regions.end();
}

// when a row applies

bool source_is_kms(const D& d) {
  return is_kms(d.source.encryption);
}
bool source_is_not_kms(const D& d) {
  return !is_kms(d.source.encryption);
}
bool source_is_locked(const D& d) {
  return is_lock_bucket(d.plan.source);
}
bool is_new_or_acl(const D& d) {
  return d.is(kCreation) || d.change == MetadataChange::Acl;
}
bool has_tags_to_carry(const D& d) {
  return d.is(kMetadata) ? d.change == MetadataChange::Tags : !d.source.tags.empty();
}
bool has_lock_settings(const D& d) {
  return d.source.retention || d.source.legal_hold;
}
bool asks_retention(const D& d) {
  const bool concerns = d.is(kCreation) ? d.source.retention.has_value()
                                        : d.change == MetadataChange::Retention;
  return concerns && !d.run.settings.has(Setting::LockWriteDenyIgnored);
}
bool asks_legal_hold(const D& d) {
  const bool concerns = d.is(kCreation) ? d.source.legal_hold.has_value()
                                        : d.change == MetadataChange::LegalHold;
  return concerns && !d.run.settings.has(Setting::LockWriteDenyIgnored);
}
bool names_account(const D& d) {
  return d.plan.rule.destination.account.has_value();
}
bool is_cross_account(const D& d) {
  return d.plan.is_cross_account();
}
bool overrides_owner(const D& d) {
  const bool keeps_acls = d.plan.destination == nullptr || acls_enabled(*d.plan.destination);
  return d.plan.rule.destination.access_control_translation_owner.has_value() && keeps_acls;
}
bool is_parted(const D& d) {
  return d.is_multipart && d.run.settings.multipart_duration_milliseconds > 0;
}
bool replica_has_key(const D& d) {
  return d.encryption.key != nullptr;
}
bool replica_needs_key(const D& d) {
  return is_kms(d.encryption.type);
}
bool writes_with(const D& d, KeyWrite write) {
  return replica_has_key(d) && d.encryption.row->write == write;
}
bool generates_data_key(const D& d) {
  return writes_with(d, KeyWrite::GenerateDataKey) &&
         !d.run.settings.has(Setting::EncryptSufficesForPlaintext);
}
bool generates_or_encrypts(const D& d) {
  return (writes_with(d, KeyWrite::GenerateDataKey) &&
          d.run.settings.has(Setting::EncryptSufficesForPlaintext)) ||
         (writes_with(d, KeyWrite::Encrypt) && d.encryption.bucket_key);
}
bool encrypts(const D& d) {
  return writes_with(d, KeyWrite::Encrypt) && !d.encryption.bucket_key;
}
bool checks_bucket_key(const D& d) {
  return replica_has_key(d) && d.encryption.bucket_key &&
         !d.run.settings.has(Setting::BucketKeyDecryptNotRequired);
}
bool default_is_not_shown(const D& d) {
  return !d.encryption.is_known;
}
bool is_under_foreign_managed_key(const D& d) {
  return replica_has_key(d) && d.encryption.key->is_aws_managed && d.plan.is_cross_account() &&
         d.run.settings.has(Setting::ManagedKeyFailsAcrossAccounts);
}
bool source_is_sse_c(const D& d) {
  return d.source.encryption == ObjectEncryption::SseC;
}
bool asks_foreign_object(const D& d) {
  return d.run.settings.has(Setting::ForeignObjectsFail);
}
bool copies_public_acl(const D& d) {
  return d.run.settings.has(Setting::PublicAclRefused) && d.plan.destination != nullptr &&
         acls_enabled(*d.plan.destination) && carries_acl(d.plan) && is_public(d.source.acl.grants);
}

// which reason it gives

FR write_reason(const D& d) {
  switch (d.change) {
    case MetadataChange::None: break;
    case MetadataChange::Tags: return FR::DstPutTaggingNotPermitted;
    case MetadataChange::Acl: return FR::DstPutAclNotPermitted;
    case MetadataChange::Retention: return FR::DstPutRetentionNotPermitted;
    case MetadataChange::LegalHold: return FR::DstPutLegalHoldNotPermitted;
  }
  if (d.is(kMarker)) {
    return FR::DstDelObjNotPermitted;
  }
  return d.is_multipart ? FR::DstMultipartInitNotPermitted : FR::DstPutObjectNotPermitted;
}

FR put_or_delete_reason(const D& d) {
  return d.is(kMarker) ? FR::DstDelObjNotPermitted : FR::DstPutObjectNotPermitted;
}

FR region_reason(const D& d) {
  return d.is(kBatch) ? FR::DstBucketInvalidRegion : FR::DstBucketNotFound;
}

// questions about the state of the world

StateAnswer look_job_region(const D& d) {
  const std::string& region = d.task->region;
  return unless(!region.empty() && region != d.plan.source->region,
                "the job runs in another Region than the source bucket's");
}

StateAnswer look_source(const D& d) {
  if (d.source_gone) {
    return failed(meaning_of(*d.source_gone), {}, d.source_gone);
  }
  if (d.task != nullptr && d.task->is_repeated) {
    return failed("the manifest names this version twice", {}, FR::SrcReplicationNotPending);
  }
  return passed();
}

StateAnswer look_source_region(const D& d) {
  return unless(has_disabled(d.run.world.find_account(d.plan.role_account), d.plan.source->region),
                "the source's Region is not enabled for the account");
}

StateAnswer look_source_access(const D& d) {
  return unless(!owner_can_read(d.run.world, *d.plan.source, d.plan.source_account, d.source),
                "another account owns the object and its ACL does not let the bucket owner read it",
                d.source.where);
}

StateAnswer look_source_key(const D& d) {
  const ResolvedKey& key = *d.source_key;
  if (key.account_is_listed && !key.is_listed) {
    return failed("the key of the source object does not exist");
  }
  return unless(!key.region_is_enabled, "the key's Region is not enabled for the account");
}

std::string_view state_detail(KeyState state) {
  switch (state) {
    case KeyState::Enabled:
    case KeyState::Updating: return {};
    case KeyState::Disabled: return "the key is disabled";
    case KeyState::PendingDeletion:
    case KeyState::PendingReplicaDeletion: return "the key is pending deletion";
    case KeyState::PendingImport: return "the key has no material yet: it is pending import";
    case KeyState::Unavailable: return "the key is unavailable";
    case KeyState::Creating: return "the key is still being created";
  }
  return {};
}

StateAnswer look_key_state(const ResolvedKey& key) {
  if (!key.is_listed) {
    return passed();  // not shown: the authorization is open already
  }
  if (!key.can_encrypt_objects) {
    return failed("key usage: S3 uses symmetric encryption keys only", key.where);
  }
  const std::string_view detail = state_detail(key.state);
  return unless(!detail.empty(), detail, key.where);
}

StateAnswer look_source_key_state(const D& d) {
  return look_key_state(*d.source_key);
}

StateAnswer look_destination(const D& d) {
  return unless(d.plan.destination_presence == Presence::Absent,
                "no account of the model has this bucket", d.plan.rule.destination.where);
}

StateAnswer look_destination_region(const D& d) {
  if (d.plan.destination == nullptr) {
    return passed();
  }
  const std::string& region = d.plan.destination->region;
  return unless(has_disabled(d.run.world.find_account(d.plan.role_account), region) ||
                    has_disabled(d.plan.destination_owner, region),
                "the destination's Region is not enabled for both accounts");
}

StateAnswer look_account(const D& d) {
  const bool is_owner = d.plan.destination == nullptr ||
                        d.plan.destination_account == *d.plan.rule.destination.account;
  return unless(!is_owner, "the rule's Account does not own the destination",
                d.plan.rule.destination.where);
}

StateAnswer look_requester_pays(const D& d) {
  return unless(d.plan.destination != nullptr && d.plan.destination->requester_pays &&
                    !d.run.settings.has(Setting::RequesterPaysAccepted),
                "requester pays");
}

StateAnswer look_public_access(const D& d) {
  const BucketAccess& access = d.plan.destination_facts->policies.bucket;
  if (access.restrict_public_buckets && access.policy_is_public) {
    return failed("RestrictPublicBuckets refuses other accounts while the bucket policy is public",
                  d.plan.destination != nullptr && d.plan.destination->public_access_block
                      ? d.plan.destination->public_access_block->where
                      : SourceRange{});
  }
  return passed();
}

StateAnswer look_public_acl(const D& d) {
  return unless(d.plan.destination->public_access_block &&
                    d.plan.destination->public_access_block->block_public_acls,
                "BlockPublicAcls refuses the copied ACL");
}

StateAnswer look_versioning(const D& d) {
  if (d.plan.destination == nullptr) {
    return not_shown(d, "versioning of the destination");
  }
  return unless(d.plan.destination->versioning != VersioningStatus::Enabled,
                d.plan.destination->versioning == VersioningStatus::Suspended
                    ? "versioning of the destination is suspended"
                    : "versioning of the destination was never enabled",
                d.plan.destination->where);
}

StateAnswer look_default_encryption(const D& d) {
  return not_shown(d, "default encryption of the destination");
}

StateAnswer look_replica_key(const D& d) {
  if (d.encryption.key == nullptr) {
    return failed("the rule names no key for replicas", d.plan.rule.destination.where);
  }
  const ResolvedKey& key = *d.encryption.key;
  const bool is_elsewhere =
      d.plan.destination != nullptr && !key.region.empty() &&
      key.region != d.plan.destination->region;
  std::string_view detail;
  if (key.account_is_listed && !key.is_listed) {
    detail = key.was_alias ? "the alias names no key in that account and Region"
                           : "the key of the replica does not exist";
  } else if (is_elsewhere) {
    detail = "the key is in another Region than the destination";  // U25
  } else if (!key.region_is_enabled) {
    detail = "the key's Region is not enabled for the account";
  } else {
    return passed();
  }
  const bool is_hidden = key.account != d.plan.role_account &&
                         d.run.settings.has(Setting::AuthorizationBeforeExistence);  // U27
  return failed(detail, key.where,
                is_hidden ? std::optional(FR::DstPutObjectNotPermitted) : std::nullopt);
}

StateAnswer look_replica_key_state(const D& d) {
  return look_key_state(*d.encryption.key);
}

StateAnswer look_managed_key(const D&) {
  return failed("aws/s3 of the role's account cannot be used by the destination's account");
}

StateAnswer look_sse_c(const D& d) {
  if (d.plan.destination == nullptr) {
    return not_shown(d, "blocked encryption types of the destination");
  }
  return unless(d.plan.default_encryption.blocks_sse_c, "the destination blocks SSE-C",
                d.plan.destination->encryption ? d.plan.destination->encryption->where
                                               : SourceRange{});
}

StateAnswer look_object_lock(const D& d) {
  if (d.plan.destination == nullptr) {
    return not_shown(d, "Object Lock of the destination");
  }
  return unless(!is_lock_bucket(d.plan.destination),
                "the version has retention or a legal hold, the destination has no Object Lock",
                d.plan.destination->where);
}

StateAnswer look_version(const D& d) {
  if (d.plan.destination == nullptr) {
    return not_shown(d, "versions in the destination");
  }
  const ObjectVersion* replica = d.run.objects.find(d.plan.destination_bucket, d.source.key,
                                                    d.source.version_id);
  return unless(replica == nullptr, "the destination does not hold this version");
}

StateAnswer look_hard_deleted(const D& d) {
  return unless(d.run.objects.was_hard_deleted(d.plan.destination_bucket, d.source.key,
                                               d.source.version_id),
                "the version was deleted for good in the destination");
}

constexpr std::string_view kPermissions = "Setting up permissions for live replication";
constexpr std::string_view kTroubleshooting = "Troubleshooting replication";
constexpr std::string_view kReasons = "Replication failure reasons";
constexpr std::string_view kEncrypted = "Replicating encrypted objects";
constexpr std::string_view kRequirements = "Requirements and considerations for replication";
constexpr std::string_view kBatch_ = "Replicating existing objects with Batch Replication";
constexpr std::string_view kOwner = "Changing the replica owner";
constexpr std::string_view kLock = "Object Lock considerations";
constexpr std::string_view kRecorded = "recorded (stackd)";

constexpr CheckRow kRows[] = {
    {.id = "J1", .kinds = kBatch, .question = "is the source in the Region that the job names?",
     .reason = FR::SrcBucketInvalidRegion, .look = look_job_region, .source = kReasons},
    {.id = "J2", .kinds = kBatch, .question = "may S3 Batch Operations assume the job's role?",
     .reason = FR::AssumeRoleNotPermitted, .about = AskedAbout::JobRole,
     .asker = Asker::BatchOperations, .action = "sts:AssumeRole",
     .context = set_assume_job_role_keys, .source = kPermissions},
    {.id = "J3", .kinds = kBatch, .question = "may the job's role start replication of the object?",
     .reason = FR::InitiateReplicationNotPermitted, .about = AskedAbout::SourceObject,
     .asker = Asker::JobRole, .action = "s3:InitiateReplication", .source = kBatch_},
    {.id = "C0", .question = "is the version still in the source?",
     .reason = FR::SrcVersionNotFound, .look = look_source, .decision = "U18",
     .source = kReasons},
    {.id = "P6", .question = "is the source's Region enabled for its account?",
     .reason = FR::SrcBucketNotFound, .look = look_source_region, .decision = "U2",
     .source = kRequirements},
    {.id = "C1", .question = "may S3 assume the replication role?",
     .reason = FR::AssumeRoleNotPermitted, .about = AskedAbout::Role, .asker = Asker::S3,
     .action = "sts:AssumeRole", .context = set_assume_role_keys, .source = kPermissions},
    {.id = "C2", .question = "may the role read the replication configuration?",
     .reason = FR::SrcBucketReplicationConfigMissing, .about = AskedAbout::SourceBucket,
     .action = "s3:GetReplicationConfiguration", .consequence = Consequence::Warns,
     .needs = kRole, .decision = "U30", .source = kPermissions},
    {.id = "C3", .question = "may the role list the source bucket?",
     .reason = FR::SrcHeadObjectNotPermitted, .about = AskedAbout::SourceBucket,
     .action = "s3:ListBucket", .consequence = Consequence::Warns, .needs = kRole,
     .decision = "U30", .source = kPermissions},
    {.id = "P8", .kinds = kCreation, .question = "does the object's owner let the bucket owner read it?",
     .reason = FR::SrcGetObjectNotPermitted, .applies = asks_foreign_object,
     .look = look_source_access, .needs = kSource, .decision = "U3", .source = kRequirements},
    {.id = "C4o", .kinds = kCreation, .question = "may the role read the version?",
     .reason = FR::SrcGetObjectNotPermitted, .applies = source_is_not_kms,
     .about = AskedAbout::SourceObject, .action = "s3:GetObjectVersionForReplication",
     .or_action = "s3:GetObjectVersion", .needs = kRole | kSource, .source = kRecorded},
    {.id = "C4o", .kinds = kCreation, .question = "may the role read the KMS-encrypted version?",
     .reason = FR::SrcGetObjectNotPermitted, .applies = source_is_kms,
     .about = AskedAbout::SourceObject, .action = "s3:GetObjectVersionForReplication",
     .needs = kRole | kSource, .source = kPermissions},
    {.id = "C4m", .kinds = kMetadata | kMarker, .question = "may the role read the version's head?",
     .reason = FR::SrcHeadObjectNotPermitted, .applies = source_is_not_kms,
     .about = AskedAbout::SourceObject, .action = "s3:GetObjectVersionForReplication",
     .or_action = "s3:GetObjectVersion", .needs = kRole | kSource, .source = kRecorded},
    {.id = "C4m", .kinds = kMetadata | kMarker,
     .question = "may the role read the KMS-encrypted version's head?",
     .reason = FR::SrcHeadObjectNotPermitted, .applies = source_is_kms,
     .about = AskedAbout::SourceObject, .action = "s3:GetObjectVersionForReplication",
     .needs = kRole | kSource, .source = kPermissions},
    {.id = "C5", .kinds = kCreation | kMetadata, .question = "may the role read the version's ACL?",
     .reason = FR::SrcGetAclNotPermitted, .applies = is_new_or_acl,
     .about = AskedAbout::SourceObject, .action = "s3:GetObjectVersionAcl",
     .context = set_existing_object_keys, .context_varies = true, .needs = kRole | kSource,
     .source = kRecorded},
    {.id = "C6", .kinds = kCreation | kMetadata,
     .question = "may the role read the version's retention?",
     .reason = FR::SrcGetRetentionNotPermitted, .applies = source_is_locked,
     .about = AskedAbout::SourceObject, .action = "s3:GetObjectRetention",
     .needs = kRole | kSource, .source = kLock},
    {.id = "C7", .kinds = kCreation | kMetadata,
     .question = "may the role read the version's legal hold?",
     .reason = FR::SrcGetLegalHoldNotPermitted, .applies = source_is_locked,
     .about = AskedAbout::SourceObject, .action = "s3:GetObjectLegalHold",
     .needs = kRole | kSource, .source = kLock},
    {.id = "C8e", .kinds = kCreation, .question = "does the key of the source object exist?",
     .reason = FR::SrcGetObjectNotPermitted, .applies = source_is_kms, .look = look_source_key,
     .needs = kSource, .decision = "U26", .source = kEncrypted},
    {.id = "C8", .kinds = kCreation, .question = "may the role decrypt the source object?",
     .reason = FR::SrcGetObjectNotPermitted, .applies = source_is_kms,
     .about = AskedAbout::SourceKey, .action = "kms:Decrypt", .context = set_source_key_keys,
     .context_varies = true, .needs = kRole | kSource | kSourceKey, .source = kEncrypted},
    {.id = "C8s", .kinds = kCreation, .question = "can the key of the source object be used?",
     .reason = FR::SrcKmsKeyInvalidState, .applies = source_is_kms, .look = look_source_key_state,
     .needs = kSource | kSourceKey, .source = kReasons},
    {.id = "C9", .kinds = kWrites, .question = "does the destination exist?",
     .reason = FR::DstBucketNotFound, .look = look_destination, .source = kReasons},
    {.id = "P6", .kinds = kWrites, .question = "is the destination's Region enabled for both accounts?",
     .reason = FR::DstBucketNotFound, .reason_of = region_reason, .look = look_destination_region,
     .needs = kDestination, .decision = "U2", .source = kRequirements},
    {.id = "C10", .kinds = kWrites, .question = "does the rule's Account own the destination?",
     .reason = FR::DstPutObjectNotPermitted, .applies = names_account,
     .reason_of = put_or_delete_reason, .look = look_account, .needs = kDestination,
     .decision = "U14", .source = kRequirements},
    {.id = "P11", .kinds = kWrites, .question = "does the destination bill its own account?",
     .reason = FR::DstPutObjectNotPermitted, .applies = is_cross_account,
     .reason_of = put_or_delete_reason, .look = look_requester_pays, .needs = kDestination,
     .decision = "U5", .source = kRequirements},
    {.id = "C11o", .kinds = kCreation | kMetadata,
     .question = "may the role write replicas into the destination?",
     .reason = FR::DstPutObjectNotPermitted, .reason_of = write_reason,
     .about = AskedAbout::DestinationObject, .action = "s3:ReplicateObject",
     .context = set_replicate_object_keys, .needs = kRole | kSource | kDestination,
     .source = kPermissions},
    {.id = "C11u", .kinds = kCreation, .question = "… and its parts, while they are sent?",
     .reason = FR::DstMultipartUploadNotPermitted, .applies = is_parted,
     .about = AskedAbout::DestinationObject, .action = "s3:ReplicateObject",
     .context = set_replicate_object_keys, .needs = kRole | kSource | kDestination,
     .decision = "U31", .source = kReasons},
    {.id = "C11c", .kinds = kCreation, .question = "… and complete it in the end?",
     .reason = FR::DstMultipartCompleteNotPermitted, .applies = is_parted,
     .about = AskedAbout::DestinationObject, .action = "s3:ReplicateObject",
     .context = set_replicate_object_keys, .needs = kRole | kSource | kDestination,
     .decision = "U31", .source = kReasons},
    {.id = "C11d", .kinds = kMarker,
     .question = "may the role write delete markers into the destination?",
     .reason = FR::DstDelObjNotPermitted, .about = AskedAbout::DestinationObject,
     .action = "s3:ReplicateDelete", .needs = kRole | kSource | kDestination,
     .source = kPermissions},
    {.id = "C12", .kinds = kCreation,
     .question = "may the role hand the replica over to the bucket owner?",
     .reason = FR::DstPutObjectNotPermitted, .applies = overrides_owner,
     .about = AskedAbout::DestinationObject, .action = "s3:ObjectOwnerOverrideToBucketOwner",
     .needs = kRole | kSource | kDestination, .source = kOwner},
    {.id = "C13", .kinds = kWrites,
     .question = "does Block Public Access let other accounts in?",
     .reason = FR::DstPutObjectNotPermitted, .applies = is_cross_account, .reason_of = write_reason,
     .look = look_public_access, .needs = kDestination,
     .source = "Blocking public access to your Amazon S3 storage"},
    {.id = "C13a", .kinds = kCreation, .question = "does Block Public Access take the copied ACL?",
     .reason = FR::DstPutObjectNotPermitted, .applies = copies_public_acl, .look = look_public_acl,
     .needs = kDestination, .decision = "U8",
     .source = "Blocking public access to your Amazon S3 storage"},
    {.id = "C14", .kinds = kWrites, .question = "is versioning of the destination enabled?",
     .reason = FR::DstBucketUnversioned, .look = look_versioning, .needs = kDestination,
     .source = kRequirements},
    {.id = "C15", .kinds = kCreation | kMetadata, .question = "may the role read the version's tags?",
     .reason = FR::SrcGetTaggingNotPermitted, .applies = has_tags_to_carry,
     .about = AskedAbout::SourceObject, .action = "s3:GetObjectVersionTagging",
     .context = set_existing_object_keys, .context_varies = true,
     .consequence = Consequence::OmitsTags, .needs = kRole | kSource, .decision = "U32",
     .source = kRecorded},
    {.id = "C16", .kinds = kCreation | kMetadata,
     .question = "is the role not denied to write the replica's tags?",
     .reason = FR::DstPutTaggingNotPermitted, .applies = has_tags_to_carry,
     .about = AskedAbout::DestinationObject, .action = "s3:ReplicateTags",
     .demand = Demand::NotDenied, .consequence = Consequence::OmitsTags,
     .needs = kRole | kSource | kDestination, .decision = "U32", .source = kRecorded},
    {.id = "C17d", .kinds = kCreation, .question = "how does the destination encrypt by default?",
     .reason = FR::DstPutObjectNotPermitted, .applies = default_is_not_shown,
     .look = look_default_encryption, .needs = kDestination, .source = kEncrypted},
    {.id = "C17e", .kinds = kCreation, .question = "does the key of the replica exist, and there?",
     .reason = FR::DstKmsKeyNotFound, .applies = replica_needs_key, .look = look_replica_key,
     .source = kEncrypted},
    {.id = "C17", .kinds = kCreation, .question = "may the role get a data key for the replica?",
     .reason = FR::DstPutObjectNotPermitted, .applies = generates_data_key,
     .about = AskedAbout::ReplicaKey, .action = "kms:GenerateDataKey",
     .context = set_replica_key_keys, .context_varies = true,
     .needs = kRole | kSource | kReplicaKey, .decision = "U23", .source = kEncrypted},
    {.id = "C17", .kinds = kCreation, .question = "may the role encrypt the replica's data key?",
     .reason = FR::DstPutObjectNotPermitted, .applies = encrypts, .about = AskedAbout::ReplicaKey,
     .action = "kms:Encrypt", .context = set_replica_key_keys, .context_varies = true,
     .needs = kRole | kSource | kReplicaKey, .source = kEncrypted},
    {.id = "C17", .kinds = kCreation,
     .question = "may the role encrypt or make the replica's data key?",
     .reason = FR::DstPutObjectNotPermitted, .applies = generates_or_encrypts,
     .about = AskedAbout::ReplicaKey, .action = "kms:Encrypt", .or_action = "kms:GenerateDataKey",
     .context = set_replica_key_keys, .context_varies = true,
     .needs = kRole | kSource | kReplicaKey, .decision = "U21", .source = kEncrypted},
    {.id = "C17b", .kinds = kCreation,
     .question = "may the role decrypt with the replica's key, as bucket keys need?",
     .reason = FR::DstPutObjectNotPermitted, .applies = checks_bucket_key,
     .about = AskedAbout::ReplicaKey, .action = "kms:Decrypt", .context = set_replica_key_keys,
     .context_varies = true, .needs = kRole | kSource | kReplicaKey, .decision = "U21",
     .source = kEncrypted},
    {.id = "C17s", .kinds = kCreation, .question = "can the key of the replica be used?",
     .reason = FR::DstKmsKeyInvalidState, .applies = replica_has_key,
     .look = look_replica_key_state, .needs = kReplicaKey, .decision = "U24", .source = kReasons},
    {.id = "C17m", .kinds = kCreation, .question = "is the replica's key the role account's own?",
     .reason = FR::DstPutObjectNotPermitted, .applies = is_under_foreign_managed_key,
     .look = look_managed_key, .needs = kReplicaKey, .decision = "U19",
     .source = kTroubleshooting},
    {.id = "C18", .kinds = kCreation, .question = "does the destination take SSE-C?",
     .reason = FR::DstPutObjectNotPermitted, .applies = source_is_sse_c, .look = look_sse_c,
     .needs = kDestination, .decision = "U22",
     .source = "Blocking or unblocking SSE-C for a general purpose bucket"},
    {.id = "C19", .kinds = kCreation | kMetadata, .question = "has the destination Object Lock?",
     .reason = FR::DstBucketObjectLockConfigMissing, .applies = has_lock_settings,
     .look = look_object_lock, .needs = kDestination, .source = kRecorded},
    {.id = "C20r", .kinds = kCreation | kMetadata,
     .question = "is the role not denied to write the replica's retention?",
     .reason = FR::DstPutRetentionNotPermitted, .applies = asks_retention,
     .about = AskedAbout::DestinationObject, .action = "s3:PutObjectRetention",
     .demand = Demand::NotDenied, .context = set_replicate_object_keys,
     .needs = kRole | kSource | kDestination, .decision = "U33", .source = kReasons},
    {.id = "C20h", .kinds = kCreation | kMetadata,
     .question = "is the role not denied to write the replica's legal hold?",
     .reason = FR::DstPutLegalHoldNotPermitted, .applies = asks_legal_hold,
     .about = AskedAbout::DestinationObject, .action = "s3:PutObjectLegalHold",
     .demand = Demand::NotDenied, .context = set_replicate_object_keys,
     .needs = kRole | kSource | kDestination, .decision = "U33", .source = kReasons},
    {.id = "C21", .kinds = kMetadata, .question = "does the destination hold the version?",
     .reason = FR::DstVersionNotFound, .look = look_version,
     .needs = kDestination, .decision = "U46", .source = kReasons},
    {.id = "C22", .kinds = kBatch, .question = "was the version not deleted for good in the destination?",
     .reason = FR::DstObjectHardDeleted, .look = look_hard_deleted, .needs = kDestination,
     .source = kBatch_},
};
static_assert(std::size(kRows) < kPreparedQuestionsMax);

}  // namespace

std::span<const CheckRow> check_rows() {
  return kRows;
}

}  // namespace replisim
