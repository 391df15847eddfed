#include <ostream>
#include <utility>
#include <vector>

#include "model/import/aws_cli.h"
#include "model/json_writer.h"
#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/inputs.h"
#include "sim/reason/probe.h"
#include "sim/report/expectations.h"

namespace replisim {
namespace {

struct ImportArguments {
  InputArguments inputs;
  std::string bucket;
  std::string directory;
  bool expect = false;
  bool print_commands = false;
};

std::optional<ExitCode> parse(std::span<const std::string> args, ImportArguments& values,
                              Console& console) {
  Arguments arguments(
      "import",
      "Print Terraform, CloudFormation and AWS CLI captures as a scenario\n\n"
      "Several inputs make one world. `x-from` says of each thing where it came from.\n");
  arguments.optional_positionals(
      "INPUT", values.inputs.inputs,
      "Terraform plan, state or test (JSON), CloudFormation template, folder of AWS CLI captures, "
      "scenario; NAME=PATH names it");
  values.inputs.add_to(arguments);
  arguments.flag("--expect", values.expect,
                 "with an upload of every kind of object, and what comes of it as expectation");
  arguments.flag("--print-commands", values.print_commands,
                 "print the script that captures what is needed; it only reads");
  arguments.option("--bucket", "NAME", values.bucket, "the bucket to capture");
  arguments.option("--directory", "FOLDER", values.directory,
                   "where the script writes (default: captures)");
  arguments.footer("What no input says is told on standard error, and nothing is guessed of it.");
  return arguments.parse(args, console);
}

ExitCode print_commands(const ImportArguments& values, const Console& console) {
  if (values.bucket.empty()) {
    console.error("--print-commands needs --bucket NAME");
    return ExitCode::BadInput;
  }
  CaptureScriptOptions options;
  if (!values.directory.empty()) {
    options.directory = values.directory;
  }
  console.out << capture_script(values.bucket, options);
  return ExitCode::Holds;
}

/// The scenario's own events and a probe of every kind of object, with what comes of each.
ScenarioCase with_probes(const ScenarioCase& imported) {
  ScenarioCase probed;
  probed.clock = imported.clock;
  probed.world = imported.world;
  const ProbePlan plan = plan_probes(imported.world, imported.clock);
  play_probes(imported, plan, [&probed](const ProbedOutcome& outcome) {
    const std::vector<Event>& events = outcome.probe.events;
    probed.events.insert(probed.events.end(), events.begin(), events.end());
    probed.expectations[events.back().id] = expectation_of(outcome.outcome);
  });
  return probed;
}

void print_scenario(const LoadedInputs& loaded, bool expect, const Console& console) {
  const JsonNode& root = *loaded.merged.after;
  JsonWriter json(JsonWriter::Layout::Indented);
  if (!expect) {
    json.node(root);
    console.out << std::move(json).text();
    return;
  }
  json.begin_object();
  for (const JsonNode& member : root) {
    if (member.key != "events" && member.key != "variants" && member.key != "table" &&
        member.key != "assert") {
      json.key(member.key);
      json.node(member);
    }
  }
  write_events(json, with_probes(loaded.after.base));
  json.end_object();
  console.out << std::move(json).text();
}

void tell_unknown(const LoadedInputs& loaded, const Console& console) {
  Issues issues;
  for (const UnknownValue& value : loaded.merged.unknown) {
    issues.push_back({.severity = Severity::Warning,
                      .code = "import.unknown",
                      .message = value.address + (value.attribute.empty() ? "" : " ") +
                                 value.attribute + " is not known: " + value.reason,
                      .hint = value.remedy,
                      .where = value.where});
  }
  console.report(std::move(issues), loaded.sources);
}

}  // namespace

ExitCode import_command(std::span<const std::string> args, Console& console) {
  ImportArguments values;
  if (const std::optional<ExitCode> end = parse(args, values, console)) {
    return *end;
  }
  if (values.print_commands) {
    return print_commands(values, console);
  }
  if (values.inputs.inputs.empty()) {
    console.error("INPUT is required", "see `replisim import --help`");
    return ExitCode::BadInput;
  }
  const std::unique_ptr<LoadedInputs> loaded = load_inputs(values.inputs, console);
  if (loaded == nullptr) {
    return ExitCode::BadInput;
  }
  tell_unknown(*loaded, console);
  print_scenario(*loaded, values.expect, console);
  return ExitCode::Holds;
}

}  // namespace replisim
