#include "model/enum_name.h"

#include <array>

#include "model/bucket.h"
#include "model/key.h"
#include "model/object.h"
#include "model/world.h"

namespace replisim {
namespace {

template <typename Enum, std::size_t kCount>
using Names = std::array<EnumName<Enum>, kCount>;

constexpr Names<KeyState, 8> kKeyStates = {{
    {KeyState::Creating, "Creating"},
    {KeyState::Enabled, "Enabled"},
    {KeyState::Disabled, "Disabled"},
    {KeyState::PendingDeletion, "PendingDeletion"},
    {KeyState::PendingImport, "PendingImport"},
    {KeyState::PendingReplicaDeletion, "PendingReplicaDeletion"},
    {KeyState::Unavailable, "Unavailable"},
    {KeyState::Updating, "Updating"},
}};

constexpr Names<KeyManager, 2> kKeyManagers = {{
    {KeyManager::Customer, "CUSTOMER"},
    {KeyManager::Aws, "AWS"},
}};

// A bucket where versioning was never enabled has no status at all.
constexpr Names<VersioningStatus, 2> kVersioningStatuses = {{
    {VersioningStatus::Enabled, "Enabled"},
    {VersioningStatus::Suspended, "Suspended"},
}};

constexpr Names<ObjectOwnership, 3> kObjectOwnerships = {{
    {ObjectOwnership::BucketOwnerEnforced, "BucketOwnerEnforced"},
    {ObjectOwnership::BucketOwnerPreferred, "BucketOwnerPreferred"},
    {ObjectOwnership::ObjectWriter, "ObjectWriter"},
}};

constexpr Names<ObjectEncryption, 5> kObjectEncryptions = {{
    {ObjectEncryption::None, "none"},
    {ObjectEncryption::SseS3, "AES256"},
    {ObjectEncryption::SseKms, "aws:kms"},
    {ObjectEncryption::DsseKms, "aws:kms:dsse"},
    {ObjectEncryption::SseC, "SSE-C"},
}};

constexpr Names<ReplicationStatus, 4> kReplicationStatuses = {{
    {ReplicationStatus::Pending, "PENDING"},
    {ReplicationStatus::Completed, "COMPLETED"},
    {ReplicationStatus::Failed, "FAILED"},
    {ReplicationStatus::Replica, "REPLICA"},
}};

constexpr Names<AssumeMissing, 3> kAssumeMissing = {{
    {AssumeMissing::Unknown, "unknown"},
    {AssumeMissing::Deny, "deny"},
    {AssumeMissing::Allow, "allow"},
}};

}  // namespace

template <>
std::span<const EnumName<KeyState>> enum_names() {
  return kKeyStates;
}

template <>
std::span<const EnumName<KeyManager>> enum_names() {
  return kKeyManagers;
}

template <>
std::span<const EnumName<VersioningStatus>> enum_names() {
  return kVersioningStatuses;
}

template <>
std::span<const EnumName<ObjectOwnership>> enum_names() {
  return kObjectOwnerships;
}

template <>
std::span<const EnumName<ObjectEncryption>> enum_names() {
  return kObjectEncryptions;
}

template <>
std::span<const EnumName<ReplicationStatus>> enum_names() {
  return kReplicationStatuses;
}

template <>
std::span<const EnumName<AssumeMissing>> enum_names() {
  return kAssumeMissing;
}

std::string_view to_string(KeyState state) {
  return name_of(state);
}

std::string_view to_string(VersioningStatus status) {
  return name_of(status);
}

std::string_view to_string(ObjectOwnership ownership) {
  return name_of(ownership);
}

std::string_view to_string(ObjectEncryption encryption) {
  return name_of(encryption);
}

std::optional<ObjectEncryption> parse_object_encryption(std::string_view text) {
  return find_enum<ObjectEncryption>(text);
}

std::string_view to_string(ReplicationStatus status) {
  return name_of(status);
}

}  // namespace replisim
