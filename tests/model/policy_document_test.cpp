#include "model/policy_document.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/json_document.h"
#include "model/json_writer.h"
#include "tests/golden.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct ReadPolicy {
  SourceMap sources;
  JsonArena arena;
  Issues issues;
  PolicyDocument policy;

  explicit ReadPolicy(const std::string& text) {
    const JsonNode* const root =
        parse_json(sources, sources.add("policy.json", text), arena, issues);
    policy = read_policy(*root);
  }
  [[nodiscard]] std::string fault_text() const {
    std::string text;
    for (const PolicyFault& fault : policy.faults) {
      text += format_issue(to_issue(fault, Severity::Error), sources);
    }
    return text;
  }
  [[nodiscard]] std::vector<std::string> codes() const {
    std::vector<std::string> codes;
    for (const PolicyFault& fault : policy.faults) {
      codes.push_back(fault.code);
    }
    return codes;
  }
};

std::string statement(const std::string& members) {
  return R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", )" + members + "}]}";
}

constexpr const char* kWhole = R"({
  "Version": "2012-10-17",
  "Id": "whole",
  "Statement": [
    {
      "Sid": "One",
      "Effect": "Allow",
      "Principal": {
        "AWS": ["arn:aws:iam::111111111111:root", "222222222222"],
        "Service": "s3.amazonaws.com"
      },
      "Action": ["s3:GetObject", "s3:PutObject"],
      "Resource": "*",
      "Condition": {
        "StringEquals": {"aws:PrincipalOrgID": "o-1", "s3:x": ["a", "b"]},
        "Bool": {"aws:SecureTransport": true},
        "NumericLessThan": {"s3:max-keys": 1.50}
      }
    },
    {"Effect": "Deny", "NotPrincipal": "*", "NotAction": "s3:*", "NotResource": ["a", "b"]}
  ]
})";

TEST(PolicyDocumentTest, IsReadAsItIsWritten) {
  const ReadPolicy read(kWhole);
  EXPECT_THAT(read.codes(), IsEmpty());
  const PolicyDocument& policy = read.policy;
  EXPECT_EQ(policy.version, "2012-10-17");
  EXPECT_TRUE(policy.has_variables());
  EXPECT_EQ(policy.id, "whole");
  EXPECT_TRUE(policy.statement_is_array);
  ASSERT_EQ(policy.statements.size(), 2U);
  const Statement& one = policy.statements[0];
  EXPECT_EQ(one.sid, "One");
  EXPECT_EQ(one.effect, Effect::Allow);
  ASSERT_EQ(one.principals.size(), 3U);
  EXPECT_EQ(one.principals[1].text, "222222222222");
  EXPECT_EQ(one.principals[2].type, PrincipalEntry::Type::Service);
  EXPECT_EQ(one.actions.size(), 2U);
  EXPECT_EQ(read.sources.format(one.actions[1].where), "policy.json:12:34");
  ASSERT_EQ(one.conditions.size(), 4U);
  EXPECT_EQ(one.conditions[1].values.size(), 2U);
  EXPECT_EQ(one.conditions[2].values[0].text, "true");
  EXPECT_EQ(one.conditions[3].values[0].text, "1.50");
  const Statement& two = policy.statements[1];
  EXPECT_TRUE(two.not_principal && two.not_action && two.not_resource);
  EXPECT_EQ(two.principals[0].type, PrincipalEntry::Type::Everyone);
  EXPECT_FALSE(two.sid_where.is_known());
}

TEST(PolicyDocumentTest, OneStatementMayStandWithoutAnArray) {
  const ReadPolicy read(R"({"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}})");
  EXPECT_THAT(read.codes(), IsEmpty());
  EXPECT_FALSE(read.policy.statement_is_array);
  EXPECT_FALSE(read.policy.has_variables());
  EXPECT_EQ(read.policy.statements.size(), 1U);
}

TEST(PolicyDocumentTest, WhatIsWrittenReadsAsTheSame) {
  const ReadPolicy read(kWhole);
  JsonWriter writer(JsonWriter::Layout::Compact);
  write_policy(writer, read.policy);
  const std::string text = std::move(writer).text();
  const ReadPolicy again(text);
  EXPECT_THAT(again.codes(), IsEmpty());
  JsonWriter second(JsonWriter::Layout::Compact);
  write_policy(second, again.policy);
  EXPECT_EQ(std::move(second).text(), text);
  EXPECT_EQ(again.policy.statements[0].conditions[1].values.size(), 2U);
}

