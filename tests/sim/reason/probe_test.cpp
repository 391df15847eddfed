#include "sim/reason/probe.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sim/cli/command_fixture.h"
#include "tests/sim/replication/scenario_tree.h"

namespace replisim {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

/// A scenario that is one text.
class OneText : public FileReader {
 public:
  explicit OneText(std::string text) : text_(std::move(text)) {}
  [[nodiscard]] std::optional<std::string> read(const std::string& /*path*/) const override {
    return text_;
  }

 private:
  std::string text_;
};

Scenario read_text(std::string text) {
  SourceMap sources;
  Result<Scenario> read = read_scenario(sources, "s.json", OneText(std::move(text)));
  EXPECT_TRUE(read) << (read ? "" : format_issue(read.issues().front(), sources));
  return read ? std::move(read).value() : Scenario();
}

/// A whole scenario with something put in place of something else.
Scenario small_with(std::string_view from, std::string_view to) {
  std::string text = small_scenario("");
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return read_text(text.replace(at, from.size(), to));
}

std::vector<std::string> kinds_of(const Scenario& scenario) {
  std::vector<std::string> kinds;
  for (const Probe& probe : plan_probes(scenario.base.world, scenario.base.clock).probes) {
    kinds.push_back(probe.kind);
  }
  return kinds;
}

std::string outcome_of(const Scenario& scenario, const std::string& kind) {
  const ProbePlan plan = plan_probes(scenario.base.world, scenario.base.clock);
  std::string found;
  play_probes(scenario.base, plan, [&](const ProbedOutcome& probed) {
    if (probed.probe.kind == kind) {
      found = probed.attempt == nullptr
                  ? probed.outcome.error
                  : std::string(to_string(probed.attempt->result)) + " " + probed.attempt->reason;
    }
  });
  return found;
}

TEST(PlanProbes, TriesWhateverTheBucketAndARequestCanEncrypt) {
  EXPECT_THAT(
      kinds_of(read_text(small_scenario(""))),
      ElementsAre("bucket default, AES256", "aws:kms by request, aws/s3", "aws:kms:dsse by request",
                  "SSE-C by request", "with a tag", "delete marker", "change of tags"));
}

constexpr const char* kVersioned = R"("Name": "src", "Versioning": { "Status": "Enabled" },)";

TEST(PlanProbes, ADefaultOfKmsComesWithAndWithoutBucketKey) {
  const Scenario scenario = small_with(
      kVersioned, std::string(kVersioned) + R"("ServerSideEncryptionConfiguration": { "Rules": [
        { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms" } } ] },)");
  EXPECT_THAT(
      kinds_of(scenario),
      AllOf(Contains("bucket default, aws:kms aws/s3"), Contains("with bucket key by request"),
            Contains("AES256 by request"), Not(Contains("aws:kms by request, aws/s3"))));
}

std::string with_deny(std::string_view condition) {
  return std::string(kVersioned) + R"("Policy": { "Version": "2012-10-17", "Statement": [ {
        "Effect": "Deny", "Principal": "*", "Action": "s3:PutObject",
        "Resource": "arn:aws:s3:::src/*", "Condition": )" +
         std::string(condition) + " } ] },";
}

TEST(PlanProbes, WhatTheBucketPolicyRefusesIsNotTried) {
  const Scenario scenario = small_with(
      kVersioned,
      with_deny(R"({ "StringNotEquals": { "s3:x-amz-server-side-encryption": "aws:kms" } })"));
  EXPECT_THAT(kinds_of(scenario), ElementsAre("aws:kms by request, aws/s3", "with a tag",
                                              "delete marker", "change of tags"));
  const ProbePlan plan = plan_probes(scenario.base.world, scenario.base.clock);
  EXPECT_EQ(plan.probes.front().weight, ProbeWeight::Expected);
  EXPECT_THAT(plan.omitted, ElementsAre(HasSubstr("the policy of bucket src refuses")));
}

TEST(PlanProbes, WhatItRefusesForOtherReasonsIs) {
  const Scenario scenario =
      small_with(kVersioned, with_deny(R"({ "StringNotEquals": { "aws:SourceVpce": "vpce-1" } })"));
  EXPECT_THAT(kinds_of(scenario), Contains("bucket default, AES256"));
}

TEST(PlanProbes, AFilterOfTagsIsTriedWithoutThem) {
  const Scenario tagged =
      small_with("\"Filter\": {}", R"("Filter": { "Tag": { "Key": "a", "Value": "b" } })");
  EXPECT_THAT(kinds_of(tagged),
              AllOf(Contains("without the tags of the filter"), Not(Contains("with a tag"))));
  EXPECT_EQ(outcome_of(tagged, "bucket default, AES256"), "REPLICATED ");
  EXPECT_EQ(outcome_of(tagged, "without the tags of the filter"), "NOT_ELIGIBLE NoMatchingRule");
}

TEST(PlanProbes, ADisabledRuleIsTriedOnce) {
  const Scenario disabled = small_with(R"("Status": "Enabled",
            "DeleteMarkerReplication")",
                                       R"("Status": "Disabled",
            "DeleteMarkerReplication")");
  EXPECT_THAT(kinds_of(disabled), ElementsAre("bucket default, AES256"));
}

