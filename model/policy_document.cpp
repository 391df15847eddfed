#include "model/policy_document.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <span>
#include <utility>

#include "model/json_document.h"
#include "model/json_writer.h"
#include "model/spelling.h"
#include "model/unicode.h"

namespace replisim {
namespace {

class PolicyReader {
 public:
  PolicyDocument read(const JsonNode& node);

 private:
  using MemberReader = void (PolicyReader::*)(const JsonNode&, PolicyDocument&);
  using ElementReader = void (PolicyReader::*)(const JsonNode&, Statement&);

  template <typename Reader>
  struct Element {
    std::string_view name;
    Reader read;
  };

  static const std::array<Element<MemberReader>, 3> kMembers;
  static const std::array<Element<ElementReader>, 9> kElements;

  template <typename Table, typename Target>
  void read_members(const JsonNode& node, const Table& table, Target& target);

  void read_version(const JsonNode& node, PolicyDocument& policy);
  void read_id(const JsonNode& node, PolicyDocument& policy);
  void read_statements(const JsonNode& node, PolicyDocument& policy);
  void read_statement(const JsonNode& node, PolicyDocument& policy);

  void read_sid(const JsonNode& node, Statement& statement);
  void read_effect(const JsonNode& node, Statement& statement);
  void read_principal(const JsonNode& node, Statement& statement);
  void read_not_principal(const JsonNode& node, Statement& statement);
  void read_action(const JsonNode& node, Statement& statement);
  void read_not_action(const JsonNode& node, Statement& statement);
  void read_resource(const JsonNode& node, Statement& statement);
  void read_not_resource(const JsonNode& node, Statement& statement);
  void read_condition(const JsonNode& node, Statement& statement);

  void read_principal_values(const JsonNode& node, Statement& statement);
  void read_condition_operator(const JsonNode& node, Statement& statement);
  void read_condition_key(const JsonNode& node, std::string_view operator_name,
                          SourceRange operator_where, Statement& statement);
  std::string read_string(const JsonNode& node);
  std::vector<PolicyText> read_strings(const JsonNode& node);

  void refuse_both(const JsonNode& node);
  void refuse_double_names(const JsonNode& node);
  void refuse_keys_in_two_cases(const JsonNode& node);
  void report(std::string code, std::string message, std::string hint, SourceRange where,
              bool unreadable = true);
  void report_type(const JsonNode& node, std::string_view wanted);

