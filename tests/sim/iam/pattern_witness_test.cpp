#include "sim/iam/pattern_witness.h"

#include <set>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/wildcard.h"

namespace replisim {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;

std::vector<bool> way_of(const std::string& text, const std::vector<std::string>& others) {
  std::vector<bool> way;
  for (const std::string& other : others) {
    way.push_back(wildcard_match(other, text));
  }
  return way;
}

TEST(PatternWitness, OneForEachWay) {
  const auto found = pattern_witnesses("b/*", {"b/x*", "b/*.csv", "c/*"});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->front(), "b/");
  EXPECT_THAT(*found, Contains("b/.csv"));
  EXPECT_THAT(*found, Contains("b/x.csv"));
  EXPECT_EQ(found->size(), 4U);
}

TEST(PatternWitness, ATextAloneIsItsOnlyWitness) {
  EXPECT_THAT(*pattern_witnesses("b/a", {"*", "b/?"}), ElementsAre("b/a"));
  EXPECT_THAT(*pattern_witnesses("", {"*"}), ElementsAre(""));
}

TEST(PatternWitness, StarsOfValuesAreLiteral) {
  std::string literal = "b/";
  append_literal(literal, "*");
  const auto found = pattern_witnesses("b/?", {literal});
  ASSERT_TRUE(found);
  EXPECT_THAT(*found, Contains("b/*"));
  EXPECT_EQ(found->size(), 2U);
}

TEST(PatternWitness, CharactersBeyondAscii) {
  const auto found = pattern_witnesses("?", {"é", "ü"});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->size(), 3U);
  EXPECT_THAT(*found, Contains("é"));
}

TEST(PatternWitness, ALimitIsNoAnswer) {
  EXPECT_FALSE(pattern_witnesses("*", {"*a??????????", "*b?????"}, {.states_max = 50}));
  EXPECT_FALSE(pattern_witnesses("*", {"a", "b", "c"}, {.witnesses_max = 2}));
}

/// All patterns of up to three of these characters, against all texts of up to four.
TEST(PatternWitness, NoWayIsMissedAndNoneIsMadeUp) {
  const std::string characters = "ab*?";
  std::vector<std::string> patterns{""};
  for (std::size_t i = 0; i < patterns.size() && patterns[i].size() < 3; ++i) {
    for (const char c : characters) {
      patterns.push_back(patterns[i] + c);
    }
  }
  std::vector<std::string> texts{""};
  for (std::size_t i = 0; i < texts.size() && texts[i].size() < 5; ++i) {
    for (const char c : std::string("abx")) {
      texts.push_back(texts[i] + c);
    }
  }
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    const std::string& pattern = patterns[i];
    const std::vector<std::string> others = {patterns[(i * 7 + 3) % patterns.size()],
                                             patterns[(i * 31 + 11) % patterns.size()]};
    std::set<std::vector<bool>> ways;
    for (const std::string& text : texts) {
      if (wildcard_match(pattern, text)) {
        ways.insert(way_of(text, others));
      }
    }
    const auto found = pattern_witnesses(pattern, others);
    ASSERT_TRUE(found);
    std::set<std::vector<bool>> found_ways;
    for (const std::string& text : *found) {
      EXPECT_TRUE(wildcard_match(pattern, text)) << pattern << " " << text;
      EXPECT_TRUE(found_ways.insert(way_of(text, others)).second) << pattern << " " << text;
    }
    EXPECT_EQ(found_ways, ways) << pattern << " " << others[0] << " " << others[1];
  }
}

}  // namespace
}  // namespace replisim
