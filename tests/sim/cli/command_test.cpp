// The whole program, called as `main` calls it.

#include "sim/cli/command.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "tests/golden.h"
#include "tests/sim/cli/command_fixture.h"

namespace replisim {
namespace {

using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

constexpr const char* kFounding = "scenarios/founding/founding.json";

// --- usage ---

TEST(Command, HelpIsThereForAllAndForEach) {
  EXPECT_TRUE(matches_golden("help.txt", call({"--help"}).transcript()));
  for (const Command& command : all_commands()) {
    const std::string name(command.name);
    const CommandResult result = call({name, "--help"});
    EXPECT_EQ(result.exit_code, 0) << name;
    EXPECT_THAT(result.out, HasSubstr("Usage: replisim " + name)) << name;
    EXPECT_TRUE(matches_golden("help-" + name + ".txt", result.transcript()));
  }
}

TEST(Command, VersionIsOneLine) {
  const CommandResult result = call({"--version"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, StartsWith("replisim "));
}

struct UsageCase {
  std::string name;
  std::vector<std::string> args;
  std::string message;
};

void PrintTo(const UsageCase& c, std::ostream* out) {
  *out << c.name;
}

class BadUsageTest : public ::testing::TestWithParam<UsageCase> {};

TEST_P(BadUsageTest, IsTold) {
  const CommandResult result = call(GetParam().args);
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, AllOf(StartsWith("replisim: error: "), HasSubstr(GetParam().message)));
}

const UsageCase kBadUsage[] = {
    {"NoCommand", {}, "no command given"},
    {"UnknownCommand", {"rnu", kFounding}, "did you mean `run`?"},
    {"UnknownOptionBefore", {"--hlep"}, "did you mean `--help`?"},
    {"UnknownColor", {"--color=blue", "schema"}, "auto, always or never"},
    {"UnknownOption", {"run", kFounding, "--fromat", "json"}, "did you mean `--format`?"},
    {"MissingScenario", {"run"}, "SCENARIO"},
    {"TwoScenarios", {"run", kFounding, kFounding}, "not expected"},
    {"UnknownFormat", {"run", kFounding, "--format", "jsno"}, "did you mean `json`?"},
    {"FormatOfOthers", {"run", kFounding, "--format", "sarif"}, "unknown format `sarif`"},
    {"TwoFormatsToOut", {"run", kFounding, "--format", "json", "--format", "text"}, "only one"},
    {"FormatWithoutFile", {"run", kFounding, "--format", "json="}, "names no file"},
    {"UnknownVariant", {"run", kFounding, "--variant", "without-bth"}, "`without-both`"},
    {"UnknownEvent", {"explain", kFounding, "--event", "uplaod"}, "did you mean `upload`?"},
    {"NegativeJobs", {"test", kFounding, "-j", "-1"}, "-1"},
};

INSTANTIATE_TEST_SUITE_P(All, BadUsageTest, ::testing::ValuesIn(kBadUsage),
                         [](const auto& test) { return test.param.name; });

// --- the founding story ---

TEST(Command, RunTellsTheFoundingStory) {
  EXPECT_TRUE(matches_golden("run-founding.txt", call({"run", kFounding}).transcript()));
}

TEST(Command, RunIsJsonToo) {
  const CommandResult result =
      call({"run", kFounding, "--variant", "without-key-policy", "--format", "json"});
  EXPECT_TRUE(matches_golden("run-without-key-policy.json", result.transcript()));
}

TEST(Command, RunIsJunitToo) {
  const CommandResult result = call({"run", kFounding, "--format", "junit"});
  EXPECT_TRUE(matches_golden("run-founding-junit.txt", result.transcript()));
}

struct VariantCase {
  std::string variant;
};

class FoundingVariantTest : public ::testing::TestWithParam<std::string> {};

TEST_P(FoundingVariantTest, IsRunAndExplained) {
  const std::string& variant = GetParam();
  const CommandResult run = call({"run", kFounding, "--variant", variant});
  const CommandResult explained =
      call({"explain", kFounding, "--variant", variant, "--event", "upload"});
  EXPECT_EQ(run.exit_code, 0) << "expectations decide, also where FAILED is expected";
  EXPECT_EQ(explained.exit_code, 0);
  EXPECT_TRUE(matches_golden("founding/" + variant + ".txt",
                             run.transcript() + "\n" + explained.transcript()));
}

INSTANTIATE_TEST_SUITE_P(All, FoundingVariantTest,
                         ::testing::Values("without-key-policy", "without-role-policy",
                                           "without-both", "key-policy-names-bucket",
                                           "role-policy-names-wrong-key", "role-policy-names-alias",
                                           "encrypt-instead-of-generate", "malformed-principal",
                                           "lockout", "year-2023", "source-sse-kms",
                                           "source-unversioned", "destination-unversioned",
                                           "without-bucket-policy"),
                         [](const auto& test) {
                           std::string name = test.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(Command, ExplainFitsATerminal) {
  for (const char* variant : {"without-both", "key-policy-names-bucket", "year-2023"}) {
    std::istringstream lines(call({"explain", kFounding, "--variant", variant}).out);
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(line.size(), 130U) << line;  // a word that is too long stands alone
      if (line.find("arn:") == std::string::npos && line.find(".json:") == std::string::npos) {
        EXPECT_LE(line.size(), 100U) << line;
      }
    }
  }
}

TEST(Command, ExplainIsJsonToo) {
  const CommandResult result = call({"explain", kFounding, "--variant", "key-policy-names-bucket",
                                     "--event", "upload", "--format", "json"});
  EXPECT_TRUE(matches_golden("explain-key-policy-names-bucket.json", result.transcript()));
}

TEST(Command, FixOfTheFoundingStoryIsWhatPeopleDid) {
  for (const char* format : {"text", "json", "policy", "terraform"}) {
    const CommandResult result =
        call({"fix", kFounding, "--variant", "without-both", "--format", format});
    EXPECT_EQ(result.exit_code, 0);
    EXPECT_TRUE(
        matches_golden("fix-without-both-" + std::string(format) + ".txt", result.transcript()));
  }
}

TEST(Command, FixOfWhatWorksChangesNothing) {
  const CommandResult result = call({"fix", kFounding});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "nothing to fix: everything that is to be replicated is\n");
}

TEST(Command, FixSaysWhatHelpsWhereNoChangeDoes) {
  const CommandResult result = call({"fix", "scenarios/tables/5.2-checks/c22-hard-deleted.json"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_TRUE(matches_golden("fix-hard-deleted.txt", result.transcript()));
}

TEST(Command, FixMendsSettingsAndNarrowsDenies) {
  for (const char* name : {"o20-region-scp", "o27-no-pass-role", "o44-destination-suspended-later",
                           "o56-default-kms-without-opt-in"}) {
    const CommandResult result =
        call({"fix", "scenarios/regression/" + std::string(name) + ".json"});
    EXPECT_TRUE(matches_golden("fix-" + std::string(name) + ".txt", result.transcript()));
  }
}

TEST(Command, ExplainTellsWhatWouldFailNext) {
  const CommandResult result =
      call({"explain", "scenarios/regression/o22-role-without-permissions.json"});
  EXPECT_TRUE(matches_golden("explain-would-fail-next.txt", result.transcript()));
}

TEST(Command, ExplainWithoutEventTakesWhatWasNotReplicated) {
  const CommandResult result = call({"explain", kFounding, "--variant", "repaired-between"});
  EXPECT_THAT(result.out, HasSubstr("upload at 2020-12-14T09:00:00Z"));
  EXPECT_THAT(result.out, Not(HasSubstr("upload-folder at")));
  EXPECT_THAT(call({"explain", kFounding}).out, HasSubstr("upload-folder at"))
      << "the last one, where all is well";
}

TEST(Command, TestPlaysAllVariants) {
  EXPECT_TRUE(
      matches_golden("test-founding.txt", call({"test", "scenarios/founding"}).transcript()));
}

TEST(Command, TheSameInputGivesTheSameBytes) {
  const std::vector<std::string> args{"test", "scenarios", "--format", "json", "-j", "4"};
  EXPECT_EQ(call(args).transcript(), call(args).transcript());
}

// --- what comes to what code ---

TEST(Command, WithoutExpectationTheOutcomeDecides) {
  const ScratchFolder folder;
  const std::string good = folder.write("good.json", small_scenario(""));
  EXPECT_EQ(call({"run", good}).exit_code, 0);
  std::string text = small_scenario("");
  text.replace(text.find("\"s3:*\""), 6, "\"s3:Get*\"");
  const std::string bad = folder.write("bad.json", text);
  const CommandResult result = call({"run", bad});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, HasSubstr("FAILED"));
}

TEST(Command, AFailedExpectationIsShownSideBySide) {
  const ScratchFolder folder;
  const std::string path = folder.write("x.json", small_scenario(R"({ "ReplicationStatus": "FAILED",
        "replicas": [ { "Bucket": "dst", "result": "FAILED", "deniedBy": "bucket-policy" } ] })"));
  EXPECT_EQ(call({"run", path}).exit_code, 1);
  const CommandResult result = call({"test", path});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_TRUE(matches_golden("test-failed-expectation.txt", folder.hidden_in(result.transcript())));
}

TEST(Command, WhatIsNotKnownIsUndecided) {
  const ScratchFolder folder;
  std::string text =
      small_scenario(R"({ "replicas": [ { "Bucket": "dst", "result": "REPLICATED" } ] })");
  const std::string destination = R"(,
      { "Name": "dst", "Versioning": { "Status": "Enabled" } })";
  text.erase(text.find(destination), destination.size());
  text.insert(text.find('{') + 1, R"("settings": { "model.unlisted_buckets": "elsewhere" },)");
  const std::string path = folder.write("x.json", text);
  EXPECT_EQ(call({"test", path}).exit_code, 3) << call({"test", path}).transcript();
  EXPECT_EQ(call({"test", path, "--strict"}).exit_code, 1);
  EXPECT_EQ(call({"run", path}).exit_code, 3);
  EXPECT_EQ(call({"run", path, "--strict"}).exit_code, 1);
}

TEST(Command, OneEventCanBeJudgedAlone) {
  const CommandResult result = call({"run", kFounding, "--event", "upload-folder"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("1 event, 1 REPLICATED"));
}

// --- bad input ---

TEST(Command, EveryFaultOfTheInputIsTold) {
  const ScratchFolder folder;
  std::string text = small_scenario("");
  text.replace(text.find("\"operation\""), 11, "\"operatoin\"");
  text.replace(text.find("\"Versioning\""), 12, "\"Versionign\"");
  const std::string path = folder.write("x.json", text);
  const CommandResult result = call({"run", path});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_TRUE(matches_golden("bad-names.txt", folder.hidden_in(result.transcript())));
}

TEST(Command, NoScenarioIsTold) {
  const ScratchFolder folder;
  EXPECT_THAT(call({"run", folder.path("missing.json")}).err, HasSubstr("the file does not exist"));
  EXPECT_THAT(call({"run", folder.path()}).err, HasSubstr("is a directory"));
  EXPECT_THAT(call({"run", "/dev/null"}).err, HasSubstr("is a device"));
  ASSERT_EQ(mkfifo(folder.path("pipe").c_str(), 0600), 0);
  EXPECT_THAT(call({"run", folder.path("pipe")}).err, HasSubstr("is a pipe"));
  for (const std::string& path : {folder.path(), folder.path("missing.json")}) {
    EXPECT_EQ(call({"run", path}).exit_code, 2);
    EXPECT_EQ(call({"explain", path}).exit_code, 2);
  }
  EXPECT_EQ(call({"test", folder.path("missing.json")}).exit_code, 2);
}

TEST(Command, StandardInputIsAScenario) {
  const CommandResult result = call({"run", "-"}, {.input = small_scenario("")});
  EXPECT_EQ(result.exit_code, 0) << result.transcript();
  EXPECT_THAT(result.out, HasSubstr("REPLICATED"));
  EXPECT_THAT(call({"run", "-"}, {.input = "{"}).err, StartsWith("-:1:2: error: "));
}

/// A scenario in `in/` whose role policy is included.
std::string including(const std::string& file) {
  std::string text = small_scenario("");
  const std::string policy = R"({ "Version": "2012-10-17",
        "Statement": [ { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } ] })";
  return text.replace(text.find(policy), policy.size(), "{ \"$file\": \"" + file + "\" }");
}

constexpr const char* kPolicy =
    R"({ "Version": "2012-10-17",
  "Statement": [ { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } ] })";

