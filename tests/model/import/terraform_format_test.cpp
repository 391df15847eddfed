#include <ostream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/model/import/terraform_fixture.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kBucket = R"({"bucket": "logs"})";
constexpr const char* kNames = "/accounts/0/Buckets/0/Name";

PlanText one_bucket() {
  return PlanText().creates("aws_s3_bucket.a", kBucket).configures("aws_s3_bucket.a", "{}");
}

std::string utf16(std::string_view ascii, bool is_big_endian) {
  std::string text = is_big_endian ? "\xFE\xFF" : "\xFF\xFE";
  for (const char c : ascii) {
    const char zero = '\0';
    text += is_big_endian ? zero : c;
    text += is_big_endian ? c : zero;
  }
  return text;
}

TEST(TerraformEncoding, ReadsWhatWindowsShellsSave) {
  const std::string text = one_bucket().text();
  for (const std::string& bytes : {text, "\xEF\xBB\xBF" + text, utf16(text, false),
                                   utf16(text, true), utf16(text, false).substr(2)}) {
    EXPECT_EQ(import_files({{"plan.json", bytes}}).at(kNames), R"("logs")");
  }
}

TEST(TerraformEncoding, RefusesBrokenUtf16) {
  const std::string bytes = utf16(one_bucket().text(), false);
  EXPECT_THAT(import_files({{"plan.json", bytes.substr(0, bytes.size() - 1)}}).codes,
              ElementsAre("terraform.bad-encoding"));
}

struct FormatCase {
  std::string name;
  std::string text;
  std::string code;  // empty: it is read, and has the bucket
};

void PrintTo(const FormatCase& c, std::ostream* out) {
  *out << c.name;
}

class TerraformFormat : public ::testing::TestWithParam<FormatCase> {};

TEST_P(TerraformFormat, IsReadOrRefused) {
  const Imported imported = import_files({{"plan.json", GetParam().text}});
  if (GetParam().code.empty()) {
    EXPECT_EQ(imported.at(kNames), R"("logs")") << imported.issues;
  } else {
    EXPECT_THAT(imported.codes, ElementsAre(GetParam().code));
  }
}

constexpr const char* kShown =
    R"({"format_version": "0.1", "terraform_version": "0.12.12", "values": {"root_module":
       {"child_modules": [{"address": "module.m", "resources": [{"address":
       "module.m.aws_s3_bucket.a", "mode": "managed", "type": "aws_s3_bucket", "name": "a",
       "values": {"bucket": "logs"}}]}]}}})";
constexpr const char* kRaw =
    R"({"version": 4, "lineage": "x", "serial": 1, "resources": [{"module": "module.m",
       "mode": "managed", "type": "aws_s3_bucket", "name": "a",
       "provider": "provider[\"registry.terraform.io/hashicorp/aws\"]",
       "instances": [{"index_key": "x", "attributes": {"bucket": "logs"}}]}]})";
constexpr const char* kPlannedOnly =
    R"({"format_version": "0.1", "planned_values": {"root_module": {"resources": [{"address":
       "aws_s3_bucket.a", "mode": "managed", "type": "aws_s3_bucket", "name": "a",
       "values": {"bucket": "logs"}}]}}})";
constexpr const char* kTestState =
    "{\"@level\": \"info\", \"type\": \"version\"}\n"
    "{\"@level\": \"info\", \"type\": \"test_state\", \"test_state\": {\"root\": {\"resources\": "
    "[{\"address\": \"aws_s3_bucket.a\", \"mode\": \"managed\", \"type\": \"aws_s3_bucket\", "
    "\"name\": \"a\", \"values\": {\"bucket\": \"logs\"}}]}}}\n";

const FormatCase kFormats[] = {
    {"ShownState", kShown, ""},
    {"RawState", kRaw, ""},
    {"PlannedValuesAlone", kPlannedOnly, ""},
    {"StateOfATest", kTestState, ""},
    {"RawStateOfAnotherVersion", R"({"version": 3, "lineage": "x", "resources": []})",
     "terraform.unknown-format"},
    {"AnotherMajor", R"({"format_version": "2.0", "terraform_version": "9", "values": {}})",
     "terraform.unknown-format"},
    {"NoPlan", R"({"Statement": []})", "terraform.not-a-plan"},
    {"LogOfAPlan", "{\"@level\": \"info\", \"type\": \"planned_change\"}\n",
     "terraform.no-plan-in-log"},
    {"NoJson", "{", "json.syntax"},
};

INSTANTIATE_TEST_SUITE_P(Documents, TerraformFormat, ::testing::ValuesIn(kFormats),
                         [](const auto& test) { return test.param.name; });

TEST(TerraformFormatLimits, AreNamed) {
  ImportOptions options;
  options.resources_max = 1;
  EXPECT_THAT(import_plan(one_bucket(), options).codes, IsEmpty());
  EXPECT_THAT(
      import_plan(one_bucket().creates("aws_s3_bucket.b", R"({"bucket": "more"})"), options).codes,
      ElementsAre("terraform.too-many-resources"));
}

TEST(TerraformActions, DeletedAndForgottenAreGone) {
  const PlanText plan =
      PlanText()
          .changes("aws_s3_bucket.gone", R"(["delete"])", R"({"bucket": "gone"})", "null")
          .changes("aws_s3_bucket.left", R"(["forget"])", R"({"bucket": "left"})",
                   R"({"bucket": "left"})")
          .changes("aws_s3_bucket.kept", R"(["no-op"])", R"({"bucket": "kept"})",
                   R"({"bucket": "kept"})")
          .configures("aws_s3_bucket.kept", "{}");
  const Imported imported = import_plan(plan);
  EXPECT_EQ(imported.at(kNames), R"("kept")");
  EXPECT_EQ(imported.at("/accounts/0/Buckets/1"), "");
  EXPECT_THAT(imported.before_at("/accounts"), HasSubstr("gone"));
  EXPECT_THAT(imported.before_at("/accounts"), HasSubstr("left"));
}

TEST(TerraformActions, AReplacedOneIsThereEitherWayRound) {
  for (const char* const actions : {R"(["create", "delete"])", R"(["delete", "create"])"}) {
    const PlanText plan = PlanText().changes("aws_s3_bucket.a", actions, R"({"bucket": "old"})",
                                             R"({"bucket": "new"})");
    const Imported imported = import_plan(plan);
    EXPECT_EQ(imported.at(kNames), R"("new")");
    EXPECT_EQ(imported.before_at(kNames), R"("old")");
  }
}

TEST(TerraformActions, DriftIsTold) {
  const std::string drift =
      R"([{"address": "aws_s3_bucket.a", "change": {"actions": ["update"]}}])";
  EXPECT_THAT(import_plan(one_bucket().member("resource_drift", drift)).codes,
              ElementsAre("terraform.drift"));
  EXPECT_THAT(import_plan(one_bucket()).codes, IsEmpty());
}

TEST(TerraformActions, WhatIsMadeTwiceIsTold) {
  const Imported imported = import_plan(one_bucket().creates("aws_s3_bucket.b", kBucket));
  EXPECT_THAT(imported.codes, ElementsAre("terraform.given-twice"));
  EXPECT_TRUE(imported.scenario);
}

}  // namespace
}  // namespace replisim
