#pragma once

#include "model/account.h"
#include "model/event.h"
#include "model/scenario.h"
#include "model/shape.h"

namespace replisim {

// The shapes there are, a family a file.

// shapes_common.cpp
template <>
const Shape& shape_of<Tag>();
template <>
const Shape& shape_of<AclGrant>();
template <>
const Shape& shape_of<AccessControlPolicy>();
template <>
const Shape& shape_of<ObjectRetention>();

// shapes_identity.cpp
template <>
const Shape& shape_of<InlinePolicy>();
template <>
const Shape& shape_of<AttachedPolicy>();
template <>
const Shape& shape_of<ManagedPolicy>();
template <>
const Shape& shape_of<User>();
template <>
const Shape& shape_of<Group>();
template <>
const Shape& shape_of<Role>();
template <>
const Shape& shape_of<Account>();

// shapes_key.cpp
template <>
const Shape& shape_of<Grant>();
template <>
const Shape& shape_of<GrantConstraints>();
template <>
const Shape& shape_of<Key>();

// shapes_bucket.cpp
template <>
const Shape& shape_of<BucketEncryption>();
template <>
const Shape& shape_of<PublicAccessBlock>();
template <>
const Shape& shape_of<ObjectLockConfiguration>();
template <>
const Shape& shape_of<ObjectVersion>();
template <>
const Shape& shape_of<Bucket>();
/// `{"Rules": [{"ObjectOwnership": …}]}`
const Shape& ownership_controls_shape();

// shapes_replication.cpp
template <>
const Shape& shape_of<ReplicationConfiguration>();

// shapes_organization.cpp
template <>
const Shape& shape_of<LevelPolicies>();
template <>
const Shape& shape_of<OrganizationalUnit>();
template <>
const Shape& shape_of<Organization>();

// shapes_object_operation.cpp, shapes_job.cpp, shapes_bucket_operation.cpp,
// shapes_role_operation.cpp, shapes_key_operation.cpp: one for each alternative of `Operation`
template <>
const Shape& shape_of<PutObject>();
template <>
const Shape& shape_of<CopyObject>();
template <>
const Shape& shape_of<CompleteMultipartUpload>();
template <>
const Shape& shape_of<DeleteObject>();
template <>
const Shape& shape_of<PutObjectTagging>();
template <>
const Shape& shape_of<DeleteObjectTagging>();
template <>
const Shape& shape_of<PutObjectAcl>();
template <>
const Shape& shape_of<PutObjectRetention>();
template <>
const Shape& shape_of<PutObjectLegalHold>();
template <>
const Shape& shape_of<RestoreObject>();
template <>
const Shape& shape_of<GetObject>();
template <>
const Shape& shape_of<LifecycleExpiration>();
template <>
const Shape& shape_of<LifecycleTransition>();
template <>
const Shape& shape_of<ManifestEntry>();
template <>
const Shape& shape_of<CreateJob>();
template <>
const Shape& shape_of<CreateBucket>();
template <>
const Shape& shape_of<PutBucketVersioning>();
template <>
const Shape& shape_of<PutBucketReplication>();
template <>
const Shape& shape_of<DeleteBucketReplication>();
template <>
const Shape& shape_of<PutBucketEncryption>();
template <>
const Shape& shape_of<DeleteBucketEncryption>();
template <>
const Shape& shape_of<PutBucketPolicy>();
template <>
const Shape& shape_of<DeleteBucketPolicy>();
template <>
const Shape& shape_of<PutBucketOwnershipControls>();
template <>
const Shape& shape_of<PutPublicAccessBlock>();
template <>
const Shape& shape_of<PutObjectLockConfiguration>();
template <>
const Shape& shape_of<CreateRole>();
template <>
const Shape& shape_of<DeleteRole>();
template <>
const Shape& shape_of<PutRolePolicy>();
template <>
const Shape& shape_of<DeleteRolePolicy>();
template <>
const Shape& shape_of<AttachRolePolicy>();
template <>
const Shape& shape_of<DetachRolePolicy>();
template <>
const Shape& shape_of<UpdateAssumeRolePolicy>();
template <>
const Shape& shape_of<PutRolePermissionsBoundary>();
template <>
const Shape& shape_of<DeleteRolePermissionsBoundary>();
template <>
const Shape& shape_of<CreateKey>();
template <>
const Shape& shape_of<PutKeyPolicy>();
template <>
const Shape& shape_of<EnableKey>();
template <>
const Shape& shape_of<DisableKey>();
template <>
const Shape& shape_of<ScheduleKeyDeletion>();
template <>
const Shape& shape_of<CancelKeyDeletion>();
template <>
const Shape& shape_of<CreateGrant>();
template <>
const Shape& shape_of<RevokeGrant>();

/// How a row of the table of operations reads and writes `params`.
struct OperationRow {
  std::string_view name;
  std::string_view description;
  const Shape& (*shape)() = nullptr;
  void (*make)(Operation&) = nullptr;  ///< puts an empty alternative in place
  void* (*params)(Operation&) = nullptr;
};

/// In the order of the alternatives; event.cpp.
std::span<const OperationRow> operation_rows();

// shapes_expectation.cpp
template <>
const Shape& shape_of<ReplicaExpectation>();
template <>
const Shape& shape_of<EventExpectation>();

// shapes_assertion.cpp
template <>
const Shape& shape_of<Assertion>();

}  // namespace replisim
