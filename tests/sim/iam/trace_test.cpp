#include "sim/iam/trace.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sim/iam/scene.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const StatementTrace& only_statement(const Answer& answer) {
  return answer.trace.policies.at(0).statements.at(0);
}

Scene asked_of(const std::string& statement) {
  Scene scene;
  scene.identity = {policy({statement})};
  return scene;
}

TEST(TraceTest, EveryElementThatFailedIsRecorded) {
  Scene scene;
  scene.resource_policy = policy({allow_to(
      aws(kUser), "s3:PutObject", "arn:aws:s3:::other/*",
      R"({"StringEquals":{"aws:username":"jane"},"Bool":{"aws:SecureTransport":"true"}})")});
  const Answer answer = ask(scene);
  const StatementTrace& statement = only_statement(answer);
  EXPECT_FALSE(statement.principal_matches);
  EXPECT_FALSE(statement.action_matches);
  EXPECT_FALSE(statement.resource_matches);
  EXPECT_FALSE(statement.condition_matches);
  EXPECT_FALSE(statement.applies);
  EXPECT_EQ(statement.missed(), 4);
}

TEST(TraceTest, AStatementThatAppliesMissesNothing) {
  const Answer answer = ask(asked_of(allow("s3:Get*", "arn:aws:s3:::own/*")));
  EXPECT_TRUE(only_statement(answer).applies);
  EXPECT_EQ(only_statement(answer).missed(), 0);
  EXPECT_EQ(answer.trace.verdict.statement, only_statement(answer).statement);
}

TEST(TraceTest, OneElementMissingIsANearMiss) {
  EXPECT_EQ(only_statement(ask(asked_of(allow("s3:Put*", "*")))).missed(), 1);
  EXPECT_EQ(only_statement(ask(asked_of(allow("*", "arn:aws:s3:::other/*")))).missed(), 1);
  EXPECT_EQ(
      only_statement(ask(asked_of(allow("*", "*", R"({"Null":{"aws:PrincipalArn":"true"}})"))))
          .missed(),
      1);
}

TEST(TraceTest, EachConditionIsThereWithWhatItFound) {
  Scene scene = asked_of(allow("*", "*",
                               R"({"StringEquals":{"aws:RequestTag/x":["a","b"]},)"
                               R"("StringLike":{"aws:SourceVpc":"vpc-*"},)"
                               R"("ForAllValues:StringEquals":{"aws:TagKeys":"x"}})"));
  scene.asked.context = {{"aws:RequestTag/X", {"c"}, false}, {"aws:TagKeys", {"x", "x"}, true}};
  const Answer answer = ask(scene);
  const std::vector<ConditionTrace>& conditions = only_statement(answer).conditions;
  ASSERT_EQ(conditions.size(), 3U);
  EXPECT_EQ(conditions[0].result, ConditionResult::False);
  EXPECT_THAT(conditions[0].found, ElementsAre("c"));
  EXPECT_THAT(conditions[0].condition->value_texts, ElementsAre("a", "b"));
  EXPECT_EQ(conditions[1].result, ConditionResult::False);
  EXPECT_THAT(conditions[1].found, IsEmpty()) << "the key is absent";
  EXPECT_EQ(conditions[2].result, ConditionResult::True) << "also behind one that failed";
  EXPECT_THAT(conditions[2].found, ElementsAre("x", "x"));
}

TEST(TraceTest, AConditionThatCannotBeEvaluatedIsRecordedAsAnError) {
  Scene scene = asked_of(deny("*", "*", R"({"ArnLike":{"aws:PrincipalArn":"no-arn"}})"));
  const Answer denied = ask(scene);
  EXPECT_EQ(only_statement(denied).conditions.at(0).result, ConditionResult::Error);
  EXPECT_TRUE(only_statement(denied).applies) << "a Deny applies";
  scene.identity = {policy({allow("*", "*", R"({"ArnLike":{"aws:PrincipalArn":"no-arn"}})")})};
  const Answer not_allowed = ask(scene);
  EXPECT_FALSE(only_statement(not_allowed).applies) << "an Allow does not";
}