TEST(PolicyFaultTest, AllAreFoundInOneGo) {
  const ReadPolicy read(R"({
  "Verson": "2012-10-17",
  "Version": "2012-10-18",
  "Id": 5,
  "Statement": [
    {"Effect": "Alow", "Action": ["s3:Get*", 1], "Resouce": "*"},
    {"Sid": null, "Action": "s3:*", "NotAction": "s3:*", "Resource": {"a": 1}},
    "Allow",
    {"Effect": "allow", "Principal": "arn:aws:iam::111111111111:root"},
    {"Effect": "Deny", "Principal": {"Aws": "*", "Service": [5]},
     "Condition": {"StringEquals": "x", "Bool": {"a": [null, {}], "A": "true"}}},
    {"Effect": "Deny", "Condition": ["x"], "Principal": 5}
  ]
})");
  EXPECT_TRUE(read.policy.is_unreadable());
  EXPECT_TRUE(matches_golden("model/policy-faults.txt", read.fault_text()));
}

struct FaultCase {
  std::string name;
  std::string text;
  std::string code;
  bool is_unreadable = true;
};

void PrintTo(const FaultCase& c, std::ostream* out) {
  *out << c.name;
}

class PolicyFaultCodeTest : public ::testing::TestWithParam<FaultCase> {};

TEST_P(PolicyFaultCodeTest, HasItsCode) {
  const FaultCase& c = GetParam();
  const ReadPolicy read(c.text);
  EXPECT_THAT(read.codes(), ElementsAre(c.code)) << read.fault_text();
  EXPECT_EQ(read.policy.is_unreadable(), c.is_unreadable);
}

const FaultCase kFaults[] = {
    {"Array", "[]", "policy.not-an-object"},
    {"NoStatement", R"({"Version": "2012-10-17"})", "policy.missing-element"},
    {"EmptyStatement", R"({"Statement": []})", "policy.no-statements", false},
    {"NullStatement", R"({"Statement": null})", "policy.null-value"},
    {"NoEffect", R"({"Statement": {"Action": "*", "Resource": "*"}})", "policy.missing-element"},
    {"EffectInAnotherCase", R"({"Statement": {"Effect": "DENY", "Action": "*"}})",
     "policy.unknown-effect"},
    {"ElementInAnotherCase", statement(R"("action": "*")"), "policy.unknown-element"},
    {"NoteInAPolicy", statement(R"("x-note": "*")"), "policy.unknown-element"},
    {"BothActions", statement(R"("Action": "*", "NotAction": "*")"), "policy.both-elements"},
    {"BothResources", statement(R"("Resource": "*", "NotResource": "*")"), "policy.both-elements"},
    {"BothPrincipals", statement(R"("Principal": "*", "NotPrincipal": "*")"),
     "policy.both-elements"},
    {"NumberAsAction", statement(R"("Action": 1)"), "policy.wrong-type"},
    {"NestedActions", statement(R"("Action": [["*"]])"), "policy.wrong-type"},
    {"PrincipalWithoutType", statement(R"("Principal": "222222222222")"), "policy.principal-shape"},
    {"UnknownPrincipalType", statement(R"("Principal": {"aws": "*"})"),
     "policy.unknown-principal-type"},
    {"ConditionWithoutKey", statement(R"("Condition": {"Bool": "true"})"),
     "policy.condition-shape"},
    {"ConditionValueNull", statement(R"("Condition": {"Bool": {"a": null}})"),
     "policy.condition-shape"},
    {"ConditionKeyInTwoCases", statement(R"("Condition": {"Bool": {"a": "x", "A": "y"}})"),
     "policy.duplicate-condition-key", false},
    {"ElementTwice", statement(R"("Action": "a", "Action": "b")"), "policy.duplicate-element"},
    {"UnknownVersion", R"({"Version": "2012-10-7", "Statement": {"Effect": "Deny"}})",
     "policy.unknown-version"},
};

INSTANTIATE_TEST_SUITE_P(Codes, PolicyFaultCodeTest, ::testing::ValuesIn(kFaults),
                         [](const auto& test) { return test.param.name; });

TEST(PolicyDocumentTest, WhatOnlySomeServicesRefuseIsNoFaultOfTheText) {
  EXPECT_THAT(ReadPolicy(statement(R"("Principal": {})")).codes(), IsEmpty());
  EXPECT_THAT(ReadPolicy(statement(R"("Action": [], "Resource": [])")).codes(), IsEmpty());
  EXPECT_THAT(ReadPolicy(statement(R"("Sid": "with space", "Condition": {})")).codes(), IsEmpty());
}

}  // namespace
}  // namespace replisim
