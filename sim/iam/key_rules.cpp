#include "sim/iam/key_rules.h"

#include <algorithm>
#include <array>

#include "model/unicode.h"

namespace replisim {
namespace {

constexpr std::string_view kDisabled = "DisabledException";
constexpr std::string_view kInvalid = "KMSInvalidStateException";
constexpr std::string_view kOk = "";

constexpr std::size_t kStateCount = 8;

/// One row of the table of key states; columns in the order of `KeyState`.
struct StateRow {
  std::array<std::string_view, 14> operations;
  std::array<std::string_view, kStateCount> answers;
};

static_assert(static_cast<std::size_t>(KeyState::Updating) + 1 == kStateCount);

// https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html. Columns: Creating, Enabled,
// Disabled, PendingDeletion, PendingImport, PendingReplicaDeletion, Unavailable, Updating.
constexpr std::array kRows = {
    StateRow{
        {"encrypt", "decrypt", "generatedatakey", "generatedatakeywithoutplaintext",
         "generatedatakeypair", "generatedatakeypairwithoutplaintext", "reencrypt", "reencryptfrom",
         "reencryptto", "sign", "verify", "generatemac", "verifymac", "derivesharedsecret"},
        {kInvalid, kOk, kDisabled, kInvalid, kInvalid, kInvalid, kInvalid, kOk}},
    StateRow{{"creategrant"}, {kInvalid, kOk, kDisabled, kInvalid, kInvalid, kInvalid, kOk, kOk}},
    StateRow{{"enablekey", "disablekey"},
             {kInvalid, kOk, kOk, kInvalid, kInvalid, kInvalid, kOk, kInvalid}},
    StateRow{{"schedulekeydeletion"}, {kOk, kOk, kOk, kInvalid, kOk, kInvalid, kOk, kInvalid}},
    StateRow{{"cancelkeydeletion"},
             {kInvalid, kInvalid, kInvalid, kOk, kInvalid, kOk, kInvalid, kInvalid}},
    StateRow{{"createalias", "updatealias"}, {kOk, kOk, kOk, kInvalid, kOk, kInvalid, kOk, kOk}},
    StateRow{{"replicatekey"},
             {kInvalid, kOk, kDisabled, kInvalid, kInvalid, kInvalid, kInvalid, kInvalid}},
};

std::string_view ending_of(KeyState state) {
  switch (state) {
    case KeyState::Creating: return " is creating.";
    case KeyState::Enabled: return " is enabled.";
    case KeyState::Disabled: return " is disabled.";
    case KeyState::PendingDeletion:
    case KeyState::PendingReplicaDeletion: return " is pending deletion.";
    case KeyState::PendingImport: return " is pending import.";
    case KeyState::Unavailable: return " is unavailable.";
    case KeyState::Updating: return " is updating.";
  }
  return "";
}

}  // namespace

bool passes_lockout_check(const Request& put_key_policy, const CallerPolicies& caller,
                          const std::string& key_account, PolicyPointer new_policy) {
  CallerPolicies limits = caller;
  limits.service_control.clear();
  limits.vpc_endpoint = nullptr;
  ResourcePolicies key;
  key.authority = ResourceAuthority::Key;
  key.account = key_account;
  key.policy = std::move(new_policy);
  return decide(put_key_policy, limits, key).is_allowed();
}

KeyStateError key_state_error(std::string_view operation, KeyState state,
                              std::string_view key_arn) {
  const std::string lower = to_lower_ascii(operation);
  for (const StateRow& row : kRows) {
    if (std::find(row.operations.begin(), row.operations.end(), lower) != row.operations.end()) {
      const std::string_view code = row.answers[static_cast<std::size_t>(state)];
      if (code.empty()) {
        return {};
      }
      return {code, std::string(key_arn) + std::string(ending_of(state))};
    }
  }
  return {};
}

}  // namespace replisim
