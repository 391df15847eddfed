#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/instant.h"
#include "model/source.h"
#include "model/tag.h"

namespace replisim {

/// How an object version is encrypted at rest.
enum class ObjectEncryption : std::uint8_t { None, SseS3, SseKms, DsseKms, SseC };

/// `none`, `AES256`, `aws:kms`, `aws:kms:dsse`, `SSE-C`: as the contract spells them.
std::string_view to_string(ObjectEncryption encryption);
std::optional<ObjectEncryption> parse_object_encryption(std::string_view text);

enum class ReplicationStatus : std::uint8_t { Pending, Completed, Failed, Replica };

std::string_view to_string(ReplicationStatus status);

struct ObjectRetention {
  std::string mode;  ///< `GOVERNANCE` or `COMPLIANCE`
  Instant retain_until;

  bool operator==(const ObjectRetention&) const = default;
};

/// One grant of an access control list.
struct AclGrant {
  std::string grantee_type;  ///< `CanonicalUser`, `Group`, `AmazonCustomerByEmail`
  std::string grantee;       ///< canonical id, group URI or address
  std::string permission;    ///< `READ`, `WRITE`, `READ_ACP`, `WRITE_ACP`, `FULL_CONTROL`

  bool operator==(const AclGrant&) const = default;
};

struct AccessControlPolicy {
  std::string owner;  ///< canonical id, or account id where that is all that is known
  std::vector<AclGrant> grants;
};

/// A version of an object, or a delete marker.
struct ObjectVersion {
  std::string key;
  std::string version_id;  ///< `null` for one written while versioning was not enabled
  bool is_delete_marker = false;
  std::int64_t size_bytes = 0;
  Instant last_modified;
  std::string owner;  ///< account id
  ObjectEncryption encryption = ObjectEncryption::SseS3;
  /// Key ARN, for `SseKms` and `DsseKms`; empty means the AWS managed key `aws/s3`. What the
  /// scenario writes is resolved to the ARN where that key is in the model.
  std::string kms_key_id;
  bool bucket_key_enabled = false;
  TagSet encryption_context;         ///< pairs that the uploader added
  std::string sse_customer_key;      ///< of SSE-C, where the upload showed it
  std::string sse_customer_key_md5;  ///< the same
  std::string storage_class = "STANDARD";
  std::string archive_status;  ///< `ARCHIVE_ACCESS`, `DEEP_ARCHIVE_ACCESS`: Intelligent-Tiering
  TagSet tags;
  AccessControlPolicy acl;
  std::string canned_acl;  ///< of an object given by the scenario, instead of `acl`
  std::optional<ObjectRetention> retention;
  std::optional<bool> legal_hold;  ///< explicit ON or OFF
  std::optional<ReplicationStatus> replication_status;
  std::int64_t part_count = 0;  ///< above 0: a multipart upload
  SourceRange where;
};

}  // namespace replisim