  std::vector<PolicyFault> faults_;
};

const std::array<PolicyReader::Element<PolicyReader::MemberReader>, 3> PolicyReader::kMembers = {{
    {"Version", &PolicyReader::read_version},
    {"Id", &PolicyReader::read_id},
    {"Statement", &PolicyReader::read_statements},
}};

const std::array<PolicyReader::Element<PolicyReader::ElementReader>, 9> PolicyReader::kElements = {{
    {"Sid", &PolicyReader::read_sid},
    {"Effect", &PolicyReader::read_effect},
    {"Principal", &PolicyReader::read_principal},
    {"NotPrincipal", &PolicyReader::read_not_principal},
    {"Action", &PolicyReader::read_action},
    {"NotAction", &PolicyReader::read_not_action},
    {"Resource", &PolicyReader::read_resource},
    {"NotResource", &PolicyReader::read_not_resource},
    {"Condition", &PolicyReader::read_condition},
}};

struct PrincipalType {
  std::string_view name;
  PrincipalEntry::Type type;
};
constexpr std::array<PrincipalType, 4> kPrincipalTypes = {{
    {"AWS", PrincipalEntry::Type::Aws},
    {"Service", PrincipalEntry::Type::Service},
    {"Federated", PrincipalEntry::Type::Federated},
    {"CanonicalUser", PrincipalEntry::Type::CanonicalUser},
}};

std::string did_you_mean(std::string_view word, std::span<const std::string_view> names) {
  const std::optional<std::string> nearest = nearest_name(word, names);
  return nearest ? "did you mean " + in_backticks(*nearest) + "?" : std::string();
}

template <typename Table>
std::vector<std::string_view> names_of(const Table& table) {
  std::vector<std::string_view> names;
  for (const auto& row : table) {
    names.push_back(row.name);
  }
  return names;
}

std::string joined(const std::vector<std::string_view>& names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    text += i == 0 ? "" : i + 1 == names.size() ? " and " : ", ";
    text += in_backticks(names[i]);
  }
  return text;
}

PolicyDocument PolicyReader::read(const JsonNode& node) {
  PolicyDocument policy;
  policy.where = node.where;
  if (is_file_reference(node)) {
    return policy;  // a file that could not be read: reported already
  }
  if (!node.is_object()) {
    report("policy.not-an-object", "a policy is an object, not " + std::string(describe(node.kind)),
           {}, node.where);
  } else {
    read_members(node, kMembers, policy);
    if (node.find("Statement") == nullptr) {
      report("policy.missing-element", "the policy has no `Statement`", {}, node.where);
    }
  }
  policy.faults = std::move(faults_);
  return policy;
}

/// Reads every member that the table names, and says so of the others.
template <typename Table, typename Target>
void PolicyReader::read_members(const JsonNode& node, const Table& table, Target& target) {
  refuse_double_names(node);
  for (const JsonNode& member : node) {
    const auto row = std::find_if(table.begin(), table.end(),
                                  [&](const auto& known) { return known.name == member.key; });
    if (row == table.end()) {
      const std::vector<std::string_view> names = names_of(table);
      const std::string near = did_you_mean(member.key, names);
      report("policy.unknown-element", "unknown element " + in_backticks(member.key),
             near.empty() ? "there are " + joined(names) : near, member.key_where);
    } else if (member.kind == JsonKind::Null) {
      report("policy.null-value", in_backticks(member.key) + " is null",
             "leave the element out instead", member.where);
    } else {
      std::invoke(row->read, *this, member, target);
    }
  }
}

void PolicyReader::read_version(const JsonNode& node, PolicyDocument& policy) {
  policy.version = read_string(node);
  policy.version_where = node.where;
  constexpr std::array<std::string_view, 2> kVersions = {"2012-10-17", "2008-10-17"};
  if (node.is_string() &&
      std::find(kVersions.begin(), kVersions.end(), node.text) == kVersions.end()) {
    report("policy.unknown-version", "unknown version " + in_backticks(node.text),
           "a version is `2012-10-17` or `2008-10-17`", node.where);
  }
}

void PolicyReader::read_id(const JsonNode& node, PolicyDocument& policy) {
  policy.id = read_string(node);
}

void PolicyReader::read_statements(const JsonNode& node, PolicyDocument& policy) {
  policy.statement_where = node.where;
  policy.statement_is_array = node.is_array();
  if (!node.is_array()) {
    read_statement(node, policy);
    return;
  }
  if (node.child_count == 0) {
    report("policy.no-statements", "the policy has no statements", {}, node.where,
           /*unreadable=*/false);
  }
  policy.statements.reserve(node.child_count);
  for (const JsonNode& statement : node) {
    read_statement(statement, policy);
  }
}

void PolicyReader::read_statement(const JsonNode& node, PolicyDocument& policy) {
  if (is_file_reference(node)) {
    return;
  }
  if (!node.is_object()) {
    report_type(node, "an object");
    return;
  }
  Statement statement;
  statement.where = node.where;
  read_members(node, kElements, statement);
  refuse_both(node);
  if (node.find("Effect") == nullptr) {
    report("policy.missing-element", "the statement has no `Effect`",
           "an effect is `Allow` or `Deny`", node.where);
  }
  policy.statements.push_back(std::move(statement));
}

void PolicyReader::read_sid(const JsonNode& node, Statement& statement) {
  statement.sid = read_string(node);
  statement.sid_where = node.where;
}

void PolicyReader::read_effect(const JsonNode& node, Statement& statement) {
  statement.effect_where = node.where;
  if (!node.is_string()) {
    report_type(node, "a string");
  } else if (node.text == "Allow") {
    statement.effect = Effect::Allow;
  } else if (node.text == "Deny") {
    statement.effect = Effect::Deny;
  } else {
    report("policy.unknown-effect", "unknown effect " + in_backticks(node.text),
           "an effect is `Allow` or `Deny`, in this case", node.where);
  }
}

void PolicyReader::read_principal(const JsonNode& node, Statement& statement) {
  read_principal_values(node, statement);
}

void PolicyReader::read_not_principal(const JsonNode& node, Statement& statement) {
  statement.not_principal = true;
  read_principal_values(node, statement);
}

void PolicyReader::read_principal_values(const JsonNode& node, Statement& statement) {
  statement.principal_where = node.where;
  if (node.is_string()) {
    if (node.text != "*") {
      report("policy.principal-shape", "principal " + in_backticks(node.text) + " without a type",
             "a principal is `\"*\"` or an object such as `{\"AWS\": \"arn:…\"}`", node.where);
    }
    statement.principals.push_back(
        {.type = node.text == "*" ? PrincipalEntry::Type::Everyone : PrincipalEntry::Type::Aws,
         .text = std::string(node.text),
         .where = node.where});
    return;
  }
  if (is_file_reference(node)) {
    return;
  }
  if (!node.is_object()) {
    report_type(node, "`\"*\"` or an object");
    return;
  }
  refuse_double_names(node);
  for (const JsonNode& member : node) {
    const auto row =
        std::find_if(kPrincipalTypes.begin(), kPrincipalTypes.end(),
                     [&](const PrincipalType& type) { return type.name == member.key; });
    if (row == kPrincipalTypes.end()) {
      const std::vector<std::string_view> names = names_of(kPrincipalTypes);
      const std::string near = did_you_mean(member.key, names);
      report("policy.unknown-principal-type",
             "unknown type of principal " + in_backticks(member.key),
             near.empty() ? "there are " + joined(names) : near, member.key_where);
      continue;
    }
    for (PolicyText& value : read_strings(member)) {
      statement.principals.push_back(
          {.type = row->type, .text = std::move(value.text), .where = value.where});
    }
  }
}

void PolicyReader::read_action(const JsonNode& node, Statement& statement) {
  statement.action_where = node.where;
  statement.actions = read_strings(node);
}

void PolicyReader::read_not_action(const JsonNode& node, Statement& statement) {
  statement.not_action = true;
  read_action(node, statement);
}

void PolicyReader::read_resource(const JsonNode& node, Statement& statement) {
  statement.resource_where = node.where;
  statement.resources = read_strings(node);
}

void PolicyReader::read_not_resource(const JsonNode& node, Statement& statement) {
  statement.not_resource = true;
  read_resource(node, statement);
}

void PolicyReader::read_condition(const JsonNode& node, Statement& statement) {
  statement.condition_where = node.where;
  if (is_file_reference(node)) {
    return;
  }
  if (!node.is_object()) {
    report_type(node, "an object of condition operators");
    return;
  }
  refuse_double_names(node);
  for (const JsonNode& condition_operator : node) {
    read_condition_operator(condition_operator, statement);
  }
}

void PolicyReader::read_condition_operator(const JsonNode& node, Statement& statement) {
  if (!node.is_object()) {
    report("policy.condition-shape",
           in_backticks(node.key) + " is " + std::string(describe(node.kind)) +
               ", not an object of condition keys",
           "for example `\"StringEquals\": {\"aws:PrincipalTag/team\": \"a\"}`", node.where);
    return;
  }
  refuse_double_names(node);
  refuse_keys_in_two_cases(node);
  for (const JsonNode& key : node) {
    read_condition_key(key, node.key, node.key_where, statement);
  }
}

void PolicyReader::read_condition_key(const JsonNode& node, std::string_view operator_name,
                                      SourceRange operator_where, Statement& statement) {
  ConditionEntry entry{
      {std::string(operator_name), operator_where}, {std::string(node.key), node.key_where}, {}};
  const auto read_value = [&](const JsonNode& value) {
    switch (value.kind) {
      case JsonKind::String:
      case JsonKind::Number: entry.values.push_back({std::string(value.text), value.where}); break;
      case JsonKind::Boolean:
        entry.values.push_back({value.boolean ? "true" : "false", value.where});
        break;
      case JsonKind::Null:
      case JsonKind::Array:
      case JsonKind::Object:
        report("policy.condition-shape",
               std::string(describe(value.kind)) + " is not a value of a condition",
               "values are strings, numbers or booleans, one or an array of them", value.where);
        break;
    }
  };
  if (node.is_array()) {
    std::for_each(node.begin(), node.end(), read_value);
  } else {
    read_value(node);
  }
  statement.conditions.push_back(std::move(entry));
}

std::string PolicyReader::read_string(const JsonNode& node) {
  if (!node.is_string()) {
    report_type(node, "a string");
    return {};
  }
  return std::string(node.text);
}

std::vector<PolicyText> PolicyReader::read_strings(const JsonNode& node) {
  std::vector<PolicyText> values;
  if (node.is_array()) {
    values.reserve(node.child_count);
    for (const JsonNode& value : node) {
      if (value.is_string()) {
        values.push_back({std::string(value.text), value.where});
      } else {
        report_type(value, "a string");
      }
    }
  } else if (node.is_string()) {
    values.push_back({std::string(node.text), node.where});
  } else {
    report_type(node, "a string or an array of strings");
  }
  return values;
}

void PolicyReader::refuse_both(const JsonNode& node) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kOpposites = {{
      {"Principal", "NotPrincipal"},
      {"Action", "NotAction"},
      {"Resource", "NotResource"},
  }};
  for (const auto& [name, opposite] : kOpposites) {
    const JsonNode* const first = node.find(name);
    const JsonNode* const second = node.find(opposite);
    if (first != nullptr && second != nullptr) {
      const bool is_first_earlier = first->key_where.begin < second->key_where.begin;
      report("policy.both-elements",
             "both " + in_backticks(name) + " and " + in_backticks(opposite) + " in one statement",
             "make it two statements", (is_first_earlier ? second : first)->key_where);
    }
  }
}

