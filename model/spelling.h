#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace replisim {

/// Longer words are not corrected: reaching it means there is no nearest name.
inline constexpr std::size_t kSpellingLengthMax = 256;

/// How many edits a misspelt word may be away from what was meant: a third of its length, but one
/// at least.
constexpr std::size_t edits_max(std::string_view word) {
  return word.size() < 6 ? 1 : word.size() / 3;
}

/// Edits that turn one word into the other: a letter more, less, other, or two neighbours swapped
/// (no letter is edited twice). The case of ASCII letters does not count. Empty beyond `limit`.
[[nodiscard]] std::optional<std::size_t> edit_distance(std::string_view left,
                                                       std::string_view right, std::size_t limit);

/// The known name that `word` was most likely meant to be; of several as near, the first. Empty if
/// none is within `edits_max`.
[[nodiscard]] std::optional<std::string> nearest_name(std::string_view word,
                                                      std::span<const std::string_view> names);

}  // namespace replisim
