#include "sim/iam/key_rules.h"

#include <array>
#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/sim/iam/scene.h"

namespace replisim {
namespace {

using ::testing::ValuesIn;

// --- the table of 6.3: each operation in each state ---

enum class Answer3 : std::uint8_t { Ok, Disabled, Invalid };
constexpr Answer3 kOk = Answer3::Ok;
constexpr Answer3 kDisabled = Answer3::Disabled;
constexpr Answer3 kInvalid = Answer3::Invalid;

struct StateRow {
  std::string operation;
  Answer3 enabled;
  Answer3 disabled;
  Answer3 pending_deletion;
  Answer3 pending_import;
  Answer3 unavailable;
  Answer3 creating;
  Answer3 updating;
};

void PrintTo(const StateRow& row, std::ostream* out) {
  *out << row.operation;
}

void expect_answer(const StateRow& row, KeyState state, Answer3 expected) {
  const KeyStateError error = key_state_error(row.operation, state, kKeyA);
  const std::string_view code = expected == kOk         ? ""
                                : expected == kDisabled ? "DisabledException"
                                                        : "KMSInvalidStateException";
  EXPECT_EQ(error.code, code) << to_string(state);
  EXPECT_EQ(error.is_error(), expected != kOk) << to_string(state);
  EXPECT_EQ(error.message.substr(0, kKeyA.size()), expected == kOk ? "" : kKeyA);
}

class KeyStateTest : public ::testing::TestWithParam<StateRow> {};

TEST_P(KeyStateTest, AnswersByState) {
  const StateRow& row = GetParam();
  expect_answer(row, KeyState::Enabled, row.enabled);
  expect_answer(row, KeyState::Disabled, row.disabled);
  expect_answer(row, KeyState::PendingDeletion, row.pending_deletion);
  expect_answer(row, KeyState::PendingReplicaDeletion, row.pending_deletion);
  expect_answer(row, KeyState::PendingImport, row.pending_import);
  expect_answer(row, KeyState::Unavailable, row.unavailable);
  expect_answer(row, KeyState::Creating, row.creating);
  expect_answer(row, KeyState::Updating, row.updating);
}

StateRow cryptographic(std::string operation) {
  return {std::move(operation), kOk, kDisabled, kInvalid, kInvalid, kInvalid, kInvalid, kOk};
}

StateRow always(std::string operation) {
  return {std::move(operation), kOk, kOk, kOk, kOk, kOk, kOk, kOk};
}

const std::vector<StateRow> kStates = {
    cryptographic("Encrypt"),
    cryptographic("Decrypt"),
    cryptographic("GenerateDataKey"),
    cryptographic("GenerateDataKeyWithoutPlaintext"),
    cryptographic("GenerateDataKeyPair"),
    cryptographic("ReEncrypt"),
    cryptographic("ReEncryptFrom"),
    cryptographic("ReEncryptTo"),
    {"CreateGrant", kOk, kDisabled, kInvalid, kInvalid, kOk, kInvalid, kOk},
    always("DescribeKey"),
    always("GetKeyPolicy"),
    always("PutKeyPolicy"),
    always("ListGrants"),
    always("RevokeGrant"),
    always("RetireGrant"),
    always("ListAliases"),
    always("ListResourceTags"),
    {"EnableKey", kOk, kOk, kInvalid, kInvalid, kOk, kInvalid, kInvalid},
    {"DisableKey", kOk, kOk, kInvalid, kInvalid, kOk, kInvalid, kInvalid},
    {"ScheduleKeyDeletion", kOk, kOk, kInvalid, kOk, kOk, kOk, kInvalid},
    {"CancelKeyDeletion", kInvalid, kInvalid, kOk, kInvalid, kInvalid, kInvalid, kInvalid},
    {"CreateAlias", kOk, kOk, kInvalid, kOk, kOk, kOk, kOk},
    {"ReplicateKey", kOk, kDisabled, kInvalid, kInvalid, kInvalid, kInvalid, kInvalid},
};

INSTANTIATE_TEST_SUITE_P(Operations, KeyStateTest, ValuesIn(kStates),
                         [](const auto& test) { return test.param.operation; });

TEST(KeyStateTest, SaysWhatTheKeyIs) {
  const std::string key(kKeyA);
  EXPECT_EQ(key_state_error("decrypt", KeyState::Disabled, key).message, key + " is disabled.");
  EXPECT_EQ(key_state_error("DECRYPT", KeyState::PendingDeletion, key).message,
            key + " is pending deletion.");
  EXPECT_EQ(key_state_error("Decrypt", KeyState::PendingImport, key).message,
            key + " is pending import.");
  EXPECT_EQ(key_state_error("Decrypt", KeyState::Unavailable, key).message,
            key + " is unavailable.");
  EXPECT_EQ(key_state_error("Decrypt", KeyState::Creating, key).message, key + " is creating.");
  EXPECT_EQ(key_state_error("EnableKey", KeyState::Updating, key).message, key + " is updating.");
}

// --- the lockout check, 6.1 ---

struct LockoutCase {
  std::string name;
  std::string_view principal;
  std::string statement;  // of the new key policy
  std::vector<PolicyDocument> identity;
  bool passes;
};

void PrintTo(const LockoutCase& c, std::ostream* out) {
  *out << c.name;
}

class LockoutTest : public ::testing::TestWithParam<LockoutCase> {
 protected:
  static bool passes(std::string_view principal, const std::vector<std::string>& statements,
                     const CallerPolicies& policies, std::string_view owner = kAccountA) {
    const RequestPrincipal who = caller(principal);
    const RequestContext facts = principal_context(who);
    Request request;
    request.principal = &who;
    request.action = RequestAction("kms:PutKeyPolicy");
    request.resource = RequestResource(std::string(kKeyA));
    request.context.add_layer(facts);
    return passes_lockout_check(
        request, policies, std::string(owner),
        std::make_shared<const CompiledPolicy>(policy(statements), PolicyKind::Key));
  }

