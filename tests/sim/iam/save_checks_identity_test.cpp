// What IAM and STS answer: identity and session policies.

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "tests/sim/iam/save_case.h"

namespace replisim {
namespace {

using ::testing::TestWithParam;
using ::testing::ValuesIn;

constexpr auto by_name = [](const auto& test) { return test.param.name; };

class IdentityPolicyTest : public TestWithParam<SaveCase> {};

TEST_P(IdentityPolicyTest, IsAnsweredAsIamDoes) {
  expect_answer(GetParam(), PolicyKind::Identity, "MalformedPolicyDocument");
}

const SaveCase kIdentity[] = {
    {"Plain", R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"})", ""},
    {"UnknownElement",
     R"({"Efect": "Allow", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"})",
     "Syntax errors in policy.", "INVALID_POLICY_ELEMENT", "\"Efect\""},
    {"MissingEffect", R"({"Action": "*", "Resource": "*"})", "Syntax errors in policy.",
     "MISSING_EFFECT", R"({"Action": "*", "Resource": "*"})"},
    {"BothActions", R"({"Effect": "Deny", "Action": "*", "NotAction": "s3:*", "Resource": "*"})",
     "Syntax errors in policy.", "UNSUPPORTED_ELEMENT_COMBINATION", "\"NotAction\""},
    {"UnknownOperator",
     R"({"Effect": "Deny", "Action": "*", "Resource": "*",
         "Condition": {"StringEqual": {"aws:username": "x"}}})",
     "Syntax errors in policy.", "INVALID_CONDITION_OPERATOR", "\"StringEqual\""},
    {"OperatorInAnotherCase",
     R"({"Effect": "Deny", "Action": "*", "Resource": "*",
         "Condition": {"stringequals": {"aws:username": "x"}}})",
     ""},
    {"NullIfExists",
     R"({"Effect": "Deny", "Action": "*", "Resource": "*",
         "Condition": {"NullIfExists": {"aws:username": "true"}}})",
     "Syntax errors in policy.", "NULL_WITH_IF_EXISTS", "\"NullIfExists\""},
    {"Version2008",
     R"({"Version": "2008-10-17", "Statement": {"Effect": "Deny", "Action": "*",
         "Resource": "*"}})",
     "Policy document must be version 2012-10-17 or greater.", "MISSING_VERSION", "\"2008-10-17\""},
    {"VersionOfNoKind",
     R"({"Version": "2020-01-01", "Statement": {"Effect": "Deny", "Action": "*",
         "Resource": "*"}})",
     "Syntax errors in policy.", "INVALID_VERSION", "\"2020-01-01\""},
    {"EffectInLowerCase", R"({"Effect": "allow", "Action": "*", "Resource": "*"})",
     "The policy failed legacy parsing", "INVALID_EFFECT", "\"allow\""},
    {"NoDate",
     R"({"Effect": "Deny", "Action": "*", "Resource": "*",
         "Condition": {"DateLessThan": {"aws:CurrentTime": "tomorrow"}}})",
     "The policy failed legacy parsing", "INVALID_CONDITION_DATA_TYPE", "\"tomorrow\""},
    {"NoAddress",
     R"({"Effect": "Deny", "Action": "*", "Resource": "*",
         "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0.0/8"}}})",
     "The policy failed legacy parsing", "INVALID_CONDITION_DATA_TYPE", "\"10.0.0.0.0/8\""},
    {"BadBase64",
     R"({"Effect": "Deny", "Action": "*", "Resource": "*",
         "Condition": {"BinaryEquals": {"aws:RequestTag/k": "YQ"}}})",
     "The policy failed legacy parsing", "INVALID_CONDITION_DATA_TYPE", "\"YQ\""},
    {"AnyArn",
     R"({"Effect": "Deny", "Action": "*", "Resource": "*",
         "Condition": {"ArnLike": {"aws:PrincipalArn": "*"}}})",
     ""},
    {"ArnWithoutColons", R"({"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3::b"})",
     "The policy failed legacy parsing", "MISSING_ARN_FIELD", "\"arn:aws:s3::b\""},
    {"SidWithBlank", R"({"Sid": "let in", "Effect": "Allow", "Action": "s3:*", "Resource": "*"})",
     "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular "
     "expression [0-9A-Za-z]*",
     "UNSUPPORTED_SID", "\"let in\""},
    {"SidTwice",
     R"({"Version": "2012-10-17", "Statement": [
          {"Sid": "A", "Effect": "Allow", "Action": "s3:*", "Resource": "*"},
          {"Sid": "A", "Effect": "Deny", "Action": "s3:*", "Resource": "*"}]})",
     "Statement IDs (SID) in a single policy must be unique.", "UNIQUE_SIDS_REQUIRED", "\"A\""},
    {"SidEmptyTwice",
     R"({"Version": "2012-10-17", "Statement": [
          {"Sid": "", "Effect": "Allow", "Action": "s3:*", "Resource": "*"},
          {"Sid": "", "Effect": "Deny", "Action": "s3:*", "Resource": "*"}]})",
     ""},
    {"NoActions", R"({"Effect": "Allow", "Resource": "*"})",
     "Policy statement must contain actions.", "MISSING_ACTION",
     R"({"Effect": "Allow", "Resource": "*"})"},
    {"EmptyActions", R"({"Effect": "Allow", "Action": [], "Resource": "*"})",
     "Policy statement must contain actions.", "EMPTY_ARRAY_ACTION", "[]"},
    {"ResourceIsNoArn", R"({"Effect": "Allow", "Action": "s3:*", "Resource": "bucket"})",
     "Resource bucket must be in ARN format or \"*\".", "INVALID_ARN_PREFIX", "\"bucket\""},
    {"Partition", R"({"Effect": "Allow", "Action": "s3:*", "Resource": "arn:awz:s3:::b"})",
     "Partition \"awz\" is not valid for resource \"arn:awz:s3:::b\".", "INVALID_PARTITION",
     "\"arn:awz:s3:::b\""},
    {"PartitionOfChina",
     R"({"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws-cn:s3:::b"})", ""},
    {"ServiceOfArnIsAWildcard",
     R"({"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s*:::b"})",
     "Resource vendor must be fully qualified and cannot contain regexes.", "INVALID_SERVICE",
     "\"arn:aws:s*:::b\""},
    {"BucketWithRegion",
     R"({"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:us-east-1::b"})",
     "Resource arn:aws:s3:us-east-1::b can not contain region information.",
     "ARN_REGION_NOT_ALLOWED", "\"arn:aws:s3:us-east-1::b\""},
    {"AccessPointWithRegion",
     R"({"Effect": "Allow", "Action": "s3:*",
         "Resource": "arn:aws:s3:us-east-1:111111111111:accesspoint/a"})",
     ""},
    {"RoleWithRegion",
     R"({"Effect": "Allow", "Action": "iam:PassRole",
         "Resource": "arn:aws:iam:us-east-1:111111111111:role/a"})",
     "IAM resource arn:aws:iam:us-east-1:111111111111:role/a cannot contain region information.",
     "ARN_REGION_NOT_ALLOWED", "\"arn:aws:iam:us-east-1:111111111111:role/a\""},
    {"RoleMisspelt",
     R"({"Effect": "Allow", "Action": "iam:PassRole",
         "Resource": "arn:aws:iam::111111111111:roles/a"})",
     "IAM resource path must either be \"*\" or start with user/, federated-user/, role/, group/, "
     "instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, "
     "oidc-provider/, report/, access-report/.",
     "INVALID_ARN_RESOURCE", "\"arn:aws:iam::111111111111:roles/a\""},
    {"ActionWithoutVendor", R"({"Effect": "Allow", "Action": "GetObject", "Resource": "*"})",
     "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
     "INVALID_SERVICE_IN_ACTION", "\"GetObject\""},
    {"ConditionKeyWithoutVendor",
     R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*",
         "Condition": {"IpAddress": {"SourceIp": "10.0.0.0/8"}}})",
     "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
     "INVALID_CONDITION_KEY_FORMAT", "\"SourceIp\""},
    {"ActionWithTwoColons", R"({"Effect": "Allow", "Action": "s3:Get:Object", "Resource": "*"})",
     "Actions/Condition can contain only one colon.", "INVALID_ACTION", "\"s3:Get:Object\""},
    {"VendorWithWildcard", R"({"Effect": "Allow", "Action": "s*:Get*", "Resource": "*"})",
     "Vendor s* is not valid", "INVALID_SERVICE_IN_ACTION", "\"s*:Get*\""},
    {"UnknownAction", R"({"Effect": "Allow", "Action": "s3:GetObjekt", "Resource": "*"})", ""},
    {"NoResources", R"({"Effect": "Allow", "Action": "s3:*"})",
     "Policy statement must contain resources.", "MISSING_RESOURCE",
     R"({"Effect": "Allow", "Action": "s3:*"})"},
    {"EmptyResources", R"({"Effect": "Allow", "Action": "s3:*", "Resource": []})",
     "Policy statement must contain resources.", "EMPTY_ARRAY_RESOURCE", "[]"},
    {"Principal", R"({"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"})",
     "Policy document should not specify a principal.", "UNSUPPORTED_PRINCIPAL", "\"*\""},
};

