#include "model/region_name.h"

#include <string>

#include <gtest/gtest.h>

namespace replisim {
namespace {

using ::testing::TestWithParam;
using ::testing::Values;

class RegionNameTest : public TestWithParam<std::string> {};

TEST_P(RegionNameTest, IsOne) {
  EXPECT_TRUE(is_region_name(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Regions, RegionNameTest,
                         Values("eu-west-1", "us-gov-east-1", "ap-southeast-12", "us-iso-west-1",
                                "eusc-de-east-1"));

class NoRegionNameTest : public TestWithParam<std::string> {};

TEST_P(NoRegionNameTest, IsNone) {
  EXPECT_FALSE(is_region_name(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Others, NoRegionNameTest,
                         Values("", "eu", "eu-west", "eu-1", "e-west-1", "EU-west-1", "eu--west-1",
                                "eu-west-a", "eu-west-", "-west-1", "eu-west--1"));

}  // namespace
}  // namespace replisim
