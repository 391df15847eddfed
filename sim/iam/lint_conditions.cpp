// Condition operators and keys: whether there are such, and whether requests carry them.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "model/action.h"
#include "model/condition_key.h"
#include "model/issue.h"
#include "model/unicode.h"
#include "model/wildcard.h"
#include "sim/iam/condition.h"
#include "sim/iam/lint_check.h"

namespace replisim {
namespace {

using enum FindingType;

template <typename Test>
void find_keys(const Statement& statement, CheckFindings& findings, Test is_bad) {
  for (const ConditionEntry& entry : statement.conditions) {
    if (is_bad(entry)) {
      findings.push_back({.where = entry.key.where, .subject = entry.key.text});
    }
  }
}

// --- operators ---

/// U-7: IAM accepts other letter cases, Access Analyzer does not.
void find_operator_in_other_case(const Statement& statement, CheckFindings& findings) {
  SourceRange last;
  for (const ConditionEntry& entry : statement.conditions) {
    const std::string& text = entry.operator_name.text;
    const ConditionOperator op = parse_condition_operator(text);
    const std::string written = std::string(op.set == SetOperator::ForAllValues  ? "ForAllValues:"
                                            : op.set == SetOperator::ForAnyValue ? "ForAnyValue:"
                                                                                 : "")
                                    .append(op.info.name)
                                    .append(op.if_exists ? "IfExists" : "");
    if (op.info.family != OperatorFamily::Unknown && written != text &&
        entry.operator_name.where != last) {
      last = entry.operator_name.where;
      findings.push_back({.where = last, .subject = text, .second = written});
    }
  }
}

void find_null_with_qualifier(const Statement& statement, CheckFindings& findings) {
  find_keys(statement, findings, [](const ConditionEntry& entry) {
    const ConditionOperator op = parse_condition_operator(entry.operator_name.text);
    return op.info.family == OperatorFamily::Null && op.set != SetOperator::None;
  });
}

void find_missing_qualifier(const Statement& statement, CheckFindings& findings) {
  find_keys(statement, findings, [](const ConditionEntry& entry) {
    const ConditionOperator op = parse_condition_operator(entry.operator_name.text);
    const ConditionKeyInfo* key = find_condition_key(entry.key.text);
    return key != nullptr && key->is_multivalued && op.set == SetOperator::None &&
           op.info.family != OperatorFamily::Null && op.info.family != OperatorFamily::Unknown;
  });
}

bool must_be_present(const Statement& statement, std::string_view key) {
  return std::any_of(
      statement.conditions.begin(), statement.conditions.end(), [key](const ConditionEntry& entry) {
        const ConditionOperator op = parse_condition_operator(entry.operator_name.text);
        return op.info.family == OperatorFamily::Null &&
               equals_ignoring_ascii_case(entry.key.text, key) && !entry.values.empty() &&
               !parse_condition_bool(entry.values.front().text);
      });
}

void find_for_all_values_on_single(const Statement& statement, CheckFindings& findings) {
  if (statement.effect != Effect::Allow) {
    return;
  }
  find_keys(statement, findings, [&](const ConditionEntry& entry) {
    const ConditionOperator op = parse_condition_operator(entry.operator_name.text);
    const ConditionKeyInfo* key = find_condition_key(entry.key.text);
    return key != nullptr && !key->is_multivalued && op.set == SetOperator::ForAllValues &&
           op.info.family != OperatorFamily::Null && !must_be_present(statement, entry.key.text);
  });
}

// --- keys that there are not ---

void find_key_without_service(const Statement& statement, CheckFindings& findings) {
  find_keys(statement, findings, [](const ConditionEntry& entry) {
    return entry.key.text.find(':') == std::string::npos;
  });
}

bool is_retired_arn_key(std::string_view key) {
  return equals_ignoring_ascii_case(key, "aws:ARN");
}

void find_unknown_keys(const Statement& statement, CheckFindings& findings,
                       bool (*is_asked)(const std::string& service)) {
  for (const ConditionEntry& entry : statement.conditions) {
    const std::string& key = entry.key.text;
    if (is_asked(service_of(key)) && !has_variable(key) && !is_retired_arn_key(key) &&
        find_condition_key(key) == nullptr) {
      const std::optional<std::string> nearest = nearest_condition_key(key);
      findings.push_back(
          {.where = entry.key.where,
           .subject = key,
           .hint = nearest ? "did you mean " + in_backticks(*nearest) + "?" : std::string()});
    }
  }
}

void find_unknown_global_key(const Statement& statement, CheckFindings& findings) {
  find_unknown_keys(statement, findings,
                    [](const std::string& service) { return service == "aws"; });
}

void find_unknown_service_key(const Statement& statement, CheckFindings& findings) {
  find_unknown_keys(statement, findings,
                    [](const std::string& service) { return is_listed_service(service); });
}

void find_retired_key(const Statement& statement, CheckFindings& findings) {
  find_keys(statement, findings,
            [](const ConditionEntry& entry) { return is_retired_arn_key(entry.key.text); });
}

void find_deprecated_key(const Statement& statement, CheckFindings& findings) {
  find_keys(statement, findings, [](const ConditionEntry& entry) {
    return equals_ignoring_ascii_case(entry.key.text, "aws:SourceOwner");
  });
}

void find_key_without_tag(const Statement& statement, CheckFindings& findings) {
  find_keys(statement, findings, [](const ConditionEntry& entry) {
    const ConditionKeyInfo* key = find_condition_key(entry.key.text);
    return key != nullptr && key->form == KeyForm::Prefix &&
           entry.key.text.size() == key->name.size();
  });
}

/// Documented for IAM policies only (4.4).
void find_irrelevant_key(const Statement& statement, CheckFindings& findings) {
  find_keys(statement, findings, [](const ConditionEntry& entry) {
    return equals_ignoring_ascii_case(entry.key.text, "kms:ResourceAliases");
  });
}

// --- keys that the actions do not carry ---

bool is_tag_key(std::string_view key) {
  constexpr std::string_view kPrefixes[] = {"aws:ResourceTag/", "aws:RequestTag/", "aws:TagKeys"};
  return std::any_of(std::begin(kPrefixes), std::end(kPrefixes), [key](std::string_view prefix) {
    return equals_ignoring_ascii_case(key.substr(0, prefix.size()), prefix);
  });
}

/// Whether an action of the pattern carries the key; true if the table does not know.
bool may_carry(const std::string& pattern, std::string_view key) {
  bool is_known = false;
  bool carries = false;
  for_each_action_matching(pattern, [&](const ActionInfo& action) {
    is_known = true;
    carries = carries || action_carries_key(action, key);
  });
  return carries || !is_known || pattern == "*" || has_wildcard(service_of(pattern));
}

struct Carriers {
  std::vector<const PolicyText*> with;
  std::vector<const PolicyText*> without;
};

Carriers carriers_of(const Statement& statement, std::string_view key) {
  Carriers carriers;
  for (const PolicyText& action : statement.actions) {
    (may_carry(action.text, key) ? carriers.with : carriers.without).push_back(&action);
  }
  return carriers;
}

/// `…IfExists` says itself that the key may be absent.
bool needs_key(const ConditionEntry& entry) {
  return !parse_condition_operator(entry.operator_name.text).if_exists;
}

bool is_service_key(const ConditionEntry& entry) {
  const ConditionKeyInfo* key = find_condition_key(entry.key.text);
  return key != nullptr && key->scope == KeyScope::Service;
}

void find_key_without_action(const Statement& statement, CheckFindings& findings) {
  if (statement.not_action || statement.actions.empty()) {
    return;
  }
  find_keys(statement, findings, [&](const ConditionEntry& entry) {
    return needs_key(entry) && is_service_key(entry) &&
           carriers_of(statement, entry.key.text).with.empty();
  });
}

void find_action_without_key(const Statement& statement, CheckFindings& findings) {
  if (statement.not_action) {
    return;
  }
  for (const ConditionEntry& entry : statement.conditions) {
    if (!needs_key(entry) || !is_service_key(entry)) {
      continue;
    }
    const Carriers carriers = carriers_of(statement, entry.key.text);
    if (carriers.with.empty()) {
      continue;  // MISSING_ACTION_FOR_CONDITION_KEY
    }
    for (const PolicyText* action : carriers.without) {
      findings.push_back(
          {.where = action->where, .subject = action->text, .second = entry.key.text});
    }
  }
}

template <Effect effect>
void find_action_without_tags(const Statement& statement, CheckFindings& findings) {
  if (statement.not_action || statement.effect != effect) {
    return;
  }
  for (const ConditionEntry& entry : statement.conditions) {
    if (!needs_key(entry) || !is_tag_key(entry.key.text)) {
      continue;
    }
    for (const PolicyText* action : carriers_of(statement, entry.key.text).without) {
      findings.push_back(
          {.where = action->where, .subject = action->text, .second = entry.key.text});
    }
  }
}

void find_tags_under_not_action(const Statement& statement, CheckFindings& findings) {
  if (statement.not_action && statement.effect == Effect::Deny) {
    find_keys(statement, findings, [](const ConditionEntry& entry) {
      return needs_key(entry) && is_tag_key(entry.key.text);
    });
  }
}

// --- keys that say little alone ---

struct Pair {
  std::string_view key;
  std::string_view partner;
  std::string_view other_partner;
};

constexpr Pair kPairs[] = {
    {"aws:VpcSourceIp", "aws:SourceVpc", "aws:SourceVpce"},
    {"cognito-identity.amazonaws.com:amr", "cognito-identity.amazonaws.com:aud", ""},
};

bool has_key(const Statement& statement, std::string_view key) {
  return std::any_of(statement.conditions.begin(), statement.conditions.end(),
                     [key](const ConditionEntry& entry) {
                       return equals_ignoring_ascii_case(entry.key.text, key);
                     });
}

void find_key_without_partner(const Statement& statement, CheckFindings& findings) {
  if (statement.effect != Effect::Allow) {
    return;
  }
  for (const ConditionEntry& entry : statement.conditions) {
    for (const Pair& pair : kPairs) {
      if (equals_ignoring_ascii_case(entry.key.text, pair.key) &&
          !has_key(statement, pair.partner) &&
          (pair.other_partner.empty() || !has_key(statement, pair.other_partner))) {
        findings.push_back({.where = entry.key.where,
                            .subject = entry.key.text,
                            .second = std::string(pair.partner)});
      }
    }
  }
}

constexpr LintCheck kConditions[] = {
    {"INVALID_CONDITION_OPERATOR", Error, "The condition operator exists.",
     "unknown condition operator {}", in_each_statement<find_unknown_operator>},
    {"NULL_WITH_IF_EXISTS", Error, "`Null` asks for presence itself and takes no `IfExists`.",
     "{}: `Null` takes no `IfExists`"},
    {"REPL_OPERATOR_CASE", Suggestion, "Condition operators are written as AWS writes them.",
     "{} is written {}", in_each_statement<find_operator_in_other_case>},
    {"NULL_WITH_QUALIFIER", Suggestion, "`Null` takes no set operator: the answer is fixed.",
     "`ForAllValues` makes `Null` always true and `ForAnyValue` always false, whatever {} is",
     in_each_statement<find_null_with_qualifier>},
    {"MISSING_QUALIFIER", Error, "A key with several values needs `ForAllValues` or `ForAnyValue`.",
     "{} has several values: without a set operator the condition never holds",
     in_each_statement<find_missing_qualifier>, kAllKinds,
     "put `ForAnyValue:` or `ForAllValues:` in front of the operator"},
    {"FORALLVALUES_WITH_SINGLE_VALUED_KEY", SecurityWarning,
     "`ForAllValues` holds where the key is absent.", "requests without {} are allowed as well",
     in_each_statement<find_for_all_values_on_single>, kAllKinds,
     "remove `ForAllValues:`, or demand the key by `Null`: `false`"},
    {"INVALID_CONDITION_KEY_FORMAT", Error, "A condition key has its service in front.",
     "{} is no condition key: there is no service in front",
     in_each_statement<find_key_without_service>},
    {"INVALID_GLOBAL_CONDITION_KEY", Error, "The global condition key exists.",
     "unknown condition key {}", in_each_statement<find_unknown_global_key>},
    {"INVALID_SERVICE_CONDITION_KEY", Error, "The service has this condition key.",
     "unknown condition key {}", in_each_statement<find_unknown_service_key>},
    {"UNSUPPORTED_GLOBAL_CONDITION_KEY", Error, "The global condition key is still in use.",
     "{} is not in use any more", in_each_statement<find_retired_key>, kAllKinds,
     "use `aws:PrincipalArn`"},
    {"DEPRECATED_GLOBAL_CONDITION_KEY", Warning, "The global condition key is not deprecated.",
     "{} is deprecated", in_each_statement<find_deprecated_key>, kAllKinds,
     "use `aws:SourceAccount`"},
    {"MISSING_TAG_KEY_IN_CONDITION", Error, "Behind `aws:ResourceTag/` stands the key of a tag.",
     "nothing stands behind {}", in_each_statement<find_key_without_tag>},
    {"IRRELEVANT_CONDITION_KEY_IN_POLICY",
     Suggestion,
     "The condition key is there when policies of this kind are evaluated.",
     "{} is for IAM policies: in a key policy it is absent",
     in_each_statement<find_irrelevant_key>,
     {PolicyKind::Key},
     "use `kms:RequestAlias`"},
    {"MISSING_ACTION_FOR_CONDITION_KEY", Error, "Some action of the statement carries the key.",
     "no action of the statement carries {}", in_each_statement<find_key_without_action>},
    {"UNSUPPORTED_ACTION_FOR_CONDITION_KEY", Error,
     "Every action of the statement carries the key.", "{} never carries {}",
     in_each_statement<find_action_without_key>, kAllKinds, "make it a statement of its own"},
    {"DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", SecurityWarning,
     "Actions that are denied by a tag carry the tag.",
     "{} is not denied by {}, which it does not carry",
     in_each_statement<find_action_without_tags<Effect::Deny>>},
    {"DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", SecurityWarning,
     "Actions that are denied by a tag are listed, so that all carry it.",
     "`NotAction` denies only actions that carry {}",
     in_each_statement<find_tags_under_not_action>},
    {"ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", Suggestion,
     "Actions that are allowed by a tag carry the tag.",
     "{} is not allowed by {}, which it does not carry",
     in_each_statement<find_action_without_tags<Effect::Allow>>},
    {"MISSING_PAIRED_CONDITION_KEYS", SecurityWarning,
     "Keys that say little alone stand beside the key that they belong to.",
     "{} says little without {}", in_each_statement<find_key_without_partner>},
};

}  // namespace

std::span<const LintCheck> lint_condition_checks() {
  return kConditions;
}

}  // namespace replisim
