#include "sim/iam/pattern_automaton.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/wildcard.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

// All texts over the letters, up to a length.
std::vector<std::string> all_texts(std::string_view letters, std::size_t length_max) {
  std::vector<std::string> texts = {""};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].size() == length_max) {
      break;  // shorter ones come first
    }
    for (const char letter : letters) {
      texts.push_back(texts[i] + letter);
    }
  }
  return texts;
}

std::vector<std::uint32_t> matching(const std::vector<std::string>& patterns,
                                    std::string_view text) {
  std::vector<std::uint32_t> numbers;
  for (std::uint32_t i = 0; i < patterns.size(); ++i) {
    if (wildcard_match(patterns[i], text)) {
      numbers.push_back(i);
    }
  }
  return numbers;
}

// `c` is in no pattern, `*` and `?` are characters of texts, too.
constexpr std::string_view kPatternLetters = "ab*?";
constexpr std::string_view kTextLetters = "abc*";
constexpr std::size_t kPatternLength = 4;
constexpr std::size_t kTextLength = 5;

TEST(PatternAutomatonTest, EachSmallPatternMatchesWhatTheWildcardMatches) {
  const std::vector<std::string> texts = all_texts(kTextLetters, kTextLength);
  for (const std::string& pattern : all_texts(kPatternLetters, kPatternLength)) {
    PatternAutomaton automaton({pattern});
    for (const std::string& text : texts) {
      ASSERT_EQ(!automaton.match(text).empty(), wildcard_match(pattern, text))
          << pattern << " on " << text;
    }
  }
}

TEST(PatternAutomatonTest, AllSmallPatternsAtOnceMatchWhatTheWildcardsMatch) {
  const std::vector<std::string> patterns = all_texts(kPatternLetters, kPatternLength);
  PatternAutomaton automaton(patterns);
  for (const std::string& text : all_texts(kTextLetters, kTextLength)) {
    ASSERT_THAT(automaton.match(text), ElementsAreArray(matching(patterns, text))) << text;
  }
}

class StateLimitTest : public ::testing::TestWithParam<std::size_t> {};

TEST_P(StateLimitTest, AnswersStayRightWhereStatesAreForgotten) {
  const std::vector<std::string> patterns = {"a*b*a", "*ab", "?b*", "*a?b", "ab", "b*b"};
  PatternAutomaton automaton(patterns, GetParam());
  for (const std::string& text : all_texts("abc", 7)) {
    ASSERT_THAT(automaton.match(text), ElementsAreArray(matching(patterns, text))) << text;
    ASSERT_LE(automaton.state_count(), std::max<std::size_t>(GetParam(), 2));
  }
}

INSTANTIATE_TEST_SUITE_P(Limits, StateLimitTest, ::testing::Values(0, 2, 3, 5, 8, 13, 1000));

TEST(PatternAutomatonTest, StatesAreMadeOnceForTextsThatComeAgain) {
  PatternAutomaton automaton({"a*b", "*c"});
  (void)automaton.match("axxbxc");
  const std::size_t states = automaton.state_count();
  (void)automaton.match("axxbxc");
  EXPECT_EQ(automaton.state_count(), states);
}

TEST(PatternAutomatonTest, LiteralStarsAreNoStars) {
  std::string pattern = "a";
  append_literal(pattern, "*?");
  PatternAutomaton automaton({pattern, "a*"});
  EXPECT_THAT(automaton.match("a*?"), ElementsAre(0U, 1U));
  EXPECT_THAT(automaton.match("axy"), ElementsAre(1U));
}

TEST(PatternAutomatonTest, NoPatternMatchesNothing) {
  PatternAutomaton automaton({});
  EXPECT_THAT(automaton.match(""), IsEmpty());
  EXPECT_THAT(automaton.match("a"), IsEmpty());
}

TEST(PatternAutomatonTest, PatternsThatAreEqualAllMatch) {
  PatternAutomaton automaton({"a*", "a*", "b"});
  EXPECT_THAT(automaton.match("ab"), ElementsAre(0U, 1U));
}

}  // namespace
}  // namespace replisim
