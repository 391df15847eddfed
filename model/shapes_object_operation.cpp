#include <array>

#include "model/percent.h"
#include "model/shape_field.h"
#include "model/shape_upload.h"
#include "model/shapes.h"

namespace replisim {
namespace {

/// What every upload may ask for.
constexpr std::array kSettingsRows = {
    field<&ObjectSettings::server_side_encryption>("ServerSideEncryption", Need::Optional,
                                                   "AES256, aws:kms or aws:kms:dsse"),
    field<&ObjectSettings::sse_kms_key_id>("SSEKMSKeyId", Need::Optional,
                                           "id or ARN of a key or alias"),
    field<&ObjectSettings::encryption_context, EncryptionContextCodec>(
        "SSEKMSEncryptionContext", Need::Optional, "an object, or base64 of its JSON"),
    field<&ObjectSettings::bucket_key_enabled>("BucketKeyEnabled", Need::Optional,
                                               "whether an S3 Bucket Key is used"),
    field<&ObjectSettings::sse_customer_algorithm>("SSECustomerAlgorithm", Need::Optional,
                                                   "AES256: SSE-C"),
    field<&ObjectSettings::storage_class>("StorageClass", Need::Optional, "STANDARD by default"),
    field<&ObjectSettings::tagging>("Tagging", Need::Optional, "tags"),
    field<&ObjectSettings::acl>("ACL", Need::Optional, "a canned ACL"),
    field<&ObjectSettings::object_lock_mode>("ObjectLockMode", Need::Optional,
                                             "GOVERNANCE or COMPLIANCE"),
    field<&ObjectSettings::object_lock_retain_until>("ObjectLockRetainUntilDate", Need::Optional,
                                                     "the end of the retention"),
    field<&ObjectSettings::object_lock_legal_hold>("ObjectLockLegalHoldStatus", Need::Optional,
                                                   "ON or OFF"),
    field<&ObjectSettings::expected_bucket_owner>("ExpectedBucketOwner", Need::Optional,
                                                  "an account id"),
    field<&ObjectSettings::version_id>("VersionId", Need::Optional,
                                       "of the new version; made up where it is not given"),
    field<&ObjectSettings::archive_status>("ArchiveStatus", Need::Optional,
                                           "ARCHIVE_ACCESS or DEEP_ARCHIVE_ACCESS"),
    field<&ObjectSettings::sse_customer_key>("SSECustomerKey", Need::Optional, "the key of SSE-C"),
    field<&ObjectSettings::sse_customer_key_md5>("SSECustomerKeyMD5", Need::Optional,
                                                 "the MD5 of that key"),
    ignored("RequestPayer"),
    ignored("IfMatch"),
    ignored("IfNoneMatch"),
    ignored("ChecksumAlgorithm"),
};

/// What requests about an object that is there have in common.
constexpr std::array kRequestRows = {
    ignored("ExpectedBucketOwner"), ignored("RequestPayer"), ignored("ContentMD5"),
    ignored("ChecksumAlgorithm"),   ignored("MFA"),
};

/// Address of an upload, settings and headers.
template <typename T>
std::vector<ShapePart> upload_parts(std::span<const FieldRow> own_rows) {
  using Grants = decltype(ObjectSettings::acl_grants);
  return {part_of<&T::object>(bucket_and_key_rows()),
          {own_rows},
          part_of<&T::settings>(kSettingsRows),
          {grant_header_rows(),
           [](void* object) -> void* {
             Grants& grants = static_cast<T*>(object)->settings.acl_grants;
             return &grants;
           }},
          {content_header_rows()}};
}

/// Address with a version, own rows and those of every request.
template <typename T>
std::vector<ShapePart> object_parts(std::span<const FieldRow> own_rows) {
  return {part_of<&T::object>(bucket_and_key_rows()),
          part_of<&T::object>(version_id_rows()),
          {own_rows},
          {kRequestRows}};
}

/// `bucket/key?versionId=id`, percent-encoded, or the three in an object.
struct CopySourceCodec {
  static void read(ShapeReader& reader, const JsonNode& node, CopyObject& value);
  static bool is_empty(const CopyObject& value) { return value.copy_source_bucket.empty(); }
  static void write(JsonWriter& writer, const CopyObject& value);
  static void schema(SchemaWriter& schema);
};

const Shape& copy_source_shape() {
  static constexpr std::array kRows = {
      field<&CopyObject::copy_source_bucket>("Bucket", Need::Required, "name of the bucket"),
      field<&CopyObject::copy_source_key>("Key", Need::Required, "key of the object"),
      field<&CopyObject::copy_source_version_id>("VersionId", Need::Optional, "of the version"),
  };
  static const Shape kShape = {"CopySource", "what is copied", {{kRows}}};
  return kShape;
}

void CopySourceCodec::read(ShapeReader& reader, const JsonNode& node, CopyObject& value) {
  if (node.is_object()) {
    reader.read_object(node, copy_source_shape(), &value);
    return;
  }
  if (!reader.expect(node, JsonKind::String)) {
    return;
  }
  constexpr std::string_view kVersionId = "?versionId=";
  std::string_view text = node.text;
  if (const std::size_t at = text.find(kVersionId); at != std::string_view::npos) {
    value.copy_source_version_id = std::string(text.substr(at + kVersionId.size()));
    text = text.substr(0, at);
  }
  text.remove_prefix(text.starts_with('/') ? 1 : 0);
  const std::size_t slash = text.find('/');
  const std::optional<std::string> key =
      slash == std::string_view::npos ? std::nullopt : percent_decode(text.substr(slash + 1));
  if (!key || key->empty() || slash == 0) {
    reader.report("scenario.bad-copy-source", in_backticks(node.text) + " is not a copy source",
                  "a source is written `bucket/key` or `bucket/key?versionId=id`", node.where);
    return;
  }
  value.copy_source_bucket = std::string(text.substr(0, slash));
  value.copy_source_key = *key;
}

void CopySourceCodec::write(JsonWriter& writer, const CopyObject& value) {
  write_object(writer, copy_source_shape(), &value);
}

void CopySourceCodec::schema(SchemaWriter& schema) {
  schema.any_of({[](SchemaWriter& s) { s.type("string"); },
                 [](SchemaWriter& s) { s.reference(copy_source_shape()); }});
}

/// The number of parts of `{"Parts": […]}`.
struct PartsCodec : CountCodec {
  static void read(ShapeReader& reader, const JsonNode& node, std::int64_t& value) {
    const JsonNode* const parts = node.find("Parts");
    if (reader.expect(node, JsonKind::Object) && parts != nullptr &&
        reader.expect(*parts, JsonKind::Array)) {
      value = parts->child_count;
    }
  }
  static void schema(SchemaWriter& schema) { schema.type("object"); }
};

const Shape& legal_hold_shape() {
  static constexpr std::array kRows = {
      field<&PutObjectLegalHold::status>("Status", Need::Optional, "ON or OFF"),
  };
  static const Shape kShape = {
      "ObjectLockLegalHold", "a legal hold", {{kRows}}, nullptr, "LegalHold"};
  return kShape;
}

/// An empty one takes the retention away.
struct RetentionCodec : Codec<std::optional<ObjectRetention>> {
  static void read(ShapeReader& reader, const JsonNode& node,
                   std::optional<ObjectRetention>& value) {
    if (node.is_object() && node.child_count == 0) {
      return;
    }
    Codec<std::optional<ObjectRetention>>::read(reader, node, value);
  }
  static void schema(SchemaWriter& schema) { schema.type("object"); }
};

const Shape& restore_request_shape() {
  static constexpr std::array kRows = {
      field<&RestoreObject::days, CountCodec>("Days", Need::Optional, "how long it is there"),
      ignored("GlacierJobParameters"),
      ignored("Type"),
      ignored("Tier"),
      ignored("Description"),
      ignored("SelectParameters"),
      ignored("OutputLocation"),
  };
  static const Shape kShape = {"RestoreRequest", "a request to restore", {{kRows}}};
  return kShape;
}

}  // namespace

template <>
const Shape& shape_of<PutObject>() {
  static constexpr std::array kRows = {
      read_only(field<&PutObject::size_bytes, BodyCodec>("Body", Need::Optional,
                                                         "a text; only its length counts")),
      read_only(field<&PutObject::size_bytes, CountCodec>("ContentLength", Need::Optional,
                                                          "the same as Size")),
      field<&PutObject::size_bytes, CountCodec>("Size", Need::Optional, "bytes; 0 by default"),
      ignored("ContentMD5"),
      ignored("WriteOffsetBytes"),
  };
  static const Shape kShape = [] {
    Shape shape{"PutObject", "an upload", upload_parts<PutObject>(kRows)};
    shape.parts.push_back({checksum_rows()});
    return shape;
  }();
  return kShape;
}

template <>
const Shape& shape_of<CopyObject>() {
  static constexpr std::array kRows = {
      whole<CopyObject, CopySourceCodec>("CopySource", Need::Required, "bucket/key"),
      field<&CopyObject::tagging_directive>("TaggingDirective", Need::Optional, "COPY or REPLACE"),
      ignored("MetadataDirective"),
      ignored("CopySourceIfMatch"),
      ignored("CopySourceIfModifiedSince"),
      ignored("CopySourceIfNoneMatch"),
      ignored("CopySourceIfUnmodifiedSince"),
      ignored("CopySourceSSECustomerAlgorithm"),
      ignored("CopySourceSSECustomerKey"),
      ignored("CopySourceSSECustomerKeyMD5"),
      ignored("ExpectedSourceBucketOwner"),
  };
  static const Shape kShape = {"CopyObject", "a copy", upload_parts<CopyObject>(kRows)};
  return kShape;
}

template <>
const Shape& shape_of<CompleteMultipartUpload>() {
  using Upload = CompleteMultipartUpload;
  static constexpr std::array kRows = {
      read_only(field<&Upload::size_bytes, CountCodec>("MpuObjectSize", Need::Optional,
                                                       "the same as Size")),
      field<&Upload::size_bytes, CountCodec>("Size", Need::Optional, "bytes; 0 by default"),
      read_only(field<&Upload::part_count, PartsCodec>("MultipartUpload", Need::Optional,
                                                       "only the number of its Parts counts")),
      field<&Upload::part_count, CountCodec>("PartCount", Need::Optional, "1 by default"),
      ignored("UploadId"),
      ignored("ChecksumType"),
  };
  static const Shape kShape = [] {
    Shape shape{"CompleteMultipartUpload",
                "a multipart upload, with what was asked for when it was created",
                upload_parts<Upload>(kRows)};
    shape.parts.push_back({checksum_rows()});
    return shape;
  }();
  return kShape;
}

template <>
const Shape& shape_of<DeleteObject>() {
  static constexpr std::array kRows = {
      field<&DeleteObject::bypass_governance_retention>("BypassGovernanceRetention", Need::Optional,
                                                        "of a locked version"),
      ignored("IfMatch"),
      ignored("IfMatchLastModifiedTime"),
      ignored("IfMatchSize"),
  };
  static const Shape kShape = {"DeleteObject", "a delete: of a version, or by a delete marker",
                               object_parts<DeleteObject>(kRows)};
  return kShape;
}

template <>
const Shape& shape_of<PutObjectTagging>() {
  static constexpr std::array kRows = {
      field<&PutObjectTagging::tags>("Tagging", Need::Required, "all tags of the object"),
  };
  static const Shape kShape = {"PutObjectTagging", "new tags",
                               object_parts<PutObjectTagging>(kRows)};
  return kShape;
}

template <>
const Shape& shape_of<DeleteObjectTagging>() {
  static const Shape kShape = {"DeleteObjectTagging", "no tags any more",
                               object_parts<DeleteObjectTagging>({})};
  return kShape;
}

template <>
const Shape& shape_of<PutObjectAcl>() {
  static constexpr std::array kRows = {
      field<&PutObjectAcl::acl>("ACL", Need::Optional, "a canned ACL"),
      field<&PutObjectAcl::access_control_policy>("AccessControlPolicy", Need::Optional,
                                                  "owner and grants"),
  };
  static const Shape kShape = [] {
    Shape shape{"PutObjectAcl", "a new ACL", object_parts<PutObjectAcl>(kRows)};
    shape.parts.push_back(part_of<&PutObjectAcl::acl_grants>(grant_header_rows()));
    return shape;
  }();
  return kShape;
}

template <>
const Shape& shape_of<PutObjectRetention>() {
  static constexpr std::array kRows = {
      field<&PutObjectRetention::retention, RetentionCodec>("Retention", Need::Optional,
                                                            "mode and end"),
      field<&PutObjectRetention::bypass_governance_retention>("BypassGovernanceRetention",
                                                              Need::Optional, "to shorten it"),
  };
  static const Shape kShape = {"PutObjectRetention", "a new retention",
                               object_parts<PutObjectRetention>(kRows)};
  return kShape;
}

template <>
const Shape& shape_of<PutObjectLegalHold>() {
  static constexpr std::array kRows = {
      nested<PutObjectLegalHold, &legal_hold_shape>("LegalHold", Need::Optional, "ON or OFF"),
  };
  static const Shape kShape = {"PutObjectLegalHold", "a legal hold",
                               object_parts<PutObjectLegalHold>(kRows)};
  return kShape;
}

template <>
const Shape& shape_of<RestoreObject>() {
  static constexpr std::array kRows = {
      nested<RestoreObject, &restore_request_shape>("RestoreRequest", Need::Optional,
                                                    "for how long"),
  };
  static const Shape kShape = {"RestoreObject", "a restore from an archive",
                               object_parts<RestoreObject>(kRows)};
  return kShape;
}

template <>
const Shape& shape_of<GetObject>() {
  static constexpr std::array kRows = {
      ignored("IfMatch"),
      ignored("IfModifiedSince"),
      ignored("IfNoneMatch"),
      ignored("IfUnmodifiedSince"),
      ignored("Range"),
      ignored("ResponseCacheControl"),
      ignored("ResponseContentDisposition"),
      ignored("ResponseContentEncoding"),
      ignored("ResponseContentLanguage"),
      ignored("ResponseContentType"),
      ignored("ResponseExpires"),
      field<&GetObject::sse_customer_algorithm>("SSECustomerAlgorithm", Need::Optional,
                                                "AES256: of an object under SSE-C"),
      field<&GetObject::sse_customer_key>("SSECustomerKey", Need::Optional, "the key of SSE-C"),
      field<&GetObject::sse_customer_key_md5>("SSECustomerKeyMD5", Need::Optional,
                                              "the MD5 of that key"),
      ignored("PartNumber"),
      ignored("ChecksumMode"),
  };
  static const Shape kShape = {"GetObject", "a download", object_parts<GetObject>(kRows)};
  return kShape;
}

template <>
const Shape& shape_of<LifecycleExpiration>() {
  static const Shape kShape = {"LifecycleExpiration",
                               "an expiration by a lifecycle rule: of a version, or by a marker",
                               {part_of<&LifecycleExpiration::object>(bucket_and_key_rows()),
                                part_of<&LifecycleExpiration::object>(version_id_rows())}};
  return kShape;
}

template <>
const Shape& shape_of<LifecycleTransition>() {
  static constexpr std::array kRows = {
      field<&LifecycleTransition::storage_class>("StorageClass", Need::Required,
                                                 "the new storage class"),
  };
  static const Shape kShape = {"LifecycleTransition",
                               "a transition to another storage class by a lifecycle rule",
                               {part_of<&LifecycleTransition::object>(bucket_and_key_rows()),
                                part_of<&LifecycleTransition::object>(version_id_rows()),
                                {kRows}}};
  return kShape;
}

}  // namespace replisim
