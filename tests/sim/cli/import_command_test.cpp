// `replisim import`: inputs of other kinds as scenarios.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/golden.h"
#include "tests/sim/cli/command_fixture.h"

namespace replisim {
namespace {

using ::testing::HasSubstr;

TEST(ImportCommand, PrintsAScenarioWithPlaces) {
  const CommandResult result = call({"import", "tests/data/plans/founding.state.json"});
  EXPECT_TRUE(matches_golden("import-founding-state.txt", result.transcript()));
}

struct RoundTripCase {
  std::string name;
  std::vector<std::string> inputs;
};

void PrintTo(const RoundTripCase& c, std::ostream* out) {
  *out << c.name;
}

class ImportRoundTrip : public ::testing::TestWithParam<RoundTripCase> {};

/// What is imported with expectations is a suite that holds.
TEST_P(ImportRoundTrip, HoldsWhatItExpects) {
  std::vector<std::string> args = {"import", "--expect", "-q"};
  args.insert(args.end(), GetParam().inputs.begin(), GetParam().inputs.end());
  const CommandResult imported = call(args);
  ASSERT_EQ(imported.exit_code, 0) << imported.err;
  const ScratchFolder folder;
  const std::string path = folder.write("imported.json", imported.out);
  const CommandResult tested = call({"test", path});
  EXPECT_EQ(tested.exit_code, 0) << tested.transcript();
  EXPECT_NE(call({"run", path}).exit_code, 2);
  EXPECT_NE(call({"explain", path}).exit_code, 2);
  EXPECT_EQ(call({"import", path, "-q"}).exit_code, 0);
}

const RoundTripCase kRoundTrips[] = {
    {"State", {"tests/data/plans/founding.state.json"}},
    {"Plan", {"tests/data/plans/founding.plan.json"}},
    {"PlanAndTest",
     {"tests/data/plans/founding.plan.json", "tests/data/plans/founding.tftest.jsonl"}},
    {"Documents", {"tests/data/plans/policy-documents.plan.json"}},
    {"Module", {"tests/data/plans/moj-s3-bucket.json"}},
    {"Captures", {"tests/data/captures/founding"}},
    {"Template", {"tests/data/cloudformation/compliant-bucket.yaml", "--parameter", "AppName=app"}},
    {"Scenario", {"scenarios/founding/founding.json"}},
};

INSTANTIATE_TEST_SUITE_P(All, ImportRoundTrip, ::testing::ValuesIn(kRoundTrips),
                         [](const auto& test) { return test.param.name; });

TEST(ImportCommand, PrintsTheScriptThatCaptures) {
  const CommandResult result = call({"import", "--print-commands", "--bucket", "logs"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("get-bucket-replication"));
  EXPECT_EQ(call({"import", "--print-commands"}).exit_code, 2);
}

TEST(ImportCommand, WantsAnInput) {
  EXPECT_EQ(call({"import"}).exit_code, 2);
}

TEST(ImportCommand, TellsWhatIsNotKnown) {
  const CommandResult result = call({"import", "tests/data/plans/founding.plan.json"});
  EXPECT_THAT(result.err, HasSubstr("aws_kms_key.destination policy is not known"));
  EXPECT_THAT(result.err, HasSubstr("[import.unknown]"));
}

}  // namespace
}  // namespace replisim
