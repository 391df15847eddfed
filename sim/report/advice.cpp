#include "sim/report/advice.h"

#include <algorithm>
#include <iterator>

#include "sim/replication/reason.h"

namespace replisim {
namespace {

constexpr std::string_view kWhatIsReplicated = "S3 User Guide, What does Amazon S3 replicate?";
constexpr std::string_view kEncrypted = "S3 User Guide, Replicating encrypted objects";
constexpr std::string_view kMarkers = "S3 User Guide, Replicating delete markers between buckets";
constexpr std::string_view kConfiguration =
    "S3 User Guide, Replication configuration file elements";
constexpr std::string_view kBatch =
    "S3 User Guide, Replicating existing objects with Batch Replication";
constexpr std::string_view kFailures = "S3 User Guide, Receiving replication failure events";
constexpr std::string_view kRequirements =
    "S3 User Guide, Requirements and considerations for replication";
constexpr std::string_view kUseBatch =
    "S3 Batch Replication takes objects that live replication does not";
constexpr std::string_view kBatchCommand =
    "aws s3control create-job --account-id {account} --operation '{\"S3ReplicateObject\":{}}' "
    "--manifest-generator '{\"S3JobManifestGenerator\":{\"SourceBucket\":\"arn:aws:s3:::{source}\","
    "\"EnableManifestOutput\":false,\"Filter\":{\"EligibleForReplication\":true,"
    "\"ObjectReplicationStatuses\":[\"NONE\",\"FAILED\"]}}}' --report '{\"Enabled\":false}' "
    "--priority 1 --role-arn {role} --no-confirmation-required";
constexpr std::string_view kCopyCommand =
    "aws s3 cp s3://{source}/{key} s3://{source}/{key} --metadata-directive REPLACE";
constexpr std::string_view kEnableKey = "enable the key, or let the rule name another";

constexpr Advice kAdvice[] = {
    // NOT_ELIGIBLE
    {"NoReplicationConfiguration", "put a replication configuration into the source bucket",
     kConfiguration},
    {"NoMatchingRule",
     "compare the filters of the rules with the object's key, and with the tags it was uploaded "
     "with: tags that are added later do not count",
     kConfiguration},
    {"RuleDisabled", "set the rule's Status to Enabled", kConfiguration},
    {"SourceNotVersioned", "enable versioning; objects from before stay behind", kRequirements},
    {"ExistingObject", kUseBatch, kBatch, kBatchCommand},
    {"IsReplica", kUseBatch, kWhatIsReplicated, kBatchCommand},
    {"ReplicaModificationsNotSelected",
     "enable ReplicaModifications in SourceSelectionCriteria of the rules in both directions",
     "S3 User Guide, Replicating metadata changes with replica modification sync"},
    {"SseKmsNotSelected",
     "enable SseKmsEncryptedObjects in the rule's SourceSelectionCriteria, and name a "
     "ReplicaKmsKeyID in its Destination",
     kEncrypted},
    {"StorageClassNotEligible",
     "restore the object and copy it onto itself in a class that is replicated, or let a lifecycle "
     "rule archive it later rather than the upload",
     kWhatIsReplicated,
     "aws s3 cp s3://{source}/{key} s3://{source}/{key} --storage-class STANDARD "
     "--force-glacier-transfer"},
    {"DeleteMarkerReplicationDisabled", "enable DeleteMarkerReplication in the rule", kMarkers},
    {"DeletedByVersionId", "", kMarkers},
    {"LifecycleAction", "give the destination bucket a lifecycle configuration of its own",
     kWhatIsReplicated},
    {"BucketOwnerLacksAccess", "disable ACLs in the source bucket (BucketOwnerEnforced)",
     kRequirements},
    {"SupersededByHigherPriorityRule", "", kConfiguration},
    {"AlreadyReplicated", kUseBatch, kWhatIsReplicated, kBatchCommand},
    {"TagDeleteMarkerConflict", "", kMarkers},
    {"MetadataChangeNotReplicated", "", kWhatIsReplicated},
    {"SseCNotReplicatedThen",
     "S3 replicates SSE-C since October 2022; use SSE-S3 or SSE-KMS, or upload again", kEncrypted},
    {"EncryptionChangeNotReplicated", kUseBatch, kEncrypted, kBatchCommand},
    {"BucketSubresource", "", kWhatIsReplicated},
    {"NoObjectCreated", "", kWhatIsReplicated},
    // FAILED, by the state of the world
    {"SrcKmsKeyInvalidState", "enable the key of the source object", kFailures},
    {"DstBucketNotFound", "create the bucket, or name another in the rule's Destination",
     kFailures},
    {"DstBucketUnversioned", "enable versioning in the destination bucket", kFailures},
    {"DstBucketObjectLockConfigMissing", "enable Object Lock in the destination bucket", kFailures},
    {"DstKmsKeyNotFound", "name an existing key of the destination bucket's Region", kFailures},
    {"DstKmsKeyInvalidState", kEnableKey, kFailures},
    {"SrcVersionNotFound",
     "the version was deleted before it was replicated: nothing is left to do", kFailures},
    {"SrcObjectNotFound", "the manifest names an object that is not there: make a new one",
     kFailures},
    {"SrcKeyNotFound", "the manifest names an object that is not there: make a new one", kFailures},
    {"SrcBucketNotFound", "the manifest names a bucket that is not there: make a new one",
     kFailures},
    {"SrcBucketReplicationConfigMissing",
     "put a replication configuration into the source bucket, then make the job again",
     kConfiguration},
    {"SrcReplicationNotPending", "the manifest names a version twice: make a new one", kFailures},
    {"SrcBucketInvalidRegion", "create the job in the Region of the source bucket", kBatch,
     kBatchCommand},
    {"DstVersionNotFound", kUseBatch, kFailures, kBatchCommand},
    {"DstObjectHardDeleted",
     "copy the source object onto itself: the copy is replicated as a new version", kBatch,
     kCopyCommand},
};

// FAILED for want of a permission, and nobody can give it
constexpr Advice kBeyondPolicies[] = {
    {"SrcGetObjectNotPermitted",
     "an object whose key was deleted or is of another account cannot be decrypted by a policy of "
     "yours: upload it again under a customer managed key",
     kEncrypted, "aws s3 cp FILE s3://{source}/{key} --sse aws:kms --sse-kms-key-id KEY"},
    {"DstPutObjectNotPermitted",
     "nobody can change the policy of a key that AWS manages (aws/s3), and none but its own "
     "account can use it: encrypt with a customer managed key",
     kEncrypted,
     "aws kms create-key --region REGION, name it in the rule (ReplicaKmsKeyID) or in the default "
     "encryption of {destination}, and let its policy name {role}"},
    {"AssumeRoleNotPermitted", "make the role, or name another in the replication configuration",
     kFailures},
};

template <typename Rows>
std::string_view meaning_in(const Rows& rows, std::string_view code) {
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const auto& row) { return row.name == code; });
  return found == rows.end() ? std::string_view() : found->meaning;
}

}  // namespace

std::string_view meaning_of_reason(std::string_view code) {
  const std::string_view meaning = meaning_in(ineligibilities(), code);
  return meaning.empty() ? meaning_in(failure_reasons(), code) : meaning;
}

const Advice* find_advice_beyond_policies(std::string_view code) {
  const auto found = std::find_if(std::begin(kBeyondPolicies), std::end(kBeyondPolicies),
                                  [&](const Advice& row) { return row.code == code; });
  return found == std::end(kBeyondPolicies) ? find_advice(code) : found;
}

const Advice* find_advice(std::string_view code) {
  const auto found = std::find_if(std::begin(kAdvice), std::end(kAdvice),
                                  [&](const Advice& row) { return row.code == code; });
  return found == std::end(kAdvice) ? nullptr : found;
}

}  // namespace replisim
