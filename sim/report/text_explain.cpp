#include <algorithm>

#include "model/unicode.h"
#include "sim/report/escape.h"
#include "sim/report/text.h"

namespace replisim {
namespace {

constexpr std::size_t kGutterWidth = 6;  // line numbers

std::string heading(std::string_view text, const TextStyle& style) {
  return "\n" + paint(text, Tone::Strong, style) + "\n";
}

/// Part of a text, counted in characters.
std::string characters(std::string_view text, std::size_t begin, std::size_t count) {
  std::string out;
  std::size_t index = 0;
  for (std::size_t i = 0; i < text.size() && index < begin + count; ++index) {
    const std::size_t length = decode_utf8(text, i).length;
    if (index >= begin) {
      out += text.substr(i, length);
    }
    i += length;
  }
  return out;
}

/// A line that fits, and how many characters were cut off before it.
struct ShownLine {
  std::string text;
  std::size_t cut = 0;
};

ShownLine show_line(const Excerpt::Line& line, std::size_t width) {
  constexpr std::size_t kBeforeMark = 30;
  const std::size_t length = code_point_count(line.text);
  if (length <= width) {
    return {line.text, 0};
  }
  const std::size_t mark = line.marks.empty() ? 1 : line.marks.front().column;
  const std::size_t cut = mark + kBeforeMark <= width ? 0 : mark - kBeforeMark;
  std::string text = cut == 0 ? "" : "…";
  text += characters(line.text, cut + (cut == 0 ? 0 : 1), width - (cut == 0 ? 1 : 2));
  return {text + (cut + width < length ? "…" : ""), cut};
}

/// The note behind its caret, or below it where it would be too wide.
std::string mark_text(const Excerpt::Mark& mark, std::size_t cut, const std::string& gutter,
                      const TextStyle& style) {
  const std::size_t before = mark.column > cut ? mark.column - 1 - cut : 0;
  const std::string note = escape_terminal(mark.note);
  const std::string caret = gutter + std::string(before, ' ') + "^";
  if (code_point_count(caret) + 1 + code_point_count(note) <= style.columns_max) {
    return gutter + std::string(before, ' ') + paint("^ " + note, Tone::Bad, style) + "\n";
  }
  std::string below = wrap(gutter, note, {false, style.columns_max});
  const std::string next_line = "\n" + std::string(code_point_count(gutter), ' ');
  for (std::size_t at = below.find(next_line); at != std::string::npos;
       at = below.find(next_line, at + 1)) {
    below.replace(at + 1, next_line.size() - 1, gutter);
  }
  return gutter + std::string(before, ' ') + paint("^", Tone::Bad, style) + "\n" + below;
}

// --- causes ---

std::string misses_phrase(const ExplainedStatement& statement) {
  std::vector<std::string> elements;
  for (const ElementMiss& miss : statement.missed) {
    if (std::find(elements.begin(), elements.end(), miss.element) == elements.end()) {
      elements.push_back(miss.element);
    }
  }
  std::string phrase;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    phrase += i == 0 ? "" : i + 1 == elements.size() ? " and " : ", ";
    phrase += elements[i];
  }
  return phrase + (elements.size() == 1 ? " does not match" : " do not match");
}

std::string statement_text(const ExplainedStatement& statement, std::string_view intro,
                           const TextStyle& style) {
  std::string text =
      wrap("  ",
           escape_terminal(std::string(intro) + statement.sid + " of " + statement.policy + ", at"),
           style);
  text += "  " + escape_terminal(to_string(statement.place)) + "\n";
  return text + excerpt_text(statement.excerpt, "  ", style);
}

/// `number` is empty where there is one cause alone: its sentence is the answer.
std::string cause_text(const Cause& cause, const std::string& number, const TextStyle& style) {
  std::string text =
      number.empty() ? "" : wrap("  " + number + ". ", escape_terminal(cause.sentence), style);
  if (cause.statement) {
    return text + statement_text(*cause.statement, "decided by ", style);
  }
  if (cause.place.is_known()) {
    text += "  see " + escape_terminal(to_string(cause.place)) + "\n";
  }
  if (cause.near_miss) {
    const bool is_one = cause.near_miss->missed.size() == 1;
    const std::string intro =
        (is_one ? "nearest, only " : "nearest, though ") + misses_phrase(*cause.near_miss) + ": ";
    return text + statement_text(*cause.near_miss, intro, style);
  }
  return text + excerpt_text(cause.excerpt, "  ", style);
}

// --- checks ---

struct StateWord {
  std::string_view word;
  Tone tone;
};

StateWord word_of(CheckState state) {
  switch (state) {
    case CheckState::Passed: return {"ok", Tone::Good};
    case CheckState::Failed: return {"FAILED", Tone::Bad};
    case CheckState::Unknown: return {"unknown", Tone::Doubtful};
    case CheckState::Warned: return {"warned", Tone::Doubtful};
    case CheckState::NotReached: return {"-", Tone::Faint};
  }
  return {"FAILED", Tone::Bad};
}

std::string decisions_phrase(const Check& check) {
  std::string phrase;
  for (const std::string& decision : check.decisions) {
    phrase += phrase.empty() ? " (rests on " : ", ";
    phrase += decision;
  }
  return phrase.empty() ? phrase : phrase + ")";
}

std::string check_text(const ExplainedCheck& explained, const TextStyle& style) {
  constexpr std::size_t kStateWidth = std::string_view("unknown").size();
  constexpr std::size_t kIdWidth = 5;
  const Check& check = *explained.check;
  const StateWord state = word_of(check.state);
  const std::string indent(2 + kStateWidth + 1 + kIdWidth, ' ');
  const std::string question =
      wrap(std::string(2 + kStateWidth + 1, ' ') + pad_right(check.id, kIdWidth),
           escape_terminal(check.question + decisions_phrase(check)), style);
  std::string text = "  " + paint(pad_right(state.word, kStateWidth), state.tone, style) +
                     question.substr(2 + kStateWidth);
  if (check.state == CheckState::NotReached) {
    return text;
  }
  if (!check.action.empty()) {
    text += wrap(indent, escape_terminal(check.action + " on " + check.resource), style);
  }
  if (!check.detail.empty()) {
    text += wrap(indent, escape_terminal(check.detail), style);
  }
  for (const ExplainedStatement& statement : explained.statements) {
    const std::string verb = statement.effect == "Deny" ? "denied by " : "allowed by ";
    text += wrap(indent, verb + escape_terminal(statement.sid + ", " + to_string(statement.place)),
                 style);
  }
  if (explained.statements.empty() && explained.place.is_known()) {
    text += indent + "see " + escape_terminal(to_string(explained.place)) + "\n";
  }
  return text;
}

// --- what S3 shows ---

std::string row(std::string_view name, const std::string& value, const TextStyle& style) {
  constexpr std::size_t kNameWidth = 13;
  const std::string first = "  " + pad_right(name, std::max(kNameWidth, name.size() + 2));
  return value.empty() ? std::string() : wrap(first, escape_terminal(value), style);
}

std::string place_row(const Place& place, const TextStyle& style) {
  return row("", place.is_known() ? to_string(place) : std::string(), style);
}

std::string shown_by_s3(const Explanation& explanation, const TextStyle& style) {
  std::string text = heading("What S3 shows", style);
  constexpr std::size_t kHeaderWidth = std::string_view("x-amz-replication-status").size();
  text += row("x-amz-replication-status",
              explanation.status_header.empty() ? "(absent)" : explanation.status_header, style);
  const ReplicationAttempt& attempt = *explanation.attempt;
  if (attempt.result == ReplicationResult::Failed || attempt.tags_omitted) {
    text += row(pad_right("failure reason", kHeaderWidth), attempt.reason, style);
  }
  text += row(pad_right("failure event", kHeaderWidth), explanation.failure_event, style);
  text += row(pad_right("look it up in", kHeaderWidth), explanation.page, style);
  return text;
}

std::string event_text(const Explanation& explanation, const TextStyle& style) {
  std::string text = row("event",
                         explanation.event_id + " at " + explanation.at + ": " +
                             explanation.operation + " " + explanation.object,
                         style);
  text += place_row(explanation.event_place, style);
  if (explanation.attempt == nullptr) {
    return text;
  }
  const ReplicationAttempt& attempt = *explanation.attempt;
  text += row("destination", attempt.destination_bucket, style);
  text += row("rule", attempt.rule_id, style);
  text += place_row(explanation.rule_place, style);
  const std::string reason = attempt.reason.empty() ? "" : " " + attempt.reason;
  text += row("result", std::string(to_string(attempt.result)) + reason, style);
  if (!attempt.denied_action.empty()) {
    text += row("denied",
                attempt.denied_action + ", " + std::string(to_string(attempt.denied_how)) + " by " +
                    std::string(to_string(attempt.denied_by)),
                style);
  }
  return text;
}

Tone tone_of_answer(const Explanation& explanation) {
  if (explanation.attempt == nullptr) {
    return explanation.causes.empty() ? Tone::Strong : Tone::Bad;
  }
  switch (explanation.attempt->result) {
    case ReplicationResult::Replicated:
      return explanation.attempt->tags_omitted ? Tone::Bad : Tone::Good;
    case ReplicationResult::Unknown: return Tone::Doubtful;
    case ReplicationResult::Failed:
    case ReplicationResult::NotEligible: return Tone::Bad;
  }
  return Tone::Strong;
}

}  // namespace

