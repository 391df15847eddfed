#pragma once

#include <vector>

#include "sim/replication/attempt.h"
#include "sim/replication/run.h"

namespace replisim {

/// Findings about the world as it is given: settings that are not known, what AWS would have
/// refused to store, and what misleads (section 11 of the dossier).
std::vector<Diagnostic> check_world(Run& run);

/// Adds the findings that came up while the events were played, each once.
void add_findings(SimulationResult& result);

}  // namespace replisim
