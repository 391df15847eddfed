#include "sim/cli/mutation_runner.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <sstream>
#include <system_error>
#include <tuple>
#include <utility>

#include "model/wildcard.h"
#include "sim/cli/parallel.h"
#include "sim/reason/mutation_equivalence.h"

namespace replisim {
namespace {

/// The same for every way of naming a file.
std::string canonical_name(std::string_view name) {
  std::error_code error;
  const std::filesystem::path path = std::filesystem::weakly_canonical(name, error);
  return error ? std::string(name) : path.string();
}

/// A mutation in the places of one file's texts, with the cases that have it.
struct Use {
  std::size_t file = 0;
  Mutation mutation;
  std::vector<const ScenarioCase*> cases;
};

/// What makes two mutations the same, whatever scenario they were found in: `file` is the number or
/// the name of the file that they are in.
template <typename File>
auto key_of(const Mutation& m, File file) {
  return std::tuple(std::move(file), m.where.begin, m.where.end, m.op->name, m.holder.begin,
                    m.holder.end, m.element, m.change);
}
template <typename File>
using MutationKey = decltype(key_of(std::declval<Mutation>(), std::declval<File>()));

std::vector<Use> uses_of(const TestedFile& file, std::size_t index,
                         const std::vector<std::string>& operators) {
  const auto is_wanted = [&operators](const Mutation& mutation) {
    return operators.empty() ||
           std::any_of(operators.begin(), operators.end(), [&](const std::string& pattern) {
             return wildcard_match(pattern, mutation.op->name);
           });
  };
  std::vector<Use> uses;
  std::map<MutationKey<std::uint32_t>, std::size_t> known;
  for (const ScenarioCase* const scenario : file.cases) {
    for (Mutation& mutation : find_mutations(*scenario, file.loaded->scenario.base)) {
      if (!is_wanted(mutation)) {
        continue;
      }
      const auto [place, is_new] =
          known.emplace(key_of(mutation, mutation.where.file), uses.size());
      if (is_new) {
        uses.push_back({index, std::move(mutation), {}});
      }
      uses[place->second].cases.push_back(scenario);
    }
  }
  return uses;
}

}  // namespace

struct MutationPlan::Planned {
  std::vector<Use> uses;
};

MutationPlan::~MutationPlan() = default;

std::size_t MutationPlan::size() const {
  return mutants_.size();
}

MutationPlan::MutationPlan(const std::vector<TestedFile>& files,
                           const std::vector<std::string>& operators, std::uint32_t threads)
    : files_(files) {
  std::vector<std::vector<Use>> found(files.size());
  for_each_parallel(files.size(), threads,
                    [&](std::size_t i) { found[i] = uses_of(files[i], i, operators); });
  std::map<std::string_view, std::string> names;
  std::map<MutationKey<std::string>, Planned> merged;
  for (std::vector<Use>& uses : found) {
    for (Use& use : uses) {
      const std::string_view written =
          files[use.file].loaded->sources.name(use.mutation.where.file);
      const auto [name, is_new] = names.emplace(written, std::string());
      if (is_new) {
        name->second = canonical_name(written);
      }
      std::vector<Use>& same = merged[key_of(use.mutation, name->second)].uses;
      same.push_back(std::move(use));
    }
  }
  for (auto& [key, planned] : merged) {
    mutants_.push_back(std::move(planned));
  }
}

MutationReport MutationPlan::list() const {
  MutationReport report;
  for (const TestedFile& file : files_) {
    report.case_count += file.cases.size();
  }
  for (const Planned& planned : mutants_) {
    std::size_t case_count = 0;
    for (const Use& use : planned.uses) {
      case_count += use.cases.size();
    }
    const Use& first = planned.uses.front();
    report.mutants.push_back(
        make_mutant(first.mutation, case_count, files_[first.file].loaded->sources));
  }
  return report;
}

namespace {

/// Plays one case with the change. False: go on with the next.
bool is_settled(const Use& use, const ScenarioCase& scenario, const std::string& path,
                Mutant& mutant) {
  const MutatedCase changed = mutated(scenario, use.mutation);
  if (!changed.refusal.empty()) {
    mutant.state = MutantState::Refused;
    mutant.reason = changed.refusal;
    return true;
  }
  if (standing_of(changed.scenario) != Standing::Holds) {
    mutant.state = MutantState::Noticed;
    mutant.noticed_by = id_of(path, scenario);
    return true;
  }
  return false;
}

/// Whether whoever notices the larger change of the same thing has to look at the smaller one, too.
bool contains(const Mutation& larger, const Mutation& smaller) {
  const std::string_view op = smaller.op->name;
  const bool is_part = op == "drop-action" || op == "drop-principal" || op == "drop-resource" ||
                       op == "drop-condition-value";
  if (larger.op->name == "drop-statement") {
    return is_part && smaller.holder == larger.where;
  }
  if (larger.op->name == "drop-condition") {
    return op == "widen-condition-value" && smaller.holder == larger.holder &&
           smaller.element == larger.element;
  }
  return larger.op->name == "drop-rule" && op != "enable-rule" && smaller.holder == larger.where;
}

/// Of every case, or nothing.
std::string equivalence_of(const std::vector<Use>& uses) {
  std::string reason;
  for (const Use& use : uses) {
    for (const ScenarioCase* const scenario : use.cases) {
      std::string one = replisim::equivalence_of(use.mutation, *scenario);
      if (one.empty()) {
        return {};
      }
      reason = reason.empty() ? std::move(one) : reason;
    }
  }
  return reason;
}

}  // namespace

void MutationPlan::play(const Planned& planned, Mutant& mutant) const {
  for (const Use& use : planned.uses) {
    for (const ScenarioCase* const scenario : use.cases) {
      if (is_settled(use, *scenario, files_[use.file].loaded->path, mutant)) {
        return;
      }
    }
  }
  mutant.reason = equivalence_of(planned.uses);
  if (!mutant.reason.empty()) {
    mutant.state = MutantState::Equivalent;
    return;
  }
  const Use& first = planned.uses.front();
  mutant.state = MutantState::Survived;
  mutant.witness = find_witness(first.mutation, *first.cases.front());
  write_survivor(mutant, files_[first.file].loaded->sources);
}

/// Says of survivors which larger one they are a part of: mended together, they are told together.
void MutationPlan::fold(MutationReport& report) const {
  using Holder = std::tuple<std::size_t, std::uint32_t, std::uint32_t, std::uint32_t>;
  const auto key_of = [](const Use& use, SourceRange where) {
    return Holder(use.file, where.file, where.begin, where.end);
  };
  std::map<Holder, std::vector<std::size_t>> survivors;
  for (std::size_t i = 0; i < mutants_.size(); ++i) {
    if (report.mutants[i].state == MutantState::Survived) {
      const Use& use = mutants_[i].uses.front();
      survivors[key_of(use, use.mutation.holder)].push_back(i);
    }
  }
  for (std::size_t i = 0; i < mutants_.size(); ++i) {
    if (report.mutants[i].state != MutantState::Survived) {
      continue;
    }
    const Use& larger = mutants_[i].uses.front();
    for (const SourceRange holder : {larger.mutation.where, larger.mutation.holder}) {
      for (const std::size_t j : survivors[key_of(larger, holder)]) {
        if (contains(larger.mutation, mutants_[j].uses.front().mutation)) {
          report.mutants[j].within = report.mutants[i].sentence;
        }
      }
    }
  }
}

MutationReport MutationPlan::run(std::uint32_t threads, const std::function<void()>& done) const {
  MutationReport report = list();
  for_each_parallel(mutants_.size(), threads, [&](std::size_t i) {
    play(mutants_[i], report.mutants[i]);
    done();
  });
  fold(report);
  return report;
}

std::optional<std::vector<TestedFile>> load_tested_files(const std::vector<std::string>& paths,
                                                         const TestOptions& options,
                                                         const Console& console) {
  std::vector<TestedFile> files(paths.size());
  std::vector<std::string> told(paths.size());
  for_each_parallel(paths.size(), options.threads, [&](std::size_t i) {
    std::ostringstream messages;
    Console own{console.in, console.out, messages};
    own.quiet = console.quiet;
    files[i].loaded = load_scenario(
        paths[i], {.allow_outside = options.reach == DiskFiles::Reach::Everywhere}, own);
    told[i] = messages.str();
  });
  for (const std::string& text : told) {
    console.err << text;
  }
  if (std::any_of(files.begin(), files.end(),
                  [](const TestedFile& file) { return file.loaded == nullptr; })) {
    return std::nullopt;
  }
  for (TestedFile& file : files) {
    for (const ScenarioCase* const one : cases_of(file.loaded->scenario)) {
      if (is_selected(options.filter, id_of(file.loaded->path, *one))) {
        file.cases.push_back(one);
      }
    }
  }
  return files;
}

TestReport play_unchanged(const std::vector<TestedFile>& files, std::uint32_t threads) {
  std::vector<std::vector<CaseResult>> results(files.size());
  for_each_parallel(files.size(), threads, [&](std::size_t i) {
    const LoadedScenario& loaded = *files[i].loaded;
    for (const ScenarioCase* const one : files[i].cases) {
      results[i].push_back(test_case(loaded.path, *one, loaded.sources));
    }
  });
  TestReport report;
  for (std::vector<CaseResult>& cases : results) {
    std::move(cases.begin(), cases.end(), std::back_inserter(report.cases));
  }
  return report;
}

}  // namespace replisim
