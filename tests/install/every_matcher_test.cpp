// Every action and matcher once, as somebody else would use them.

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/testing/testing.h"

using namespace replisim::testing;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::Not;

World small_world() {
  return World::from_json(R"({
    "format": "replisim/1",
    "accounts": [ {
      "Id": "111111111111",
      "Users": [ { "UserName": "ana" } ],
      "Roles": [ { "RoleName": "r",
        "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [ {
          "Effect": "Allow", "Principal": { "Service": "s3.amazonaws.com" },
          "Action": "sts:AssumeRole" } ] },
        "RolePolicyList": [ { "PolicyName": "all", "PolicyDocument": { "Version": "2012-10-17",
          "Statement": [ { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } ] } } ] } ],
      "Buckets": [
        { "Name": "src", "Versioning": { "Status": "Enabled" },
          "ReplicationConfiguration": { "Role": "arn:aws:iam::111111111111:role/r", "Rules": [ {
            "ID": "all", "Status": "Enabled", "Priority": 1, "Filter": { "Prefix": "" },
            "DeleteMarkerReplication": { "Status": "Disabled" },
            "Destination": { "Bucket": "arn:aws:s3:::dst", "StorageClass": "STANDARD_IA" } } ] } },
        { "Name": "dst", "Versioning": { "Status": "Enabled" } } ] } ],
    "events": [ { "id": "first", "operation": "PutObject",
                  "params": { "Bucket": "src", "Key": "1" },
                  "expect": { "ReplicationStatus": "COMPLETED" } } ]
  })");
}

TEST(EveryMatcher, OfOutcomes) {
  World world = small_world();
  const Outcome put = world.put("src", "a", {.size_bytes = 3, .tags = {{"team", "x"}}});
  EXPECT_THAT(put, Replicates().to("dst").by_rule("all").of_key("a"));
  EXPECT_THAT(put, Replicates().encrypted_with("AES256").owned_by("111111111111"));
  EXPECT_THAT(put, Replicates().storage_class("STANDARD_IA").with_tags({{"team", "x"}}));
  EXPECT_THAT(put, AllOf(Replicates().with_bucket_key(false), Not(FailsWith()), Succeeds()));
  EXPECT_THAT(put, AllOf(IsStoredWith("AES256"), HasReplicationStatus("COMPLETED")));
  EXPECT_THAT(world.put("dst", "b"), IsNotEligible("NoReplicationConfiguration"));
  EXPECT_THAT(world.put_as("arn:aws:iam::111111111111:user/ana", "src", "c"),
              IsRefusedWith("AccessDenied").because(DeniedBy::IdentityPolicy));
  EXPECT_THAT(world.put_tags("src", "a", {{"team", "y"}}), Replicates().to("dst"));
  EXPECT_THAT(world.delete_object("src", "a"), IsNotEligible("DeleteMarkerReplicationDisabled"));
  EXPECT_THAT(world.get("src", "a"), Not(Succeeds()));
  EXPECT_THAT(world.at("+1d").copy("dst", "a", "src", "d"), Replicates());
  EXPECT_THAT(world.play(R"({ "operation": "PutBucketPolicy", "params": { "Bucket": "dst",
                              "Policy": { "Version": "2012-10-17", "Statement": [ {
                                "Sid": "Nobody", "Effect": "Deny", "Principal": "*",
                                "Action": "s3:Replicate*", "Resource": "arn:aws:s3:::dst/*"
                              } ] } } })"),
              Succeeds());
  EXPECT_THAT(world.put("src", "e"), FailsWith("DstPutObjectNotPermitted")
                                         .to("dst")
                                         .because(DeniedBy::BucketPolicy)
                                         .action("s3:ReplicateObject")
                                         .explicitly());
  const std::vector<Outcome> outcomes = {put, world.put("src", "f")};
  EXPECT_THAT(outcomes, AllOf(Contains(Replicates()), Not(Each(Replicates()))));
}

TEST(EveryMatcher, OfUnknownAccounts) {
  World world;
  auto ours = world.account("111111111111");
  auto role =
      ours.role("r").trusts("s3.amazonaws.com").policy(Allow().action("s3:*").resource("*"));
  ours.bucket("src").versioned().replication(role, {Rule("all").to("theirs")});
  world.setting("model.unlisted_buckets", "elsewhere");
  EXPECT_THAT(world.put("src", "a"), IsUnknown().to("theirs"));
}

TEST(EveryMatcher, OfPermissions) {
  World world = small_world();
  EXPECT_THAT(world,
              Allows("arn:aws:iam::111111111111:role/r", "s3:GetObject", "arn:aws:s3:::src/a"));
  EXPECT_THAT(world,
              Denies("arn:aws:iam::111111111111:user/ana", "s3:GetObject", "arn:aws:s3:::src/a")
                  .because("identity-policy")
                  .implicitly());
  EXPECT_THAT(
      Policy(Allow()
                 .action("s3:GetObject")
                 .resource("*")
                 .condition("Bool", "aws:SecureTransport", "true")),
      Allows("s3:GetObject", "arn:aws:s3:::src/a").with_context("aws:SecureTransport", "true"));
  EXPECT_THAT(policy_file("scenarios/policies/destination-bucket.json").json().path(),
              "scenarios/policies/destination-bucket.json");
}

TEST(EveryMatcher, OfScenarios) {
  EXPECT_THAT(World::from_scenario("scenarios/stranger.json"), MeetsItsExpectations());
  EXPECT_THAT(small_world(), MeetsItsExpectations());
  EXPECT_THAT(small_world().play_event("first"), Replicates());
  EXPECT_THAT(small_world().patch(R"({ "clock": "2020-01-01T00:00:00Z" })").put("src", "x"),
              IsStoredWith("none"));
}

TEST(EveryMatcher, BadWorldsAreExceptions) {
  World world;
  world.account("111111111111").bucket("src").encryption("AES25");
  EXPECT_THROW(world.put("src", "a"), BadWorld);
}
