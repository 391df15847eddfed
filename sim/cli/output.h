#pragma once

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "sim/cli/console.h"

namespace replisim {

/// `--format FORMAT[=FILE]`: what is written, and where to.
struct OutputChoice {
  std::string format;
  std::string file;  ///< empty: standard output
};

/// Reads the values of `--format`, or of an option like it; none: the first of `formats` to
/// standard output. Nothing: one of them is bad, and that was told. At most one may go to standard
/// output.
std::optional<std::vector<OutputChoice>> parse_outputs(const std::vector<std::string>& values,
                                                       std::span<const std::string_view> formats,
                                                       const Console& console,
                                                       std::string_view option = "--format");

/// How a report is said in a format.
template <typename Report>
struct ReportFormat {
  std::string_view name;
  std::string (*render)(const Report& report);
};

/// Writes a finished report. False: it could not be written, and that was told.
bool write_output(const OutputChoice& choice, const std::string& text, const Console& console);

/// Adds to the file that GitHub shows on the page of the run; outside of GitHub there is none.
void append_github_summary(const std::string& text, const Console& console);

/// Writes a report in each of the formats that were chosen; what `formats` has no row for is text.
template <typename Report, typename Text, typename Summary>
bool write_report(const std::vector<OutputChoice>& outputs, const Report& report,
                  std::span<const ReportFormat<std::type_identity_t<Report>>> formats,
                  const Text& text, const Summary& github_summary, const Console& console) {
  for (const OutputChoice& output : outputs) {
    const auto row = std::find_if(formats.begin(), formats.end(),
                                  [&](const auto& format) { return format.name == output.format; });
    const std::string written =
        row != formats.end()
            ? row->render(report)
            : text(report, output.file.empty() ? console.out_style() : TextStyle());
    if (!write_output(output, written, console)) {
      return false;
    }
    if (output.format == "github") {
      append_github_summary(github_summary(report), console);
    }
  }
  return true;
}

}  // namespace replisim