void PolicyReader::refuse_double_names(const JsonNode& node) {
  std::vector<const JsonNode*> members;
  for (const JsonNode& member : node) {
    members.push_back(&member);
  }
  std::stable_sort(members.begin(), members.end(), [](const JsonNode* left, const JsonNode* right) {
    return left->key < right->key;
  });
  for (std::size_t i = 1; i < members.size(); ++i) {
    if (members[i - 1]->key == members[i]->key) {
      report("policy.duplicate-element", "element given twice: " + in_backticks(members[i]->key),
             {}, members[i]->key_where);
    }
  }
}

void PolicyReader::refuse_keys_in_two_cases(const JsonNode& node) {
  std::map<std::string, std::string_view> spellings;
  for (const JsonNode& key : node) {
    const auto [first, is_new] = spellings.emplace(to_lower_ascii(key.key), key.key);
    if (!is_new && first->second != key.key) {
      report("policy.duplicate-condition-key",
             "condition key given twice: " + in_backticks(first->second) + " and " +
                 in_backticks(key.key),
             "condition keys are the same in any letter case", key.key_where,
             /*unreadable=*/false);
    }
  }
}

void PolicyReader::report(std::string code, std::string message, std::string hint,
                          SourceRange where, bool unreadable) {
  faults_.push_back({.code = std::move(code),
                     .message = std::move(message),
                     .hint = std::move(hint),
                     .where = where,
                     .unreadable = unreadable});
}

