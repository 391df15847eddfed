#include "sim/iam/condition.h"

#include <algorithm>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace replisim {
namespace {

using ::testing::ValuesIn;
using Texts = std::vector<std::string>;

constexpr std::string_view kTrue = "true";
constexpr std::string_view kFalse = "false";
constexpr std::string_view kError = "error";

std::string_view name_of(ConditionResult result) {
  switch (result) {
    case ConditionResult::True: return kTrue;
    case ConditionResult::False: return kFalse;
    case ConditionResult::Error: return kError;
  }
  return "";
}

ConditionEntry entry(std::string_view op, std::string_view key, const Texts& values) {
  ConditionEntry made;
  made.operator_name.text = op;
  made.key.text = key;
  for (const std::string& value : values) {
    made.values.push_back({value, {}});
  }
  return made;
}

std::string_view test(std::string_view op, const Texts& wanted, const RequestContext& context,
                      std::string_view key = "k") {
  const ConditionEntry asked = entry(op, key, wanted);
  return name_of(evaluate(compile_condition(asked, PolicyKind::Identity, true), context));
}

RequestContext with_value(const std::string& value) {
  RequestContext context;
  context.set("k", value);
  return context;
}

RequestContext with_list(const Texts& values) {
  RequestContext context;
  context.set_list("k", values);
  return context;
}

const RequestContext kNoKeys;

// --- every operator: 3.3 and 3.4 ---

struct OperatorCase {
  std::string op;
  std::string wanted;
  std::string other;  // a second value, which neither of the next two is compared to be
  std::string holds;  // what a request has where the operator is true of `wanted`
  std::string fails;  // … and where it is false
};

void PrintTo(const OperatorCase& c, std::ostream* out) {
  *out << c.op;
}

const std::vector<OperatorCase> kOperators = {
    {"StringEquals", "a", "z", "a", "b"},
    {"StringNotEquals", "a", "z", "b", "a"},
    {"StringEqualsIgnoreCase", "a", "z", "A", "b"},
    {"StringNotEqualsIgnoreCase", "a", "z", "b", "A"},
    {"StringLike", "a*", "z", "ab", "b"},
    {"StringNotLike", "a*", "z", "b", "ab"},
    {"NumericEquals", "10", "99", "10.0", "11"},
    {"NumericNotEquals", "10", "99", "11", "10.0"},
    {"NumericLessThan", "10", "-5", "9.9", "10"},
    {"NumericLessThanEquals", "10", "-5", "10", "10.1"},
    {"NumericGreaterThan", "10", "99", "10.1", "10"},
    {"NumericGreaterThanEquals", "10", "99", "10", "9.9"},
    {"DateEquals", "2026-01-01", "1999-01-01", "2026-01-01T00:00:00Z", "2026-01-02"},
    {"DateNotEquals", "2026-01-01", "1999-01-01", "2026-01-02", "2026-01-01T00:00:00Z"},
    {"DateLessThan", "2026-01-01", "1999-01-01", "2025-12-31", "2026-01-01"},
    {"DateLessThanEquals", "2026-01-01", "1999-01-01", "2026-01-01", "2026-01-02"},
    {"DateGreaterThan", "2026-01-01", "2099-01-01", "2026-01-02", "2026-01-01"},
    {"DateGreaterThanEquals", "2026-01-01", "2099-01-01", "2026-01-01", "2025-12-31"},
    {"Bool", "true", "true", "TRUE", "false"},
    {"BinaryEquals", "YQ==", "Yg==", "YQ==", "YQ"},
    {"IpAddress", "10.0.0.0/8", "192.168.0.0/16", "10.1.2.3", "11.0.0.1"},
    {"NotIpAddress", "10.0.0.0/8", "192.168.0.0/16", "11.0.0.1", "10.1.2.3"},
    {"ArnEquals", "arn:aws:s3:::a*", "arn:aws:s3:::z", "arn:aws:s3:::ab", "arn:aws:s3:::b"},
    {"ArnLike", "arn:aws:s3:::a*", "arn:aws:s3:::z", "arn:aws:s3:::ab", "arn:aws:s3:::b"},
    {"ArnNotEquals", "arn:aws:s3:::a*", "arn:aws:s3:::z", "arn:aws:s3:::b", "arn:aws:s3:::ab"},
    {"ArnNotLike", "arn:aws:s3:::a*", "arn:aws:s3:::z", "arn:aws:s3:::b", "arn:aws:s3:::ab"},
};

class OperatorTest : public ::testing::TestWithParam<OperatorCase> {
 protected:
  static const std::string& op() { return GetParam().op; }
  static const std::string& wanted() { return GetParam().wanted; }
  static const std::string& holds() { return GetParam().holds; }
  static const std::string& fails() { return GetParam().fails; }
  static bool is_negated() { return op().find("Not") != std::string::npos; }
};

TEST_P(OperatorTest, ComparesAValueThatIsThere) {
  EXPECT_EQ(test(op(), {wanted()}, with_value(holds())), kTrue);
  EXPECT_EQ(test(op(), {wanted()}, with_value(fails())), kFalse);
}

TEST_P(OperatorTest, HasItsNameInAnyCase) {
  std::string name = op();
  std::transform(name.begin(), name.end(), name.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  EXPECT_EQ(test(name, {wanted()}, with_value(holds())), kTrue);
  EXPECT_EQ(test(name, {wanted()}, with_value(fails())), kFalse);
}

TEST_P(OperatorTest, OfSeveralValuesOneIsEnoughAndNegatedNoneMayBe) {
  const Texts two = {GetParam().other, wanted()};
  EXPECT_EQ(test(op(), two, with_value(holds())), kTrue);
  EXPECT_EQ(test(op(), two, with_value(fails())), kFalse);
}

TEST_P(OperatorTest, AbsentIsFalseAndNegatedTrue) {
  EXPECT_EQ(test(op(), {wanted()}, kNoKeys), is_negated() ? kTrue : kFalse);
}

TEST_P(OperatorTest, IfExistsIsTrueWhereAbsentAndComparesWhereNot) {
  EXPECT_EQ(test(op() + "IfExists", {wanted()}, kNoKeys), kTrue);
  EXPECT_EQ(test(op() + "IfExists", {wanted()}, with_value(holds())), kTrue);
  EXPECT_EQ(test(op() + "IfExists", {wanted()}, with_value(fails())), kFalse);
}

TEST_P(OperatorTest, AListWithoutSetOperatorIsFalseInEveryForm) {
  EXPECT_EQ(test(op(), {wanted()}, with_list({holds()})), kFalse);
  EXPECT_EQ(test(op(), {wanted()}, with_list({fails()})), kFalse);
  EXPECT_EQ(test(op() + "IfExists", {wanted()}, with_list({holds()})), kFalse);
}

TEST_P(OperatorTest, AnEmptyListIsAbsent) {
  EXPECT_EQ(test(op(), {wanted()}, with_list({})), is_negated() ? kTrue : kFalse);
  EXPECT_EQ(test("ForAllValues:" + op(), {wanted()}, with_list({})), kTrue);
  EXPECT_EQ(test("ForAnyValue:" + op(), {wanted()}, with_list({})), kFalse);
}

TEST_P(OperatorTest, ForAllValuesWantsAll) {
  const std::string all = "ForAllValues:" + op();
  EXPECT_EQ(test(all, {wanted()}, with_list({holds(), holds()})), kTrue);
  EXPECT_EQ(test(all, {wanted()}, with_list({holds(), fails()})), kFalse);
  EXPECT_EQ(test(all, {wanted()}, kNoKeys), kTrue);
  EXPECT_EQ(test(all + "IfExists", {wanted()}, kNoKeys), kTrue);
  EXPECT_EQ(test(all + "IfExists", {wanted()}, with_list({fails()})), kFalse);
}

TEST_P(OperatorTest, ForAnyValueWantsOne) {
  const std::string any = "ForAnyValue:" + op();
  EXPECT_EQ(test(any, {wanted()}, with_list({fails(), holds()})), kTrue);
  EXPECT_EQ(test(any, {wanted()}, with_list({fails(), fails()})), kFalse);
  EXPECT_EQ(test(any, {wanted()}, kNoKeys), kFalse);
  EXPECT_EQ(test(any + "IfExists", {wanted()}, kNoKeys), kTrue);
}

TEST_P(OperatorTest, SetOperatorsTakeASingleValueAsASetOfOne) {
  for (const char* set : {"ForAllValues:", "ForAnyValue:"}) {
    EXPECT_EQ(test(set + op(), {wanted()}, with_value(holds())), kTrue) << set;
    EXPECT_EQ(test(set + op(), {wanted()}, with_value(fails())), kFalse) << set;
  }
}

TEST_P(OperatorTest, NoValuesAtAllAreNeverTrueButOfAnAbsentKey) {
  EXPECT_EQ(test(op(), {}, with_value(holds())), kFalse);
  EXPECT_EQ(test(op(), {}, kNoKeys), kFalse);
  EXPECT_EQ(test(op() + "IfExists", {}, with_value(holds())), kFalse);
  EXPECT_EQ(test(op() + "IfExists", {}, kNoKeys), kTrue);
  EXPECT_EQ(test("ForAllValues:" + op(), {}, with_list({holds()})), kFalse);
  EXPECT_EQ(test("ForAllValues:" + op(), {}, kNoKeys), kTrue);
  EXPECT_EQ(test("ForAnyValue:" + op(), {}, with_list({holds()})), kFalse);
  EXPECT_EQ(test("ForAnyValue:" + op(), {}, kNoKeys), kFalse);
}

INSTANTIATE_TEST_SUITE_P(Every, OperatorTest, ValuesIn(kOperators),
                         [](const auto& test) { return test.param.op; });

TEST(OperatorTest, EveryOperatorButNullIsInTheTable) {
  std::vector<std::string> tested;
  for (const OperatorCase& c : kOperators) {
    tested.push_back(c.op);
  }
  tested.emplace_back("Null");
  EXPECT_THAT(condition_operator_names(), ::testing::UnorderedElementsAreArray(tested));
}

// --- Null ---

TEST(NullTest, TrueWantsTheKeyAbsentFalseWantsItThere) {
  EXPECT_EQ(test("Null", {"true"}, kNoKeys), kTrue);
  EXPECT_EQ(test("Null", {"true"}, with_value("a")), kFalse);
  EXPECT_EQ(test("Null", {"false"}, kNoKeys), kFalse);
  EXPECT_EQ(test("Null", {"false"}, with_value("a")), kTrue);
}

TEST(NullTest, AnEmptyTextIsThereAnEmptyListIsNot) {
  EXPECT_EQ(test("Null", {"false"}, with_value("")), kTrue);
  EXPECT_EQ(test("Null", {"false"}, with_list({})), kFalse);
  EXPECT_EQ(test("Null", {"false"}, with_list({"a"})), kTrue) << "a list needs no set operator";
}

TEST(NullTest, AnyOtherValueThanTrueIsFalse) {
  EXPECT_EQ(test("Null", {"yes"}, kNoKeys), kFalse);
  EXPECT_EQ(test("Null", {"TRUE"}, kNoKeys), kTrue);
}

TEST(NullTest, BothValuesAreAlwaysTrueNoneNever) {
  EXPECT_EQ(test("Null", {"true", "false"}, kNoKeys), kTrue);
  EXPECT_EQ(test("Null", {"true", "false"}, with_value("a")), kTrue);
  EXPECT_EQ(test("Null", {}, kNoKeys), kFalse);
}

TEST(NullTest, WithASetOperatorItIsAConstant) {
  EXPECT_EQ(test("ForAllValues:Null", {"true"}, with_value("a")), kTrue);
  EXPECT_EQ(test("ForAnyValue:Null", {"true"}, kNoKeys), kFalse);
}

TEST(NullTest, NullIfExistsIsNoOperator) {
  EXPECT_EQ(parse_condition_operator("NullIfExists").info.family, OperatorFamily::Unknown);
  EXPECT_EQ(test("NullIfExists", {"true"}, kNoKeys), kFalse);
}

// --- what is particular to a family, 3.5 and recorded ---

struct ValueCase {
  std::string name;
  std::string op;
  Texts wanted;
  std::string actual;
  std::string_view result;
};

void PrintTo(const ValueCase& c, std::ostream* out) {
  *out << c.name;
}

class ValueTest : public ::testing::TestWithParam<ValueCase> {};

TEST_P(ValueTest, Compares) {
  const ValueCase& c = GetParam();
  RequestContext context = with_value(c.actual);
  context.set("tag", "a");
  context.set_list("list", {"a"});
  EXPECT_EQ(test(c.op, c.wanted, context), c.result);
}

const auto kCaseName = [](const auto& test) { return test.param.name; };

const std::vector<ValueCase> kStrings = {
    {"StarIsLiteralUnderEquals", "StringEquals", {"a*"}, "ab", kFalse},
    {"StarIsItselfUnderEquals", "StringEquals", {"a*"}, "a*", kTrue},
    {"NothingIsTrimmed", "StringEquals", {"a"}, " a", kFalse},
    {"EmptyIsAValue", "StringEquals", {""}, "", kTrue},
    {"EmptyIsNotAnother", "StringEquals", {"x"}, "", kFalse},
    {"CaseFoldsBeyondAscii", "StringEqualsIgnoreCase", {"É"}, "é", kTrue},
    {"SharpSIsNotTwo", "StringEqualsIgnoreCase", {"ß"}, "SS", kFalse},
    {"LikeHasCase", "StringLike", {"ab*"}, "ABc", kFalse},
    {"LikeAll", "StringLike", {"*"}, "", kTrue},
    {"EscapedStar", "StringLike", {"a${*}"}, "ab", kFalse},
    {"EscapedStarItself", "StringLike", {"a${*}"}, "a*", kTrue},
    {"Variable", "StringEquals", {"${tag}"}, "a", kTrue},
    {"VariableUnderIgnoreCase", "StringEqualsIgnoreCase", {"${tag}"}, "A", kTrue},
    {"VariableOther", "StringEquals", {"${tag}"}, "b", kFalse},
    {"VariableDefault", "StringEquals", {"${none, 'x'}"}, "x", kTrue},
    {"VariableWithoutValue", "StringEquals", {"${none}"}, "x", kFalse},
    {"VariableWithoutValueNegated", "StringNotEquals", {"${none}"}, "x", kTrue},
    {"VariableWithoutValueLike", "StringNotLike", {"${none}*"}, "x", kTrue},
    {"VariableOfAListNegated", "StringNotEquals", {"${list}"}, "a", kTrue},
    {"VariableOfAList", "StringEquals", {"${list, 'a'}"}, "a", kFalse},
};

INSTANTIATE_TEST_SUITE_P(Strings, ValueTest, ValuesIn(kStrings), kCaseName);

const std::vector<ValueCase> kNumbersAndDates = {
    {"Spelling", "NumericEquals", {"1.20"}, "01.2", kTrue},
    {"Exponent", "NumericEquals", {"10"}, "1e1", kTrue},
    {"ExactBeyondDoubles", "NumericEquals", {"9007199254740993"}, "9007199254740992", kFalse},
    {"Negative", "NumericLessThan", {"-1"}, "-1.5", kTrue},
    {"NoNumberIsNoMatch", "NumericEquals", {"1"}, "one", kFalse},
    {"NoNumberNegatedIsTrue", "NumericNotEquals", {"1"}, "one", kTrue},
    {"NoNumberIsNotLess", "NumericLessThan", {"1"}, "", kFalse},
    {"NoNumberInThePolicy", "NumericEquals", {"one"}, "1", kFalse},
    {"NoNumberInThePolicyNegated", "NumericNotEquals", {"one"}, "1", kTrue},
    {"NumbersHaveNoVariables", "NumericEquals", {"${tag}"}, "1", kFalse},
    {"Zones", "DateEquals", {"2030-01-01T02:00:00+02:00"}, "2030-01-01T00:00:00Z", kTrue},
    {"EpochSeconds", "DateEquals", {"1767225600"}, "2026-01-01", kTrue},
    {"NoZoneIsUtc", "DateEquals", {"2026-01-01T00:00:00"}, "2026-01-01T00:00:00Z", kTrue},
    {"Milliseconds",
     "DateEquals",
     {"2026-01-01T00:00:00.1239Z"},
     "2026-01-01T00:00:00.1231Z",
     kTrue},
    {"NoDateIsNoMatch", "DateGreaterThan", {"2026-01-01"}, "tomorrow", kFalse},
    {"NoDateNegatedIsTrue", "DateNotEquals", {"2026-01-01"}, "tomorrow", kTrue},
};

INSTANTIATE_TEST_SUITE_P(NumbersAndDates, ValueTest, ValuesIn(kNumbersAndDates), kCaseName);

const std::vector<ValueCase> kOthers = {
    {"BoolTakesAnythingElseForFalse", "Bool", {"false"}, "yes", kTrue},
    {"BoolTakesAnythingElseForFalseInPolicies", "Bool", {"no"}, "", kTrue},
    {"BoolIsNotTrimmed", "Bool", {"true"}, " true ", kFalse},
    {"BoolBoth", "Bool", {"true", "false"}, "true", kTrue},
    {"BinaryIsComparedAsText", "BinaryEquals", {"YQ=="}, "YR==", kFalse},
    {"BinaryHasNoVariables", "BinaryEquals", {"${tag}"}, "a", kFalse},
    {"AddressOtherFamily", "IpAddress", {"10.0.0.0/8"}, "2001:db8::1", kFalse},
    {"AddressOtherFamilyNegated", "NotIpAddress", {"10.0.0.0/8"}, "2001:db8::1", kTrue},
    {"AddressHostBits", "IpAddress", {"10.0.0.5/8"}, "10.9.9.9", kTrue},
    {"AddressHostBitsOfVersionSix", "IpAddress", {"2001:db8::5/64"}, "2001:db8::5", kFalse},
    {"AddressMapped", "IpAddress", {"10.0.0.0/8"}, "::ffff:10.0.0.1", kTrue},
    {"AddressMappedInThePolicy", "IpAddress", {"::ffff:10.0.0.1"}, "10.0.0.1", kFalse},
    {"NoAddress", "IpAddress", {"10.0.0.0/8"}, "here", kFalse},
    {"NoAddressNegatedIsFalse", "NotIpAddress", {"10.0.0.0/8"}, "here", kFalse},
    {"NoAddressInThePolicyNegated", "NotIpAddress", {"anywhere"}, "10.0.0.1", kTrue},
    {"NoAddressOnEitherSide", "NotIpAddress", {"anywhere"}, "here", kFalse},
    {"ArnNoArn", "ArnLike", {"arn:aws:s3:::a"}, "a", kFalse},
    {"ArnNoArnNegatedIsFalse", "ArnNotLike", {"arn:aws:s3:::a"}, "a", kFalse},
    {"ArnVariableWithoutValueNegated", "ArnNotLike", {"${none}"}, "arn:aws:s3:::a", kTrue},
    {"ArnFault", "ArnLike", {"fault"}, "arn:aws:s3:::a", kError},
    {"ArnFaultNegated", "ArnNotLike", {"fault"}, "arn:aws:s3:::a", kError},
    {"ArnFaultBehindAMatch", "ArnLike", {"arn:aws:s3:::a", "fault"}, "arn:aws:s3:::a", kTrue},
    {"ArnFaultBehindAMatchNegated",
     "ArnNotLike",
     {"arn:aws:s3:::a", "fault"},
     "arn:aws:s3:::a",
     kFalse},
    {"ArnFaultBeforeAMatch", "ArnLike", {"fault", "arn:aws:s3:::a"}, "arn:aws:s3:::a", kError},
    {"ArnFaultBehindNoMatch", "ArnLike", {"arn:aws:s3:::b", "fault"}, "arn:aws:s3:::a", kError},
    {"UnknownOperator", "StringIs", {"a"}, "a", kFalse},
    {"UnknownOperatorNegated", "StringIsNot", {"a"}, "b", kFalse},
};

INSTANTIATE_TEST_SUITE_P(Others, ValueTest, ValuesIn(kOthers), kCaseName);

TEST(ConditionTest, ASetHasAnErrorWhereNoValueDecidesBefore) {
  const Texts good_and_bad = {"arn:aws:s3:::a", "fault"};
  const RequestContext both = with_list({"arn:aws:s3:::b", "arn:aws:s3:::a"});
  EXPECT_EQ(test("ForAnyValue:ArnLike", good_and_bad, both), kTrue);
  EXPECT_EQ(test("ForAllValues:ArnLike", good_and_bad, both), kError);
  EXPECT_EQ(test("ForAllValues:ArnNotLike", good_and_bad, both), kFalse);
}

// --- keys ---

TEST(ConditionTest, KeysAreComparedWithoutCase) {
  RequestContext context;
  context.set("aws:PrincipalTag/t", "x");
  EXPECT_EQ(test("StringEquals", {"x"}, context, "AWS:principaltag/T"), kTrue);
  EXPECT_EQ(test("StringEquals", {"x"}, context, "aws:PrincipalTag/u"), kFalse);
}

TEST(ConditionTest, OfKeysThatDifferInCaseEachHasToHold) {
  RequestContext context;
  context.set("aws:RequestTag/x", "a");
  context.set("aws:RequestTag/X", "b");
  EXPECT_EQ(test("StringLike", {"?"}, context, "aws:RequestTag/x"), kTrue);
  EXPECT_EQ(test("StringEquals", {"a"}, context, "aws:RequestTag/x"), kFalse);
  EXPECT_EQ(test("StringNotEquals", {"a"}, context, "aws:RequestTag/x"), kFalse);
}

TEST(ConditionTest, AliasesOfTheKeyAreAbsentInKeyPolicies) {
  RequestContext context;
  context.set_list("kms:ResourceAliases", {"alias/k"});
  const ConditionEntry asked =
      entry("ForAnyValue:StringEquals", "kms:resourcealiases", {"alias/k"});
  EXPECT_EQ(name_of(evaluate(compile_condition(asked, PolicyKind::Identity, true), context)),
            kTrue);
  EXPECT_EQ(name_of(evaluate(compile_condition(asked, PolicyKind::Key, true), context)), kFalse);
}

TEST(ConditionTest, VariablesAreTextInPoliciesOf2008) {
  RequestContext context = with_value("a");
  context.set("tag", "a");
  const ConditionEntry asked = entry("StringEquals", "k", {"${tag}"});
  EXPECT_EQ(name_of(evaluate(compile_condition(asked, PolicyKind::Identity, true), context)),
            kTrue);
  EXPECT_EQ(name_of(evaluate(compile_condition(asked, PolicyKind::Identity, false), context)),
            kFalse);
}

TEST(ConditionTest, KeepsWhatItsAuthorWrote) {
  const CompiledCondition condition = compile_condition(
      entry("forallvalues:StringLikeIfExists", "AWS:TagKeys", {"a", "b"}), PolicyKind::Key, true);
  EXPECT_EQ(condition.operator_text, "forallvalues:StringLikeIfExists");
  EXPECT_EQ(condition.op.set, SetOperator::ForAllValues);
  EXPECT_TRUE(condition.op.if_exists);
  EXPECT_EQ(condition.op.info.name, "StringLike");
  EXPECT_EQ(condition.key_text, "AWS:TagKeys");
  EXPECT_THAT(condition.value_texts, ::testing::ElementsAre("a", "b"));
}

}  // namespace
}  // namespace replisim
