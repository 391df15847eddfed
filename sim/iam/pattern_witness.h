#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace replisim {

/// Reaching a limit: there is no answer.
struct WitnessLimits {
  std::size_t states_max = 20'000;
  std::size_t witnesses_max = 1'000;
};

/// Texts that one pattern matches: a shortest one for each way in which such a text can match the
/// other patterns or not. What is true of all of these texts, as far as it rests on the patterns,
/// is true of every text that the pattern matches. A character above U+FFFF counts as one here.
/// Empty: a limit was reached. Cost: about states times characters in use.
[[nodiscard]] std::optional<std::vector<std::string>> pattern_witnesses(
    std::string_view pattern, const std::vector<std::string>& others,
    const WitnessLimits& limits = {});

}  // namespace replisim
