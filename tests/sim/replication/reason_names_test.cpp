// What the engine can answer is what expectations may ask for.

#include <algorithm>
#include <array>

#include <gtest/gtest.h>

#include "model/expectation_names.h"
#include "sim/iam/decision.h"
#include "sim/replication/attempt.h"
#include "sim/replication/reason.h"

namespace replisim {
namespace {

bool contains(std::span<const std::string_view> names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

TEST(ReasonNamesTest, EveryFailureReasonMayBeExpected) {
  for (const FailureReasonRow& row : failure_reasons()) {
    EXPECT_TRUE(contains(expected_failure_reasons(), row.name)) << row.name;
  }
}

TEST(ReasonNamesTest, EveryIneligibilityMayBeExpected) {
  for (const IneligibilityRow& row : ineligibilities()) {
    EXPECT_TRUE(contains(expected_not_eligible_codes(), row.name)) << row.name;
  }
  EXPECT_EQ(ineligibilities().size(), expected_not_eligible_codes().size());
}

TEST(ReasonNamesTest, EveryResultMayBeExpected) {
  for (const ReplicationResult result :
       {ReplicationResult::Replicated, ReplicationResult::Failed, ReplicationResult::NotEligible,
        ReplicationResult::Unknown}) {
    EXPECT_TRUE(contains(expected_results(), to_string(result))) << to_string(result);
  }
}

TEST(ReasonNamesTest, EveryPolicyThatDeniesAReplicaMayBeExpected) {
  for (const DeniedBy by :
       {DeniedBy::IdentityPolicy, DeniedBy::BucketPolicy, DeniedBy::KeyPolicy,
        DeniedBy::TrustPolicy, DeniedBy::PermissionsBoundary, DeniedBy::SessionPolicy,
        DeniedBy::ServiceControlPolicy, DeniedBy::ResourceControlPolicy, DeniedBy::Grant,
        DeniedBy::BlockPublicAccess}) {
    EXPECT_TRUE(contains(expected_denied_by(), to_string(by))) << to_string(by);
  }
}

}  // namespace
}  // namespace replisim
