#include "sim/report/fix_step.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "model/arn.h"
#include "sim/reason/policy_repair.h"
#include "sim/report/denial.h"

namespace replisim {
namespace {

/// How a setting is said and made. In the texts `{subject}` is the bucket, `{rule}`, `{value}` and
/// `{detail}` what the change has under these names, `{id}` and `{region}` those of a key or role.
struct SettingWords {
  SettingKind kind;
  std::string_view sentence;
  std::string_view command;
  std::string_view terraform;
};

constexpr std::string_view kPutReplication =
    "aws s3api get-bucket-replication --bucket {subject}, change it, and aws s3api "
    "put-bucket-replication --bucket {subject} --replication-configuration file://FILE";

constexpr SettingWords kWords[] = {
    {SettingKind::BucketVersioning, "enable versioning of bucket {subject}",
     "aws s3api put-bucket-versioning --bucket {subject} --versioning-configuration Status=Enabled",
     R"(resource "aws_s3_bucket_versioning" "{name}" {
  bucket = "{subject}"
  versioning_configuration {
    status = "Enabled"
  }
})"},
    {SettingKind::RuleStatus, "enable rule {rule} of bucket {subject}", kPutReplication,
     R"(# aws_s3_bucket_replication_configuration of {subject}, rule {rule}
status = "Enabled")"},
    {SettingKind::SelectKmsObjects,
     "let rule {rule} of bucket {subject} select objects under KMS keys "
     "(SourceSelectionCriteria.SseKmsEncryptedObjects: Enabled)",
     kPutReplication,
     R"(# aws_s3_bucket_replication_configuration of {subject}, rule {rule}
source_selection_criteria {
  sse_kms_encrypted_objects {
    status = "Enabled"
  }
})"},
    {SettingKind::ReplicaKey,
     "name {value} in rule {rule} of bucket {subject} "
     "(Destination.EncryptionConfiguration.ReplicaKmsKeyID)",
     kPutReplication,
     R"(# aws_s3_bucket_replication_configuration of {subject}, rule {rule}, destination
encryption_configuration {
  replica_kms_key_id = "{value}"
})"},
    {SettingKind::DefaultKey, "let bucket {subject} encrypt with {value} by default",
     "aws s3api put-bucket-encryption --bucket {subject} --server-side-encryption-configuration "
     "'{\"Rules\":[{\"ApplyServerSideEncryptionByDefault\":{\"SSEAlgorithm\":\"aws:kms\","
     "\"KMSMasterKeyID\":\"{value}\"}}]}'",
     R"(resource "aws_s3_bucket_server_side_encryption_configuration" "{name}" {
  bucket = "{subject}"
  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = "{value}"
    }
  }
})"},
    {SettingKind::RuleAccount,
     "name {value} as the destination's owner in rule {rule} of bucket {subject} "
     "(Destination.Account)",
     kPutReplication,
     R"(# aws_s3_bucket_replication_configuration of {subject}, rule {rule}, destination
account = "{value}")"},
    {SettingKind::RulePrefix,
     "write the prefix of a rule of bucket {subject} as `{value}` instead of `{detail}`: it is "
     "taken literally",
     kPutReplication,
     R"(# aws_s3_bucket_replication_configuration of {subject}
filter {
  prefix = "{value}"
})"},
    {SettingKind::DeleteMarkers,
     "let rule {rule} of bucket {subject} replicate delete markers "
     "(DeleteMarkerReplication: Enabled)",
     kPutReplication,
     R"(# aws_s3_bucket_replication_configuration of {subject}, rule {rule}
delete_marker_replication {
  status = "Enabled"
})"},
    {SettingKind::ReplicaModifications,
     "let rule {rule} of bucket {subject} replicate changes of replicas "
     "(SourceSelectionCriteria.ReplicaModifications: Enabled)",
     kPutReplication,
     R"(# aws_s3_bucket_replication_configuration of {subject}, rule {rule}
source_selection_criteria {
  replica_modifications {
    status = "Enabled"
  }
})"},
    {SettingKind::KeyState, "enable key {id}", "aws kms enable-key --key-id {id} --region {region}",
     R"(# aws_kms_key {id}
is_enabled = true)"},
    {SettingKind::RequestPayer, "let the owner of bucket {subject} pay for requests",
     "aws s3api put-bucket-request-payment --bucket {subject} --request-payment-configuration "
     "Payer=BucketOwner",
     R"(resource "aws_s3_bucket_request_payment_configuration" "{name}" {
  bucket = "{subject}"
  payer  = "BucketOwner"
})"},
    {SettingKind::RestrictPublicBuckets,
     "set RestrictPublicBuckets of {subject} to false; safer, and as good: make the bucket policy "
     "name principals instead of `*`, then it is not public",
     "aws s3api get-public-access-block --bucket {subject}, change it, and aws s3api "
     "put-public-access-block --bucket {subject} --public-access-block-configuration file://FILE",
     R"(# aws_s3_bucket_public_access_block of {subject}
restrict_public_buckets = false)"},
    {SettingKind::ObjectOwnership,
     "disable ACLs in bucket {subject} (BucketOwnerEnforced): its owner then owns every object",
     "aws s3api put-bucket-ownership-controls --bucket {subject} --ownership-controls "
     "'Rules=[{ObjectOwnership=BucketOwnerEnforced}]'",
     R"(resource "aws_s3_bucket_ownership_controls" "{name}" {
  bucket = "{subject}"
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
})"},
    {SettingKind::ObjectLock, "enable Object Lock in bucket {subject}; it cannot be disabled again",
     "aws s3api put-object-lock-configuration --bucket {subject} --object-lock-configuration "
     "ObjectLockEnabled=Enabled",
     R"(resource "aws_s3_bucket_object_lock_configuration" "{name}" {
  bucket              = "{subject}"
  object_lock_enabled = "Enabled"
})"},
    {SettingKind::EncryptionTypes, "let bucket {subject} take objects under SSE-C",
     "aws s3api get-bucket-encryption --bucket {subject}, set BlockedEncryptionTypes to NONE, and "
     "aws s3api put-bucket-encryption --bucket {subject} --server-side-encryption-configuration "
     "file://FILE",
     R"(# aws_s3_bucket_server_side_encryption_configuration of {subject}, rule
blocked_encryption_types = ["NONE"])"},
    {SettingKind::Region, "enable Region {value} for account {subject}",
     "aws account enable-region --region-name {value} --account-id {subject}",
     R"(resource "aws_account_region" "{name}" {
  region_name = "{value}"
  enabled     = true
})"},
    {SettingKind::NewRole, "make the role {subject}, which S3 may assume",
     "aws iam create-role --role-name {id} --assume-role-policy-document "
     "'{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
     "\"s3.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}'",
     R"(resource "aws_iam_role" "{name}" {
  name = "{id}"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sts:AssumeRole"
    }]
  })
})"},
    {SettingKind::NewBucket, "make bucket {subject} in {detail}, with versioning",
     "aws s3api create-bucket --bucket {subject} --region {detail} --create-bucket-configuration "
     "LocationConstraint={detail}, and aws s3api put-bucket-versioning --bucket {subject} "
     "--versioning-configuration Status=Enabled",
     R"(resource "aws_s3_bucket" "{name}" {
  bucket = "{subject}"
}

