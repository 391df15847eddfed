#include "sim/reason/probe.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <utility>

#include "model/arn.h"
#include "model/json_writer.h"
#include "model/wildcard.h"
#include "sim/replication/bucket_state.h"
#include "sim/replication/encryption.h"
#include "sim/replication/keys.h"
#include "sim/replication/rules.h"
#include "sim/replication/simulation.h"

namespace replisim {
namespace {

constexpr std::int64_t kHour = 3'600'000;
constexpr std::string_view kObject = "replisim-probe";
/// No version under SSE-C is ever read here, so any key does.
constexpr std::string_view kCustomerKey = "cmVwbGlzaW0tcHJvYmUtY3VzdG9tZXIta2V5LTMyYnl0ZQ==";

bool is_enabled(const std::optional<RuleStatus>& status) {
  return status && status->is_enabled();
}

TagSet tags_of(const ReplicationRule& rule) {
  TagSet tags;
  if (rule.filter && rule.filter->tag) {
    tags.push_back(*rule.filter->tag);
  }
  if (rule.filter && rule.filter->both) {
    tags.insert(tags.end(), rule.filter->both->tags.begin(), rule.filter->both->tags.end());
  }
  return tags;
}

/// What people call a key: its alias, otherwise its id.
std::string shown_key(const Key& key) {
  constexpr std::size_t kIdShown = 8;  // of a UUID: enough to tell the keys of an account apart
  const bool is_uuid = key.key_id.size() == 36 && key.key_id[kIdShown] == '-';
  return key.aliases.empty() ? "key " + key.key_id.substr(0, is_uuid ? kIdShown : std::string::npos)
                             : key.aliases.front();
}

// --- object keys that policies tell apart ---

/// The patterns of object keys that statements name within a bucket.
class KeyPatterns {
 public:
  explicit KeyPatterns(std::string_view bucket) : bucket_(bucket) {}

  void add(const PolicyDocument& policy) {
    for (const Statement& statement : policy.statements) {
      for (const PolicyText& resource : statement.resources) {
        add_resource(resource.text);
      }
    }
  }

  [[nodiscard]] const std::set<std::string>& all() const { return patterns_; }

 private:
  void add_resource(std::string_view text) {
    const std::optional<Arn> arn = parse_arn(text);
    if (!arn || arn->service != "s3" || text.find("${") != std::string_view::npos) {
      return;
    }
    const std::size_t slash = arn->resource.find('/');
    if (slash != std::string_view::npos &&
        wildcard_match(arn->resource.substr(0, slash), bucket_)) {
      patterns_.emplace(arn->resource.substr(slash + 1));
    }
  }

  std::string_view bucket_;
  std::set<std::string> patterns_;
};

/// A text that the pattern matches, with a name of ours for what it leaves open.
std::string witness_of(std::string_view pattern, std::string_view prefix) {
  std::string witness;
  bool is_named = false;
  for (const char c : pattern) {
    if (c == '*') {
      witness += is_named ? std::string_view("x") : kObject;
      is_named = true;
    } else {
      witness += c == '?' ? 'x' : c;
    }
  }
  const bool is_open_in_front = pattern.starts_with('*') && !witness.starts_with(prefix);
  return is_open_in_front ? std::string(prefix) + witness : witness;
}

void add_role_patterns(KeyPatterns& patterns, const World& world, const std::string& role_arn) {
  const Role* const role = world.find_role(role_arn);
  if (role == nullptr) {
    return;
  }
  for (const InlinePolicy& policy : role->inline_policies) {
    patterns.add(policy.document);
  }
  for (const AttachedPolicy& attached : role->attached_policies) {
    if (const ManagedPolicy* const policy = world.find_managed_policy(attached.policy_arn)) {
      patterns.add(policy->document);
    }
  }
}

// --- the kinds of one rule ---

/// A kind of object before its events are made.
struct Kind {
  std::string slug;
  std::string label;
  ProbeWeight weight = ProbeWeight::Expected;
  ProbeGroup group = ProbeGroup::None;
  ObjectSettings settings = {};
  bool is_of_encryption = false;
  std::string key = {};  ///< of the object; empty: one of ours below the rule's prefix
};

class RulePlanner {
 public:
  RulePlanner(const World& world, Instant clock, const ProbeLimits& limits, const ProbeScope& scope,
              ProbePlan& plan)
      : world_(world), clock_(clock), limits_(limits), scope_(scope), plan_(plan) {
    std::vector<Diagnostic> ignored;  // the simulation reports them
    settings_ = Settings::read(world.settings, ignored);
  }

