// `replisim graph`, called as `main` calls it.

#include <cstdlib>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/cli/graphviz.h"
#include "tests/golden.h"
#include "tests/sim/cli/command_fixture.h"

namespace replisim {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kFounding = "scenarios/founding/founding.json";
constexpr const char* kChain = "scenarios/regression/o54-chain-stops.json";

TEST(GraphCommand, DrawsTheFoundingStory) {
  EXPECT_TRUE(matches_golden("graph-founding.dot", call({"graph", kFounding}).transcript()));
  EXPECT_TRUE(matches_golden("graph-founding-mermaid.txt",
                             call({"graph", kFounding, "--format", "mermaid"}).transcript()));
  EXPECT_TRUE(matches_golden("graph-founding.json",
                             call({"graph", kFounding, "--format", "json"}).transcript()));
}

TEST(GraphCommand, MarksAChain) {
  EXPECT_TRUE(matches_golden("graph-chain.dot", call({"graph", kChain}).transcript()));
}

TEST(GraphCommand, MarksALoopThatTheEventsMake) {
  constexpr const char* kTwoWay = "scenarios/regression/o35-two-way-in-one-go.json";
  EXPECT_THAT(call({"graph", kTwoWay}).out, Not(HasSubstr("loop 1")));
  EXPECT_THAT(call({"graph", kTwoWay, "--after"}).out, HasSubstr("loop 1: src, dst"));
}

// --- what had to hold ---

TEST(GraphCommand, DrawsWhatHadToHoldForAnEvent) {
  const std::vector<std::string> args{"graph",   kFounding, "--variant", "without-key-policy",
                                      "--event", "upload"};
  EXPECT_TRUE(matches_golden("graph-event.dot", call(args).transcript()));
  std::vector<std::string> json = args;
  json.insert(json.end(), {"--format", "json"});
  EXPECT_THAT(call(json).out,
              AllOf(HasSubstr("\"check\": \"C17\""), HasSubstr("\"state\": \"does not hold\"")));
}

TEST(GraphCommand, BelowWhatHeldAllIsDrawnWhereThatIsAskedFor) {
  const std::vector<std::string> args{"graph", kFounding, "--event", "upload"};
  std::vector<std::string> full = args;
  full.emplace_back("--full");
  EXPECT_GT(call(full).out.size(), 2 * call(args).out.size());
}

TEST(GraphCommand, AnEventHasToBeThere) {
  const CommandResult drawn = call({"graph", kFounding, "--event", "uplaod"});
  EXPECT_EQ(drawn.exit_code, 2);
  EXPECT_THAT(drawn.err, HasSubstr("did you mean `upload`?"));
}

// --- hundreds of buckets ---

std::string many_pairs(int count) {
  constexpr std::string_view kPair = R"({ "Name": "src-%", "Versioning": { "Status": "Enabled" },
      "ReplicationConfiguration": { "Role": "arn:aws:iam::111111111111:role/r", "Rules": [
        { "ID": "rule", "Priority": 1, "Filter": {}, "Status": "Enabled",
          "DeleteMarkerReplication": { "Status": "Disabled" },
          "Destination": { "Bucket": "arn:aws:s3:::dst-%" } } ] } },
      { "Name": "dst-%", "Versioning": { "Status": "Enabled" } })";
  std::string text =
      R"({ "format": "replisim/1", "accounts": [ { "Id": "111111111111", "Buckets": [)";
  for (int i = 0; i < count; ++i) {
    text += i == 0 ? "" : ",\n";
    for (const char c : kPair) {
      text += c == '%' ? std::to_string(i) : std::string(1, c);
    }
  }
  return text + "] } ], \"events\": [] }";
}

TEST(GraphCommand, ThreeHundredBucketsAreOnePictureForPeople) {
  const ScratchFolder folder;
  const std::string path = folder.write("many.json", many_pairs(150));
  const CommandResult drawn = call({"graph", path});
  EXPECT_EQ(drawn.exit_code, 0);
  EXPECT_THAT(drawn.out, AllOf(HasSubstr("150 buckets"), HasSubstr("replicates: rule × 150")));
  EXPECT_LT(drawn.out.size(), 4000U);
}

TEST(GraphCommand, AllOfThemAreDrawnWhereThatIsAskedFor) {
  const ScratchFolder folder;
  const std::string path = folder.write("many.json", many_pairs(150));
  const CommandResult drawn = call({"graph", path, "--full"});
  EXPECT_THAT(drawn.out, AllOf(HasSubstr("\"src-149\\n"), Not(HasSubstr("150 buckets"))));
}

