#include "sim/replication/replication_event.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sim/replication/scenario_tree.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

World one_bucket() {
  World world;
  Account& account = world.accounts.emplace_back();
  account.id = "111111111111";
  Bucket& bucket = account.buckets.emplace_back();
  bucket.name = "src";
  bucket.region = "us-east-2";
  return world;
}

ReplicationAttempt failed_attempt() {
  ReplicationAttempt attempt;
  attempt.destination_bucket = "dst";
  attempt.rule_id = "all";
  attempt.key = "reports/a b.csv";
  attempt.version_id = "v1";
  attempt.operation = "OBJECT_PUT";
  attempt.reason = "DstPutObjectNotPermitted";
  attempt.sent_events = {"OperationFailedReplication"};
  return attempt;
}

TEST(ReplicationEventTest, HasTheFieldsOfTheRecord) {
  EventOutcome outcome;
  outcome.at = Instant{1'000};
  outcome.source = ObjectVersion{};
  outcome.source->size_bytes = 42;
  const auto events = replication_events(one_bucket(), outcome, failed_attempt(), "src");
  ASSERT_EQ(events.size(), 1U);
  const ReplicationEvent* const event = &events.front();
  EXPECT_EQ(event->event_name, "Replication:OperationFailedReplication");
  EXPECT_EQ(event->aws_region, "us-east-2");
  EXPECT_EQ(event->bucket_arn, "arn:aws:s3:::src");
  EXPECT_EQ(event->bucket_owner, "111111111111");
  EXPECT_EQ(event->key, "reports/a+b.csv");
  EXPECT_EQ(event->size_bytes, 42);
  EXPECT_EQ(event->destination_bucket, "arn:aws:s3:::dst");
  EXPECT_EQ(event->s3_operation, "OBJECT_PUT");
  EXPECT_EQ(event->failure_reason, "DstPutObjectNotPermitted");
}

TEST(ReplicationEventTest, IsNotSentWithoutMetrics) {
  ReplicationAttempt attempt = failed_attempt();
  attempt.sent_events.clear();
  EXPECT_TRUE(replication_events(one_bucket(), EventOutcome{}, attempt, "src").empty());
}

/// The names of the events of the first attempt of the last event.
std::vector<std::string> sent_after(const std::string& latency, const std::string& metrics) {
  const std::string rule = R"json({"ID": "all", "Priority": 1, "Filter": {}, "Status": "Enabled",
    "DeleteMarkerReplication": {"Status": "Disabled"}, "Destination": {
      "Bucket": "arn:aws:s3:::dst", )json" +
                           metrics + "}}";
  const SimulationResult result = play_events(
      R"json({"id": "put", "operation": "PutBucketReplication", "params": {"Bucket": "src",
        "ReplicationConfiguration": {"Role": "arn:aws:iam::111111111111:role/replication",
          "Rules": [)json" +
      rule + R"json(]}}},
      {"id": "upload", "operation": "PutObject", "params": {"Bucket": "src", "Key": "k"}}])json" +
      R"json(, "settings": {"replication.latency": ")json" + latency + R"json("}, "x-end": [)json");
  return result.events.back().attempts.at(0).sent_events;
}

constexpr const char* kTimeControl = R"json(
  "ReplicationTime": {"Status": "Enabled", "Time": {"Minutes": 15}},
  "Metrics": {"Status": "Enabled", "EventThreshold": {"Minutes": 15}})json";

TEST(ReplicationEventTest, ThresholdsPassUnderTimeControlOnly) {
  EXPECT_THAT(sent_after("20m", kTimeControl),
              ElementsAre("OperationMissedThreshold", "OperationReplicatedAfterThreshold"));
  EXPECT_THAT(sent_after("10m", kTimeControl), IsEmpty());
  EXPECT_THAT(sent_after("20m", R"json("Metrics": {"Status": "Enabled"})json"), IsEmpty());
}

}  // namespace
}  // namespace replisim
