// What AWS was recorded to accept and to refuse, a line a test.

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "model/issue.h"
#include "model/json_document.h"
#include "model/policy_document.h"
#include "sim/iam/policy_validation.h"
#include "sim/iam/public_policy.h"
#include "tests/sim/iam/policy_fixture.h"

namespace replisim {
namespace {

using ::testing::TestWithParam;
using ::testing::ValuesIn;

struct KindName {
  std::string_view name;
  PolicyKind kind;
};

// `simulate-request` and `grant-request` are no policies: they are tested where they are answered.
constexpr KindName kKinds[] = {
    {"identity", PolicyKind::Identity},   {"session", PolicyKind::Session},
    {"trust", PolicyKind::Trust},         {"bucket", PolicyKind::Bucket},
    {"rcp", PolicyKind::ResourceControl},
};

struct RecordedValidation {
  std::string name;
  PolicyKind kind = PolicyKind::Identity;
  PolicyTarget target;
  std::string policy;
  std::optional<std::string> code;     // empty: accepted
  std::optional<std::string> message;  // empty: not recorded
  std::optional<bool> is_public;
  std::optional<std::string> code_under_block_public_policy;
};

void PrintTo(const RecordedValidation& line, std::ostream* out) {
  *out << line.name;
}

std::optional<std::string> text_of(const JsonNode& object, std::string_view name) {
  const JsonNode* node = object.find(name);
  return node != nullptr && node->is_string() ? std::optional(std::string(node->text))
                                              : std::nullopt;
}

std::optional<RecordedValidation> read_line(const JsonNode& line) {
  const std::string kind = text_of(line, "Kind").value_or("");
  for (const KindName& known : kKinds) {
    if (known.name == kind) {
      const JsonNode& expected = *line.find("Expect");
      const JsonNode* is_public = expected.find("IsPublic");
      return RecordedValidation{
          .name = test_name(text_of(line, "Name").value_or("")),
          .kind = known.kind,
          .target = {.bucket_name = text_of(line, "Bucket").value_or(""),
                     .account = text_of(line, "BucketOwner").value_or("")},
          .policy = to_json_text(*line.find("Policy")),
          .code = text_of(expected, "Code"),
          .message = text_of(expected, "Message"),
          .is_public = is_public == nullptr ? std::nullopt : std::optional(is_public->boolean),
          .code_under_block_public_policy = text_of(expected, "CodeUnderBlockPublicPolicy")};
    }
  }
  return std::nullopt;
}

std::vector<RecordedValidation> recorded_validations() {
  std::vector<RecordedValidation> recorded;
  for (const std::string& text : data_lines("recorded-validation.jsonl")) {
    SourceMap sources;
    JsonArena arena;
    Issues issues;
    const JsonNode* line = parse_json(sources, sources.add("line", text), arena, issues);
    const std::optional<RecordedValidation> read =
        line == nullptr ? std::nullopt : read_line(*line);
    if (read) {
      recorded.push_back(*read);
    }
  }
  return recorded;
}

class RecordedValidationTest : public TestWithParam<RecordedValidation> {};

TEST_P(RecordedValidationTest, IsAnsweredAsRecorded) {
  const RecordedValidation& line = GetParam();
  const PolicyFixture policy = read_policy_text(line.policy);
  const std::vector<SaveFault> faults = validate_policy(policy.document, line.kind, line.target);
  if (!line.code) {
    EXPECT_TRUE(faults.empty()) << faults.front().message;
  } else {
    ASSERT_FALSE(faults.empty());
    EXPECT_EQ(faults.front().code, *line.code);
    EXPECT_EQ(faults.front().message, line.message.value_or(faults.front().message));
    EXPECT_TRUE(faults.front().where.is_known());
    EXPECT_FALSE(faults.front().lint_code.empty());
  }
}

INSTANTIATE_TEST_SUITE_P(Recorded, RecordedValidationTest, ValuesIn(recorded_validations()),
                         [](const auto& test) { return test.param.name; });

std::vector<RecordedValidation> recorded_bucket_policies() {
  std::vector<RecordedValidation> policies;
  for (const RecordedValidation& line : recorded_validations()) {
    if (line.is_public) {
      policies.push_back(line);
    }
  }
  return policies;
}

class RecordedPublicPolicyTest : public TestWithParam<RecordedValidation> {};

TEST_P(RecordedPublicPolicyTest, IsPublicAsRecorded) {
  const RecordedValidation& line = GetParam();
  const PolicyFixture policy = read_policy_text(line.policy);
  EXPECT_EQ(is_public_policy(policy.document), *line.is_public);
  EXPECT_EQ(is_public_policy(policy.document), line.code_under_block_public_policy.has_value());
}

INSTANTIATE_TEST_SUITE_P(Recorded, RecordedPublicPolicyTest, ValuesIn(recorded_bucket_policies()),
                         [](const auto& test) { return test.param.name; });

TEST(RecordedValidations, AreAllRead) {
  EXPECT_EQ(recorded_validations().size(), 73U);
  EXPECT_EQ(recorded_bucket_policies().size(), 37U);
}

}  // namespace
}  // namespace replisim
