#pragma once

#include <string>
#include <vector>

#include "sim/report/explanation.h"
#include "sim/report/style.h"
#include "sim/report/test_report.h"

namespace replisim {

/// A case that was played, as `run` reports it.
struct RunReport {
  std::string file;
  const Played& played;
  const Judgement& judgement;
  /// Only the event of this id is shown; empty: all.
  std::string event_id;
};

/// A line an event, a line a destination, then expectations that do not hold, findings, a summary.
std::string run_text(const RunReport& report, const TextStyle& style);

/// An explanation for a person at a terminal; nothing of ours is wider than `columns_max`.
std::string explain_text(const Explanation& explanation, const TextStyle& style);

/// The part of it that says what stood in the way; empty if nothing did.
std::string causes_text(const Explanation& explanation, const TextStyle& style);

/// Only what failed, in full, then a line of counts.
std::string test_text(const TestReport& report, const TextStyle& style);

/// A finding as compilers print it.
std::string diagnostic_text(const Diagnostic& diagnostic, const SourceMap& sources);

/// Lines with their numbers, marks below; each line behind `indent`.
std::string excerpt_text(const Excerpt& excerpt, std::string_view indent, const TextStyle& style);

/// Expectations that do not hold: place, expected and actual side by side, and the why-not behind
/// the last of those that share it.
std::string failures_text(const std::vector<Failure>& failures, const TextStyle& style);

}  // namespace replisim
