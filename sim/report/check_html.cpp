// A check as a page.

#include <string>

#include "sim/report/check_report.h"
#include "sim/report/escape.h"
#include "sim/report/html_page.h"

namespace replisim {
namespace {

std::string_view class_of(CheckLevel level) {
  switch (level) {
    case CheckLevel::Good: return "good";
    case CheckLevel::Note: return "faint";
    case CheckLevel::Warning:
    case CheckLevel::Undecided: return "doubtful";
    case CheckLevel::Error: return "bad";
  }
  return "";
}

std::string_view class_of(CheckChange::Effect effect) {
  switch (effect) {
    case CheckChange::Effect::Breaks: return "bad";
    case CheckChange::Effect::Mends: return "good";
    case CheckChange::Effect::Alters: return "doubtful";
  }
  return "";
}

std::string place_html(const std::string& place) {
  return place.empty() ? "" : "<br>" + html_tag("code", "faint", place);
}

std::string text_pre(const std::string& text) {
  return "<pre tabindex=\"0\">" + escape_lines(text) + "</pre>\n";
}

std::string row_html(const CheckedObject& row) {
  const std::string code = row.result == "REPLICATED" || row.result == "UNKNOWN" ? "" : row.reason;
  std::string replica = row.is_marker ? "delete marker" : row.encryption;
  replica += row.key_arn.empty() ? "" : " " + row.key_arn;
  replica += row.has_bucket_key ? ", bucket key" : "";
  replica += row.omits_tags ? ", without its tags: " + row.reason : "";
  std::string why = row.level == CheckLevel::Good ? "" : escape_xml(row.why);
  why += row.level == CheckLevel::Good ? "" : place_html(to_string(row.why_place));
  return "<tr><th scope=\"row\">" + escape_xml(row.kind) + "</th><td>" +
         html_tag("span", "badge " + std::string(class_of(row.level)), row.result) + "</td><td>" +
         escape_xml(row.result == "REPLICATED" ? replica : code) + "</td><td>" + why +
         "</td></tr>\n";
}

std::string rules_html(const CheckReport& report) {
  std::string body;
  for (const CheckedRule& rule : report.rules) {
    body +=
        html_tag("h3", "",
                 "Rule " + rule.name + " of bucket " + rule.bucket + " to " + rule.destination) +
        "\n<p>" + html_tag("code", "faint", to_string(rule.place)) +
        "</p>\n<table><thead><tr><th scope=\"col\">object</th><th scope=\"col\">result</th>"
        "<th scope=\"col\">replica, or reason</th><th scope=\"col\">why</th></tr></thead>"
        "<tbody>\n";
    for (const CheckedObject& row : rule.rows) {
      body += row_html(row);
    }
    body += "</tbody></table>\n";
  }
  return body.empty() ? "<p>There is no replication rule.</p>\n" : body;
}

std::string changes_html(const CheckReport& report) {
  std::string body;
  for (const CheckChange& change : report.changes) {
    body += "<li>" + html_tag("b", class_of(change.effect), to_string(change.effect)) + " " +
            escape_xml(change.kind) + "<br>before: " + escape_xml(change.before) +
            "<br>after: " + escape_xml(change.after) + place_html(to_string(change.place)) +
            "</li>\n";
  }
  return body.empty() ? "<p>Nothing that is probed here.</p>\n" : "<ul>\n" + body + "</ul>\n";
}

std::string findings_html(const CheckReport& report) {
  std::string body;
  for (const CheckItem& finding : report.findings) {
    const std::string level =
        finding.is_accepted ? "accepted" : std::string(to_string(finding.level));
    body += "<li>" + html_tag("b", finding.is_accepted ? "faint" : class_of(finding.level), level) +
            " " + (finding.subject.empty() ? "" : escape_xml(finding.subject) + ": ") +
            escape_xml(finding.message) + " " + html_tag("code", "faint", finding.code) +
            place_html(to_string(finding.place));
    body += finding.hint.empty() ? "" : "<br>hint: " + escape_xml(finding.hint);
    body += "</li>\n";
  }
  return "<ul>\n" + body + "</ul>\n";
}

std::string unknown_html(const CheckReport& report) {
  std::string body = report.unknown.empty() ? "" : "<ul>\n";
  for (const CheckUnknown& unknown : report.unknown) {
    body += "<li>" + html_tag("b", "doubtful", unknown.what) + ": " + escape_xml(unknown.reason) +
            (unknown.place.is_known() ? place_html(to_string(unknown.place)) : "");
    body += unknown.remedy.empty() ? "" : "<br>to know it: " + escape_xml(unknown.remedy);
    body += "</li>\n";
  }
  body += report.unknown.empty() ? "" : "</ul>\n";
  for (const Requirement& requirement : report.requirements) {
    const std::string whose =
        requirement.account.empty() ? "" : " (account " + requirement.account + ")";
    body += html_tag("p", "",
                     requirement.policy + whose +
                         (requirement.statements.empty() ? "" : " has to allow")) +
            "\n" + (requirement.statements.empty() ? "" : text_pre(requirement.statements));
  }
  return body;
}

std::string summary_html(const CheckReport& report) {
  std::string body = "<table><tbody>\n";
  const auto row = [&body](std::string_view name, std::size_t count, std::string_view css) {
    body += "<tr><th scope=\"row\">" + html_tag("b", count == 0 ? "" : css, name) + "</th><td>" +
            std::to_string(count) + "</td></tr>\n";
  };
  row("rules", report.rules.size(), "");
  row("errors", report.count(CheckLevel::Error), class_of(CheckLevel::Error));
  row("undecided", report.count(CheckLevel::Undecided), class_of(CheckLevel::Undecided));
  row("warnings", report.count(CheckLevel::Warning), class_of(CheckLevel::Warning));
  body += "</tbody></table>\n";
  for (const std::string& note : report.notes) {
    body += html_tag("p", "faint", note) + "\n";
  }
  return body;
}

}  // namespace

std::string check_html(const CheckReport& report) {
  HtmlPage page{.title = "What replication would do", .main_section = "rules"};
  for (const std::string& input : report.inputs) {
    page.subtitle += (page.subtitle.empty() ? "" : ", ") + input;
  }
  page.sections = {{"summary", "Summary", summary_html(report)},
                   {"rules", "Rules", rules_html(report)}};
  if (report.has_before) {
    page.sections.push_back({"changes", "What the change does", changes_html(report)});
  }
  if (!report.fix_text.empty()) {
    const bool has_terraform = report.has_terraform && !report.fix_terraform.empty();
    page.sections.push_back(
        {"fix", "What mends it",
         text_pre(report.fix_text) +
             (has_terraform ? "<h3>In Terraform</h3>\n" + text_pre(report.fix_terraform) : "")});
  }
  if (!report.findings.empty()) {
    page.sections.push_back({"findings", "Findings", findings_html(report)});
  }
  if (!report.unknown.empty() || !report.requirements.empty()) {
    page.sections.push_back({"unknown", "Not known", unknown_html(report)});
  }
  return html_page(page);
}

}  // namespace replisim
