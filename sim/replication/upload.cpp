// PutObject, CopyObject and CompleteMultipartUpload: how a version comes to be and is encrypted.

#include <algorithm>
#include <utility>

#include "model/arn.h"
#include "sim/iam/key_rules.h"
#include "sim/replication/bucket_state.h"
#include "sim/replication/operations.h"

namespace replisim {
namespace {

/// How a new version is encrypted.
struct Storage {
  ObjectEncryption encryption = ObjectEncryption::None;
  ResolvedKey key;
  bool bucket_key = false;
};

std::optional<ObjectEncryption> requested_encryption(Play& play, const ObjectSettings& settings) {
  if (!settings.server_side_encryption) {
    if (settings.sse_kms_key_id) {
      fail(play.outcome, "InvalidArgument",
           "Server Side Encryption with AWS KMS managed key requires HTTP header "
           "x-amz-server-side-encryption : aws:kms");
    }
    return std::nullopt;
  }
  const std::optional<ObjectEncryption> type =
      parse_object_encryption(*settings.server_side_encryption);
  const bool is_header = type && *type != ObjectEncryption::None && *type != ObjectEncryption::SseC;
  if (!is_header) {
    fail(play.outcome, "InvalidArgument", "The encryption method specified is not supported");
    return std::nullopt;
  }
  return type;
}

/// Whether S3 takes the key. Existence and Region are looked at in any case; the state only for a
/// caller: an upload without one is a given, and may have been made before the key was disabled.
bool takes_key(Play& play, const BucketPlace& place, const ResolvedKey& key) {
  if (!key.region.empty() && key.region != place.bucket->region) {
    fail(play.outcome, "KMS.NotFoundException", "Invalid arn " + key.region);
    return false;
  }
  if (key.account_is_listed && !key.is_listed) {
    fail(play.outcome, "KMS.NotFoundException", "Key '" + key.arn + "' does not exist");
    return false;
  }
  return true;
}

bool takes_key_state(Play& play, const ResolvedKey& key) {
  const KeyStateError error = key_state_error("GenerateDataKey", key.state, key.arn);
  if (!key.is_listed || !error.is_error()) {
    return true;
  }
  const std::string code = "KMS." + std::string(error.code);
  if (play.caller.is_named()) {
    fail(play.outcome, code, error.message, key.where);
    return false;
  }
  play.outcome.notes.push_back("S3 refuses such an upload now: " + code + ", " + error.message);
  return true;
}

/// The encryption of a new version: of the request, of the bucket, or what S3 does at that time.
std::optional<Storage> choose_storage(Play& play, const BucketPlace& place,
                                      const ObjectSettings& settings) {
  Storage storage;
  if (settings.sse_customer_algorithm) {
    if (blocks_sse_c(*place.bucket, play.run.settings)) {
      fail(play.outcome, "AccessDenied", "Access Denied");
      return std::nullopt;
    }
    storage.encryption = ObjectEncryption::SseC;
    return storage;
  }
  const BucketDefault by_default = bucket_default(*place.bucket, play.run.now);
  const std::optional<ObjectEncryption> requested = requested_encryption(play, settings);
  if (!play.outcome.error.empty()) {
    return std::nullopt;
  }
  storage.encryption = requested.value_or(by_default.algorithm);
  if (!is_kms(storage.encryption)) {
    return storage;
  }
  const std::string key =
      requested ? settings.sse_kms_key_id.value_or(std::string()) : by_default.key_text;
  storage.key = resolve_key(play.run.world, key, play.caller.account_or(place.account->id),
                            place.bucket->region);
  storage.bucket_key = storage.encryption == ObjectEncryption::SseKms &&
                       settings.bucket_key_enabled.value_or(by_default.bucket_key_enabled);
  if (!takes_key(play, place, storage.key)) {
    return std::nullopt;
  }
  return storage;
}

std::string owner_of_new(const Play& play, const BucketPlace& place,
                         const ObjectSettings& settings) {
  const std::string writer = play.caller.account_or(place.account->id);
  switch (place.bucket->ownership.value_or(ObjectOwnership::BucketOwnerEnforced)) {
    case ObjectOwnership::BucketOwnerEnforced: return place.account->id;
    case ObjectOwnership::BucketOwnerPreferred:
      return settings.acl == "bucket-owner-full-control" ? place.account->id : writer;
    case ObjectOwnership::ObjectWriter: return writer;
  }
  return writer;
}

/// The condition keys of an upload: only what the request says, never what the bucket adds.
RequestContext upload_context(const ObjectSettings& settings, const TagSet& tags) {
  RequestContext context;
  const auto set = [&context](std::string_view key, const std::optional<std::string>& value) {
    if (value) {
      context.set(key, *value);
    }
  };
  set("s3:x-amz-server-side-encryption", settings.server_side_encryption);
  set("s3:x-amz-server-side-encryption-aws-kms-key-id", settings.sse_kms_key_id);
  set("s3:x-amz-server-side-encryption-customer-algorithm", settings.sse_customer_algorithm);
  set("s3:x-amz-storage-class", settings.storage_class);
  set("s3:x-amz-acl", settings.acl);
  set("s3:object-lock-mode", settings.object_lock_mode);
  set("s3:object-lock-legal-hold", settings.object_lock_legal_hold);
  if (settings.object_lock_retain_until) {
    context.set("s3:object-lock-retain-until-date",
                format_rfc3339(*settings.object_lock_retain_until));
  }
  std::vector<std::string> names;
  for (const Tag& tag : tags) {
    context.set("s3:RequestObjectTag/" + tag.key, tag.value);
    names.push_back(tag.key);
  }
  if (!names.empty()) {
    context.set_list("s3:RequestObjectTagKeys", std::move(names));
  }
  return context;
}

/// A permission that some uploads need on top of s3:PutObject.
struct UploadPermission {
  std::string_view action;
  bool is_needed = false;
};

bool caller_may_upload(Play& play, const BucketPlace& place, const std::string& key,
                       const ObjectSettings& settings, const TagSet& tags, const Storage& storage) {
  if (!play.caller.is_named()) {
    return true;
  }
  const std::string arn = object_arn(place, key);
  const RequestContext context = upload_context(settings, tags);
  const UploadPermission permissions[] = {
      {"s3:PutObject", true},
      {"s3:PutObjectTagging", !tags.empty()},
      {"s3:PutObjectAcl", settings.acl.has_value() || !settings.acl_grants.empty()},
      {"s3:PutObjectRetention", settings.object_lock_mode.has_value()},
      {"s3:PutObjectLegalHold", settings.object_lock_legal_hold.has_value()},
  };
  for (const UploadPermission& permission : permissions) {
    if (permission.is_needed && !play.caller.may(permission.action, arn, *place.facts, context)) {
      return false;
    }
  }
  if (!is_kms(storage.encryption)) {
    return true;
  }
  return play.caller.may_use_key("kms:GenerateDataKey", storage.key.arn, place.bucket->region,
                                 storage.bucket_key ? place.facts->arn : arn,
                                 settings.encryption_context);
}

bool takes_lock(Play& play, const BucketPlace& place, const ObjectSettings& settings) {
  const bool wants_lock = settings.object_lock_mode || settings.object_lock_legal_hold;
  if (wants_lock && !has_object_lock(*place.bucket)) {
    fail(play.outcome, "InvalidRequest", "Bucket is missing Object Lock Configuration");
    return false;
  }
  return true;
}

void set_lock(const Play& play, const Bucket& bucket, const ObjectSettings& settings,
              ObjectVersion& version) {
  if (settings.object_lock_legal_hold) {
    version.legal_hold = *settings.object_lock_legal_hold == "ON";
  }
  if (settings.object_lock_mode && settings.object_lock_retain_until) {
    version.retention =
        ObjectRetention{*settings.object_lock_mode, *settings.object_lock_retain_until};
  } else {
    version.retention = default_retention(bucket, play.run.now);
  }
}

std::string new_version_id(Play& play, const Bucket& bucket, const ObjectSettings& settings) {
  if (bucket.versioning != VersioningStatus::Enabled) {
    return "null";
  }
  return settings.version_id ? *settings.version_id : play.run.objects.next_version_id();
}

/// Stores a version and tells replication of it.
void store(Play& play, const BucketPlace& place, const ObjectAddress& address,
           const ObjectSettings& settings, ObjectVersion version) {
  version.key = address.key;
  version.last_modified = play.run.now;
  version.version_id = new_version_id(play, *place.bucket, settings);
  version.owner = owner_of_new(play, place, settings);
  version.acl = requested_acl(*place.account, version.owner, settings.acl, settings.acl_grants);
  version.storage_class = settings.storage_class.value_or("STANDARD");
  version.archive_status = settings.archive_status.value_or(std::string());
  version.encryption_context = settings.encryption_context;
  version.sse_customer_key = settings.sse_customer_key.value_or(std::string());
  version.sse_customer_key_md5 = settings.sse_customer_key_md5.value_or(std::string());
  version.where = play.event.where;
  set_lock(play, *place.bucket, settings, version);
  const std::string version_id = version.version_id;
  const ObjectVersion& stored = play.run.objects.put(*place.bucket, std::move(version));
  replicate(play.run, play.outcome, address.bucket, stored, Occasion::NewVersion);
  note_source(play, address, version_id);
}

struct Upload {
  const ObjectAddress& object;
  const ObjectSettings& settings;
  TagSet tags;
  std::int64_t size_bytes = 0;
  std::int64_t part_count = 0;
};

void upload(Play& play, const Upload& what) {
  const BucketPlace place =
      find_bucket(play, what.object.bucket, what.settings.expected_bucket_owner);
  if (!place) {
    return;
  }
  const std::optional<Storage> storage = choose_storage(play, place, what.settings);
  if (!storage ||
      !caller_may_upload(play, place, what.object.key, what.settings, what.tags, *storage)) {
    return;
  }
  if (is_kms(storage->encryption) && !takes_key_state(play, storage->key)) {
    return;
  }
  if (!takes_acl(play, place, what.settings.acl, what.settings.acl_grants) ||
      !takes_lock(play, place, what.settings)) {
    return;
  }
  ObjectVersion version;
  version.size_bytes = what.size_bytes;
  version.part_count = what.part_count;
  version.tags = what.tags;
  version.encryption = storage->encryption;
  version.kms_key_id = storage->key.arn;
  version.bucket_key_enabled = storage->bucket_key;
  store(play, place, what.object, what.settings, std::move(version));
}

/// The version that is copied, if the caller may read it.
std::optional<ObjectVersion> read_copy_source(Play& play, const CopyObject& operation) {
  const BucketPlace place = find_bucket(play, operation.copy_source_bucket);
  if (!place) {
    return std::nullopt;
  }
  const ObjectAddress address{operation.copy_source_bucket, operation.copy_source_key,
                              operation.copy_source_version_id};
  const ObjectVersion* source = find_version(play, place, address);
  if (source == nullptr) {
    return std::nullopt;
  }
  const std::string arn = object_arn(place, source->key);
  const bool has_version = address.version_id.has_value();
  const bool copies_tags = operation.tagging_directive == "COPY" && !source->tags.empty();
  const bool may_read =
      play.caller.may_on_object(has_version ? "s3:GetObjectVersion" : "s3:GetObject", arn,
                                *place.facts, *source) &&
      (!copies_tags ||
       play.caller.may_on_object(has_version ? "s3:GetObjectVersionTagging" : "s3:GetObjectTagging",
                                 arn, *place.facts, *source)) &&
      (!is_kms(source->encryption) ||
       play.caller.may_use_key("kms:Decrypt", source->kms_key_id, place.bucket->region,
                               source->bucket_key_enabled ? place.facts->arn : arn,
                               source->encryption_context));
  if (!may_read) {
    return std::nullopt;
  }
  const bool is_archived =
      source->storage_class == "GLACIER" || source->storage_class == "DEEP_ARCHIVE";
  if (is_archived && play.run.restored.count(version_place(address.bucket, *source)) == 0) {
    fail(play.outcome, "InvalidObjectState",
         "The operation is not valid for the object's storage class");
    return std::nullopt;
  }
  return *source;
}

}  // namespace

void play(Play& play, const PutObject& operation) {
  upload(play, {operation.object, operation.settings, operation.settings.tagging.value_or(TagSet{}),
                operation.size_bytes, 0});
}

void play(Play& play, const CompleteMultipartUpload& operation) {
  upload(play, {operation.object, operation.settings, operation.settings.tagging.value_or(TagSet{}),
                operation.size_bytes, operation.part_count});
}

void play(Play& play, const CopyObject& operation) {
  const std::optional<ObjectVersion> source = read_copy_source(play, operation);
  if (!source) {
    return;
  }
  const TagSet tags = operation.tagging_directive == "REPLACE"
                          ? operation.settings.tagging.value_or(TagSet{})
                          : source->tags;
  upload(play, {operation.object, operation.settings, tags, source->size_bytes, 0});
}

}  // namespace replisim
