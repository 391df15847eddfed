#include <array>

#include "model/shape_field.h"
#include "model/shapes.h"

namespace replisim {
namespace {

constexpr std::array kRoleRows = {
    field<&RoleAddress::role_name>("RoleName", Need::Required, "name of the role"),
    field<&RoleAddress::account_id>("AccountId", Need::Optional,
                                    "account of the role where the event has no caller"),
};

template <typename T>
std::vector<ShapePart> role_parts(std::span<const FieldRow> own_rows) {
  return {part_of<&T::role>(kRoleRows), {own_rows}};
}

template <typename T>
constexpr FieldRow policy_name_row() {
  return field<&T::policy_name>("PolicyName", Need::Required, "name of the inline policy");
}

template <typename T>
constexpr FieldRow policy_arn_row(std::string_view name) {
  return field<&T::policy_arn>(name, Need::Required, "ARN of a managed policy");
}

}  // namespace

template <>
const Shape& shape_of<CreateRole>() {
  static constexpr std::array kRows = {
      field<&CreateRole::path>("Path", Need::Optional, "begins and ends with `/`"),
      field<&CreateRole::trust_policy>("AssumeRolePolicyDocument", Need::Required,
                                       "the trust policy"),
      field<&CreateRole::permissions_boundary>("PermissionsBoundary", Need::Optional,
                                               "ARN of a managed policy"),
      field<&CreateRole::tags>("Tags", Need::Optional, "tags"),
      ignored("Description"),
      ignored("MaxSessionDuration"),
  };
  static const Shape kShape = {"CreateRole", "a new role", role_parts<CreateRole>(kRows)};
  return kShape;
}

template <>
const Shape& shape_of<DeleteRole>() {
  static const Shape kShape = {"DeleteRole", "a role less", role_parts<DeleteRole>({})};
  return kShape;
}

template <>
const Shape& shape_of<PutRolePolicy>() {
  static constexpr std::array kRows = {
      policy_name_row<PutRolePolicy>(),
      field<&PutRolePolicy::document>("PolicyDocument", Need::Required, "the policy"),
  };
  static const Shape kShape = {"PutRolePolicy", "an inline policy of a role",
                               role_parts<PutRolePolicy>(kRows)};
  return kShape;
}

template <>
const Shape& shape_of<DeleteRolePolicy>() {
  static constexpr std::array kRows = {policy_name_row<DeleteRolePolicy>()};
  static const Shape kShape = {"DeleteRolePolicy", "an inline policy less",
                               role_parts<DeleteRolePolicy>(kRows)};
  return kShape;
}

template <>
const Shape& shape_of<AttachRolePolicy>() {
  static constexpr std::array kRows = {policy_arn_row<AttachRolePolicy>("PolicyArn")};
  static const Shape kShape = {"AttachRolePolicy", "a managed policy more",
                               role_parts<AttachRolePolicy>(kRows)};
  return kShape;
}

template <>
const Shape& shape_of<DetachRolePolicy>() {
  static constexpr std::array kRows = {policy_arn_row<DetachRolePolicy>("PolicyArn")};
  static const Shape kShape = {"DetachRolePolicy", "a managed policy less",
                               role_parts<DetachRolePolicy>(kRows)};
  return kShape;
}

template <>
const Shape& shape_of<UpdateAssumeRolePolicy>() {
  static constexpr std::array kRows = {
      field<&UpdateAssumeRolePolicy::document>("PolicyDocument", Need::Required,
                                               "the trust policy"),
  };
  static const Shape kShape = {"UpdateAssumeRolePolicy", "another trust policy",
                               role_parts<UpdateAssumeRolePolicy>(kRows)};
  return kShape;
}

template <>
const Shape& shape_of<PutRolePermissionsBoundary>() {
  static constexpr std::array kRows = {
      policy_arn_row<PutRolePermissionsBoundary>("PermissionsBoundary")};
  static const Shape kShape = {"PutRolePermissionsBoundary", "a permissions boundary",
                               role_parts<PutRolePermissionsBoundary>(kRows)};
  return kShape;
}

template <>
const Shape& shape_of<DeleteRolePermissionsBoundary>() {
  static const Shape kShape = {"DeleteRolePermissionsBoundary", "no permissions boundary any more",
                               role_parts<DeleteRolePermissionsBoundary>({})};
  return kShape;
}

}  // namespace replisim
