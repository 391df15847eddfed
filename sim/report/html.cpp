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
#include "sim/report/requirement_drawing.h"
#include "sim/report/topology_report.h"

namespace replisim {
namespace {

constexpr std::string_view kStyle = R"css(:root { color-scheme: light dark;
  --ink: #1d2127; --paper: #ffffff; --band: #f5f6f8; --line: #c6ccd4; --faint: #5d6673;
  --good: #17653a; --bad: #b3261e; --doubtful: #7d4e00; --link: #0b57d0; }
@media (prefers-color-scheme: dark) { :root {
  --ink: #e6e8eb; --paper: #16191d; --band: #1e2329; --line: #434b55; --faint: #a3acb8;
  --good: #6fd08c; --bad: #ff8a80; --doubtful: #f0b95b; --link: #8ab4f8; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 84rem; padding: 1rem 1.5rem 4rem; color: var(--ink);
  background: var(--paper); font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; margin: .5rem 0; } h2 { font-size: 1.25rem; margin-top: 2.5rem; }
h3 { font-size: 1.05rem; margin: 1.2rem 0 .4rem; }
a { color: var(--link); } :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: 1rem; }
nav ul { display: flex; gap: 1.2rem; list-style: none; padding: 0; flex-wrap: wrap; }
table { border-collapse: collapse; margin: .5rem 0; }
th, td { text-align: left; vertical-align: top; padding: .3rem .8rem .3rem 0;
  border-bottom: 1px solid var(--line); }
ol.timeline { list-style: none; padding: 0; }
details { border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; padding: 0 .8rem; }
summary { cursor: pointer; padding: .5rem 0; } details[open] { padding-bottom: .8rem; }
pre, code { font: .85rem/1.45 ui-monospace, monospace; }
pre { background: var(--band); border: 1px solid var(--line); border-radius: 6px; margin: .4rem 0;
  padding: .6rem .8rem; overflow-x: auto; }
.statement { border-left: 4px solid var(--line); }
.statement.good { border-left-color: var(--good); }
.statement.bad { border-left-color: var(--bad); }
.statement.doubtful { border-left-color: var(--doubtful); }
.badge { font-weight: 600; white-space: nowrap; } .mark { font-weight: 600; color: var(--bad); }
b.good, .badge.good { color: var(--good); } b.bad, .badge.bad { color: var(--bad); }
b.doubtful, .badge.doubtful { color: var(--doubtful); }
.faint, .badge.faint { color: var(--faint); }
.picture { overflow-x: auto; margin: .5rem 0; padding: .5rem; border: 1px solid var(--line);
  border-radius: 6px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: .5rem 0; }
dt { color: var(--faint); } dd { margin: 0; }
@media print { body { max-width: none; font-size: 11pt; } nav, .skip { display: none; }
  details { break-inside: avoid; border: 0; padding: 0; } pre { white-space: pre-wrap; }
  details::details-content { content-visibility: visible; display: block; }
  .picture { overflow: visible; } .drawing { max-width: 100%; height: auto; } }
)css";

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

/// Text that keeps its lines.
std::string escape_lines(std::string_view text) {
  std::string out;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    out += (begin == 0 ? "" : "\n") + escape_xml(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return out;
}

std::string tag(std::string_view name, std::string_view css, std::string_view text) {
  std::string out = "<" + std::string(name);
  out += css.empty() ? "" : " class=\"" + std::string(css) + "\"";
  return out.append(">").append(escape_xml(text)).append("</").append(name).append(">");
}

std::string section(const std::string& id, const std::string& title, const std::string& body) {
  return "<section id=\"" + id + "\" aria-labelledby=\"" + id + "-heading\">\n<h2 id=\"" + id +
         "-heading\">" + escape_xml(title) + "</h2>\n" + body + "</section>\n";
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
    body += "<tr><th scope=\"row\">" + tag("b", css, name) + "</th><td>" + std::to_string(count) +
            "</td></tr>\n";
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
              tag("span", "mark", "^ " + mark.note) + "\n";
    }
  }
  return body.empty() ? body : "<pre tabindex=\"0\">" + body + "</pre>\n";
}

std::string statement_lines(const ExplainedStatement& statement, std::string_view intro) {
  return "<p>" + escape_xml(intro) + " " + tag("code", "", statement.sid) + " of " +
         escape_xml(statement.policy) + ", " + tag("code", "faint", to_string(statement.place)) +
         "</p>\n" + excerpt_pre(statement.excerpt);
}

