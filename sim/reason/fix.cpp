#include "sim/reason/fix.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "model/json_writer.h"
#include "sim/reason/patch_builder.h"
#include "sim/reason/policy_repair.h"
#include "sim/reason/requirement_graph.h"
#include "sim/reason/setting_repair.h"
#include "sim/replication/simulation.h"

namespace replisim {
namespace {

using Changes = std::vector<Change>;

/// An attempt, however many events stand before its own.
struct AttemptName {
  std::string event_id;
  std::string destination;
  std::string key;
  std::size_t number = 0;  ///< among those of the same names

  auto tie() const { return std::tie(event_id, destination, key, number); }
  bool operator<(const AttemptName& other) const { return tie() < other.tie(); }
};

using Names = std::set<AttemptName>;

bool is_success(const ReplicationAttempt& attempt) {
  return attempt.result == ReplicationResult::Replicated && !attempt.tags_omitted;
}

/// What one chose, rather than what went wrong: mended only where it is asked for, or nothing else
/// is wrong.
bool is_choice(const ReplicationAttempt& attempt) {
  return attempt.reason == "DeleteMarkerReplicationDisabled" ||
         attempt.reason == "ReplicaModificationsNotSelected";
}

/// The call was not refused. That an object is gone since it was replicated is no refusal.
bool is_let_in(const EventOutcome& outcome) {
  constexpr std::string_view kNotThere[] = {"NoSuchKey", "NoSuchVersion", "MethodNotAllowed",
                                            "InvalidObjectState"};
  return outcome.error.empty() || std::find(std::begin(kNotThere), std::end(kNotThere),
                                            outcome.error) != std::end(kNotThere);
}

/// Setting replication up was refused: nothing can be replicated before that is mended. Other calls
/// that are refused are nobody's failed replica.
bool is_refused_setup(const EventOutcome& outcome) {
  return (outcome.operation == "PutBucketReplication" &&
          (outcome.error == "InvalidRequest" || outcome.denied_by != DeniedBy::Nothing)) ||
         (outcome.operation == "CreateJob" && outcome.denied_by != DeniedBy::Nothing);
}

/// Calls `visit(name, event number, attempt number)` for each attempt.
template <typename Visit>
void for_each_attempt(const SimulationResult& result, Visit&& visit) {
  for (std::size_t e = 0; e < result.events.size(); ++e) {
    const EventOutcome& outcome = result.events[e];
    std::map<std::tuple<std::string, std::string>, std::size_t> counts;
    for (std::size_t a = 0; a < outcome.attempts.size(); ++a) {
      const ReplicationAttempt& attempt = outcome.attempts[a];
      const std::size_t number = counts[{attempt.destination_bucket, attempt.key}]++;
      visit(AttemptName{outcome.event_id, attempt.destination_bucket, attempt.key, number}, e, a);
    }
  }
}

/// What makes one leaf hold; empty: nothing of ours.
Changes repairs_of(const Requirement& requirement, const RepairCase& repair) {
  if (requirement.kind == RequirementKind::State || requirement.kind == RequirementKind::Admitted) {
    return repair_setting(requirement, repair);
  }
  if (const std::optional<Change> change = repair_policy(requirement, repair)) {
    return {*change};
  }
  return repair_bucket_access(requirement, repair);
}

/// The cheapest leaves that are missing, each with what makes it hold; none if one cannot.
Changes repair_attempt(const ReplicationAttempt& attempt, const RepairCase& repair) {
  const RequirementGraph graph(attempt);
  const Effort effort = [&](const Requirement& requirement) {
    return repairs_of(requirement, repair).empty() ? kNever : usual_effort(requirement);
  };
  // One way of being wrong may hide another, and what is asked of a key that is no good has no
  // answer: what can be mended is, as long as something is.
  Changes found;
  for (const RequirementGraph::Index index : graph.frontier(effort)) {
    if (graph.at(index).state == Ternary::Unknown && graph.at(index).trace == nullptr) {
      continue;  // not asked yet
    }
    Changes repairs = repairs_of(graph.at(index), repair);
    std::move(repairs.begin(), repairs.end(), std::back_inserter(found));
  }
  return found;
}

/// What keeps replication from being set up.
Changes repair_call(const EventOutcome& outcome, const RepairCase& repair) {
  if (outcome.caller_trace == nullptr || outcome.caller_trace->verdict.is_allowed()) {
    return repair_refusal(outcome, repair);
  }
  const RequirementGraph graph(*outcome.caller_trace);
  const Effort effort = [&](const Requirement& requirement) {
    return repair_policy(requirement, repair) ? usual_effort(requirement) : kNever;
  };
  Changes found;
  for (const RequirementGraph::Index index : graph.frontier(effort)) {
    if (std::optional<Change> change = repair_policy(graph.at(index), repair)) {
      found.push_back(*std::move(change));
    }
  }
  return found;
}

/// The reason of the first check that nothing of ours mends; empty if each alone could be.
std::string beyond(const ReplicationAttempt& attempt, const RepairCase& repair) {
  const RequirementGraph graph(attempt);
  for (const RequirementGraph::Index index : graph.frontier()) {
    const Requirement& requirement = graph.at(index);
    if (requirement.state == Ternary::False && repairs_of(requirement, repair).empty()) {
      return requirement.check == nullptr ? attempt.reason : requirement.check->reason;
    }
  }
  return {};
}

/// The search over the changes of one case.
class Search {
 public:
  Search(SourceMap& sources, std::shared_ptr<JsonArena> arena, const ScenarioCase& scenario,
         const FixOptions& options)
      : sources_(sources),
        arena_(std::move(arena)),
        scenario_(scenario),
        options_(options),
        root_(plain_tree()),
        first_own_text_(static_cast<std::uint32_t>(sources_.size())) {}

