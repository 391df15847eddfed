#include <set>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/shapes.h"
#include "tests/model/scenario_fixture.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;

TEST(OperationRowsTest, StandInTheOrderOfTheAlternatives) {
  std::size_t index = 0;
  for (const OperationRow& row : operation_rows()) {
    Operation operation;
    row.make(operation);
    EXPECT_EQ(operation.index(), index) << row.name;
    EXPECT_NE(row.params(operation), nullptr) << row.name;
    EXPECT_EQ(operation_name(operation), row.name);
    EXPECT_EQ(row.shape().name, row.name);
    ++index;
  }
}

struct OperationCase {
  std::string operation;
  std::string params;
};

void PrintTo(const OperationCase& c, std::ostream* out) {
  *out << c.operation;
}

class OperationTest : public ::testing::TestWithParam<OperationCase> {};

TEST_P(OperationTest, IsReadIntoItsType) {
  const OperationCase& c = GetParam();
  const ReadScenario read = read_event(c.operation, c.params);
  ASSERT_TRUE(read.scenario) << read.text();
  EXPECT_EQ(operation_name(read.base().events.at(0).operation), c.operation);
}

TEST_P(OperationTest, RefusesAFieldThatItDoesNotHave) {
  const OperationCase& c = GetParam();
  const ReadScenario read = read_event(c.operation, "{\"Colour\": 1, " + c.params.substr(1));
  EXPECT_THAT(read.places(), ElementsAre("3:2 scenario.unknown-field")) << read.text();
}

TEST_P(OperationTest, IsWrittenAsItIsRead) {
  const OperationCase& c = GetParam();
  const ReadScenario read = read_event(c.operation, c.params);
  ASSERT_TRUE(read.scenario) << read.text();
  const std::string written = write_scenario(read.base());
  const ReadScenario again = read_text(written);
  ASSERT_TRUE(again.scenario) << again.text() << written;
  EXPECT_EQ(write_scenario(again.base()), written);
}

