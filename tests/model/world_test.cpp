#include "model/world.h"

#include <gtest/gtest.h>

namespace replisim {
namespace {

class WorldTest : public ::testing::Test {
 protected:
  WorldTest() {
    Account& a = world_.accounts.emplace_back();
    a.id = "111111111111";
    a.roles.push_back({.role_name = "r", .path = "/service-role/"});
    a.users.push_back({.user_name = "ana"});
    a.groups.push_back({.group_name = "g"});
    a.policies.push_back({.policy_name = "p"});
    a.buckets.push_back({.name = "b"});
    Account& b = world_.accounts.emplace_back();
    b.id = "222222222222";
    b.partition = "aws-cn";
    b.keys.push_back({.key_id = "k", .region = "cn-north-1", .aliases = {"alias/x"}});
    b.keys.push_back({.key_id = "k", .region = "cn-northwest-1"});
  }

  World world_;
};

TEST_F(WorldTest, ArnsAreMadeOfNamesAndFoundAgain) {
  const Account& a = world_.accounts[0];
  EXPECT_EQ(arn_of(a, a.roles[0]), "arn:aws:iam::111111111111:role/service-role/r");
  EXPECT_EQ(world_.find_role(arn_of(a, a.roles[0])), &a.roles[0]);
  EXPECT_EQ(world_.find_user(arn_of(a, a.users[0])), &a.users[0]);
  EXPECT_EQ(world_.find_managed_policy(arn_of(a, a.policies[0])), &a.policies[0]);
  EXPECT_EQ(arn_of(a, a.groups[0]), "arn:aws:iam::111111111111:group/g");
  EXPECT_EQ(world_.find_group(a, "g"), &a.groups[0]);
  EXPECT_EQ(arn_of(a, a.buckets[0]), "arn:aws:s3:::b");
  EXPECT_EQ(world_.find_bucket("b").bucket, &a.buckets[0]);
  EXPECT_EQ(world_.find_bucket("b").account, &a);
  EXPECT_EQ(root_arn_of(a), "arn:aws:iam::111111111111:root");
}

TEST_F(WorldTest, ThePathIsPartOfTheArn) {
  EXPECT_EQ(world_.find_role("arn:aws:iam::111111111111:role/r"), nullptr);
  EXPECT_EQ(world_.find_role("arn:aws:iam::111111111111:role/service-role/R"), nullptr);
  EXPECT_EQ(world_.find_role("arn:aws-cn:iam::111111111111:role/service-role/r"), nullptr);
  EXPECT_EQ(world_.find_user("arn:aws:iam::111111111111:role/service-role/r"), nullptr);
  EXPECT_EQ(world_.find_role("r"), nullptr);
}

TEST_F(WorldTest, KeysAreFoundByRegion) {
  const Account& b = world_.accounts[1];
  EXPECT_EQ(world_.find_key("arn:aws-cn:kms:cn-north-1:222222222222:key/k").key, &b.keys[0]);
  EXPECT_EQ(world_.find_key("arn:aws-cn:kms:cn-northwest-1:222222222222:key/k").key, &b.keys[1]);
  EXPECT_FALSE(world_.find_key("arn:aws-cn:kms:cn-east-1:222222222222:key/k"));
  EXPECT_FALSE(world_.find_key("arn:aws-cn:kms:cn-north-1:222222222222:alias/x"));
  EXPECT_EQ(arn_of(b, b.keys[1]), "arn:aws-cn:kms:cn-northwest-1:222222222222:key/k");
}

TEST_F(WorldTest, BareKeysAndAliasesMeanTheCallersAccountAndRegion) {
  const Key* const key = &world_.accounts[1].keys[0];
  const auto resolve = [&](std::string_view text, std::string_view account) {
    return world_.resolve_key(text, account, "cn-north-1").key;
  };
  EXPECT_EQ(resolve("k", "222222222222"), key);
  EXPECT_EQ(resolve("alias/x", "222222222222"), key);
  EXPECT_EQ(resolve("k", "111111111111"), nullptr);
  EXPECT_EQ(resolve("arn:aws-cn:kms:cn-north-1:222222222222:alias/x", "111111111111"), key);
  EXPECT_EQ(resolve("arn:aws-cn:kms:cn-north-1:222222222222:key/k", "111111111111"), key);
  EXPECT_EQ(resolve("arn:aws-cn:kms:cn-north-1:222222222222:k", "222222222222"), nullptr);
  EXPECT_EQ(resolve("arn:aws-cn:kms:cn-northwest-1:222222222222:alias/x", "222222222222"), nullptr);
}

TEST(OrganizationTest, LevelsGoFromTheRootDown) {
  Organization organization;
  organization.id = "o-1";
  organization.management_account_id = "999999999999";
  organization.root.id = "r-1";
  OrganizationalUnit unit;
  unit.id = "ou-1";
  OrganizationalUnit inner;
  inner.id = "ou-2";
  inner.accounts = {"111111111111"};
  unit.units.push_back(inner);
  organization.root.units.push_back(unit);
  organization.account_policies["111111111111"] = {};

  const auto levels = organization.levels_of("111111111111");
  ASSERT_EQ(levels.size(), 4U);
  EXPECT_EQ(levels[0], &organization.root.policies);
  EXPECT_EQ(levels[3], &organization.account_policies["111111111111"]);
  EXPECT_EQ(organization.path_of("111111111111"), "o-1/r-1/ou-1/ou-2/");
  EXPECT_EQ(organization.levels_of("999999999999").back(), nullptr);
  EXPECT_EQ(organization.path_of("999999999999"), "o-1/r-1/");
  EXPECT_TRUE(organization.levels_of("222222222222").empty());
  EXPECT_EQ(organization.path_of("222222222222"), "");
}

}  // namespace
}  // namespace replisim
