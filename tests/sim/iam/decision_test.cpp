#include "sim/iam/decision.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

namespace replisim {
namespace {

constexpr Ternary kAll[] = {Ternary::False, Ternary::Unknown, Ternary::True};

TEST(TernaryTest, FalseDecidesAnAnd) {
  for (const Ternary other : kAll) {
    EXPECT_EQ(Ternary::False & other, Ternary::False);
    EXPECT_EQ(other & Ternary::False, Ternary::False);
    EXPECT_EQ(Ternary::True & other, other);
  }
  EXPECT_EQ(Ternary::Unknown & Ternary::Unknown, Ternary::Unknown);
}

TEST(TernaryTest, TrueDecidesAnOr) {
  for (const Ternary other : kAll) {
    EXPECT_EQ(Ternary::True | other, Ternary::True);
    EXPECT_EQ(other | Ternary::True, Ternary::True);
    EXPECT_EQ(Ternary::False | other, other);
  }
  EXPECT_EQ(Ternary::Unknown | Ternary::Unknown, Ternary::Unknown);
}

TEST(DecisionTest, IsSpelledAsTheSimulatorDoes) {
  EXPECT_EQ(to_string(Decision::Allow), "allowed");
  EXPECT_EQ(to_string(Decision::ImplicitDeny), "implicitDeny");
  EXPECT_EQ(to_string(Decision::ExplicitDeny), "explicitDeny");
  EXPECT_EQ(to_string(Decision::Unknown), "unknown");
}

TEST(DeniedByTest, EachHasANameOfItsOwn) {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(DeniedBy::BlockPublicAccess); ++i) {
    EXPECT_TRUE(names.insert(to_string(static_cast<DeniedBy>(i))).second);
  }
  EXPECT_EQ(to_string(DeniedBy::Nothing), "");
  EXPECT_EQ(to_string(DeniedBy::ServiceControlPolicy), "scp");
  EXPECT_EQ(to_string(DeniedBy::IdentityPolicy), "identity-policy");
}

}  // namespace
}  // namespace replisim
