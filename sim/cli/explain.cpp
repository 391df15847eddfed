#include <algorithm>
#include <ostream>
#include <vector>

#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/load.h"
#include "sim/cli/output.h"
#include "sim/replication/simulation.h"
#include "sim/report/html.h"
#include "sim/report/json.h"
#include "sim/report/text.h"

namespace replisim {
namespace {

constexpr std::string_view kFormats[] = {"text", "json", "html"};

struct ExplainArguments {
  std::string scenario;
  std::string event;
  std::string variant;
  std::vector<std::string> formats;
  bool allow_outside = false;
};

std::optional<ExitCode> parse(std::span<const std::string> args, ExplainArguments& values,
                              Console& console) {
  Arguments arguments(
      "explain",
      "Say why an event was replicated, or why not\n\n"
      "The answer, the statement that decided or came nearest, what S3 itself shows,\n"
      "and every check in its order with what it rests on.\n");
  arguments.positional("SCENARIO", values.scenario, "scenario file, or - for standard input");
  arguments.option("--event", "ID", values.event,
                   "the event; otherwise each that was not replicated everywhere, or the last");
  arguments.option("--variant", "ID", values.variant, "play this variant of the scenario");
  arguments.option("--format", "FORMAT[=FILE]", values.formats,
                   "text (default), json or html; several times for several files");
  arguments.flag("--allow-outside", values.allow_outside,
                 "files that the scenario names may stand outside of its folder");
  arguments.choices("--format", kFormats);
  arguments.footer("It exits with 0 once it has explained, whatever became of the event.");
  return arguments.parse(args, console);
}

bool is_replicated_everywhere(const EventOutcome& outcome) {
  return outcome.error.empty() &&
         std::all_of(outcome.attempts.begin(), outcome.attempts.end(),
                     [](const ReplicationAttempt& attempt) {
                       return attempt.result == ReplicationResult::Replicated &&
                              !attempt.tags_omitted;
                     });
}

/// The event that was asked for, or those that are worth a question.
std::vector<const EventOutcome*> choose_outcomes(const SimulationResult& result,
                                                 const std::string& event_id) {
  std::vector<const EventOutcome*> chosen;
  for (const EventOutcome& outcome : result.events) {
    const bool is_wanted =
        event_id.empty() ? !is_replicated_everywhere(outcome) : outcome.event_id == event_id;
    if (is_wanted) {
      chosen.push_back(&outcome);
    }
  }
  if (chosen.empty() && !result.events.empty()) {
    chosen.push_back(&result.events.back());
  }
  return chosen;
}

std::string text_of(const std::vector<Explanation>& explanations, const TextStyle& style) {
  std::string text;
  for (const Explanation& explanation : explanations) {
    text += text.empty() ? "" : "\n" + std::string(style.columns_max, '-') + "\n\n";
    text += explain_text(explanation, style);
  }
  return text;
}

}  // namespace

ExitCode explain_command(std::span<const std::string> args, Console& console) {
  ExplainArguments values;
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
  const SimulationResult result = simulate(*chosen, {.watch = true});
  const Played played{*chosen, result, loaded->sources};
  const std::vector<const EventOutcome*> outcomes = choose_outcomes(result, values.event);
  std::vector<Explanation> explanations;
  for (const EventOutcome* outcome : outcomes) {
    for (Explanation& explanation : explain(played, *outcome)) {
      explanations.push_back(std::move(explanation));
    }
  }
  if (explanations.empty()) {
    console.note("`" + values.scenario + "` has no event to explain");
  }
  for (const OutputChoice& output : *outputs) {
    const TextStyle style = output.file.empty() ? console.out_style() : TextStyle();
    std::string text;
    if (output.format == "json") {
      text = explain_json(values.scenario, values.variant, explanations);
    } else if (output.format == "html") {
      text = explain_html(values.scenario, played, outcomes);
    } else {
      text = text_of(explanations, style);
    }
    if (!write_output(output, text, console)) {
      return ExitCode::BadInput;
    }
  }
  return ExitCode::Holds;
}

}  // namespace replisim
