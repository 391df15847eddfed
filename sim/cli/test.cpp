#include <algorithm>
#include <filesystem>
#include <ostream>
#include <utility>
#include <vector>

#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/output.h"
#include "sim/cli/parallel.h"
#include "sim/cli/progress.h"
#include "sim/cli/test_runner.h"
#include "sim/cli/update.h"
#include "sim/files/file_watch.h"
#include "sim/report/github.h"
#include "sim/report/json.h"
#include "sim/report/junit.h"
#include "sim/report/sarif.h"
#include "sim/report/tap.h"
#include "sim/report/text.h"

namespace replisim {
namespace {

constexpr std::string_view kFormats[] = {"text", "junit", "tap", "json", "github", "sarif"};
constexpr std::string_view kCoverageFormats[] = {"text", "json", "lcov"};
constexpr std::uint32_t kNoMinimum = 0;

struct TestArguments {
  std::vector<std::string> paths;
  std::vector<std::string> formats;
  std::vector<std::string> coverage;
  std::uint32_t coverage_percent_min = kNoMinimum;
  std::string filter;
  std::uint32_t jobs = 0;
  std::uint32_t slowest = 0;
  bool allow_outside = false;
  bool allow_empty = false;
  bool strict = false;
  bool update = false;
  bool force = false;
  bool watch = false;
};

std::optional<ExitCode> parse(std::span<const std::string> args, TestArguments& values,
                              Console& console) {
  Arguments arguments(
      "test",
      "Play scenarios and hold them against their expectations\n\n"
      "Every scenario and every variant of it; only what does not hold is shown.\n");
  arguments.positionals("PATH", values.paths, "scenarios, or folders with scenarios");
  arguments.option("--format", "FORMAT[=FILE]", values.formats,
                   "text (default), junit, tap, json, github or sarif; several times");
  arguments.optional_option("--coverage", "FORMAT[=FILE]", values.coverage, kCoverageFormats,
                            "which statements, conditions, grants and rules the events reached: "
                            "text (default), json or lcov; several times");
  arguments.option("--min-coverage", "PERCENT", values.coverage_percent_min,
                   "1 if less of them was reached; --coverage is implied");
  arguments.option("--filter", "GLOB", values.filter,
                   "only cases named so: FILE#VARIANT, or the end of it behind a / or #");
  arguments.option("-j,--jobs", "N", values.jobs, "threads; otherwise as many as the machine has");
  arguments.option("--slowest", "N", values.slowest, "tell the slowest cases (standard error)");
  arguments.flag("--strict", values.strict, "what cannot be said counts as failed: 1, not 3");
  arguments.flag("--allow-outside", values.allow_outside,
                 "files that a scenario names may stand outside of its folder");
  arguments.flag("--allow-empty", values.allow_empty, "it is no fault if no case was selected");
  arguments.flag("--update", values.update,
                 "rewrite the expectations of the cases that ran; `assert` and all else stays");
  arguments.flag("--force", values.force, "--update also where CI=true");
  arguments.flag("--watch", values.watch,
                 "play again whenever a scenario or a file that it includes changes, until Ctrl-C");
  arguments.choices("--format", kFormats);
  arguments.footer(
      "Exit codes: 0 all expectations hold; 1 one does not; 2 a scenario cannot be read, or no "
      "case\n"
      "was selected; 3 what does not hold cannot be decided. Events without `expect` are not "
      "judged here.");
  return arguments.parse(args, console);
}

constexpr ReportFormat<TestReport> kRenderers[] = {{"junit", junit_xml},
                                                   {"tap", tap},
                                                   {"json", test_json},
                                                   {"github", github_annotations},
                                                   {"sarif", sarif}};

constexpr ReportFormat<CoverageReport> kCoverageRenderers[] = {{"json", coverage_json},
                                                               {"lcov", coverage_lcov}};

/// What is written, and where to.
struct TestOutputs {
  std::vector<OutputChoice> report;
  std::vector<OutputChoice> coverage;
  /// Coverage for programs has standard output to itself: the report goes to standard error.
  bool report_is_aside = false;
};

const OutputChoice* to_standard_output(const std::vector<OutputChoice>& outputs) {
  const auto found = std::find_if(outputs.begin(), outputs.end(),
                                  [](const OutputChoice& output) { return output.file.empty(); });
  return found == outputs.end() ? nullptr : &*found;
}

/// Nothing: the usage is bad, and that was told.
std::optional<TestOutputs> parse_test_outputs(const TestArguments& values, const Console& console) {
  auto report = parse_outputs(values.formats, kFormats, console);
  if (!report) {
    return std::nullopt;
  }
  TestOutputs outputs{*std::move(report), {}};
  if (values.coverage.empty() && values.coverage_percent_min == kNoMinimum) {
    return outputs;
  }
  auto coverage = parse_outputs(values.coverage, kCoverageFormats, console, "--coverage");
  if (!coverage) {
    return std::nullopt;
  }
  outputs.coverage = *std::move(coverage);
  const OutputChoice* first = to_standard_output(outputs.report);
  const OutputChoice* second = to_standard_output(outputs.coverage);
  if (first == nullptr || second == nullptr ||
      (first->format == "text" && second->format == "text")) {
    return outputs;
  }
  if (!values.formats.empty()) {
    console.error("the report and its coverage cannot both go to standard output",
                  "give one of them a file: `--coverage " + second->format + "=FILE`");
    return std::nullopt;
  }
  outputs.report_is_aside = true;
  return outputs;
}

/// Neighbours are merged first, then neighbours of these: of many files none is gone through often.
CoverageReport coverage_of(std::vector<FileResult>& results) {
  const std::size_t count = results.size();
  for (std::size_t step = 1; step < count; step *= 2) {
    for (std::size_t i = 0; i + step < count; i += 2 * step) {
      results[i].coverage.merge(std::move(results[i + step].coverage));
    }
  }
  return count == 0 ? CoverageReport() : std::move(results.front().coverage);
}

bool write_outputs(const TestOutputs& outputs, const TestReport& report,
                   const CoverageReport& coverage, const Console& console) {
  if (outputs.report_is_aside) {
    console.err << test_text(report, TextStyle());
  } else if (!write_report(outputs.report, report, kRenderers, test_text, github_summary,
                           console)) {
    return false;
  }
  const auto no_summary = [](const CoverageReport&) { return std::string(); };
  return write_report(outputs.coverage, coverage, kCoverageRenderers, coverage_text, no_summary,
                      console);
}

/// Rewrites files whose expectations do not hold. False: one could not be written.
bool update_files(const std::vector<std::string>& paths, std::vector<FileResult>& results,
                  const TestOptions& options, Console& console) {
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const bool holds =
        std::all_of(results[i].cases.begin(), results[i].cases.end(), [](const CaseResult& result) {
          return result.state == CaseState::Passed || result.state == CaseState::Unreadable;
        });
    FileText file = holds || paths[i] == "-" ? FileText() : read_regular_file(paths[i]);
    if (!file.text) {
      continue;
    }
    const auto update = update_expectations(paths[i], *std::move(file.text), options);
    if (!update) {
      continue;
    }
    for (const std::string& refusal : update->refusals) {
      console.err << refusal << '\n';
    }
    if (update->changed) {
      if (!replace_file(paths[i], update->text)) {
        console.error("`" + paths[i] + "` cannot be written");
        return false;
      }
      console.note("updated " + paths[i]);
      results[i] = test_file(paths[i], options, console.in);
    }
  }
  return true;
}

void tell_slowest(const std::vector<FileResult>& results, std::uint32_t count, Console& console) {
  std::vector<std::pair<std::int64_t, std::string>> cases;
  for (const FileResult& file : results) {
    for (std::size_t i = 0; i < file.cases.size(); ++i) {
      cases.emplace_back(file.microseconds[i], file.cases[i].id());
    }
  }
  std::sort(cases.begin(), cases.end(), [](const auto& left, const auto& right) {
    return left.first != right.first ? left.first > right.first : left.second < right.second;
  });
  cases.resize(std::min<std::size_t>(cases.size(), count));
  for (const auto& [microseconds, id] : cases) {
    console.err << pad_left(std::to_string(microseconds / 1000), 6) << '.'
                << microseconds % 1000 / 100 << " ms  " << id << '\n';
  }
}

bool reaches_minimum(const CoverageReport& coverage, const TestArguments& values,
                     const Console& console) {
  const CoverageCount count = coverage.count();
  if (count.reaches(values.coverage_percent_min)) {
    return true;
  }
  console.error("coverage is below " + std::to_string(values.coverage_percent_min) +
                " %: " + std::to_string(count.covered) + " of " + std::to_string(count.total));
  return false;
}

ExitCode exit_code(const TestReport& report, bool is_covered, bool strict) {
  if (report.count(CaseState::Unreadable) > 0) {
    return ExitCode::BadInput;
  }
  if (report.count(CaseState::Failed) > 0 || !is_covered) {
    return ExitCode::DoesNotHold;
  }
  if (report.count(CaseState::Undecided) > 0) {
    return strict ? ExitCode::DoesNotHold : ExitCode::Undecided;
  }
  return ExitCode::Holds;
}

/// Nothing: go on. The usage is bad otherwise, and that was told.
std::optional<ExitCode> check_usage(const TestArguments& values, const FoundScenarios& found,
                                    const Console& console) {
  if (values.coverage_percent_min > 100) {
    console.error("--min-coverage is a percentage: at most 100");
    return ExitCode::BadInput;
  }
  if (values.update && !values.force && console.variable("CI") == "true") {
    console.error("--update is refused where CI=true: expectations are rewritten by people",
                  "--force does it all the same");
    return ExitCode::BadInput;
  }
  for (const std::string& fault : found.faults) {
    console.error(fault);
  }
  return found.faults.empty() ? std::nullopt : std::optional(ExitCode::BadInput);
}

ExitCode nothing_selected(const TestArguments& values, const Console& console) {
  if (values.allow_empty) {
    return ExitCode::Holds;
  }
  console.error(values.filter.empty() ? "no scenario was found"
                                      : "no case is named like `" + values.filter + "`",
                "--allow-empty takes that for success");
  return ExitCode::BadInput;
}

TestOptions options_of(const TestArguments& values) {
  TestOptions options;
  options.filter = values.filter;
  options.threads = thread_count(values.jobs);
  options.reach =
      values.allow_outside ? DiskFiles::Reach::Everywhere : DiskFiles::Reach::ScenarioFolder;
  return options;
}

bool all_passed(const FileResult& file) {
  return std::all_of(file.cases.begin(), file.cases.end(),
                     [](const CaseResult& result) { return result.state == CaseState::Passed; });
}

std::vector<FileResult> play(const std::vector<std::string>& paths, const TestOptions& options,
                             const Console& console) {
  const bool is_shown = console.err_is_terminal && !console.quiet;
  Progress progress(console.err, paths.size(),
                    is_shown ? Progress::Display::Shown : Progress::Display::Hidden);
  return test_files(paths, options, console.in,
                    [&](const FileResult& file) { progress.done_one(all_passed(file)); });
}

TestReport report_of(const std::vector<FileResult>& results) {
  TestReport report;
  for (const FileResult& file : results) {
    report.cases.insert(report.cases.end(), file.cases.begin(), file.cases.end());
  }
  return report;
}

/// All that one round of tests is made of.
struct Round {
  const TestArguments& values;
  const TestOutputs& outputs;
  TestOptions options;
};

/// Plays the scenarios that were found and says what came of them. `files`: where not null, all
/// that was read is added.
ExitCode play_round(const Round& round, const FoundScenarios& found, FileStamps* files,
                    Console& console) {
  std::vector<FileResult> results = play(found.paths, round.options, console);
  if (round.values.update && !update_files(found.paths, results, round.options, console)) {
    return ExitCode::BadInput;
  }
  if (files != nullptr) {
    for (const FileResult& file : results) {
      files->insert(file.files.begin(), file.files.end());
    }
  }
  const TestReport report = report_of(results);
  if (report.cases.empty()) {
    return nothing_selected(round.values, console);
  }
  const CoverageReport coverage = coverage_of(results);
  if (!write_outputs(round.outputs, report, coverage, console)) {
    return ExitCode::BadInput;
  }
  tell_slowest(results, round.values.slowest, console);
  return exit_code(report, reaches_minimum(coverage, round.values, console), round.values.strict);
}

/// What a round wrote itself, below a folder that is watched, is no change.
void know_outputs(const Round& round, FileStamps& known) {
  const FileStamps now = stamps_of(round.values.paths);
  for (const std::vector<OutputChoice>* chosen : {&round.outputs.report, &round.outputs.coverage}) {
    for (const OutputChoice& output : *chosen) {
      const auto written =
          now.find(std::filesystem::path(output.file).lexically_normal().generic_string());
      if (written != now.end()) {
        known[written->first] = written->second;
      }
    }
  }
}

/// Rounds follow each other until the console ends the waiting. What is wrong with the input is
/// told and may be mended.
ExitCode watch(const Round& round, Console& console) {
  constexpr std::string_view kClear = "\x1b[H\x1b[2J\x1b[3J";
  const std::vector<std::string>& paths = round.values.paths;
  while (true) {
    FileStamps known = stamps_of(paths);
    if (console.out_is_terminal) {
      console.out << kClear;
    }
    const FoundScenarios found = find_scenarios(paths);
    for (const std::string& fault : found.faults) {
      console.error(fault);
    }
    play_round(round, found, &known, console);
    know_outputs(round, known);
    console.note("waiting for a change of " + count_of(known.size(), "file") + "; Ctrl-C ends it");
    console.out.flush();
    console.err.flush();
    if (!wait_for_change(known, paths, console.pause)) {
      return ExitCode::Interrupted;
    }
  }
}

/// False: `--watch` does not go with what else was asked for, and that was told.
bool may_watch(const TestArguments& values, const TestOutputs& outputs, const Console& console) {
  const auto refuse = [&console](std::string_view message, std::string_view hint) {
    console.error(message, hint);
    return false;
  };
  if (std::find(values.paths.begin(), values.paths.end(), "-") != values.paths.end()) {
    return refuse("--watch looks at files: standard input does not change", "");
  }
  if (values.update) {
    return refuse("--watch and --update do not go together",
                  "expectations are rewritten once, and read in the diff");
  }
  for (const std::vector<OutputChoice>* chosen : {&outputs.report, &outputs.coverage}) {
    const OutputChoice* shown = to_standard_output(*chosen);
    if (shown != nullptr && shown->format != "text") {
      return refuse("--watch shows text on standard output, again and again",
                    "give the other a file: `" + shown->format + "=FILE`");
    }
  }
  return true;
}

}  // namespace

ExitCode test_command(std::span<const std::string> args, Console& console) {
  TestArguments values;
  if (const std::optional<ExitCode> end = parse(args, values, console)) {
    return *end;
  }
  const auto outputs = parse_test_outputs(values, console);
  if (!outputs || (values.watch && !may_watch(values, *outputs, console))) {
    return ExitCode::BadInput;
  }
  const FoundScenarios found = find_scenarios(values.paths);
  if (const std::optional<ExitCode> end = check_usage(values, found, console)) {
    return *end;
  }
  Round round{values, *outputs, options_of(values)};
  round.options.measure_coverage = !outputs->coverage.empty();
  return values.watch ? watch(round, console) : play_round(round, found, nullptr, console);
}

}  // namespace replisim
