#include <ostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/golden.h"
#include "tests/model/import/terraform_fixture.h"

namespace replisim {
namespace {

struct GoldenCase {
  std::string name;  // of the test and, in lower case with dashes, nothing else
  std::vector<std::string> files;
};

void PrintTo(const GoldenCase& c, std::ostream* out) {
  *out << c.name;
}

class TerraformGolden : public ::testing::TestWithParam<GoldenCase> {};

TEST_P(TerraformGolden, BecomesTheScenario) {
  std::vector<TerraformFile> files;
  for (const std::string& name : GetParam().files) {
    files.push_back(plan_file(name));
  }
  const Imported imported = import_files(std::move(files));
  EXPECT_TRUE(imported.scenario) << imported.issues;
  EXPECT_TRUE(matches_golden("import/" + GetParam().name + ".txt", imported.report()));
}

const GoldenCase kCases[] = {
    {"Founding", {"founding.plan.json"}},
    {"FoundingUpdate", {"founding-update-remove-grant.plan.json"}},
    {"FoundingState", {"founding.state.json"}},
    {"FoundingTestAlone", {"founding.tftest.jsonl"}},
    {"FoundingTestWithPlan", {"founding.tftest.jsonl", "founding.plan.json"}},
    {"PolicyDocuments", {"policy-documents.plan.json"}},
    {"BabbelCrossRegion", {"babbel-cross-region.json"}},
    {"NozaqRemoteState", {"nozaq-remote-state.json"}},
    {"MojBucket", {"moj-s3-bucket.json"}},
    {"CheckovIamDataBlock", {"checkov-iam-data-block.json"}},
    {"CheckovCombineGraph", {"checkov-combine-graph.json"}},
    {"CheckovWindowsUtf8", {"checkov-win-utf8-bom.json"}},
    {"RegulaResourceView", {"regula-resource-view-02.json"}},
    {"RegulaBucketSse", {"regula-bucket-sse.json"}},
    {"ComplianceIssue174", {"terraform-compliance-issue-174.json"}},
    {"ComplianceMultiModule", {"terraform-compliance-multi-module.json"}},
    {"TrivyTemplate", {"trivy-plan-with-template.json"}},
};

INSTANTIATE_TEST_SUITE_P(Files, TerraformGolden, ::testing::ValuesIn(kCases),
                         [](const auto& test) { return test.param.name; });

TEST(TerraformTestFile, OverridesWhatIsOnlyKnownAfterApply) {
  const Imported imported = import_files({plan_file("founding.plan.json")});
  ASSERT_EQ(imported.inputs.size(), 1U);
  EXPECT_TRUE(matches_golden("import/founding.tftest.hcl", write_tftest(imported.inputs[0])));
}

TEST(TerraformTestFile, NamesInstancesAndRendersDocuments) {
  const Imported imported = import_files({plan_file("moj-s3-bucket.json")});
  ASSERT_EQ(imported.inputs.size(), 1U);
  EXPECT_TRUE(matches_golden("import/moj.tftest.hcl", write_tftest(imported.inputs[0])));
}

TEST(TerraformTestFile, IsEmptyWhereAllIsKnown) {
  for (const char* const name :
       {"founding-update-remove-grant.plan.json", "babbel-cross-region.json"}) {
    const Imported imported = import_files({plan_file(name)});
    ASSERT_EQ(imported.inputs.size(), 1U);
    EXPECT_EQ(write_tftest(imported.inputs[0]), "") << name;
  }
}

TEST(TerraformChange, IsSeenBeforeAndAfter) {
  const Imported imported = import_files({plan_file("founding-update-remove-grant.plan.json")});
  ASSERT_TRUE(imported.scenario && imported.before) << imported.issues;
  const auto statements_of_key = [](const Scenario& scenario) {
    for (const Account& account : scenario.base.world.accounts) {
      for (const Key& key : account.keys) {
        return key.policy ? key.policy->statements.size() : 0U;
      }
    }
    return std::size_t{0};
  };
  EXPECT_EQ(statements_of_key(*imported.before), 2U);
  EXPECT_EQ(statements_of_key(*imported.scenario), 1U);
}

TEST(TerraformPlace, LeadsToTheResource) {
  const Imported imported = import_files({plan_file("founding.state.json")});
  ASSERT_TRUE(imported.scenario) << imported.issues;
  for (const Account& account : imported.scenario->base.world.accounts) {
    for (const Bucket& bucket : account.buckets) {
      if (bucket.policy) {
        EXPECT_EQ(PlaceIndex(imported.inputs).address(bucket.policy->statements[0].where),
                  "aws_s3_bucket_policy.destination");
      }
    }
  }
}

}  // namespace
}  // namespace replisim