  Fix run();

 private:
  const JsonNode* plain_tree() const;
  [[nodiscard]] bool is_wanted(const EventOutcome& outcome,
                               const ReplicationAttempt& attempt) const;
  [[nodiscard]] Names failures(const SimulationResult& result) const;
  void note_before(const SimulationResult& result);
  [[nodiscard]] std::optional<ScenarioCase> changed(const Changes& changes) const;
  [[nodiscard]] bool works(const Changes& changes) const;
  [[nodiscard]] bool breaks(const SimulationResult& result) const;

  void search();
  [[nodiscard]] bool take(Changes repairs, Changes& found) const;
  Changes missing(const ScenarioCase& played, const SimulationResult& result);
  void reduce();
  void order();
  void report(Fix& fix) const;
  void report_unmended(Fix& fix) const;

  SourceMap& sources_;
  std::shared_ptr<JsonArena> arena_;
  const ScenarioCase& scenario_;
  const FixOptions& options_;
  const JsonNode* root_ = nullptr;  ///< as given, less variants and table; each event has its id
  std::uint32_t first_own_text_ = 0;
  SimulationResult before_;
  bool wants_choices_ = false;
  Names worked_;                    // before
  std::set<std::string> accepted_;  // events that were not refused, before
  Names failed_;                    // before
  Names given_up_;
  Changes changes_;
};

/// The tree without its variants and its table, every event with the id that it has or was given:
/// events that are inserted do not give others another name.
const JsonNode* Search::plain_tree() const {
  std::vector<PatchStep> steps;
  const JsonNode& given = *scenario_.root;
  for (const std::string name : {"variants", "table"}) {
    if (given.find(name) != nullptr) {
      steps.push_back({"remove", "/" + name, ""});
    }
  }
  const ScenarioPlaces places(given);
  for (std::size_t i = 0; i < places.event_count(); ++i) {
    if (text_member(*places.event(i), "id").empty()) {
      steps.push_back({"add", "/events/" + std::to_string(i) + "/id",
                       json_string("event-" + std::to_string(i + 1))});
    }
  }
  const JsonNode* tree = apply_patch(sources_, *arena_, given, steps);
  return tree == nullptr ? &given : tree;
}

bool Search::is_wanted(const EventOutcome& outcome, const ReplicationAttempt& attempt) const {
  const bool is_asked = options_.event_id.empty() || outcome.event_id == options_.event_id;
  return is_asked && wants_mending(attempt) && (!is_choice(attempt) || wants_choices_);
}

Names Search::failures(const SimulationResult& result) const {
  Names names;
  for_each_attempt(result, [&](const AttemptName& name, std::size_t e, std::size_t a) {
    if (is_wanted(result.events[e], result.events[e].attempts[a])) {
      names.insert(name);
    }
  });
  for (const EventOutcome& outcome : result.events) {
    const bool is_asked = options_.event_id.empty() || outcome.event_id == options_.event_id;
    const AttemptName name{outcome.event_id, "", "", 0};
    const bool is_still_refused = !outcome.error.empty() && failed_.contains(name);
    if (is_asked && (is_refused_setup(outcome) || is_still_refused)) {
      names.insert(name);
    }
  }
  return names;
}

void Search::note_before(const SimulationResult& result) {
  for_each_attempt(result, [&](const AttemptName& name, std::size_t e, std::size_t a) {
    if (is_success(result.events[e].attempts[a])) {
      worked_.insert(name);
    }
  });
  for (const EventOutcome& outcome : result.events) {
    if (is_let_in(outcome)) {
      accepted_.insert(outcome.event_id);
    }
  }
  wants_choices_ = !options_.event_id.empty();
  failed_ = failures(result);
  if (failed_.empty()) {
    wants_choices_ = true;
    failed_ = failures(result);
  }
}

std::optional<ScenarioCase> Search::changed(const Changes& changes) const {
  const std::vector<PatchStep> patch = patch_of(sources_, *arena_, *root_, changes);
  const JsonNode* tree = apply_patch(sources_, *arena_, *root_, patch);
  if (tree == nullptr || (patch.empty() && !changes.empty())) {
    return std::nullopt;
  }
  Result<Scenario> scenario = read_scenario_tree(sources_, arena_, *tree);
  return scenario ? std::optional(std::move(scenario.value().base)) : std::nullopt;
}

bool Search::breaks(const SimulationResult& result) const {
  Names works;
  for_each_attempt(result, [&](const AttemptName& name, std::size_t e, std::size_t a) {
    if (is_success(result.events[e].attempts[a])) {
      works.insert(name);
    }
  });
  std::set<std::string> accepted;
  for (const EventOutcome& outcome : result.events) {
    if (is_let_in(outcome)) {
      accepted.insert(outcome.event_id);
    }
  }
  return !std::includes(works.begin(), works.end(), worked_.begin(), worked_.end()) ||
         !std::includes(accepted.begin(), accepted.end(), accepted_.begin(), accepted_.end());
}

/// All that can be mended is, and nothing that worked is broken.
bool Search::works(const Changes& changes) const {
  const std::optional<ScenarioCase> scenario = changed(changes);
  if (!scenario) {
    return false;
  }
  const SimulationResult result = simulate(*scenario);
  const Names failed = failures(result);
  return std::includes(given_up_.begin(), given_up_.end(), failed.begin(), failed.end()) &&
         !breaks(result);
}

/// Attempts that fail alike: at one rule, in the same checks.
std::string likeness(const ReplicationAttempt& attempt) {
  std::string text = std::to_string(attempt.rule_where.file) + ":" +
                     std::to_string(attempt.rule_where.begin) + " " + attempt.reason;
  for (const Check& check : attempt.checks) {
    if (check.state == CheckState::Failed) {
      text += " " + check.id;
    }
  }
  return text;
}

/// Takes what is new of the repairs of one failure; false if all of it is there already.
bool Search::take(Changes repairs, Changes& found) const {
  const auto has = [](const Changes& changes, const Change& change) {
    return std::find(changes.begin(), changes.end(), change) != changes.end();
  };
  bool is_new = false;
  for (Change& change : repairs) {
    is_new = is_new || !has(changes_, change);
    if (!has(changes_, change) && !has(found, change)) {
      found.push_back(std::move(change));
    }
  }
  return is_new;
}

/// What failed in a run lacks and `changes_` has not. A failure that nothing new was found for is
/// given up.
Changes Search::missing(const ScenarioCase& played, const SimulationResult& result) {
  Changes found;
  std::set<std::string> seen;
  // Places of the scenario as it was given: what was made since stands behind all that was there.
  PatchBuilder creations(sources_, *arena_, *root_);
  apply_creations(changes_, creations);
  const ScenarioPlaces places(creations.root());
  const Names failed = failures(result);
  for (const EventOutcome& outcome : result.events) {
    const AttemptName name{outcome.event_id, "", "", 0};
    if (failed.contains(name) && !given_up_.contains(name)) {
      const ReplicationAttempt none;
      const RepairCase repair{played.world, places, none, places.event_index(outcome.event_id),
                              first_own_text_};
      if (!take(repair_call(outcome, repair), found)) {
        given_up_.insert(name);
      }
    }
  }
  if (!found.empty()) {
    return found;  // what comes of the events behind is seen once replication is set up
  }
  for_each_attempt(result, [&](const AttemptName& name, std::size_t e, std::size_t a) {
    const EventOutcome& outcome = result.events[e];
    const ReplicationAttempt& attempt = outcome.attempts[a];
    const std::string like = likeness(attempt);
    // What mends one that is alike likely mends this; if not, the next round sees.
    if (!failed.contains(name) || given_up_.contains(name) || seen.contains(like)) {
      return;
    }
    const RepairCase repair{played.world, places, attempt, places.event_index(outcome.event_id),
                            first_own_text_};
    if (take(repair_attempt(attempt, repair), found)) {
      seen.insert(like);
    } else {
      given_up_.insert(name);
    }
  });
  return found;
}

void Search::search() {
  for (std::uint32_t round = 0; round < options_.rounds_max; ++round) {
    const std::optional<ScenarioCase> scenario = changed(changes_);
    if (!scenario) {
      break;
    }
    const SimulationResult result = simulate(*scenario, {.watch = true});
    const Changes found = missing(*scenario, result);
    if (found.empty()) {
      return;
    }
    changes_.insert(changes_.end(), found.begin(), found.end());
  }
  changes_.clear();
  given_up_ = failed_;
}

/// Leaves out what can be left out: first all that there is, one by one, then again, since what one
/// part was needed for may be gone with another.
void Search::reduce() {
  bool is_smaller = true;
  while (is_smaller) {
    is_smaller = false;
    for (std::size_t i = changes_.size(); i > 0; --i) {
      Changes rest = changes_;
      rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i - 1));
      if (works(rest)) {
        changes_ = std::move(rest);
        is_smaller = true;
      }
    }
  }
}

