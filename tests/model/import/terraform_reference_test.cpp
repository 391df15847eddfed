#include <ostream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/model/import/terraform_fixture.h"

namespace replisim {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kProvider =
    R"({"region": {"constant_value": "eu-west-1"},
        "allowed_account_ids": {"constant_value": ["111111111111"]}})";
constexpr const char* kUnknownBucket = R"({"bucket": true})";
constexpr const char* kEnabled = R"({"versioning_configuration": [{"status": "Enabled"}]})";

/// Two buckets, and a versioning resource whose `bucket` is this expression.
PlanText versioned_by(std::string_view expression) {
  PlanText plan;
  plan.provider("aws", kProvider);
  plan.creates("aws_s3_bucket.a", R"({"bucket": "first"})", R"({"id": true, "arn": true})");
  plan.creates("aws_s3_bucket.b", R"({"bucket": "second"})", R"({"id": true, "arn": true})");
  plan.creates("aws_s3_bucket_versioning.v", kEnabled, kUnknownBucket);
  plan.configures("aws_s3_bucket.a", "{}").configures("aws_s3_bucket.b", "{}");
  plan.configures("aws_s3_bucket_versioning.v", "{\"bucket\": " + std::string(expression) + "}");
  plan.member("variables", R"({"on": {"value": true}})");
  return plan;
}

struct ReferenceCase {
  std::string name;
  std::string expression;
  std::string first;  // versioning status of the first bucket
  std::string second;
};

void PrintTo(const ReferenceCase& c, std::ostream* out) {
  *out << c.name;
}

class TerraformReference : public ::testing::TestWithParam<ReferenceCase> {};

TEST_P(TerraformReference, IsFollowedIfItCanMeanOneThing) {
  const Imported imported = import_plan(versioned_by(GetParam().expression));
  EXPECT_EQ(imported.at("/accounts/0/Buckets/0/Versioning/Status"), GetParam().first);
  EXPECT_EQ(imported.at("/accounts/0/Buckets/1/Versioning/Status"), GetParam().second);
  const bool is_open = GetParam().first.empty() && GetParam().second.empty();
  EXPECT_EQ(imported.unknown().size(), is_open ? 1U : 0U);
}

constexpr const char* kYes = R"("Enabled")";

const ReferenceCase kReferences[] = {
    {"Attribute", R"({"references": ["aws_s3_bucket.b.id", "aws_s3_bucket.b"]})", "", kYes},
    {"SameTwice",
     R"({"references": ["aws_s3_bucket.b.id", "aws_s3_bucket.b", "aws_s3_bucket.b.id",
         "aws_s3_bucket.b"]})",
     "", kYes},
    {"ThroughAKnownVariable",
     R"({"references": ["var.on", "aws_s3_bucket.a.id", "aws_s3_bucket.a"]})", kYes, ""},
    {"PartOfAnother",  // which the bucket's own id is, too
     R"({"references": ["aws_s3_bucket_versioning.none.id", "aws_s3_bucket_versioning.none",
         "aws_s3_bucket.a.id", "aws_s3_bucket.a"]})",
     kYes, ""},
    {"OneOfTwo",
     R"({"references": ["aws_s3_bucket.a.id", "aws_s3_bucket.a", "aws_s3_bucket.b.id",
         "aws_s3_bucket.b"]})",
     "", ""},
    {"LocalValue", R"({"references": ["local.bucket"]})", "", ""},
    {"LocalValueBesides",
     R"({"references": ["local.name", "aws_s3_bucket.a.id", "aws_s3_bucket.a"]})", "", ""},
    {"AnotherAttribute", R"({"references": ["aws_s3_bucket.a.arn", "aws_s3_bucket.a"]})", "", ""},
    {"AnotherKindOfResource", R"({"references": ["random_pet.a.id", "random_pet.a"]})", "", ""},
    {"NoReference", "{}", "", ""},
    {"ValueOfAMap", R"({"references": ["each.value.id", "each.value"]})", "", ""},
};

