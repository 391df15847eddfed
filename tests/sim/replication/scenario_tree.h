#pragma once

#include <string>
#include <vector>

#include "model/scenario.h"
#include "sim/replication/simulation.h"

namespace replisim {

/// A scenario of the repository, read, and the texts that its places lie in.
struct TreeScenario {
  std::string path;  ///< from the top of the repository
  std::string text;
  SourceMap sources;
  Scenario scenario;

  /// The scenario itself and its variants.
  [[nodiscard]] std::vector<const ScenarioCase*> cases() const;
};

/// Every scenario below `folder`, by path.
std::vector<std::string> scenario_paths(const std::string& folder);
/// Reads one; the test fails where it cannot be read.
TreeScenario read_tree_scenario(const std::string& path);
/// The text of a file of the repository; empty if there is none.
std::string read_tree_file(const std::string& path);

/// A scenario written in a test: accounts 111111111111 with `src` and the role `replication`, and
/// 222222222222 with `dst`; `events` is the inside of its array.
SimulationResult play_events(const std::string& events);

}  // namespace replisim
