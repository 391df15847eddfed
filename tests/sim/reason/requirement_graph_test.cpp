// The graph says what the decision says: of every decision on record and of every scenario.

#include "sim/reason/requirement_graph.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sim/iam/policy_simulation.h"
#include "sim/replication/simulation.h"
#include "sim/report/authorize_request.h"
#include "tests/sim/iam/policy_fixture.h"
#include "tests/sim/replication/scenario_tree.h"

namespace replisim {
namespace {

Ternary as_ternary(Decision decision) {
  switch (decision) {
    case Decision::Allow: return Ternary::True;
    case Decision::Unknown: return Ternary::Unknown;
    case Decision::ImplicitDeny:
    case Decision::ExplicitDeny: break;
  }
  return Ternary::False;
}

/// The frontier of what does not hold is never empty, and its leaves do not hold.
void expect_frontier_explains(const RequirementGraph& graph, const std::string& what) {
  const std::vector<RequirementGraph::Index> frontier = graph.frontier();
  EXPECT_EQ(frontier.empty(), graph.holds() == Ternary::True) << what;
  for (const RequirementGraph::Index index : frontier) {
    EXPECT_TRUE(graph.at(index).is_leaf()) << what;
    EXPECT_NE(graph.at(index).state, Ternary::True) << what;
  }
}

class RequirementGraphOfDecisionsTest : public ::testing::TestWithParam<std::string_view> {};

TEST_P(RequirementGraphOfDecisionsTest, ComesToTheDecision) {
  PolicyCache cache;
  std::size_t asked = 0;
  for (const std::string& line : data_lines(GetParam())) {
    const auto json = nlohmann::ordered_json::parse(line);
    if (json.contains("Kind") && json["Kind"] != "simulate-request") {
      continue;
    }
    SourceMap sources;
    JsonArena arena;
    Issues issues;
    const JsonNode* node =
        parse_json(sources, sources.add("request", json["Request"].dump()), arena, issues);
    SimulationRequestReader reader(cache, sources);
    if (node == nullptr || reader.read(*node)) {
      continue;  // a request that cannot be read decides nothing
    }
    for (const SimulatedAction& action : simulate(reader.request)) {
      for (const SimulatedResource& resource : action.resources) {
        if (resource.trace == nullptr) {
          continue;
        }
        ++asked;
        const RequirementGraph graph(*resource.trace);
        EXPECT_EQ(graph.holds(), as_ternary(resource.trace->verdict.decision)) << line;
        expect_frontier_explains(graph, line);
      }
    }
  }
  EXPECT_GT(asked, 100U);
}

INSTANTIATE_TEST_SUITE_P(OnRecord, RequirementGraphOfDecisionsTest,
                         ::testing::Values("vectors.jsonl", "recorded-decisions.jsonl"),
                         [](const auto& test) { return test_name(test.param); });

Ternary as_ternary(const ReplicationAttempt& attempt) {
  switch (attempt.result) {
    case ReplicationResult::Replicated:
      return attempt.tags_omitted ? Ternary::False : Ternary::True;
    case ReplicationResult::Unknown: return Ternary::Unknown;
    case ReplicationResult::Failed:
    case ReplicationResult::NotEligible: break;
  }
  return Ternary::False;
}

Ternary as_ternary(CheckState state) {
  switch (state) {
    case CheckState::Passed: return Ternary::True;
    case CheckState::Unknown:
    case CheckState::NotReached: return Ternary::Unknown;
    case CheckState::Failed:
    case CheckState::Warned: break;
  }
  return Ternary::False;
}

TEST(RequirementGraphTest, ComesToTheResultOfEveryScenario) {
  std::size_t attempts = 0;
  for (const std::string& path : scenario_paths("scenarios")) {
    const TreeScenario read = read_tree_scenario(path);
    for (const ScenarioCase* played : read.cases()) {
      const SimulationResult result = simulate(*played, {.watch = true});
      for (const EventOutcome& outcome : result.events) {
        for (const ReplicationAttempt& attempt : outcome.attempts) {
          const std::string what = path + " " + played->variant_id + " " + outcome.event_id;
          ++attempts;
          const RequirementGraph graph(attempt);
          EXPECT_EQ(graph.holds(), as_ternary(attempt)) << what;
          expect_frontier_explains(graph, what);
          for (const Check& check : attempt.checks) {
            EXPECT_EQ(RequirementGraph(check).holds(), as_ternary(check.state))
                << what << " " << check.id;
          }
        }
      }
    }
  }
  EXPECT_GT(attempts, 300U);
}

}  // namespace
}  // namespace replisim
