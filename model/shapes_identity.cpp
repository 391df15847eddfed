#include <array>

#include "model/shape_field.h"
#include "model/shapes.h"

namespace replisim {
namespace {

constexpr std::string_view kPathMeaning = "begins and ends with `/`";

/// A permissions boundary as `get-account-authorization-details` prints it.
const Shape& boundary_shape() {
  static constexpr std::array kRows = {
      field<&AttachedPolicy::policy_arn>("PermissionsBoundaryArn", Need::Required,
                                         "ARN of a managed policy"),
      ignored("PermissionsBoundaryType"),
  };
  static const Shape kShape = {
      "PermissionsBoundary", "a permissions boundary", {{kRows}}, &note_place<AttachedPolicy>};
  return kShape;
}

using BoundaryCodec = OptionalCodec<StructCodec<AttachedPolicy, &boundary_shape>, AttachedPolicy>;

/// A version of a managed policy; only the default one counts.
struct PolicyVersion {
  PolicyDocument document;
  std::string version_id;
  bool is_default = false;
};

const Shape& policy_version_shape() {
  static constexpr std::array kRows = {
      field<&PolicyVersion::document>("Document", Need::Required, "the policy"),
      field<&PolicyVersion::version_id>("VersionId", Need::Optional, "v1, v2, …"),
      field<&PolicyVersion::is_default>("IsDefaultVersion", Need::Optional,
                                        "whether this version is in force"),
      ignored("CreateDate"),
  };
  static const Shape kShape = {"PolicyVersion", "a version of a managed policy", {{kRows}}};
  return kShape;
}

struct PolicyVersionsCodec {
  using Versions = ListCodec<StructCodec<PolicyVersion, &policy_version_shape>, PolicyVersion>;