TEST(TraceTest, NearMissesComeFirstThenInTheOrderOfThePolicies) {
  Scene scene;
  scene.identity = {policy({
      allow("sqs:*", "arn:aws:sqs:*:*:*"),                                      // two short
      allow("s3:GetObject", "arn:aws:s3:::other/*"),                            // one short
      deny("s3:PutObject", "*"),                                                // a Deny is none
      allow("s3:PutObject", "*"),                                               // one short
      allow("kms:*", "arn:aws:kms:*", R"({"Null":{"aws:username":"false"}})"),  // three short
  })};
  const Answer answer = ask(scene);
  std::vector<std::uint32_t> numbers;
  for (const StatementTrace* miss : answer.trace.near_misses()) {
    numbers.push_back(miss->statement->number);
  }
  EXPECT_THAT(numbers, ElementsAre(1U, 3U, 0U, 4U));
}

TEST(TraceTest, WhatAppliesIsNoNearMiss) {
  EXPECT_THAT(ask(asked_of(allow("*", "*"))).trace.near_misses(), IsEmpty());
}

TEST(TraceTest, EveryPolicyIsThereInTheOrderOfEvaluation) {
  Scene scene;
  scene.identity = {full_access(), full_access()};
  scene.boundary = full_access();
  scene.session = {full_access()};
  scene.service_control = {{full_access()}, {full_access(), full_access()}};
  scene.resource_control = {{full_access_for_all()}};
  scene.endpoint = full_access_for_all();
  scene.resource_policy = full_access_for_all();
  const Answer answer = ask(scene);
  std::vector<std::string> asked;
  for (const PolicyTrace& policy : answer.trace.policies) {
    asked.push_back(policy.policy->label().id + " " + std::to_string(policy.level));
  }
  EXPECT_THAT(asked, ElementsAre("rcp.1.1 0", "scp.1.1 0", "scp.2.1 1", "scp.2.2 1", "endpoint 0",
                                 "resource 0", "boundary 0", "session.1 0", "identity.1 0",
                                 "identity.2 0"));
}

TEST(TraceTest, PoliciesBehindADenyAreLookedAtAllTheSame) {
  Scene scene;
  scene.service_control = {{policy({deny("*", "*")})}};
  scene.identity = {full_access()};
  const Answer answer = ask(scene);
  ASSERT_EQ(answer.trace.policies.size(), 2U);
  EXPECT_NE(answer.trace.policies[0].outcome.deny, nullptr);
  EXPECT_NE(answer.trace.policies[1].outcome.allow, nullptr);
}

TEST(TraceTest, GrantsAreThereWithWhatFailed) {
  Scene scene;
  scene.authority = ResourceAuthority::Key;
  scene.asked.action = "kms:Decrypt";
  scene.asked.resource = std::string(kKeyA);
  Grant grant;
  grant.grant_id = "g1";
  grant.grantee_principal = kRole;
  grant.operations = {"Encrypt"};
  grant.constraints.encryption_context_equals = {{"a", "b"}};
  scene.grants = {grant};
  const Answer answer = ask(scene);
  const GrantTrace& watched = answer.trace.grants.at(0);
  EXPECT_EQ(watched.grant_id, "g1");
  EXPECT_TRUE(watched.covers_caller);
  EXPECT_FALSE(watched.covers_operation);
  EXPECT_FALSE(watched.constraints_hold);
  EXPECT_FALSE(watched.applies());
}

TEST(TraceTest, SaysWhereBlockPublicAccessCutAndWhereAnAclLetIn) {
  Scene scene;
  scene.asked.owner = kAccountB;
  scene.identity = {full_access()};
  scene.resource_policy = policy({allow_to("*", "*", "*")});
  EXPECT_FALSE(ask(scene).trace.cut_by_block_public_access);
  EXPECT_TRUE(ask(scene).trace.is_cross_account);
  scene.bucket.restrict_public_buckets = scene.bucket.policy_is_public = true;
  EXPECT_TRUE(ask(scene).trace.cut_by_block_public_access);
  EXPECT_FALSE(ask(scene).trace.allowed_by_acl);
  scene.bucket.acls_enabled = true;
  scene.bucket.object_acl = {{"", std::string(kAccountA), "READ"}};
  EXPECT_TRUE(ask(scene).trace.allowed_by_acl);
}

TEST(TraceTest, TheFirstOfSeveralStatementsThatDecideIsTold) {
  Scene scene;
  scene.identity = {policy({allow("s3:Get*", "arn:aws:s3:::own/*"), allow("s3:*", "*"),
                            deny("s3:Put*", "arn:aws:s3:::own/x"), deny("s3:PutObject", "*")})};
  EXPECT_EQ(ask(scene).trace.verdict.statement->number, 0U);
  scene.asked.action = "s3:PutObject";
  EXPECT_EQ(ask(scene).trace.verdict.statement->number, 2U);
}

}  // namespace
}  // namespace replisim
