#include <ostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/model/import/terraform_fixture.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kProvider =
    R"({"region": {"constant_value": "eu-west-1"},
        "allowed_account_ids": {"constant_value": ["111111111111"]}})";

struct Resource {
  std::string address;
  std::string after;
};

struct ResourceCase {
  std::string name;
  std::vector<Resource> resources;
  std::string pointer;
  std::string value;
};

void PrintTo(const ResourceCase& c, std::ostream* out) {
  *out << c.name;
}

class TerraformResource : public ::testing::TestWithParam<ResourceCase> {};

TEST_P(TerraformResource, SetsWhatItIsFor) {
  PlanText plan;
  plan.provider("aws", kProvider);
  for (const Resource& resource : GetParam().resources) {
    plan.creates(resource.address, resource.after).configures(resource.address, "{}");
  }
  const Imported imported = import_plan(plan);
  EXPECT_EQ(imported.at("/accounts/0" + GetParam().pointer), GetParam().value) << imported.issues;
  EXPECT_TRUE(imported.scenario) << imported.issues;
}

const Resource kBucket = {"aws_s3_bucket.a", R"({"bucket": "b"})"};
const Resource kRole = {"aws_iam_role.r", R"({"name": "r", "path": "/x/",
    "assume_role_policy": "{\"Statement\": []}"})"};
const Resource kKey = {"aws_kms_key.k", R"({"key_id": "k1",
    "arn": "arn:aws:kms:eu-west-1:111111111111:key/k1"})"};

