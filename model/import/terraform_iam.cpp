#include <algorithm>
#include <utility>

#include "model/import/terraform_translation.h"

namespace replisim {
namespace {

using Translation = TerraformTranslation;
using Instance = TerraformInstance;
using Value = TerraformValue;

/// Roles, users and groups: the same resources under other names.
struct Kind {
  std::string_view word;  ///< of resource types and attributes: `role`
  std::string_view list;
  std::string_view name_field;
  std::string_view inline_list;
  NameWanted wanted;
};
constexpr Kind kRole = {"role", "Roles", "RoleName", "RolePolicyList", NameWanted::RoleName};
constexpr Kind kUser = {"user", "Users", "UserName", "UserPolicyList", NameWanted::UserName};
constexpr Kind kGroup = {"group", "Groups", "GroupName", "GroupPolicyList", NameWanted::GroupName};

/// A name given as an ARN by mistake means what it ends with.
std::optional<std::string> plain_name(std::optional<std::string> name) {
  if (name && name->starts_with("arn:")) {
    return name->substr(name->rfind('/') + 1);
  }
  return name;
}

Draft* owner_of(Translation& t, const Instance& part, const Value& name, const Kind& kind) {
  const std::optional<std::string> known = plain_name(t.names().resolve(name, kind.wanted));
  if (!known) {
    t.note_unknown(name, "it cannot be told which " + std::string(kind.word) + " this belongs to");
  }
  return t.owner(part, kind.list, kind.name_field, known);
}

void attach(Translation& t, Draft& owner, Draft arn, const Instance& instance) {
  Draft& list = owner.array_at("AttachedManagedPolicies", instance.where);
  if (list.find_element("PolicyArn", text_of_draft(arn)) != nullptr) {
    return;
  }
  Draft& attached = list.push(Draft::object(instance.where));
  attached.set("PolicyArn", std::move(arn));
  t.note_origin(attached, instance);
}

std::string missing_policy_prefix(const Translation& t, const Value& value) {
  const std::string role = t.missing_role_prefix(value);
  return role.substr(0, role.size() - 5) + "policy/";
}

void put_inline(Translation& t, Draft& owner, const Kind& kind, Draft name, const Value& policy) {
  Draft& list = owner.array_at(kind.inline_list, policy.where);
  const std::string text = text_of_draft(name);
  list.children.remove_if([&](const Draft& other) {
    const Draft* const other_name = other.find("PolicyName");
    return other_name != nullptr && text_of_draft(*other_name) == text;
  });
  std::optional<Draft> document = t.policy(policy);
  if (document) {
    Draft& made = list.push(Draft::object(policy.where));
    made.set("PolicyName", std::move(name));
    made.set("PolicyDocument", *std::move(document));
    t.note_origin(made, *policy.instance);
  }
}

void put_path(Draft& object, const Instance& instance) {
  const Value path = attribute_of(instance, "path");
  if (!path.text().empty()) {
    object.set("Path", Draft::copy(*path.known));
  }
}

void put_tags(Draft& object, const Value& tags) {
  if (!tags.is_known() || tags.known->child_count == 0) {
    return;
  }
  Draft& list = object.set("Tags", Draft::array(tags.where));
  for (const JsonNode& member : *tags.known) {
    if (member.is_string()) {
      Draft& tag = list.push(Draft::object(member.where));
      tag.set("Key", Draft::string(member.key, member.key_where));
      tag.set("Value", Draft::copy(member));
    }
  }
}

/// Texts of a list, what each unknown one names if as many are meant as are unknown.
std::vector<Draft> texts_of(Translation& t, const Value& list, NameWanted wanted) {
  std::vector<Draft> texts;
  std::vector<Value> unknown;
  for (const Value& element : list.elements()) {
    if (element.is_known()) {
      texts.push_back(Draft::copy(*element.known));
    } else if (element.is_unknown()) {
      unknown.push_back(element);
    }
  }
  const auto targets =
      unknown.empty() && !list.is_unknown() ? std::nullopt : t.references().targets(list);
  const bool is_one_to_one = targets && (targets->size() == unknown.size() || list.is_unknown());
  for (std::size_t i = 0; is_one_to_one && i < targets->size(); ++i) {
    if (const auto name = t.names().resolve((*targets)[i], wanted)) {
      texts.push_back(Draft::string(*name, list.where));
    } else {
      unknown.push_back(list);
    }
  }
  if ((!is_one_to_one && !unknown.empty()) || (list.is_unknown() && !is_one_to_one)) {
    t.note_unknown(list);
  }
  return texts;
}

void translate_role(Translation& t, const Instance& instance) {
  Draft* const role = t.add(instance, kRole.list, kRole.name_field, t.names().own_name(instance));
  if (role == nullptr) {
    return;
  }
  put_path(*role, instance);
  t.set_policy(*role, "AssumeRolePolicyDocument", attribute_of(instance, "assume_role_policy"));
  const Value boundary = attribute_of(instance, "permissions_boundary");
  if (auto arn = t.text(boundary, NameWanted::PolicyArn, missing_policy_prefix(t, boundary));
      arn && !text_of_draft(*arn).empty()) {
    role->object_at("PermissionsBoundary", boundary.where)
        .set("PermissionsBoundaryArn", *std::move(arn));
  }
  for (const Value& block : attribute_of(instance, "inline_policy").elements()) {
    if (!block.at("name").text().empty()) {
      put_inline(t, *role, kRole, Draft::copy(*block.at("name").known), block.at("policy"));
    }
  }
  const Value attached = attribute_of(instance, "managed_policy_arns");
  if (attached.is_known()) {
    for (Draft& arn : texts_of(t, attached, NameWanted::PolicyArn)) {
      attach(t, *role, std::move(arn), instance);
    }
  }
  put_tags(*role, attribute_of(instance, "tags"));
}

void translate_user(Translation& t, const Instance& instance) {
  if (Draft* const user =
          t.add(instance, kUser.list, kUser.name_field, t.names().own_name(instance))) {
    put_path(*user, instance);
    put_tags(*user, attribute_of(instance, "tags"));
  }
}

void translate_group(Translation& t, const Instance& instance) {
  if (Draft* const group =
          t.add(instance, kGroup.list, kGroup.name_field, t.names().own_name(instance))) {
    put_path(*group, instance);
  }
}

void translate_managed_policy(Translation& t, const Instance& instance) {
  Draft* const policy = t.add(instance, "Policies", "PolicyName", t.names().own_name(instance));
  if (policy == nullptr) {
    return;
  }
  put_path(*policy, instance);
  t.set_policy(*policy, "PolicyDocument", attribute_of(instance, "policy"));
  if (policy->find("PolicyDocument") == nullptr) {
    policy->set("PolicyDocument", incomplete_policy({}, instance.where));
  }
}

template <const Kind& kKind>
void translate_inline_policy(Translation& t, const Instance& instance) {
  if (Draft* const owner = owner_of(t, instance, attribute_of(instance, kKind.word), kKind)) {
    const Value name = attribute_of(instance, "name");
    Draft text = name.text().empty() ? Draft::string(instance.address, instance.where)
                                     : Draft::copy(*name.known);
    put_inline(t, *owner, kKind, std::move(text), attribute_of(instance, "policy"));
  }
}

template <const Kind& kKind>
void translate_attachment(Translation& t, const Instance& instance) {
  Draft* const owner = owner_of(t, instance, attribute_of(instance, kKind.word), kKind);
  const Value policy = attribute_of(instance, "policy_arn");
  auto arn = t.text(policy, NameWanted::PolicyArn, missing_policy_prefix(t, policy));
  if (owner != nullptr && arn) {
    attach(t, *owner, *std::move(arn), instance);
  }
}

/// `aws_iam_policy_attachment`: one policy, many owners.
void translate_wide_attachment(Translation& t, const Instance& instance) {
  const Value policy = attribute_of(instance, "policy_arn");
  const auto arn = t.text(policy, NameWanted::PolicyArn, missing_policy_prefix(t, policy));
  for (const Kind* const kind : {&kRole, &kUser, &kGroup}) {
    const Value owners = attribute_of(instance, std::string(kind->word) + "s");
    for (const Draft& name : texts_of(t, owners, kind->wanted)) {
      Draft* const owner =
          t.owner(instance, kind->list, kind->name_field, plain_name(text_of_draft(name)));
      if (owner != nullptr && arn) {
        attach(t, *owner, *arn, instance);
      }
    }
  }
}

/// What an exclusive list does not name is removed.
void keep_only(Draft& owner, std::string_view list_name, std::string_view field,
               const std::vector<Draft>& kept) {
  Draft* const list = owner.find(list_name);
  if (list == nullptr) {
    return;
  }
  list->children.remove_if([&](const Draft& item) {
    const Draft* const name = item.find(field);
    return name != nullptr && std::none_of(kept.begin(), kept.end(), [&](const Draft& one) {
             return text_of_draft(one) == text_of_draft(*name);
           });
  });
}

void translate_exclusive_policies(Translation& t, const Instance& instance) {
  const Value names = attribute_of(instance, "policy_names");
  Draft* const owner = owner_of(t, instance, attribute_of(instance, "role_name"), kRole);
  if (owner != nullptr && names.is_known()) {
    keep_only(*owner, kRole.inline_list, "PolicyName", texts_of(t, names, NameWanted::RoleName));
  }
}

void translate_exclusive_attachments(Translation& t, const Instance& instance) {
  const Value arns = attribute_of(instance, "policy_arns");
  Draft* const owner = owner_of(t, instance, attribute_of(instance, "role_name"), kRole);
  if (owner != nullptr && arns.is_known()) {
    keep_only(*owner, "AttachedManagedPolicies", "PolicyArn",
              texts_of(t, arns, NameWanted::PolicyArn));
  }
}

void translate_membership(Translation& t, const Instance& instance) {
  Draft* const user = owner_of(t, instance, attribute_of(instance, "user"), kUser);
  if (user == nullptr) {
    return;
  }
  for (Draft& group : texts_of(t, attribute_of(instance, "groups"), NameWanted::GroupName)) {
    user->array_at("GroupList", instance.where).push(std::move(group));
  }
}

constexpr TerraformRow kRows[] = {
    {"aws_iam_role", 0, &translate_role},
    {"aws_iam_user", 0, &translate_user},
    {"aws_iam_group", 0, &translate_group},
    {"aws_iam_policy", 0, &translate_managed_policy},
    {"aws_iam_role_policy", 1, &translate_inline_policy<kRole>},
    {"aws_iam_user_policy", 1, &translate_inline_policy<kUser>},
    {"aws_iam_group_policy", 1, &translate_inline_policy<kGroup>},
    {"aws_iam_role_policy_attachment", 1, &translate_attachment<kRole>},
    {"aws_iam_user_policy_attachment", 1, &translate_attachment<kUser>},
    {"aws_iam_group_policy_attachment", 1, &translate_attachment<kGroup>},
    {"aws_iam_policy_attachment", 1, &translate_wide_attachment},
    {"aws_iam_user_group_membership", 1, &translate_membership},
    {"aws_iam_role_policies_exclusive", 2, &translate_exclusive_policies},
    {"aws_iam_role_policy_attachments_exclusive", 2, &translate_exclusive_attachments},
};

}  // namespace

std::span<const TerraformRow> terraform_iam_rows() {
  return kRows;
}

}  // namespace replisim
