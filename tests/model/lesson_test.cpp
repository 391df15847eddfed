#include "model/lesson.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct OneFile : FileReader {
  explicit OneFile(std::string given) : text(std::move(given)) {}
  [[nodiscard]] std::optional<std::string> read(const std::string&) const override { return text; }
  std::string text;
};

std::string scenario_with(const std::string& steps) {
  return R"({ "format": "replisim/1", "title": "t", "accounts": [], "events": [
    { "id": "e", "operation": "DeleteBucketPolicy", "params": { "Bucket": "b" } } ],
  "x-lesson": { "text": ["about"], "steps": [)" +
         steps +
         R"(], "exercise": { "text": ["do"], "hint": "h", "start": "", "solution": "" } } })";
}

std::string step_with(const std::string& members) {
  return R"({ "title": "s", "text": ["x"], "event": "e", "question": "?", "why": ["y"],
    "choices": [ { "text": "refused", "expect": { "error": "NoSuchBucket" } } ])" +
         members + " }";
}

/// Codes of what is wrong with a lesson.
std::vector<std::string> faults_of(const std::string& text) {
  SourceMap sources;
  const Result<Scenario> scenario = read_scenario(sources, "s.json", OneFile(text));
  if (!scenario) {
    return {"the scenario itself"};
  }
  const Result<Lesson> lesson = read_lesson(sources, scenario.value());
  std::vector<std::string> codes;
  for (const Issue& issue : lesson.issues()) {
    codes.push_back(issue.code);
  }
  return codes;
}

TEST(Lesson, IsReadFromItsScenario) {
  SourceMap sources;
  const Result<Scenario> scenario =
      read_scenario(sources, "s.json", OneFile(scenario_with(step_with(""))));
  ASSERT_TRUE(scenario);
  const Result<Lesson> lesson = read_lesson(sources, scenario.value());
  ASSERT_TRUE(lesson);
  EXPECT_EQ(lesson.value().title, "t");
  ASSERT_EQ(lesson.value().steps.size(), 1U);
  EXPECT_EQ(lesson.value().steps[0].choices[0].expect.error.value, "NoSuchBucket");
}

TEST(Lesson, NamesVariantsAndEventsThatThereAre) {
  EXPECT_THAT(faults_of(scenario_with(step_with(""))), IsEmpty());
  EXPECT_THAT(faults_of(scenario_with(step_with(R"(, "variant": "v")"))),
              ElementsAre("lesson.unknown-variant"));
  std::string other = step_with("");
  other.replace(other.find("\"e\""), 3, "\"f\"");
  EXPECT_THAT(faults_of(scenario_with(other)), ElementsAre("lesson.unknown-event"));
}

TEST(Lesson, AStepIsAChangeOfAnEarlierOne) {
  EXPECT_THAT(faults_of(scenario_with(step_with("") + "," + step_with(R"(, "since": 1)"))),
              IsEmpty());
  EXPECT_THAT(faults_of(scenario_with(step_with(R"(, "since": 1)"))),
              ElementsAre("lesson.bad-since"));
}

TEST(Lesson, AScenarioWithoutOneHasNone) {
  EXPECT_THAT(faults_of(R"({ "format": "replisim/1", "accounts": [], "events": [] })"),
              ElementsAre("lesson.missing"));
}

}  // namespace
}  // namespace replisim
