#include "tests/sim/iam/save_case.h"

#include <ostream>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/iam/policy_validation.h"
#include "tests/sim/iam/policy_fixture.h"

namespace replisim {

void PrintTo(const SaveCase& c, std::ostream* out) {
  *out << c.name;
}

void expect_answer(const SaveCase& c, PolicyKind kind, std::string_view code) {
  const bool is_whole = c.statement.starts_with("{\"Version\"") || c.statement.starts_with("[");
  const PolicyFixture policy = is_whole ? read_policy_text(c.statement) : policy_of({c.statement});
  const std::vector<SaveFault> faults =
      validate_policy(policy.document, kind, {.bucket_name = "dst"});
  if (c.message.empty()) {
    EXPECT_THAT(faults, ::testing::IsEmpty()) << faults.front().message;
    return;
  }
  ASSERT_FALSE(faults.empty());
  EXPECT_EQ(faults.front().message, c.message);
  EXPECT_EQ(faults.front().code, code);
  EXPECT_EQ(faults.front().lint_code, c.lint_code);
  EXPECT_EQ(policy.shown(faults.front().where), c.shown);
}

std::string allow_by(std::string_view principal, std::string_view rest) {
  return std::string(R"({"Effect": "Allow", "Principal": )")
      .append(principal)
      .append(", ")
      .append(rest)
      .append("}");
}

}  // namespace replisim
