#include "sim/cli/update.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sim/cli/command_fixture.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// The scenario after the update of one whose upload expects `before`.
std::string updated(std::string_view before) {
  const ScratchFolder folder;
  const std::string path = folder.write("x.json", small_scenario(before));
  const CommandResult result = call({"test", path, "--update"});
  EXPECT_EQ(result.exit_code, 0) << result.transcript();
  return folder.read("x.json");
}

TEST(Update, OnlyTheValuesThatDifferChange) {
  EXPECT_EQ(updated(R"({ "ReplicationStatus":   "FAILED", // why?
        "replicas": [ { "Bucket": "dst", "rule": "all",
          "result": "FAILED", /* so it was */ "deniedBy": "key-policy" } ] })"),
            small_scenario(R"({ "ReplicationStatus":   "COMPLETED", // why?
        "replicas": [ { "Bucket": "dst", "rule": "all",
          "result": "REPLICATED", /* so it was */ "deniedBy": null } ] })"));
}

TEST(Update, WhatHoldsIsNotTouched) {
  const std::string_view expect = R"({"replicas":[{"Bucket":"dst","result":"REPLICATED"}]})";
  EXPECT_EQ(updated(expect), small_scenario(expect));
}

TEST(Update, AReplicaThatDoesNotComeIsTakenOut) {
  EXPECT_EQ(updated(R"({ "replicas": [
        { "Bucket": "elsewhere", "result": "REPLICATED" },
        { "Bucket": "dst", "result": "REPLICATED" } ] })"),
            small_scenario(R"({ "replicas": [
        { "Bucket": "dst", "result": "REPLICATED" } ] })"));
  EXPECT_EQ(updated(R"({ "replicas": [
        { "Bucket": "dst", "result": "REPLICATED" },
        { "Bucket": "elsewhere", "result": "REPLICATED" } ] })"),
            small_scenario(R"({ "replicas": [
        { "Bucket": "dst", "result": "REPLICATED" } ] })"));
}

TEST(Update, ExactListsAreMadeWhole) {
  EXPECT_EQ(updated(R"({ "replicas": [], "replicasExactly": true })"),
            small_scenario(R"({ "replicas": [ { "Bucket": "dst", "rule": "all", )"
                           R"("result": "REPLICATED" } ], "replicasExactly": true })"));
}

TEST(Update, WhatAVariantSharesWithTheScenarioStays) {
  const ScratchFolder folder;
  const std::string text = small_scenario(R"({ "ReplicationStatus": "COMPLETED" })",
                                          R"("variants": [ { "id": "none", "patch": [
    { "op": "remove", "path": "/accounts/0/Roles/0/RolePolicyList/0" } ] } ])");
  const std::string path = folder.write("x.json", text);
  const CommandResult result = call({"test", path, "--update"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(folder.read("x.json"), text);
  EXPECT_THAT(result.err,
              HasSubstr("ReplicationStatus stays: it is right for the scenario itself"));
}

TEST(Update, RowsOfATableAreRewrittenAsVariantsAre) {
  const ScratchFolder folder;
  const std::string text = small_scenario("{}", R"("table": [ { "id": "row",
    "expect": { "ReplicationStatus": "FAILED" } } ])");
  const std::string path = folder.write("x.json", text);
  EXPECT_EQ(call({"test", path, "--update", "--filter", "row"}).exit_code, 0);
  EXPECT_THAT(folder.read("x.json"),
              HasSubstr(R"("expect": { "ReplicationStatus": "COMPLETED" } } ])"));
}

TEST(Update, WhatCasesByForEachShareIsRewrittenWhereTheyAgree) {
  const ScratchFolder folder;
  const auto table = [](const char* patches) {
    return small_scenario("{}", R"("table": [ { "id": "row", "for_each": { "world": [ [], )" +
                                    std::string(patches) + R"( ] },
    "patch": "${each.world}", "expect": { "ReplicationStatus": "PENDING" } } ])");
  };
  const std::string agree = folder.write("agree.json", table("[]"));
  EXPECT_EQ(call({"test", agree, "--update"}).exit_code, 0);
  EXPECT_THAT(folder.read("agree.json"),
              HasSubstr(R"("expect": { "ReplicationStatus": "COMPLETED" } } ])"));

  const std::string text =
      table(R"([{ "op": "remove", "path": "/accounts/0/Roles/0/RolePolicyList/0" }])");
  const std::string differ = folder.write("differ.json", text);
  const CommandResult result = call({"test", differ, "--update"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(folder.read("differ.json"), text);
  EXPECT_THAT(result.err, HasSubstr("wants an expectation of its own"));
}

TEST(Update, OnlySelectedCasesAreRewritten) {
  const ScratchFolder folder;
  const std::string text = small_scenario(R"({ "ReplicationStatus": "FAILED" })",
                                          R"("variants": [ { "id": "v", "merge": { "title": "t" },
    "expect": { "upload": { "ReplicationStatus": "FAILED" } } } ])");
  const std::string path = folder.write("x.json", text);
  EXPECT_EQ(call({"test", path, "--update", "--filter", "v"}).exit_code, 0);
  const std::string after = folder.read("x.json");
  EXPECT_THAT(after, HasSubstr(R"("expect": { "ReplicationStatus": "FAILED" } })"));
  EXPECT_THAT(after, HasSubstr(R"({ "upload": { "ReplicationStatus": "COMPLETED" } })"));
}

TEST(Update, IsRefusedInCiUnlessForced) {
  const ScratchFolder folder;
  const std::string text = small_scenario(R"({ "ReplicationStatus": "FAILED" })");
  const std::string path = folder.write("x.json", text);
  const CommandSetting ci{.environment = {{"CI", "true"}}};
  const CommandResult refused = call({"test", path, "--update"}, ci);
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.err, HasSubstr("CI=true"));
  EXPECT_EQ(folder.read("x.json"), text);
  EXPECT_EQ(call({"test", path, "--update", "--force"}, ci).exit_code, 0);
}

TEST(Update, IsStable) {
  const ScratchFolder folder;
  const std::string path =
      folder.write("x.json", small_scenario(R"({ "ReplicationStatus": "FAILED" })"));
  const auto once = update_expectations(path, folder.read("x.json"), {});
  ASSERT_TRUE(once);
  EXPECT_TRUE(once->changed);
  EXPECT_THAT(once->refusals, IsEmpty());
  const auto twice = update_expectations(path, once->text, {});
  ASSERT_TRUE(twice);
  EXPECT_FALSE(twice->changed);
  EXPECT_EQ(twice->text, once->text);
}

TEST(TestRunner, FiltersMatchWholeNamesAndTheirEnds) {
  constexpr std::string_view kId = "scenarios/founding/founding.json#without-both";
  for (const char* filter : {"", "*", "*without*", "without-both", "founding.json#without-both",
                             "founding/*", "scenarios/*"}) {
    EXPECT_TRUE(is_selected(filter, kId)) << filter;
  }
  for (const char* filter : {"without", "founding.json", "both", "ounding*"}) {
    EXPECT_FALSE(is_selected(filter, kId)) << filter;
  }
}

}  // namespace
}  // namespace replisim
