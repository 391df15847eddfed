#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "model/object.h"
#include "sim/replication/keys.h"

namespace replisim {

/// The default encryption of a destination bucket, its key resolved.
struct DefaultEncryption {
  bool is_known = true;  ///< false: the bucket is not in the model
  ObjectEncryption algorithm = ObjectEncryption::None;
  std::optional<ResolvedKey> key;  ///< of KMS types
  bool bucket_key_enabled = false;
  bool blocks_sse_c = false;
};

/// What the outcome depends on. Borrows everything.
struct EncryptionCase {
  const ObjectVersion* source = nullptr;
  const ResolvedKey* source_key = nullptr;  ///< of KMS sources
  bool opted_in = false;
  const ResolvedKey* replica_key = nullptr;  ///< `ReplicaKmsKeyID`; null: none is given
  const DefaultEncryption* destination = nullptr;
  std::string_view role_account;         ///< A
  std::string_view destination_account;  ///< B; may be A
};

enum class ReplicaType : std::uint8_t {
  Source,       ///< keeps the type of the source object
  Destination,  ///< takes the destination's default
};

/// The KMS call that writes the data key of the replica.
enum class KeyWrite : std::uint8_t { None, GenerateDataKey, Encrypt };

/// A row of the table of outcomes (E1 to E24).
struct EncryptionRow {
  std::string_view id;
  std::string_view meaning;
  bool (*when)(const EncryptionCase&) = nullptr;
  ReplicaType type = ReplicaType::Source;
  KeyWrite write = KeyWrite::None;
  bool decrypts_source = false;
  std::string_view decision;  ///< `U19` where the row rests on one
};

/// The first row whose `when` holds decides; more special rows stand before more general ones.
[[nodiscard]] std::span<const EncryptionRow> encryption_rows();

/// How the replica will be encrypted and what that takes.
struct EncryptionOutcome {
  const EncryptionRow* row = nullptr;
  ObjectEncryption type = ObjectEncryption::None;
  const ResolvedKey* key = nullptr;  ///< of the replica; null for types without a KMS key
  bool bucket_key = false;
  bool is_known = true;  ///< false: it depends on a bucket that is not in the model
};

[[nodiscard]] EncryptionOutcome decide_encryption(const EncryptionCase& facts);

[[nodiscard]] bool is_kms(ObjectEncryption encryption);

}  // namespace replisim
