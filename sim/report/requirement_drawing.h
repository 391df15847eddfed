#pragma once

#include <string>

#include "sim/reason/requirement_graph.h"
#include "sim/report/drawing.h"

namespace replisim {

struct RequirementDrawingOptions {
  /// Also below what held: otherwise a check that passed is one node.
  bool shows_all = false;
  /// What held beside something that did not is counted, in one node.
  bool counts_passed = false;
};

/// Adds the graph of an attempt to a drawing, as a group of its own: what had to hold, from the
/// replica on the left to single policies on the right, and what of it did not. `sources`: for the
/// places of statements.
void draw_requirements(const RequirementGraph& graph, const std::string& title,
                       const SourceMap& sources, const RequirementDrawingOptions& options,
                       Drawing& drawing);

/// Nodes with their state, check and place, and which stand below which.
std::string requirements_json(const std::string& file, const std::string& variant_id,
                              const std::string& event_id,
                              const std::vector<ReplicationAttempt>& attempts,
                              const SourceMap& sources);

}  // namespace replisim
