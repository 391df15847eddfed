#pragma once

#include <string_view>

#include "model/policy_document.h"

namespace replisim {

// What one element or statement matches, another matches as well. Every answer may be false
// although it does, never the other way round.

/// Entries of `Action`, in any letter case.
[[nodiscard]] bool action_covers(std::string_view wide, std::string_view narrow);

/// Entries of `Resource`, which are matched part by part where the first five have wildcards; with
/// policy variables.
[[nodiscard]] bool resource_covers(std::string_view wide, std::string_view narrow);

/// Entries of `Principal`: the same, or everyone.
[[nodiscard]] bool principal_covers(const PrincipalEntry& wide, const PrincipalEntry& narrow);

/// One key of one operator: where the narrow one holds, the wide one does.
[[nodiscard]] bool condition_covers(const ConditionEntry& wide, const ConditionEntry& narrow);

/// Statements of the same policy and of the same effect: whatever the narrow one applies to, the
/// wide one applies to as well, and names the caller no less directly.
[[nodiscard]] bool statement_covers(const Statement& wide, const Statement& narrow);

}  // namespace replisim