INSTANTIATE_TEST_SUITE_P(Expressions, TerraformReference, ::testing::ValuesIn(kReferences),
                         [](const auto& test) { return test.param.name; });

/// Two buckets by key, and versioning by key.
PlanText by_key(std::string_view reference, std::string_view versioned_key) {
  PlanText plan;
  plan.provider("aws", kProvider);
  plan.creates(R"(aws_s3_bucket.a["x"])", R"({"bucket": "first"})", R"({"id": true})");
  plan.creates(R"(aws_s3_bucket.a["y"])", R"({"bucket": "second"})", R"({"id": true})");
  plan.creates("aws_s3_bucket_versioning.v" + std::string(versioned_key), kEnabled, kUnknownBucket);
  plan.configures("aws_s3_bucket.a", "{}");
  plan.configures("aws_s3_bucket_versioning.v",
                  R"({"bucket": {"references": )" + std::string(reference) + "}}");
  return plan;
}

TEST(TerraformReferenceByKey, IsTheInstanceOfTheSameKey) {
  const Imported imported = import_plan(by_key(R"(["aws_s3_bucket.a", "each.key"])", R"(["y"])"));
  EXPECT_EQ(imported.at("/accounts/0/Buckets/0/Versioning"), "");
  EXPECT_EQ(imported.at("/accounts/0/Buckets/1/Versioning/Status"), kYes);
}

TEST(TerraformReferenceByKey, OfASetIsItsValue) {
  const Imported imported = import_plan(by_key(R"(["aws_s3_bucket.a", "each.value"])", R"(["x"])"));
  EXPECT_EQ(imported.at("/accounts/0/Buckets/0/Versioning/Status"), kYes);
}

TEST(TerraformReferenceByKey, IsNoneWhereTheKeysAreOthers) {
  const Imported imported = import_plan(by_key(R"(["aws_s3_bucket.a", "each.value"])", R"(["z"])"));
  EXPECT_THAT(imported.unknown(), ElementsAre(R"(aws_s3_bucket_versioning.v["z"] bucket)"));
}

TEST(TerraformReferenceByKey, IsTheConstantOneThatIsWritten) {
  const Imported imported = import_plan(by_key(
      R"--(["aws_s3_bucket.a[\"y\"].id", "aws_s3_bucket.a[\"y\"]", "aws_s3_bucket.a"])--", ""));
  EXPECT_EQ(imported.at("/accounts/0/Buckets/1/Versioning/Status"), kYes);
}

/// A bucket made by one module, versioned by another.
PlanText across_modules(std::string_view output, std::string_view argument) {
  PlanText plan;
  plan.provider("aws", kProvider);
  plan.creates("module.maker[0].aws_s3_bucket.this", R"({"bucket": "made"})", R"({"id": true})");
  plan.creates("module.user.aws_s3_bucket_versioning.v", kEnabled, kUnknownBucket);
  plan.calls("maker", R"({"module": {"outputs": {"id": {"expression": )" + std::string(output) +
                          R"(}}, "resources": [{"address": "aws_s3_bucket.this",
                             "provider_config_key": "aws", "expressions": {}}]}})");
  plan.calls("user", R"({"expressions": {"bucket": )" + std::string(argument) +
                         R"(}, "module": {"resources": [{"address": "aws_s3_bucket_versioning.v",
                            "provider_config_key": "aws",
                            "expressions": {"bucket": {"references": ["var.bucket"]}}}]}})");
  return plan;
}

TEST(TerraformReferenceAcrossModules, GoesThroughVariablesAndOutputs) {
  const Imported imported = import_plan(across_modules(
      R"({"references": ["aws_s3_bucket.this.id", "aws_s3_bucket.this"]})",
      R"({"references": ["module.maker[0].id", "module.maker[0]", "module.maker"]})"));
  EXPECT_EQ(imported.at("/accounts/0/Buckets/0/Versioning/Status"), kYes);
  EXPECT_THAT(imported.unknown(), IsEmpty());
}

