// What Organizations answers: service and resource control policies.

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "tests/sim/iam/save_case.h"

namespace replisim {
namespace {

using ::testing::TestWithParam;
using ::testing::ValuesIn;

constexpr auto by_name = [](const auto& test) { return test.param.name; };

class ServiceControlPolicyTest : public TestWithParam<SaveCase> {};

TEST_P(ServiceControlPolicyTest, IsAnsweredAsOrganizationsDoes) {
  expect_answer(GetParam(), PolicyKind::ServiceControl, "MalformedPolicyDocumentException");
}

constexpr const char* kNotMet =
    "The provided policy document does not meet the requirements of the specified policy type.";

const SaveCase kServiceControl[] = {
    {"FullLanguage",
     R"({"Effect": "Allow", "NotAction": "iam:*", "NotResource": "arn:aws:s3:::b/*",
         "Condition": {"StringEquals": {"aws:PrincipalTag/t": "x"}}})",
     ""},
    {"Principal", R"({"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"})",
     kNotMet, "SCP_SYNTAX_ERROR_PRINCIPAL", "\"*\""},
    {"WildcardInService", R"({"Effect": "Deny", "Action": "s*:Get*", "Resource": "*"})", kNotMet,
     "SCP_SYNTAX_ERROR_ACTION_WILDCARD", "\"s*:Get*\""},
    {"WildcardInName", R"({"Effect": "Deny", "Action": "s3:*Object", "Resource": "*"})", ""},
    {"NoResource", R"({"Effect": "Deny", "Action": "*"})", kNotMet, "MISSING_RESOURCE",
     R"({"Effect": "Deny", "Action": "*"})"},
};

INSTANTIATE_TEST_SUITE_P(Checks, ServiceControlPolicyTest, ValuesIn(kServiceControl), by_name);

class ResourceControlPolicyTest : public TestWithParam<SaveCase> {};

TEST_P(ResourceControlPolicyTest, IsAnsweredAsOrganizationsDoes) {
  expect_answer(GetParam(), PolicyKind::ResourceControl, "MalformedPolicyDocumentException");
}

const SaveCase kResourceControl[] = {
    {"Plain", R"({"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"})", ""},
    {"ServiceInUpperCase",
     R"({"Effect": "Deny", "Principal": "*", "Action": "S3:GetObject", "Resource": "*"})", ""},
    {"Allow", R"({"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"})",
     kNotMet, "RCP_SYNTAX_ERROR_ALLOW", "\"Allow\""},
    {"BareStar", R"({"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"})", kNotMet,
     "RCP_SYNTAX_ERROR_ACTION_WILDCARD", "\"*\""},
    {"NoPrincipal", R"({"Effect": "Deny", "Action": "s3:*", "Resource": "*"})", kNotMet,
     "MISSING_PRINCIPAL", R"({"Effect": "Deny", "Action": "s3:*", "Resource": "*"})"},
    {"ServiceWithoutRcps",
     R"({"Effect": "Deny", "Principal": "*", "Action": "iam:PassRole", "Resource": "*"})", kNotMet,
     "UNSUPPORTED_SERVICE_IN_RCP", "\"iam:PassRole\""},
};

INSTANTIATE_TEST_SUITE_P(Checks, ResourceControlPolicyTest, ValuesIn(kResourceControl), by_name);

}  // namespace
}  // namespace replisim
