// What one event costs in the engine: admission, every check, encryption, the replica.

#include <optional>
#include <stdexcept>

#include <benchmark/benchmark.h>

#include "bench/workload.h"
#include "model/scenario.h"
#include "sim/replication/simulation.h"

namespace {

using namespace replisim;         // NOLINT(google-build-using-namespace)
using namespace replisim::bench;  // NOLINT(google-build-using-namespace)

/// Objects stay in the world, so it is made anew before it grows large.
constexpr std::size_t kEventsPerWorld = 4'096;

struct BenchFiles : FileReader {
  [[nodiscard]] std::optional<std::string> read(const std::string& path) const override {
    return read_text("../" + path);
  }
};

ScenarioCase founding_case() {
  SourceMap sources;
  Result<Scenario> scenario =
      read_scenario(sources, "scenarios/founding/founding.json", BenchFiles());
  if (!scenario) {
    throw std::runtime_error("the founding scenario cannot be read");
  }
  return scenario.value().base;
}

bool is_replicated(const EventOutcome& outcome) {
  return outcome.attempts.size() == 1 &&
         outcome.attempts.front().result == ReplicationResult::Replicated &&
         outcome.attempts.front().replica->encryption == ObjectEncryption::SseKms;
}

void play_founding_uploads(benchmark::State& state, SimulationOptions options) {
  const ScenarioCase founding = founding_case();
  const Event& upload = founding.events.front();
  std::optional<Simulation> simulation;
  std::size_t played = kEventsPerWorld;
  for (auto _ : state) {
    if (played == kEventsPerWorld) {
      state.PauseTiming();
      simulation.emplace(founding, options);
      played = 1;
      if (!is_replicated(simulation->play(upload))) {
        state.SkipWithError("the founding upload is no longer replicated");
        return;
      }
      state.ResumeTiming();
    }
    benchmark::DoNotOptimize(simulation->play(upload));
    ++played;
  }
  state.SetItemsProcessed(state.iterations());
}

/// One PutObject through the whole engine, all checks, unwatched; items are events.
void BM_ReplicateObject(benchmark::State& state) {
  play_founding_uploads(state, {.watch = false});
}
BENCHMARK(BM_ReplicateObject);

/// The same with every trace kept: against BM_ReplicateObject, what watching costs.
void BM_ReplicateObjectWatched(benchmark::State& state) {
  play_founding_uploads(state, {.watch = true});
}
BENCHMARK(BM_ReplicateObjectWatched);

}  // namespace
