// What KMS, IAM and EC2 answer: key policies, trust policies, endpoint policies.

#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/iam/policy_validation.h"
#include "tests/sim/iam/policy_fixture.h"
#include "tests/sim/iam/save_case.h"

namespace replisim {
namespace {

using ::testing::IsEmpty;
using ::testing::TestWithParam;
using ::testing::ValuesIn;

constexpr auto by_name = [](const auto& test) { return test.param.name; };

class KeyPolicyTest : public TestWithParam<SaveCase> {};

TEST_P(KeyPolicyTest, IsAnsweredAsKmsDoes) {
  expect_answer(GetParam(), PolicyKind::Key, "MalformedPolicyDocumentException");
}

constexpr const char* kInvalidPrincipals =
    "Policy contains a statement with one or more invalid principals.";

std::string encrypt_by(std::string_view principal) {
  return allow_by(principal, R"("Action": "kms:Encrypt", "Resource": "*")");
}

std::string encrypt_if(std::string_view condition) {
  return allow_by(
      "{\"AWS\": \"111111111111\"}",
      std::string(R"("Action": "kms:Encrypt", "Resource": "*", "Condition": )").append(condition));
}

const SaveCase kKey[] = {
    {"Role", encrypt_by(R"({"AWS": "arn:aws:iam::111111111111:role/r"})"), ""},
    {"ArnInAnArn", encrypt_by(R"({"AWS": "arn:aws:iam::arn:aws:iam::111111111111:role/r"})"),
     kInvalidPrincipals, "INVALID_ARN_ACCOUNT",
     "\"arn:aws:iam::arn:aws:iam::111111111111:role/r\""},
    {"EmptyPrincipal", encrypt_by("{}"), kInvalidPrincipals, "EMPTY_OBJECT_PRINCIPAL", "{}"},
    {"NoPrincipal", R"({"Effect": "Allow", "Action": "kms:*", "Resource": "*"})",
     "Policy contains a statement with no principal.", "MISSING_PRINCIPAL",
     R"({"Effect": "Allow", "Action": "kms:*", "Resource": "*"})"},
    {"NoResource", R"({"Effect": "Allow", "Principal": "*", "Action": "kms:*"})", ""},
    {"NoAction", R"({"Effect": "Allow", "Principal": "*", "Resource": "*"})", ""},
    {"UnknownAction",
     R"({"Effect": "Allow", "Principal": "*", "Action": "kms:Describe", "Resource": "*"})", ""},
    {"SidWithBlanks",
     R"({"Sid": "Enable IAM User Permissions", "Effect": "Allow", "Principal": "*",
         "Action": "kms:*", "Resource": "*"})",
     ""},
    {"CanonicalUser", encrypt_by("{\"CanonicalUser\": \"" + std::string(64, 'a') + "\"}"),
     kInvalidPrincipals, "INVALID_PRINCIPAL_KEY", "\"" + std::string(64, 'a') + "\""},
    {"ForAllValuesOnContext",
     encrypt_if(R"({"ForAllValues:StringEquals": {"kms:EncryptionContext:aws:s3:arn": "x"}})"),
     "OverlyPermissiveCondition: Using the ForAllValues set operator with a single-valued "
     "condition key matches requests without the specified [encryption context or tag] or with "
     "an unspecified [encryption context or tag]. To fix, remove ForAllValues.",
     "FORALLVALUES_WITH_SINGLE_VALUED_KEY", "\"ForAllValues:StringEquals\""},
    {"ForAllValuesOnContextKeys",
     encrypt_if(R"({"ForAllValues:StringEquals": {"kms:EncryptionContextKeys": "aws:s3:arn"}})"),
     ""},
};

INSTANTIATE_TEST_SUITE_P(Checks, KeyPolicyTest, ValuesIn(kKey), by_name);

class TrustPolicyTest : public TestWithParam<SaveCase> {};

TEST_P(TrustPolicyTest, IsAnsweredAsIamDoes) {
  expect_answer(GetParam(), PolicyKind::Trust, "MalformedPolicyDocument");
}

std::string assume_by(std::string_view principal) {
  return allow_by(principal, "\"Action\": \"sts:AssumeRole\"");
}

