// Policy variables: how they are spelled, and where there are none (iam-evaluation 2.4).

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "model/action.h"
#include "model/condition_key.h"
#include "model/issue.h"
#include "sim/iam/condition.h"
#include "sim/iam/lint_check.h"

namespace replisim {
namespace {

using enum FindingType;

constexpr std::string_view kOpening = "${";

/// One `${…}` of a text.
struct Variable {
  std::string_view content;
  std::string_view key;  ///< before the comma, if there is one
  bool is_closed = true;

  [[nodiscard]] bool is_escape() const {
    return content == "*" || content == "?" || content == "$";
  }
};

void for_each_variable(std::string_view text, const std::function<void(const Variable&)>& visit) {
  for (std::size_t at = text.find(kOpening); at != std::string_view::npos;
       at = text.find(kOpening, at + kOpening.size())) {
    const std::string_view rest = text.substr(at + kOpening.size());
    const std::size_t end = rest.find('}');
    const std::string_view content = rest.substr(0, std::min(end, rest.size()));
    visit({.content = content,
           .key = content.substr(0, content.find(',')),
           .is_closed = end != std::string_view::npos});
  }
}

/// Every text that may hold variables, with its place.
void for_each_text(const Statement& statement,
                   const std::function<void(const PolicyText&)>& visit) {
  std::for_each(statement.resources.begin(), statement.resources.end(), visit);
  for (const ConditionEntry& entry : statement.conditions) {
    std::for_each(entry.values.begin(), entry.values.end(), visit);
  }
}

template <typename Test>
void find_variables(const PolicyUnderCheck& policy, CheckFindings& findings, Test is_bad) {
  if (!policy.document.has_variables()) {
    return;  // plain text there: VARIABLE_UNSUPPORTED_IN_VERSION
  }
  for (const Statement& statement : policy.document.statements) {
    for_each_text(statement, [&](const PolicyText& text) {
      for_each_variable(text.text, [&](const Variable& variable) {
        if (is_bad(variable)) {
          findings.push_back({.where = text.where, .subject = std::string(variable.key)});
        }
      });
    });
  }
}

void find_unclosed(const PolicyUnderCheck& policy, CheckFindings& findings) {
  find_variables(policy, findings, [](const Variable& variable) { return !variable.is_closed; });
}

void find_empty(const PolicyUnderCheck& policy, CheckFindings& findings) {
  find_variables(policy, findings, [](const Variable& variable) {
    return variable.is_closed && variable.content.find_first_not_of(' ') == std::string_view::npos;
  });
}

void find_space(const PolicyUnderCheck& policy, CheckFindings& findings) {
  find_variables(policy, findings, [](const Variable& variable) {
    const bool is_blank = variable.key.find_first_not_of(' ') == std::string_view::npos;
    return variable.is_closed && !is_blank && variable.key.find(' ') != std::string_view::npos;
  });
}

/// Behind the comma stand a blank and the default in single quotes.
bool has_quoted_default(std::string_view content) {
  const std::size_t comma = content.find(',');
  if (comma == std::string_view::npos) {
    return true;
  }
  constexpr std::size_t kQuotesMin = 2;
  std::string_view value = content.substr(comma + 1);
  value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
  return value.size() >= kQuotesMin && value.front() == '\'' && value.back() == '\'';
}

void find_missing_quote(const PolicyUnderCheck& policy, CheckFindings& findings) {
  find_variables(policy, findings, [](const Variable& variable) {
    return variable.is_closed && !has_quoted_default(variable.content);
  });
}

void find_multivalued(const PolicyUnderCheck& policy, CheckFindings& findings) {
  find_variables(policy, findings, [](const Variable& variable) {
    const ConditionKeyInfo* key = find_condition_key(variable.key);
    return key != nullptr && !key->may_be_policy_variable();
  });
}

void find_unknown(const PolicyUnderCheck& policy, CheckFindings& findings) {
  find_variables(policy, findings, [](const Variable& variable) {
    const std::string service = service_of(variable.key);
    const bool is_listed = service == "aws" || is_listed_service(service);
    return variable.is_closed && is_listed && variable.key.find(' ') == std::string_view::npos &&
           find_condition_key(variable.key) == nullptr;
  });
}

void find_in_old_version(const PolicyUnderCheck& policy, CheckFindings& findings) {
  if (policy.document.has_variables()) {
    return;
  }
  for (const Statement& statement : policy.document.statements) {
    for_each_text(statement, [&](const PolicyText& text) {
      if (has_variable(text.text)) {
        findings.push_back({.where = text.where, .subject = text.text});
      }
    });
  }
}

/// Whether a variable begins before the fifth colon.
bool has_variable_before_resource(std::string_view text) {
  std::size_t colons = 0;
  const std::size_t at = text.find(kOpening);
  for (std::size_t i = 0; i < std::min(at, text.size()); ++i) {
    colons += text[i] == ':' ? 1U : 0U;
  }
  return at != std::string_view::npos && colons < kArnColons;
}

void find_in_other_element(const Statement& statement, CheckFindings& findings) {
  const auto check = [&](const std::string& text, SourceRange where) {
    if (has_variable(text)) {
      findings.push_back({.where = where, .subject = text});
    }
  };
  check(statement.sid, statement.sid_where);
  for (const PolicyText& action : statement.actions) {
    check(action.text, action.where);
  }
  for (const PrincipalEntry& principal : statement.principals) {
    check(principal.text, principal.where);
  }
  for (const ConditionEntry& entry : statement.conditions) {
    check(entry.key.text, entry.key.where);
  }
  for (const PolicyText& resource : statement.resources) {
    if (has_variable_before_resource(resource.text)) {
      findings.push_back({.where = resource.where, .subject = resource.text});
    }
  }
}

/// Bool is documented both ways (U-2).
bool takes_variables(OperatorFamily family) {
  switch (family) {
    case OperatorFamily::String:
    case OperatorFamily::StringIgnoringCase:
    case OperatorFamily::StringLike:
    case OperatorFamily::Arn:
    case OperatorFamily::Bool:
    case OperatorFamily::Unknown: return true;
    case OperatorFamily::Numeric:
    case OperatorFamily::Date:
    case OperatorFamily::Binary:
    case OperatorFamily::IpAddress:
    case OperatorFamily::Null: return false;
  }
  return true;
}

void find_under_other_operator(const Statement& statement, CheckFindings& findings) {
  for (const ConditionEntry& entry : statement.conditions) {
    if (takes_variables(parse_condition_operator(entry.operator_name.text).info.family)) {
      continue;
    }
    for (const PolicyText& value : entry.values) {
      if (has_variable(value.text)) {
        findings.push_back(
            {.where = value.where, .subject = value.text, .second = entry.operator_name.text});
      }
    }
  }
}

constexpr LintCheck kVariables[] = {
    {"EMPTY_VARIABLE", Error, "A policy variable names a key.", "a variable without a name",
     find_empty},
    {"MISSING_BRACE_IN_VARIABLE", Error, "A policy variable ends with `}`.",
     "the variable {} has no `}`", find_unclosed},
    {"MISSING_QUOTE_IN_VARIABLE", Error,
     "The default of a policy variable stands in single quotes.",
     "the default of {} is not in single quotes", find_missing_quote, kAllKinds,
     "write `${aws:PrincipalTag/team, 'none'}`"},
    {"UNSUPPORTED_SPACE_IN_VARIABLE", Error, "There are no blanks in the name of a variable.",
     "a blank in the variable {}", find_space},
    {"VARIABLE_UNSUPPORTED_IN_ELEMENT", Error,
     "Variables stand in resources behind the fifth colon, and in values of conditions.",
     "{} is taken as it stands: there are no variables here",
     in_each_statement<find_in_other_element>},
    {"VARIABLE_UNSUPPORTED_IN_VERSION", Error, "Policy variables need version 2012-10-17.",
     "{} is taken as it stands: the policy is not of version 2012-10-17", find_in_old_version,
     kAllKinds, R"(set `"Version": "2012-10-17"`)"},
    {"INVALID_VARIABLE_FOR_OPERATOR", Error,
     "Variables are for the String and Arn operators, and `Bool`.", "{} is no value for {}",
     in_each_statement<find_under_other_operator>},
    {"REPL_MULTIVALUED_VARIABLE", Warning, "A key with several values is no policy variable.",
     "{} has several values: as a variable it has none, and its default is not used",
     find_multivalued},
    {"REPL_UNKNOWN_VARIABLE", Warning, "The key of a policy variable exists.",
     "unknown condition key {} in a variable: it never has a value", find_unknown},
};

}  // namespace

bool has_variable(std::string_view text) {
  return text.find(kOpening) != std::string_view::npos;
}

std::span<const LintCheck> lint_variable_checks() {
  return kVariables;
}

}  // namespace replisim
