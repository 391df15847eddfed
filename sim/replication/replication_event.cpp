#include "sim/replication/replication_event.h"

#include "model/percent.h"

namespace replisim {

std::vector<ReplicationEvent> replication_events(const World& world, const EventOutcome& outcome,
                                                 const ReplicationAttempt& attempt,
                                                 const std::string& source_bucket) {
  std::vector<ReplicationEvent> events;
  const World::BucketPlace source = world.find_bucket(source_bucket);
  if (!source) {
    return events;
  }
  ReplicationEvent event;
  event.aws_region = source.bucket->region;
  event.event_time = outcome.at;
  event.bucket_name = source_bucket;
  event.bucket_arn = arn_of(*source.account, *source.bucket);
  event.bucket_owner = source.account->id;
  event.key = encode_object_key(attempt.key);
  event.size_bytes = outcome.source ? outcome.source->size_bytes : 0;
  event.version_id = attempt.version_id;
  event.sequencer = attempt.version_id;
  event.rule_id = attempt.rule_id;
  event.destination_bucket =
      "arn:" + source.account->partition + ":s3:::" + attempt.destination_bucket;
  event.s3_operation = attempt.operation;
  event.request_time = outcome.at;
  for (const std::string& name : attempt.sent_events) {
    event.event_name = "Replication:" + name;
    event.failure_reason = name == "OperationFailedReplication" ? attempt.reason : std::string();
    events.push_back(event);
  }
  return events;
}

}  // namespace replisim
