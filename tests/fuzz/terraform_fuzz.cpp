// Plans, states and logs of tests: whatever the bytes, there is a world or a reason.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "model/import/merge.h"
#include "model/import/terraform.h"
#include "model/scenario.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace replisim;
  SourceMap sources;
  const auto arena = std::make_shared<JsonArena>();
  ImportOptions options;
  options.json.nodes_max = 100'000;
  ImportContext context{sources, *arena, options};
  std::vector<TerraformFile> files;
  files.push_back({"plan.json", std::string(reinterpret_cast<const char*>(data), size)});
  const Result<std::vector<ImportedInput>> inputs = import_terraform(context, std::move(files));
  if (!inputs) {
    return 0;
  }
  const Result<MergedInputs> merged = merge_inputs(context, inputs.value());
  if (merged) {
    static_cast<void>(read_scenario_tree(sources, arena, *merged.value().after));
  }
  return 0;
}
