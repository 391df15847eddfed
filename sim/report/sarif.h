#pragma once

#include <string>

#include "sim/report/test_report.h"

namespace replisim {

/// GitHub code scanning takes no more results than this; what is beyond is left out and counted in
/// the run's `properties`.
inline constexpr std::size_t kSarifResultsMax = 25'000;

/// SARIF 2.1.0 with the fields that GitHub code scanning requires. Results point at expectations
/// and faults, their related location is the statement or configuration at fault.
std::string sarif(const TestReport& report);

}  // namespace replisim
