#include <algorithm>
#include <ostream>
#include <thread>
#include <utility>
#include <vector>

#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/output.h"
#include "sim/cli/progress.h"
#include "sim/cli/test_runner.h"
#include "sim/cli/update.h"
#include "sim/report/github.h"
#include "sim/report/json.h"
#include "sim/report/junit.h"
#include "sim/report/sarif.h"
#include "sim/report/tap.h"
#include "sim/report/text.h"

namespace replisim {
namespace {

constexpr std::string_view kFormats[] = {"text", "junit", "tap", "json", "github", "sarif"};

struct TestArguments {
  std::vector<std::string> paths;
  std::vector<std::string> formats;
  std::string filter;
  std::uint32_t jobs = 0;
  std::uint32_t slowest = 0;
  bool allow_outside = false;
  bool allow_empty = false;
  bool strict = false;
  bool update = false;
  bool force = false;
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

bool write_outputs(const std::vector<OutputChoice>& outputs, const TestReport& report,
                   const Console& console) {
  return write_report(outputs, report, kRenderers, test_text, github_summary, console);
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

ExitCode exit_code(const TestReport& report, bool strict) {
  if (report.count(CaseState::Unreadable) > 0) {
    return ExitCode::BadInput;
  }
  if (report.count(CaseState::Failed) > 0) {
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
  options.threads =
      values.jobs > 0 ? values.jobs : std::max(1U, std::thread::hardware_concurrency());
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

}  // namespace

ExitCode test_command(std::span<const std::string> args, Console& console) {
  TestArguments values;
  if (const std::optional<ExitCode> end = parse(args, values, console)) {
    return *end;
  }
  const auto outputs = parse_outputs(values.formats, kFormats, console);
  if (!outputs) {
    return ExitCode::BadInput;
  }
  const FoundScenarios found = find_scenarios(values.paths);
  if (const std::optional<ExitCode> end = check_usage(values, found, console)) {
    return *end;
  }
  const TestOptions options = options_of(values);
  std::vector<FileResult> results = play(found.paths, options, console);
  if (values.update && !update_files(found.paths, results, options, console)) {
    return ExitCode::BadInput;
  }
  const TestReport report = report_of(results);
  if (report.cases.empty()) {
    return nothing_selected(values, console);
  }
  if (!write_outputs(*outputs, report, console)) {
    return ExitCode::BadInput;
  }
  tell_slowest(results, values.slowest, console);
  return exit_code(report, values.strict);
}

}  // namespace replisim