std::string excerpt_text(const Excerpt& excerpt, std::string_view indent, const TextStyle& style) {
  std::string text;
  const std::size_t width = style.columns_max - indent.size() - kGutterWidth - 3;
  const std::string gutter = std::string(indent) + std::string(kGutterWidth, ' ') + " | ";
  std::string_view file = excerpt.place.file;
  for (const Excerpt::Line& line : excerpt.lines) {
    if (line.file != file) {
      file = line.file;
      text += std::string(indent) + "in " + escape_terminal(file) + ":\n";
    }
    const std::string number = line.number == 0 ? "..." : std::to_string(line.number);
    const ShownLine shown = show_line(line, width);
    std::string written =
        std::string(indent) + pad_left(number, kGutterWidth) + " | " + escape_terminal(shown.text);
    written.erase(written.find_last_not_of(' ') + 1);
    text += written + "\n";
    for (const Excerpt::Mark& mark : line.marks) {
      text += mark_text(mark, shown.cut, gutter, style);
    }
  }
  return text;
}

std::string explain_text(const Explanation& explanation, const TextStyle& style) {
  std::string answer = wrap("", escape_terminal(explanation.answer), style);
  answer.pop_back();
  std::string text = paint(answer, tone_of_answer(explanation), style) + "\n\n";
  text += event_text(explanation, style);
  if (!explanation.causes.empty()) {
    text += heading("Why", style);
    const std::size_t count = explanation.causes.size();
    for (std::size_t i = 0; i < count; ++i) {
      text += i == 0 ? "" : "\n";
      if (explanation.causes[i].would_fail_next &&
          (i == 0 || !explanation.causes[i - 1].would_fail_next)) {
        text += wrap("  ", "Once that is mended, this would fail next:", style) + "\n";
      }
      text += cause_text(explanation.causes[i], count == 1 ? "" : std::to_string(i + 1), style);
    }
  }
  if (!explanation.advice.empty()) {
    text += heading("What helps", style) + wrap("  ", explanation.advice, style);
  }
  if (explanation.attempt != nullptr) {
    text += shown_by_s3(explanation, style);
  }
  if (!explanation.checks.empty()) {
    text += heading("Every check, in the order S3 makes them", style);
    for (const ExplainedCheck& check : explanation.checks) {
      text += check_text(check, style);
    }
  }
  if (!explanation.notes.empty()) {
    text += "\n";
  }
  for (const std::string& note : explanation.notes) {
    text += wrap("note: ", escape_terminal(note), style);
  }
  return text;
}

}  // namespace replisim
