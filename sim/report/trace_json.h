#pragma once

#include <nlohmann/json_fwd.hpp>

#include "sim/iam/trace.h"

namespace replisim {

/// The whole trace: every policy, every statement looked at, each element with whether it matched
/// and each condition with the values found; near misses first in `NearMisses`.
nlohmann::ordered_json trace_json(const Trace& trace);

}  // namespace replisim
