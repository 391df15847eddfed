#include "sim/report/sarif.h"

#include <vector>

#include "sim/report/sarif_log.h"

namespace replisim {
namespace {

std::vector<SarifRule> rules() {
  return {
      {"expectation-failed", "An expectation does not hold.",
       "The simulated outcome is not the one that the scenario expects. `replisim explain` says "
       "why the outcome is what it is; where the outcome is right, `replisim test --update` "
       "rewrites the expectation."},
      {"expectation-undecided", "An expectation cannot be decided.",
       "The outcome depends on a policy or configuration that is not in the scenario. Add it, or "
       "say in `assume_missing` what it is taken to allow."},
      {"input-unreadable", "A scenario cannot be read.",
       "The scenario, or a file that it names, is not what the format asks for."},
  };
}

SarifResult result_of(const CaseResult& result, const InputFault& fault) {
  return {.rule = "input-unreadable",
          .level = "error",
          .message = fault.message,
          .file = result.file,
          .place = fault.place,
          .identity = result.id() + fault.code + fault.message};
}

SarifResult result_of(const CaseResult& result, const Failure& failure) {
  const std::string why = failure.why.empty() ? "" : ". Why: " + failure.why;
  return {.rule = failure.rests_on_unknown ? "expectation-undecided" : "expectation-failed",
          .level = failure.rests_on_unknown ? "warning" : "error",
          .message = result.id() + ": " + summary_of(failure) + why,
          .file = result.file,
          .place = failure.place,
          .related = failure.why_place,
          .related_message = failure.why,
          .identity = result.id() + failure.event_id + failure.what};
}

}  // namespace

std::string sarif(const TestReport& report) {
  SarifLog log{.automation_id = "replisim/test/", .rules = rules(), .results = {}};
  for (const CaseResult& result : report.cases) {
    for (const InputFault& fault : result.faults) {
      log.results.push_back(result_of(result, fault));
    }
    for (const Failure& failure : result.failures) {
      log.results.push_back(result_of(result, failure));
    }
  }
  return write_sarif(log);
}

}  // namespace replisim