/// The source's account first, then by account and kind, otherwise as S3 asks.
void Search::order() {
  std::stable_sort(changes_.begin(), changes_.end(), [&](const Change& a, const Change& b) {
    const std::string& source =
        scenario_.world.accounts.empty() ? a.account : scenario_.world.accounts.front().id;
    return std::pair(a.account != source, a.account) < std::pair(b.account != source, b.account);
  });
}

void Search::report_unmended(Fix& fix) const {
  const ScenarioPlaces places(*root_);
  for_each_attempt(before_, [&](const AttemptName& name, std::size_t e, std::size_t a) {
    const EventOutcome& outcome = before_.events[e];
    const ReplicationAttempt& attempt = outcome.attempts[a];
    const bool is_asked = options_.event_id.empty() || outcome.event_id == options_.event_id;
    const bool is_unknown = attempt.result == ReplicationResult::Unknown && is_asked;
    if (!given_up_.contains(name) && !is_unknown) {
      return;
    }
    Unmended& unmended = fix.unmended.emplace_back();
    unmended.event_id = outcome.event_id;
    unmended.event = e;
    unmended.attempt = a;
    unmended.reason = attempt.reason;
    unmended.result = attempt.result;
    const RepairCase repair{scenario_.world, places, attempt, places.event_index(outcome.event_id)};
    if (!is_unknown) {
      unmended.beyond = beyond(attempt, repair);
    }
    const RequirementGraph graph(attempt);
    for (const RequirementGraph::Index index : graph.frontier()) {
      if (std::optional<Change> demand = demand_of_owner(graph.at(index), repair)) {
        unmended.demands.push_back(*std::move(demand));
      }
    }
  });
}

