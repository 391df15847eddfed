#include "model/spelling.h"

#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace replisim {
namespace {

using ::testing::TestWithParam;
using ::testing::ValuesIn;

struct DistanceCase {
  const char* name;
  std::string_view left;
  std::string_view right;
  std::size_t limit;
  std::optional<std::size_t> edits;
};

void PrintTo(const DistanceCase& c, std::ostream* out) {
  *out << c.name;
}

class EditDistanceTest : public TestWithParam<DistanceCase> {};

TEST_P(EditDistanceTest, CountsEdits) {
  const DistanceCase& c = GetParam();
  EXPECT_EQ(edit_distance(c.left, c.right, c.limit), c.edits);
  EXPECT_EQ(edit_distance(c.right, c.left, c.limit), c.edits) << "not symmetric";
}

const std::string kLongest(kSpellingLengthMax, 'a');
const std::string kTooLong(kSpellingLengthMax + 1, 'a');

const DistanceCase kDistances[] = {
    {"Equal", "Effect", "Effect", 3, 0},
    {"CaseDoesNotCount", "EFFECT", "effect", 0, 0},
    {"LetterMore", "Efffect", "Effect", 3, 1},
    {"LetterOther", "Effekt", "Effect", 3, 1},
    {"NeighboursSwapped", "Efefct", "Effect", 3, 1},
    {"SwapFirst", "ba", "ab", 1, 1},
    {"SwapIsNotEditedAgain", "ca", "abc", 3, 3},
    {"AtTheLimit", "kitten", "sitting", 3, 3},
    {"BeyondTheLimit", "kitten", "sitting", 2, std::nullopt},
    {"LengthsTooFarApart", "a", "abcdef", 4, std::nullopt},
    {"Empty", "", "abc", 3, 3},
    {"BothEmpty", "", "", 0, 0},
    {"Longest", kLongest, kLongest, 0, 0},
    {"TooLong", kTooLong, kTooLong, 0, std::nullopt},
};

INSTANTIATE_TEST_SUITE_P(Words, EditDistanceTest, ValuesIn(kDistances),
                         [](const auto& test) { return test.param.name; });

constexpr std::string_view kElements[] = {"Action",      "Condition", "Effect",   "NotAction",
                                          "NotResource", "Principal", "Resource", "Sid"};

TEST(NearestNameTest, FindsTheMisspeltElement) {
  EXPECT_EQ(nearest_name("Principle", kElements), "Principal");
  EXPECT_EQ(nearest_name("Ressource", kElements), "Resource");
  EXPECT_EQ(nearest_name("NotRessource", kElements), "NotResource");
}

TEST(NearestNameTest, FindsTheNameInOtherCase) {
  EXPECT_EQ(nearest_name("SID", kElements), "Sid");
  EXPECT_EQ(nearest_name("notAction", kElements), "NotAction");
}

TEST(NearestNameTest, HasNoneWhereNothingIsNear) {
  EXPECT_EQ(nearest_name("Tags", kElements), std::nullopt);
  EXPECT_EQ(nearest_name("", kElements), std::nullopt);
  EXPECT_EQ(nearest_name("Effect", {}), std::nullopt);
}

TEST(NearestNameTest, TakesTheFirstOfSeveralAsNear) {
  constexpr std::string_view kNames[] = {"bat", "cat", "hat"};
  EXPECT_EQ(nearest_name("rat", kNames), "bat");
}

TEST(NearestNameTest, TakesTheNearerOfTwo) {
  constexpr std::string_view kNames[] = {"replica", "replicate", "replicated"};
  EXPECT_EQ(nearest_name("replicatd", kNames), "replicate");
}

TEST(NearestNameTest, AllowsAThirdOfTheLength) {
  EXPECT_EQ(edits_max("Sid"), 1U);
  EXPECT_EQ(edits_max("Effect"), 2U);
  EXPECT_EQ(edits_max("Condition"), 3U);
}

}  // namespace
}  // namespace replisim
