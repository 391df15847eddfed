#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/model/scenario_fixture.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// A scenario whose one bucket has its policy in a file.
MemoryFiles files_with(const std::string& reference) {
  return MemoryFiles(
      {{"s.json", R"({"format": "replisim/1", "accounts": [{"Id": "111111111111", "Buckets": [
{"Name": "b", "Policy": {"$file": )" +
                      reference + "}}]}]}"}});
}

constexpr const char* kPolicy = R"({"Id": "found", "Statement": []})";

std::string policy_id(const ReadScenario& read) {
  EXPECT_TRUE(read.scenario) << read.text();
  return read.scenario ? read.base().world.accounts.at(0).buckets.at(0).policy->id : "";
}

TEST(FileReferenceTest, IsRelativeToTheFileThatNamesIt) {
  MemoryFiles files = files_with(R"("sub/bucket.json")");
  files.texts["sub/bucket.json"] = R"({"$file": "deep/../policy.json"})";
  files.texts["sub/policy.json"] = kPolicy;
  EXPECT_EQ(policy_id(read_files(files)), "found");
}

TEST(FileReferenceTest, MayGoUpInsideTheScenariosFolder) {
  MemoryFiles files = files_with(R"("a/b/bucket.json")");
  files.texts["a/b/bucket.json"] = R"({"$file": "../../policy.json"})";
  files.texts["policy.json"] = kPolicy;
  EXPECT_EQ(policy_id(read_files(files)), "found");
}

TEST(FileReferenceTest, PlacesAreThoseOfTheFileTheTextStandsIn) {
  MemoryFiles files = files_with(R"("policy.json")");
  files.texts["policy.json"] = "{\"Statement\": [\n  {\"Effect\": \"Alow\"}]}";
  const ReadScenario read = read_files(files);
  EXPECT_THAT(read.places(), ElementsAre("policy.json:2:14 policy.unknown-effect"));
  EXPECT_EQ(read.issues.at(0).pointer, "/Statement/0/Effect");
}

TEST(FileReferenceTest, AFileNamedTwiceIsReadOnce) {
  MemoryFiles files;
  files.texts["policy.json"] = kPolicy;
  files.texts["s.json"] = R"({"format": "replisim/1", "accounts": [{"Id": "111111111111",
    "Buckets": [{"Name": "b", "Policy": {"$file": "policy.json"}},
                {"Name": "c", "Policy": {"$file": "./policy.json"}}]}]})";
  const ReadScenario read = read_files(files);
  ASSERT_TRUE(read.scenario) << read.text();
  EXPECT_EQ(read.sources.size(), 2U);
  EXPECT_EQ(read.base().world.accounts.at(0).buckets.at(1).policy->id, "found");
}

struct RefusedCase {
  std::string name;
  std::string reference;
  std::string code;
};

void PrintTo(const RefusedCase& c, std::ostream* out) {
  *out << c.name;
}

class RefusedReferenceTest : public ::testing::TestWithParam<RefusedCase> {};

TEST_P(RefusedReferenceTest, IsOneIssueAtTheName) {
  MemoryFiles files = files_with(GetParam().reference);
  files.texts["loop.json"] = R"({"Statement": {"$file": "again/loop.json"}})";
  files.texts["again/loop.json"] = R"({"$file": "../loop.json"})";
  files.texts["../outside.json"] = kPolicy;
  files.texts["/outside.json"] = kPolicy;
  const ReadScenario read = read_files(files);
  ASSERT_EQ(read.issues.size(), 1U) << read.text();
  EXPECT_EQ(read.issues[0].code, GetParam().code) << read.text();
}

const RefusedCase kRefused[] = {
    {"Missing", R"("none.json")", "include.no-file"},
    {"Cycle", R"("loop.json")", "include.cycle"},
    {"TheScenarioItself", R"("s.json")", "include.cycle"},
    {"AboveTheFolder", R"("../outside.json")", "include.outside"},
    {"AboveTheFolderInTheMiddle", R"("sub/../../outside.json")", "include.outside"},
    {"BackIntoTheFolder", R"("../here/policy.json")", "include.outside"},
    {"Absolute", R"("/outside.json")", "include.outside"},
    {"NotAString", "5", "include.not-a-path"},
    {"Empty", R"("")", "include.not-a-path"},
    {"Folder", R"("sub/")", "include.not-a-path"},
    {"ThisFolder", R"(".")", "include.not-a-path"},
    {"Nul", R"("a\u0000b")", "include.not-a-path"},
};