resource "aws_s3_bucket_versioning" "{name}" {
  bucket = aws_s3_bucket.{name}.id
  versioning_configuration {
    status = "Enabled"
  }
})"},
    {SettingKind::NewKey, "make a key in {detail} (here {subject})",
     "aws kms create-key --region {detail}",
     R"(resource "aws_kms_key" "replica" {
  description = "replicas"
})"},
};

/// The words of a setting, filled in.
std::string filled(std::string_view text, const Change& change) {
  const std::optional<Arn> arn = parse_arn(change.subject);
  const std::string id(arn ? arn->resource.substr(arn->resource.rfind('/') + 1)
                           : std::string_view(change.subject));
  std::string name = id;
  std::replace_if(
      name.begin(), name.end(),
      [](char c) {
        return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
      },
      '_');
  const std::pair<std::string_view, std::string> fields[] = {
      {"{subject}", change.subject},
      {"{rule}", change.rule},
      {"{value}", change.value},
      {"{detail}", change.detail},
      {"{id}", id},
      {"{name}", name},
      {"{region}", arn ? std::string(arn->region) : std::string()},
  };
  std::string out;
  while (!text.empty()) {
    const auto field = std::find_if(std::begin(fields), std::end(fields),
                                    [&](const auto& one) { return text.starts_with(one.first); });
    if (field == std::end(fields)) {
      out += text.front();
      text.remove_prefix(1);
    } else {
      out += field->second;
      text.remove_prefix(field->first.size());
    }
  }
  return out;
}