void Search::report(Fix& fix) const {
  fix.changes = changes_;
  if (!changes_.empty()) {
    fix.patch = patch_of(sources_, *arena_, *root_, changes_);
    if (const std::optional<ScenarioCase> scenario = changed(changes_)) {
      fix.after = simulate(*scenario, {.watch = true});
    }
  }
  for (const AttemptName& name : failed_) {
    if (!given_up_.contains(name)) {
      fix.mended.push_back({name.event_id, name.destination, name.key});
    }
  }
  report_unmended(fix);
}

Fix Search::run() {
  Fix fix;
  before_ = simulate(scenario_, {.watch = true});
  note_before(before_);
  search();
  // Parts that served only what was given up go first; then what is left has to work.
  reduce();
  if (!changes_.empty() && !works(changes_)) {
    changes_.clear();
    given_up_ = failed_;
  }
  order();
  report(fix);
  for (const Account& account : scenario_.world.accounts) {
    const bool replicates =
        std::any_of(account.buckets.begin(), account.buckets.end(),
                    [](const Bucket& bucket) { return bucket.replication.has_value(); });
    if (replicates && fix.source_account.empty()) {
      fix.source_account = account.id;
    }
  }
  if (fix.source_account.empty() && !scenario_.world.accounts.empty()) {
    fix.source_account = scenario_.world.accounts.front().id;
  }
  fix.before = std::move(before_);
  return fix;
}

}  // namespace

