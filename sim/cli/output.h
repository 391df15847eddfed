#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/cli/console.h"

namespace replisim {

/// `--format FORMAT[=FILE]`: what is written, and where to.
struct OutputChoice {
  std::string format;
  std::string file;  ///< empty: standard output
};

/// Reads the values of `--format`; none: the first of `formats` to standard output. Nothing: one of
/// them is bad, and that was told. At most one may go to standard output.
std::optional<std::vector<OutputChoice>> parse_outputs(const std::vector<std::string>& values,
                                                       std::span<const std::string_view> formats,
                                                       const Console& console);

/// Writes a finished report. False: it could not be written, and that was told.
bool write_output(const OutputChoice& choice, const std::string& text, const Console& console);

}  // namespace replisim
