#include "model/event.h"

#include <array>

#include "model/shapes.h"

namespace replisim {
namespace {

template <typename T>
constexpr OperationRow row(std::string_view name, std::string_view description) {
  return {name, description, &shape_of<T>, [](Operation& operation) { operation.emplace<T>(); },
          [](Operation& operation) -> void* { return std::get_if<T>(&operation); }};
}

constexpr std::array kRows = {
    row<PutObject>("PutObject", "uploads an object"),
    row<CopyObject>("CopyObject", "copies an object"),
    row<CompleteMultipartUpload>("CompleteMultipartUpload", "ends a multipart upload"),
    row<DeleteObject>("DeleteObject", "deletes an object or a version"),
    row<PutObjectTagging>("PutObjectTagging", "sets the tags of an object"),
    row<DeleteObjectTagging>("DeleteObjectTagging", "takes the tags of an object away"),
    row<PutObjectAcl>("PutObjectAcl", "sets the ACL of an object"),
    row<PutObjectRetention>("PutObjectRetention", "sets the retention of a version"),
    row<PutObjectLegalHold>("PutObjectLegalHold", "sets the legal hold of a version"),
    row<RestoreObject>("RestoreObject", "restores an archived object"),
    row<GetObject>("GetObject", "downloads an object"),
    row<LifecycleExpiration>("LifecycleExpiration", "S3 expires an object"),
    row<LifecycleTransition>("LifecycleTransition", "S3 moves an object to another class"),
    row<CreateJob>("CreateJob", "replicates what exists: S3 Batch Replication"),
    row<CreateBucket>("CreateBucket", "makes a bucket"),
    row<PutBucketVersioning>("PutBucketVersioning", "sets the versioning state"),
    row<PutBucketReplication>("PutBucketReplication", "sets the replication configuration"),
    row<DeleteBucketReplication>("DeleteBucketReplication",
                                 "takes the replication configuration away"),
    row<PutBucketEncryption>("PutBucketEncryption", "sets the default encryption"),
    row<DeleteBucketEncryption>("DeleteBucketEncryption", "takes the default encryption away"),
    row<PutBucketPolicy>("PutBucketPolicy", "sets the bucket policy"),
    row<DeleteBucketPolicy>("DeleteBucketPolicy", "takes the bucket policy away"),
    row<PutBucketOwnershipControls>("PutBucketOwnershipControls", "sets who owns objects"),
    row<PutPublicAccessBlock>("PutPublicAccessBlock", "sets Block Public Access of a bucket"),
    row<PutObjectLockConfiguration>("PutObjectLockConfiguration", "sets Object Lock of a bucket"),
    row<CreateRole>("CreateRole", "makes a role"),
    row<DeleteRole>("DeleteRole", "deletes a role"),
    row<PutRolePolicy>("PutRolePolicy", "sets an inline policy of a role"),
    row<DeleteRolePolicy>("DeleteRolePolicy", "deletes an inline policy of a role"),
    row<AttachRolePolicy>("AttachRolePolicy", "attaches a managed policy to a role"),
    row<DetachRolePolicy>("DetachRolePolicy", "detaches a managed policy from a role"),
    row<UpdateAssumeRolePolicy>("UpdateAssumeRolePolicy", "sets the trust policy of a role"),
    row<PutRolePermissionsBoundary>("PutRolePermissionsBoundary",
                                    "sets the permissions boundary of a role"),
    row<DeleteRolePermissionsBoundary>("DeleteRolePermissionsBoundary",
                                       "takes the permissions boundary of a role away"),
    row<CreateKey>("CreateKey", "makes a key"),
    row<PutKeyPolicy>("PutKeyPolicy", "sets the policy of a key"),
    row<EnableKey>("EnableKey", "enables a key"),
    row<DisableKey>("DisableKey", "disables a key"),
    row<ScheduleKeyDeletion>("ScheduleKeyDeletion", "schedules the deletion of a key"),
    row<CancelKeyDeletion>("CancelKeyDeletion", "cancels the deletion of a key"),
    row<CreateGrant>("CreateGrant", "grants the use of a key"),
    row<RevokeGrant>("RevokeGrant", "revokes a grant"),
};
static_assert(kRows.size() == std::variant_size_v<Operation>);

}  // namespace

std::span<const OperationRow> operation_rows() {
  return kRows;
}

std::string_view operation_name(const Operation& operation) {
  return kRows[operation.index()].name;
}

}  // namespace replisim
