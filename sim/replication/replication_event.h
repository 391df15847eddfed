#pragma once

#include <string>
#include <vector>

#include "model/world.h"
#include "sim/replication/attempt.h"

namespace replisim {

/// What S3 sends to SNS, SQS or Lambda (Receiving replication failure events): the fields that do
/// not depend on the notification configuration.
struct ReplicationEvent {
  std::string event_name;  ///< `Replication:OperationFailedReplication`, …
  std::string aws_region;  ///< of the source
  Instant event_time;
  std::string bucket_name;
  std::string bucket_arn;
  std::string bucket_owner;  ///< account id
  std::string key;           ///< URL-encoded
  std::int64_t size_bytes = 0;
  std::string version_id;
  std::string sequencer;  ///< of the original PUT; made up
  std::string rule_id;
  std::string destination_bucket;  ///< ARN
  std::string s3_operation;        ///< `OBJECT_PUT`
  Instant request_time;
  std::string failure_reason;  ///< empty in events other than failures
};

/// The events that an attempt gives: failures where the rule has Metrics enabled (trouble with tags
/// gives none), thresholds under Replication Time Control. `source_bucket` is the bucket of the
/// event.
std::vector<ReplicationEvent> replication_events(const World& world, const EventOutcome& outcome,
                                                 const ReplicationAttempt& attempt,
                                                 const std::string& source_bucket);

inline constexpr const char* kReplicationEventVersion = "2.6";  ///< recorded; documented as 2.2

}  // namespace replisim
