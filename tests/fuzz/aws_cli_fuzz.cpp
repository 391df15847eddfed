// Any bytes as a directory of captures: files end at the byte 0x1E, each begins with the line of
// its path. Read without a crash, and what comes of it can be merged and read.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/import/aws_cli.h"
#include "model/import/detect.h"
#include "model/import/merge.h"
#include "model/scenario.h"

namespace replisim {
namespace {

std::vector<AwsCliCapture> split(std::string_view data, SourceMap& sources) {
  std::vector<AwsCliCapture> captures;
  while (!data.empty()) {
    const std::string_view file = data.substr(0, data.find('\x1e'));
    data.remove_prefix(std::min(file.size() + 1, data.size()));
    const std::size_t line_end = std::min(file.find('\n'), file.size());
    const std::string path(file.substr(0, line_end));
    const std::string text(file.substr(std::min(line_end + 1, file.size())));
    static_cast<void>(detect_input(text));
    captures.push_back({path, sources.add(path, text)});
  }
  return captures;
}

}  // namespace
}  // namespace replisim

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace replisim;
  SourceMap sources;
  const auto arena = std::make_shared<JsonArena>();
  ImportOptions options;
  options.json = {.depth_max = 60, .nodes_max = 10'000};
  ImportContext context{sources, *arena, options};
  const std::vector<AwsCliCapture> captures =
      split({reinterpret_cast<const char*>(data), size}, sources);
  Result<ImportedInput> input = import_aws_cli(context, "captures", captures);
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
