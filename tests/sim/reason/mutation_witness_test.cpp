#include "sim/reason/mutation_witness.h"

#include <sstream>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "sim/cli/load.h"

namespace replisim {
namespace {

class MutationWitnessTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::istringstream in;
    std::ostringstream out;
    std::ostringstream err;
    loaded_ = load_scenario(std::string(REPLISIM_SOURCE_DIR) + "/tests/data/mutation/records.json",
                            {}, Console{in, out, err});
    ASSERT_NE(loaded_, nullptr) << err.str();
  }

  /// Of the first such change.
  [[nodiscard]] std::optional<Witness> witness_of(std::string_view op, std::string_view element,
                                                  const WitnessLimits& limits = {}) const {
    const ScenarioCase& base = loaded_->scenario.base;
    for (const Mutation& mutation : find_mutations(base, base)) {
      if (mutation.op->name == op && mutation.element == element) {
        return find_witness(mutation, base, limits);
      }
    }
    ADD_FAILURE() << "there is no such change";
    return std::nullopt;
  }

 private:
  std::unique_ptr<LoadedScenario> loaded_;
};

TEST_F(MutationWitnessTest, LeavesOutTheKeyOfACondition) {
  const auto witness = witness_of("drop-condition", "aws:SourceIp");
  ASSERT_TRUE(witness);
  EXPECT_EQ(witness->principal, "arn:aws:iam::222222222222:role/reader");
  EXPECT_EQ(witness->action, "s3:GetObject");
  EXPECT_EQ(witness->resource, "arn:aws:s3:::records/public/example");
  EXPECT_EQ(witness->before, Decision::ImplicitDeny);
  EXPECT_EQ(witness->after, Decision::Allow);
  ASSERT_EQ(witness->context.size(), 2U);
  EXPECT_EQ(witness->context[1].key, "aws:SourceIp");
  EXPECT_FALSE(witness->context[1].value);
}

TEST_F(MutationWitnessTest, MeetsTheConditionOfADeny) {
  const auto witness = witness_of("drop-statement", "DenyInsecureTransport");
  ASSERT_TRUE(witness);
  EXPECT_EQ(witness->before, Decision::ExplicitDeny);
  ASSERT_EQ(witness->context.size(), 1U);
  EXPECT_EQ(witness->context[0].value, "false");
}

TEST_F(MutationWitnessTest, ThereIsNoneWhereOthersDecide) {
  EXPECT_FALSE(witness_of("drop-principal", "arn:aws:iam::222222222222:role/auditor"));
}

TEST_F(MutationWitnessTest, TriesNoMoreThanItMay) {
  EXPECT_FALSE(witness_of("drop-condition", "aws:SourceIp", {.requests_max = 0}));
}

}  // namespace
}  // namespace replisim