// The parameters are those of the AWS API, as botocore 1.43 has them.
const OperationCase kOperations[] = {
    {"PutObject",
     R"({"Bucket": "b", "Key": "k", "ContentLength": 5, "ACL": "private", "CacheControl": "x",
         "ContentDisposition": "x", "ContentEncoding": "x", "ContentLanguage": "x",
         "ContentMD5": "x", "ContentType": "x", "ChecksumAlgorithm": "CRC32", "ChecksumCRC32": "x",
         "ChecksumCRC64NVME": "x", "ChecksumSHA256": "x", "ChecksumXXHASH128": "x",
         "Expires": "2026-01-01T00:00:00Z", "IfMatch": "x", "IfNoneMatch": "*",
         "GrantFullControl": "id=\"a\", uri=\"u\"", "GrantRead": "emailAddress=x@y",
         "GrantReadACP": "id=a", "GrantWriteACP": "id=a", "WriteOffsetBytes": 0,
         "Metadata": {"a": "b"}, "ServerSideEncryption": "aws:kms", "StorageClass": "STANDARD_IA",
         "WebsiteRedirectLocation": "/", "SSEKMSKeyId": "k",
         "SSEKMSEncryptionContext": "eyJhIjoiYiJ9", "BucketKeyEnabled": false,
         "RequestPayer": "requester", "Tagging": "a=b", "ObjectLockMode": "COMPLIANCE",
         "ObjectLockRetainUntilDate": "2030-01-01T00:00:00Z", "ObjectLockLegalHoldStatus": "ON",
         "ExpectedBucketOwner": "111111111111", "VersionId": "v"})"},
    {"CopyObject",
     R"({"Bucket": "b", "Key": "k", "CopySource": "/s/a%20b/c?versionId=v",
         "MetadataDirective": "COPY", "TaggingDirective": "REPLACE", "CopySourceIfMatch": "x",
         "CopySourceSSECustomerAlgorithm": "AES256", "ExpectedSourceBucketOwner": "1",
         "SSECustomerAlgorithm": "AES256", "SSECustomerKey": "x", "SSECustomerKeyMD5": "x"})"},
    {"CompleteMultipartUpload",
     R"({"Bucket": "b", "Key": "k", "UploadId": "u", "MpuObjectSize": 10, "ChecksumType": "x",
         "MultipartUpload": {"Parts": [{"ETag": "x", "PartNumber": 1}, {"PartNumber": 2}]}})"},
    {"DeleteObject",
     R"({"Bucket": "b", "Key": "k", "VersionId": "v", "MFA": "x", "IfMatch": "x",
         "BypassGovernanceRetention": true})"},
    {"PutObjectTagging",
     R"({"Bucket": "b", "Key": "k", "Tagging": {"TagSet": [{"Key": "a", "Value": "b"}]}})"},
    {"DeleteObjectTagging", R"({"Bucket": "b", "Key": "k", "VersionId": "v"})"},
    {"PutObjectAcl", R"({"Bucket": "b", "Key": "k", "ACL": "public-read", "GrantWrite": "id=a",
         "AccessControlPolicy": {"Owner": {"ID": "o"}, "Grants": []}})"},
    {"PutObjectRetention", R"({"Bucket": "b", "Key": "k", "BypassGovernanceRetention": true,
         "Retention": {"Mode": "GOVERNANCE", "RetainUntilDate": "2030-01-01T00:00:00Z"}})"},
    {"PutObjectLegalHold", R"({"Bucket": "b", "Key": "k", "LegalHold": {"Status": "ON"}})"},
    {"RestoreObject",
     R"({"Bucket": "b", "Key": "k", "RestoreRequest": {"Days": 3, "Tier": "Bulk"}})"},
    {"GetObject", R"({"Bucket": "b", "Key": "k", "Range": "x", "PartNumber": 1})"},
    {"LifecycleExpiration", R"({"Bucket": "b", "Key": "k"})"},
    {"LifecycleTransition", R"({"Bucket": "b", "Key": "k", "StorageClass": "GLACIER"})"},
    {"CreateJob",
     R"({"AccountId": "111111111111", "Operation": {"S3ReplicateObject": {}}, "Priority": 1,
         "RoleArn": "r", "ClientRequestToken": "t", "ConfirmationRequired": false,
         "Description": "d", "Tags": [], "Report": {"Bucket": "arn:aws:s3:::r", "Enabled": true,
           "Format": "Report_CSV_20180820", "Prefix": "p", "ReportScope": "AllTasks"},
         "ManifestGenerator": {"S3JobManifestGenerator": {"SourceBucket": "arn:aws:s3:::b",
           "EnableManifestOutput": false, "ManifestOutputLocation": {}, "Filter": {
             "EligibleForReplication": true, "CreatedAfter": "2026-01-01T00:00:00Z",
             "CreatedBefore": "2026-02-01T00:00:00Z", "ObjectReplicationStatuses": ["NONE"],
             "KeyNameConstraint": {"MatchAnyPrefix": ["a"], "MatchAnySuffix": ["b"],
                                   "MatchAnySubstring": ["c"]},
             "ObjectSizeGreaterThanBytes": 1, "ObjectSizeLessThanBytes": 9,
             "MatchAnyStorageClass": ["STANDARD"], "MatchAnyObjectEncryption": []}}}})"},
    {"CreateBucket", R"({"Bucket": "b", "ACL": "private", "ObjectLockEnabledForBucket": true,
         "ObjectOwnership": "ObjectWriter", "AccountId": "111111111111",
         "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}})"},
    {"PutBucketVersioning",
     R"({"Bucket": "b", "VersioningConfiguration": {"Status": "On", "MFADelete": "Disabled"}})"},
    {"PutBucketReplication", R"({"Bucket": "b", "Token": "t",
         "ReplicationConfiguration": {"Role": "r", "Rules": [{"ID": "i", "Filter": {}}]}})"},
    {"DeleteBucketReplication", R"({"Bucket": "b", "ExpectedBucketOwner": "1"})"},
    {"PutBucketEncryption", R"({"Bucket": "b", "ServerSideEncryptionConfiguration": {"Rules": [
         {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}})"},
    {"DeleteBucketEncryption", R"({"Bucket": "b"})"},
    {"PutBucketPolicy", R"({"Bucket": "b", "Policy": "{\"Statement\": []}",
         "ConfirmRemoveSelfBucketAccess": true})"},
    {"DeleteBucketPolicy", R"({"Bucket": "b"})"},
    {"PutBucketOwnershipControls", R"({"Bucket": "b",
         "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerPreferred"}]}})"},
    {"PutPublicAccessBlock",
     R"({"Bucket": "b", "PublicAccessBlockConfiguration": {"BlockPublicPolicy": true}})"},
    {"PutObjectLockConfiguration",
     R"({"Bucket": "b", "ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled"}})"},
    {"CreateRole", R"({"RoleName": "r", "Path": "/p/", "AssumeRolePolicyDocument":
         {"Statement": []}, "Description": "d", "MaxSessionDuration": 3600,
         "PermissionsBoundary": "p", "Tags": [{"Key": "a", "Value": "b"}]})"},
    {"DeleteRole", R"({"RoleName": "r", "AccountId": "111111111111"})"},
    {"PutRolePolicy",
     R"({"RoleName": "r", "PolicyName": "p", "PolicyDocument": {"Statement": []}})"},
    {"DeleteRolePolicy", R"({"RoleName": "r", "PolicyName": "p"})"},
    {"AttachRolePolicy", R"({"RoleName": "r", "PolicyArn": "p"})"},
    {"DetachRolePolicy", R"({"RoleName": "r", "PolicyArn": "p"})"},
    {"UpdateAssumeRolePolicy", R"({"RoleName": "r", "PolicyDocument": {"Statement": []}})"},
    {"PutRolePermissionsBoundary", R"({"RoleName": "r", "PermissionsBoundary": "p"})"},
    {"DeleteRolePermissionsBoundary", R"({"RoleName": "r"})"},
    {"CreateKey", R"({"KeyId": "k", "Policy": {"Statement": []}, "Description": "d",
         "KeyUsage": "ENCRYPT_DECRYPT", "CustomerMasterKeySpec": "SYMMETRIC_DEFAULT",
         "Origin": "AWS_KMS", "BypassPolicyLockoutSafetyCheck": true, "MultiRegion": true,
         "Tags": [{"TagKey": "a", "TagValue": "b"}], "Aliases": ["alias/a"]})"},
    {"PutKeyPolicy", R"({"KeyId": "k", "PolicyName": "default", "Policy": {"Statement": []},
         "BypassPolicyLockoutSafetyCheck": false})"},
    {"EnableKey", R"({"KeyId": "k"})"},
    {"DisableKey", R"({"KeyId": "k"})"},
    {"ScheduleKeyDeletion", R"({"KeyId": "k", "PendingWindowInDays": 7})"},
    {"CancelKeyDeletion", R"({"KeyId": "k"})"},
    {"CreateGrant", R"({"KeyId": "k", "GranteePrincipal": "p", "RetiringPrincipal": "q",
         "Operations": ["Encrypt", "GenerateDataKey"], "Name": "n", "GrantTokens": [],
         "Constraints": {"EncryptionContextEquals": {"a": "b"}}, "DryRun": false})"},
    {"RevokeGrant", R"({"KeyId": "k", "GrantId": "g"})"},
};

