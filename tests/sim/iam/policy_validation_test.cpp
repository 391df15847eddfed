#include "sim/iam/policy_validation.h"

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/world.h"
#include "tests/sim/iam/policy_fixture.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::TestWithParam;
using ::testing::ValuesIn;

const PolicyTarget kTarget = {.bucket_name = "dst", .account = "222222222222"};

struct SaveCase {
  std::string name;
  std::string statement;  // of a policy of 2012-10-17; or a whole policy, from `{"Version"` on
  std::string message;    // empty: accepted
  std::string lint_code = {};
  std::string shown = {};  // the text at the fault's place
};

void PrintTo(const SaveCase& c, std::ostream* out) {
  *out << c.name;
}

void expect_answer(const SaveCase& c, PolicyKind kind, std::string_view code) {
  const bool is_whole = c.statement.starts_with("{\"Version\"") || c.statement.starts_with("[");
  const PolicyFixture policy = is_whole ? read_policy_text(c.statement) : policy_of({c.statement});
  const std::vector<SaveFault> faults = validate_policy(policy.document, kind, kTarget);
  if (c.message.empty()) {
    EXPECT_THAT(faults, IsEmpty()) << faults.front().message;
    return;
  }
  ASSERT_FALSE(faults.empty());
  EXPECT_EQ(faults.front().message, c.message);
  EXPECT_EQ(faults.front().code, code);
  EXPECT_EQ(faults.front().lint_code, c.lint_code);
  EXPECT_EQ(policy.shown(faults.front().where), c.shown);
}

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
     "Syntax errors in policy.", "INVALID_CONDITION_OPERATOR", "\"NullIfExists\""},
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
     "Resource vendor must be fully qualified and cannot contain regexes.", "INVALID_ARN_SERVICE",
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

class BucketPolicyTest : public TestWithParam<SaveCase> {};

TEST_P(BucketPolicyTest, IsAnsweredAsS3Does) {
  expect_answer(GetParam(), PolicyKind::Bucket, "MalformedPolicy");
}

std::string bucket_statement(std::string_view principal, std::string_view rest) {
  return std::string(R"({"Effect": "Allow", "Principal": )")
      .append(principal)
      .append(", ")
      .append(rest)
      .append("}");
}

