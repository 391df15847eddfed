// Every scenario of the repository is read, written and read again.

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/model/scenario_fixture.h"

namespace replisim {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> scenario_paths() {
  std::vector<std::string> paths;
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(fs::path(REPLISIM_SOURCE_DIR) / "scenarios")) {
    const std::string path = entry.path().string();
    if (!entry.is_regular_file() || !path.ends_with(".json")) {
      continue;
    }
    const std::string text = DiskFiles().read(path).value_or("");
    if (text.find("\"replisim/1\"") != std::string::npos) {
      paths.push_back(path);
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

TEST(ScenarioFilesTest, AreReadWithoutIssues) {
  const std::vector<std::string> paths = scenario_paths();
  ASSERT_FALSE(paths.empty());
  for (const std::string& path : paths) {
    SourceMap sources;
    const Result<Scenario> result = read_scenario(sources, path, DiskFiles());
    for (const Issue& issue : result.issues()) {
      ADD_FAILURE() << format_issue(issue, sources);
    }
  }
}

TEST(ScenarioFilesTest, ReadTheSameAfterTheyWereWritten) {
  for (const std::string& path : scenario_paths()) {
    SourceMap sources;
    const Result<Scenario> result = read_scenario(sources, path, DiskFiles());
    ASSERT_TRUE(result) << path;
    std::vector<const ScenarioCase*> cases{&result.value().base};
    for (const ScenarioCase& variant : result.value().variants) {
      cases.push_back(&variant);
    }
    for (const ScenarioCase* const scenario_case : cases) {
      const std::string written = write_scenario(*scenario_case);
      const ReadScenario again = read_text(written);
      ASSERT_TRUE(again.scenario) << path << "\n" << again.text();
      EXPECT_EQ(write_scenario(again.base()), written) << path;
    }
  }
}

TEST(ScenarioSchemaTest, IsJsonWithoutANameTwice) {
  SourceMap sources;
  JsonArena arena;
  Issues issues;
  const JsonNode* const root =
      parse_json(sources, sources.add("schema.json", scenario_schema()), arena, issues);
  ASSERT_NE(root, nullptr);
  for (const Issue& issue : issues) {
    ADD_FAILURE() << format_issue(issue, sources);
  }
  EXPECT_EQ(root->find("$schema")->text, "http://json-schema.org/draft-07/schema#");
  EXPECT_NE(root->find("definitions")->find("ReplicationRule"), nullptr);
  EXPECT_FALSE(root->find("additionalProperties")->boolean);
}

TEST(ScenarioLimitsTest, EventsAtTheLimitAndOnePastIt) {
  const auto read = [](std::uint32_t events_max) {
    return read_members(R"("events": [{"operation": "EnableKey", "params": {"KeyId": "k"}},
                                      {"operation": "EnableKey", "params": {"KeyId": "k"}}])",
                        {.events_max = events_max});
  };
  EXPECT_TRUE(read(2).scenario);
  EXPECT_THAT(read(1).places(), ::testing::ElementsAre("2:11 scenario.too-many-events"));
}

TEST(ScenarioLimitsTest, IssuesAtTheLimitAndOnePastIt) {
  const auto read = [](int count) {
    std::string members = "\"accounts\": [";
    for (int i = 0; i < count; ++i) {
      members += i == 0 ? "1" : ",1";
    }
    return read_members(members + "]", {.issues_max = 5});
  };
  EXPECT_EQ(read(5).issues.size(), 5U);
  const ReadScenario past = read(6);
  ASSERT_EQ(past.issues.size(), 6U);
  EXPECT_EQ(past.issues.back().message, "and 1 more");
  EXPECT_EQ(past.issues.back().severity, Severity::Note);
  EXPECT_EQ(past.issues.back().code, "scenario.more-issues");
  EXPECT_EQ(read(100'000).issues.back().message, "and 99995 more");
}

}  // namespace
}  // namespace replisim
