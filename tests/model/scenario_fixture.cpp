#include "tests/model/scenario_fixture.h"

#include <fstream>
#include <iterator>

namespace replisim {

std::optional<std::string> MemoryFiles::read(const std::string& path) const {
  const auto found = texts.find(path);
  return found == texts.end() ? std::nullopt : std::optional(found->second);
}

std::optional<std::string> DiskFiles::read(const std::string& path) const {
  std::ifstream in(path, std::ios::binary);
  return in ? std::optional(std::string(std::istreambuf_iterator<char>(in), {})) : std::nullopt;
}

std::string ReadScenario::text() const {
  std::string text;
  for (const Issue& issue : issues) {
    text += format_issue(issue, sources);
  }
  return text;
}

std::vector<std::string> ReadScenario::places() const {
  constexpr std::string_view kName = "s.json:";
  std::vector<std::string> places;
  for (const Issue& issue : issues) {
    std::string place = sources.format(issue.where);
    place.erase(0, place.starts_with(kName) ? kName.size() : 0);
    places.push_back(place + " " + issue.code);
  }
  return places;
}

ReadScenario read_files(const MemoryFiles& files, const ScenarioOptions& options) {
  ReadScenario read;
  Result<Scenario> result = read_scenario(read.sources, "s.json", files, options);
  read.issues = result.issues();
  if (result) {
    read.scenario = std::move(result).value();
  }
  return read;
}

ReadScenario read_text(std::string text, const ScenarioOptions& options) {
  return read_files(MemoryFiles({{"s.json", std::move(text)}}), options);
}

ReadScenario read_members(const std::string& members, const ScenarioOptions& options) {
  return read_text(R"({"format": "replisim/1",)" + ("\n" + members) + "}", options);
}

ReadScenario read_account(const std::string& members) {
  return read_members(R"("accounts": [{"Id": "111111111111",)" + ("\n" + members) + "}]");
}

ReadScenario read_event(const std::string& operation, const std::string& params) {
  return read_members(R"("events": [{"operation": ")" + operation + R"(", "params":)" + "\n" +
                      params + "}]");
}

}  // namespace replisim