INSTANTIATE_TEST_SUITE_P(All, OperationTest, ::testing::ValuesIn(kOperations),
                         [](const auto& test) { return test.param.operation; });

TEST(OperationRowsTest, HaveACaseEach) {
  std::set<std::string_view> names;
  for (const OperationCase& c : kOperations) {
    names.insert(c.operation);
  }
  for (const OperationRow& row : operation_rows()) {
    EXPECT_EQ(names.count(row.name), 1U) << row.name;
  }
}

template <typename T>
T params_of(const std::string& operation, const std::string& params) {
  const ReadScenario read = read_event(operation, params);
  EXPECT_TRUE(read.scenario) << read.text();
  return read.scenario ? std::get<T>(read.base().events.at(0).operation) : T();
}

TEST(PutObjectTest, KeepsWhatReplicationLooksAt) {
  const auto put = params_of<PutObject>("PutObject", kOperations[0].params);
  EXPECT_EQ(put.size_bytes, 5);
  EXPECT_EQ(put.settings.encryption_context, (TagSet{{"a", "b"}}));
  EXPECT_EQ(put.settings.bucket_key_enabled, false);
  EXPECT_EQ(put.settings.tagging, (TagSet{{"a", "b"}}));
  EXPECT_EQ(put.settings.version_id, "v");
  ASSERT_EQ(put.settings.acl_grants.size(), 5U);
  EXPECT_EQ(put.settings.acl_grants[1], (AclGrant{"Group", "u", "FULL_CONTROL"}));
  EXPECT_EQ(put.settings.acl_grants[2], (AclGrant{"AmazonCustomerByEmail", "x@y", "READ"}));
}

