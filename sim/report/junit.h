#pragma once

#include <string>

#include "sim/report/test_report.h"

namespace replisim {

/// JUnit XML in the subset that the strictest schema in use takes (Jenkins xunit-plugin junit-10):
/// a suite a file, a case a variant. Expectations that do not hold are failures, what cannot be
/// read is an error, what cannot be decided is skipped. No times: the same input gives the same
/// bytes.
std::string junit_xml(const TestReport& report);

}  // namespace replisim
