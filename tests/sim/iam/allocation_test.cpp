// An unwatched decision allocates nothing once its policies have seen the question. A program of
// its own: it replaces operator new.

#include <atomic>
#include <cstdlib>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "bench/workload.h"
#include "sim/iam/authorizer.h"
#include "tests/sim/iam/scene.h"

namespace {

std::atomic<std::size_t> allocation_count{0};

void* counted(std::size_t size) {
  ++allocation_count;
  if (void* memory = std::malloc(size == 0 ? 1 : size)) {
    return memory;
  }
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) {
  return counted(size);
}

void* operator new[](std::size_t size) {
  return counted(size);
}

// std::stable_sort asks for its buffer so, and gives it back to the `delete` below.
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  ++allocation_count;
  return std::malloc(size == 0 ? 1 : size);
}

void operator delete(void* memory) noexcept {
  std::free(memory);
}

void operator delete[](void* memory) noexcept {
  std::free(memory);
}

void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}

void operator delete[](void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}

namespace replisim {
namespace {

template <typename Run>
std::size_t allocations_of(const Run& run) {
  const std::size_t before = allocation_count;
  run();
  return allocation_count - before;
}

TEST(AllocationTest, TheFoundingWorkload) {
  const bench::FoundingWorkload workload;
  std::size_t allowed = 0;
  const auto ask_all = [&] {
    for (const auto& question : workload.questions()) {
      allowed += question->decide().is_allowed() ? 1U : 0U;
    }
  };
  EXPECT_GT(allocations_of(ask_all), 0U) << "the first time, indexes grow";
  EXPECT_EQ(allocations_of(ask_all), 0U);
  EXPECT_EQ(allowed, 2 * workload.questions().size());
}

TEST(AllocationTest, TheLargeWorkload) {
  const bench::LargeWorkload workload;
  std::size_t as_expected = 0;
  const auto ask_all = [&] {
    for (const bench::LargeWorkload::Row& row : workload.rows()) {
      const Verdict verdict = decide(row.request, workload.caller(), workload.resource());
      as_expected += verdict.decision == row.decision ? 1U : 0U;
    }
  };
  EXPECT_GT(allocations_of(ask_all), 0U) << "the first time, indexes grow";
  EXPECT_EQ(allocations_of(ask_all), 0U);
  EXPECT_EQ(as_expected, 2 * workload.rows().size());
}

TEST(AllocationTest, AWatchedDecisionAllocatesWhatItRecords) {
  const bench::FoundingWorkload workload;
  const Question& question = *workload.questions().front();
  Trace trace;
  EXPECT_GT(allocations_of(
                [&] { (void)decide(question.request, question.caller, question.resource, trace); }),
            0U);
}

// Every family of operators, variables, a grant, levels, a boundary.
CallerPolicies caller_with_conditions() {
  constexpr const char* kConditions[] = {
      R"({"StringLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/${aws:RequestTag/role}"}})",
      R"({"StringEqualsIgnoreCase":{"aws:RequestTag/role":"REPL"}})",
      R"({"NumericLessThan":{"s3:max-keys":"10.5"}})",
      R"({"DateGreaterThan":{"aws:CurrentTime":"2026-01-01T00:00:00Z"}})",
      R"({"Bool":{"aws:SecureTransport":"true"}})",
      R"({"IpAddress":{"aws:SourceIp":["10.0.0.0/8","2001:db8::/32"]}})",
      R"({"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/re*"}})",
      R"({"Null":{"aws:SourceVpc":"true"}})",
      R"({"ForAllValues:StringEquals":{"aws:TagKeys":["role","x"]}})"};
  std::vector<std::string> statements;
  for (const char* condition : kConditions) {
    statements.push_back(allow("s3:Get*", "arn:aws:s3:::own/${aws:RequestTag/role}/*", condition));
  }
  CallerPolicies caller;
  caller.identity = {
      std::make_shared<const CompiledPolicy>(policy(statements), PolicyKind::Identity)};
  caller.permissions_boundary =
      std::make_shared<const CompiledPolicy>(full_access(), PolicyKind::PermissionsBoundary);
  caller.service_control = {
      {std::make_shared<const CompiledPolicy>(full_access(), PolicyKind::ServiceControl)}};
  return caller;
}

TEST(AllocationTest, ConditionsOfEveryKind) {
  const CallerPolicies policies = caller_with_conditions();
  ResourcePolicies bucket;
  bucket.authority = ResourceAuthority::Bucket;
  bucket.account = kAccountA;
  const RequestPrincipal principal = caller(kSession);
  const RequestContext facts = principal_context(principal);
  Request request;
  request.principal = &principal;
  request.action = RequestAction("s3:GetObject");
  request.resource = RequestResource("arn:aws:s3:::own/repl/x");
  request.context.set("aws:RequestTag/role", "repl");
  request.context.set("s3:max-keys", "10");
  request.context.set("aws:CurrentTime", "2026-06-01T00:00:00Z");
  request.context.set("aws:SecureTransport", "true");
  request.context.set("aws:SourceIp", "10.1.2.3");
  request.context.set_list("aws:TagKeys", {"role"});
  request.context.add_layer(facts);
  std::size_t allowed = 0;
  const auto ask = [&] { allowed += decide(request, policies, bucket).is_allowed() ? 1U : 0U; };
  ask();
  EXPECT_EQ(allocations_of(ask), 0U);
  EXPECT_EQ(allowed, 2U);
}

}  // namespace
}  // namespace replisim