bool wants_mending(const ReplicationAttempt& attempt) {
  constexpr std::string_view kByDesign[] = {
      "DeletedByVersionId",
      "LifecycleAction",
      "SupersededByHigherPriorityRule",
      "AlreadyReplicated",
      "BucketSubresource",
      "NoObjectCreated",
      "TagDeleteMarkerConflict",
      "MetadataChangeNotReplicated",
      "IsReplica",
  };
  switch (attempt.result) {
    case ReplicationResult::Replicated: return attempt.tags_omitted;
    case ReplicationResult::Failed: return true;
    case ReplicationResult::Unknown: return false;
    case ReplicationResult::NotEligible: break;
  }
  return std::find(std::begin(kByDesign), std::end(kByDesign), attempt.reason) ==
         std::end(kByDesign);
}

std::vector<PatchStep> patch_of(SourceMap& sources, JsonArena& arena, const JsonNode& root,
                                const std::vector<Change>& changes) {
  PatchBuilder patch(sources, arena, root);
  apply_creations(changes, patch);
  apply_policy_changes(changes, patch);
  apply_settings(changes, patch);
  return patch.is_good() ? patch.steps() : std::vector<PatchStep>();
}

const JsonNode* apply_patch(SourceMap& sources, JsonArena& arena, const JsonNode& root,
                            const std::vector<PatchStep>& patch) {
  PatchBuilder builder(sources, arena, root);
  for (const PatchStep& step : patch) {
    builder.apply(step);
  }
  return builder.is_good() ? &builder.root() : nullptr;
}

Fix find_fix(SourceMap& sources, const std::shared_ptr<JsonArena>& arena,
             const ScenarioCase& scenario, const FixOptions& options) {
  return Search(sources, arena, scenario, options).run();
}

}  // namespace replisim