TEST(PutObjectTest, TagsMayBeGivenInThreeWays) {
  for (const std::string tagging :
       {R"("a=b%20c&d=")", R"([{"Key": "a", "Value": "b c"}, {"Key": "d"}])",
        R"({"TagSet": [{"Key": "a", "Value": "b c"}, {"Key": "d"}]})"}) {
    const auto put = params_of<PutObject>(
        "PutObject", R"({"Bucket": "b", "Key": "k", "Tagging": )" + tagging + "}");
    EXPECT_EQ(put.settings.tagging, (TagSet{{"a", "b c"}, {"d", ""}})) << tagging;
  }
}

TEST(PutObjectTest, ABodyIsAsLongAsItIs) {
  EXPECT_EQ(
      params_of<PutObject>("PutObject", R"({"Bucket": "b", "Key": "k", "Body": "abc"})").size_bytes,
      3);
}

TEST(CopyObjectTest, TheSourceIsTakenApart) {
  const auto copy = params_of<CopyObject>("CopyObject", kOperations[1].params);
  EXPECT_EQ(copy.copy_source_bucket, "s");
  EXPECT_EQ(copy.copy_source_key, "a b/c");
  EXPECT_EQ(copy.copy_source_version_id, "v");
  const ReadScenario bad =
      read_event("CopyObject", R"({"Bucket": "b", "Key": "k", "CopySource": "nothing"})");
  EXPECT_THAT(bad.places(), ElementsAre("3:43 scenario.bad-copy-source"));
}

TEST(CompleteMultipartUploadTest, CountsItsParts) {
  const auto upload =
      params_of<CompleteMultipartUpload>("CompleteMultipartUpload", kOperations[2].params);
  EXPECT_EQ(upload.part_count, 2);
  EXPECT_EQ(upload.size_bytes, 10);
}

TEST(CreateJobTest, AUserManifestStandsInTheScenario) {
  const auto job = params_of<CreateJob>("CreateJob", R"({"RoleArn": "r",
    "Operation": {"S3ReplicateObject": {}}, "Report": {"Enabled": false, "Bucket": "x"},
    "Manifest": {"Spec": {"Format": "S3BatchOperations_CSV_20180820"},
      "Location": {"ObjectArn": "a", "ETag": "e",
                   "Entries": [{"Bucket": "b", "Key": "k", "VersionId": "v"}]}}})");
  EXPECT_TRUE(job.has_user_manifest);
  EXPECT_EQ(job.manifest.at(0).version_id, "v");
  EXPECT_EQ(job.report_bucket, "");
}

TEST(CreateJobTest, OtherOperationsAreNotSimulated) {
  const ReadScenario read = read_event("CreateJob", R"({"RoleArn": "r",
"Operation": {"S3PutObjectCopy": {}}})");
  EXPECT_THAT(read.places(),
              ElementsAre("3:1 scenario.missing-field", "4:14 scenario.missing-field",
                          "4:15 scenario.unknown-job-operation"));
}

TEST(PutObjectRetentionTest, AnEmptyOneTakesTheRetentionAway) {
  EXPECT_FALSE(params_of<PutObjectRetention>("PutObjectRetention",
                                             R"({"Bucket": "b", "Key": "k", "Retention": {}})")
                   .retention);
}

