#include "model/assertion.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/golden.h"
#include "tests/model/scenario_fixture.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A world of one account, with `assert` and further members.
std::string world_with(const std::string& assertions, const std::string& members = {}) {
  return R"({ "format": "replisim/1",
  "accounts": [ { "Id": "111111111111",
    "Users": [ { "UserName": "ana" } ],
    "Roles": [ { "RoleName": "reader" } ],
    "Keys": [ { "KeyId": "k1", "Region": "eu-west-1", "Aliases": ["alias/data"] } ],
    "Buckets": [ { "Name": "data" }, { "Name": "source", "ReplicationConfiguration": {
      "Role": "arn:aws:iam::111111111111:role/reader",
      "Rules": [ { "ID": "all", "Status": "Enabled",
                   "Destination": { "Bucket": "arn:aws:s3:::replicas" } } ] } } ] } ],
  "events": [ { "id": "upload", "operation": "PutObject",
                "params": { "Bucket": "data", "Key": "a", "Size": 1 } } ],
  "assert": )" +
         assertions + members + "\n}\n";
}

/// The only fault of an assertion: its code and all that is said of it.
struct FaultCase {
  std::string name;
  std::string assertion;
  std::string code;
  std::string said;
};

void PrintTo(const FaultCase& c, std::ostream* out) {
  *out << c.name;
}

class AssertionFaultTest : public ::testing::TestWithParam<FaultCase> {};

TEST_P(AssertionFaultTest, IsTold) {
  const ReadScenario read = read_text(world_with("[ " + GetParam().assertion + " ]"));
  ASSERT_FALSE(read.scenario);
  ASSERT_EQ(read.issues.size(), 1U) << read.text();
  EXPECT_EQ(read.issues.front().code, GetParam().code) << read.text();
  EXPECT_THAT(read.text(), HasSubstr(GetParam().said));
}

