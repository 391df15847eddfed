#include "sim/iam/statement_cover.h"

#include <gtest/gtest.h>

#include "tests/sim/iam/policy_fixture.h"
#include "tests/sim/iam/scene.h"

namespace replisim {
namespace {

TEST(ResourceCovers, WhatAStarMatches) {
  EXPECT_TRUE(resource_covers("*", "arn:aws:s3:::a/${aws:username}"));
  EXPECT_TRUE(resource_covers("arn:aws:s3:::a/*", "arn:aws:s3:::a/b/*"));
  EXPECT_FALSE(resource_covers("arn:aws:s3:::a/b/*", "arn:aws:s3:::a/*"));
}

TEST(ResourceCovers, AStarOfAnEarlierPartEndsAtItsColon) {
  EXPECT_TRUE(resource_covers("arn:*:s3:::b", "arn:aws:s3:::b"));
  EXPECT_FALSE(resource_covers("arn:*:s3:::b", "arn:aws:s3:::a:s3:::b"));
}

TEST(ResourceCovers, AVariableMayBecomeAnything) {
  EXPECT_TRUE(resource_covers("arn:aws:s3:::a/*", "arn:aws:s3:::a/${aws:username}/x"));
  EXPECT_TRUE(resource_covers("arn:aws:s3:::${aws:username}", "arn:aws:s3:::${aws:username}"));
  EXPECT_FALSE(resource_covers("arn:aws:s3:::a/????", "arn:aws:s3:::a/${x}"));
  EXPECT_FALSE(resource_covers("arn:aws:s3:::a/${*}", "arn:aws:s3:::a/${x}"));
  EXPECT_FALSE(resource_covers("arn:aws:s3:::a/*/x", "arn:aws:s3:::a/${aws:username}/x"));
}

struct CoverCase {
  std::string name;
  std::string wide;
  std::string narrow;
  bool covers = false;
};

void PrintTo(const CoverCase& c, std::ostream* out) {
  *out << c.name;
}

class StatementCoversTest : public ::testing::TestWithParam<CoverCase> {};

TEST_P(StatementCoversTest, Answers) {
  const PolicyFixture policy = policy_of({GetParam().wide, GetParam().narrow});
  ASSERT_EQ(policy.document.statements.size(), 2U);
  EXPECT_EQ(statement_covers(policy.document.statements[0], policy.document.statements[1]),
            GetParam().covers);
}

const CoverCase kCases[] = {
    {"TheSame", allow("s3:GetObject", "*"), allow("s3:GetObject", "*"), true},
    {"AnotherEffect", allow("s3:GetObject", "*"), deny("s3:GetObject", "*"), false},
    {"WiderAction", allow("s3:*", "*"), allow("s3:GetObject", "*"), true},
    {"NarrowerAction", allow("s3:GetObject", "*"), allow("s3:*", "*"), false},
    {"EveryoneForARole", allow_to("*", "s3:*", "*"), allow_to(aws(kRole), "s3:*", "*"), true},
    {"AnAccountNamesItsRolesLessDirectly", allow_to(aws(kRootA), "s3:*", "*"),
     allow_to(aws(kRole), "s3:*", "*"), false},
    {"WithoutTheCondition", allow("s3:*", "*"),
     allow("s3:*", "*", R"({"Bool": {"aws:SecureTransport": "true"}})"), true},
    {"WithAConditionMore", allow("s3:*", "*", R"({"Bool": {"aws:SecureTransport": "true"}})"),
     allow("s3:*", "*"), false},
    {"MoreValues", allow("s3:*", "*", R"({"StringEquals": {"aws:SourceVpce": ["a", "b"]}})"),
     allow("s3:*", "*", R"({"StringEquals": {"aws:SourceVpce": "a"}})"), true},
    {"MoreValuesOfANegatedOperator",
     allow("s3:*", "*", R"({"StringNotEquals": {"aws:SourceVpce": ["a", "b"]}})"),
     allow("s3:*", "*", R"({"StringNotEquals": {"aws:SourceVpce": "a"}})"), false},
    {"APatternThatIsNoArnMayFail", deny("s3:*", "*"),
     deny("s3:*", "*", R"({"ArnLike": {"aws:PrincipalArn": "role"}})"), false},
};

INSTANTIATE_TEST_SUITE_P(Cases, StatementCoversTest, ::testing::ValuesIn(kCases),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace replisim
