#include <array>

#include "model/shape_field.h"
#include "model/shapes.h"

namespace replisim {
namespace {

const Shape& policy_summary_shape() {
  static constexpr std::array kRows = {
      field<&OrganizationPolicy::name>("Name", Need::Optional, "name of the policy"),
      ignored("Id"),
      ignored("Arn"),
      ignored("Description"),
      ignored("Type"),
      ignored("AwsManaged"),
  };
  static const Shape kShape = {"PolicySummary", "what Organizations says of a policy", {{kRows}}};
  return kShape;
}

const Shape& named_policy_shape() {
  static constexpr std::array kRows = {
      field<&OrganizationPolicy::name>("Name", Need::Optional, "name of the policy"),
      field<&OrganizationPolicy::document>("Content", Need::Required, "the policy"),
      read_only(nested<OrganizationPolicy, &policy_summary_shape>(
          "PolicySummary", Need::Optional, "as `describe-policy` prints it")),
  };
  static const Shape kShape = {"OrganizationPolicy", "a policy of AWS Organizations", {{kRows}}};
  return kShape;
}

/// With a name, or the document itself.
struct OrganizationPolicyCodec {
  using Named = StructCodec<OrganizationPolicy, &named_policy_shape>;

  static void read(ShapeReader& reader, const JsonNode& node, OrganizationPolicy& value) {
    if (node.find("Content") != nullptr) {
      Named::read(reader, node, value);
    } else {
      Codec<PolicyDocument>::read(reader, node, value.document);
    }
  }
  static bool is_empty(const OrganizationPolicy&) { return false; }
  static void write(JsonWriter& writer, const OrganizationPolicy& value) {
    Named::write(writer, value);
  }
  static void schema(SchemaWriter& schema) {
    schema.any_of({&Named::schema, &Codec<PolicyDocument>::schema});
  }
};

using PoliciesCodec = OptionalCodec<ListCodec<OrganizationPolicyCodec, OrganizationPolicy>,
                                    std::vector<OrganizationPolicy>>;

constexpr std::array kLevelRows = {
    field<&LevelPolicies::service_control, PoliciesCodec>("ServiceControlPolicies", Need::Optional,
                                                          "FullAWSAccess where it is not given"),
    field<&LevelPolicies::resource_control, PoliciesCodec>(
        "ResourceControlPolicies", Need::Optional, "RCPFullAWSAccess where it is not given"),
};

}  // namespace

template <>
const Shape& shape_of<LevelPolicies>() {
  static const Shape kShape = {"LevelPolicies", "policies attached to one account", {{kLevelRows}}};
  return kShape;
}

template <>
const Shape& shape_of<OrganizationalUnit>() {
  using Unit = OrganizationalUnit;
  static constexpr std::array kRows = {
      field<&Unit::id>("Id", Need::Required, "id of the root or unit"),
      field<&Unit::accounts, ListCodec<AccountIdCodec, std::string>>(
          "Accounts", Need::Optional, "ids of the accounts directly below"),
      field<&Unit::units>("OrganizationalUnits", Need::Optional, "units directly below"),
      ignored("Name"),
      ignored("Arn"),
      ignored("PolicyTypes"),
  };
  static const Shape kShape = {"OrganizationalUnit",
                               "the root, or an organizational unit",
                               {{kRows}, part_of<&Unit::policies>(kLevelRows)},
                               &note_place<Unit>};
  return kShape;
}

template <>
const Shape& shape_of<Organization>() {
  static constexpr std::array kRows = {
      field<&Organization::id>("Id", Need::Required, "o-…"),
      field<&Organization::management_account_id, AccountIdCodec>(
          "ManagementAccountId", Need::Optional, "policies do not reach it"),
      read_only(field<&Organization::management_account_id, AccountIdCodec>(
          "MasterAccountId", Need::Optional, "the same as ManagementAccountId")),
      field<&Organization::root>("Root", Need::Optional, "the root and what is below it"),
      field<&Organization::account_policies>("AccountPolicies", Need::Optional,
                                             "policies attached to accounts, by account id"),
      ignored("Arn"),
      ignored("FeatureSet"),
      ignored("MasterAccountArn"),
      ignored("MasterAccountEmail"),
      ignored("AvailablePolicyTypes"),
  };
  static const Shape kShape = {
      "Organization", "an AWS organization", {{kRows}}, &note_place<Organization>};
  return kShape;
}

}  // namespace replisim
