#include "model/condition_key.h"

#include <optional>
#include <ostream>
#include <string_view>

#include <gtest/gtest.h>

namespace replisim {
namespace {

using ::testing::TestWithParam;
using ::testing::ValuesIn;

struct KeyCase {
  const char* name;
  std::string_view key;
  std::string_view row;
  KeyScope scope;
  ConditionKeyType type;
  bool is_multivalued;
};

void PrintTo(const KeyCase& c, std::ostream* out) {
  *out << c.name;
}

class FindConditionKeyTest : public TestWithParam<KeyCase> {};

TEST_P(FindConditionKeyTest, KnowsTheKey) {
  const KeyCase& c = GetParam();
  const ConditionKeyInfo* info = find_condition_key(c.key);
  ASSERT_NE(info, nullptr);
  EXPECT_EQ(info->name, c.row);
  EXPECT_EQ(info->scope, c.scope);
  EXPECT_EQ(info->is_global(), c.scope == KeyScope::Global);
  EXPECT_EQ(to_string(info->type), to_string(c.type));
  EXPECT_EQ(info->is_multivalued, c.is_multivalued);
  EXPECT_EQ(info->may_be_policy_variable(), !c.is_multivalued);
}

constexpr bool kSingle = false;
constexpr bool kMany = true;

using enum ConditionKeyType;
using enum KeyScope;

const KeyCase kGlobalKeys[] = {
    {"PrincipalArn", "aws:PrincipalArn", "aws:PrincipalArn", Global, Arn, kSingle},
    {"OtherCase", "AWS:PRINCIPALARN", "aws:PrincipalArn", Global, Arn, kSingle},
    {"PrincipalOrgPaths", "aws:PrincipalOrgPaths", "aws:PrincipalOrgPaths", Global, String, kMany},
    {"PrincipalServiceNamesList", "aws:PrincipalServiceNamesList", "aws:PrincipalServiceNamesList",
     Global, String, kMany},
    {"IsAWSService", "aws:PrincipalIsAWSService", "aws:PrincipalIsAWSService", Global, Bool,
     kSingle},
    {"CalledVia", "aws:CalledVia", "aws:CalledVia", Global, String, kMany},
    {"CalledViaFirst", "aws:CalledViaFirst", "aws:CalledViaFirst", Global, String, kSingle},
    {"SourceIp", "aws:SourceIp", "aws:SourceIp", Global, IpAddress, kSingle},
    {"CurrentTime", "aws:CurrentTime", "aws:CurrentTime", Global, Date, kSingle},
    {"MultiFactorAuthAge", "aws:MultiFactorAuthAge", "aws:MultiFactorAuthAge", Global, Numeric,
     kSingle},
    {"TagKeys", "aws:TagKeys", "aws:TagKeys", Global, String, kMany},
    {"PrincipalTag", "aws:PrincipalTag/team", "aws:PrincipalTag/", Global, String, kSingle},
    {"ResourceTag", "aws:ResourceTag/a/b:c", "aws:ResourceTag/", Global, String, kSingle},
    {"RequestTag", "aws:requesttag/Team", "aws:RequestTag/", Global, String, kSingle},
};

INSTANTIATE_TEST_SUITE_P(GlobalKeys, FindConditionKeyTest, ValuesIn(kGlobalKeys),
                         [](const auto& test) { return test.param.name; });

const KeyCase kServiceKeys[] = {
    {"ExistingObjectTag", "s3:ExistingObjectTag/class", "s3:ExistingObjectTag/", Service, String,
     kSingle},
    {"BucketTag", "s3:BucketTag/team", "s3:BucketTag/", Service, String, kSingle},
    {"RequestObjectTagKeys", "s3:RequestObjectTagKeys", "s3:RequestObjectTagKeys", Service, String,
     kMany},
    {"SseKeyId", "s3:x-amz-server-side-encryption-aws-kms-key-id",
     "s3:x-amz-server-side-encryption-aws-kms-key-id", Service, Arn, kSingle},
    {"TlsVersion", "s3:tlsversion", "s3:TlsVersion", Service, Numeric, kSingle},
    {"RetainUntilDate", "s3:object-lock-retain-until-date", "s3:object-lock-retain-until-date",
     Service, Date, kSingle},
    {"InventoryFields", "s3:InventoryAccessibleOptionalFields",
     "s3:InventoryAccessibleOptionalFields", Service, String, kMany},
    {"EncryptionContext", "kms:EncryptionContext:aws:s3:arn", "kms:EncryptionContext:", Service,
     String, kSingle},
    {"EncryptionContextKeys", "kms:EncryptionContextKeys", "kms:EncryptionContextKeys", Service,
     String, kMany},
    {"ResourceAliases", "kms:ResourceAliases", "kms:ResourceAliases", Service, String, kMany},
    {"RequestAlias", "kms:RequestAlias", "kms:RequestAlias", Service, String, kSingle},
    {"GrantOperations", "kms:GrantOperations", "kms:GrantOperations", Service, String, kMany},
    {"GrantIsForAWSResource", "kms:GrantIsForAWSResource", "kms:GrantIsForAWSResource", Service,
     Bool, kSingle},
    {"PolicyArn", "iam:PolicyARN", "iam:PolicyARN", Service, Arn, kSingle},
    {"PassedToService", "iam:PassedToService", "iam:PassedToService", Service, String, kSingle},
    {"RoleTag", "iam:ResourceTag/team", "iam:ResourceTag/", Service, String, kSingle},
    {"ExternalId", "sts:ExternalId", "sts:ExternalId", Service, String, kSingle},
    {"TransitiveTagKeys", "sts:TransitiveTagKeys", "sts:TransitiveTagKeys", Service, String, kMany},
    {"RequestContext", "sts:RequestContext/x", "sts:RequestContext/", Service, String, kSingle},
};

INSTANTIATE_TEST_SUITE_P(ServiceKeys, FindConditionKeyTest, ValuesIn(kServiceKeys),
                         [](const auto& test) { return test.param.name; });

const KeyCase kSessionKeys[] = {
    {"Google", "accounts.google.com:aud", "accounts.google.com:aud", Session, String, kSingle},
    {"CognitoAud", "cognito-identity.amazonaws.com:aud", "cognito-identity.amazonaws.com:aud",
     Session, String, kSingle},
    {"CognitoAmr", "cognito-identity.amazonaws.com:amr", "cognito-identity.amazonaws.com:amr",
     Session, String, kMany},
    {"Saml", "saml:aud", "saml:aud", Session, String, kSingle},
    {"SamlAffiliation", "SAML:eduPersonAffiliation", "saml:edupersonaffiliation", Session, String,
     kMany},
    {"GitHub", "token.actions.githubusercontent.com:repository",
     "token.actions.githubusercontent.com:repository", Session, String, kSingle},
    {"GitHubEnterprise", "token.actions.githubusercontent.com/octo:repository",
     "token.actions.githubusercontent.com/*:repository", Session, String, kSingle},
    {"Buildkite", "agent.eu.buildkite.dev:cluster_id", "agent.*.buildkite.dev:cluster_id", Session,
     String, kSingle},
    {"LambdaFunction", "lambda:SourceFunctionArn", "lambda:SourceFunctionArn", Session, Arn,
     kSingle},
    {"InstanceRole", "ec2:SourceInstanceArn", "ec2:SourceInstanceARN", Session, Arn, kSingle},
};

INSTANTIATE_TEST_SUITE_P(SessionKeys, FindConditionKeyTest, ValuesIn(kSessionKeys),
                         [](const auto& test) { return test.param.name; });

TEST(ConditionKeyTest, KnowsNoOtherKeys) {
  EXPECT_EQ(find_condition_key("aws:PrincipleArn"), nullptr);
  EXPECT_EQ(find_condition_key("aws:ARN"), nullptr);
  EXPECT_EQ(find_condition_key("s3:PrincipalArn"), nullptr);
  EXPECT_EQ(find_condition_key("aws:ResourceTag"), nullptr);
  EXPECT_EQ(find_condition_key("aws:PrincipalArn/x"), nullptr);
  EXPECT_EQ(find_condition_key("ec2:Vpc"), nullptr);
  EXPECT_EQ(find_condition_key("aws:"), nullptr);
  EXPECT_EQ(find_condition_key(""), nullptr);
}

TEST(ConditionKeyTest, FindsAPrefixWithoutATagsName) {
  const ConditionKeyInfo* info = find_condition_key("aws:ResourceTag/");
  ASSERT_NE(info, nullptr);
  EXPECT_EQ(info->form, KeyForm::Prefix);
  EXPECT_EQ(info->name, "aws:ResourceTag/");
}

TEST(ConditionKeyTest, FindsEveryRowByItsName) {
  for (const ConditionKeyInfo& info : all_condition_keys()) {
    EXPECT_EQ(find_condition_key(info.name), &info) << info.name;
  }
}

TEST(ConditionKeyTest, NamesTheNearestKey) {
  EXPECT_EQ(nearest_condition_key("aws:PrincipleArn"), "aws:PrincipalArn");
  EXPECT_EQ(nearest_condition_key("aws:SourceIP4"), "aws:SourceIp");
  EXPECT_EQ(nearest_condition_key("kms:ViaServices"), "kms:ViaService");
  EXPECT_EQ(nearest_condition_key("s3:x-amz-server-side-encrypton"),
            "s3:x-amz-server-side-encryption");
}

TEST(ConditionKeyTest, KeepsTheTagOfAMisspeltKey) {
  EXPECT_EQ(nearest_condition_key("aws:PrincipleTag/Team"), "aws:PrincipalTag/Team");
  EXPECT_EQ(nearest_condition_key("s3:ExistingObjectTags/a/b"), "s3:ExistingObjectTag/a/b");
}

TEST(ConditionKeyTest, NamesNoKeyWhereNoneIsNear) {
  EXPECT_EQ(nearest_condition_key("elasticloadbalancing:SecurityPolicy"), std::nullopt);
}

TEST(ConditionKeyTest, WritesTypesAsAwsDoes) {
  EXPECT_EQ(to_string(Arn), "ARN");
  EXPECT_EQ(to_string(IpAddress), "IPAddress");
  EXPECT_EQ(to_string(Binary), "Binary");
}

}  // namespace
}  // namespace replisim
