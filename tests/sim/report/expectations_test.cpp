#include "sim/report/expectations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Expected equals(std::string value) {
  return {Expected::Kind::Equals, std::move(value), {}};
}

Expected absent() {
  return {Expected::Kind::Absent, {}, {}};
}

ReplicaExpectation replica(const std::string& bucket, const std::string& result) {
  ReplicaExpectation expected;
  expected.bucket = equals(bucket);
  expected.result = equals(result);
  return expected;
}

ReplicationAttempt attempt(const std::string& bucket, ReplicationResult result) {
  ReplicationAttempt made;
  made.destination_bucket = bucket;
  made.result = result;
  return made;
}

ReplicationAttempt not_eligible(const std::string& bucket, const std::string& reason) {
  ReplicationAttempt made = attempt(bucket, ReplicationResult::NotEligible);
  made.reason = reason;
  return made;
}

EventOutcome outcome(std::vector<ReplicationAttempt> attempts) {
  EventOutcome came;
  came.event_id = "e";
  came.attempts = std::move(attempts);
  return came;
}

/// `what: expected / actual` of each mismatch.
std::vector<std::string> shown(const Mismatches& mismatches) {
  std::vector<std::string> lines;
  for (const Mismatch& mismatch : mismatches) {
    lines.push_back(mismatch.what + ": " + mismatch.expected + " / " + mismatch.actual);
  }
  return lines;
}

TEST(Expectations, WhatIsNotNamedIsFree) {
  EventOutcome came = outcome({attempt("dst", ReplicationResult::Failed)});
  came.error = "AccessDenied";
  EXPECT_THAT(compare({}, came), IsEmpty());
}

TEST(Expectations, NullMeansAbsent) {
  EventExpectation expected;
  expected.error = absent();
  expected.replication_status = absent();
  EventOutcome came = outcome({});
  EXPECT_THAT(compare(expected, came), IsEmpty());
  came.error = "AccessDenied";
  EXPECT_THAT(shown(compare(expected, came)), ElementsAre("error: null / \"AccessDenied\""));
}

TEST(Expectations, EveryFieldThatDiffersIsTold) {
  ReplicaExpectation wanted = replica("dst", "FAILED");
  wanted.denied_by = equals("key-policy");
  wanted.denied_how = equals("implicitDeny");
  wanted.bucket_key_enabled = equals("true");
  wanted.tag_set = TagSet{{"a", "1"}};
  EventExpectation expected;
  expected.replicas = {wanted};
  ReplicationAttempt made = attempt("dst", ReplicationResult::Replicated);
  made.replica = ObjectVersion();
  EXPECT_THAT(shown(compare(expected, outcome({made}))),
              ElementsAre("replicas[dst].result: \"FAILED\" / \"REPLICATED\"",
                          "replicas[dst].deniedBy: \"key-policy\" / null",
                          "replicas[dst].deniedHow: \"implicitDeny\" / null",
                          "replicas[dst].BucketKeyEnabled: true / false",
                          "replicas[dst].TagSet: [ { \"Key\": \"a\", \"Value\": \"1\" } ] / []"));
}

TEST(Expectations, TheOrderOfTagsIsFree) {
  ReplicaExpectation wanted = replica("dst", "REPLICATED");
  wanted.tag_set = TagSet{{"b", "2"}, {"a", "1"}};
  EventExpectation expected;
  expected.replicas = {wanted};
  ReplicationAttempt made = attempt("dst", ReplicationResult::Replicated);
  made.replica = ObjectVersion();
  made.replica->tags = {{"a", "1"}, {"b", "2"}};
  EXPECT_THAT(compare(expected, outcome({made})), IsEmpty());
}

TEST(Expectations, AListedReplicaMustExist) {
  EventExpectation expected;
  expected.replicas = {replica("other", "REPLICATED")};
  const Mismatches mismatches =
      compare(expected, outcome({attempt("dst", ReplicationResult::Replicated)}));
  EXPECT_THAT(shown(mismatches), ElementsAre("replicas[other]: \"REPLICATED\" / null"));
  EXPECT_EQ(mismatches.front().repair, Mismatch::Repair::Remove);
}

TEST(Expectations, OfTwoRulesForOneBucketTheOneThatFitsIsTaken) {
  ReplicationAttempt low = not_eligible("dst", "SupersededByHigherPriorityRule");
  low.rule_id = "low";
  ReplicationAttempt high = attempt("dst", ReplicationResult::Replicated);
  high.rule_id = "high";
  ReplicaExpectation any = replica("dst", "REPLICATED");
  ReplicaExpectation named = replica("dst", "NOT_ELIGIBLE");
  named.rule = equals("low");
  EventExpectation expected;
  expected.replicas = {any, named};
  EXPECT_THAT(compare(expected, outcome({low, high})), IsEmpty());
}

TEST(Expectations, NoAttemptServesTwice) {
  EventExpectation expected;
  expected.replicas = {replica("dst", "REPLICATED"), replica("dst", "REPLICATED")};
  EXPECT_EQ(compare(expected, outcome({attempt("dst", ReplicationResult::Replicated)})).size(), 1U);
}

