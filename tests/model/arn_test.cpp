#include "model/arn.h"

#include <gtest/gtest.h>

namespace replisim {
namespace {

TEST(ParseArnTest, SplitsAtTheFirstFiveColons) {
  const auto arn = parse_arn("arn:aws:kms:eu-central-1:222222222222:key/a:b");
  ASSERT_TRUE(arn);
  EXPECT_EQ(arn->partition, "aws");
  EXPECT_EQ(arn->service, "kms");
  EXPECT_EQ(arn->region, "eu-central-1");
  EXPECT_EQ(arn->account, "222222222222");
  EXPECT_EQ(arn->resource, "key/a:b");
}

TEST(ParseArnTest, EmptyPartsAreParts) {
  const auto arn = parse_arn("arn:::::");
  ASSERT_TRUE(arn);
  EXPECT_EQ(arn->resource, "");
}

TEST(ParseArnTest, RefusesFewerColonsAndOtherBeginnings) {
  EXPECT_FALSE(parse_arn("arn:aws:s3::bucket"));
  EXPECT_FALSE(parse_arn("ARN:aws:s3:::bucket"));
  EXPECT_FALSE(parse_arn(""));
}

TEST(IsAccountIdTest, IsTwelveDigits) {
  EXPECT_TRUE(is_account_id("012345678901"));
  EXPECT_FALSE(is_account_id("12345678901"));
  EXPECT_FALSE(is_account_id("1234567890123"));
  EXPECT_FALSE(is_account_id("12345678901a"));
}

TEST(BucketNameOfTest, KnowsBucketsFromObjectsAndAccessPoints) {
  EXPECT_EQ(bucket_name_of("arn:aws:s3:::name"), "name");
  EXPECT_FALSE(bucket_name_of("arn:aws:s3:::name/key"));
  EXPECT_FALSE(bucket_name_of("arn:aws:s3:::"));
  EXPECT_FALSE(bucket_name_of("arn:aws:s3:us-east-1:111111111111:accesspoint/a"));
  EXPECT_FALSE(bucket_name_of("name"));
}

TEST(SplitPathTest, ThePathBeginsAndEndsWithASlash) {
  EXPECT_EQ(split_path("/service-role/x").path, "/service-role/");
  EXPECT_EQ(split_path("/service-role/x").name, "x");
  EXPECT_EQ(split_path("/x").path, "/");
  EXPECT_EQ(split_path("/x").name, "x");
  EXPECT_EQ(split_path("x").path, "/");
  EXPECT_EQ(split_path("x").name, "x");
}

}  // namespace
}  // namespace replisim
