#include <algorithm>
#include <optional>
#include <ostream>
#include <vector>

#include "model/wildcard.h"
#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/mutation_runner.h"
#include "sim/cli/output.h"
#include "sim/cli/parallel.h"
#include "sim/cli/progress.h"
#include "sim/report/mutation_report.h"
#include "sim/report/text.h"

namespace replisim {
namespace {

constexpr std::string_view kFormats[] = {"text", "json", "github", "sarif"};

struct MutateArguments {
  std::vector<std::string> paths;
  std::vector<std::string> formats;
  std::vector<std::string> operators;
  std::string filter;
  std::uint32_t jobs = 0;
  std::uint32_t min_score = 0;
  bool list = false;
  bool allow_outside = false;
};

std::vector<std::string_view> operator_names() {
  std::vector<std::string_view> names;
  for (const MutationOperator* const op : mutation_operators()) {
    names.push_back(op->name);
  }
  return names;
}

std::optional<ExitCode> parse(std::span<const std::string> args, MutateArguments& values,
                              Console& console) {
  Arguments arguments(
      "mutate",
      "Say which parts of the tested policies no test notices\n\n"
      "Takes away or weakens each statement, action, principal, resource, condition and setting "
      "of\n"
      "what the scenarios are about, one at a time, plays all cases that have it, and lists what\n"
      "can change while everything still passes.\n");
  arguments.positionals("PATH", values.paths, "scenarios, or folders with scenarios");
  arguments.option("--format", "FORMAT[=FILE]", values.formats,
                   "text (default), json, github or sarif; several times");
  arguments.option("--min-score", "PERCENT", values.min_score,
                   "fail where less of what can be noticed is noticed");
  arguments.option("--operator", "NAME", values.operators,
                   "only such changes: `drop-*`, `widen-action`; several times");
  arguments.option("--filter", "GLOB", values.filter,
                   "only cases named so: FILE#VARIANT, or the end of it behind a / or #");
  arguments.flag("--list", values.list, "print what would be changed, and play nothing");
  arguments.option("-j,--jobs", "N", values.jobs, "threads; otherwise as many as the machine has");
  arguments.flag("--allow-outside", values.allow_outside,
                 "files that a scenario names may stand outside of its folder");
  arguments.choices("--format", kFormats);
  arguments.choices("--operator", operator_names());
  arguments.footer(
      "`replisim mutate --operators` lists the changes. Exit codes: 0 it was measured; 1 a case\n"
      "does not hold as it is, or the score is below --min-score; 2 a scenario cannot be read, or\n"
      "no case was selected; 3 what does not hold as it is cannot be decided.");
  return arguments.parse(args, console);
}

constexpr ReportFormat<MutationReport> kRenderers[] = {
    {"json", mutation_json}, {"github", mutation_github}, {"sarif", mutation_sarif}};

ExitCode print_operators(const Console& console) {
  std::size_t width = 0;
  for (const MutationOperator* const op : mutation_operators()) {
    width = std::max(width, op->name.size());
  }
  for (const MutationOperator* const op : mutation_operators()) {
    console.out << pad_right(op->name, width) << "  " << op->does << '\n';
  }
  return ExitCode::Holds;
}

/// Every pattern has to be of some operator.
bool check_operators(const std::vector<std::string>& patterns, const Console& console) {
  const std::vector<std::string_view> names = operator_names();
  for (const std::string& pattern : patterns) {
    if (std::none_of(names.begin(), names.end(),
                     [&pattern](std::string_view name) { return wildcard_match(pattern, name); })) {
      const std::string nearest = spelling_hint(pattern, names);
      console.error("no operator is named like `" + pattern + "`",
                    nearest.empty() ? "see `replisim mutate --operators`" : nearest);
      return false;
    }
  }
  return true;
}

bool check_usage(const MutateArguments& values, const FoundScenarios& found,
                 const Console& console) {
  constexpr std::uint32_t kPercent = 100;
  if (values.min_score > kPercent) {
    console.error("--min-score is a percentage, at most 100");
    return false;
  }
  for (const std::string& fault : found.faults) {
    console.error(fault);
  }
  return found.faults.empty() && check_operators(values.operators, console);
}

/// What is noticed of a change can only be told where all is well without it.
std::optional<ExitCode> check_unchanged(const TestReport& report, const MutateArguments& values,
                                        const Console& console) {
  if (report.cases.empty()) {
    console.error(values.filter.empty() ? "no scenario was found"
                                        : "no case is named like `" + values.filter + "`");
    return ExitCode::BadInput;
  }
  const std::size_t passed = report.count(CaseState::Passed);
  if (passed == report.cases.size()) {
    return std::nullopt;
  }
  console.err << test_text(report, TextStyle());
  console.error("the tests have to pass before anything is changed: " +
                    std::to_string(report.cases.size() - passed) + " of " +
                    std::to_string(report.cases.size()) + " do not",
                "--filter chooses cases");
  return report.count(CaseState::Failed) > 0 ? ExitCode::DoesNotHold : ExitCode::Undecided;
}

MutationReport play(const MutationPlan& plan, std::uint32_t threads, const Console& console) {
  const bool is_shown = console.err_is_terminal && !console.quiet;
  Progress progress(console.err, plan.size(),
                    is_shown ? Progress::Display::Shown : Progress::Display::Hidden);
  return plan.run(threads, [&progress] { progress.done_one(true); });
}

}  // namespace

ExitCode mutate_command(std::span<const std::string> args, Console& console) {
  if (args.size() == 1 && args.front() == "--operators") {
    return print_operators(console);
  }
  MutateArguments values;
  if (const std::optional<ExitCode> end = parse(args, values, console)) {
    return *end;
  }
  const auto outputs = parse_outputs(values.formats, kFormats, console);
  const FoundScenarios found = find_scenarios(values.paths);
  if (!outputs || !check_usage(values, found, console)) {
    return ExitCode::BadInput;
  }
  TestOptions options;
  options.filter = values.filter;
  options.threads = thread_count(values.jobs);
  options.reach =
      values.allow_outside ? DiskFiles::Reach::Everywhere : DiskFiles::Reach::ScenarioFolder;
  const auto files = load_tested_files(found.paths, options, console);
  if (!files) {
    return ExitCode::BadInput;
  }
  const TestReport unchanged = play_unchanged(*files, options.threads);
  if (const std::optional<ExitCode> end = check_unchanged(unchanged, values, console)) {
    return *end;
  }
  const MutationPlan plan(*files, values.operators, options.threads);
  if (values.list) {
    console.out << mutation_list(plan.list());
    return ExitCode::Holds;
  }
  const MutationReport report = play(plan, options.threads, console);
  if (!write_report(*outputs, report, kRenderers, mutation_text, mutation_github_summary,
                    console)) {
    return ExitCode::BadInput;
  }
  return report.score() < values.min_score ? ExitCode::DoesNotHold : ExitCode::Holds;
}

}  // namespace replisim
