#include "sim/replication/failure_event.h"

#include <gtest/gtest.h>

namespace replisim {
namespace {

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
  attempt.emits_failure_event = true;
  return attempt;
}

TEST(FailureEventTest, HasTheFieldsOfTheRecord) {
  EventOutcome outcome;
  outcome.at = Instant{1'000};
  outcome.source = ObjectVersion{};
  outcome.source->size_bytes = 42;
  const auto event = failure_event(one_bucket(), outcome, failed_attempt(), "src");
  ASSERT_TRUE(event.has_value());
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

TEST(FailureEventTest, IsNotSentWithoutMetrics) {
  ReplicationAttempt attempt = failed_attempt();
  attempt.emits_failure_event = false;
  EXPECT_FALSE(failure_event(one_bucket(), EventOutcome{}, attempt, "src").has_value());
}

}  // namespace
}  // namespace replisim
