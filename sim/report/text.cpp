#include "sim/report/text.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "model/instant.h"
#include "sim/report/escape.h"

namespace replisim {
namespace {

Tone tone_of(ReplicationResult result) {
  switch (result) {
    case ReplicationResult::Replicated: return Tone::Good;
    case ReplicationResult::Failed: return Tone::Bad;
    case ReplicationResult::NotEligible: return Tone::Faint;
    case ReplicationResult::Unknown: return Tone::Doubtful;
  }
  return Tone::Strong;
}

constexpr std::size_t kResultWidth = std::string_view("NOT_ELIGIBLE").size();

// --- run ---

std::string source_phrase(const ObjectVersion& source) {
  if (source.is_delete_marker) {
    return "delete marker";
  }
  std::string phrase = source.encryption == ObjectEncryption::None
                           ? "stored unencrypted"
                           : "stored with " + std::string(to_string(source.encryption));
  return phrase;
}

std::string event_line(const EventOutcome& outcome, const Event* event, const TextStyle& style) {
  std::string line = paint(escape_terminal(outcome.event_id), Tone::Strong, style) + "  " +
                     format_rfc3339(outcome.at) + "  " + outcome.operation;
  if (event != nullptr) {
    const std::string object = to_string(object_of(event->operation));
    line += object.empty() ? "" : " " + escape_terminal(object);
  }
  if (!outcome.error.empty()) {
    line += ": " + paint("refused, " + escape_terminal(outcome.error), Tone::Bad, style);
    return line + "\n";
  }
  if (outcome.source) {
    line += ": " + source_phrase(*outcome.source);
    if (outcome.source->replication_status) {
      line += ", " + std::string(to_string(*outcome.source->replication_status));
    }
  }
  return line + "\n";
}

std::string replica_phrase(const ReplicationAttempt& attempt) {
  if (!attempt.replica) {
    return "";
  }
  const ObjectVersion& replica = *attempt.replica;
  if (replica.is_delete_marker) {
    return "delete marker";
  }
  std::string phrase(to_string(replica.encryption));
  if (!replica.kms_key_id.empty()) {
    phrase += " " + replica.kms_key_id;
  }
  return attempt.tags_omitted ? phrase + ", without its tags: " + attempt.reason : phrase;
}

std::string reason_phrase(const ReplicationAttempt& attempt) {
  std::string phrase = attempt.reason;
  if (!attempt.denied_action.empty()) {
    phrase += ": " + attempt.denied_action + " " + std::string(to_string(attempt.denied_how)) +
              " by " + std::string(to_string(attempt.denied_by));
  } else if (!attempt.detail.empty()) {
    phrase += ": " + attempt.detail;
  }
  return phrase;
}

std::string attempt_line(const ReplicationAttempt& attempt, bool shows_key, std::size_t width,
                         const TextStyle& style) {
  const std::string destination =
      attempt.destination_bucket.empty() ? "(no destination)" : attempt.destination_bucket;
  std::string line = "  " + paint(pad_right(to_string(attempt.result), kResultWidth),
                                  tone_of(attempt.result), style);
  line += "  " + pad_right(escape_terminal(destination), width) + "  ";
  if (shows_key) {
    line += escape_terminal(attempt.key) + "  ";
  }
  line += escape_terminal(attempt.result == ReplicationResult::Replicated ? replica_phrase(attempt)
                                                                          : reason_phrase(attempt));
  line.erase(line.find_last_not_of(' ') + 1);
  return line + "\n";
}

std::string attempt_lines(const EventOutcome& outcome, const TextStyle& style) {
  std::size_t width = 0;
  for (const ReplicationAttempt& attempt : outcome.attempts) {
    width = std::max(width, attempt.destination_bucket.size());
  }
  const bool shows_key = outcome.operation == "CreateJob";
  std::string lines;
  for (const ReplicationAttempt& attempt : outcome.attempts) {
    lines += attempt_line(attempt, shows_key, width, style);
  }
  return lines;
}

std::string run_summary(const std::vector<const EventOutcome*>& outcomes, const TextStyle& style) {
  constexpr std::array kResults = {ReplicationResult::Replicated, ReplicationResult::Failed,
                                   ReplicationResult::NotEligible, ReplicationResult::Unknown};
  std::string line = count_of(outcomes.size(), "event");
  std::size_t refused = 0;
  std::array<std::size_t, kResults.size()> counts{};
  for (const EventOutcome* outcome : outcomes) {
    refused += outcome->error.empty() ? 0U : 1U;
    for (const ReplicationAttempt& attempt : outcome->attempts) {
      ++counts[static_cast<std::size_t>(attempt.result)];
    }
  }
  if (refused > 0) {
    line += ", " + paint(std::to_string(refused) + " refused", Tone::Bad, style);
  }
  for (const ReplicationResult result : kResults) {
    const std::size_t count = counts[static_cast<std::size_t>(result)];
    if (count > 0) {
      line += ", " + paint(std::to_string(count) + " " + std::string(to_string(result)),
                           tone_of(result), style);
    }
  }
  return line + "\n";
}

/// `3 of 4 assertions hold`.
std::string assertion_summary(const RunReport& report, const TextStyle& style) {
  const std::size_t all = report.played.scenario.assertions.size();
  if (all == 0 || !report.event_id.empty()) {
    return "";
  }
  std::set<std::string_view> failed;
  for (const Mismatch& mismatch : report.judgement.mismatches) {
    if (!mismatch.assertion_id.empty()) {
      failed.insert(mismatch.assertion_id);
    }
  }
  const std::string line = std::to_string(all - failed.size()) + " of " +
                           count_of(all, "assertion") + (all == 1 ? " holds" : " hold");
  return paint(line, failed.empty() ? Tone::Good : Tone::Bad, style) + "\n";
}

/// The expectations of an event that do not hold, below its lines.
std::string event_failures(const RunReport& report, const std::string& event_id,
                           const TextStyle& style) {
  Mismatches mismatches;
  std::copy_if(report.judgement.mismatches.begin(), report.judgement.mismatches.end(),
               std::back_inserter(mismatches),
               [&](const Mismatch& mismatch) { return mismatch.event_id == event_id; });
  return failures_text(make_failures(mismatches, report.played), style);
}

// --- failures ---

std::string side_by_side(const Failure& failure, const TextStyle& style) {
  const std::string expected = escape_terminal(failure.expected);
  const std::string actual = escape_terminal(failure.actual);
  const std::string before = "    expected " + paint(expected, Tone::Good, style);
  const std::string behind = "actual " + paint(actual, Tone::Bad, style);
  if (expected.size() + actual.size() + 26 <= style.columns_max) {
    return before + "   |   " + behind + "\n";
  }
  return before + "\n      " + behind + "\n";
}

std::string what_phrase(const Failure& failure) {
  return failure.event_id.empty() ? failure.what
                                  : "event `" + failure.event_id + "`, " + failure.what;
}

std::string failure_text(const Failure& failure, const TextStyle& style) {
  const std::string verb = failure.rests_on_unknown ? " cannot be decided" : " does not hold";
  return "  " + escape_terminal(to_string(failure.place)) + ": " +
         escape_terminal(what_phrase(failure)) + verb + "\n" + side_by_side(failure, style);
}

std::string why_text(const Failure& failure, const TextStyle& style) {
  if (failure.why.empty()) {
    return "";
  }
  std::string text = wrap("    why: ", escape_terminal(failure.why), style);
  if (failure.why_place.is_known()) {
    text += "         see " + escape_terminal(to_string(failure.why_place)) + "\n";
  }
  return text;
}

std::string case_text(const CaseResult& result, const TextStyle& style) {
  const Tone tone = result.state == CaseState::Undecided ? Tone::Doubtful : Tone::Bad;
  std::string text = paint(pad_right(to_string(result.state), 10), tone, style) + " " +
                     escape_terminal(result.id());
  text += result.title.empty() ? "\n" : ": " + escape_terminal(result.title) + "\n";
  for (const InputFault& fault : result.faults) {
    text += fault.text;
  }
  return text + failures_text(result.failures, style) + "\n";
}

}  // namespace

std::string failures_text(const std::vector<Failure>& failures, const TextStyle& style) {
  std::string text;
  for (std::size_t i = 0; i < failures.size(); ++i) {
    const Failure& failure = failures[i];
    text += failure_text(failure, style);
    const bool is_shared =
        i + 1 < failures.size() && failures[i + 1].event_id == failure.event_id &&
        failures[i + 1].assertion_id == failure.assertion_id && failures[i + 1].why == failure.why;
    text += is_shared ? std::string() : why_text(failure, style);
  }
  return text;
}

std::string diagnostic_text(const Diagnostic& diagnostic, const SourceMap& sources) {
  return format_issue({diagnostic.severity, diagnostic.code, diagnostic.message, diagnostic.hint,
                       diagnostic.where, ""},
                      sources);
}

std::string run_text(const RunReport& report, const TextStyle& style) {
  std::map<std::string_view, const Event*> events;
  for (const Event& event : report.played.scenario.events) {
    events.emplace(event.id, &event);
  }
  std::string text;
  std::vector<const EventOutcome*> shown;
  for (const EventOutcome& outcome : report.played.result.events) {
    if (!report.event_id.empty() && outcome.event_id != report.event_id) {
      continue;
    }
    shown.push_back(&outcome);
    const auto event = events.find(outcome.event_id);
    text += event_line(outcome, event == events.end() ? nullptr : event->second, style);
    if (!outcome.error_message.empty()) {
      text += wrap("  ", escape_terminal(outcome.error_message), style);
    }
    text += attempt_lines(outcome, style);
    for (const std::string& note : outcome.notes) {
      text += wrap("  note: ", escape_terminal(note), style);
    }
    text += event_failures(report, outcome.event_id, style);
  }
  if (report.event_id.empty()) {
    text += event_failures(report, "", style);
    for (const Diagnostic& diagnostic : report.played.result.diagnostics) {
      text += diagnostic_text(diagnostic, report.played.sources);
    }
  }
  return text + run_summary(shown, style) + assertion_summary(report, style);
}

std::string test_text(const TestReport& report, const TextStyle& style) {
  std::string text;
  for (const CaseResult& result : report.cases) {
    if (result.state != CaseState::Passed) {
      text += case_text(result, style);
    }
  }
  constexpr std::array kStates = {
      std::pair(CaseState::Passed, Tone::Good), std::pair(CaseState::Failed, Tone::Bad),
      std::pair(CaseState::Undecided, Tone::Doubtful), std::pair(CaseState::Unreadable, Tone::Bad)};
  text += count_of(report.cases.size(), "case") + ": ";
  bool is_first = true;
  for (const auto& [state, tone] : kStates) {
    const std::size_t count = report.count(state);
    if (count > 0 || state == CaseState::Passed || state == CaseState::Failed) {
      const std::string shown = std::to_string(count) + " " + std::string(to_string(state));
      text += (is_first ? "" : ", ") + (count > 0 ? paint(shown, tone, style) : shown);
      is_first = false;
    }
  }
  return text + "\n";
}

}  // namespace replisim
