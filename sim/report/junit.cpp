#include "sim/report/junit.h"

#include <span>

#include "sim/report/escape.h"

namespace replisim {
namespace {

struct Counts {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
};

Counts count_states(std::span<const CaseResult> cases) {
  Counts counts;
  for (const CaseResult& result : cases) {
    ++counts.tests;
    switch (result.state) {
      case CaseState::Passed: break;
      case CaseState::Failed: ++counts.failures; break;
      case CaseState::Undecided: ++counts.skipped; break;
      case CaseState::Unreadable: ++counts.errors; break;
    }
  }
  return counts;
}

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + escape_xml(value) + "\"";
}

std::string attribute(std::string_view name, std::size_t value) {
  return attribute(name, std::to_string(value));
}

/// `expected "A", actual "B"` a line a failure, each behind its place.
std::string details_of(const CaseResult& result) {
  std::string text;
  for (const Failure& failure : result.failures) {
    text += to_string(failure.place) + ": " + summary_of(failure) + "\n";
    if (!failure.why.empty()) {
      const std::string place = to_string(failure.why_place);
      text +=
          "  why: " + failure.why + (failure.why_place.is_known() ? " (" + place + ")" : "") + "\n";
    }
  }
  for (const InputFault& fault : result.faults) {
    text += fault.text;
  }
  return text;
}

std::string first_message(const CaseResult& result) {
  if (!result.failures.empty()) {
    return summary_of(result.failures.front());
  }
  return result.faults.empty() ? std::string() : result.faults.front().message;
}

/// Line breaks as they are: readers show the text of an element.
std::string element_text(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    out += escape_xml(text.substr(0, end));
    out += end < text.size() ? "\n" : "";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string outcome_element(std::string_view name, std::string_view type,
                            const CaseResult& result) {
  std::string out = "      <" + std::string(name) + attribute("message", first_message(result));
  if (name == "skipped") {
    return out + "/>\n      <system-out>" + element_text(details_of(result)) + "</system-out>\n";
  }
  return out + attribute("type", type) + ">" + element_text(details_of(result)) + "</" +
         std::string(name) + ">\n";
}

std::string case_element(const CaseResult& result) {
  const std::string name = result.name.empty() ? "(base)" : result.name;
  std::string out = "    <testcase" + attribute("classname", result.file) + attribute("name", name);
  switch (result.state) {
    case CaseState::Passed: return out + "/>\n";
    case CaseState::Failed: out += ">\n" + outcome_element("failure", "expectation", result); break;
    case CaseState::Undecided: out += ">\n" + outcome_element("skipped", "", result); break;
    case CaseState::Unreadable: out += ">\n" + outcome_element("error", "input", result); break;
  }
  return out + "    </testcase>\n";
}

std::string suite_element(std::span<const CaseResult> cases) {
  const Counts counts = count_states(cases);
  std::string out = "  <testsuite" + attribute("name", cases.front().file) +
                    attribute("tests", counts.tests) + attribute("failures", counts.failures) +
                    attribute("errors", counts.errors) + attribute("skipped", counts.skipped) +
                    attribute("file", cases.front().file) + ">\n";
  for (const CaseResult& result : cases) {
    out += case_element(result);
  }
  return out + "  </testsuite>\n";
}

}  // namespace

std::string junit_xml(const TestReport& report) {
  const Counts counts = count_states(report.cases);
  std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" +
                    attribute("name", "replisim") + attribute("tests", counts.tests) +
                    attribute("failures", counts.failures) + attribute("errors", counts.errors) +
                    ">\n";
  const std::span<const CaseResult> cases(report.cases);
  for (std::size_t begin = 0; begin < cases.size();) {
    std::size_t end = begin + 1;
    while (end < cases.size() && cases[end].file == cases[begin].file) {
      ++end;
    }
    out += suite_element(cases.subspan(begin, end - begin));
    begin = end;
  }
  return out + "</testsuites>\n";
}

}  // namespace replisim
