#include "sim/iam/lint.h"

#include <algorithm>
#include <cassert>
#include <map>
#include <tuple>
#include <utility>

#include "sim/iam/lint_check.h"
#include "sim/iam/lint_configuration_check.h"

namespace replisim {
namespace {

std::vector<std::span<const LintCheck>> tables() {
  return {lint_saving_checks(),          lint_element_checks(),     lint_principal_checks(),
          lint_action_checks(),          lint_resource_checks(),    lint_condition_checks(),
          lint_condition_value_checks(), lint_variable_checks(),    lint_pass_role_checks(),
          lint_redundancy_checks(),      lint_replication_checks(), lint_key_checks()};
}

using ChecksByCode = std::map<std::string_view, const LintCheck*>;

const ChecksByCode& checks_by_code() {
  static const ChecksByCode checks = [] {
    ChecksByCode by_code;
    for (const std::span<const LintCheck> table : tables()) {
      for (const LintCheck& check : table) {
        by_code.emplace(check.code, &check);
      }
    }
    return by_code;
  }();
  return checks;
}

const LintCheck& check_of(std::string_view code) {
  const auto found = checks_by_code().find(code);
  assert(found != checks_by_code().end());
  return *found->second;
}

/// By place, then by code; one finding of a code a place.
void sort_findings(std::vector<LintFinding>& findings) {
  const auto key = [](const LintFinding& finding) {
    return std::tuple(finding.where.file, finding.where.begin, finding.where.end,
                      std::string_view(finding.code));
  };
  std::stable_sort(
      findings.begin(), findings.end(),
      [&](const LintFinding& left, const LintFinding& right) { return key(left) < key(right); });
  findings.erase(std::unique(findings.begin(), findings.end(),
                             [&](const LintFinding& left, const LintFinding& right) {
                               return key(left) == key(right);
                             }),
                 findings.end());
}

class Linter {
 public:
  using Selection = bool (*)(const LintCheck&);

  Linter(const PolicyUnderCheck& policy, Selection is_selected)
      : policy_(policy), is_selected_(is_selected) {}

  std::vector<LintFinding> run() {
    for (const SaveFault& fault : validate_policy(policy_.document, policy_.kind, policy_.target)) {
      if (is_selected_(check_of(fault.lint_code))) {
        add_fault(fault);
      }
    }
    for (const std::span<const LintCheck> table : tables()) {
      for (const LintCheck& check : table) {
        if (check.find != nullptr && check.kinds.contains(policy_.kind) && is_selected_(check)) {
          add_findings(check);
        }
      }
    }
    sort_findings(findings_);
    return std::move(findings_);
  }

 private:
  /// What the reader says of the same place is more exact than what AWS says.
  const PolicyFault* fault_of_reader(const SaveFault& fault) const {
    const auto& faults = policy_.document.faults;
    const auto found = std::find_if(faults.begin(), faults.end(), [&](const PolicyFault& own) {
      return own.where == fault.where && lint_code_of(own, policy_.document) == fault.lint_code;
    });
    return found == faults.end() ? nullptr : &*found;
  }

  void add_fault(const SaveFault& fault) {
    const PolicyFault* own = fault_of_reader(fault);
    const LintCheck& check = check_of(fault.lint_code);
    findings_.push_back({.code = fault.lint_code,
                         .type = FindingType::Error,
                         .message = own != nullptr
                                        ? own->message
                                        : fill_message(check.message, fault.subject, fault.second),
                         .hint = own != nullptr ? own->hint : fault.hint,
                         .where = fault.where,
                         .answer_code = fault.code,
                         .answer_message = fault.message});
  }

  void add_findings(const LintCheck& check) {
    CheckFindings found;
    check.find(policy_, found);
    for (const CheckFinding& finding : found) {
      const LintCheck& named = finding.lint_code.empty() ? check : check_of(finding.lint_code);
      findings_.push_back({.code = std::string(named.code),
                           .type = named.type,
                           .message = fill_message(named.message, finding.subject, finding.second),
                           .hint = finding.hint.empty() ? std::string(named.hint) : finding.hint,
                           .where = finding.where});
    }
  }

