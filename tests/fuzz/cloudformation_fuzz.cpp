// Any bytes as a CloudFormation template, deployed twice: translated without a crash, within its
// limits, and what comes of it can be merged and read, or its faults can be printed.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "model/import/cloudformation.h"
#include "model/import/merge.h"
#include "model/scenario.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace replisim;
  SourceMap sources;
  const auto arena = std::make_shared<JsonArena>();
  ImportOptions options;
  options.json = {.depth_max = 60, .nodes_max = 10'000};
  ImportContext context{sources, *arena, options};
  const std::uint32_t file =
      sources.add("t.yaml", std::string(reinterpret_cast<const char*>(data), size));
  CloudFormationStack first = cloudformation_stack(options, "t.yaml", file);
  CloudFormationStack second = first;
  first.account = "111111111111";
  first.region = "eu-west-1";
  Result<ImportedInput> input = import_cloudformation(
      context, {first, second},
      {.steps_max = 100'000, .text_bytes_max = 1'000'000, .yaml = {.nodes_max = 10'000}});
  for (const Issue& issue : input.issues()) {
    format_issue(issue, sources);
  }
  if (!input) {
    return 0;
  }
  const Result<MergedInputs> merged = merge_inputs(context, {std::move(input).value()});
  if (merged) {
    const Result<Scenario> scenario = read_scenario_tree(sources, arena, *merged.value().after);
    for (const Issue& issue : scenario.issues()) {
      format_issue(issue, sources);
    }
  }
  return 0;
}