  void plan(const Account& account, const Bucket& bucket, const ReplicationRule& rule);

 private:
  [[nodiscard]] bool is_in_scope(const Bucket& bucket, const ReplicationRule& rule) const;
  [[nodiscard]] std::string_view prefix() const;
  void add_default();
  void add_requested();
  void add_kms();
  void add_keys();
  void add_bucket_key();
  void add_tags();
  void add_locks();
  void add_patterns();
  void add_follow_ups();

  void add(Kind kind);
  void add_after_upload(Kind kind, Operation operation);
  Event& event(Probe& probe, std::string id, Operation operation);
  Probe& probe(const Kind& kind);
  [[nodiscard]] ObjectAddress object_of(const Kind& kind) const;
  [[nodiscard]] ObjectSettings tagged(ObjectSettings settings) const;
  /// Of objects that the rule selects only if it opts in.
  [[nodiscard]] ProbeWeight kms_weight() const {
    return selects_kms_objects(*rule_) ? ProbeWeight::Possible : ProbeWeight::Aside;
  }
  [[nodiscard]] ProbeGroup kms_group() const {
    return selects_kms_objects(*rule_) ? ProbeGroup::SelectedKms : ProbeGroup::None;
  }
  [[nodiscard]] std::vector<const Key*> usable_keys() const;
  [[nodiscard]] bool is_default_key(const Key& key) const;
  [[nodiscard]] std::string default_label() const;
  void note_omitted(std::size_t count, const std::string& what);

  const World& world_;
  Instant clock_;
  const ProbeLimits& limits_;
  const ProbeScope& scope_;
  Settings settings_;
  ProbePlan& plan_;

