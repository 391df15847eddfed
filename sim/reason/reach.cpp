#include "sim/reason/reach.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "model/arn.h"
#include "sim/replication/rules.h"

namespace replisim {
namespace {

/// Keys that begin alike, or one key.
struct Keys {
  std::string prefix;
  bool is_one = false;

  bool operator<(const Keys& other) const {
    return std::tie(prefix, is_one) < std::tie(other.prefix, other.is_one);
  }
};

/// Those of `keys` that begin with `prefix`, if any.
std::optional<Keys> with_prefix(const Keys& keys, std::string_view prefix) {
  if (keys.prefix.starts_with(prefix)) {
    return keys;
  }
  if (!keys.is_one && prefix.starts_with(keys.prefix)) {
    return Keys{std::string(prefix), false};
  }
  return std::nullopt;
}

bool has_key(const Keys& keys, std::string_view key) {
  return keys.is_one ? keys.prefix == key : key.starts_with(keys.prefix);
}

/// Objects on their way: what an object can still do depends on no more than this.
struct State {
  std::string bucket;
  bool is_replica = false;
  Keys keys;

  bool operator<(const State& other) const {
    return std::tie(bucket, is_replica, keys) <
           std::tie(other.bucket, other.is_replica, other.keys);
  }
};

struct Visit {
  State state;
  std::vector<Hop> hops;
};

/// A job that an event starts.
struct Job {
  std::string event;
  std::string bucket;
  bool takes_replicas = true;
  std::optional<std::string> key;  ///< of a user's manifest
  std::vector<std::string> prefixes;
};

struct Copying {
  std::string event;
  const CopyObject* operation = nullptr;
  SourceRange where;
};

std::string bucket_name(const std::string& arn_or_name) {
  return std::string(bucket_name_of(arn_or_name).value_or(arn_or_name));
}

class Finder {
 public:
  explicit Finder(const ScenarioCase& scenario);

  std::vector<ReachedBucket> find(std::string_view start, bool assumes_batch) const;

 private:
  void collect(const Event& event);
  [[nodiscard]] ReachedBucket place_of(const std::string& bucket) const;
  void follow_rules(const Visit& at, bool assumes_batch, std::vector<Visit>& next) const;
  void follow_copies(const Visit& at, std::vector<Visit>& next) const;
  [[nodiscard]] std::vector<Hop> ways_through(const ReplicationRule& rule, const Visit& at,
                                              const Keys& keys, bool assumes_batch) const;

  const World& world_;
  std::map<std::string, std::vector<const ReplicationRule*>> rules_;  // enabled, by bucket
  std::map<std::string, const CreateBucket*> created_;                // by events
  std::vector<Job> jobs_;
  std::vector<Copying> copies_;
};

bool takes_replicas(const ManifestFilter& filter) {
  const std::vector<std::string>& wanted = filter.object_replication_statuses;
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), "REPLICA") != wanted.end();
}

void add_enabled(const ReplicationConfiguration& configuration,
                 std::vector<const ReplicationRule*>& rules) {
  for (const ReplicationRule& rule : configuration.rules) {
    if (rule.status.is_enabled()) {
      rules.push_back(&rule);
    }
  }
}

void Finder::collect(const Event& event) {
  if (const auto* put = std::get_if<PutBucketReplication>(&event.operation)) {
    add_enabled(put->configuration, rules_[put->bucket]);
  } else if (const auto* create = std::get_if<CreateBucket>(&event.operation)) {
    created_.emplace(create->bucket, create);
  } else if (const auto* copy = std::get_if<CopyObject>(&event.operation)) {
    copies_.push_back({event.id, copy, event.where});
  } else if (const auto* job = std::get_if<CreateJob>(&event.operation)) {
    if (!job->has_user_manifest && job->source_bucket) {
      jobs_.push_back({event.id, bucket_name(*job->source_bucket), takes_replicas(job->filter),
                       std::nullopt, job->filter.match_any_prefix});
    }
    for (const ManifestEntry& entry : job->manifest) {
      jobs_.push_back({event.id, bucket_name(entry.bucket), true, entry.key, {}});
    }
  }
}

Finder::Finder(const ScenarioCase& scenario) : world_(scenario.world) {
  for (const Account& account : world_.accounts) {
    for (const Bucket& bucket : account.buckets) {
      if (bucket.replication) {
        add_enabled(*bucket.replication, rules_[bucket.name]);
      }
    }
  }
  for (const Event& event : scenario.events) {
    collect(event);
  }
}

