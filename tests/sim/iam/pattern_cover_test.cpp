#include "sim/iam/pattern_cover.h"

#include <gtest/gtest.h>

namespace replisim {
namespace {

TEST(PatternCovers, TheSame) {
  EXPECT_TRUE(pattern_covers("a?c*", "a?c*"));
}

TEST(PatternCovers, WhatAStarMatches) {
  EXPECT_TRUE(pattern_covers("s3:*", "s3:Get*"));
  EXPECT_TRUE(pattern_covers("s3:Get*", "s3:GetObject"));
  EXPECT_FALSE(pattern_covers("s3:Get*", "s3:*"));
}

TEST(PatternCovers, AQuestionMarkIsNoStar) {
  EXPECT_TRUE(pattern_covers("a?", "ab"));
  EXPECT_TRUE(pattern_covers("a?", "a?"));
  EXPECT_FALSE(pattern_covers("a?", "a*"));
}

}  // namespace
}  // namespace replisim
