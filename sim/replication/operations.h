#pragma once

#include "model/event.h"
#include "sim/replication/caller.h"
#include "sim/replication/run.h"
#include "sim/replication/shipment.h"

namespace replisim {

/// An event that is being played: the caller, and what comes of it.
struct Play {
  Run& run;
  const Event& event;
  EventOutcome& outcome;
  Caller caller;

  Play(Run& the_run, const Event& the_event, EventOutcome& the_outcome)
      : run(the_run),
        event(the_event),
        outcome(the_outcome),
        caller(the_run, the_event, the_outcome) {}
};

// One function an operation: asks whether the caller may, changes the world, tells replication.
// Where AWS refuses, `outcome.error` is its code and nothing has changed.

void play(Play& play, const PutObject& operation);
void play(Play& play, const CopyObject& operation);
void play(Play& play, const CompleteMultipartUpload& operation);
void play(Play& play, const DeleteObject& operation);
void play(Play& play, const PutObjectTagging& operation);
void play(Play& play, const DeleteObjectTagging& operation);
void play(Play& play, const PutObjectAcl& operation);
void play(Play& play, const PutObjectRetention& operation);
void play(Play& play, const PutObjectLegalHold& operation);
void play(Play& play, const RestoreObject& operation);
void play(Play& play, const GetObject& operation);
void play(Play& play, const LifecycleExpiration& operation);
void play(Play& play, const LifecycleTransition& operation);
void play(Play& play, const CreateJob& operation);
void play(Play& play, const CreateBucket& operation);
void play(Play& play, const PutBucketVersioning& operation);
void play(Play& play, const PutBucketReplication& operation);
void play(Play& play, const DeleteBucketReplication& operation);
void play(Play& play, const PutBucketEncryption& operation);
void play(Play& play, const DeleteBucketEncryption& operation);
void play(Play& play, const PutBucketPolicy& operation);
void play(Play& play, const DeleteBucketPolicy& operation);
void play(Play& play, const PutBucketOwnershipControls& operation);
void play(Play& play, const PutPublicAccessBlock& operation);
void play(Play& play, const PutObjectLockConfiguration& operation);
void play(Play& play, const CreateRole& operation);
void play(Play& play, const DeleteRole& operation);
void play(Play& play, const PutRolePolicy& operation);
void play(Play& play, const DeleteRolePolicy& operation);
void play(Play& play, const AttachRolePolicy& operation);
void play(Play& play, const DetachRolePolicy& operation);
void play(Play& play, const UpdateAssumeRolePolicy& operation);
void play(Play& play, const PutRolePermissionsBoundary& operation);
void play(Play& play, const DeleteRolePermissionsBoundary& operation);
void play(Play& play, const CreateKey& operation);
void play(Play& play, const PutKeyPolicy& operation);
void play(Play& play, const EnableKey& operation);
void play(Play& play, const DisableKey& operation);
void play(Play& play, const ScheduleKeyDeletion& operation);
void play(Play& play, const CancelKeyDeletion& operation);
void play(Play& play, const CreateGrant& operation);
void play(Play& play, const RevokeGrant& operation);

/// A bucket that an operation names.
struct BucketPlace {
  Bucket* bucket = nullptr;
  const Account* account = nullptr;
  const ResourceFacts* facts = nullptr;

  explicit operator bool() const { return bucket != nullptr; }
};

/// Finds it, or fails with `NoSuchBucket`, or `AccessDenied` where another owner was expected.
BucketPlace find_bucket(Play& play, const std::string& name,
                        const std::optional<std::string>& expected_owner = std::nullopt);

/// `arn:aws:s3:::bucket/key`.
std::string object_arn(const BucketPlace& place, std::string_view key);

/// The version that an operation on an existing object means; fails with `NoSuchKey`,
/// `NoSuchVersion`, or `MethodNotAllowed` for a delete marker.
ObjectVersion* find_version(Play& play, const BucketPlace& place, const ObjectAddress& address);

/// Takes the version as the outcome's source, as it now is.
void note_source(Play& play, const ObjectAddress& address, const std::string& version_id);

/// The ACL that a request asks for: canned, or grants; with the owner's full control.
AccessControlPolicy requested_acl(const Account& bucket_owner, const std::string& object_owner,
                                  const std::optional<std::string>& canned,
                                  const std::vector<AclGrant>& grants);

/// Whether the bucket takes an ACL: `AccessControlListNotSupported` where ACLs are disabled,
/// `AccessDenied` where Block Public Access refuses a public one.
bool takes_acl(Play& play, const BucketPlace& place, const std::optional<std::string>& canned,
               const std::vector<AclGrant>& grants);

}  // namespace replisim
