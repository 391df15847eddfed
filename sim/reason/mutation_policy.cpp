// What is dropped and weakened in policies.

#include <algorithm>
#include <array>
#include <utility>

#include "model/arn.h"
#include "model/unicode.h"
#include "sim/iam/condition.h"
#include "sim/reason/mutation_operators.h"

namespace replisim {
namespace {

constexpr std::string_view kEverything = "*";

using Found = std::vector<Mutation>;

/// Takes the entry that stands at the place out of a list.
template <typename Entry>
void drop_at(std::vector<Entry>& entries, SourceRange where) {
  entries.erase(std::remove_if(entries.begin(), entries.end(),
                               [where](const Entry& entry) { return entry.where == where; }),
                entries.end());
}

template <typename Entry>
void replace_at(std::vector<Entry>& entries, const Mutation& mutation) {
  for (Entry& entry : entries) {
    if (entry.where == mutation.where) {
      entry.text = mutation.change;
    }
  }
}

/// One of several may go; the only one is the statement.
template <typename Entry>
void find_entries(const std::vector<Entry>& entries, bool is_not, Found& found) {
  if (is_not || entries.size() < 2) {
    return;
  }
  for (const Entry& entry : entries) {
    add_at(found, entry.where, entry.text);
  }
}

/// One of those that widen a statement to the same is enough.
void add_wider(Found& found, std::size_t first, SourceRange where, const std::string& element,
               std::string wider) {
  const bool is_known =
      std::any_of(found.begin() + static_cast<std::ptrdiff_t>(first), found.end(),
                  [&wider](const Mutation& mutation) { return mutation.change == wider; });
  if (!wider.empty() && !is_known) {
    add_at(found, where, element, std::move(wider));
  }
}

// --- statements ---

std::string name_of(const PolicyDocument& policy, const Statement& statement) {
  return statement.sid.empty() ? std::to_string(&statement - policy.statements.data() + 1)
                               : statement.sid;
}

void find_statements(const PolicyDocument& policy, Found& found) {
  for (const Statement& statement : policy.statements) {
    add_at(found, statement.where, name_of(policy, statement)).is_of_deny =
        statement.effect == Effect::Deny;
  }
}

void drop_statement(PolicyDocument& policy, const Mutation& mutation) {
  drop_at(policy.statements, mutation.where);
}

// --- actions ---

void find_actions(const StatementPlace& place, Found& found) {
  find_entries(place.statement.actions, place.statement.not_action, found);
}

void drop_action(Statement& statement, const Mutation& mutation) {
  drop_at(statement.actions, mutation.where);
}

/// The next wider pattern: the whole service, then everything. What is attached to a resource is
/// asked about its service alone, a role about being assumed.
std::string wider_action(const std::string& action, PolicyKind kind) {
  const std::size_t colon = action.find(':');
  if (colon == std::string::npos || kind == PolicyKind::Trust) {
    return {};
  }
  std::string service = action.substr(0, colon + 1) + "*";
  if (action != service) {
    return service;
  }
  const bool is_of_resource = kind == PolicyKind::Bucket || kind == PolicyKind::Key;
  return is_of_resource ? std::string() : std::string(kEverything);
}

void find_wider_actions(const StatementPlace& place, Found& found) {
  if (place.statement.effect != Effect::Allow || place.statement.not_action) {
    return;
  }
  const std::size_t first = found.size();
  for (const PolicyText& action : place.statement.actions) {
    add_wider(found, first, action.where, action.text, wider_action(action.text, place.kind));
  }
}

void widen_action(Statement& statement, const Mutation& mutation) {
  replace_at(statement.actions, mutation);
}

// --- principals ---

void find_principals(const StatementPlace& place, Found& found) {
  find_entries(place.statement.principals, place.statement.not_principal, found);
}

void drop_principal(Statement& statement, const Mutation& mutation) {
  drop_at(statement.principals, mutation.where);
}

/// A principal's whole account, then everyone. Services are what they are.
std::string wider_principal(const PrincipalEntry& entry) {
  if (entry.type != PrincipalEntry::Type::Aws || entry.text == kEverything) {
    return {};
  }
  const std::optional<Arn> arn = parse_arn(entry.text);
  if (!arn || arn->resource == "root") {
    return std::string(kEverything);
  }
  return "arn:" + std::string(arn->partition) + ":iam::" + std::string(arn->account) + ":root";
}

void find_wider_principals(const StatementPlace& place, Found& found) {
  if (place.statement.effect != Effect::Allow || place.statement.not_principal) {
    return;
  }
  const std::size_t first = found.size();
  for (const PrincipalEntry& entry : place.statement.principals) {
    add_wider(found, first, entry.where, entry.text, wider_principal(entry));
  }
}

void widen_principal(Statement& statement, const Mutation& mutation) {
  replace_at(statement.principals, mutation);
  for (PrincipalEntry& entry : statement.principals) {
    if (entry.where == mutation.where) {
      entry.unique_id.clear();
    }
  }
}

// --- resources ---

void find_resources(const StatementPlace& place, Found& found) {
  find_entries(place.statement.resources, place.statement.not_resource, found);
}

void drop_resource(Statement& statement, const Mutation& mutation) {
  drop_at(statement.resources, mutation.where);
}

/// All objects of a bucket, then everything.
std::string wider_resource(const std::string& resource) {
  constexpr std::string_view kBuckets = ":s3:::";
  const std::size_t service = resource.find(kBuckets);
  const std::size_t slash = resource.find('/');
  if (service != std::string::npos && slash != std::string::npos &&
      slash > service + kBuckets.size() && resource.substr(slash + 1) != kEverything) {
    return resource.substr(0, slash + 1) + "*";
  }
  return resource == kEverything ? std::string() : std::string(kEverything);
}

void find_wider_resources(const StatementPlace& place, Found& found) {
  if (place.statement.effect != Effect::Allow || place.statement.not_resource) {
    return;
  }
  const std::size_t first = found.size();
  for (const PolicyText& resource : place.statement.resources) {
    add_wider(found, first, resource.where, resource.text, wider_resource(resource.text));
  }
}

void widen_resource(Statement& statement, const Mutation& mutation) {
  replace_at(statement.resources, mutation);
}

// --- exceptions: NotAction, NotPrincipal, NotResource ---

void find_exceptions(const StatementPlace& place, Found& found) {
  const Statement& statement = place.statement;
  if (statement.not_action) {
    for (const PolicyText& entry : statement.actions) {
      add_at(found, entry.where, entry.text);
    }
  }
  if (statement.not_principal) {
    for (const PrincipalEntry& entry : statement.principals) {
      add_at(found, entry.where, entry.text);
    }
  }
  if (statement.not_resource) {
    for (const PolicyText& entry : statement.resources) {
      add_at(found, entry.where, entry.text);
    }
  }
}

/// Without its last exception an element is about everything.
void drop_text_exception(std::vector<PolicyText>& entries, bool& is_not, SourceRange where) {
  if (!is_not) {
    return;
  }
  if (entries.size() > 1) {
    drop_at(entries, where);
  } else if (entries.front().where == where) {
    entries.front().text = kEverything;
    is_not = false;
  }
}

void drop_exception(Statement& statement, const Mutation& mutation) {
  drop_text_exception(statement.actions, statement.not_action, mutation.where);
  drop_text_exception(statement.resources, statement.not_resource, mutation.where);
  if (!statement.not_principal) {
    return;
  }
  if (statement.principals.size() > 1) {
    drop_at(statement.principals, mutation.where);
  } else if (statement.principals.front().where == mutation.where) {
    PrincipalEntry everyone;
    everyone.text = kEverything;
    everyone.where = mutation.where;
    statement.principals = {everyone};
    statement.not_principal = false;
  }
}

// --- conditions ---

void find_conditions(const StatementPlace& place, Found& found) {
  for (const ConditionEntry& condition : place.statement.conditions) {
    add_at(found, condition.key.where, condition.key.text);
  }
}

void drop_condition(Statement& statement, const Mutation& mutation) {
  auto& conditions = statement.conditions;
  conditions.erase(std::remove_if(conditions.begin(), conditions.end(),
                                  [&mutation](const ConditionEntry& condition) {
                                    return condition.key.where == mutation.where;
                                  }),
                   conditions.end());
  if (conditions.empty()) {
    statement.condition_where = {};
  }
}

void find_condition_values(const StatementPlace& place, Found& found) {
  for (const ConditionEntry& condition : place.statement.conditions) {
    find_entries(condition.values, false, found);
  }
}

void drop_condition_value(Statement& statement, const Mutation& mutation) {
  for (ConditionEntry& condition : statement.conditions) {
    drop_at(condition.values, mutation.where);
  }
}

/// The operator that takes wildcards, with the prefix and suffix that it was written with; empty
/// where there is none.
std::string like_operator(const std::string& name) {
  const ConditionOperator op = parse_condition_operator(name);
  const bool is_text = op.info.family == OperatorFamily::String ||
                       op.info.family == OperatorFamily::StringIgnoringCase ||
                       op.info.family == OperatorFamily::StringLike;
  if (op.info.negated || (!is_text && op.info.family != OperatorFamily::Arn)) {
    return {};
  }
  const std::size_t colon = name.find(':');
  const std::string prefix = colon == std::string::npos ? "" : name.substr(0, colon + 1);
  return prefix + (is_text ? "StringLike" : "ArnLike") + (op.if_exists ? "IfExists" : "");
}

void find_wider_values(const StatementPlace& place, Found& found) {
  if (place.statement.effect != Effect::Allow) {
    return;
  }
  for (const ConditionEntry& condition : place.statement.conditions) {
    const bool is_any = std::any_of(condition.values.begin(), condition.values.end(),
                                    [](const PolicyText& v) { return v.text == kEverything; });
    if (!condition.values.empty() && !is_any &&
        !like_operator(condition.operator_name.text).empty()) {
      add_at(found, condition.values.front().where, condition.key.text, std::string(kEverything));
    }
  }
}

void widen_value(Statement& statement, const Mutation& mutation) {
  for (ConditionEntry& condition : statement.conditions) {
    if (!condition.values.empty() && condition.values.front().where == mutation.where) {
      condition.operator_name.text = like_operator(condition.operator_name.text);
      condition.values = {{mutation.change, mutation.where}};
    }
  }
}

constexpr std::array kOnPolicy = {
    OperatorOn<PolicyDocument>{
        {"drop-statement", "takes a statement out of a policy", "statement {} can be removed",
         "what only this statement allows, and which has to be allowed",
         "what only this statement denies, and which has to be denied"},
        find_statements,
        drop_statement},
};

constexpr std::array kOnStatement = {
    StatementOperator{
        {"drop-action", "takes one of several actions out of a statement",
         "action {} can be removed", "{}, which has to be allowed", "{}, which has to be denied"},
        find_actions,
        drop_action},
    StatementOperator{
        {"widen-action", "makes an allowed action the whole service, a whole service everything",
         "action {} can become {>}", "an action beside {}, which must not be allowed"},
        find_wider_actions,
        widen_action},
    StatementOperator{{"drop-principal", "takes one of several principals out of a statement",
                       "principal {} can be removed", "a request of {}, which has to be allowed",
                       "a request of {}, which has to be denied"},
                      find_principals,
                      drop_principal},
    StatementOperator{
        {"widen-principal", "makes an allowed principal its whole account, an account everyone",
         "principal {} can become {>}", "a request of someone else, who must not be allowed"},
        find_wider_principals,
        widen_principal},
    StatementOperator{{"drop-resource", "takes one of several resources out of a statement",
                       "resource {} can be removed", "a request on {}, which has to be allowed",
                       "a request on {}, which has to be denied"},
                      find_resources,
                      drop_resource},
    StatementOperator{
        {"widen-resource",
         "makes an allowed resource all objects of its bucket, anything else everything",
         "resource {} can become {>}", "a request on something else, which must not be allowed"},
        find_wider_resources,
        widen_resource},
    StatementOperator{
        {"drop-exception", "takes an entry out of NotAction, NotPrincipal or NotResource",
         "the exception {} can be removed", "a request with {}, which the statement must not allow",
         "a request with {}, which the statement must not deny"},
        find_exceptions,
        drop_exception},
    StatementOperator{{"drop-condition", "takes one key out of a Condition block",
                       "the condition {} can be removed",
                       "a request that does not meet it, which must not be allowed",
                       "a request that does not meet it, which must not be denied"},
                      find_conditions,
                      drop_condition},
    StatementOperator{{"drop-condition-value", "takes one of several values out of a condition",
                       "the value {} of the condition can be removed",
                       "a request with {}, whose answer depends on it"},
                      find_condition_values,
                      drop_condition_value},
    StatementOperator{
        {"widen-condition-value", "makes the values of a condition of an Allow any value",
         "any value of {} is enough", "a request with another value, which must not be allowed"},
        find_wider_values,
        widen_value},
};

}  // namespace

std::span<const OperatorOn<PolicyDocument>> policy_operators() {
  return kOnPolicy;
}

std::span<const StatementOperator> statement_operators() {
  return kOnStatement;
}

}  // namespace replisim
