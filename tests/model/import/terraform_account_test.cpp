#include <ostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/model/import/terraform_fixture.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kAccount = "/accounts/0/Id";
constexpr const char* kRegion = "/accounts/0/Buckets/0/Region";

PlanText bucket_of(std::string_view provider, std::string_view expressions) {
  PlanText plan;
  plan.creates("aws_s3_bucket.a", R"({"bucket": "logs"})")
      .configures("aws_s3_bucket.a", "{}", provider)
      .provider(provider, expressions);
  return plan;
}

struct AccountCase {
  std::string name;
  std::string expressions;
  std::string account;
};

void PrintTo(const AccountCase& c, std::ostream* out) {
  *out << c.name;
}

class TerraformAccount : public ::testing::TestWithParam<AccountCase> {};

TEST_P(TerraformAccount, FollowsFromTheProvider) {
  PlanText plan = bucket_of("aws", GetParam().expressions);
  plan.member("variables", R"({"id": {"value": "444444444444"}, "name": {"value": "deployer"}})");
  EXPECT_EQ(import_plan(plan).at(kAccount), "\"" + GetParam().account + "\"");
}

const AccountCase kAccounts[] = {
    {"OfItsRole",
     R"({"assume_role": [{"role_arn": {"constant_value": "arn:aws:iam::111111111111:role/x"}}]})",
     "111111111111"},
    {"OfItsLastRole",
     R"({"assume_role": [{"role_arn": {"constant_value": "arn:aws:iam::111111111111:role/x"}},
                         {"role_arn": {"constant_value": "arn:aws:iam::222222222222:role/y"}}]})",
     "222222222222"},
    {"OfARoleMadeOfVariables",
     R"({"assume_role": [{"role_arn": {"references": ["var.id", "var.name"]}}]})", "444444444444"},
    {"OfTheOnlyOneAllowed", R"({"allowed_account_ids": {"constant_value": ["333333333333"]}})",
     "333333333333"},
    {"RoleBeforeAllowed",
     R"({"assume_role": [{"role_arn": {"constant_value": "arn:aws:iam::111111111111:role/x"}}],
         "allowed_account_ids": {"constant_value": ["333333333333"]}})",
     "111111111111"},
    {"NotOfTwoAllowed",
     R"({"allowed_account_ids": {"constant_value": ["333333333333", "444444444444"]}})",
     "000000000000"},
    {"NotOfAProfile", R"({"profile": {"constant_value": "production"}})", "000000000000"},
};

INSTANTIATE_TEST_SUITE_P(Settings, TerraformAccount, ::testing::ValuesIn(kAccounts),
                         [](const auto& test) { return test.param.name; });

TEST(TerraformAccounts, OfTheCallerIdentity) {
  PlanText plan = bucket_of("aws", "{}");
  plan.knows("data.aws_caller_identity.me", R"({"account_id": "555555555555"})")
      .configures("data.aws_caller_identity.me", "{}");
  const Imported imported = import_plan(plan);
  EXPECT_EQ(imported.at(kAccount), R"("555555555555")");
  EXPECT_THAT(imported.unknown(), ElementsAre("provider aws region"));
}

TEST(TerraformAccounts, OfAnArnThatIsKnown) {
  PlanText plan = bucket_of("aws", "{}");
  plan.changes("aws_iam_role.r", R"(["no-op"])",
               R"({"name": "r", "arn": "arn:aws:iam::666666666666:role/r"})",
               R"({"name": "r", "arn": "arn:aws:iam::666666666666:role/r"})")
      .configures("aws_iam_role.r", "{}");
  EXPECT_EQ(import_plan(plan).at(kAccount), R"("666666666666")");
}

TEST(TerraformAccounts, OfTheCommandLineLast) {
  ImportOptions options;
  options.accounts["aws"] = "777777777777";
  EXPECT_EQ(import_plan(bucket_of("aws", "{}"), options).at(kAccount), R"("777777777777")");
  EXPECT_EQ(import_plan(bucket_of("aws", R"({"allowed_account_ids":
                {"constant_value": ["333333333333"]}})"),
                        options)
                .at(kAccount),
            R"("333333333333")");
}

PlanText two_providers(std::string_view first, std::string_view second) {
  PlanText plan = bucket_of("aws", first);
  plan.creates("aws_s3_bucket.b", R"({"bucket": "more"})")
      .configures("aws_s3_bucket.b", "{}", "aws.b")
      .provider("aws.b", second);
  return plan;
}