  static void read(ShapeReader& reader, const JsonNode& node, ManagedPolicy& value) {
    std::vector<PolicyVersion> versions;
    Versions::read(reader, node, versions);
    for (PolicyVersion& version : versions) {
      if (version.is_default || versions.size() == 1) {
        value.document = std::move(version.document);
      }
    }
  }
  static bool is_empty(const ManagedPolicy&) { return true; }  // `PolicyDocument` is written
  static void write(JsonWriter&, const ManagedPolicy&) {}
  static void schema(SchemaWriter& schema) { Versions::schema(schema); }
};

void finish_managed_policy(ShapeReader& reader, const JsonNode& node, void* object) {
  ManagedPolicy& policy = *static_cast<ManagedPolicy*>(object);
  policy.where = node.where;
  if (node.find("PolicyDocument") == nullptr && !policy.document.where.is_known()) {
    reader.report("scenario.missing-field", "managed policy without a document",
                  "give `PolicyDocument`, or `PolicyVersionList` with a default version",
                  node.where);
  }
}

}  // namespace

template <>
const Shape& shape_of<InlinePolicy>() {
  static constexpr std::array kRows = {
      field<&InlinePolicy::policy_name>("PolicyName", Need::Required, "name of the policy"),
      field<&InlinePolicy::document>("PolicyDocument", Need::Required, "the policy"),
  };
  static const Shape kShape = {
      "InlinePolicy", "an inline policy", {{kRows}}, &note_place<InlinePolicy>};
  return kShape;
}

template <>
const Shape& shape_of<AttachedPolicy>() {
  static constexpr std::array kRows = {
      field<&AttachedPolicy::policy_arn>("PolicyArn", Need::Required, "ARN of a managed policy"),
      ignored("PolicyName"),
  };
  static const Shape kShape = {
      "AttachedPolicy", "an attached managed policy", {{kRows}}, &note_place<AttachedPolicy>};
  return kShape;
}

template <>
const Shape& shape_of<ManagedPolicy>() {
  static constexpr std::array kRows = {
      field<&ManagedPolicy::policy_name>("PolicyName", Need::Required, "name of the policy"),
      field<&ManagedPolicy::path>("Path", Need::Optional, kPathMeaning),
      field<&ManagedPolicy::document>("PolicyDocument", Need::Optional, "the policy"),
      whole<ManagedPolicy, PolicyVersionsCodec>("PolicyVersionList", Need::Optional,
                                                "versions, of which the default one counts"),
      ignored("PolicyId"),
      ignored("Arn"),
      ignored("DefaultVersionId"),
      ignored("AttachmentCount"),
      ignored("PermissionsBoundaryUsageCount"),
      ignored("IsAttachable"),
      ignored("Description"),
      ignored("CreateDate"),
      ignored("UpdateDate"),
      ignored("Tags"),
  };
  static const Shape kShape = {"ManagedPolicy",
                               "a customer managed policy: ManagedPolicyDetail",
                               {{kRows}},
                               &finish_managed_policy};
  return kShape;
}

template <>
const Shape& shape_of<User>() {
  static constexpr std::array kRows = {
      field<&User::user_name>("UserName", Need::Required, "name of the user"),
      field<&User::path>("Path", Need::Optional, kPathMeaning),
      field<&User::user_id>("UserId", Need::Optional, "AIDA…; made up where it is not given"),
      field<&User::inline_policies>("UserPolicyList", Need::Optional, "inline policies"),
      field<&User::attached_policies>("AttachedManagedPolicies", Need::Optional,
                                      "attached managed policies"),
      field<&User::groups>("GroupList", Need::Optional, "names of groups"),
      field<&User::permissions_boundary, BoundaryCodec>("PermissionsBoundary", Need::Optional,
                                                        "the permissions boundary"),
      field<&User::tags>("Tags", Need::Optional, "tags"),
      ignored("Arn"),
      ignored("CreateDate"),
      ignored("PasswordLastUsed"),
  };
  static const Shape kShape = {"User", "an IAM user: UserDetail", {{kRows}}, &note_place<User>};
  return kShape;
}

template <>
const Shape& shape_of<Group>() {
  static constexpr std::array kRows = {
      field<&Group::group_name>("GroupName", Need::Required, "name of the group"),
      field<&Group::path>("Path", Need::Optional, kPathMeaning),
      field<&Group::inline_policies>("GroupPolicyList", Need::Optional, "inline policies"),
      field<&Group::attached_policies>("AttachedManagedPolicies", Need::Optional,
                                       "attached managed policies"),
      ignored("GroupId"),
      ignored("Arn"),
      ignored("CreateDate"),
  };
  static const Shape kShape = {"Group", "an IAM group: GroupDetail", {{kRows}}, &note_place<Group>};
  return kShape;
}

template <>
const Shape& shape_of<Role>() {
  static constexpr std::array kRows = {
      field<&Role::role_name>("RoleName", Need::Required, "name of the role"),
      field<&Role::path>("Path", Need::Optional, kPathMeaning),
      field<&Role::role_id>("RoleId", Need::Optional, "AROA…; made up where it is not given"),
      field<&Role::trust_policy>("AssumeRolePolicyDocument", Need::Optional, "the trust policy"),
      field<&Role::inline_policies>("RolePolicyList", Need::Optional, "inline policies"),
      field<&Role::attached_policies>("AttachedManagedPolicies", Need::Optional,
                                      "attached managed policies"),
      field<&Role::permissions_boundary, BoundaryCodec>("PermissionsBoundary", Need::Optional,
                                                        "the permissions boundary"),
      field<&Role::tags>("Tags", Need::Optional, "tags"),
      ignored("Arn"),
      ignored("CreateDate"),
      ignored("Description"),
      ignored("MaxSessionDuration"),
      ignored("InstanceProfileList"),
      ignored("RoleLastUsed"),
  };
  static const Shape kShape = {"Role", "an IAM role: RoleDetail", {{kRows}}, &note_place<Role>};
  return kShape;
}

template <>
const Shape& shape_of<Account>() {
  static constexpr std::array kRows = {
      field<&Account::id, AccountIdCodec>("Id", Need::Required, "twelve digits"),
      field<&Account::name>("Name", Need::Optional, "for people"),
      field<&Account::partition>("Partition", Need::Optional, "aws, aws-cn or aws-us-gov"),
      field<&Account::canonical_user_id>("CanonicalUserId", Need::Optional,
                                         "made up where it is not given"),
      field<&Account::disabled_regions>("DisabledRegions", Need::Optional,
                                        "opt-in Regions that are not enabled"),
      field<&Account::public_access_block>("PublicAccessBlockConfiguration", Need::Optional,
                                           "Block Public Access of the whole account"),
      field<&Account::users>("Users", Need::Optional, "UserDetailList"),
      field<&Account::groups>("Groups", Need::Optional, "GroupDetailList"),
      field<&Account::roles>("Roles", Need::Optional, "RoleDetailList"),
      field<&Account::policies>("Policies", Need::Optional, "customer managed policies"),
      read_only(field<&Account::users>("UserDetailList", Need::Optional, "the same as Users")),
      read_only(field<&Account::groups>("GroupDetailList", Need::Optional, "the same as Groups")),
      read_only(field<&Account::roles>("RoleDetailList", Need::Optional, "the same as Roles")),
      field<&Account::keys>("Keys", Need::Optional, "KMS keys"),
      field<&Account::buckets>("Buckets", Need::Optional, "general purpose buckets"),
      ignored("Arn"),
      ignored("Email"),
      ignored("Status"),
      ignored("JoinedMethod"),
      ignored("JoinedTimestamp"),
  };
  static const Shape kShape = {
      "Account", "an AWS account and what is in it", {{kRows}}, &note_place<Account>};
  return kShape;
}

}  // namespace replisim
