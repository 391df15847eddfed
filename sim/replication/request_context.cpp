#include "sim/replication/request_context.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "sim/replication/delivery.h"
#include "sim/replication/run.h"

namespace replisim {
namespace {

constexpr std::string_view kS3Arn = "aws:s3:arn";
constexpr std::string_view kS3ArnKey = "kms:EncryptionContext:aws:s3:arn";
constexpr std::int64_t kMillisecondsPerDay = 86'400'000;

/// Sets a key, or changes its value in place.
void put(RequestContext& context, std::string_view key, std::string_view value) {
  if (std::string* known = context.find_own_value(key)) {
    known->assign(value);
  } else {
    context.set(key, std::string(value));
  }
}

void drop(RequestContext& context, std::string_view key) {
  if (context.find_own_value(key) != nullptr) {
    context.erase(key);
  }
}

void put_or_drop(RequestContext& context, std::string_view key, std::string_view value) {
  if (value.empty()) {
    drop(context, key);
  } else {
    put(context, key, value);
  }
}

void set_source_context(const Delivery& delivery, RequestContext& context) {
  if (delivery.run.settings.has(Setting::SourceContextAbsent)) {  // U39
    return;
  }
  const ReplicationPlan& plan = delivery.plan;
  put(context, "aws:SourceArn", plan.source_arn);
  put(context, "aws:SourceAccount", plan.source_account);
  const std::optional<Organization>& organization = delivery.run.world.organization;
  if (!organization) {
    return;
  }
  const std::string path = organization->path_of(plan.source_account);
  if (!path.empty()) {
    put(context, "aws:SourceOrgID", organization->id);
    context.set_list("aws:SourceOrgPaths", {path});
  }
}

std::string_view encryption_header(const Delivery& delivery) {
  const ObjectEncryption type = delivery.source.encryption;
  const bool has_header = type == ObjectEncryption::SseS3 || is_kms(type);
  return has_header && !delivery.run.settings.has(Setting::SseContextAbsent) ? to_string(type)
                                                                             : std::string_view();
}

void set_lock_keys(const Delivery& delivery, RequestContext& context) {
  const std::optional<ObjectRetention>& retention = delivery.source.retention;
  const bool has_keys = retention && !delivery.run.settings.has(Setting::LockContextAbsent);
  if (!has_keys) {
    drop(context, "s3:object-lock-mode");
    drop(context, "s3:object-lock-retain-until-date");
    drop(context, "s3:object-lock-remaining-retention-days");
    drop(context, "s3:object-lock-legal-hold");
    return;
  }
  const std::int64_t left =
      retention->retain_until.milliseconds_since_epoch - delivery.run.now.milliseconds_since_epoch;
  const std::int64_t days = (left + kMillisecondsPerDay - 1) / kMillisecondsPerDay;
  put(context, "s3:object-lock-mode", retention->mode);
  put(context, "s3:object-lock-retain-until-date", format_rfc3339(retention->retain_until));
  put(context, "s3:object-lock-remaining-retention-days", std::to_string(days));
  if (delivery.source.legal_hold) {
    put(context, "s3:object-lock-legal-hold", *delivery.source.legal_hold ? "ON" : "OFF");
  }
}

/// S3 assumes a role: keys of both services that do.
void set_session_name(RequestContext& context, std::string_view name, std::string_view region) {
  put(context, "sts:RoleSessionName", name);
  put(context, "aws:RequestedRegion", region);
}

}  // namespace

void set_given_keys(RequestContext& context, const std::vector<ContextEntry>& entries) {
  for (const ContextEntry& entry : entries) {
    ContextValue value;
    value.key = entry.key;
    value.values = entry.values;
    value.is_multivalued = entry.is_list;
    context.set(std::move(value));
  }
}

void set_assume_role_keys(const Delivery& delivery, RequestContext& context) {
  set_session_name(context, "s3-replication", delivery.plan.source_facts->region);
  set_source_context(delivery, context);
}

void set_assume_job_role_keys(const Delivery& delivery, RequestContext& context) {
  set_session_name(context, "s3-batch-operations", delivery.plan.source_facts->region);
  set_source_context(delivery, context);
}

void set_existing_object_keys(const Delivery& delivery, RequestContext& context) {
  put(context, "s3:versionid", delivery.source.version_id);
  for (const Tag& tag : delivery.source.tags) {
    context.set("s3:ExistingObjectTag/" + tag.key, tag.value);
  }
}

void set_replicate_object_keys(const Delivery& delivery, RequestContext& context) {
  const std::string_view header = encryption_header(delivery);
  put_or_drop(context, "s3:x-amz-server-side-encryption", header);
  const bool names_key = !header.empty() && is_kms(delivery.source.encryption) &&
                         delivery.plan.replica_key.has_value();
  put_or_drop(context, "s3:x-amz-server-side-encryption-aws-kms-key-id",
              names_key ? std::string_view(delivery.plan.replica_key->arn) : std::string_view());
  put_or_drop(context, "s3:x-amz-server-side-encryption-customer-algorithm",
              delivery.source.encryption == ObjectEncryption::SseC ? "AES256" : "");
  set_lock_keys(delivery, context);
}

void set_kms_call_keys(RequestContext& context, std::string_view caller_account,
                       std::string_view region) {
  put(context, "kms:CallerAccount", caller_account);
  put(context, "kms:ViaService", "s3." + std::string(region) + ".amazonaws.com");
  put(context, "kms:EncryptionAlgorithm", "SYMMETRIC_DEFAULT");
  put(context, "aws:ViaAWSService", "true");
  put(context, "aws:RequestedRegion", region);
}

void set_encryption_context(RequestContext& context, std::string_view arn, const TagSet& added) {
  put(context, kS3ArnKey, arn);
  std::vector<std::string> names = {std::string(kS3Arn)};
  for (const Tag& pair : added) {
    if (pair.key != kS3Arn) {
      names.push_back(pair.key);
      context.set("kms:EncryptionContext:" + pair.key, pair.value);
    }
  }
  if (!added.empty() || context.find_own_value("kms:EncryptionContextKeys") == nullptr) {
    context.set_list("kms:EncryptionContextKeys", std::move(names));
  }
}

void set_source_key_keys(const Delivery& delivery, RequestContext& context) {
  const ReplicationPlan& plan = delivery.plan;
  if (context.find_own_value(kS3ArnKey) == nullptr) {
    set_kms_call_keys(context, plan.role_account, plan.source_facts->region);
  }
  set_encryption_context(
      context, delivery.source.bucket_key_enabled ? plan.source_arn : delivery.source_object.text,
      delivery.source.encryption_context);
}

void set_replica_key_keys(const Delivery& delivery, RequestContext& context) {
  const ReplicationPlan& plan = delivery.plan;
  if (context.find_own_value(kS3ArnKey) == nullptr) {
    const std::string_view region = plan.destination_facts->region.empty()
                                        ? std::string_view(delivery.encryption.key->region)
                                        : std::string_view(plan.destination_facts->region);
    set_kms_call_keys(context, plan.role_account, region);
  }
  set_encryption_context(
      context,
      delivery.encryption.bucket_key ? plan.destination_arn : delivery.destination_object.text,
      delivery.source.encryption_context);
}

}  // namespace replisim
