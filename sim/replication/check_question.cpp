#include "sim/replication/check_question.h"

#include <algorithm>

#include "sim/iam/acl.h"
#include "sim/replication/admission.h"
#include "sim/replication/bucket_state.h"
#include "sim/replication/delivery.h"
#include "sim/replication/run.h"

namespace replisim::check_question {
namespace {

using namespace check_kind;  // NOLINT(google-build-using-namespace): names of bits

using FR = FailureReason;

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
StateAnswer not_shown(const Delivery& d, std::string_view what) {
  if (d.run.world.assume_missing != AssumeMissing::Unknown) {
    return passed();
  }
  return {CheckState::Unknown, what, std::nullopt, {}};
}

bool is_lock_bucket(const Bucket* bucket) {
  return bucket != nullptr && has_object_lock(*bucket);
}

bool has_disabled(const Account* account, const std::string& region) {
  return account != nullptr &&
         std::find(account->disabled_regions.begin(), account->disabled_regions.end(), region) !=
             account->disabled_regions.end();
}

bool writes_with(const Delivery& d, KeyWrite write) {
  return replica_has_key(d) && d.encryption.row->write == write;
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

}  // namespace

bool source_is_kms(const Delivery& d) {
  return is_kms(d.source.encryption);
}

bool source_is_not_kms(const Delivery& d) {
  return !is_kms(d.source.encryption);
}

bool source_is_locked(const Delivery& d) {
  return is_lock_bucket(d.plan.source);
}

bool is_new_or_acl(const Delivery& d) {
  return d.is(kCreation) || d.change == MetadataChange::Acl;
}

bool has_tags_to_carry(const Delivery& d) {
  return d.is(kMetadata) ? d.change == MetadataChange::Tags : !d.source.tags.empty();
}

bool has_lock_settings(const Delivery& d) {
  return d.source.retention || d.source.legal_hold;
}

bool asks_retention(const Delivery& d) {
  const bool concerns =
      d.is(kCreation) ? d.source.retention.has_value() : d.change == MetadataChange::Retention;
  return concerns && !d.run.settings.has(Setting::LockWriteDenyIgnored);
}

bool asks_legal_hold(const Delivery& d) {
  const bool concerns =
      d.is(kCreation) ? d.source.legal_hold.has_value() : d.change == MetadataChange::LegalHold;
  return concerns && !d.run.settings.has(Setting::LockWriteDenyIgnored);
}

bool names_account(const Delivery& d) {
  return d.plan.rule.destination.account.has_value();
}

bool is_cross_account(const Delivery& d) {
  return d.plan.is_cross_account();
}

bool overrides_owner(const Delivery& d) {
  const bool keeps_acls = d.plan.destination == nullptr || acls_enabled(*d.plan.destination);
  return d.plan.rule.destination.access_control_translation_owner.has_value() && keeps_acls;
}

bool is_parted(const Delivery& d) {
  return d.is_multipart && d.run.settings.multipart_duration_milliseconds > 0;
}

bool replica_has_key(const Delivery& d) {
  return d.encryption.key != nullptr;
}

bool replica_needs_key(const Delivery& d) {
  return is_kms(d.encryption.type);
}

bool generates_data_key(const Delivery& d) {
  return writes_with(d, KeyWrite::GenerateDataKey) &&
         !d.run.settings.has(Setting::EncryptSufficesForPlaintext);
}

bool generates_or_encrypts(const Delivery& d) {
  return (writes_with(d, KeyWrite::GenerateDataKey) &&
          d.run.settings.has(Setting::EncryptSufficesForPlaintext)) ||
         (writes_with(d, KeyWrite::Encrypt) && d.encryption.bucket_key);
}

bool encrypts(const Delivery& d) {
  return writes_with(d, KeyWrite::Encrypt) && !d.encryption.bucket_key;
}

bool checks_bucket_key(const Delivery& d) {
  return replica_has_key(d) && d.encryption.bucket_key &&
         !d.run.settings.has(Setting::BucketKeyDecryptNotRequired);
}

bool default_is_not_shown(const Delivery& d) {
  return !d.encryption.is_known;
}

bool is_under_foreign_managed_key(const Delivery& d) {
  return replica_has_key(d) && d.encryption.key->is_aws_managed && d.plan.is_cross_account() &&
         d.run.settings.has(Setting::ManagedKeyFailsAcrossAccounts);
}

bool source_is_sse_c(const Delivery& d) {
  return d.source.encryption == ObjectEncryption::SseC;
}

bool asks_foreign_object(const Delivery& d) {
  return d.run.settings.has(Setting::ForeignObjectsFail);
}

bool copies_public_acl(const Delivery& d) {
  return d.run.settings.has(Setting::PublicAclRefused) && d.plan.destination != nullptr &&
         acls_enabled(*d.plan.destination) && carries_acl(d.plan) && is_public(d.source.acl.grants);
}

FailureReason write_reason(const Delivery& d) {
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

FailureReason put_or_delete_reason(const Delivery& d) {
  return d.is(kMarker) ? FR::DstDelObjNotPermitted : FR::DstPutObjectNotPermitted;
}

FailureReason region_reason(const Delivery& d) {
  return d.is(kBatch) ? FR::DstBucketInvalidRegion : FR::DstBucketNotFound;
}

StateAnswer look_job_region(const Delivery& d) {
  const std::string& region = d.task->region;
  return unless(!region.empty() && region != d.plan.source->region,
                "the job runs in another Region than the source bucket's");
}

StateAnswer look_source(const Delivery& d) {
  if (d.source_gone) {
    return failed(meaning_of(*d.source_gone), {}, d.source_gone);
  }
  if (d.task != nullptr && d.task->is_repeated) {
    return failed("the manifest names this version twice", {}, FR::SrcReplicationNotPending);
  }
  return passed();
}

StateAnswer look_source_region(const Delivery& d) {
  return unless(has_disabled(d.run.world.find_account(d.plan.role_account), d.plan.source->region),
                "the source's Region is not enabled for the account");
}

StateAnswer look_source_access(const Delivery& d) {
  return unless(!owner_can_read(d.run.world, *d.plan.source, d.plan.source_account, d.source),
                "another account owns the object and its ACL does not let the bucket owner read it",
                d.source.where);
}

StateAnswer look_source_key(const Delivery& d) {
  const ResolvedKey& key = *d.source_key;
  if (key.account_is_listed && !key.is_listed) {
    return failed("the key of the source object does not exist");
  }
  return unless(!key.region_is_enabled, "the key's Region is not enabled for the account");
}

StateAnswer look_source_key_state(const Delivery& d) {
  return look_key_state(*d.source_key);
}

StateAnswer look_destination(const Delivery& d) {
  return unless(d.plan.destination_presence == Presence::Absent,
                "no account of the model has this bucket", d.plan.rule.destination.where);
}

StateAnswer look_destination_region(const Delivery& d) {
  if (d.plan.destination == nullptr) {
    return passed();
  }
  const std::string& region = d.plan.destination->region;
  return unless(has_disabled(d.run.world.find_account(d.plan.role_account), region) ||
                    has_disabled(d.plan.destination_owner, region),
                "the destination's Region is not enabled for both accounts");
}

StateAnswer look_account(const Delivery& d) {
  const bool is_owner = d.plan.destination == nullptr ||
                        d.plan.destination_account == *d.plan.rule.destination.account;
  return unless(!is_owner, "the rule's Account does not own the destination",
                d.plan.rule.destination.where);
}

StateAnswer look_requester_pays(const Delivery& d) {
  return unless(d.plan.destination != nullptr && d.plan.destination->requester_pays &&
                    !d.run.settings.has(Setting::RequesterPaysAccepted),
                "requester pays");
}

StateAnswer look_public_access(const Delivery& d) {
  const BucketAccess& access = d.plan.destination_facts->policies.bucket;
  if (access.restrict_public_buckets && access.policy_is_public) {
    return failed("RestrictPublicBuckets refuses other accounts while the bucket policy is public",
                  d.plan.destination != nullptr && d.plan.destination->public_access_block
                      ? d.plan.destination->public_access_block->where
                      : SourceRange{});
  }
  return passed();
}

StateAnswer look_public_acl(const Delivery& d) {
  return unless(d.plan.destination->public_access_block &&
                    d.plan.destination->public_access_block->block_public_acls,
                "BlockPublicAcls refuses the copied ACL");
}

StateAnswer look_versioning(const Delivery& d) {
  if (d.plan.destination == nullptr) {
    return not_shown(d, "versioning of the destination");
  }
  return unless(d.plan.destination->versioning != VersioningStatus::Enabled,
                d.plan.destination->versioning == VersioningStatus::Suspended
                    ? "versioning of the destination is suspended"
                    : "versioning of the destination was never enabled",
                d.plan.destination->where);
}

StateAnswer look_default_encryption(const Delivery& d) {
  return not_shown(d, "default encryption of the destination");
}

StateAnswer look_replica_key(const Delivery& d) {
  if (d.encryption.key == nullptr) {
    return failed("the rule names no key for replicas", d.plan.rule.destination.where);
  }
  const ResolvedKey& key = *d.encryption.key;
  const bool is_elsewhere = d.plan.destination != nullptr && !key.region.empty() &&
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

StateAnswer look_replica_key_state(const Delivery& d) {
  return look_key_state(*d.encryption.key);
}

StateAnswer look_managed_key(const Delivery&) {
  return failed("aws/s3 of the role's account cannot be used by the destination's account");
}

StateAnswer look_sse_c(const Delivery& d) {
  if (d.plan.destination == nullptr) {
    return not_shown(d, "blocked encryption types of the destination");
  }
  return unless(
      d.plan.default_encryption.blocks_sse_c, "the destination blocks SSE-C",
      d.plan.destination->encryption ? d.plan.destination->encryption->where : SourceRange{});
}

StateAnswer look_object_lock(const Delivery& d) {
  if (d.plan.destination == nullptr) {
    return not_shown(d, "Object Lock of the destination");
  }
  return unless(!is_lock_bucket(d.plan.destination),
                "the version has retention or a legal hold, the destination has no Object Lock",
                d.plan.destination->where);
}

StateAnswer look_version(const Delivery& d) {
  if (d.plan.destination == nullptr) {
    return not_shown(d, "versions in the destination");
  }
  const ObjectVersion* replica =
      d.run.objects.find(d.plan.destination_bucket, d.source.key, d.source.version_id);
  return unless(replica == nullptr, "the destination does not hold this version");
}

StateAnswer look_hard_deleted(const Delivery& d) {
  return unless(
      d.run.objects.was_hard_deleted(d.plan.destination_bucket, d.source.key, d.source.version_id),
      "the version was deleted for good in the destination");
}

}  // namespace replisim::check_question
