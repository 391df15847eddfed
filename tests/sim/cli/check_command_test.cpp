// `replisim check`, called as people call it.

#include <algorithm>

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

/// Real inputs and what is known of them. `row` is a line of the report: the kind of object and
/// what becomes of it, blanks drawn together.
struct CheckCase {
  std::string name;
  std::vector<std::string> args;
  int exit_code = 0;
  std::vector<std::string> rows;
};

void PrintTo(const CheckCase& c, std::ostream* out) {
  *out << c.name;
}

std::string without_double_blanks(const std::string& text) {
  std::string out;
  std::unique_copy(text.begin(), text.end(), std::back_inserter(out),
                   [](char a, char b) { return a == ' ' && b == ' '; });
  return out;
}

std::string plan(const std::string& name) {
  return "tests/data/plans/" + name;
}

std::string cloudformation(const std::string& name) {
  return "tests/data/cloudformation/" + name;
}

class CheckOfRealInputs : public ::testing::TestWithParam<CheckCase> {};

TEST_P(CheckOfRealInputs, FindsWhatIsKnownOfThem) {
  std::vector<std::string> args = {"check"};
  args.insert(args.end(), GetParam().args.begin(), GetParam().args.end());
  const CommandResult result = call(args);
  EXPECT_EQ(result.exit_code, GetParam().exit_code) << result.transcript();
  const std::string text = without_double_blanks(result.out);
  for (const std::string& row : GetParam().rows) {
    EXPECT_THAT(text, HasSubstr(row));
  }
}

const CheckCase kCases[] = {
    {"FoundingState",
     {plan("founding.state.json")},
     0,
     {"bucket default, AES256 REPLICATED AES256", "delete marker REPLICATED delete marker"}},
    {"FoundingPlanSettlesNothing",
     {plan("founding.plan.json")},
     3,
     {"bucket default, AES256 UNKNOWN", "aws:kms by request, aws/s3 NOT_ELIGIBLE SseKmsNotSelected",
      "aws_kms_key.destination policy", "s3:ReplicateObject"}},
    {"FoundingTestMakesItKnown",
     {plan("founding.plan.json"), plan("founding.tftest.jsonl")},
     0,
     {"bucket default, AES256 REPLICATED AES256"}},
    // Before 2023 objects without encryption took the destination's key, which has a bucket key.
    {"FoundingTestOfItsTime",
     {plan("founding.plan.json"), plan("founding.tftest.jsonl"), "--clock", "2020-12-14T09:00:00Z"},
     1,
     {"bucket default, none FAILED DstPutObjectNotPermitted: kms:Decrypt implicitDeny by "
      "identity-policy"}},
    {"FoundingNoKeyGrantSettlesNothingElse",
     {plan("founding-no-key-grant.plan.json")},
     3,
     {"bucket default, AES256 UNKNOWN"}},
    {"FoundingUpdateOfAKeyThatIsNotUsed",
     {plan("founding-update-remove-grant.plan.json")},
     0,
     {"bucket default, AES256 REPLICATED AES256", "nothing that is probed here"}},
    {"FoundingUpdateBreaksWhatItTakesAway",
     {plan("founding-update-bucket-policy.plan.json")},
     1,
     {"bucket default, AES256 FAILED DstPutObjectNotPermitted: s3:ReplicateObject implicitDeny by "
      "bucket-policy",
      "breaks rule `everything` of bucket source-test-replication: bucket default, AES256",
      "before: REPLICATED AES256", "What mends it",
      "add to the bucket policy of bucket destination-test-replication",
      "data \"aws_iam_policy_document\""}},
    {"PolicyDocuments",
     {plan("policy-documents.plan.json")},
     1,
     {"NOT_ELIGIBLE SseKmsNotSelected"}},
    {"BabbelCrossRegion",
     {plan("babbel-cross-region.json")},
     0,
     {"bucket default, AES256 REPLICATED AES256"}},
    {"NozaqRemoteState",
     {plan("nozaq-remote-state.json")},
     3,
     {"bucket default, aws:kms alias/tf-remote-state-key UNKNOWN"}},
    // Its role is allowed nothing of KMS, and objects without KMS only under a condition.
    {"MojBucket",
     {plan("moj-s3-bucket.json")},
     1,
     {"SrcGetObjectNotPermitted: kms:Decrypt implicitDeny by identity-policy",
      "AES256 by request FAILED DstPutObjectNotPermitted: s3:ReplicateObject"}},
    {"TerraformAwsModules",
     {plan("terraform-aws-modules-s3-replication.json")},
     3,
     {"Not known", "rule"}},
    // It has a typing error that IAM saves all the same.
    {"CompliantBucket",
     {cloudformation("compliant-bucket.yaml"), "--parameter", "AppName=app", "--account",
      "compliant-bucket.yaml=111111111111", "--region", "eu-west-1"},
     1,
     {"bucket default, AES256 REPLICATED AES256", "unknown action `s3:ReplicationTags`"}},
    {"CompliantBucketInJson",
     {cloudformation("compliant-bucket.json"), "--parameter", "AppName=app", "--account",
      "compliant-bucket.json=111111111111", "--region", "eu-west-1"},
     1,
     {"bucket default, AES256 REPLICATED AES256", "unknown action `s3:ReplicationTags`"}},
    {"CompliantBucketWithoutItsParameter",
     {cloudformation("compliant-bucket.yaml")},
     3,
     {"UNKNOWN", "--parameter AppName=VALUE"}},
    // Its role may write below `cur/` and its own account alone.
    {"OneTemplateInTwoAccounts",
     {cloudformation("cur-aggregation.yaml"), "dst=" + cloudformation("cur-aggregation.yaml"),
      "--account", "cur-aggregation.yaml=111111111111", "--account", "dst=222222222222", "--region",
      "eu-west-1", "--parameter", "DestinationAccountId=222222222222", "--parameter",
      "SourceAccountIds=111111111111"},
     1,
     {"key cur/111111111111/* REPLICATED AES256",
      "bucket default, AES256 FAILED DstPutObjectNotPermitted: s3:ReplicateObject"}},
    {"SourceTemplateAlone", {cloudformation("binxio-replicated-bucket.yaml")}, 1, {"UNKNOWN"}},
    {"StackSet", {cloudformation("common-resources-stackset.yaml")}, 3, {"Not known"}},
    {"Captures", {"tests/data/captures/founding"}, 0, {"bucket default, AES256 REPLICATED AES256"}},
    {"CapturesOfTheSourceAlone",
     {"tests/data/captures/founding/111111111111"},
     3,
     {"UNKNOWN", "the bucket policy of destination-test-replication"}},
    {"Scenario",
     {"scenarios/founding/founding.json"},
     0,
     {"bucket default, none REPLICATED aws:kms"}},
    {"NothingToCheck", {plan("checkov-win-utf8-bom.json")}, 0, {"0 rules"}},
    {"OldestFormat", {plan("terraform-compliance-issue-174.json")}, 1, {"[wouldBeRefused]"}},
    {"NestedModules", {plan("terraform-compliance-multi-module.json")}, 0, {"0 rules"}},
    {"BucketsOfVersion3", {plan("infracost-example-plan.json")}, 0, {"0 rules"}},
    {"ManyPolicies", {plan("regula-bucketpolicy-allowlist.json")}, 1, {"0 rules"}},
    {"ModuleWithCountZero", {plan("checkov-module-connected.json")}, 0, {"0 rules"}},
};

