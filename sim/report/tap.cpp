#include "sim/report/tap.h"

#include "sim/report/escape.h"

namespace replisim {
namespace {

std::string yaml_entry(const Failure& failure) {
  std::string out = "    - event: " + json_quoted(failure.event_id) + "\n";
  out += "      what: " + json_quoted(failure.what) + "\n";
  out += "      expected: " + failure.expected + "\n";
  out += "      actual: " + failure.actual + "\n";
  out += "      at: " + json_quoted(to_string(failure.place)) + "\n";
  if (!failure.why.empty()) {
    out += "      why: " + json_quoted(failure.why) + "\n";
    if (failure.why_place.is_known()) {
      out += "      see: " + json_quoted(to_string(failure.why_place)) + "\n";
    }
  }
  return out;
}

std::string yaml_block(const CaseResult& result) {
  std::string out = "  ---\n  state: " + std::string(to_string(result.state)) + "\n";
  out += result.failures.empty() ? "" : "  failures:\n";
  for (const Failure& failure : result.failures) {
    out += yaml_entry(failure);
  }
  out += result.faults.empty() ? "" : "  faults:\n";
  for (const InputFault& fault : result.faults) {
    out += "    - message: " + json_quoted(fault.message) + "\n";
    out += "      code: " + json_quoted(fault.code) + "\n";
    out += "      at: " + json_quoted(to_string(fault.place)) + "\n";
  }
  return out + "  ...\n";
}

}  // namespace

std::string tap(const TestReport& report) {
  std::string out = "TAP version 13\n1.." + std::to_string(report.cases.size()) + "\n";
  std::size_t number = 0;
  for (const CaseResult& result : report.cases) {
    const bool passed = result.state == CaseState::Passed;
    out +=
        (passed ? "ok " : "not ok ") + std::to_string(++number) + " - " + escape_tap(result.id());
    if (!result.title.empty()) {
      out += ": " + escape_tap(result.title);
    }
    out += result.state == CaseState::Undecided ? " # TODO cannot be decided\n" : "\n";
    out += passed ? "" : yaml_block(result);
  }
  return out;
}

}  // namespace replisim