// --- Graphviz ---

TEST(GraphCommand, SvgIsDrawnByGraphviz) {
  if (!run_graphviz("digraph {}", "dot").error.empty()) {
    GTEST_SKIP() << "Graphviz is not installed (Debian: graphviz)";
  }
  const CommandResult drawn = call({"graph", kFounding, "--format", "svg"});
  EXPECT_EQ(drawn.exit_code, 0);
  EXPECT_THAT(drawn.out, AllOf(HasSubstr("<svg "), HasSubstr("us&#45;east&#45;2")));
}

TEST(GraphCommand, WithoutGraphvizItSaysWhatToInstall) {
  const GraphvizResult result = run_graphviz("digraph {}", "no-such-program-dot");
  EXPECT_THAT(result.error, HasSubstr("not installed"));
  EXPECT_THAT(result.hint, HasSubstr("Debian package `graphviz`"));
  const char* path = std::getenv("PATH");
  const std::string kept = path == nullptr ? "" : path;
  setenv("PATH", "/no-such-folder", 1);
  const CommandResult drawn = call({"graph", kFounding, "--format", "svg"});
  setenv("PATH", kept.c_str(), 1);
  EXPECT_EQ(drawn.exit_code, 2);
  EXPECT_EQ(drawn.out, "");
  EXPECT_THAT(drawn.err, HasSubstr("Debian package `graphviz`"));
}

TEST(GraphCommand, WhatGraphvizRefusesIsTold) {
  if (!run_graphviz("digraph {}", "dot").error.empty()) {
    GTEST_SKIP() << "Graphviz is not installed (Debian: graphviz)";
  }
  EXPECT_THAT(run_graphviz("no graph", "dot").error, HasSubstr("failed"));
}

// --- reach ---

TEST(GraphCommand, ReachIsText) {
  EXPECT_TRUE(matches_golden(
      "graph-reach.txt", call({"graph", kChain, "--reach", "src", "--reach", "dst"}).transcript()));
}

TEST(GraphCommand, ReachIsJsonToo) {
  EXPECT_TRUE(matches_golden(
      "graph-reach.json",
      call({"graph", kChain, "--reach", "src", "--format", "json", "--forbid-region", "eu-*"})
          .transcript()));
}

TEST(GraphCommand, AForbiddenRegionThatIsReachedIsOne) {
  const CommandResult broken =
      call({"graph", kChain, "--reach", "src", "--forbid-region", "eu-west-1"});
  EXPECT_EQ(broken.exit_code, 1);
  EXPECT_THAT(broken.out, HasSubstr("eu-west-1  111111111111  FORBIDDEN"));
  EXPECT_EQ(call({"graph", kChain, "--reach", "src", "--forbid-region", "sa-*"}).exit_code, 0);
}

TEST(GraphCommand, WhatOnlyAJobWouldCarryCountsWhereThatIsAskedFor) {
  const std::vector<std::string> args{"graph",           kChain,      "--reach", "src",
                                      "--forbid-region", "eu-north-1"};
  EXPECT_EQ(call(args).exit_code, 0) << "replicas stop in the middle of a chain";
  std::vector<std::string> with_jobs = args;
  with_jobs.emplace_back("--batch");
  EXPECT_EQ(call(with_jobs).exit_code, 1);
}

TEST(GraphCommand, ARegionThatIsNotKnownCannotBeSaid) {
  const ScratchFolder folder;
  std::string text = small_scenario("");
  text.replace(text.find("arn:aws:s3:::dst"), 16, "arn:aws:s3:::far");
  const std::string path = folder.write("far.json", text);
  const std::vector<std::string> args{"graph", path, "--reach", "src", "--forbid-region", "eu-*"};
  EXPECT_EQ(call(args).exit_code, 3);
  std::vector<std::string> strict = args;
  strict.emplace_back("--strict");
  EXPECT_EQ(call(strict).exit_code, 1);
}

TEST(GraphCommand, BadUsageIsTold) {
  const CommandResult bucket = call({"graph", kChain, "--reach", "scr"});
  EXPECT_EQ(bucket.exit_code, 2);
  EXPECT_THAT(bucket.err, HasSubstr("did you mean `src`?"));
  EXPECT_EQ(call({"graph", kChain, "--forbid-region", "eu-west-1"}).exit_code, 2);
  EXPECT_EQ(call({"graph", kChain, "--reach", "src", "--forbid-region", "Paris"}).exit_code, 2);
  EXPECT_EQ(call({"graph", kChain, "--reach", "src", "--format", "dot"}).exit_code, 2);
}

}  // namespace
}  // namespace replisim
