#pragma once

#include <string>
#include <vector>

#include "sim/report/explanation.h"
#include "sim/report/text.h"

namespace replisim {

// One page, whole in itself: no script, nothing is fetched. Light or dark as the reader has it,
// printable, usable by keyboard and screen reader. The case has to be played watched.

/// More events than this are counted and not shown.
inline constexpr std::size_t kPageEventsMax = 200;

/// Summary, timeline, topology, and of every event why; policies with the statements that decided.
std::string run_html(const RunReport& report);

/// The same for chosen events.
std::string explain_html(const std::string& file, const Played& played,
                         const std::vector<const EventOutcome*>& outcomes);

}  // namespace replisim
