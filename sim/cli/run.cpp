#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/load.h"
#include "sim/cli/output.h"
#include "sim/replication/simulation.h"
#include "sim/report/html.h"
#include "sim/report/json.h"
#include "sim/report/junit.h"
#include "sim/report/text.h"

namespace replisim {
namespace {

constexpr std::string_view kFormats[] = {"text", "json", "html", "junit"};

/// Longer scenarios are played unwatched: places of statements are then told by `explain` alone.
constexpr std::size_t kWatchedEventsMax = 1000;

struct RunArguments {
  std::string scenario;
  std::string event;
  std::string variant;
  std::vector<std::string> formats;
  bool allow_outside = false;
  bool strict = false;
};

std::optional<ExitCode> parse(std::span<const std::string> args, RunArguments& values,
                              Console& console) {
  Arguments arguments(
      "run",
      "Play the events of a scenario and show what became of each\n\n"
      "A line an event, and a line for each of its destinations: the result, and the\n"
      "encryption of the replica or the reason that there is none.\n");
  arguments.positional("SCENARIO", values.scenario, "scenario file, or - for standard input");
  arguments.option("--event", "ID", values.event, "show and judge only this event; all are played");
  arguments.option("--variant", "ID", values.variant, "play this variant of the scenario");
  arguments.option("--format", "FORMAT[=FILE]", values.formats,
                   "text (default), json, html or junit; several times for several files");
  arguments.flag("--allow-outside", values.allow_outside,
                 "files that the scenario names may stand outside of its folder");
  arguments.flag("--strict", values.strict, "what cannot be said counts as failed: 1, not 3");
  arguments.choices("--format", kFormats);
  arguments.footer(
      "Exit codes: an event with `expect` is judged by its expectations alone: 0 if they hold, "
      "also\n"
      "where FAILED was expected. An event without is judged by what came: 1 if it was refused or "
      "a\n"
      "destination is FAILED, 3 if one is UNKNOWN; NOT_ELIGIBLE is no failure. The worst event\n"
      "decides, where 1 is worse than 3. What `diagnostics` and `assert` ask for is judged, too,\n"
      "unless one --event is.");
  return arguments.parse(args, console);
}

/// Drops what is not about the event that was asked for.
void restrict_to(Judgement& judgement, const std::string& event_id) {
  if (event_id.empty()) {
    return;
  }
  std::erase_if(judgement.mismatches,
                [&](const Mismatch& mismatch) { return mismatch.event_id != event_id; });
  const auto is_other = [&](const std::string& id) { return id != event_id; };
  std::erase_if(judgement.failed_events, is_other);
  std::erase_if(judgement.undecided_events, is_other);
}

bool contains(const std::vector<std::string>& ids, const std::string& id) {
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

/// What an event without expectations failed in.
Failure unexpected_failure(const EventOutcome& outcome, const CaseResult& result,
                           const Played& played) {
  Failure failure;
  failure.event_id = outcome.event_id;
  failure.what = outcome.error.empty() ? "result" : "error";
  failure.expected = outcome.error.empty() ? "\"REPLICATED\"" : "null";
  failure.actual = "\"" + outcome.error + "\"";
  failure.place = result.place;
  failure.rests_on_unknown = result.state == CaseState::Undecided;
  for (const ReplicationAttempt& attempt : outcome.attempts) {
    if (attempt.result == ReplicationResult::Failed ||
        attempt.result == ReplicationResult::Unknown || attempt.tags_omitted) {
      ShortWhyNot why = why_not(played, attempt);
      failure.actual = "\"" + std::string(to_string(attempt.result)) + "\"";
      failure.why = std::move(why.sentence);
      failure.why_place = std::move(why.place);
      break;
    }
  }
  return failure;
}

/// An event as a case of a test report.
CaseResult case_of(const EventOutcome& outcome, const RunReport& report) {
  const Judgement& judgement = report.judgement;
  CaseResult result;
  result.file = report.file;
  result.name = outcome.event_id;
  result.event_count = 1;
  if (const Event* event = find_event(report.played.scenario, outcome.event_id)) {
    result.place = place_of(event->where, report.played.sources);
  }
  Judgement of_event;
  std::copy_if(judgement.mismatches.begin(), judgement.mismatches.end(),
               std::back_inserter(of_event.mismatches),
               [&](const Mismatch& m) { return m.event_id == outcome.event_id; });
  result.failures = make_failures(of_event.mismatches, report.played);
  switch (of_event.expectations()) {
    case Standing::Holds: break;
    case Standing::Undecided: result.state = CaseState::Undecided; break;
    case Standing::DoesNotHold: result.state = CaseState::Failed; break;
  }
  const bool failed = contains(judgement.failed_events, outcome.event_id);
  if (failed || contains(judgement.undecided_events, outcome.event_id)) {
    result.state = failed ? CaseState::Failed : CaseState::Undecided;
    result.failures.push_back(unexpected_failure(outcome, result, report.played));
  }
  return result;
}

/// What is about no event, as one more case: findings that were expected, and assertions.
CaseResult case_of_world(const RunReport& report) {
  const ScenarioCase& scenario = report.played.scenario;
  Judgement of_world;
  std::copy_if(report.judgement.mismatches.begin(), report.judgement.mismatches.end(),
               std::back_inserter(of_world.mismatches),
               [](const Mismatch& m) { return m.event_id.empty(); });
  CaseResult result = make_case_result(report.file, scenario, of_world, report.played);
  result.name = "(world)";
  return result;
}

std::string run_junit(const RunReport& report) {
  TestReport events;
  for (const EventOutcome& outcome : report.played.result.events) {
    if (report.event_id.empty() || outcome.event_id == report.event_id) {
      events.cases.push_back(case_of(outcome, report));
    }
  }
  const ScenarioCase& scenario = report.played.scenario;
  if (report.event_id.empty() && (!scenario.assertions.empty() || scenario.diagnostics)) {
    events.cases.push_back(case_of_world(report));
  }
  return junit_xml(events);
}

std::string render(const OutputChoice& output, const RunReport& report, const Console& console) {
  if (output.format == "json") {
    return run_json(report);
  }
  if (output.format == "html") {
    return run_html(report);
  }
  if (output.format == "junit") {
    return run_junit(report);
  }
  return run_text(report, output.file.empty() ? console.out_style() : TextStyle());
}

ExitCode exit_code(Standing standing, bool strict) {
  switch (standing) {
    case Standing::Holds: return ExitCode::Holds;
    case Standing::Undecided: return strict ? ExitCode::DoesNotHold : ExitCode::Undecided;
    case Standing::DoesNotHold: return ExitCode::DoesNotHold;
  }
  return ExitCode::DoesNotHold;
}

}  // namespace

ExitCode run_command(std::span<const std::string> args, Console& console) {
  RunArguments values;
  if (const std::optional<ExitCode> end = parse(args, values, console)) {
    return *end;
  }
  const auto outputs = parse_outputs(values.formats, kFormats, console);
  if (!outputs) {
    return ExitCode::BadInput;
  }
  const auto [loaded, chosen] =
      load_case({values.scenario, values.variant, values.event, values.allow_outside}, console);
  if (chosen == nullptr) {
    return ExitCode::BadInput;
  }
  const bool is_page =
      std::any_of(outputs->begin(), outputs->end(),
                  [](const OutputChoice& output) { return output.format == "html"; });
  const SimulationResult result =
      simulate(*chosen, {.watch = is_page || chosen->events.size() <= kWatchedEventsMax});
  Judgement judgement = judge(*chosen, result);
  restrict_to(judgement, values.event);
  const Played played{*chosen, result, loaded->sources};
  const RunReport report{values.scenario, played, judgement, values.event};
  for (const OutputChoice& output : *outputs) {
    if (!write_output(output, render(output, report, console), console)) {
      return ExitCode::BadInput;
    }
  }
  return exit_code(judgement.all(), values.strict);
}

}  // namespace replisim
