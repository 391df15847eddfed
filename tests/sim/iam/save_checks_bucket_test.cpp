// What S3 answers: bucket policies.

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "tests/sim/iam/save_case.h"

namespace replisim {
namespace {

using ::testing::TestWithParam;
using ::testing::ValuesIn;

constexpr auto by_name = [](const auto& test) { return test.param.name; };

class BucketPolicyTest : public TestWithParam<SaveCase> {};

TEST_P(BucketPolicyTest, IsAnsweredAsS3Does) {
  expect_answer(GetParam(), PolicyKind::Bucket, "MalformedPolicy");
}

std::string read_by(std::string_view principal) {
  return allow_by(principal, R"("Action": "s3:GetObject", "Resource": "arn:aws:s3:::dst/*")");
}

std::string let_everyone(std::string_view action, std::string_view resource) {
  return allow_by(
      "\"*\"",
      std::string("\"Action\": ").append(action).append(", \"Resource\": ").append(resource));
}

std::string read_if(std::string_view condition) {
  return allow_by("\"*\"",
                  std::string(R"("Action": "s3:GetObject", "Resource": "arn:aws:s3:::dst/*", )")
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
     "Policy has invalid action", "REPL_KMS_ACTION_IN_BUCKET_POLICY", "\"kms:Decrypt\""},
    {"HeadObject", let_everyone("\"s3:HeadObject\"", "\"arn:aws:s3:::dst/*\""),
     "Policy has invalid action", "INVALID_ACTION", "\"s3:HeadObject\""},
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
     "MISSING_ACTION_FOR_CONDITION_KEY", "\"s3:prefix\""},
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

}  // namespace
}  // namespace replisim
