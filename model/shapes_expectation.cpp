#include <algorithm>
#include <array>

#include "model/expectation_names.h"
#include "model/shape_field.h"
#include "model/shapes.h"
#include "model/spelling.h"

namespace replisim {
namespace {

/// A string, or `null` for "must be absent".
struct TextCodec {
  static void read(ShapeReader& reader, const JsonNode& node, Expected& value) {
    value.where = node.where;
    if (node.kind == JsonKind::Null) {
      value.kind = Expected::Kind::Absent;
    } else if (node.is_string()) {
      value.kind = Expected::Kind::Equals;
      value.value = std::string(node.text);
    } else {
      reader.report_type(node, "a string or null");
    }
  }
  static bool is_empty(const Expected& value) { return value.kind == Expected::Kind::Free; }
  static void write(JsonWriter& writer, const Expected& value) {
    if (value.kind == Expected::Kind::Equals) {
      writer.string(value.value);
    } else {
      writer.null();
    }
  }
  static void schema(SchemaWriter& schema) {
    schema.any_of(
        {[](SchemaWriter& s) { s.type("string"); }, [](SchemaWriter& s) { s.type("null"); }});
  }
};

/// One of a closed set, or `null`.
template <std::span<const std::string_view> (*kNames)()>
struct OneOfCodec : TextCodec {
  static void read(ShapeReader& reader, const JsonNode& node, Expected& value) {
    TextCodec::read(reader, node, value);
    const std::span<const std::string_view> names = kNames();
    if (node.is_string() && std::find(names.begin(), names.end(), node.text) == names.end()) {
      reader.report_unknown_value(in_backticks(node.key) + ":", node.text, names, node.where);
    }
  }
  static void schema(SchemaWriter& schema) {
    schema.any_of({[](SchemaWriter& s) { s.one_value_of(kNames()); },
                   [](SchemaWriter& s) { s.type("null"); }});
  }
};

/// `true`, `false` or `null`.
struct FlagCodec : TextCodec {
  static void read(ShapeReader& reader, const JsonNode& node, Expected& value) {
    if (node.kind == JsonKind::Boolean) {
      value = {Expected::Kind::Equals, node.boolean ? "true" : "false", node.where};
    } else if (node.kind == JsonKind::Null) {
      TextCodec::read(reader, node, value);
    } else {
      reader.report_type(node, "a boolean or null");
    }
  }
  static void write(JsonWriter& writer, const Expected& value) {
    if (value.kind == Expected::Kind::Equals) {
      writer.boolean(value.value == "true");
    } else {
      writer.null();
    }
  }
  static void schema(SchemaWriter& schema) {
    schema.any_of(
        {[](SchemaWriter& s) { s.type("boolean"); }, [](SchemaWriter& s) { s.type("null"); }});
  }
};

/// Tags, or `null` for none.
struct ExpectedTagsCodec : Codec<std::optional<TagSet>> {
  static void read(ShapeReader& reader, const JsonNode& node, std::optional<TagSet>& value) {
    value.emplace();
    if (node.kind != JsonKind::Null) {
      Codec<TagSet>::read(reader, node, *value);
    }
  }
  static void schema(SchemaWriter& schema) {
    schema.any_of({&Codec<TagSet>::schema, [](SchemaWriter& s) { s.type("null"); }});
  }
};

template <typename Enum>
std::span<const std::string_view> spelled() {
  static const std::vector<std::string_view> kNames = Codec<Enum>::names();
  return kNames;
}

using EncryptionCodec = OneOfCodec<&spelled<ObjectEncryption>>;
using StatusCodec = OneOfCodec<&spelled<ReplicationStatus>>;

bool contains(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// What a reason may be depends on the result: the reason of UNKNOWN is free.
void check_reason(ShapeReader& reader, ReplicaExpectation& replica) {
  Expected& reason = replica.reason;
  const bool has_result = replica.result.kind == Expected::Kind::Equals;
  const std::string& result = replica.result.value;
  // Until 2023 the guide had another word; recordings of that time have it.
  if (reason.value == "DstMultipartPartUploadNotPermitted") {
    reason.value = "DstMultipartUploadNotPermitted";
  }
  if (reason.kind != Expected::Kind::Equals || (has_result && result == "UNKNOWN")) {
    return;
  }
  const auto failures = expected_failure_reasons();
  const auto codes = expected_not_eligible_codes();
  std::vector<std::string_view> names;
  // What arrives without its tags is REPLICATED and has the reason of a failure (U32).
  if (!has_result || result == "FAILED" || result == "REPLICATED") {
    names.insert(names.end(), failures.begin(), failures.end());
  }
  if (!has_result || result == "NOT_ELIGIBLE") {
    names.insert(names.end(), codes.begin(), codes.end());
  }
  if (!names.empty() && !contains(names, reason.value) &&
      (has_result || nearest_name(reason.value, names))) {
    reader.report_unknown_value("reason", reason.value, names, reason.where);
  }
}

void finish_replica(ShapeReader& reader, const JsonNode& node, void* object) {
  ReplicaExpectation& replica = *static_cast<ReplicaExpectation*>(object);
  replica.where = node.where;
  check_reason(reader, replica);
}

}  // namespace

template <>
const Shape& shape_of<ReplicaExpectation>() {
  using Replica = ReplicaExpectation;
  static constexpr std::array kRows = {
      field<&Replica::bucket, TextCodec>("Bucket", Need::Required, "name of the destination"),
      field<&Replica::rule, TextCodec>("rule", Need::Optional, "ID of the rule"),
      field<&Replica::key, TextCodec>("Key", Need::Optional, "of a batch job's replica"),
      field<&Replica::version_id, TextCodec>("VersionId", Need::Optional,
                                             "of a batch job's replica"),
      field<&Replica::result, OneOfCodec<&expected_results>>(
          "result", Need::Optional, "REPLICATED, FAILED, NOT_ELIGIBLE or UNKNOWN"),
      field<&Replica::reason, TextCodec>("reason", Need::Optional,
                                         "failure reason, NOT_ELIGIBLE code, or what is missing"),
      field<&Replica::denied_action, TextCodec>("deniedAction", Need::Optional,
                                                "of the first check that failed"),
      field<&Replica::denied_resource, TextCodec>("deniedResource", Need::Optional,
                                                  "of the first check that failed"),
      field<&Replica::denied_by, OneOfCodec<&expected_denied_by>>("deniedBy", Need::Optional,
                                                                  "which policy refused"),
      field<&Replica::denied_how, OneOfCodec<&expected_denied_how>>("deniedHow", Need::Optional,
                                                                    "explicitDeny or implicitDeny"),
      field<&Replica::server_side_encryption, EncryptionCodec>("ServerSideEncryption",
                                                               Need::Optional, "of the replica"),
      field<&Replica::sse_kms_key_id, TextCodec>("SSEKMSKeyId", Need::Optional, "ARN of the key"),
      field<&Replica::bucket_key_enabled, FlagCodec>("BucketKeyEnabled", Need::Optional,
                                                     "whether an S3 Bucket Key is used"),
      field<&Replica::storage_class, TextCodec>("StorageClass", Need::Optional, "of the replica"),
      field<&Replica::owner, TextCodec>("Owner", Need::Optional, "account id"),
      field<&Replica::tag_set, ExpectedTagsCodec, &Replica::tag_set_where>(
          "TagSet", Need::Optional, "all tags of the replica"),
  };
  static const Shape kShape = {
      "ReplicaExpectation", "what must come of one destination", {{kRows}}, &finish_replica};
  return kShape;
}

template <>
const Shape& shape_of<EventExpectation>() {
  using Expectation = EventExpectation;
  static constexpr std::array kRows = {
      field<&Expectation::error, TextCodec>("error", Need::Optional, "AWS's error code"),
      field<&Expectation::server_side_encryption, EncryptionCodec>(
          "ServerSideEncryption", Need::Optional, "of the source object"),
      field<&Expectation::sse_kms_key_id, TextCodec>("SSEKMSKeyId", Need::Optional,
                                                     "of the source object"),
      field<&Expectation::replication_status, StatusCodec>("ReplicationStatus", Need::Optional,
                                                           "header of the source object"),
      field<&Expectation::replicas>("replicas", Need::Optional, "destinations that must be there"),
      field<&Expectation::replicas_exactly>("replicasExactly", Need::Optional,
                                            "whether there may be no others"),
  };
  static const Shape kShape = {
      "EventExpectation", "what must come of an event", {{kRows}}, &note_place<Expectation>};
  return kShape;
}

}  // namespace replisim
