#include <algorithm>
#include <ostream>
#include <vector>

#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/lint_input.h"
#include "sim/cli/output.h"
#include "sim/report/lint_report.h"

namespace replisim {
namespace {

constexpr std::string_view kFormats[] = {"text", "json", "sarif", "github"};
constexpr std::string_view kGuess = "auto";

struct LintArguments {
  std::vector<std::string> files;
  std::vector<std::string> formats;
  std::string kind = std::string(kGuess);
  bool rules = false;
  std::string fail_on = "error";
  LintOptions options;
};

std::optional<ExitCode> parse(std::span<const std::string> args, LintArguments& values,
                              Console& console) {
  Arguments arguments("lint",
                      "Say what is wrong with policies and replication configurations: what AWS "
                      "would refuse to save, what does nothing, what allows too much");
  arguments.positionals("FILE", values.files,
                        "policies, replication configurations and scenarios; - for standard input");
  arguments.option("--kind", "KIND", values.kind,
                   "what policies are: identity, boundary, session, scp, rcp, bucket, key, trust, "
                   "vpc-endpoint or auto (default)");
  arguments.option("--format", "FORMAT[=FILE]", values.formats,
                   "text (default), json, sarif or github; several times for several files");
  arguments.option("--fail-on", "SEVERITY", values.fail_on,
                   "error (default), warning or note: from where on it counts as failed");
  arguments.option("--bucket", "NAME", values.options.bucket, "the bucket of a bucket policy");
  arguments.option("--account", "ID", values.options.account,
                   "the account that owns the bucket, key or role");
  arguments.option("--key", "ARN", values.options.key_arn, "the key of a key policy");
  arguments.flag("--allow-outside", values.options.allow_outside,
                 "files that a scenario names may stand outside of its folder");
  arguments.flag("--rules", values.rules, "list the codes of all that can be found, and end");
  std::vector<std::string_view> kinds = policy_kind_names();
  kinds.push_back(kGuess);
  arguments.choices("--kind", kinds);
  arguments.choices("--format", kFormats);
  constexpr std::string_view kFailOn[] = {"error", "warning", "note"};
  arguments.choices("--fail-on", kFailOn);
  arguments.footer(
      "Exit codes: 0 nothing was found that counts; 1 something was; 2 a file cannot be read.\n"
      "Codes are those of IAM Access Analyzer, and ours, which begin with REPL_: `replisim lint\n"
      "--rules` lists them.");
  return arguments.parse(args, console);
}

bool read_kind(LintArguments& values, const Console& console) {
  values.options.kind = parse_policy_kind(values.kind);
  if (values.options.kind || values.kind == kGuess) {
    return true;
  }
  std::vector<std::string_view> names = policy_kind_names();
  names.push_back(kGuess);
  console.error("unknown kind of policy `" + values.kind + "`", spelling_hint(values.kind, names));
  return false;
}

struct SeverityName {
  std::string_view name;
  Severity severity;
};

constexpr SeverityName kSeverities[] = {
    {"error", Severity::Error}, {"warning", Severity::Warning}, {"note", Severity::Note}};

std::optional<Severity> read_fail_on(const std::string& name, const Console& console) {
  for (const SeverityName& row : kSeverities) {
    if (row.name == name) {
      return row.severity;
    }
  }
  console.error("--fail-on is error, warning or note, not `" + name + "`");
  return std::nullopt;
}

constexpr ReportFormat<LintReport> kRenderers[] = {
    {"json", lint_json}, {"sarif", lint_sarif}, {"github", lint_github}};

bool write_outputs(const std::vector<OutputChoice>& outputs, const LintReport& report,
                   const Console& console) {
  return write_report(outputs, report, kRenderers, lint_text, lint_github_summary, console);
}

ExitCode print_rules(const Console& console) {
  std::size_t width = 0;
  for (const LintRule& rule : lint_rules()) {
    width = std::max(width, rule.code.size());
  }
  for (const LintRule& rule : lint_rules()) {
    constexpr std::size_t kTypeWidth = 16;  // SECURITY_WARNING
    console.out << pad_right(rule.code, width) << "  "
                << pad_right(to_string(rule.type), kTypeWidth) << "  " << rule.description << '\n';
  }
  return ExitCode::Holds;
}

bool counts(const LintReport& report, Severity fail_on) {
  return std::any_of(report.items.begin(), report.items.end(),
                     [fail_on](const LintItem& item) { return item.severity() <= fail_on; });
}

/// All files are read, so that all that is wrong is told at once.
bool lint_files(const LintArguments& values, const Console& console, LintReport& report) {
  bool all_read = true;
  for (const std::string& file : values.files) {
    all_read = lint_file(file, values.options, console, report) && all_read;
  }
  return all_read;
}

}  // namespace

ExitCode lint_command(std::span<const std::string> args, Console& console) {
  if (args.size() == 1 && args.front() == "--rules") {  // no file is needed
    return print_rules(console);
  }
  LintArguments values;
  if (const std::optional<ExitCode> end = parse(args, values, console)) {
    return *end;
  }
  if (values.rules) {
    return print_rules(console);
  }
  const auto outputs = parse_outputs(values.formats, kFormats, console);
  const std::optional<Severity> fail_on = read_fail_on(values.fail_on, console);
  if (!outputs || !fail_on || !read_kind(values, console)) {
    return ExitCode::BadInput;
  }
  LintReport report;
  if (!lint_files(values, console, report) || !write_outputs(*outputs, report, console)) {
    return ExitCode::BadInput;
  }
  return counts(report, *fail_on) ? ExitCode::DoesNotHold : ExitCode::Holds;
}

}  // namespace replisim
