// `replisim mutate`: what it finds in a folder of policies with holes in their tests, how it says
// so, and how it ends.

#include <fstream>
#include <iterator>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sim/cli/parallel.h"
#include "tests/golden.h"
#include "tests/sim/cli/command_fixture.h"

namespace replisim {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Json = nlohmann::json;

constexpr const char* kFolder = "tests/data/mutation";

std::string read_file(const std::string& path) {
  std::ifstream in(std::string(REPLISIM_SOURCE_DIR) + "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// `file:line operator` of every `// hole: operator, operator` in the files.
std::set<std::string> planted_holes() {
  std::set<std::string> holes;
  for (const std::string name : {"policies/bucket.json", "policies/writer.json", "records.json"}) {
    const std::string path = std::string(kFolder) + "/" + name;
    std::istringstream lines(read_file(path));
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
      ++number;
      const std::size_t mark = line.find("// hole: ");
      if (mark == std::string::npos) {
        continue;
      }
      std::istringstream operators(line.substr(mark + 9));
      for (std::string op; std::getline(operators, op, ',');) {
        op.erase(0, op.find_first_not_of(' '));
        std::string hole = path;
        hole.append(":").append(std::to_string(number)).append(" ").append(op);
        holes.insert(std::move(hole));
      }
    }
  }
  return holes;
}

Json report_of(const std::vector<std::string>& args) {
  std::vector<std::string> all{"mutate", "--format", "json"};
  all.insert(all.end(), args.begin(), args.end());
  return Json::parse(call(all).out);
}

std::set<std::string> survivors_of(const Json& report) {
  std::set<std::string> found;
  for (const Json& result : report["results"]) {
    if (result["state"] == "survived") {
      found.insert(result["place"]["file"].get<std::string>() + ":" +
                   std::to_string(result["place"]["line"].get<int>()) + " " +
                   result["operator"].get<std::string>());
    }
  }
  return found;
}

TEST(MutateCommand, FindsThePlantedHolesAndNothingElse) {
  const std::set<std::string> holes = planted_holes();
  ASSERT_GE(holes.size(), 9U);
  EXPECT_EQ(survivors_of(report_of({kFolder})), holes);
}

TEST(MutateCommand, AFileOfTwoScenariosIsChangedOnce) {
  const Json both = report_of({kFolder, "--operator", "widen-action"});
  std::size_t count = 0;
  for (const Json& result : both["results"]) {
    if (result["element"] == "s3:PutObject") {
      ++count;
      EXPECT_EQ(result["state"], "noticed");
      EXPECT_EQ(result["noticedBy"], "tests/data/mutation/writing.json");
      EXPECT_EQ(result["cases"], 7);
    }
  }
  EXPECT_EQ(count, 1U);
  const std::set<std::string> alone =
      survivors_of(report_of({"tests/data/mutation/records.json", "--operator", "widen-action"}));
  EXPECT_TRUE(alone.contains("tests/data/mutation/policies/writer.json:7 widen-action"));
}

struct FormatCase {
  std::string name;
  std::vector<std::string> args;
};

void PrintTo(const FormatCase& c, std::ostream* out) {
  *out << c.name;
}

class MutateFormatTest : public ::testing::TestWithParam<FormatCase> {};

TEST_P(MutateFormatTest, IsAsItWas) {
  EXPECT_TRUE(
      matches_golden("mutate-" + GetParam().name + ".txt", call(GetParam().args).transcript()));
}

const FormatCase kFormats[] = {
    {"text", {"mutate", kFolder}},
    {"json", {"mutate", kFolder, "--operator", "drop-condition", "--format", "json"}},
    {"github", {"mutate", kFolder, "--operator", "drop-condition", "--format", "github"}},
    {"sarif", {"mutate", kFolder, "--operator", "drop-condition", "--format", "sarif"}},
    {"list", {"mutate", "tests/data/mutated-settings.json", "--list"}},
    {"operators", {"mutate", "--operators"}},
};

INSTANTIATE_TEST_SUITE_P(Formats, MutateFormatTest, ::testing::ValuesIn(kFormats),
                         [](const auto& test) { return test.param.name; });

TEST(MutateCommand, SaysTheSameOnAnyNumberOfThreads) {
  EXPECT_EQ(call({"mutate", kFolder, "-j", "1"}).out, call({"mutate", kFolder, "-j", "5"}).out);
}

TEST(MutateCommand, EndsWith0WhateverTheScoreAndWith1BelowTheOneAskedFor) {
  EXPECT_EQ(call({"mutate", kFolder}).exit_code, 0);
  EXPECT_EQ(call({"mutate", kFolder, "--min-score", "10"}).exit_code, 0);
  EXPECT_EQ(call({"mutate", kFolder, "--min-score", "99"}).exit_code, 1);
  EXPECT_EQ(call({"mutate", kFolder, "--min-score", "101"}).exit_code, 2);
}

TEST(MutateCommand, CasesHaveToPassFirst) {
  const ScratchFolder folder;
  const std::string path = folder.write(
      "a.json", small_scenario(R"({"replicas": [{"Bucket": "dst", "result": "FAILED"}]})"));
  const CommandResult result = call({"mutate", path});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, HasSubstr("1 of 1 do not"));
  EXPECT_THAT(result.err, HasSubstr("expected \"FAILED\""));
}

TEST(MutateCommand, WhatCannotBeReadIsToldWithItsPlace) {
  const ScratchFolder folder;
  const std::string path = folder.write("a.json", R"({"format": "replisim/1", "event": []})");
  const CommandResult result = call({"mutate", path});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("a.json:1:"));
}

TEST(MutateCommand, NothingSelectedIsBadUsage) {
  EXPECT_EQ(call({"mutate", kFolder, "--filter", "no-such-case"}).exit_code, 2);
  EXPECT_EQ(call({"mutate", "tests/data/no-such-folder"}).exit_code, 2);
}

TEST(MutateCommand, AnUnknownOperatorHasANearestOne) {
  const CommandResult result = call({"mutate", kFolder, "--operator", "drop-conditions"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("did you mean `drop-condition`?"));
}

TEST(MutateCommand, AnExpectationOfTheReplicaNoticesWhatItNames) {
  const ScratchFolder folder;
  const std::string path = folder.write(
      "a.json", small_scenario(R"({"replicas": [{"Bucket": "dst", "result": "REPLICATED"}]})"));
  const Json report = report_of({path, "--operator", "drop-rule"});
  ASSERT_EQ(report["results"].size(), 1U);
  EXPECT_EQ(report["results"][0]["state"], "noticed");
  EXPECT_EQ(report["summary"]["score"], 100);
}

TEST(ForEachParallel, ThrowsWhatAThreadThrew) {
  EXPECT_THROW(for_each_parallel(100, 4,
                                 [](std::size_t i) {
                                   if (i == 50) {
                                     throw std::runtime_error("fifty");
                                   }
                                 }),
               std::runtime_error);
}

}  // namespace
}  // namespace replisim
