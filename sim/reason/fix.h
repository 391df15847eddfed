#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/json_document.h"
#include "model/scenario.h"
#include "sim/reason/change.h"
#include "sim/replication/attempt.h"

namespace replisim {

struct FixOptions {
  std::string event_id;  ///< only what became of this event; empty: of all
  /// Times that what was mended so far is played again, to find what fails next.
  std::uint32_t rounds_max = 100;
};

/// A destination of an event that no change of ours reaches.
struct Unmended {
  std::string event_id;
  std::size_t event = 0;    ///< number of the outcome
  std::size_t attempt = 0;  ///< of the outcome
  std::string reason;       ///< failure reason or NOT_ELIGIBLE code
  ReplicationResult result = ReplicationResult::Failed;
  /// The reason of the check that no change mends; empty if each could be mended, but all of it
  /// together does not work or breaks something that works.
  std::string beyond;
  /// What owners of what is not in the scenario have to allow, for all that is known.
  std::vector<Change> demands;
};

/// A destination of an event that the change mends; without bucket and key an event that was
/// refused and is not any more.
struct Mended {
  std::string event_id;
  std::string destination_bucket;
  std::string key;

  bool operator==(const Mended&) const = default;
};

/// The smallest change that was found, already applied and played again.
struct Fix {
  std::vector<Change> changes;   ///< by account: the source's first; empty: none, or none is needed
  std::vector<PatchStep> patch;  ///< RFC 6902 on the scenario with its `$file`s in place
  std::vector<Mended> mended;
  std::vector<Unmended> unmended;
  std::string source_account;  ///< of the first bucket that replicates: "you"
  SimulationResult before;     ///< watched
  SimulationResult after;      ///< with the change; empty if there is none
};

/// Whether something has to be done about an attempt: it failed, or it was not taken up though its
/// rule was meant for it. What S3 leaves out by design is no failure.
bool wants_mending(const ReplicationAttempt& attempt);

/// The smallest change that makes every failed replica succeed, found by search over the
/// requirement graphs of a watched run: what their frontiers lack is added, all of it is played
/// again until nothing fails any more, and then everything that can be left out again is. So each
/// part of the result is needed, and nothing that worked before is broken.
///
/// Texts of the change are added to `sources`, which the case was read with; `arena` is the
/// scenario's. Costs one run of the case for each part found, about three times over.
Fix find_fix(SourceMap& sources, const std::shared_ptr<JsonArena>& arena,
             const ScenarioCase& scenario, const FixOptions& options = {});

/// The tree of a case with a patch applied; null where it does not apply.
const JsonNode* apply_patch(SourceMap& sources, JsonArena& arena, const JsonNode& root,
                            const std::vector<PatchStep>& patch);

/// The patch of these changes, on the tree as it is.
std::vector<PatchStep> patch_of(SourceMap& sources, JsonArena& arena, const JsonNode& root,
                                const std::vector<Change>& changes);

}  // namespace replisim