bool job_takes(const Job& job, const State& state, const Keys& keys) {
  if (job.bucket != state.bucket || (state.is_replica && !job.takes_replicas) ||
      (job.key && !has_key(keys, *job.key))) {
    return false;
  }
  return job.prefixes.empty() ||
         std::any_of(job.prefixes.begin(), job.prefixes.end(), [&keys](const std::string& prefix) {
           return with_prefix(keys, prefix).has_value();
         });
}

/// The hops by which a rule can carry them on, none or one: the surest.
std::vector<Hop> Finder::ways_through(const ReplicationRule& rule, const Visit& at,
                                      const Keys& keys, bool assumes_batch) const {
  Hop hop{HopKind::Live, at.state.bucket, std::string(destination_name(rule)), rule.id, "",
          rule.where};
  if (!at.state.is_replica) {
    return {hop};
  }
  const auto job = std::find_if(jobs_.begin(), jobs_.end(),
                                [&](const Job& one) { return job_takes(one, at.state, keys); });
  if (job != jobs_.end()) {
    hop.kind = HopKind::Job;
    hop.event = job->event;
    return {hop};
  }
  hop.kind = HopKind::Batch;
  return assumes_batch ? std::vector<Hop>{hop} : std::vector<Hop>();
}

void Finder::follow_rules(const Visit& at, bool assumes_batch, std::vector<Visit>& next) const {
  const auto found = rules_.find(at.state.bucket);
  if (found == rules_.end()) {
    return;
  }
  for (const ReplicationRule* rule : found->second) {
    const std::optional<Keys> keys = with_prefix(at.state.keys, prefix_of(*rule));
    if (!keys) {
      continue;
    }
    for (Hop& hop : ways_through(*rule, at, *keys, assumes_batch)) {
      Visit visit{{hop.to, true, *keys}, at.hops};
      visit.hops.push_back(std::move(hop));
      next.push_back(std::move(visit));
    }
  }
}

void Finder::follow_copies(const Visit& at, std::vector<Visit>& next) const {
  for (const Copying& copying : copies_) {
    const CopyObject& copy = *copying.operation;
    if (copy.copy_source_bucket == at.state.bucket &&
        has_key(at.state.keys, copy.copy_source_key)) {
      Visit visit{{copy.object.bucket, false, {copy.object.key, true}}, at.hops};
      visit.hops.push_back(
          {HopKind::Copy, at.state.bucket, copy.object.bucket, copying.event, "", copying.where});
      next.push_back(std::move(visit));
    }
  }
}

ReachedBucket Finder::place_of(const std::string& bucket) const {
  ReachedBucket reached;
  reached.bucket = bucket;
  if (const World::BucketPlace place = world_.find_bucket(bucket)) {
    reached.region = place.bucket->region;
    reached.account = place.account->id;
  } else if (const auto created = created_.find(bucket); created != created_.end()) {
    reached.region = created->second->region;
    reached.account = created->second->account.value_or("");
  }
  return reached;
}

std::vector<ReachedBucket> Finder::find(std::string_view start, bool assumes_batch) const {
  std::vector<ReachedBucket> reached;
  std::set<std::string, std::less<>> named{std::string(start)};
  std::set<State> seen;
  std::vector<Visit> level{{{std::string(start), false, {}}, {}}};
  while (!level.empty()) {
    std::vector<Visit> next;
    for (Visit& at : level) {
      if (!seen.insert(at.state).second) {
        continue;
      }
      follow_rules(at, assumes_batch, next);
      follow_copies(at, next);
      if (named.insert(at.state.bucket).second) {
        ReachedBucket& bucket = reached.emplace_back(place_of(at.state.bucket));
        bucket.prefix = at.state.keys.prefix;
        bucket.hops = std::move(at.hops);
      }
    }
    level = std::move(next);
  }
  return reached;
}

}  // namespace

Reach find_reach(const ScenarioCase& scenario, std::string_view start) {
  const Finder finder(scenario);
  Reach reach;
  reach.start = start;
  reach.reached = finder.find(start, false);
  for (ReachedBucket& bucket : finder.find(start, true)) {
    const bool is_known =
        std::any_of(reach.reached.begin(), reach.reached.end(),
                    [&](const ReachedBucket& one) { return one.bucket == bucket.bucket; });
    if (!is_known) {
      reach.by_batch.push_back(std::move(bucket));
    }
  }
  return reach;
}

std::string_view to_string(HopKind kind) {
  switch (kind) {
    case HopKind::Live: return "live";
    case HopKind::Job: return "job";
    case HopKind::Batch: return "batch";
    case HopKind::Copy: return "copy";
  }
  return "";
}

}  // namespace replisim
