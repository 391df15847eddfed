// Any bytes as YAML: read without a crash, within its limits; every place lies in the text, and
// what is read can be written as JSON.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "model/import/yaml_document.h"

namespace replisim {
namespace {

void check_places(const JsonNode& node, std::size_t size) {
  if (node.where.begin > node.where.end || node.where.end > size || node.key_where.end > size) {
    if (node.where.is_known()) {
      std::abort();
    }
  }
  for (const JsonNode& child : node) {
    check_places(child, size);
  }
}

}  // namespace
}  // namespace replisim

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace replisim;
  SourceMap sources;
  JsonArena arena;
  Issues issues;
  const std::uint32_t file =
      sources.add("t.yaml", std::string(reinterpret_cast<const char*>(data), size));
  const JsonNode* const root = parse_yaml(sources, file, arena, issues, {.nodes_max = 10'000});
  for (const Issue& issue : issues) {
    format_issue(issue, sources);
  }
  if (root == nullptr) {
    return 0;
  }
  check_places(*root, size);
  const std::uint32_t again = sources.add("t.json", to_json_text(*root));
  Issues json_issues;
  if (issues.empty() && parse_json(sources, again, arena, json_issues) == nullptr) {
    std::abort();
  }
  return 0;
}
