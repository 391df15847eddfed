#include "sim/report/place.h"

#include <gtest/gtest.h>

#include "sim/report/text.h"

namespace replisim {
namespace {

class ExcerptTest : public ::testing::Test {
 protected:
  SourceRange range_of(std::string_view part) {
    const std::size_t begin = sources_.text(file_).find(part);
    return {file_, static_cast<std::uint32_t>(begin),
            static_cast<std::uint32_t>(begin + part.size())};
  }
  void read(std::string text) { file_ = sources_.add("p.json", std::move(text)); }

  SourceMap sources_;
  std::uint32_t file_ = 0;
};

TEST_F(ExcerptTest, PlacesHaveTheirEnd) {
  read("{\n  \"a\": [1,\n    2]\n}\n");
  const Place place = place_of(range_of("[1,\n    2]"), sources_);
  EXPECT_EQ(to_string(place), "p.json:2:8");
  EXPECT_EQ(place.end_line, 3U);
  EXPECT_EQ(place.end_column, 7U);
  EXPECT_EQ(to_string(place_of({}, sources_)), "?");
}

TEST_F(ExcerptTest, MarksStandBelowTheirLines) {
  read("[\n  {\n    \"Effect\": \"Deny\",\n    \"Action\": \"s3:*\"\n  }\n]\n");
  const Excerpt excerpt =
      make_excerpt(range_of("{\n    \"Effect\": \"Deny\",\n    \"Action\": \"s3:*\"\n  }"),
                   {{range_of("\"s3:*\""), "does not match kms:Encrypt"}}, sources_);
  EXPECT_EQ(excerpt_text(excerpt, "", {}),
            "     2 | {\n"
            "     3 |   \"Effect\": \"Deny\",\n"
            "     4 |   \"Action\": \"s3:*\"\n"
            "       |             ^ does not match kms:Encrypt\n"
            "     5 | }\n");
}

TEST_F(ExcerptTest, OfALongLineOnlyTheSurroundingsAreKept) {
  const std::string filling(3 * std::size_t{kExcerptBytesMax}, 'x');
  read("{ \"é\": \"" + filling + "\", \"here\": 1, \"z\": \"" + filling + "\" }");
  const Excerpt excerpt =
      make_excerpt(range_of("\"here\""), {{range_of("\"here\""), "it"}}, sources_);
  ASSERT_EQ(excerpt.lines.size(), 1U);
  const Excerpt::Line& line = excerpt.lines.front();
  EXPECT_LE(line.text.size(), kExcerptBytesMax + 2 * std::string_view("…").size());
  EXPECT_TRUE(line.text.starts_with("…x"));
  EXPECT_TRUE(line.text.ends_with("x…"));
  ASSERT_EQ(line.marks.size(), 1U);
  // Columns are characters, and the text begins with one of three bytes.
  EXPECT_EQ(line.text.substr(line.marks.front().column + 1, 6), "\"here\"");
}

TEST_F(ExcerptTest, AShortLineIsWhole) {
  read("{ \"here\": 1 }");
  const Excerpt excerpt =
      make_excerpt(range_of("\"here\""), {{range_of("\"here\""), "it"}}, sources_);
  EXPECT_EQ(excerpt.lines.front().text, "{ \"here\": 1 }");
}

TEST_F(ExcerptTest, LongOnesAreCutDownToTheirMarks) {
  std::string text = "{\n";
  for (int i = 0; i < 20; ++i) {
    text += "  \"k" + std::to_string(i) + "\": 0,\n";
  }
  read(text + "  \"z\": 0\n}\n");
  const auto end = static_cast<std::uint32_t>(sources_.text(file_).size() - 1);
  const Excerpt excerpt = make_excerpt({file_, 0, end}, {{range_of("\"k10\""), "here"}}, sources_);
  EXPECT_EQ(excerpt_text(excerpt, "", {}),
            "     1 | {\n"
            "   ... |\n"
            "    11 |   \"k9\": 0,\n"
            "    12 |   \"k10\": 0,\n"
            "       |   ^ here\n"
            "    13 |   \"k11\": 0,\n"
            "   ... |\n"
            "    23 | }\n");
}

TEST_F(ExcerptTest, ALongLineIsShownAroundItsMark) {
  read(std::string(300, 'x') + "MARK" + std::string(300, 'y'));
  const Excerpt excerpt = make_excerpt({file_, 0, 604}, {{range_of("MARK"), "here"}}, sources_);
  const std::string text = excerpt_text(excerpt, "", {});
  const std::size_t line_end = text.find('\n');
  EXPECT_EQ(text.find("MARK") - 2, text.find('^') - line_end - 1) << "… is three bytes";
  EXPECT_LE(line_end, 104U) << "bytes: two characters stand for what was cut";
}

}  // namespace
}  // namespace replisim
