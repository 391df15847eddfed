// What a decision costs. Claims are ratios of rows of one run: machines are noisy.

#include <algorithm>

#include <benchmark/benchmark.h>

#include "bench/workload.h"

namespace {

using namespace replisim;         // NOLINT(google-build-using-namespace)
using namespace replisim::bench;  // NOLINT(google-build-using-namespace)

constexpr const char* kWrongAnswer = "the workload no longer decides what it was made to decide";

/// The 8 authorizations of one replication; items are decisions.
void BM_AuthorizeFounding(benchmark::State& state) {
  const FoundingWorkload workload;
  const auto& questions = workload.questions();
  if (questions.size() != 8 ||
      !std::all_of(questions.begin(), questions.end(),
                   [](const auto& question) { return question->decide().is_allowed(); })) {
    state.SkipWithError(kWrongAnswer);
    return;
  }
  for (auto _ : state) {
    for (const auto& question : questions) {
      benchmark::DoNotOptimize(question->decide());
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(questions.size()));
}
BENCHMARK(BM_AuthorizeFounding);

/// The same, leaving a trace: against BM_AuthorizeFounding, what watching costs.
void BM_AuthorizeFoundingWatched(benchmark::State& state) {
  const FoundingWorkload workload;
  for (auto _ : state) {
    for (const auto& question : workload.questions()) {
      Trace trace;
      benchmark::DoNotOptimize(
          decide(question->request, question->caller, question->resource, trace));
    }
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(workload.questions().size()));
}
BENCHMARK(BM_AuthorizeFoundingWatched);

/// 10,000 requests against one policy of 1,000 statements.
void BM_AuthorizeLarge(benchmark::State& state) {
  const LargeWorkload workload;
  for (const LargeWorkload::Row& row : workload.rows()) {
    if (decide(row.request, workload.caller(), workload.resource()).decision != row.decision) {
      state.SkipWithError(kWrongAnswer);
      return;
    }
  }
  for (auto _ : state) {
    for (const LargeWorkload::Row& row : workload.rows()) {
      benchmark::DoNotOptimize(decide(row.request, workload.caller(), workload.resource()));
    }
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(workload.rows().size()));
}
BENCHMARK(BM_AuthorizeLarge)->Unit(benchmark::kMillisecond);

/// How a decision grows with statements that do not apply: it should not.
void BM_AuthorizeAmong(benchmark::State& state) {
  const RequestPrincipal principal = *RequestPrincipal::parse("arn:aws:iam::111111111111:role/r");
  const Request request = last_statement_request(principal);
  CallerPolicies caller;
  caller.identity.push_back(std::make_shared<const CompiledPolicy>(
      mostly_other_buckets(static_cast<std::size_t>(state.range(0))), PolicyKind::Identity));
  ResourcePolicies resource;
  resource.authority = ResourceAuthority::Bucket;
  resource.account = principal.account;
  if (!decide(request, caller, resource).is_allowed()) {
    state.SkipWithError(kWrongAnswer);
    return;
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(decide(request, caller, resource));
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(BM_AuthorizeAmong)->ArgName("statements")->RangeMultiplier(10)->Range(10, 100'000);

/// Reading and compiling a policy that was never seen; items are statements.
void BM_CompilePolicy(benchmark::State& state) {
  const LargeWorkload workload;
  for (auto _ : state) {
    const CompiledPolicy policy(workload.policy(), PolicyKind::Identity);
    benchmark::DoNotOptimize(policy.statements().data());
  }
  state.SetItemsProcessed(state.iterations() *
                          static_cast<std::int64_t>(workload.policy().statements.size()));
}
BENCHMARK(BM_CompilePolicy)->Unit(benchmark::kMillisecond);

}  // namespace
