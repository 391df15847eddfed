#include "model/decimal.h"

#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace replisim {
namespace {

using ::testing::ValuesIn;

struct OrderCase {
  std::string name;
  std::string left;
  std::string right;
  int order;
};

void PrintTo(const OrderCase& c, std::ostream* out) {
  *out << c.name;
}

class DecimalOrderTest : public ::testing::TestWithParam<OrderCase> {};

TEST_P(DecimalOrderTest, ComparesBothWays) {
  const OrderCase& c = GetParam();
  const auto left = parse_decimal(c.left);
  const auto right = parse_decimal(c.right);
  ASSERT_TRUE(left.has_value());
  ASSERT_TRUE(right.has_value());
  EXPECT_EQ(compare(*left, *right), c.order);
  EXPECT_EQ(compare(*right, *left), -c.order);
  EXPECT_EQ(*left == *right, c.order == 0);
}

const std::string kLong = "1234567890123456789012345678901234567890";

const std::vector<OrderCase> kOrders = {
    {"LeadingZero", "01", "1", 0},
    {"PlusSign", "+1", "1", 0},
    {"PointWithoutFraction", "1.", "1", 0},
    {"PointWithoutWhole", ".5", "0.50", 0},
    {"TrailingZeros", "1.20", "1.2", 0},
    {"Exponent", "1e0", "1", 0},
    {"ExponentWithSign", "12.5E+2", "1250", 0},
    {"NegativeExponent", "5e-3", "0.005", 0},
    {"NegativeZero", "-0", "0", 0},
    {"ZeroWithExponent", "0.000e12", "0", 0},
    {"ManyLeadingZeros", std::string(500, '0') + "7", "7", 0},
    {"TinyFractionAndExponent", "0." + std::string(399, '0') + "1e400", "1", 0},
    {"LongAndTrailingZeros", kLong + ".000", kLong, 0},
    {"BeyondTheExactIntegersOfDoubles", "9007199254740992", "9007199254740993", -1},
    {"LastOfNineteenDigits", "1234567890123456788", "1234567890123456789", -1},
    {"TwentiethDigit", "12345678901234567890", "12345678901234567891", -1},
    {"LastOfFortyDigits", kLong, kLong + ".1", -1},
    {"MoreDigits", "999", "1000", -1},
    {"SmallerFraction", "0.09", "0.1", -1},
    {"FractionsOfDifferentLength", "0.123", "0.1234", -1},
    {"NegativeBeforePositive", "-1", "1", -1},
    {"NegativeBeforeZero", "-0.001", "0", -1},
    {"ZeroBeforePositive", "0", "0.001", -1},
    {"NegativesTurnAround", "-2", "-1", -1},
    {"NegativesOfDifferentLength", "-1000", "-999", -1},
    {"NegativesBeyondNineteenDigits", "-12345678901234567891", "-12345678901234567890", -1},
    {"LargestExponents", "1e399", "1e400", -1},
    {"SmallestExponents", "1e-400", "1e-399", -1},
};

INSTANTIATE_TEST_SUITE_P(Orders, DecimalOrderTest, ValuesIn(kOrders),
                         [](const auto& test) { return test.param.name; });

struct RefusedCase {
  std::string name;
  std::string text;
};

void PrintTo(const RefusedCase& c, std::ostream* out) {
  *out << c.name;
}

class DecimalRefusedTest : public ::testing::TestWithParam<RefusedCase> {};

TEST_P(DecimalRefusedTest, IsNoNumber) {
  EXPECT_FALSE(parse_decimal(GetParam().text).has_value());
}

const std::vector<RefusedCase> kRefused = {
    {"Empty", ""},
    {"Word", "no-number"},
    {"NotANumber", "NaN"},
    {"Infinity", "Infinity"},
    {"NegativeInfinity", "-inf"},
    {"Hexadecimal", "0x1"},
    {"SpaceBefore", " 1"},
    {"SpaceBehind", "1 "},
    {"SignAlone", "+"},
    {"TwoSigns", "+-1"},
    {"PointAlone", "."},
    {"SignAndPoint", "-."},
    {"TwoPoints", "1.2.3"},
    {"Comma", "1,5"},
    {"TypeSuffix", "1f"},
    {"ExponentAlone", "e5"},
    {"ExponentWithoutDigits", "1e"},
    {"ExponentWithSignAlone", "1e+"},
    {"ExponentWithFraction", "1e1.5"},
    {"ExponentOnePastTheLimit", "1e401"},
    {"NegativeExponentOnePastTheLimit", "1e-401"},
    {"ExponentBeyondAllIntegers", "1e99999999999999999999"},
    {"DigitsOutsideAscii", "\xD9\xA1"},
};

INSTANTIATE_TEST_SUITE_P(Refused, DecimalRefusedTest, ValuesIn(kRefused),
                         [](const auto& test) { return test.param.name; });

TEST(DecimalTest, IsZeroByDefault) {
  EXPECT_EQ(Decimal(), parse_decimal("0"));
}

}  // namespace
}  // namespace replisim
