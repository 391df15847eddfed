#include <array>
#include <utility>

#include "model/import/terraform_translation.h"

namespace replisim {
namespace {

using Translation = TerraformTranslation;
using Instance = TerraformInstance;
using Value = TerraformValue;

/// A setting of which it is not known what it will be: the bucket cannot be judged.
void give_up(Translation& t, Draft& bucket, const Value& value) {
  t.note_unknown(value);
  bucket.set(kPartialNote, Draft::boolean(true, value.where));
}

void copy_member(Draft& object, std::string_view name, const Value& value) {
  if (value.is_known()) {
    object.set(name, Draft::copy(*value.known));
  }
}

void put_versioning(Translation& t, Draft& bucket, const Value& status) {
  if (status.is_unknown()) {
    give_up(t, bucket, status);
  } else if (!status.text().empty() && status.text() != "Disabled") {
    bucket.object_at("Versioning", status.where).set("Status", Draft::copy(*status.known));
    t.note_origin_of(bucket, "Versioning", *status.instance);
  }
}

/// `Rules: [{ApplyServerSideEncryptionByDefault: {…}, BucketKeyEnabled}]`
void put_encryption(Translation& t, Draft& bucket, const Value& rule) {
  if (!rule.is_known()) {
    return;
  }
  const Value by_default = rule.block("apply_server_side_encryption_by_default");
  const Value algorithm = by_default.at("sse_algorithm");
  if (algorithm.is_unknown() || by_default.is_unknown()) {
    give_up(t, bucket, algorithm);
    return;
  }
  Draft made = Draft::object(rule.where);
  if (algorithm.is_known()) {
    Draft& encryption = made.object_at("ApplyServerSideEncryptionByDefault", by_default.where);
    encryption.set("SSEAlgorithm", Draft::copy(*algorithm.known));
    const Value key = by_default.at("kms_master_key_id");
    if (std::optional<Draft> text = t.text(key, NameWanted::Key, t.missing_key_prefix(key))) {
      if (!text->text.empty() || (text->node != nullptr && !text->node->text.empty())) {
        encryption.set("KMSMasterKeyID", *std::move(text));
      }
    }
  }
  copy_member(made, "BucketKeyEnabled", rule.at("bucket_key_enabled"));
  const Value blocked = rule.at("blocked_encryption_types");
  if (blocked.is_known() && blocked.known->child_count > 0) {
    made.object_at("BlockedEncryptionTypes", blocked.where)
        .set("EncryptionType", Draft::copy(*blocked.known));
  }
  Draft& configuration = bucket.set("ServerSideEncryptionConfiguration", Draft::object(rule.where));
  configuration.array_at("Rules", rule.where).push(std::move(made));
  t.note_origin_of(bucket, "ServerSideEncryptionConfiguration", *rule.instance);
}

void put_object_lock(Translation& t, Draft& bucket, const Value& enabled, const Value& rule) {
  const bool is_enabled = enabled.is_true() || enabled.text() == "Enabled";
  if (!is_enabled && !rule.is_known()) {
    return;
  }
  Draft& lock = bucket.object_at("ObjectLockConfiguration", enabled.where);
  lock.set("ObjectLockEnabled", Draft::string("Enabled", enabled.where));
  const Value retention = rule.block("default_retention");
  if (retention.is_known()) {
    Draft& made =
        lock.object_at("Rule", rule.where).set("DefaultRetention", Draft::object(retention.where));
    copy_member(made, "Mode", retention.at("mode"));
    for (const auto& [name, attribute] : {std::pair{"Days", "days"}, std::pair{"Years", "years"}}) {
      const Value count = retention.at(attribute);
      if (count.is_known() && count.known->text != "0") {
        copy_member(made, name, count);
      }
    }
  }
  t.note_origin_of(bucket, "ObjectLockConfiguration", *enabled.instance);
}

struct CannedGrant {
  std::string_view acl;
  std::string_view group;
  std::string_view permission;
};
constexpr CannedGrant kCannedGrants[] = {
    {"public-read", "http://acs.amazonaws.com/groups/global/AllUsers", "READ"},
    {"public-read-write", "http://acs.amazonaws.com/groups/global/AllUsers", "READ"},
    {"public-read-write", "http://acs.amazonaws.com/groups/global/AllUsers", "WRITE"},
    {"authenticated-read", "http://acs.amazonaws.com/groups/global/AuthenticatedUsers", "READ"},
    {"log-delivery-write", "http://acs.amazonaws.com/groups/s3/LogDelivery", "WRITE"},
    {"log-delivery-write", "http://acs.amazonaws.com/groups/s3/LogDelivery", "READ_ACP"},
};

void put_canned_acl(Translation& t, Draft& bucket, const Value& acl) {
  for (const CannedGrant& row : kCannedGrants) {
    if (row.acl != acl.text()) {
      continue;
    }
    Draft& grants =
        bucket.object_at("AccessControlPolicy", acl.where).array_at("Grants", acl.where);
    Draft& grant = grants.push(Draft::object(acl.where));
    Draft& grantee = grant.set("Grantee", Draft::object(acl.where));
    grantee.set("Type", Draft::string("Group", acl.where));
    grantee.set("URI", Draft::string(row.group, acl.where));
    grant.set("Permission", Draft::string(row.permission, acl.where));
    t.note_origin_of(bucket, "AccessControlPolicy", *acl.instance);
  }
}

void put_tags(Draft& object, std::string_view name, const Value& tags) {
  if (!tags.is_known() || tags.known->child_count == 0) {
    return;
  }
  Draft& list = object.set(name, Draft::array(tags.where));
  for (const JsonNode& member : *tags.known) {
    if (member.is_string()) {
      Draft& tag = list.push(Draft::object(member.where));
      tag.set("Key", Draft::string(member.key, member.key_where));
      tag.set("Value", Draft::copy(member));
    }
  }
}

/// The blocks and attributes of `aws_s3_bucket` that later providers split off. On creation those
/// that are not written are unknown and stay empty: what sets them are the resources of their own.
void put_legacy_settings(Translation& t, Draft& bucket, const Instance& instance) {
  const Value attributes = attributes_of(instance);
  const bool is_settled = !instance.is_created;
  const Value versioning = attributes.at("versioning");
  if (attributes.block("versioning").at("enabled").is_true()) {
    bucket.object_at("Versioning", versioning.where)
        .set("Status", Draft::string("Enabled", versioning.where));
  } else if (is_settled && versioning.is_unknown()) {
    give_up(t, bucket, versioning);
  }
  const Value encryption = attributes.block("server_side_encryption_configuration");
  put_encryption(t, bucket, encryption.block("rule"));
  if (is_settled && attributes.at("server_side_encryption_configuration").is_unknown()) {
    give_up(t, bucket, attributes.at("server_side_encryption_configuration"));
  }
  const Value lock = attributes.block("object_lock_configuration");
  put_object_lock(
      t, bucket,
      lock.is_known() ? lock.at("object_lock_enabled") : attributes.at("object_lock_enabled"),
      lock.block("rule"));
  put_canned_acl(t, bucket, attributes.at("acl"));
  if (attributes.at("request_payer").text() == "Requester") {
    bucket.object_at("RequestPaymentConfiguration", instance.where)
        .set("Payer", Draft::string("Requester", attributes.at("request_payer").where));
  }
}

void put_legacy_policy(Translation& t, Draft& bucket, const Instance& instance) {
  const Value policy = attribute_of(instance, "policy");
  const bool is_written = policy.expression != nullptr;
  if (policy.is_unknown() && (is_written || !instance.is_created)) {
    t.set_policy(bucket, "Policy", policy);
  } else if (policy.is_known() && !t.is_made_up_policy(policy)) {
    t.set_policy(bucket, "Policy", policy);
  }
}

void translate_bucket(Translation& t, const Instance& instance) {
  Draft* const bucket = t.add(instance, "Buckets", "Name", t.names().own_name(instance));
  if (bucket == nullptr) {
    return;
  }
  if (t.names().is_stand_in(instance)) {
    t.note_unknown(attribute_of(instance, "bucket"),
                   "the name is only known after apply; another stands for it");
  }
  t.put_region(*bucket, instance);
  put_legacy_settings(t, *bucket, instance);
  put_legacy_policy(t, *bucket, instance);
  put_tags(*bucket, "TagSet", attribute_of(instance, "tags"));
}

void translate_versioning(Translation& t, const Instance& instance) {
  if (Draft* const bucket = t.bucket_of(instance)) {
    const Value configuration = attributes_of(instance).block("versioning_configuration");
    bucket->remove("Versioning");
    put_versioning(t, *bucket, configuration.at("status"));
  }
}

void translate_encryption(Translation& t, const Instance& instance) {
  if (Draft* const bucket = t.bucket_of(instance)) {
    const Value rules = attribute_of(instance, "rule");
    bucket->remove("ServerSideEncryptionConfiguration");
    if (rules.is_unknown()) {
      give_up(t, *bucket, rules);
    }
    put_encryption(t, *bucket, attributes_of(instance).block("rule"));
  }
}

void translate_policy(Translation& t, const Instance& instance) {
  if (Draft* const bucket = t.bucket_of(instance)) {
    bucket->remove("Policy");
    t.set_policy(*bucket, "Policy", attribute_of(instance, "policy"));
  }
}

void translate_ownership(Translation& t, const Instance& instance) {
  Draft* const bucket = t.bucket_of(instance);
  const Value ownership = attributes_of(instance).block("rule").at("object_ownership");
  if (bucket == nullptr) {
    return;
  }
  if (ownership.is_unknown()) {
    give_up(t, *bucket, ownership);
  } else if (ownership.is_known()) {
    Draft& rules = bucket->object_at("OwnershipControls", instance.where)
                       .set("Rules", Draft::array(ownership.where));
    rules.push(Draft::object(ownership.where))
        .set("ObjectOwnership", Draft::copy(*ownership.known));
    t.note_origin_of(*bucket, "OwnershipControls", instance);
  }
}

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kPublicAccess = {{
    {"BlockPublicAcls", "block_public_acls"},
    {"IgnorePublicAcls", "ignore_public_acls"},
    {"BlockPublicPolicy", "block_public_policy"},
    {"RestrictPublicBuckets", "restrict_public_buckets"},
}};

void put_public_access(Translation& t, Draft& owner, const Instance& instance) {
  Draft& block = owner.set("PublicAccessBlockConfiguration", Draft::object(instance.where));
  for (const auto& [name, attribute] : kPublicAccess) {
    const Value value = attribute_of(instance, attribute);
    copy_member(block, name, value);
    if (value.is_unknown()) {
      give_up(t, owner, value);
    }
  }
  t.note_origin_of(owner, "PublicAccessBlockConfiguration", instance);
}

void translate_public_access(Translation& t, const Instance& instance) {
  if (Draft* const bucket = t.bucket_of(instance)) {
    put_public_access(t, *bucket, instance);
  }
}

void translate_account_public_access(Translation& t, const Instance& instance) {
  if (Draft* const account = t.account(instance)) {
    put_public_access(t, *account, instance);
    account->remove(kPartialNote);
  }
}

void translate_acl(Translation& t, const Instance& instance) {
  Draft* const bucket = t.bucket_of(instance);
  if (bucket == nullptr) {
    return;
  }
  bucket->remove("AccessControlPolicy");
  put_canned_acl(t, *bucket, attribute_of(instance, "acl"));
  const Value policy = attributes_of(instance).block("access_control_policy");
  if (!policy.is_known() || !attribute_of(instance, "acl").text().empty()) {
    return;
  }
  Draft& made = bucket->object_at("AccessControlPolicy", policy.where);
  if (const Value id = policy.block("owner").at("id"); id.is_known()) {
    made.object_at("Owner", id.where).set("ID", Draft::copy(*id.known));
  }
  Draft& grants = made.array_at("Grants", policy.where);
  for (const Value& grant : policy.at("grant").elements()) {
    const Value grantee = grant.block("grantee");
    Draft& one = grants.push(Draft::object(grant.where));
    Draft& who = one.set("Grantee", Draft::object(grantee.where));
    copy_member(who, "Type", grantee.at("type"));
    for (const auto& [name, attribute] : {std::pair{"ID", "id"}, std::pair{"URI", "uri"},
                                          std::pair{"EmailAddress", "email_address"}}) {
      if (!grantee.at(attribute).text().empty()) {
        copy_member(who, name, grantee.at(attribute));
      }
    }
    copy_member(one, "Permission", grant.at("permission"));
  }
}

void translate_object_lock(Translation& t, const Instance& instance) {
  if (Draft* const bucket = t.bucket_of(instance)) {
    Value enabled = attribute_of(instance, "object_lock_enabled");
    const JsonNode& yes =
        t.keep({.kind = JsonKind::Boolean, .boolean = true, .where = instance.where});
    enabled.known = &yes;  // the default of the attribute
    put_object_lock(t, *bucket, enabled, attributes_of(instance).block("rule"));
  }
}

void translate_request_payment(Translation& t, const Instance& instance) {
  Draft* const bucket = t.bucket_of(instance);
  const Value payer = attribute_of(instance, "payer");
  if (bucket != nullptr && payer.is_known()) {
    bucket->object_at("RequestPaymentConfiguration", instance.where)
        .set("Payer", Draft::copy(*payer.known));
  }
}

/// An object that the configuration itself uploads.
void translate_object(Translation& t, const Instance& instance) {
  const Value attributes = attributes_of(instance);
  const std::optional<std::string> bucket =
      t.names().resolve(attributes.at("bucket"), NameWanted::BucketName);
  if (!bucket || attributes.at("key").text().empty() || !instance.is_created) {
    return;
  }
  Draft& event =
      t.scenario().array_at("events", instance.where).push(Draft::object(instance.where));
  event.set("id", Draft::string(instance.address, instance.where));
  event.set("operation", Draft::string("PutObject", instance.where));
  Draft& params = event.set("params", Draft::object(instance.where));
  params.set("Bucket", Draft::string(*bucket, attributes.at("bucket").where));
  copy_member(params, "Key", attributes.at("key"));
  copy_member(params, "ServerSideEncryption", attributes.at("server_side_encryption"));
  copy_member(params, "BucketKeyEnabled", attributes.at("bucket_key_enabled"));
  copy_member(params, "StorageClass", attributes.at("storage_class"));
  copy_member(params, "ACL", attributes.at("acl"));
  const Value key = attributes.at("kms_key_id");
  const bool has_key = key.is_known() || key.expression != nullptr;
  if (auto text = has_key ? t.text(key, NameWanted::Key, t.missing_key_prefix(key))
                          : std::optional<Draft>()) {
    params.set("SSEKMSKeyId", *std::move(text));
  }
  put_tags(params, "Tagging", attributes.at("tags"));
  t.note_origin(event, instance);
}

constexpr TerraformRow kRows[] = {
    {"aws_s3_bucket", 0, &translate_bucket},
    {"aws_s3_bucket_versioning", 1, &translate_versioning},
    {"aws_s3_bucket_server_side_encryption_configuration", 1, &translate_encryption},
    {"aws_s3_bucket_policy", 1, &translate_policy},
    {"aws_s3_bucket_ownership_controls", 1, &translate_ownership},
    {"aws_s3_bucket_public_access_block", 1, &translate_public_access},
    {"aws_s3_account_public_access_block", 1, &translate_account_public_access},
    {"aws_s3_bucket_acl", 1, &translate_acl},
    {"aws_s3_bucket_object_lock_configuration", 1, &translate_object_lock},
    {"aws_s3_bucket_request_payment_configuration", 1, &translate_request_payment},
    {"aws_s3_object", 9, &translate_object},
    {"aws_s3_bucket_object", 9, &translate_object},
};

}  // namespace

std::span<const TerraformRow> terraform_s3_rows() {
  return kRows;
}

}  // namespace replisim
