#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace replisim {

/// S3's failure reasons, as in failure events and completion reports.
enum class FailureReason : std::uint8_t {
  AssumeRoleNotPermitted,
  DstBucketInvalidRegion,
  DstBucketNotFound,
  DstBucketObjectLockConfigMissing,
  DstBucketUnversioned,
  DstDelObjNotPermitted,
  DstKmsKeyInvalidState,
  DstKmsKeyNotFound,
  DstMultipartCompleteNotPermitted,
  DstMultipartInitNotPermitted,
  DstMultipartUploadNotPermitted,
  DstObjectHardDeleted,
  DstPutAclNotPermitted,
  DstPutLegalHoldNotPermitted,
  DstPutObjectNotPermitted,
  DstPutRetentionNotPermitted,
  DstPutTaggingNotPermitted,
  DstVersionNotFound,
  InitiateReplicationNotPermitted,
  SrcBucketInvalidRegion,
  SrcBucketNotFound,
  SrcBucketReplicationConfigMissing,
  SrcGetAclNotPermitted,
  SrcGetLegalHoldNotPermitted,
  SrcGetObjectNotPermitted,
  SrcGetRetentionNotPermitted,
  SrcGetTaggingNotPermitted,
  SrcHeadObjectNotPermitted,
  SrcKeyNotFound,
  SrcKmsKeyInvalidState,
  SrcObjectNotEligible,
  SrcObjectNotFound,
  SrcReplicationNotPending,
  SrcVersionNotFound,
  SrcAnnotationNotFound,
  SrcGetObjectAnnotationNotPermitted,
  DstPutObjectAnnotationNotPermitted,
  SrcAnnotationEncryptionUnsupported,
  AnnotationLimitExceeded,
};

struct FailureReasonRow {
  FailureReason reason;
  std::string_view name;
  std::string_view meaning;
  std::string_view checks;  ///< rows of the table of checks that give it; empty: annotations only
};

/// All 39 of the current guide, in the order of the enumeration.
[[nodiscard]] std::span<const FailureReasonRow> failure_reasons();
[[nodiscard]] std::string_view to_string(FailureReason reason);
[[nodiscard]] std::string_view meaning_of(FailureReason reason);

/// Why an event is none of live replication's business; the contract's codes and ours.
enum class Ineligibility : std::uint8_t {
  NoReplicationConfiguration,
  NoMatchingRule,
  RuleDisabled,
  SourceNotVersioned,
  ExistingObject,
  IsReplica,
  ReplicaModificationsNotSelected,
  SseKmsNotSelected,
  StorageClassNotEligible,
  DeleteMarkerReplicationDisabled,
  DeletedByVersionId,
  LifecycleAction,
  BucketOwnerLacksAccess,
  SupersededByHigherPriorityRule,
  AlreadyReplicated,
  TagDeleteMarkerConflict,
  MetadataChangeNotReplicated,
  SseCNotReplicatedThen,
  EncryptionChangeNotReplicated,
  BucketSubresource,
  NoObjectCreated,
};

struct IneligibilityRow {
  Ineligibility code;
  std::string_view name;
  std::string_view meaning;  ///< for people
};

[[nodiscard]] std::span<const IneligibilityRow> ineligibilities();
[[nodiscard]] std::string_view to_string(Ineligibility code);
[[nodiscard]] std::string_view meaning_of(Ineligibility code);

}  // namespace replisim
