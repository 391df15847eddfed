#pragma once

#include <string>

#include "sim/iam/placed_policy.h"
#include "sim/reason/mutation.h"

namespace replisim {

// Changes that change nothing: no test can notice them. What is said here is proved from what the
// policies say, for every request; where no proof is found nothing is said.

/// Why no request is decided differently by the policy once it is changed, for people: `statement 2
/// says it already`. Empty: that cannot be shown, or the place is not in the policy.
[[nodiscard]] std::string equivalence_of(const Mutation& mutation, const PlacedPolicy& policy);

/// The same of a whole case, settings included: why nothing that can happen in it is any different.
[[nodiscard]] std::string equivalence_of(const Mutation& mutation, const ScenarioCase& scenario);

}  // namespace replisim
