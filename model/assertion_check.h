#pragma once

#include <vector>

#include "model/issue.h"
#include "model/scenario.h"

namespace replisim {

/// Gives entries without an id one (`assert-3`), and reports ids that are given twice. `first` is
/// the number of the first entry.
void name_assertions(std::vector<Assertion>& assertions, std::size_t first,
                     const SourceMap& sources, Issues& issues);

/// What a variant or row asserts: an entry takes the place of the one with its id, or stands behind
/// all; one that has nothing but an id takes that one away.
void override_assertions(std::vector<Assertion>& assertions, std::vector<Assertion> own,
                         const SourceMap& sources, Issues& issues);

/// Names in assertions that nothing in the case has: events, buckets, rules, principals, actions,
/// keys; with the nearest one that there is.
void check_assertions(const ScenarioCase& scenario, Issues& issues);

}  // namespace replisim