std::string read_by(std::string_view principal) {
  return bucket_statement(principal,
                          R"("Action": "s3:GetObject", "Resource": "arn:aws:s3:::dst/*")");
}

std::string let_everyone(std::string_view action, std::string_view resource) {
  return bucket_statement(
      "\"*\"",
      std::string("\"Action\": ").append(action).append(", \"Resource\": ").append(resource));
}

std::string read_if(std::string_view condition) {
  return bucket_statement(
      "\"*\"", std::string(R"("Action": "s3:GetObject", "Resource": "arn:aws:s3:::dst/*", )")
                   .append("\"Condition\": ")
                   .append(condition));
}

const SaveCase kBucket[] = {
    {"NotAnObject", "[]", "Policies must be valid JSON and the first byte must be '{'",
     "JSON_SYNTAX_ERROR", "[]"},
    {"NoStatement", R"({"Version": "2012-10-17"})", "Missing required field Statement",
     "MISSING_STATEMENT", R"({"Version": "2012-10-17"})"},
    {"EmptyStatement", R"({"Version": "2012-10-17", "Statement": []})",
     "Could not parse the policy: Statement is empty!", "MISSING_STATEMENT", "[]"},
    {"UnknownElement", R"({"Version": "2012-10-17", "Statment": [], "Statement": []})",
     "Unknown field Statment", "INVALID_POLICY_ELEMENT", "\"Statment\""},
    {"UnknownVersion",
     R"({"Version": "2012", "Statement": {"Effect": "Deny", "Principal": "*", "Action": "s3:*",
         "Resource": "arn:aws:s3:::dst"}})",
     "The policy must contain a valid version string", "INVALID_VERSION", "\"2012\""},
    {"NoPrincipal", R"({"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::dst"})",
     "Missing required field Principal", "MISSING_PRINCIPAL",
     R"({"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::dst"})"},
    {"NoEffect", R"({"Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::dst"})",
     "Missing required field Effect", "MISSING_EFFECT",
     R"({"Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::dst"})"},
    {"NoAction", R"({"Effect": "Deny", "Principal": "*", "Resource": "arn:aws:s3:::dst"})",
     "Missing required field Action", "MISSING_ACTION",
     R"({"Effect": "Deny", "Principal": "*", "Resource": "arn:aws:s3:::dst"})"},
    {"NoResource", R"({"Effect": "Deny", "Principal": "*", "Action": "s3:*"})",
     "Missing required field Resource", "MISSING_RESOURCE",
     R"({"Effect": "Deny", "Principal": "*", "Action": "s3:*"})"},
    {"SidTwice",
     R"({"Version": "2012-10-17", "Statement": [
          {"Sid": "A b", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
           "Resource": "arn:aws:s3:::dst"},
          {"Sid": "A b", "Effect": "Deny", "Principal": "*", "Action": "s3:*",
           "Resource": "arn:aws:s3:::dst"}]})",
     "The Statement Ids in the policy are not unique", "UNIQUE_SIDS_REQUIRED", "\"A b\""},
    {"Role", read_by(R"({"AWS": "arn:aws:iam::111111111111:role/path/repl"})"), ""},
    {"Session", read_by(R"({"AWS": "arn:aws:sts::111111111111:assumed-role/repl/s3-replication"})"),
     ""},
    {"OriginAccessIdentity",
     read_by(R"({"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"})"),
     ""},
    {"PartialWildcard", read_by(R"({"AWS": "arn:aws:iam::111111111111:role/*"})"),
     "Invalid principal in policy", "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
     "\"arn:aws:iam::111111111111:role/*\""},
    {"AnyService", read_by(R"({"Service": "*"})"), "Invalid principal in policy",
     "INVALID_SERVICE_PRINCIPAL_FORMAT", "\"*\""},
    {"Group", read_by(R"({"AWS": "arn:aws:iam::111111111111:group/g"})"),
     "Invalid principal in policy", "UNSUPPORTED_PRINCIPAL",
     "\"arn:aws:iam::111111111111:group/g\""},
    {"ArnInAnArn", read_by(R"({"AWS": "arn:aws:iam::arn:aws:iam::111111111111:role/r"})"),
     "Invalid principal in policy", "INVALID_ARN_ACCOUNT",
     "\"arn:aws:iam::arn:aws:iam::111111111111:role/r\""},
    {"CanonicalUser", read_by("{\"CanonicalUser\": \"" + std::string(64, 'a') + "\"}"), ""},
    {"ShortCanonicalUser", read_by(R"({"CanonicalUser": "abc"})"), "Invalid principal in policy",
     "INVALID_PRINCIPAL_FORMAT", "\"abc\""},
    {"PrincipalWithoutType", read_by("\"111111111111\""), "Invalid principal in policy",
     "INVALID_PRINCIPAL_FORMAT", "\"111111111111\""},
    {"UnknownPrincipalType", read_by(R"({"Aws": "111111111111"})"), "Invalid principal in policy",
     "INVALID_PRINCIPAL_KEY", "\"Aws\""},
    {"ResourceStar", let_everyone("\"s3:GetObject\"", "\"*\""), "Policy has invalid resource",
     "UNSUPPORTED_RESOURCE_ARN_IN_POLICY", "\"*\""},
    {"OtherBucket", let_everyone("\"s3:GetObject\"", "\"arn:aws:s3:::dst2/*\""),
     "Policy has invalid resource", "UNSUPPORTED_RESOURCE_ARN_IN_POLICY",
     "\"arn:aws:s3:::dst2/*\""},
    {"PatternOfThisBucket", let_everyone("\"s3:GetObject\"", "\"arn:aws:s3:::d*/*\""), ""},
    {"KeyResource",
     let_everyone("\"s3:GetObject\"", "\"arn:aws:kms:eu-west-1:222222222222:key/k\""),
     "Policy has invalid resource", "UNSUPPORTED_RESOURCE_ARN_IN_POLICY",
     "\"arn:aws:kms:eu-west-1:222222222222:key/k\""},
    {"KmsAction", let_everyone("\"kms:Decrypt\"", "\"arn:aws:s3:::dst/*\""),
     "Policy has invalid action", "UNSUPPORTED_ACTION_IN_POLICY", "\"kms:Decrypt\""},
    {"HeadObject", let_everyone("\"s3:HeadObject\"", "\"arn:aws:s3:::dst/*\""),
     "Policy has invalid action", "UNSUPPORTED_ACTION_IN_POLICY", "\"s3:HeadObject\""},
    {"CreateBucket", let_everyone("\"s3:CreateBucket\"", "\"arn:aws:s3:::dst\""),
     "Policy has invalid action", "UNSUPPORTED_ACTION_IN_POLICY", "\"s3:CreateBucket\""},
    {"ActionStar", let_everyone("\"*\"", "\"arn:aws:s3:::dst\""), ""},
    {"ObjectActionOnBucket",
     let_everyone(R"(["s3:ListBucket", "s3:ReplicateObject"])", "\"arn:aws:s3:::dst\""),
     "Action does not apply to any resource(s) in statement", "REPL_WRONG_RESOURCE_LEVEL",
     "\"s3:ReplicateObject\""},
    {"BucketActionOnObjects",
     let_everyone(R"(["s3:ListBucket", "s3:ReplicateObject"])", "\"arn:aws:s3:::dst/*\""),
     "Action does not apply to any resource(s) in statement", "REPL_WRONG_RESOURCE_LEVEL",
     "\"s3:ListBucket\""},
    {"BothLevels",
     let_everyone(R"(["s3:ListBucket", "s3:ReplicateObject"])",
                  R"(["arn:aws:s3:::dst", "arn:aws:s3:::dst/*"])"),
     ""},
    {"UnknownOperator", read_if(R"({"StringEqual": {"aws:username": "x"}})"),
     "Invalid Condition type : StringEqual", "INVALID_CONDITION_OPERATOR", "\"StringEqual\""},
    {"UnknownS3Key", read_if(R"({"StringEquals": {"s3:prefixes": "x"}})"),
     "Policy has an invalid condition key", "INVALID_SERVICE_CONDITION_KEY", "\"s3:prefixes\""},
    {"KeyOfOtherAction", read_if(R"({"StringEquals": {"s3:prefix": "x"}})"),
     "Conditions do not apply to combination of actions and resources in statement",
     "UNSUPPORTED_ACTION_FOR_CONDITION_KEY", "\"s3:prefix\""},
    {"KeyOfTheAction", read_if(R"({"StringEquals": {"s3:ExistingObjectTag/t": "x"}})"), ""},
    {"AllowWithNotPrincipal",
     R"({"Effect": "Allow", "NotPrincipal": {"AWS": "111111111111"}, "Action": "s3:GetObject",
         "Resource": "arn:aws:s3:::dst/*"})",
     "Allow with NotPrincipal is not allowed.", "ALLOW_WITH_NOTPRINCIPAL",
     R"({"AWS": "111111111111"})"},
    {"DenyWithNotPrincipal",
     R"({"Effect": "Deny", "NotPrincipal": {"AWS": "111111111111"}, "Action": "s3:GetObject",
         "Resource": "arn:aws:s3:::dst/*"})",
     ""},
};

INSTANTIATE_TEST_SUITE_P(Checks, BucketPolicyTest, ValuesIn(kBucket), by_name);

class KeyPolicyTest : public TestWithParam<SaveCase> {};

TEST_P(KeyPolicyTest, IsAnsweredAsKmsDoes) {
  expect_answer(GetParam(), PolicyKind::Key, "MalformedPolicyDocumentException");
}

constexpr const char* kInvalidPrincipals =
    "Policy contains a statement with one or more invalid principals.";

std::string encrypt_by(std::string_view principal) {
  return bucket_statement(principal, R"("Action": "kms:Encrypt", "Resource": "*")");
}

std::string encrypt_if(std::string_view condition) {
  return bucket_statement(
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
  return bucket_statement(principal, "\"Action\": \"sts:AssumeRole\"");
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
    {"OtherService", bucket_statement(R"({"AWS": "*"})", R"("Action": "iam:PassRole")"),
     "AssumeRole policy may only specify STS AssumeRole actions.", "UNSUPPORTED_ACTION_IN_POLICY",
     "\"iam:PassRole\""},
    {"ActionStar", bucket_statement(R"({"AWS": "*"})", R"("Action": "*")"),
     "AssumeRole policy may only specify STS AssumeRole actions.", "UNSUPPORTED_ACTION_IN_POLICY",
     "\"*\""},
    {"EveryStsAction", bucket_statement(R"({"AWS": "*"})", R"("Action": "sts:*")"), ""},
    {"Resource",
     bucket_statement(R"({"AWS": "*"})", R"("Action": "sts:AssumeRole", "Resource": "*")"),
     "Has prohibited field Resource", "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE", "\"*\""},
    {"NotResource",
     bucket_statement(R"({"AWS": "*"})", R"("Action": "sts:AssumeRole", "NotResource": "*")"),
     "AssumeRole policy must not contain resources.", "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE",
     "\"*\""},
    {"CognitoTagSessionAlone",
     bucket_statement(R"({"Federated": "cognito-identity.amazonaws.com"})",
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

TEST(SaveFaults, StandInTheOrderOfTheChecksAllOfThem) {
  const PolicyFixture policy =
      policy_of({R"({"Sid": "A", "Effect": "Allow", "Principal": "*", "Action": "GetObject"})",
                 R"({"Sid": "A", "Effect": "Allow", "Action": "s3:*", "Resource": "x"})"});
  std::vector<std::string> codes;
  for (const SaveFault& fault : validate_policy(policy.document, PolicyKind::Identity)) {
    codes.push_back(fault.lint_code);
  }
  EXPECT_THAT(codes,
              ElementsAre("UNIQUE_SIDS_REQUIRED", "INVALID_ARN_PREFIX", "INVALID_SERVICE_IN_ACTION",
                          "MISSING_RESOURCE", "UNSUPPORTED_PRINCIPAL"));
}

TEST(SaveFaults, AValueThatCannotBeReadIsOneFault) {
  const PolicyFixture policy = policy_of({R"({"Effect": "Allow", "Action": 5, "Resource": "*"})"});
  const std::vector<SaveFault> faults = validate_policy(policy.document, PolicyKind::Identity);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults.front().lint_code, "DATA_TYPE_MISMATCH");
}

// --- principals that are looked up ---

PolicyTarget target_in(const World& world) {
  return {.bucket_name = "dst", .find_principal = [&world](const PrincipalEntry& entry) {
            return principal_presence(world, entry);
          }};
}

World world_with_role() {
  Role role;
  role.role_name = "repl";
  role.path = "/service-role/";
  role.role_id = "AROAEXAMPLEREPL00001";
  User user;
  user.user_name = "jane";
  Account account;
  account.id = "111111111111";
  account.roles.push_back(role);
  account.users.push_back(user);
  World world;
  world.accounts.push_back(account);
  return world;
}

struct PresenceCase {
  std::string name;
  std::string principal;
  PrincipalPresence presence;
};

void PrintTo(const PresenceCase& c, std::ostream* out) {
  *out << c.name;
}

class PrincipalPresenceTest : public TestWithParam<PresenceCase> {};

TEST_P(PrincipalPresenceTest, IsLookedUp) {
  const PresenceCase& c = GetParam();
  const World world = world_with_role();
  const PrincipalEntry entry{.type = PrincipalEntry::Type::Aws, .text = c.principal};
  EXPECT_EQ(principal_presence(world, entry), c.presence);
  const PolicyFixture policy = policy_of({read_by("{\"AWS\": \"" + c.principal + "\"}")});
  EXPECT_EQ(validate_policy(policy.document, PolicyKind::Bucket, target_in(world)).empty(),
            c.presence != PrincipalPresence::Missing);
}

using enum PrincipalPresence;

const PresenceCase kPresences[] = {
    {"Role", "arn:aws:iam::111111111111:role/service-role/repl", Exists},
    {"RoleWithoutItsPath", "arn:aws:iam::111111111111:role/repl", Missing},
    {"User", "arn:aws:iam::111111111111:user/jane", Exists},
    {"NoSuchUser", "arn:aws:iam::111111111111:user/john", Missing},
    {"SessionNeverIssued", "arn:aws:sts::111111111111:assumed-role/repl/s", Exists},
    {"SessionOfNoRole", "arn:aws:sts::111111111111:assumed-role/other/s", Missing},
    {"Root", "arn:aws:iam::111111111111:root", Exists},
    {"AccountId", "111111111111", Exists},
    {"OtherAccount", "arn:aws:iam::333333333333:role/r", NotKnown},
    {"OtherAccountId", "333333333333", NotKnown},
    {"UniqueId", "AROAEXAMPLEREPL00001", Exists},
    {"DeletedUniqueId", "AROAEXAMPLEGONE00001", Missing},
};

INSTANTIATE_TEST_SUITE_P(Principals, PrincipalPresenceTest, ValuesIn(kPresences), by_name);

TEST(PrincipalThatIsMissing, IsRefusedByKms) {
  const World world = world_with_role();
  const PolicyFixture policy =
      policy_of({encrypt_by(R"({"AWS": "arn:aws:iam::111111111111:role/gone"})")});
  const std::vector<SaveFault> faults =
      validate_policy(policy.document, PolicyKind::Key, target_in(world));
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults.front().message, kInvalidPrincipals);
  EXPECT_EQ(faults.front().lint_code, "REPL_PRINCIPAL_NOT_FOUND");
}

// --- sizes, at the limit and one past it ---

struct SizeCase {
  std::string name;
  PolicyKind kind;
  PolicyHolder holder;
  std::size_t size_max;
  std::string code;
  std::string message;
};

void PrintTo(const SizeCase& c, std::ostream* out) {
  *out << c.name;
}

class PolicySizeTest : public TestWithParam<SizeCase> {};

TEST_P(PolicySizeTest, IsLimited) {
  const SizeCase& c = GetParam();
  const PolicyFixture policy = read_policy_text(R"({"Version": "2012-10-17", "Statement": []})");
  const std::string largest(c.size_max, 'x');
  PolicyTarget target{.holder = c.holder, .holder_name = "x", .text = largest};
  for (const SaveFault& fault : validate_policy(policy.document, c.kind, target)) {
    EXPECT_NE(fault.message, c.message);
  }
  const std::string too_large = largest + "x";
  target.text = too_large;
  const std::vector<SaveFault> faults = validate_policy(policy.document, c.kind, target);
  ASSERT_FALSE(faults.empty());
  EXPECT_EQ(faults.front().code, c.code);
  EXPECT_EQ(faults.front().message, c.message);
}

const SizeCase kSizes[] = {
    {"User", PolicyKind::Identity, PolicyHolder::User, 2048, "LimitExceeded",
     "Maximum policy size of 2048 bytes exceeded for user x"},
    {"Group", PolicyKind::Identity, PolicyHolder::Group, 5120, "LimitExceeded",
     "Maximum policy size of 5120 bytes exceeded for group x"},
    {"Role", PolicyKind::Identity, PolicyHolder::Role, 10240, "LimitExceeded",
     "Maximum policy size of 10240 bytes exceeded for role x"},
    {"ManagedPolicy", PolicyKind::Identity, PolicyHolder::ManagedPolicy, 6144, "LimitExceeded",
     "Cannot exceed quota for PolicySize: 6144"},
    {"Boundary", PolicyKind::PermissionsBoundary, PolicyHolder::NotKnown, 6144, "LimitExceeded",
     "Cannot exceed quota for PolicySize: 6144"},
    {"Session", PolicyKind::Session, PolicyHolder::NotKnown, 2048, "ValidationError",
     "1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must "
     "have length less than or equal to 2048"},
    {"Trust", PolicyKind::Trust, PolicyHolder::Role, 2048, "LimitExceeded",
     "Cannot exceed quota for ACLSizePerRole: 2048"},
    {"Key", PolicyKind::Key, PolicyHolder::NotKnown, 32768, "LimitExceededException",
     "The key policy exceeds the maximum size of 32768 bytes."},
    {"Bucket", PolicyKind::Bucket, PolicyHolder::NotKnown, 20480, "MalformedPolicy",
     "Normalized policy document exceeds the maximum allowed size of 20480 bytes."},
    {"ServiceControl", PolicyKind::ServiceControl, PolicyHolder::NotKnown, 5120,
     "ConstraintViolationException", "You have exceeded the allowed policy content size."},
    {"ResourceControl", PolicyKind::ResourceControl, PolicyHolder::NotKnown, 5120,
     "ConstraintViolationException", "You have exceeded the allowed policy content size."},
};

INSTANTIATE_TEST_SUITE_P(Kinds, PolicySizeTest, ValuesIn(kSizes), by_name);

TEST(PolicySize, LeavesOutBlanksBetweenTokensWhereIamDoes) {
  EXPECT_EQ(policy_size("{ \"a b\" :\n1 }", {.size_max = 1, .ignores_whitespace = true}), 9U);
  EXPECT_EQ(policy_size("{ \"a b\" :\n1 }", {.size_max = 1, .ignores_whitespace = false}), 13U);
  EXPECT_EQ(policy_size(R"( "\" " )", {.size_max = 1, .ignores_whitespace = true}), 5U);
}

TEST(PolicyCharacters, AreThoseOfLatin1) {
  const std::string text = R"({"Version": "2012-10-17", "Statement": {"Effect": "Deny",
    "Action": "*", "Resource": "arn:aws:s3:::b/ü"}})";
  const PolicyFixture policy = read_policy_text(text);
  EXPECT_THAT(validate_policy(policy.document, PolicyKind::Identity, {.text = text}), IsEmpty());
}

TEST(PolicyCharacters, BeyondLatin1AreRefused) {
  const std::string text = R"({"Version": "2012-10-17", "Statement": {"Effect": "Deny",
    "Action": "*", "Resource": "arn:aws:s3:::b/ł"}})";
  const PolicyFixture policy = read_policy_text(text);
  const std::vector<SaveFault> faults =
      validate_policy(policy.document, PolicyKind::Identity, {.text = text});
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults.front().code, "ValidationError");
  EXPECT_EQ(policy.shown(faults.front().where), "ł");
}

}  // namespace
}  // namespace replisim