INSTANTIATE_TEST_SUITE_P(All, CheckOfRealInputs, ::testing::ValuesIn(kCases),
                         [](const auto& test) { return test.param.name; });

// --- formats ---

TEST(CheckCommand, IsText) {
  EXPECT_TRUE(matches_golden(
      "check-founding-update.txt",
      call({"check", plan("founding-update-bucket-policy.plan.json")}).transcript()));
  EXPECT_TRUE(matches_golden("check-founding-plan.txt",
                             call({"check", plan("founding.plan.json")}).transcript()));
}

struct FormatCase {
  std::string format;
};

class CheckFormat : public ::testing::TestWithParam<std::string> {};

TEST_P(CheckFormat, IsWhatItsReadersTake) {
  const CommandResult result =
      call({"check", plan("founding-update-bucket-policy.plan.json"), "--format", GetParam()});
  EXPECT_TRUE(matches_golden("check-format-" + GetParam() + ".txt", result.transcript()));
}

INSTANTIATE_TEST_SUITE_P(All, CheckFormat,
                         ::testing::Values("json", "sarif", "github", "junit", "html"),
                         [](const auto& test) { return test.param; });

TEST(CheckCommand, SummarisesForGitHub) {
  const ScratchFolder folder;
  call({"check", plan("founding.state.json"), "--format", "github"},
       {.environment = {{"GITHUB_STEP_SUMMARY", folder.path("summary.md")}}});
  EXPECT_THAT(folder.read("summary.md"), HasSubstr("| bucket default, AES256 | REPLICATED |"));
}

// --- what counts ---

TEST(CheckCommand, StrictTakesUnknownForFailed) {
  EXPECT_EQ(call({"check", plan("founding.plan.json"), "--strict"}).exit_code, 1);
}

TEST(CheckCommand, ABaselineAcceptsWhatIsKnownAndNothingElse) {
  const ScratchFolder folder;
  const std::string input = plan("founding-update-bucket-policy.plan.json");
  const std::vector<std::string> then = {"check",      input,
                                         "--clock",    "2020-12-14T09:00:00Z",
                                         "--baseline", folder.path("baseline.json")};
  call({"check", input, "--write-baseline", folder.path("baseline.json")});
  const CommandResult accepted = call(then);
  EXPECT_EQ(accepted.exit_code, 0) << accepted.transcript();
  EXPECT_THAT(accepted.out, HasSubstr("accepted by the baseline"));
  folder.write("baseline.json", R"({"format": "replisim-baseline/1", "accepted": []})");
  EXPECT_EQ(call(then).exit_code, 1);
  folder.write("baseline.json", "[]");
  EXPECT_EQ(call(then).exit_code, 2);
}

