#include <ostream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/model/import/terraform_fixture.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kProvider =
    R"({"region": {"constant_value": "eu-west-1"},
        "allowed_account_ids": {"constant_value": ["111111111111"]}})";

/// A managed policy that is what a deferred policy document renders to.
PlanText document(std::string_view after, std::string_view unknown, std::string_view expressions) {
  PlanText plan;
  plan.provider("aws", kProvider);
  plan.creates("aws_s3_bucket.a", R"({"bucket": "logs"})", R"({"id": true, "arn": true})");
  plan.creates("aws_kms_key.k", R"({"key_id": "k1"})", R"({"arn": true, "policy": true})");
  plan.creates("aws_iam_role.r", R"({"name": "r"})", R"({"arn": true})");
  plan.changes("data.aws_iam_policy_document.d", R"(["read"])", "null", after, unknown);
  plan.creates("aws_iam_policy.p", R"({"name": "p"})", R"({"policy": true, "arn": true})");
  for (const char* const address : {"aws_s3_bucket.a", "aws_kms_key.k", "aws_iam_role.r"}) {
    plan.configures(address, "{}");
  }
  plan.configures("data.aws_iam_policy_document.d", expressions);
  plan.configures("aws_iam_policy.p",
                  R"({"policy": {"references": ["data.aws_iam_policy_document.d.json",
                      "data.aws_iam_policy_document.d"]}})");
  return plan;
}

struct StatementCase {
  std::string name;
  std::string after;  // of the one statement
  std::string unknown;
  std::string expressions;
  std::string policy;  // what comes of it, in the scenario
};

void PrintTo(const StatementCase& c, std::ostream* out) {
  *out << c.name;
}

class PolicyStatementData : public ::testing::TestWithParam<StatementCase> {};

TEST_P(PolicyStatementData, IsRebuilt) {
  const StatementCase& c = GetParam();
  const Imported imported = import_plan(document(
      "{\"statement\": [" + c.after + "]}", "{\"json\": true, \"statement\": [" + c.unknown + "]}",
      "{\"statement\": [" + c.expressions + "]}"));
  EXPECT_EQ(imported.at("/accounts/0/Policies/0/PolicyDocument"), c.policy) << imported.issues;
  EXPECT_TRUE(imported.scenario) << imported.issues;
  EXPECT_EQ(imported.unknown().size(), c.policy.find("Uncertain") == std::string::npos ? 0U : 1U);
}

std::string known(const std::string& statement) {
  return R"({"Version":"2012-10-17","Statement":[)" + statement + "]}";
}

std::string uncertain(const std::string& statement) {
  return R"({"Uncertain":[0],"Policy":)" + known(statement) + "}";
}

constexpr const char* kOneUnknown = R"({"resources": [true]})";
constexpr const char* kOfBucket =
    R"({"resources": {"references": ["aws_s3_bucket.a.arn", "aws_s3_bucket.a"]}})";