const ResourceCase kBuckets[] = {
    {"Versioning",
     {kBucket,
      {"aws_s3_bucket_versioning.v",
       R"({"bucket": "b", "versioning_configuration": [{"status": "Suspended"}]})"}},
     "/Buckets/0/Versioning",
     R"({"Status":"Suspended"})"},
    {"VersioningNeverEnabled",
     {kBucket,
      {"aws_s3_bucket_versioning.v",
       R"({"bucket": "b", "versioning_configuration": [{"status": "Disabled"}]})"}},
     "/Buckets/0/Versioning",
     ""},
    {"InlineVersioning",
     {{"aws_s3_bucket.a", R"({"bucket": "b", "versioning": [{"enabled": true}]})"}},
     "/Buckets/0/Versioning",
     R"({"Status":"Enabled"})"},
    {"InlineVersioningOff",
     {{"aws_s3_bucket.a", R"({"bucket": "b", "versioning": [{"enabled": false}]})"}},
     "/Buckets/0/Versioning",
     ""},
    {"ResourceBeforeInline",
     {{"aws_s3_bucket.a", R"({"bucket": "b", "versioning": [{"enabled": true}]})"},
      {"aws_s3_bucket_versioning.v",
       R"({"bucket": "b", "versioning_configuration": [{"status": "Suspended"}]})"}},
     "/Buckets/0/Versioning",
     R"({"Status":"Suspended"})"},
    {"InlineEncryption",
     {{"aws_s3_bucket.a", R"({"bucket": "b", "server_side_encryption_configuration":
       [{"rule": [{"apply_server_side_encryption_by_default": [{"kms_master_key_id": "",
       "sse_algorithm": "aws:kms:dsse"}], "bucket_key_enabled": false}]}]})"}},
     "/Buckets/0/ServerSideEncryptionConfiguration/Rules/0",
     R"({"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms:dsse"},)"
     R"("BucketKeyEnabled":false})"},
    {"BlockedEncryption",
     {kBucket,
      {"aws_s3_bucket_server_side_encryption_configuration.e",
       R"({"bucket": "b", "rule": [{"blocked_encryption_types": ["SSE-C"],
       "apply_server_side_encryption_by_default": [{"sse_algorithm": "AES256"}]}]})"}},
     "/Buckets/0/ServerSideEncryptionConfiguration/Rules/0/BlockedEncryptionTypes",
     R"({"EncryptionType":["SSE-C"]})"},
    {"Ownership",
     {kBucket,
      {"aws_s3_bucket_ownership_controls.o",
       R"({"bucket": "b", "rule": [{"object_ownership": "ObjectWriter"}]})"}},
     "/Buckets/0/OwnershipControls",
     R"({"Rules":[{"ObjectOwnership":"ObjectWriter"}]})"},
    {"PublicAccess",
     {kBucket,
      {"aws_s3_bucket_public_access_block.p",
       R"({"bucket": "b", "block_public_acls": true, "restrict_public_buckets": false})"}},
     "/Buckets/0/PublicAccessBlockConfiguration",
     R"({"BlockPublicAcls":true,"RestrictPublicBuckets":false})"},
    {"PublicAccessOfTheAccount",
     {kBucket, {"aws_s3_account_public_access_block.p", R"({"block_public_policy": true})"}},
     "/PublicAccessBlockConfiguration",
     R"({"BlockPublicPolicy":true})"},
    {"ObjectLock",
     {kBucket,
      {"aws_s3_bucket_object_lock_configuration.l",
       R"({"bucket": "b", "object_lock_enabled": "Enabled",
       "rule": [{"default_retention": [{"mode": "GOVERNANCE", "days": 3, "years": null}]}]})"}},
     "/Buckets/0/ObjectLockConfiguration",
     R"({"ObjectLockEnabled":"Enabled","Rule":{"DefaultRetention":)"
     R"({"Mode":"GOVERNANCE","Days":3}}})"},
    {"ObjectLockOfTheBucket",
     {{"aws_s3_bucket.a", R"({"bucket": "b", "object_lock_enabled": true})"}},
     "/Buckets/0/ObjectLockConfiguration",
     R"({"ObjectLockEnabled":"Enabled"})"},
    {"CannedAcl",
     {kBucket, {"aws_s3_bucket_acl.l", R"({"bucket": "b", "acl": "public-read"})"}},
     "/Buckets/0/AccessControlPolicy",
     R"({"Grants":[{"Grantee":{"Type":"Group",)"
     R"("URI":"http://acs.amazonaws.com/groups/global/AllUsers"},"Permission":"READ"}]})"},
    {"Acl",
     {kBucket,
      {"aws_s3_bucket_acl.l", R"({"bucket": "b", "access_control_policy": [{"owner": [{"id": "o"}],
       "grant": [{"permission": "READ", "grantee":
       [{"type": "CanonicalUser", "id": "u", "uri": ""}]}]}]})"}},
     "/Buckets/0/AccessControlPolicy",
     R"({"Owner":{"ID":"o"},"Grants":[{"Grantee":{"Type":"CanonicalUser","ID":"u"},)"
     R"("Permission":"READ"}]})"},
    {"RequesterPays",
     {kBucket,
      {"aws_s3_bucket_request_payment_configuration.p",
       R"({"bucket": "b", "payer": "Requester"})"}},
     "/Buckets/0/RequestPaymentConfiguration",
     R"({"Payer":"Requester"})"},
    {"Tags",
     {{"aws_s3_bucket.a", R"({"bucket": "b", "tags": {"k": "v"}})"}},
     "/Buckets/0/TagSet",
     R"([{"Key":"k","Value":"v"}])"},
};

INSTANTIATE_TEST_SUITE_P(Buckets, TerraformResource, ::testing::ValuesIn(kBuckets),
                         [](const auto& test) { return test.param.name; });

