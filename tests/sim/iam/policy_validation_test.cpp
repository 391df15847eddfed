#include "sim/iam/policy_validation.h"

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/world.h"
#include "tests/sim/iam/policy_fixture.h"
#include "tests/sim/iam/save_case.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::TestWithParam;
using ::testing::ValuesIn;

constexpr auto by_name = [](const auto& test) { return test.param.name; };

std::string read_by(std::string_view principal) {
  return allow_by(principal, R"("Action": "s3:GetObject", "Resource": "arn:aws:s3:::dst/*")");
}

constexpr const char* kInvalidPrincipals =
    "Policy contains a statement with one or more invalid principals.";

std::string encrypt_by(std::string_view principal) {
  return allow_by(principal, R"("Action": "kms:Encrypt", "Resource": "*")");
}

TEST(SaveFaults, StandInTheOrderOfTheChecksAllOfThem) {
  const PolicyFixture policy =
      policy_of({R"({"Sid": "A", "Effect": "Allow", "Principal": "*", "Action": "GetObject"})",
                 R"({"Sid": "A", "Effect": "Allow", "Action": "s3:*", "Resource": "x"})"});
  std::vector<std::string> codes;
  for (const SaveFault& fault : validate_policy(policy.document, PolicyKind::Identity)) {
    codes.push_back(fault.lint_code);
  }
  EXPECT_THAT(codes,
              ElementsAre("UNIQUE_SIDS_REQUIRED", "INVALID_ARN_PREFIX", "INVALID_SERVICE_IN_ACTION",
                          "MISSING_RESOURCE", "UNSUPPORTED_PRINCIPAL"));
}

TEST(SaveFaults, AValueThatCannotBeReadIsOneFault) {
  const PolicyFixture policy = policy_of({R"({"Effect": "Allow", "Action": 5, "Resource": "*"})"});
  const std::vector<SaveFault> faults = validate_policy(policy.document, PolicyKind::Identity);
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults.front().lint_code, "DATA_TYPE_MISMATCH");
}

// --- principals that are looked up ---

PolicyTarget target_in(const World& world) {
  return {.bucket_name = "dst", .find_principal = [&world](const PrincipalEntry& entry) {
            return principal_presence(world, entry);
          }};
}

World world_with_role() {
  Role role;
  role.role_name = "repl";
  role.path = "/service-role/";
  role.role_id = "AROAEXAMPLEREPL00001";
  User user;
  user.user_name = "jane";
  Account account;
  account.id = "111111111111";
  account.roles.push_back(role);
  account.users.push_back(user);
  World world;
  world.accounts.push_back(account);
  return world;
}

struct PresenceCase {
  std::string name;
  std::string principal;
  PrincipalPresence presence;
};

void PrintTo(const PresenceCase& c, std::ostream* out) {
  *out << c.name;
}

class PrincipalPresenceTest : public TestWithParam<PresenceCase> {};

TEST_P(PrincipalPresenceTest, IsLookedUp) {
  const PresenceCase& c = GetParam();
  const World world = world_with_role();
  const PrincipalEntry entry{.type = PrincipalEntry::Type::Aws, .text = c.principal};
  EXPECT_EQ(principal_presence(world, entry), c.presence);
  const PolicyFixture policy = policy_of({read_by("{\"AWS\": \"" + c.principal + "\"}")});
  EXPECT_EQ(validate_policy(policy.document, PolicyKind::Bucket, target_in(world)).empty(),
            c.presence != PrincipalPresence::Missing);
}

using enum PrincipalPresence;

const PresenceCase kPresences[] = {
    {"Role", "arn:aws:iam::111111111111:role/service-role/repl", Exists},
    {"RoleWithoutItsPath", "arn:aws:iam::111111111111:role/repl", Missing},
    {"User", "arn:aws:iam::111111111111:user/jane", Exists},
    {"NoSuchUser", "arn:aws:iam::111111111111:user/john", Missing},
    {"SessionNeverIssued", "arn:aws:sts::111111111111:assumed-role/repl/s", Exists},
    {"SessionOfNoRole", "arn:aws:sts::111111111111:assumed-role/other/s", Missing},
    {"Root", "arn:aws:iam::111111111111:root", Exists},
    {"AccountId", "111111111111", Exists},
    {"OtherAccount", "arn:aws:iam::333333333333:role/r", NotKnown},
    {"OtherAccountId", "333333333333", NotKnown},
    {"UniqueId", "AROAEXAMPLEREPL00001", Exists},
    {"DeletedUniqueId", "AROAEXAMPLEGONE00001", Missing},
};

INSTANTIATE_TEST_SUITE_P(Principals, PrincipalPresenceTest, ValuesIn(kPresences), by_name);

TEST(PrincipalThatIsMissing, IsRefusedByKms) {
  const World world = world_with_role();
  const PolicyFixture policy =
      policy_of({encrypt_by(R"({"AWS": "arn:aws:iam::111111111111:role/gone"})")});
  const std::vector<SaveFault> faults =
      validate_policy(policy.document, PolicyKind::Key, target_in(world));
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults.front().message, kInvalidPrincipals);
  EXPECT_EQ(faults.front().lint_code, "REPL_PRINCIPAL_NOT_FOUND");
}

// --- sizes, at the limit and one past it ---

struct SizeCase {
  std::string name;
  PolicyKind kind;
  PolicyHolder holder;
  std::size_t size_max;
  std::string code;
  std::string message;
};

void PrintTo(const SizeCase& c, std::ostream* out) {
  *out << c.name;
}

class PolicySizeTest : public TestWithParam<SizeCase> {};

TEST_P(PolicySizeTest, IsLimited) {
  const SizeCase& c = GetParam();
  const PolicyFixture policy = read_policy_text(R"({"Version": "2012-10-17", "Statement": []})");
  const std::string largest(c.size_max, 'x');
  PolicyTarget target{.holder = c.holder, .holder_name = "x", .text = largest};
  for (const SaveFault& fault : validate_policy(policy.document, c.kind, target)) {
    EXPECT_NE(fault.message, c.message);
  }
  const std::string too_large = largest + "x";
  target.text = too_large;
  const std::vector<SaveFault> faults = validate_policy(policy.document, c.kind, target);
  ASSERT_FALSE(faults.empty());
  EXPECT_EQ(faults.front().code, c.code);
  EXPECT_EQ(faults.front().message, c.message);
}

const SizeCase kSizes[] = {
    {"User", PolicyKind::Identity, PolicyHolder::User, 2048, "LimitExceeded",
     "Maximum policy size of 2048 bytes exceeded for user x"},
    {"Group", PolicyKind::Identity, PolicyHolder::Group, 5120, "LimitExceeded",
     "Maximum policy size of 5120 bytes exceeded for group x"},
    {"Role", PolicyKind::Identity, PolicyHolder::Role, 10240, "LimitExceeded",
     "Maximum policy size of 10240 bytes exceeded for role x"},
    {"ManagedPolicy", PolicyKind::Identity, PolicyHolder::ManagedPolicy, 6144, "LimitExceeded",
     "Cannot exceed quota for PolicySize: 6144"},
    {"Boundary", PolicyKind::PermissionsBoundary, PolicyHolder::NotKnown, 6144, "LimitExceeded",
     "Cannot exceed quota for PolicySize: 6144"},
    {"Session", PolicyKind::Session, PolicyHolder::NotKnown, 2048, "ValidationError",
     "1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must "
     "have length less than or equal to 2048"},
    {"Trust", PolicyKind::Trust, PolicyHolder::Role, 2048, "LimitExceeded",
     "Cannot exceed quota for ACLSizePerRole: 2048"},
    {"Key", PolicyKind::Key, PolicyHolder::NotKnown, 32768, "LimitExceededException",
     "The key policy exceeds the maximum size of 32768 bytes."},
    {"Bucket", PolicyKind::Bucket, PolicyHolder::NotKnown, 20480, "MalformedPolicy",
     "Normalized policy document exceeds the maximum allowed size of 20480 bytes."},
    {"ServiceControl", PolicyKind::ServiceControl, PolicyHolder::NotKnown, 5120,
     "ConstraintViolationException", "You have exceeded the allowed policy content size."},
    {"ResourceControl", PolicyKind::ResourceControl, PolicyHolder::NotKnown, 5120,
     "ConstraintViolationException", "You have exceeded the allowed policy content size."},
};

INSTANTIATE_TEST_SUITE_P(Kinds, PolicySizeTest, ValuesIn(kSizes), by_name);

TEST(PolicySize, LeavesOutBlanksBetweenTokensWhereIamDoes) {
  EXPECT_EQ(policy_size("{ \"a b\" :\n1 }", {.size_max = 1, .ignores_whitespace = true}), 9U);
  EXPECT_EQ(policy_size("{ \"a b\" :\n1 }", {.size_max = 1, .ignores_whitespace = false}), 13U);
  EXPECT_EQ(policy_size(R"( "\" " )", {.size_max = 1, .ignores_whitespace = true}), 5U);
}

TEST(PolicyCharacters, AreThoseOfLatin1) {
  const std::string text = R"({"Version": "2012-10-17", "Statement": {"Effect": "Deny",
    "Action": "*", "Resource": "arn:aws:s3:::b/ü"}})";
  const PolicyFixture policy = read_policy_text(text);
  EXPECT_THAT(validate_policy(policy.document, PolicyKind::Identity, {.text = text}), IsEmpty());
}

TEST(PolicyCharacters, BeyondLatin1AreRefused) {
  const std::string text = R"({"Version": "2012-10-17", "Statement": {"Effect": "Deny",
    "Action": "*", "Resource": "arn:aws:s3:::b/ł"}})";
  const PolicyFixture policy = read_policy_text(text);
  const std::vector<SaveFault> faults =
      validate_policy(policy.document, PolicyKind::Identity, {.text = text});
  ASSERT_EQ(faults.size(), 1U);
  EXPECT_EQ(faults.front().code, "ValidationError");
  EXPECT_EQ(policy.shown(faults.front().where), "ł");
}

}  // namespace
}  // namespace replisim
