#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/cli/test_runner.h"

namespace replisim {

/// What became of a scenario whose expectations were to say what comes.
struct Update {
  std::string text;  ///< of the whole file; nothing but expectations differs from before
  bool changed = false;
  /// Expectations that were left as they are, and why: `x.json:7:9: …`.
  std::vector<std::string> refusals;
};

/// Makes the expectations of the selected cases what comes, in the text of the scenario: layout and
/// comments stay. Plays it again after every change until it holds. An expectation that other cases
/// share, for whom it is right or has to be something else, is left as it is.
///
/// `text` is that of the file at `path`. Nothing if it cannot be read as a scenario.
std::optional<Update> update_expectations(const std::string& path, std::string text,
                                          const TestOptions& options);

}  // namespace replisim
