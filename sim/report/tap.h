#pragma once

#include <string>

#include "sim/report/test_report.h"

namespace replisim {

/// TAP version 13 (Debian's prove knows no 14): a line a case, a YAML block where it does not hold.
/// What cannot be decided is `not ok … # TODO`: told, without failing.
std::string tap(const TestReport& report);

}  // namespace replisim
