// What could be left out, since something else says it already.

#include <string_view>
#include <vector>

#include "sim/iam/lint_check.h"
#include "sim/iam/statement_cover.h"

namespace replisim {
namespace {

using enum FindingType;

/// Each text is compared with each: beyond so many nothing is said.
constexpr std::size_t kComparedMax = 1000;

using Covers = bool (*)(std::string_view wide, std::string_view narrow);

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

void find_redundant_statement(const PolicyUnderCheck& policy, CheckFindings& findings) {
  const std::vector<Statement>& statements = policy.document.statements;
  if (statements.size() > kComparedMax) {
    return;
  }
  for (std::size_t i = 0; i < statements.size(); ++i) {
    for (std::size_t j = 0; j < statements.size(); ++j) {
      const bool is_kept = i < j && statement_covers(statements[i], statements[j]);
      if (i != j && !is_kept && statement_covers(statements[j], statements[i])) {
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
