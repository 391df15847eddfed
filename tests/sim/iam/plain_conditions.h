#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/event.h"
#include "model/policy_document.h"

namespace replisim {

/// The keys of a request: the entries of the call, and behind them what follows from the principal.
struct PlainContext {
  std::vector<ContextEntry> call;
  std::vector<ContextEntry> principal;

  /// All entries of that name, in any case: of the call, or if it has none of the principal (U-6).
  [[nodiscard]] std::vector<const ContextEntry*> find(std::string_view key) const;
};

/// One element of a pattern: a UTF-16 code unit, `*` or `?`.
struct PlainToken {
  enum class Kind : std::uint8_t { Unit, One, Any };
  Kind kind = Kind::Unit;
  std::uint32_t unit = 0;
};
using PlainPattern = std::vector<PlainToken>;

/// A text of a policy with its variables replaced, 2.4; empty where one has no value.
std::optional<PlainPattern> plain_pattern(std::string_view text, bool variables,
                                          const PlainContext& context);

bool plain_match(const PlainPattern& pattern, std::string_view text);
/// Part by part, 2.3 and 3.5; empty where the pattern or the text has fewer than six parts.
std::optional<bool> plain_match_parts(const PlainPattern& pattern, std::string_view text);

enum class PlainTruth : std::uint8_t { False, True, Error };

/// Section 3 for one key of one operator.
PlainTruth plain_condition(const ConditionEntry& condition, PolicyKind kind, bool variables,
                           const PlainContext& context);

}  // namespace replisim
