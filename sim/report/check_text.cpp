#include <algorithm>
#include <map>
#include <string>

#include "model/arn.h"
#include "sim/report/check_report.h"
#include "sim/report/escape.h"

namespace replisim {
namespace {

constexpr std::size_t kResultWidth = std::string_view("NOT_ELIGIBLE").size();
constexpr std::size_t kKindWidthMax = 44;

Tone tone_of(CheckLevel level) {
  switch (level) {
    case CheckLevel::Good: return Tone::Good;
    case CheckLevel::Note: return Tone::Faint;
    case CheckLevel::Warning:
    case CheckLevel::Undecided: return Tone::Doubtful;
    case CheckLevel::Error: return Tone::Bad;
  }
  return Tone::Strong;
}

/// `key/1234… of 222222222222` says as much as the ARN on less of the line.
std::string shown_key(const std::string& arn_text) {
  const std::optional<Arn> arn = parse_arn(arn_text);
  if (!arn || arn->service != "kms") {
    return arn_text;
  }
  return std::string(arn->resource) + " of " + std::string(arn->account);
}

std::string replica_phrase(const CheckedObject& row, const CheckedRule& rule) {
  if (row.is_marker) {
    return "delete marker";
  }
  std::string phrase = row.encryption;
  phrase += row.key_arn.empty() ? "" : " " + shown_key(row.key_arn);
  phrase += row.has_bucket_key ? ", bucket key" : "";
  const bool is_owned_as_usual = row.owner.empty() || row.owner == rule.destination_account;
  phrase += is_owned_as_usual ? "" : ", owner " + row.owner;
  return row.omits_tags ? phrase + ", without its tags: " + row.reason : phrase;
}

std::string reason_phrase(const CheckedObject& row) {
  if (row.result == "UNKNOWN") {
    return {};
  }
  return row.denied_action.empty() ? row.reason
                                   : row.reason + ": " + row.denied_action + " " + row.denied_how +
                                         " by " + row.denied_by;
}

/// The causes of a table, each once, with the number that its rows show.
class Footnotes {
 public:
  std::string mark(const CheckedObject& row) {
    if (row.why.empty() || row.level == CheckLevel::Good) {
      return {};
    }
    const std::string text = row.why + "\n" + to_string(row.why_place);
    const auto [known, is_new] = numbers_.emplace(text, numbers_.size() + 1);
    if (is_new) {
      rows_.push_back(&row);
    }
    return " [" + std::to_string(known->second) + "]";
  }

  [[nodiscard]] std::string text(const TextStyle& style) const {
    std::string out;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const std::string first = "  [" + std::to_string(i + 1) + "] ";
      out += wrap(first, escape_terminal(rows_[i]->why), style);
      const std::string place = to_string(rows_[i]->why_place);
      out += place.empty() ? "" : std::string(first.size(), ' ') + escape_terminal(place) + "\n";
    }
    return out;
  }

 private:
  std::map<std::string, std::size_t> numbers_;
  std::vector<const CheckedObject*> rows_;
};

std::string rule_text(const CheckedRule& rule, const TextStyle& style) {
  std::string text = paint("rule `" + escape_terminal(rule.name) + "`", Tone::Strong, style) +
                     " of bucket " + escape_terminal(rule.bucket) + " to " +
                     escape_terminal(rule.destination) + "\n";
  const std::string place = to_string(rule.place);
  text += place.empty() ? "" : "  at " + escape_terminal(place) + "\n";
  std::size_t width = 0;
  for (const CheckedObject& row : rule.rows) {
    width = std::max(width, std::min(kKindWidthMax, escape_terminal(row.kind).size()));
  }
  Footnotes footnotes;
  for (const CheckedObject& row : rule.rows) {
    const std::string phrase =
        row.result == "REPLICATED" ? replica_phrase(row, rule) : reason_phrase(row);
    std::string line = "  " + pad_right(escape_terminal(row.kind), width) + "  " +
                       paint(pad_right(row.result, kResultWidth), tone_of(row.level), style) +
                       "  " + escape_terminal(phrase) + footnotes.mark(row);
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + "\n";
  }
  return text + footnotes.text(style) + "\n";
}

/// Findings about rules stand in their tables already.
bool is_in_table(const CheckItem& finding) {
  return finding.code.starts_with("replication.");
}

std::string finding_text(const CheckItem& finding, const TextStyle& style) {
  const std::string place = to_string(finding.place);
  std::string text = place.empty() ? "" : escape_terminal(place) + ": ";
  text += std::string(to_string(finding.level)) + ": " + escape_terminal(finding.message) + " [" +
          finding.code + "]";
  text = wrap("", text, style);
  return finding.hint.empty() ? text
                              : text + wrap("  hint: ", escape_terminal(finding.hint), style);
}

std::string heading(std::string_view text, const TextStyle& style) {
  return paint(text, Tone::Strong, style) + "\n";
}

std::string findings_text(const CheckReport& report, const TextStyle& style) {
  std::string text;
  for (const CheckItem& finding : report.findings) {
    const bool is_shown =
        !is_in_table(finding) && !finding.is_accepted && finding.level != CheckLevel::Note;
    text += is_shown ? finding_text(finding, style) : std::string();
  }
  return text.empty() ? text
                      : heading("What AWS would refuse, and what misleads", style) + text + "\n";
}

std::string changes_text(const CheckReport& report, const TextStyle& style) {
  if (!report.has_before) {
    return {};
  }
  std::string text = heading("What the change does", style);
  for (const CheckChange& change : report.changes) {
    const Tone tone = change.effect == CheckChange::Effect::Breaks  ? Tone::Bad
                      : change.effect == CheckChange::Effect::Mends ? Tone::Good
                                                                    : Tone::Doubtful;
    text += "  " + paint(pad_right(to_string(change.effect), 6), tone, style) + "  " +
            escape_terminal(change.kind) + "\n" +
            wrap("          before: ", escape_terminal(change.before), style) +
            wrap("          after:  ", escape_terminal(change.after), style);
  }
  return text + (report.changes.empty() ? "  nothing that is probed here\n\n" : "\n");
}

std::string unknown_text(const CheckReport& report, const TextStyle& style) {
  if (report.unknown.empty()) {
    return {};
  }
  std::string text = heading("Not known", style);
  for (const CheckUnknown& unknown : report.unknown) {
    const std::string place = unknown.place.is_known() ? " (" + to_string(unknown.place) + ")" : "";
    text += wrap("  ", escape_terminal(unknown.what + place + ": " + unknown.reason), style);
    text += unknown.remedy.empty()
                ? ""
                : wrap("    to know it: ", escape_terminal(unknown.remedy), style);
  }
  return text + "\n";
}

std::string indented(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    out += (end > at ? "  " : "") + text.substr(at, end - at) + "\n";
    at = end + 1;
  }
  return out;
}