  const PolicyUnderCheck& policy_;
  Selection is_selected_;
  std::vector<LintFinding> findings_;
};

LintRule rule_of(const LintCheck& check) {
  return {.code = check.code,
          .type = check.type,
          .description = check.description,
          .diagnostic = check.diagnostic};
}

std::vector<LintRule> make_rules() {
  std::vector<LintRule> rules;
  for (const std::span<const LintCheck> table : tables()) {
    for (const LintCheck& check : table) {
      rules.push_back(rule_of(check));
    }
  }
  for (const ConfigurationCheck& check : lint_configuration_checks()) {
    rules.push_back({.code = check.code,
                     .type = check.type,
                     .description = check.description,
                     .diagnostic = check.diagnostic});
  }
  std::sort(rules.begin(), rules.end(),
            [](const LintRule& left, const LintRule& right) { return left.code < right.code; });
  return rules;
}

}  // namespace

std::string fill_message(std::string_view message, std::string_view first,
                         std::string_view second) {
  std::string text(message);
  std::size_t from = 0;
  for (const std::string_view subject : {first, second}) {
    const std::size_t at = text.find("{}", from);
    if (at == std::string::npos) {
      break;
    }
    const std::string quoted = in_backticks(subject);
    text.replace(at, 2, quoted);
    from = at + quoted.size();
  }
  return text;
}

std::string_view to_string(FindingType type) {
  switch (type) {
    case FindingType::Error: return "ERROR";
    case FindingType::SecurityWarning: return "SECURITY_WARNING";
    case FindingType::Warning: return "WARNING";
    case FindingType::Suggestion: return "SUGGESTION";
  }
  return "ERROR";
}

Severity severity_of(FindingType type) {
  switch (type) {
    case FindingType::Error: return Severity::Error;
    case FindingType::SecurityWarning:
    case FindingType::Warning: return Severity::Warning;
    case FindingType::Suggestion: return Severity::Note;
  }
  return Severity::Error;
}

const std::vector<LintRule>& lint_rules() {
  static const std::vector<LintRule> rules = make_rules();
  return rules;
}

namespace {

std::vector<LintFinding> lint_selected(const PolicyDocument& document, PolicyKind kind,
                                       const PolicyTarget& target, Linter::Selection is_selected) {
  if (is_known(document)) {
    return Linter({.document = document, .kind = kind, .target = target}, is_selected).run();
  }
  const std::optional<PolicyDocument> known = known_part(document);
  return known ? Linter({.document = *known, .kind = kind, .target = target}, is_selected).run()
               : std::vector<LintFinding>();
}

}  // namespace

std::vector<LintFinding> lint_policy(const PolicyDocument& document, PolicyKind kind,
                                     const PolicyTarget& target) {
  return lint_selected(document, kind, target, [](const LintCheck&) { return true; });
}

std::vector<LintFinding> diagnose_policy(const PolicyDocument& document, PolicyKind kind,
                                         const PolicyTarget& target) {
  return lint_selected(document, kind, target,
                       [](const LintCheck& check) { return !check.diagnostic.empty(); });
}

std::vector<LintFinding> lint_replication_configuration(
    const ReplicationConfiguration& configuration) {
  std::vector<LintFinding> findings;
  for (const ConfigurationCheck& check : lint_configuration_checks()) {
    CheckFindings found;
    if (check.find != nullptr) {
      check.find(configuration, found);
    }
    for (const CheckFinding& finding : found) {
      findings.push_back({.code = std::string(check.code),
                          .type = check.type,
                          .message = fill_message(check.message, finding.subject, finding.second),
                          .hint = finding.hint.empty() ? std::string(check.hint) : finding.hint,
                          .where = finding.where});
    }
  }
  sort_findings(findings);
  return findings;
}

}  // namespace replisim
