#include "model/source.h"

#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace replisim {

void PrintTo(const LineColumn& place, std::ostream* out) {
  *out << place.line << ":" << place.column;
}

namespace {

struct PlaceCase {
  std::string name;
  std::string text;
  std::size_t offset = 0;
  LineColumn place;
};

void PrintTo(const PlaceCase& c, std::ostream* out) {
  *out << c.name;
}

class LineColumnTest : public ::testing::TestWithParam<PlaceCase> {};

TEST_P(LineColumnTest, CountsAsEditorsDo) {
  const PlaceCase& c = GetParam();
  EXPECT_EQ(line_column(c.text, c.offset), c.place);
  SourceMap sources;
  const std::uint32_t file = sources.add("f", c.text);
  EXPECT_EQ(sources.line_column(file, static_cast<std::uint32_t>(c.offset)), c.place);
}

const PlaceCase kPlaces[] = {
    {"Empty", "", 0, {1, 1}},
    {"Start", "ab", 0, {1, 1}},
    {"End", "ab", 2, {1, 3}},
    {"BeyondTheEnd", "ab", 9, {1, 3}},
    {"LineFeed", "a\nb", 2, {2, 1}},
    {"LineFeedItself", "a\nb", 1, {1, 2}},
    {"CarriageReturnLineFeed", "a\r\nb", 3, {2, 1}},
    {"LoneCarriageReturn", "a\rb", 2, {2, 1}},
    {"TwoCarriageReturns", "a\r\rb", 3, {3, 1}},
    {"ColumnsAreCharacters", "\xC3\xA9\xF0\x9F\x98\x80x", 6, {1, 3}},
};

INSTANTIATE_TEST_SUITE_P(Places, LineColumnTest, ::testing::ValuesIn(kPlaces),
                         [](const auto& test) { return test.param.name; });

TEST(SourceMapTest, AByteOrderMarkIsNoPartOfTheText) {
  SourceMap sources;
  const std::uint32_t file = sources.add("f", "\xEF\xBB\xBFx");
  EXPECT_EQ(sources.text(file), "x");
}

TEST(SourceMapTest, TextsStayWhereTheyAre) {
  SourceMap sources;
  const std::string_view first = sources.text(sources.add("a", "first"));
  for (int i = 0; i < 1000; ++i) {
    sources.add("b", "another");
  }
  EXPECT_EQ(first.data(), sources.text(0).data());
}

TEST(SourceMapTest, FormatsPlaces) {
  SourceMap sources;
  const std::uint32_t file = sources.add("dir/f.json", "a\nbc");
  EXPECT_EQ(sources.format({file, 3, 4}), "dir/f.json:2:2");
  EXPECT_EQ(sources.format({}), "?");
}

TEST(SourceMapTest, CountsInLongLinesAsInShortOnes) {
  std::string text = "x\n";
  while (text.size() < 20'000) {
    text += "ab\u00E4";
  }
  SourceMap sources;
  const std::uint32_t file = sources.add("long.json", text);
  for (const std::uint32_t offset : {0U, 2U, 3U, 4095U, 4096U, 4097U, 8192U, 12345U, 20'000U}) {
    EXPECT_EQ(sources.line_column(file, offset), line_column(text, offset)) << offset;
  }
}

TEST(SourceMapTest, GivesTheLineAndTheTextOfAPlace) {
  SourceMap sources;
  const std::uint32_t file = sources.add("f", "one\r\ntwo\rthree");
  EXPECT_EQ(sources.line_text(file, 6), "two");
  EXPECT_EQ(sources.line_text(file, 11), "three");
  EXPECT_EQ(sources.text({file, 5, 8}), "two");
  EXPECT_EQ(sources.text({file, 5, 100}), "");
}

}  // namespace
}  // namespace replisim