const StatementCase kStatements[] = {
    {"BucketActions", R"({"actions": ["s3:ListBucket", "s3:GetReplicationConfiguration"],
                          "resources": [null]})",
     kOneUnknown, kOfBucket,
     known(R"({"Effect":"Allow","Action":["s3:ListBucket","s3:GetReplicationConfiguration"],)"
           R"("Resource":["arn:aws:s3:::logs"]})")},
    {"ObjectActions", R"({"actions": ["s3:ReplicateObject"], "resources": [null]})", kOneUnknown,
     kOfBucket,
     known(R"({"Effect":"Allow","Action":["s3:ReplicateObject"],)"
           R"("Resource":["arn:aws:s3:::logs/*"]})")},
    {"ActionsOfBoth", R"({"actions": ["s3:*"], "resources": [null]})", kOneUnknown, kOfBucket,
     uncertain(R"({"Effect":"Allow","Action":["s3:*"],"Resource":"*"})")},
    {"TwoElementsOfOneBucket", R"({"actions": ["s3:GetObject"], "resources": [null, null]})",
     R"({"resources": [true, true]})", kOfBucket,
     uncertain(R"({"Effect":"Allow","Action":["s3:GetObject"],"Resource":"*"})")},
    {"Key", R"({"actions": ["kms:Decrypt"], "resources": [null]})", kOneUnknown,
     R"({"resources": {"references": ["aws_kms_key.k.arn", "aws_kms_key.k"]}})",
     known(R"({"Effect":"Allow","Action":["kms:Decrypt"],)"
           R"("Resource":["arn:aws:kms:eu-west-1:111111111111:key/k1"]})")},
    {"Principal",
     R"({"effect": "Deny", "actions": ["s3:GetObject"], "resources": ["*"],
         "principals": [{"type": "AWS", "identifiers": [null]}]})",
     R"({"principals": [{"identifiers": [true]}]})",
     R"({"principals": [{"identifiers": {"references": ["aws_iam_role.r.arn",
         "aws_iam_role.r"]}}]})",
     known(R"({"Effect":"Deny","Principal":{"AWS":["arn:aws:iam::111111111111:role/r"]},)"
           R"("Action":["s3:GetObject"],"Resource":["*"]})")},
    {"PrincipalOfALocalValue",
     R"({"actions": ["s3:GetObject"], "resources": ["*"],
         "principals": [{"type": "AWS", "identifiers": [null]}]})",
     R"({"principals": [{"identifiers": [true]}]})",
     R"({"principals": [{"identifiers": {"references": ["local.role"]}}]})",
     uncertain(R"({"Effect":"Allow","Principal":"*","Action":["s3:GetObject"],"Resource":["*"]})")},
    {"Everyone",
     R"({"actions": ["s3:GetObject"], "resources": [null],
         "principals": [{"type": "*", "identifiers": ["*"]}]})",
     kOneUnknown, kOfBucket,
     known(R"({"Effect":"Allow","Principal":"*","Action":["s3:GetObject"],)"
           R"("Resource":["arn:aws:s3:::logs/*"]})")},
    {"KnownCondition",
     R"({"sid": "tls", "actions": ["s3:GetObject"], "resources": [null], "condition":
         [{"test": "Bool", "variable": "aws:SecureTransport", "values": ["false"]},
          {"test": "StringLike", "variable": "aws:username", "values": ["&{aws:userid}"]}]})",
     kOneUnknown, kOfBucket,
     known(
         R"({"Sid":"tls","Effect":"Allow","Action":["s3:GetObject"],)"
         R"("Resource":["arn:aws:s3:::logs/*"],"Condition":{"Bool":)"
         R"({"aws:SecureTransport":["false"]},"StringLike":{"aws:username":["${aws:userid}"]}}})")},
    {"UnknownCondition",
     R"({"actions": ["s3:GetObject"], "resources": ["*"], "condition":
         [{"test": "ArnLike", "variable": "aws:SourceArn", "values": [null]}]})",
     R"({"condition": [{"values": [true]}]})",
     R"({"condition": [{"values": {"references": ["aws_s3_bucket.a.arn", "aws_s3_bucket.a"]}}]})",
     uncertain(R"({"Effect":"Allow","Action":["s3:GetObject"],"Resource":["*"]})")},
};

INSTANTIATE_TEST_SUITE_P(Blocks, PolicyStatementData, ::testing::ValuesIn(kStatements),
                         [](const auto& test) { return test.param.name; });

constexpr const char* kPolicy = "/accounts/0/Policies/0/PolicyDocument";

TEST(PolicyDocumentData, MatchesWrittenStatementsAmongGeneratedOnes) {
  const Imported imported = import_plan(document(
      R"({"statement": [{"actions": ["kms:Encrypt"], "resources": [null]},
                        {"actions": ["s3:ReplicateObject"], "resources": [null]}]})",
      R"({"json": true, "statement": [{"resources": [true]}, {"resources": [true]}]})",
      R"({"statement": [{"actions": {"constant_value": ["s3:ReplicateObject"]}, "resources":
          {"references": ["aws_s3_bucket.a.arn", "aws_s3_bucket.a"]}}]})"));
  EXPECT_EQ(imported.at(std::string(kPolicy) + "/Uncertain"), "[0]");
  EXPECT_EQ(imported.at(std::string(kPolicy) + "/Policy/Statement/1/Resource"),
            R"(["arn:aws:s3:::logs/*"])");
}

TEST(PolicyDocumentData, PutsDocumentsTogetherBySid) {
  const Imported imported = import_plan(document(
      R"({"source_policy_documents":
            ["{\"Statement\": [{\"Sid\": \"a\", \"Effect\": \"Deny\", \"Action\": \"s3:*\"}]}"],
          "statement": [{"sid": "b", "actions": ["s3:GetObject"], "resources": [null]}],
          "override_policy_documents":
            ["{\"Statement\": {\"Sid\": \"a\", \"Effect\": \"Allow\", \"Action\": \"s3:*\"}}"]})",
      R"({"json": true, "statement": [{"resources": [true]}]})",
      R"({"statement": [{"resources": {"references": ["aws_s3_bucket.a.arn"]}}]})"));
  EXPECT_EQ(imported.at(kPolicy),
            R"({"Version":"2012-10-17","Statement":[{"Sid":"a","Effect":"Allow","Action":"s3:*"},)"
            R"({"Sid":"b","Effect":"Allow","Action":["s3:GetObject"],)"
            R"("Resource":["arn:aws:s3:::logs/*"]}]})");
}

TEST(PolicyDocumentData, AnUnknownOverrideMayReplaceWhatHasASid) {
  const Imported imported = import_plan(
      document(R"({"statement": [{"sid": "b", "actions": ["s3:GetObject"], "resources": ["*"]},
                                 {"actions": ["s3:PutObject"], "resources": ["*"]}],
                   "override_policy_documents": [null]})",
               R"({"json": true, "override_policy_documents": [true]})",
               R"({"override_policy_documents": {"references": ["local.more"]}})"));
  EXPECT_EQ(imported.at(std::string(kPolicy) + "/Incomplete"), "true");
  EXPECT_EQ(imported.at(std::string(kPolicy) + "/Uncertain"), "[0]");
}

TEST(PolicyText, ThatIsKnownIsTaken) {
  PlanText plan;
  plan.provider("aws", kProvider);
  plan.creates("aws_iam_policy.p", R"({"name": "p", "policy": "{\"Statement\": []}"})");
  plan.configures("aws_iam_policy.p", "{}");
  const Imported imported = import_plan(plan);
  EXPECT_EQ(imported.at(kPolicy), R"("{\"Statement\": []}")");
  EXPECT_THAT(imported.unknown(), IsEmpty());
}

TEST(PolicyText, ThatIsNotKnownIsNotGuessed) {
  PlanText plan = document("{}", R"({"json": true})", "{}");
  plan.creates("aws_iam_policy.text", R"({"name": "text"})", R"({"policy": true})");
  plan.configures("aws_iam_policy.text",
                  R"({"policy": {"references": ["aws_s3_bucket.a.arn", "aws_s3_bucket.a"]}})");
  const Imported imported = import_plan(plan);
  EXPECT_EQ(imported.at("/accounts/0/Policies/1/PolicyDocument"), R"({"Incomplete":true})");
  EXPECT_THAT(imported.unknown(), ElementsAre("aws_iam_policy.text policy"));
}

/// A policy in the output of a test, beside the plan that it is of.
Imported tested(const std::string& policy) {
  const PlanText plan = document(R"({"statement": [{"actions": ["s3:*"], "resources": [null]}]})",
                                 R"({"json": true, "statement": [{"resources": [true]}]})", "{}");
  const std::string test =
      "{\"@level\": \"info\", \"type\": \"version\"}\n{\"@level\": \"info\", \"test_plan\": "
      "{\"plan_format_version\": \"1.2\", \"resource_changes\": [{\"address\": "
      "\"aws_iam_policy.p\","
      " \"mode\": \"managed\", \"type\": \"aws_iam_policy\", \"name\": \"p\", \"change\": "
      "{\"actions\": [\"create\"], \"before\": null, \"after\": {\"name\": \"p\", \"policy\": " +
      policy + "}, \"after_unknown\": {}}}]}}\n";
  return import_files({{"test.jsonl", test}, {"plan.json", plan.text()}});
}

TEST(PolicyOfATest, ThatIsKnownIsTaken) {
  EXPECT_EQ(tested(R"("{\"Statement\": []}")").at(kPolicy), R"("{\"Statement\": []}")");
}

TEST(PolicyOfATest, ThatMocksMadeUpIsNot) {
  for (const char* const policy :
       {R"("einkh9fd")", R"("{\"Id\":\"only-known-after-apply\",\"Statement\":[]}")"}) {
    EXPECT_EQ(tested(policy).at(kPolicy),
              uncertain(R"({"Effect":"Allow","Action":["s3:*"],"Resource":"*"})"));
  }
}

TEST(UncertainPolicy, MarksItsStatements) {
  const Imported imported =
      import_plan(document(R"({"statement": [{"actions": ["s3:*"], "resources": [null]},
                                 {"actions": ["s3:GetObject"], "resources": ["*"]}]})",
                           R"({"json": true, "statement": [{"resources": [true]}, {}]})", "{}"));
  ASSERT_TRUE(imported.scenario) << imported.issues;
  const PolicyDocument& policy = imported.scenario->base.world.accounts[0].policies[0].document;
  ASSERT_EQ(policy.statements.size(), 2U);
  EXPECT_TRUE(policy.statements[0].uncertain);
  EXPECT_FALSE(policy.statements[1].uncertain);
  EXPECT_FALSE(policy.incomplete);
}

}  // namespace
}  // namespace replisim