  static PolicyPointer compiled(const PolicyDocument& document, PolicyKind kind) {
    return std::make_shared<const CompiledPolicy>(document, kind);
  }
};

TEST_P(LockoutTest, Passes) {
  const LockoutCase& c = GetParam();
  CallerPolicies policies;
  for (const PolicyDocument& document : c.identity) {
    policies.identity.push_back(compiled(document, PolicyKind::Identity));
  }
  EXPECT_EQ(passes(c.principal, {c.statement}, policies), c.passes);
}

std::string all_keys_to(std::string_view principal) {
  return allow_to(aws(principal), "kms:*", "*");
}

const std::vector<LockoutCase> kLockouts = {
    {"AccountAndIdentity", kSession, all_keys_to(kRootA), {full_access()}, true},
    {"AccountWithoutIdentity", kSession, all_keys_to(kRootA), {}, false},
    {"RoleNamed", kSession, all_keys_to(kRole), {}, true},
    {"SessionNamed", kSession, all_keys_to(kSession), {}, true},
    {"AnotherRoleNamed",
     kSession,
     all_keys_to("arn:aws:iam::111111111111:role/other"),
     {full_access()},
     false},
    {"RootNamedForTheRootUser", kRootA, all_keys_to(kRootA), {}, true},
    {"AnotherUserNamedForTheRootUser", kRootA, all_keys_to(kUser), {}, false},
    {"AnotherAccountByMistake",
     kSession,
     all_keys_to("arn:aws:iam::111111111112:root"),
     {full_access()},
     false},
    {"WithoutThePut",
     kSession,
     allow_to(aws(kRootA), R"(["kms:Get*","kms:Encrypt"])", "*"),
     {full_access()},
     false},
    {"ConditionThatDoesNotHold",
     kSession,
     allow_to("*", "kms:*", "*",
              R"({"StringEquals":{"kms:ViaService":"s3.us-east-1.amazonaws.com"}})"),
     {full_access()},
     false},
    {"ConditionThatHolds",
     kSession,
     allow_to("*", "kms:*", "*",
              R"({"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::111111111111:role/repl"}})"),
     {},
     true},
};

INSTANTIATE_TEST_SUITE_P(Policies, LockoutTest, ValuesIn(kLockouts),
                         [](const auto& test) { return test.param.name; });

TEST_F(LockoutTest, ADenyOfTheNewPolicyCounts) {
  EXPECT_FALSE(passes(kSession, {all_keys_to(kRole), deny_to("*", "kms:Put*", "*")}, {}));
}

TEST_F(LockoutTest, BoundaryAndSessionPoliciesTakePartScpsAndEndpointsDoNot) {
  const PolicyDocument nothing = policy({allow("sqs:*", "*")});
  CallerPolicies policies;
  policies.service_control = {{compiled(nothing, PolicyKind::ServiceControl)}};
  policies.vpc_endpoint = compiled(policy({}), PolicyKind::VpcEndpoint);
  EXPECT_TRUE(passes(kSession, {all_keys_to(kRole)}, policies));
  policies.session = {compiled(nothing, PolicyKind::Session)};
  policies.has_session_policies = true;
  EXPECT_FALSE(passes(kSession, {all_keys_to(kRole)}, policies));
  policies.session.clear();
  policies.has_session_policies = false;
  policies.permissions_boundary = compiled(nothing, PolicyKind::PermissionsBoundary);
  EXPECT_FALSE(passes(kSession, {all_keys_to(kRole)}, policies));
}

TEST_F(LockoutTest, NoForeignPrincipalCouldPutAgain) {
  CallerPolicies policies;
  policies.identity = {compiled(full_access(), PolicyKind::Identity)};
  EXPECT_FALSE(passes(kSession, {all_keys_to(kRole)}, policies, kAccountB));
}

}  // namespace
}  // namespace replisim
