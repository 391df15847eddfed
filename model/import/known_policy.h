#pragma once

#include <vector>

#include "model/import/tree_builder.h"
#include "model/json_document.h"

namespace replisim {

/// What is known of a policy.
struct KnownPolicy {
  Draft policy;
  /// The values that are unknown; empty if all of it is known.
  std::vector<JsonNode> unknown;
};

/// Takes what is unknown (nodes of kind `Null`) out of a policy so that what remains holds whatever
/// it turns out to be: an element of a list of actions, resources or principals goes alone, a
/// statement whose reach depends on it goes as a whole. Account ids spelled as numbers become
/// texts.
KnownPolicy known_policy(const JsonNode& policy);

/// The same as a member of the scenario: incomplete where something is unknown.
Draft policy_draft(const KnownPolicy& known, SourceRange where);

}  // namespace replisim
