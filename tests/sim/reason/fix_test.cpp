// Fixes of every failing scenario: each works, is minimal and breaks nothing, or there is none.

#include "sim/reason/fix.h"

#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/reason/policy_repair.h"
#include "sim/replication/simulation.h"
#include "sim/report/advice.h"
#include "tests/sim/replication/scenario_tree.h"

namespace replisim {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Plays a case with a patch applied to the tree that it was read from.
std::optional<SimulationResult> play_patched(TreeScenario& read, const ScenarioCase& played,
                                             const std::vector<PatchStep>& patch) {
  const JsonNode* tree = apply_patch(read.sources, *read.scenario.arena, *played.root, patch);
  if (tree == nullptr) {
    return std::nullopt;
  }
  std::vector<PatchStep> alone;
  if (tree->find("variants") != nullptr) {
    alone.push_back({"remove", "/variants", ""});
  }
  tree = apply_patch(read.sources, *read.scenario.arena, *tree, alone);
  Result<Scenario> scenario = read_scenario_tree(read.sources, read.scenario.arena, *tree);
  return scenario ? std::optional(simulate(scenario.value().base)) : std::nullopt;
}

bool has_replica(const SimulationResult& result, const Mended& mended) {
  for (const EventOutcome& outcome : result.events) {
    for (const ReplicationAttempt& attempt : outcome.attempts) {
      const bool is_it = outcome.event_id == mended.event_id && attempt.key == mended.key &&
                         (mended.destination_bucket.empty() ||
                          attempt.destination_bucket == mended.destination_bucket);
      if (is_it && attempt.result == ReplicationResult::Replicated && !attempt.tags_omitted) {
        return true;
      }
    }
  }
  return false;
}

bool has_all(const std::optional<SimulationResult>& result, const std::vector<Mended>& mended) {
  return result && std::all_of(mended.begin(), mended.end(),
                               [&](const Mended& one) { return has_replica(*result, one); });
}

/// What came of all scenarios together.
struct Tally {
  int mended = 0;
  std::map<std::string, int> unmended;  ///< FAILED ones, by reason
};

/// Leaves out each part in turn.
void expect_minimal(TreeScenario& read, const ScenarioCase& played, const Fix& fix,
                    const std::string& what) {
  for (std::size_t i = 0; i < fix.changes.size(); ++i) {
    std::vector<Change> rest = fix.changes;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
    const std::vector<PatchStep> patch =
        patch_of(read.sources, *read.scenario.arena, *played.root, rest);
    const bool applies = rest.empty() || !patch.empty();
    EXPECT_FALSE(applies && has_all(play_patched(read, played, patch), fix.mended))
        << what << " does without change " << i;
  }
}

void fix_case(TreeScenario& read, const ScenarioCase& played, Tally& tally) {
  const std::string what = read.path + " " + played.variant_id;
  const Fix fix = find_fix(read.sources, read.scenario.arena, played);
  tally.mended += static_cast<int>(fix.mended.size());
  for (const Unmended& one : fix.unmended) {
    if (one.result == ReplicationResult::Failed) {
      ++tally.unmended[one.beyond];
      std::cout << "UNMENDED " << what << " " << one.event_id << " " << one.reason << " "
                << one.beyond << "\n";
      EXPECT_TRUE(one.beyond.empty() || find_advice_beyond_policies(one.beyond) != nullptr)
          << what << " " << one.beyond;
    }
  }
  EXPECT_EQ(fix.changes.empty(), fix.mended.empty()) << what;
  if (!fix.changes.empty()) {
    EXPECT_TRUE(has_all(play_patched(read, played, fix.patch), fix.mended)) << what;
    expect_minimal(read, played, fix, what);
  }
}

TEST(FixTest, OfEveryScenarioWorksAndIsMinimal) {
  Tally tally;
  for (const std::string& path : scenario_paths("scenarios")) {
    TreeScenario read = read_tree_scenario(path);
    for (const ScenarioCase* played : read.cases()) {
      fix_case(read, *played, tally);
    }
  }
  std::cout << "mended " << tally.mended << "\n";
  for (auto& [r, n] : tally.unmended) std::cout << r << " " << n << "\n";
}

}  // namespace
}  // namespace replisim
