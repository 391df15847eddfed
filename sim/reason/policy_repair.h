#pragma once

#include <optional>
#include <string>

#include "model/world.h"
#include "sim/reason/change.h"
#include "sim/reason/requirement_graph.h"
#include "sim/reason/scenario_places.h"

namespace replisim {

/// What repairs are made from: a case as it was played, watched.
struct RepairCase {
  const World& world;            ///< as it was played, before the first event
  const ScenarioPlaces& places;  ///< of the scenario as it was given
  const ReplicationAttempt& attempt;
  std::size_t event = 0;  ///< number of the event that it belongs to
  /// Texts from this number on are of changes that were made already.
  std::uint32_t first_own_text = SourceRange::kNoFile;
};

/// What makes a leaf about a policy hold, with no more rights than that takes: the action asked
/// for, objects below the rule's prefix, conditions on the service and the encryption context where
/// the policy's own statements have such. Nothing where nobody who is shown can do it: a policy
/// that AWS manages, one outside of the model.
std::optional<Change> repair_policy(const Requirement& requirement, const RepairCase& repair);

/// The same where the policy is not shown: what its owner has to allow. `pointer` is empty.
std::optional<Change> demand_of_owner(const Requirement& requirement, const RepairCase& repair);

/// The patch that adds all these statements and narrows all these denies.
class PatchBuilder;
void apply_policy_changes(const std::vector<Change>& changes, PatchBuilder& patch);

/// Statements of one policy as one: those of the same principal, conditions and resources with all
/// their actions, those of the same actions with all their resources.
std::vector<NewStatement> united(std::vector<NewStatement> statements);

/// A statement as JSON.
std::string statement_json(const NewStatement& statement);

/// Of a rule of the case; null if it is not found.
const ReplicationRule* find_rule(const World& world, SourceRange where);

}  // namespace replisim
