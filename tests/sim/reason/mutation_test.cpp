#include "sim/reason/mutation.h"

#include <algorithm>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/json_writer.h"
#include "sim/cli/load.h"
#include "sim/iam/placed_policy.h"
#include "tests/sim/iam/policy_fixture.h"
#include "tests/sim/iam/scene.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// --- policies ---

struct ChangeCase {
  std::string name;
  std::string statement;
  std::string op;
  std::string element;
  std::string sentence;
  std::string after;  ///< what stands in the changed policy
  PolicyKind kind = PolicyKind::Bucket;
};

void PrintTo(const ChangeCase& c, std::ostream* out) {
  *out << c.name;
}

std::string compact(const PolicyDocument& policy) {
  JsonWriter json(JsonWriter::Layout::Compact);
  write_policy(json, policy);
  return std::move(json).text();
}

class PolicyMutationTest : public ::testing::TestWithParam<ChangeCase> {};

TEST_P(PolicyMutationTest, ChangesOneElement) {
  const ChangeCase& c = GetParam();
  const PolicyFixture policy = policy_of({c.statement});
  const PlacedPolicy placed{.document = &policy.document, .kind = c.kind};
  for (const Mutation& mutation : find_mutations(placed)) {
    if (mutation.op->name == c.op && mutation.element == c.element) {
      PolicyDocument changed = policy.document;
      EXPECT_TRUE(apply_mutation(mutation, changed));
      EXPECT_THAT(compact(changed), HasSubstr(c.after));
      EXPECT_EQ(sentence_of(mutation), c.sentence);
      EXPECT_THAT(policy.shown(mutation.where), HasSubstr(c.name == "Statement" ? "{" : "\""));
      return;
    }
  }
  FAIL() << "there is no such change";
}

constexpr const char* kGet = "s3:GetObject";
constexpr const char* kObjects = "arn:aws:s3:::own/a/*";

