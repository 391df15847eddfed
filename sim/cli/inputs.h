#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/import/merge.h"
#include "model/scenario.h"
#include "sim/cli/arguments.h"
#include "sim/cli/console.h"

namespace replisim {

/// What `check` and `import` are told of their inputs.
struct InputArguments {
  /// Each a path, or `NAME=PATH`: the same template, deployed twice, needs two names.
  std::vector<std::string> inputs;
  std::vector<std::string> accounts;    ///< `NAME=ID`
  std::vector<std::string> parameters;  ///< `[INPUT:]NAME=VALUE`
  std::string region;
  bool allow_outside = false;

  /// Adds the options that are read into these.
  void add_to(Arguments& arguments);
};

/// Inputs of any kind as one world, with the texts that its places are in.
struct LoadedInputs {
  SourceMap sources;
  std::shared_ptr<JsonArena> arena = std::make_shared<JsonArena>();
  ImportOptions options;
  std::vector<ImportedInput> inputs;
  std::vector<Scenario> scenarios;  ///< own the trees of inputs that are scenarios
  MergedInputs merged;
  Scenario after;                  ///< the world that the inputs describe
  std::optional<Scenario> before;  ///< the one before the change; nothing if no input has one
  PlaceIndex places;
};

/// Finds out what each input is (a Terraform plan, state or test; a CloudFormation template; a
/// capture of the AWS CLI, or a folder of them; a scenario) and reads all of them. Null: at least
/// one cannot be read, or two contradict each other, and every fault was told.
std::unique_ptr<LoadedInputs> load_inputs(const InputArguments& arguments, const Console& console);

}  // namespace replisim
