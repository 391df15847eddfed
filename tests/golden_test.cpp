#include "tests/golden.h"

#include <filesystem>
#include <string>
#include <string_view>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace replisim {
namespace {

using ::testing::HasSubstr;

class MatchesFile : public ::testing::Test {
 protected:
  MatchesFile() { std::filesystem::remove(path_); }
  ~MatchesFile() override { std::filesystem::remove(path_); }

  ::testing::AssertionResult check(std::string_view text) {
    return matches_file(path_, "some.txt", text, OnDifference::Fail);
  }
  ::testing::AssertionResult rewrite(std::string_view text) {
    return matches_file(path_, "some.txt", text, OnDifference::Rewrite);
  }

 private:
  // Tests run side by side: a file each.
  const std::filesystem::path path_ =
      std::filesystem::path(::testing::TempDir()) /
      (std::string("replisim-") + ::testing::UnitTest::GetInstance()->current_test_info()->name() +
       ".txt");
};

TEST_F(MatchesFile, SaysWhenThereIsNone) {
  EXPECT_THAT(check("one\n").message(), HasSubstr("some.txt does not exist"));
}

TEST_F(MatchesFile, TakesTheSameBytesAlone) {
  ASSERT_TRUE(rewrite("one\ntwo\n"));
  EXPECT_TRUE(check("one\ntwo\n"));
  EXPECT_FALSE(check("one\ntwo")) << "a line end is missing";
  EXPECT_FALSE(check("one\n")) << "the text ends early";
  EXPECT_FALSE(check("one\ntwo\nthree\n")) << "the text goes on";
}

TEST_F(MatchesFile, ShowsTheFirstLineThatDiffers) {
  ASSERT_TRUE(rewrite("one\ntwo\nthree\n"));
  EXPECT_THAT(check("one\nzwei\ndrei\n").message(), HasSubstr("some.txt:2: the text differs\n"
                                                              "  golden: two\n"
                                                              "  actual: zwei\n"));
}

TEST_F(MatchesFile, AcceptsWhatWasRewritten) {
  ASSERT_TRUE(rewrite("one\n"));
  ASSERT_TRUE(rewrite("two\n"));
  EXPECT_TRUE(check("two\n"));
}

}  // namespace
}  // namespace replisim
