// Uses the installed package as somebody else would: plays a scenario and tells what became of it.

#include <fstream>
#include <iostream>
#include <iterator>
#include <optional>
#include <string>

#include "model/scenario.h"
#include "sim/replication/simulation.h"
#include "sim/report/expectations.h"
#include "sim/report/explanation.h"

namespace {

struct Disk : replisim::FileReader {
  std::optional<std::string> read(const std::string& path) const override {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
      return std::nullopt;
    }
    return std::string(std::istreambuf_iterator<char>(in), {});
  }
};

void print(const replisim::Played& played, const replisim::EventOutcome& outcome) {
  for (const replisim::Explanation& explanation : replisim::explain(played, outcome)) {
    std::cout << explanation.event_id << ": " << explanation.answer << "\n";
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: install_user SCENARIO\n";
    return 2;
  }
  replisim::SourceMap sources;
  const auto scenario = replisim::read_scenario(sources, argv[1], Disk());
  for (const replisim::Issue& issue : scenario.issues()) {
    std::cerr << replisim::format_issue(issue, sources);
  }
  if (!scenario) {
    return 2;
  }
  const replisim::ScenarioCase& base = scenario.value().base;
  const replisim::SimulationResult result = replisim::simulate(base, {.watch = true});
  for (const replisim::EventOutcome& outcome : result.events) {
    print({base, result, sources}, outcome);
  }
  return replisim::judge(base, result).mismatches.empty() ? 0 : 1;
}
