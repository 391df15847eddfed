#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/policy_document.h"
#include "model/source.h"
#include "model/tag.h"

namespace replisim {

enum class KeyState : std::uint8_t {
  Creating,
  Enabled,
  Disabled,
  PendingDeletion,
  PendingImport,
  PendingReplicaDeletion,
  Unavailable,
  Updating,
};

enum class KeyManager : std::uint8_t { Customer, Aws };

struct GrantConstraints {
  TagSet encryption_context_equals;
  TagSet encryption_context_subset;
  std::string source_arn;
};

/// An entry of what `list-grants` prints.
struct Grant {
  std::string grant_id;
  std::string name;
  std::string grantee_principal;
  std::string grantee_unique_id;  ///< of the principal it was made for; empty where not known
  std::string retiring_principal;
  std::string issuing_account;  ///< account of the principal that made it; ARN or id; may be empty
  std::vector<std::string> operations;
  GrantConstraints constraints;
  SourceRange where;
};

struct Key {
  std::string key_id;
  std::string region;
  KeyState state = KeyState::Enabled;
  KeyManager manager = KeyManager::Customer;
  std::string key_spec = "SYMMETRIC_DEFAULT";
  std::string key_usage = "ENCRYPT_DECRYPT";
  std::string origin = "AWS_KMS";
  bool multi_region = false;
  std::vector<std::string> aliases;  ///< `alias/…`
  TagSet tags;
  std::optional<PolicyDocument> policy;  ///< absent: KMS's default key policy of its manager
  std::vector<Grant> grants;
  SourceRange where;
};

std::string_view to_string(KeyState state);

}  // namespace replisim
