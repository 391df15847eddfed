#include <array>

#include "model/shape_field.h"
#include "model/shapes.h"

namespace replisim {
namespace {

template <typename T>
constexpr FieldRow key_id_row() {
  return field<&T::key_id>("KeyId", Need::Required, "id or ARN of the key");
}

/// A key that does not exist yet: nothing of it is required.
constexpr std::array kNewKeyRows = {
    field<&Key::key_id>("KeyId", Need::Optional, "made up where it is not given"),
    field<&Key::region>("Region", Need::Optional, "us-east-1 by default"),
    field<&Key::key_spec>("KeySpec", Need::Optional, "SYMMETRIC_DEFAULT by default"),
    read_only(
        field<&Key::key_spec>("CustomerMasterKeySpec", Need::Optional, "the same as KeySpec")),
    field<&Key::key_usage>("KeyUsage", Need::Optional, "ENCRYPT_DECRYPT by default"),
    field<&Key::origin>("Origin", Need::Optional, "AWS_KMS by default"),
    field<&Key::multi_region>("MultiRegion", Need::Optional, "whether it is multi-Region"),
    field<&Key::aliases>("Aliases", Need::Optional, "names that begin with alias/"),
    field<&Key::tags>("Tags", Need::Optional, "tags"),
    field<&Key::policy>("Policy", Need::Optional,
                        "the key policy; KMS's default one where it is not given"),
    ignored("Description"),
    ignored("CustomKeyStoreId"),
    ignored("XksKeyId"),
};

template <typename T>
constexpr FieldRow bypass_row() {
  return field<&T::bypass_lockout_check>("BypassPolicyLockoutSafetyCheck", Need::Optional,
                                         "accept a policy that locks its author out");
}

}  // namespace

template <>
const Shape& shape_of<CreateKey>() {
  static constexpr std::array kRows = {
      field<&CreateKey::account_id>("AccountId", Need::Optional,
                                    "account of the key where the event has no caller"),
      bypass_row<CreateKey>(),
  };
  static const Shape kShape = {"CreateKey",
                               "a new key",
                               {part_of<&CreateKey::key>(kNewKeyRows), {kRows}},
                               [](ShapeReader&, const JsonNode& node, void* object) {
                                 Key& key = static_cast<CreateKey*>(object)->key;
                                 key.where = node.where;
                                 key.region = key.region.empty() ? "us-east-1" : key.region;
                               }};
  return kShape;
}

template <>
const Shape& shape_of<PutKeyPolicy>() {
  static constexpr std::array kRows = {
      key_id_row<PutKeyPolicy>(),
      field<&PutKeyPolicy::policy>("Policy", Need::Required, "the key policy"),
      bypass_row<PutKeyPolicy>(),
      ignored("PolicyName"),
  };
  static const Shape kShape = {"PutKeyPolicy", "another key policy", {{kRows}}};
  return kShape;
}

template <>
const Shape& shape_of<EnableKey>() {
  static constexpr std::array kRows = {key_id_row<EnableKey>()};
  static const Shape kShape = {"EnableKey", "a key enabled", {{kRows}}};
  return kShape;
}

template <>
const Shape& shape_of<DisableKey>() {
  static constexpr std::array kRows = {key_id_row<DisableKey>()};
  static const Shape kShape = {"DisableKey", "a key disabled", {{kRows}}};
  return kShape;
}

template <>
const Shape& shape_of<ScheduleKeyDeletion>() {
  static constexpr std::array kRows = {
      key_id_row<ScheduleKeyDeletion>(),
      field<&ScheduleKeyDeletion::pending_window_days>("PendingWindowInDays", Need::Optional,
                                                       "7 to 30; 30 by default"),
  };
  static const Shape kShape = {"ScheduleKeyDeletion", "a key that will be deleted", {{kRows}}};
  return kShape;
}

template <>
const Shape& shape_of<CancelKeyDeletion>() {
  static constexpr std::array kRows = {key_id_row<CancelKeyDeletion>()};
  static const Shape kShape = {"CancelKeyDeletion", "a key kept, but disabled", {{kRows}}};
  return kShape;
}

template <>
const Shape& shape_of<CreateGrant>() {
  static constexpr std::array kRows = {
      key_id_row<CreateGrant>(),
      ignored("GrantTokens"),
      ignored("DryRun"),
  };
  static constexpr std::array kGrantRows = {
      field<&Grant::grant_id>("GrantId", Need::Optional, "made up where it is not given"),
      field<&Grant::name>("Name", Need::Optional, "name of the grant"),
      field<&Grant::grantee_principal>("GranteePrincipal", Need::Required, "who may use the key"),
      field<&Grant::retiring_principal>("RetiringPrincipal", Need::Optional,
                                        "who may retire the grant"),
      field<&Grant::operations>("Operations", Need::Required, "Encrypt, GenerateDataKey, …"),
      field<&Grant::constraints>("Constraints", Need::Optional, "what narrows the grant"),
  };
  static const Shape kShape = {"CreateGrant",
                               "a grant",
                               {{kRows}, part_of<&CreateGrant::grant>(kGrantRows)},
                               [](ShapeReader&, const JsonNode& node, void* object) {
                                 static_cast<CreateGrant*>(object)->grant.where = node.where;
                               }};
  return kShape;
}

template <>
const Shape& shape_of<RevokeGrant>() {
  static constexpr std::array kRows = {
      key_id_row<RevokeGrant>(),
      field<&RevokeGrant::grant_id>("GrantId", Need::Required, "id of the grant"),
      ignored("DryRun"),
  };
  static const Shape kShape = {"RevokeGrant", "a grant less", {{kRows}}};
  return kShape;
}

}  // namespace replisim