  const Account* account_ = nullptr;
  const Bucket* bucket_ = nullptr;
  const ReplicationRule* rule_ = nullptr;
  std::string name_;
  BucketDefault default_;
  TagSet tags_;
};

void RulePlanner::note_omitted(std::size_t count, const std::string& what) {
  plan_.omitted.push_back("rule `" + name_ + "` of bucket " + bucket_->name + ": " +
                          std::to_string(count) + " more " + what + " were not tried");
}

/// Keys of the rule begin so, and of the scope.
std::string_view RulePlanner::prefix() const {
  const std::string_view of_rule = prefix_of(*rule_);
  return scope_.prefix.size() > of_rule.size() ? scope_.prefix : of_rule;
}

/// What one text begins with the other does, too, as far as it goes.
bool agree(std::string_view left, std::string_view right) {
  return left.starts_with(right) || right.starts_with(left);
}

bool RulePlanner::is_in_scope(const Bucket& bucket, const ReplicationRule& rule) const {
  const std::string_view of_rule = prefix_of(rule);
  return (scope_.bucket.empty() || scope_.bucket == bucket.name) &&
         (scope_.rule.empty() || scope_.rule == probe_rule_name(bucket, rule)) &&
         (scope_.destination.empty() || scope_.destination == destination_name(rule)) &&
         (scope_.key.empty() || scope_.key.starts_with(of_rule)) && agree(scope_.prefix, of_rule);
}

ObjectAddress RulePlanner::object_of(const Kind& kind) const {
  const std::string ours =
      scope_.key.empty() ? std::string(prefix()) + std::string(kObject) : std::string(scope_.key);
  return {bucket_->name, kind.key.empty() ? ours : kind.key, std::nullopt};
}

ObjectSettings RulePlanner::tagged(ObjectSettings settings) const {
  if (!settings.tagging && !tags_.empty()) {
    settings.tagging = tags_;
  }
  return settings;
}

Probe& RulePlanner::probe(const Kind& kind) {
  Probe& made = plan_.probes.emplace_back();
  made.account = account_;
  made.bucket = bucket_;
  made.rule = rule_;
  made.id = bucket_->name + "/" + name_ + "/" + kind.slug;
  made.kind = kind.label;
  made.weight = rule_->status.is_enabled() ? kind.weight : ProbeWeight::Aside;
  made.group = rule_->status.is_enabled() ? kind.group : ProbeGroup::None;
  return made;
}

Event& RulePlanner::event(Probe& probe, std::string id, Operation operation) {
  Event& made = probe.events.emplace_back();
  made.id = std::move(id);
  made.at = clock_;
  made.operation = std::move(operation);
  return made;
}

void RulePlanner::add(Kind kind) {
  Probe& made = probe(kind);
  made.is_of_encryption = kind.is_of_encryption;
  event(made, made.id,
        PutObject{.object = object_of(kind),
                  .size_bytes = 1,
                  .settings = tagged(std::move(kind.settings))});
}

/// The object is uploaded, and an hour later something is done to it.
void RulePlanner::add_after_upload(Kind kind, Operation operation) {
  Probe& made = probe(kind);
  event(made, made.id + "/upload",
        PutObject{.object = object_of(kind),
                  .size_bytes = 1,
                  .settings = tagged(std::move(kind.settings))});
  const std::optional<Instant> later = add_milliseconds(clock_, kHour);
  event(made, made.id, std::move(operation)).at = later.value_or(clock_);
  clock_ = later.value_or(clock_);
}

std::string RulePlanner::default_label() const {
  std::string label = "bucket default, " + std::string(to_string(default_.algorithm));
  if (!is_kms(default_.algorithm)) {
    return label;
  }
  const World::KeyPlace place =
      world_.resolve_key(default_.key_text, account_->id, bucket_->region);
  label += default_.key_text.empty() ? " aws/s3" : place ? " " + shown_key(*place.key) : "";
  return default_.bucket_key_enabled ? label + ", bucket key" : label;
}

void RulePlanner::add_default() {
  add({.slug = "default",
       .label = default_label(),
       .group = is_kms(default_.algorithm) ? kms_group() : ProbeGroup::None,
       .is_of_encryption = true});
}

void RulePlanner::add_requested() {
  if (default_.algorithm != ObjectEncryption::SseS3) {
    Kind kind{.slug = "AES256",
              .label = "AES256 by request",
              .weight = ProbeWeight::Possible,
              .is_of_encryption = true};
    kind.settings.server_side_encryption = "AES256";
    add(std::move(kind));
  }
  add_kms();
  if (!blocks_sse_c(*bucket_, settings_)) {
    Kind kind{.slug = "SSE-C",
              .label = "SSE-C by request",
              .weight = ProbeWeight::Possible,
              .is_of_encryption = true};
    kind.settings.sse_customer_algorithm = "AES256";
    kind.settings.sse_customer_key = std::string(kCustomerKey);
    add(std::move(kind));
  }
}

/// Keys of the bucket's account and Region that S3 takes: no request can name another Region's.
std::vector<const Key*> RulePlanner::usable_keys() const {
  std::vector<const Key*> keys;
  for (const Key& key : account_->keys) {
    const bool is_usable = key.region == bucket_->region && key.manager == KeyManager::Customer &&
                           key.key_spec == "SYMMETRIC_DEFAULT" &&
                           key.key_usage == "ENCRYPT_DECRYPT" && key.state == KeyState::Enabled;
    if (is_usable) {
      keys.push_back(&key);
    }
  }
  return keys;
}

bool RulePlanner::is_default_key(const Key& key) const {
  return is_kms(default_.algorithm) && !default_.key_text.empty() &&
         world_.resolve_key(default_.key_text, account_->id, bucket_->region).key == &key;
}

void RulePlanner::add_kms() {
  if (default_.algorithm != ObjectEncryption::SseKms || !default_.key_text.empty()) {
    Kind kind{.slug = "aws-kms",
              .label = "aws:kms by request, aws/s3",
              .weight = kms_weight(),
              .group = ProbeGroup::None,
              .is_of_encryption = true};
    kind.settings.server_side_encryption = "aws:kms";
    add(std::move(kind));
  }
  add_keys();
  add_bucket_key();
  if (default_.algorithm != ObjectEncryption::DsseKms) {
    Kind kind{.slug = "aws-kms-dsse",
              .label = "aws:kms:dsse by request",
              .weight = kms_weight(),
              .group = ProbeGroup::None,
              .is_of_encryption = true};
    kind.settings.server_side_encryption = "aws:kms:dsse";
    const std::vector<const Key*> keys = usable_keys();
    if (!default_.key_text.empty()) {
      kind.settings.sse_kms_key_id = default_.key_text;
    } else if (!keys.empty()) {
      kind.settings.sse_kms_key_id = arn_of(*account_, *keys.front());
    }
    add(std::move(kind));
  }
}

void RulePlanner::add_keys() {
  std::size_t count = 0;
  std::size_t omitted = 0;
  for (const Key* const key : usable_keys()) {
    if (is_default_key(*key) && default_.algorithm == ObjectEncryption::SseKms) {
      continue;
    }
    if (++count > limits_.keys_per_rule) {
      ++omitted;
      continue;
    }
    Kind kind{.slug = "aws-kms-" + key->key_id,
              .label = "aws:kms by request, " + shown_key(*key),
              .weight = kms_weight(),
              .group = kms_group(),
              .is_of_encryption = true};
    kind.settings.server_side_encryption = "aws:kms";
    kind.settings.sse_kms_key_id = arn_of(*account_, *key);
    add(std::move(kind));
  }
  if (omitted > 0) {
    note_omitted(omitted, "KMS keys");
  }
}

/// With a bucket key the encryption context is the bucket instead of the object.
void RulePlanner::add_bucket_key() {
  if (default_.algorithm != ObjectEncryption::SseKms) {
    return;
  }
  const bool flipped = !default_.bucket_key_enabled;
  Kind kind{.slug = flipped ? "bucket-key" : "no-bucket-key",
            .label = flipped ? "with bucket key by request" : "without bucket key by request",
            .weight = kms_weight(),
            .group = kms_group(),
            .is_of_encryption = true};
  kind.settings.bucket_key_enabled = flipped;
  add(std::move(kind));
}

void RulePlanner::add_tags() {
  if (tags_.empty()) {
    Kind kind{.slug = "tagged", .label = "with a tag", .weight = ProbeWeight::Possible};
    kind.settings.tagging = TagSet{{"replisim", "probe"}};
    add(std::move(kind));
    return;
  }
  Kind kind{
      .slug = "untagged", .label = "without the tags of the filter", .weight = ProbeWeight::Aside};
  kind.settings.tagging = TagSet{};
  add(std::move(kind));
}

void RulePlanner::add_locks() {
  if (!has_object_lock(*bucket_)) {
    return;
  }
  Kind retention{.slug = "retention", .label = "with retention", .weight = ProbeWeight::Possible};
  retention.settings.object_lock_mode = "GOVERNANCE";
  retention.settings.object_lock_retain_until = add_milliseconds(clock_, 24 * kHour);
  add(std::move(retention));
  Kind hold{.slug = "legal-hold", .label = "under legal hold", .weight = ProbeWeight::Possible};
  hold.settings.object_lock_legal_hold = "ON";
  add(std::move(hold));
}

/// Keys that are in the reach of the rule and that some policy speaks of, but not of all the
/// others.
void RulePlanner::add_patterns() {
  if (!scope_.key.empty()) {
    return;
  }
  const std::string_view prefix = this->prefix();
  const std::string ours = std::string(prefix) + std::string(kObject);
  std::set<std::string> patterns;
  for (const std::string& bucket : {bucket_->name, std::string(destination_name(*rule_))}) {
    KeyPatterns found(bucket);
    if (bucket_->replication->role) {
      add_role_patterns(found, world_, *bucket_->replication->role);
    }
    const World::BucketPlace place = world_.find_bucket(bucket);
    if (place && place.bucket->policy) {
      found.add(*place.bucket->policy);
    }
    patterns.insert(found.all().begin(), found.all().end());
  }
  std::set<std::string> keys;
  std::size_t omitted = 0;
  for (const std::string& pattern : patterns) {
    const std::string key = witness_of(pattern, prefix);
    const bool is_new = !wildcard_match(pattern, ours) && key.starts_with(prefix) &&
                        wildcard_match(pattern, key) && !keys.contains(key);
    if (is_new && keys.size() == limits_.patterns_per_rule) {
      ++omitted;
    } else if (is_new) {
      keys.insert(key);
      add({.slug = "key-" + pattern, .label = "key " + pattern, .key = key});
    }
  }
  if (omitted > 0) {
    note_omitted(omitted, "patterns of object keys");
  }
}

void RulePlanner::add_follow_ups() {
  const bool replicates_markers =
      !has_tag_filter(*rule_) && (schema_version(*bucket_->replication) == SchemaVersion::V1 ||
                                  is_enabled(rule_->delete_marker_replication));
  Kind marker{.slug = "delete-marker",
              .label = "delete marker",
              .weight = replicates_markers ? ProbeWeight::Expected : ProbeWeight::Aside};
  const ObjectAddress deleted = object_of(marker);
  add_after_upload(std::move(marker), DeleteObject{.object = deleted});

  Kind tags{.slug = "tag-change", .label = "change of tags", .weight = ProbeWeight::Possible};
  TagSet changed = tags_;
  changed.push_back({"replisim", "changed"});
  const ObjectAddress object = object_of(tags);
  add_after_upload(std::move(tags), PutObjectTagging{.object = object, .tags = std::move(changed)});
  plan_.probes.back().needs_replica = true;
}

void RulePlanner::plan(const Account& account, const Bucket& bucket, const ReplicationRule& rule) {
  if (!is_in_scope(bucket, rule)) {
    return;
  }
  account_ = &account;
  bucket_ = &bucket;
  rule_ = &rule;
  name_ = probe_rule_name(bucket, rule);
  default_ = bucket_default(bucket, clock_);
  tags_ = tags_of(rule);
  add_default();
  if (!rule.status.is_enabled()) {
    return;
  }
  add_requested();
  add_tags();
  add_locks();
  add_patterns();
  add_follow_ups();
}

// --- what the bucket's policy lets in ---

bool denies_by_encryption(const Bucket& bucket) {
  constexpr std::string_view kKey = "s3:x-amz-server-side-encryption";
  const auto asks = [&](const ConditionEntry& condition) {
    return condition.key.text.size() >= kKey.size() &&
           std::equal(kKey.begin(), kKey.end(), condition.key.text.begin(), [](char a, char b) {
             return a == (b >= 'A' && b <= 'Z' ? b - 'A' + 'a' : b);
           });
  };
  const auto denies = [&](const Statement& statement) {
    return statement.effect == Effect::Deny && !statement.uncertain &&
           std::any_of(statement.conditions.begin(), statement.conditions.end(), asks);
  };
  return bucket.policy &&
         std::any_of(bucket.policy->statements.begin(), bucket.policy->statements.end(), denies);
}

/// Plays uploads as the owner's root user, whom only the bucket's policy keeps from anything.
class Doorkeeper {
 public:
  Doorkeeper(const World& world, Instant clock) : simulation_(case_of(world, clock)) {}

