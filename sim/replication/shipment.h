#pragma once

#include <memory>
#include <string>
#include <vector>

#include "sim/replication/admission.h"

namespace replisim {

/// A version that was admitted, and the rules it goes by. What is fixed at admission stays so when
/// the configuration changes before it is delivered (recorded).
struct Shipment {
  struct Part {
    const ReplicationRule* rule = nullptr;        ///< in the world, if delivered at once
    std::shared_ptr<const ReplicationRule> kept;  ///< a copy, if delivered later
  };

  std::string bucket;
  std::string key;
  std::string version_id;
  std::string role_arn;
  CheckKinds kinds = check_kind::kCreation;
  MetadataChange change = MetadataChange::None;
  const BatchTask* task = nullptr;
  std::vector<Part> parts;
  bool was_replica = false;  ///< replica modification sync: the status goes back to REPLICA

  // of one that waits
  Instant due;
  std::size_t event_number = 0;
};

/// Tells replication of an event on a version: who gets it, and why not the others, goes into
/// `outcome`. What is admitted is delivered at once, or waits where replication has a latency.
void replicate(Run& run, EventOutcome& outcome, const std::string& bucket,
               const ObjectVersion& version, Occasion occasion,
               MetadataChange change = MetadataChange::None);

/// The same for a task of a batch job.
void replicate_task(Run& run, EventOutcome& outcome, const std::string& bucket,
                    const ObjectVersion& version, const BatchTask& task);

/// Delivers a shipment whose time has come.
void deliver_shipment(Run& run, EventOutcome& outcome, const Shipment& shipment);

/// An attempt of a batch task that found nothing to replicate.
ReplicationAttempt failed_task(const std::string& key, const std::string& version_id,
                               FailureReason reason);

}  // namespace replisim
