#include "sim/replication/simulation.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sim/replication/scenario_tree.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// All that two runs have to agree on, as text.
std::string summary(const SimulationResult& result) {
  std::string text;
  for (const EventOutcome& outcome : result.events) {
    text += outcome.event_id + " " + outcome.error + " " + outcome.denied_action + "\n";
    if (outcome.source && outcome.source->replication_status) {
      text += "  " + std::string(to_string(*outcome.source->replication_status)) + "\n";
    }
    for (const ReplicationAttempt& attempt : outcome.attempts) {
      text += "  " + attempt.destination_bucket + " " + attempt.rule_id + " " +
              std::string(to_string(attempt.result)) + " " + attempt.reason + " " +
              attempt.denied_action + " " + attempt.denied_resource + " " +
              std::string(to_string(attempt.denied_by)) + " " +
              std::string(to_string(attempt.denied_how)) + " " +
              (attempt.replica ? attempt.replica->owner + attempt.replica->kms_key_id : "") + "\n";
      for (const std::string& warning : attempt.warnings) {
        text += "    " + warning + "\n";
      }
    }
  }
  for (const Diagnostic& diagnostic : result.diagnostics) {
    text += diagnostic.code + "\n";
  }
  return text;
}

TEST(SimulationTest, ComesToTheSameWatchedOrUnwatched) {
  for (const std::string& path : scenario_paths("scenarios")) {
    const TreeScenario read = read_tree_scenario(path);
    for (const ScenarioCase* one : read.cases()) {
      EXPECT_EQ(summary(simulate(*one, {.watch = true})), summary(simulate(*one)))
          << path << " " << one->variant_id;
    }
  }
}

constexpr const char* kConfigure = R"json(
{"id": "configure", "operation": "PutBucketReplication", "params": {"Bucket": "src",
  "ReplicationConfiguration": {"Role": "arn:aws:iam::111111111111:role/replication", "Rules": [
    {"ID": "all", "Priority": 1, "Filter": {}, "Status": "Enabled",
     "DeleteMarkerReplication": {"Status": "Disabled"},
     "Destination": {"Bucket": "arn:aws:s3:::dst"}}]}}},)json";

TEST(SimulationTest, PlaysInOrderOfTimeAndThenAsWritten) {
  const SimulationResult result = play_events(R"json(
    {"id": "third", "at": "+2h", "operation": "PutObject", "params": {"Bucket": "src", "Key": "c"}},
    {"id": "first", "at": "+1h", "operation": "PutObject", "params": {"Bucket": "src", "Key": "a"}},
    {"id": "second", "at": "+1h", "operation": "PutObject", "params": {"Bucket": "src", "Key": "b"}}
  )json");
  std::vector<std::string> order;
  for (const EventOutcome& outcome : result.events) {
    order.push_back(outcome.event_id);
  }
  EXPECT_THAT(order, ElementsAre("first", "second", "third"));
}

TEST(SimulationTest, GivesVersionIdsInOrder) {
  const SimulationResult result = play_events(R"json(
    {"id": "a", "operation": "PutObject",
     "params": {"Bucket": "src", "Key": "k", "VersionId": "v2"}},
    {"id": "b", "operation": "PutObject", "params": {"Bucket": "src", "Key": "k"}},
    {"id": "c", "operation": "PutObject", "params": {"Bucket": "src", "Key": "k"}}
  )json");
  std::vector<std::string> ids;
  for (const EventOutcome& outcome : result.events) {
    ids.push_back(outcome.source->version_id);
  }
  EXPECT_THAT(ids, ElementsAre("v2", "v1", "v3"));
}

