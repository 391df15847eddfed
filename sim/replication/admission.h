#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "sim/replication/delivery.h"
#include "sim/replication/rules.h"
#include "sim/replication/run.h"

namespace replisim {

/// What an event is to replication, before any rule is looked at.
enum class Occasion : std::uint8_t {
  NewVersion,
  MetadataChange,
  DeleteMarker,
  VersionDeleted,
  Lifecycle,
  NothingCreated,
  BucketSetting,
  EncryptionChange,
  Batch,  ///< a task of a job: existing objects and replicas are taken
};

/// One destination that an event comes to, or does not.
struct AdmittedRule {
  std::string_view destination;
  const ReplicationRule* rule = nullptr;
  std::optional<Ineligibility> ineligible;  ///< empty: it is sent
  std::string_view decision;                ///< `U12` where this rests on one
};

/// Decides at the time of the event, without any permission of the role: which destinations a
/// version goes to, and why not to the others (section 0, 2.3, 3 and 11 of the dossier).
/// Destinations stand in the order of the rules, each followed by the rules that lost there.
std::vector<AdmittedRule> admit(Run& run, const Bucket& source, const ObjectVersion& version,
                                Occasion occasion, MetadataChange change = MetadataChange::None);

/// Whether the owner of the bucket may read the object and its ACL: it owns it, or the ACL says so
/// (P8).
bool owner_can_read(const World& world, const Bucket& bucket, std::string_view bucket_owner,
                    const ObjectVersion& version);

}  // namespace replisim