void PolicyReader::report_type(const JsonNode& node, std::string_view wanted) {
  if (is_file_reference(node)) {
    return;
  }
  const std::string what = node.key.empty() ? "the value" : in_backticks(node.key);
  report("policy.wrong-type",
         what + " is " + std::string(describe(node.kind)) + ", not " + std::string(wanted), {},
         node.where);
}

void write_strings(JsonWriter& writer, const std::vector<std::string_view>& values) {
  if (values.size() == 1) {
    writer.string(values.front());
    return;
  }
  writer.begin_array();
  for (const std::string_view value : values) {
    writer.string(value);
  }
  writer.end_array();
}

void write_texts(JsonWriter& writer, const std::vector<PolicyText>& texts) {
  std::vector<std::string_view> values;
  for (const PolicyText& text : texts) {
    values.push_back(text.text);
  }
  write_strings(writer, values);
}

/// The entries by type, in the order in which the types first stand there.
void write_principals(JsonWriter& writer, const std::vector<PrincipalEntry>& principals) {
  if (principals.size() == 1 && principals.front().type == PrincipalEntry::Type::Everyone) {
    writer.string("*");
    return;
  }
  writer.begin_object();
  for (const PrincipalType& type : kPrincipalTypes) {
    std::vector<std::string_view> values;
    for (const PrincipalEntry& entry : principals) {
      if (entry.type == type.type) {
        values.push_back(entry.text);
      }
    }
    if (!values.empty()) {
      writer.key(type.name);
      write_strings(writer, values);
    }
  }
  writer.end_object();
}

