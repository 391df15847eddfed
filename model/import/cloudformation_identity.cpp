#include <algorithm>
#include <array>
#include <functional>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/import/cloudformation_names.h"
#include "model/import/cloudformation_translator.h"

namespace replisim {
namespace {

/// The identities that policies are put on, and how a resource names them.
struct IdentityRow {
  std::string_view plural;  ///< `Roles`: the account's list, and the property that names several
  std::string_view name_member;  ///< `RoleName`: of an element, and the property that names one
  std::string_view inline_list;
};

constexpr IdentityRow kRoles = {"Roles", "RoleName", "RolePolicyList"};
constexpr IdentityRow kUsers = {"Users", "UserName", "UserPolicyList"};
constexpr IdentityRow kGroups = {"Groups", "GroupName", "GroupPolicyList"};
constexpr std::array kIdentities = {kRoles, kUsers, kGroups};

void push_inline(StackTranslator& to, Draft& identity, const IdentityRow& row,
                 const TemplateResource& resource, std::string_view name, std::string attribute,
                 const JsonNode& document) {
  Draft& policy =
      identity.array_at(row.inline_list, document.where).push(Draft::object(document.where));
  policy.set("PolicyName", Draft::string(name, document.where));
  to.set_policy(policy, "PolicyDocument", resource, std::move(attribute), document);
}

void attach(Draft& identity, const JsonNode& arn) {
  Draft& entry =
      identity.array_at("AttachedManagedPolicies", arn.where).push(Draft::object(arn.where));
  entry.set("PolicyArn", Draft::string(arn.text, arn.where));
}

// Properties that identities have in common

/// `Policies`: inline ones.
void set_inline_policies(StackTranslator& to, Draft& identity, const IdentityRow& row,
                         const TemplateResource& resource) {
  const StackEvaluator::Value policies = to.stack().property(resource, "Policies");
  if (policies && is_unknown(*policies)) {
    push_inline(to, identity, row, resource, "unknown", "Policies", *policies);
  }
  if (!policies || !policies->is_array()) {
    return;
  }
  for (const JsonNode& policy : *policies) {
    const JsonNode* const document = is_unknown(policy) ? &policy : policy.find("PolicyDocument");
    const JsonNode* const name = policy.find("PolicyName");
    if (document != nullptr) {
      const std::string_view text =
          name == nullptr ? "unknown" : scalar_text(*name).value_or("unknown");
      push_inline(to, identity, row, resource, text, "Policies", *document);
    }
  }
}

/// `ManagedPolicyArns`; one that is unknown is as an incomplete policy.
void set_attached_policies(StackTranslator& to, Draft& identity, const IdentityRow& row,
                           const TemplateResource& resource) {
  const StackEvaluator::Value arns = to.stack().property(resource, "ManagedPolicyArns");
  if (!arns) {
    return;
  }
  std::vector<JsonNode> elements(arns->begin(), arns->end());
  if (is_unknown(*arns)) {
    elements = {*arns};
  }
  for (const JsonNode& arn : elements) {
    if (is_unknown(arn)) {
      push_inline(to, identity, row, resource, "unknown", "ManagedPolicyArns", arn);
    } else if (arn.is_string()) {
      attach(identity, arn);
    }
  }
}

void set_boundary(StackTranslator& to, Draft& identity, const TemplateResource& resource) {
  const StackEvaluator::Value arn = to.stack().property(resource, "PermissionsBoundary");
  if (!arn) {
    return;
  }
  Draft made = Draft::object(arn->where);
  std::string text = std::string(scalar_text(*arn).value_or(""));
  if (is_unknown(*arn)) {  // there is one, and no input has it: what it allows is unknown
    to.list_unknown(resource, "PermissionsBoundary", *arn);
    text = "arn:" + to.stack().partition() + ":iam::" + to.stack().account() + ":policy/unknown-" +
           stand_in_suffix(to.stack(), to.stack().reason_of(*arn).reason);
  }
  made.set("PermissionsBoundaryArn", Draft::string(text, arn->where));
  identity.set("PermissionsBoundary", std::move(made));
}

Draft* create_identity(StackTranslator& to, const IdentityRow& row,
                       const TemplateResource& resource) {
  Draft* const identity = to.add(row.plural, row.name_member, resource);
  if (identity == nullptr) {
    return nullptr;
  }
  if (const std::optional<std::string> path = to.text_property(resource, "Path")) {
    identity->set("Path", Draft::string(*path, resource.where));
  }
  set_inline_policies(to, *identity, row, resource);
  set_attached_policies(to, *identity, row, resource);
  return identity;
}

// What is put on identities

using OnIdentity = std::function<void(Draft& identity, const IdentityRow& row)>;

void on_named(StackTranslator& to, const IdentityRow& row, const TemplateResource& resource,
              const JsonNode& name, const OnIdentity& put) {
  const std::string_view text = scalar_text(name).value_or("");
  Draft* const identity = to.find(row.plural, row.name_member, text);
  if (identity != nullptr || row.plural == kRoles.plural) {
    put(identity != nullptr ? *identity : to.part(row.plural, row.name_member, text, resource),
        row);
    return;
  }
  to.list_unknown(resource, std::string(row.plural),
                  "no template has " + std::string(row.name_member) + " " + std::string(text),
                  "give the input that has it, too", name.where);
}

/// Calls `put` for every identity that the resource names. Where the names are unknown, each of the
/// account may be meant: it gets an incomplete policy.
void on_identities(StackTranslator& to, const TemplateResource& resource, const OnIdentity& put) {
  for (const IdentityRow& row : kIdentities) {
    StackEvaluator::Value names = to.stack().property(resource, row.plural);
    if (!names) {
      names = to.stack().property(resource, row.name_member);
    }
    if (!names) {
      continue;
    }
    std::vector<JsonNode> elements(names->begin(), names->end());
    if (!names->is_array()) {
      elements = {*names};
    }
    for (const JsonNode& name : elements) {
      if (!is_unknown(name)) {
        on_named(to, row, resource, name, put);
        continue;
      }
      if (Draft* const all = to.account().find(row.plural)) {
        for (Draft& identity : all->children) {
          push_inline(to, identity, row, resource, "unknown", std::string(row.plural), name);
        }
      }
    }
  }
}

}  // namespace

void create_role(StackTranslator& to, const TemplateResource& resource) {
  Draft* const role = create_identity(to, kRoles, resource);
  if (role == nullptr) {
    return;
  }
  if (const StackEvaluator::Value trust =
          to.stack().property(resource, "AssumeRolePolicyDocument")) {
    to.set_policy(*role, "AssumeRolePolicyDocument", resource, "AssumeRolePolicyDocument", *trust);
  }
  set_boundary(to, *role, resource);
  to.set_tags(*role, "Tags", resource);
}

void create_user(StackTranslator& to, const TemplateResource& resource) {
  Draft* const user = create_identity(to, kUsers, resource);
  if (user == nullptr) {
    return;
  }
  set_boundary(to, *user, resource);
  to.set_tags(*user, "Tags", resource);
  if (const std::optional<JsonNode> groups = to.property(resource, "Groups")) {
    for (const JsonNode& group : *groups) {
      if (const std::optional<std::string_view> name = scalar_text(group)) {
        user->array_at("GroupList", group.where).push(Draft::string(*name, group.where));
      } else {
        push_inline(to, *user, kUsers, resource, "unknown", "Groups", group);
      }
    }
  }
}

void create_group(StackTranslator& to, const TemplateResource& resource) {
  create_identity(to, kGroups, resource);
}

void create_managed_policy(StackTranslator& to, const TemplateResource& resource) {
  Draft* const policy = to.add("Policies", "PolicyName", resource);
  if (policy == nullptr) {
    return;
  }
  if (const std::optional<std::string> path = to.text_property(resource, "Path")) {
    policy->set("Path", Draft::string(*path, resource.where));
  }
  if (const StackEvaluator::Value document = to.stack().property(resource, "PolicyDocument")) {
    to.set_policy(*policy, "PolicyDocument", resource, "PolicyDocument", *document);
  }
}

void attach_managed_policy(StackTranslator& to, const TemplateResource& resource) {
  const std::optional<JsonNode> doubt = to.doubt(resource);
  on_identities(to, resource, [&](Draft& identity, const IdentityRow& row) {
    const JsonNode arn = doubt ? *doubt : reference_of(to.stack(), resource, resource.where);
    if (is_unknown(arn)) {
      push_inline(to, identity, row, resource, "unknown", std::string(row.plural), arn);
    } else {
      attach(identity, arn);
    }
  });
}

void attach_inline_policy(StackTranslator& to, const TemplateResource& resource) {
  const StackEvaluator::Value document = to.stack().property(resource, "PolicyDocument");
  if (!document) {
    return;
  }
  const JsonNode known = to.doubt(resource).value_or(*document);
  const JsonNode name = name_of(to.stack(), resource);
  on_identities(to, resource, [&](Draft& identity, const IdentityRow& row) {
    push_inline(to, identity, row, resource, is_unknown(name) ? "unknown" : name.text,
                "PolicyDocument", known);
  });
}

void attach_users_to_group(StackTranslator& to, const TemplateResource& resource) {
  const std::optional<std::string> group = to.text_property(resource, "GroupName");
  const std::optional<JsonNode> users = to.property(resource, "Users");
  if (!group || !users) {
    return;
  }
  for (const JsonNode& user : *users) {
    if (is_unknown(user)) {
      to.list_unknown(resource, "Users", user);
      continue;
    }
    on_named(to, kUsers, resource, user, [&](Draft& identity, const IdentityRow&) {
      identity.array_at("GroupList", user.where).push(Draft::string(*group, user.where));
    });
  }
}

}  // namespace replisim
