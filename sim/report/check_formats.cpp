// SARIF, GitHub and JUnit of a check.

#include <map>
#include <set>
#include <string>

#include "sim/iam/lint.h"
#include "sim/report/check_report.h"
#include "sim/report/escape.h"
#include "sim/report/github.h"
#include "sim/report/junit.h"
#include "sim/report/sarif_log.h"

namespace replisim {
namespace {

constexpr CheckLevel kTold[] = {CheckLevel::Error, CheckLevel::Undecided, CheckLevel::Warning,
                                CheckLevel::Note};

/// What SARIF and GitHub know; undecided is no error, and no less.
std::string_view sarif_level(CheckLevel level) {
  switch (level) {
    case CheckLevel::Error: return "error";
    case CheckLevel::Undecided:
    case CheckLevel::Warning: return "warning";
    case CheckLevel::Note:
    case CheckLevel::Good: return "note";
  }
  return "note";
}

std::string_view github_level(CheckLevel level) {
  return level == CheckLevel::Note ? "notice" : sarif_level(level);
}

/// What a code means, for those who have never seen it.
struct CodeText {
  std::string_view code;
  std::string_view summary;
};

constexpr CodeText kCodes[] = {
    {"replication.FAILED", "Objects that a rule selects would not be replicated."},
    {"replication.REFUSED", "S3 would refuse the upload itself."},
    {"replication.NOT_ELIGIBLE", "Objects that a bucket stores are left out by its rule."},
    {"replication.UNKNOWN", "Whether objects are replicated depends on what no input says."},
    {"replication.tagsOmitted", "Objects would be replicated without their tags."},
    {"wouldBeRefused", "AWS would refuse this when it is applied."},
};

std::string summary_of(const std::string& code) {
  for (const CodeText& row : kCodes) {
    if (row.code == code) {
      return std::string(row.summary);
    }
  }
  for (const LintRule& rule : lint_rules()) {
    if (rule.code == code || rule.diagnostic == code) {
      return std::string(rule.description);
    }
  }
  return code;
}

std::string message_of(const CheckItem& finding, std::string_view separator) {
  std::string message = finding.place.address.empty() ? "" : finding.place.address + ": ";
  message += finding.subject.empty() || finding.message.find(finding.subject) != std::string::npos
                 ? ""
                 : finding.subject + ": ";
  message += finding.message;
  return finding.hint.empty() ? message
                              : message + std::string(separator) + "hint: " + finding.hint;
}

std::string first_input(const CheckReport& report) {
  return report.inputs.empty() ? std::string() : report.inputs.front();
}

std::string counts_line(const CheckReport& report) {
  return std::to_string(report.rules.size()) +
         " rules: " + std::to_string(report.count(CheckLevel::Error)) + " errors, " +
         std::to_string(report.count(CheckLevel::Undecided)) + " undecided, " +
         std::to_string(report.count(CheckLevel::Warning)) + " warnings";
}

/// A row as a case of a test report.
CaseResult case_of(const CheckedRule& rule, const CheckedObject& row, const std::string& file,
                   bool is_accepted) {
  CaseResult result;
  result.file = file;
  result.name = rule.bucket + "/" + rule.name + ": " + row.kind;
  result.place = rule.place.place;
  result.state = row.level == CheckLevel::Error       ? CaseState::Failed
                 : row.level == CheckLevel::Undecided ? CaseState::Undecided
                                                      : CaseState::Passed;
  if (result.state == CaseState::Passed || is_accepted) {
    result.state = CaseState::Passed;
    return result;
  }
  Failure failure;
  failure.event_id = row.id;
  failure.what = "result";
  failure.expected = "\"REPLICATED\"";
  failure.actual = "\"" + row.result + "\"";
  failure.place = rule.place.place;
  failure.why = row.why;
  failure.why_place = row.why_place.place;
  failure.rests_on_unknown = row.level == CheckLevel::Undecided;
  result.failures.push_back(std::move(failure));
  return result;
}

/// What is no outcome of a rule, one case each.
CaseResult case_of(const CheckItem& finding, const std::string& file) {
  CaseResult result;
  result.file = file;
  result.name = finding.code + ": " + finding.message;
  result.place = finding.place.place;
  result.state = CaseState::Failed;
  result.faults.push_back({.severity = Severity::Error,
                           .code = finding.code,
                           .message = message_of(finding, "; "),
                           .hint = finding.hint,
                           .place = finding.place.place,
                           .text = message_of(finding, "\n") + "\n"});
  return result;
}

}  // namespace

std::string check_sarif(const CheckReport& report) {
  SarifLog log{.automation_id = "replisim/check/", .rules = {}, .results = {}};
  std::map<std::string, bool> codes;
  for (const CheckItem& finding : report.findings) {
    if (finding.is_accepted) {
      continue;
    }
    codes[finding.code] = true;
    log.results.push_back({.rule = finding.code,
                           .level = std::string(sarif_level(finding.level)),
                           .message = message_of(finding, "; "),
                           .file = first_input(report),
                           .place = finding.place.place,
                           .identity = finding.ids.front() + finding.place.address});
  }
  for (const auto& [code, is_used] : codes) {
    const std::string summary = summary_of(code);
    log.rules.push_back({code, summary, summary});
  }
  return write_sarif(log);
}

std::string check_github(const CheckReport& report) {
  std::string text;
  for (const CheckLevel level : kTold) {
    for (const CheckItem& finding : report.findings) {
      if (finding.level == level && !finding.is_accepted) {
        text += github_annotation(github_level(level), finding.place.place, finding.code,
                                  message_of(finding, "\n"));
      }
    }
  }
  return text + "replisim: " + counts_line(report) + "\n";
}

std::string check_github_summary(const CheckReport& report) {
  std::string text = "### replisim check: " + counts_line(report) +
                     "\n\n| rule | object | result | why | place |\n|---|---|---|---|---|\n";
  for (const CheckedRule& rule : report.rules) {
    for (const CheckedObject& row : rule.rows) {
      text += "| " + escape_markdown_cell(rule.bucket + "/" + rule.name) + " | " +
              escape_markdown_cell(row.kind) + " | " + row.result + " | " +
              escape_markdown_cell(row.why) + " | " +
              escape_markdown_cell(to_string(row.why_place)) + " |\n";
    }
  }
  return text;
}

std::string check_junit(const CheckReport& report) {
  TestReport cases;
  const std::string file = first_input(report);
  std::set<std::string> accepted;
  for (const CheckItem& finding : report.findings) {
    if (finding.is_accepted) {
      accepted.insert(finding.ids.begin(), finding.ids.end());
    }
  }
  for (const CheckedRule& rule : report.rules) {
    for (const CheckedObject& row : rule.rows) {
      const bool is_accepted = accepted.count(row.id + " " + row.result + " " + row.reason) > 0;
      cases.cases.push_back(case_of(rule, row, file, is_accepted));
    }
  }
  for (const CheckItem& finding : report.findings) {
    const bool is_outcome = finding.code.starts_with("replication.");
    if (finding.level == CheckLevel::Error && !finding.is_accepted && !is_outcome) {
      cases.cases.push_back(case_of(finding, file));
    }
  }
  return junit_xml(cases);
}

}  // namespace replisim
