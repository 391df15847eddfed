#include "sim/testing/access.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/golden.h"
#include "tests/sim/testing/two_accounts.h"

namespace replisim::testing {
namespace {

using ::testing::Not;

struct AllowsTest : ::testing::Test, TwoAccounts {
  UserBuilder user = ours.user("ana").policy(Allow().action("s3:*").resource("*"));
  std::string object = source.arn() + "/a.csv";
};

TEST_F(AllowsTest, AWorldAsksBothSides) {
  EXPECT_THAT(world, Allows(user, "s3:GetObject", object));
  EXPECT_THAT(world, Denies(user, "s3:GetObject", destination.objects()));
  EXPECT_THAT(world, Denies(user, "kms:Decrypt", key).because(DeniedBy::IdentityPolicy));
  EXPECT_THAT(world, Allows(role, "s3:ReplicateObject", destination.arn() + "/x"));
  EXPECT_THAT(world, Allows("s3.amazonaws.com", "sts:AssumeRole", role));
  EXPECT_THAT(world, Not(Denies(user, "s3:GetObject", object)));
  EXPECT_THAT(world, Not(Allows(user, "kms:Decrypt", key)));
}

TEST_F(AllowsTest, DenialsHaveAReason) {
  world.scp(ours, Deny().sid("NoReads").action("s3:Get*").resource("*"));
  EXPECT_THAT(world, Denies(user, "s3:GetObject", object).because(DeniedBy::Scp).explicitly());
  EXPECT_THAT(world, Not(Denies(user, "s3:GetObject", object).because("identity-policy")));
  EXPECT_THAT(world, Not(Denies(user, "s3:GetObject", object).implicitly()));
  EXPECT_THAT(world, Denies(user, "iam:PassRole", role).implicitly());
  EXPECT_TRUE(matches_golden("testing/allows-but-scp.txt",
                             failure_of(world, Allows(user, "s3:GetObject", object))));
}

TEST_F(AllowsTest, ContextCounts) {
  source.policy(Deny()
                    .principal("*")
                    .action("s3:PutObject")
                    .resource(source.objects())
                    .condition("StringNotEquals", "aws:SourceVpce", "vpce-1"));
  EXPECT_THAT(world, Allows(user, "s3:PutObject", object).with_context("aws:SourceVpce", "vpce-1"));
  EXPECT_THAT(world, Denies(user, "s3:PutObject", object).with_context("aws:SourceVpce", "vpce-2"));
  EXPECT_TRUE(matches_golden(
      "testing/allows-with-context.txt",
      failure_of(world,
                 Allows(user, "s3:PutObject", object).with_context("aws:SourceVpce", "vpce-2"))));
}

TEST_F(AllowsTest, TheWorldIsAsItIsNow) {
  world.put("src", "a.csv", {.tags = {{"secret", "yes"}}});
  source.policy(Deny()
                    .principal("*")
                    .action("s3:GetObject")
                    .resource(source.objects())
                    .condition("StringEquals", "s3:ExistingObjectTag/secret", "yes"));
  EXPECT_THAT(world, Denies(user, "s3:GetObject", object).because(DeniedBy::BucketPolicy));
  EXPECT_THAT(world.delete_bucket_policy("src"), Succeeds());
  EXPECT_THAT(world, Allows(user, "s3:GetObject", object));
}

TEST_F(AllowsTest, WhatIsNotKnownIsNeither) {
  const std::string stranger = "arn:aws:iam::999999999999:role/stranger";
  source.policy(Allow().principal(stranger).action("s3:GetObject").resource(source.objects()));
  EXPECT_THAT(world, Not(Allows(stranger, "s3:GetObject", object)));
  EXPECT_THAT(world, Not(Denies(stranger, "s3:GetObject", object)));
  EXPECT_TRUE(matches_golden("testing/allows-unknown.txt",
                             failure_of(world, Allows(stranger, "s3:GetObject", object))));
  world.assume_missing("allow");
  EXPECT_THAT(world, Allows(stranger, "s3:GetObject", object));
}

TEST_F(AllowsTest, APolicyAloneIsAskedAsOneOfItsHolder) {
  const Policy policy = {Allow().action("s3:Get*").resource("arn:aws:s3:::b/*"),
                         Deny().sid("NotThis").action("*").resource("arn:aws:s3:::b/x")};
  EXPECT_THAT(policy, Allows("s3:GetObject", "arn:aws:s3:::b/a"));
  EXPECT_THAT(policy, Denies("s3:PutObject", "arn:aws:s3:::b/a").implicitly());
  EXPECT_THAT(policy, Denies("s3:GetObject", "arn:aws:s3:::b/x").explicitly());
  EXPECT_THAT(policy, Not(Denies("s3:GetObject", "arn:aws:s3:::b/a")));
  EXPECT_THAT(Policy(Allow().action("kms:*").resource(key)), Allows("kms:Decrypt", key));
  EXPECT_TRUE(matches_golden("testing/policy-denies.txt",
                             failure_of(policy, Allows("s3:GetObject", "arn:aws:s3:::b/x"))));
  EXPECT_TRUE(matches_golden("testing/policy-allows.txt",
                             failure_of(policy, Denies("s3:GetObject", "arn:aws:s3:::b/a"))));
}

TEST_F(AllowsTest, APolicyMayBeAFile) {
  const std::string folder = std::string(REPLISIM_SOURCE_DIR) + "/scenarios/founding/policies/";
  const Policy policy = policy_file(folder + "source-account/replication-role-policy.json");
  EXPECT_THAT(policy,
              Allows("s3:GetReplicationConfiguration", "arn:aws:s3:::source-test-replication"));
  EXPECT_THAT(policy, Denies("s3:DeleteObject", "arn:aws:s3:::source-test-replication/a"));
  EXPECT_THAT([] { failure_of(policy_file("none.json"), Allows("s3:GetObject", "*")); },
              ::testing::ThrowsMessage<BadWorld>("file `none.json` does not exist"));
}

TEST_F(AllowsTest, QuestionsThatMakeNoSenseAreRefused) {
  EXPECT_THROW(failure_of(world, Allows("ana", "s3:GetObject", object)), BadWorld);
  EXPECT_THROW(failure_of(world, Allows(user, "GetObject", object)), BadWorld);
  EXPECT_THROW(failure_of(world, Allows(user, "s3:GetObject", "src/a.csv")), BadWorld);
}

TEST(MeetsItsExpectations, AsTestSaysIt) {
  const std::string path = std::string(REPLISIM_SOURCE_DIR) + "/scenarios/founding/founding.json";
  EXPECT_THAT(World::from_scenario(path), MeetsItsExpectations());
  EXPECT_THAT(World::from_scenario(path, "without-both"), MeetsItsExpectations());
  const World world = World::from_json(R"({
    "format": "replisim/1",
    "accounts": [ { "Id": "111111111111", "Buckets": [ { "Name": "b" } ] } ],
    "events": [ { "id": "put", "operation": "PutObject", "params": { "Bucket": "b", "Key": "k" },
                  "expect": { "ServerSideEncryption": "aws:kms" } } ] })");
  EXPECT_TRUE(
      matches_golden("testing/expectations.txt", failure_of(world, MeetsItsExpectations())));
  EXPECT_THAT(world, Not(MeetsItsExpectations()));
}

}  // namespace
}  // namespace replisim::testing
