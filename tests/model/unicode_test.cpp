#include "model/unicode.h"

#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace replisim {
namespace {

using ::testing::ValuesIn;

struct FoldCase {
  std::string name;
  std::string left;
  std::string right;
  bool is_equal;
};

void PrintTo(const FoldCase& c, std::ostream* out) {
  *out << c.name;
}

class FoldCaseTest : public ::testing::TestWithParam<FoldCase> {};

TEST_P(FoldCaseTest, Compares) {
  const FoldCase& c = GetParam();
  EXPECT_EQ(fold_case(c.left) == fold_case(c.right), c.is_equal);
  EXPECT_EQ(equals_ignoring_case(c.left, c.right), c.is_equal);
  EXPECT_EQ(equals_ignoring_case(c.right, c.left), c.is_equal);
}

// All of these are recorded of AWS.
const std::vector<FoldCase> kRecorded = {
    {"Ascii", "prod", "PrOd", true},
    {"EAcute", "É", "é", true},
    {"KelvinSign", "K", "\u212A", true},
    {"SharpS", "ß", "ẞ", true},
    {"SharpSIsNotSs", "ß", "SS", false},
    {"LongSIsNotS", "s", "ſ", false},
    {"DotlessIIsNotI", "I", "ı", false},
    {"DottedCapitalIIsNotI", "i", "İ", false},
    {"DottedCapitalIIsIAndDot", "İ", "i\u0307", true},
    {"ComposedIsNotDecomposed", "\u00E9", "e\u0301", false},
    {"SigmaAlone", "Σ", "σ", true},
    {"SigmaAloneIsNotFinal", "Σ", "ς", false},
    {"SigmaAtTheEnd", "ΟΣ", "ος", true},
    {"SigmaAtTheEndIsFinal", "ΟΣ", "οσ", false},
    {"SigmaInside", "ΟΣΑ", "οσα", true},
    {"SigmaBeforeALetterAboveTheBasicPlane", "AΣ𐐀", "aσ𐐀", true},
    {"SigmaBeforeALetterAboveTheBasicPlaneIsNotFinal", "AΣ𐐀", "aς𐐀", false},
    {"SigmaBehindALetterAboveTheBasicPlane", "𐐀Σ", "𐐀ς", true},
    {"SigmaBehindALetterAboveTheBasicPlaneIsFinal", "𐐀Σ", "𐐀σ", false},
    {"LettersAboveTheBasicPlaneStay", "𐐀", "𐐨", false},
    {"LettersAboveTheBasicPlaneAreThemselves", "𐐀", "𐐀", true},
};

INSTANTIATE_TEST_SUITE_P(Recorded, FoldCaseTest, ValuesIn(kRecorded),
                         [](const auto& test) { return test.param.name; });

const std::vector<FoldCase> kDerived = {
    {"Empty", "", "", true},
    {"EmptyAndNot", "", "a", false},
    {"PrefixOnly", "abc", "ABCD", false},
    {"NotLettersOfAscii", "@[`{", "@[`{", true},
    {"AtIsNotBacktick", "@", "`", false},
    {"Cyrillic", "ЖЯ", "жя", true},
    {"EverySecondLetter", "ĀĂ", "āă", true},
    {"TitleCaseLetter", "ǅ", "ǆ", true},
    {"LastOfTheBasicPlane", "Ａ", "ａ", true},
    {"SigmaBeforeAnIgnorableAndALetter", "ΟΣ'Α", "οσ'α", true},
    {"SigmaBeforeAnIgnorable", "ΟΣ'", "ος'", true},
    {"SigmaBehindAnIgnorable", "Ο'Σ", "ο'ς", true},
    {"SigmaBehindADigit", "1Σ", "1σ", true},
    {"SigmaBeforeASpaceAndALetter", "ΟΣ Α", "ος α", true},
    {"BytesThatAreNotUtf8Stay", "A\xFF", "a\xFF", true},
    {"BytesThatAreNotUtf8AreNotEqual", "A\xFF", "a\xFE", false},
};

INSTANTIATE_TEST_SUITE_P(Derived, FoldCaseTest, ValuesIn(kDerived),
                         [](const auto& test) { return test.param.name; });

struct CharacterCase {
  std::string name;
  std::string text;
  Utf8Character character;
};

void PrintTo(const CharacterCase& c, std::ostream* out) {
  *out << c.name;
}

class DecodeUtf8Test : public ::testing::TestWithParam<CharacterCase> {};

TEST_P(DecodeUtf8Test, Decodes) {
  EXPECT_EQ(decode_utf8(GetParam().text, 0), GetParam().character);
  EXPECT_EQ(is_valid_utf8(GetParam().text), GetParam().character.is_valid);
}

const Utf8Character kInvalid{.code_point = 0xFFFD, .length = 1, .is_valid = false};

const std::vector<CharacterCase> kCharacters = {
    {"Ascii", "a", {0x61, 1, true}},
    {"Zero", std::string(1, '\0'), {0, 1, true}},
    {"FirstOfTwoBytes", "\xC2\x80", {0x80, 2, true}},
    {"LastOfTwoBytes", "\xDF\xBF", {0x7FF, 2, true}},
    {"FirstOfThreeBytes", "\xE0\xA0\x80", {0x800, 3, true}},
    {"LastBeforeSurrogates", "\xED\x9F\xBF", {0xD7FF, 3, true}},
    {"LastOfThreeBytes", "\xEF\xBF\xBF", {0xFFFF, 3, true}},
    {"FirstOfFourBytes", "\xF0\x90\x80\x80", {0x10000, 4, true}},
    {"LastOfAll", "\xF4\x8F\xBF\xBF", {0x10FFFF, 4, true}},
    {"OnePastTheLast", "\xF4\x90\x80\x80", kInvalid},
    {"Surrogate", "\xED\xA0\x80", kInvalid},
    {"OverlongTwoBytes", "\xC1\xBF", kInvalid},
    {"OverlongThreeBytes", "\xE0\x9F\xBF", kInvalid},
    {"OverlongFourBytes", "\xF0\x8F\xBF\xBF", kInvalid},
    {"CutOff", "\xE2\x82", kInvalid},
    {"TrailAlone", "\x80", kInvalid},
    {"LeadBeforeAscii", "\xC3z", kInvalid},
    {"NeverUsed", "\xFF", kInvalid},
};

INSTANTIATE_TEST_SUITE_P(Characters, DecodeUtf8Test, ValuesIn(kCharacters),
                         [](const auto& test) { return test.param.name; });

TEST(AppendUtf8Test, WritesWhatIsReadBack) {
  for (char32_t code_point = 0; code_point <= 0x10FFFF; code_point += 61) {
    const bool is_surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
    std::string text;
    append_utf8(text, code_point);
    const Utf8Character character = decode_utf8(text, 0);
    ASSERT_EQ(character.code_point, is_surrogate ? 0xFFFD : code_point);
    ASSERT_EQ(character.length, text.size());
  }
}

TEST(Utf16LengthTest, CountsCharactersAboveTheBasicPlaneTwice) {
  EXPECT_EQ(utf16_length("aé€"), 3U);
  EXPECT_EQ(utf16_length("𐐀"), 2U);
  EXPECT_EQ(code_point_count("𐐀"), 1U);
  EXPECT_EQ(utf16_length("\xFF\x80"), 2U);
  EXPECT_EQ(utf16_length(""), 0U);
}

TEST(AsciiCaseTest, ChangesAsciiLettersAlone) {
  EXPECT_EQ(to_lower_ascii("S3:GetObject@[É"), "s3:getobject@[É");
  EXPECT_TRUE(equals_ignoring_ascii_case("AWS:SourceIp", "aws:sourceip"));
  EXPECT_FALSE(equals_ignoring_ascii_case("é", "É"));
  EXPECT_FALSE(equals_ignoring_ascii_case("a", "ab"));
}

}  // namespace
}  // namespace replisim
