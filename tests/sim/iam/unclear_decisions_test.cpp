// The points that AWS leaves open, U-1 to U-39 of the dossier: which test shows how each is
// decided, and here, both sides of those that no other test has.

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sim/report/authorize_json.h"
#include "tests/sim/iam/scene.h"

namespace replisim {
namespace {

struct ShownBy {
  std::string_view id;
  std::string_view file;  // from the top of the repository
  std::string_view name;  // of the test, row or variant, as it stands there
};

constexpr std::string_view kHere = "tests/sim/iam/unclear_decisions_test.cpp";

constexpr ShownBy kShownBy[] = {
    {"U-1", kHere, "U1ShortResourcePatterns"},
    {"U-2", kHere, "U2VariablesUnderBool"},
    {"U-3", kHere, "U3WildcardsInValues"},
    {"U-4", kHere, "U4MalformedVariables"},
    {"U-5", kHere, "U5WhoEscapesNotPrincipal"},
    {"U-6", kHere, "U6TagsThatDifferInCase"},
    {"U-7", kHere, "U7OperatorsInAnyCase"},
    {"U-8", kHere, "U8UnknownOperators"},
    {"U-9", kHere, "U9ForAnyValueIfExists"},
    {"U-10", kHere, "U10PatternsThatAreNoArn"},
    {"U-11", kHere, "U11ValuesOfAnotherType"},
    {"U-12", kHere, "U12PartialDates"},
    {"U-13", kHere, "U13AddressesOfVersionSix"},
    {"U-14", kHere, "U14KeysOfServicePrincipals"},
    {"U-15", kHere, "U15NamesOfAService"},
    {"U-17", kHere, "U17NegatedWithoutValue"},
    {"U-18", "scenarios/tables/5.2-checks/c01-assume-role.json", "aws:SourceAccount"},
    {"U-19", "scenarios/tables/8-patterns/q13-deny-outside-addresses.json", "aws:SourceIp"},
    {"U-20", "scenarios/tables/8-patterns/q14-except-via-aws-service.json", "aws:ViaAWSService"},
    {"U-21", "scenarios/tables/8-patterns/q09-deny-non-tls.json", "aws:SecureTransport"},
    {"U-22", "scenarios/tables/5.5-organizations/scp-region.json", "aws:RequestedRegion"},
    {"U-23", "tests/sim/iam/world_policies_test.cpp", "TagsAreSeenWhereAbacIsEnabled"},
    {"U-24", kHere, "U24NullInConditions"},
    {"U-25", "tests/sim/iam/policy_validation_test.cpp", "OtherAccount"},
    {"U-26", "tests/sim/iam/pattern_test.cpp", "QuestionMarkIsACodeUnit"},
    {"U-27", "tests/sim/iam/policy_validation_test.cpp", "ServiceControl"},
    {"U-29", "tests/data/vectors.jsonl", "\"V69\""},
    {"U-30", "tests/sim/iam/authorizer_resource_test.cpp", "ToTheRoleBoundaryLimits"},
    {"U-31", "tests/sim/iam/grant_test.cpp", "EqualsKeyInAnyCase"},
    {"U-32", "tests/sim/iam/authorizer_guardrail_test.cpp",
     "OfSeveralExplicitDeniesTheFirstOfTheFixedOrderIsTold"},
    {"U-33", "tests/sim/iam/key_rules_test.cpp",
     "BoundaryAndSessionPoliciesTakePartScpsAndEndpointsDoNot"},
    {"U-34", kHere, "U34ForeignResourceInAKeyPolicy"},
    {"U-35", kHere, "U35StateAfterAuthorization"},
    {"U-36", "tests/data/recorded-decisions.jsonl",
     "simulation-composition-cross-boundary-implicit"},
    {"U-37", "tests/data/recorded-decisions.jsonl", "simulation-custom-deny-overrides-allow"},
    {"U-38", kHere, "U38NotResourceWithoutValue"},
    {"U-39", kHere, "U39ListAllMyBuckets"},
};

// Decided, and not shown: replication does not set these keys yet.
struct Gap {
  std::string_view id;
  std::string_view reason;
};

constexpr Gap kKnownGaps[] = {
    {"U-16", "aws:MultiFactorAuthPresent is absent in the calls of the role, not false"},
    {"U-28", "iam:AssociatedResourceArn is absent when the role is passed"},
};

TEST(UnclearDecisionsTest, EveryOneIsInTheTable) {
  std::set<std::string_view> ids;
  for (const ShownBy& row : kShownBy) {
    EXPECT_TRUE(ids.insert(row.id).second) << row.id;
  }
  for (const Gap& gap : kKnownGaps) {
    EXPECT_TRUE(ids.insert(gap.id).second) << gap.id;
  }
  for (int i = 1; i <= 39; ++i) {
    EXPECT_EQ(ids.count("U-" + std::to_string(i)), 1U) << i;
  }
  EXPECT_EQ(ids.size(), 39U);
}

TEST(UnclearDecisionsTest, EveryTestOfTheTableIsThere) {
  for (const ShownBy& row : kShownBy) {
    std::ifstream file(std::string(REPLISIM_SOURCE_DIR "/").append(row.file));
    ASSERT_TRUE(file) << row.file;
    const std::string text(std::istreambuf_iterator<char>(file), {});
    std::string name(row.name);
    if (row.file == kHere) {
      name = "TEST(UnclearDecisionsTest, " + name + ")";
    }
    EXPECT_NE(text.find(name), std::string::npos) << row.id << ": " << row.file;
  }
}

// --- identity policies and their conditions ---

bool allows(const std::string& statement, std::vector<ContextEntry> context = {},
            const std::string& resource = "arn:aws:s3:::own/x") {
  Scene scene;
  scene.asked.context = std::move(context);
  scene.asked.resource = resource;
  scene.identity = {policy({statement})};
  return ask(scene).decision == Decision::Allow;
}

bool holds(const std::string& condition, std::vector<ContextEntry> context) {
  return allows(allow("*", "*", condition), std::move(context));
}

std::string test_of(std::string_view op, std::string_view wanted,
                    std::string_view key = "aws:RequestTag/x") {
  return "{\"" + std::string(op) + "\":{\"" + std::string(key) + "\":\"" + std::string(wanted) +
         "\"}}";
}

ContextEntry tag(std::string value, std::string key = "aws:RequestTag/x") {
  return {std::move(key), {std::move(value)}, false};
}

TEST(UnclearDecisionsTest, U1ShortResourcePatterns) {
  EXPECT_TRUE(allows(allow("s3:*", "arn:aws:s3*")));
  EXPECT_FALSE(allows(allow("s3:*", "arn:aws:sqs*")));
}

TEST(UnclearDecisionsTest, U2VariablesUnderBool) {
  const std::string condition = test_of("Bool", "${aws:RequestTag/secure}", "aws:SecureTransport");
  const ContextEntry over_tls = tag("true", "aws:SecureTransport");
  EXPECT_TRUE(holds(condition, {over_tls, tag("true", "aws:RequestTag/secure")}));
  EXPECT_FALSE(holds(condition, {over_tls, tag("false", "aws:RequestTag/secure")}));
  EXPECT_FALSE(holds(condition, {over_tls}));
}

TEST(UnclearDecisionsTest, U3WildcardsInValues) {
  const std::string own_folder = allow("s3:*", "arn:aws:s3:::own/${aws:RequestTag/x}");
  EXPECT_FALSE(allows(own_folder, {tag("*")}, "arn:aws:s3:::own/anything"));
  EXPECT_TRUE(allows(own_folder, {tag("*")}, "arn:aws:s3:::own/*"));
}

TEST(UnclearDecisionsTest, U4MalformedVariables) {
  EXPECT_TRUE(allows(allow("s3:*", "arn:aws:s3:::own/${"), {}, "arn:aws:s3:::own/${"));
  EXPECT_TRUE(allows(allow("s3:*", "arn:aws:s3:::own/${}"), {}, "arn:aws:s3:::own/${}"));
  EXPECT_FALSE(allows(allow("s3:*", "arn:aws:s3:::own/${"), {}, "arn:aws:s3:::own/"));
}

bool escapes_not_principal(const std::string& listed) {
  Scene scene;
  scene.identity = {full_access()};
  scene.resource_policy = policy({R"({"Effect":"Deny","NotPrincipal":)" + listed +
                                  R"(,"Action":"s3:*","Resource":"arn:aws:s3:::own/*"})"});
  return ask(scene).decision == Decision::Allow;
}

TEST(UnclearDecisionsTest, U5WhoEscapesNotPrincipal) {
  EXPECT_TRUE(escapes_not_principal(aws(kSession)));
  EXPECT_FALSE(escapes_not_principal(aws(kRole)));
  EXPECT_FALSE(escapes_not_principal(aws(kRootA)));
}

TEST(UnclearDecisionsTest, U6TagsThatDifferInCase) {
  const std::vector<ContextEntry> same = {tag("a"), tag("a", "aws:RequestTag/X")};
  const std::vector<ContextEntry> different = {tag("a"), tag("b", "aws:RequestTag/X")};
  EXPECT_TRUE(holds(test_of("StringEquals", "a"), same));
  EXPECT_FALSE(holds(test_of("StringEquals", "a"), different));
  EXPECT_FALSE(holds(test_of("StringNotEquals", "a"), different));
}

TEST(UnclearDecisionsTest, U7OperatorsInAnyCase) {
  EXPECT_TRUE(holds(test_of("stringEQUALSifexists", "a"), {tag("a")}));
  EXPECT_FALSE(holds(test_of("stringEQUALSifexists", "a"), {tag("b")}));
  EXPECT_TRUE(holds(test_of("FORANYVALUE:stringequals", "a"), {tag("a")}));
}

TEST(UnclearDecisionsTest, U8UnknownOperators) {
  EXPECT_FALSE(holds(test_of("StringIs", "a"), {tag("a")})) << "an Allow does not apply";
  Scene scene;
  scene.asked.context = {tag("a")};
  scene.identity = {full_access(), policy({deny("*", "*", test_of("StringIs", "a"))})};
  EXPECT_EQ(ask(scene).decision, Decision::Allow) << "and neither does a Deny";
}

TEST(UnclearDecisionsTest, U9ForAnyValueIfExists) {
  EXPECT_TRUE(holds(test_of("ForAnyValue:StringEqualsIfExists", "a"), {}));
  EXPECT_FALSE(holds(test_of("ForAnyValue:StringEquals", "a"), {}));
}

TEST(UnclearDecisionsTest, U10PatternsThatAreNoArn) {
  const ContextEntry arn = tag("arn:aws:s3:::own");
  EXPECT_TRUE(holds(test_of("ArnLike", "*"), {arn}));
  EXPECT_FALSE(holds(test_of("ArnNotLike", "*"), {arn}));
  EXPECT_FALSE(holds(test_of("ArnLike", "arn:aws:s3*"), {arn})) << "too short: no match";
  EXPECT_TRUE(holds(test_of("ArnNotLike", "arn:aws:s3*"), {arn}));
  for (const char* op : {"ArnLike", "ArnNotLike"}) {
    Scene scene;
    scene.asked.context = {arn};
    scene.identity = {full_access(), policy({deny("*", "*", test_of(op, "no-arn"))})};
    EXPECT_EQ(ask(scene).decision, Decision::ExplicitDeny) << op << ": a Deny applies";
    EXPECT_FALSE(holds(test_of(op, "no-arn"), {arn})) << op << ": an Allow does not";
  }
}

TEST(UnclearDecisionsTest, U11ValuesOfAnotherType) {
  EXPECT_FALSE(holds(test_of("NumericEquals", "1"), {tag("one")}));
  EXPECT_TRUE(holds(test_of("NumericNotEquals", "1"), {tag("one")}));
  EXPECT_FALSE(holds(test_of("DateEquals", "2026-01-01"), {tag("soon")}));
  EXPECT_TRUE(holds(test_of("DateNotEquals", "2026-01-01"), {tag("soon")}));
  EXPECT_FALSE(holds(test_of("IpAddress", "10.0.0.0/8"), {tag("here")}));
  EXPECT_FALSE(holds(test_of("NotIpAddress", "10.0.0.0/8"), {tag("here")}));
  EXPECT_FALSE(holds(test_of("ArnLike", "arn:aws:s3:::own"), {tag("own")}));
  EXPECT_FALSE(holds(test_of("ArnNotLike", "arn:aws:s3:::own"), {tag("own")}));
}

TEST(UnclearDecisionsTest, U12PartialDates) {
  EXPECT_TRUE(holds(test_of("DateEquals", "2026-01"), {tag("2026-01-01T00:00:00Z")}));
  EXPECT_TRUE(holds(test_of("DateEquals", "2026"), {tag("1970-01-01T00:33:46Z")}))
      << "digits alone are seconds";
  EXPECT_TRUE(holds(test_of("DateEquals", "2026-01-01T00:00:00"), {tag("2026-01-01")}));
  EXPECT_TRUE(
      holds(test_of("DateEquals", "2026-01-01T00:00:00.0019Z"), {tag("2026-01-01T00:00:00.001Z")}));
  EXPECT_FALSE(
      holds(test_of("DateEquals", "2026-01-01T00:00:00.002Z"), {tag("2026-01-01T00:00:00.0019Z")}));
}

TEST(UnclearDecisionsTest, U13AddressesOfVersionSix) {
  EXPECT_TRUE(holds(test_of("IpAddress", "2001:db8::1"), {tag("2001:db8::1")}));
  EXPECT_FALSE(holds(test_of("IpAddress", "2001:db8::1"), {tag("2001:db8::2")}));
  EXPECT_TRUE(holds(test_of("IpAddress", "10.0.0.0/8"), {tag("::ffff:10.0.0.1")}));
  EXPECT_FALSE(holds(test_of("IpAddress", "::/0"), {tag("::ffff:10.0.0.1")}));
  EXPECT_FALSE(holds(test_of("IpAddress", "::ffff:10.0.0.1"), {tag("10.0.0.1")}));
  EXPECT_FALSE(holds(test_of("IpAddress", "2001:db8::5/64"), {tag("2001:db8::5")}));
  EXPECT_TRUE(holds(test_of("IpAddress", "10.0.0.5/8"), {tag("10.9.9.9")}));
}

bool service_sees(const std::string& condition) {
  Scene scene;
  scene.asked.principal = caller("s3.amazonaws.com");
  scene.resource_policy = policy(
      {allow_to(service_principal("s3.amazonaws.com"), "*", "arn:aws:s3:::own/*", condition)});
  return ask(scene).decision == Decision::Allow;
}

TEST(UnclearDecisionsTest, U14KeysOfServicePrincipals) {
  for (const char* key : {"aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalType"}) {
    EXPECT_TRUE(service_sees(test_of("Null", "true", key))) << key;
    EXPECT_FALSE(service_sees(test_of("Null", "false", key))) << key;
  }
  EXPECT_TRUE(service_sees(test_of("Bool", "true", "aws:PrincipalIsAWSService")));
}

TEST(UnclearDecisionsTest, U15NamesOfAService) {
  constexpr std::string_view kNames = "aws:PrincipalServiceNamesList";
  EXPECT_TRUE(service_sees(test_of("ForAnyValue:StringEquals", "s3.amazonaws.com", kNames)));
  EXPECT_FALSE(service_sees(test_of("ForAnyValue:StringEquals", "ec2.amazonaws.com", kNames)));
  EXPECT_TRUE(
      service_sees(test_of("StringEquals", "s3.amazonaws.com", "aws:PrincipalServiceName")));
}

TEST(UnclearDecisionsTest, U17NegatedWithoutValue) {
  EXPECT_TRUE(holds(test_of("StringNotEquals", "${aws:RequestTag/none}"), {tag("a")}));
  EXPECT_FALSE(holds(test_of("StringEquals", "${aws:RequestTag/none}"), {tag("a")}));
}

TEST(UnclearDecisionsTest, U38NotResourceWithoutValue) {
  const std::string statement =
      R"({"Effect":"Allow","Action":"*","NotResource":"arn:aws:s3:::own/${aws:RequestTag/x}"})";
  EXPECT_TRUE(allows(statement)) << "the entry matches nothing, so the statement applies";
  EXPECT_FALSE(allows(statement, {tag("x")}));
  EXPECT_TRUE(allows(statement, {tag("y")}));
}

// --- requests of `authorize` ---

using Json = nlohmann::ordered_json;

Json authorize(const Json& request) {
  AuthorizeEndpoint endpoint;
  return Json::parse(endpoint.answer(request.dump(), {}));
}

Json statement(const std::string& text) {
  return Json{{"Version", "2012-10-17"}, {"Statement", Json::array({Json::parse(text)})}};
}

TEST(UnclearDecisionsTest, U24NullInConditions) {
  const auto error_of = [](const std::string& value) {
    const std::string condition = R"({"StringEquals":{"aws:RequestTag/x":)" + value + "}}";
    const Json answer = authorize({{"ActionNames", {"s3:GetObject"}},
                                   {"PolicyInputList", {statement(allow("*", "*", condition))}}});
    return answer.contains("Error") ? answer["Error"]["Code"].get<std::string>() : "";
  };
  EXPECT_EQ(error_of("null"), "MalformedPolicyDocument");
  EXPECT_EQ(error_of("[null]"), "MalformedPolicyDocument");
  EXPECT_EQ(error_of("\"null\""), "");
}

std::string key_decision(const std::string& key_statement, const std::string& identity,
                         const std::string& state = "Enabled") {
  const Json answer = authorize({{"CallerArn", kSession},
                                 {"ActionNames", {"kms:Decrypt"}},
                                 {"ResourceArns", {kKeyA}},
                                 {"PolicyInputList", {statement(identity)}},
                                 {"ResourcePolicy", statement(key_statement)},
                                 {"KeyState", state}});
  const Json& result = answer["EvaluationResults"][0];
  const std::string decision = result["EvalDecision"].get<std::string>();
  return result.contains("Error") ? decision + " " + result["Error"]["Code"].get<std::string>()
                                  : decision;
}

TEST(UnclearDecisionsTest, U34ForeignResourceInAKeyPolicy) {
  const std::string identity = allow("kms:*", "*");
  const auto key_policy_about = [](std::string_view resource) {
    return allow_to(aws(kRootA), "kms:*", resource);
  };
  EXPECT_EQ(key_decision(key_policy_about("*"), identity), "allowed");
  EXPECT_EQ(key_decision(key_policy_about(kKeyA), identity), "allowed");
  for (const char* other : {"arn:aws:kms:us-east-1:111111111111:key/other",
                            "arn:aws:kms:us-east-1:111111111111:alias/k", "something"}) {
    EXPECT_EQ(key_decision(key_policy_about(other), identity), "implicitDeny") << other;
  }
}

TEST(UnclearDecisionsTest, U35StateAfterAuthorization) {
  const std::string delegating = allow_to(aws(kRootA), "kms:*", "*");
  const std::string allowing = allow("kms:*", "*");
  EXPECT_EQ(key_decision(delegating, allowing, "Disabled"), "allowed DisabledException");
  EXPECT_EQ(key_decision(delegating, deny("kms:*", "*"), "Disabled"), "explicitDeny")
      << "who may not ask does not learn the state";
  EXPECT_EQ(key_decision(delegating, allowing, "Enabled"), "allowed");
}

TEST(UnclearDecisionsTest, U39ListAllMyBuckets) {
  const auto decision_of = [](std::string_view action, std::string_view resource) {
    const Json answer = authorize(
        {{"ActionNames", {action}}, {"PolicyInputList", {statement(allow("s3:*", resource))}}});
    return answer["EvaluationResults"][0]["EvalDecision"].get<std::string>();
  };
  EXPECT_EQ(decision_of("s3:ListAllMyBuckets", "*"), "allowed");
  EXPECT_EQ(decision_of("s3:ListAllMyBuckets", "arn:aws:s3:::*"), "allowed");
  EXPECT_EQ(decision_of("s3:ListAllMyBuckets", "arn:aws:s3:::own"), "implicitDeny");
  EXPECT_EQ(decision_of("s3:CreateJob", "arn:aws:s3:::*"), "implicitDeny");
}

}  // namespace
}  // namespace replisim
