#pragma once

#include <span>

#include "model/event.h"
#include "model/shape_codec.h"

namespace replisim {

// Rows and codecs that uploads and objects given by a scenario have in common.

/// The length of a `Body`, for who does not want to count. `Size` goes before it.
struct BodyCodec : CountCodec {
  static void read(ShapeReader& reader, const JsonNode& node, std::int64_t& value);
  static void schema(SchemaWriter& schema) { schema.type("string"); }
};

/// Headers such as `x-amz-grant-read`: `id="…", uri="…"`. Others of the list stay.
void read_grant_header(ShapeReader& reader, const JsonNode& node, std::string_view permission,
                       std::vector<AclGrant>& grants);
bool has_grant(const std::vector<AclGrant>& grants, std::string_view permission);
void write_grant_header(JsonWriter& writer, const std::vector<AclGrant>& grants,
                        std::string_view permission);

template <const std::string_view& kPermission>
struct GrantHeaderCodec {
  static void read(ShapeReader& reader, const JsonNode& node, std::vector<AclGrant>& value) {
    read_grant_header(reader, node, kPermission, value);
  }
  static bool is_empty(const std::vector<AclGrant>& value) {
    return !has_grant(value, kPermission);
  }
  static void write(JsonWriter& writer, const std::vector<AclGrant>& value) {
    write_grant_header(writer, value, kPermission);
  }
  static void schema(SchemaWriter& schema) { schema.type("string"); }
};

/// `GrantRead` and the like, of a `std::vector<AclGrant>`.
std::span<const FieldRow> grant_header_rows();

/// `CacheControl` to `Metadata`: kept by S3, not looked at by replication.
std::span<const FieldRow> content_header_rows();

/// `ChecksumCRC32` and the like.
std::span<const FieldRow> checksum_rows();

/// `Bucket` and `Key`, and `VersionId`, of an `ObjectAddress`.
std::span<const FieldRow> bucket_and_key_rows();
std::span<const FieldRow> version_id_rows();

}  // namespace replisim
