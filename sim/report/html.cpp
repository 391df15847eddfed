#include "sim/report/html.h"

#include <algorithm>
#include <map>
#include <utility>

#include "model/instant.h"
#include "model/json_writer.h"
#include "sim/iam/placed_policy.h"
#include "sim/reason/requirement_graph.h"
#include "sim/reason/topology.h"
#include "sim/report/escape.h"
#include "sim/report/html_page.h"
#include "sim/report/requirement_drawing.h"
#include "sim/report/topology_report.h"

namespace replisim {
namespace {

/// How a statement took part in a decision; the worst counts.
enum class Part : std::uint8_t { None, Allowed, NearMiss, Denied };

std::string_view class_of(Part part) {
  switch (part) {
    case Part::None: return "";
    case Part::Allowed: return "good";
    case Part::NearMiss: return "doubtful";
    case Part::Denied: return "bad";
  }
  return "";
}

std::string_view word_of(Part part) {
  switch (part) {
    case Part::None: return "not decisive";
    case Part::Allowed: return "allowed it";
    case Part::NearMiss: return "came nearest, and did not match";
    case Part::Denied: return "denied it";
  }
  return "";
}

std::string_view class_of(ReplicationResult result) {
  switch (result) {
    case ReplicationResult::Replicated: return "good";
    case ReplicationResult::Failed: return "bad";
    case ReplicationResult::NotEligible: return "faint";
    case ReplicationResult::Unknown: return "doubtful";
  }
  return "";
}

std::string_view word_of(CheckState state) {
  switch (state) {
    case CheckState::Passed: return "ok";
    case CheckState::Failed: return "FAILED";
    case CheckState::Unknown: return "unknown";
    case CheckState::Warned: return "warned";
    case CheckState::NotReached: return "not reached";
  }
  return "";
}

std::string_view class_of(CheckState state) {
  switch (state) {
    case CheckState::Passed: return "good";
    case CheckState::Failed: return "bad";
    case CheckState::Unknown:
    case CheckState::Warned: return "doubtful";
    case CheckState::NotReached: return "faint";
  }
  return "";
}

// --- a page ---

struct PageEvent {
  const EventOutcome* outcome = nullptr;
  std::vector<Explanation> explanations;
};

class Page {
 public:
  Page(const std::string& file, const Played& played) : file_(file), played_(played) {}

  void add(const EventOutcome& outcome);
  std::string render(const std::string& expectations) &&;

 private:
  void note(const std::optional<ExplainedStatement>& statement, Part part);
  [[nodiscard]] std::string summary() const;
  std::string timeline();
  std::string event_item(const PageEvent& event);
  std::string attempt_article(const Explanation& explanation);
  std::string requirement_picture(const Explanation& explanation);
  [[nodiscard]] std::string topology() const;
  [[nodiscard]] std::string policies() const;
  [[nodiscard]] std::string policy_article(const PlacedPolicy& policy) const;
  [[nodiscard]] Part part_of(const Statement& statement) const;