TEST(TerraformAccounts, SameSettingsAreOneAccount) {
  const Imported imported =
      import_plan(two_providers(R"({"region": {"constant_value": "eu-west-1"}})",
                                R"({"region": {"constant_value": "eu-central-1"}})"));
  EXPECT_EQ(imported.at("/accounts/1"), "");
  EXPECT_EQ(imported.at("/accounts/0/Buckets/1/Region"), R"("eu-central-1")");
  EXPECT_THAT(imported.unknown(), ElementsAre("provider aws account"));
}

TEST(TerraformAccounts, OthersCannotBeTold) {
  const Imported imported = import_plan(two_providers(R"({"profile": {"constant_value": "a"}})",
                                                      R"({"profile": {"constant_value": "b"}})"));
  EXPECT_EQ(imported.at("/accounts"), "[]");
  EXPECT_THAT(imported.unknown(), ElementsAre("provider aws account", "provider aws.b account"));
}

TEST(TerraformAccounts, AModuleInheritsItsCallersProvider) {
  PlanText plan;
  plan.creates("module.m.aws_s3_bucket.a", R"({"bucket": "logs"})")
      .provider("aws", R"({"region": {"constant_value": "eu-west-3"}})")
      .calls("m", R"({"module": {"resources": [{"address": "aws_s3_bucket.a",
             "provider_config_key": "module.m:aws", "expressions": {}}]}})");
  EXPECT_EQ(import_plan(plan).at(kRegion), R"("eu-west-3")");
}

TEST(TerraformAccounts, WhatNamesAccountsIsNotKnownWhereItsOwnIsNot) {
  const std::string policy =
      R"("{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\"},)"
      R"({\"Effect\": \"Deny\", \"Action\": \"s3:*\", \"Resource\": \"*\", \"Condition\":)"
      R"({\"StringEquals\": {\"aws:SourceAccount\": \"123456789012\"}}}]}")";
  const auto plan = [&](std::string_view settings) {
    PlanText text = bucket_of("aws", settings);
    text.creates("aws_s3_bucket_policy.a", R"({"bucket": "logs", "policy": )" + policy + "}")
        .configures("aws_s3_bucket_policy.a", "{}");
    return text;
  };
  const Imported open = import_plan(plan("{}"));
  EXPECT_EQ(open.at("/accounts/0/Buckets/0/Policy/Incomplete"), "true");
  EXPECT_EQ(open.at("/accounts/0/Buckets/0/Policy/Policy/Statement/1"), "");
  const Imported named =
      import_plan(plan(R"({"allowed_account_ids": {"constant_value": ["333333333333"]}})"));
  EXPECT_EQ(named.at("/accounts/0/Buckets/0/Policy"), policy.substr(0, policy.size()));
}

TEST(TerraformRegions, OfTheResourceGoesFirst) {
  PlanText plan;
  plan.creates("aws_s3_bucket.a", R"({"bucket": "logs", "region": "eu-west-2"})")
      .configures("aws_s3_bucket.a", "{}")
      .provider("aws", R"({"region": {"constant_value": "eu-west-3"}})");
  EXPECT_EQ(import_plan(plan).at(kRegion), R"("eu-west-2")");
}

TEST(TerraformRegions, OfTheDataSource) {
  PlanText plan = bucket_of("aws", R"({"region": {"references": ["local.region"]}})");
  plan.knows("data.aws_region.here", R"({"name": "ap-south-1"})")
      .configures("data.aws_region.here", "{}");
  EXPECT_EQ(import_plan(plan).at(kRegion), R"("ap-south-1")");
}

TEST(TerraformRegions, OfTheCommandLineWhereNothingSaysIt) {
  ImportOptions options;
  EXPECT_THAT(import_plan(bucket_of("aws", "{}"), options).unknown(),
              ElementsAre("provider aws account", "provider aws region"));
  options.region = "eu-north-1";
  const Imported imported = import_plan(bucket_of("aws", "{}"), options);
  EXPECT_EQ(imported.at(kRegion), R"("eu-north-1")");
  EXPECT_THAT(imported.unknown(), ElementsAre("provider aws account"));
}

TEST(TerraformRegions, TellThePartition) {
  const Imported china =
      import_plan(bucket_of("aws", R"({"region": {"constant_value": "cn-north-1"}})"));
  EXPECT_EQ(china.at("/accounts/0/Partition"), R"("aws-cn")");
  const Imported elsewhere =
      import_plan(bucket_of("aws", R"({"region": {"constant_value": "eu-north-1"}})"));
  EXPECT_EQ(elsewhere.at("/accounts/0/Partition"), "");
}

}  // namespace
}  // namespace replisim
