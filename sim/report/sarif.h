#pragma once

#include <string>

#include "sim/report/test_report.h"

namespace replisim {

/// SARIF 2.1.0 with the fields that GitHub code scanning requires. Results point at expectations
/// and faults, their related location is the statement or configuration at fault.
std::string sarif(const TestReport& report);

}  // namespace replisim
