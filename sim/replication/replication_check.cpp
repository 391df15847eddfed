// What S3 checks when a replication configuration is stored (2.5 of the dossier, recorded).

#include "sim/replication/replication_check.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <set>

#include "model/arn.h"
#include "sim/replication/bucket_state.h"
#include "sim/replication/rules.h"

namespace replisim {
namespace {

constexpr std::size_t kRulesMax = 1000;
constexpr std::size_t kIdLengthMax = 255;
constexpr std::int64_t kPriorityMax = 2'147'483'647;
constexpr std::int64_t kRtcMinutes = 15;
constexpr Instant kLockWithoutToken{1'700'438'400'000};  // 2023-11-20, U7

using Fault = std::optional<ConfigurationFault>;
using Case = ConfigurationCase;

constexpr std::string_view kMalformed =
    "The XML you provided was not well-formed or did not validate against our published schema";

Fault malformed(SourceRange where) {
  return ConfigurationFault{"MalformedXML", std::string(kMalformed), where};
}

Fault invalid_request(std::string message, SourceRange where) {
  return ConfigurationFault{"InvalidRequest", std::move(message), where};
}

Fault invalid_argument(std::string message, SourceRange where) {
  return ConfigurationFault{"InvalidArgument", std::move(message), where};
}

std::string for_this_version(std::string_view element, std::string_view verb) {
  return std::string(element) + " " + std::string(verb) +
         " for this version of Cross Region Replication configuration schema. Please refer to S3 "
         "Developer Guide for more information.";
}

bool is_status(const RuleStatus& status) {
  return status.text == "Enabled" || status.text == "Disabled";
}

/// Absent is fine, anything else has to be a status.
bool has_bad_status(const std::optional<RuleStatus>& status) {
  return status && !is_status(*status);
}

bool is_storage_class(std::string_view name) {
  constexpr std::array<std::string_view, 8> kClasses = {
      "STANDARD", "STANDARD_IA",  "ONEZONE_IA", "REDUCED_REDUNDANCY", "INTELLIGENT_TIERING",
      "GLACIER",  "DEEP_ARCHIVE", "GLACIER_IR"};
  return std::find(kClasses.begin(), kClasses.end(), name) != kClasses.end();
}

// shape: one function a part of the document

bool has_malformed_filter(const ReplicationRule& rule) {
  if (!rule.filter) {
    return !rule.prefix;  // neither of them (recorded)
  }
  const RuleFilter& filter = *rule.filter;
  const int predicates = (filter.prefix ? 1 : 0) + (filter.tag ? 1 : 0) + (filter.both ? 1 : 0);
  if (rule.prefix || predicates > 1) {
    return true;
  }
  return filter.both && filter.both->tags.size() + (filter.both->prefix ? 1U : 0U) < 2;  // recorded
}

bool has_malformed_destination(const ReplicationDestination& destination) {
  const auto& owner = destination.access_control_translation_owner;
  return (owner && *owner != "Destination") ||
         (destination.storage_class && !is_storage_class(*destination.storage_class)) ||
         (destination.metrics && !is_status(destination.metrics->status)) ||
         (destination.replication_time && !is_status(destination.replication_time->status));
}

bool is_malformed(const ReplicationRule& rule) {
  const auto& criteria = rule.source_selection_criteria;
  return !is_status(rule.status) || (rule.priority && *rule.priority > kPriorityMax) ||
         has_malformed_filter(rule) || has_bad_status(rule.delete_marker_replication) ||
         rule.existing_object_replication.has_value() ||
         (criteria && (has_bad_status(criteria->sse_kms_encrypted_objects) ||
                       has_bad_status(criteria->replica_modifications))) ||
         has_malformed_destination(rule.destination);
}

Fault check_document(const Case& c) {
  const ReplicationConfiguration& configuration = c.configuration;
  if (!configuration.role || configuration.rules.empty() ||
      configuration.rules.size() > kRulesMax) {
    return malformed(configuration.where);
  }
  for (const ReplicationRule& rule : configuration.rules) {
    if (is_malformed(rule)) {
      return malformed(rule.where);
    }
  }
  return {};
}

Fault check_role(const Case& c) {
  const std::string& role = *c.configuration.role;
  const std::optional<Arn> arn = parse_arn(role);
  const bool is_role = arn && arn->service == "iam" && is_account_id(arn->account) &&
                       arn->resource.starts_with("role/") && arn->resource.size() > 5;
  if (is_role) {
    return {};
  }
  return invalid_argument(arn && arn->service == "iam"
                              ? "The relative id should start with role"
                              : "Invalid Role specified in replication configuration",
                          c.configuration.role_where);
}

// content: a row a check, in the order of U16

struct BucketRow {
  Fault (*check)(const Case&);
};

struct RuleCase {
  const Case& c;
  const ReplicationRule& rule;
  std::size_t number;
  SchemaVersion version;
};

struct RuleRow {
  std::string_view name;
  Fault (*check)(const RuleCase&);
};

Fault check_source_versioning(const Case& c) {
  if (c.source.versioning == VersioningStatus::Enabled) {
    return {};
  }
  return invalid_request(
      "Versioning must be 'Enabled' on the bucket to apply a replication configuration",
      c.source.where);
}

Fault check_lock_token(const Case& c) {
  const bool is_locked = has_object_lock(c.source);
  if (!is_locked || c.has_lock_token || !(c.now < kLockWithoutToken)) {
    return {};
  }
  return invalid_request(
      "Replication configuration cannot be applied to an Object Lock enabled bucket",
      c.configuration.where);
}

template <typename Predicate>
bool any_before(const RuleCase& r, Predicate&& predicate) {
  const auto& rules = r.c.configuration.rules;
  return std::any_of(rules.begin(), rules.begin() + static_cast<std::ptrdiff_t>(r.number),
                     predicate);
}

Fault check_id(const RuleCase& r) {
  const std::string& id = r.rule.id;
  if (id.size() > kIdLengthMax) {
    return invalid_argument("Rule Id cannot be greater than 255", r.rule.id_where);
  }
  if (std::any_of(id.begin(), id.end(),
                  [](char letter) { return static_cast<unsigned char>(letter) >= 0x80; })) {
    return invalid_argument("Rule Id must be ASCII", r.rule.id_where);  // text not recorded
  }
  if (!id.empty() &&
      any_before(r, [&id](const ReplicationRule& other) { return other.id == id; })) {
    return invalid_argument("Rule Id must be unique", r.rule.id_where);
  }
  return {};
}

/// V1 has no V2 elements, V2 needs two of them.
Fault check_version(const RuleCase& r) {
  const ReplicationRule& rule = r.rule;
  if (r.version == SchemaVersion::V2) {
    if (!rule.priority) {
      return invalid_request(for_this_version("Priority", "must be specified"), rule.where);
    }
    if (!rule.delete_marker_replication) {
      return invalid_request(for_this_version("DeleteMarkerReplication", "must be specified"),
                             rule.where);
    }
    return {};
  }
  const bool has_modifications =
      rule.source_selection_criteria && rule.source_selection_criteria->replica_modifications;
  const std::string_view element = rule.priority                    ? "Priority"
                                   : rule.delete_marker_replication ? "DeleteMarkerReplication"
                                   : has_modifications              ? "ReplicaModifications"
                                   : rule.filter                    ? "Filter"
                                                                    : "";
  return element.empty() ? Fault{}
                         : invalid_request(for_this_version(element, "cannot be used"), rule.where);
}

Fault check_priority(const RuleCase& r) {
  if (!r.rule.priority) {
    return {};
  }
  const std::int64_t priority = *r.rule.priority;
  if (priority < 0) {
    return invalid_request("Priority must be between 0 and 2147483647.", r.rule.where);
  }
  if (any_before(r,
                 [priority](const ReplicationRule& other) { return other.priority == priority; })) {
    return invalid_request("Found duplicate priority " + std::to_string(priority) + ".",
                           r.rule.where);
  }
  return {};
}

Fault check_filter(const RuleCase& r) {
  if (r.rule.filter && r.rule.filter->both) {
    std::set<std::string_view> keys;
    for (const Tag& tag : r.rule.filter->both->tags) {
      if (!keys.insert(tag.key).second) {
        return invalid_request("Duplicate Tag Keys are not allowed.", r.rule.filter->where);
      }
    }
  }
  if (has_tag_filter(r.rule) && r.rule.delete_marker_replication &&
      r.rule.delete_marker_replication->is_enabled()) {
    return invalid_request(
        "Delete marker replication is not supported if any Tag filter is specified. Please refer "
        "to S3 Developer Guide for more information.",
        r.rule.delete_marker_replication->where);
  }
  return {};
}

Fault check_prefix_overlap(const RuleCase& r) {
  if (r.version == SchemaVersion::V2 || !r.rule.prefix) {
    return {};
  }
  const std::string& prefix = *r.rule.prefix;
  if (any_before(r, [&prefix](const ReplicationRule& other) {
        return other.prefix &&
               (prefix.starts_with(*other.prefix) || other.prefix->starts_with(prefix));
      })) {
    return invalid_request("Found overlapping prefixes in the rules", r.rule.where);
  }
  return {};
}

bool is_key_or_alias_arn(std::string_view text) {
  const std::optional<Arn> arn = parse_arn(text);
  return arn && arn->service == "kms" &&
         (arn->resource.starts_with("key/") || arn->resource.starts_with("alias/"));
}

Fault check_encryption(const RuleCase& r) {
  const auto& criteria = r.rule.source_selection_criteria;
  const auto& encryption = r.rule.destination.encryption_configuration;
  if (criteria && !criteria->sse_kms_encrypted_objects && !criteria->replica_modifications) {
    return invalid_request("SourceSelectionCriteria cannot be empty.", criteria->where);
  }
  const bool has_selection = criteria && criteria->sse_kms_encrypted_objects;
  const bool has_key = encryption && encryption->replica_kms_key_id;
  if (encryption && !has_selection) {
    return invalid_request(
        "SseKmsEncryptedObjects must be specified if EncryptionConfiguration is present.",
        encryption->where);
  }
  if (has_selection && !has_key) {
    return invalid_request(
        "ReplicaKmsKeyID must be specified if SseKmsEncryptedObjects tag is present.",
        criteria->where);
  }
  if (has_key && !is_key_or_alias_arn(*encryption->replica_kms_key_id)) {
    return invalid_argument("Invalid ReplicaKmsKeyID ARN.", encryption->where);
  }
  return {};
}

Fault check_destination(const RuleCase& r) {
  const ReplicationDestination& destination = r.rule.destination;
  if (destination.bucket.empty()) {  // no Bucket at all (recorded)
    return invalid_request("Destination bucket must have versioning enabled.", destination.where);
  }
  const std::optional<std::string_view> name = bucket_name_of(destination.bucket);
  if (!name) {
    return invalid_argument("Invalid bucket ARN", destination.where);
  }
  if (*name == r.c.source.name) {
    return invalid_request("Destination bucket cannot be the same as the source bucket.",
                           destination.where);
  }
  const bool other_destination = any_before(r, [&destination](const ReplicationRule& other) {
    return other.destination.bucket != destination.bucket;
  });
  if (r.version == SchemaVersion::V1 && other_destination) {
    return invalid_request("Number of distinct destination bucket ARNs cannot exceed 1",
                           destination.where);
  }
  if (destination.access_control_translation_owner && !destination.account) {
    return invalid_request(
        "Account must be specified if the Owner in AccessControlTranslation has a value",
        destination.where);
  }
  return {};
}

/// Time control and metrics: together, both enabled, fifteen minutes.
Fault check_time(const RuleCase& r) {
  const auto& time = r.rule.destination.replication_time;
  const auto& metrics = r.rule.destination.metrics;
  if (metrics && metrics->event_threshold_minutes && (!time || !time->status.is_enabled())) {
    return invalid_argument(
        "Metrics cannot contain an event threshold when ReplicationTime is not specified or "
        "Disabled",
        metrics->where);
  }
  if (!time) {
    return {};
  }
  if (!metrics) {
    return invalid_request(
        "Replication destination must contain both ReplicationTime and Metrics or neither.",
        time->where);
  }
  const bool both_enabled = time->status.is_enabled() && metrics->status.is_enabled();
  if (time->status.is_enabled() && !both_enabled) {
    return invalid_argument("Metrics must be Enabled when ReplicationTime is Enabled",
                            metrics->where);
  }
  if (!time->status.is_enabled() && metrics->status.is_enabled()) {
    return invalid_request("ReplicationTime must be Enabled when Metrics is Enabled beside it",
                           time->where);
  }
  const auto is_other = [](const std::optional<std::int64_t>& minutes) {
    return minutes && *minutes != kRtcMinutes;
  };
  if (is_other(time->minutes) || is_other(metrics->event_threshold_minutes)) {
    return invalid_argument("The number of minutes has to be 15", time->where);
  }
  return {};
}

Fault check_destination_state(const RuleCase& r) {
  const ReplicationDestination& destination = r.rule.destination;
  const World::BucketPlace place = r.c.world.find_bucket(destination_name(r.rule));
  if (!place) {
    const bool is_elsewhere = r.c.settings.has(Setting::UnlistedBucketsElsewhere) ||
                              (destination.account && is_account_id(*destination.account) &&
                               r.c.world.find_account(*destination.account) == nullptr);
    return is_elsewhere ? Fault{}
                        : invalid_request("Destination bucket must have versioning enabled.",
                                          destination.where);  // U15
  }
  if (place.bucket->versioning != VersioningStatus::Enabled) {
    return invalid_request("Destination bucket must have versioning enabled.", destination.where);
  }
  if (destination.account && *destination.account != place.account->id &&
      r.c.settings.has(Setting::AccountMismatchRefused)) {
    return invalid_argument("Account does not own the destination bucket", destination.where);
  }
  return {};
}

constexpr BucketRow kSourceRows[] = {{check_source_versioning}, {check_lock_token}};

constexpr RuleRow kRuleRows[] = {
    {"ID", check_id},
    {"schema version", check_version},
    {"Priority", check_priority},
    {"Filter", check_filter},
    {"overlapping prefixes", check_prefix_overlap},
    {"encryption", check_encryption},
    {"Destination", check_destination},
    {"ReplicationTime and Metrics", check_time},
};

}  // namespace

std::optional<ConfigurationFault> check_shape(const ConfigurationCase& c) {
  if (Fault fault = check_document(c)) {
    return fault;
  }
  if (Fault fault = check_role(c)) {
    return fault;
  }
  if (parse_arn(*c.configuration.role)->account != c.caller_account ||
      c.caller_account != c.source_account) {
    return ConfigurationFault{"AccessDenied", "Access Denied", c.configuration.role_where};
  }
  return {};
}

std::optional<ConfigurationFault> check_content(const ConfigurationCase& c) {
  for (const BucketRow& row : kSourceRows) {
    if (Fault fault = row.check(c)) {
      return fault;
    }
  }
  const SchemaVersion version = schema_version(c.configuration);
  for (std::size_t i = 0; i < c.configuration.rules.size(); ++i) {
    const RuleCase rule{c, c.configuration.rules[i], i, version};
    for (const RuleRow& row : kRuleRows) {
      if (Fault fault = row.check(rule)) {
        return fault;
      }
    }
  }
  for (std::size_t i = 0; i < c.configuration.rules.size(); ++i) {
    if (Fault fault = check_destination_state({c, c.configuration.rules[i], i, version})) {
      return fault;
    }
  }
  return {};
}

}  // namespace replisim
