#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "sim/reason/fix.h"
#include "sim/report/check_report.h"
#include "sim/report/fix_report.h"

namespace replisim {
namespace {

/// Each part of a fix costs some runs of all probes: with more it is left to `fix` on one of them.
constexpr std::size_t kProbesMax = 300;

/// The probes that have to be replicated: those that are, and those that count as errors if not.
std::vector<Probe> wanted_probes(const CheckReport& report, const ProbePlan& plan) {
  std::map<std::string_view, CheckLevel> levels;
  for (const CheckedRule& rule : report.rules) {
    for (const CheckedObject& row : rule.rows) {
      levels.emplace(row.id, row.level);
    }
  }
  std::vector<Probe> wanted;
  for (const Probe& probe : plan.probes) {
    const auto level = levels.find(probe.id);
    const bool is_wanted = level != levels.end() && (level->second == CheckLevel::Good ||
                                                     level->second == CheckLevel::Error);
    if (is_wanted) {
      wanted.push_back(probe);
    }
  }
  return wanted;
}

bool has_error(const CheckReport& report) {
  return std::any_of(report.rules.begin(), report.rules.end(), [](const CheckedRule& rule) {
    return std::any_of(rule.rows.begin(), rule.rows.end(),
                       [](const CheckedObject& row) { return row.level == CheckLevel::Error; });
  });
}

}  // namespace

void add_fix(CheckReport& report, SourceMap& sources, const std::shared_ptr<JsonArena>& arena,
             const ScenarioCase& scenario) {
  if (!has_error(report)) {
    return;
  }
  const std::vector<Probe> wanted =
      wanted_probes(report, plan_probes(scenario.world, scenario.clock));
  if (wanted.size() > kProbesMax) {
    report.notes.push_back("a fix was not looked for: there are " + std::to_string(wanted.size()) +
                           " kinds of objects; `import --expect` and `fix --event` do it one by "
                           "one");
    return;
  }
  const std::optional<Scenario> probed = case_of_probes(sources, arena, scenario, wanted);
  if (!probed) {
    return;
  }
  const Fix fix = find_fix(sources, arena, probed->base);
  const FixReport told{report.inputs.empty() ? std::string() : report.inputs.front(), "",
                       probed->base, sources, fix};
  report.fix_text = fix_text(told, {});
  report.fix_json = fix_json(told);
  report.fix_terraform = fix.changes.empty() ? std::string() : fix_terraform(told);
}

}  // namespace replisim
