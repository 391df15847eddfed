#include "model/base64.h"

#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace replisim {
namespace {

using ::testing::ValuesIn;

struct Base64Case {
  std::string name;
  std::string text;
  bool is_valid;
};

void PrintTo(const Base64Case& c, std::ostream* out) {
  *out << c.name;
}

class Base64Test : public ::testing::TestWithParam<Base64Case> {};

TEST_P(Base64Test, Judges) {
  EXPECT_EQ(is_valid_base64(GetParam().text), GetParam().is_valid);
}

const std::vector<Base64Case> kTexts = {
    {"TwoPads", "YQ==", true},
    {"OnePad", "YWI=", true},
    {"NoPad", "YWJj", true},
    {"AllOfTheAlphabetsEnds", "AZaz09+/", true},
    {"Empty", "", true},
    {"LeftOverBits", "YR==", true},
    {"PaddingMissing", "YQ", false},
    {"ThreePads", "Y===", false},
    {"PaddingAlone", "====", false},
    {"PaddingInside", "YQ==YQ==", false},
    {"PaddingBeforeADigit", "YQ=a", false},
    {"SpacesAround", " YQ== ", false},
    {"LineBreak", "YWJjYWJ\n", false},
    {"UrlAlphabet", "YW-_", false},
    {"NotBase64AtAll", "no-binary", false},
    {"OutsideAscii", "\xC3\xA9\xC3\xA9", false},
};

INSTANTIATE_TEST_SUITE_P(Texts, Base64Test, ValuesIn(kTexts),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace replisim
