#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/issue.h"
#include "sim/report/expectations.h"
#include "sim/report/explanation.h"
#include "sim/report/place.h"

namespace replisim {

/// An expectation that does not hold, ready to be printed anywhere.
struct Failure {
  std::string event_id;      ///< empty: about the case as a whole
  std::string assertion_id;  ///< empty: about an expectation
  std::string what;          ///< `replicas[dst].deniedBy`, `assert[no-plain-http].cannot`
  std::string expected;      ///< JSON text
  std::string actual;        ///< JSON text
  Place place;               ///< of the expectation
  std::string why;           ///< the short why-not; may be empty
  Place why_place;           ///< of the statement or configuration at fault
  bool rests_on_unknown = false;
};

/// A fault of the input, ready to be printed anywhere.
struct InputFault {
  Severity severity = Severity::Error;
  std::string code;
  std::string message;
  std::string hint;
  Place place;
  std::string text;  ///< as compilers print it, with the line and a caret
};

enum class CaseState : std::uint8_t {
  Passed,
  Failed,
  Undecided,   ///< only what is not in the model stands in the way
  Unreadable,  ///< the scenario could not be read: no case of the file ran
};

/// `passed`, `failed`, `undecided`, `unreadable`.
std::string_view to_string(CaseState state);

/// A scenario or one of its variants, played and judged.
struct CaseResult {
  std::string file;
  std::string name;  ///< id of the variant or, for `run`, of the event; empty: the scenario itself
  std::string title;
  Place place;
  CaseState state = CaseState::Passed;
  std::size_t event_count = 0;
  std::size_t assertion_count = 0;
  std::vector<Failure> failures;
  std::vector<InputFault> faults;  ///< of an unreadable one

  /// `file` or `file#name`: what filters match and reports print.
  [[nodiscard]] std::string id() const { return name.empty() ? file : file + "#" + name; }
};

/// What a run of many cases came to. The cases of a file stand together.
struct TestReport {
  std::vector<CaseResult> cases;

  [[nodiscard]] std::size_t count(CaseState state) const;
};

/// Judges a case. With places and why-nots looked up where it does not hold; `played` has to be
/// watched for that.
CaseResult make_case_result(const std::string& file, const ScenarioCase& scenario,
                            const Judgement& judgement, const Played& played);

std::vector<Failure> make_failures(const Mismatches& mismatches, const Played& played);

CaseResult make_unreadable(const std::string& file, const Issues& issues, const SourceMap& sources);

/// A failure on one line: `upload: replicas[dst].result: expected "REPLICATED", actual "FAILED"`.
std::string summary_of(const Failure& failure);

}  // namespace replisim