  /// Drops what the policy of the bucket refuses of the probes of one rule.
  void sort_out(std::vector<Probe>& probes, std::vector<std::string>& notes) {
    std::vector<bool> refused;
    refused.reserve(probes.size());
    for (const Probe& probe : probes) {
      refused.push_back(probe.is_of_encryption && is_refused(probe));
    }
    const auto is_let_in = [&](const Probe& probe) {
      return probe.is_of_encryption && !refused[static_cast<std::size_t>(&probe - probes.data())];
    };
    const bool is_default_refused = !probes.empty() && refused.front();
    if (std::none_of(probes.begin(), probes.end(), is_let_in)) {
      return;  // it is for other reasons, which uploads of other callers may not have
    }
    std::vector<Probe> kept;
    std::string kinds;
    for (Probe& probe : probes) {
      if (refused[static_cast<std::size_t>(&probe - probes.data())]) {
        kinds += (kinds.empty() ? "" : "; ") + probe.kind;
        continue;
      }
      if (is_default_refused && probe.is_of_encryption) {
        probe.weight = ProbeWeight::Expected;
      }
      kept.push_back(std::move(probe));
    }
    if (!kinds.empty()) {
      notes.push_back("the policy of bucket " + kept.front().bucket->name +
                      " refuses such uploads, so they were not tried: " + kinds);
    }
    probes = std::move(kept);
  }

