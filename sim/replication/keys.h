#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/object.h"
#include "model/world.h"
#include "sim/iam/key_rules.h"

namespace replisim {

/// A KMS key as a caller meant it.
struct ResolvedKey {
  std::string arn;      ///< of the key; what was written where it names no key of the model
  std::string account;  ///< owner; empty where the text does not tell
  std::string region;
  bool is_listed = false;          ///< the key is in the model; what follows is its own
  bool account_is_listed = false;  ///< the account is
  bool is_aws_managed = false;
  bool was_alias = false;            ///< written as alias or bare id, not as a key ARN
  bool can_encrypt_objects = false;  ///< symmetric, ENCRYPT_DECRYPT: the only kind S3 uses
  bool region_is_enabled = true;     ///< in the key's account and the caller's (P6)
  KeyState state = KeyState::Enabled;
  SourceRange where;
};

/// What `text` means to `caller_account` in `region`: a key ARN, an alias ARN, an id or alias name;
/// empty, or an alias called `alias/aws/s3`, is the account's AWS managed key, which KMS makes when
/// it is first used, and so does this.
ResolvedKey resolve_key(World& world, std::string_view text, std::string_view caller_account,
                        std::string_view region);

/// What S3 asks of KMS when somebody reads a version under SSE-KMS.
struct Decryption {
  ResolvedKey key;
  std::string region;
  std::string context_arn;    ///< of the object, or of the bucket where a bucket key is used
  KeyStateError state_error;  ///< why the key cannot be used now, if it is in the model
};

/// Of a version in a bucket of `owner`. Under aws/s3 of another account nobody here is let in: its
/// own policy says so (U19).
Decryption decryption_of(World& world, const ObjectVersion& version, std::string_view bucket_arn,
                         std::string_view owner, std::string_view region);

/// The account's `aws/s3` key in a Region, made if it is not there yet. Null where the account is
/// not in the model.
const Key* managed_key(World& world, std::string_view account, std::string_view region);

}  // namespace replisim
