#include "sim/cli/inputs.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <istream>
#include <iterator>
#include <system_error>
#include <utility>

#include "model/arn.h"
#include "model/import/aws_cli.h"
#include "model/import/cloudformation.h"
#include "model/import/detect.h"
#include "model/import/terraform.h"
#include "sim/files/files.h"

namespace replisim {
namespace {

namespace fs = std::filesystem;

/// No folder of captures has as many files: one that has is another folder.
constexpr std::size_t kCaptureFilesMax = 100'000;

/// An input as it was given.
struct GivenInput {
  std::string name;  ///< what `--account` and `--parameter` call it
  std::string path;
};

GivenInput read_given(const std::string& text) {
  std::error_code error;
  const std::size_t equals = text.find('=');
  const bool has_name = equals != std::string::npos && equals > 0 && !fs::exists(text, error);
  return has_name ? GivenInput{text.substr(0, equals), text.substr(equals + 1)}
                  : GivenInput{text, text};
}

/// The regular files below a folder, hidden ones left out, in the order of their names.
std::vector<std::string> files_below(const std::string& folder, std::string& fault) {
  std::error_code error;
  std::vector<std::string> paths;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    const bool is_hidden = entry->path().filename().string().starts_with('.');
    if (is_hidden) {
      entry.disable_recursion_pending();
    } else if (!entry->is_symlink(error) && entry->is_regular_file(error)) {
      paths.push_back(entry->path().lexically_relative(folder).generic_string());
    }
    if (paths.size() > kCaptureFilesMax) {
      fault = "has more than " + std::to_string(kCaptureFilesMax) + " files";
      return {};
    }
  }
  fault = error ? error.message() : std::string();
  std::sort(paths.begin(), paths.end());
  return paths;
}

class InputLoader {
 public:
  InputLoader(const InputArguments& arguments, const Console& console, LoadedInputs& loaded)
      : arguments_(arguments),
        console_(console),
        loaded_(loaded),
        context_{loaded.sources, *loaded.arena, loaded.options} {}

  bool load();

 private:
  bool read_options();
  bool read_pairs(const std::vector<std::string>& pairs, std::string_view option, std::size_t at,
                  ImportOptions::Names& names);
  void read(const GivenInput& given);
  void read_folder(const GivenInput& given);
  void read_file(const GivenInput& given);
  void sort_in(const GivenInput& given, InputKind kind, std::string text);
  void read_scenario_file(const GivenInput& given, std::string text);
  void import_captures(const GivenInput& given, const std::vector<AwsCliCapture>& captures);
  void import_all();
  void merge();
  void fail(const std::string& message, const std::string& hint = "") {
    console_.error(message, hint);
    is_good_ = false;
  }
  /// Warnings are told with the errors; false if there is no value.
  template <typename T>
  bool take(const Result<T>& result) {
    issues_.insert(issues_.end(), result.issues().begin(), result.issues().end());
    is_good_ = is_good_ && static_cast<bool>(result);
    return static_cast<bool>(result);
  }

