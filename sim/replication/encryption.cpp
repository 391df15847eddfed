#include "sim/replication/encryption.h"

#include <iterator>

namespace replisim {
namespace {

bool source_is(const EncryptionCase& c, ObjectEncryption type) {
  return c.source->encryption == type;
}

bool default_is(const EncryptionCase& c, ObjectEncryption type) {
  return c.destination->algorithm == type;
}

bool is_plain(const EncryptionCase& c) {
  return source_is(c, ObjectEncryption::None);
}

bool is_plain_into_kms(const EncryptionCase& c) {
  return is_plain(c) && default_is(c, ObjectEncryption::SseKms);
}

bool is_cross_account(const EncryptionCase& c) {
  return c.role_account != c.destination_account;
}

bool has_own(const ResolvedKey* key, std::string_view account) {
  return key != nullptr && key->account == account;
}

bool is_managed(const ResolvedKey* key) {
  return key != nullptr && key->is_aws_managed;
}

const ResolvedKey* default_key(const EncryptionCase& c) {
  return c.destination->key ? &*c.destination->key : nullptr;
}

bool is_selected_kms(const EncryptionCase& c) {
  return source_is(c, ObjectEncryption::SseKms) && c.opted_in;
}

/// In another Region than the destination's, of a kind S3 does not use, in a state it cannot use.
bool is_unusable(const ResolvedKey* key) {
  return key == nullptr || (key->account_is_listed && !key->is_listed) ||
         (key->is_listed && (!key->can_encrypt_objects || (key->state != KeyState::Enabled &&
                                                           key->state != KeyState::Updating)));
}

bool keeps_bucket_key(const EncryptionCase& c) {
  return c.source->bucket_key_enabled;
}

bool gains_bucket_key(const EncryptionCase& c) {
  return default_is(c, ObjectEncryption::SseKms) && c.destination->bucket_key_enabled;
}

using Case = EncryptionCase;
using OE = ObjectEncryption;

// Replicating encrypted objects; Default bucket encryption and replication (S3 User Guide); 4.2 of
// the dossier. Rows of one source type stand together, the more special before the more general.
constexpr EncryptionRow kRows[] = {
    {"E1", "unencrypted into a bucket without default encryption, before 2023",
     [](const Case& c) { return is_plain(c) && default_is(c, OE::None); }, ReplicaType::Destination,
     KeyWrite::None, false, ""},
    {"E8", "unencrypted, the rule names a replica key: it is not used for such objects",
     [](const Case& c) { return is_plain(c) && c.opted_in && default_is(c, OE::SseS3); },
     ReplicaType::Destination, KeyWrite::None, false, "U20"},
    {"E2", "unencrypted into a bucket with SSE-S3",
     [](const Case& c) { return is_plain(c) && default_is(c, OE::SseS3); },
     ReplicaType::Destination, KeyWrite::None, false, ""},
    {"E8", "unencrypted, the rule names a replica key: the destination's default is used",
     [](const Case& c) { return is_plain(c) && c.opted_in; }, ReplicaType::Destination,
     KeyWrite::GenerateDataKey, false, "U20"},
    {"E6", "unencrypted into a bucket with aws/s3: the key of the role's account",
     [](const Case& c) { return is_plain_into_kms(c) && is_managed(default_key(c)); },
     ReplicaType::Destination, KeyWrite::GenerateDataKey, false, "U19"},
    {"E5", "unencrypted into another account's bucket with a key of the role's account",
     [](const Case& c) {
       return is_plain_into_kms(c) && is_cross_account(c) &&
              has_own(default_key(c), c.role_account);
     },
     ReplicaType::Destination, KeyWrite::GenerateDataKey, false, ""},
    {"E4", "unencrypted into another account's bucket with a key of another account",
     [](const Case& c) { return is_plain_into_kms(c) && is_cross_account(c); },
     ReplicaType::Destination, KeyWrite::GenerateDataKey, false, ""},
    {"E3", "unencrypted into a bucket of the same account with a customer managed key",
     is_plain_into_kms, ReplicaType::Destination, KeyWrite::GenerateDataKey, false, ""},
    {"E7", "unencrypted into a bucket with DSSE-KMS", is_plain, ReplicaType::Destination,
     KeyWrite::GenerateDataKey, false, ""},

    {"E10", "SSE-S3, the rule names a replica key: the type is kept, the key not used",
     [](const Case& c) { return source_is(c, OE::SseS3) && c.opted_in; }, ReplicaType::Source,
     KeyWrite::None, false, "U20"},
    {"E9", "SSE-S3: the type is kept, the destination's default not asked",
     [](const Case& c) { return source_is(c, OE::SseS3); }, ReplicaType::Source, KeyWrite::None,
     false, ""},

    {"E11", "SSE-KMS without the opt-in: not replicated",
     [](const Case& c) { return source_is(c, OE::SseKms) && !c.opted_in; }, ReplicaType::Source,
     KeyWrite::None, false, ""},
    {"E21", "DSSE-KMS without the opt-in: not replicated",
     [](const Case& c) { return source_is(c, OE::DsseKms) && !c.opted_in; }, ReplicaType::Source,
     KeyWrite::None, false, ""},
    {"E24", "SSE-KMS with a replica key that cannot be used",
     [](const Case& c) { return is_selected_kms(c) && is_unusable(c.replica_key); },
     ReplicaType::Source, KeyWrite::Encrypt, true, ""},
    {"E17", "SSE-KMS under aws/s3 of the destination's account: its policy admits only its own",
     [](const Case& c) {
       return is_selected_kms(c) && is_managed(c.replica_key) && is_cross_account(c) &&
              !has_own(c.replica_key, c.role_account);
     },
     ReplicaType::Source, KeyWrite::Encrypt, true, "U19"},
    {"E16", "SSE-KMS under aws/s3 of the role's account",
     [](const Case& c) { return is_selected_kms(c) && is_managed(c.replica_key); },
     ReplicaType::Source, KeyWrite::Encrypt, true, "U19"},
    {"E18", "SSE-KMS with a bucket key: the replica keeps one",
     [](const Case& c) { return is_selected_kms(c) && keeps_bucket_key(c); }, ReplicaType::Source,
     KeyWrite::Encrypt, true, "U21"},
    {"E19", "SSE-KMS without bucket key into a bucket that has one",
     [](const Case& c) { return is_selected_kms(c) && gains_bucket_key(c); }, ReplicaType::Source,
     KeyWrite::Encrypt, true, "U21"},
    {"E13", "SSE-KMS under aws/s3 of the role's account",
     [](const Case& c) { return is_selected_kms(c) && is_managed(c.source_key); },
     ReplicaType::Source, KeyWrite::Encrypt, true, ""},
    {"E14", "SSE-KMS under a key of another account",
     [](const Case& c) { return is_selected_kms(c) && !has_own(c.source_key, c.role_account); },
     ReplicaType::Source, KeyWrite::Encrypt, true, ""},
    {"E15", "SSE-KMS, replica key of another account",
     [](const Case& c) { return is_selected_kms(c) && !has_own(c.replica_key, c.role_account); },
     ReplicaType::Source, KeyWrite::Encrypt, true, ""},
    {"E12", "SSE-KMS: decrypted with one key, encrypted with the other", is_selected_kms,
     ReplicaType::Source, KeyWrite::Encrypt, true, ""},
    {"E20", "DSSE-KMS: the type is kept, there are no bucket keys",
     [](const Case& c) { return source_is(c, OE::DsseKms); }, ReplicaType::Source,
     KeyWrite::Encrypt, true, ""},

    {"E23", "SSE-C into a bucket that blocks it",
     [](const Case& c) { return source_is(c, OE::SseC) && c.destination->blocks_sse_c; },
     ReplicaType::Source, KeyWrite::None, false, "U22"},
    {"E22", "SSE-C: the same customer key reads the replica",
     [](const Case& c) { return source_is(c, OE::SseC); }, ReplicaType::Source, KeyWrite::None,
     false, ""},
};
static_assert(std::size(kRows) == 25);  // E8 has two

const EncryptionRow& row_for(const EncryptionCase& facts) {
  for (const EncryptionRow& row : kRows) {
    if (row.when(facts)) {
      return row;
    }
  }
  return kRows[std::size(kRows) - 1];  // every type of source has a row without a condition
}

}  // namespace

bool is_kms(ObjectEncryption encryption) {
  return encryption == ObjectEncryption::SseKms || encryption == ObjectEncryption::DsseKms;
}

std::span<const EncryptionRow> encryption_rows() {
  return kRows;
}

EncryptionOutcome decide_encryption(const EncryptionCase& facts) {
  EncryptionOutcome outcome;
  outcome.row = &row_for(facts);
  const bool by_destination = outcome.row->type == ReplicaType::Destination;
  outcome.type = by_destination ? facts.destination->algorithm : facts.source->encryption;
  outcome.is_known = facts.destination->is_known || !by_destination;
  if (is_kms(outcome.type)) {
    outcome.key = by_destination ? default_key(facts) : facts.replica_key;
  }
  if (outcome.type == ObjectEncryption::SseKms) {  // never for DSSE
    outcome.bucket_key = by_destination ? facts.destination->bucket_key_enabled
                                        : keeps_bucket_key(facts) || gains_bucket_key(facts);
  }
  return outcome;
}

}  // namespace replisim