void write_conditions(JsonWriter& writer, const std::vector<ConditionEntry>& conditions) {
  writer.begin_object();
  for (std::size_t i = 0; i < conditions.size();) {
    const std::string& name = conditions[i].operator_name.text;
    writer.key(name);
    writer.begin_object();
    for (; i < conditions.size() && conditions[i].operator_name.text == name; ++i) {
      writer.key(conditions[i].key.text);
      write_texts(writer, conditions[i].values);
    }
    writer.end_object();
  }
  writer.end_object();
}

void write_statement(JsonWriter& writer, const Statement& statement) {
  writer.begin_object();
  if (!statement.sid.empty()) {
    writer.member("Sid", statement.sid);
  }
  if (statement.effect) {
    writer.member("Effect", to_string(*statement.effect));
  }
  if (statement.principal_where.is_known() || !statement.principals.empty()) {
    writer.key(statement.not_principal ? "NotPrincipal" : "Principal");
    write_principals(writer, statement.principals);
  }
  if (statement.action_where.is_known() || !statement.actions.empty()) {
    writer.key(statement.not_action ? "NotAction" : "Action");
    write_texts(writer, statement.actions);
  }
  if (statement.resource_where.is_known() || !statement.resources.empty()) {
    writer.key(statement.not_resource ? "NotResource" : "Resource");
    write_texts(writer, statement.resources);
  }
  if (!statement.conditions.empty()) {
    writer.key("Condition");
    write_conditions(writer, statement.conditions);
  }
  writer.end_object();
}

}  // namespace

bool PolicyDocument::is_unreadable() const {
  return std::any_of(faults.begin(), faults.end(),
                     [](const PolicyFault& fault) { return fault.unreadable; });
}

PolicyDocument read_policy(const JsonNode& node) {
  return PolicyReader().read(node);
}

Issue to_issue(const PolicyFault& fault, Severity severity) {
  return {.severity = severity,
          .code = fault.code,
          .message = fault.message,
          .hint = fault.hint,
          .where = fault.where};
}

void write_policy(JsonWriter& writer, const PolicyDocument& policy) {
  writer.begin_object();
  if (!policy.version.empty()) {
    writer.member("Version", policy.version);
  }
  if (!policy.id.empty()) {
    writer.member("Id", policy.id);
  }
  writer.key("Statement");
  writer.begin_array();
  for (const Statement& statement : policy.statements) {
    write_statement(writer, statement);
  }
  writer.end_array();
  writer.end_object();
}

std::string_view to_string(PolicyKind kind) {
  switch (kind) {
    case PolicyKind::Identity: return "identity policy";
    case PolicyKind::PermissionsBoundary: return "permissions boundary";
    case PolicyKind::Session: return "session policy";
    case PolicyKind::ServiceControl: return "service control policy";
    case PolicyKind::ResourceControl: return "resource control policy";
    case PolicyKind::Bucket: return "bucket policy";
    case PolicyKind::Key: return "key policy";
    case PolicyKind::Trust: return "trust policy";
    case PolicyKind::VpcEndpoint: return "VPC endpoint policy";
    case PolicyKind::Resource: return "resource policy";
  }
  return "policy";
}

std::string_view to_string(Effect effect) {
  switch (effect) {
    case Effect::Allow: return "Allow";
    case Effect::Deny: return "Deny";
  }
  return "Deny";
}

}  // namespace replisim