  const InputArguments& arguments_;
  const Console& console_;
  LoadedInputs& loaded_;
  ImportContext context_;
  std::vector<TerraformFile> terraform_;
  std::vector<CloudFormationStack> stacks_;
  Issues issues_;
  bool is_good_ = true;
};

/// `NAME=VALUE` pairs; `at` says whether the first or the last `=` divides them.
bool InputLoader::read_pairs(const std::vector<std::string>& pairs, std::string_view option,
                             std::size_t at, ImportOptions::Names& names) {
  for (const std::string& pair : pairs) {
    const std::size_t equals = at == 0 ? pair.find('=') : pair.rfind('=');
    if (equals == std::string::npos || equals == 0) {
      std::string message = "`";
      message.append(option).append(" ").append(pair).append("` is not NAME=VALUE");
      fail(message);
      return false;
    }
    names[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  return true;
}

bool InputLoader::read_options() {
  ImportOptions& options = loaded_.options;
  options.region = arguments_.region;
  constexpr std::size_t kFirst = 0;
  constexpr std::size_t kLast = 1;
  bool is_read = read_pairs(arguments_.accounts, "--account", kLast, options.accounts);
  is_read = read_pairs(arguments_.parameters, "--parameter", kFirst, options.parameters) && is_read;
  for (const auto& [name, id] : options.accounts) {
    if (!is_account_id(id)) {
      fail(std::string("`--account ")
               .append(name)
               .append("=")
               .append(id)
               .append("`: an account id has 12 digits"));
      is_read = false;
    }
  }
  return is_read;
}

void InputLoader::import_captures(const GivenInput& given,
                                  const std::vector<AwsCliCapture>& captures) {
  Result<ImportedInput> input = import_aws_cli(context_, given.name, captures);
  if (take(input)) {
    loaded_.inputs.push_back(std::move(input).value());
  }
}

void InputLoader::read_folder(const GivenInput& given) {
  std::string fault;
  std::vector<AwsCliCapture> captures;
  for (const std::string& path : files_below(given.path, fault)) {
    const std::string whole = (fs::path(given.path) / path).generic_string();
    FileText file = read_regular_file(whole);
    std::optional<std::string> text =
        file.text ? decode_text(std::move(*file.text)) : std::optional<std::string>();
    if (!text) {
      fail("`" + whole + "` " + (file.refusal.empty() ? "is broken UTF-16" : file.refusal));
      continue;
    }
    captures.push_back({path, loaded_.sources.add(whole, std::move(*text))});
  }
  if (!fault.empty()) {
    fail("`" + given.path + "`: " + fault);
  } else if (captures.empty()) {
    fail("`" + given.path + "` has no files",
         "a folder is taken for captures of the AWS CLI: see `replisim import --print-commands`");
  } else {
    import_captures(given, captures);
  }
}

/// A scenario and the files that it names; standard input was read already.
class ScenarioInputFiles : public FileReader {
 public:
  ScenarioInputFiles(const DiskFiles& disk, const std::string& path, std::string text)
      : disk_(disk), path_(path), text_(std::move(text)) {}
  [[nodiscard]] std::optional<std::string> read(const std::string& path) const override {
    return path == path_ ? std::optional(text_) : disk_.read(path);
  }

 private:
  const DiskFiles& disk_;
  const std::string& path_;
  std::string text_;
};

void InputLoader::read_scenario_file(const GivenInput& given, std::string text) {
  const DiskFiles disk(
      given.path,
      arguments_.allow_outside ? DiskFiles::Reach::Everywhere : DiskFiles::Reach::ScenarioFolder,
      console_.in);
  const ScenarioInputFiles files(disk, given.path, std::move(text));
  ScenarioOptions options;
  options.allow_outside = arguments_.allow_outside;
  Result<Scenario> scenario = read_scenario(loaded_.sources, given.path, files, options);
  Issues issues = scenario.issues();
  disk.tell_why(issues, loaded_.sources);
  issues_.insert(issues_.end(), issues.begin(), issues.end());
  if (!scenario) {
    is_good_ = false;
    return;
  }
  ImportedInput input;
  input.kind = InputKind::Scenario;
  input.name = given.name;
  input.after = scenario.value().base.root;
  loaded_.inputs.push_back(std::move(input));
  loaded_.scenarios.push_back(std::move(scenario).value());
}

void InputLoader::sort_in(const GivenInput& given, InputKind kind, std::string text) {
  switch (kind) {
    case InputKind::TerraformPlan:
    case InputKind::TerraformState:
    case InputKind::TerraformTest: terraform_.push_back({given.name, std::move(text)}); break;
    case InputKind::CloudFormation: {
      const std::uint32_t file = loaded_.sources.add(given.path, std::move(text));
      stacks_.push_back(cloudformation_stack(loaded_.options, given.name, file));
      break;
    }
    case InputKind::AwsCli: {
      const std::uint32_t file = loaded_.sources.add(given.path, std::move(text));
      import_captures(given, {{fs::path(given.path).filename().generic_string(), file}});
      break;
    }
    case InputKind::Scenario: read_scenario_file(given, std::move(text)); break;
  }
}

void InputLoader::read_file(const GivenInput& given) {
  FileText file;
  if (given.path == "-") {
    file.text = std::string(std::istreambuf_iterator<char>(console_.in), {});
  } else {
    file = read_regular_file(given.path);
  }
  std::optional<std::string> text =
      file.text ? decode_text(std::move(*file.text)) : std::optional<std::string>();
  if (!text) {
    fail("`" + given.path + "` " + (file.refusal.empty() ? "is broken UTF-16" : file.refusal));
    return;
  }
  const std::optional<InputKind> kind = detect_input(*text);
  if (!kind) {
    fail("`" + given.path + "` is none of the inputs that can be read",
         "they are: JSON of `terraform show -json`, a Terraform state, a CloudFormation template, "
         "what the AWS CLI printed, a scenario");
    return;
  }
  sort_in(given, *kind, std::move(*text));
}

void InputLoader::read(const GivenInput& given) {
  std::error_code error;
  if (fs::is_directory(given.path, error)) {
    read_folder(given);
  } else {
    read_file(given);
  }
}

/// Plans see the configuration of others, and stacks import values of each other.
void InputLoader::import_all() {
  if (!terraform_.empty()) {
    Result<std::vector<ImportedInput>> inputs = import_terraform(context_, std::move(terraform_));
    if (take(inputs)) {
      std::move(inputs.value().begin(), inputs.value().end(), std::back_inserter(loaded_.inputs));
    }
  }
  if (!stacks_.empty()) {
    Result<ImportedInput> input = import_cloudformation(context_, stacks_);
    if (take(input)) {
      loaded_.inputs.push_back(std::move(input).value());
    }
  }
}

void InputLoader::merge() {
  if (loaded_.scenarios.size() == 1 && loaded_.inputs.size() == 1) {
    loaded_.merged.after = loaded_.inputs.front().after;
    loaded_.after = loaded_.scenarios.front();
    return;
  }
  Result<MergedInputs> merged = merge_inputs(context_, loaded_.inputs);
  if (!take(merged)) {
    return;
  }
  loaded_.merged = std::move(merged).value();
  Result<Scenario> after =
      read_scenario_tree(loaded_.sources, loaded_.arena, *loaded_.merged.after);
  if (take(after)) {
    loaded_.after = std::move(after).value();
  }
  if (loaded_.merged.before != nullptr) {
    Result<Scenario> before =
        read_scenario_tree(loaded_.sources, loaded_.arena, *loaded_.merged.before);
    if (take(before)) {
      loaded_.before = std::move(before).value();
    }
  }
}

bool InputLoader::load() {
  if (!read_options()) {
    return false;
  }
  for (const std::string& input : arguments_.inputs) {
    read(read_given(input));
  }
  if (is_good_) {
    import_all();
  }
  if (is_good_) {
    merge();
  }
  console_.report(std::move(issues_), loaded_.sources);
  loaded_.places = PlaceIndex(loaded_.inputs);
  return is_good_;
}

}  // namespace

void InputArguments::add_to(Arguments& arguments) {
  arguments.option("--account", "NAME=ID", accounts,
                   "the account of an input, of a provider (aws.replica) or of both "
                   "(plan.json:aws.replica)");
  arguments.option("--region", "REGION", region, "the Region, where an input does not say");
  arguments.option("--parameter", "[INPUT:]NAME=VALUE", parameters,
                   "the value of a parameter of CloudFormation templates");
  arguments.flag("--allow-outside", allow_outside,
                 "files that a scenario names may stand outside of its folder");
}

std::unique_ptr<LoadedInputs> load_inputs(const InputArguments& arguments, const Console& console) {
  auto loaded = std::make_unique<LoadedInputs>();
  const bool is_read = InputLoader(arguments, console, *loaded).load();
  return is_read ? std::move(loaded) : nullptr;
}

}  // namespace replisim