std::string cause_item(const Cause& cause) {
  std::string item = "<li><p>" + escape_xml(cause.sentence) + "</p>\n";
  if (cause.statement) {
    item += statement_lines(*cause.statement, "decided by");
  } else if (cause.near_miss) {
    item += statement_lines(*cause.near_miss, "nearest:");
  } else {
    item += cause.place.is_known()
                ? "<p>see " + tag("code", "faint", to_string(cause.place)) + "</p>\n"
                : "";
    item += excerpt_pre(cause.excerpt);
  }
  return item + "</li>\n";
}

std::string check_row(const ExplainedCheck& explained) {
  const Check& check = *explained.check;
  std::string on = escape_xml(check.action);
  for (const ExplainedStatement& statement : explained.statements) {
    on += "<br>" + tag("span", "faint",
                       (statement.effect == "Deny" ? "denied by " : "allowed by ") + statement.sid +
                           ", " + to_string(statement.place));
  }
  return "<tr><td>" + tag("b", class_of(check.state), word_of(check.state)) + "</td><td>" +
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
    body += value.empty() ? "" : tag("dt", "", name) + tag("dd", "", value) + "\n";
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
  std::string badges = outcome.error.empty() ? "" : " " + tag("span", "badge bad", outcome.error);
  std::string body;
  for (const Explanation& explanation : event.explanations) {
    if (explanation.attempt != nullptr) {
      const ReplicationAttempt& attempt = *explanation.attempt;
      const std::string name = std::string(to_string(attempt.result)) +
                               (attempt.destination_bucket.empty() ? "" : " ") +
                               attempt.destination_bucket;
      badges += " " + tag("span", "badge " + std::string(class_of(attempt.result)), name);
      is_open = is_open || attempt.result == ReplicationResult::Failed ||
                attempt.result == ReplicationResult::Unknown;
    }
    body += attempt_article(explanation);
  }
  for (const std::string& note : outcome.notes) {
    body += "<p class=\"faint\">" + escape_xml(note) + "</p>\n";
  }
  return std::string("<li><details") + (is_open ? " open" : "") + "><summary><time>" +
         escape_xml(format_rfc3339(outcome.at)) + "</time> " + tag("b", "", outcome.event_id) +
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
             : body + tag("p", "", std::to_string(left_out) + " further events are not shown.");
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
                     tag("p", "faint", played_.sources.format(policy.document->where)) + "\n";
  for (const Statement& statement : policy.document->statements) {
    const Part part = part_of(statement);
    body += R"(<pre tabindex="0" class="statement )" + std::string(class_of(part)) + "\">" +
            tag("b", class_of(part), word_of(part)) + "\n" +
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
                   tag("p", "faint",
                       "Not shown, since nothing of them decided: " + std::to_string(others) +
                           " of the policies in the world.") +
                   "\n";
}

std::string Page::render(const std::string& expectations) && {
  const std::string title =
      played_.scenario.title.empty() ? std::string("Replisim") : played_.scenario.title;
  std::string html =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
      "'unsafe-inline'\">\n<title>" +
      escape_xml(title) + "</title>\n<style>\n" + std::string(kStyle) +
      std::string(drawing_style()) + "</style>\n</head>\n<body>\n";
  html += "<a class=\"skip\" href=\"#events\">Skip to the events</a>\n<header>\n<h1>" +
          escape_xml(title) + "</h1>\n";
  const std::string& variant = played_.scenario.variant_id;
  html += tag("p", "faint", file_ + (variant.empty() ? "" : ", variant " + variant)) +
          "\n</header>\n<nav aria-label=\"Sections\"><ul>";
  for (const auto& [id, name] :
       {std::pair("summary", "Summary"), std::pair("events", "Events"),
        std::pair("topology-section", "Topology"), std::pair("policies", "Policies")}) {
    html += std::string("<li><a href=\"#") + id + "\">" + name + "</a></li>";
  }
  html += "</ul></nav>\n<main>\n" + section("summary", "Summary", summary() + expectations);
  html += section("events", "Events", timeline());
  html += section("topology-section", "Topology", topology());
  html += section("policies", "Policies", policies());
  return html + "</main>\n</body>\n</html>\n";
}

std::string expectations_html(const RunReport& report) {
  const std::vector<Failure> failures = make_failures(report.judgement.mismatches, report.played);
  if (failures.empty()) {
    return "";
  }
  std::string body = "<h3>Expectations that do not hold</h3>\n<ul>\n";
  for (const Failure& failure : failures) {
    body += "<li>" + tag("code", "faint", to_string(failure.place)) + " " +
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
