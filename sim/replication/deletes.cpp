// Deletes, and what lifecycle and restores do.

#include <algorithm>
#include <utility>

#include "sim/replication/operations.h"

namespace replisim {
namespace {

bool is_locked(const ObjectVersion& version, Instant now, bool bypasses_governance) {
  if (version.legal_hold.value_or(false)) {
    return true;
  }
  const bool is_retained = version.retention && now < version.retention->retain_until;
  return is_retained && (version.retention->mode != "GOVERNANCE" || !bypasses_governance);
}

ObjectVersion make_marker(Play& play, const BucketPlace& place, const std::string& key) {
  ObjectVersion marker;
  marker.key = key;
  marker.is_delete_marker = true;
  marker.last_modified = play.run.now;
  marker.version_id = place.bucket->versioning == VersioningStatus::Enabled
                          ? play.run.objects.next_version_id()
                          : "null";
  marker.owner = play.caller.account_or(place.account->id);
  marker.encryption = ObjectEncryption::None;
  marker.where = play.event.where;
  return marker;
}

/// A delete without version id in a versioned bucket.
void delete_with_marker(Play& play, const BucketPlace& place, const ObjectAddress& address,
                        Occasion occasion) {
  const ObjectVersion* covered = play.run.objects.current(place.bucket->name, address.key);
  ObjectVersion told = covered == nullptr ? ObjectVersion{} : *covered;
  told.key = address.key;
  const ObjectVersion marker = make_marker(play, place, address.key);
  const ObjectVersion& stored = play.run.objects.put(*place.bucket, marker);
  replicate(play.run, play.outcome, address.bucket,
            occasion == Occasion::DeleteMarker ? stored : told, occasion);
  note_source(play, address, marker.version_id);
}

void delete_version(Play& play, const BucketPlace& place, const ObjectVersion& version,
                    Occasion occasion) {
  const ObjectVersion gone = version;
  play.run.objects.remove(*place.bucket, gone.key, gone.version_id);
  play.run.objects.note_hard_deleted(place.bucket->name, gone.key, gone.version_id);
  replicate(play.run, play.outcome, place.bucket->name, gone, occasion);
}

/// In a bucket that never had versioning the object itself goes.
void delete_unversioned(Play& play, const BucketPlace& place, const ObjectAddress& address,
                        Occasion occasion) {
  if (const ObjectVersion* version = play.run.objects.current(place.bucket->name, address.key)) {
    delete_version(play, place, *version, occasion);
  }
}

/// Lifecycle waits for replication (U42).
bool lifecycle_waits(Play& play, const ObjectVersion* version) {
  if (version == nullptr || !version->replication_status) {
    return false;
  }
  const ReplicationStatus status = *version->replication_status;
  const bool waits = status == ReplicationStatus::Pending ||
                     (status == ReplicationStatus::Failed &&
                      !play.run.settings.has(Setting::LifecycleTakesFailedObjects));
  if (waits) {
    play.outcome.notes.emplace_back(
        "lifecycle waits: it leaves objects alone whose replication is PENDING or FAILED (U42)");
  }
  return waits;
}

}  // namespace

void play(Play& play, const DeleteObject& operation) {
  const ObjectAddress& address = operation.object;
  const BucketPlace place = find_bucket(play, address.bucket);
  if (!place) {
    return;
  }
  const std::string arn = object_arn(place, address.key);
  RequestContext context;
  if (address.version_id) {
    context.set("s3:versionid", *address.version_id);
  }
  if (!play.caller.may(address.version_id ? "s3:DeleteObjectVersion" : "s3:DeleteObject", arn,
                       *place.facts, context)) {
    return;
  }
  if (!address.version_id) {
    if (place.bucket->versioning == VersioningStatus::NeverEnabled) {
      delete_unversioned(play, place, address, Occasion::DeleteMarker);
    } else {
      delete_with_marker(play, place, address, Occasion::DeleteMarker);
    }
    return;
  }
  const ObjectVersion* version =
      play.run.objects.find(address.bucket, address.key, *address.version_id);
  if (version == nullptr) {
    return;  // S3 answers 204 for what is not there
  }
  if (is_locked(*version, play.run.now, operation.bypass_governance_retention)) {
    fail(play.outcome, "AccessDenied", "Access Denied because object protected by object lock.");
    return;
  }
  if (operation.bypass_governance_retention &&
      !play.caller.may("s3:BypassGovernanceRetention", arn, *place.facts)) {
    return;
  }
  delete_version(play, place, *version, Occasion::VersionDeleted);
}

void play(Play& play, const LifecycleExpiration& operation) {
  const ObjectAddress& address = operation.object;
  const BucketPlace place = find_bucket(play, address.bucket);
  if (!place) {
    return;
  }
  const ObjectVersion* version =
      address.version_id ? play.run.objects.find(address.bucket, address.key, *address.version_id)
                         : play.run.objects.current(address.bucket, address.key);
  if (version == nullptr || lifecycle_waits(play, version)) {
    return;
  }
  if (address.version_id) {
    if (!is_locked(*version, play.run.now, false)) {
      delete_version(play, place, *version, Occasion::Lifecycle);
    }
  } else if (place.bucket->versioning == VersioningStatus::NeverEnabled) {
    delete_unversioned(play, place, address, Occasion::Lifecycle);
  } else {
    delete_with_marker(play, place, address, Occasion::Lifecycle);
  }
}

void play(Play& play, const LifecycleTransition& operation) {
  const ObjectAddress& address = operation.object;
  const BucketPlace place = find_bucket(play, address.bucket);
  if (!place) {
    return;
  }
  ObjectVersion* version = find_version(play, place, address);
  if (version == nullptr || lifecycle_waits(play, version)) {
    return;
  }
  version->storage_class = operation.storage_class;
  const std::string version_id = version->version_id;
  replicate(play.run, play.outcome, address.bucket, *version, Occasion::Lifecycle);
  note_source(play, address, version_id);
}

void play(Play& play, const RestoreObject& operation) {
  const ObjectAddress& address = operation.object;
  const BucketPlace place = find_bucket(play, address.bucket);
  if (!place) {
    return;
  }
  ObjectVersion* version = find_version(play, place, address);
  if (version == nullptr ||
      !play.caller.may_on_object("s3:RestoreObject", object_arn(place, address.key), *place.facts,
                                 *version)) {
    return;
  }
  const bool is_archived =
      version->storage_class == "GLACIER" || version->storage_class == "DEEP_ARCHIVE";
  if (!is_archived && version->archive_status.empty()) {
    fail(play.outcome, "InvalidObjectState",
         "Restore is not allowed for the object's current storage class");
    return;
  }
  if (is_archived) {
    play.run.restored.insert(version_place(address.bucket, *version));
  } else {
    version->archive_status.clear();  // back into the Frequent Access tier
  }
  const std::string version_id = version->version_id;
  replicate(play.run, play.outcome, address.bucket, *version, Occasion::NothingCreated);
  note_source(play, address, version_id);
}

}  // namespace replisim
