#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "sim/report/place.h"

namespace replisim {

/// GitHub code scanning takes no more results than this; what is beyond is left out and counted in
/// the run's `properties`.
inline constexpr std::size_t kSarifResultsMax = 25'000;

struct SarifRule {
  std::string id;
  std::string summary;
  std::string help;
};

struct SarifResult {
  std::string rule;   ///< id of one of the rules
  std::string level;  ///< `error`, `warning`, `note`
  std::string message;
  std::string file;  ///< where the place is not known
  Place place;
  Place related;  ///< another place that has to do with it; may be unknown
  std::string related_message;
  /// What it is about, in words that stay the same when lines move.
  std::string identity;
};

/// One run of a command.
struct SarifLog {
  std::string automation_id;  ///< `replisim/test/`
  std::vector<SarifRule> rules;
  std::vector<SarifResult> results;
};

/// SARIF 2.1.0 with the fields that GitHub code scanning requires.
std::string write_sarif(const SarifLog& log);

}  // namespace replisim