const SaveCase kTrust[] = {
    {"Service", assume_by(R"({"Service": "s3.amazonaws.com"})"), ""},
    {"EmptyStatement", R"({"Version": "2012-10-17", "Statement": []})",
     "Could not parse the policy: Statement is empty!", "MISSING_STATEMENT", "[]"},
    {"UnknownVersion",
     R"({"Version": "2012-10-18", "Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
         "Principal": {"AWS": "*"}}})",
     "The policy must contain a valid version string", "INVALID_VERSION", "\"2012-10-18\""},
    {"NoVersion", R"({"Version": "2008-10-17", "Statement": {"Effect": "Allow",
       "Action": "sts:AssumeRole", "Principal": {"AWS": "*"}}})",
     ""},
    {"NoEffect", R"({"Action": "sts:AssumeRole", "Principal": {"AWS": "*"}})",
     "Missing required field Effect", "MISSING_EFFECT",
     R"({"Action": "sts:AssumeRole", "Principal": {"AWS": "*"}})"},
    {"NoPrincipal", R"({"Effect": "Allow", "Action": "sts:AssumeRole"})",
     "Missing required field Principal", "MISSING_PRINCIPAL",
     R"({"Effect": "Allow", "Action": "sts:AssumeRole"})"},
    {"NoAction", R"({"Effect": "Allow", "Principal": {"AWS": "*"}})",
     "Missing required field Action", "MISSING_ACTION",
     R"({"Effect": "Allow", "Principal": {"AWS": "*"}})"},
    {"EmptyPrincipal", assume_by("{}"), "Missing required field Principal cannot be empty!",
     "EMPTY_OBJECT_PRINCIPAL", "{}"},
    {"EveryoneAsText", assume_by("\"*\""), "Principal must be a JSON object.",
     "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL", "\"*\""},
    {"EveryoneAsObject", assume_by(R"({"AWS": "*"})"), ""},
    {"UnknownPrincipalType", assume_by(R"({"User": "x"})"), "Invalid principal in policy: User",
     "INVALID_PRINCIPAL_KEY", "\"User\""},
    {"PartialWildcard", assume_by(R"({"AWS": "arn:aws:iam::111111111111:role/*"})"),
     "Invalid principal in policy: \"AWS\":\"arn:aws:iam::111111111111:role/*\"",
     "UNSUPPORTED_WILDCARD_IN_PRINCIPAL", "\"arn:aws:iam::111111111111:role/*\""},
    {"NotPrincipal",
     R"({"Effect": "Deny", "NotPrincipal": {"AWS": "111111111111"}, "Action": "sts:AssumeRole"})",
     "AssumeRole policy must not contain NotPrincipal field.",
     "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL", R"({"AWS": "111111111111"})"},
    {"AllowWithNotPrincipal",
     R"({"Effect": "Allow", "NotPrincipal": {"AWS": "111111111111"}, "Action": "sts:AssumeRole"})",
     "Allow with NotPrincipal is not allowed.", "ALLOW_WITH_NOTPRINCIPAL",
     R"({"AWS": "111111111111"})"},
    {"OtherService", allow_by(R"({"AWS": "*"})", R"("Action": "iam:PassRole")"),
     "AssumeRole policy may only specify STS AssumeRole actions.", "UNSUPPORTED_ACTION_IN_POLICY",
     "\"iam:PassRole\""},
    {"ActionStar", allow_by(R"({"AWS": "*"})", R"("Action": "*")"),
     "AssumeRole policy may only specify STS AssumeRole actions.", "UNSUPPORTED_ACTION_IN_POLICY",
     "\"*\""},
    {"EveryStsAction", allow_by(R"({"AWS": "*"})", R"("Action": "sts:*")"), ""},
    {"Resource", allow_by(R"({"AWS": "*"})", R"("Action": "sts:AssumeRole", "Resource": "*")"),
     "Has prohibited field Resource", "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE", "\"*\""},
    {"NotResource",
     allow_by(R"({"AWS": "*"})", R"("Action": "sts:AssumeRole", "NotResource": "*")"),
     "AssumeRole policy must not contain resources.", "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE",
     "\"*\""},
    {"CognitoTagSessionAlone",
     allow_by(R"({"Federated": "cognito-identity.amazonaws.com"})",
              R"("Action": "sts:TagSession")"),
     ""},
    {"CognitoDenied",
     R"({"Effect": "Deny", "Principal": {"Federated": "cognito-identity.amazonaws.com"},
         "Action": "sts:AssumeRoleWithWebIdentity"})",
     ""},
};

INSTANTIATE_TEST_SUITE_P(Checks, TrustPolicyTest, ValuesIn(kTrust), by_name);

TEST(VpcEndpointPolicy, IsAnsweredAsEc2Does) {
  const PolicyFixture policy =
      policy_of({R"({"Effect": "Allow", "Action": "*", "Resource": "*"})"});
  const std::vector<SaveFault> faults = validate_policy(policy.document, PolicyKind::VpcEndpoint);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults.front().code, "InvalidPolicyDocument");
  EXPECT_EQ(faults.front().lint_code, "MISSING_PRINCIPAL");
}

TEST(VpcEndpointPolicy, MayAllowEverything) {
  const PolicyFixture policy =
      policy_of({R"({"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"})"});
  EXPECT_THAT(validate_policy(policy.document, PolicyKind::VpcEndpoint), IsEmpty());
}

}  // namespace
}  // namespace replisim
