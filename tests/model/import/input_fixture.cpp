#include "tests/model/import/input_fixture.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include <gtest/gtest.h>

#include "model/import/aws_cli.h"
#include "sim/replication/simulation.h"

namespace replisim {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  EXPECT_TRUE(in.good()) << path;
  return {std::istreambuf_iterator<char>(in), {}};
}

fs::path data_folder(const std::string& name) {
  return fs::path(REPLISIM_SOURCE_DIR) / "tests" / "data" / name;
}

Imported nothing_yet() {
  Imported imported;
  imported.sources = std::make_shared<SourceMap>();
  imported.arena = std::make_shared<JsonArena>();
  return imported;
}

void note(Imported& imported, const Issues& issues) {
  for (const Issue& issue : issues) {
    imported.codes.push_back(issue.code);
    imported.issues += format_issue(issue, *imported.sources) + "\n";
  }
}

/// Merges, as every input is, and reads the scenario.
void finish(Imported& imported, const ImportOptions& options, Result<ImportedInput> input) {
  note(imported, input.issues());
  if (!input) {
    return;
  }
  imported.inputs.push_back(std::move(input).value());
  ImportContext context{*imported.sources, *imported.arena, options};
  Result<MergedInputs> merged = merge_inputs(context, imported.inputs);
  note(imported, merged.issues());
  if (!merged) {
    return;
  }
  imported.merged = std::move(merged).value();
  Result<Scenario> scenario =
      read_scenario_tree(*imported.sources, imported.arena, *imported.merged->after);
  note(imported, scenario.issues());
  if (scenario) {
    imported.scenario = std::move(scenario).value();
  }
}

}  // namespace

Imported import_templates(const std::vector<TemplateFile>& templates,
                          const ImportOptions::Names& parameters) {
  Imported imported = nothing_yet();
  ImportOptions options;
  options.parameters = parameters;
  std::vector<CloudFormationStack> stacks;
  for (const TemplateFile& file : templates) {
    const std::uint32_t number = imported.sources->add(file.name, file.text);
    CloudFormationStack stack = cloudformation_stack(options, file.name, number);
    stack.account = file.account;
    stack.region = file.region;
    stacks.push_back(std::move(stack));
  }
  const ImportContext context{*imported.sources, *imported.arena, options};
  finish(imported, options, import_cloudformation(context, stacks));
  return imported;
}

Imported import_template(std::string text, const ImportOptions::Names& parameters) {
  return import_templates({{"t.yaml", std::move(text)}}, parameters);
}

Imported import_bucket(const std::string& properties, const std::string& sections,
                       const ImportOptions::Names& parameters) {
  return import_template(sections +
                             "Resources:\n"
                             "  Bucket:\n"
                             "    Type: AWS::S3::Bucket\n"
                             "    Properties:\n" +
                             properties,
                         parameters);
}

TemplateFile template_file(const std::string& name, std::string account) {
  return {name, read_file(data_folder("cloudformation") / name), std::move(account)};
}

std::string outcomes(const ScenarioCase& scenario) {
  std::string text;
  for (const EventOutcome& event : simulate(scenario).events) {
    text += event.error.empty() ? "" : event.error + "\n";
    for (const ReplicationAttempt& attempt : event.attempts) {
      text += std::string(to_string(attempt.result));
      if (attempt.replica) {
        text += " " + attempt.destination_bucket + " " +
                std::string(to_string(attempt.replica->encryption)) + " " +
                attempt.replica->kms_key_id;
      } else {
        text += " " + attempt.reason + " " + attempt.denied_action;
      }
      text.erase(text.find_last_not_of(' ') + 1);
      text += "\n";
    }
  }
  return text;
}

std::string upload(const Imported& imported, const std::string& bucket, const std::string& key,
                   std::string_view clock) {
  if (!imported.scenario) {
    return imported.issues;
  }
  ScenarioCase scenario = imported.scenario->base;
  scenario.clock = parse_rfc3339(clock).value_or(scenario.clock);
  scenario.events = {
      {.id = "upload", .at = scenario.clock, .operation = PutObject{.object = {bucket, key}}}};
  return outcomes(scenario);
}

Imported import_captures(const CaptureFiles& files, const ImportOptions& options) {
  Imported imported = nothing_yet();
  std::vector<AwsCliCapture> captures;
  for (const auto& [path, text] : files) {
    captures.push_back({path, imported.sources->add(path, text)});
  }
  const ImportContext context{*imported.sources, *imported.arena, options};
  finish(imported, options, import_aws_cli(context, "captures", captures));
  return imported;
}

CaptureFiles capture_files(const std::string& directory) {
  CaptureFiles files;
  const fs::path folder = data_folder("captures") / directory;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) {
      files[fs::relative(entry.path(), folder).generic_string()] = read_file(entry.path());
    }
  }
  return files;
}

}  // namespace replisim
