#include "sim/replication/simulation.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "sim/replication/diagnostics.h"
#include "sim/replication/operations.h"
#include "sim/replication/run.h"

namespace replisim {

struct Simulation::Impl {
  Impl(const ScenarioCase& scenario, SimulationOptions options)
      : run(scenario.world, scenario.clock, options.watch), events(scenario.events) {
    for (const Event& event : events) {
      reserve_version_ids(event);
    }
    given = check_world(run);
  }

  void reserve_version_ids(const Event& event);
  EventOutcome begin(const Event& event);
  void take_rules(EventOutcome& outcome);
  void deliver_until(Instant time, std::vector<EventOutcome>& outcomes);

  Run run;
  std::vector<Event> events;
  std::vector<Diagnostic> given;
};

/// Ids that events fix are not given to other versions.
void Simulation::Impl::reserve_version_ids(const Event& event) {
  std::visit(
      [this](const auto& operation) {
        if constexpr (requires { operation.settings.version_id; }) {
          if (operation.settings.version_id) {
            run.objects.reserve_version_id(*operation.settings.version_id);
          }
        }
      },
      event.operation);
}

EventOutcome Simulation::Impl::begin(const Event& event) {
  run.set_time(event.at);
  EventOutcome outcome;
  outcome.event_id = event.id;
  outcome.operation = operation_name(event.operation);
  outcome.at = event.at;
  Play player(run, event, outcome);
  std::visit([&player](const auto& operation) { replisim::play(player, operation); },
             event.operation);
  take_rules(outcome);
  return outcome;
}

void Simulation::Impl::take_rules(EventOutcome& outcome) {
  outcome.rules_looked_at.insert(outcome.rules_looked_at.end(), run.rules_looked_at.begin(),
                                 run.rules_looked_at.end());
  run.rules_looked_at.clear();
}

/// Delivers what is due, in order of time and then of admission, into the outcomes it belongs to.
void Simulation::Impl::deliver_until(Instant time, std::vector<EventOutcome>& outcomes) {
  while (!run.waiting.empty() && !(time < run.waiting.front().due)) {
    const Shipment shipment = std::move(run.waiting.front());
    run.waiting.erase(run.waiting.begin());
    run.set_time(shipment.due);
    EventOutcome& outcome = outcomes[shipment.event_number];
    deliver_shipment(run, outcome, shipment);
    take_rules(outcome);
    const ObjectVersion* version =
        run.objects.find(shipment.bucket, shipment.key, shipment.version_id);
    outcome.source = version == nullptr ? std::optional<ObjectVersion>() : *version;
  }
}

Simulation::Simulation(const ScenarioCase& scenario, SimulationOptions options)
    : impl_(std::make_unique<Impl>(scenario, options)) {}
Simulation::~Simulation() = default;
Simulation::Simulation(Simulation&&) noexcept = default;
Simulation& Simulation::operator=(Simulation&&) noexcept = default;

EventOutcome Simulation::play(const Event& event) {
  impl_->run.event_number = 0;
  EventOutcome outcome = impl_->begin(event);
  if (impl_->run.waiting.empty()) {
    return outcome;
  }
  std::vector<EventOutcome> outcomes;
  outcomes.push_back(std::move(outcome));
  impl_->deliver_until(impl_->run.waiting.back().due, outcomes);
  return std::move(outcomes.front());
}

SimulationResult Simulation::play_all() {
  std::stable_sort(impl_->events.begin(), impl_->events.end(),
                   [](const Event& a, const Event& b) { return a.at < b.at; });
  SimulationResult result;
  result.events.reserve(impl_->events.size());
  for (const Event& event : impl_->events) {
    impl_->deliver_until(event.at, result.events);
    impl_->run.event_number = result.events.size();
    result.events.push_back(impl_->begin(event));
  }
  if (!impl_->run.waiting.empty()) {
    impl_->deliver_until(impl_->run.waiting.back().due, result.events);
  }
  result.diagnostics = diagnostics();
  add_findings(result);
  return result;
}

std::vector<Diagnostic> Simulation::diagnostics() const {
  return impl_->given;
}

Check Simulation::ask(const PermissionRequest& request) const {
  assert(impl_->run.watch);
  return ask_permission(impl_->run, request);
}

const World& Simulation::world() const {
  return impl_->run.world;
}

SimulationResult simulate(const ScenarioCase& scenario, SimulationOptions options) {
  return Simulation(scenario, options).play_all();
}

}  // namespace replisim
