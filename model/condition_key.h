#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace replisim {

/// What a condition key's values are; AWS's "ArrayOf…" types are these with `is_multivalued`.
enum class ConditionKeyType : std::uint8_t { String, Arn, Bool, Numeric, Date, IpAddress, Binary };

std::string_view to_string(ConditionKeyType type);  ///< as AWS writes it: `ARN`, `IPAddress`

/// How a row of the table names its keys.
enum class KeyForm : std::uint8_t {
  Name,     ///< one key
  Prefix,   ///< all keys that begin so: `aws:ResourceTag/`, `kms:EncryptionContext:`
  Pattern,  ///< with a `*` inside: `agent.*.buildkite.dev:cluster_id`
};

/// Where the values come from.
enum class KeyScope : std::uint8_t {
  Global,   ///< `aws:`, of any request (which ones, the IAM User Guide says key by key)
  Session,  ///< of the caller's session: identity providers' keys, and those services put there
  Service,  ///< of requests to IAM, KMS, S3 or STS
};

/// A condition key, or a family of keys. Rows live as long as the program.
struct ConditionKeyInfo {
  std::string_view name;  ///< in AWS's spelling; a prefix ends with `/` or `:`
  KeyForm form = KeyForm::Name;
  KeyScope scope = KeyScope::Service;
  ConditionKeyType type = ConditionKeyType::String;
  bool is_multivalued = false;  ///< wants `ForAllValues` or `ForAnyValue`

  [[nodiscard]] constexpr bool is_global() const { return scope == KeyScope::Global; }

  /// Only a single value can be put in the place of `${…}`.
  [[nodiscard]] constexpr bool may_be_policy_variable() const { return !is_multivalued; }
};

/// All rows: the global keys, those of IAM, KMS, S3 and STS, and those of sessions.
[[nodiscard]] std::span<const ConditionKeyInfo> all_condition_keys();

/// The row of a key, in any letter case, or null. `aws:ResourceTag/` itself, without the name of a
/// tag, is found too: `name.size() == info->name.size()` tells. Allocates nothing.
[[nodiscard]] const ConditionKeyInfo* find_condition_key(std::string_view name);

/// What a misspelt key was most likely meant to be; a tag's name is kept.
[[nodiscard]] std::optional<std::string> nearest_condition_key(std::string_view name);

}  // namespace replisim
