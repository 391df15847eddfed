// Any bytes as a scenario, whose files are these bytes, too: read without a crash, every issue can
// be printed, and what is written from a scenario reads again as the same.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "model/scenario.h"

namespace replisim {
namespace {

/// Every path holds the same text; a few levels deep, it ends.
struct OneText : FileReader {
  std::string text;
  mutable int reads_left = 8;

  [[nodiscard]] std::optional<std::string> read(const std::string&) const override {
    return reads_left-- > 0 ? std::optional(text) : std::nullopt;
  }
};

constexpr ScenarioOptions kOptions = {
    .json = {.depth_max = 60, .nodes_max = 100'000},
    .events_max = 1'000,
    .variants_max = 50,
    .patched_nodes_max = 100'000,
    .variant_nodes_max = 1'000'000,
};

std::optional<Scenario> read(std::string text) {
  OneText files;
  files.text = std::move(text);
  SourceMap sources;
  Result<Scenario> result = read_scenario(sources, "s.json", files, kOptions);
  for (const Issue& issue : result.issues()) {
    format_issue(issue, sources);
  }
  return result ? std::optional(std::move(result).value()) : std::nullopt;
}

}  // namespace
}  // namespace replisim

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace replisim;
  const std::optional<Scenario> scenario =
      read(std::string(reinterpret_cast<const char*>(data), size));
  if (!scenario) {
    return 0;
  }
  const std::string written = write_scenario(scenario->base);
  const std::optional<Scenario> again = read(written);
  if (again && write_scenario(again->base) != written) {
    std::abort();
  }
  return 0;
}
