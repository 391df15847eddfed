#include "sim/replication/reason.h"

#include <iterator>

namespace replisim {
namespace {

// https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-metrics-events.html
constexpr FailureReasonRow kFailureReasons[] = {
    {FailureReason::AssumeRoleNotPermitted, "AssumeRoleNotPermitted",
     "S3 cannot assume the role of the configuration, or that of the batch job", "C1 J2"},
    {FailureReason::DstBucketInvalidRegion, "DstBucketInvalidRegion",
     "the destination is in a Region that the batch job cannot reach", "P6"},
    {FailureReason::DstBucketNotFound, "DstBucketNotFound", "the destination does not exist",
     "C9 P6"},
    {FailureReason::DstBucketObjectLockConfigMissing, "DstBucketObjectLockConfigMissing",
     "the version has lock settings, the destination has no Object Lock", "C19"},
    {FailureReason::DstBucketUnversioned, "DstBucketUnversioned",
     "versioning of the destination is not enabled", "C14"},
    {FailureReason::DstDelObjNotPermitted, "DstDelObjNotPermitted",
     "the destination refuses the delete marker", "C11d"},
    {FailureReason::DstKmsKeyInvalidState, "DstKmsKeyInvalidState",
     "the key of the replica is disabled, pending deletion or cannot encrypt", "C17s"},
    {FailureReason::DstKmsKeyNotFound, "DstKmsKeyNotFound",
     "the key of the replica does not exist in the destination's Region", "C17e"},
    {FailureReason::DstMultipartCompleteNotPermitted, "DstMultipartCompleteNotPermitted",
     "the destination refuses CompleteMultipartUpload", "C11c"},
    {FailureReason::DstMultipartInitNotPermitted, "DstMultipartInitNotPermitted",
     "the destination refuses CreateMultipartUpload", "C11o"},
    {FailureReason::DstMultipartUploadNotPermitted, "DstMultipartUploadNotPermitted",
     "the destination refuses UploadPart", "C11u"},
    {FailureReason::DstObjectHardDeleted, "DstObjectHardDeleted",
     "this version was deleted for good in the destination", "C22"},
    {FailureReason::DstPutAclNotPermitted, "DstPutAclNotPermitted",
     "the destination refuses the change of the ACL", "C11o"},
    {FailureReason::DstPutLegalHoldNotPermitted, "DstPutLegalHoldNotPermitted",
     "the destination refuses the legal hold", "C11o C20h"},
    {FailureReason::DstPutObjectNotPermitted, "DstPutObjectNotPermitted",
     "the destination or its key refuses the replica",
     "C10 C11o C12 C13 C13a C17 C17b C17d C17m C18 P11"},
    {FailureReason::DstPutRetentionNotPermitted, "DstPutRetentionNotPermitted",
     "the destination refuses the retention", "C11o C20r"},
    {FailureReason::DstPutTaggingNotPermitted, "DstPutTaggingNotPermitted",
     "the destination refuses the tags", "C11o C16"},
    {FailureReason::DstVersionNotFound, "DstVersionNotFound",
     "the destination does not hold the version that was changed", "C21"},
    {FailureReason::InitiateReplicationNotPermitted, "InitiateReplicationNotPermitted",
     "the job's role lacks s3:InitiateReplication on the object", "J3"},
    {FailureReason::SrcBucketInvalidRegion, "SrcBucketInvalidRegion",
     "the source is not in the batch job's Region", "J1"},
    {FailureReason::SrcBucketNotFound, "SrcBucketNotFound", "the source bucket does not exist",
     "C0 P6"},
    {FailureReason::SrcBucketReplicationConfigMissing, "SrcBucketReplicationConfigMissing",
     "the source has no replication configuration", "C0 C2"},
    {FailureReason::SrcGetAclNotPermitted, "SrcGetAclNotPermitted",
     "the role may not read the object's ACL", "C5"},
    {FailureReason::SrcGetLegalHoldNotPermitted, "SrcGetLegalHoldNotPermitted",
     "the role may not read the object's legal hold", "C7"},
    {FailureReason::SrcGetObjectNotPermitted, "SrcGetObjectNotPermitted",
     "the role may not read or decrypt the object", "C4o C8 C8e P8"},
    {FailureReason::SrcGetRetentionNotPermitted, "SrcGetRetentionNotPermitted",
     "the role may not read the object's retention", "C6"},
    {FailureReason::SrcGetTaggingNotPermitted, "SrcGetTaggingNotPermitted",
     "the role may not read the object's tags", "C15"},
    {FailureReason::SrcHeadObjectNotPermitted, "SrcHeadObjectNotPermitted",
     "the role may not read the object's metadata", "C3 C4m"},
    {FailureReason::SrcKeyNotFound, "SrcKeyNotFound", "the source has no object of this key", "C0"},
    {FailureReason::SrcKmsKeyInvalidState, "SrcKmsKeyInvalidState",
     "the key of the source object is disabled, pending deletion, …", "C8s"},
    {FailureReason::SrcObjectNotEligible, "SrcObjectNotEligible",
     "no rule takes the object, or its class or encryption keeps it out", "admission"},
    {FailureReason::SrcObjectNotFound, "SrcObjectNotFound",
     "the manifest names no version of an object that has versions", "C0"},
    {FailureReason::SrcReplicationNotPending, "SrcReplicationNotPending",
     "the object was already replicated by this job and is no longer pending", "C0"},
    {FailureReason::SrcVersionNotFound, "SrcVersionNotFound", "the source has no such version",
     "C0"},
    {FailureReason::SrcAnnotationNotFound, "SrcAnnotationNotFound",
     "the annotation is gone from the source", ""},
    {FailureReason::SrcGetObjectAnnotationNotPermitted, "SrcGetObjectAnnotationNotPermitted",
     "the role may not read the annotation", ""},
    {FailureReason::DstPutObjectAnnotationNotPermitted, "DstPutObjectAnnotationNotPermitted",
     "the destination refuses the annotation", ""},
    {FailureReason::SrcAnnotationEncryptionUnsupported, "SrcAnnotationEncryptionUnsupported",
     "the annotation's encryption cannot be replicated", ""},
    {FailureReason::AnnotationLimitExceeded, "AnnotationLimitExceeded",
     "the destination has too many annotations", ""},
};
static_assert(std::size(kFailureReasons) == 39);

// Sections 3 and 11 of the dossier; scenario contract, expectations.
constexpr IneligibilityRow kIneligibilities[] = {
    {Ineligibility::NoReplicationConfiguration, "NoReplicationConfiguration",
     "the bucket has no replication configuration"},
    {Ineligibility::NoMatchingRule, "NoMatchingRule",
     "no enabled rule for this destination matches the object as it is"},
    {Ineligibility::RuleDisabled, "RuleDisabled", "only disabled rules match the object"},
    {Ineligibility::SourceNotVersioned, "SourceNotVersioned",
     "versioning of the source is not enabled, and replication copies versions"},
    {Ineligibility::ExistingObject, "ExistingObject",
     "the version is older than the rule or its destination: only Batch Replication takes it"},
    {Ineligibility::IsReplica, "IsReplica",
     "replicas are not replicated again by live replication"},
    {Ineligibility::ReplicaModificationsNotSelected, "ReplicaModificationsNotSelected",
     "changes made on a replica travel only with ReplicaModifications enabled on both sides"},
    {Ineligibility::SseKmsNotSelected, "SseKmsNotSelected",
     "the object is encrypted with a KMS key and the rule does not select such objects"},
    {Ineligibility::StorageClassNotEligible, "StorageClassNotEligible",
     "archived objects cannot be read, so they are not replicated"},
    {Ineligibility::DeleteMarkerReplicationDisabled, "DeleteMarkerReplicationDisabled",
     "the rule does not replicate delete markers"},
    {Ineligibility::DeletedByVersionId, "DeletedByVersionId",
     "the deletion of a version is never replicated"},
    {Ineligibility::LifecycleAction, "LifecycleAction", "what lifecycle does is never replicated"},
    {Ineligibility::BucketOwnerLacksAccess, "BucketOwnerLacksAccess",
     "another account owns the object and has not let the bucket owner read it and its ACL"},
    {Ineligibility::SupersededByHigherPriorityRule, "SupersededByHigherPriorityRule",
     "a rule of higher priority replicates to the same destination"},
    {Ineligibility::AlreadyReplicated, "AlreadyReplicated",
     "the version was replicated before the rule got this destination"},
    {Ineligibility::TagDeleteMarkerConflict, "TagDeleteMarkerConflict",
     "a delete marker has no tags, and the rule filters by tags"},
    {Ineligibility::MetadataChangeNotReplicated, "MetadataChangeNotReplicated",
     "this change is not carried over to the replica"},
    {Ineligibility::SseCNotReplicatedThen, "SseCNotReplicatedThen",
     "objects under SSE-C are replicated since October 2022 only"},
    {Ineligibility::EncryptionChangeNotReplicated, "EncryptionChangeNotReplicated",
     "a change of an object's encryption in place is never replicated"},
    {Ineligibility::BucketSubresource, "BucketSubresource",
     "settings of a bucket are never replicated"},
    {Ineligibility::NoObjectCreated, "NoObjectCreated", "the operation creates no version"},
};
static_assert(std::size(kIneligibilities) == 21);

template <typename Row, typename Member>
constexpr bool is_in_order(const Row& rows, Member member) {
  for (std::size_t i = 0; i < std::size(rows); ++i) {
    if (static_cast<std::size_t>(rows[i].*member) != i) {
      return false;
    }
  }
  return true;
}
static_assert(is_in_order(kFailureReasons, &FailureReasonRow::reason));
static_assert(is_in_order(kIneligibilities, &IneligibilityRow::code));

}  // namespace

std::span<const FailureReasonRow> failure_reasons() {
  return kFailureReasons;
}

std::string_view to_string(FailureReason reason) {
  return kFailureReasons[static_cast<std::size_t>(reason)].name;
}

std::string_view meaning_of(FailureReason reason) {
  return kFailureReasons[static_cast<std::size_t>(reason)].meaning;
}

std::span<const IneligibilityRow> ineligibilities() {
  return kIneligibilities;
}

std::string_view to_string(Ineligibility code) {
  return kIneligibilities[static_cast<std::size_t>(code)].name;
}

std::string_view meaning_of(Ineligibility code) {
  return kIneligibilities[static_cast<std::size_t>(code)].meaning;
}

}  // namespace replisim