TEST(TerraformReferenceAcrossModules, EndsInAPartOfAVariable) {
  PlanText plan = across_modules("{}", R"({"references": ["aws_s3_bucket.x.id"]})");
  const std::string text = plan.text();
  std::string narrowed = text;
  narrowed.replace(narrowed.find("[\"var.bucket\"]"), 14, "[\"var.bucket.id\", \"var.bucket\"]");
  EXPECT_THAT(import_files({{"plan.json", narrowed}}).unknown(),
              Contains("module.user.aws_s3_bucket_versioning.v bucket"));
}

TEST(TerraformReferenceAcrossModules, GoesInCirclesOnlyForAWhile) {
  PlanText plan = across_modules(
      R"({"references": ["module.maker[0].id"]})",
      R"({"references": ["module.maker[0].id", "module.maker[0]", "module.maker"]})");
  EXPECT_THAT(import_plan(plan).unknown(),
              Contains("module.user.aws_s3_bucket_versioning.v bucket"));
}

TEST(TerraformStandIn, IsTheSameInEveryPlace) {
  PlanText plan;
  plan.provider("aws", kProvider);
  plan.creates("aws_kms_key.k", "{}", R"({"arn": true, "key_id": true, "policy": true})");
  plan.creates("aws_s3_bucket.a", R"({"bucket_prefix": "logs-"})",
               R"({"bucket": true, "id": true})");
  plan.creates("aws_s3_bucket_server_side_encryption_configuration.e",
               R"({"rule": [{"apply_server_side_encryption_by_default":
                   [{"sse_algorithm": "aws:kms"}]}]})",
               R"({"bucket": true, "rule": [{"apply_server_side_encryption_by_default":
                   [{"kms_master_key_id": true}]}]})");
  plan.configures("aws_kms_key.k", "{}").configures("aws_s3_bucket.a", "{}");
  plan.configures("aws_s3_bucket_server_side_encryption_configuration.e",
                  R"({"bucket": {"references": ["aws_s3_bucket.a.id", "aws_s3_bucket.a"]},
                      "rule": [{"apply_server_side_encryption_by_default": [{"kms_master_key_id":
                      {"references": ["aws_kms_key.k.arn", "aws_kms_key.k"]}}]}]})");
  const Imported imported = import_plan(plan);
  ASSERT_TRUE(imported.scenario) << imported.issues;
  const Account& account = imported.scenario->base.world.accounts[0];
  ASSERT_EQ(account.buckets.size(), 1U);
  EXPECT_TRUE(account.buckets[0].name.starts_with("logs-"));
  ASSERT_TRUE(account.buckets[0].encryption);
  EXPECT_EQ(account.buckets[0].encryption->kms_master_key_id,
            "arn:aws:kms:eu-west-1:111111111111:key/" + account.keys[0].key_id);
  EXPECT_FALSE(account.keys[0].policy) << "nobody wrote one: it is the default";
  EXPECT_THAT(imported.unknown(), ElementsAre("aws_s3_bucket.a bucket"));
}

TEST(TerraformStandIn, OfAKeyThatCannotBeToldSettlesNothing) {
  PlanText plan;
  plan.provider("aws", kProvider);
  plan.creates("aws_s3_bucket.a", R"({"bucket": "logs"})");
  plan.creates("aws_s3_bucket_server_side_encryption_configuration.e",
               R"({"bucket": "logs", "rule": [{"apply_server_side_encryption_by_default":
                   [{"sse_algorithm": "aws:kms"}]}]})",
               R"({"rule": [{"apply_server_side_encryption_by_default":
                   [{"kms_master_key_id": true}]}]})");
  plan.configures("aws_s3_bucket.a", "{}");
  plan.configures("aws_s3_bucket_server_side_encryption_configuration.e", "{}");
  const Imported imported = import_plan(plan);
  EXPECT_EQ(imported.at("/accounts/0/Keys/0/Policy"), R"({"Incomplete":true})");
  EXPECT_THAT(imported.unknown(),
              ElementsAre("aws_s3_bucket_server_side_encryption_configuration.e "
                          "rule[0].apply_server_side_encryption_by_default[0].kms_master_key_id"));
}

}  // namespace
}  // namespace replisim