TEST(Expectations, AnAttemptWithoutDestinationIsAboutAllOfThem) {
  ReplicaExpectation a = replica("a", "NOT_ELIGIBLE");
  a.reason = equals("NoReplicationConfiguration");
  ReplicaExpectation b = replica("b", "NOT_ELIGIBLE");
  EventExpectation expected;
  expected.replicas = {a, b};
  const EventOutcome came = outcome({not_eligible("", "NoReplicationConfiguration")});
  EXPECT_THAT(compare(expected, came), IsEmpty());
  expected.replicas = {replica("a", "REPLICATED")};
  EXPECT_THAT(shown(compare(expected, came)),
              ElementsAre("replicas[a].result: \"REPLICATED\" / \"NOT_ELIGIBLE\""));
}

TEST(Expectations, ADestinationWithoutAttemptMatchedNoRule) {
  ReplicaExpectation wanted = replica("dst", "NOT_ELIGIBLE");
  wanted.reason = equals("NoMatchingRule");
  EventExpectation expected;
  expected.replicas = {wanted};
  EXPECT_THAT(compare(expected, outcome({attempt("other", ReplicationResult::Replicated)})),
              IsEmpty());
  expected.replicas.front().reason = equals("RuleDisabled");
  EXPECT_THAT(shown(compare(expected, outcome({}))),
              ElementsAre("replicas[dst].reason: \"RuleDisabled\" / \"NoMatchingRule\""));
}

TEST(Expectations, ExactlyAsksThatNothingElseWasEligible) {
  EventExpectation expected;
  expected.replicas = {replica("a", "REPLICATED")};
  expected.replicas_exactly = true;
  const ReplicationAttempt a = attempt("a", ReplicationResult::Replicated);
  EXPECT_THAT(compare(expected, outcome({a, not_eligible("b", "NoMatchingRule")})), IsEmpty());
  EXPECT_THAT(shown(compare(expected, outcome({a, attempt("b", ReplicationResult::Failed)}))),
              ElementsAre("replicasExactly: null / { \"Bucket\": \"b\", \"result\": \"FAILED\" }"));
}

TEST(Expectations, OfABatchJobTheKeyIsLookedAt) {
  ReplicationAttempt one = attempt("dst", ReplicationResult::Replicated);
  one.key = "one";
  ReplicationAttempt two = attempt("dst", ReplicationResult::Failed);
  two.key = "two";
  ReplicaExpectation wanted = replica("dst", "FAILED");
  wanted.key = equals("two");
  EventExpectation expected;
  expected.replicas = {wanted};
  EXPECT_THAT(compare(expected, outcome({one, two})), IsEmpty());
  expected.replicas.front().key = equals("one");
  EXPECT_THAT(shown(compare(expected, outcome({one, two}))),
              ElementsAre("replicas[dst, one].result: \"FAILED\" / \"REPLICATED\""));
}

TEST(Expectations, UnknownLeavesThemUndecided) {
  EventExpectation expected;
  expected.replicas = {replica("dst", "REPLICATED")};
  Judgement judgement;
  judgement.mismatches = compare(expected, outcome({attempt("dst", ReplicationResult::Unknown)}));
  EXPECT_EQ(judgement.expectations(), Standing::Undecided);
  judgement.mismatches.push_back({});
  EXPECT_EQ(judgement.expectations(), Standing::DoesNotHold);
}

TEST(Expectations, WhatNothingWasExpectedOfIsJudgedByItself) {
  ScenarioCase played;
  played.expectations["held"].replicas = {replica("dst", "FAILED")};
  SimulationResult result;
  for (const char* id : {"held", "failed", "unknown", "not-eligible"}) {
    result.events.push_back(outcome({attempt("dst", ReplicationResult::Failed)}));
    result.events.back().event_id = id;
  }
  result.events[2].attempts.front().result = ReplicationResult::Unknown;
  result.events[3].attempts.front().result = ReplicationResult::NotEligible;
  const Judgement judgement = judge(played, result);
  EXPECT_THAT(judgement.mismatches, IsEmpty());
  EXPECT_THAT(judgement.failed_events, ElementsAre("failed"));
  EXPECT_THAT(judgement.undecided_events, ElementsAre("unknown"));
  EXPECT_EQ(judgement.expectations(), Standing::Holds);
  EXPECT_EQ(judgement.all(), Standing::DoesNotHold);
}

TEST(Expectations, DiagnosticsAreASubsetUnlessExactly) {
  DiagnosticsExpectation expected;
  expected.codes = {equals("a"), equals("b")};
  std::vector<Diagnostic> found(2);
  found[0].code = "a";
  found[1].code = "c";
  EXPECT_THAT(shown(compare(expected, found)), ElementsAre("diagnostics: \"b\" / null"));
  expected.exactly = true;
  EXPECT_THAT(shown(compare(expected, found)),
              ElementsAre("diagnostics: \"b\" / null", "diagnosticsExactly: null / \"c\""));
}

}  // namespace
}  // namespace replisim
