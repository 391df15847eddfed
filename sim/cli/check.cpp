#include <algorithm>
#include <ostream>
#include <vector>

#include "model/import/terraform.h"
#include "sim/cli/arguments.h"
#include "sim/cli/baseline.h"
#include "sim/cli/command.h"
#include "sim/cli/files.h"
#include "sim/cli/inputs.h"
#include "sim/cli/output.h"
#include "sim/report/check_report.h"

namespace replisim {
namespace {

constexpr std::string_view kFormats[] = {"text", "json", "sarif", "github", "junit", "html"};
constexpr std::string_view kFailOn[] = {"error", "warning"};

struct CheckArguments {
  InputArguments inputs;
  std::vector<std::string> formats;
  std::string baseline;
  std::string write_baseline;
  std::string write_tftest;
  std::string fail_on = "error";
  std::string clock;
  bool strict = false;
  bool no_fix = false;
};

std::optional<ExitCode> parse(std::span<const std::string> args, CheckArguments& values,
                              Console& console) {
  Arguments arguments(
      "check",
      "Say what replication rules would do, before anything is applied\n\n"
      "Every rule is tried with every kind of object that can match it: however the bucket\n"
      "or a request may encrypt it, with and without tags, with each key that a policy\n"
      "speaks of, delete markers, changes of tags. Several inputs make one world.\n");
  arguments.positionals("INPUT", values.inputs.inputs,
                        "Terraform plan, state or test (JSON), CloudFormation template, folder of "
                        "AWS CLI captures, scenario; NAME=PATH names it");
  values.inputs.add_to(arguments);
  arguments.option("--format", "FORMAT[=FILE]", values.formats,
                   "text (default), json, sarif, github, junit or html; several times");
  arguments.option("--baseline", "FILE", values.baseline, "what it lists does not count");
  arguments.option("--write-baseline", "FILE", values.write_baseline,
                   "accept all that counts now in later runs");
  arguments.option("--write-tftest", "FILE", values.write_tftest,
                   "write the test file with which `terraform test` makes a plan's unknown known");
  arguments.option("--fail-on", "LEVEL", values.fail_on,
                   "error (default) or warning: from where on it counts as failed");
  arguments.option("--clock", "TIME", values.clock,
                   "when it is tried; S3's defaults depend on it (default: the scenario's, or "
                   "2026-01-01T00:00:00Z)");
  arguments.flag("--no-fix", values.no_fix, "do not look for what mends it");
  arguments.flag("--strict", values.strict, "what cannot be said counts as failed: 1, not 3");
  arguments.choices("--format", kFormats);
  arguments.choices("--fail-on", kFailOn);
  arguments.footer(
      "Exit codes: 0 all that a rule is there for is replicated; 1 something is not, AWS would\n"
      "refuse something, or lint found an error; 3 it depends on what no input says. What\n"
      "someone has to ask for when uploading (another key, SSE-C) is a warning.");
  return arguments.parse(args, console);
}

std::vector<CheckUnknown> unknown_of(const LoadedInputs& loaded) {
  std::vector<CheckUnknown> all;
  for (const UnknownValue& value : loaded.merged.unknown) {
    all.push_back(
        {.what = value.attribute.empty() ? value.address : value.address + " " + value.attribute,
         .reason = value.reason,
         .remedy = value.remedy,
         .place = place_of(value.where, loaded.sources)});
  }
  return all;
}

/// A resource that is unknown as a whole may be anything.
bool hides_rules(const std::vector<UnknownValue>& unknown, const CheckReport& report) {
  return std::any_of(unknown.begin(), unknown.end(), [&](const UnknownValue& value) {
    return may_hide_rules(value) || (report.rules.empty() && value.attribute.empty());
  });
}

CheckReport check_inputs(LoadedInputs& loaded, bool wants_fix) {
  const auto address_of = [&loaded](SourceRange where) { return loaded.places.address(where); };
  CheckReport report = check_case({loaded.after.base, loaded.sources, address_of});
  if (loaded.before) {
    add_changes(report, check_case({loaded.before->base, loaded.sources, address_of}));
  }
  for (const ImportedInput& input : loaded.inputs) {
    report.inputs.push_back(input.name);
    report.has_terraform = report.has_terraform || input.kind == InputKind::TerraformPlan ||
                           input.kind == InputKind::TerraformState ||
                           input.kind == InputKind::TerraformTest;
  }
  if (wants_fix) {
    add_fix(report, loaded.sources, loaded.after.arena, loaded.after.base);
  }
  report.unknown = unknown_of(loaded);
  report.may_hide_rules = hides_rules(loaded.merged.unknown, report);
  return report;
}

bool set_clock(const std::string& text, LoadedInputs& loaded, const Console& console) {
  if (text.empty()) {
    return true;
  }
  const std::optional<Instant> clock = parse_rfc3339(text);
  if (!clock) {
    console.error("`--clock " + text + "` is not a time", "as in 2026-01-01T00:00:00Z");
    return false;
  }
  loaded.after.base.clock = *clock;
  if (loaded.before) {
    loaded.before->base.clock = *clock;
  }
  return true;
}

constexpr ReportFormat<CheckReport> kRenderers[] = {{"json", check_json},
                                                    {"sarif", check_sarif},
                                                    {"github", check_github},
                                                    {"junit", check_junit},
                                                    {"html", check_html}};

bool write_outputs(const std::vector<OutputChoice>& outputs, const CheckReport& report,
                   const Console& console) {
  return write_report(outputs, report, kRenderers, check_text, check_github_summary, console);
}

bool write_file(const std::string& path, const std::string& text, const Console& console) {
  const bool is_written = replace_file(path, text);
  if (!is_written) {
    console.error("`" + path + "` cannot be written");
  }
  return is_written;
}

/// One plan has one test file; two would mock each other's providers.
bool write_tftest_file(const std::string& path, const LoadedInputs& loaded,
                       const Console& console) {
  std::vector<const ImportedInput*> unsettled;
  for (const ImportedInput& input : loaded.inputs) {
    if (!write_tftest(input).empty()) {
      unsettled.push_back(&input);
    }
  }
  if (unsettled.size() > 1) {
    console.error("--write-tftest takes one plan with something unknown, and there are " +
                      std::to_string(unsettled.size()),
                  "run it once for each plan");
    return false;
  }
  if (unsettled.empty()) {
    console.note("no plan has anything that a test could make known: no file was written");
    return true;
  }
  if (!write_file(path, write_tftest(*unsettled.front()), console)) {
    return false;
  }
  console.note("`" + path +
               "` goes beside the configuration; then `terraform test -json -verbose` "
               "prints what `check` takes beside the plan");
  return true;
}

bool write_side_files(const CheckArguments& values, const LoadedInputs& loaded,
                      const CheckReport& report, const Console& console) {
  const bool has_baseline = values.write_baseline.empty() ||
                            write_file(values.write_baseline, baseline_of(report), console);
  return has_baseline &&
         (values.write_tftest.empty() || write_tftest_file(values.write_tftest, loaded, console));
}

ExitCode exit_code(const CheckReport& report, const CheckArguments& values) {
  const bool has_failed = report.count(CheckLevel::Error) > 0 ||
                          (values.fail_on == "warning" && report.count(CheckLevel::Warning) > 0);
  if (has_failed) {
    return ExitCode::DoesNotHold;
  }
  if (report.count(CheckLevel::Undecided) > 0 || report.may_hide_rules) {
    return values.strict ? ExitCode::DoesNotHold : ExitCode::Undecided;
  }
  return ExitCode::Holds;
}

}  // namespace

ExitCode check_command(std::span<const std::string> args, Console& console) {
  CheckArguments values;
  if (const std::optional<ExitCode> end = parse(args, values, console)) {
    return *end;
  }
  const auto outputs = parse_outputs(values.formats, kFormats, console);
  if (!outputs) {
    return ExitCode::BadInput;
  }
  if (values.fail_on != "error" && values.fail_on != "warning") {
    console.error("--fail-on is error or warning, not `" + values.fail_on + "`");
    return ExitCode::BadInput;
  }
  const std::unique_ptr<LoadedInputs> loaded = load_inputs(values.inputs, console);
  if (loaded == nullptr) {
    return ExitCode::BadInput;
  }
  if (!set_clock(values.clock, *loaded, console)) {
    return ExitCode::BadInput;
  }
  CheckReport report = check_inputs(*loaded, !values.no_fix);
  if (!values.baseline.empty() && !apply_baseline(values.baseline, report, console)) {
    return ExitCode::BadInput;
  }
  if (!write_side_files(values, *loaded, report, console) ||
      !write_outputs(*outputs, report, console)) {
    return ExitCode::BadInput;
  }
  if (report.rules.empty()) {
    console.note("no replication rule is known");
  }
  return exit_code(report, values);
}

}  // namespace replisim
