#include <array>

#include "model/shape_field.h"
#include "model/shape_upload.h"
#include "model/shapes.h"

namespace replisim {
namespace {

/// The algorithm of SSE-C says that it is SSE-C.
struct CustomerAlgorithmCodec {
  static void read(ShapeReader& reader, const JsonNode& node, ObjectEncryption& value) {
    if (reader.expect(node, JsonKind::String)) {
      value = ObjectEncryption::SseC;
    }
  }
  static bool is_empty(ObjectEncryption) { return true; }  // `ServerSideEncryption` is written
  static void write(JsonWriter&, ObjectEncryption) {}
  static void schema(SchemaWriter& schema) { schema.type("string"); }
};

struct LockModeCodec {
  static void read(ShapeReader& reader, const JsonNode& node,
                   std::optional<ObjectRetention>& value) {
    if (!value) {
      value.emplace();
    }
    Codec<std::string>::read(reader, node, value->mode);
  }
  static bool is_empty(const std::optional<ObjectRetention>& value) { return !value; }
  static void write(JsonWriter& writer, const std::optional<ObjectRetention>& value) {
    writer.string(value->mode);
  }
  static void schema(SchemaWriter& schema) { schema.type("string"); }
};

struct LockUntilCodec {
  static void read(ShapeReader& reader, const JsonNode& node,
                   std::optional<ObjectRetention>& value) {
    if (!value) {
      value.emplace();
    }
    Codec<Instant>::read(reader, node, value->retain_until);
  }
  static bool is_empty(const std::optional<ObjectRetention>& value) { return !value; }
  static void write(JsonWriter& writer, const std::optional<ObjectRetention>& value) {
    Codec<Instant>::write(writer, value->retain_until);
  }
  static void schema(SchemaWriter& schema) { Codec<Instant>::schema(schema); }
};

struct LegalHoldCodec : Codec<bool> {
  static constexpr std::array<std::string_view, 2> kNames = {"OFF", "ON"};

  static void read(ShapeReader& reader, const JsonNode& node, bool& value) {
    if (!reader.expect(node, JsonKind::String)) {
      return;
    }
    value = node.text == kNames[1];
    if (!value && node.text != kNames[0]) {
      reader.report_unknown_value("legal hold", node.text, kNames, node.where);
    }
  }
  static void write(JsonWriter& writer, bool value) { writer.string(kNames[value ? 1 : 0]); }
  static void schema(SchemaWriter& schema) { schema.one_value_of(kNames); }
};

void finish_object(ShapeReader& reader, const JsonNode& node, void* object) {
  ObjectVersion& version = *static_cast<ObjectVersion*>(object);
  version.where = node.where;
  const bool has_mode = node.find("ObjectLockMode") != nullptr;
  const bool has_end = node.find("ObjectLockRetainUntilDate") != nullptr;
  if (has_mode != has_end) {
    reader.report("scenario.missing-field",
                  "missing field " +
                      std::string(has_mode ? "`ObjectLockRetainUntilDate`" : "`ObjectLockMode`"),
                  "the two go together", node.where);
  }
}

constexpr std::array kObjectRows = {
    field<&ObjectVersion::key>("Key", Need::Required, "key of the object"),
    field<&ObjectVersion::version_id>(
        "VersionId", Need::Optional,
        "made up where it is not given; null in an unversioned bucket"),
    field<&ObjectVersion::is_delete_marker>("IsDeleteMarker", Need::Optional,
                                            "whether it is a delete marker"),
    read_only(field<&ObjectVersion::size_bytes, BodyCodec>("Body", Need::Optional,
                                                           "a text; only its length counts")),
    read_only(field<&ObjectVersion::size_bytes, CountCodec>("ContentLength", Need::Optional,
                                                            "the same as Size")),
    field<&ObjectVersion::size_bytes, CountCodec>("Size", Need::Optional, "bytes; 0 by default"),
    field<&ObjectVersion::last_modified>("LastModified", Need::Optional,
                                         "the scenario's clock where it is not given"),
    field<&ObjectVersion::owner, OwnerCodec>("Owner", Need::Optional,
                                             "account id; the bucket's where it is not given"),
    field<&ObjectVersion::encryption>("ServerSideEncryption", Need::Optional,
                                      "what the bucket's default gave where it is not given"),
    read_only(field<&ObjectVersion::encryption, CustomerAlgorithmCodec>(
        "SSECustomerAlgorithm", Need::Optional, "AES256: SSE-C")),
    field<&ObjectVersion::kms_key_id>("SSEKMSKeyId", Need::Optional, "id or ARN of a key or alias"),
    field<&ObjectVersion::bucket_key_enabled>("BucketKeyEnabled", Need::Optional,
                                              "whether an S3 Bucket Key is used"),
    field<&ObjectVersion::encryption_context, EncryptionContextCodec>(
        "SSEKMSEncryptionContext", Need::Optional, "an object, or base64 of its JSON"),
    field<&ObjectVersion::storage_class>("StorageClass", Need::Optional, "STANDARD by default"),
    field<&ObjectVersion::archive_status>("ArchiveStatus", Need::Optional,
                                          "ARCHIVE_ACCESS or DEEP_ARCHIVE_ACCESS"),
    field<&ObjectVersion::tags>("Tagging", Need::Optional, "tags"),
    read_only(field<&ObjectVersion::tags>("TagSet", Need::Optional, "the same as Tagging")),
    field<&ObjectVersion::canned_acl>("ACL", Need::Optional, "a canned ACL"),
    field<&ObjectVersion::acl>("AccessControlPolicy", Need::Optional, "owner and grants"),
    field<&ObjectVersion::retention, LockModeCodec>("ObjectLockMode", Need::Optional,
                                                    "GOVERNANCE or COMPLIANCE"),
    field<&ObjectVersion::retention, LockUntilCodec>("ObjectLockRetainUntilDate", Need::Optional,
                                                     "the end of the retention"),
    field<&ObjectVersion::legal_hold, OptionalCodec<LegalHoldCodec, bool>>(
        "ObjectLockLegalHoldStatus", Need::Optional, "ON or OFF"),
    field<&ObjectVersion::replication_status>("ReplicationStatus", Need::Optional,
                                              "COMPLETED, FAILED, PENDING or REPLICA"),
    field<&ObjectVersion::part_count, CountCodec>("PartCount", Need::Optional,
                                                  "above 0: a multipart upload"),
    ignored("ETag"),
    ignored("IsLatest"),
    ignored("ChecksumAlgorithm"),
    ignored("ChecksumType"),
    ignored("RestoreStatus"),
    ignored("SSECustomerKey"),
    ignored("SSECustomerKeyMD5"),
};

}  // namespace

template <>
const Shape& shape_of<ObjectVersion>() {
  static const Shape kShape = {
      "ObjectVersion",
      "an object that is there before the first event",
      {{kObjectRows},
       {grant_header_rows(),
        [](void* object) -> void* { return &static_cast<ObjectVersion*>(object)->acl.grants; }},
       {content_header_rows()}},
      &finish_object};
  return kShape;
}

}  // namespace replisim
