#include <ostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/import/cloudformation.h"
#include "tests/model/import/input_fixture.h"

namespace replisim {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::ValuesIn;

constexpr const char* kSections =
    "Parameters:\n"
    "  Name: {Type: String, Default: data}\n"
    "  Accounts: {Type: CommaDelimitedList, Default: 'a, b,c'}\n"
    "  Missing: {Type: String}\n"
    "  Stored: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /a/b}\n"
    "Mappings:\n"
    "  Map: {eu-west-1: {prefix: eu, list: [x, y]}}\n"
    "Conditions:\n"
    "  Yea: !Equals [a, a]\n"
    "  Nay: !Equals [a, b]\n"
    "  Open: !Equals [!Ref Missing, a]\n"
    "  Loop: !Not [!Condition Pool]\n"
    "  Pool: !Not [!Condition Loop]\n"
    "  NoTruth: !Ref Name\n";

constexpr const char* kOthers =
    "  Other:\n"
    "    Type: AWS::S3::Bucket\n"
    "    Properties: {BucketName: other}\n"
    "  Role:\n"
    "    Type: AWS::IAM::Role\n"
    "    Properties: {RoleName: r, Path: /p/}\n"
    "  Managed:\n"
    "    Type: AWS::IAM::ManagedPolicy\n"
    "    Properties: {ManagedPolicyName: m, PolicyDocument: {Statement: []}}\n"
    "  Alias:\n"
    "    Type: AWS::KMS::Alias\n"
    "    Properties: {AliasName: alias/a}\n"
    "  Topic: {Type: 'AWS::SNS::Topic'}\n"
    "  Custom: {Type: 'Custom::Thing'}\n"
    "  Gone: {Type: 'AWS::S3::Bucket', Condition: Nay}\n"
    "  Perhaps: {Type: 'AWS::S3::Bucket', Condition: Open}\n";

/// The tag `t` of a bucket, written as that expression.
Imported import_expression(const std::string& expression) {
  return import_bucket("      Tags: [{Key: t, Value: " + expression + "}]\n" + kOthers, kSections);
}

struct FunctionCase {
  std::string name;
  std::string expression;
  std::string value;  ///< of the tag
};

void PrintTo(const FunctionCase& c, std::ostream* out) {
  *out << c.name;
}

class CloudFormationFunctionTest : public ::testing::TestWithParam<FunctionCase> {};

TEST_P(CloudFormationFunctionTest, ComesTo) {
  const Imported imported = import_expression(GetParam().expression);
  EXPECT_EQ(imported.issues, "");
  EXPECT_EQ(imported.at("/accounts/0/Buckets/0/TagSet/0/Value"), '"' + GetParam().value + '"');
}

const std::vector<FunctionCase> kReferences = {
    {"RefOfAParameter", "!Ref Name", "data"},
    {"RefOfABucket", "!Ref Other", "other"},
    {"RefOfARole", "!Ref Role", "r"},
    {"RefOfAManagedPolicyIsItsArn", "!Ref Managed", "arn:aws:iam::111111111111:policy/m"},
    {"RefOfAnAlias", "!Ref Alias", "alias/a"},
    {"LongForm", "{Ref: Name}", "data"},
    {"ArnOfABucket", "!GetAtt Other.Arn", "arn:aws:s3:::other"},
    {"ArnOfARoleHasItsPath", "!GetAtt Role.Arn", "arn:aws:iam::111111111111:role/p/r"},
    {"DomainOfABucket", "!GetAtt Other.RegionalDomainName", "other.s3.eu-west-1.amazonaws.com"},
    {"GetAttOfAText", "{'Fn::GetAtt': Other.Arn}", "arn:aws:s3:::other"},
    {"GetAttOfAList", "{'Fn::GetAtt': [Other, Arn]}", "arn:aws:s3:::other"},
};

INSTANTIATE_TEST_SUITE_P(References, CloudFormationFunctionTest, ValuesIn(kReferences),
                         [](const auto& test) { return test.param.name; });

const std::vector<FunctionCase> kPseudoParameters = {
    {"AccountId", "!Ref AWS::AccountId", "111111111111"},
    {"Region", "!Ref AWS::Region", "eu-west-1"},
    {"Partition", "!Ref AWS::Partition", "aws"},
    {"UrlSuffix", "!Ref AWS::URLSuffix", "amazonaws.com"},
    {"StackName", "!Ref AWS::StackName", "t"},
};

INSTANTIATE_TEST_SUITE_P(PseudoParameters, CloudFormationFunctionTest, ValuesIn(kPseudoParameters),
                         [](const auto& test) { return test.param.name; });

const std::vector<FunctionCase> kTexts = {
    {"Sub", "!Sub 'x-${Name}-${AWS::Region}-${Other.Arn}'", "x-data-eu-west-1-arn:aws:s3:::other"},
    {"SubWithoutAnything", "!Sub plain", "plain"},
    {"SubOfALiteral", "!Sub '${!aws:username}/${Name}'", "${aws:username}/data"},
    {"SubWithVariables", "!Sub ['${A}-${Name}', {A: !Ref Other}]", "other-data"},
    {"SubVariablesGoFirst", "!Sub ['${Name}', {Name: own}]", "own"},
    {"SubWithAnOpenBrace", "!Sub 'a${b'", "a${b"},
    {"Join", "!Join ['-', [a, !Ref Name, 1, true]]", "a-data-1-true"},
    {"JoinOfAParameter", "!Join ['+', !Ref Accounts]", "a+b+c"},
    {"JoinOfNothing", "!Join ['-', []]", ""},
    {"JoinLeavesNoValueOut", "!Join ['-', [a, !Ref 'AWS::NoValue', b]]", "a-b"},
    {"Select", "!Select [1, !Ref Accounts]", "b"},
    {"SelectByAText", "!Select ['2', [a, b, c]]", "c"},
    {"SelectOfASplitArn", "!Select [5, !Split [':', !GetAtt Role.Arn]]", "role/p/r"},
    {"SelectOfWhatIsKnown", "!Select [0, [a, !Ref Missing]]", "a"},
    {"Split", "!Join ['+', !Split [',', 'a,,b']]", "a++b"},
    {"FindInMap", "!FindInMap [Map, !Ref 'AWS::Region', prefix]", "eu"},
    {"FindInMapOfAList", "!Select [1, !FindInMap [Map, eu-west-1, list]]", "y"},
    {"FindInMapDefault", "!FindInMap [Map, us-east-1, prefix, {DefaultValue: none}]", "none"},
    {"ToJsonString", "!Select [0, !Split ['!', !ToJsonString [1]]]", "[1]"},
    {"Length", "!Length [a, b]", "2"},
};

INSTANTIATE_TEST_SUITE_P(Texts, CloudFormationFunctionTest, ValuesIn(kTexts),
                         [](const auto& test) { return test.param.name; });

const std::vector<FunctionCase> kConditions = {
    {"IfSo", "!If [Yea, a, b]", "a"},
    {"IfNot", "!If [Nay, a, b]", "b"},
    {"IfItDoesNotMatter", "!If [Open, a, a]", "a"},
    {"IfTheOtherIsWrong", "!If [Yea, a, !Ref Nowhere]", "a"},
};

INSTANTIATE_TEST_SUITE_P(Conditions, CloudFormationFunctionTest, ValuesIn(kConditions),
                         [](const auto& test) { return test.param.name; });

// What the template cannot tell.

struct UnknownCase {
  std::string name;
  std::string expression;
  std::string reason;
};

void PrintTo(const UnknownCase& c, std::ostream* out) {
  *out << c.name;
}

class CloudFormationUnknownTest : public ::testing::TestWithParam<UnknownCase> {};

TEST_P(CloudFormationUnknownTest, IsListed) {
  const Imported imported = import_expression(GetParam().expression);
  EXPECT_EQ(imported.issues, "");
  EXPECT_EQ(imported.at("/accounts/0/Buckets/0/TagSet"), "[]");
  ASSERT_TRUE(imported.merged);
  EXPECT_THAT(imported.merged->unknown,
              Contains(testing::Field(&UnknownValue::reason, HasSubstr(GetParam().reason))));
}

const std::vector<UnknownCase> kUnknown = {
    {"AParameterWithoutValue", "!Ref Missing", "parameter `Missing` has no value"},
    {"InASub", "!Sub 'a-${Missing}'", "parameter `Missing` has no value"},
    {"InAJoin", "!Join ['-', [a, !Ref Missing]]", "parameter `Missing` has no value"},
    {"OfAStoredParameter", "!Ref Stored", "looked up in the Parameter Store"},
    {"AnOpenCondition", "!If [Open, a, b]", "parameter `Missing` has no value"},
    {"ACustomResource", "!GetAtt Custom.Name", "`Custom::Thing`"},
    {"AnImportOfNobody", "!ImportValue nobody", "exports `nobody`"},
    {"ADynamicReference", "'{{resolve:ssm:/a/b}}'", "dynamic reference"},
    {"Base64", "!Base64 x", "`Fn::Base64` is not computed"},
    {"AMacro", "!Transform {Name: M}", "`Fn::Transform` is not computed"},
    {"ABucketThatMayNotBe", "!Ref Perhaps", "parameter `Missing` has no value"},
    {"NotificationArns", "!Select [0, !Ref 'AWS::NotificationARNs']", "when the stack is deployed"},
};

INSTANTIATE_TEST_SUITE_P(Unknown, CloudFormationUnknownTest, ValuesIn(kUnknown),
                         [](const auto& test) { return test.param.name; });

TEST(CloudFormationFunction, ATopicHasAStandInThatNothingElseIs) {
  const Imported imported = import_expression("!Ref Topic");
  EXPECT_THAT(imported.at("/accounts/0/Buckets/0/TagSet/0/Value"), HasSubstr("t-Topic-"));
}

// What CloudFormation refuses.

struct RefusalCase {
  std::string name;
  std::string expression;
  std::string code;
};

void PrintTo(const RefusalCase& c, std::ostream* out) {
  *out << c.name;
}

class CloudFormationRefusalTest : public ::testing::TestWithParam<RefusalCase> {};

TEST_P(CloudFormationRefusalTest, IsAnIssue) {
  const Imported imported = import_expression(GetParam().expression);
  EXPECT_THAT(imported.codes, Contains("cloudformation." + GetParam().code)) << imported.issues;
  EXPECT_FALSE(imported.merged);
}

const std::vector<RefusalCase> kRefusals = {
    {"RefOfNothing", "!Ref Nowhere", "unresolved"},
    {"RefOfAList", "{Ref: [a]}", "bad-argument"},
    {"GetAttOfNothing", "!GetAtt Nowhere.Arn", "unresolved"},
    {"GetAttWithoutAttribute", "!GetAtt Other", "bad-argument"},
    {"SubOfNothing", "!Sub '${Nowhere}'", "unresolved"},
    {"SubOfAPolicyVariable", "!Sub '${aws:username}'", "unresolved"},
    {"SubOfAListValue", "!Sub '${Accounts}'", "bad-argument"},
    {"SubOfAnObject", "{'Fn::Sub': {a: b}}", "bad-argument"},
    {"JoinOfAText", "!Join ['-', abc]", "bad-argument"},
    {"JoinWithoutList", "!Join ['-']", "bad-argument"},
    {"SelectBehindTheEnd", "!Select [3, !Ref Accounts]", "bad-argument"},
    {"SelectByAWord", "!Select [first, !Ref Accounts]", "bad-argument"},
    {"SplitByNothing", "!Select [0, !Split ['', abc]]", "bad-argument"},
    {"SplitOfAList", "!Select [0, !Split [',', [a]]]", "bad-argument"},
    {"FindInMapOfNothing", "!FindInMap [Map, us-east-1, prefix]", "unresolved"},
    {"FindInMapOfTwo", "!FindInMap [Map, eu-west-1]", "bad-argument"},
    {"IfOfNothing", "!If [Nowhere, a, b]", "unresolved"},
    {"IfOfTwo", "!If [Yea, a]", "bad-argument"},
    {"IfInCircles", "!If [Loop, a, b]", "circular"},
    {"IfOfNoTruth", "!If [NoTruth, a, b]", "bad-condition"},
    {"ImportOfAList", "!ImportValue [a]", "bad-argument"},
    {"LengthOfAText", "!Length abc", "bad-argument"},
    {"ToJsonStringOfAText", "!ToJsonString abc", "bad-argument"},
    {"AnUnknownFunction", "{'Fn::Nothing': 1}", "unknown-function"},
    {"ABucketThatIsNotThere", "!Ref Gone", "unresolved"},
};

INSTANTIATE_TEST_SUITE_P(Refusals, CloudFormationRefusalTest, ValuesIn(kRefusals),
                         [](const auto& test) { return test.param.name; });

// Condition functions, by what becomes of a bucket.

struct ConditionCase {
  std::string name;
  std::string condition;
  std::string outcome;  ///< `there`, `gone`, `unknown`, or a code
};

void PrintTo(const ConditionCase& c, std::ostream* out) {
  *out << c.name;
}

class CloudFormationConditionTest : public ::testing::TestWithParam<ConditionCase> {};

std::string outcome_of(const Imported& imported) {
  if (!imported.merged) {
    return imported.codes.empty() ? "no code" : imported.codes.front();
  }
  const bool is_there = !imported.at("/accounts/0/Buckets/0").empty();
  const std::vector<std::string> unknown = imported.unknown();
  return is_there ? "there" : unknown.empty() ? "gone" : "unknown";
}

TEST_P(CloudFormationConditionTest, ComesTo) {
  const Imported imported =
      import_template(std::string(kSections) + "  C: " + GetParam().condition +
                      "\nResources:\n"
                      "  B: {Type: 'AWS::S3::Bucket', Condition: C}\n");
  EXPECT_EQ(outcome_of(imported), GetParam().outcome) << imported.issues;
}

const std::vector<ConditionCase> kConditionCases = {
    {"Equals", "!Equals [!Ref Name, data]", "there"},
    {"EqualsNot", "!Equals [!Ref Name, other]", "gone"},
    {"EqualsOfBooleanAndText", "!Equals [true, 'true']", "there"},
    {"EqualsOfNumberAndText", "!Equals [1, '1']", "there"},
    {"EqualsOfLists", "!Equals [[a], [a]]", "there"},
    {"EqualsUnknown", "!Equals [!Ref Missing, x]", "unknown"},
    {"EqualsOfOne", "!Equals [a]", "cloudformation.bad-argument"},
    {"And", "!And [!Condition Yea, !Condition Yea]", "there"},
    {"AndNot", "!And [!Condition Yea, !Condition Nay]", "gone"},
    {"AndUnknown", "!And [!Condition Yea, !Condition Open]", "unknown"},
    {"AndFalseDecides", "!And [!Condition Open, !Condition Nay]", "gone"},
    {"AndOfOne", "!And [!Condition Yea]", "cloudformation.bad-argument"},
    {"Or", "!Or [!Condition Nay, !Condition Yea]", "there"},
    {"OrNot", "!Or [!Condition Nay, !Condition Nay]", "gone"},
    {"OrUnknown", "!Or [!Condition Open, !Condition Nay]", "unknown"},
    {"OrTrueDecides", "!Or [!Condition Open, !Condition Yea]", "there"},
    {"OrOfAText", "!Or [maybe, !Condition Nay]", "cloudformation.bad-argument"},
    {"Not", "!Not [!Condition Nay]", "there"},
    {"NotUnknown", "!Not [!Condition Open]", "unknown"},
    {"NotOfTwo", "!Not [!Condition Nay, !Condition Nay]", "cloudformation.bad-argument"},
    {"ConditionOfNothing", "!Condition Nowhere", "cloudformation.unresolved"},
    {"ConditionOfAList", "!Condition [Yea]", "cloudformation.bad-condition"},
    {"ANameThatYamlTakesForABoolean", "!Equals [a, a]\n  on: !Equals [a, b]", "there"},
    {"Account", "!Equals [!Ref 'AWS::AccountId', '111111111111']", "there"},
};

INSTANTIATE_TEST_SUITE_P(Functions, CloudFormationConditionTest, ValuesIn(kConditionCases),
                         [](const auto& test) { return test.param.name; });

TEST(CloudFormationCondition, IsUnknownWhereItAsksForAnAccountThatNobodyNamed) {
  const Imported imported = import_templates({{"t.yaml",
                                               "Conditions:\n"
                                               "  C: !Equals [!Ref 'AWS::AccountId', '1']\n"
                                               "Resources:\n"
                                               "  B: {Type: 'AWS::S3::Bucket', Condition: C}\n",
                                               "", ""}});
  EXPECT_EQ(outcome_of(imported), "unknown");
}

// Cycles and limits

TEST(CloudFormationFunction, ResourcesThatNeedEachOtherAreRefused) {
  const Imported imported = import_template(
      "Resources:\n"
      "  A: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Sub 'x${B}'}}\n"
      "  B: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Sub 'y${A}'}}\n");
  EXPECT_THAT(imported.codes, Contains("cloudformation.circular"));
}

TEST(CloudFormationFunction, APathThatNeedsItsOwnRoleIsRefused) {
  const Imported imported = import_template(
      "Resources:\n"
      "  R: {Type: 'AWS::IAM::Role', Properties: {Path: !GetAtt R.Arn}}\n");
  EXPECT_THAT(imported.codes, Contains("cloudformation.circular"));
}

TEST(CloudFormationFunction, NamesThatDoubleEachTimeStopAtALimit) {
  std::string text = "Resources:\n";
  for (int i = 0; i < 60; ++i) {
    const std::string next = std::to_string(i + 1);
    text += "  B" + std::to_string(i) +
            ": {Type: 'AWS::S3::Bucket', Properties: {BucketName: " + "!Sub '${B" + next + "}${B" +
            next + "}'}}\n";
  }
  text += "  B60: {Type: 'AWS::S3::Bucket', Properties: {BucketName: x}}\n";
  EXPECT_THAT(import_template(text).codes, Contains("cloudformation.too-large"));
}

TEST(CloudFormationFunction, AChainOfNamesStopsAtItsDepth) {
  std::string text = "Resources:\n";
  for (int i = 0; i < 5000; ++i) {
    text += "  B" + std::to_string(i) +
            ": {Type: 'AWS::S3::Bucket', Properties: {BucketName: " + "!Sub '${B" +
            std::to_string(i + 1) + "}'}}\n";
  }
  text += "  B5000: {Type: 'AWS::S3::Bucket', Properties: {BucketName: x}}\n";
  EXPECT_THAT(import_template(text).codes, Contains("cloudformation.too-large"));
}

}  // namespace
}  // namespace replisim
