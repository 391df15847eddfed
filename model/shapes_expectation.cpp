#include <algorithm>
#include <array>

#include "model/expectation_names.h"
#include "model/shape_expected.h"
#include "model/shape_field.h"
#include "model/shapes.h"
#include "model/spelling.h"

namespace replisim {
namespace {

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

using EncryptionCodec = ExpectedNameCodec<&spelled<ObjectEncryption>>;
using StatusCodec = ExpectedNameCodec<&spelled<ReplicationStatus>>;

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
      field<&Replica::bucket, ExpectedTextCodec>("Bucket", Need::Required,
                                                 "name of the destination"),
      field<&Replica::rule, ExpectedTextCodec>("rule", Need::Optional, "ID of the rule"),
      field<&Replica::key, ExpectedTextCodec>("Key", Need::Optional, "of a batch job's replica"),
      field<&Replica::version_id, ExpectedTextCodec>("VersionId", Need::Optional,
                                                     "of a batch job's replica"),
      field<&Replica::result, ExpectedNameCodec<&expected_results>>(
          "result", Need::Optional, "REPLICATED, FAILED, NOT_ELIGIBLE or UNKNOWN"),
      field<&Replica::reason, ExpectedTextCodec>(
          "reason", Need::Optional, "failure reason, NOT_ELIGIBLE code, or what is missing"),
      field<&Replica::denied_action, ExpectedTextCodec>("deniedAction", Need::Optional,
                                                        "of the first check that failed"),
      field<&Replica::denied_resource, ExpectedTextCodec>("deniedResource", Need::Optional,
                                                          "of the first check that failed"),
      field<&Replica::denied_by, ExpectedNameCodec<&expected_denied_by>>("deniedBy", Need::Optional,
                                                                         "which policy refused"),
      field<&Replica::denied_how, ExpectedNameCodec<&expected_denied_how>>(
          "deniedHow", Need::Optional, "explicitDeny or implicitDeny"),
      field<&Replica::server_side_encryption, EncryptionCodec>("ServerSideEncryption",
                                                               Need::Optional, "of the replica"),
      field<&Replica::sse_kms_key_id, ExpectedTextCodec>("SSEKMSKeyId", Need::Optional,
                                                         "ARN of the key"),
      field<&Replica::bucket_key_enabled, ExpectedFlagCodec>("BucketKeyEnabled", Need::Optional,
                                                             "whether an S3 Bucket Key is used"),
      field<&Replica::storage_class, ExpectedTextCodec>("StorageClass", Need::Optional,
                                                        "of the replica"),
      field<&Replica::owner, ExpectedTextCodec>("Owner", Need::Optional, "account id"),
      field<&Replica::tag_set, ExpectedTagsCodec, &Replica::tag_set_where>(
          "TagSet", Need::Optional, "all tags of the replica"),
  };
  static const Shape shape = {
      "ReplicaExpectation", "what must come of one destination", {{kRows}}, &finish_replica};
  return shape;
}

template <>
const Shape& shape_of<EventExpectation>() {
  using Expectation = EventExpectation;
  static constexpr std::array kRows = {
      field<&Expectation::error, ExpectedTextCodec>("error", Need::Optional, "AWS's error code"),
      field<&Expectation::server_side_encryption, EncryptionCodec>(
          "ServerSideEncryption", Need::Optional, "of the source object"),
      field<&Expectation::sse_kms_key_id, ExpectedTextCodec>("SSEKMSKeyId", Need::Optional,
                                                             "of the source object"),
      field<&Expectation::replication_status, StatusCodec>("ReplicationStatus", Need::Optional,
                                                           "header of the source object"),
      field<&Expectation::replicas>("replicas", Need::Optional, "destinations that must be there"),
      field<&Expectation::replicas_exactly>("replicasExactly", Need::Optional,
                                            "whether there may be no others"),
  };
  static const Shape shape = {
      "EventExpectation", "what must come of an event", {{kRows}}, &note_place<Expectation>};
  return shape;
}

}  // namespace replisim
