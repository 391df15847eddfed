#include <array>
#include <charconv>
#include <limits>

#include "model/shape_field.h"
#include "model/shapes.h"

namespace replisim {
namespace {

// What S3 answers `MalformedXML` to is kept as it is written; see PutBucketReplication.

using Destination = ReplicationDestination;

/// A whole number of any size, or a note that it is none.
struct PriorityCodec {
  static void read(ShapeReader& reader, const JsonNode& node, ReplicationRule& value) {
    if (!reader.expect(node, JsonKind::Number)) {
      return;
    }
    const bool is_whole = node.text.find_first_of(".eE") == std::string_view::npos;
    value.priority_is_malformed = !is_whole;
    if (!is_whole) {
      return;
    }
    std::int64_t number = 0;
    const char* const end = node.text.data() + node.text.size();
    const bool fits = std::from_chars(node.text.data(), end, number).ec == std::errc();
    using Limits = std::numeric_limits<std::int64_t>;
    const bool is_negative = node.text.starts_with('-');
    value.priority = fits ? number : is_negative ? Limits::min() : Limits::max();
  }
  static bool is_empty(const ReplicationRule& value) { return !value.priority.has_value(); }
  static void write(JsonWriter& writer, const ReplicationRule& value) {
    writer.number(value.priority.value_or(0));
  }
  static void schema(SchemaWriter& schema) { schema.type("number"); }
};

const Shape& status_shape() {
  static constexpr std::array kRows = {
      field<&RuleStatus::text, Codec<std::string>, &RuleStatus::where>("Status", Need::Optional,
                                                                       "Enabled or Disabled"),
  };
  static const Shape kShape = {"RuleStatus",
                               "whether something is enabled",
                               {{kRows}},
                               [](ShapeReader&, const JsonNode& node, void* object) {
                                 RuleStatus& status = *static_cast<RuleStatus*>(object);
                                 status.where = status.where.is_known() ? status.where : node.where;
                               }};
  return kShape;
}

using StatusCodec = OptionalCodec<StructCodec<RuleStatus, &status_shape>, RuleStatus>;

// Filter

const Shape& and_shape() {
  static constexpr std::array kRows = {
      field<&RuleFilter::And::prefix>("Prefix", Need::Optional, "of the object key"),
      field<&RuleFilter::And::tags>("Tags", Need::Optional, "all of them"),
  };
  static const Shape kShape = {
      "ReplicationRuleAndOperator", "prefix and tags", {{kRows}}, &note_place<RuleFilter::And>};
  return kShape;
}

const Shape& filter_shape() {
  using AndCodec = OptionalCodec<StructCodec<RuleFilter::And, &and_shape>, RuleFilter::And>;
  static constexpr std::array kRows = {
      field<&RuleFilter::prefix>("Prefix", Need::Optional, "of the object key"),
      field<&RuleFilter::tag>("Tag", Need::Optional, "one tag"),
      field<&RuleFilter::both, AndCodec>("And", Need::Optional, "prefix and tags, or several tags"),
  };
  static const Shape kShape = {"ReplicationRuleFilter",
                               "nothing, or exactly one of these",
                               {{kRows}},
                               &note_place<RuleFilter>};
  return kShape;
}

// SourceSelectionCriteria

const Shape& source_selection_shape() {
  static constexpr std::array kRows = {
      field<&SourceSelectionCriteria::sse_kms_encrypted_objects, StatusCodec>(
          "SseKmsEncryptedObjects", Need::Optional, "objects under SSE-KMS or DSSE-KMS"),
      field<&SourceSelectionCriteria::replica_modifications, StatusCodec>(
          "ReplicaModifications", Need::Optional, "metadata changes made to replicas"),
  };
  static const Shape kShape = {"SourceSelectionCriteria",
                               "what is replicated beyond the usual",
                               {{kRows}},
                               &note_place<SourceSelectionCriteria>};
  return kShape;
}

// Destination

const Shape& owner_translation_shape() {
  static constexpr std::array kRows = {
      field<&Destination::access_control_translation_owner>("Owner", Need::Optional, "Destination"),
  };
  static const Shape kShape = {
      "AccessControlTranslation",
      "who shall own replicas",
      {{kRows}},
      [](ShapeReader&, const JsonNode&, void* object) {
        auto& owner = static_cast<Destination*>(object)->access_control_translation_owner;
        owner = owner.value_or("");  // present without an owner
      }};
  return kShape;
}

const Shape& replica_encryption_shape() {
  static constexpr std::array kRows = {
      field<&Destination::Encryption::replica_kms_key_id>("ReplicaKmsKeyID", Need::Optional,
                                                          "ARN of a key in the destination Region"),
  };
  static const Shape kShape = {"EncryptionConfiguration",
                               "how replicas of objects under SSE-KMS are encrypted",
                               {{kRows}},
                               &note_place<Destination::Encryption>};
  return kShape;
}

template <typename T, std::optional<std::int64_t> T::*kMinutes>
const Shape& minutes_shape() {
  static constexpr std::array kRows = {
      field<kMinutes>("Minutes", Need::Optional, "15"),
  };
  static const Shape kShape = {"ReplicationTimeValue", "a duration", {{kRows}}};
  return kShape;
}

const Shape& replication_time_shape() {
  using Time = Destination::Time;
  static constexpr std::array kRows = {
      field<&Time::status, RuleStatusTextCodec>("Status", Need::Optional, "Enabled or Disabled"),
      nested<Time, &minutes_shape<Time, &Time::minutes>>("Time", Need::Optional, "15 minutes"),
  };
  static const Shape kShape = {
      "ReplicationTime", "S3 Replication Time Control", {{kRows}}, &note_place<Time>};
  return kShape;
}

const Shape& metrics_shape() {
  using Metrics = Destination::Metrics;
  static constexpr std::array kRows = {
      field<&Metrics::status, RuleStatusTextCodec>("Status", Need::Optional, "Enabled or Disabled"),
      nested<Metrics, &minutes_shape<Metrics, &Metrics::event_threshold_minutes>>(
          "EventThreshold", Need::Optional, "15 minutes"),
  };
  static const Shape kShape = {
      "ReplicationMetrics", "metrics and failure events", {{kRows}}, &note_place<Metrics>};
  return kShape;
}

template <typename T, const Shape& (*kShape)()>
using OptionalStructCodec = OptionalCodec<StructCodec<T, kShape>, T>;

const Shape& destination_shape() {
  static constexpr std::array kRows = {
      field<&Destination::bucket>("Bucket", Need::Optional, "ARN of the destination bucket"),
      field<&Destination::account>("Account", Need::Optional, "id of the account that owns it"),
      field<&Destination::storage_class>("StorageClass", Need::Optional,
                                         "of replicas; the source's where it is not given"),
      nested<Destination, &owner_translation_shape>("AccessControlTranslation", Need::Optional,
                                                    "changes the owner of replicas"),
      field<&Destination::encryption_configuration,
            OptionalStructCodec<Destination::Encryption, &replica_encryption_shape>>(
          "EncryptionConfiguration", Need::Optional, "the key of replicas"),
      field<&Destination::replication_time,
            OptionalStructCodec<Destination::Time, &replication_time_shape>>(
          "ReplicationTime", Need::Optional, "S3 Replication Time Control"),
      field<&Destination::metrics, OptionalStructCodec<Destination::Metrics, &metrics_shape>>(
          "Metrics", Need::Optional, "metrics and failure events"),
  };
  static const Shape kShape = {
      "ReplicationDestination", "where replicas go", {{kRows}}, &note_place<Destination>};
  return kShape;
}

// Rule

const Shape& rule_shape() {
  using Rule = ReplicationRule;
  static constexpr std::array kRows = {
      field<&Rule::id, Codec<std::string>, &Rule::id_where>("ID", Need::Optional,
                                                            "made up where it is not given"),
      whole<Rule, PriorityCodec>("Priority", Need::Optional, "the highest wins; V2"),
      field<&Rule::prefix>("Prefix", Need::Optional, "of the object key; V1"),
      field<&Rule::filter, OptionalStructCodec<RuleFilter, &filter_shape>>("Filter", Need::Optional,
                                                                           "which objects; V2"),
      field<&Rule::status, RuleStatusTextCodec>("Status", Need::Optional, "Enabled or Disabled"),
      field<&Rule::source_selection_criteria,
            OptionalStructCodec<SourceSelectionCriteria, &source_selection_shape>>(
          "SourceSelectionCriteria", Need::Optional, "what is replicated beyond the usual"),
      field<&Rule::existing_object_replication, StatusCodec>(
          "ExistingObjectReplication", Need::Optional, "retired: S3 does not accept it any more"),
      field<&Rule::delete_marker_replication, StatusCodec>("DeleteMarkerReplication",
                                                           Need::Optional, "delete markers; V2"),
      field<&Rule::destination, StructCodec<Destination, &destination_shape>>(
          "Destination", Need::Optional, "where replicas go"),
  };
  static const Shape kShape = {
      "ReplicationRule", "a replication rule", {{kRows}}, &note_place<Rule>};
  return kShape;
}

}  // namespace

template <>
const Shape& shape_of<ReplicationConfiguration>() {
  using Configuration = ReplicationConfiguration;
  using RulesCodec = ListCodec<StructCodec<ReplicationRule, &rule_shape>, ReplicationRule>;
  static constexpr std::array kRows = {
      field<&Configuration::role, Codec<std::optional<std::string>>, &Configuration::role_where>(
          "Role", Need::Optional, "ARN of the replication role"),
      field<&Configuration::rules, RulesCodec>("Rules", Need::Optional, "the rules"),
  };
  static const Shape kShape = {"ReplicationConfiguration",
                               "what `get-bucket-replication` prints",
                               {{kRows}},
                               &note_place<Configuration>,
                               "ReplicationConfiguration"};
  return kShape;
}

}  // namespace replisim
