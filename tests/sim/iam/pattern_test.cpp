#include "sim/iam/pattern.h"

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::ValuesIn;

RequestContext context() {
  RequestContext made;
  made.set("aws:PrincipalTag/team", "red");
  made.set("aws:PrincipalTag/star", "*");
  made.set("aws:PrincipalTag/mark", "?");
  made.set("aws:PrincipalTag/empty", "");
  made.set("aws:PrincipalTag/path", "a:b/c");
  made.set("aws:PrincipalArn", "arn:aws:iam::111111111111:role/repl");
  made.set_list("aws:TagKeys", {"one"});
  return made;
}

// --- variables, 2.4 ---

struct TextCase {
  std::string name;
  std::string pattern;
  std::string text;
  bool matches;
};

void PrintTo(const TextCase& c, std::ostream* out) {
  *out << c.name;
}

class TextPatternTest : public ::testing::TestWithParam<TextCase> {};

TEST_P(TextPatternTest, Matches) {
  const TextCase& c = GetParam();
  const TextPattern pattern(c.pattern, {.wildcards = true, .variables = true});
  EXPECT_EQ(pattern.matches(c.text, context()), c.matches);
}

const std::vector<TextCase> kTexts = {
    {"Literal", "own/a", "own/a", true},
    {"LiteralOther", "own/a", "own/b", false},
    {"Prefix", "own/*", "own/a/b", true},
    {"PrefixItself", "own/*", "own/", true},
    {"PrefixOther", "own/*", "ow", false},
    {"QuestionMark", "own/?", "own/a", true},
    {"QuestionMarkNeedsOne", "own/?", "own/", false},
    {"QuestionMarkIsACodeUnit", "own/?", "own/𐐀", false},
    {"TwoForAboveTheBasicPlane", "own/??", "own/𐐀", true},
    {"Variable", "own/${aws:PrincipalTag/team}", "own/red", true},
    {"VariableOther", "own/${aws:PrincipalTag/team}", "own/blue", false},
    {"VariableInAnyCase", "own/${AWS:principaltag/TEAM}", "own/red", true},
    {"VariableAndWildcard", "own/${aws:PrincipalTag/team}/*", "own/red/x", true},
    {"TwoVariables", "${aws:PrincipalTag/team}-${aws:PrincipalTag/team}", "red-red", true},
    {"ValueOfNothing", "own/${aws:PrincipalTag/empty}", "own/", true},
    {"StarInAValueIsLiteral", "own/${aws:PrincipalTag/star}", "own/*", true},
    {"StarInAValueMatchesNothingElse", "own/${aws:PrincipalTag/star}", "own/x", false},
    {"MarkInAValueIsLiteral", "own/${aws:PrincipalTag/mark}", "own/x", false},
    {"NoValue", "own/${aws:PrincipalTag/none}", "own/", false},
    {"NoValueIsNotTheText", "own/${aws:PrincipalTag/none}", "own/${aws:PrincipalTag/none}", false},
    {"Default", "own/${aws:PrincipalTag/none, 'pub'}", "own/pub", true},
    {"DefaultIsLiteral", "own/${aws:PrincipalTag/none, '*'}", "own/x", false},
    {"DefaultOfNothing", "own/${aws:PrincipalTag/none, ''}", "own/", true},
    {"DefaultIsNotNeeded", "own/${aws:PrincipalTag/team, 'pub'}", "own/pub", false},
    {"ListHasNoValue", "own/${aws:TagKeys}", "own/one", false},
    {"ListHasNoDefaultEither", "own/${aws:TagKeys, 'x'}", "own/x", false},
    {"LiteralStar", "a${*}b", "a*b", true},
    {"LiteralStarAlone", "a${*}b", "axb", false},
    {"LiteralMark", "a${?}", "ax", false},
    {"LiteralDollar", "a${$}{x}", "a${x}", true},
    {"UnclosedIsLiteral", "own/${aws", "own/${aws", true},
    {"EmptyIsLiteral", "own/${}", "own/${}", true},
    {"DollarIsLiteral", "a$b", "a$b", true},
};

