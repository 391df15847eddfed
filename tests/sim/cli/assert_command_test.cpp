// `assert` of a scenario, judged by `test` and `run`.

#include <regex>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/golden.h"
#include "tests/sim/cli/command_fixture.h"

namespace replisim {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

/// Nothing that is promised of this world holds, in every way that it can fail.
constexpr const char* kBroken = R"({
  "format": "replisim/1",
  "accounts": [
    { "Id": "111111111111",
      "Roles": [
        { "RoleName": "s3-replication",
          "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [
            { "Effect": "Allow", "Principal": { "Service": "s3.amazonaws.com" },
              "Action": "sts:AssumeRole" } ] },
          "RolePolicyList": [ { "PolicyName": "replicate", "PolicyDocument": {
            "Version": "2012-10-17", "Statement": [
              { "Sid": "Read", "Effect": "Allow",
                "Action": ["s3:GetReplicationConfiguration", "s3:ListBucket",
                           "s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl"],
                "Resource": ["arn:aws:s3:::src", "arn:aws:s3:::src/*"] },
              { "Sid": "Write", "Effect": "Allow",
                "Action": ["s3:ReplicateObject", "s3:ReplicateDelete"],
                "Resource": "arn:aws:s3:::dst/*" } ] } } ] },
        { "RoleName": "reader",
          "RolePolicyList": [ { "PolicyName": "read", "PolicyDocument": {
            "Version": "2012-10-17", "Statement": [
              { "Sid": "ReadAll", "Effect": "Allow", "Action": "s3:GetObject",
                "Resource": "arn:aws:s3:::dst/*" } ] } } ] } ],
      "Keys": [ { "KeyId": "k1", "Region": "eu-west-1" } ],
      "Buckets": [
        { "Name": "src", "Region": "eu-west-1", "Versioning": { "Status": "Enabled" },
          "ReplicationConfiguration": {
            "Role": "arn:aws:iam::111111111111:role/s3-replication",
            "Rules": [
              { "ID": "all", "Status": "Enabled", "Priority": 1, "Filter": { "Prefix": "" },
                "DeleteMarkerReplication": { "Status": "Disabled" },
                "Destination": { "Bucket": "arn:aws:s3:::dst" } },
              { "ID": "far", "Status": "Enabled", "Priority": 2, "Filter": { "Prefix": "far/" },
                "DeleteMarkerReplication": { "Status": "Disabled" },
                "Destination": { "Bucket": "arn:aws:s3:::elsewhere" } } ] } },
        { "Name": "dst", "Region": "us-east-1", "Versioning": { "Status": "Enabled" },
          "Policy": { "Version": "2012-10-17", "Statement": [
            { "Sid": "Locked", "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject",
              "Resource": "arn:aws:s3:::dst/locked/*" } ] } },
        { "Name": "sealed", "Region": "eu-west-1", "Objects": [
          { "Key": "a", "ServerSideEncryption": "aws:kms", "SSEKMSKeyId":
            "arn:aws:kms:eu-west-1:111111111111:key/k1" } ],
          "Policy": { "Version": "2012-10-17", "Statement": [
            { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111111111111:role/reader" },
              "Action": "s3:GetObject", "Resource": "arn:aws:s3:::sealed/*" } ] } } ] }
  ],
  "assert": [
    { "id": "all-of-dst",
      "can": { "as": "arn:aws:iam::111111111111:role/reader", "action": "s3:GetObject",
               "resource": "arn:aws:s3:::dst/*" } },
    { "id": "put",
      "can": { "as": "arn:aws:iam::111111111111:role/reader", "action": "s3:PutObject",
               "resource": "arn:aws:s3:::dst/a" } },
    { "id": "by-the-bucket",
      "can": { "as": "arn:aws:iam::111111111111:role/reader", "action": "s3:GetObject",
               "resource": "arn:aws:s3:::dst/a", "allowedBy": "bucket-policy", "Sid": "Other" } },
    { "id": "nobody-reads-dst",
      "cannot": { "as": "*", "action": "s3:GetObject", "resource": "arn:aws:s3:::dst/*" } },
    { "id": "denied-otherwise",
      "cannot": { "as": "arn:aws:iam::111111111111:role/reader", "action": "s3:GetObject",
                  "resource": "arn:aws:s3:::dst/locked/a", "deniedBy": "scp",
                  "deniedHow": "implicitDeny", "Sid": null } },
    { "id": "who-knows",
      "cannot": { "as": "arn:aws:iam::111111111111:role/reader", "action": "s3:GetObject",
                  "resource": "arn:aws:s3:::dst/*", "context": { "aws:SourceVpce": "vpce-1" } } },
    { "id": "nobody-is-called-so",
      "cannot": { "as": "arn:aws:iam::*:role/auditor*", "action": "s3:GetObject",
                  "resource": "arn:aws:s3:::dst/*" } },
    { "id": "far-arrives", "replicates": { "Bucket": "src", "rule": "far" } },
    { "id": "tags-arrive", "replicates": { "Bucket": "src", "rule": "all" } },
    { "id": "nothing-arrives", "neverReplicates": { "Bucket": "src", "to": "dst",
                                                    "objects": "default" } },
    { "id": "under-a-key",
      "encryptedWith": { "Bucket": "src", "rule": "all", "objects": "default",
                         "ServerSideEncryption": "aws:kms", "BucketKeyEnabled": true } },
    { "id": "reader-reads-sealed",
      "readableBy": { "as": "arn:aws:iam::111111111111:role/reader", "Bucket": "sealed" } },
    { "id": "reader-reads-nothing",
      "notReadableBy": { "as": "arn:aws:iam::111111111111:role/reader", "Bucket": "dst",
                         "from": "src", "Key": "b" } },
    { "id": "in-europe", "staysWithinRegions": { "Bucket": "src", "Regions": "eu-*" } },
    { "id": "quiet", "noDiagnostics": true }
  ]
})";

