// What could be left out, since something else says it already.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "model/unicode.h"
#include "sim/iam/lint_check.h"
#include "sim/iam/pattern_cover.h"

namespace replisim {
namespace {

using enum FindingType;

/// Each text is compared with each: beyond so many nothing is said.
constexpr std::size_t kComparedMax = 1000;

bool action_covers(const std::string& wide, const std::string& narrow) {
  return wide == "*" || pattern_covers(to_lower_ascii(wide), to_lower_ascii(narrow));
}

bool resource_covers(const std::string& wide, const std::string& narrow) {
  return wide == "*" || pattern_covers(wide, narrow);
}

using Covers = bool (*)(const std::string& wide, const std::string& narrow);

/// Of texts that cover each other the first is kept.
void find_covered(const std::vector<PolicyText>& texts, Covers covers, CheckFindings& findings) {
  if (texts.size() > kComparedMax) {
    return;
  }
  for (std::size_t i = 0; i < texts.size(); ++i) {
    for (std::size_t j = 0; j < texts.size(); ++j) {
      const bool is_kept = i < j && covers(texts[i].text, texts[j].text);
      if (i != j && !is_kept && covers(texts[j].text, texts[i].text)) {
        findings.push_back(
            {.where = texts[i].where, .subject = texts[i].text, .second = texts[j].text});
        break;
      }
    }
  }
}

void find_redundant_action(const Statement& statement, CheckFindings& findings) {
  find_covered(statement.actions, action_covers, findings);
}

void find_redundant_resource(const Statement& statement, CheckFindings& findings) {
  find_covered(statement.resources, resource_covers, findings);
}

// --- statements ---

bool all_covered(const std::vector<PolicyText>& wide, const std::vector<PolicyText>& narrow,
                 Covers covers) {
  return std::all_of(narrow.begin(), narrow.end(), [&](const PolicyText& text) {
    return std::any_of(wide.begin(), wide.end(),
                       [&](const PolicyText& other) { return covers(other.text, text.text); });
  });
}

/// Of negated elements the one with fewer exceptions is the wider.
bool element_covers(const std::vector<PolicyText>& wide, bool wide_is_not,
                    const std::vector<PolicyText>& narrow, bool narrow_is_not, Covers covers) {
  if (wide_is_not != narrow_is_not) {
    return false;
  }
  return wide_is_not ? all_covered(narrow, wide, covers) : all_covered(wide, narrow, covers);
}

bool same_principals(const Statement& left, const Statement& right) {
  return left.not_principal == right.not_principal &&
         left.principals.size() == right.principals.size() &&
         std::is_permutation(left.principals.begin(), left.principals.end(),
                             right.principals.begin(),
                             [](const PrincipalEntry& a, const PrincipalEntry& b) {
                               return a.type == b.type && a.text == b.text;
                             });
}

bool same_values(const ConditionEntry& left, const ConditionEntry& right) {
  return equals_ignoring_ascii_case(left.operator_name.text, right.operator_name.text) &&
         equals_ignoring_ascii_case(left.key.text, right.key.text) &&
         left.values.size() == right.values.size() &&
         std::is_permutation(
             left.values.begin(), left.values.end(), right.values.begin(),
             [](const PolicyText& a, const PolicyText& b) { return a.text == b.text; });
}

/// Every condition of the wide statement is one of the narrow.
bool condition_covers(const Statement& wide, const Statement& narrow) {
  return std::all_of(
      wide.conditions.begin(), wide.conditions.end(), [&](const ConditionEntry& entry) {
        return std::any_of(narrow.conditions.begin(), narrow.conditions.end(),
                           [&](const ConditionEntry& own) { return same_values(entry, own); });
      });
}

bool covers(const Statement& wide, const Statement& narrow) {
  return wide.effect && wide.effect == narrow.effect && !narrow.actions.empty() &&
         same_principals(wide, narrow) && condition_covers(wide, narrow) &&
         element_covers(wide.actions, wide.not_action, narrow.actions, narrow.not_action,
                        action_covers) &&
         element_covers(wide.resources, wide.not_resource, narrow.resources, narrow.not_resource,
                        resource_covers);
}

void find_redundant_statement(const PolicyUnderCheck& policy, CheckFindings& findings) {
  const std::vector<Statement>& statements = policy.document.statements;
  if (statements.size() > kComparedMax) {
    return;
  }
  for (std::size_t i = 0; i < statements.size(); ++i) {
    for (std::size_t j = 0; j < statements.size(); ++j) {
      const bool is_kept = i < j && covers(statements[i], statements[j]);
      if (i != j && !is_kept && covers(statements[j], statements[i])) {
        findings.push_back({.where = statements[i].where,
                            .subject = std::to_string(j + 1),
                            .second = statements[j].sid});
        break;
      }
    }
  }
}

constexpr LintCheck kRedundancy[] = {
    {"REDUNDANT_ACTION", Suggestion, "No action of a statement covers another.",
     "{} is covered by {}", in_each_statement<find_redundant_action>},
    {"REDUNDANT_RESOURCE", Suggestion, "No resource of a statement covers another.",
     "{} is covered by {}", in_each_statement<find_redundant_resource>},
    {"REDUNDANT_STATEMENT", Suggestion, "No statement says what another says already.",
     "statement {} says all of this already", find_redundant_statement},
};

}  // namespace

std::span<const LintCheck> lint_redundancy_checks() {
  return kRedundancy;
}

}  // namespace replisim
