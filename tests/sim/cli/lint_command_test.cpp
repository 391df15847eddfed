// The command `lint`, called as `main` calls it.

#include <ostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/golden.h"
#include "tests/sim/cli/command_fixture.h"

namespace replisim {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using ::testing::TestWithParam;
using ::testing::ValuesIn;

constexpr const char* kRole = "tests/data/lint/role.policy.json";
constexpr const char* kBucket = "tests/data/lint/bucket.policy.json";

struct GoldenCase {
  std::string name;
  std::vector<std::string> args;
};

void PrintTo(const GoldenCase& c, std::ostream* out) {
  *out << c.name;
}

class LintGoldenTest : public TestWithParam<GoldenCase> {};

TEST_P(LintGoldenTest, SaysAllOfIt) {
  EXPECT_TRUE(matches_golden("lint-" + GetParam().name, call(GetParam().args).transcript()));
}

const GoldenCase kGolden[] = {
    {"role.txt", {"lint", kRole}},
    {"bucket.txt", {"lint", kBucket, "--bucket", "destination", "--account", "222222222222"}},
    {"embedded.txt", {"lint", "tests/data/lint/get-bucket-policy.json"}},
    {"replication.txt", {"lint", "tests/data/lint/replication.json"}},
    {"founding.txt", {"lint", "scenarios/founding/founding.json"}},
    {"several.json", {"lint", kRole, kBucket, "--format", "json"}},
    {"sarif.json", {"lint", kRole, "--format", "sarif"}},
    {"github.txt", {"lint", kRole, "--format", "github"}},
    {"rules.txt", {"lint", "--rules"}},
};

INSTANTIATE_TEST_SUITE_P(Files, LintGoldenTest, ValuesIn(kGolden), [](const auto& test) {
  std::string name = test.param.name;
  name[name.find('.')] = '_';
  return name;
});

CommandResult lint_text(const std::string& policy, std::vector<std::string> args = {}) {
  args.insert(args.begin(), {"lint", "-"});
  return call(args, {.input = policy, .environment = {}, .is_terminal = false});
}

constexpr const char* kGood =
    R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::b/*"}})";
constexpr const char* kWithNote =
    R"({"Version": "2012-10-17", "Statement": {"Sid": "", "Effect": "Allow",
        "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}})";
constexpr const char* kWithWarning =
    R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:ListBucket",
        "Resource": "arn:aws:s3:::b", "Condition": {"StringEquals": {"s3:prefix": "a*"}}}})";
constexpr const char* kWithError =
    R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObjekt",
        "Resource": "*"}})";

struct ExitCase {
  std::string name;
  std::string policy;
  std::string fail_on;
  int exit_code;
};

void PrintTo(const ExitCase& c, std::ostream* out) {
  *out << c.name;
}

class LintExitTest : public TestWithParam<ExitCase> {};

TEST_P(LintExitTest, EndsWithItsCode) {
  const ExitCase& c = GetParam();
  EXPECT_EQ(lint_text(c.policy, {"--fail-on", c.fail_on}).exit_code, c.exit_code);
}

const ExitCase kExits[] = {
    {"NothingFound", kGood, "note", 0},
    {"NoteIsNoError", kWithNote, "error", 0},
    {"NoteIsNoWarning", kWithNote, "warning", 0},
    {"NoteCounts", kWithNote, "note", 1},
    {"WarningIsNoError", kWithWarning, "error", 0},
    {"WarningCounts", kWithWarning, "warning", 1},
    {"ErrorCounts", kWithError, "error", 1},
    {"ErrorCountsAsNote", kWithError, "note", 1},
};

INSTANTIATE_TEST_SUITE_P(Findings, LintExitTest, ValuesIn(kExits),
                         [](const auto& test) { return test.param.name; });

TEST(LintCommand, TakesThePolicyForWhatItIsTold) {
  EXPECT_THAT(lint_text(kGood, {"--kind", "scp"}).out, HasSubstr("0 errors"));
  EXPECT_THAT(lint_text(kGood, {"--kind", "bucket"}).out, HasSubstr("[MISSING_PRINCIPAL]"));
}

TEST(LintCommand, SaysANameGivenTwiceOnce) {
  const CommandResult result = lint_text(
      R"({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Effect": "Deny",
          "Action": "s3:*", "Resource": "*"}})");
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, HasSubstr("1 error"));
  EXPECT_THAT(result.out, HasSubstr("[JSON_SYNTAX_ERROR]"));
}

TEST(LintCommand, LeavesOutPoliciesThatAreToBeRefused) {
  const CommandResult result = call({"lint",
                                     "scenarios/recorded/aws-68-bucket-policy-with-parts-"
                                     "that-do-not-fit.json"});
  EXPECT_THAT(result.out, Not(HasSubstr("UNSUPPORTED_RESOURCE_ARN_IN_POLICY")));
}

TEST(LintCommand, AppendsTheSummaryThatGithubShows) {
  const ScratchFolder scratch;
  const CommandResult result =
      call({"lint", kRole, "--format", "github"},
           {.input = "",
            .environment = {{"GITHUB_STEP_SUMMARY", scratch.path("summary.md")}},
            .is_terminal = false});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(scratch.read("summary.md"), HasSubstr("| error | INVALID_ACTION |"));
}

struct BadLintCase {
  std::string name;
  std::vector<std::string> args;
  std::string message;
};

void PrintTo(const BadLintCase& c, std::ostream* out) {
  *out << c.name;
}

class BadLintTest : public TestWithParam<BadLintCase> {};

TEST_P(BadLintTest, IsTold) {
  const CommandResult result = call(GetParam().args);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, HasSubstr(GetParam().message));
}

const BadLintCase kBad[] = {
    {"NoFile", {"lint"}, "FILE"},
    {"MissingFile", {"lint", "tests/data/lint/none.json"}, "does not exist"},
    {"Folder", {"lint", "tests/data/lint"}, "is a directory"},
    {"NoJson", {"lint", "README.md"}, "README.md:1:1: error"},
    {"OtherJson", {"lint", "CMakePresets.json"}, "neither a policy"},
    {"UnknownKind", {"lint", kRole, "--kind", "bukcet"}, "did you mean `bucket`?"},
    {"UnknownSeverity", {"lint", kRole, "--fail-on", "info"}, "error, warning or note"},
    {"UnknownFormat", {"lint", kRole, "--format", "junit"}, "unknown format `junit`"},
};

INSTANTIATE_TEST_SUITE_P(Usage, BadLintTest, ValuesIn(kBad),
                         [](const auto& test) { return test.param.name; });

TEST(LintCommand, ReadsAllFilesBeforeItGivesUp) {
  const CommandResult result = call({"lint", "tests/data/lint/a.json", "tests/data/lint/b.json"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err,
              AllOf(StartsWith("replisim: error: "), HasSubstr("a.json"), HasSubstr("b.json")));
}

}  // namespace
}  // namespace replisim
