#include "sim/replication/settings.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <optional>

#include "model/instant.h"
#include "model/spelling.h"

namespace replisim {
namespace {

constexpr std::string_view kLatency = "replication.latency";
constexpr std::string_view kMultipartDuration = "replication.multipart_duration";

constexpr SettingRow kRows[] = {
    {Setting::SourceContextAbsent, "replication.source_context", "U39", "populated", "absent",
     "aws:SourceAccount and aws:SourceArn are absent when S3 assumes the replication role"},
    {Setting::BucketReadsRequired, "replication.bucket_reads", "U30", "not_required", "required",
     "objects fail where the role lacks s3:GetReplicationConfiguration or s3:ListBucket"},
    {Setting::BucketKeyDecryptNotRequired, "replication.bucket_key_decrypt", "U21", "required",
     "not_required", "a replica under a bucket key takes no kms:Decrypt on the replica's key"},
    {Setting::CrossAccountGrantAlone, "kms.cross_account_grant", "U28", "identity_needed",
     "grant_alone", "a KMS grant lets a role of another account in without its own policy"},
    {Setting::ForeignObjectsFail, "replication.foreign_object", "U3", "not_eligible", "failed",
     "an object that the bucket owner cannot read fails with SrcGetObjectNotPermitted"},
    {Setting::RequesterPaysAccepted, "replication.requester_pays", "U5", "refused", "accepted",
     "a Requester Pays destination of another account takes replicas"},
    {Setting::PreferredOwnerTakesOver, "replication.owner_preferred", "U6", "source_owner",
     "bucket_owner", "BucketOwnerPreferred makes the bucket owner the owner of replicas"},
    {Setting::PublicAclRefused, "replication.public_acl", "U8", "written", "refused",
     "BlockPublicAcls refuses a replica whose copied ACL is public"},
    {Setting::AliasOfRequester, "replication.replica_key_alias", "U9", "alias_account",
     "requester_account", "an alias ARN as ReplicaKmsKeyID is resolved in the role's account"},
    {Setting::OptInIsNoCriterion, "replication.kms_opt_in", "U12", "criterion", "setting",
     "the highest priority wins even where that rule does not select KMS objects"},
    {Setting::AnyRuleReplicatesMarkers, "replication.marker_precedence", "U13", "winner", "any",
     "a delete marker follows any matching rule that replicates markers"},
    {Setting::AccountMismatchRefused, "replication.account_mismatch", "U14", "accepted", "refused",
     "PutBucketReplication refuses an Account that does not own the destination"},
    {Setting::MarkersStayInAccount, "replication.marker_across_accounts", "U17", "by_rule", "never",
     "delete markers are not replicated into another account"},
    {Setting::ManagedKeyFailsAcrossAccounts, "replication.managed_key_across_accounts", "U19",
     "replicated", "failed", "a replica under the role's own aws/s3 key fails in another account"},
    {Setting::EncryptSufficesForPlaintext, "replication.plaintext_key_action", "U23",
     "generate_data_key", "encrypt_suffices",
     "kms:Encrypt is enough for an unencrypted source into a bucket with a default key"},
    {Setting::AuthorizationBeforeExistence, "kms.question_order", "U27", "existence_first",
     "authorization_first", "a key that does not exist is reported as denied where nothing allows"},
    {Setting::MultipartBySize, "replication.multipart", "U31", "by_source", "by_size",
     "only replicas over 5 GB are written by multipart upload"},
    {Setting::LockWriteDenyIgnored, "replication.lock_write_deny", "U33", "honoured", "ignored",
     "a Deny of s3:PutObjectRetention or s3:PutObjectLegalHold does not stop replicas"},
    {Setting::SseContextAbsent, "replication.sse_context", "U35", "populated", "absent",
     "s3:ReplicateObject carries no s3:x-amz-server-side-encryption keys"},
    {Setting::LockContextAbsent, "replication.lock_context", "U36", "populated", "absent",
     "s3:ReplicateObject carries no s3:object-lock keys"},
    {Setting::OlderTls, "replication.tls_version", "U37", "1.3", "1.2",
     "s3:TlsVersion of S3's own calls is 1.2"},
    {Setting::InternalSourceIp, "replication.source_ip", "U38", "absent", "internal",
     "aws:SourceIp of S3's own calls is an internal address, 10.0.0.1"},
    {Setting::DestinationScpAsked, "replication.destination_scp", "U40", "not_asked", "asked",
     "SCPs of the destination's account bind the replication role, too"},
    {Setting::LifecycleTakesFailedObjects, "lifecycle.failed_objects", "U42", "blocked", "allowed",
     "lifecycle acts on objects whose replication status is FAILED"},
    {Setting::BatchChangesOwner, "batch.existing_owner", "U43", "unchanged", "overridden",
     "Batch Replication gives a replica that is there already a new owner"},
    {Setting::SseCNeverBlockedByDefault, "s3.sse_c_blocked_by_default", "U45", "dated_buckets",
     "never", "SSE-C is blocked only where the bucket's encryption says so"},
    {Setting::MetadataCreatesReplica, "replication.metadata_without_replica", "U46", "failed",
     "creates_replica", "a metadata change brings a replica that is missing"},
    {Setting::UnlistedBucketsElsewhere, "model.unlisted_buckets", "", "absent", "elsewhere",
     "a bucket that no account of the model has belongs to an account outside of it"},
};
static_assert(std::size(kRows) == kSettingCount);

constexpr bool are_in_order() {
  for (std::size_t i = 0; i < std::size(kRows); ++i) {
    if (static_cast<std::size_t>(kRows[i].setting) != i) {
      return false;
    }
  }
  return true;
}
static_assert(are_in_order());

Diagnostic fault(std::string message, const std::optional<std::string>& nearest) {
  Diagnostic diagnostic;
  diagnostic.code = "unknownSetting";
  diagnostic.severity = Severity::Error;
  diagnostic.message = std::move(message);
  if (nearest) {
    diagnostic.hint = "did you mean " + in_backticks(*nearest) + "?";
  }
  return diagnostic;
}

std::optional<std::string> nearest_setting(std::string_view name) {
  std::vector<std::string_view> names;
  for (const SettingRow& row : kRows) {
    names.push_back(row.name);
  }
  names.push_back(kLatency);
  names.push_back(kMultipartDuration);
  return nearest_name(name, names);
}

void read_duration(std::string_view name, const std::string& text, std::int64_t& milliseconds,
                   std::vector<Diagnostic>& faults) {
  const bool has_sign = !text.empty() && text.front() == '+';
  if (const auto offset = parse_offset_milliseconds(has_sign ? text : "+" + text)) {
    milliseconds = *offset;
    return;
  }
  faults.push_back(fault(
      "setting " + in_backticks(name) + " is a duration such as `15m`, not " + in_backticks(text),
      std::nullopt));
}

}  // namespace

std::span<const SettingRow> setting_rows() {
  return kRows;
}

Settings Settings::read(const std::map<std::string, std::string, std::less<>>& written,
                        std::vector<Diagnostic>& faults) {
  Settings settings;
  for (const auto& entry : written) {  // no structured binding: clang 14 captures none
    const std::string& name = entry.first;
    const std::string& value = entry.second;
    if (name == kLatency) {
      read_duration(name, value, settings.latency_milliseconds, faults);
      continue;
    }
    if (name == kMultipartDuration) {
      read_duration(name, value, settings.multipart_duration_milliseconds, faults);
      continue;
    }
    const auto row = std::find_if(std::begin(kRows), std::end(kRows),
                                  [&](const SettingRow& r) { return r.name == name; });
    if (row == std::end(kRows)) {
      faults.push_back(fault("unknown setting " + in_backticks(name), nearest_setting(name)));
    } else if (value == row->other_reading) {
      settings.chosen_.set(static_cast<std::size_t>(row->setting));
    } else if (value != row->default_reading) {
      const std::array readings = {row->default_reading, row->other_reading};
      std::optional<std::string> nearest = nearest_name(value, readings);
      faults.push_back(fault("setting " + in_backticks(name) + " is " +
                                 in_backticks(row->default_reading) + " or " +
                                 in_backticks(row->other_reading) + ", not " + in_backticks(value),
                             nearest));
    }
  }
  return settings;
}

}  // namespace replisim
