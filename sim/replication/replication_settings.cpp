// PutBucketReplication and DeleteBucketReplication.

#include <set>
#include <string>

#include "sim/replication/operations.h"
#include "sim/replication/replication_check.h"

namespace replisim {
namespace {

/// S3 makes up an id where none is given, and keeps it.
void give_ids(ReplicationConfiguration& configuration) {
  std::set<std::string> ids;
  for (const ReplicationRule& rule : configuration.rules) {
    ids.insert(rule.id);
  }
  std::size_t number = 0;
  for (ReplicationRule& rule : configuration.rules) {
    ++number;
    if (rule.id.empty()) {
      std::string id = "rule-" + std::to_string(number);
      while (!ids.insert(id).second) {
        id += "-";
      }
      rule.id = id;
    }
  }
}

bool may_pass_role(Play& play, const std::string& role_arn) {
  RequestContext context;
  context.set("iam:PassedToService", "s3.amazonaws.com");
  return play.caller.may_on_role("iam:PassRole", role_arn, context);
}

bool refuse(Play& play, const std::optional<ConfigurationFault>& fault) {
  if (fault) {
    fail(play.outcome, fault->code, fault->message, fault->where);
  }
  return fault.has_value();
}

}  // namespace

void play(Play& play, const PutBucketReplication& operation) {
  const BucketPlace place = find_bucket(play, operation.bucket, operation.expected_bucket_owner);
  if (!place ||
      !play.caller.may("s3:PutReplicationConfiguration", place.facts->arn, *place.facts)) {
    return;
  }
  const std::string caller_account = play.caller.account_or(place.account->id);
  const ConfigurationCase checked{.world = play.run.world,
                                  .settings = play.run.settings,
                                  .source = *place.bucket,
                                  .configuration = operation.configuration,
                                  .source_account = place.account->id,
                                  .caller_account = caller_account,
                                  .now = play.run.now,
                                  .has_lock_token = operation.token.has_value()};
  if (refuse(play, check_shape(checked)) || !may_pass_role(play, *operation.configuration.role) ||
      refuse(play, check_content(checked))) {
    return;
  }
  place.bucket->replication = operation.configuration;
  give_ids(*place.bucket->replication);
  play.run.forget_plans();
}

void play(Play& play, const DeleteBucketReplication& operation) {
  const BucketPlace place = find_bucket(play, operation.bucket, operation.expected_bucket_owner);
  if (!place ||
      !play.caller.may("s3:PutReplicationConfiguration", place.facts->arn, *place.facts)) {
    return;
  }
  place.bucket->replication.reset();
  play.run.forget_plans();
}

}  // namespace replisim