INSTANTIATE_TEST_SUITE_P(Checks, IdentityPolicyTest, ValuesIn(kIdentity), by_name);

class SessionPolicyTest : public TestWithParam<SaveCase> {};

TEST_P(SessionPolicyTest, IsAnsweredAsStsDoes) {
  expect_answer(GetParam(), PolicyKind::Session, "MalformedPolicyDocument");
}

const SaveCase kSession[] = {
    {"NoDate",
     R"({"Effect": "Deny", "Action": "*", "Resource": "*",
         "Condition": {"DateLessThan": {"aws:CurrentTime": "tomorrow"}}})",
     ""},
    {"NoArn",
     R"({"Effect": "Deny", "Action": "*", "Resource": "*",
         "Condition": {"ArnLike": {"aws:PrincipalArn": "not-an-arn"}}})",
     ""},
    {"BadBase64",
     R"({"Effect": "Deny", "Action": "*", "Resource": "*",
         "Condition": {"BinaryEquals": {"aws:RequestTag/k": "YQ"}}})",
     "Syntax errors in policy.", "INVALID_CONDITION_DATA_TYPE", "\"YQ\""},
    {"Principal", R"({"Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": "*"})",
     "Policy document should not specify a principal.", "UNSUPPORTED_PRINCIPAL", "\"*\""},
};

INSTANTIATE_TEST_SUITE_P(Checks, SessionPolicyTest, ValuesIn(kSession), by_name);

}  // namespace
}  // namespace replisim
