#include <array>

#include "model/shape_field.h"
#include "model/shapes.h"

namespace replisim {
namespace {

/// One of the names under which a grantee may stand; which one follows from its type.
template <const std::string_view& kType>
struct GranteeCodec {
  static void read(ShapeReader& reader, const JsonNode& node, AclGrant& value) {
    Codec<std::string>::read(reader, node, value.grantee);
    if (value.grantee_type.empty()) {
      value.grantee_type = std::string(kType);
    }
  }
  static bool is_empty(const AclGrant& value) { return value.grantee_type != kType; }
  static void write(JsonWriter& writer, const AclGrant& value) { writer.string(value.grantee); }
  static void schema(SchemaWriter& schema) { schema.type("string"); }
};

constexpr std::string_view kCanonicalUser = "CanonicalUser";
constexpr std::string_view kGroup = "Group";
constexpr std::string_view kByEmail = "AmazonCustomerByEmail";

const Shape& grantee_shape() {
  static constexpr std::array kRows = {
      field<&AclGrant::grantee_type>("Type", Need::Optional,
                                     "CanonicalUser, Group or AmazonCustomerByEmail"),
      whole<AclGrant, GranteeCodec<kCanonicalUser>>("ID", Need::Optional, "canonical user id"),
      whole<AclGrant, GranteeCodec<kGroup>>("URI", Need::Optional, "of a group"),
      whole<AclGrant, GranteeCodec<kByEmail>>("EmailAddress", Need::Optional, "of an account"),
      ignored("DisplayName"),
  };
  static const Shape kShape = {"Grantee", "who an ACL grant is for", {{kRows}}};
  return kShape;
}

}  // namespace

template <>
const Shape& shape_of<Tag>() {
  static constexpr std::array kRows = {
      field<&Tag::key>("Key", Need::Required, "the tag's key"),
      field<&Tag::value>("Value", Need::Optional, "the tag's value"),
  };
  static const Shape kShape = {"Tag", "a tag", {{kRows}}};
  return kShape;
}

template <>
const Shape& shape_of<AclGrant>() {
  static constexpr std::array kRows = {
      nested<AclGrant, &grantee_shape>("Grantee", Need::Required, "who is granted"),
      field<&AclGrant::permission>("Permission", Need::Required,
                                   "READ, WRITE, READ_ACP, WRITE_ACP or FULL_CONTROL"),
  };
  static const Shape kShape = {"AclGrant", "a grant of an access control list", {{kRows}}};
  return kShape;
}

template <>
const Shape& shape_of<AccessControlPolicy>() {
  static constexpr std::array kRows = {
      field<&AccessControlPolicy::owner, OwnerCodec>("Owner", Need::Optional,
                                                     "canonical id or account id"),
      field<&AccessControlPolicy::grants>("Grants", Need::Optional, "the grants"),
  };
  static const Shape kShape = {"AccessControlPolicy",
                               "an access control list, as `get-object-acl` prints it",
                               {{kRows}},
                               nullptr,
                               "AccessControlPolicy"};
  return kShape;
}

template <>
const Shape& shape_of<ObjectRetention>() {
  static constexpr std::array kRows = {
      field<&ObjectRetention::mode>("Mode", Need::Required, "GOVERNANCE or COMPLIANCE"),
      field<&ObjectRetention::retain_until>("RetainUntilDate", Need::Required,
                                            "the end of the retention"),
  };
  static const Shape kShape = {"ObjectRetention", "the retention of an object version", {{kRows}}};
  return kShape;
}

}  // namespace replisim