TEST(Command, FilesStayInTheFolderOfTheScenario) {
  const ScratchFolder folder;
  folder.write("outside.json", kPolicy);
  folder.write("in/inside.json", kPolicy);
  EXPECT_EQ(call({"run", folder.write("in/a.json", including("inside.json"))}).exit_code, 0);
  const std::string leaving = folder.write("in/b.json", including("../outside.json"));
  EXPECT_EQ(call({"run", leaving}).exit_code, 2);
  EXPECT_EQ(call({"run", leaving, "--allow-outside"}).exit_code, 0);
}

TEST(Command, LinksStayInTheFolderOfTheScenario) {
  const ScratchFolder folder;
  folder.write("outside.json", kPolicy);
  const std::string path = folder.write("in/a.json", including("link.json"));
  std::filesystem::create_symlink("../outside.json", folder.path("in/link.json"));
  const CommandResult result = call({"run", path});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("is a link out of the scenario's folder"));
  EXPECT_EQ(call({"run", path, "--allow-outside"}).exit_code, 0);
  folder.write("in/inside.json", kPolicy);
  std::filesystem::remove(folder.path("in/link.json"));
  std::filesystem::create_symlink("inside.json", folder.path("in/link.json"));
  EXPECT_EQ(call({"run", path}).exit_code, 0) << "a link inside is a file like any other";
}

