#include <algorithm>
#include <vector>

#include "model/region_name.h"
#include "model/wildcard.h"
#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/graphviz.h"
#include "sim/cli/load.h"
#include "sim/cli/output.h"
#include "sim/reason/reach.h"
#include "sim/reason/requirement_graph.h"
#include "sim/reason/topology.h"
#include "sim/replication/simulation.h"
#include "sim/report/drawing.h"
#include "sim/report/requirement_drawing.h"
#include "sim/report/topology_report.h"

namespace replisim {
namespace {

constexpr std::string_view kDrawingFormats[] = {"dot", "mermaid", "json", "svg"};
constexpr std::string_view kReachFormats[] = {"text", "json"};

struct GraphArguments {
  std::string scenario;
  std::string variant;
  std::string event;
  std::vector<std::string> formats;
  std::vector<std::string> reach;
  ResidencyRule residency;
  bool full = false;
  bool after = false;
  bool strict = false;
  bool allow_outside = false;
};

std::optional<ExitCode> parse(std::span<const std::string> args, GraphArguments& values,
                              Console& console) {
  Arguments arguments(
      "graph",
      "Draw accounts, buckets, roles and keys, and say where objects can end up\n\n"
      "Arrows: a rule replicates into a bucket, S3 assumes a role, a bucket encrypts with\n"
      "a key, and whoever a policy names is trusted by what it protects. Two-way\n"
      "replication is marked as a loop; where replicas stop, a chain is.\n");
  arguments.positional("SCENARIO", values.scenario, "scenario file, or - for standard input");
  arguments.option("--variant", "ID", values.variant, "of this variant of the scenario");
  arguments.option("--event", "ID", values.event,
                   "draw what had to hold for this event instead, and what of it did not");
  arguments.option("--format", "FORMAT[=FILE]", values.formats,
                   "dot (default), mermaid, json or svg, which is drawn by Graphviz; with "
                   "--reach: text (default) or json");
  arguments.flag(
      "--full", values.full,
      "draw every bucket, role and key, also where many are alike; with --event: all that "
      "stands below what held");
  arguments.flag("--after", values.after, "as the events leave the world, not as it is before");
  arguments.option("--reach", "BUCKET", values.reach,
                   "do not draw: say where an object put there can end up; several times");
  arguments.option("--forbid-region", "REGION", values.residency.forbidden_regions,
                   "with --reach: nothing may end up there; a pattern may have *; several times");
  arguments.flag("--batch", values.residency.counts_batch,
                 "with --forbid-region: count what only Batch Replication would carry on, too");
  arguments.flag("--strict", values.strict, "a Region that is not known counts as forbidden");
  arguments.flag("--allow-outside", values.allow_outside,
                 "files that the scenario names may stand outside of its folder");
  std::vector<std::string_view> formats(std::begin(kDrawingFormats), std::end(kDrawingFormats));
  formats.push_back(kReachFormats[0]);
  arguments.choices("--format", formats);
  arguments.footer(
      "Reach asks no permission: it follows every enabled rule that the world has or an event\n"
      "puts, and the prefixes of keys. Replicas are not replicated again, unless an event starts\n"
      "a batch job for them or copies them.\n"
      "Exit codes: with --forbid-region 1 if something can end up there, 3 if a Region is not\n"
      "known; otherwise 0.");
  return arguments.parse(args, console);
}

/// False: the arguments do not fit together, and that was told.
bool check_residency(const GraphArguments& values, const Console& console) {
  if (values.reach.empty() && !values.residency.forbidden_regions.empty()) {
    console.error("--forbid-region asks about a bucket", "name it: `--reach BUCKET`");
    return false;
  }
  for (const std::string& region : values.residency.forbidden_regions) {
    if (!has_wildcard(region) && !is_region_name(region)) {
      console.error("`" + region + "` is no Region", "such as `eu-central-1`, or `us-*`");
      return false;
    }
  }
  return true;
}

bool check_buckets(const GraphArguments& values, const ScenarioCase& chosen,
                   const Console& console) {
  std::vector<std::string_view> names;
  for (const Account& account : chosen.world.accounts) {
    for (const Bucket& bucket : account.buckets) {
      names.emplace_back(bucket.name);
    }
  }
  for (const std::string& bucket : values.reach) {
    if (std::find(names.begin(), names.end(), bucket) == names.end()) {
      console.error("`" + values.scenario + "` has no bucket `" + bucket + "`",
                    spelling_hint(bucket, names));
      return false;
    }
  }
  return true;
}

// --- drawing ---

/// What a picture is made of.
struct Picture {
  Drawing drawing;
  std::string json;
};

/// Nothing: Graphviz is missing or failed, and that was told.
std::optional<std::string> render(const std::string& format, const Picture& picture,
                                  const Console& console) {
  if (format == "json") {
    return picture.json;
  }
  if (format == "mermaid") {
    return drawing_mermaid(picture.drawing);
  }
  std::string dot = drawing_dot(picture.drawing);
  if (format == "dot") {
    return dot;
  }
  GraphvizResult result = run_graphviz(dot, "dot");
  if (!result.error.empty()) {
    console.error(result.error, result.hint);
    return std::nullopt;
  }
  return std::move(result.svg);
}

Picture picture_of_world(const GraphArguments& values, const LoadedScenario& loaded,
                         const ScenarioCase& chosen) {
  Simulation simulation(chosen);
  if (values.after) {
    simulation.play_all();
  }
  const World& world = values.after ? simulation.world() : chosen.world;
  const Topology topology = make_topology(world);
  const std::string title = chosen.title.empty() ? values.scenario : chosen.title;
  const std::size_t nodes_max = values.full ? topology.nodes.size() : kDrawnNodesMax;
  return {draw_topology(topology, world, title, nodes_max),
          topology_json(values.scenario, values.variant, topology, loaded.sources)};
}

Picture picture_of_event(const GraphArguments& values, const LoadedScenario& loaded,
                         const ScenarioCase& chosen) {
  const SimulationResult result = simulate(chosen, {.watch = true});
  const auto outcome =
      std::find_if(result.events.begin(), result.events.end(),
                   [&values](const EventOutcome& one) { return one.event_id == values.event; });
  Picture picture;
  picture.drawing.title = "What had to hold for " + values.event;
  for (const ReplicationAttempt& attempt : outcome->attempts) {
    const std::string bucket = attempt.destination_bucket;
    const std::string title = (bucket.empty() ? "any destination" : bucket) + ": " +
                              std::string(to_string(attempt.result));
    draw_requirements(RequirementGraph(attempt), title, loaded.sources,
                      {.shows_all = values.full, .counts_passed = false}, picture.drawing);
  }
  picture.json = requirements_json(values.scenario, values.variant, values.event, outcome->attempts,
                                   loaded.sources);
  return picture;
}

ExitCode draw(const GraphArguments& values, const LoadedScenario& loaded,
              const ScenarioCase& chosen, const Console& console) {
  const auto outputs = parse_outputs(values.formats, kDrawingFormats, console);
  if (!outputs || (!values.event.empty() && !has_event(loaded, chosen, values.event, console))) {
    return ExitCode::BadInput;
  }
  const Picture picture = values.event.empty() ? picture_of_world(values, loaded, chosen)
                                               : picture_of_event(values, loaded, chosen);
  for (const OutputChoice& output : *outputs) {
    const auto text = render(output.format, picture, console);
    if (!text || !write_output(output, *text, console)) {
      return ExitCode::BadInput;
    }
  }
  return ExitCode::Holds;
}

// --- reach ---

ExitCode exit_code(Residency residency, bool strict) {
  switch (residency) {
    case Residency::Kept: return ExitCode::Holds;
    case Residency::NotKnown: return strict ? ExitCode::DoesNotHold : ExitCode::Undecided;
    case Residency::Broken: return ExitCode::DoesNotHold;
  }
  return ExitCode::DoesNotHold;
}

ExitCode tell_reach(const GraphArguments& values, const LoadedScenario& loaded,
                    const ScenarioCase& chosen, const Console& console) {
  const auto outputs = parse_outputs(values.formats, kReachFormats, console);
  if (!outputs || !check_buckets(values, chosen, console)) {
    return ExitCode::BadInput;
  }
  std::vector<Reach> reaches;
  for (const std::string& bucket : values.reach) {
    reaches.push_back(find_reach(chosen, bucket));
  }
  const ReachReport report{values.scenario, values.variant,   chosen.world,
                           reaches,         values.residency, loaded.sources};
  for (const OutputChoice& output : *outputs) {
    const TextStyle style = output.file.empty() ? console.out_style() : TextStyle();
    const std::string text =
        output.format == "json" ? reach_json(report) : reach_text(report, style);
    if (!write_output(output, text, console)) {
      return ExitCode::BadInput;
    }
  }
  return exit_code(judge_residency(report), values.strict);
}

}  // namespace

ExitCode graph_command(std::span<const std::string> args, Console& console) {
  GraphArguments values;
  if (const std::optional<ExitCode> end = parse(args, values, console)) {
    return *end;
  }
  if (!check_residency(values, console)) {
    return ExitCode::BadInput;
  }
  const std::unique_ptr<LoadedScenario> loaded =
      load_scenario(values.scenario, {.allow_outside = values.allow_outside}, console);
  const ScenarioCase* chosen =
      loaded == nullptr ? nullptr : choose_case(*loaded, values.variant, console);
  if (chosen == nullptr) {
    return ExitCode::BadInput;
  }
  return values.reach.empty() ? draw(values, *loaded, *chosen, console)
                              : tell_reach(values, *loaded, *chosen, console);
}

}  // namespace replisim