/// An account of which only the number is known.
constexpr const char* kOpen = R"({
  "format": "replisim/1",
  "accounts": [ { "Id": "111111111111", "Buckets": [
    { "Name": "data", "Policy": { "Version": "2012-10-17", "Statement": [
      { "Effect": "Allow", "Principal": { "AWS": "222222222222" }, "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::data/*" } ] } } ] } ],
  "assert": [
    { "cannot": { "as": "arn:aws:iam::222222222222:role/other", "action": "s3:GetObject",
                  "resource": "arn:aws:s3:::data/*" } } ]
})";

TEST(AssertCommand, EachKindFailsAndSaysWhy) {
  const ScratchFolder folder;
  const std::string path = folder.write("broken.json", kBroken);
  const CommandResult result = call({"test", path});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_TRUE(matches_golden("assert-broken.txt", folder.hidden_in(result.transcript())));
}

class AssertFormatTest : public ::testing::TestWithParam<std::string> {};

TEST_P(AssertFormatTest, HasAssertions) {
  const ScratchFolder folder;
  const std::string path = folder.write("open.json", kOpen);
  const CommandResult result = call({"test", path, "--format", GetParam()});
  EXPECT_EQ(result.exit_code, 3);
  // SARIF has a hash in which the path is.
  const std::string shown = std::regex_replace(folder.hidden_in(result.transcript()),
                                               std::regex("[0-9a-f]{15,16}:1"), "HASH:1");
  EXPECT_TRUE(matches_golden("assert-format-" + GetParam() + ".txt", shown));
}

INSTANTIATE_TEST_SUITE_P(All, AssertFormatTest,
                         ::testing::Values("text", "junit", "tap", "json", "github", "sarif"),
                         [](const auto& test) { return test.param; });

TEST(AssertCommand, WhatIsOpenIsNeverPassed) {
  const ScratchFolder folder;
  const std::string path = folder.write("open.json", kOpen);
  EXPECT_EQ(call({"test", path}).exit_code, 3);
  EXPECT_EQ(call({"test", path, "--strict"}).exit_code, 1);
  EXPECT_EQ(call({"run", path}).exit_code, 3);
  EXPECT_EQ(call({"run", path, "--strict"}).exit_code, 1);
}

TEST(AssertCommand, RunJudgesThemToo) {
  const ScratchFolder folder;
  const std::string path = folder.write("broken.json", kBroken);
  const CommandResult broken = call({"run", path});
  EXPECT_EQ(broken.exit_code, 1);
  EXPECT_THAT(broken.out, AllOf(HasSubstr("assert[put].can does not hold"),
                                HasSubstr("of 15 assertions hold")));
  const CommandResult junit = call({"run", path, "--format", "junit"});
  EXPECT_THAT(junit.out, AllOf(HasSubstr("name=\"(world)\""), HasSubstr("assert[put].can")));
  EXPECT_THAT(call({"run", path, "--format", "json"}).out,
              AllOf(HasSubstr("\"assertion\": \"put\""), HasSubstr("\"assertions\": 15")));
  EXPECT_THAT(call({"run", path, "--format", "html"}).out, HasSubstr("assert[put].can"));
}

TEST(AssertCommand, RunSaysThatAllHold) {
  const CommandResult result = call({"run", "scenarios/asserts/policies-of-two-accounts.json"});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.out, HasSubstr("13 of 13 assertions hold"));
}

TEST(AssertCommand, UpdateLeavesThemAlone) {
  const ScratchFolder folder;
  const std::string path = folder.write("broken.json", kBroken);
  const CommandResult result = call({"test", path, "--update"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.err, HasSubstr("assert[put].can stays: what is asserted of the world is "
                                    "changed by people"));
  EXPECT_EQ(folder.read("broken.json"), kBroken);
}

TEST(AssertCommand, TheEventThatIsAskedForIsAllThatIsJudged) {
  const ScratchFolder folder;
  const std::string path = folder.write(
      "s.json", small_scenario(R"({"error": null})", R"("assert": [ { "noDiagnostics": true },
        { "neverReplicates": { "Bucket": "src" } } ])"));
  EXPECT_EQ(call({"run", path}).exit_code, 1);
  const CommandResult one = call({"run", path, "--event", "upload"});
  EXPECT_EQ(one.exit_code, 0) << one.transcript();
  EXPECT_THAT(one.out, Not(HasSubstr("assert")));
}

}  // namespace
}  // namespace replisim
