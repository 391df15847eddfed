#include <utility>

#include "model/arn.h"
#include "model/import/terraform_translation.h"

namespace replisim {
namespace {

using Translation = TerraformTranslation;
using Instance = TerraformInstance;
using Value = TerraformValue;

/// The organization's own id is not in the resources of its policies.
constexpr std::string_view kOrganization = "o-unknown";
constexpr std::string_view kRoot = "r-unknown";

const Instance* find_policy(const Translation& t, const Value& id) {
  if (const auto target = t.references().target(id)) {
    return target->instance->type == "aws_organizations_policy" ? target->instance : nullptr;
  }
  for (const Instance& instance : t.world().instances) {
    if (instance.type == "aws_organizations_policy" && id.is_known() &&
        attribute_of(instance, "id").text() == id.text()) {
      return &instance;
    }
  }
  return nullptr;
}

Draft full_access(std::string_view name, bool has_principal, SourceRange where) {
  Draft policy = Draft::object(where);
  policy.set("Name", Draft::string(name, where));
  Draft& content = policy.set("Content", Draft::object(where));
  content.set("Version", Draft::string("2012-10-17", where));
  Draft& statement = content.set("Statement", Draft::array(where)).push(Draft::object(where));
  statement.set("Effect", Draft::string("Allow", where));
  if (has_principal) {
    statement.set("Principal", Draft::string("*", where));
  }
  statement.set("Action", Draft::string("*", where));
  statement.set("Resource", Draft::string("*", where));
  return policy;
}

Draft& organization_of(Translation& t, SourceRange where) {
  Draft& organization = t.scenario().object_at("organization", where);
  if (organization.children.empty()) {
    organization.set("Id", Draft::string(kOrganization, where));
    Draft& root = organization.set("Root", Draft::object(where));
    root.set("Id", Draft::string(kRoot, where));
    Draft& members = root.set("Accounts", Draft::array(where));
    for (const Draft& account : t.scenario().array_at("accounts", where).children) {
      members.push(*account.find("Id"));
    }
  }
  return organization;
}

void put_policy(Translation& t, Draft& level, const Instance& policy) {
  const bool is_rcp = attribute_of(policy, "type").text() == "RESOURCE_CONTROL_POLICY";
  const std::string_view list_name = is_rcp ? "ResourceControlPolicies" : "ServiceControlPolicies";
  Draft* list = level.find(list_name);
  if (list == nullptr) {  // the policy that is attached everywhere stays
    list = &level.set(list_name, Draft::array(policy.where));
    list->push(full_access(is_rcp ? "RCPFullAWSAccess" : "FullAWSAccess", is_rcp, policy.where));
  }
  Draft made = Draft::object(policy.where);
  made.set("Name", Draft::string(attribute_of(policy, "name").text(), policy.where));
  if (std::optional<Draft> content = t.policy(attribute_of(policy, "content"))) {
    made.set("Content", *std::move(content));
    t.note_origin(made, policy);
    list->push(std::move(made));
  }
}

void translate_attachment(Translation& t, const Instance& instance) {
  const Value target = attribute_of(instance, "target_id");
  const Instance* const policy = find_policy(t, attribute_of(instance, "policy_id"));
  const std::string_view type =
      policy == nullptr ? std::string_view() : attribute_of(*policy, "type").text();
  if (!type.empty() && type != "SERVICE_CONTROL_POLICY" && type != "RESOURCE_CONTROL_POLICY") {
    return;
  }
  if (policy != nullptr && is_account_id(target.text())) {
    Draft& policies = organization_of(t, instance.where).object_at("AccountPolicies", target.where);
    put_policy(t, policies.object_at(target.text(), target.where), *policy);
  } else if (policy != nullptr && target.text().starts_with("r-")) {
    put_policy(t, organization_of(t, instance.where).object_at("Root", target.where), *policy);
  } else {
    t.note_unknown(target, "it cannot be told which accounts the policy reaches");
  }
}

constexpr TerraformRow kRows[] = {
    {"aws_organizations_policy_attachment", 10, &translate_attachment},
};

}  // namespace

std::span<const TerraformRow> terraform_organization_rows() {
  return kRows;
}

}  // namespace replisim
