#include "model/expectation_names.h"

#include <array>

namespace replisim {
namespace {

constexpr auto kResults = std::to_array<std::string_view>({
    "REPLICATED",
    "FAILED",
    "NOT_ELIGIBLE",
    "UNKNOWN",
});

// "Receiving replication failure events" in the Amazon S3 User Guide lists the first 39.
constexpr auto kFailureReasons = std::to_array<std::string_view>({
    "AssumeRoleNotPermitted",
    "DstBucketInvalidRegion",
    "DstBucketNotFound",
    "DstBucketObjectLockConfigMissing",
    "DstBucketUnversioned",
    "DstDelObjNotPermitted",
    "DstKmsKeyInvalidState",
    "DstKmsKeyNotFound",
    "DstMultipartCompleteNotPermitted",
    "DstMultipartInitNotPermitted",
    "DstMultipartUploadNotPermitted",
    "DstObjectHardDeleted",
    "DstPutAclNotPermitted",
    "DstPutLegalHoldNotPermitted",
    "DstPutObjectNotPermitted",
    "DstPutRetentionNotPermitted",
    "DstPutTaggingNotPermitted",
    "DstVersionNotFound",
    "InitiateReplicationNotPermitted",
    "SrcBucketInvalidRegion",
    "SrcBucketNotFound",
    "SrcBucketReplicationConfigMissing",
    "SrcGetAclNotPermitted",
    "SrcGetLegalHoldNotPermitted",
    "SrcGetObjectNotPermitted",
    "SrcGetRetentionNotPermitted",
    "SrcGetTaggingNotPermitted",
    "SrcHeadObjectNotPermitted",
    "SrcKeyNotFound",
    "SrcKmsKeyInvalidState",
    "SrcObjectNotEligible",
    "SrcObjectNotFound",
    "SrcReplicationNotPending",
    "SrcVersionNotFound",
    "SrcAnnotationNotFound",
    "SrcGetObjectAnnotationNotPermitted",
    "DstPutObjectAnnotationNotPermitted",
    "SrcAnnotationEncryptionUnsupported",
    "AnnotationLimitExceeded",
    // tasks of batch jobs are reported with these, too
    "AccessDenied",
    "NoSuchKey",
});
static_assert(kFailureReasons.size() == 39 + 2);

constexpr auto kNotEligibleCodes = std::to_array<std::string_view>({
    "NoReplicationConfiguration",
    "NoMatchingRule",
    "RuleDisabled",
    "SourceNotVersioned",
    "ExistingObject",
    "IsReplica",
    "ReplicaModificationsNotSelected",
    "SseKmsNotSelected",
    "StorageClassNotEligible",
    "DeleteMarkerReplicationDisabled",
    "DeletedByVersionId",
    "LifecycleAction",
    "BucketOwnerLacksAccess",
    "SupersededByHigherPriorityRule",
    "AlreadyReplicated",
    "TagDeleteMarkerConflict",
    "MetadataChangeNotReplicated",
    "SseCNotReplicatedThen",
    "EncryptionChangeNotReplicated",
    "BucketSubresource",
    "NoObjectCreated",
});

constexpr auto kDeniedBy = std::to_array<std::string_view>({
    "identity-policy",
    "bucket-policy",
    "key-policy",
    "trust-policy",
    "permissions-boundary",
    "session-policy",
    "scp",
    "rcp",
    "grant",
    "access-point-policy",
    "block-public-access",
});

constexpr auto kDeniedHow = std::to_array<std::string_view>({
    "explicitDeny",
    "implicitDeny",
});

constexpr auto kAllowedBy = std::to_array<std::string_view>({
    "identity-policy",
    "bucket-policy",
    "key-policy",
    "trust-policy",
    "session-policy",
    "grant",
    "acl",
});

}  // namespace

std::span<const std::string_view> expected_results() {
  return kResults;
}

std::span<const std::string_view> expected_failure_reasons() {
  return kFailureReasons;
}

std::span<const std::string_view> expected_not_eligible_codes() {
  return kNotEligibleCodes;
}

std::span<const std::string_view> expected_denied_by() {
  return kDeniedBy;
}

std::span<const std::string_view> expected_denied_how() {
  return kDeniedHow;
}

std::span<const std::string_view> expected_allowed_by() {
  return kAllowedBy;
}

}  // namespace replisim
