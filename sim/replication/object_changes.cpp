// Changes of tags, ACL and lock settings on a version that is there, and reading one.

#include <algorithm>
#include <utility>

#include "sim/replication/bucket_state.h"
#include "sim/replication/keys.h"
#include "sim/replication/operations.h"

namespace replisim {
namespace {

/// The version an operation means and where it lies, once the caller was let in.
struct Target {
  BucketPlace place;
  ObjectVersion* version = nullptr;

  explicit operator bool() const { return version != nullptr; }
};

/// `action` without a version id, `version_action` with one.
struct ActionNames {
  std::string_view action;
  std::string_view version_action;

  [[nodiscard]] std::string_view of(const ObjectAddress& address) const {
    return address.version_id ? version_action : action;
  }
};

RequestContext context_of(const ObjectAddress& address) {
  RequestContext context;
  if (address.version_id) {
    context.set("s3:versionid", *address.version_id);
  }
  return context;
}

RequestContext context_with_tags(const ObjectAddress& address, const TagSet& tags) {
  RequestContext context = context_of(address);
  std::vector<std::string> names;
  for (const Tag& tag : tags) {
    context.set("s3:RequestObjectTag/" + tag.key, tag.value);
    names.push_back(tag.key);
  }
  context.set_list("s3:RequestObjectTagKeys", std::move(names));
  return context;
}

/// A delete marker answers before permissions are looked at (recorded).
Target find_target(Play& play, const ObjectAddress& address, const ActionNames& actions,
                   const RequestContext& context) {
  Target target;
  target.place = find_bucket(play, address.bucket);
  if (!target.place) {
    return target;
  }
  ObjectVersion* version = find_version(play, target.place, address);
  if (version != nullptr &&
      play.caller.may_on_object(actions.of(address), object_arn(target.place, address.key),
                                *target.place.facts, *version, context)) {
    target.version = version;
  }
  return target;
}

bool needs_lock(Play& play, const Target& target) {
  if (!has_object_lock(*target.place.bucket)) {
    fail(play.outcome, "InvalidRequest", "Bucket is missing Object Lock Configuration");
    return false;
  }
  return true;
}

void tell(Play& play, const ObjectAddress& address, const Target& target, MetadataChange change) {
  const std::string version_id = target.version->version_id;
  replicate(play.run, play.outcome, address.bucket, *target.version, Occasion::MetadataChange,
            change);
  note_source(play, address, version_id);
}

void put_tags(Play& play, const ObjectAddress& address, const Target& target, TagSet tags) {
  if (!target) {
    return;
  }
  target.version->tags = std::move(tags);
  tell(play, address, target, MetadataChange::Tags);
}

constexpr ActionNames kPutTagging = {"s3:PutObjectTagging", "s3:PutObjectVersionTagging"};
constexpr ActionNames kDeleteTagging = {"s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging"};
constexpr ActionNames kPutAcl = {"s3:PutObjectAcl", "s3:PutObjectVersionAcl"};
constexpr ActionNames kPutRetention = {"s3:PutObjectRetention", "s3:PutObjectRetention"};
constexpr ActionNames kPutLegalHold = {"s3:PutObjectLegalHold", "s3:PutObjectLegalHold"};
constexpr ActionNames kGet = {"s3:GetObject", "s3:GetObjectVersion"};
constexpr ActionNames kBypass = {"s3:BypassGovernanceRetention", "s3:BypassGovernanceRetention"};

/// COMPLIANCE is never shortened; GOVERNANCE by who may bypass it and says so.
bool may_change_retention(Play& play, const PutObjectRetention& operation, const Target& target) {
  const std::optional<ObjectRetention>& old = target.version->retention;
  if (!old || !(play.run.now < old->retain_until)) {
    return true;
  }
  const bool is_shorter =
      !operation.retention || operation.retention->retain_until < old->retain_until;
  const bool is_weaker =
      old->mode == "COMPLIANCE" && operation.retention && operation.retention->mode != "COMPLIANCE";
  if (!is_shorter && !is_weaker) {
    return true;
  }
  if (old->mode == "GOVERNANCE" && operation.bypass_governance_retention) {
    return play.caller.may_on_object(kBypass.action, object_arn(target.place, operation.object.key),
                                     *target.place.facts, *target.version);
  }
  fail(play.outcome, "AccessDenied", "Access Denied because object protected by object lock.");
  return false;
}

/// SSE-C: the same customer key, or no data (recorded).
bool shows_customer_key(Play& play, const GetObject& operation, const ObjectVersion& version) {
  if (version.encryption != ObjectEncryption::SseC) {
    return true;
  }
  if (!operation.sse_customer_algorithm) {
    fail(play.outcome, "InvalidRequest",
         "The object was stored using a form of Server Side Encryption. The correct parameters "
         "must be provided to retrieve the object.");
    return false;
  }
  const auto differs = [](const std::optional<std::string>& shown, const std::string& stored) {
    return shown && !stored.empty() && *shown != stored;
  };
  if (differs(operation.sse_customer_key, version.sse_customer_key) ||
      differs(operation.sse_customer_key_md5, version.sse_customer_key_md5)) {
    fail(play.outcome, "AccessDenied", "Access Denied");
    return false;
  }
  return true;
}

/// Whether the key of the object lets the caller decrypt.
bool may_decrypt(Play& play, const Target& target) {
  const ObjectVersion& version = *target.version;
  const Decryption decryption =
      decryption_of(play.run.world, version, target.place.facts->arn, target.place.account->id,
                    target.place.bucket->region);
  if (!play.caller.may_use_key("kms:Decrypt", decryption.key.arn, decryption.region,
                               decryption.context_arn, version.encryption_context)) {
    return false;
  }
  if (decryption.state_error.is_error()) {
    fail(play.outcome, "KMS." + std::string(decryption.state_error.code),
         decryption.state_error.message, decryption.key.where);
    return false;
  }
  return true;
}

bool is_out_of_reach(Play& play, const std::string& bucket, const ObjectVersion& version) {
  const bool is_archived =
      version.storage_class == "GLACIER" || version.storage_class == "DEEP_ARCHIVE";
  return is_archived && !play.run.restored.contains(version_place(bucket, version));
}

}  // namespace

void play(Play& play, const PutObjectTagging& operation) {
  put_tags(play, operation.object,
           find_target(play, operation.object, kPutTagging,
                       context_with_tags(operation.object, operation.tags)),
           operation.tags);
}

void play(Play& play, const DeleteObjectTagging& operation) {
  put_tags(play, operation.object,
           find_target(play, operation.object, kDeleteTagging, context_of(operation.object)), {});
}

void play(Play& play, const PutObjectAcl& operation) {
  RequestContext context = context_of(operation.object);
  if (operation.acl) {
    context.set("s3:x-amz-acl", *operation.acl);
  }
  const Target target = find_target(play, operation.object, kPutAcl, context);
  const std::vector<AclGrant>& grants = operation.access_control_policy
                                            ? operation.access_control_policy->grants
                                            : operation.acl_grants;
  const std::optional<std::string> canned =
      operation.acl || !grants.empty() ? operation.acl : std::optional<std::string>("private");
  if (!target || !takes_acl(play, target.place, canned, grants)) {
    return;
  }
  target.version->acl = requested_acl(*target.place.account, target.version->owner, canned, grants);
  tell(play, operation.object, target, MetadataChange::Acl);
}

void play(Play& play, const PutObjectRetention& operation) {
  RequestContext context = context_of(operation.object);
  if (operation.retention) {
    constexpr std::int64_t kMillisecondsPerDay = 86'400'000;
    const std::int64_t left = operation.retention->retain_until.milliseconds_since_epoch -
                              play.run.now.milliseconds_since_epoch;
    context.set("s3:object-lock-mode", operation.retention->mode);
    context.set("s3:object-lock-retain-until-date",
                format_rfc3339(operation.retention->retain_until));
    context.set("s3:object-lock-remaining-retention-days",
                std::to_string((left + kMillisecondsPerDay - 1) / kMillisecondsPerDay));
  }
  const Target target = find_target(play, operation.object, kPutRetention, context);
  if (!target || !needs_lock(play, target) || !may_change_retention(play, operation, target)) {
    return;
  }
  target.version->retention = operation.retention;
  tell(play, operation.object, target, MetadataChange::Retention);
}

void play(Play& play, const PutObjectLegalHold& operation) {
  RequestContext context = context_of(operation.object);
  context.set("s3:object-lock-legal-hold", operation.status);
  const Target target = find_target(play, operation.object, kPutLegalHold, context);
  if (!target || !needs_lock(play, target)) {
    return;
  }
  target.version->legal_hold = operation.status == "ON";
  tell(play, operation.object, target, MetadataChange::LegalHold);
}

void play(Play& play, const GetObject& operation) {
  const Target target = find_target(play, operation.object, kGet, context_of(operation.object));
  if (!target || (is_kms(target.version->encryption) && !may_decrypt(play, target)) ||
      !shows_customer_key(play, operation, *target.version)) {
    return;
  }
  if (is_out_of_reach(play, operation.object.bucket, *target.version)) {
    fail(play.outcome, "InvalidObjectState",
         "The operation is not valid for the object's storage class");
    return;
  }
  play.outcome.source = *target.version;
  if (target.place.bucket->replication) {
    replicate(play.run, play.outcome, operation.object.bucket, *target.version,
              Occasion::NothingCreated);
  }
}

}  // namespace replisim
