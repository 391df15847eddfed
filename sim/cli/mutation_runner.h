#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/cli/load.h"
#include "sim/cli/test_runner.h"
#include "sim/report/mutation_report.h"

namespace replisim {

/// Scenarios that stay loaded, and which of their cases were selected.
struct TestedFile {
  std::unique_ptr<LoadedScenario> loaded;
  std::vector<const ScenarioCase*> cases;  ///< in `loaded`
};

/// Reads scenarios on several threads, with `filter` and `reach` of the options. Empty: one cannot
/// be read, and every fault was told.
std::optional<std::vector<TestedFile>> load_tested_files(const std::vector<std::string>& paths,
                                                         const TestOptions& options,
                                                         const Console& console);

/// All cases as they are: what has to pass before anything is changed.
TestReport play_unchanged(const std::vector<TestedFile>& files, std::uint32_t threads);

/// Everything that can be changed in the files of the cases, by file and place: a place that many
/// cases include is one.
class MutationPlan {
 public:
  /// Borrows the files. Only operators whose name one of the patterns matches; none: all.
  MutationPlan(const std::vector<TestedFile>& files, const std::vector<std::string>& operators,
               std::uint32_t threads);
  ~MutationPlan();
  MutationPlan(const MutationPlan&) = delete;
  MutationPlan& operator=(const MutationPlan&) = delete;

  [[nodiscard]] std::size_t size() const;
  /// Not played.
  [[nodiscard]] MutationReport list() const;
  /// Plays each in the cases that have its place, up to the first that does not pass; what nobody
  /// notices is looked at once more. `done` is called from any thread.
  [[nodiscard]] MutationReport run(std::uint32_t threads, const std::function<void()>& done) const;

 private:
  struct Planned;

  void play(const Planned& planned, Mutant& mutant) const;
  void fold(MutationReport& report) const;

  const std::vector<TestedFile>& files_;
  std::vector<Planned> mutants_;
};

}  // namespace replisim
