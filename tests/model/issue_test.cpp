#include "model/issue.h"

#include <string>

#include <gtest/gtest.h>

namespace replisim {
namespace {

class IssueTest : public ::testing::Test {
 protected:
  std::string format(const std::string& text, std::uint32_t begin, Issue issue) {
    issue.where = {sources_.add("f.json", text), begin, begin + 1};
    return format_issue(issue, sources_);
  }

  SourceMap sources_;
};

TEST_F(IssueTest, IsPrintedAsACompilerPrints) {
  EXPECT_EQ(format("{\n  \"Effect\": \"Alow\"}", 14,
                   {.code = "policy.unknown-effect",
                    .message = "unknown effect `Alow`",
                    .hint = "an effect is `Allow` or `Deny`, in this case",
                    .pointer = "/Statement/0/Effect"}),
            "f.json:2:13: error: unknown effect `Alow` [policy.unknown-effect]\n"
            "  at /Statement/0/Effect\n"
            "  |   \"Effect\": \"Alow\"}\n"
            "  |             ^\n"
            "  hint: an effect is `Allow` or `Deny`, in this case\n");
}

TEST_F(IssueTest, WithoutAPlaceBeginsWithItsSeverity) {
  EXPECT_EQ(format_issue({.severity = Severity::Note, .message = "and 3 more"}, sources_),
            "note: and 3 more\n");
}

TEST_F(IssueTest, ShowsOfALongLineOnlyWhatIsNear) {
  const std::string text = format(std::string(500, 'a') + "X" + std::string(500, 'b'), 500, {});
  EXPECT_NE(text.find("\n  | …" + std::string(70, 'a') + "X" + std::string(49, 'b') + "…\n"),
            std::string::npos)
      << text;
}

TEST_F(IssueTest, TheCaretStandsBelowTabsAndWideBytes) {
  EXPECT_EQ(format("\t\xC3\xA9X", 3, {.message = "m"}),
            "f.json:1:3: error: m\n  | \t\xC3\xA9X\n  | \t ^\n");
}

TEST_F(IssueTest, NothingThatATerminalActsOnIsPrinted) {
  EXPECT_EQ(format("\x1b[31m\x80", 0, {.message = "m", .pointer = "/\x1b[2J"}),
            "f.json:1:1: error: m\n  at /\\x1b[2J\n  | ?[31m?\n  | ^\n");
}

TEST(InBackticksTest, EscapesAndCuts) {
  EXPECT_EQ(in_backticks("a b"), "`a b`");
  EXPECT_EQ(in_backticks("a\nb\t\x01"), "`a\\nb\\t\\x01`");
  EXPECT_EQ(in_backticks(std::string("\xFF")), "`\\xff`");
  EXPECT_EQ(in_backticks("\xE2\x80\xAE"), "`\\xe2\\x80\\xae`");  // turns the line around
  EXPECT_EQ(in_backticks(std::string(kQuotedLengthMax, 'x')),
            "`" + std::string(kQuotedLengthMax, 'x') + "`");
  EXPECT_EQ(in_backticks(std::string(kQuotedLengthMax + 1, 'x')),
            "`" + std::string(kQuotedLengthMax, 'x') + "…`");
}

TEST(SortIssuesTest, ByPlaceAndWithoutRepetitions) {
  Issues issues = {{.code = "b", .where = {1, 5, 6}},
                   {.code = "b", .where = {0, 9, 9}},
                   {.code = "a", .where = {1, 5, 6}},
                   {.code = "b", .where = {1, 5, 6}}};
  sort_issues(issues);
  ASSERT_EQ(issues.size(), 3U);
  EXPECT_EQ(issues[0].where.file, 0U);
  EXPECT_EQ(issues[1].code, "a");
  EXPECT_EQ(issues[2].code, "b");
}

}  // namespace
}  // namespace replisim
