#include "model/wildcard.h"

#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace replisim {
namespace {

using ::testing::ValuesIn;

struct MatchCase {
  std::string name;
  std::string pattern;
  std::string text;
  bool matches;
};

void PrintTo(const MatchCase& c, std::ostream* out) {
  *out << c.name;
}

class WildcardMatchTest : public ::testing::TestWithParam<MatchCase> {};

TEST_P(WildcardMatchTest, Matches) {
  const MatchCase& c = GetParam();
  EXPECT_EQ(wildcard_match(c.pattern, c.text), c.matches);
}

const std::vector<MatchCase> kMatches = {
    {"EmptyMatchesEmpty", "", "", true},
    {"EmptyMatchesNothingElse", "", "a", false},
    {"StarMatchesEmpty", "*", "", true},
    {"QuestionMarkNeedsACharacter", "?", "", false},
    {"WholeText", "ab", "abc", false},
    {"WholePattern", "abc", "ab", false},
    {"CaseCounts", "ab*", "ABc", false},
    {"StarInFront", "*.csv", "a.csv.csv", true},
    {"StarInside", "a*b", "ab", true},
    {"StarTakesTheLastPossible", "a*bc", "abcbc", true},
    {"StarsThatBacktrack", "*a*b*c", "xaybzbc", true},
    {"StarsWithoutTheEnd", "*a*b*c", "xaybzcb", false},
    {"StarsInARow", "a**?", "ab", true},
    {"StarSpansSlashAndColon", "a*b", "a/:b", true},
    {"QuestionMarkMatchesColon", "a?b", "a:b", true},
    {"QuestionMarkMatchesNewline", "a?b", "a\nb", true},
    {"BracketsAreLiteral", "a[b]", "ab", false},
    {"BackslashIsLiteral", "a\\*", "a*", false},
    {"StarMatchesAStar", "a*", "a*", true},
    {"BucketAndObject", "arn:aws:s3:::bucket*", "arn:aws:s3:::bucket/key", true},
    {"ObjectsAreNotTheBucket", "arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket", false},
};

INSTANTIATE_TEST_SUITE_P(Matches, WildcardMatchTest, ValuesIn(kMatches),
                         [](const auto& test) { return test.param.name; });

const std::vector<MatchCase> kCodeUnits = {
    {"OneForTheBasicPlane", "?", "é", true},
    {"NotOneForAbove", "?", "𐐀", false},
    {"TwoForAbove", "??", "𐐀", true},
    {"NotThreeForAbove", "???", "𐐀", false},
    {"NotOneBetween", "a?b", "a𐐀b", false},
    {"TwoBetween", "a??b", "a𐐀b", true},
    {"OneAndAStar", "a?*b", "a𐐀b", true},
    {"AStarAndOne", "a*?b", "a𐐀b", true},
    {"HalvesOfTwoCharacters", "?*?", "𐐀𐐨", true},
    {"LiteralBefore", "𐐀?", "𐐀x", true},
    {"LiteralBeforeOneAbove", "𐐀?", "𐐀𐐨", false},
    {"LiteralIsNotSplit", "?𐐀", "𐐀", false},
    {"StarDoesNotStopInALiteral", "?*𐐀", "𐐀𐐀", true},
    {"SameLastBytesAreNotTheSame", "*\xA9", "é", false},
    {"BytesThatAreNotUtf8CountAsOne", "a??", "a\xFC\x80", true},
    {"ComposedIsNotDecomposed", "e?", "\u00E9", false},
};

INSTANTIATE_TEST_SUITE_P(CodeUnits, WildcardMatchTest, ValuesIn(kCodeUnits),
                         [](const auto& test) { return test.param.name; });

TEST(AppendLiteralTest, StarsAndQuestionMarksMatchThemselvesAlone) {
  std::string pattern = "*/";
  append_literal(pattern, "a*?");
  EXPECT_TRUE(wildcard_match(pattern, "x/a*?"));
  EXPECT_FALSE(wildcard_match(pattern, "x/abc"));
  EXPECT_FALSE(wildcard_match(pattern, "x/a**"));
  EXPECT_TRUE(has_wildcard(pattern));
  EXPECT_FALSE(has_wildcard(pattern.substr(1)));
}

TEST(LiteralPrefixTest, EndsBeforeTheFirstSpecialCharacter) {
  EXPECT_EQ(literal_prefix("arn:aws:s3:::b/*"), "arn:aws:s3:::b/");
  EXPECT_EQ(literal_prefix("a?b*"), "a");
  EXPECT_EQ(literal_prefix("é"), "é");
  EXPECT_EQ(literal_prefix("*"), "");
  std::string pattern = "a";
  append_literal(pattern, "*b");
  EXPECT_EQ(literal_prefix(pattern), "a");
}

struct OverlapCase {
  std::string name;
  std::string left;
  std::string right;
  bool overlaps;
};

void PrintTo(const OverlapCase& c, std::ostream* out) {
  *out << c.name;
}

class WildcardOverlapTest : public ::testing::TestWithParam<OverlapCase> {};

TEST_P(WildcardOverlapTest, AnswersBothWays) {
  const OverlapCase& c = GetParam();
  EXPECT_EQ(wildcard_overlap(c.left, c.right), c.overlaps);
  EXPECT_EQ(wildcard_overlap(c.right, c.left), c.overlaps);
}

std::string literal(const std::string& text) {
  std::string pattern;
  append_literal(pattern, text);
  return pattern;
}

const std::string kTooLong(kWildcardOverlapStepsMax / 4 + 1, 'a');

const std::vector<OverlapCase> kOverlaps = {
    {"Equal", "a", "a", true},
    {"Different", "a", "b", false},
    {"StarAndEmpty", "*", "", true},
    {"PrefixAndSuffix", "a*", "*b", true},
    {"DifferentPrefixes", "a*", "b*", false},
    {"DifferentSuffixes", "*a", "*b", false},
    {"OneInsideTheOther", "logs/*", "logs/2026/*", true},
    {"FixedLengths", "??", "???", false},
    {"LengthAndStar", "??", "a*b", true},
    {"TooShortForBoth", "?", "a*b", false},
    {"MiddlesThatExclude", "a*b", "a?c", false},
    {"CharacterAboveAndOneUnit", "𐐀", "?", false},
    {"CharacterAboveAndTwoUnits", "𐐀", "??", true},
    {"LiteralStarAndStar", literal("*"), "*", true},
    {"LiteralStarAndLetter", literal("*"), "a", false},
    {"LiteralStarIsAStar", literal("a*"), "a?", true},
    {"AtTheLimitIsExact", "*" + kTooLong.substr(2), "???b", false},
    {"OnePastTheLimitMayOverlap", "*" + kTooLong.substr(1), "???b", true},
    {"BeyondTheLimitPrefixesStillCount", kTooLong, "b???", false},
};

INSTANTIATE_TEST_SUITE_P(Overlaps, WildcardOverlapTest, ValuesIn(kOverlaps),
                         [](const auto& test) { return test.param.name; });

// All texts over the alphabet up to a length, the empty one first.
std::vector<std::string> all_texts(const std::string& alphabet, std::size_t length_max) {
  std::vector<std::string> texts{""};
  for (std::size_t i = 0; i < texts.size() && texts[i].size() < length_max; ++i) {
    for (const char c : alphabet) {
      texts.push_back(texts[i] + c);
    }
  }
  return texts;
}

bool plain_match(std::string_view pattern, std::string_view text) {
  if (pattern.empty()) {
    return text.empty();
  }
  if (pattern.front() == '*') {
    return plain_match(pattern.substr(1), text) ||
           (!text.empty() && plain_match(pattern, text.substr(1)));
  }
  return !text.empty() && (pattern.front() == '?' || pattern.front() == text.front()) &&
         plain_match(pattern.substr(1), text.substr(1));
}

TEST(WildcardTest, AgreesWithThePlainDefinitionOnEverythingSmall) {
  const std::vector<std::string> texts = all_texts("ab", 5);
  for (const std::string& pattern : all_texts("ab*?", 5)) {
    for (const std::string& text : texts) {
      ASSERT_EQ(wildcard_match(pattern, text), plain_match(pattern, text))
          << pattern << ' ' << text;
    }
  }
}

TEST(WildcardTest, OverlapsExactlyWhereATextMatchesBoth) {
  const std::vector<std::string> texts = all_texts("ab", 6);
  const std::vector<std::string> patterns = all_texts("ab*?", 3);
  for (const std::string& left : patterns) {
    for (const std::string& right : patterns) {
      bool expected = false;
      for (const std::string& text : texts) {
        expected = expected || (wildcard_match(left, text) && wildcard_match(right, text));
      }
      ASSERT_EQ(wildcard_overlap(left, right), expected) << left << ' ' << right;
    }
  }
}

TEST(WildcardTest, TakesNoMoreThanPatternTimesText) {
  std::string pattern;
  for (int i = 0; i < 50; ++i) {
    pattern += "*a";
  }
  EXPECT_FALSE(wildcard_match(pattern + "b", std::string(10'000, 'a')));
}

}  // namespace
}  // namespace replisim
