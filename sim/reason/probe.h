#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/scenario.h"
#include "sim/replication/attempt.h"

namespace replisim {

// What becomes of every kind of object that a rule can match, without waiting for one:
//
//   World ──plan_probes──► Probe (a kind of object, the events that make it) ──play_probes──►
//   outcome
//
// Which object is tried is decided by what the configuration and the policies tell apart: how the
// bucket and a request can encrypt it, tags that the filter wants, keys that a policy names.

/// How much the outcome says of the rule.
enum class ProbeWeight : std::uint8_t {
  Expected,  ///< such objects come by themselves, and the rule is there for them
  Possible,  ///< someone has to ask for it when uploading
  Aside,     ///< the rule leaves such objects out
};

/// What the kinds of objects of one rule have in common, where all of it failing is a fault of the
/// rule: it selects SSE-KMS objects and replicates none.
enum class ProbeGroup : std::uint8_t { None, SelectedKms };

/// One kind of object that a rule can match. Borrows the world.
struct Probe {
  const Account* account = nullptr;
  const Bucket* bucket = nullptr;
  const ReplicationRule* rule = nullptr;
  std::string id;    ///< `BUCKET/RULE/KIND`: the same whatever the places in the input
  std::string kind;  ///< for people: `aws:kms by request, alias/logs`
  ProbeWeight weight = ProbeWeight::Expected;
  ProbeGroup group = ProbeGroup::None;
  bool is_of_encryption = false;  ///< tries how an upload may be encrypted, and nothing else
  bool needs_replica = false;     ///< says nothing where the object itself is not replicated
  std::vector<Event> events;      ///< the last one is the probe; those before it make its object
};

/// Reaching a limit leaves kinds out, which `ProbePlan::omitted` says.
struct ProbeLimits {
  std::size_t keys_per_rule = 8;      ///< KMS keys asked for by request
  std::size_t patterns_per_rule = 8;  ///< object keys that policies tell apart
};

/// Which rules and objects to try; all where nothing is said. Empty texts say nothing.
struct ProbeScope {
  std::string_view bucket;       ///< source
  std::string_view rule;         ///< as `probe_rule_name` calls it
  std::string_view destination;  ///< bucket
  std::string_view key;          ///< of every object
  std::string_view prefix;       ///< of the keys of every object
};

struct ProbePlan {
  std::vector<Probe> probes;  ///< those of a rule stand together, rules in the order of the world
  std::vector<std::string> omitted;  ///< for people: what was left out, and why
};

/// The name of a rule in ids and reports: its ID, or `rule-2` where it has none.
[[nodiscard]] std::string probe_rule_name(const Bucket& bucket, const ReplicationRule& rule);

/// Every kind of object of every rule of the world. Where a bucket's policy refuses uploads for how
/// they are encrypted, only what it lets in is tried, and is what the rule is there for.
/// The world outlives the plan.
[[nodiscard]] ProbePlan plan_probes(const World& world, Instant clock,
                                    const ProbeLimits& limits = {}, const ProbeScope& scope = {});

/// The kind of object that a probe tries: the end of its id.
[[nodiscard]] std::string_view kind_name(const Probe& probe);

/// A case whose events are those of probes, in the tree too, so that it can be patched and played
/// again. Nothing if the tree does not take them. The texts of the events are added to `sources`.
[[nodiscard]] std::optional<Scenario> case_of_probes(SourceMap& sources,
                                                     const std::shared_ptr<JsonArena>& arena,
                                                     const ScenarioCase& scenario,
                                                     const std::vector<Probe>& probes);

/// What became of a probe. Everything is borrowed and gone when the call ends.
struct ProbedOutcome {
  const Probe& probe;
  const EventOutcome& outcome;
  /// Of the rule, or of another that took the object to the same destination; null: the object
  /// could not be made at all (`outcome.error`).
  const ReplicationAttempt* attempt = nullptr;
};

/// Plays all of them, watched, one after the other in the world of the case, whose own events are
/// not played. Memory is that of one outcome.
void play_probes(const ScenarioCase& scenario, const ProbePlan& plan,
                 const std::function<void(const ProbedOutcome&)>& tell);

}  // namespace replisim