const ResourceCase kIdentities[] = {
    {"Role",
     {kRole},
     "/Roles/0",
     R"({"RoleName":"r","Path":"/x/","AssumeRolePolicyDocument":"{\"Statement\": []}"})"},
    {"InlinePolicyOfTheRole",
     {{"aws_iam_role.r", R"({"name": "r", "inline_policy": [{"name": "i",
       "policy": "{\"Statement\": []}"}]})"}},
     "/Roles/0/RolePolicyList",
     R"([{"PolicyName":"i","PolicyDocument":"{\"Statement\": []}"}])"},
    {"InlinePolicyNamedByArn",
     {kRole,
      {"aws_iam_role_policy.p", R"({"role": "arn:aws:iam::111111111111:role/x/r", "name": "i",
       "policy": "{\"Statement\": []}"})"}},
     "/Roles/0/RolePolicyList",
     R"([{"PolicyName":"i","PolicyDocument":"{\"Statement\": []}"}])"},
    {"AttachedOnce",
     {{"aws_iam_role.r", R"({"name": "r", "managed_policy_arns": ["arn:aws:iam::aws:policy/X"]})"},
      {"aws_iam_role_policy_attachment.p",
       R"({"role": "r", "policy_arn": "arn:aws:iam::aws:policy/X"})"}},
     "/Roles/0/AttachedManagedPolicies",
     R"([{"PolicyArn":"arn:aws:iam::aws:policy/X"}])"},
    {"AttachedByThePolicy",
     {kRole,
      {"aws_iam_policy_attachment.p",
       R"({"roles": ["r"], "users": null, "policy_arn": "arn:aws:iam::aws:policy/X"})"}},
     "/Roles/0/AttachedManagedPolicies",
     R"([{"PolicyArn":"arn:aws:iam::aws:policy/X"}])"},
    {"OnlyTheExclusiveOnes",
     {{"aws_iam_role.r", R"({"name": "r", "managed_policy_arns":
       ["arn:aws:iam::aws:policy/X", "arn:aws:iam::aws:policy/Y"]})"},
      {"aws_iam_role_policy_attachments_exclusive.e",
       R"({"role_name": "r", "policy_arns": ["arn:aws:iam::aws:policy/Y"]})"}},
     "/Roles/0/AttachedManagedPolicies",
     R"([{"PolicyArn":"arn:aws:iam::aws:policy/Y"}])"},
    {"Boundary",
     {{"aws_iam_role.r",
       R"({"name": "r", "permissions_boundary": "arn:aws:iam::111111111111:policy/b"})"}},
     "/Roles/0/PermissionsBoundary",
     R"({"PermissionsBoundaryArn":"arn:aws:iam::111111111111:policy/b"})"},
    {"GroupMembership",
     {{"aws_iam_user.u", R"({"name": "u"})"},
      {"aws_iam_user_group_membership.m", R"({"user": "u", "groups": ["g", "h"]})"}},
     "/Users/0/GroupList",
     R"(["g","h"])"},
};

INSTANTIATE_TEST_SUITE_P(Identities, TerraformResource, ::testing::ValuesIn(kIdentities),
                         [](const auto& test) { return test.param.name; });

