// Conditions, their values and variables; what meets replication.

#include <string>
#include <vector>

#include "tests/sim/iam/lint_cases.h"

namespace replisim {
namespace {

using enum PolicyKind;

std::string allow_if(const std::string& condition) {
  return with_condition("Allow", condition);
}

std::string actions_if(const std::string& effect, const std::string& actions,
                       const std::string& condition) {
  return R"({"Effect": ")" + effect + R"(", "Action": )" + actions +
         R"(, "Resource": "*", "Condition": )" + condition + "}";
}

std::string key_statement(const std::string& principal, const std::string& rest) {
  return R"({"Effect": "Allow", "Principal": )" + principal + ", " + rest + "}";
}

const std::string kRoot = R"({"AWS": "arn:aws:iam::111111111111:root"})";

}  // namespace

std::string with_condition(const std::string& effect, const std::string& condition) {
  return R"({"Effect": ")" + effect + R"(", "Action": "s3:*", "Resource": "*", "Condition": )" +
         condition + "}";
}

std::string bucket_with_condition(const std::string& effect, const std::string& action,
                                  const std::string& condition) {
  return R"({"Effect": ")" + effect + R"(", "Principal": "*", "Action": )" + action +
         R"(, "Resource": "arn:aws:s3:::b/*", "Condition": )" + condition + "}";
}

std::string policy_of_size(std::size_t size, const std::string& principal) {
  const std::string begin = R"({"Version":"2012-10-17","Statement":{"Effect":"Deny",)" +
                            (principal.empty() ? "" : "\"Principal\":" + principal + ",") +
                            R"("Action":"s3:GetObject","Resource":"arn:aws:s3:::b/)";
  const std::string end = "\"}}";
  return begin + std::string(size - begin.size() - end.size(), 'x') + end;
}

std::string policy_larger_than(std::size_t size, const std::string& principal) {
  return policy_of_size(size + 100, principal);  // blanks may not count
}

std::vector<LintCase> condition_cases() {
  return {
      {"INVALID_CONDITION_OPERATOR", Identity, allow_if(R"({"StringEqual": {"s3:prefix": "a"}})"),
       allow_if(R"({"StringEquals": {"s3:prefix": "a"}})"), "\"StringEqual\"",
       "did you mean `StringEquals`?"},
      {"NULL_WITH_IF_EXISTS", Identity, allow_if(R"({"NullIfExists": {"s3:prefix": "true"}})"),
       allow_if(R"({"Null": {"s3:prefix": "true"}})"), "\"NullIfExists\""},
      {"REPL_OPERATOR_CASE", Identity, allow_if(R"({"stringEqualsifExists": {"s3:prefix": "a"}})"),
       allow_if(R"({"StringEqualsIfExists": {"s3:prefix": "a"}})"), "\"stringEqualsifExists\""},
      {"NULL_WITH_QUALIFIER", Identity,
       allow_if(R"({"ForAnyValue:Null": {"aws:CalledVia": "true"}})"),
       allow_if(R"({"Null": {"aws:CalledVia": "true"}})"), "\"aws:CalledVia\""},
      {"MISSING_QUALIFIER", Identity, allow_if(R"({"StringEquals": {"aws:CalledVia": "x"}})"),
       allow_if(R"({"ForAnyValue:StringEquals": {"aws:CalledVia": "x"}})"), "\"aws:CalledVia\""},
      {"FORALLVALUES_WITH_SINGLE_VALUED_KEY", Identity,
       allow_if(R"({"ForAllValues:StringEquals": {"aws:username": "x"}})"),
       allow_if(R"({"ForAllValues:StringEquals": {"aws:username": "x"},
                    "Null": {"aws:username": "false"}})"),
       "\"aws:username\""},
      {"FORALLVALUES_WITH_SINGLE_VALUED_KEY", Key,
       key_statement(kRoot, R"("Action": "kms:Decrypt", "Resource": "*", "Condition":
         {"ForAllValues:StringEquals": {"kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::b"}})"),
       key_statement(kRoot, R"("Action": "kms:Decrypt", "Resource": "*", "Condition":
         {"ForAllValues:StringEquals": {"kms:EncryptionContextKeys": "aws:s3:arn"}})"),
       "\"ForAllValues:StringEquals\"", "remove `ForAllValues:`", "RefusedByKms"},
      {"INVALID_CONDITION_KEY_FORMAT", Identity, allow_if(R"({"StringEquals": {"prefix": "a"}})"),
       allow_if(R"({"StringEquals": {"saml:aud": "a"}})"), "\"prefix\""},
      {"INVALID_GLOBAL_CONDITION_KEY", Identity,
       allow_if(R"({"StringEquals": {"aws:PrincipalOrgId2": "o-1"}})"),
       allow_if(R"({"StringEquals": {"AWS:principalorgid": "o-1"}})"), "\"aws:PrincipalOrgId2\"",
       "did you mean `aws:PrincipalOrgID`?"},
      {"INVALID_SERVICE_CONDITION_KEY", Identity,
       allow_if(R"({"StringEquals": {"s3:prefixx": "a"}})"),
       allow_if(R"({"StringEquals": {"s3:prefix": "a"}})"), "\"s3:prefixx\"",
       "did you mean `s3:prefix`?"},
      {"UNSUPPORTED_GLOBAL_CONDITION_KEY", Identity,
       allow_if(R"({"ArnEquals": {"aws:ARN": "arn:aws:iam::111111111111:role/r"}})"),
       allow_if(R"({"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111111111111:role/r"}})"),
       "\"aws:ARN\"", "aws:PrincipalArn"},
      {"DEPRECATED_GLOBAL_CONDITION_KEY", Identity,
       allow_if(R"({"StringEquals": {"aws:SourceOwner": "111111111111"}})"),
       allow_if(R"({"StringEquals": {"aws:SourceAccount": "111111111111"}})"),
       "\"aws:SourceOwner\""},
      {"MISSING_TAG_KEY_IN_CONDITION", Identity,
       allow_if(R"({"StringEquals": {"aws:PrincipalTag/": "a"}})"),
       allow_if(R"({"StringEquals": {"aws:PrincipalTag/t": "a"}})"), "\"aws:PrincipalTag/\""},
      {"IRRELEVANT_CONDITION_KEY_IN_POLICY", Key,
       key_statement(kRoot, R"("Action": "kms:Decrypt", "Resource": "*",
         "Condition": {"ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/a"}})"),
       key_statement(kRoot, R"("Action": "kms:Decrypt", "Resource": "*",
         "Condition": {"StringEquals": {"kms:RequestAlias": "alias/a"}})"),
       "\"kms:ResourceAliases\""},
      {"MISSING_ACTION_FOR_CONDITION_KEY", Identity,
       actions_if("Allow", "\"s3:GetObject\"", R"({"StringLike": {"s3:prefix": "a*"}})"),
       actions_if("Allow", "\"s3:List*\"", R"({"StringLike": {"s3:prefix": "a*"}})"),
       "\"s3:prefix\""},
      {"MISSING_ACTION_FOR_CONDITION_KEY", Bucket,
       bucket_with_condition("Allow", "\"s3:GetObject\"", R"({"StringLike": {"s3:prefix": "a*"}})"),
       bucket_with_condition("Allow", "\"s3:GetObject\"",
                             R"({"StringEquals": {"s3:ExistingObjectTag/t": "a"}})"),
       "\"s3:prefix\"", "carries", "RefusedByS3"},
      {"UNSUPPORTED_ACTION_FOR_CONDITION_KEY", Identity,
       actions_if("Allow", R"(["s3:ReplicateObject", "s3:ReplicateDelete"])",
                  R"({"StringEquals": {"s3:x-amz-server-side-encryption": "aws:kms"}})"),
       actions_if("Allow", R"(["s3:ReplicateObject", "s3:ReplicateDelete"])",
                  R"({"StringEqualsIfExists": {"s3:x-amz-server-side-encryption": "aws:kms"}})"),
       "\"s3:ReplicateDelete\""},
      {"DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", Identity,
       actions_if("Deny", R"(["s3:CreateJob", "s3:GetObject"])",
                  R"({"StringEquals": {"aws:RequestTag/t": "a"}})"),
       actions_if("Deny", "\"s3:CreateJob\"", R"({"StringEquals": {"aws:RequestTag/t": "a"}})"),
       "\"s3:GetObject\""},
      {"DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", Identity,
       R"({"Effect": "Deny", "NotAction": "s3:*", "Resource": "*",
           "Condition": {"StringEquals": {"aws:ResourceTag/t": "a"}}})",
       R"({"Effect": "Allow", "NotAction": "iam:*", "Resource": "arn:aws:s3:::b",
           "Condition": {"StringEquals": {"aws:ResourceTag/t": "a"}}})",
       "\"aws:ResourceTag/t\""},
      {"ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE", Identity,
       actions_if("Allow", "\"s3:GetObject\"", R"({"StringEquals": {"aws:RequestTag/t": "a"}})"),
       actions_if("Allow", "\"s3:CreateJob\"", R"({"StringEquals": {"aws:RequestTag/t": "a"}})"),
       "\"s3:GetObject\""},
      {"MISSING_PAIRED_CONDITION_KEYS", Identity,
       allow_if(R"({"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}})"),
       allow_if(R"({"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"},
                    "StringEquals": {"aws:SourceVpc": "vpc-1"}})"),
       "\"aws:VpcSourceIp\""},
  };
}

std::vector<LintCase> value_cases() {
  return {
      {"INVALID_CONDITION_DATA_TYPE", Identity,
       allow_if(R"({"NumericEquals": {"s3:max-keys": "ten"}})"),
       allow_if(R"({"NumericEquals": {"s3:max-keys": "10"}})"), "\"ten\"", "a number"},
      {"INVALID_CONDITION_DATA_TYPE", Session,
       allow_if(R"({"ArnLike": {"aws:PrincipalArn": "role/r"}})"),
       allow_if(R"({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/r"}})"), "\"role/r\"", "",
       "WhereItIsSaved"},
      {"INVALID_DATE_VALUE", Session,
       allow_if(R"({"DateLessThan": {"aws:CurrentTime": "tomorrow"}})"),
       allow_if(R"({"DateLessThan": {"aws:CurrentTime": "2030-01-01"}})"), "\"tomorrow\""},
      {"TYPE_MISMATCH_NUMBER", Session, allow_if(R"({"NumericEquals": {"s3:max-keys": "ten"}})"),
       allow_if(R"({"NumericEquals": {"s3:max-keys": 10}})"), "\"ten\""},
      {"TYPE_MISMATCH_IP_RANGE", Session,
       allow_if(R"({"IpAddress": {"aws:SourceIp": "203.0.113.0/33"}})"),
       allow_if(R"({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}})"), "\"203.0.113.0/33\""},
      {"TYPE_MISMATCH_BOOLEAN", Identity, allow_if(R"({"Bool": {"aws:SecureTransport": "yes"}})"),
       allow_if(R"({"Bool": {"aws:SecureTransport": "TRUE"}})"), "\"yes\""},
      {"TYPE_MISMATCH", Identity, allow_if(R"({"StringEquals": {"aws:SecureTransport": "true"}})"),
       allow_if(R"({"Bool": {"aws:SecureTransport": "true"}})"), "\"StringEquals\"", "Bool"},
      {"TYPE_MISMATCH", Identity, allow_if(R"({"StringEquals": {"aws:SourceIp": "203.0.113.1"}})"),
       allow_if(R"({"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/r"}})"),
       "\"StringEquals\"", "IPAddress", "ArnsAreTexts"},
      {"INVALID_CONDITION_MULTIPLE_BOOLEAN", Identity,
       allow_if(R"({"Bool": {"aws:SecureTransport": ["true", "false"]}})"),
       allow_if(R"({"Bool": {"aws:SecureTransport": ["true"]}})"), "\"false\""},
      {"WILDCARD_WITHOUT_LIKE_OPERATOR", Identity,
       allow_if(R"({"StringEquals": {"s3:prefix": "home/*"}})"),
       allow_if(R"({"StringLike": {"s3:prefix": "home/*"}})"), "\"home/*\"", "StringLike"},
      {"REDUNDANT_CONDITION_VALUE_NUM", Identity,
       allow_if(R"({"NumericLessThan": {"s3:max-keys": ["10", "20"]}})"),
       allow_if(R"({"NumericEquals": {"s3:max-keys": ["10", "20"]}})"), "\"20\""},
      {"PRIVATE_IP_ADDRESS", Identity,
       allow_if(R"({"IpAddress": {"aws:SourceIp": ["10.1.0.0/16", "192.168.0.1"]}})"),
       allow_if(R"({"IpAddress": {"aws:VpcSourceIp": "10.1.0.0/16"},
                    "StringEquals": {"aws:SourceVpc": "vpc-1"}})"),
       "\"aws:SourceIp\""},
      {"PRIVATE_NOT_IP_ADDRESS", Identity,
       with_condition("Deny", R"({"NotIpAddress": {"aws:SourceIp": "10.1.0.0/16"}})"),
       with_condition("Deny", R"({"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}})"),
       "\"aws:SourceIp\""},
      {"PRIVATE_IP_ADDRESS_SUBSET", Identity,
       allow_if(R"({"IpAddress": {"aws:SourceIp": ["10.1.0.0/16", "203.0.113.0/24"]}})"),
       allow_if(R"({"IpAddress": {"aws:SourceIp": ["203.0.113.0/24"]}})"), "\"aws:SourceIp\""},
      {"IMPROVE_IP_RANGE", Identity,
       allow_if(R"({"IpAddress": {"aws:SourceIp": "203.0.113.7/24"}})"),
       allow_if(R"({"IpAddress": {"aws:SourceIp": "203.0.113.7"}})"), "\"203.0.113.7/24\""},
      {"REPL_IP_RANGE_NEVER_MATCHES", Identity,
       allow_if(R"({"IpAddress": {"aws:SourceIp": "2001:db8::5/64"}})"),
       allow_if(R"({"IpAddress": {"aws:SourceIp": "2001:db8::/64"}})"), "\"2001:db8::5/64\""},
      {"INVALID_VPC_FORMAT", Identity, allow_if(R"({"StringEquals": {"aws:SourceVpc": "my-vpc"}})"),
       allow_if(R"({"StringLike": {"aws:SourceVpc": "vpc-0a*"}})"), "\"my-vpc\""},
      {"INVALID_VPCE_FORMAT", Identity,
       allow_if(R"({"StringEquals": {"aws:SourceVpce": "vpc-0a1b"}})"),
       allow_if(R"({"StringEquals": {"aws:SourceVpce": "vpce-0a1b"}})"), "\"vpc-0a1b\""},
      {"INVALID_REGION", Identity,
       allow_if(R"({"StringEquals": {"aws:RequestedRegion": "eu-west"}})"),
       allow_if(R"({"StringEquals": {"aws:RequestedRegion": ["eu-west-1", "us-gov-east-1"]}})"),
       "\"eu-west\""},
      {"REPL_INVALID_ACCOUNT_ID", Identity,
       allow_if(R"({"StringEquals": {"aws:ResourceAccount": "11111111111"}})"),
       allow_if(R"({"StringEquals": {"aws:ResourceAccount": "111111111111"}})"), "\"11111111111\""},
  };
}

std::vector<LintCase> variable_cases() {
  const auto on_key = [](const std::string& key) {
    return R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/)" + key +
           "\"}";
  };
  const std::string quiet = on_key("${aws:PrincipalTag/team, 'none'}/${*}");
  return {
      {"EMPTY_VARIABLE", Identity, on_key("${}"), quiet, "\"arn:aws:s3:::b/${}\""},
      {"MISSING_BRACE_IN_VARIABLE", Identity, on_key("${aws:username"), quiet,
       "\"arn:aws:s3:::b/${aws:username\""},
      {"MISSING_QUOTE_IN_VARIABLE", Identity, on_key("${aws:username, none}"), quiet,
       "\"arn:aws:s3:::b/${aws:username, none}\""},
      {"UNSUPPORTED_SPACE_IN_VARIABLE", Identity, on_key("${aws:username }"), quiet,
       "\"arn:aws:s3:::b/${aws:username }\""},
      {"VARIABLE_UNSUPPORTED_IN_ELEMENT", Identity,
       R"({"Effect": "Allow", "Action": "s3:${aws:username}", "Resource": "*"})", quiet,
       "\"s3:${aws:username}\""},
      {"VARIABLE_UNSUPPORTED_IN_ELEMENT", Identity,
       R"({"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3::${aws:x}:b/*"})",
       quiet, "\"arn:aws:s3::${aws:x}:b/*\"", "", "BeforeTheFifthColon"},
      {"VARIABLE_UNSUPPORTED_IN_VERSION", Bucket,
       R"({"Version": "2008-10-17", "Statement": {"Effect": "Deny", "Principal": "*",
           "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${aws:username}"}})",
       R"({"Version": "2012-10-17", "Statement": {"Effect": "Deny", "Principal": "*",
           "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/${aws:username}"}})",
       "\"arn:aws:s3:::b/${aws:username}\""},
      {"INVALID_VARIABLE_FOR_OPERATOR", Session,
       with_condition("Allow", R"({"NumericEquals": {"s3:max-keys": "${aws:PrincipalTag/n}"}})"),
       with_condition("Allow", R"({"StringEquals": {"s3:prefix": "${aws:PrincipalTag/n}"}})"),
       "\"${aws:PrincipalTag/n}\""},
      {"REPL_MULTIVALUED_VARIABLE", Identity, on_key("${aws:TagKeys}"), quiet,
       "\"arn:aws:s3:::b/${aws:TagKeys}\""},
      {"REPL_UNKNOWN_VARIABLE", Identity, on_key("${aws:user}"), on_key("${saml:sub}"),
       "\"arn:aws:s3:::b/${aws:user}\""},
  };
}

std::vector<LintCase> replication_cases() {
  const std::string key_of_role = R"("Action": "kms:Encrypt", "Resource": "*")";
  const auto encrypt_if = [](const std::string& condition) {
    return actions_if("Allow", "\"kms:Encrypt\"", condition);
  };
  return {
      {"REPL_DENY_HITS_REPLICATION", Bucket,
       bucket_with_condition("Deny", "\"s3:*\"",
                             R"({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}})"),
       bucket_with_condition("Deny", "\"s3:PutObject\"",
                             R"({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}})"),
       "\"aws:SourceVpce\"", "aws:PrincipalArn"},
      {"REPL_DENY_HITS_REPLICATION", Bucket,
       bucket_with_condition("Deny", "\"s3:*\"",
                             R"({"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"},
                                 "BoolIfExists": {"aws:ViaAWSService": "false"}})"),
       bucket_with_condition("Deny", "\"s3:*\"",
                             R"({"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"},
                                 "ArnNotLike": {"aws:PrincipalArn":
                                   "arn:aws:iam::111111111111:role/r"}})"),
       "\"aws:SourceIp\"", "", "Q14"},
      {"REPL_DENY_HITS_REPLICATION", Bucket,
       bucket_with_condition("Deny", "\"s3:*\"",
                             R"({"StringNotEquals": {"s3:x-amz-acl": "private"}})"),
       bucket_with_condition("Deny", "\"s3:*\"", R"({"Bool": {"aws:SecureTransport": "false"}})"),
       "\"s3:x-amz-acl\"", "", "Q22"},
      {"REPL_DENY_HITS_REPLICATION", Key,
       R"({"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "kms:*", "Resource": "*",
           "Condition": {"StringNotEqualsIfExists": {"aws:SourceVpc": "vpc-1"}}})",
       R"({"Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "kms:*", "Resource": "*",
           "Condition": {"StringNotEqualsIfExists": {"aws:SourceVpc": "vpc-1"},
                         "BoolIfExists": {"aws:ViaAWSService": "false"}}})",
       "\"aws:SourceVpc\"", "", "KeyPolicy"},
      {"REPL_ALLOW_MISSES_REPLICATION", Bucket,
       R"({"Effect": "Allow", "Principal": {"AWS": "222222222222"}, "Action": "s3:Replicate*",
           "Resource": "arn:aws:s3:::b/*",
           "Condition": {"ArnLike": {"aws:SourceArn": "arn:aws:s3:::src"}}})",
       R"({"Effect": "Allow", "Principal": {"AWS": "222222222222"}, "Action": "s3:Replicate*",
           "Resource": "arn:aws:s3:::b/*",
           "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::222222222222:role/r"}}})",
       "\"aws:SourceArn\""},
      {"REPL_PUBLIC_BUCKET_POLICY", Bucket,
       R"({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
           "Resource": "arn:aws:s3:::b/*"})",
       bucket_with_condition("Allow", "\"s3:GetObject\"",
                             R"({"StringEquals": {"aws:PrincipalOrgID": "o-1"}})"),
       "\"*\""},
      {"REPL_PUBLIC_POLICY_CUTS_GRANT", Bucket,
       R"({"Version": "2012-10-17", "Statement": [
           {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::b/*"},
           {"Effect": "Allow", "Principal": {"AWS": ["111111111111", "222222222222"]},
            "Action": "s3:ReplicateObject", "Resource": "arn:aws:s3:::b/*"}]})",
       R"({"Effect": "Allow", "Principal": {"AWS": "222222222222"},
           "Action": "s3:ReplicateObject", "Resource": "arn:aws:s3:::b/*"})",
       "\"222222222222\""},
      {"REPL_KEY_POLICY_WITHOUT_ACCOUNT", Key,
       key_statement(R"({"AWS": "arn:aws:iam::111111111111:role/r"})", key_of_role),
       key_statement(kRoot, key_of_role),
       "[" + key_statement(R"({"AWS": "arn:aws:iam::111111111111:role/r"})", key_of_role) + "]"},
      {"REPL_KEY_POLICY_WITHOUT_ACCOUNT", Key,
       key_statement(R"({"AWS": "arn:aws:iam::222222222222:root"})", key_of_role),
       key_statement(R"({"AWS": "111111111111"})", key_of_role),
       "[" + key_statement(R"({"AWS": "arn:aws:iam::222222222222:root"})", key_of_role) + "]", "",
       "OtherAccount"},
      {"REPL_KEY_RESOURCE_MISMATCH", Key, key_statement(kRoot, R"("Action": "kms:Encrypt",
         "Resource": "arn:aws:kms:eu-west-1:111111111111:alias/a")"),
       key_statement(kRoot, R"("Action": "kms:Encrypt",
         "Resource": "arn:aws:kms:*:111111111111:key/k1")"),
       "\"arn:aws:kms:eu-west-1:111111111111:alias/a\""},
      {"REPL_ALIAS_AS_RESOURCE", Identity,
       R"({"Effect": "Allow", "Action": "kms:Encrypt",
           "Resource": "arn:aws:kms:eu-west-1:111111111111:alias/a"})",
       R"({"Effect": "Allow", "Action": "kms:UpdateAlias",
           "Resource": "arn:aws:kms:eu-west-1:111111111111:alias/a"})",
       "\"arn:aws:kms:eu-west-1:111111111111:alias/a\""},
      {"REPL_VIA_SERVICE_FORMAT", Identity,
       encrypt_if(R"({"StringEquals": {"kms:ViaService": "s3.amazonaws.com"}})"),
       encrypt_if(R"({"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}})"),
       "\"s3.amazonaws.com\""},
      {"REPL_VIA_SERVICE_REGION", Identity,
       R"({"Effect": "Allow", "Action": "kms:Encrypt",
           "Resource": "arn:aws:kms:eu-west-1:111111111111:key/k",
           "Condition": {"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}})",
       R"({"Effect": "Allow", "Action": "kms:Encrypt",
           "Resource": "arn:aws:kms:*:111111111111:key/k",
           "Condition": {"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}})",
       "\"s3.us-east-1.amazonaws.com\""},
      {"REPL_VIA_SERVICE_REGION", Key,
       key_statement(kRoot, R"("Action": "kms:Encrypt", "Resource": "*",
         "Condition": {"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}})"),
       key_statement(kRoot, R"("Action": "kms:Encrypt", "Resource": "*",
         "Condition": {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}})"),
       "\"s3.us-east-1.amazonaws.com\"", "", "KeyPolicy"},
      {"REPL_MISSPELT_ENCRYPTION_CONTEXT_KEY", Identity,
       encrypt_if(R"({"StringLike": {"kms:EncryptionContext:arn:aws:arn": "arn:aws:s3:::b/*"}})"),
       encrypt_if(R"({"StringLike": {"kms:EncryptionContext:AWS:S3:ARN": "arn:aws:s3:::b*"}})"),
       "\"kms:EncryptionContext:arn:aws:arn\"", "kms:EncryptionContext:aws:s3:arn"},
      {"REPL_ENCRYPTION_CONTEXT_OF_OBJECTS", Identity,
       encrypt_if(R"({"StringLike": {"kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::b/*"}})"),
       encrypt_if(R"({"StringLike": {"kms:EncryptionContext:aws:s3:arn":
                      ["arn:aws:s3:::b", "arn:aws:s3:::b/*"]}})"),
       "\"kms:EncryptionContext:aws:s3:arn\""},
      {"REPL_ENCRYPTION_CONTEXT_OF_BUCKET", Identity,
       encrypt_if(R"({"StringLike": {"kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::b"}})"),
       encrypt_if(R"({"StringLike": {"kms:EncryptionContext:aws:s3:arn": "arn:aws:s3:::b*"}})"),
       "\"kms:EncryptionContext:aws:s3:arn\""},
  };
}

}  // namespace replisim
