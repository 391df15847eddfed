#include "sim/report/drawing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace replisim {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kNasty = "a\"b\\n<c>&amp;\n`d`;#e";

Drawing drawing_of(const std::string& text) {
  Drawing drawing;
  drawing.title = text;
  drawing.groups = {text};
  drawing.nodes = {{.lines = {text}, .tooltip = text, .group = 0}, {.lines = {"two"}}};
  drawing.edges = {{.from = 0, .to = 1, .label = text, .tooltip = text}};
  drawing.remarks = {text};
  return drawing;
}

TEST(Drawing, DotSpellsOutWhatGraphvizWouldActOn) {
  const std::string dot = drawing_dot(drawing_of(kNasty));
  EXPECT_THAT(dot, HasSubstr(R"(n0 [label="a\"b\\n<c>&amp;amp;\\x0a`d`;#e")"));
  EXPECT_THAT(dot, Not(HasSubstr("<c>&amp;\n")));
}

TEST(Drawing, MermaidGetsCharacterCodes) {
  const std::string text = drawing_mermaid(drawing_of(kNasty));
  EXPECT_THAT(text, HasSubstr("n0[\"a#34;b#92;n#60;c#62;#38;amp#59;"));
  EXPECT_THAT(text, HasSubstr("#96;d#96;#59;#35;e\"]"));
}

TEST(Drawing, PlainNamesStayAsTheyAre) {
  EXPECT_THAT(drawing_dot(drawing_of("my-bucket.example")),
              HasSubstr("[label=\"my-bucket.example\""));
  EXPECT_THAT(drawing_mermaid(drawing_of("my-bucket.example")),
              HasSubstr("n0[\"my-bucket.example\"]"));
}

TEST(Drawing, ALongNameLosesItsMiddle) {
  EXPECT_EQ(shorten("abcdefghij", 10), "abcdefghij");
  EXPECT_EQ(shorten("abcdefghijk", 10), "abcde…hijk");
  EXPECT_EQ(shorten("ääääääääääk", 10), "äääää…äääk");
}

}  // namespace
}  // namespace replisim
