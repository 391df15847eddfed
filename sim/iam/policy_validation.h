#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/policy_document.h"
#include "model/source.h"

namespace replisim {

struct World;

/// Something AWS refuses a policy for when it is saved.
struct SaveFault {
  std::string code;     ///< of the API: `MalformedPolicyDocument`, `MalformedPolicy`, …
  std::string message;  ///< of the API, word for word where it is recorded or reported
  std::string hint;     ///< ours; may be empty
  SourceRange where;
  std::string lint_code;  ///< as `lint` calls it: `INVALID_ACTION`
  std::string subject;    ///< the text of the policy that is at fault; may be empty
  std::string second;     ///< another, where two do not fit each other

  bool operator==(const SaveFault&) const = default;
};

/// Whether a principal that a policy names is there: services look when a policy is saved.
enum class PrincipalPresence : std::uint8_t {
  Exists,
  Missing,
  NotKnown,  ///< its account is not in the model (U-25)
};

/// Whose inline policy, or a managed one: the quotas differ.
enum class PolicyHolder : std::uint8_t { NotKnown, User, Group, Role, ManagedPolicy };

/// What a policy is saved to. Whatever is empty is not known, and is not checked.
struct PolicyTarget {
  std::string bucket_name;  ///< of a bucket policy
  std::string account;      ///< that owns what the policy is attached to
  std::string key_arn;      ///< of a key policy
  PolicyHolder holder = PolicyHolder::NotKnown;
  std::string holder_name;  ///< of the user, group or role
  /// The policy as it was sent, for its size and its characters; lives as long as the call.
  std::string_view text;
  /// Called with entries of type `Aws` that name a user, role, session or unique id.
  std::function<PrincipalPresence(const PrincipalEntry&)> find_principal;
};

/// What is known of a policy as its author wrote it: without statements that stand for wider ones
/// (`Statement::uncertain`). Empty where that is all of it, or nothing: there is nothing to judge.
[[nodiscard]] std::optional<PolicyDocument> known_part(const PolicyDocument& document);
/// Whether that is the whole policy.
[[nodiscard]] bool is_known(const PolicyDocument& document);

/// What AWS answers when the policy is saved: first the fault it reports, then all that stand
/// behind it, in the order of its checks; empty if it is accepted, or for what its known part is
/// accepted. `kind` decides: an identity
/// policy and a bucket policy are checked by different services.
///
/// Not checked here are the key policy's lockout check, which needs the caller, and Block Public
/// Access (`is_public_policy`).
[[nodiscard]] std::vector<SaveFault> validate_policy(const PolicyDocument& document,
                                                     PolicyKind kind,
                                                     const PolicyTarget& target = {});

/// Whether a principal exists in a world. A unique id that nobody in it has is taken for that of a
/// principal that was deleted; a session exists if its role does.
[[nodiscard]] PrincipalPresence principal_presence(const World& world, const PrincipalEntry& entry);

/// How a service measures a policy against its quota.
struct PolicySizeRule {
  std::size_t size_max = 0;
  /// Blanks between the tokens do not count.
  bool ignores_whitespace = false;
};

/// The quota; empty where there is none, or the holder would have to be known.
[[nodiscard]] std::optional<PolicySizeRule> policy_size_rule(PolicyKind kind, PolicyHolder holder);

/// What of a policy's text counts.
[[nodiscard]] std::size_t policy_size(std::string_view text, const PolicySizeRule& rule);

}  // namespace replisim