TEST(PutPublicAccessBlockTest, NoneGivenIsNotAllFalse) {
  EXPECT_TRUE(
      params_of<PutPublicAccessBlock>("PutPublicAccessBlock",
                                      R"({"Bucket": "b", "PublicAccessBlockConfiguration": {}})")
          .is_empty);
}

TEST(PutBucketPolicyTest, APolicyThatAwsWillRefuseIsKept) {
  for (const std::string policy : {R"("not json")", R"({"Statement": {"Effect": "alow"}})"}) {
    const auto put = params_of<PutBucketPolicy>("PutBucketPolicy",
                                                R"({"Bucket": "b", "Policy": )" + policy + "}");
    EXPECT_TRUE(put.policy.is_unreadable()) << policy;
  }
}

TEST(EventTest, UnknownOperationsAreNamedWithTheNearestOne) {
  const ReadScenario read = read_event("PutBucketReplicaton", "{}");
  EXPECT_THAT(read.places(), ElementsAre("2:26 scenario.unknown-value"));
  EXPECT_EQ(read.issues.at(0).hint, "did you mean `PutBucketReplication`?");
}

TEST(EventTest, TimesAreAbsoluteOffsetsOrThatOfTheEventBefore) {
  const ReadScenario read = read_members(R"("clock": "2020-01-01T00:00:00Z", "events": [
    {"operation": "EnableKey", "params": {"KeyId": "k"}},
    {"operation": "EnableKey", "params": {"KeyId": "k"}, "at": "+90s"},
    {"operation": "EnableKey", "params": {"KeyId": "k"}},
    {"operation": "EnableKey", "params": {"KeyId": "k"}, "at": "2020-01-02T00:00:00+01:00"}])");
  ASSERT_TRUE(read.scenario) << read.text();
  std::vector<std::string> times;
  for (const Event& event : read.base().events) {
    times.push_back(event.id + " " + format_rfc3339(event.at));
  }
  EXPECT_THAT(times, ElementsAre("event-1 2020-01-01T00:00:00Z", "event-2 2020-01-01T00:01:30Z",
                                 "event-3 2020-01-01T00:01:30Z", "event-4 2020-01-01T23:00:00Z"));
}

TEST(EventTest, TimesAreNotBeforeTheClockAndMayStandInAnyOrder) {
  const ReadScenario read = read_members(R"("events": [
{"operation": "EnableKey", "params": {"KeyId": "k"}, "at": "2025-12-31T23:59:59Z"},
{"operation": "EnableKey", "params": {"KeyId": "k"}, "at": "+2h"},
{"operation": "EnableKey", "params": {"KeyId": "k"}, "at": "+1h"},
{"operation": "EnableKey", "params": {"KeyId": "k"}, "at": "soon"},
{"operation": "EnableKey", "params": {"KeyId": "k"}, "at": "+99999999999999d"}])");
  EXPECT_THAT(read.places(), ElementsAre("3:60 scenario.time-goes-back", "6:60 scenario.bad-time",
                                         "7:60 scenario.bad-time"));
}

TEST(EventTest, MadeUpIdsAreIdsToo) {
  const ReadScenario read = read_members(R"("events": [
{"operation": "EnableKey", "params": {"KeyId": "k"}, "id": "event-2"},
{"operation": "EnableKey", "params": {"KeyId": "k"}}])");
  EXPECT_THAT(read.places(), ElementsAre("4:1 scenario.duplicate-name"));
}

TEST(EventTest, ContextKeysHaveOneValueOrAList) {
  const ReadScenario read = read_members(R"("events": [
    {"operation": "EnableKey", "params": {"KeyId": "k"}, "as": "arn:aws:iam::1:user/a",
     "context": {"aws:SourceVpce": "v", "aws:TagKeys": ["a", "b"], "aws:MultiFactorAuthAge": 5,
                 "aws:SecureTransport": true}}])");
  ASSERT_TRUE(read.scenario) << read.text();
  const auto& context = read.base().events.at(0).context;
  ASSERT_EQ(context.size(), 4U);
  EXPECT_THAT(context[1].values, ElementsAre("a", "b"));
  EXPECT_TRUE(context[1].is_list);
  EXPECT_THAT(context[2].values, ElementsAre("5"));
  EXPECT_THAT(context[3].values, ElementsAre("true"));
}

