#include "model/import/merge.h"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/model/import/terraform_fixture.h"

namespace replisim {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

PlanText plan_of(std::string_view account) {
  PlanText plan;
  plan.provider("aws", R"({"region": {"constant_value": "eu-west-1"}, "allowed_account_ids":
                           {"constant_value": [")" +
                           std::string(account) + "\"]}}");
  return plan;
}

PlanText& add_bucket(PlanText& plan, const std::string& after) {
  return plan.creates("aws_s3_bucket.a", after).configures("aws_s3_bucket.a", "{}");
}

Imported import_both(const PlanText& first, const PlanText& second) {
  return import_files({{"first.json", first.text()}, {"second.json", second.text()}});
}

TEST(Merge, TwoAccountsAreOneWorld) {
  PlanText first = plan_of("111111111111");
  PlanText second = plan_of("222222222222");
  const Imported imported = import_both(add_bucket(first, R"({"bucket": "a"})"),
                                        add_bucket(second, R"({"bucket": "b"})"));
  EXPECT_EQ(imported.at("/accounts/0/Buckets/0/Name"), R"("a")");
  EXPECT_EQ(imported.at("/accounts/1/Buckets/0/Name"), R"("b")");
  EXPECT_EQ(imported.at("/settings"), R"({"model.unlisted_buckets":"elsewhere"})");
  EXPECT_TRUE(imported.scenario) << imported.issues;
}

TEST(Merge, TheSameTwiceIsOne) {
  PlanText first = plan_of("111111111111");
  PlanText second = plan_of("111111111111");
  const Imported imported = import_both(add_bucket(first, R"({"bucket": "a"})"),
                                        add_bucket(second, R"({"bucket": "a"})"));
  EXPECT_EQ(imported.at("/accounts/0/Buckets/1"), "");
  EXPECT_THAT(imported.codes, IsEmpty());
}

TEST(Merge, WhatTwoSayDifferentlyNamesBothPlaces) {
  PlanText first = plan_of("111111111111");
  PlanText second = plan_of("111111111111");
  const Imported imported =
      import_both(add_bucket(first, R"({"bucket": "a", "region": "eu-west-1"})"),
                  add_bucket(second, R"({"bucket": "a", "region": "eu-west-2"})"));
  EXPECT_THAT(imported.codes, ElementsAre("import.conflict"));
  EXPECT_THAT(imported.issues, HasSubstr("second.json:"));
  EXPECT_THAT(imported.issues, HasSubstr("`Region` of bucket `a`"));
  EXPECT_THAT(imported.issues, HasSubstr("first given at first.json:"));
}

TEST(Merge, APartIsCompletedByAnotherInput) {
  PlanText first = plan_of("111111111111");
  PlanText second = plan_of("111111111111");
  second
      .creates("aws_s3_bucket_versioning.v",
               R"({"bucket": "a", "versioning_configuration": [{"status": "Enabled"}]})")
      .configures("aws_s3_bucket_versioning.v", "{}");
  const Imported together = import_both(add_bucket(first, R"({"bucket": "a"})"), second);
  EXPECT_EQ(together.at("/accounts/0/Buckets/0/Versioning/Status"), R"("Enabled")");
  EXPECT_THAT(together.unknown(), IsEmpty());
  const Imported alone = import_plan(second);
  EXPECT_EQ(alone.at("/accounts/0/Buckets"), "[]");
  EXPECT_THAT(alone.unknown(), ElementsAre("bucket a"));
}

TEST(Merge, WhatIsKnownGoesBeforeWhatIsNot) {
  const auto bucket_policy = [](std::string_view after, std::string_view unknown) {
    PlanText plan = plan_of("111111111111");
    add_bucket(plan, R"({"bucket": "a"})");
    plan.creates("aws_s3_bucket_policy.p", after, unknown)
        .configures("aws_s3_bucket_policy.p", R"({"policy": {"references": ["local.x"]}})");
    return plan;
  };
  const PlanText open = bucket_policy(R"({"bucket": "a"})", R"({"policy": true})");
  const PlanText known = bucket_policy(R"({"bucket": "a", "policy": "{\"Statement\": []}"})", "{}");
  EXPECT_EQ(import_both(open, known).at("/accounts/0/Buckets/0/Policy"),
            R"("{\"Statement\": []}")");
  EXPECT_EQ(import_both(known, open).at("/accounts/0/Buckets/0/Policy"),
            R"("{\"Statement\": []}")");
}

TEST(Merge, AnAccountThatNobodyNamesIsLeftOutBesideOthers) {
  PlanText named = plan_of("111111111111");
  PlanText open;
  open.provider("aws", "{}");
  const Imported imported =
      import_both(add_bucket(named, R"({"bucket": "a"})"), add_bucket(open, R"({"bucket": "b"})"));
  EXPECT_EQ(imported.at("/accounts/1"), "");
  EXPECT_THAT(imported.unknown(), Contains("second.json account"));
  ImportOptions options;
  options.accounts["second.json"] = "222222222222";
  const Imported told =
      import_files({{"first.json", named.text()}, {"second.json", open.text()}}, options);
  EXPECT_EQ(told.at("/accounts/1/Id"), R"("222222222222")");
}

TEST(Merge, ATestTakesTheConfigurationOfItsPlan) {
  const Imported imported =
      import_files({plan_file("founding.plan.json"), plan_file("founding.tftest.jsonl")});
  ASSERT_EQ(imported.inputs.size(), 1U);
  EXPECT_EQ(imported.inputs[0].kind, InputKind::TerraformTest);
  EXPECT_THAT(imported.unknown(), IsEmpty());
}

}  // namespace
}  // namespace replisim
