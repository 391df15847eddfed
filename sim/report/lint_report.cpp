#include "sim/report/lint_report.h"

#include <algorithm>
#include <set>
#include <string_view>

#include "model/json_writer.h"
#include "sim/report/escape.h"
#include "sim/report/github.h"
#include "sim/report/json.h"
#include "sim/report/sarif_log.h"

namespace replisim {
namespace {

constexpr Severity kSeverities[] = {Severity::Error, Severity::Warning, Severity::Note};

std::string answer_of(const LintItem& item) {
  return item.answer_code.empty() ? std::string() : item.answer_code + ": " + item.answer_message;
}

std::string plural(std::size_t count, std::string_view singular, std::string_view several) {
  return std::to_string(count) + " " + std::string(count == 1 ? singular : several);
}

Tone tone_of(Severity severity) {
  switch (severity) {
    case Severity::Error: return Tone::Bad;
    case Severity::Warning: return Tone::Doubtful;
    case Severity::Note: return Tone::Faint;
  }
  return Tone::Bad;
}

/// `2 policies, 1 replication configuration: 1 error, 0 warnings, 2 notes`
std::string counts_line(const LintReport& report, const TextStyle& style) {
  std::string line;
  if (report.policy_count > 0 || report.configuration_count == 0) {
    line = plural(report.policy_count, "policy", "policies");
  }
  if (report.configuration_count > 0) {
    line += (line.empty() ? "" : ", ") +
            count_of(report.configuration_count, "replication configuration");
  }
  std::string_view separator = ": ";
  for (const Severity severity : kSeverities) {
    const std::size_t count = report.count(severity);
    const std::string shown = count_of(count, to_string(severity));
    line.append(separator).append(count > 0 ? paint(shown, tone_of(severity), style) : shown);
    separator = ", ";
  }
  return line;
}

// --- JSON ---

void write_answer(JsonWriter& json, const LintItem& item) {
  json.key("answer");
  if (item.answer_code.empty()) {
    json.null();
    return;
  }
  json.begin_object();
  json.member("Code", item.answer_code);
  json.member("Message", item.answer_message);
  json.end_object();
}

void write_item(JsonWriter& json, const LintItem& item) {
  json.begin_object();
  json.member("code", item.code);
  json.member("type", to_string(item.type));
  json.member("severity", to_string(item.severity()));
  json.member("message", item.message);
  text_or_null(json, "hint", item.hint);
  text_or_null(json, "subject", item.subject);
  write_answer(json, item);
  write_place(json, "place", item.place);
  text_or_null(json, "pointer", item.pointer);
  json.end_object();
}

void write_summary(JsonWriter& json, const LintReport& report) {
  json.key("summary");
  json.begin_object();
  json.member("policies", static_cast<std::int64_t>(report.policy_count));
  json.member("configurations", static_cast<std::int64_t>(report.configuration_count));
  json.member("errors", static_cast<std::int64_t>(report.count(Severity::Error)));
  json.member("warnings", static_cast<std::int64_t>(report.count(Severity::Warning)));
  json.member("notes", static_cast<std::int64_t>(report.count(Severity::Note)));
  json.end_object();
}

// --- SARIF ---

constexpr std::string_view kReference =
    "See https://docs.aws.amazon.com/IAM/latest/UserGuide/"
    "access-analyzer-reference-policy-checks.html for this check of IAM Access Analyzer.";
constexpr std::string_view kOwn = "This check is Replisim's own: see `replisim lint --rules`.";

SarifRule sarif_rule(const LintRule& rule) {
  const std::string description(rule.description);
  return {
      .id = std::string(rule.code),
      .summary = description,
      .help = description + " " + std::string(rule.code.starts_with("REPL_") ? kOwn : kReference)};
}

std::string message_of(const LintItem& item, std::string_view separator) {
  std::string message = item.message;
  if (!item.hint.empty()) {
    message.append(separator).append("hint: ").append(item.hint);
  }
  if (!item.answer_code.empty()) {
    message.append(separator).append("AWS answers ").append(answer_of(item));
  }
  return message;
}

SarifResult sarif_result(const LintItem& item) {
  return {.rule = item.code,
          .level = std::string(to_string(item.severity())),
          .message = message_of(item, "; "),
          .place = item.place,
          .identity = item.code + item.subject + item.pointer};
}

std::string_view github_level(Severity severity) {
  switch (severity) {
    case Severity::Error: return "error";
    case Severity::Warning: return "warning";
    case Severity::Note: return "notice";
  }
  return "error";
}

}  // namespace

std::size_t LintReport::count(Severity severity) const {
  return static_cast<std::size_t>(
      std::count_if(items.begin(), items.end(),
                    [severity](const LintItem& item) { return item.severity() == severity; }));
}

LintItem make_lint_item(const LintFinding& finding, const std::string& subject,
                        const std::string& pointer, const SourceMap& sources) {
  const Issue issue{.severity = finding.severity(),
                    .code = finding.code,
                    .message = finding.message,
                    .hint = finding.hint,
                    .where = finding.where,
                    .pointer = pointer};
  return {.code = finding.code,
          .type = finding.type,
          .message = finding.message,
          .hint = finding.hint,
          .answer_code = finding.answer_code,
          .answer_message = finding.answer_message,
          .subject = subject,
          .pointer = pointer,
          .place = place_of(finding.where, sources),
          .text = format_issue(issue, sources)};
}

std::string lint_text(const LintReport& report, const TextStyle& style) {
  std::string text;
  for (const LintItem& item : report.items) {
    text += item.text;
    if (!item.answer_code.empty()) {
      text += wrap("  AWS answers: ", escape_terminal(answer_of(item)), style);
    }
  }
  return text + counts_line(report, style) + "\n";
}

std::string lint_json(const LintReport& report) {
  JsonWriter json(JsonWriter::Layout::Indented);
  json.begin_object();
  json.member("schemaVersion", kReportSchemaVersion);
  json.member("command", "lint");
  write_summary(json, report);
  json.key("results");
  json.begin_array();
  for (const LintItem& item : report.items) {
    write_item(json, item);
  }
  json.end_array();
  json.end_object();
  return std::move(json).text();
}

std::string lint_sarif(const LintReport& report) {
  SarifLog log{.automation_id = "replisim/lint/", .rules = {}, .results = {}};
  std::set<std::string_view> found;
  for (const LintItem& item : report.items) {
    found.insert(item.code);
    log.results.push_back(sarif_result(item));
  }
  for (const LintRule& rule : lint_rules()) {
    if (found.contains(rule.code)) {
      log.rules.push_back(sarif_rule(rule));
    }
  }
  return write_sarif(log);
}

std::string lint_github(const LintReport& report) {
  std::string text;
  for (const Severity severity : kSeverities) {
    for (const LintItem& item : report.items) {
      if (item.severity() == severity) {
        text += github_annotation(github_level(severity), item.place, item.code,
                                  message_of(item, "\n"));
      }
    }
  }
  return text + "replisim: " + counts_line(report, {}) + "\n";
}

std::string lint_github_summary(const LintReport& report) {
  std::string text = "### replisim lint: " + counts_line(report, {}) + "\n";
  if (report.items.empty()) {
    return text;
  }
  text += "\n| severity | code | place | message |\n|---|---|---|---|\n";
  for (const LintItem& item : report.items) {
    text += "| " + std::string(to_string(item.severity())) + " | " + item.code + " | " +
            escape_markdown_cell(to_string(item.place)) + " | " +
            escape_markdown_cell(message_of(item, "; ")) + " |\n";
  }
  return text;
}

}  // namespace replisim