INSTANTIATE_TEST_SUITE_P(Texts, TextPatternTest, ValuesIn(kTexts),
                         [](const auto& test) { return test.param.name; });

TEST(TextPatternTest, VariablesAreTextInPoliciesOf2008) {
  const TextPattern pattern("own/${aws:PrincipalTag/team}", {.variables = false});
  EXPECT_FALSE(pattern.has_variables());
  EXPECT_TRUE(pattern.matches("own/${aws:PrincipalTag/team}", context()));
  EXPECT_FALSE(pattern.matches("own/red", context()));
  EXPECT_FALSE(TextPattern("a${*}", {.variables = false}).matches("a*", context()))
      << "escapes are of 2012, too";
}

TEST(TextPatternTest, WithoutWildcardsAStarIsAStar) {
  const TextPattern pattern("a*", {.wildcards = false});
  EXPECT_TRUE(pattern.matches("a*", context()));
  EXPECT_FALSE(pattern.matches("ab", context()));
}

TEST(TextPatternTest, KnowsItsVariables) {
  const TextPattern pattern("${aws:Username}/${k, 'd'}/${*}", {.variables = true});
  EXPECT_THAT(pattern.variable_keys(), ElementsAre("aws:Username", "k"));
  EXPECT_TRUE(TextPattern("abc", {}).is_literal());
  EXPECT_FALSE(TextPattern("ab*", {}).is_literal());
  EXPECT_FALSE(pattern.is_literal());
}

// --- resources, 2.3 ---

struct ResourceCase {
  std::string name;
  std::string pattern;
  std::string resource;
  bool matches;
};

void PrintTo(const ResourceCase& c, std::ostream* out) {
  *out << c.name;
}

class ResourcePatternTest : public ::testing::TestWithParam<ResourceCase> {};

TEST_P(ResourcePatternTest, Matches) {
  const ResourceCase& c = GetParam();
  const ResourcePattern pattern(c.pattern, true);
  EXPECT_EQ(pattern.matches(RequestResource(c.resource), context()), c.matches);
}

const std::vector<ResourceCase> kResources = {
    {"Everything", "*", "arn:aws:s3:::own/a", true},
    {"EverythingIsNoResourceToo", "*", "*", true},
    {"NothingElseIsNoResource", "arn:aws:kms:*:*:key/*", "*", false},
    {"Object", "arn:aws:s3:::own/a", "arn:aws:s3:::own/a", true},
    {"CaseCounts", "arn:aws:s3:::OWN/a", "arn:aws:s3:::own/a", false},
    {"ObjectsAreNotTheBucket", "arn:aws:s3:::own/*", "arn:aws:s3:::own", false},
    {"TheBucketIsNotItsObjects", "arn:aws:s3:::own", "arn:aws:s3:::own/a", false},
    {"StarSpansSlashes", "arn:aws:s3:::ow*", "arn:aws:s3:::own/a/b", true},
    {"StarSpansColons", "arn:aws:s3:::own/*", "arn:aws:s3:::own/a:b", true},
    {"BothSlashesAreNeeded", "arn:aws:s3:::own/*/t/*", "arn:aws:s3:::own/t/x", false},
    {"StarMayBeEmpty", "arn:aws:s3:::own/*/t/*", "arn:aws:s3:::own//t/x", true},
    {"StarStaysInItsPart", "arn:aws:*:1:key/a:b", "arn:aws:kms:us-east-1:1:key/a:b", false},
    {"StarsInParts", "arn:*:kms:*:1:key/*", "arn:aws:kms:us-east-1:1:key/a", true},
    {"ShortIsWhole", "arn:aws:s3*", "arn:aws:s3:::own/a", true},
    {"ShortIsWholeOther", "arn:aws:s4*", "arn:aws:s3:::own/a", false},
    {"ShortWithoutBegin", "*:own/*", "arn:aws:s3:::own/a", true},
    {"Variable", "arn:aws:s3:::own/${aws:PrincipalTag/team}/*", "arn:aws:s3:::own/red/x", true},
    {"VariableWithColons", "arn:aws:s3:::own/${aws:PrincipalTag/path}", "arn:aws:s3:::own/a:b/c",
     true},
    {"VariableWithoutValue", "arn:aws:s3:::own/${aws:PrincipalTag/none}*", "arn:aws:s3:::own/x",
     false},
    {"LiteralStarInAPart", "arn:aws:s3:::own/${*}", "arn:aws:s3:::own/*", true},
    {"LiteralStarInAPartAlone", "arn:aws:s3:::own/${*}", "arn:aws:s3:::own/x", false},
};

