#include "model/import/aws_cli_organization.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "model/arn.h"
#include "model/import/aws_cli_reader.h"

namespace replisim {
namespace {

/// The two types of policies, the list that a level has of each, and the one that AWS attaches.
struct TypeRow {
  std::string_view type;
  std::string_view list;
  std::string_view default_id;
};

constexpr TypeRow kTypes[] = {
    {"SERVICE_CONTROL_POLICY", "ServiceControlPolicies", "p-FullAWSAccess"},
    {"RESOURCE_CONTROL_POLICY", "ResourceControlPolicies", "p-RCPFullAWSAccess"},
};

constexpr std::uint32_t kDepthMax = 100;  // AWS allows five units below each other

void note_place(CaptureReader& reader, const Capture& capture) {
  if (!reader.organization.where.is_known()) {
    reader.organization.where = capture.where;
  }
}

/// Entries of a list with an `Id` become children of the argument.
void read_children(CaptureReader& reader, const Capture& capture, std::string_view list_name) {
  note_place(reader, capture);
  const JsonNode* const list = reader.member(capture, list_name);
  if (list == nullptr || !list->is_array()) {
    return;
  }
  for (const JsonNode& child : *list) {
    reader.organization.parents[std::string(member_text(child, "Id"))] = capture.argument;
  }
}

OrganizationCaptures::Policy& policy_of(CaptureReader& reader, const JsonNode& summary) {
  auto& policy = reader.organization.policies[std::string(member_text(summary, "Id"))];
  policy.type = member_text(summary, "Type");
  policy.name = member_text(summary, "Name");
  return policy;
}

/// What allows everything, as AWS attaches it everywhere.
Draft full_access(const TypeRow& row, SourceRange where) {
  Draft statement = Draft::object(where);
  statement.set("Effect", Draft::string("Allow", where));
  if (row.type == "RESOURCE_CONTROL_POLICY") {
    statement.set("Principal", Draft::string("*", where));
  }
  statement.set("Action", Draft::string("*", where));
  statement.set("Resource", Draft::string("*", where));
  Draft document = Draft::object(where);
  document.set("Version", Draft::string("2012-10-17", where));
  document.set("Statement", std::move(statement));
  return document;
}

/// Builds levels from what was captured.
class LevelBuilder {
 public:
  LevelBuilder(CaptureReader& reader, SourceRange where)
      : reader_(reader), captures_(reader.organization), where_(where) {
    for (const auto& [child, parent] : captures_.parents) {
      children_[parent].push_back(child);
    }
  }

  Draft level(const std::string& id, std::uint32_t depth) {
    Draft made = Draft::object(where_);
    made.set("Id", Draft::string(id, where_));
    set_policies(made, id);
    if (depth >= kDepthMax) {
      return made;
    }
    for (const std::string& child : children_[id]) {
      if (is_account_id(child)) {
        made.array_at("Accounts", where_).push(Draft::string(child, where_));
      } else {
        made.array_at("OrganizationalUnits", where_).push(level(child, depth + 1));
      }
    }
    return made;
  }

  void set_policies(Draft& level, const std::string& id) {
    for (const TypeRow& row : kTypes) {
      const auto attached = captures_.attached.find({id, std::string(row.type)});
      if (!is_enabled(row.type)) {
        continue;
      }
      Draft& list = level.array_at(row.list, where_);
      if (attached == captures_.attached.end()) {
        reader_.list_unknown(id, std::string(row.type), "its policies were not captured",
                             "aws organizations list-policies-for-target --target-id " + id +
                                 " --filter " + std::string(row.type),
                             where_);
        list.push(named("unknown", incomplete_policy(Draft(), where_)));
        continue;
      }
      for (const std::string& policy_id : attached->second) {
        list.push(policy(policy_id, row));
      }
    }
  }

 private:
  /// Unless the root says otherwise.
  [[nodiscard]] bool is_enabled(std::string_view type) const {
    const JsonNode* const types =
        captures_.root == nullptr ? nullptr : captures_.root->find("PolicyTypes");
    if (types == nullptr || !types->is_array()) {
      return true;
    }
    return std::any_of(types->begin(), types->end(), [&](const JsonNode& entry) {
      return member_text(entry, "Type") == type && member_text(entry, "Status") == "ENABLED";
    });
  }

  Draft named(std::string_view name, Draft content) {
    Draft made = Draft::object(where_);
    made.set("Name", Draft::string(name, where_));
    made.set("Content", std::move(content));
    return made;
  }

  Draft policy(const std::string& id, const TypeRow& row) {
    const auto found = captures_.policies.find(id);
    const bool is_there = found != captures_.policies.end();
    const std::string name = is_there ? found->second.name : id;
    if (is_there && found->second.content != nullptr) {
      return named(name, reader_.policy_draft(*found->second.content));
    }
    if (id == row.default_id) {
      return named(name, full_access(row, where_));
    }
    reader_.list_unknown(id, "Content", "not captured",
                         "aws organizations describe-policy --policy-id " + id, where_);
    return named(name, incomplete_policy(Draft(), where_));
  }

