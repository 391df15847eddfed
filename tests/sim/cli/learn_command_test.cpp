// `replisim learn`, called as `main` calls it; and every lesson held to what it claims.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/cli/lessons.h"
#include "sim/replication/simulation.h"
#include "sim/report/lesson_report.h"
#include "tests/golden.h"
#include "tests/sim/cli/command_fixture.h"

namespace replisim {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;
using ::testing::StartsWith;

TEST(LearnCommand, ListsTheLessons) {
  EXPECT_TRUE(matches_golden("learn.txt", call({"learn"}).transcript()));
}

TEST(LearnCommand, TellsTheFoundingStory) {
  EXPECT_TRUE(
      matches_golden("learn-founding.txt", call({"learn", "founding", "--answers"}).transcript()));
}

TEST(LearnCommand, WithoutATerminalAnswersAreKept) {
  const CommandResult told = call({"learn", "1"});
  EXPECT_EQ(told.exit_code, 0);
  EXPECT_THAT(told.out, AllOf(HasSubstr("Step 8 of 8"), Not(HasSubstr("The simulator says")),
                              Not(HasSubstr("A solution"))));
}

TEST(LearnCommand, ALessonHasANumberToo) {
  EXPECT_EQ(call({"learn", "2"}).out, call({"learn", "encryption"}).out);
}

// --- on a terminal ---

CommandResult typed(const std::string& input) {
  return call({"learn", "founding"}, {.input = input, .environment = {}, .is_terminal = true});
}

TEST(LearnCommand, ARightAnswerIsPraisedAndAWrongOnePutRight) {
  const CommandResult told = typed("1\n1\nq\n");
  EXPECT_EQ(told.exit_code, 0);
  EXPECT_THAT(told.out, AllOf(HasSubstr("Right: 1"), HasSubstr("No, it is 3"),
                              HasSubstr("Step 3 of 8"), Not(HasSubstr("Step 4 of 8"))));
}

TEST(LearnCommand, EnterTellsAndNonsenseIsAskedAgain) {
  const CommandResult told = typed("\nseven\n9\n3\nq\n");
  EXPECT_THAT(told.out, AllOf(HasSubstr("Answer: 1"), HasSubstr("Right: 3")));
}

TEST(LearnCommand, TheEndOfInputEndsIt) {
  EXPECT_EQ(typed("").exit_code, 0);
}

// --- the exercise ---

TEST(LearnCommand, WhatIsNotSolvedIsOne) {
  const ScratchFolder folder;
  const std::string mine =
      folder.write("mine.json", call({"learn", "encryption", "--exercise"}).out);
  const CommandResult checked = call({"learn", "encryption", "--check", mine});
  EXPECT_EQ(checked.exit_code, 1);
  EXPECT_THAT(checked.out,
              AllOf(StartsWith("Not yet."), HasSubstr("kms:Encrypt"), HasSubstr("hint: ")));
}

TEST(LearnCommand, WhatIsSolvedIsPraised) {
  const ScratchFolder folder;
  std::string text = call({"learn", "encryption", "--exercise"}).out;
  const std::size_t at = text.find("kms:GenerateDataKey");
  ASSERT_NE(at, std::string::npos);
  text.replace(at, 19, "kms:Encrypt");
  const CommandResult checked =
      call({"learn", "encryption", "--check", folder.write("mine.json", text)});
  EXPECT_EQ(checked.exit_code, 0) << checked.transcript();
  EXPECT_THAT(checked.out, StartsWith("Solved."));
}

TEST(LearnCommand, TheGoalIsTheLessonsAndNotTheFiles) {
  const ScratchFolder folder;
  const std::string mine = folder.write("mine.json", small_scenario(""));
  EXPECT_EQ(call({"learn", "encryption", "--check", mine}).exit_code, 1);
}

TEST(LearnCommand, BadUsageIsTold) {
  EXPECT_THAT(call({"learn", "foundign"}).err, HasSubstr("did you mean `founding`?"));
  EXPECT_EQ(call({"learn", "9"}).exit_code, 2);
  EXPECT_EQ(call({"learn", "--exercise"}).exit_code, 2);
  EXPECT_EQ(call({"learn", "founding", "--check", "no-such-file.json"}).exit_code, 2);
}

// --- every lesson ---

class EveryLesson : public ::testing::TestWithParam<std::string> {};

TEST_P(EveryLesson, IsBorneOutByTheSimulator) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  const Console console{in, out, err, false, false};
  SourceMap sources;
  const std::unique_ptr<LoadedLesson> loaded = load_lesson(GetParam(), sources, console);
  ASSERT_NE(loaded, nullptr) << err.str();
  const LessonBook book{loaded->name, loaded->lesson, loaded->scenario, sources};
  for (std::size_t step = 0; step < loaded->lesson.steps.size(); ++step) {
    EXPECT_TRUE(right_choice(book, step)) << "step " << step + 1 << ": not exactly one holds";
  }
  const LessonExercise& exercise = loaded->lesson.exercise;
  const ScenarioCase start = graded_case(book, *find_case(loaded->scenario, exercise.start));
  const ScenarioCase solved = graded_case(book, *find_case(loaded->scenario, exercise.solution));
  EXPECT_NE(judge(start, simulate(start)).expectations(), Standing::Holds) << "nothing to do";
  EXPECT_EQ(judge(solved, simulate(solved)).expectations(), Standing::Holds) << "no solution";
  EXPECT_FALSE(solved.expectations.empty());
}

TEST_P(EveryLesson, ExercisesAreScenariosOfTheirOwn) {
  const ScratchFolder folder;
  const std::string path = folder.write("mine.json", call({"learn", GetParam(), "--exercise"}).out);
  EXPECT_EQ(call({"run", path}).exit_code, 1) << "it expects the goal";
}

INSTANTIATE_TEST_SUITE_P(All, EveryLesson, ::testing::ValuesIn(lesson_names()),
                         [](const auto& test) {
                           std::string name = test.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(LearnCommand, ThereAreEightLessons) {
  EXPECT_THAT(lesson_names(), SizeIs(8));
}

}  // namespace
}  // namespace replisim