const SettingWords& words_of(SettingKind kind) {
  return *std::find_if(std::begin(kWords), std::end(kWords),
                       [kind](const SettingWords& words) { return words.kind == kind; });
}

std::string quoted(std::string_view name) {
  return name.empty() ? std::string() : " `" + std::string(name) + "`";
}

}  // namespace

std::string policy_phrase(const ChangedPolicy& policy, const World& world) {
  const std::string holder = name_arn(policy.holder, world);
  switch (policy.kind) {
    case DeniedBy::BucketPolicy: return "the bucket policy of " + holder;
    case DeniedBy::KeyPolicy: return "the key policy of " + holder;
    case DeniedBy::TrustPolicy: return "the trust policy of " + holder;
    case DeniedBy::IdentityPolicy: return "the policy" + quoted(policy.name) + " of " + holder;
    case DeniedBy::PermissionsBoundary: return "the permissions boundary of " + holder;
    case DeniedBy::ServiceControlPolicy: return "the service control policy" + quoted(policy.name);
    case DeniedBy::ResourceControlPolicy:
      return "the resource control policy" + quoted(policy.name);
    case DeniedBy::Nothing:
    case DeniedBy::ResourcePolicy:
    case DeniedBy::SessionPolicy:
    case DeniedBy::Grant:
    case DeniedBy::VpcEndpointPolicy:
    case DeniedBy::BlockPublicAccess: break;
  }
  return "the policy of " + holder;
}

std::string step_sentence(const FixStep& step, const World& world) {
  const Change& change = *step.change;
  switch (change.kind) {
    case Change::Kind::AddStatement:
      if (change.policy.is_new && change.policy.kind == DeniedBy::IdentityPolicy) {
        return "give " + name_arn(change.policy.holder, world) + " an inline policy";
      }
      return (change.policy.is_new ? "make " : "add to ") + policy_phrase(change.policy, world);
    case Change::Kind::NarrowDeny:
      return "narrow the Deny `" + change.deny + "` of " + policy_phrase(change.policy, world) +
             ": it stays, and spares " + name_arn(change.exception.values.front(), world) +
             (change.policy.kind == DeniedBy::IdentityPolicy
                  ? ", whose own policy it is: to take S3's actions out of it does the same"
                  : "");
    case Change::Kind::Set: break;
  }
  return filled(words_of(change.setting).sentence, change);
}

std::string setting_command(const Change& change) {
  if (change.kind != Change::Kind::Set) {
    return {};
  }
  std::string command = filled(words_of(change.setting).command, change);
  if (change.setting == SettingKind::KeyState && change.detail == "PendingDeletion") {
    command = filled("aws kms cancel-key-deletion --key-id {id} --region {region}, and ", change) +
              command;
  }
  return command;
}

std::string setting_terraform(const Change& change) {
  return change.kind == Change::Kind::Set ? filled(words_of(change.setting).terraform, change)
                                          : std::string();
}

std::vector<FixStep> steps_of(const std::vector<Change>& changes) {
  std::vector<FixStep> steps;
  for (const Change& change : changes) {
    const auto known = std::find_if(steps.begin(), steps.end(), [&](const FixStep& step) {
      return step.change->kind == Change::Kind::AddStatement &&
             step.change->policy.kind == change.policy.kind &&
             step.change->policy.holder == change.policy.holder &&
             step.change->policy.pointer == change.policy.pointer;
    });
    if (change.kind == Change::Kind::AddStatement && known != steps.end()) {
      known->statements.push_back(change.statement);
      continue;
    }
    FixStep& step = steps.emplace_back();
    step.account = change.account;
    step.change = &change;
    if (change.kind == Change::Kind::AddStatement) {
      step.statements.push_back(change.statement);
    }
  }
  for (FixStep& step : steps) {
    step.statements = united(std::move(step.statements));
  }
  return steps;
}

}  // namespace replisim
