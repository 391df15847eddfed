#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace replisim {

/// Patterns of policies: `*` is any text, `?` one character, everything else itself.
///
/// A character is one UTF-16 code unit (recorded), so it takes `??` to match one above U+FFFF.
/// `*` and `?` match `/`, `:` and line breaks too; there is no other syntax and no case folding.
///
/// Two bytes that UTF-8 never has stand for the characters themselves, so that `${*}` and what a
/// policy variable is replaced by can be part of a pattern: see `append_literal`.
inline constexpr char kLiteralStar = '\xFF';
inline constexpr char kLiteralQuestionMark = '\xFE';

/// Appends a text that is to match itself alone: its `*` and `?` become literal.
void append_literal(std::string& pattern, std::string_view text);

/// Whether the pattern matches the whole text. Allocates nothing and does not recurse; at worst
/// takes pattern times text steps, without stars only text steps.
[[nodiscard]] bool wildcard_match(std::string_view pattern, std::string_view text);

/// Whether the pattern has a `*` or `?` that is not literal.
[[nodiscard]] bool has_wildcard(std::string_view pattern);

/// What every text that the pattern matches begins with: the part before the first `*`, `?` or
/// literal one of these.
[[nodiscard]] std::string_view literal_prefix(std::string_view pattern);

/// The product of two patterns' lengths up to which `wildcard_overlap` is exact.
inline constexpr std::size_t kWildcardOverlapStepsMax = 4'194'304;

/// Whether some text is matched by both patterns. Beyond the limit the answer is that there may be
/// one: true, unless the literal prefixes differ.
[[nodiscard]] bool wildcard_overlap(std::string_view left, std::string_view right);

}  // namespace replisim
