#include "sim/iam/public_policy.h"

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tests/sim/iam/policy_fixture.h"

namespace replisim {
namespace {

using ::testing::TestWithParam;
using ::testing::ValuesIn;

struct PublicCase {
  std::string name;
  std::vector<std::string> statements;
  bool is_public;
};

void PrintTo(const PublicCase& c, std::ostream* out) {
  *out << c.name;
}

class PublicPolicyTest : public TestWithParam<PublicCase> {};

TEST_P(PublicPolicyTest, IsPublicOrNot) {
  const PublicCase& c = GetParam();
  EXPECT_EQ(is_public_policy(policy_of(c.statements).document), c.is_public);
}

constexpr auto by_name = [](const auto& test) { return test.param.name; };

std::string statement(std::string_view effect, std::string_view principal, std::string_view action,
                      std::string_view resource, std::string_view condition = "{}") {
  return std::string(R"({"Effect": ")")
      .append(effect)
      .append("\", \"Principal\": ")
      .append(principal)
      .append(", \"Action\": ")
      .append(action)
      .append(", \"Resource\": ")
      .append(resource)
      .append(", \"Condition\": ")
      .append(condition)
      .append("}");
}

constexpr std::string_view kEveryone = "\"*\"";
constexpr std::string_view kRead = "\"s3:GetObject\"";
constexpr std::string_view kObjects = "\"arn:aws:s3:::b/*\"";

std::string allow(std::string_view principal) {
  return statement("Allow", principal, kRead, kObjects);
}

std::string allow_if(std::string_view condition) {
  return statement("Allow", kEveryone, kRead, kObjects, condition);
}

std::string deny(std::string_view action, std::string_view resource,
                 std::string_view condition = "{}") {
  return statement("Deny", kEveryone, action, resource, condition);
}

const PublicCase kPrincipals[] = {
    {"Everyone", {allow(kEveryone)}, true},
    {"EveryoneAmongOthers", {allow(R"({"AWS": ["111111111111", "*"]})")}, true},
    {"Account", {allow(R"({"AWS": "111111111111"})")}, false},
    {"Service", {allow(R"({"Service": "cloudtrail.amazonaws.com"})")}, false},
    {"CanonicalUser", {allow("{\"CanonicalUser\": \"" + std::string(64, 'a') + "\"}")}, false},
    {"WebIdentity", {allow(R"({"Federated": "cognito-identity.amazonaws.com"})")}, true},
    {"OidcProvider",
     {allow(R"({"Federated": "arn:aws:iam::111111111111:oidc-provider/example.com"})")},
     true},
    {"SamlProvider",
     {allow(R"({"Federated": "arn:aws:iam::111111111111:saml-provider/x"})")},
     false},
    {"NothingAllowed", {deny(kRead, kObjects)}, false},
};

INSTANTIATE_TEST_SUITE_P(Principals, PublicPolicyTest, ValuesIn(kPrincipals), by_name);

const PublicCase kKeys[] = {
    {"PrincipalAccount", {allow_if(R"({"StringEquals": {"aws:PrincipalAccount": "1"}})")}, false},
    {"PrincipalOrgId", {allow_if(R"({"StringEquals": {"aws:PrincipalOrgID": "o-1"}})")}, false},
    {"KeyInAnotherCase", {allow_if(R"({"StringEquals": {"AWS:principalorgid": "o-1"}})")}, false},
    {"KmsKey",
     {allow_if(R"({"StringEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id":
                   "arn:aws:kms:us-east-1:111111111111:key/k"}})")},
     false},
    {"AccessPointAccount",
     {allow_if(R"({"StringEquals": {"s3:DataAccessPointAccount": "111111111111"}})")},
     false},
    {"SourceOwner", {allow_if(R"({"StringEquals": {"aws:SourceOwner": "1"}})")}, true},
    {"Referer", {allow_if(R"({"StringEquals": {"aws:Referer": "x"}})")}, true},
    {"SecureTransport", {allow_if(R"({"Bool": {"aws:SecureTransport": "true"}})")}, true},
    {"PrincipalTag", {allow_if(R"({"StringEquals": {"aws:PrincipalTag/t": "x"}})")}, true},
};

INSTANTIATE_TEST_SUITE_P(Keys, PublicPolicyTest, ValuesIn(kKeys), by_name);

const PublicCase kValues[] = {
    {"LiteralStar", {allow_if(R"({"StringEquals": {"aws:SourceVpc": "*"}})")}, false},
    {"StarUnderLike", {allow_if(R"({"StringLike": {"aws:SourceVpc": "*"}})")}, true},
    {"Variable",
     {allow_if(R"({"StringEquals": {"aws:SourceVpc": "${aws:PrincipalTag/vpc}"}})")},
     true},
    {"OneWildcardAmongFixed",
     {allow_if(R"({"StringLike": {"aws:SourceVpc": ["vpc-1", "vpc-2*"]}})")},
     true},
    {"NoValues", {allow_if(R"({"StringEquals": {"aws:SourceVpc": []}})")}, false},
    {"RolesOfAnAccount",
     {allow_if(R"({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111111111111:role/*"}})")},
     false},
    {"RoleOfAnyAccount",
     {allow_if(R"({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/r"}})")},
     true},
    {"FixedBucketArn",
     {allow_if(R"({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::bucket"}})")},
     false},
    {"BucketArnWithWildcard",
     {allow_if(R"({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::bucket*"}})")},
     true},
    {"SessionsOfARole", {allow_if(R"({"StringLike": {"aws:userid": "AROAEXAMPLE:*"}})")}, false},
    {"AnyRoleId", {allow_if(R"({"StringLike": {"aws:userid": "AROA*"}})")}, true},
    {"AnyUserId", {allow_if(R"({"StringLike": {"aws:userid": "*"}})")}, true},
    {"EightBits", {allow_if(R"({"IpAddress": {"aws:SourceIp": "11.0.0.0/8"}})")}, false},
    {"SevenBits", {allow_if(R"({"IpAddress": {"aws:SourceIp": "10.0.0.0/7"}})")}, true},
    {"PrivateRange", {allow_if(R"({"IpAddress": {"aws:SourceIp": "192.168.0.0/16"}})")}, false},
    {"ThirtyTwoBitsOfV6", {allow_if(R"({"IpAddress": {"aws:SourceIp": "2001:db8::/32"}})")}, false},
    {"ThirtyOneBitsOfV6", {allow_if(R"({"IpAddress": {"aws:SourceIp": "2000::/31"}})")}, true},
    {"UniqueLocalV6", {allow_if(R"({"IpAddress": {"aws:SourceIp": "fc00::/7"}})")}, true},
    {"LinkLocalV6", {allow_if(R"({"IpAddress": {"aws:SourceIp": "fe80::/10"}})")}, true},
};

