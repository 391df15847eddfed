#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "model/scenario.h"
#include "sim/cli/files.h"
#include "sim/report/coverage.h"
#include "sim/report/test_report.h"

namespace replisim {

struct TestOptions {
  /// Only cases whose id it matches (`*`, `?`), whole, behind a `/`, or behind the `#`; empty: all.
  std::string filter;
  DiskFiles::Reach reach = DiskFiles::Reach::ScenarioFolder;
  std::uint32_t threads = 1;
  bool measure_coverage = false;  ///< every case is played watched: slower
};

/// Whether a filter selects the case `file` or `file#variant`.
bool is_selected(std::string_view filter, std::string_view case_id);

/// The cases of one file that ran, with how long each took.
struct FileResult {
  std::vector<CaseResult> cases;
  std::vector<std::int64_t> microseconds;  ///< parallel to `cases`
  CoverageReport coverage;                 ///< where it was measured
  FileStamps files;                        ///< the scenario and all that it includes
};

/// `file` or `file#variant`.
std::string id_of(const std::string& path, const ScenarioCase& scenario);

/// Plays a case: unwatched, and once more watched where it does not hold; watched alone where
/// coverage is measured.
CaseResult test_case(const std::string& path, const ScenarioCase& scenario,
                     const SourceMap& sources, CoverageRecorder* coverage = nullptr);

/// What a case comes to, and nothing else: the same judgement.
Standing standing_of(const ScenarioCase& scenario);

/// Plays every selected case of a scenario.
FileResult test_file(const std::string& path, const TestOptions& options,
                     std::istream& standard_input);

/// Plays all files on several threads; results stand in the order of the paths. `done` is called
/// from any of them.
std::vector<FileResult> test_files(const std::vector<std::string>& paths,
                                   const TestOptions& options, std::istream& standard_input,
                                   const std::function<void(const FileResult&)>& done);

/// The scenario itself, then its variants.
std::vector<const ScenarioCase*> cases_of(const Scenario& scenario);

}  // namespace replisim