  CaptureReader& reader_;
  const OrganizationCaptures& captures_;
  std::map<std::string, std::vector<std::string>> children_;
  SourceRange where_;
};

/// `o-…` of the organization, or of an ARN of its root.
std::string organization_id(const OrganizationCaptures& captures) {
  if (captures.organization != nullptr) {
    return std::string(member_text(*captures.organization, "Id"));
  }
  const std::string_view arn =
      captures.root == nullptr ? std::string_view() : member_text(*captures.root, "Arn");
  const std::size_t begin = arn.find("o-");
  return begin == std::string_view::npos
             ? "o-unknown"
             : std::string(arn.substr(begin, arn.find('/', begin) - begin));
}

/// The root that is told, or the one that parents lead up to.
std::string root_id(const OrganizationCaptures& captures) {
  if (captures.root != nullptr) {
    return std::string(member_text(*captures.root, "Id"));
  }
  for (const auto& [child, parent] : captures.parents) {
    if (parent.starts_with("r-")) {
      return parent;
    }
  }
  return "r-unknown";
}

}  // namespace

void read_organization(CaptureReader& reader, const Capture& capture) {
  note_place(reader, capture);
  reader.organization.organization = reader.member(capture, "Organization");
}

void read_list_roots(CaptureReader& reader, const Capture& capture) {
  note_place(reader, capture);
  const JsonNode* const roots = reader.member(capture, "Roots");
  if (roots != nullptr && roots->is_array() && roots->child_count > 0) {
    reader.organization.root = roots->begin();
  }
}

void read_units_for_parent(CaptureReader& reader, const Capture& capture) {
  read_children(reader, capture, "OrganizationalUnits");
}

void read_accounts_for_parent(CaptureReader& reader, const Capture& capture) {
  read_children(reader, capture, "Accounts");
}

void read_list_parents(CaptureReader& reader, const Capture& capture) {
  note_place(reader, capture);
  const JsonNode* const parents = reader.member(capture, "Parents");
  if (parents != nullptr && parents->is_array() && parents->child_count > 0) {
    reader.organization.parents[capture.argument] = member_text(*parents->begin(), "Id");
  }
}

void read_list_policies(CaptureReader& reader, const Capture& capture) {
  const JsonNode* const policies = reader.member(capture, "Policies");
  if (policies == nullptr || !policies->is_array()) {
    return;
  }
  for (const JsonNode& summary : *policies) {
    policy_of(reader, summary);
  }
}

void read_describe_policy(CaptureReader& reader, const Capture& capture) {
  note_place(reader, capture);
  const JsonNode* const policy = reader.member(capture, "Policy");
  const JsonNode* const summary = policy == nullptr ? nullptr : policy->find("PolicySummary");
  if (summary != nullptr) {
    policy_of(reader, *summary).content = policy->find("Content");
  }
}

/// The argument is the target, and the type behind a `/` where nothing is attached to tell it.
void read_policies_for_target(CaptureReader& reader, const Capture& capture) {
  note_place(reader, capture);
  const JsonNode* const policies = reader.member(capture, "Policies");
  if (policies == nullptr || !policies->is_array()) {
    return;
  }
  const std::size_t slash = capture.argument.find('/');
  const std::string target = capture.argument.substr(0, slash);
  std::string type = slash == std::string::npos ? "" : capture.argument.substr(slash + 1);
  for (const JsonNode& summary : *policies) {
    policy_of(reader, summary);
    type = member_text(summary, "Type");
    reader.organization.attached[{target, type}].emplace_back(member_text(summary, "Id"));
  }
  if (!type.empty()) {
    reader.organization.attached[{target, type}];  // none, then
  }
}

void finish_organization(CaptureReader& reader, Draft& scenario) {
  const OrganizationCaptures& captures = reader.organization;
  if (!captures.where.is_known()) {
    return;
  }
  Draft made = Draft::object(captures.where);
  made.set("Id", Draft::string(organization_id(captures), captures.where));
  const JsonNode* const management =
      captures.organization == nullptr ? nullptr : captures.organization->find("MasterAccountId");
  if (management != nullptr) {
    made.set("ManagementAccountId", Draft::copy(*management));
  }
  LevelBuilder levels(reader, captures.where);
  made.set("Root", levels.level(root_id(captures), 0));
  Draft& of_accounts = made.set("AccountPolicies", Draft::object(captures.where));
  for (const auto& [child, parent] : captures.parents) {
    if (is_account_id(child)) {
      Draft policies = Draft::object(captures.where);
      levels.set_policies(policies, child);
      of_accounts.set(child, std::move(policies));
    }
  }
  scenario.set("organization", std::move(made));
}

}  // namespace replisim
