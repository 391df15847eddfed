#pragma once

#include <cstddef>
#include <string>

#include "model/scenario.h"
#include "sim/report/expectations.h"

namespace replisim {

/// So many requests are asked for one assertion; beyond, it is undecided.
inline constexpr std::size_t kAssertedRequestsMax = 50'000;

/// Tries what a case asserts of its world; in the order of the assertions, a mismatch for each
/// thing that does not hold or cannot be decided.
///
/// Each is tried in the world as it is at its moment: given, behind an event, or behind all. Rules
/// are tried with every kind of object that `plan_probes` knows. Cost: the events once for each
/// moment that is named, the probes once for each assertion about rules.
Mismatches judge_assertions(const ScenarioCase& scenario, const AssertionObserver& observer = {});

}  // namespace replisim
