#include "sim/reason/fix.h"

#include <algorithm>
#include <vector>

#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/load.h"
#include "sim/cli/output.h"
#include "sim/report/fix_report.h"

namespace replisim {
namespace {

constexpr std::string_view kFormats[] = {"text", "json", "policy", "terraform"};

struct FixArguments {
  std::string scenario;
  std::string event;
  std::string variant;
  std::vector<std::string> formats;
  bool allow_outside = false;
};

std::optional<ExitCode> parse(std::span<const std::string> args, FixArguments& values,
                              Console& console) {
  Arguments arguments(
      "fix",
      "Find the smallest change that makes every failed replica succeed\n\n"
      "Statements to add, denies to narrow and settings to change, by account: what you\n"
      "do, and what the owners of other accounts do. What is printed was applied to the\n"
      "scenario and played again: nothing that worked broke, and no part can be left out.\n"
      "Where no change helps it says what does.\n");
  arguments.positional("SCENARIO", values.scenario, "scenario file, or - for standard input");
  arguments.option("--event", "ID", values.event, "mend only what became of this event");
  arguments.option("--variant", "ID", values.variant, "mend this variant of the scenario");
  arguments.option("--format", "FORMAT[=FILE]", values.formats,
                   "text (default); json: an RFC 6902 patch on the scenario with the files it "
                   "names in place; policy: the statements; terraform: the same in HCL; several "
                   "times for several files");
  arguments.flag("--allow-outside", values.allow_outside,
                 "files that the scenario names may stand outside of its folder");
  arguments.choices("--format", kFormats);
  arguments.footer(
      "It exits with 0 if nothing fails any more, with 1 if something does, with 3 if that\n"
      "depends on what is not in the scenario.");
  return arguments.parse(args, console);
}

ExitCode exit_code_of(const Fix& fix) {
  const auto has = [&](auto&& is_so) {
    return std::any_of(fix.unmended.begin(), fix.unmended.end(), is_so);
  };
  const bool fails = has([&](const Unmended& one) {
    return one.result == ReplicationResult::Failed || one.result == ReplicationResult::Replicated ||
           (one.result == ReplicationResult::NotEligible && fix.changes.empty());
  });
  if (fails) {
    return ExitCode::DoesNotHold;
  }
  return has([](const Unmended& one) { return one.result == ReplicationResult::Unknown; })
             ? ExitCode::Undecided
             : ExitCode::Holds;
}

std::string text_of(const std::string& format, const FixReport& report, const TextStyle& style) {
  if (format == "json") {
    return fix_json(report);
  }
  if (format == "policy") {
    return fix_policy(report);
  }
  return format == "terraform" ? fix_terraform(report) : fix_text(report, style);
}

}  // namespace

ExitCode fix_command(std::span<const std::string> args, Console& console) {
  FixArguments values;
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
  FixOptions options;
  options.event_id = values.event;
  const Fix fix = find_fix(loaded->sources, loaded->scenario.arena, *chosen, options);
  const FixReport report{values.scenario, values.variant, *chosen, loaded->sources, fix};
  for (const OutputChoice& output : *outputs) {
    const TextStyle style = output.file.empty() ? console.out_style() : TextStyle();
    if (!write_output(output, text_of(output.format, report, style), console)) {
      return ExitCode::BadInput;
    }
  }
  return exit_code_of(fix);
}

}  // namespace replisim
