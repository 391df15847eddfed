#pragma once

#include <string>
#include <vector>

#include "model/scenario.h"
#include "sim/reason/reach.h"
#include "sim/reason/topology.h"
#include "sim/report/drawing.h"
#include "sim/report/style.h"

namespace replisim {

/// A picture with more nodes than this draws what is alike as one.
inline constexpr std::size_t kDrawnNodesMax = 40;

/// The picture of a topology: accounts as frames, loops and chains marked and told below it.
/// `nodes_max`: see `group_alike`.
Drawing draw_topology(const Topology& topology, const World& world, const std::string& title,
                      std::size_t nodes_max = kDrawnNodesMax);

std::string topology_json(const std::string& file, const std::string& variant_id,
                          const Topology& topology, const SourceMap& sources);

/// Regions that nothing may end up in: names, or patterns with `*`.
struct ResidencyRule {
  std::vector<std::string> forbidden_regions;
  bool counts_batch = false;  ///< what only a batch job that nobody starts would carry counts, too
};

enum class Residency : std::uint8_t { Kept, NotKnown, Broken };

struct ReachReport {
  std::string file;
  std::string variant_id;
  const World& world;
  const std::vector<Reach>& reaches;
  const ResidencyRule& rule;
  const SourceMap& sources;
};

/// Whether nothing ends up where it may not; not known: the Region of a bucket is not told.
Residency judge_residency(const ReachReport& report);

/// `by rule r to b, then c by …`: how an object comes there.
std::string way_phrase(const ReachedBucket& reached);

std::string reach_text(const ReachReport& report, const TextStyle& style);
std::string reach_json(const ReachReport& report);

}  // namespace replisim