TEST(SimulationTest, WatchedAttemptsHaveEveryCheckWithItsTrace) {
  const SimulationResult result = play_events(std::string(kConfigure) + R"json(
    {"id": "put", "operation": "PutObject", "params": {"Bucket": "src", "Key": "k"}})json");
  ASSERT_THAT(result.events, SizeIs(2));
  ASSERT_THAT(result.events[1].attempts, SizeIs(1));
  std::vector<std::string> ids;
  for (const Check& check : result.events[1].attempts[0].checks) {
    ids.push_back(check.id);
    EXPECT_EQ(check.state, CheckState::Passed) << check.id;
    EXPECT_EQ(check.trace != nullptr, !check.action.empty()) << check.id;
  }
  EXPECT_THAT(ids, ElementsAre("C0", "P6", "C1", "C2", "C3", "C4o", "C5", "C9", "P6", "P11", "C11o",
                               "C13", "C14"));
}

TEST(SimulationTest, WatchedAttemptsGoOnBehindTheFirstFailure) {
  const SimulationResult result = play_events(std::string(kConfigure) + R"json(
    {"id": "trust", "operation": "UpdateAssumeRolePolicy", "params": {"RoleName": "replication",
      "PolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
        "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}}},
    {"id": "suspend", "operation": "PutBucketVersioning", "params": {"Bucket": "dst",
      "VersioningConfiguration": {"Status": "Suspended"}}},
    {"id": "put", "operation": "PutObject", "params": {"Bucket": "src", "Key": "k"}})json");
  ASSERT_THAT(result.events, SizeIs(4));
  const ReplicationAttempt& attempt = result.events[3].attempts.at(0);
  EXPECT_EQ(attempt.reason, "AssumeRoleNotPermitted");
  std::vector<std::string> failed;
  for (const Check& check : attempt.checks) {
    if (check.state == CheckState::Failed) {
      failed.push_back(check.id);
    }
  }
  EXPECT_THAT(failed, ElementsAre("C1", "C14"));
}

/// A question with two actions is kept apart from those about other operations.
TEST(SimulationTest, AMarkerIsNotAskedWhatAnEncryptedObjectWas) {
  const SimulationResult result = play_events(R"json(
    {"id": "key", "operation": "CreateKey", "params": {"AccountId": "222222222222",
      "KeyId": "one"}},
    {"id": "configure", "operation": "PutBucketReplication", "params": {"Bucket": "src",
      "ReplicationConfiguration": {"Role": "arn:aws:iam::111111111111:role/replication", "Rules": [
        {"ID": "all", "Priority": 1, "Filter": {}, "Status": "Enabled",
         "DeleteMarkerReplication": {"Status": "Enabled"},
         "SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}},
         "Destination": {"Bucket": "arn:aws:s3:::dst", "EncryptionConfiguration": {
           "ReplicaKmsKeyID": "arn:aws:kms:us-east-1:222222222222:key/one"
         }}}]}}},
    {"id": "put", "operation": "PutObject", "params": {"Bucket": "src", "Key": "k",
      "ServerSideEncryption": "aws:kms"}},
    {"id": "delete", "operation": "DeleteObject", "params": {"Bucket": "src", "Key": "k"}}
  )json");
  ASSERT_THAT(result.events, SizeIs(4));
  EXPECT_EQ(result.events[2].attempts.at(0).result, ReplicationResult::Failed);
  EXPECT_EQ(result.events[3].attempts.at(0).result, ReplicationResult::Replicated);
}

TEST(SimulationTest, TwoRunSideBySide) {
  const TreeScenario read = read_tree_scenario("scenarios/founding/founding.json");
  Simulation one(read.scenario.base);
  Simulation other(read.scenario.base);
  const Event& event = read.scenario.base.events.front();
  EXPECT_EQ(one.play(event).attempts.size(), other.play(event).attempts.size());
  EXPECT_EQ(one.world().find_bucket("destination-test-replication").bucket->objects.size(), 1U);
}

TEST(SimulationTest, UnwatchedRunsKeepNoTrace) {
  const TreeScenario read = read_tree_scenario("scenarios/founding/founding.json");
  const SimulationResult result = simulate(read.scenario.base);
  EXPECT_THAT(result.events.front().attempts.at(0).checks, IsEmpty());
}

}  // namespace
}  // namespace replisim
