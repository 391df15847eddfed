#include "sim/report/explanation.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/iam/world_policies.h"
#include "sim/report/denial.h"
#include "sim/report/text.h"
#include "tests/golden.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr const char* kRole = "arn:aws:iam::111111111111:role/s3-replication";
constexpr const char* kKey =
    "arn:aws:kms:eu-central-1:222222222222:key/8c5b1f0e-3a6d-4c27-9e41-b7d2f05a6c93";

struct Tree : FileReader {
  [[nodiscard]] std::optional<std::string> read(const std::string& path) const override {
    std::ifstream in(std::filesystem::path(REPLISIM_SOURCE_DIR) / path, std::ios::binary);
    return in ? std::optional(std::string(std::istreambuf_iterator<char>(in), {})) : std::nullopt;
  }
};

/// Asks the policies of a variant of the founding story what S3 asks, and explains the answer.
class ExplanationTest : public ::testing::Test {
 protected:
  ExplanationTest()
      : scenario_(read_scenario(sources_, "scenarios/founding/founding.json", Tree()).value()) {}

  const ScenarioCase& variant(const std::string& id) {
    for (const ScenarioCase& one : scenario_.variants) {
      if (one.variant_id == id) {
        return one;
      }
    }
    ADD_FAILURE() << "no variant " << id;
    return scenario_.base;
  }

  /// The check of the data key, made as the engine makes it.
  static Check ask_key(const ScenarioCase& played) {
    WorldPolicies policies(played.world);
    const CallerFacts& caller = policies.role_session(kRole, "s3-replication");
    const ResourceFacts& key = policies.key(kKey);
    Request request;
    request.principal = &caller.principal;
    request.action = RequestAction("kms:GenerateDataKey");
    request.resource = RequestResource(kKey);
    request.resource_account = key.policies.account;
    request.context = caller.context;
    request.context.set("kms:ViaService", "s3.eu-central-1.amazonaws.com");
    request.context.set("kms:EncryptionContext:aws:s3:arn",
                        "arn:aws:s3:::destination-test-replication/reports/2020-12.csv");
    auto trace = std::make_shared<Trace>();
    Check check;
    check.verdict = decide(request, caller.policies, key.policies, *trace);
    check.trace = trace;
    check.id = "C17d";
    check.question = "may the role use the key of the replica?";
    check.action = request.action.text;
    check.resource = kKey;
    check.principal = caller.principal.arn;
    check.reason = "DstPutObjectNotPermitted";
    check.source = "S3 User Guide, Replicating encrypted objects";
    check.state = check.verdict.is_allowed() ? CheckState::Passed : CheckState::Failed;
    return check;
  }

  static EventOutcome outcome_of(const Check& check) {
    ReplicationAttempt attempt;
    attempt.destination_bucket = "destination-test-replication";
    attempt.rule_id = "everything";
    attempt.result = check.state == CheckState::Passed ? ReplicationResult::Replicated
                                                       : ReplicationResult::Failed;
    attempt.reason = check.state == CheckState::Passed ? "" : check.reason;
    attempt.checks = {check};
    EventOutcome outcome;
    outcome.event_id = "upload";
    outcome.operation = "PutObject";
    outcome.attempts = {attempt};
    return outcome;
  }

  std::vector<Cause> causes(const std::string& id) {
    const ScenarioCase& played = variant(id);
    return causes_of_denial(ask_key(played), {played, {}, sources_});
  }

  SourceMap sources_;
  Scenario scenario_;
};