// --- output ---

TEST(Command, FormatsGoToFilesBesideTheTerminal) {
  const ScratchFolder folder;
  const CommandResult result =
      call({"test", kFounding, "--format", "junit=" + folder.path("r.xml"), "--format", "text",
            "--format", "json=" + folder.path("r.json")});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, EndsWith("passed, 0 failed\n"));
  EXPECT_THAT(folder.read("r.xml"), StartsWith("<?xml"));
  EXPECT_THAT(folder.read("r.json"), HasSubstr("\"schemaVersion\": 1"));
  const CommandResult unwritable =
      call({"run", kFounding, "--format", "json=" + folder.path("none/r.json")});
  EXPECT_EQ(unwritable.exit_code, 2);
  EXPECT_THAT(unwritable.err, HasSubstr("cannot be written"));
}

TEST(Command, ColourIsForTerminals) {
  const auto has_color = [](const std::vector<std::string>& args, const CommandSetting& setting) {
    return call(args, setting).out.find('\x1b') != std::string::npos;
  };
  EXPECT_FALSE(has_color({"run", kFounding}, {}));
  EXPECT_TRUE(has_color({"run", kFounding}, {.is_terminal = true}));
  EXPECT_FALSE(
      has_color({"run", kFounding}, {.environment = {{"NO_COLOR", "1"}}, .is_terminal = true}));
  EXPECT_TRUE(has_color({"run", kFounding, "--color", "always"}, {}));
  EXPECT_TRUE(has_color({"--color=always", "run", kFounding}, {}));
  EXPECT_FALSE(has_color({"run", kFounding, "--color=never"}, {.is_terminal = true}));
}

