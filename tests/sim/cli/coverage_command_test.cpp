// `test --coverage`: what the events of many cases reached.

#include <map>
#include <set>
#include <sstream>
#include <string>

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

/// The bucket policy that both scenarios include.
constexpr const char* kBucketPolicy = R"({
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Replicas",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::111111111111:role/r" },
      "Action": [ "s3:ReplicateObject", "s3:ReplicateDelete" ],
      "Resource": "arn:aws:s3:::dst/*"
    },
    {
      "Sid": "DenyInsecure",
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": "arn:aws:s3:::dst/*",
      "Condition": { "Bool": { "aws:SecureTransport": "false" } }
    },
    {
      "Effect": "Deny",
      "Principal": { "AWS": "arn:aws:iam::333333333333:root" },
      "Action": "s3:ObjectOwnerOverrideToBucketOwner",
      "Resource": "*"
    },
    {
      "Sid": "OnlyStandard",
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:ReplicateObject",
      "Resource": "arn:aws:s3:::dst/*",
      "Condition": {
        "StringNotEquals": { "aws:PrincipalAccount": "111111111111" },
        "StringEquals": { "aws:PrincipalType": "AssumedRole" }
      }
    }
  ]
})";

/// Two rules; one upload below `key_prefix`.
std::string scenario_of(const std::string& key) {
  return R"({
  "format": "replisim/1",
  "clock": "2024-05-01T00:00:00Z",
  "accounts": [
    { "Id": "111111111111",
      "Roles": [ {
        "RoleName": "r",
        "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [ { "Effect": "Allow",
          "Principal": { "Service": "s3.amazonaws.com" }, "Action": "sts:AssumeRole" } ] },
        "RolePolicyList": [ { "PolicyName": "p", "PolicyDocument": { "Version": "2012-10-17",
          "Statement": [ { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } ] } } ] } ],
      "Buckets": [
        { "Name": "src", "Versioning": { "Status": "Enabled" },
          "ReplicationConfiguration": { "Role": "arn:aws:iam::111111111111:role/r", "Rules": [
            { "ID": "logs", "Priority": 1, "Filter": { "Prefix": "logs/" }, "Status": "Enabled",
              "DeleteMarkerReplication": { "Status": "Disabled" },
              "Destination": { "Bucket": "arn:aws:s3:::dst" } },
            { "ID": "all", "Priority": 0, "Filter": {}, "Status": "Enabled",
              "DeleteMarkerReplication": { "Status": "Disabled" },
              "Destination": { "Bucket": "arn:aws:s3:::dst" } } ] } } ] },
    { "Id": "222222222222",
      "Keys": [ { "KeyId": "11111111-2222-3333-4444-555555555555", "Grants": [
        { "Name": "unused", "GranteePrincipal": "arn:aws:iam::111111111111:role/r",
          "Operations": [ "Encrypt" ] } ] } ],
      "Buckets": [ { "Name": "dst", "Versioning": { "Status": "Enabled" },
        "Policy": { "$file": "policy.json" } } ] } ],
  "events": [ { "id": "upload", "operation": "PutObject",
    "params": { "Bucket": "src", "Key": ")" +
         key + R"(", "Size": 1 },
    "expect": { "replicas": [ { "Bucket": "dst", "result": "REPLICATED" } ] } } ]
}
)";
}

class CoverageCommandTest : public ::testing::Test {
 protected:
  CoverageCommandTest() { folder_.write("policy.json", kBucketPolicy); }

  CommandResult test(const std::vector<std::string>& options) const {
    std::vector<std::string> args{"test", folder_.path()};
    args.insert(args.end(), options.begin(), options.end());
    return call(args);
  }

  ScratchFolder folder_;
};

TEST_F(CoverageCommandTest, WhatNoEventReachedIsListed) {
  folder_.write("a.json", scenario_of("other/x"));
  const CommandResult result = test({"--coverage"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_TRUE(matches_golden("coverage.txt", folder_.hidden_in(result.transcript())));
  EXPECT_EQ(result.out, test({"--coverage=text"}).out);
}

TEST_F(CoverageCommandTest, CasesThatShareAFileAreCountedTogether) {
  folder_.write("a.json", scenario_of("other/x"));
  EXPECT_THAT(test({"--coverage"}).out, HasSubstr("rule `logs` of bucket src never matched"));
  folder_.write("b.json", scenario_of("logs/x"));
  const CommandResult both = test({"--coverage=json", "--filter", "*.json"});
  EXPECT_TRUE(matches_golden("coverage.json", folder_.hidden_in(both.transcript())));
}

TEST_F(CoverageCommandTest, OnlyCasesThatRanAreCounted) {
  folder_.write("a.json", scenario_of("other/x"));
  folder_.write("b.json", scenario_of("logs/x"));
  EXPECT_THAT(test({"--coverage", "--filter", "a.json"}).out, Not(HasSubstr("b.json")));
}

TEST_F(CoverageCommandTest, AssertionsReachStatementsAndRules) {
  std::string asserted = scenario_of("other/x");
  folder_.write("a.json", asserted);
  EXPECT_THAT(
      test({"--coverage"}).out,
      AllOf(HasSubstr("`DenyInsecure`"), HasSubstr("rule `logs` of bucket src never matched")));
  asserted.insert(asserted.find("\"events\""), R"("assert": [
    { "cannot": { "as": "arn:aws:iam::111111111111:role/r", "action": "s3:ReplicateObject",
                  "resource": "arn:aws:s3:::dst/*",
                  "context": { "aws:SecureTransport": "false" } } },
    { "replicates": { "Bucket": "src", "rule": "logs", "objects": "default" } } ],
  )");
  folder_.write("a.json", asserted);
  const CommandResult result = test({"--coverage"});
  EXPECT_EQ(result.exit_code, 0) << result.transcript();
  EXPECT_THAT(result.out, AllOf(Not(HasSubstr("`DenyInsecure`")),
                                Not(HasSubstr("rule `logs` of bucket src never matched"))));
}

TEST_F(CoverageCommandTest, NothingIsMeasuredUnasked) {
  folder_.write("a.json", scenario_of("other/x"));
  EXPECT_EQ(test({}).out, "1 case: 1 passed, 0 failed\n");
}

// --- lcov, as geninfo(1) describes it ---

TEST_F(CoverageCommandTest, LcovIsWhatItsReadersExpect) {
  folder_.write("a.json", scenario_of("other/x"));
  const CommandResult result = test({"--coverage=lcov=" + folder_.path("coverage.info")});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_EQ(result.out, "1 case: 1 passed, 0 failed\n");
  const std::string text = folder_.read("coverage.info");
  EXPECT_TRUE(matches_golden("coverage.info", folder_.hidden_in(text)));
  std::istringstream lines(text);
  std::map<std::string, std::set<std::string>> files;  // numbers of lines
  std::map<std::string, int> counts;
  std::string file;
  for (std::string line; std::getline(lines, line);) {
    const std::string kind = line.substr(0, line.find(':'));
    const std::string value = line.substr(line.find(':') + 1);
    if (kind == "SF") {
      file = value;
      counts.clear();
    } else if (kind == "DA") {
      EXPECT_TRUE(files[file].insert(value.substr(0, value.find(','))).second)
          << "a line is there once: " << line;
      counts["LF"] += 1;
      counts["LH"] += value.ends_with(",0") ? 0 : 1;
    } else if (kind == "BRDA") {
      counts["BRF"] += 1;
      counts["BRH"] += value.ends_with(",0") || value.ends_with(",-") ? 0 : 1;
    } else if (kind == "FNDA") {
      counts["FNF"] += 1;
      counts["FNH"] += value.starts_with("0,") ? 0 : 1;
    } else if (kind.ends_with("F") || kind.ends_with("H")) {
      EXPECT_EQ(std::to_string(counts[kind]), value) << file << " " << kind;
    }
  }
  EXPECT_EQ(files.size(), 2U);
}

// --- the same on any number of threads, and at any size ---

TEST(Coverage, TheNumberOfThreadsMakesNoDifference) {
  const std::vector<std::string> args{"test", "scenarios/tables", "--coverage=json"};
  std::vector<std::string> one = args;
  one.insert(one.end(), {"-j", "1"});
  std::vector<std::string> four = args;
  four.insert(four.end(), {"-j", "4"});
  EXPECT_EQ(call(one).transcript(), call(four).transcript());
}

TEST(Coverage, TheFoundingStoryReachesThis) {
  EXPECT_TRUE(matches_golden("coverage-founding.txt",
                             call({"test", "scenarios/founding", "--coverage"}).transcript()));
}

// --- a minimum ---

TEST_F(CoverageCommandTest, BelowTheMinimumDoesNotHold) {
  folder_.write("a.json", scenario_of("other/x"));
  EXPECT_EQ(test({"--min-coverage", "40"}).exit_code, 0);
  const CommandResult below = test({"--min-coverage", "99"});
  EXPECT_EQ(below.exit_code, 1);
  EXPECT_THAT(below.err, HasSubstr("coverage is below 99 %"));
  EXPECT_THAT(below.out, HasSubstr("not covered"));
  EXPECT_EQ(test({"--min-coverage", "101"}).exit_code, 2);
}

TEST_F(CoverageCommandTest, WhatFailsFailsAtAnyCoverage) {
  std::string text = scenario_of("other/x");
  text.replace(text.find("REPLICATED"), 10, "FAILED");
  folder_.write("a.json", text);
  const CommandResult result = test({"--min-coverage", "1"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.out, AllOf(HasSubstr("1 failed"), HasSubstr("coverage: ")));
}

// --- how it is asked for ---

TEST_F(CoverageCommandTest, TheFormatMayStandBehindABlank) {
  folder_.write("a.json", scenario_of("other/x"));
  EXPECT_EQ(test({"--coverage", "json"}).out, test({"--coverage=json"}).out);
  EXPECT_EQ(call({"test", "--coverage", folder_.path()}).out, test({"--coverage"}).out)
      << "a path is no format";
}

TEST_F(CoverageCommandTest, StandardOutputHasOneFormat) {
  folder_.write("a.json", scenario_of("other/x"));
  const CommandResult alone = test({"--coverage=json"});
  EXPECT_THAT(alone.out, StartsWith("{"));
  EXPECT_THAT(alone.err, HasSubstr("1 case: 1 passed")) << "the report stands aside";
  const CommandResult two = test({"--coverage=json", "--format", "junit"});
  EXPECT_EQ(two.exit_code, 2);
  EXPECT_THAT(two.out, IsEmpty());
  EXPECT_THAT(two.err, HasSubstr("cannot both go to standard output"));
  EXPECT_EQ(test({"--coverage=lcov=" + folder_.path("x.info"), "--format", "junit"}).exit_code, 0);
}

TEST_F(CoverageCommandTest, BadUsageIsTold) {
  EXPECT_THAT(test({"--coverage=lcvo"}).err, HasSubstr("did you mean `lcov`?"));
  EXPECT_THAT(test({"--coverage=lcov="}).err, HasSubstr("`--coverage lcov=` names no file"));
  EXPECT_THAT(test({"--coverage=lcov", "--coverage=json"}).err, HasSubstr("only one format"));
}

}  // namespace
}  // namespace replisim
