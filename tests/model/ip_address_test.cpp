#include "model/ip_address.h"

#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace replisim {
namespace {

using ::testing::ValuesIn;

enum class Answer {
  Inside,
  Outside,
  NotAnAddress,  // IpAddress and NotIpAddress are both false
};

struct RangeCase {
  std::string name;
  std::string range;  // as in a policy; what is no block contains nothing
  std::string address;
  Answer answer;
};

void PrintTo(const RangeCase& c, std::ostream* out) {
  *out << c.name;
}

class IpRangeTest : public ::testing::TestWithParam<RangeCase> {};

TEST_P(IpRangeTest, Contains) {
  const RangeCase& c = GetParam();
  const auto address = parse_ip_address(c.address);
  ASSERT_EQ(address.has_value(), c.answer != Answer::NotAnAddress);
  if (address.has_value()) {
    const auto range = parse_ip_range(c.range);
    EXPECT_EQ(range && contains(*range, *address), c.answer == Answer::Inside);
  }
}

// All of these are recorded of AWS.
const std::vector<RangeCase> kRecordedV4 = {
    {"FirstOfBlock", "192.0.2.0/24", "192.0.2.0", Answer::Inside},
    {"LastOfBlock", "192.0.2.0/24", "192.0.2.255", Answer::Inside},
    {"HostBitsIgnored", "192.0.2.5/24", "192.0.2.1", Answer::Inside},
    {"PrefixInsideAByte", "192.0.2.0/31", "192.0.2.1", Answer::Inside},
    {"BehindPrefixInsideAByte", "192.0.2.0/31", "192.0.2.2", Answer::Outside},
    {"NoPrefixIsOneAddress", "192.0.2.1", "192.0.2.1", Answer::Inside},
    {"NoPrefixIsNoOther", "192.0.2.1", "192.0.2.2", Answer::Outside},
    {"PrefixZero", "192.0.2.0/0", "203.0.113.1", Answer::Inside},
    {"PrefixZeroIsNotV6", "192.0.2.0/0", "2001:db8::1", Answer::Outside},
    {"ZerosInBlock", "192.000.002.0/24", "192.0.2.1", Answer::Inside},
    {"ZerosInAddress", "192.0.2.0/24", "192.000.002.1", Answer::Inside},
    {"ZeroInPrefix", "192.0.2.0/024", "192.0.2.1", Answer::Inside},
    {"PlusInPrefix", "192.0.2.0/+24", "192.0.2.1", Answer::Inside},
    {"PrefixTooLong", "192.0.2.0/33", "192.0.2.1", Answer::Outside},
    {"BlockIsAWord", "not-an-ip", "192.0.2.1", Answer::Outside},
    {"AddressIsAWord", "192.0.2.0/24", "not-an-ip", Answer::NotAnAddress},
    {"AddressIsEmpty", "192.0.2.0/24", "", Answer::NotAnAddress},
    {"AddressHasThreeParts", "192.0.2.0/24", "192.0.513", Answer::NotAnAddress},
    {"AddressIsANumber", "192.0.2.0/24", "3221225985", Answer::NotAnAddress},
    {"AddressHasAPrefix", "192.0.2.0/24", "192.0.2.1/32", Answer::NotAnAddress},
};

INSTANTIATE_TEST_SUITE_P(RecordedV4, IpRangeTest, ValuesIn(kRecordedV4),
                         [](const auto& test) { return test.param.name; });

const std::vector<RangeCase> kRecordedV6 = {
    {"LastOfBlock", "2001:db8::/64", "2001:db8:0:0:ffff:ffff:ffff:ffff", Answer::Inside},
    {"BehindBlock", "2001:db8::/64", "2001:db8:0:1::", Answer::Outside},
    {"NoPrefixIsOneAddress", "2001:db8::1", "2001:db8::1", Answer::Inside},
    {"NoPrefixIsNoOther", "2001:db8::1", "2001:db8::2", Answer::Outside},
    {"WholePrefix", "2001:db8::1/128", "2001:db8::2", Answer::Outside},
    {"PrefixInsideAByte", "2001:db8::4/127", "2001:db8::5", Answer::Inside},
    {"BehindPrefixInsideAByte", "2001:db8::4/127", "2001:db8::6", Answer::Outside},
    {"CapitalsAndZeros", "2001:DB8::/064", "2001:0db8:0000:0000:0000:0000:0000:0001",
     Answer::Inside},
    {"HostBitsNeverMatch", "2001:db8::5/64", "2001:db8::5", Answer::Outside},
    {"HostBitInsideAByteNeverMatches", "2001:db8::5/127", "2001:db8::4", Answer::Outside},
    {"HostBitsUnderPrefixZeroNeverMatch", "2001:db8::1/0", "2001:db8::1", Answer::Outside},
    {"PrefixTooLong", "2001:db8::/129", "2001:db8::1", Answer::Outside},
    {"PrefixZero", "::/0", "2001:db8::1", Answer::Inside},
    {"PrefixZeroIsNotV4", "::/0", "192.0.2.1", Answer::Outside},
    {"MappedAddressIsV4", "192.0.2.0/24", "::ffff:192.0.2.1", Answer::Inside},
    {"MappedAddressIsNotV6", "::/0", "::ffff:192.0.2.1", Answer::Outside},
    {"MappedBlockIsNotV4", "::ffff:192.0.2.0/120", "192.0.2.1", Answer::Outside},
    {"MappedBlockNeverMatches", "::ffff:192.0.2.0/120", "::ffff:192.0.2.1", Answer::Outside},
    {"MappedBlockWithoutPrefixNeverMatches", "::ffff:192.0.2.1", "::ffff:192.0.2.1",
     Answer::Outside},
    {"MappedInHexadecimalNeverMatches", "::ffff:c000:200/120", "::ffff:c000:201", Answer::Outside},
    {"EmbeddedV4WithoutFfff", "::192.0.2.0/120", "::192.0.2.1", Answer::NotAnAddress},
    {"EmbeddedV4Elsewhere", "2001:db8::/64", "2001:db8::192.0.2.1", Answer::NotAnAddress},
    {"OneColonTooMany", "2001:db8::1/128", "2001:db8:::1", Answer::Inside},
    {"ColonBehind", "2001:db8::1/128", "2001:db8::1:", Answer::Inside},
    {"ColonBeforeIsAZeroGroup", "2001:db8::1/128", ":2001:db8::1", Answer::Outside},
    {"TwoColonsTooMany", "2001:db8::1/128", "2001:db8::::1", Answer::NotAnAddress},
    {"ThreeColonsAlone", "::/0", ":::", Answer::Inside},
    {"TwoGaps", "::/0", "2001::db8::1", Answer::NotAnAddress},
    {"TwoGapsAndAColon", "::/0", "2001::db8:::1", Answer::NotAnAddress},
    {"TwoGapsBeforeV4", "::/0", "::ffff:::192.0.2.1", Answer::NotAnAddress},
};

INSTANTIATE_TEST_SUITE_P(RecordedV6, IpRangeTest, ValuesIn(kRecordedV6),
                         [](const auto& test) { return test.param.name; });

const std::vector<RangeCase> kChosen = {
    {"AllGroups", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8", Answer::Inside},
    {"GapInFront", "::8", "0:0:0:0:0:0:0:8", Answer::Inside},
    {"GapBehind", "1::", "1:0:0:0:0:0:0:0", Answer::Inside},
    {"MappedWithoutGap", "192.0.2.1", "0:0:0:0:0:ffff:192.0.2.1", Answer::Inside},
    {"MappedInHexadecimalIsV4", "192.0.2.1", "::ffff:c000:201", Answer::Inside},
    {"SevenGroups", "::/0", "1:2:3:4:5:6:7", Answer::NotAnAddress},
    {"NineGroups", "::/0", "1:2:3:4:5:6:7:8:9", Answer::NotAnAddress},
    {"GapForNothing", "::/0", "1:2:3:4::5:6:7:8", Answer::NotAnAddress},
    {"ColonBehindWithoutGap", "::/0", "1:2:3:4:5:6:7:", Answer::NotAnAddress},
    {"FiveDigits", "::/0", "::12345", Answer::NotAnAddress},
    {"NotHexadecimal", "::/0", "::g", Answer::NotAnAddress},
    {"ZoneIndex", "::/0", "fe80::1%eth0", Answer::NotAnAddress},
    {"V4BeforeGap", "::/0", "1.2.3.4::", Answer::NotAnAddress},
    {"OneColon", "::/0", ":", Answer::NotAnAddress},
    {"PartTooLarge", "0.0.0.0/0", "1.2.3.256", Answer::NotAnAddress},
    {"FiveParts", "0.0.0.0/0", "1.2.3.4.5", Answer::NotAnAddress},
    {"EmptyPart", "0.0.0.0/0", "1..3.4", Answer::NotAnAddress},
    {"DotBehind", "0.0.0.0/0", "1.2.3.4.", Answer::NotAnAddress},
    {"SignInPart", "0.0.0.0/0", "1.2.3.+4", Answer::NotAnAddress},
    {"SpaceBefore", "0.0.0.0/0", " 1.2.3.4", Answer::NotAnAddress},
    {"PartBeyondAllIntegers", "0.0.0.0/0", "1.2.3.99999999999999999999", Answer::NotAnAddress},
};

INSTANTIATE_TEST_SUITE_P(Chosen, IpRangeTest, ValuesIn(kChosen),
                         [](const auto& test) { return test.param.name; });

enum class Range { Matches, NeverMatches, Refused };

struct ParseRangeCase {
  std::string name;
  std::string text;
  Range range;
};

void PrintTo(const ParseRangeCase& c, std::ostream* out) {
  *out << c.name;
}

class ParseIpRangeTest : public ::testing::TestWithParam<ParseRangeCase> {};

TEST_P(ParseIpRangeTest, TellsWhatNeverMatchesFromWhatIsNoBlock) {
  const auto range = parse_ip_range(GetParam().text);
  ASSERT_EQ(range.has_value(), GetParam().range != Range::Refused);
  if (range.has_value()) {
    EXPECT_EQ(range->never_matches, GetParam().range == Range::NeverMatches);
  }
}

const std::vector<ParseRangeCase> kRanges = {
    {"V4HostBits", "192.0.2.5/24", Range::Matches},
    {"V6", "2001:db8::/64", Range::Matches},
    {"V6All", "::/0", Range::Matches},
    {"V6HostBits", "2001:db8::5/64", Range::NeverMatches},
    {"V6Mapped", "::ffff:192.0.2.0/120", Range::NeverMatches},
    {"PrefixTooLong", "192.0.2.0/33", Range::Refused},
    {"PrefixEmpty", "192.0.2.0/", Range::Refused},
    {"PrefixNegative", "192.0.2.0/-1", Range::Refused},
    {"PrefixAWord", "192.0.2.0/x", Range::Refused},
    {"PrefixTwice", "192.0.2.0/24/24", Range::Refused},
    {"Mask", "192.0.2.0/255.255.255.0", Range::Refused},
    {"StrayColon", "2001:db8:::1", Range::Refused},
    {"Empty", "", Range::Refused},
    {"PrefixAlone", "/24", Range::Refused},
};

INSTANTIATE_TEST_SUITE_P(Ranges, ParseIpRangeTest, ValuesIn(kRanges),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace replisim
