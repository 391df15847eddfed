#include "sim/reason/reach.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sim/reason/small_worlds.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> names(const std::vector<ReachedBucket>& buckets) {
  std::vector<std::string> all;
  for (const ReachedBucket& bucket : buckets) {
    all.push_back(bucket.bucket);
  }
  return all;
}

TEST(Reach, FollowsAnEnabledRuleAcrossRegions) {
  const ScenarioCase scenario = flows({{"a", "b"}});
  const Reach reach = find_reach(scenario, "a");
  ASSERT_THAT(names(reach.reached), ElementsAre("b"));
  EXPECT_EQ(reach.reached[0].region, "eu-west-1");
  ASSERT_EQ(reach.reached[0].hops.size(), 1U);
  EXPECT_EQ(reach.reached[0].hops[0].kind, HopKind::Live);
  EXPECT_EQ(reach.reached[0].hops[0].by, "a-b");
}

TEST(Reach, DoesNotFollowADisabledRule) {
  EXPECT_THAT(find_reach(flows({{"a", "b", "", "Disabled"}}), "a").reached, IsEmpty());
}

TEST(Reach, ReplicasStopInAChain) {
  const Reach reach = find_reach(flows({{"a", "b"}, {"b", "c"}}), "a");
  EXPECT_THAT(names(reach.reached), ElementsAre("b"));
  EXPECT_THAT(names(reach.by_batch), ElementsAre("c"));
}

TEST(Reach, WhatIsPutIntoTheMiddleOfAChainGoesOn) {
  EXPECT_THAT(names(find_reach(flows({{"a", "b"}, {"b", "c"}}), "b").reached), ElementsAre("c"));
}

TEST(Reach, AJobOfTheEventsCarriesReplicasOn) {
  ScenarioCase scenario = flows({{"a", "b"}, {"b", "c"}});
  CreateJob job;
  job.source_bucket = "arn:aws:s3:::b";
  scenario.events.push_back({.id = "job", .operation = job});
  const Reach reach = find_reach(scenario, "a");
  ASSERT_THAT(names(reach.reached), ElementsAre("b", "c"));
  EXPECT_EQ(reach.reached[1].hops[1].kind, HopKind::Job);
  EXPECT_EQ(reach.reached[1].hops[1].event, "job");
  EXPECT_THAT(reach.by_batch, IsEmpty());
}

TEST(Reach, AJobForFailedObjectsTakesNoReplicas) {
  ScenarioCase scenario = flows({{"a", "b"}, {"b", "c"}});
  CreateJob job;
  job.source_bucket = "arn:aws:s3:::b";
  job.filter.object_replication_statuses = {"FAILED"};
  scenario.events.push_back({.id = "job", .operation = job});
  EXPECT_THAT(names(find_reach(scenario, "a").reached), ElementsAre("b"));
}

TEST(Reach, ACopyOfAReplicaIsANewObject) {
  ScenarioCase scenario = flows({{"a", "b"}, {"b", "c"}});
  CopyObject copy;
  copy.copy_source_bucket = "b";
  copy.copy_source_key = "x";
  copy.object = {"b", "x", std::nullopt};
  scenario.events.push_back({.id = "copy", .operation = copy});
  EXPECT_THAT(names(find_reach(scenario, "a").reached), ElementsAre("b", "c"));
}

TEST(Reach, PrefixesThatHaveNoKeyInCommonEndAWay) {
  EXPECT_THAT(find_reach(flows({{"a", "b", "logs/"}, {"b", "c", "img/"}}), "a").by_batch,
              IsEmpty());
  const Reach reach = find_reach(flows({{"a", "b", "logs/"}, {"b", "c", "logs/2026/"}}), "a");
  ASSERT_THAT(names(reach.by_batch), ElementsAre("c"));
  EXPECT_EQ(reach.by_batch[0].prefix, "logs/2026/");
}

TEST(Reach, ARuleThatAnEventPutsCounts) {
  ScenarioCase scenario = flows({{"a", "b"}});
  const ScenarioCase other = flows({{"a", "c"}});
  PutBucketReplication put;
  put.bucket = "a";
  put.configuration = *other.world.find_bucket("a").bucket->replication;
  scenario.events.push_back({.id = "put", .operation = put});
  EXPECT_THAT(names(find_reach(scenario, "a").reached), ElementsAre("b", "c"));
}

TEST(Reach, TwoWayReplicationEnds) {
  const Reach reach = find_reach(flows({{"a", "b"}, {"b", "a"}}), "a");
  EXPECT_THAT(names(reach.reached), ElementsAre("b"));
  EXPECT_THAT(reach.by_batch, IsEmpty());
}

TEST(Reach, ABucketOutsideTheWorldHasNoRegion) {
  ScenarioCase scenario = flows({{"a", "b"}});
  scenario.world.accounts[0].buckets.pop_back();
  EXPECT_EQ(find_reach(scenario, "a").reached.at(0).region, "");
}

}  // namespace
}  // namespace replisim
