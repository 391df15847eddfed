#include "model/instant.h"

#include <limits>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace replisim {
namespace {

using ::testing::ValuesIn;

constexpr std::int64_t kSecond = 1'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;
constexpr std::int64_t kNewYear2030 = 1'893'456'000'000;

struct InstantCase {
  std::string name;
  std::string text;
  std::optional<std::int64_t> milliseconds;
};

void PrintTo(const InstantCase& c, std::ostream* out) {
  *out << c.name;
}

std::optional<std::int64_t> milliseconds_of(std::optional<Instant> instant) {
  return instant ? std::optional(instant->milliseconds_since_epoch) : std::nullopt;
}

std::string name_of(const ::testing::TestParamInfo<InstantCase>& test) {
  return test.param.name;
}

class ParseInstantTest : public ::testing::TestWithParam<InstantCase> {};

TEST_P(ParseInstantTest, Reads) {
  EXPECT_EQ(milliseconds_of(parse_instant(GetParam().text)), GetParam().milliseconds);
}

const std::vector<InstantCase> kRecorded = {
    {"WholeTime", "2030-01-01T00:00:00Z", kNewYear2030},
    {"DateAloneIsMidnight", "2030-01-01", kNewYear2030},
    {"IntegerIsEpochSeconds", "1893456000", kNewYear2030},
    {"IntegerWithPlus", "+1893456000", kNewYear2030},
    {"NoZoneIsUtc", "2030-01-01T00:00:00", kNewYear2030},
    {"FractionsAreCut", "2030-01-01T00:00:00.1239Z", kNewYear2030 + 123},
    {"TinyFractionIsNothing", "2030-01-01T00:00:00.0001Z", kNewYear2030},
    {"Word", "not-a-date", std::nullopt},
    {"Empty", "", std::nullopt},
};

INSTANTIATE_TEST_SUITE_P(Recorded, ParseInstantTest, ValuesIn(kRecorded), name_of);

const std::vector<InstantCase> kProfile = {
    {"Month", "2030-01", kNewYear2030},
    {"YearAloneIsEpochSeconds", "2030", 2030 * kSecond},
    {"Minutes", "2030-01-01T01:00Z", kNewYear2030 + kHour},
    {"MinutesWithoutZone", "2030-01-01T01:00", kNewYear2030 + kHour},
    {"ShortFraction", "2030-01-01T00:00:00.5Z", kNewYear2030 + 500},
    {"FractionWithoutZone", "2030-01-01T00:00:00.5", kNewYear2030 + 500},
    {"EastOfGreenwich", "2030-01-01T02:00:00+02:00", kNewYear2030},
    {"WestOfGreenwich", "2029-12-31T18:30-05:30", kNewYear2030},
    {"SmallLetters", "2030-01-01t00:00:00z", kNewYear2030},
    {"LeapDay", "2028-02-29", kNewYear2030 - 672 * kDay},
    {"LeapDayOfACentury", "2000-02-29", 951'782'400'000},
    {"BeforeTheEpoch", "1969-12-31T23:59:59.999Z", -1},
    {"YearZero", "0000-01-01", -62'167'219'200'000},
    {"NegativeYear", "-0001-01-01", -62'198'755'200'000},
    {"NegativeSeconds", "-5", -5 * kSecond},
    {"YearOfFiveDigits", "+12345-01-01", 327'403'382'400'000},
    {"LastYear", "292278994-08-17T07:12:55.807Z", std::numeric_limits<std::int64_t>::max()},
    {"FirstYear", "-292275055-05-16T16:47:05Z", -9'223'372'036'854'775'000},
};

INSTANTIATE_TEST_SUITE_P(Profile, ParseInstantTest, ValuesIn(kProfile), name_of);

const std::vector<InstantCase> kRefused = {
    {"DayThatIsNot", "2026-02-30", std::nullopt},
    {"NoLeapYear", "2026-02-29", std::nullopt},
    {"NoLeapYearOfACentury", "1900-02-29", std::nullopt},
    {"MonthZero", "2026-00", std::nullopt},
    {"MonthThirteen", "2026-13-01", std::nullopt},
    {"DayZero", "2026-01-00", std::nullopt},
    {"HourTwentyFour", "2026-01-01T24:00Z", std::nullopt},
    {"MinuteSixty", "2026-01-01T00:60Z", std::nullopt},
    {"SecondSixty", "2026-01-01T00:00:60Z", std::nullopt},
    {"HourAlone", "2026-01-01T12Z", std::nullopt},
    {"DateWithZone", "2026-01-01Z", std::nullopt},
    {"ZoneWithoutColon", "2026-01-01T00:00+0100", std::nullopt},
    {"ZoneOfHoursAlone", "2026-01-01T00:00+01", std::nullopt},
    {"PointWithoutFraction", "2026-01-01T00:00:00.Z", std::nullopt},
    {"CommaBeforeFraction", "2026-01-01T00:00:00,5Z", std::nullopt},
    {"SpaceForT", "2026-01-01 00:00:00Z", std::nullopt},
    {"SpaceBefore", " 2026-01-01", std::nullopt},
    {"SpaceBehind", "2026-01-01 ", std::nullopt},
    {"OneDigitMonth", "2026-1-01", std::nullopt},
    {"ThreeDigitYear", "999-01-01", std::nullopt},
    {"DashBehind", "2026-01-", std::nullopt},
    {"TBehind", "2026-01-01T", std::nullopt},
    {"SignAlone", "+", std::nullopt},
    {"DecimalSeconds", "1893456000.5", std::nullopt},
    {"OnePastTheLastMillisecond", "292278994-08-17T07:12:55.808Z", std::nullopt},
    {"OneBeforeTheFirstSecond", "-292275055-05-16T16:47:04Z", std::nullopt},
    {"YearBeyondAllIntegers", "99999999999999999999-01-01", std::nullopt},
    {"SecondsBeyondAllIntegers", "99999999999999999999", std::nullopt},
    {"SecondsTooLateForMilliseconds", "9223372036854776", std::nullopt},
};

INSTANTIATE_TEST_SUITE_P(Refused, ParseInstantTest, ValuesIn(kRefused), name_of);

class ParseRfc3339Test : public ::testing::TestWithParam<InstantCase> {};

TEST_P(ParseRfc3339Test, Reads) {
  EXPECT_EQ(milliseconds_of(parse_rfc3339(GetParam().text)), GetParam().milliseconds);
}

const std::vector<InstantCase> kClocks = {
    {"Utc", "2030-01-01T00:00:00Z", kNewYear2030},
    {"SmallLetters", "2030-01-01t00:00:00z", kNewYear2030},
    {"Zone", "2030-01-01T01:30:00+01:30", kNewYear2030},
    {"Fraction", "2030-01-01T00:00:00.25Z", kNewYear2030 + 250},
    {"NoZone", "2030-01-01T00:00:00", std::nullopt},
    {"NoSeconds", "2030-01-01T00:00Z", std::nullopt},
    {"DateAlone", "2030-01-01", std::nullopt},
    {"EpochSeconds", "1893456000", std::nullopt},
    {"SignedYear", "+2030-01-01T00:00:00Z", std::nullopt},
    {"FiveDigitYear", "12030-01-01T00:00:00Z", std::nullopt},
    {"DayThatIsNot", "2030-02-30T00:00:00Z", std::nullopt},
    {"TextBehind", "2030-01-01T00:00:00Z ", std::nullopt},
    {"Empty", "", std::nullopt},
};

INSTANTIATE_TEST_SUITE_P(Clocks, ParseRfc3339Test, ValuesIn(kClocks), name_of);

class FormatRfc3339Test : public ::testing::TestWithParam<InstantCase> {};

TEST_P(FormatRfc3339Test, WritesWhatIsReadBack) {
  const InstantCase& c = GetParam();
  const Instant instant{c.milliseconds.value()};
  EXPECT_EQ(format_rfc3339(instant), c.text);
  EXPECT_EQ(parse_instant(c.text), instant);
}

const std::vector<InstantCase> kFormats = {
    {"Epoch", "1970-01-01T00:00:00Z", 0},
    {"NewYear", "2030-01-01T00:00:00Z", kNewYear2030},
    {"LastSecondOfALeapDay", "2028-02-29T23:59:59Z", 1'835'481'599'000},
    {"Milliseconds", "1970-01-01T00:00:00.007Z", 7},
    {"BeforeTheEpoch", "1969-12-31T23:59:59.999Z", -1},
    {"FirstOfMarch", "2000-03-01T00:00:00Z", 951'868'800'000},
    {"YearZero", "0000-01-01T00:00:00Z", -62'167'219'200'000},
    {"NegativeYear", "-0001-01-01T00:00:00Z", -62'198'755'200'000},
    {"FiveDigitYear", "+12345-01-01T00:00:00Z", 327'403'382'400'000},
    {"LastOfAll", "+292278994-08-17T07:12:55.807Z", std::numeric_limits<std::int64_t>::max()},
};

INSTANTIATE_TEST_SUITE_P(Formats, FormatRfc3339Test, ValuesIn(kFormats), name_of);

TEST(InstantTest, EveryDayOfFourHundredYearsIsReadBack) {
  constexpr std::int64_t kDaysOfFourHundredYears = 146'097;
  for (std::int64_t day = 0; day < kDaysOfFourHundredYears; ++day) {
    const Instant instant{day * kDay};
    const std::string text = format_rfc3339(instant);
    ASSERT_EQ(parse_rfc3339(text), instant) << text;
  }
}

TEST(InstantTest, FirstOfAllIsWrittenThoughItsSecondIsNotReadBack) {
  const Instant first{std::numeric_limits<std::int64_t>::min()};
  EXPECT_EQ(format_rfc3339(first), "-292275055-05-16T16:47:04.192Z");
}

TEST(InstantTest, OrdersByTime) {
  EXPECT_TRUE(Instant{1} < Instant{2});
  EXPECT_FALSE(Instant{2} < Instant{2});
  EXPECT_EQ(Instant{2}, Instant{2});
}

TEST(InstantTest, AddsUpToTheLastMillisecond) {
  const std::int64_t last = std::numeric_limits<std::int64_t>::max();
  EXPECT_EQ(add_milliseconds(Instant{last - 1}, 1), Instant{last});
  EXPECT_EQ(add_milliseconds(Instant{last}, 1), std::nullopt);
  EXPECT_EQ(add_milliseconds(Instant{5}, -7), Instant{-2});
  EXPECT_EQ(add_milliseconds(Instant{-last - 1}, -1), std::nullopt);
}

class ParseOffsetTest : public ::testing::TestWithParam<InstantCase> {};

TEST_P(ParseOffsetTest, Reads) {
  EXPECT_EQ(parse_offset_milliseconds(GetParam().text), GetParam().milliseconds);
}

const std::vector<InstantCase> kOffsets = {
    {"Seconds", "+90s", 90 * kSecond},
    {"Minutes", "+15m", 15 * kMinute},
    {"Hours", "+2h", 2 * kHour},
    {"Days", "+3d", 3 * kDay},
    {"Milliseconds", "+500ms", 500},
    {"Zero", "+0s", 0},
    {"Combined", "+1h30m", kHour + 30 * kMinute},
    {"AllUnits", "+1d1h1m1s1ms", kDay + kHour + kMinute + kSecond + 1},
    {"LargestOfAll", "+9223372036854775807ms", std::numeric_limits<std::int64_t>::max()},
    {"OnePastTheLargest", "+9223372036854775808ms", std::nullopt},
    {"TooManyDays", "+106751991168d", std::nullopt},
    {"SumTooLarge", "+9223372036854775s808ms", std::nullopt},
    {"NoSign", "90s", std::nullopt},
    {"Minus", "-90s", std::nullopt},
    {"NoUnit", "+90", std::nullopt},
    {"NoNumber", "+s", std::nullopt},
    {"SignAlone", "+", std::nullopt},
    {"Empty", "", std::nullopt},
    {"UnknownUnit", "+1w", std::nullopt},
    {"CapitalUnit", "+1H", std::nullopt},
    {"UnitGivenTwice", "+1h1h", std::nullopt},
    {"SmallBeforeLarge", "+1m1h", std::nullopt},
    {"Fraction", "+1.5h", std::nullopt},
    {"SpaceInside", "+1h 30m", std::nullopt},
};

INSTANTIATE_TEST_SUITE_P(Offsets, ParseOffsetTest, ValuesIn(kOffsets), name_of);

}  // namespace
}  // namespace replisim
