#pragma once

#include <string>

#include "sim/report/test_report.h"

namespace replisim {

/// Workflow commands: an error for each failure and fault, a warning for each that cannot be
/// decided; then a line of counts. GitHub shows the first ten of each kind, so the worst stand
/// first.
std::string github_annotations(const TestReport& report);

/// A Markdown table for the file that GITHUB_STEP_SUMMARY names.
std::string github_summary(const TestReport& report);

}  // namespace replisim