 private:
  static ScenarioCase case_of(const World& world, Instant clock) {
    ScenarioCase quiet;
    quiet.clock = clock;
    quiet.world = world;
    return quiet;
  }

  bool is_refused(const Probe& probe) {
    Event event = probe.events.back();
    event.as = root_arn_of(*probe.account);
    const EventOutcome outcome = simulation_.play(event);
    return outcome.denied_by == DeniedBy::BucketPolicy;
  }

  Simulation simulation_;
};

/// The rules of buckets whose policies refuse uploads for how they are encrypted.
void sort_out_refused(const World& world, Instant clock, ProbePlan& plan) {
  std::vector<Probe> all;
  std::optional<Doorkeeper> doorkeeper;
  for (std::size_t begin = 0; begin < plan.probes.size();) {
    std::size_t end = begin;
    const ReplicationRule* const rule = plan.probes[begin].rule;
    std::vector<Probe> of_rule;
    while (end < plan.probes.size() && plan.probes[end].rule == rule) {
      of_rule.push_back(std::move(plan.probes[end++]));
    }
    begin = end;
    if (denies_by_encryption(*of_rule.front().bucket)) {
      if (!doorkeeper) {
        doorkeeper.emplace(world, clock);
      }
      doorkeeper->sort_out(of_rule, plan.omitted);
    }
    std::move(of_rule.begin(), of_rule.end(), std::back_inserter(all));
  }
  plan.probes = std::move(all);
}

// --- playing ---

/// The attempt of the rule itself; otherwise that of whatever came to its destination.
const ReplicationAttempt* attempt_of(const Probe& probe, const EventOutcome& outcome) {
  const std::string_view destination = destination_name(*probe.rule);
  const ReplicationAttempt* found = nullptr;
  for (const ReplicationAttempt& attempt : outcome.attempts) {
    const bool is_there = attempt.destination_bucket == destination;
    if (is_there && attempt.rule_where == probe.rule->where && attempt.rule_id == probe.rule->id) {
      return &attempt;
    }
    found = is_there && found == nullptr ? &attempt : found;
  }
  return found == nullptr && !outcome.attempts.empty() ? &outcome.attempts.front() : found;
}

}  // namespace

std::string probe_rule_name(const Bucket& bucket, const ReplicationRule& rule) {
  return rule.id.empty() ? "rule-" + std::to_string(&rule - bucket.replication->rules.data() + 1)
                         : rule.id;
}

std::string_view kind_name(const Probe& probe) {
  const std::string before = probe.bucket->name + "/" + probe_rule_name(*probe.bucket, *probe.rule);
  return std::string_view(probe.id).substr(before.size() + 1);
}

ProbePlan plan_probes(const World& world, Instant clock, const ProbeLimits& limits,
                      const ProbeScope& scope) {
  ProbePlan plan;
  RulePlanner planner(world, clock, limits, scope, plan);
  for (const Account& account : world.accounts) {
    for (const Bucket& bucket : account.buckets) {
      if (bucket.replication) {
        for (const ReplicationRule& rule : bucket.replication->rules) {
          planner.plan(account, bucket, rule);
        }
      }
    }
  }
  sort_out_refused(world, clock, plan);
  return plan;
}

std::optional<Scenario> case_of_probes(SourceMap& sources, const std::shared_ptr<JsonArena>& arena,
                                       const ScenarioCase& scenario,
                                       const std::vector<Probe>& probes) {
  ScenarioCase events;
  for (const Probe& probe : probes) {
    events.events.insert(events.events.end(), probe.events.begin(), probe.events.end());
  }
  JsonWriter json(JsonWriter::Layout::Indented);
  json.begin_object();
  json.member("clock", format_rfc3339(scenario.clock));
  write_events(json, events);
  json.end_object();
  Issues issues;
  const std::uint32_t file = sources.add("(probes)", std::move(json).text());
  const JsonNode* const made = parse_json(sources, file, *arena, issues);
  if (made == nullptr || scenario.root == nullptr) {
    return std::nullopt;
  }
  std::vector<JsonNode> members;
  for (const JsonNode& member : *scenario.root) {
    if (made->find(member.key) == nullptr && member.key != "variants" && member.key != "table" &&
        member.key != "assert") {
      members.push_back(member);
    }
  }
  members.insert(members.end(), made->begin(), made->end());
  JsonNode root = *scenario.root;
  root.child_count = static_cast<std::uint32_t>(members.size());
  root.children = arena->keep(std::move(members));
  Result<Scenario> read =
      read_scenario_tree(sources, arena, *arena->keep(std::vector<JsonNode>{root}));
  return read ? std::optional(std::move(read).value()) : std::nullopt;
}

void play_probes(const ScenarioCase& scenario, const ProbePlan& plan,
                 const std::function<void(const ProbedOutcome&)>& tell) {
  ScenarioCase quiet;
  quiet.clock = scenario.clock;
  quiet.world = scenario.world;
  Simulation simulation(quiet, {.watch = true});
  for (const Probe& probe : plan.probes) {
    EventOutcome outcome;
    bool has_replica = false;
    for (const Event& event : probe.events) {
      const ReplicationAttempt* const before = attempt_of(probe, outcome);
      has_replica = before != nullptr && before->result == ReplicationResult::Replicated;
      outcome = simulation.play(event);
    }
    if (has_replica || !probe.needs_replica) {
      tell({probe, outcome, attempt_of(probe, outcome)});
    }
  }
}

}  // namespace replisim