TEST_F(ExplanationTest, TheKeyPolicyIsNamedWithItsNearestStatement) {
  const std::vector<Cause> found = causes("without-key-policy");
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].sentence,
            "the key policy of key 8c5b1f0e-3a6d-4c27-9e41-b7d2f05a6c93 in account 222222222222 "
            "does not allow role s3-replication in account 111111111111 kms:GenerateDataKey");
  ASSERT_TRUE(found[0].near_miss);
  EXPECT_EQ(found[0].near_miss->sid, "`Enable IAM User Permissions`");
  EXPECT_EQ(to_string(found[0].near_miss->place),
            "scenarios/founding/policies/destination-account/destination-key-policy.json:5:5");
  ASSERT_THAT(found[0].near_miss->missed, SizeIs(1));
  const ElementMiss& miss = found[0].near_miss->missed.front();
  EXPECT_EQ(miss.element, "Principal");
  EXPECT_EQ(miss.written, R"({ "AWS": "arn:aws:iam::222222222222:root" })");
  EXPECT_EQ(miss.asked, kRole);
}

TEST_F(ExplanationTest, BothSidesAreNamedWhereBothAreMissing) {
  const std::vector<Cause> found = causes("without-both");
  ASSERT_THAT(found, SizeIs(2));
  EXPECT_EQ(found[0].denied_by, DeniedBy::IdentityPolicy);
  EXPECT_EQ(found[1].denied_by, DeniedBy::KeyPolicy);
}

TEST_F(ExplanationTest, TheElementThatMissedIsTheResource) {
  const std::vector<Cause> found = causes("key-policy-names-bucket");
  ASSERT_THAT(found, SizeIs(1));
  ASSERT_TRUE(found[0].near_miss);
  EXPECT_EQ(found[0].near_miss->sid, "`Let the replication role encrypt replicas`");
  EXPECT_EQ(found[0].near_miss->missed.front().element, "Resource");
  EXPECT_THAT(to_string(found[0].near_miss->missed.front().place), HasSubstr("founding.json:"))
      << "the patch is where the value stands";
}

TEST_F(ExplanationTest, WhatPassedHasNoCauseAndNamesBothStatements) {
  const Check check = ask_key(scenario_.base);
  ASSERT_TRUE(check.verdict.is_allowed());
  std::vector<std::string> sids;
  for (const ExplainedStatement& statement : allowing_statements(check, sources_)) {
    sids.push_back(statement.sid);
  }
  EXPECT_THAT(sids,
              ElementsAre("`Let the replication role encrypt replicas`", "`EncryptReplicas`"));
  const EventOutcome outcome = outcome_of(check);
  const std::vector<Explanation> found = explain({scenario_.base, {}, sources_}, outcome);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].causes, IsEmpty());
}

TEST_F(ExplanationTest, IsText) {
  const ScenarioCase& played = variant("without-both");
  const EventOutcome outcome = outcome_of(ask_key(played));
  const std::vector<Explanation> found = explain({played, {}, sources_}, outcome);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_TRUE(matches_golden("explanation.txt", explain_text(found[0], {})));
}

TEST_F(ExplanationTest, ArnsHaveNamesForPeople) {
  const World& world = scenario_.base.world;
  EXPECT_EQ(name_arn("arn:aws:sts::111111111111:assumed-role/r/s3-replication", world),
            "role r in account 111111111111");
  EXPECT_EQ(name_arn("arn:aws:iam::111111111111:role/path/r", world),
            "role r in account 111111111111");
  EXPECT_EQ(name_arn("arn:aws:iam::111111111111:root", world), "account 111111111111");
  EXPECT_EQ(name_arn("arn:aws:s3:::destination-test-replication", world),
            "bucket destination-test-replication in account 222222222222");
  EXPECT_EQ(name_arn("arn:aws:s3:::elsewhere/a/b", world), "object elsewhere/a/b");
  EXPECT_EQ(name_arn("s3.amazonaws.com", world), "s3.amazonaws.com");
}

TEST_F(ExplanationTest, WhatIsMissingIsNamed) {
  Check check;
  check.state = CheckState::Unknown;
  check.detail = "default encryption of the destination";
  EventOutcome outcome = outcome_of(check);
  outcome.attempts.front().result = ReplicationResult::Unknown;
  EXPECT_EQ(explain({scenario_.base, {}, sources_}, outcome).front().answer,
            "cannot say: it depends on the default encryption of the destination, which is not in "
            "the scenario");
}

}  // namespace
}  // namespace replisim
