#include "sim/replication/replica.h"

#include <utility>

#include "sim/replication/bucket_state.h"
#include "sim/replication/run.h"

namespace replisim {
namespace {

bool overrides_owner(const ReplicationPlan& plan) {
  return plan.rule.destination.access_control_translation_owner.has_value();
}

/// Who owns the replica (1.2 of the dossier; Controlling ownership of objects).
std::string owner_of_replica(const Delivery& delivery) {
  const ReplicationPlan& plan = delivery.plan;
  const bool takes_over = overrides_owner(plan) || plan.destination == nullptr ||
                          !acls_enabled(*plan.destination) ||
                          (plan.destination->ownership == ObjectOwnership::BucketOwnerPreferred &&
                           delivery.run.settings.has(Setting::PreferredOwnerTakesOver));  // U6
  return takes_over ? plan.destination_account : delivery.source.owner;
}

AccessControlPolicy acl_of_replica(const Delivery& delivery, const std::string& owner) {
  if (carries_acl(delivery.plan)) {
    return delivery.source.acl;
  }
  AccessControlPolicy acl;
  acl.owner = owner;
  return acl;
}

/// The source's lock settings, or D's default retention counted from the arrival where the source
/// has none at all (7.2, recorded).
void set_lock(const Delivery& delivery, ObjectVersion& replica) {
  const Bucket* destination = delivery.plan.destination;
  const bool has_settings = delivery.source.retention || delivery.source.legal_hold;
  if (!has_settings && destination != nullptr) {
    replica.retention = default_retention(*destination, delivery.run.now);
  }
}

void set_encryption(const Delivery& delivery, ObjectVersion& replica) {
  const EncryptionOutcome& encryption = delivery.encryption;
  replica.encryption = encryption.type;
  replica.kms_key_id = encryption.key == nullptr ? std::string() : encryption.key->arn;
  replica.bucket_key_enabled = encryption.bucket_key;
}

ObjectVersion new_replica(const Delivery& delivery, bool without_tags) {
  ObjectVersion replica = delivery.source;
  replica.replication_status = ReplicationStatus::Replica;
  replica.owner = owner_of_replica(delivery);
  replica.acl = acl_of_replica(delivery, replica.owner);
  replica.archive_status.clear();
  if (delivery.is(check_kind::kMarker)) {
    return replica;
  }
  if (without_tags) {
    replica.tags.clear();
  }
  if (delivery.plan.rule.destination.storage_class) {
    replica.storage_class = *delivery.plan.rule.destination.storage_class;
  }
  set_encryption(delivery, replica);
  set_lock(delivery, replica);
  return replica;
}

void change_replica(const Delivery& delivery, ObjectVersion& replica) {
  switch (delivery.change) {
    case MetadataChange::None: break;
    case MetadataChange::Tags: replica.tags = delivery.source.tags; break;
    case MetadataChange::Acl: replica.acl.grants = delivery.source.acl.grants; break;
    case MetadataChange::Retention: replica.retention = delivery.source.retention; break;
    case MetadataChange::LegalHold: replica.legal_hold = delivery.source.legal_hold; break;
  }
}

}  // namespace

bool carries_acl(const ReplicationPlan& plan) {
  return !overrides_owner(plan) && plan.destination != nullptr && acls_enabled(*plan.destination);
}

ObjectVersion write_replica(Delivery& delivery, bool without_tags) {
  const ReplicationPlan& plan = delivery.plan;
  Run& run = delivery.run;
  Bucket* destination = plan.destination == nullptr
                            ? nullptr
                            : run.world.find_mutable_bucket(plan.destination_bucket);
  ObjectVersion* known = destination == nullptr
                             ? nullptr
                             : run.objects.find(plan.destination_bucket, delivery.source.key,
                                                delivery.source.version_id);
  if (known != nullptr && delivery.is(check_kind::kMetadata)) {
    change_replica(delivery, *known);
    return *known;
  }
  ObjectVersion replica = new_replica(delivery, without_tags);
  if (known != nullptr && !run.settings.has(Setting::BatchChangesOwner)) {  // U43
    replica.owner = known->owner;
    replica.acl = known->acl;
  }
  if (destination == nullptr) {
    return replica;
  }
  if (overrides_owner(plan)) {
    run.owner_overridden.insert(version_place(plan.destination_bucket, replica));
  }
  return run.objects.put(*destination, std::move(replica));
}

}  // namespace replisim
