#pragma once

#include <memory>
#include <string>

#include "model/scenario.h"
#include "sim/cli/console.h"

namespace replisim {

/// A scenario with the texts that its places are in.
struct LoadedScenario {
  std::string path;
  SourceMap sources;
  Scenario scenario;
};

struct LoadOptions {
  bool allow_outside = false;  ///< `$file` and links may leave the scenario's folder
};

/// Reads a scenario from the disk, or from standard input where the path is `-`. Null: it could not
/// be read, and every fault was told.
std::unique_ptr<LoadedScenario> load_scenario(const std::string& path, const LoadOptions& options,
                                              const Console& console);

/// The scenario itself, or one of its variants by id. Null: there is no such variant, and that was
/// told.
const ScenarioCase* choose_case(const LoadedScenario& loaded, const std::string& variant_id,
                                const Console& console);

/// False: the case has no such event, and that was told.
bool has_event(const LoadedScenario& loaded, const ScenarioCase& chosen,
               const std::string& event_id, const Console& console);

/// What most commands begin with.
struct CaseChoice {
  const std::string& path;
  const std::string& variant_id;  ///< empty: the scenario itself
  const std::string& event_id;    ///< empty: no event was asked for
  bool allow_outside = false;
};

struct LoadedCase {
  std::unique_ptr<LoadedScenario> loaded;
  const ScenarioCase* chosen = nullptr;  ///< in `loaded`; null: there is none, and that was told
};

LoadedCase load_case(const CaseChoice& choice, const Console& console);

}  // namespace replisim