std::string fix_section(const CheckReport& report, const TextStyle& style) {
  if (report.fix_text.empty()) {
    return {};
  }
  const bool has_terraform = report.has_terraform && !report.fix_terraform.empty();
  const std::string hcl =
      has_terraform ? "  in Terraform:\n" + indented(report.fix_terraform) : std::string();
  return heading("What mends it", style) + indented(report.fix_text) + hcl + "\n";
}

std::string requirements_text(const CheckReport& report, const TextStyle& style) {
  if (report.requirements.empty()) {
    return {};
  }
  std::string text = heading("What the policies that are not known have to allow", style);
  for (const Requirement& requirement : report.requirements) {
    const std::string whose =
        requirement.account.empty() ? "" : " in account " + requirement.account;
    const bool is_named = requirement.policy.find(whose) != std::string::npos;
    text += wrap("  ",
                 escape_terminal(requirement.policy + (is_named ? "" : whose) +
                                 (requirement.statements.empty() ? "" : " needs")),
                 style);
    text += indented(requirement.statements);
  }
  return text + "\n";
}

std::string summary_text(const CheckReport& report, const TextStyle& style) {
  std::map<std::string_view, std::pair<std::size_t, CheckLevel>> results;
  std::size_t kinds = 0;
  for (const CheckedRule& rule : report.rules) {
    for (const CheckedObject& row : rule.rows) {
      auto& [count, level] = results[row.result];
      ++count;
      level = std::max(level, row.level);
      ++kinds;
    }
  }
  std::string line = count_of(report.rules.size(), "rule") + ", " + std::to_string(kinds) +
                     (kinds == 1 ? " kind of object" : " kinds of objects");
  for (const auto& [result, counted] : results) {
    line += ", " + paint(std::to_string(counted.first) + " " + std::string(result),
                         tone_of(counted.second), style);
  }
  line += "; " + count_of(report.count(CheckLevel::Error), "error");
  line += ", " + count_of(report.count(CheckLevel::Warning), "warning");
  const std::size_t undecided = report.count(CheckLevel::Undecided);
  line += undecided > 0 ? ", " + std::to_string(undecided) + " undecided" : "";
  const auto accepted = std::count_if(report.findings.begin(), report.findings.end(),
                                      [](const CheckItem& finding) { return finding.is_accepted; });
  line += accepted > 0 ? ", " + std::to_string(accepted) + " accepted by the baseline" : "";
  return line + "\n";
}

}  // namespace

std::string check_text(const CheckReport& report, const TextStyle& style) {
  std::string text;
  for (const CheckedRule& rule : report.rules) {
    text += rule_text(rule, style);
  }
  text += changes_text(report, style) + fix_section(report, style) + findings_text(report, style) +
          unknown_text(report, style) + requirements_text(report, style);
  for (const std::string& note : report.notes) {
    text += wrap("note: ", escape_terminal(note), style);
  }
  return text + summary_text(report, style);
}

}  // namespace replisim