TEST(PlanProbes, KeysThatAPolicyNamesAreTried) {
  const Scenario narrow = small_with(R"("Action": "s3:*", "Resource": "*")",
                                     R"("Action": "s3:*", "Resource": [ "arn:aws:s3:::src",
            "arn:aws:s3:::src/*", "arn:aws:s3:::dst/logs/*" ])");
  EXPECT_EQ(outcome_of(narrow, "key logs/*"), "REPLICATED ");
  EXPECT_EQ(outcome_of(narrow, "bucket default, AES256"), "FAILED DstPutObjectNotPermitted");
}

TEST(PlanProbes, KeysThatAPolicyAllowsAnywayAreNot) {
  EXPECT_THAT(kinds_of(small_with(R"("Resource": "*")", R"("Resource": "arn:aws:s3:::*/*")")),
              Not(Contains("key *")));
}

TEST(PlanProbes, ABucketWithoutRulesHasNone) {
  const Scenario none = read_text(
      R"({"format": "replisim/1",
          "accounts": [{"Id": "111111111111", "Buckets": [{"Name": "b"}]}]})");
  EXPECT_THAT(plan_probes(none.base.world, none.base.clock).probes, IsEmpty());
}

TEST(PlayProbes, AChangeOfTagsSaysNothingWhereTheObjectIsNotReplicated) {
  const Scenario failing = small_with("\"s3:*\"", "\"s3:Get*\"");
  EXPECT_EQ(outcome_of(failing, "change of tags"), "");
  EXPECT_EQ(outcome_of(read_text(small_scenario("")), "change of tags"), "REPLICATED ");
}

TEST(PlanProbes, SayWhatALimitLeftOut) {
  const Scenario narrow = small_with(R"("Action": "s3:*", "Resource": "*")",
                                     R"("Action": "s3:*", "Resource": [ "arn:aws:s3:::dst/a/*",
            "arn:aws:s3:::dst/b/*" ])");
  const ProbePlan plan =
      plan_probes(narrow.base.world, narrow.base.clock, {.patterns_per_rule = 1});
  EXPECT_THAT(plan.omitted, ElementsAre("rule `all` of bucket src: 1 more patterns of object keys "
                                        "were not tried"));
}

// --- what is asked for alone ---

std::vector<std::string> ids_within(const Scenario& scenario, const ProbeScope& scope) {
  std::vector<std::string> ids;
  for (const Probe& probe :
       plan_probes(scenario.base.world, scenario.base.clock, {}, scope).probes) {
    ids.push_back(probe.id);
    EXPECT_EQ(kind_name(probe), std::string_view(probe.id).substr(std::string("src/all/").size()));
  }
  return ids;
}

TEST(ProbeScope, OnlyRulesThatItNames) {
  const Scenario scenario = read_text(small_scenario(""));
  const std::vector<std::string> all = ids_within(scenario, {});
  EXPECT_THAT(all, Contains("src/all/default"));
  EXPECT_EQ(ids_within(scenario, {.bucket = "src", .rule = "all", .destination = "dst"}), all);
  EXPECT_THAT(ids_within(scenario, {.bucket = "dst"}), IsEmpty());
  EXPECT_THAT(ids_within(scenario, {.rule = "other"}), IsEmpty());
  EXPECT_THAT(ids_within(scenario, {.destination = "far"}), IsEmpty());
}

std::string key_of(const Scenario& scenario, const ProbeScope& scope) {
  const ProbePlan plan = plan_probes(scenario.base.world, scenario.base.clock, {}, scope);
  return plan.probes.empty()
             ? std::string()
             : std::get<PutObject>(plan.probes.front().events.back().operation).object.key;
}

TEST(ProbeScope, OnlyKeysThatItAndTheRuleHave) {
  const Scenario scenario = small_with(R"("Filter": {})", R"("Filter": {"Prefix": "logs/"})");
  EXPECT_EQ(key_of(scenario, {}), "logs/replisim-probe");
  EXPECT_EQ(key_of(scenario, {.key = "logs/a"}), "logs/a");
  EXPECT_EQ(key_of(scenario, {.key = "img/a"}), "") << "the rule has no such objects";
  EXPECT_EQ(key_of(scenario, {.prefix = "logs/2026/"}), "logs/2026/replisim-probe");
  EXPECT_EQ(key_of(scenario, {.prefix = "l"}), "logs/replisim-probe");
  EXPECT_EQ(key_of(scenario, {.prefix = "img/"}), "");
}

}  // namespace
}  // namespace replisim
