// The evaluator against the plain one: over all small policies, and over random scenes.

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "tests/sim/iam/plain_evaluator.h"
#include "tests/sim/iam/random_scene.h"
#include "tests/sim/iam/scene.h"

namespace replisim {
namespace {

// Whether both come to the same; says what they were asked where they do not.
void expect_same(const Scene& scene, const CompiledScene& compiled) {
  const Answer fast = compiled.ask(scene.asked);
  const PlainAnswer plain = plain_answer(scene);
  EXPECT_EQ(to_string(fast.decision), to_string(plain.decision)) << scene;
  EXPECT_EQ(to_string(fast.denied_by), to_string(plain.denied_by)) << scene;
}

TEST(DifferentialTest, RandomScenes) {
  constexpr std::size_t kQuestions = 5;  // so that indexes and automata are asked more than once
  for (std::size_t i = 0; i < scene_count(4'000) && !::testing::Test::HasFailure(); ++i) {
    SCOPED_TRACE("REPLISIM_SEED=" + std::to_string(first_seed() + i));
    Dice dice(first_seed() + i);
    Scene scene = random_scene(dice);
    const CompiledScene compiled(scene);
    for (std::size_t question = 0; question < kQuestions; ++question) {
      expect_same(scene, compiled);
      scene.asked = random_question(dice, scene);
    }
  }
}

// --- all small policies ---

std::vector<std::string> all_statements(const std::vector<std::string>& principals) {
  std::vector<std::string> statements;
  for (const char* effect : {"Allow", "Deny"}) {
    for (const std::string& principal : principals) {
      for (const char* action :
           {R"("Action":"s3:GetObject")", R"("Action":"s3:Get*")", R"("NotAction":"s3:Put*")"}) {
        for (const char* resource :
             {R"("Resource":"arn:aws:s3:::own/a")", R"("Resource":"arn:aws:s3:::own/?*")",
              R"("NotResource":"arn:aws:s3:::own/a")"}) {
          for (const char* condition :
               {"", R"(,"Condition":{"StringEquals":{"aws:RequestTag/x":"a"}})",
                R"(,"Condition":{"StringNotEquals":{"aws:RequestTag/x":"a"}})"}) {
            statements.push_back(std::string(R"({"Effect":")") + effect + "\"," + principal +
                                 action + "," + resource + condition + "}");
          }
        }
      }
    }
  }
  return statements;
}

std::vector<Asked> all_questions(const std::vector<std::string_view>& callers) {
  std::vector<Asked> questions;
  for (const std::string_view arn : callers) {
    for (const char* action : {"s3:GetObject", "s3:PutObject"}) {
      for (const char* resource : {"arn:aws:s3:::own/a", "arn:aws:s3:::own/ab"}) {
        for (const char* tag : {"", "a", "b"}) {
          Asked asked;
          asked.principal = caller(arn);
          asked.action = action;
          asked.resource = resource;
          if (*tag != '\0') {
            asked.context = {{.key = "aws:RequestTag/x", .values = {tag}, .is_list = false}};
          }
          questions.push_back(std::move(asked));
        }
      }
    }
  }
  return questions;
}

void expect_same_answers(Scene& scene, const std::vector<Asked>& questions) {
  const CompiledScene compiled(scene);
  for (const Asked& asked : questions) {
    scene.asked = asked;
    expect_same(scene, compiled);
  }
}

TEST(DifferentialTest, EveryIdentityPolicyOfUpToTwoStatements) {
  const std::vector<std::string> statements = all_statements({""});
  const std::vector<Asked> questions = all_questions({kSession});
  for (std::size_t first = 0; first < statements.size() && !HasFailure(); ++first) {
    Scene scene;
    scene.identity = {policy({statements[first]})};
    expect_same_answers(scene, questions);
    for (std::size_t second = first; second < statements.size(); ++second) {
      scene.identity = {policy({statements[first], statements[second]})};
      expect_same_answers(scene, questions);
    }
  }
}

TEST(DifferentialTest, EveryBucketPolicyOfOneStatementBesideEveryIdentityPolicy) {
  const std::vector<std::string> of_bucket = all_statements(
      {R"("Principal":"*",)", R"("Principal":{"AWS":"111111111111"},)",
       R"("Principal":{"AWS":"arn:aws:iam::111111111111:role/repl"},)",
       R"("Principal":{"AWS":"arn:aws:sts::111111111111:assumed-role/repl/s3-replication"},)",
       R"("Principal":{"Service":"s3.amazonaws.com"},)",
       R"("NotPrincipal":{"AWS":"arn:aws:iam::111111111111:role/repl"},)"});
  const std::vector<Asked> questions =
      all_questions({kSession, kUser, kRootA, "s3.amazonaws.com", "*"});
  const std::vector<std::string> of_identity = {allow("s3:Get*", "*"), deny("s3:*", "*/a")};
  for (const std::string& statement : of_bucket) {
    for (std::size_t owner = 0; owner < 2 && !HasFailure(); ++owner) {
      for (const std::string& identity : of_identity) {
        Scene scene;
        scene.identity = {policy({identity})};
        scene.resource_policy = policy({statement});
        std::vector<Asked> asked = questions;
        for (Asked& one : asked) {
          one.owner = owner == 0 ? kAccountA : kAccountB;
        }
        scene.asked.owner = asked.front().owner;
        expect_same_answers(scene, asked);
      }
    }
  }
}

}  // namespace
}  // namespace replisim