// Expectations

ReadScenario read_expectation(const std::string& expect) {
  return read_members(
      "\"events\": [{\"operation\": \"EnableKey\", \"params\": {\"KeyId\": \"k\"}, \"expect\":\n" +
      expect + "}]");
}

TEST(ExpectationTest, NotNamedIsFreeAndNullIsAbsent) {
  const ReadScenario read = read_expectation(R"({"error": null, "replicasExactly": true,
    "replicas": [{"Bucket": "b", "result": "FAILED", "reason": "DstKmsKeyNotFound",
                  "BucketKeyEnabled": false, "TagSet": [], "Owner": null}]})");
  ASSERT_TRUE(read.scenario) << read.text();
  const EventExpectation& expectation = read.base().expectations.at("event-1");
  EXPECT_EQ(expectation.error.kind, Expected::Kind::Absent);
  EXPECT_EQ(expectation.replication_status.kind, Expected::Kind::Free);
  EXPECT_TRUE(expectation.replicas_exactly);
  const ReplicaExpectation& replica = expectation.replicas.at(0);
  EXPECT_EQ(replica.reason.value, "DstKmsKeyNotFound");
  EXPECT_EQ(replica.bucket_key_enabled.value, "false");
  EXPECT_EQ(replica.owner.kind, Expected::Kind::Absent);
  EXPECT_TRUE(replica.tag_set && replica.tag_set->empty());
}

TEST(ExpectationTest, WhatCanNeverComeIsAnIssue) {
  const ReadScenario read = read_expectation(R"({"ServerSideEncryption": "aws:kmz",
"ReplicationStatus": "DONE", "replicas": [
{"Bucket": "b", "result": "REPLICATD"},
{"Bucket": "b", "result": "FAILED", "reason": "NoMatchingRule"},
{"Bucket": "b", "result": "NOT_ELIGIBLE", "reason": "NoMatchingRul"},
{"Bucket": "b", "reason": "NoMatchingRul"},
{"Bucket": "b", "deniedBy": "bucket"},
{"Bucket": "b", "deniedHow": "explicitdeny"},
{"Bucket": "b", "ServerSideEncryption": "AES255", "BucketKeyEnabled": "no"}]})");
  EXPECT_THAT(read.places(),
              ElementsAre("3:26 scenario.unknown-value", "4:22 scenario.unknown-value",
                          "5:27 scenario.unknown-value", "6:47 scenario.unknown-value",
                          "7:53 scenario.unknown-value", "8:27 scenario.unknown-value",
                          "9:29 scenario.unknown-value", "10:30 scenario.unknown-value",
                          "11:41 scenario.unknown-value", "11:71 scenario.wrong-type"));
}

TEST(ExpectationTest, TheReasonOfAnUnknownIsFree) {
  const ReadScenario read = read_expectation(
      R"({"replicas": [{"Bucket": "b", "result": "UNKNOWN", "reason": "the policy of 222222222222"},
                       {"Bucket": "b", "reason": "something else entirely"},
                       {"Bucket": "b", "result": "REPLICATED",
                        "reason": "SrcGetTaggingNotPermitted"},
                       {"Bucket": "b", "result": "FAILED",
                        "reason": "DstMultipartPartUploadNotPermitted"}]})");
  ASSERT_TRUE(read.scenario) << read.text();
  EXPECT_EQ(read.base().expectations.at("event-1").replicas.at(3).reason.value,
            "DstMultipartUploadNotPermitted");
}

TEST(ExpectationTest, DiagnosticsAreAskedForByCode) {
  const ReadScenario read =
      read_members(R"("diagnostics": ["aliasInReplicaKey"], "diagnosticsExactly": true)");
  ASSERT_TRUE(read.scenario) << read.text();
  EXPECT_EQ(read.base().diagnostics->codes.at(0).value, "aliasInReplicaKey");
  EXPECT_TRUE(read.base().diagnostics->exactly);
}

}  // namespace
}  // namespace replisim