const FaultCase kFaults[] = {
    {"NothingSaid", R"({ "after": "upload" })", "scenario.missing-field", "says nothing"},
    {"TwoThings",
     R"({ "noDiagnostics": true, "staysWithinRegions": { "Bucket": "data", "Regions": "eu-*" } })",
     "scenario.several-assertions", "make two of them"},
    {"MisspeltKind", R"({ "cannto": {}, "noDiagnostics": true })", "scenario.unknown-field",
     "did you mean `cannot`?"},
    {"MisspeltField", R"({ "replicates": { "Bucket": "source", "ruel": "all" } })",
     "scenario.unknown-field", "did you mean `rule`?"},
    {"Event", R"({ "after": "uplaod", "noDiagnostics": true })", "scenario.unknown-event",
     "did you mean `upload`?"},
    {"NoMoment",
     R"({ "after": "end", "staysWithinRegions": { "Bucket": "data", "Regions": "eu-*" } })",
     "scenario.no-moment", "counts every rule"},
    {"Bucket", R"({ "staysWithinRegions": { "Bucket": "dtaa", "Regions": "eu-*" } })",
     "scenario.unknown-bucket", "did you mean `data`?"},
    {"Destination", R"({ "replicates": { "Bucket": "source", "to": "replica" } })",
     "scenario.unknown-bucket", "did you mean `replicas`?"},
    {"Rule", R"({ "replicates": { "Bucket": "source", "rule": "al" } })", "scenario.unknown-rule",
     "bucket `source` has no rule `al`"},
    {"RuleOfNone", R"({ "neverReplicates": { "Bucket": "data", "rule": "all" } })",
     "scenario.unknown-rule", "bucket `data` has no rule `all`"},
    {"KeyAndPrefix", R"({ "replicates": { "Bucket": "source", "Key": "a/b", "Prefix": "a/" } })",
     "scenario.unclear-objects", "`Key` is one object"},
    {"Principal",
     R"({ "cannot": { "as": "arn:aws:iam::111111111111:role/raeder", "action": "s3:GetObject",
                      "resource": "arn:aws:s3:::data/*" } })",
     "scenario.unknown-principal", "did you mean `arn:aws:iam::111111111111:role/reader`?"},
    {"NoPrincipal", R"({ "readableBy": { "as": "reader", "Bucket": "data" } })",
     "scenario.bad-principal", "account id, a service principal"},
    {"Action",
     R"({ "can": { "as": "*", "action": "s3:GetObjcet", "resource": "arn:aws:s3:::data/*" } })",
     "scenario.unknown-action", "did you mean `s3:GetObject`?"},
    {"ActionPattern",
     R"({ "cannot": { "as": "*", "action": "s3:Gte*", "resource": "arn:aws:s3:::data/*" } })",
     "scenario.unknown-action", "unknown action `s3:Gte*`"},
    {"ActionWithoutService",
     R"({ "can": { "as": "*", "action": "GetObject", "resource": "arn:aws:s3:::data/*" } })",
     "scenario.unknown-action", "with its service"},
    {"ResourceOfBucket",
     R"({ "can": { "as": "*", "action": "s3:GetObject", "resource": "arn:aws:s3:::daat/*" } })",
     "scenario.unknown-bucket", "did you mean `data`?"},
    {"ResourceOfKey",
     R"({ "can": { "as": "*", "action": "kms:Decrypt",
                   "resource": "arn:aws:kms:eu-west-1:111111111111:key/k2" } })",
     "scenario.unknown-key", "did you mean `arn:aws:kms:eu-west-1:111111111111:key/k1`?"},
    {"NoArn", R"({ "can": { "as": "*", "action": "s3:GetObject", "resource": "data/*" } })",
     "scenario.bad-resource", "is no ARN"},
    {"ObjectActionOfABucket",
     R"({ "cannot": { "as": "*", "action": "s3:GetObject", "resource": "arn:aws:s3:::data" } })",
     "scenario.wrong-resource", "objects are `arn:aws:s3:::BUCKET/KEY`"},
    {"NoEncryption", R"({ "encryptedWith": { "Bucket": "source" } })", "scenario.missing-field",
     "`encryptedWith` without an encryption"},
    {"DeniedByOfCan",
     R"({ "can": { "as": "*", "action": "s3:GetObject", "resource": "arn:aws:s3:::data/*",
                   "deniedBy": "scp" } })",
     "scenario.unknown-field", "unknown field `deniedBy`"},
    {"DeniedBy",
     R"({ "cannot": { "as": "*", "action": "s3:GetObject", "resource": "arn:aws:s3:::data/*",
                      "deniedBy": "bucket-polcy" } })",
     "scenario.unknown-value", "did you mean `bucket-policy`?"},
    {"NoDiagnosticsIsFalse", R"({ "noDiagnostics": false })", "scenario.bad-value", "is `true`"},
    {"NamesNothing", R"({ "readableBy": { "as": [], "Bucket": "data" } })", "scenario.wrong-count",
     "`as` names nothing"},
    {"GivenTwice", R"({ "id": "a", "noDiagnostics": true }, { "id": "a", "noDiagnostics": true })",
     "scenario.duplicate-name", "assertion given twice: `a`"},
};

INSTANTIATE_TEST_SUITE_P(All, AssertionFaultTest, ::testing::ValuesIn(kFaults),
                         [](const auto& test) { return test.param.name; });

std::vector<std::string> ids_of(const ScenarioCase& scenario) {
  std::vector<std::string> ids;
  for (const Assertion& assertion : scenario.assertions) {
    ids.push_back(assertion.id + " " + std::string(to_string(assertion.kind.value())));
  }
  return ids;
}

TEST(Assertion, AVariantInheritsReplacesAddsAndTakesAway) {
  const ReadScenario read = read_text(world_with(
      R"([ { "noDiagnostics": true }, { "id": "b", "replicates": { "Bucket": "source" } } ])",
      R"(, "variants": [
        { "id": "same" },
        { "id": "other", "assert": [
          { "id": "b", "neverReplicates": { "Bucket": "source" } },
          { "id": "c", "noDiagnostics": ["roleMissing"] },
          { "staysWithinRegions": { "Bucket": "data", "Regions": "us-*" } } ] },
        { "id": "fewer", "assert": [ { "id": "assert-1" } ] } ],
      "table": [ { "id": "row", "assert": [ { "id": "b" } ] } ])"));
  ASSERT_TRUE(read.scenario) << read.text();
  EXPECT_THAT(ids_of(read.base()), ElementsAre("assert-1 noDiagnostics", "b replicates"));
  const std::vector<ScenarioCase>& variants = read.scenario->variants;
  ASSERT_EQ(variants.size(), 4U);
  EXPECT_EQ(ids_of(variants[0]), ids_of(read.base()));
  EXPECT_THAT(ids_of(variants[1]), ElementsAre("assert-1 noDiagnostics", "b neverReplicates",
                                               "c noDiagnostics", "assert-5 staysWithinRegions"));
  EXPECT_THAT(ids_of(variants[2]), ElementsAre("b replicates"));
  EXPECT_THAT(ids_of(variants[3]), ElementsAre("assert-1 noDiagnostics"));
}

TEST(Assertion, OnlyWhatIsThereCanBeTakenAway) {
  const ReadScenario read =
      read_text(world_with(R"([ { "id": "quiet", "noDiagnostics": true } ])",
                           R"(, "variants": [ { "id": "v", "assert": [ { "id": "qiuet" } ] } ])"));
  ASSERT_FALSE(read.scenario);
  EXPECT_EQ(read.issues.front().code, "scenario.unknown-assertion");
  EXPECT_THAT(read.text(), HasSubstr("did you mean `quiet`?"));
}

TEST(Assertion, WhatEventsMakeIsKnown) {
  const ReadScenario read = read_text(R"({ "format": "replisim/1",
    "accounts": [ { "Id": "111111111111" } ],
    "events": [
      { "operation": "CreateBucket", "params": { "Bucket": "made" } },
      { "id": "role", "operation": "CreateRole", "params": { "RoleName": "later",
        "AssumeRolePolicyDocument": { "Statement": [] } } } ],
    "assert": [ { "after": "role", "cannot": { "as": "arn:aws:iam::111111111111:role/later",
      "action": "s3:*", "resource": "arn:aws:s3:::made" } } ] })");
  EXPECT_TRUE(read.scenario) << read.text();
}

TEST(Assertion, IsReadAgainAsItIsWritten) {
  const ReadScenario read = read_text(world_with(R"([
    { "id": "one", "after": "upload",
      "can": { "as": "*", "action": ["s3:GetObject", "s3:PutObject"],
               "resource": "arn:aws:s3:::data/*", "context": { "aws:SourceVpce": "vpce-1" },
               "allowedBy": "bucket-policy" } },
    { "cannot": { "as": "111111111111", "action": "s3:*", "resource": "arn:aws:s3:::data",
                  "deniedBy": "scp", "deniedHow": "explicitDeny", "Sid": null } },
    { "replicates": { "Bucket": "source", "rule": "all", "to": "replicas", "Prefix": "a/",
                      "objects": ["default", "aws-kms*"] } },
    { "encryptedWith": { "Bucket": "source", "Key": "a", "ServerSideEncryption": "AES256",
                         "SSEKMSKeyId": null, "BucketKeyEnabled": false } },
    { "notReadableBy": { "as": "*", "Bucket": "data", "from": "source", "rule": "all" } },
    { "staysWithinRegions": { "Bucket": "source", "Regions": ["eu-*"], "batch": true } },
    { "noDiagnostics": ["aliasInReplicaKey"] } ])"));
  ASSERT_TRUE(read.scenario) << read.text();
  const std::string written = write_scenario(read.base());
  const ReadScenario again = read_text(written);
  ASSERT_TRUE(again.scenario) << again.text();
  EXPECT_EQ(write_scenario(again.base()), written);
  EXPECT_EQ(ids_of(again.base()), ids_of(read.base()));
  EXPECT_TRUE(matches_golden("model/assertions-written.json", written));
}

}  // namespace
}  // namespace replisim
