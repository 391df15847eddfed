#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/golden.h"
#include "tests/model/scenario_fixture.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;

/// A scenario with two events, one bucket, and the variants given.
ReadScenario read_variants(const std::string& variants, const ScenarioOptions& options = {}) {
  return read_members(R"("title": "base", "accounts": [{"Id": "111111111111", "Buckets": [
  {"Name": "b", "Policy": {"$file": "policy.json"}}]}],
"events": [
  {"id": "one", "operation": "PutObject", "params": {"Bucket": "b", "Key": "k"},
   "expect": {"error": null, "ReplicationStatus": "COMPLETED"}},
  {"id": "two", "operation": "PutObject", "params": {"Bucket": "b", "Key": "l"},
   "expect": {"error": null}}],
"variants": [
)" + variants + "]",
                      options);
}

ReadScenario read_with_policy(const std::string& variants) {
  MemoryFiles files;
  files.texts["policy.json"] = R"({"Statement": [{"Effect": "Allow"}, {"Effect": "Deny"}]})";
  files.texts["s.json"] = R"({"format": "replisim/1", "title": "base",
"accounts": [{"Id": "111111111111",
              "Buckets": [{"Name": "b", "Policy": {"$file": "policy.json"}}]}],
"events": [
  {"id": "one", "operation": "PutObject", "params": {"Bucket": "b", "Key": "k"},
   "expect": {"error": null, "ReplicationStatus": "COMPLETED"}},
  {"id": "two", "operation": "PutObject", "params": {"Bucket": "b", "Key": "l"},
   "expect": {"error": null}}],
"diagnostics": ["base"],
"variants": [
)" + variants + "]}";
  return read_files(files);
}

const Bucket& bucket_of(const ScenarioCase& scenario_case) {
  return scenario_case.world.accounts.at(0).buckets.at(0);
}

TEST(VariantTest, PatchesReachIntoFiles) {
  const ReadScenario read = read_with_policy(R"({"id": "v", "title": "less", "patch": [
    {"op": "remove", "path": "/accounts/0/Buckets/0/Policy/Statement/0"}]})");
  ASSERT_TRUE(read.scenario) << read.text();
  const ScenarioCase& variant = read.scenario->variants.at(0);
  EXPECT_EQ(variant.variant_id, "v");
  EXPECT_EQ(variant.title, "less");
  ASSERT_EQ(bucket_of(variant).policy->statements.size(), 1U);
  EXPECT_EQ(bucket_of(variant).policy->statements[0].effect, Effect::Deny);
  // what was not patched has its place in its own file
  EXPECT_EQ(read.sources.format(bucket_of(variant).policy->statements[0].where),
            "policy.json:1:37");
  EXPECT_EQ(bucket_of(read.base()).policy->statements.size(), 2U);
}

TEST(VariantTest, WhatThePatchBringsHasItsPlaceInThePatch) {
  const ReadScenario read = read_with_policy(R"({"id": "v", "patch": [
{"op": "add", "path": "/accounts/0/Buckets/0/Policy/Statement/-",
 "value": {"Effect": "Allow", "Action": "s3:*"}}]})");
  ASSERT_TRUE(read.scenario) << read.text();
  const PolicyDocument& policy = *bucket_of(read.scenario->variants.at(0)).policy;
  EXPECT_EQ(read.sources.format(policy.statements.at(2).where), "s.json:13:11");
}

TEST(VariantTest, AMergeChangesMembers) {
  const ReadScenario read = read_with_policy(
      R"({"id": "v", "merge": {"clock": "2020-01-01T00:00:00Z", "assume_missing": "deny",
                               "title": null}})");
  ASSERT_TRUE(read.scenario) << read.text();
  const ScenarioCase& variant = read.scenario->variants.at(0);
  EXPECT_EQ(format_rfc3339(variant.clock), "2020-01-01T00:00:00Z");
  EXPECT_EQ(format_rfc3339(variant.events.at(0).at), "2020-01-01T00:00:00Z");
  EXPECT_EQ(variant.world.assume_missing, AssumeMissing::Deny);
}