INSTANTIATE_TEST_SUITE_P(Refused, RefusedReferenceTest, ::testing::ValuesIn(kRefused),
                         [](const auto& test) { return test.param.name; });

TEST(FileReferenceTest, OutsideMayBeAllowed) {
  for (const std::string path : {"../outside.json", "/outside.json", "x/../../outside.json"}) {
    MemoryFiles files = files_with("\"" + path + "\"");
    files.texts["../outside.json"] = kPolicy;
    files.texts["/outside.json"] = kPolicy;
    EXPECT_EQ(policy_id(read_files(files, {.allow_outside = true})), "found") << path;
  }
}

TEST(FileReferenceTest, StandsAloneInItsObject) {
  MemoryFiles files;
  files.texts["s.json"] = R"({"format": "replisim/1", "accounts": [{"Id": "111111111111",
"Buckets": [{"Name": "b", "ReplicationConfiguration": {"$file": "x", "Role": "r"}}]}]})";
  const ReadScenario read = read_files(files);
  EXPECT_THAT(read.places(), ElementsAre("2:56 scenario.unknown-field"));
  EXPECT_EQ(read.issues.at(0).hint, "`$file` stands alone in its object");
}

TEST(FileReferenceTest, AFileThatIsNoJsonHasItsOwnIssue) {
  MemoryFiles files = files_with(R"("policy.json")");
  files.texts["policy.json"] = "{\n";
  EXPECT_THAT(read_files(files).places(), ElementsAre("policy.json:2:1 json.syntax"));
}

TEST(FileReferenceTest, TheFolderIsThatOfTheScenario) {
  MemoryFiles files;
  files.texts["dir/s.json"] = R"({"format": "replisim/1", "accounts": {"$file": "accounts.json"}})";
  files.texts["dir/accounts.json"] = R"([{"Id": "111111111111"}])";
  SourceMap sources;
  const Result<Scenario> result = read_scenario(sources, "dir/s.json", files);
  ASSERT_TRUE(result);
  EXPECT_EQ(sources.name(1), "dir/accounts.json");
}

/// Files 1 to `count`, each naming the next, the last with a policy.
ReadScenario read_chain(int count, const ScenarioOptions& options) {
  MemoryFiles files = files_with(R"("1.json")");
  for (int i = 1; i < count; ++i) {
    files.texts[std::to_string(i) + ".json"] =
        R"({"$file": ")" + std::to_string(i + 1) + R"(.json"})";
  }
  files.texts[std::to_string(count) + ".json"] = kPolicy;
  return read_files(files, options);
}

TEST(FileLimitsTest, ChainsAtTheLimitAndOnePastIt) {
  EXPECT_THAT(read_chain(3, {.include_depth_max = 3}).places(), IsEmpty());
  EXPECT_THAT(read_chain(4, {.include_depth_max = 3}).places(),
              ElementsAre("3.json:1:11 include.too-many-files"));
}

TEST(FileLimitsTest, FilesAtTheLimitAndOnePastIt) {
  EXPECT_THAT(read_chain(3, {.included_files_max = 3}).places(), IsEmpty());
  EXPECT_THAT(read_chain(4, {.included_files_max = 3}).places(),
              ElementsAre("3.json:1:11 include.too-many-files"));
}

TEST(FileLimitsTest, DepthCountsAcrossFiles) {
  MemoryFiles files;
  files.texts["s.json"] = R"({"format": "replisim/1", "x": {"$file": "a.json"}})";
  files.texts["a.json"] = "[[1]]";
  const auto codes = [&](std::uint32_t depth_max) {
    return read_files(files, {.json = {.depth_max = depth_max}}).issues.back().code;
  };
  EXPECT_EQ(codes(3), "scenario.unknown-field");
  EXPECT_EQ(codes(2), "json.too-deep");
}

TEST(FileLimitsTest, FilesThatNameEachOtherTwiceDoNotGrowWithoutBounds) {
  MemoryFiles files = files_with(R"("0.json")");
  for (int i = 0; i < 18; ++i) {
    const std::string next = R"({"$file": ")" + std::to_string(i + 1) + R"(.json"})";
    std::string text = "[";
    for (int j = 0; j < 10; ++j) {
      text += (j == 0 ? "" : ",") + next;
    }
    files.texts[std::to_string(i) + ".json"] = text + "]";
  }
  files.texts["18.json"] = "1";
  const ReadScenario read = read_files(files);
  ASSERT_FALSE(read.issues.empty());
  EXPECT_EQ(read.issues.back().code, "json.too-many-values") << read.text();
}

}  // namespace
}  // namespace replisim
