#include "sim/report/escape.h"

#include <gtest/gtest.h>

namespace replisim {
namespace {

TEST(Escape, TerminalsActOnNothing) {
  EXPECT_EQ(escape_terminal("a\x1b[31mb\nc"), "a\\x1b[31mb\\x0ac");
  EXPECT_EQ(escape_terminal("caf\xC3\xA9"), "caf\xC3\xA9");
  EXPECT_EQ(escape_terminal("\xFF"), "\\xff");
  EXPECT_EQ(escape_terminal("\xE2\x80\xAE"), "\\xe2\\x80\\xae") << "right to left";
}

TEST(Escape, XmlHoldsNoMarkupAndNoForbiddenCharacter) {
  EXPECT_EQ(escape_xml("<a b=\"c\">&"), "&lt;a b=&quot;c&quot;&gt;&amp;");
  EXPECT_EQ(escape_xml("a\nb"), "a&#10;b") << "attributes would lose it";
  EXPECT_EQ(escape_xml(std::string_view("\0\x1b", 2)), "\xEF\xBF\xBD\xEF\xBF\xBD");
}

TEST(Escape, GithubCommandsEndWhereTheyShould) {
  EXPECT_EQ(escape_github_message("50%\r\nx: y, z"), "50%25%0D%0Ax: y, z");
  EXPECT_EQ(escape_github_property("a:b,c"), "a%3Ab%2Cc");
}

TEST(Escape, TapDescriptionsHaveNoDirective) {
  EXPECT_EQ(escape_tap("a # SKIP\\\nb"), "a \\# SKIP\\\\ b");
}

TEST(Escape, MarkdownCellsStayCells) {
  EXPECT_EQ(escape_markdown_cell("a|b<c*"), "a\\|b&lt;c\\*");
}

TEST(Escape, PathsAreUris) {
  EXPECT_EQ(to_uri("a b/c#d.json"), "a%20b/c%23d.json");
  EXPECT_EQ(to_uri("/a"), "file:///a");
}

TEST(Escape, JsonStringsHaveTheirQuotes) {
  EXPECT_EQ(json_quoted("a\"\n"), "\"a\\\"\\n\"");
}

}  // namespace
}  // namespace replisim