INSTANTIATE_TEST_SUITE_P(Values, PublicPolicyTest, ValuesIn(kValues), by_name);

const PublicCase kOperators[] = {
    {"Negated", {allow_if(R"({"StringNotEquals": {"aws:SourceVpc": "vpc-1"}})")}, true},
    {"IfExists", {allow_if(R"({"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}})")}, true},
    {"IfExistsAndPresent",
     {allow_if(R"({"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"},
                   "Null": {"aws:SourceVpc": "false"}})")},
     false},
    {"IfExistsAndAnotherPresent",
     {allow_if(R"({"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"},
                   "Null": {"aws:SourceVpce": "false"}})")},
     true},
    {"IfExistsAndAbsent",
     {allow_if(R"({"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"},
                   "Null": {"aws:SourceVpc": "true"}})")},
     true},
    {"ForAllValues", {allow_if(R"({"ForAllValues:StringEquals": {"aws:SourceVpc": "v"}})")}, true},
    {"ForAllValuesAndPresent",
     {allow_if(R"({"ForAllValues:StringEquals": {"aws:SourceVpc": "v"},
                   "Null": {"AWS:sourcevpc": false}})")},
     false},
    {"ForAnyValue", {allow_if(R"({"ForAnyValue:StringEquals": {"aws:SourceVpc": "v"}})")}, false},
    {"OneFixedIsEnough",
     {allow_if(R"({"StringLike": {"aws:SourceVpc": "*", "aws:SourceVpce": "vpce-1"}})")},
     false},
    {"IgnoringCase",
     {allow_if(R"({"StringEqualsIgnoreCase": {"aws:SourceVpc": "VPC-1"}})")},
     false},
};

