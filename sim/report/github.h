#pragma once

#include <string>
#include <string_view>

#include "sim/report/place.h"
#include "sim/report/test_report.h"

namespace replisim {

/// One workflow command; `level` is `error`, `warning` or `notice`.
std::string github_annotation(std::string_view level, const Place& place, const std::string& title,
                              const std::string& message);

/// Workflow commands: an error for each failure and fault, a warning for each that cannot be
/// decided; then a line of counts. GitHub shows the first ten of each kind, so the worst stand
/// first.
std::string github_annotations(const TestReport& report);

/// A Markdown table for the file that GITHUB_STEP_SUMMARY names.
std::string github_summary(const TestReport& report);

}  // namespace replisim