TEST(VariantTest, PatchedValuesMayBeFilesToo) {
  const ReadScenario read = read_with_policy(R"({"id": "v", "patch": [
    {"op": "add", "path": "/accounts/0/Buckets/-",
     "value": {"Name": "c", "Policy": {"$file": "policy.json"}}}]})");
  ASSERT_TRUE(read.scenario) << read.text();
  EXPECT_EQ(
      read.scenario->variants.at(0).world.accounts.at(0).buckets.at(1).policy->statements.size(),
      2U);
}

TEST(VariantTest, ExpectationsReplaceEventByEvent) {
  const ReadScenario read =
      read_with_policy(R"({"id": "v", "expect": {"one": {"ReplicationStatus": "FAILED"}}})");
  ASSERT_TRUE(read.scenario) << read.text();
  const auto& expectations = read.scenario->variants.at(0).expectations;
  EXPECT_EQ(expectations.at("one").replication_status.value, "FAILED");
  EXPECT_EQ(expectations.at("one").error.kind, Expected::Kind::Free);  // replaced, not merged
  EXPECT_EQ(expectations.at("two").error.kind, Expected::Kind::Absent);
}

TEST(VariantTest, DiagnosticsAreItsOwnOrThoseOfTheBase) {
  const ReadScenario read = read_with_policy(
      R"({"id": "v"}, {"id": "w", "diagnostics": [], "diagnosticsExactly": true})");
  ASSERT_TRUE(read.scenario) << read.text();
  EXPECT_EQ(read.scenario->variants.at(0).diagnostics->codes.at(0).value, "base");
  EXPECT_TRUE(read.scenario->variants.at(1).diagnostics->codes.empty());
  EXPECT_TRUE(read.scenario->variants.at(1).diagnostics->exactly);
}

TEST(VariantTest, AllFaultsOfAllVariantsAreFound) {
  const ReadScenario read = read_with_policy(R"(
{"id": "a", "patch": [{"op": "remove", "path": "/accounts/0/Buckets/1"}]},
{"id": "b", "patch": [{"op": "replace", "path": "/accounts/0/Buckets/0/Nmae", "value": "x"}]},
{"id": "b", "patch": [{"op": "add", "path": "/accounts/0/Buckets/0/Versioning",
                       "value": {"Status": "Enabld"}}]},
{"id": "d", "expect": {"onne": {}, "three": {}}},
{"id": "e", "patch": [{"op": "test", "path": "/title", "value": "other"}]},
{"id": "f", "patch": [{"op": "remov", "path": "/title"}]},
{"id": "g", "merge": []},
{"id": "", "patch": [{"op": "remove", "path": "title"}]},
{"id": "i", "patch": [{"op": "move", "from": "/accounts", "path": "/accounts/0/Buckets"}]},
{"id": "h", "patch": [{"op": "remove", "path": "/events/0"}], "expect": {"one": {}}})");
  EXPECT_TRUE(matches_golden("model/variant-faults.txt", read.text()));
}

TEST(VariantTest, AFaultOfTheBaseIsSaidOnce) {
  const ReadScenario read = read_variants(R"({"id": "v"}, {"id": "w"})");
  EXPECT_THAT(read.places(), ElementsAre("3:37 include.no-file"));
}

TEST(VariantLimitsTest, AtTheLimitAndOnePastIt) {
  const auto read = [](std::uint32_t variants_max) {
    return read_members(R"("variants": [{"id": "a"}, {"id": "b"}])",
                        {.variants_max = variants_max});
  };
  EXPECT_TRUE(read(2).scenario);
  EXPECT_THAT(read(1).places(), ElementsAre("2:13 scenario.too-many-variants"));
}

TEST(VariantLimitsTest, WhatPatchesCopyTogether) {
  const std::string variants =
      R"("variants": [{"id": "a", "patch": [{"op": "add", "path": "/x-a", "value": [1, 2, 3]}]}])";
  EXPECT_TRUE(read_members(variants).scenario);
  EXPECT_THAT(read_members(variants, {.patched_nodes_max = 3}).places(),
              ElementsAre("2:58 patch.too-large"));
}

}  // namespace
}  // namespace replisim
