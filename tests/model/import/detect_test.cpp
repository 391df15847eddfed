#include "model/import/detect.h"

#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace replisim {
namespace {

using ::testing::ValuesIn;

struct DetectCase {
  std::string name;
  std::string text;
  std::optional<InputKind> kind;
};

void PrintTo(const DetectCase& c, std::ostream* out) {
  *out << c.name;
}

class DetectInputTest : public ::testing::TestWithParam<DetectCase> {};

TEST_P(DetectInputTest, IsToldByItsTop) {
  EXPECT_EQ(detect_input(GetParam().text), GetParam().kind);
}

const std::vector<DetectCase> kTexts = {
    {"Plan", R"({"format_version":"1.2","terraform_version":"1","planned_values":{}})",
     InputKind::TerraformPlan},
    {"PlanWithoutPlannedValues", R"({"format_version":"0.1","configuration":{}})",
     InputKind::TerraformPlan},
    {"State", R"({"format_version":"1.0","terraform_version":"1.1","values":{}})",
     InputKind::TerraformState},
    {"RawState", R"({"version":4,"terraform_version":"1.1","serial":1,"lineage":"x"})",
     InputKind::TerraformState},
    {"TestStream", "{\"@level\":\"info\",\"type\":\"version\"}\n{\"@level\":\"info\"}\n",
     InputKind::TerraformTest},
    {"TemplateJson", R"({"Description":"format","Resources":{}})", InputKind::CloudFormation},
    {"TemplateYaml", "# x\nDescription: y\nResources:\n  A: {}\n", InputKind::CloudFormation},
    {"TemplateYamlWithQuotes", "\"AWSTemplateFormatVersion\": '2010-09-09'\n",
     InputKind::CloudFormation},
    {"Scenario", "// a comment\n{ /* { */ \"format\": \"replisim/1\" }", InputKind::Scenario},
    {"Capture", R"({"ReplicationConfiguration":{"Role":"x","Rules":[]}})", InputKind::AwsCli},
    {"CaptureOfAMessage",
     "\nAn error occurred (NoSuchBucketPolicy) when calling the GetBucketPolicy operation: x",
     InputKind::AwsCli},
    {"NamesInside", R"({"a":{"Resources":{}},"b":["planned_values"]})", std::nullopt},
    {"NamesAsValues", R"({"a":"Resources","b":"format"})", std::nullopt},
    {"ABraceInAText", R"({"a":"}\"{","Resources":{}})", InputKind::CloudFormation},
    {"Nothing", " \n", std::nullopt},
    {"Prose", "some text\n", std::nullopt},
    {"YamlOfSomethingElse", "resources:\n  - x\n", std::nullopt},
    {"BrokenJson", R"({"a)", std::nullopt},
    {"AList", "[1]", std::nullopt},
    {"OnlyASlash", "{/", std::nullopt},
};

INSTANTIATE_TEST_SUITE_P(Texts, DetectInputTest, ValuesIn(kTexts),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace replisim
