// CreateJob: S3 Batch Replication.

#include <algorithm>
#include <set>
#include <utility>

#include "model/arn.h"
#include "sim/replication/operations.h"
#include "sim/replication/rules.h"

namespace replisim {
namespace {

constexpr std::string_view kJobSession = "s3-batch-operations";

/// A version that the job's manifest names.
struct Row {
  std::string bucket;
  std::string key;
  std::optional<std::string> version_id;
};

std::string_view status_name(const ObjectVersion& version) {
  return version.replication_status ? to_string(*version.replication_status)
                                    : std::string_view("NONE");
}

template <typename Match>
bool is_any_or_empty(const std::vector<std::string>& wanted, Match&& match) {
  return wanted.empty() || std::any_of(wanted.begin(), wanted.end(), match);
}

/// The filter of a generated manifest, without the question of eligibility.
bool passes(const ManifestFilter& filter, const ObjectVersion& version) {
  const std::string& key = version.key;
  const Instant created = version.last_modified;
  return (!filter.created_after || *filter.created_after < created) &&
         (!filter.created_before || created < *filter.created_before) &&
         (!filter.object_size_greater_than_bytes ||
          version.size_bytes > *filter.object_size_greater_than_bytes) &&
         (!filter.object_size_less_than_bytes ||
          version.size_bytes < *filter.object_size_less_than_bytes) &&
         is_any_or_empty(filter.object_replication_statuses,
                         [&](const std::string& s) { return s == status_name(version); }) &&
         is_any_or_empty(filter.match_any_prefix,
                         [&](const std::string& s) { return key.starts_with(s); }) &&
         is_any_or_empty(filter.match_any_suffix,
                         [&](const std::string& s) { return key.ends_with(s); }) &&
         is_any_or_empty(filter.match_any_substring,
                         [&](const std::string& s) { return key.find(s) != std::string::npos; }) &&
         is_any_or_empty(filter.match_any_storage_class,
                         [&](const std::string& s) { return s == version.storage_class; });
}

/// Every version of the bucket that the filter takes, oldest first.
std::vector<Row> generate_manifest(const Bucket& bucket, const ManifestFilter& filter) {
  std::vector<const ObjectVersion*> versions;
  for (const ObjectVersion& version : bucket.objects) {
    if (passes(filter, version)) {
      versions.push_back(&version);
    }
  }
  std::stable_sort(versions.begin(), versions.end(),
                   [](const ObjectVersion* a, const ObjectVersion* b) {
                     return a->last_modified < b->last_modified;
                   });
  std::vector<Row> rows;
  for (const ObjectVersion* version : versions) {
    rows.push_back({bucket.name, version->key, version->version_id});
  }
  return rows;
}

std::string bucket_name(const std::string& arn_or_name) {
  return std::string(bucket_name_of(arn_or_name).value_or(arn_or_name));
}

std::vector<Row> manifest_of(Play& play, const CreateJob& operation) {
  if (operation.has_user_manifest) {
    std::vector<Row> rows;
    for (const ManifestEntry& entry : operation.manifest) {
      rows.push_back({bucket_name(entry.bucket), entry.key, entry.version_id});
    }
    return rows;
  }
  const Bucket* bucket =
      operation.source_bucket
          ? play.run.world.find_bucket(bucket_name(*operation.source_bucket)).bucket
          : nullptr;
  return bucket == nullptr ? std::vector<Row>{} : generate_manifest(*bucket, operation.filter);
}

/// Why a row of a user's manifest leads to no version.
std::optional<FailureReason> missing_row(Play& play, const Row& row) {
  const Bucket* bucket = play.run.world.find_bucket(row.bucket).bucket;
  if (bucket == nullptr) {
    return FailureReason::SrcBucketNotFound;
  }
  if (!bucket->replication) {
    return FailureReason::SrcBucketReplicationConfigMissing;
  }
  if (play.run.objects.current(row.bucket, row.key) == nullptr) {
    return FailureReason::SrcKeyNotFound;
  }
  if (!row.version_id) {
    return bucket->versioning == VersioningStatus::NeverEnabled ? std::optional<FailureReason>()
                                                                : FailureReason::SrcObjectNotFound;
  }
  return play.run.objects.find(row.bucket, row.key, *row.version_id) == nullptr
             ? std::optional(FailureReason::SrcVersionNotFound)
             : std::nullopt;
}

/// A row that leads to no version fails for every destination that its key may go to.
void fail_task(Play& play, const Row& row, FailureReason reason) {
  const ReplicationAttempt failed =
      failed_task(row.key, row.version_id.value_or(std::string()), reason);
  const Bucket* bucket = play.run.world.find_bucket(row.bucket).bucket;
  bool is_told = false;
  if (bucket != nullptr && bucket->replication) {
    RuleSubject subject;
    subject.key = row.key;
    for (const RuleChoice& choice :
         choose_rules(*bucket->replication, subject, play.run.settings)) {
      if (choice.rule != nullptr && !choice.ineligible) {
        ReplicationAttempt& attempt = play.outcome.attempts.emplace_back(failed);
        attempt.destination_bucket = choice.destination;
        attempt.rule_id = choice.rule->id;
        attempt.rule_where = choice.rule->where;
        is_told = true;
      }
    }
  }
  if (!is_told) {
    play.outcome.attempts.push_back(failed);
  }
}

void run_task(Play& play, const Row& row, const BatchTask& task) {
  const std::string version_id = row.version_id.value_or(std::string());
  if (const std::optional<FailureReason> missing = missing_row(play, row)) {
    fail_task(play, row, *missing);
    return;
  }
  const ObjectVersion* version = row.version_id
                                     ? play.run.objects.find(row.bucket, row.key, version_id)
                                     : play.run.objects.current(row.bucket, row.key);
  replicate_task(play.run, play.outcome, row.bucket, *version, task);
}

/// Batch Operations passes no service in the context of iam:PassRole (recorded by AWS's authors).
bool may_create(Play& play, const CreateJob& operation) {
  ResourceFacts nothing;
  nothing.arn = "*";
  nothing.policies.account = play.caller.account_or(operation.account_id);
  RequestContext context;
  context.set("s3:RequestJobOperation", "S3ReplicateObject");
  context.set("aws:RequestedRegion", operation.region);
  return play.caller.may("s3:CreateJob", "*", nothing, context) &&
         play.caller.may_on_role("iam:PassRole", operation.role_arn);
}

std::string region_of_job(Play& play, const CreateJob& operation, const std::vector<Row>& rows) {
  if (!operation.region.empty() || rows.empty()) {
    return operation.region;
  }
  const Bucket* bucket = play.run.world.find_bucket(rows.front().bucket).bucket;
  return bucket == nullptr ? std::string() : bucket->region;
}

}  // namespace

void play(Play& play, const CreateJob& operation) {
  if (operation.source_bucket && !operation.has_user_manifest &&
      !play.run.world.find_bucket(bucket_name(*operation.source_bucket))) {
    fail(play.outcome, "NoSuchBucket", "The specified bucket does not exist");
    return;
  }
  if (!may_create(play, operation)) {
    return;
  }
  const std::vector<Row> rows = manifest_of(play, operation);
  BatchTask task;
  task.service = &play.run.policies.service("batchoperations.s3.amazonaws.com");
  task.job_role = &play.run.policies.role(operation.role_arn);
  task.job_session = &play.run.policies.role_session(operation.role_arn, kJobSession);
  task.region = region_of_job(play, operation, rows);
  std::set<std::string> seen;
  for (const Row& row : rows) {
    std::string place = row.bucket;
    place.append("\n").append(row.key).append("\n").append(row.version_id.value_or("\n"));
    task.is_repeated = !seen.insert(std::move(place)).second;
    run_task(play, row, task);
  }
}

}  // namespace replisim