  const std::string& file_;
  const Played& played_;
  std::vector<PageEvent> events_;
  std::size_t event_count_ = 0;
  std::size_t refused_count_ = 0;
  std::map<ReplicationResult, std::size_t> result_counts_;
  std::size_t picture_count_ = 0;
  std::map<std::string, Part> parts_;  // by place of the statement
};

void Page::note(const std::optional<ExplainedStatement>& statement, Part part) {
  if (statement && statement->place.is_known()) {
    Part& noted = parts_[to_string(statement->place)];
    noted = std::max(noted, part);
  }
}

void Page::add(const EventOutcome& outcome) {
  ++event_count_;
  refused_count_ += outcome.error.empty() ? 0U : 1U;
  for (const ReplicationAttempt& attempt : outcome.attempts) {
    ++result_counts_[attempt.result];
  }
  if (events_.size() == kPageEventsMax) {
    return;
  }
  PageEvent event{&outcome, explain(played_, outcome)};
  for (const Explanation& explanation : event.explanations) {
    for (const Cause& cause : explanation.causes) {
      note(cause.statement, Part::Denied);
      note(cause.near_miss, Part::NearMiss);
    }
    for (const ExplainedCheck& check : explanation.checks) {
      for (const ExplainedStatement& statement : check.statements) {
        note(statement, statement.effect == "Deny" ? Part::Denied : Part::Allowed);
      }
    }
  }
  events_.push_back(std::move(event));
}

std::string Page::summary() const {
  std::string body = "<table><tbody>\n";
  const auto row = [&body](const std::string& name, std::size_t count, std::string_view css) {
    body += "<tr><th scope=\"row\">" + html_tag("b", css, name) + "</th><td>" +
            std::to_string(count) + "</td></tr>\n";
  };
  row("events", event_count_, "");
  row("calls refused", refused_count_, refused_count_ == 0 ? "" : "bad");
  for (const auto& [result, count] : result_counts_) {
    row(std::string(to_string(result)), count, class_of(result));
  }
  return body + "</tbody></table>\n";
}

// --- events ---

std::string excerpt_pre(const Excerpt& excerpt) {
  std::string body;
  for (const Excerpt::Line& line : excerpt.lines) {
    const std::string number = line.number == 0 ? "..." : std::to_string(line.number);
    body += escape_xml(pad_left(number, 5) + " | " + line.text) + "\n";
    for (const Excerpt::Mark& mark : line.marks) {
      body += escape_xml(std::string(5, ' ') + " | " + std::string(mark.column - 1, ' ')) +
              html_tag("span", "mark", "^ " + mark.note) + "\n";
    }
  }
  return body.empty() ? body : "<pre tabindex=\"0\">" + body + "</pre>\n";
}

std::string statement_lines(const ExplainedStatement& statement, std::string_view intro) {
  return "<p>" + escape_xml(intro) + " " + html_tag("code", "", statement.sid) + " of " +
         escape_xml(statement.policy) + ", " +
         html_tag("code", "faint", to_string(statement.place)) + "</p>\n" +
         excerpt_pre(statement.excerpt);
}

std::string cause_item(const Cause& cause) {
  std::string item = "<li><p>" + escape_xml(cause.sentence) + "</p>\n";
  if (cause.statement) {
    item += statement_lines(*cause.statement, "decided by");
  } else if (cause.near_miss) {
    item += statement_lines(*cause.near_miss, "nearest:");
  } else {
    item += cause.place.is_known()
                ? "<p>see " + html_tag("code", "faint", to_string(cause.place)) + "</p>\n"
                : "";
    item += excerpt_pre(cause.excerpt);
  }
  return item + "</li>\n";
}

std::string check_row(const ExplainedCheck& explained) {
  const Check& check = *explained.check;
  std::string on = escape_xml(check.action);
  for (const ExplainedStatement& statement : explained.statements) {
    on += "<br>" + html_tag("span", "faint",
                            (statement.effect == "Deny" ? "denied by " : "allowed by ") +
                                statement.sid + ", " + to_string(statement.place));
  }
  return "<tr><td>" + html_tag("b", class_of(check.state), word_of(check.state)) + "</td><td>" +
         escape_xml(check.id) + "</td><td>" + escape_xml(check.question) + "</td><td>" + on +
         "</td></tr>\n";
}

std::string check_table(const Explanation& explanation) {
  if (explanation.checks.empty()) {
    return "";
  }
  std::string body =
      "<details><summary>Every check, in the order S3 makes them</summary>\n<table><thead><tr>"
      "<th scope=\"col\">answer</th><th scope=\"col\">check</th><th scope=\"col\">question</th>"
      "<th scope=\"col\">asked, and what decided</th></tr></thead><tbody>\n";
  for (const ExplainedCheck& check : explanation.checks) {
    body += check_row(check);
  }
  return body + "</tbody></table></details>\n";
}

std::string Page::requirement_picture(const Explanation& explanation) {
  if (explanation.attempt == nullptr || explanation.attempt->checks.empty()) {
    return "";
  }
  Drawing drawing;
  drawing.title = "What had to hold for " + explanation.event_id + " in " +
                  explanation.attempt->destination_bucket;
  draw_requirements(RequirementGraph(*explanation.attempt), "requirements", played_.sources,
                    {.shows_all = false, .counts_passed = true}, drawing);
  return R"(<figure class="picture" tabindex="0">)" +
         drawing_svg(drawing, "requirements-" + std::to_string(++picture_count_)) +
         "<figcaption class=\"faint\">" + escape_xml(drawing.title) + "</figcaption></figure>\n";
}

/// Status, reason and event, as S3 itself has them.
std::string shown_by_s3(const Explanation& explanation) {
  if (explanation.attempt == nullptr) {
    return "";
  }
  std::string body = "<h3>What S3 shows</h3>\n<dl>\n";
  const auto row = [&body](std::string_view name, std::string_view value) {
    body += value.empty() ? "" : html_tag("dt", "", name) + html_tag("dd", "", value) + "\n";
  };
  const std::string& status = explanation.status_header;
  row("x-amz-replication-status", status.empty() ? "(absent)" : status);
  row("failure reason", explanation.attempt->result == ReplicationResult::Failed
                            ? std::string_view(explanation.attempt->reason)
                            : std::string_view());
  row("failure event", explanation.failure_event);
  row("look it up in", explanation.page);
  return body + "</dl>\n";
}

std::string Page::attempt_article(const Explanation& explanation) {
  std::string body = "<p>" + escape_xml(explanation.answer) + "</p>\n";
  if (!explanation.causes.empty()) {
    body += "<h3>Why</h3>\n<ol>\n";
    for (const Cause& cause : explanation.causes) {
      body += cause_item(cause);
    }
    body += "</ol>\n";
  }
  body += explanation.advice.empty() ? "" : "<p>" + escape_xml(explanation.advice) + "</p>\n";
  const bool is_replicated = explanation.attempt == nullptr ||
                             explanation.attempt->result == ReplicationResult::Replicated;
  body += is_replicated ? "" : requirement_picture(explanation);
  return body + shown_by_s3(explanation) + check_table(explanation);
}

std::string Page::event_item(const PageEvent& event) {
  const EventOutcome& outcome = *event.outcome;
  bool is_open = !outcome.error.empty();
  std::string badges =
      outcome.error.empty() ? "" : " " + html_tag("span", "badge bad", outcome.error);
  std::string body;
  for (const Explanation& explanation : event.explanations) {
    if (explanation.attempt != nullptr) {
      const ReplicationAttempt& attempt = *explanation.attempt;
      const std::string name = std::string(to_string(attempt.result)) +
                               (attempt.destination_bucket.empty() ? "" : " ") +
                               attempt.destination_bucket;
      badges += " " + html_tag("span", "badge " + std::string(class_of(attempt.result)), name);
      is_open = is_open || attempt.result == ReplicationResult::Failed ||
                attempt.result == ReplicationResult::Unknown;
    }
    body += attempt_article(explanation);
  }
  for (const std::string& note : outcome.notes) {
    body += "<p class=\"faint\">" + escape_xml(note) + "</p>\n";
  }
  return std::string("<li><details") + (is_open ? " open" : "") + "><summary><time>" +
         escape_xml(format_rfc3339(outcome.at)) + "</time> " + html_tag("b", "", outcome.event_id) +
         " " + escape_xml(outcome.operation + " " + event.explanations.front().object) + badges +
         "</summary>\n" + body + "</details></li>\n";
}

std::string Page::timeline() {
  std::string body = "<ol class=\"timeline\">\n";
  for (const PageEvent& event : events_) {
    body += event_item(event);
  }
  body += "</ol>\n";
  const std::size_t left_out = event_count_ - events_.size();
  return left_out == 0
             ? body
             : body +
                   html_tag("p", "", std::to_string(left_out) + " further events are not shown.");
}

// --- the world ---

std::string Page::topology() const {
  const World& world = played_.scenario.world;
  const Drawing drawing = draw_topology(make_topology(world), world, "What is tied to what");
  std::string body =
      R"(<figure class="picture" tabindex="0">)" + drawing_svg(drawing, "topology") + "</figure>\n";
  for (const std::string& remark : drawing.remarks) {
    body += "<p>" + escape_xml(remark) + "</p>\n";
  }
  return body;
}

Part Page::part_of(const Statement& statement) const {
  const auto found = parts_.find(to_string(place_of(statement.where, played_.sources)));
  return found == parts_.end() ? Part::None : found->second;
}

/// A statement alone, as it was understood.
std::string statement_json(const PolicyDocument& policy, const Statement& statement) {
  constexpr std::size_t kIndent = 4;
  PolicyDocument alone;
  alone.version = policy.version;
  alone.statements = {statement};
  JsonWriter writer(JsonWriter::Layout::Indented);
  write_policy(writer, alone);
  std::string text = std::move(writer).text();
  const std::size_t begin = text.find("\n    {");
  const std::size_t end = text.rfind("\n    }");
  if (begin == std::string::npos || end == std::string::npos) {
    return text;
  }
  std::string out;
  for (std::size_t at = begin + 1; at < end + 6;) {
    const std::size_t line_end = std::min(text.find('\n', at), end + 6);
    out += text.substr(at + kIndent, line_end - at - kIndent) + "\n";
    at = line_end + 1;
  }
  return out;
}

std::string Page::policy_article(const PlacedPolicy& policy) const {
  std::string body = "<h3>" + escape_xml(policy.name) + "</h3>\n" +
                     html_tag("p", "faint", played_.sources.format(policy.document->where)) + "\n";
  for (const Statement& statement : policy.document->statements) {
    const Part part = part_of(statement);
    body += R"(<pre tabindex="0" class="statement )" + std::string(class_of(part)) + "\">" +
            html_tag("b", class_of(part), word_of(part)) + "\n" +
            escape_lines(statement_json(*policy.document, statement)) + "</pre>\n";
  }
  return body;
}

std::string Page::policies() const {
  std::string body;
  std::size_t others = 0;
  for (const PlacedPolicy& policy : policies_of(played_.scenario.world)) {
    const std::vector<Statement>& statements = policy.document->statements;
    const bool is_decisive = std::any_of(
        statements.begin(), statements.end(),
        [this](const Statement& statement) { return part_of(statement) != Part::None; });
    others += is_decisive ? 0 : 1;
    body += is_decisive ? policy_article(policy) : "";
  }
  return others == 0
             ? body
             : body +
                   html_tag("p", "faint",
                            "Not shown, since nothing of them decided: " + std::to_string(others) +
                                " of the policies in the world.") +
                   "\n";
}

std::string Page::render(const std::string& expectations) && {
  const std::string& variant = played_.scenario.variant_id;
  HtmlPage page;
  page.title = played_.scenario.title.empty() ? std::string("Replisim") : played_.scenario.title;
  page.subtitle = file_ + (variant.empty() ? "" : ", variant " + variant);
  page.main_section = "events";
  page.sections = {{"summary", "Summary", summary() + expectations},
                   {"events", "Events", timeline()},
                   {"topology-section", "Topology", topology()},
                   {"policies", "Policies", policies()}};
  return html_page(page);
}

std::string expectations_html(const RunReport& report) {
  const std::vector<Failure> failures = make_failures(report.judgement.mismatches, report.played);
  if (failures.empty()) {
    return "";
  }
  std::string body = "<h3>Expectations that do not hold</h3>\n<ul>\n";
  for (const Failure& failure : failures) {
    body += "<li>" + html_tag("code", "faint", to_string(failure.place)) + " " +
            escape_xml(summary_of(failure)) + "</li>\n";
  }
  return body + "</ul>\n";
}

}  // namespace

std::string run_html(const RunReport& report) {
  Page page(report.file, report.played);
  for (const EventOutcome& outcome : report.played.result.events) {
    if (report.event_id.empty() || outcome.event_id == report.event_id) {
      page.add(outcome);
    }
  }
  return std::move(page).render(expectations_html(report));
}

std::string explain_html(const std::string& file, const Played& played,
                         const std::vector<const EventOutcome*>& outcomes) {
  Page page(file, played);
  for (const EventOutcome* outcome : outcomes) {
    page.add(*outcome);
  }
  return std::move(page).render("");
}

}  // namespace replisim
