#pragma once

#include <string>

#include "sim/cli/console.h"
#include "sim/report/check_report.h"

namespace replisim {

/// Marks the findings that a baseline accepts. False: the file cannot be read, and that was told.
bool apply_baseline(const std::string& path, CheckReport& report, const Console& console);

/// Everything that counts now, so that later runs tell only what is new.
std::string baseline_of(const CheckReport& report);

}  // namespace replisim
