#pragma once

#include <cstddef>
#include <vector>

#include "model/import/tree_builder.h"
#include "model/json_document.h"

namespace replisim {

/// What is known of a policy.
struct KnownPolicy {
  Draft policy;
  /// Statements that are wider than what they stand for.
  std::vector<std::size_t> uncertain;
  /// Further statements may stand there.
  bool is_incomplete = false;
  /// The values that are unknown.
  std::vector<JsonNode> unknown;
};

/// Takes what is unknown (nodes of kind `Null`) out of a policy so that what remains holds whatever
/// it turns out to be. A statement of whose actions, resources or principals some are unknown stays
/// with the others; beside it, or instead of it where nothing else is known or where a condition or
/// an exception is not, stands one that is wide enough, and uncertain. Numbers become texts.
KnownPolicy known_policy(const JsonNode& policy);

/// The same as a member of the scenario.
Draft policy_draft(const KnownPolicy& known, SourceRange where);

}  // namespace replisim
