#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/world.h"
#include "sim/iam/world_policies.h"
#include "sim/replication/attempt.h"
#include "sim/replication/moment.h"
#include "sim/replication/object_store.h"
#include "sim/replication/plan.h"
#include "sim/replication/settings.h"

namespace replisim {

/// A version's place, as text: bucket, key, version id.
std::string version_place(std::string_view bucket, const ObjectVersion& version);

struct Shipment;

/// All that changes while a scenario is played. One at a time per thread; never moved, since its
/// parts point at each other.
struct Run {
  Run(World given, Instant clock, bool watched);
  ~Run();
  Run(const Run&) = delete;
  Run& operator=(const Run&) = delete;

  /// Something other than an object changed: what was prepared is prepared anew.
  void forget_plans() { plans.clear(); }
  void set_time(Instant time);
  void delete_due_keys();

  std::vector<Diagnostic> found;  ///< findings of the run, in the order in which they came up
  World world;
  bool watch = false;
  Settings settings;
  Moment moment;
  WorldPolicies policies;
  ObjectStore objects;
  PlanCache plans;
  Instant now;
  /// Where a version was admitted to, and by which rule: destination bucket → rule id, by place.
  std::unordered_map<std::string, std::vector<Admission>> admissions;
  /// Replicas written under owner override: later changes of the ACL stay out (1.2).
  std::unordered_set<std::string> owner_overridden;
  /// Archived versions with a temporary copy.
  std::unordered_set<std::string> restored;
  std::vector<Shipment> waiting;  ///< admitted, not delivered yet; by `due`, then as admitted
  std::map<std::string, Instant> key_deletions;  ///< scheduled, by key ARN
  std::size_t roles_made = 0;                    ///< each gets a unique id of its own
  std::size_t event_number = 0;                  ///< of the event that is played
  std::vector<RuleTrace> rules_looked_at;        ///< since the outcome took them; watched
};

}  // namespace replisim
