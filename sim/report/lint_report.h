#pragma once

#include <string>
#include <vector>

#include "model/issue.h"
#include "model/source.h"
#include "sim/iam/lint.h"
#include "sim/report/place.h"
#include "sim/report/style.h"

namespace replisim {

/// A finding, free of the texts that it was found in.
struct LintItem {
  std::string code;
  FindingType type = FindingType::Error;
  std::string message;
  std::string hint;         ///< may be empty
  std::string answer_code;  ///< of AWS, if it refuses to save this; else empty
  std::string answer_message;
  std::string subject;  ///< what it is about: `the policy of bucket dst`
  std::string pointer;  ///< RFC 6901, in the file; may be empty
  Place place;
  std::string text;  ///< as compilers print it, with the line and a caret

  [[nodiscard]] Severity severity() const { return severity_of(type); }
};

/// What `lint` found in all its files, in the order of the files.
struct LintReport {
  std::size_t policy_count = 0;
  std::size_t configuration_count = 0;
  std::vector<LintItem> items;

  [[nodiscard]] std::size_t count(Severity severity) const;
};

LintItem make_lint_item(const LintFinding& finding, const std::string& subject,
                        const std::string& pointer, const SourceMap& sources);

/// Findings in the form of a compiler, then a line of counts.
std::string lint_text(const LintReport& report, const TextStyle& style);

std::string lint_json(const LintReport& report);

/// SARIF with the rules that found something.
std::string lint_sarif(const LintReport& report);

/// Workflow commands, errors first, then a line of counts.
std::string lint_github(const LintReport& report);

/// A Markdown table for the file that GITHUB_STEP_SUMMARY names.
std::string lint_github_summary(const LintReport& report);

}  // namespace replisim
