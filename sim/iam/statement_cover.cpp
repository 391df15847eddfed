#include "sim/iam/statement_cover.h"

#include <algorithm>
#include <string>
#include <vector>

#include "model/unicode.h"
#include "sim/iam/condition.h"
#include "sim/iam/pattern.h"
#include "sim/iam/pattern_cover.h"

namespace replisim {
namespace {

constexpr std::string_view kEverything = "*";

bool has_variable(std::string_view text) {
  return text.find("${") != std::string_view::npos;
}

/// What a variable is replaced by is not known: only its beginning counts.
bool prefix_covers_variables(std::string_view wide, std::string_view narrow) {
  const std::string_view prefix = wide.substr(0, wide.size() - 1);
  return wide.ends_with('*') && prefix.find_first_of("*?$") == std::string_view::npos &&
         narrow.substr(0, narrow.find("${")).starts_with(prefix);
}

bool parts_cover(std::string_view wide, std::string_view narrow) {
  const auto wide_begins = split_arn(wide);
  const auto narrow_begins = split_arn(narrow);
  if (!wide_begins || !narrow_begins) {
    return false;
  }
  for (std::size_t part = 0; part < 6; ++part) {
    const auto part_of = [part](std::string_view text, const auto& begins) {
      const std::size_t end = part == 5 ? text.size() : begins[part + 1] - 1;
      return text.substr(begins[part], end - begins[part]);
    };
    if (!pattern_covers(part_of(wide, *wide_begins), part_of(narrow, *narrow_begins))) {
      return false;
    }
  }
  return true;
}

/// Matched as one text: no wildcard stands before the last part.
bool is_matched_whole(std::string_view pattern) {
  const auto begins = split_arn(pattern);
  return !begins || pattern.substr(0, (*begins)[5]).find_first_of("*?") == std::string_view::npos;
}

using Covers = bool (*)(std::string_view wide, std::string_view narrow);

bool all_covered(const std::vector<PolicyText>& wide, const std::vector<PolicyText>& narrow,
                 Covers covers) {
  return std::all_of(narrow.begin(), narrow.end(), [&](const PolicyText& text) {
    return std::any_of(wide.begin(), wide.end(),
                       [&](const PolicyText& other) { return covers(other.text, text.text); });
  });
}

bool is_everything(const std::vector<PolicyText>& texts, bool is_not) {
  return !is_not && std::any_of(texts.begin(), texts.end(),
                                [](const PolicyText& text) { return text.text == kEverything; });
}

/// Of negated elements the one with fewer exceptions is the wider.
bool element_covers(const std::vector<PolicyText>& wide, bool wide_is_not,
                    const std::vector<PolicyText>& narrow, bool narrow_is_not, Covers covers) {
  if (is_everything(wide, wide_is_not)) {
    return true;
  }
  if (wide_is_not != narrow_is_not) {
    return false;
  }
  return wide_is_not ? all_covered(narrow, wide, covers) : all_covered(wide, narrow, covers);
}

bool all_principals_covered(const Statement& wide, const Statement& narrow) {
  return std::all_of(
      narrow.principals.begin(), narrow.principals.end(), [&](const PrincipalEntry& entry) {
        return std::any_of(
            wide.principals.begin(), wide.principals.end(),
            [&](const PrincipalEntry& other) { return principal_covers(other, entry); });
      });
}

/// Exceptions are compared as they stand: who is exempt depends on how exactly it is named.
bool principals_cover(const Statement& wide, const Statement& narrow) {
  if (wide.principal_where.is_known() != narrow.principal_where.is_known() ||
      wide.not_principal != narrow.not_principal) {
    return false;
  }
  if (!wide.not_principal) {
    return all_principals_covered(wide, narrow);
  }
  return wide.principals.size() == narrow.principals.size() &&
         std::is_permutation(
             wide.principals.begin(), wide.principals.end(), narrow.principals.begin(),
             [](const PrincipalEntry& a, const PrincipalEntry& b) {
               return a.type == b.type && a.text == b.text && a.unique_id == b.unique_id;
             });
}

bool same_values(const ConditionEntry& left, const ConditionEntry& right) {
  return left.values.size() == right.values.size() &&
         std::is_permutation(
             left.values.begin(), left.values.end(), right.values.begin(),
             [](const PolicyText& a, const PolicyText& b) { return a.text == b.text; });
}

bool value_covers(const ConditionOperator& op, const std::string& wide, const std::string& narrow) {
  return wide == narrow || (op.info.family == OperatorFamily::StringLike && !has_variable(wide) &&
                            !has_variable(narrow) && pattern_covers(wide, narrow));
}

/// A pattern under an Arn operator that is no ARN makes the whole evaluation fail, and then the
/// order of the conditions decides (U-10).
bool may_fail(const ConditionEntry& entry) {
  return parse_condition_operator(entry.operator_name.text).info.family == OperatorFamily::Arn &&
         std::any_of(entry.values.begin(), entry.values.end(), [](const PolicyText& value) {
           return !value.text.starts_with("arn:") && value.text != kEverything;
         });
}

bool may_fail(const Statement& statement) {
  return std::any_of(statement.conditions.begin(), statement.conditions.end(),
                     [](const ConditionEntry& entry) { return may_fail(entry); });
}

/// Every condition of the wide statement holds where those of the narrow one do.
bool conditions_cover(const Statement& wide, const Statement& narrow) {
  return std::all_of(
      wide.conditions.begin(), wide.conditions.end(), [&](const ConditionEntry& entry) {
        return std::any_of(narrow.conditions.begin(), narrow.conditions.end(),
                           [&](const ConditionEntry& own) { return condition_covers(entry, own); });
      });
}

}  // namespace

bool action_covers(std::string_view wide, std::string_view narrow) {
  return wide == kEverything || pattern_covers(to_lower_ascii(wide), to_lower_ascii(narrow));
}

bool resource_covers(std::string_view wide, std::string_view narrow) {
  if (wide == kEverything || wide == narrow) {
    return true;
  }
  if (has_variable(wide)) {
    return false;
  }
  if (has_variable(narrow)) {
    return is_matched_whole(wide) && prefix_covers_variables(wide, narrow);
  }
  return is_matched_whole(wide) ? pattern_covers(wide, narrow) : parts_cover(wide, narrow);
}

bool principal_covers(const PrincipalEntry& wide, const PrincipalEntry& narrow) {
  const bool is_everyone = wide.type == PrincipalEntry::Type::Everyone ||
                           (wide.type == PrincipalEntry::Type::Aws && wide.text == kEverything);
  return is_everyone || (wide.type == narrow.type && wide.text == narrow.text &&
                         wide.unique_id == narrow.unique_id);
}

bool condition_covers(const ConditionEntry& wide, const ConditionEntry& narrow) {
  if (!equals_ignoring_ascii_case(wide.operator_name.text, narrow.operator_name.text) ||
      !equals_ignoring_ascii_case(wide.key.text, narrow.key.text)) {
    return false;
  }
  if (same_values(wide, narrow)) {
    return true;
  }
  const ConditionOperator op = parse_condition_operator(wide.operator_name.text);
  const bool is_list_of_texts =
      op.info.family == OperatorFamily::String || op.info.family == OperatorFamily::StringLike;
  return is_list_of_texts && !op.info.negated && !narrow.values.empty() &&
         std::all_of(narrow.values.begin(), narrow.values.end(), [&](const PolicyText& value) {
           return std::any_of(wide.values.begin(), wide.values.end(), [&](const PolicyText& other) {
             return value_covers(op, other.text, value.text);
           });
         });
}

bool statement_covers(const Statement& wide, const Statement& narrow) {
  return wide.effect && wide.effect == narrow.effect && !wide.uncertain && !narrow.uncertain &&
         !narrow.actions.empty() && !may_fail(wide) && !may_fail(narrow) &&
         wide.resource_where.is_known() == narrow.resource_where.is_known() &&
         principals_cover(wide, narrow) && conditions_cover(wide, narrow) &&
         element_covers(wide.actions, wide.not_action, narrow.actions, narrow.not_action,
                        action_covers) &&
         element_covers(wide.resources, wide.not_resource, narrow.resources, narrow.not_resource,
                        resource_covers);
}

}  // namespace replisim
