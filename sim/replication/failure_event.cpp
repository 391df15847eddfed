#include "sim/replication/failure_event.h"

#include "model/percent.h"

namespace replisim {

std::optional<ReplicationEvent> failure_event(const World& world, const EventOutcome& outcome,
                                              const ReplicationAttempt& attempt,
                                              const std::string& source_bucket) {
  const World::BucketPlace source = world.find_bucket(source_bucket);
  if (!attempt.emits_failure_event || !source) {
    return std::nullopt;
  }
  ReplicationEvent event;
  event.event_name = "Replication:OperationFailedReplication";
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
  event.failure_reason = attempt.reason;
  return event;
}

}  // namespace replisim
