#include "sim/reason/mutation_equivalence.h"

#include <functional>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/action.h"
#include "sim/cli/load.h"
#include "tests/sim/iam/policy_fixture.h"
#include "tests/sim/iam/random_scene.h"
#include "tests/sim/iam/scene.h"

namespace replisim {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

// --- what is said of single changes ---

struct EquivalenceCase {
  std::string name;
  PolicyKind kind = PolicyKind::Identity;
  std::vector<std::string> statements;
  std::string op;
  std::string element;
  std::string reason;  ///< empty: it is not equivalent
};

void PrintTo(const EquivalenceCase& c, std::ostream* out) {
  *out << c.name;
}

class EquivalenceTest : public ::testing::TestWithParam<EquivalenceCase> {};

TEST_P(EquivalenceTest, IsSaidOfTheFirstSuchChange) {
  const EquivalenceCase& c = GetParam();
  const PolicyFixture policy = policy_of(c.statements);
  const PlacedPolicy placed{.document = &policy.document,
                            .kind = c.kind,
                            .target = {.bucket_name = "own", .key_arn = std::string(kKeyA)}};
  for (const Mutation& mutation : find_mutations(placed)) {
    if (mutation.op->name == c.op && mutation.element == c.element) {
      const std::string reason = equivalence_of(mutation, placed);
      if (c.reason.empty()) {
        EXPECT_THAT(reason, IsEmpty());
      } else {
        EXPECT_THAT(reason, HasSubstr(c.reason));
      }
      return;
    }
  }
  FAIL() << "there is no such change";
}

constexpr const char* kGet = "s3:GetObject";
constexpr const char* kObjects = "arn:aws:s3:::own/*";
constexpr const char* kTls = R"({"Bool": {"aws:SecureTransport": "true"}})";

const EquivalenceCase kChanges[] = {
    {"AnActionThatAnotherCovers",
     PolicyKind::Identity,
     {allow(R"(["s3:GetObject", "s3:Get*"])", "*")},
     "drop-action",
     kGet,
     "the same without it"},
    {"AnActionThatNoneCovers",
     PolicyKind::Identity,
     {allow(R"(["s3:GetObject", "s3:Put*"])", "*")},
     "drop-action",
     kGet,
     ""},
    {"AResourceThatAnotherCovers",
     PolicyKind::Identity,
     {allow(kGet, R"(["arn:aws:s3:::own/a", "arn:aws:s3:::own/*"])")},
     "drop-resource",
     "arn:aws:s3:::own/a",
     "the same without it"},
    {"AResourceThatNoActionIsAbout",
     PolicyKind::Identity,
     {allow(kGet, R"(["arn:aws:s3:::own", "arn:aws:s3:::own/*"])")},
     "drop-resource",
     "arn:aws:s3:::own",
     "never about"},
    {"AResourceThatOneActionIsAbout",
     PolicyKind::Identity,
     {allow(R"(["s3:GetObject", "s3:ListBucket"])",
            R"(["arn:aws:s3:::own", "arn:aws:s3:::own/*"])")},
     "drop-resource",
     "arn:aws:s3:::own",
     ""},
    {"AStatementThatAnotherCovers",
     PolicyKind::Identity,
     {allow(kGet, kObjects), allow("s3:*", "*")},
     "drop-statement",
     "1",
     "statement 2 says it already"},
    {"AStatementWhoseOtherHasACondition",
     PolicyKind::Identity,
     {allow(kGet, kObjects), allow("s3:*", "*", kTls)},
     "drop-statement",
     "1",
     ""},
    {"AnActionThatAnotherStatementCovers",
     PolicyKind::Identity,
     {allow(R"(["s3:GetObject", "s3:PutObject"])", "*"), allow(kGet, "*")},
     "drop-action",
     kGet,
     "statement 2 says it already"},
    {"AnAllowThatIsDeniedInAnyCase",
     PolicyKind::Identity,
     {allow(kGet, "*"), deny("s3:*", "*")},
     "drop-statement",
     "1",
     "denies it in any case"},
    {"AnAllowThatIsDeniedSometimes",
     PolicyKind::Identity,
     {allow(kGet, "*"), deny("s3:*", "*", kTls)},
     "drop-statement",
     "1",
     ""},
    {"AnAllowOfABucketPolicyThatIsDenied",
     PolicyKind::Bucket,
     {allow_to("*", kGet, kObjects), deny_to("*", "s3:*", kObjects)},
     "drop-statement",
     "1",
     ""},
    {"AWiderActionThatIsThereAlready",
     PolicyKind::Identity,
     {allow(R"(["s3:GetObject", "*"])", "*")},
     "widen-action",
     kGet,
     "the statement says"},
    {"AWiderAction", PolicyKind::Identity, {allow(kGet, "*")}, "widen-action", kGet, ""},
    {"APrincipalBesideEveryone",
     PolicyKind::Bucket,
     {allow_to(R"({"AWS": ["*", "arn:aws:iam::111111111111:role/repl"]})", kGet, kObjects)},
     "drop-principal",
     std::string(kRole),
     "the same without it"},
    {"APrincipalBesideItsAccount",
     PolicyKind::Bucket,
     {allow_to(R"({"AWS": ["111111111111", "arn:aws:iam::111111111111:role/repl"]})", kGet,
               kObjects)},
     "drop-principal",
     std::string(kRole),
     ""},
    {"AStatementAboutAnotherBucket",
     PolicyKind::Bucket,
     {deny_to("*", kGet, "arn:aws:s3:::other/*")},
     "drop-statement",
     "1",
     "not about this bucket"},
    {"AStatementAboutAPatternOfBuckets",
     PolicyKind::Bucket,
     {deny_to("*", kGet, "arn:aws:s3:::o*")},
     "drop-statement",
     "1",
     ""},
    {"AStatementAboutAnotherKey",
     PolicyKind::Key,
     {allow_to("*", "kms:Decrypt", "arn:aws:s3:::own")},
     "drop-statement",
     "1",
     "not about this key"},
    {"AStatementAboutTheKey",
     PolicyKind::Key,
     {allow_to("*", "kms:Decrypt", "*")},
     "drop-statement",
     "1",
     ""},
    {"AValueBesideAPattern",
     PolicyKind::Identity,
     {allow(kGet, "*", R"({"StringLike": {"aws:SourceVpce": ["vpce-*", "vpce-1"]}})")},
     "drop-condition-value",
     "vpce-1",
     "the same without it"},
    {"AValueOfANegatedOperator",
     PolicyKind::Identity,
     {allow(kGet, "*", R"({"StringNotLike": {"aws:SourceVpce": ["vpce-2", "vpce-1"]}})")},
     "drop-condition-value",
     "vpce-1",
     ""},
    {"ACondition",
     PolicyKind::Identity,
     {allow(kGet, "*", kTls)},
     "drop-condition",
     "aws:SecureTransport",
     ""},
};

INSTANTIATE_TEST_SUITE_P(Changes, EquivalenceTest, ::testing::ValuesIn(kChanges),
                         [](const auto& test) { return test.param.name; });

// --- settings ---

std::string reason_of(std::string_view op, std::string_view element) {
  std::istringstream in;
  std::ostringstream out;
  std::ostringstream err;
  const auto loaded =
      load_scenario(std::string(REPLISIM_SOURCE_DIR) + "/tests/data/mutated-settings.json", {},
                    Console{in, out, err});
  const ScenarioCase& base = loaded->scenario.base;
  std::string reasons;
  for (const Mutation& mutation : find_mutations(base, base)) {
    if (mutation.op->name == op && mutation.element == element) {
      reasons += equivalence_of(mutation, base) + ";";
    }
  }
  return reasons;
}

TEST(SettingEquivalence, WhatTheAccountBlocksTheBucketNeedNot) {
  EXPECT_EQ(reason_of("unblock-public-access", "BlockPublicPolicy"),
            ";account 111111111111 blocks it as well;");
  EXPECT_EQ(reason_of("unblock-public-access", "RestrictPublicBuckets"), ";");
}

TEST(SettingEquivalence, ATagCountsWhereAPolicyNamesIt) {
  EXPECT_EQ(reason_of("drop-tag", "team=storage"), "no policy asks for this tag;");
  EXPECT_EQ(reason_of("drop-tag", "level=1"), ";");
}

TEST(SettingEquivalence, AnEncryptionThatIsNoDefaultCounts) {
  EXPECT_EQ(reason_of("drop-encryption", "aws:kms"), ";");
}

// --- never against the evaluator ---

using VisitDocument = std::function<void(PolicyDocument&, PolicyKind)>;

void for_each_document(Scene& scene, const VisitDocument& visit) {
  for (PolicyDocument& document : scene.identity) {
    visit(document, PolicyKind::Identity);
  }
  for (std::vector<PolicyDocument>& level : scene.service_control) {
    for (PolicyDocument& document : level) {
      visit(document, PolicyKind::ServiceControl);
    }
  }
  if (scene.boundary) {
    visit(*scene.boundary, PolicyKind::PermissionsBoundary);
  }
  if (scene.resource_policy) {
    visit(*scene.resource_policy, resource_policy_kind(scene.authority));
  }
}

bool is_possible(const Asked& asked) {
  const ActionInfo* const action = find_action(asked.action);
  return action != nullptr && action_fits_resource(*action, asked.resource);
}

TEST(Equivalence, IsNeverContradictedByTheEvaluator) {
  constexpr std::size_t kScenes = 300;
  constexpr std::size_t kQuestions = 40;
  std::size_t equivalent_count = 0;
  for (std::size_t i = 0; i < scene_count(kScenes) && !::testing::Test::HasFailure(); ++i) {
    SCOPED_TRACE("REPLISIM_SEED=" + std::to_string(first_seed() + i));
    Dice dice(first_seed() + i);
    Scene scene = random_scene(dice);
    std::vector<Asked> questions;
    for (std::size_t q = 0; q < kQuestions; ++q) {
      Asked asked = random_question(dice, scene);
      if (is_possible(asked)) {
        questions.push_back(std::move(asked));
      }
    }
    for_each_document(scene, [&](PolicyDocument& document, PolicyKind kind) {
      if (document.statements.size() > 8) {
        return;  // made for the index
      }
      const PolicyFixture placed_text = read_policy_text(to_text(document));
      const PlacedPolicy placed{.document = &placed_text.document, .kind = kind};
      const PolicyDocument original = std::exchange(document, placed_text.document);
      const CompiledScene before(scene);
      for (const Mutation& mutation : find_mutations(placed)) {
        const std::string reason = equivalence_of(mutation, placed);
        if (reason.empty()) {
          continue;
        }
        ++equivalent_count;
        ASSERT_TRUE(apply_mutation(mutation, document));
        const CompiledScene after(scene);
        for (const Asked& asked : questions) {
          EXPECT_EQ(before.ask(asked).decision, after.ask(asked).decision)
              << sentence_of(mutation) << ": " << reason << "\n"
              << asked << "\n"
              << to_text(original);
        }
        document = placed_text.document;
      }
      document = original;
    });
  }
  EXPECT_GT(equivalent_count, kScenes / 10);
}

}  // namespace
}  // namespace replisim