INSTANTIATE_TEST_SUITE_P(Operators, PublicPolicyTest, ValuesIn(kOperators), by_name);

const std::string kAllowTwo =
    statement("Allow", kEveryone, R"(["s3:GetObject", "s3:PutObject"])", kObjects);

const PublicCase kDenies[] = {
    {"Identical", {allow(kEveryone), deny(kRead, kObjects)}, false},
    {"Wider", {allow(kEveryone), deny("\"S3:Get*\"", "\"*\"")}, false},
    {"OtherAction", {allow(kEveryone), deny("\"s3:PutObject\"", kObjects)}, true},
    {"OtherObjects", {allow(kEveryone), deny(kRead, "\"arn:aws:s3:::b/a/*\"")}, true},
    {"OneOfTwoActions", {kAllowTwo, deny(kRead, kObjects)}, true},
    {"BothActionsOneEach",
     {kAllowTwo, deny(kRead, kObjects), deny("\"s3:PutObject\"", kObjects)},
     false},
    {"OtherPrincipal",
     {allow(kEveryone), statement("Deny", R"({"AWS": "111111111111"})", kRead, kObjects)},
     true},
    {"NotPrincipal",
     {allow(kEveryone),
      R"({"Effect": "Deny", "NotPrincipal": {"AWS": "111111111111"}, "Action": "s3:*",
          "Resource": "*"})"},
     true},
    {"AllButOneAccount",
     {allow(kEveryone),
      deny(kRead, kObjects, R"({"StringNotEquals": {"aws:SourceAccount": "111111111111"}})")},
     false},
    {"AllButAnyVpc",
     {allow(kEveryone), deny(kRead, kObjects, R"({"StringNotLike": {"aws:SourceVpc": "vpc-*"}})")},
     true},
    {"AllButOneAccountAndInsecure",
     {allow(kEveryone), deny(kRead, kObjects,
                             R"({"StringNotEquals": {"aws:SourceAccount": "111111111111"},
                                 "Bool": {"aws:SecureTransport": "false"}})")},
     true},
    {"AllButAnyValueIsThere",
     {allow(kEveryone),
      deny(kRead, kObjects, R"({"ForAnyValue:StringNotEquals": {"aws:SourceVpc": "vpc-1"}})")},
     true},
    {"SameCondition",
     {allow_if(R"({"Bool": {"aws:SecureTransport": "true"}})"),
      deny(kRead, kObjects, R"({"Bool": {"aws:SecureTransport": "true"}})")},
     false},
    {"DenyInsecure",
     {allow(kEveryone), deny(kRead, kObjects, R"({"Bool": {"aws:SecureTransport": "false"}})")},
     true},
    {"AllButOtherActions",
     {allow(kEveryone), R"({"Effect": "Deny", "Principal": "*", "NotAction": "s3:Put*",
                            "Resource": "*"})"},
     false},
    {"AllButTheAction",
     {allow(kEveryone), R"({"Effect": "Deny", "Principal": "*", "NotAction": "s3:Get*",
                            "Resource": "*"})"},
     true},
    {"SameNotResource",
     {R"({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
          "NotResource": "arn:aws:s3:::b/x"})",
      R"({"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject",
          "NotResource": "arn:aws:s3:::b/x"})"},
     false},
    {"NotResourceAlone",
     {R"({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
          "NotResource": "arn:aws:s3:::b/x"})",
      deny(kRead, kObjects)},
     true},
};

INSTANTIATE_TEST_SUITE_P(Denies, PublicPolicyTest, ValuesIn(kDenies), by_name);

TEST(PublicStatement, IsLookedAtAlone) {
  const PolicyFixture policy = policy_of({allow(kEveryone), deny(kRead, kObjects)});
  EXPECT_TRUE(is_public_statement(policy.document.statements[0], true));
  EXPECT_FALSE(is_public_statement(policy.document.statements[1], true));
}

TEST(PublicPolicy, OldPoliciesHaveNoVariables) {
  const PolicyFixture policy = read_policy_text(
      R"({"Version": "2008-10-17", "Statement": {"Effect": "Allow", "Principal": "*",
          "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*",
          "Condition": {"StringEquals": {"aws:SourceVpc": "${aws:username}"}}}})");
  EXPECT_FALSE(is_public_policy(policy.document));
}

}  // namespace
}  // namespace replisim
