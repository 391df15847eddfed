#include "sim/report/github.h"

#include "sim/report/escape.h"
#include "sim/report/style.h"

namespace replisim {
namespace {

std::string message_of(const Failure& failure) {
  std::string message = summary_of(failure);
  if (!failure.why.empty()) {
    message += "\nwhy: " + failure.why;
    message += failure.why_place.is_known() ? "\nsee " + to_string(failure.why_place) : "";
  }
  return message;
}

std::string annotations_of(const TestReport& report, bool undecided) {
  std::string out;
  for (const CaseResult& result : report.cases) {
    for (const InputFault& fault : result.faults) {
      if (!undecided) {
        out +=
            github_annotation("error", fault.place, result.id(),
                              fault.message + (fault.hint.empty() ? "" : "\nhint: " + fault.hint));
      }
    }
    for (const Failure& failure : result.failures) {
      if (failure.rests_on_unknown == undecided) {
        out += github_annotation(undecided ? "warning" : "error", failure.place, result.id(),
                                 message_of(failure));
      }
    }
  }
  return out;
}

std::string counts_line(const TestReport& report) {
  std::string line = count_of(report.cases.size(), "case");
  for (const CaseState state :
       {CaseState::Passed, CaseState::Failed, CaseState::Undecided, CaseState::Unreadable}) {
    line += ", " + std::to_string(report.count(state)) + " " + std::string(to_string(state));
  }
  return line;
}

}  // namespace

std::string github_annotation(std::string_view level, const Place& place, const std::string& title,
                              const std::string& message) {
  std::string out = "::" + std::string(level) + " ";
  if (place.is_known()) {
    out += "file=" + escape_github_property(place.file) + ",line=" + std::to_string(place.line) +
           ",endLine=" + std::to_string(place.end_line);
    if (place.line == place.end_line) {  // GitHub takes columns of one line only
      out +=
          ",col=" + std::to_string(place.column) + ",endColumn=" + std::to_string(place.end_column);
    }
    out += ",";
  }
  return out + "title=" + escape_github_property(title) + "::" + escape_github_message(message) +
         "\n";
}

std::string github_annotations(const TestReport& report) {
  return annotations_of(report, false) + annotations_of(report, true) +
         "replisim: " + counts_line(report) + "\n";
}

std::string github_summary(const TestReport& report) {
  std::string out = "### replisim: " + counts_line(report) + "\n";
  if (report.count(CaseState::Passed) == report.cases.size()) {
    return out;
  }
  out += "\n| case | state | what | expected | actual | why |\n|---|---|---|---|---|---|\n";
  for (const CaseResult& result : report.cases) {
    const std::string begin = "| " + escape_markdown_cell(result.id()) + " | " +
                              std::string(to_string(result.state)) + " | ";
    for (const InputFault& fault : result.faults) {
      out += begin + escape_markdown_cell(fault.message) + " | | | " +
             escape_markdown_cell(to_string(fault.place)) + " |\n";
    }
    for (const Failure& failure : result.failures) {
      out += begin;
      for (const std::string* cell : {&failure.what, &failure.expected, &failure.actual}) {
        out += escape_markdown_cell(*cell) + " | ";
      }
      out += escape_markdown_cell(failure.why) + " |\n";
    }
  }
  return out;
}

}  // namespace replisim
