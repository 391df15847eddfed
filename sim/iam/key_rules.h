#pragma once

#include <string>
#include <string_view>

#include "model/key.h"
#include "sim/iam/authorizer.h"

namespace replisim {

/// What AWS's lockout check answers (6.1).
inline constexpr std::string_view kLockoutMessage =
    "The new key policy will not allow you to update the key policy in the future.";

/// Whether, under the new policy, the caller of this very request could put a key policy again:
/// key, identity, boundary and session policies take part, SCPs, RCPs and grants do not (U-33).
bool passes_lockout_check(const Request& put_key_policy, const CallerPolicies& caller,
                          const std::string& key_account, PolicyPointer new_policy);

/// What KMS answers an authorized caller because of the key's state; both empty if it lets the
/// operation through (6.3).
struct KeyStateError {
  std::string_view code;
  std::string message;

  [[nodiscard]] bool is_error() const { return !code.empty(); }
};

/// `operation` is the action without its prefix (`Decrypt`), in any case.
KeyStateError key_state_error(std::string_view operation, KeyState state, std::string_view key_arn);

}  // namespace replisim