INSTANTIATE_TEST_SUITE_P(Resources, ResourcePatternTest, ValuesIn(kResources),
                         [](const auto& test) { return test.param.name; });

TEST(ResourcePatternTest, IsPlainWhereOnePassDecides) {
  EXPECT_TRUE(ResourcePattern("arn:aws:s3:::own/*", true).is_plain());
  EXPECT_TRUE(ResourcePattern("arn:aws:s3*", true).is_plain());
  EXPECT_FALSE(ResourcePattern("arn:aws:*:::own", true).is_plain()) << "part by part";
  EXPECT_FALSE(ResourcePattern("arn:aws:s3:::${aws:username}", true).is_plain());
  EXPECT_TRUE(ResourcePattern("*", true).is_everything());
  EXPECT_FALSE(ResourcePattern("**", true).is_everything());
}

// --- ARNs of conditions, 3.5 ---

struct ArnCase {
  std::string name;
  std::string pattern;
  std::string value;
  ValueMatch match;
};

void PrintTo(const ArnCase& c, std::ostream* out) {
  *out << c.name;
}

class ArnPatternTest : public ::testing::TestWithParam<ArnCase> {};

TEST_P(ArnPatternTest, Matches) {
  const ArnCase& c = GetParam();
  EXPECT_EQ(ArnPattern(c.pattern, true).match(c.value, context()), c.match);
}

constexpr const char* kRoleArn = "arn:aws:iam::111111111111:role/repl";

const std::vector<ArnCase> kArns = {
    {"Equal", kRoleArn, kRoleArn, ValueMatch::Yes},
    {"Wildcards", "arn:aws:iam::*:role/re?l", kRoleArn, ValueMatch::Yes},
    {"OtherName", "arn:aws:iam::*:role/other", kRoleArn, ValueMatch::No},
    {"CaseCounts", "arn:aws:iam::*:role/REPL", kRoleArn, ValueMatch::No},
    {"SixthPartKeepsColons", "arn:aws:s3:::a*", "arn:aws:s3:::a:b", ValueMatch::Yes},
    {"StarCrossesNoColon", "arn:*:role/repl", kRoleArn, ValueMatch::No},
    {"FivePartsNeverMatch", "arn:aws:iam:*:role/repl", kRoleArn, ValueMatch::No},
    {"StarAloneIsAnyArn", "*", kRoleArn, ValueMatch::Yes},
    {"Variable", "${aws:PrincipalArn}", kRoleArn, ValueMatch::Yes},
    {"VariableWithoutValue", "${aws:SourceArn}", kRoleArn, ValueMatch::No},
    {"PatternThatIsNoArn", "not-an-arn", kRoleArn, ValueMatch::Error},
    {"VariableThatIsNoArn", "${aws:PrincipalTag/team}", kRoleArn, ValueMatch::Error},
    {"ValueThatIsNoArn", kRoleArn, "repl", ValueMatch::NotComparable},
    {"ValueThatIsNoArnUnderStar", "*", "repl", ValueMatch::NotComparable},
    {"NeitherIsAnArn", "not-an-arn", "repl", ValueMatch::NotComparable},
};

INSTANTIATE_TEST_SUITE_P(Arns, ArnPatternTest, ValuesIn(kArns),
                         [](const auto& test) { return test.param.name; });

TEST(SplitArnTest, NeedsFiveColons) {
  EXPECT_FALSE(split_arn("arn:aws:s3::own"));
  EXPECT_THAT(split_arn("arn:aws:s3:::own:x").value(), ElementsAre(0U, 4U, 8U, 11U, 12U, 13U));
}

}  // namespace
}  // namespace replisim
