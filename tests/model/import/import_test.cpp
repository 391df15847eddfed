#include "model/import/import.h"

#include <vector>

#include <gtest/gtest.h>

namespace replisim {
namespace {

using namespace std::string_literals;

TEST(DecodeText, TakesMarksOff) {
  EXPECT_EQ(decode_text("\xEF\xBB\xBF{}"), "{}");
  EXPECT_EQ(decode_text("{}"), "{}");
}

TEST(DecodeText, ConvertsUtf16OfEitherOrder) {
  EXPECT_EQ(decode_text("\xFF\xFE{\0}\0"s), "{}");
  EXPECT_EQ(decode_text("\xFE\xFF\0{\0}"s), "{}");
  EXPECT_EQ(decode_text("{\0}\0"s), "{}");
}

TEST(DecodeText, JoinsSurrogates) {
  EXPECT_EQ(decode_text("\xFF\xFE\x3D\xD8\x00\xDE"s), "\xF0\x9F\x98\x80");
  EXPECT_EQ(decode_text("\xFF\xFE\x3D\xD8"s), std::nullopt);
  EXPECT_EQ(decode_text("\xFF\xFE\x00\xDE\x3D\xD8"s), std::nullopt);
}

TEST(DecodeText, RefusesHalfAUnit) {
  EXPECT_EQ(decode_text("\xFF\xFE{"s), std::nullopt);
}

TEST(GivenAccount, IsOfThePartOfTheInputFirst) {
  ImportOptions options;
  options.accounts = {{"plan.json", "1"}, {"aws.b", "2"}, {"plan.json:aws.b", "3"}};
  EXPECT_EQ(given_account(options, "dir/plan.json", "aws.b"), "3");
  EXPECT_EQ(given_account(options, "dir/other.json", "aws.b"), "2");
  EXPECT_EQ(given_account(options, "dir/plan.json", "aws"), "1");
  EXPECT_EQ(given_account(options, "dir/other.json", "aws"), std::nullopt);
}

TEST(PlaceIndex, FindsTheInnermost) {
  ImportedInput input;
  input.places = {{{0, 0, 100}, "outer"}, {{0, 10, 20}, "inner"}, {{1, 0, 100}, "other"}};
  const std::vector<ImportedInput> inputs = {input};
  const PlaceIndex places(inputs);
  EXPECT_EQ(places.address({0, 12, 14}), "inner");
  EXPECT_EQ(places.address({0, 30, 31}), "outer");
  EXPECT_EQ(places.address({2, 30, 31}), "");
}

}  // namespace
}  // namespace replisim
