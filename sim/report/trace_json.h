#pragma once

#include "sim/iam/trace.h"

namespace replisim {

class JsonWriter;

/// The whole trace: every policy, every statement looked at, each element with whether it matched
/// and each condition with the values found; near misses first in `NearMisses`.
void write_trace(JsonWriter& json, const Trace& trace);

}  // namespace replisim
