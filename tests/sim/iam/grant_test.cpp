#include "sim/iam/grant.h"

#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/sim/iam/scene.h"

namespace replisim {
namespace {

using ::testing::ValuesIn;
using Pairs = TagSet;

Grant for_role(std::vector<std::string> operations) {
  Grant grant;
  grant.grantee_principal = kRole;
  grant.issuing_account = kAccountA;
  grant.operations = std::move(operations);
  return grant;
}

struct Ask {
  std::string action = "kms:Decrypt";
  RequestPrincipal principal = caller(kSession);
  Pairs encryption_context;
  std::string source_arn;
  std::optional<Grant> requested;
};

GrantMatch match(const CompiledGrant& grant, const Ask& ask) {
  Request request;
  request.principal = &ask.principal;
  request.action = RequestAction(ask.action);
  request.resource = RequestResource(std::string(kKeyA));
  for (const Tag& pair : ask.encryption_context) {
    request.context.set("kms:EncryptionContext:" + pair.key, pair.value);
  }
  if (!ask.encryption_context.empty()) {
    request.context.set_list("kms:EncryptionContextKeys", {"one"});
  }
  if (!ask.source_arn.empty()) {
    request.context.set("aws:SourceArn", ask.source_arn);
  }
  request.requested_grant = ask.requested ? &*ask.requested : nullptr;
  return match_grant(grant, request);
}

GrantMatch match(const Grant& grant, const Ask& ask) {
  return match(compile_grant(grant), ask);
}

// --- whom, and for what ---

TEST(GrantTest, CoversItsOperationsAlone) {
  const Grant grant = for_role({"Decrypt"});
  EXPECT_TRUE(match(grant, {}).applies());
  const GrantMatch other = match(grant, {.action = "kms:Encrypt"});
  EXPECT_FALSE(other.applies());
  EXPECT_FALSE(other.operation);
  EXPECT_EQ(other.caller, PrincipalMatch::RoleOfSession);
}

TEST(GrantTest, CoversTheGranteeAlone) {
  const GrantMatch other = match(for_role({"Decrypt"}), {.principal = caller(kUser)});
  EXPECT_FALSE(other.applies());
  EXPECT_EQ(other.caller, PrincipalMatch::None);
  EXPECT_TRUE(other.operation);
}

TEST(GrantTest, OfARoleThatWasMadeAgainIsLost) {
  Grant grant = for_role({"Decrypt"});
  grant.grantee_unique_id = "AROAEXAMPLEREPL00000";
  RequestPrincipal again = caller(kRole);
  again.unique_id = "AROAEXAMPLEREPL00001";
  EXPECT_FALSE(match(grant, {.principal = again}).applies());
  again.unique_id = grant.grantee_unique_id;
  EXPECT_TRUE(match(grant, {.principal = again}).applies());
}

TEST(GrantTest, IsOfOneKey) {
  CompiledGrant grant = compile_grant(for_role({"Decrypt", "CreateGrant"}));
  grant.key_arn = kKeyA;
  EXPECT_TRUE(match(grant, {}).applies());
  grant.key_arn = "arn:aws:kms:us-east-1:111111111111:key/other";
  EXPECT_FALSE(match(grant, {}).applies());
  EXPECT_FALSE(
      match(grant, {.action = "kms:CreateGrant", .requested = for_role({"Decrypt"})}).applies());
}

TEST(GrantTest, TheIssuerMayBeAnAccountOrAnArn) {
  Grant grant = for_role({"Decrypt"});
  EXPECT_EQ(compile_grant(grant).issuing_account, kAccountA);
  grant.issuing_account = "arn:aws:iam::222222222222:role/admin";
  EXPECT_EQ(compile_grant(grant).issuing_account, kAccountB);
  grant.issuing_account = "";
  EXPECT_EQ(compile_grant(grant).issuing_account, "");
}

TEST(GrantTest, TheRetiringPrincipalNeedsNoOperation) {
  Grant grant = for_role({"Decrypt"});
  grant.retiring_principal = kUser;
  EXPECT_TRUE(match(grant, {.action = "kms:RetireGrant", .principal = caller(kUser)}).applies());
  EXPECT_FALSE(match(grant, {.action = "kms:Decrypt", .principal = caller(kUser)}).applies());
  EXPECT_FALSE(match(grant, {.action = "kms:RetireGrant"}).applies()) << "not among its operations";
}

// --- constraints ---

struct ConstraintCase {
  std::string name;
  Pairs equals;
  Pairs subset;
  Ask ask;
  bool holds;
};

void PrintTo(const ConstraintCase& c, std::ostream* out) {
  *out << c.name;
}

class GrantConstraintTest : public ::testing::TestWithParam<ConstraintCase> {};

TEST_P(GrantConstraintTest, Holds) {
  const ConstraintCase& c = GetParam();
  Grant grant = for_role({"Decrypt", "DescribeKey", "RetireGrant"});
  grant.constraints.encryption_context_equals = c.equals;
  grant.constraints.encryption_context_subset = c.subset;
  EXPECT_EQ(match(grant, c.ask).constraints, c.holds);
}

const Pairs kIt = {{"Department", "IT"}};
const Pairs kItAndMore = {{"Department", "IT"}, {"Purpose", "Test"}};

const std::vector<ConstraintCase> kConstraints = {
    {"None", {}, {}, {}, true},
    {"NoneAndAContext", {}, {}, {.encryption_context = kIt}, true},
    {"Equals", kIt, {}, {.encryption_context = kIt}, true},
    {"EqualsMore", kIt, {}, {.encryption_context = kItAndMore}, false},
    {"EqualsLess", kIt, {}, {}, false},
    {"EqualsOtherValue", kIt, {}, {.encryption_context = {{"Department", "it"}}}, false},
    {"EqualsKeyInAnyCase", kIt, {}, {.encryption_context = {{"DEPARTMENT", "IT"}}}, true},
    {"Subset", {}, kIt, {.encryption_context = kIt}, true},
    {"SubsetMore", {}, kIt, {.encryption_context = kItAndMore}, true},
    {"SubsetLess", {}, kItAndMore, {.encryption_context = kIt}, false},
    {"SubsetNone", {}, kIt, {}, false},
    {"IgnoredForDescribeKey", kIt, {}, {.action = "kms:DescribeKey"}, true},
    {"IgnoredForRetireGrant", {}, kIt, {.action = "kms:RetireGrant"}, true},
};

INSTANTIATE_TEST_SUITE_P(EncryptionContext, GrantConstraintTest, ValuesIn(kConstraints),
                         [](const auto& test) { return test.param.name; });

TEST(GrantConstraintTest, TheSourceArnHasToBeThere) {
  Grant grant = for_role({"Decrypt"});
  grant.constraints.source_arn = "arn:aws:s3:::own";
  EXPECT_TRUE(match(grant, {.source_arn = "arn:aws:s3:::own"}).constraints);
  EXPECT_FALSE(match(grant, {.source_arn = "arn:aws:s3:::other"}).constraints);
  EXPECT_FALSE(match(grant, {}).constraints);
}

// --- passing on what a grant holds ---

struct PassOnCase {
  std::string name;
  std::vector<std::string> held;
  GrantConstraints held_constraints;
  std::vector<std::string> asked;
  GrantConstraints asked_constraints;
  bool may;
};

void PrintTo(const PassOnCase& c, std::ostream* out) {
  *out << c.name;
}

class PassOnTest : public ::testing::TestWithParam<PassOnCase> {};

TEST_P(PassOnTest, FitsOrNot) {
  const PassOnCase& c = GetParam();
  Grant parent = for_role(c.held);
  parent.constraints = c.held_constraints;
  Grant requested = for_role(c.asked);
  requested.constraints = c.asked_constraints;
  EXPECT_EQ(match(parent, {.action = "kms:CreateGrant", .requested = requested}).applies(), c.may);
}

GrantConstraints equals(Pairs pairs) {
  return {.encryption_context_equals = std::move(pairs)};
}

GrantConstraints subset(Pairs pairs) {
  return {.encryption_context_subset = std::move(pairs)};
}

GrantConstraints for_source(std::string arn) {
  return {.source_arn = std::move(arn)};
}

const std::vector<std::string> kBoth = {"Decrypt", "CreateGrant"};

const std::vector<PassOnCase> kPassOn = {
    {"ItsOperations", kBoth, {}, {"Decrypt"}, {}, true},
    {"CreateGrantAgain", kBoth, {}, kBoth, {}, true},
    {"MoreThanItHolds", kBoth, {}, {"Encrypt"}, {}, false},
    {"OneMoreThanItHolds", kBoth, {}, {"Decrypt", "Encrypt"}, {}, false},
    {"WithoutCreateGrant", {"Decrypt"}, {}, {"Decrypt"}, {}, false},
    {"StricterThanNothing", kBoth, {}, {"Decrypt"}, equals(kIt), true},
    {"SameEquals", kBoth, equals(kIt), {"Decrypt"}, equals(kIt), true},
    {"EqualsDropped", kBoth, equals(kIt), {"Decrypt"}, {}, false},
    {"EqualsBecomesSubset", kBoth, equals(kIt), {"Decrypt"}, subset(kIt), false},
    {"EqualsWidened", kBoth, equals(kIt), {"Decrypt"}, equals(kItAndMore), false},
    {"SameSubset", kBoth, subset(kIt), {"Decrypt"}, subset(kIt), true},
    {"LargerSubsetIsStricter", kBoth, subset(kIt), {"Decrypt"}, subset(kItAndMore), true},
    {"SmallerSubset", kBoth, subset(kItAndMore), {"Decrypt"}, subset(kIt), false},
    {"SubsetBecomesEquals", kBoth, subset(kIt), {"Decrypt"}, equals(kItAndMore), true},
    {"SubsetDropped", kBoth, subset(kIt), {"Decrypt"}, {}, false},
    {"SameSource", kBoth, for_source("a"), {"Decrypt"}, for_source("a"), true},
    {"SourceDropped", kBoth, for_source("a"), {"Decrypt"}, {}, false},
};

INSTANTIATE_TEST_SUITE_P(PassOn, PassOnTest, ValuesIn(kPassOn),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace replisim
