#include "sim/reason/topology.h"

#include <algorithm>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sim/reason/small_worlds.h"
#include "tests/sim/replication/scenario_tree.h"

namespace replisim {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

/// `from -kind-> to`, by name.
std::vector<std::string> ties(const Topology& topology) {
  std::vector<std::string> all;
  for (const TopologyEdge& edge : topology.edges) {
    all.push_back(topology.nodes[edge.from].name + " -" + std::string(to_string(edge.kind)) +
                  "-> " + topology.nodes[edge.to].name);
  }
  return all;
}

std::vector<std::string> names(const Topology& topology, const std::vector<std::size_t>& nodes) {
  std::vector<std::string> all;
  for (const std::size_t node : nodes) {
    all.push_back(topology.nodes[node].name);
  }
  return all;
}

TEST(Topology, TheFoundingStoryIsTiedTogether) {
  const TreeScenario story = read_tree_scenario("scenarios/founding/founding.json");
  const Topology topology = make_topology(story.scenario.base.world);
  EXPECT_THAT(ties(topology),
              IsSupersetOf({"source-test-replication -replicates-> destination-test-replication",
                            "source-test-replication -assumes-> s3-replication",
                            "destination-test-replication -encrypts with-> replication-s3-key",
                            "s3-replication -trusted by-> destination-test-replication",
                            "s3-replication -trusted by-> replication-s3-key",
                            "s3.amazonaws.com -trusted by-> s3-replication"}));
}

TEST(Topology, WithoutItsStatementTheKeyTrustsTheRoleNoMore) {
  const TreeScenario story = read_tree_scenario("scenarios/founding/founding.json");
  const auto& variants = story.scenario.variants;
  const auto found = std::find_if(variants.begin(), variants.end(), [](const ScenarioCase& one) {
    return one.variant_id == "without-key-policy";
  });
  ASSERT_NE(found, variants.end());
  EXPECT_THAT(ties(make_topology(found->world)),
              Not(Contains("s3-replication -trusted by-> replication-s3-key")));
}

TEST(Topology, ARuleEncryptsItsReplicasWithTheKeyItNames) {
  ScenarioCase scenario = flows({{"a", "b"}});
  scenario.world.accounts[0].buckets[0].replication->rules[0].destination.encryption_configuration =
      ReplicationDestination::Encryption{"arn:aws:kms:eu-west-1:222222222222:key/k", {}};
  const Topology topology = make_topology(scenario.world);
  EXPECT_THAT(ties(topology), Contains("b -encrypts with-> k"));
  EXPECT_EQ(topology.nodes.back().account, "222222222222");
}

TEST(Topology, WhatIsOnlyNamedIsNotListed) {
  const Topology topology = make_topology(flows({{"a", "b"}}).world);
  const auto role = std::find_if(topology.nodes.begin(), topology.nodes.end(),
                                 [](const auto& node) { return node.name == "r"; });
  ASSERT_NE(role, topology.nodes.end());
  EXPECT_FALSE(role->is_listed);
  EXPECT_EQ(role->account, "111111111111");
}

TEST(Topology, TwoWayReplicationIsALoopAndNoChain) {
  const Topology topology = make_topology(flows({{"a", "b"}, {"b", "a"}}).world);
  ASSERT_EQ(topology.loops.size(), 1U);
  EXPECT_THAT(names(topology, topology.loops[0].buckets), ElementsAre("a", "b"));
  EXPECT_THAT(topology.chains, IsEmpty());
}

TEST(Topology, AChainStopsInItsMiddle) {
  const Topology topology = make_topology(flows({{"a", "b"}, {"b", "c"}}).world);
  EXPECT_THAT(topology.loops, IsEmpty());
  ASSERT_EQ(topology.chains.size(), 1U);
  EXPECT_EQ(topology.nodes[topology.chains[0].through].name, "b");
  EXPECT_THAT(names(topology, topology.chains[0].from), ElementsAre("a"));
  EXPECT_THAT(names(topology, topology.chains[0].to), ElementsAre("c"));
}

TEST(Topology, ARingOfThreeIsALoopOfChains) {
  const Topology topology = make_topology(flows({{"a", "b"}, {"b", "c"}, {"c", "a"}}).world);
  ASSERT_EQ(topology.loops.size(), 1U);
  EXPECT_EQ(topology.loops[0].buckets.size(), 3U);
  EXPECT_EQ(topology.chains.size(), 3U);
}

TEST(Topology, ADisabledRuleMakesNoLoop) {
  const Topology topology = make_topology(flows({{"a", "b"}, {"b", "a", "", "Disabled"}}).world);
  EXPECT_THAT(topology.loops, IsEmpty());
  EXPECT_EQ(topology.edges.size(), 4U) << "two rules, two roles";
}

// --- what is alike ---

std::vector<Flow> pairs(int count) {
  std::vector<Flow> rules;
  for (int i = 0; i < count; ++i) {
    rules.push_back({"source-" + std::to_string(i), "destination-" + std::to_string(i)});
  }
  return rules;
}

std::size_t count_groups(const Topology& topology, std::size_t nodes_max) {
  const std::vector<std::size_t> groups = group_alike(topology, nodes_max);
  return std::set<std::size_t>(groups.begin(), groups.end()).size();
}

TEST(GroupAlike, FewNodesStandAlone) {
  const Topology topology = make_topology(flows(pairs(3)).world);
  EXPECT_EQ(count_groups(topology, 40), topology.nodes.size());
}

TEST(GroupAlike, HundredsOfPairsAreTwoGroupsAndARole) {
  ScenarioCase scenario = flows(pairs(150));
  scenario.world.accounts[0].buckets[0].region = "eu-west-1";
  const Topology topology = make_topology(scenario.world);
  ASSERT_EQ(topology.nodes.size(), 301U);
  EXPECT_EQ(count_groups(topology, 40), 3U);
}

TEST(GroupAlike, OneThatDiffersStandsApartWithWhatItIsTiedTo) {
  ScenarioCase scenario = flows(pairs(150));
  scenario.world.accounts[0].buckets[0].region = "eu-west-1";
  scenario.world.accounts[0].buckets[7].region = "us-west-2";  // a destination
  EXPECT_EQ(count_groups(make_topology(scenario.world), 40), 5U);
}

}  // namespace
}  // namespace replisim