TEST(Command, ProgressIsForTerminalsAndWipedAway) {
  EXPECT_THAT(call({"test", kFounding}, {.is_terminal = true}).err, EndsWith("\r\x1b[K"));
  EXPECT_THAT(call({"test", kFounding, "--quiet"}, {.is_terminal = true}).err, IsEmpty());
  EXPECT_THAT(call({"test", kFounding}).err, IsEmpty());
}

TEST(Command, GithubGetsItsSummary) {
  const ScratchFolder folder;
  const CommandResult result =
      call({"test", kFounding, "--format", "github"},
           {.environment = {{"GITHUB_STEP_SUMMARY", folder.path("summary.md")}}});
  EXPECT_THAT(result.out, StartsWith("replisim: "));
  EXPECT_THAT(folder.read("summary.md"), StartsWith("### replisim: "));
}

TEST(Command, SchemaIsJson) {
  const CommandResult result = call({"schema"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("draft-07"));
}

// --- test: which cases ---

TEST(Command, FoldersAreSearchedForScenarios) {
  const ScratchFolder folder;
  folder.write("a/one.json", small_scenario("{}"));
  folder.write("a/policy.json", kPolicy);
  folder.write("b/c/two.json", small_scenario("{}"));
  folder.write(".hidden/three.json", small_scenario("{}"));
  EXPECT_THAT(call({"test", folder.path()}).out, StartsWith("2 cases: 2 passed"));
  EXPECT_THAT(call({"test", folder.path(), folder.path("a/one.json")}).out,
              StartsWith("2 cases: 2 passed"))
      << "no file twice";
}

TEST(Command, FiltersSelectCases) {
  EXPECT_THAT(call({"test", kFounding, "--filter", "without-*"}).out,
              StartsWith("4 cases: 4 passed"));
  EXPECT_THAT(call({"test", kFounding, "--filter", "founding.json"}).out,
              StartsWith("1 case: 1 passed"));
}

TEST(Command, NothingSelectedIsAFault) {
  const ScratchFolder folder;
  EXPECT_EQ(call({"test", folder.path()}).exit_code, 2);
  EXPECT_EQ(call({"test", folder.path(), "--allow-empty"}).exit_code, 0);
  const CommandResult result = call({"test", kFounding, "--filter", "nothing"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("no case is named like `nothing`"));
}

TEST(Command, AnUnreadableScenarioDoesNotKeepTheOthersFromRunning) {
  const ScratchFolder folder;
  folder.write("a.json", small_scenario("{}"));
  folder.write("b.json", R"({ "format": "replisim/1", "acounts": [] })");
  const CommandResult result = call({"test", folder.path()});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.out,
              AllOf(HasSubstr("acounts"), HasSubstr("1 passed, 0 failed, 1 unreadable")));
}

TEST(Command, TheSlowestAreTold) {
  const CommandResult result = call({"test", kFounding, "--slowest", "2"});
  EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 2);
  EXPECT_THAT(result.err, HasSubstr(" ms  scenarios/founding/founding.json"));
}

}  // namespace
}  // namespace replisim
