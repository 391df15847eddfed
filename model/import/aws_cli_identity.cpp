#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "model/arn.h"
#include "model/import/aws_cli_reader.h"

namespace replisim {
namespace {

/// A list of `get-account-authorization-details` and where it stands in an account.
struct ListRow {
  std::string_view printed;
  std::string_view name;
};

constexpr ListRow kLists[] = {
    {"UserDetailList", "Users"},
    {"GroupDetailList", "Groups"},
};

constexpr std::string_view kOfAws = "arn:aws:iam::aws:policy/";

/// A policy in `Policies`: the default version of its document.
const JsonNode* default_document(const JsonNode& policy) {
  const JsonNode* const versions = policy.find("PolicyVersionList");
  if (versions == nullptr || !versions->is_array()) {
    return nullptr;
  }
  for (const JsonNode& version : *versions) {
    const JsonNode* const is_default = version.find("IsDefaultVersion");
    if (is_default != nullptr && is_default->boolean) {
      return version.find("Document");
    }
  }
  return nullptr;
}

/// The copy of a role's details, with its lists as drafts: more may be put in.
void copy_role(CapturedThing& role, const JsonNode& details) {
  for (const JsonNode& member : details) {
    if (member.kind == JsonKind::Null || member.key == "RoleName") {
      continue;
    }
    const bool grows = member.key == "RolePolicyList" || member.key == "AttachedManagedPolicies";
    if (!grows || !member.is_array()) {
      role.draft->set(member.key, Draft::copy(member));
      continue;
    }
    Draft& list = role.draft->array_at(member.key, member.where);
    for (const JsonNode& element : member) {
      list.push(Draft::copy(element));
    }
  }
}

void read_details_policies(CaptureReader& reader, const Capture& capture,
                           const JsonNode& policies) {
  for (const JsonNode& policy : policies) {
    const std::string_view arn = member_text(policy, "Arn");
    if (const JsonNode* const document = default_document(policy)) {
      reader.managed_policies[std::string(arn)] = document;
    }
    if (arn.find(":iam::aws:") == std::string_view::npos) {
      reader.account(capture).array_at("Policies", policies.where).push(Draft::copy(policy));
    }
  }
}

}  // namespace

void read_authorization_details(CaptureReader& reader, const Capture& capture) {
  for (const ListRow& row : kLists) {
    const JsonNode* const list = capture.root->find(row.printed);
    if (list == nullptr || !list->is_array()) {
      continue;
    }
    for (const JsonNode& element : *list) {
      reader.account(capture).array_at(row.name, list->where).push(Draft::copy(element));
    }
  }
  if (const JsonNode* const roles = capture.root->find("RoleDetailList");
      roles != nullptr && roles->is_array()) {
    for (const JsonNode& details : *roles) {
      CapturedThing& role = reader.role(capture, member_text(details, "RoleName"));
      role.commands.insert(std::string(capture.command->name));
      copy_role(role, details);
    }
  }
  if (const JsonNode* const policies = capture.root->find("Policies");
      policies != nullptr && policies->is_array()) {
    read_details_policies(reader, capture, *policies);
  }
  reader.check_whole(capture);
}

void read_role(CaptureReader& reader, const Capture& capture) {
  const JsonNode* const printed = reader.member(capture, "Role");
  if (printed == nullptr) {
    return;
  }
  CapturedThing& role = reader.role(capture, member_text(*printed, "RoleName"));
  if (role.commands.empty()) {  // otherwise all of it is known
    copy_role(role, *printed);
  }
  role.commands.insert(std::string(capture.command->name));
}

void read_list_role_policies(CaptureReader& reader, const Capture& capture) {
  const JsonNode* const names = reader.member(capture, "PolicyNames");
  if (names == nullptr || !names->is_array()) {
    return;
  }
  reader.role(capture, capture.argument).commands.insert(std::string(capture.command->name));
  for (const JsonNode& name : *names) {
    reader.listed_role_policies[{capture.account, capture.argument}].emplace_back(name.text);
  }
  reader.check_whole(capture);
}

void read_role_policy(CaptureReader& reader, const Capture& capture) {
  const JsonNode* const name = reader.member(capture, "PolicyName");
  const JsonNode* const document = reader.member(capture, "PolicyDocument");
  if (name == nullptr || document == nullptr) {
    return;
  }
  CapturedThing& role = reader.role(capture, member_text(*capture.root, "RoleName"));
  Draft& list = role.draft->array_at("RolePolicyList", capture.where);
  if (list.find_element("PolicyName", name->text) != nullptr ||
      role.commands.contains("iam.get-account-authorization-details")) {
    return;
  }
  Draft& policy = list.push(Draft::object(capture.where));
  policy.set("PolicyName", Draft::copy(*name));
  policy.set("PolicyDocument", reader.policy_draft(*document));
  note_origin_of(policy, "PolicyDocument", reader.context().sources, document->where, {});
}

void read_attached_role_policies(CaptureReader& reader, const Capture& capture) {
  const JsonNode* const attached = reader.member(capture, "AttachedPolicies");
  if (attached == nullptr || !attached->is_array()) {
    return;
  }
  CapturedThing& role = reader.role(capture, capture.argument);
  const bool is_known = role.commands.contains("iam.get-account-authorization-details");
  role.commands.insert(std::string(capture.command->name));
  for (const JsonNode& policy : *attached) {
    if (!is_known) {
      role.draft->array_at("AttachedManagedPolicies", attached->where).push(Draft::copy(policy));
    }
  }
  reader.check_whole(capture);
}

void read_policy(CaptureReader& reader, const Capture& capture) {
  const JsonNode* const policy = reader.member(capture, "Policy");
  if (policy != nullptr) {
    reader.default_versions[std::string(member_text(*policy, "Arn"))] =
        member_text(*policy, "DefaultVersionId");
  }
}

void read_policy_version(CaptureReader& reader, const Capture& capture) {
  const JsonNode* const version = reader.member(capture, "PolicyVersion");
  const JsonNode* const document = version == nullptr ? nullptr : version->find("Document");
  if (document == nullptr) {
    return;
  }
  const auto default_version = reader.default_versions.find(capture.argument);
  if (default_version != reader.default_versions.end() &&
      default_version->second != member_text(*version, "VersionId")) {
    return;  // not the one in force
  }
  const std::optional<Arn> arn = parse_arn(capture.argument);
  if (!arn || !arn->resource.starts_with("policy/")) {
    reader.report(Severity::Error, "capture.no-argument",
                  "which policy this is a version of is told by the file's name alone",
                  "name it `iam.get-policy-version.arn~aws~iam~~ACCOUNT~policy~NAME.json`",
                  capture.where);
    return;
  }
  if (!reader.managed_policies.emplace(capture.argument, document).second ||
      capture.argument.starts_with(kOfAws)) {
    return;
  }
  const PathAndName name = split_path(arn->resource.substr(6));
  Draft& policy = reader.account(capture)
                      .array_at("Policies", capture.where)
                      .push(Draft::object(capture.where));
  policy.set("PolicyName", Draft::string(name.name, capture.where));
  policy.set("Path", Draft::string(name.path, capture.where));
  policy.set("PolicyDocument", reader.policy_draft(*document));
  note_origin_of(policy, "PolicyDocument", reader.context().sources, document->where, {});
}

}  // namespace replisim
