#pragma once

#include <string>

#include "sim/report/test_report.h"

namespace replisim {

/// GitHub shows no more annotations of a kind than this for a step.
inline constexpr std::size_t kGithubAnnotationsMax = 10;

/// Workflow commands: an error for each failure and fault, a warning for each that cannot be
/// decided, the worst first; then a line of counts.
std::string github_annotations(const TestReport& report);

/// A Markdown table for the file that GITHUB_STEP_SUMMARY names.
std::string github_summary(const TestReport& report);

}  // namespace replisim
