#pragma once

#include <memory>

#include "model/scenario.h"
#include "sim/replication/attempt.h"
#include "sim/replication/permission.h"

namespace replisim {

struct SimulationOptions {
  /// Keep the trace of every decision: for `explain`, reports and fixes. Unwatched runs are faster
  /// and come to the same results.
  bool watch = false;
};

/// Plays the events of a case over its world, in order of their times; equal times in the order
/// written. Nothing of it reads a clock or is random. Two simulations can run side by side.
class Simulation {
 public:
  /// Copies the world; the case need not outlive the simulation.
  explicit Simulation(const ScenarioCase& scenario, SimulationOptions options = {});
  ~Simulation();
  Simulation(Simulation&&) noexcept;
  Simulation& operator=(Simulation&&) noexcept;

  /// Plays one event now. Events are given in order of time.
  EventOutcome play(const Event& event);

  /// Plays them all and adds the diagnostics.
  SimulationResult play_all();

  /// Findings about the world as given: what AWS would have refused, what misleads.
  [[nodiscard]] std::vector<Diagnostic> diagnostics() const;

  /// Whether somebody may do something now. For watched simulations.
  [[nodiscard]] Check ask(const PermissionRequest& request) const;

  /// The world as it is now, objects and replicas included.
  [[nodiscard]] const World& world() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Plays a case from the start.
SimulationResult simulate(const ScenarioCase& scenario, SimulationOptions options = {});

}  // namespace replisim
