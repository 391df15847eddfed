#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/instant.h"
#include "model/object.h"
#include "model/policy_document.h"
#include "model/replication_configuration.h"
#include "model/source.h"
#include "model/tag.h"

namespace replisim {

enum class VersioningStatus : std::uint8_t { NeverEnabled, Enabled, Suspended };

enum class ObjectOwnership : std::uint8_t {
  BucketOwnerEnforced,
  BucketOwnerPreferred,
  ObjectWriter
};

std::string_view to_string(VersioningStatus status);  ///< empty for `NeverEnabled`
std::string_view to_string(ObjectOwnership ownership);

/// A rule of `ServerSideEncryptionConfiguration`.
struct BucketEncryption {
  ObjectEncryption algorithm = ObjectEncryption::SseS3;
  std::string kms_master_key_id;  ///< as written; empty means `aws/s3` for KMS types
  bool bucket_key_enabled = false;
  std::vector<std::string> blocked_encryption_types;  ///< `SSE-C` or `NONE`
  SourceRange where;
};

/// All four absent is the same as all four false.
struct PublicAccessBlock {
  bool block_public_acls = false;
  bool ignore_public_acls = false;
  bool block_public_policy = false;
  bool restrict_public_buckets = false;
  SourceRange where;
};

struct ObjectLockConfiguration {
  bool enabled = false;
  std::string default_mode;  ///< empty: no default retention
  std::int64_t default_days = 0;
  std::int64_t default_years = 0;
  SourceRange where;
};

struct Bucket {
  std::string name;
  std::string region = "us-east-1";
  std::optional<Instant> creation_date;
  VersioningStatus versioning = VersioningStatus::NeverEnabled;
  std::optional<ReplicationConfiguration> replication;
  /// Absent: what S3 does without a configuration, which depends on the clock (2023-01-05).
  std::optional<BucketEncryption> encryption;
  std::optional<PolicyDocument> policy;
  bool policy_unknown = false;               ///< imported without its policy: it may have one
  std::optional<ObjectOwnership> ownership;  ///< absent: `BucketOwnerEnforced` (see world.h)
  std::optional<PublicAccessBlock> public_access_block;
  std::optional<ObjectLockConfiguration> object_lock;
  std::optional<AccessControlPolicy> acl;
  bool requester_pays = false;
  bool abac_enabled = false;
  TagSet tags;
  std::vector<ObjectVersion> objects;  ///< before the first event, oldest first
  SourceRange where;
};

}  // namespace replisim