const ChangeCase kChanges[] = {
    {"Statement", deny("s3:GetObject", "*"), "drop-statement", "1", "statement `1` can be removed",
     R"("Statement":[])"},
    {"Action", allow(R"(["s3:GetObject", "s3:PutObject"])", "*"), "drop-action", kGet,
     "action `s3:GetObject` can be removed", R"("Action":"s3:PutObject")"},
    {"WiderAction", allow(kGet, "*"), "widen-action", kGet,
     "action `s3:GetObject` can become `s3:*`", R"("Action":"s3:*")"},
    {"WholeService", allow("s3:*", "*"), "widen-action", "s3:*", "action `s3:*` can become `*`",
     R"("Action":"*")", PolicyKind::Identity},
    {"Principal", allow_to(R"({"AWS": ["111111111111", "222222222222"]})", kGet, kObjects),
     "drop-principal", "111111111111", "principal `111111111111` can be removed",
     R"("AWS":"222222222222")"},
    {"WiderPrincipal", allow_to(aws(kRole), kGet, kObjects), "widen-principal", std::string(kRole),
     "principal `arn:aws:iam::111111111111:role/repl` can become "
     "`arn:aws:iam::111111111111:root`",
     R"("AWS":"arn:aws:iam::111111111111:root")"},
    {"Everyone", allow_to(aws(kRootA), kGet, kObjects), "widen-principal", std::string(kRootA),
     "principal `arn:aws:iam::111111111111:root` can become `*`", R"("AWS":"*")"},
    {"Resource", allow(kGet, R"(["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"])"), "drop-resource",
     "arn:aws:s3:::a/*", "resource `arn:aws:s3:::a/*` can be removed",
     R"("Resource":"arn:aws:s3:::b/*")"},
    {"WiderResource", allow(kGet, kObjects), "widen-resource", kObjects,
     "resource `arn:aws:s3:::own/a/*` can become `arn:aws:s3:::own/*`",
     R"("Resource":"arn:aws:s3:::own/*")"},
    {"EveryResource", allow(kGet, "arn:aws:s3:::own/*"), "widen-resource", "arn:aws:s3:::own/*",
     "resource `arn:aws:s3:::own/*` can become `*`", R"("Resource":"*")"},
    {"OneOfSeveralExceptions",
     R"({"Effect": "Allow", "NotAction": ["iam:*", "sts:*"], "Resource": "*"})", "drop-exception",
     "iam:*", "the exception `iam:*` can be removed", R"("NotAction":"sts:*")"},
    {"TheOnlyException", R"({"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"})",
     "drop-exception", "iam:*", "the exception `iam:*` can be removed", R"("Action":"*")"},
    {"TheOnlyExemptPrincipal",
     R"({"Effect": "Deny", "NotPrincipal": {"AWS": "111111111111"}, "Action": "s3:*",
         "Resource": "*"})",
     "drop-exception", "111111111111", "the exception `111111111111` can be removed",
     R"("Principal":"*")"},
    {"Condition",
     allow(kGet, "*",
           R"({"Bool": {"aws:SecureTransport": "true"},
               "StringEquals": {"aws:SourceVpce": "vpce-1"}})"),
     "drop-condition", "aws:SecureTransport", "the condition `aws:SecureTransport` can be removed",
     R"("Condition":{"StringEquals":{"aws:SourceVpce":"vpce-1"}})"},
    {"ConditionValue",
     allow(kGet, "*", R"({"StringEquals": {"aws:SourceVpce": ["vpce-1", "vpce-2"]}})"),
     "drop-condition-value", "vpce-1", "the value `vpce-1` of the condition can be removed",
     R"({"aws:SourceVpce":"vpce-2"})"},
    {"WiderValue", allow(kGet, "*", R"({"StringEqualsIfExists": {"aws:SourceVpce": "vpce-1"}})"),
     "widen-condition-value", "aws:SourceVpce", "any value of `aws:SourceVpce` is enough",
     R"("StringLikeIfExists":{"aws:SourceVpce":"*"})"},
};

INSTANTIATE_TEST_SUITE_P(Changes, PolicyMutationTest, ::testing::ValuesIn(kChanges),
                         [](const auto& test) { return test.param.name; });

std::vector<std::string> operators_for(const std::string& statement, PolicyKind kind) {
  const PolicyFixture policy = policy_of({statement});
  std::vector<std::string> names;
  for (const Mutation& mutation : find_mutations({.document = &policy.document, .kind = kind})) {
    names.emplace_back(mutation.op->name);
  }
  return names;
}

TEST(PolicyMutation, ADenyIsNotWidened) {
  EXPECT_THAT(operators_for(deny_to(aws(kRole), kGet, kObjects), PolicyKind::Bucket),
              ElementsAre("drop-statement"));
}

TEST(PolicyMutation, WhatStandsAloneIsTheStatement) {
  EXPECT_THAT(operators_for(allow_to("*", "s3:*", "*"), PolicyKind::Bucket),
              ElementsAre("drop-statement"));
}

TEST(PolicyMutation, WaysToTheSameWiderActionAreOne) {
  EXPECT_THAT(
      operators_for(allow(R"(["s3:GetObject", "s3:PutObject"])", "*"), PolicyKind::Identity),
      ElementsAre("drop-statement", "drop-action", "drop-action", "widen-action"));
}

TEST(PolicyMutation, ATrustPolicyIsAboutOneAction) {
  EXPECT_THAT(operators_for(
                  R"({"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"},
                      "Action": "sts:AssumeRole"})",
                  PolicyKind::Trust),
              ElementsAre("drop-statement"));
}

// --- whole cases ---

std::unique_ptr<LoadedScenario> load(const std::string& name) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  auto loaded = load_scenario(std::string(REPLISIM_SOURCE_DIR) + "/tests/data/" + name, {},
                              Console{in, out, err});
  EXPECT_NE(loaded, nullptr) << err.str();
  return loaded;
}

TEST(Mutation, OfEveryOperatorThereIsOneThatChangesTheCase) {
  std::set<std::string_view> unseen;
  for (const MutationOperator* const op : mutation_operators()) {
    unseen.insert(op->name);
  }
  for (const char* const name : {"mutated-settings.json", "mutation/records.json"}) {
    const auto loaded = load(name);
    ASSERT_NE(loaded, nullptr);
    const ScenarioCase& base = loaded->scenario.base;
    const std::string before = write_scenario(base);
    for (const Mutation& mutation : find_mutations(base, base)) {
      SCOPED_TRACE(sentence_of(mutation));
      unseen.erase(mutation.op->name);
      const MutatedCase changed = mutated(base, mutation);
      EXPECT_GE(changed.place_count, 1U);
      EXPECT_NE(write_scenario(changed.scenario), before);
      EXPECT_TRUE(mutation.where.is_known());
      EXPECT_THAT(hint_of(mutation), Not(IsEmpty()));
    }
  }
  EXPECT_THAT(unseen, IsEmpty());
}

const Mutation* find(const std::vector<Mutation>& mutations, std::string_view op) {
  const auto found = std::find_if(mutations.begin(), mutations.end(),
                                  [op](const Mutation& m) { return m.op->name == op; });
  return found == mutations.end() ? nullptr : &*found;
}

TEST(Mutation, WhatS3RefusesIsSaid) {
  const auto loaded = load("mutated-settings.json");
  const ScenarioCase& base = loaded->scenario.base;
  const std::vector<Mutation> mutations = find_mutations(base, base);
  const Mutation* const key = find(mutations, "drop-replica-key");
  ASSERT_NE(key, nullptr);
  EXPECT_THAT(mutated(base, *key).refusal, HasSubstr("InvalidRequest"));
  const Mutation* const storage_class = find(mutations, "drop-storage-class");
  ASSERT_NE(storage_class, nullptr);
  EXPECT_THAT(mutated(base, *storage_class).refusal, IsEmpty());
}

TEST(Mutation, AVariantIsChangedAsItWasPatched) {
  const auto loaded = load("mutation/records.json");
  const ScenarioCase& base = loaded->scenario.base;
  const ScenarioCase& row = loaded->scenario.variants.front();
  const std::vector<Mutation> of_base = find_mutations(base, base);
  ASSERT_THAT(of_base, Not(IsEmpty()));
  EXPECT_EQ(mutated(row, of_base.front()).place_count, 1U);
  EXPECT_EQ(find_mutations(row, base).size(), of_base.size());
}

}  // namespace
}  // namespace replisim
