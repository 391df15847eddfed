#include "model/shape_upload.h"

#include <algorithm>
#include <array>
#include <optional>

#include "model/shape_field.h"

namespace replisim {
namespace {

constexpr std::string_view kFullControl = "FULL_CONTROL";
constexpr std::string_view kRead = "READ";
constexpr std::string_view kReadAcp = "READ_ACP";
constexpr std::string_view kWrite = "WRITE";
constexpr std::string_view kWriteAcp = "WRITE_ACP";

struct GranteeName {
  std::string_view name;  ///< in the header
  std::string_view type;  ///< of the grantee
};
constexpr std::array<GranteeName, 3> kGranteeNames = {{
    {"id", "CanonicalUser"},
    {"uri", "Group"},
    {"emailAddress", "AmazonCustomerByEmail"},
}};

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) {
    return {};
  }
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

/// `id="…"`
std::optional<AclGrant> parse_grantee(std::string_view text, std::string_view permission) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view name = trimmed(text.substr(0, equals));
  std::string_view value = trimmed(text.substr(equals + 1));
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
    value = value.substr(1, value.size() - 2);
  }
  const auto row = std::find_if(kGranteeNames.begin(), kGranteeNames.end(),
                                [&](const GranteeName& known) { return known.name == name; });
  if (row == kGranteeNames.end() || value.empty()) {
    return std::nullopt;
  }
  return AclGrant{std::string(row->type), std::string(value), std::string(permission)};
}

}  // namespace

void BodyCodec::read(ShapeReader& reader, const JsonNode& node, std::int64_t& value) {
  if (reader.expect(node, JsonKind::String)) {
    value = static_cast<std::int64_t>(node.text.size());
  }
}

void read_grant_header(ShapeReader& reader, const JsonNode& node, std::string_view permission,
                       std::vector<AclGrant>& grants) {
  if (!reader.expect(node, JsonKind::String)) {
    return;
  }
  std::string_view rest = node.text;
  while (!trimmed(rest).empty()) {
    const std::string_view part = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), part.size() + 1));
    if (std::optional<AclGrant> grant = parse_grantee(part, permission)) {
      grants.push_back(*std::move(grant));
    } else {
      reader.report("scenario.bad-grantee", in_backticks(trimmed(part)) + " is not a grantee",
                    "a grantee is written `id=\"…\"`, `uri=\"…\"` or `emailAddress=\"…\"`",
                    node.where);
    }
  }
}

bool has_grant(const std::vector<AclGrant>& grants, std::string_view permission) {
  return std::any_of(grants.begin(), grants.end(),
                     [&](const AclGrant& grant) { return grant.permission == permission; });
}

void write_grant_header(JsonWriter& writer, const std::vector<AclGrant>& grants,
                        std::string_view permission) {
  std::string text;
  for (const AclGrant& grant : grants) {
    if (grant.permission != permission) {
      continue;
    }
    const auto row =
        std::find_if(kGranteeNames.begin(), kGranteeNames.end(),
                     [&](const GranteeName& known) { return known.type == grant.grantee_type; });
    const std::string_view name = row == kGranteeNames.end() ? "id" : row->name;
    text += (text.empty() ? "" : ", ") + std::string(name) + "=\"" + grant.grantee + "\"";
  }
  writer.string(text);
}

namespace {

/// The list itself as the object of rows.
template <const std::string_view& kPermission>
constexpr FieldRow grant_header(std::string_view name, std::string_view description) {
  return whole<std::vector<AclGrant>, GrantHeaderCodec<kPermission>>(name, Need::Optional,
                                                                     description);
}

}  // namespace

std::span<const FieldRow> grant_header_rows() {
  static constexpr std::array kRows = {
      grant_header<kFullControl>("GrantFullControl", "who has all permissions on the object"),
      grant_header<kRead>("GrantRead", "who may read it"),
      grant_header<kReadAcp>("GrantReadACP", "who may read its ACL"),
      grant_header<kWrite>("GrantWrite", "who may write; of buckets"),
      grant_header<kWriteAcp>("GrantWriteACP", "who may write its ACL"),
  };
  return kRows;
}

std::span<const FieldRow> content_header_rows() {
  static constexpr std::array kRows = {
      ignored("CacheControl"),    ignored("ContentDisposition"),
      ignored("ContentEncoding"), ignored("ContentLanguage"),
      ignored("ContentType"),     ignored("Expires"),
      ignored("Metadata"),        ignored("WebsiteRedirectLocation"),
  };
  return kRows;
}

std::span<const FieldRow> checksum_rows() {
  static constexpr std::array kRows = {
      ignored("ChecksumCRC32"),     ignored("ChecksumCRC32C"),   ignored("ChecksumCRC64NVME"),
      ignored("ChecksumSHA1"),      ignored("ChecksumSHA256"),   ignored("ChecksumSHA512"),
      ignored("ChecksumMD5"),       ignored("ChecksumXXHASH64"), ignored("ChecksumXXHASH3"),
      ignored("ChecksumXXHASH128"),
  };
  return kRows;
}

std::span<const FieldRow> bucket_and_key_rows() {
  static constexpr std::array kRows = {
      field<&ObjectAddress::bucket>("Bucket", Need::Required, "name of the bucket"),
      field<&ObjectAddress::key>("Key", Need::Required, "key of the object"),
  };
  return kRows;
}

std::span<const FieldRow> version_id_rows() {
  static constexpr std::array kRows = {
      field<&ObjectAddress::version_id>("VersionId", Need::Optional,
                                        "of the version; the current one where it is not given"),
  };
  return kRows;
}

}  // namespace replisim
