#include "sim/cli/test_runner.h"

#include <chrono>
#include <utility>

#include "model/wildcard.h"
#include "sim/cli/parallel.h"
#include "sim/replication/simulation.h"

namespace replisim {

bool is_selected(std::string_view filter, std::string_view case_id) {
  if (filter.empty() || wildcard_match(filter, case_id)) {
    return true;
  }
  for (std::size_t i = 0; i < case_id.size(); ++i) {
    if ((case_id[i] == '/' || case_id[i] == '#') && wildcard_match(filter, case_id.substr(i + 1))) {
      return true;
    }
  }
  return false;
}

std::vector<const ScenarioCase*> cases_of(const Scenario& scenario) {
  std::vector<const ScenarioCase*> cases{&scenario.base};
  for (const ScenarioCase& variant : scenario.variants) {
    cases.push_back(&variant);
  }
  return cases;
}

std::string id_of(const std::string& path, const ScenarioCase& scenario) {
  return scenario.variant_id.empty() ? path : path + "#" + scenario.variant_id;
}

CaseResult test_case(const std::string& path, const ScenarioCase& scenario,
                     const SourceMap& sources, CoverageRecorder* coverage) {
  SimulationResult result = simulate(scenario, {.watch = coverage != nullptr});
  AssertionObserver observer;
  if (coverage != nullptr) {
    coverage->expect(scenario);
    coverage->record(result);
    observer = {.asked = [coverage](const Check& check) { coverage->record(check); },
                .tried = [coverage](const EventOutcome& outcome) { coverage->record(outcome); }};
  }
  Judgement judgement = judge(scenario, result, observer);
  if (coverage == nullptr && judgement.expectations() != Standing::Holds) {
    result = simulate(scenario, {.watch = true});
    judgement = judge(scenario, result);
  }
  return make_case_result(path, scenario, judgement, {scenario, result, sources});
}

Standing standing_of(const ScenarioCase& scenario) {
  return judge(scenario, simulate(scenario, {.watch = false})).expectations();
}

FileResult test_file(const std::string& path, const TestOptions& options,
                     std::istream& standard_input) {
  FileResult results;
  SourceMap sources;
  const DiskFiles files(path, options.reach, standard_input);
  const bool allow_outside = options.reach == DiskFiles::Reach::Everywhere;
  ScenarioOptions reading;
  reading.allow_outside = allow_outside;
  const Result<Scenario> scenario = read_scenario(sources, path, files, reading);
  results.files = files.stamps();
  if (!scenario) {
    Issues issues = scenario.issues();
    sort_issues(issues);
    files.tell_why(issues, sources);
    results.cases.push_back(make_unreadable(path, issues, sources));
    results.microseconds.push_back(0);
    return results;
  }
  CoverageRecorder coverage;
  for (const ScenarioCase* one : cases_of(scenario.value())) {
    if (!is_selected(options.filter, id_of(path, *one))) {
      continue;
    }
    const auto begin = std::chrono::steady_clock::now();
    results.cases.push_back(
        test_case(path, *one, sources, options.measure_coverage ? &coverage : nullptr));
    const auto took = std::chrono::steady_clock::now() - begin;
    results.microseconds.push_back(
        std::chrono::duration_cast<std::chrono::microseconds>(took).count());
  }
  results.coverage = coverage.report(sources);
  return results;
}

std::vector<FileResult> test_files(const std::vector<std::string>& paths,
                                   const TestOptions& options, std::istream& standard_input,
                                   const std::function<void(const FileResult&)>& done) {
  std::vector<FileResult> results(paths.size());
  for_each_parallel(paths.size(), options.threads, [&](std::size_t i) {
    results[i] = test_file(paths[i], options, standard_input);
    done(results[i]);
  });
  return results;
}

}  // namespace replisim
