#include "model/percent.h"

#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace replisim {
namespace {

using ::testing::ValuesIn;

struct TaggingCase {
  std::string name;
  std::string text;
  std::optional<TagSet> tags;
};

void PrintTo(const TaggingCase& c, std::ostream* out) {
  *out << c.name;
}

class ParseTaggingTest : public ::testing::TestWithParam<TaggingCase> {};

TEST_P(ParseTaggingTest, Reads) {
  EXPECT_EQ(parse_tagging(GetParam().text), GetParam().tags);
}

const std::vector<TaggingCase> kTaggings = {
    {"Empty", "", TagSet{}},
    {"OneTag", "a=b", TagSet{{"a", "b"}}},
    {"InTheOrderWritten", "c=d&a=b", TagSet{{"c", "d"}, {"a", "b"}}},
    {"KeyGivenTwice", "a=b&a=c", TagSet{{"a", "b"}, {"a", "c"}}},
    {"EmptyValue", "a=", TagSet{{"a", ""}}},
    {"NoEqualsSign", "a", TagSet{{"a", ""}}},
    {"EqualsSignInValue", "a=b=c", TagSet{{"a", "b=c"}}},
    {"PlusIsASpace", "a+b=c+d", TagSet{{"a b", "c d"}}},
    {"EscapedPlus", "a=b%2Bc", TagSet{{"a", "b+c"}}},
    {"EscapedSeparators", "a%3d=%26", TagSet{{"a=", "&"}}},
    {"OutsideAscii", "a=%C3%A9", TagSet{{"a", "\xC3\xA9"}}},
    {"EmptyKey", "=b", std::nullopt},
    {"EmptyPair", "a=b&&c=d", std::nullopt},
    {"AmpersandBehind", "a=b&", std::nullopt},
    {"EscapeCutOff", "a=%4", std::nullopt},
    {"EscapeWithoutDigits", "a=%", std::nullopt},
    {"EscapeNotHexadecimal", "a=%4g", std::nullopt},
    {"BrokenEscapeInKey", "%zz=b", std::nullopt},
    {"ValueNotUtf8", "a=%C3", std::nullopt},
    {"KeyNotUtf8", "%FF=a", std::nullopt},
};

INSTANTIATE_TEST_SUITE_P(Taggings, ParseTaggingTest, ValuesIn(kTaggings),
                         [](const auto& test) { return test.param.name; });

TEST(PercentDecodeTest, LeavesPlusAlone) {
  EXPECT_EQ(percent_decode("%7B%22a+b%22%7d"), "{\"a+b\"}");
}

TEST(PercentDecodeTest, RefusesABrokenEscape) {
  EXPECT_EQ(percent_decode("100%"), std::nullopt);
  EXPECT_EQ(percent_decode("%+1"), std::nullopt);
}

TEST(EncodeObjectKeyTest, WritesASpaceAsPlus) {
  EXPECT_EQ(encode_object_key("red flower.jpg"), "red+flower.jpg");
}

TEST(EncodeObjectKeyTest, KeepsSlashes) {
  EXPECT_EQ(encode_object_key("a/b-c_d.e*"), "a/b-c_d.e*");
}

TEST(EncodeObjectKeyTest, EscapesEverythingElse) {
  EXPECT_EQ(encode_object_key("a+b%(c)~\xC3\xA9\n"), "a%2Bb%25%28c%29%7E%C3%A9%0A");
}

}  // namespace
}  // namespace replisim