const ResourceCase kKeys[] = {
    {"Alias",
     {kKey, {"aws_kms_alias.a", R"({"name": "alias/x", "target_key_id": "k1"})"}},
     "/Keys/0/Aliases",
     R"(["alias/x"])"},
    {"Disabled",
     {{"aws_kms_key.k", R"({"key_id": "k1", "is_enabled": false})"}},
     "/Keys/0/KeyState",
     R"("Disabled")"},
    {"DefaultPolicy", {kKey}, "/Keys/0/Policy", ""},
    {"PolicyOfItsOwn",
     {kKey, {"aws_kms_key_policy.p", R"({"key_id": "k1", "policy": "{\"Statement\": []}"})"}},
     "/Keys/0/Policy",
     R"("{\"Statement\": []}")"},
    {"ReplicaHasTheIdOfItsPrimary",
     {{"aws_kms_replica_key.k", R"({"region": "eu-west-3",
       "primary_key_arn": "arn:aws:kms:eu-west-1:111111111111:key/mrk-1"})"}},
     "/Keys/0",
     R"({"KeyId":"mrk-1","MultiRegion":true,"Region":"eu-west-3"})"},
    {"Grant",
     {kKey, {"aws_kms_grant.g", R"({"key_id": "k1", "name": "g",
       "grantee_principal": "arn:aws:iam::111111111111:role/r", "operations": ["Encrypt"],
       "constraints": [{"encryption_context_equals": {"a": "b"},
       "encryption_context_subset": null}]})"}},
     "/Keys/0/Grants/0",
     R"({"Name":"g","GranteePrincipal":"arn:aws:iam::111111111111:role/r",)"
     R"("Operations":["Encrypt"],"IssuingAccount":"arn:aws:iam::111111111111:root",)"
     R"("Constraints":{"EncryptionContextEquals":{"a":"b"}}})"},
};

INSTANTIATE_TEST_SUITE_P(Keys, TerraformResource, ::testing::ValuesIn(kKeys),
                         [](const auto& test) { return test.param.name; });

TEST(TerraformObject, IsAnEvent) {
  PlanText plan;
  plan.provider("aws", kProvider);
  plan.creates(kBucket.address, kBucket.after).configures(kBucket.address, "{}");
  plan.creates("aws_s3_object.o", R"({"bucket": "b", "key": "x.txt", "storage_class": "STANDARD",
                                      "server_side_encryption": "AES256", "tags": {"k": "v"}})");
  plan.configures("aws_s3_object.o", "{}");
  const Imported imported = import_plan(plan);
  EXPECT_EQ(imported.at("/events"),
            R"([{"id":"aws_s3_object.o","operation":"PutObject","params":{"Bucket":"b",)"
            R"("Key":"x.txt","ServerSideEncryption":"AES256","StorageClass":"STANDARD",)"
            R"("Tagging":[{"Key":"k","Value":"v"}]}}])");
  EXPECT_TRUE(imported.scenario) << imported.issues;
}

TEST(TerraformObject, ThatIsThereAlreadyIsNone) {
  PlanText plan;
  plan.provider("aws", kProvider);
  plan.creates(kBucket.address, kBucket.after).configures(kBucket.address, "{}");
  const std::string object = R"({"bucket": "b", "key": "x.txt"})";
  plan.changes("aws_s3_object.o", R"(["no-op"])", object, object);
  EXPECT_EQ(import_plan(plan).at("/events"), "");
}

TEST(TerraformServiceControlPolicy, ReachesTheAccountItIsAttachedTo) {
  PlanText plan;
  plan.provider("aws", kProvider);
  plan.creates(kBucket.address, kBucket.after).configures(kBucket.address, "{}");
  plan.creates("aws_organizations_policy.p", R"({"name": "no-s3", "type": "SERVICE_CONTROL_POLICY",
      "content": "{\"Statement\": []}"})",
               R"({"id": true})");
  plan.configures("aws_organizations_policy.p", "{}");
  plan.creates("aws_organizations_policy_attachment.a", R"({"target_id": "111111111111"})",
               R"({"policy_id": true})");
  plan.configures("aws_organizations_policy_attachment.a",
                  R"({"policy_id": {"references": ["aws_organizations_policy.p.id",
                      "aws_organizations_policy.p"]}})");
  const Imported imported = import_plan(plan);
  EXPECT_EQ(imported.at("/organization/AccountPolicies/111111111111/ServiceControlPolicies/1"),
            R"({"Name":"no-s3","Content":"{\"Statement\": []}"})");
  EXPECT_TRUE(imported.scenario) << imported.issues;
}

TEST(TerraformSettings, OfABucketThatAreUnknownLeaveItOut) {
  PlanText plan;
  plan.provider("aws", kProvider);
  plan.creates(kBucket.address, kBucket.after).configures(kBucket.address, "{}");
  plan.creates("aws_s3_bucket_versioning.v", R"({"bucket": "b",
               "versioning_configuration": [{}]})",
               R"({"versioning_configuration": [{"status": true}]})");
  plan.configures("aws_s3_bucket_versioning.v", "{}");
  const Imported imported = import_plan(plan);
  EXPECT_EQ(imported.at("/accounts/0/Buckets"), "[]");
  EXPECT_THAT(
      imported.unknown(),
      ElementsAre("aws_s3_bucket_versioning.v versioning_configuration[0].status", "bucket b"));
}

TEST(TerraformSettings, UnwrittenOnCreationAreTheDefaults) {
  PlanText plan;
  plan.provider("aws", kProvider);
  plan.creates("aws_s3_bucket.a", R"({"bucket": "b"})",
               R"({"policy": true, "versioning": true, "replication_configuration": true,
                   "server_side_encryption_configuration": true})");
  plan.configures("aws_s3_bucket.a", "{}");
  const Imported imported = import_plan(plan);
  EXPECT_EQ(imported.at("/accounts/0/Buckets"), R"([{"Name":"b","Region":"eu-west-1"}])");
  EXPECT_THAT(imported.unknown(), IsEmpty());
}

}  // namespace
}  // namespace replisim
