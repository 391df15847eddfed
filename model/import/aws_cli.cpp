#include "model/import/aws_cli.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "model/arn.h"
#include "model/import/aws_cli_capture.h"
#include "model/import/aws_cli_reader.h"
#include "model/percent.h"

namespace replisim {
namespace {

constexpr std::string_view kStandInAccount = "000000000000";
constexpr std::string_view kEncodedBrace = "%7B";

/// Policies that are percent-encoded, as IAM's API hands them out, as the text that they are.
JsonNode decoded(const JsonNode& node, JsonArena& arena) {
  JsonNode made = node;
  if (node.is_string() && node.text.starts_with(kEncodedBrace)) {
    if (std::optional<std::string> text = percent_decode(node.text)) {
      made.text = arena.keep(*text);
    }
    return made;
  }
  std::vector<JsonNode> children;
  children.reserve(node.child_count);
  for (const JsonNode& child : node) {
    children.push_back(decoded(child, arena));
  }
  made.children = arena.keep(children);
  return made;
}

/// The account in the first ARN of what was printed, or its own member.
std::string account_in(const JsonNode& node, int depth_left) {
  if (const std::string_view id = member_text(node, "AWSAccountId"); is_account_id(id)) {
    return std::string(id);
  }
  for (const JsonNode& child : node) {
    const bool is_arn = child.key == "Arn" || child.key == "AliasArn" || child.key == "KeyId";
    const std::optional<Arn> arn = is_arn ? parse_arn(child.text) : std::nullopt;
    if (arn && is_account_id(arn->account)) {
      return std::string(arn->account);
    }
    if (depth_left > 0) {
      if (std::string found = account_in(child, depth_left - 1); !found.empty()) {
        return found;
      }
    }
  }
  return {};
}

bool names_accounts(const CommandRow& command) {
  return command.name.starts_with("iam.") || command.name.starts_with("kms.");
}

bool has_word(std::string_view words, std::string_view word) {
  for (std::size_t at = words.find(word); at != std::string_view::npos;
       at = words.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || words[at - 1] == ' ') && (end == words.size() || words[end] == ' ')) {
      return true;
    }
  }
  return false;
}

/// Reads files one by one, then settles what they do not say of themselves.
class Collector {
 public:
  Collector(const ImportContext& context, std::string_view input, ImportedInput& imported,
            Issues& issues)
      : context_(context), input_(input), imported_(imported), issues_(issues) {}

  std::vector<Capture> collect(const std::vector<AwsCliCapture>& sources) {
    for (const AwsCliCapture& source : sources) {
      add(source);
    }
    settle_accounts();
    settle_arguments();
    return std::move(captures_);
  }

 private:
  void add(const AwsCliCapture& source) {
    Capture capture;
    capture.source = &source;
    read_path(source.path, capture);
    const std::string_view text = context_.sources.text(source.file);
    capture.where = {source.file, 0, static_cast<std::uint32_t>(text.size())};
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    const bool is_json = begin != std::string_view::npos && (text[begin] == '{');
    if (is_json ? !read_json(capture, text) : !read_message(capture, text)) {
      return;
    }
    captures_.push_back(std::move(capture));
  }

  bool read_json(Capture& capture, std::string_view text) {
    JsonLimits limits = context_.options.json;
    limits.allow_comments = false;
    capture.root =
        parse_json(context_.sources, capture.source->file, context_.arena, issues_, limits);
    if (capture.root == nullptr) {
      return false;
    }
    if (text.find(kEncodedBrace) != std::string_view::npos) {
      capture.root = context_.arena.keep({decoded(*capture.root, context_.arena)});
    }
    capture.where = capture.root->where;
    if (capture.command == nullptr) {
      capture.command = recognise_command(*capture.root);
    }
    if (capture.command == nullptr) {
      ignore(capture);
      return false;
    }
    return true;
  }

  /// Nothing, or a message of AWS.
  bool read_message(Capture& capture, std::string_view text) {
    const bool is_empty = text.find_first_not_of(" \t\r\n") == std::string_view::npos;
    capture.error_code = aws_error_code(text);
    if (capture.command == nullptr) {
      ignore(capture);
      return false;
    }
    if (!is_empty && capture.error_code.empty()) {
      issues_.push_back(
          {.code = "capture.not-json",
           .message = "what " + in_backticks(capture.command->name) + " printed is not JSON",
           .hint = "capture it with `--output json`",
           .where = {capture.source->file, 0, 0}});
      return false;
    }
    const bool is_missing = is_empty ? capture.command->may_be_empty
                                     : has_word(capture.command->missing_codes, capture.error_code);
    capture.state = is_missing ? CaptureState::NotConfigured : CaptureState::Failed;
    return true;
  }

  void ignore(const Capture& capture) {
    issues_.push_back({.severity = Severity::Warning,
                       .code = "capture.unknown",
                       .message = "not the output of a command that is read here; ignored",
                       .hint = "a capture is named `SERVICE.COMMAND.ARGUMENT.json`",
                       .where = {capture.source->file, 0, 0}});
  }

  // Accounts

  void settle_accounts() {
    for (const Capture& capture : captures_) {
      if (capture.command->name == "sts.get-caller-identity" && capture.root != nullptr) {
        account_of_folder_[capture.folder] = member_text(*capture.root, "Account");
      }
    }
    std::set<std::string> known;
    for (Capture& capture : captures_) {
      if (capture.account.empty()) {
        capture.account = told_account(capture);
      }
      known.insert(capture.account);
    }
    known.erase("");
    for (Capture& capture : captures_) {
      const bool needs_none = capture.command->name.starts_with("organizations.");
      if (capture.account.empty() && !needs_none) {
        capture.account = known.size() == 1 ? *known.begin() : stand_in(capture);
      }
    }
  }