TEST(CheckCommand, WritesTheTestThatMakesAPlanKnown) {
  const ScratchFolder folder;
  call({"check", plan("founding.plan.json"), "--write-tftest", folder.path("known.tftest.hcl")});
  EXPECT_THAT(folder.read("known.tftest.hcl"),
              AllOf(HasSubstr("mock_provider"), HasSubstr("aws_kms_key.destination")));
  call({"check", plan("founding.state.json"), "--write-tftest", folder.path("none.tftest.hcl")});
  EXPECT_THAT(folder.read("none.tftest.hcl"), IsEmpty());
}

TEST(CheckCommand, LooksForNoFixIfAsked) {
  const std::string input = plan("founding-update-bucket-policy.plan.json");
  EXPECT_THAT(call({"check", input, "--no-fix"}).out, Not(HasSubstr("What mends it")));
}

TEST(CheckCommand, AFixOfATemplateIsNotInTerraform) {
  const CommandResult result =
      call({"check", cloudformation("cur-aggregation.yaml"),
            "dst=" + cloudformation("cur-aggregation.yaml"), "--account",
            "cur-aggregation.yaml=111111111111", "--account", "dst=222222222222", "--region",
            "eu-west-1", "--parameter", "DestinationAccountId=222222222222", "--parameter",
            "SourceAccountIds=111111111111"});
  EXPECT_THAT(result.out, AllOf(HasSubstr("What mends it"), Not(HasSubstr("in Terraform"))));
}

TEST(CheckCommand, FailsOnWarningsIfAsked) {
  const std::vector<std::string> lenient = {"check", "scenarios/founding/founding.json"};
  std::vector<std::string> severe = lenient;
  severe.insert(severe.end(), {"--fail-on", "warning"});
  EXPECT_EQ(call(lenient).exit_code, 0);
  EXPECT_EQ(call(severe).exit_code, 1);
}

// --- several inputs, bad input ---

TEST(CheckCommand, TwoInputsThatContradictEachOtherAreNamed) {
  const ScratchFolder folder;
  const std::string first = folder.write("first.json", small_scenario(""));
  std::string other = small_scenario("");
  other.replace(other.find("\"Priority\": 1"), 13, "\"Priority\": 2");
  const CommandResult result = call({"check", first, folder.write("second.json", other)});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(folder.hidden_in(result.err),
              AllOf(HasSubstr("SCRATCH/second.json:"), HasSubstr("[import.conflict]"),
                    HasSubstr("SCRATCH/first.json:")));
}

struct BadInputCase {
  std::string name;
  std::string text;
  std::vector<std::string> args;
  std::string message;
};

void PrintTo(const BadInputCase& c, std::ostream* out) {
  *out << c.name;
}

class CheckBadInput : public ::testing::TestWithParam<BadInputCase> {};

TEST_P(CheckBadInput, IsTold) {
  const ScratchFolder folder;
  std::vector<std::string> args = {"check", folder.write("input.json", GetParam().text)};
  args.insert(args.end(), GetParam().args.begin(), GetParam().args.end());
  const CommandResult result = call(args);
  EXPECT_EQ(result.exit_code, 2) << result.transcript();
  EXPECT_THAT(result.err, HasSubstr(GetParam().message));
  EXPECT_THAT(result.out, IsEmpty());
}

const BadInputCase kBadInputs[] = {
    {"Empty", "", {}, "none of the inputs that can be read"},
    {"SomethingElse", "{\"a\": 1}", {}, "none of the inputs that can be read"},
    {"BrokenPlan", "{\"format_version\": \"1.2\", \"resource_changes\": [", {}, "error:"},
    {"LaterFormat", "{\"format_version\": \"2.0\", \"planned_values\": {}}", {}, "2.0"},
    {"AccountWithoutId", small_scenario(""), {"--account", "a"}, "is not NAME=VALUE"},
    {"AccountOfTooFewDigits", small_scenario(""), {"--account", "a=1"}, "12 digits"},
    {"ParameterWithoutValue", small_scenario(""), {"--parameter", "=x"}, "is not NAME=VALUE"},
    {"NoSuchFile", small_scenario(""), {"no/such/file.json"}, "does not exist"},
    {"EmptyFolder", small_scenario(""), {"tests/golden/no-such-folder"}, "does not exist"},
    {"BadClock", small_scenario(""), {"--clock", "today"}, "is not a time"},
    {"BadFailOn", small_scenario(""), {"--fail-on", "all"}, "--fail-on is"},
};

INSTANTIATE_TEST_SUITE_P(All, CheckBadInput, ::testing::ValuesIn(kBadInputs),
                         [](const auto& test) { return test.param.name; });

TEST(CheckCommand, ReadsStandardInput) {
  EXPECT_EQ(call({"check", "-"}, {.input = small_scenario("")}).exit_code, 0);
}

}  // namespace
}  // namespace replisim
