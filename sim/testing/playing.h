#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "model/scenario.h"
#include "sim/replication/simulation.h"
#include "sim/report/explanation.h"
#include "sim/testing/document.h"

namespace replisim::testing {

/// Throws `BadWorld` with all of them.
[[noreturn]] void refuse(Issues issues, const SourceMap& sources);

/// Where a world is read from.
struct PlayedSource {
  std::string path;     ///< of the scenario; also what messages call it
  std::string variant;  ///< empty: the scenario itself
  Fragments fragments;  ///< found before files are; may hold `path`
  std::vector<Json> patches;
  bool allow_outside = false;
};

/// An event that a test makes.
struct MadeEvent {
  std::string name;  ///< `action-3`: its id where it has none, and what messages call its text
  Json json;
  std::optional<Instant> at;  ///< where the event does not say
  Fragments fragments;        ///< that `json` names
};

/// A world while it is played: one case of a scenario, event by event, each to its end. Whatever is
/// wrong with the input is thrown as `BadWorld`.
class Playing {
 public:
  explicit Playing(const PlayedSource& source);
  Playing(const Playing&) = delete;
  Playing& operator=(const Playing&) = delete;

  /// Of a scenario file: ids, the empty one of the scenario itself first.
  static std::vector<std::string> variants_of(const std::string& path);

  /// Plays an event of the test.
  EventOutcome play(const MadeEvent& made);
  /// Plays the events of the scenario up to this one; one that was played is not played again.
  EventOutcome play_to(const std::string& event_id);
  /// Plays what is left of the scenario's events; all that came of them.
  std::vector<EventOutcome> play_all();

  [[nodiscard]] const replisim::World& world() const { return simulation_->world(); }
  [[nodiscard]] Check ask(const PermissionRequest& request) const {
    return simulation_->ask(request);
  }
  [[nodiscard]] std::vector<Diagnostic> diagnostics() const { return simulation_->diagnostics(); }
  /// With the events that were played.
  [[nodiscard]] const ScenarioCase& scenario_case() const { return case_; }
  /// With the events of the scenario, whether they were played or not.
  [[nodiscard]] ScenarioCase given_case() const;
  [[nodiscard]] const SourceMap& sources() const { return sources_; }
  [[nodiscard]] Instant now() const { return now_; }
  /// What explanations and reports are made from; `result` holds what is to be reported.
  [[nodiscard]] Played played(const SimulationResult& result) const {
    return {case_, result, sources_};
  }

 private:
  void read(const PlayedSource& source);
  void apply(const Json& patch, std::string name, const PlayedSource& source);
  const JsonNode* patched(const JsonNode& patch, JsonArena& arena, Issues& issues);
  EventOutcome play_event(const Event& event);
  EventOutcome play_next();
  void set_time(Instant now) { now_ = now; }

  SourceMap sources_;
  std::vector<std::shared_ptr<JsonArena>> arenas_;
  Fragments fragments_;
  ScenarioCase case_;
  std::vector<Event> waiting_;  ///< of the scenario, in order of time, next one first
  std::size_t next_waiting_ = 0;
  std::optional<Simulation> simulation_;
  std::vector<EventOutcome> played_;
  std::set<std::string> ids_;
  Instant now_;
};

}  // namespace replisim::testing