  std::string told_account(const Capture& capture) {
    for (std::string folder = capture.folder;;) {
      const auto found = account_of_folder_.find(folder);
      if (found != account_of_folder_.end() && is_account_id(found->second)) {
        return found->second;
      }
      if (folder.empty()) {
        break;
      }
      const std::size_t slash = folder.find_last_of('/');
      folder.resize(slash == std::string::npos ? 0 : slash);
    }
    if (const std::optional<std::string> given =
            given_account(context_.options, input_, capture.folder)) {
      return *given;
    }
    return capture.root != nullptr && names_accounts(*capture.command)
               ? account_in(*capture.root, 3)
               : std::string();
  }

  std::string stand_in(const Capture& capture) {
    if (imported_.stand_in_accounts.empty()) {
      imported_.stand_in_accounts.emplace_back(kStandInAccount);
      imported_.unknown.push_back({.attribute = "account",
                                   .reason = "whose captures these are is not told; " +
                                             std::string(kStandInAccount) + " stands for it",
                                   .remedy = "--account " + std::string(input_) + "=ID",
                                   .where = capture.where});
    }
    return std::string(kStandInAccount);
  }

  // Arguments

  void settle_arguments() {
    for (const Capture& capture : captures_) {
      note_names(capture);
    }
    std::vector<Capture> settled;
    for (Capture& capture : captures_) {
      const bool is_needed =
          !names_itself(*capture.command) || capture.state != CaptureState::Printed;
      if (capture.argument.empty() && is_needed &&
          capture.command->argument != CaptureArgument::None) {
        capture.argument = name_in_path(capture);
        if (capture.argument.empty()) {
          report_no_argument(capture);
          continue;
        }
      }
      settled.push_back(std::move(capture));
    }
    captures_ = std::move(settled);
  }

  void note_names(const Capture& capture) {
    if (!capture.argument.empty()) {
      names_[capture.command->argument].insert(capture.argument);
    }
    if (capture.root == nullptr) {
      return;
    }
    if (const JsonNode* const buckets = capture.root->find("Buckets")) {
      for (const JsonNode& bucket : *buckets) {
        names_[CaptureArgument::Bucket].emplace(member_text(bucket, "Name"));
      }
    } else if (const JsonNode* const key = capture.root->find("KeyMetadata")) {
      names_[CaptureArgument::Key].emplace(member_text(*key, "KeyId"));
    } else if (const JsonNode* const role = capture.root->find("Role")) {
      names_[CaptureArgument::Role].emplace(member_text(*role, "RoleName"));
    }
  }

  /// The longest name of its kind that stands in the path.
  std::string name_in_path(const Capture& capture) {
    std::string best;
    for (const std::string& name : names_[capture.command->argument]) {
      if (name.size() > best.size() && capture.source->path.find(name) != std::string::npos) {
        best = name;
      }
    }
    return best;
  }

  void report_no_argument(const Capture& capture) {
    const std::string_view what = capture.command->argument == CaptureArgument::Bucket   ? "bucket"
                                  : capture.command->argument == CaptureArgument::Key    ? "key"
                                  : capture.command->argument == CaptureArgument::Role   ? "role"
                                  : capture.command->argument == CaptureArgument::Policy ? "policy"
                                                                                         : "target";
    issues_.push_back(
        {.code = "capture.no-argument",
         .message =
             "which " + std::string(what) + " this is about is told by the file's name alone",
         .hint = "name it " + in_backticks(std::string(capture.command->name) + ".NAME.json"),
         .where = {capture.source->file, 0, 0}});
  }

  const ImportContext& context_;
  std::string_view input_;
  ImportedInput& imported_;
  Issues& issues_;
  std::vector<Capture> captures_;
  std::map<std::string, std::string> account_of_folder_;
  std::map<CaptureArgument, std::set<std::string>> names_;
};

}  // namespace

Result<ImportedInput> import_aws_cli(const ImportContext& context, std::string_view input,
                                     const std::vector<AwsCliCapture>& captures) {
  Issues issues;
  ImportedInput imported;
  imported.kind = InputKind::AwsCli;
  imported.name = input;
  std::vector<AwsCliCapture> sorted = captures;
  std::sort(sorted.begin(), sorted.end(),
            [](const AwsCliCapture& left, const AwsCliCapture& right) {
              return left.path < right.path;  // whatever order the disk has
            });
  const std::vector<Capture> collected =
      Collector(context, input, imported, issues).collect(sorted);
  if (collected.empty()) {
    issues.push_back({.code = "capture.none",
                      .message = "no captures of the AWS CLI in " + in_backticks(input),
                      .hint = "`replisim import --print-commands --bucket NAME` prints a script "
                              "that makes them"});
  }
  CaptureReader reader(context, imported, issues);
  reader.read(collected);
  const Draft& scenario = reader.finish();
  sort_issues(issues);
  const bool has_errors = std::any_of(issues.begin(), issues.end(), [](const Issue& issue) {
    return issue.severity == Severity::Error;
  });
  if (has_errors) {
    return issues;
  }
  imported.after = build(scenario, context.arena);
  return {std::move(imported), std::move(issues)};
}

}  // namespace replisim
