#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/bucket.h"
#include "model/identity.h"
#include "model/key.h"
#include "model/policy_document.h"
#include "model/replication_configuration.h"
#include "model/tag.h"

namespace replisim {

// Parameters of the operations, in the names of the AWS API. What replication does not look at
// (headers such as Content-Type) is accepted when a scenario is read and not kept.

struct ObjectAddress {
  std::string bucket;
  std::string key;
  std::optional<std::string> version_id;
};

/// What PutObject, CopyObject and multipart uploads have in common.
struct ObjectSettings {
  std::optional<std::string> server_side_encryption;  ///< `AES256`, `aws:kms`, `aws:kms:dsse`
  std::optional<std::string> sse_kms_key_id;          ///< as written
  TagSet encryption_context;
  std::optional<bool> bucket_key_enabled;
  std::optional<std::string> sse_customer_algorithm;
  std::optional<std::string> sse_customer_key;
  std::optional<std::string> sse_customer_key_md5;
  std::optional<std::string> storage_class;
  std::optional<TagSet> tagging;
  std::optional<std::string> acl;  ///< canned
  std::vector<AclGrant> acl_grants;
  std::optional<std::string> object_lock_mode;
  std::optional<Instant> object_lock_retain_until;
  std::optional<std::string> object_lock_legal_hold;  ///< `ON` or `OFF`
  std::optional<std::string> expected_bucket_owner;
  std::optional<std::string> version_id;      ///< fixes the id that the version gets; ours
  std::optional<std::string> archive_status;  ///< Intelligent-Tiering tier; ours
};

struct PutObject {
  ObjectAddress object;
  std::int64_t size_bytes = 0;
  ObjectSettings settings;
};
struct CopyObject {
  ObjectAddress object;
  std::string copy_source_bucket;
  std::string copy_source_key;
  std::optional<std::string> copy_source_version_id;
  std::string tagging_directive = "COPY";
  ObjectSettings settings;
};
struct CompleteMultipartUpload {
  ObjectAddress object;
  std::int64_t size_bytes = 0;
  std::int64_t part_count = 1;
  ObjectSettings settings;
};
struct DeleteObject {
  ObjectAddress object;
  bool bypass_governance_retention = false;
};
struct PutObjectTagging {
  ObjectAddress object;
  TagSet tags;
};
struct DeleteObjectTagging {
  ObjectAddress object;
};
struct PutObjectAcl {
  ObjectAddress object;
  std::optional<std::string> acl;
  std::optional<AccessControlPolicy> access_control_policy;
  std::vector<AclGrant> acl_grants;
};
struct PutObjectRetention {
  ObjectAddress object;
  std::optional<ObjectRetention> retention;
  bool bypass_governance_retention = false;
};
struct PutObjectLegalHold {
  ObjectAddress object;
  std::string status;
};
struct RestoreObject {
  ObjectAddress object;
  std::int64_t days = 0;
};
struct GetObject {
  ObjectAddress object;
  std::optional<std::string> sse_customer_algorithm;
  std::optional<std::string> sse_customer_key;
  std::optional<std::string> sse_customer_key_md5;
};

// by S3 itself
struct LifecycleExpiration {
  ObjectAddress object;  ///< with a version id: removal of a noncurrent version
};
struct LifecycleTransition {
  ObjectAddress object;
  std::string storage_class;
};

// Batch Replication
struct ManifestEntry {
  std::string bucket;
  std::string key;
  std::optional<std::string> version_id;
};
struct ManifestFilter {
  std::optional<bool> eligible_for_replication;
  std::optional<Instant> created_after;
  std::optional<Instant> created_before;
  std::vector<std::string> object_replication_statuses;
  std::vector<std::string> match_any_prefix;
  std::vector<std::string> match_any_suffix;
  std::vector<std::string> match_any_substring;
  std::optional<std::int64_t> object_size_greater_than_bytes;
  std::optional<std::int64_t> object_size_less_than_bytes;
  std::vector<std::string> match_any_storage_class;
};
struct CreateJob {
  std::string account_id;
  std::string role_arn;
  std::string region;                        ///< of the endpoint called; empty: the bucket's
  std::optional<std::string> source_bucket;  ///< generated manifest; ARN
  ManifestFilter filter;
  std::vector<ManifestEntry> manifest;  ///< a user's own manifest
  bool has_user_manifest = false;
  std::string report_bucket;  ///< ARN; empty: no report
  std::string client_request_token;
};

// configuration: buckets
struct CreateBucket {
  std::string bucket;
  std::string region = "us-east-1";
  std::optional<std::string> account;  ///< owner where the event has no caller; ours
  std::optional<ObjectOwnership> ownership;
  bool object_lock_enabled = false;
};
struct PutBucketVersioning {
  std::string bucket;
  std::string status;
  std::optional<std::string> expected_bucket_owner;
};
struct PutBucketReplication {
  std::string bucket;
  ReplicationConfiguration configuration;
  std::optional<std::string> expected_bucket_owner;
  std::optional<std::string> token;  ///< `x-amz-bucket-object-lock-token`
};
struct DeleteBucketReplication {
  std::string bucket;
  std::optional<std::string> expected_bucket_owner;
};
struct PutBucketEncryption {
  std::string bucket;
  BucketEncryption encryption;
};
struct DeleteBucketEncryption {
  std::string bucket;
};
struct PutBucketPolicy {
  std::string bucket;
  PolicyDocument policy;
};
struct DeleteBucketPolicy {
  std::string bucket;
};
struct PutBucketOwnershipControls {
  std::string bucket;
  ObjectOwnership ownership = ObjectOwnership::BucketOwnerEnforced;
};
struct PutPublicAccessBlock {
  std::string bucket;
  PublicAccessBlock configuration;
  bool is_empty = false;  ///< none of the four given: `InvalidRequest`
};
struct PutObjectLockConfiguration {
  std::string bucket;
  ObjectLockConfiguration configuration;
};

// configuration: roles. Roles are named by `RoleName` in the account of the caller, or of
// `AccountId` (ours) where the event has no caller, or the only account that has the role.
struct RoleAddress {
  std::string role_name;
  std::optional<std::string> account_id;
};
struct CreateRole {
  RoleAddress role;
  std::string path = "/";
  PolicyDocument trust_policy;
  std::optional<std::string> permissions_boundary;
  TagSet tags;
};
struct DeleteRole {
  RoleAddress role;
};
struct PutRolePolicy {
  RoleAddress role;
  std::string policy_name;
  PolicyDocument document;
};
struct DeleteRolePolicy {
  RoleAddress role;
  std::string policy_name;
};
struct AttachRolePolicy {
  RoleAddress role;
  std::string policy_arn;
};
struct DetachRolePolicy {
  RoleAddress role;
  std::string policy_arn;
};
struct UpdateAssumeRolePolicy {
  RoleAddress role;
  PolicyDocument document;
};
struct PutRolePermissionsBoundary {
  RoleAddress role;
  std::string policy_arn;
};
struct DeleteRolePermissionsBoundary {
  RoleAddress role;
};

// configuration: keys. `KeyId` is an id or ARN.
struct CreateKey {
  Key key;
  std::optional<std::string> account_id;  ///< ours, where the event has no caller
  bool bypass_lockout_check = false;
};
struct PutKeyPolicy {
  std::string key_id;
  PolicyDocument policy;
  bool bypass_lockout_check = false;
};
struct EnableKey {
  std::string key_id;
};
struct DisableKey {
  std::string key_id;
};
struct ScheduleKeyDeletion {
  std::string key_id;
  std::int64_t pending_window_days = 30;
};
struct CancelKeyDeletion {
  std::string key_id;
};
struct CreateGrant {
  std::string key_id;
  Grant grant;
};
struct RevokeGrant {
  std::string key_id;
  std::string grant_id;
};

using Operation =
    std::variant<PutObject, CopyObject, CompleteMultipartUpload, DeleteObject, PutObjectTagging,
                 DeleteObjectTagging, PutObjectAcl, PutObjectRetention, PutObjectLegalHold,
                 RestoreObject, GetObject, LifecycleExpiration, LifecycleTransition, CreateJob,
                 CreateBucket, PutBucketVersioning, PutBucketReplication, DeleteBucketReplication,
                 PutBucketEncryption, DeleteBucketEncryption, PutBucketPolicy, DeleteBucketPolicy,
                 PutBucketOwnershipControls, PutPublicAccessBlock, PutObjectLockConfiguration,
                 CreateRole, DeleteRole, PutRolePolicy, DeleteRolePolicy, AttachRolePolicy,
                 DetachRolePolicy, UpdateAssumeRolePolicy, PutRolePermissionsBoundary,
                 DeleteRolePermissionsBoundary, CreateKey, PutKeyPolicy, EnableKey, DisableKey,
                 ScheduleKeyDeletion, CancelKeyDeletion, CreateGrant, RevokeGrant>;

/// AWS's name of the operation.
std::string_view operation_name(const Operation& operation);

/// An extra request-context key of an event.
struct ContextEntry {
  std::string key;
  std::vector<std::string> values;
  bool is_list = false;
};

struct Event {
  std::string id;  ///< made up (`event-3`) where not given
  Instant at;
  std::optional<std::string> as;  ///< ARN of the caller; absent: authorised without asking
  Operation operation;
  std::vector<ContextEntry> context;
  SourceRange where;
};

}  // namespace replisim
