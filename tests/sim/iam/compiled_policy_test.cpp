#include "sim/iam/compiled_policy.h"

#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/sim/iam/policy_fixture.h"
#include "tests/sim/iam/scene.h"

namespace replisim {
namespace {

using ::testing::ValuesIn;
using Type = PrincipalEntry::Type;

constexpr std::string_view kRoleId = "AROAEXAMPLEREPL00001";
constexpr std::string_view kUserId = "AIDAEXAMPLEJANE00001";
constexpr std::string_view kCanonicalId =
    "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc";
constexpr std::string_view kRoleWithPath = "arn:aws:iam::111111111111:role/service-role/repl";
constexpr std::string_view kService = "s3.amazonaws.com";

RequestPrincipal with_id(RequestPrincipal principal, std::string_view id) {
  principal.unique_id = id;
  return principal;
}

RequestPrincipal of_canonical_account(RequestPrincipal principal) {
  principal.canonical_user_id = kCanonicalId;
  return principal;
}

// --- 2.5: how an entry names a caller ---

struct PrincipalCase {
  std::string name;
  Type type;
  std::string_view entry;
  std::string_view stored_id;
  RequestPrincipal caller;
  PrincipalMatch match;
};

void PrintTo(const PrincipalCase& c, std::ostream* out) {
  *out << c.name;
}

class PrincipalMatchTest : public ::testing::TestWithParam<PrincipalCase> {};

TEST_P(PrincipalMatchTest, NamesTheCaller) {
  const PrincipalCase& c = GetParam();
  const PrincipalEntry entry{.type = c.type,
                             .text = std::string(c.entry),
                             .where = {},
                             .unique_id = std::string(c.stored_id)};
  EXPECT_EQ(match_principal(compile_principal(entry), c.caller), c.match);
}

const auto kCaseName = [](const auto& test) { return test.param.name; };

constexpr PrincipalMatch kNone = PrincipalMatch::None;
constexpr PrincipalMatch kAccount = PrincipalMatch::Account;
constexpr PrincipalMatch kRoleOf = PrincipalMatch::RoleOfSession;
constexpr PrincipalMatch kUserOf = PrincipalMatch::UserOfSession;
constexpr PrincipalMatch kDirect = PrincipalMatch::Direct;
constexpr PrincipalMatch kEveryone = PrincipalMatch::Wildcard;

const std::vector<PrincipalCase> kEveryoneAndAccounts = {
    {"StarSession", Type::Everyone, "*", "", caller(kSession), kEveryone},
    {"StarAnonymous", Type::Everyone, "*", "", caller("*"), kEveryone},
    {"StarService", Type::Everyone, "*", "", caller(kService), kEveryone},
    {"AwsStarAnonymous", Type::Aws, "*", "", caller("*"), kEveryone},
    {"AccountIdUser", Type::Aws, kAccountA, "", caller(kUser), kAccount},
    {"AccountIdSession", Type::Aws, kAccountA, "", caller(kSession), kAccount},
    {"AccountIdFederated", Type::Aws, kAccountA, "", caller(kFederated), kAccount},
    {"AccountIdRoot", Type::Aws, kAccountA, "", caller(kRootA), kDirect},
    {"RootArnUser", Type::Aws, kRootA, "", caller(kUser), kAccount},
    {"RootArnRoot", Type::Aws, kRootA, "", caller(kRootA), kDirect},
    {"OtherAccount", Type::Aws, kAccountB, "", caller(kUser), kNone},
    {"AccountService", Type::Aws, kAccountA, "", caller(kService), kNone},
    {"AccountAnonymous", Type::Aws, kAccountA, "", caller("*"), kNone},
    {"CanonicalUser", Type::CanonicalUser, kCanonicalId, "", of_canonical_account(caller(kUser)),
     kAccount},
    {"CanonicalUserOther", Type::CanonicalUser, kCanonicalId, "", caller(kUser), kNone},
};

INSTANTIATE_TEST_SUITE_P(EveryoneAndAccounts, PrincipalMatchTest, ValuesIn(kEveryoneAndAccounts),
                         kCaseName);

const std::vector<PrincipalCase> kRolesAndSessions = {
    {"RoleSession", Type::Aws, kRole, "", caller(kSession), kRoleOf},
    {"RoleItself", Type::Aws, kRole, "", caller(kRole), kRoleOf},
    {"RoleOther", Type::Aws, "arn:aws:iam::111111111111:role/other", "", caller(kSession), kNone},
    {"RoleCase", Type::Aws, "arn:aws:iam::111111111111:role/Repl", "", caller(kSession), kNone},
    {"RoleOtherAccount", Type::Aws, "arn:aws:iam::222222222222:role/repl", "", caller(kSession),
     kNone},
    {"RolePathUnknownToASession", Type::Aws, kRoleWithPath, "", caller(kSession), kRoleOf},
    {"RolePathKnownAndOther", Type::Aws, kRoleWithPath, "", caller(kRole), kNone},
    {"RolePathKnown", Type::Aws, kRoleWithPath, "", caller(kRoleWithPath), kRoleOf},
    {"RoleUser", Type::Aws, kRole, "", caller(kUser), kNone},
    {"SessionItself", Type::Aws, kSession, "", caller(kSession), kDirect},
    {"SessionOther", Type::Aws, "arn:aws:sts::111111111111:assumed-role/repl/other", "",
     caller(kSession), kNone},
    {"SessionForAllOfARole", Type::Aws, "arn:aws:sts::111111111111:assumed-role/repl/*", "",
     caller(kSession), kNone},
    {"RoleSaved", Type::Aws, kRole, kRoleId, with_id(caller(kRole), kRoleId), kRoleOf},
    {"RoleSavedThenMadeAgain", Type::Aws, kRole, "AROAEXAMPLEREPL00000",
     with_id(caller(kRole), kRoleId), kNone},
    {"RoleSavedCallerWithoutId", Type::Aws, kRole, kRoleId, caller(kRole), kRoleOf},
    {"RoleId", Type::Aws, kRoleId, "", with_id(caller(kSession), kRoleId), kRoleOf},
    {"RoleIdOther", Type::Aws, kRoleId, "", with_id(caller(kSession), "AROAEXAMPLEREPL00002"),
     kNone},
    {"RoleIdUnknown", Type::Aws, kRoleId, "", caller(kSession), kNone},
};

INSTANTIATE_TEST_SUITE_P(RolesAndSessions, PrincipalMatchTest, ValuesIn(kRolesAndSessions),
                         kCaseName);

const std::vector<PrincipalCase> kUsersAndOthers = {
    {"User", Type::Aws, kUser, "", caller(kUser), kDirect},
    {"UserCase", Type::Aws, "arn:aws:iam::111111111111:user/Jane", "", caller(kUser), kNone},
    {"UserMadeAgain", Type::Aws, kUser, "AIDAEXAMPLEJANE00000", with_id(caller(kUser), kUserId),
     kNone},
    {"UserId", Type::Aws, kUserId, "", with_id(caller(kUser), kUserId), kDirect},
    {"UserOfAFederatedUser", Type::Aws, kUser, "", caller(kFederated), kUserOf},
    {"FederatedUser", Type::Aws, kFederated, "", caller(kFederated), kDirect},
    {"FederatedUserOther", Type::Aws, "arn:aws:sts::111111111111:federated-user/joe", "",
     caller(kFederated), kNone},
    {"FederatedUserIsNoUser", Type::Aws, kFederated, "", caller(kUser), kNone},
    {"Service", Type::Service, kService, "", caller(kService), kDirect},
    {"ServiceCase", Type::Service, "S3.amazonaws.com", "", caller(kService), kNone},
    {"ServiceOther", Type::Service, "ec2.amazonaws.com", "", caller(kService), kNone},
    {"ServiceIsNotItsRole", Type::Service, kService, "", caller(kSession), kNone},
    {"FederatedProvider", Type::Federated, "accounts.google.com", "", caller(kSession), kNone},
    {"Group", Type::Aws, "arn:aws:iam::111111111111:group/g", "", caller(kUser), kNone},
    {"WildcardInAnArn", Type::Aws, "arn:aws:iam::111111111111:role/*", "", caller(kRole), kNone},
    {"WildcardAccount", Type::Aws, "arn:aws:iam::*:root", "", caller(kUser), kNone},
    {"NoArn", Type::Aws, "jane", "", caller(kUser), kNone},
};

INSTANTIATE_TEST_SUITE_P(UsersAndOthers, PrincipalMatchTest, ValuesIn(kUsersAndOthers), kCaseName);

// --- NotPrincipal ---

CompiledStatement statement_of(const std::string& json, PolicyKind kind = PolicyKind::Bucket) {
  return CompiledPolicy(policy({json}), kind).statements().front();
}

struct NotPrincipalCase {
  std::string name;
  std::string effect;
  std::string listed;  // JSON
  RequestPrincipal caller;
  bool applies;
};

void PrintTo(const NotPrincipalCase& c, std::ostream* out) {
  *out << c.name;
}

class NotPrincipalTest : public ::testing::TestWithParam<NotPrincipalCase> {};

TEST_P(NotPrincipalTest, Applies) {
  const NotPrincipalCase& c = GetParam();
  const CompiledStatement statement =
      statement_of(R"({"Effect":")" + c.effect + R"(","NotPrincipal":)" + c.listed +
                   R"(,"Action":"s3:*","Resource":"*"})");
  EXPECT_EQ(principal_matches(statement, c.caller) != kNone, c.applies);
}

RequestPrincipal bounded(RequestPrincipal principal) {
  principal.has_permissions_boundary = true;
  return principal;
}

const std::string kAll =
    aws(R"(["arn:aws:iam::111111111111:root","arn:aws:iam::111111111111:role/repl",)"
        R"("arn:aws:sts::111111111111:assumed-role/repl/s3-replication",)"
        R"("arn:aws:iam::111111111111:user/jane"])");

const std::vector<NotPrincipalCase> kNotPrincipals = {
    {"DenySessionListed", "Deny", aws(kSession), caller(kSession), false},
    {"DenyRoleAloneIsNotEnough", "Deny", aws(kRole), caller(kSession), true},
    {"DenyRootAloneIsNotEnough", "Deny", aws(kRootA), caller(kSession), true},
    {"DenyOtherSession", "Deny", aws("arn:aws:sts::111111111111:assumed-role/repl/x"),
     caller(kSession), true},
    {"DenyUserListed", "Deny", aws(kUser), caller(kUser), false},
    {"DenyUserListedById", "Deny", aws(kUserId), with_id(caller(kUser), kUserId), false},
    {"DenyRootDoesNotExemptUsers", "Deny", aws(kRootA), caller(kUser), true},
    {"DenyRootListed", "Deny", aws(kRootA), caller(kRootA), false},
    {"DenyAccountIdListed", "Deny", aws(kAccountA), caller(kRootA), false},
    {"DenyFederatedListed", "Deny", aws(kFederated), caller(kFederated), false},
    {"DenyUserDoesNotExemptItsFederated", "Deny", aws(kUser), caller(kFederated), true},
    {"DenyServiceListed", "Deny", service_principal(kService), caller(kService), false},
    {"DenyServiceNotListed", "Deny", aws(kRootA), caller(kService), true},
    {"DenyAnonymous", "Deny", kAll, caller("*"), true},
    {"DenyEveryoneListed", "Deny", "\"*\"", caller(kSession), false},
    {"DenyBoundedSession", "Deny", kAll, bounded(caller(kSession)), true},
    {"DenyBoundedUser", "Deny", kAll, bounded(caller(kUser)), true},
    {"DenyBoundedThoughEveryoneIsListed", "Deny", "\"*\"", bounded(caller(kUser)), true},
    {"AllowIsThePlainInversion", "Allow", aws(kRole), caller(kSession), false},
    {"AllowAccountListed", "Allow", aws(kRootA), caller(kUser), false},
    {"AllowNotListed", "Allow", aws(kUser), caller(kSession), true},
    {"AllowAnonymous", "Allow", aws(kUser), caller("*"), true},
    {"AllowBoundedAndListed", "Allow", aws(kUser), bounded(caller(kUser)), false},
};

INSTANTIATE_TEST_SUITE_P(NotPrincipals, NotPrincipalTest, ValuesIn(kNotPrincipals), kCaseName);

TEST(NotPrincipalTest, TheBestOfSeveralNamesCounts) {
  const CompiledStatement statement = statement_of(allow_to(kAll, "s3:*", "*"));
  EXPECT_EQ(principal_matches(statement, caller(kSession)), kDirect);
  EXPECT_EQ(principal_matches(statement, caller("arn:aws:iam::111111111111:role/repl")), kRoleOf);
  EXPECT_EQ(principal_matches(statement, caller("arn:aws:iam::111111111111:user/joe")), kAccount);
}

// --- actions and resources ---

struct ActionCase {
  std::string name;
  std::string element;
  std::string action;
  bool matches;
};

void PrintTo(const ActionCase& c, std::ostream* out) {
  *out << c.name;
}

class ActionElementTest : public ::testing::TestWithParam<ActionCase> {};

TEST_P(ActionElementTest, Matches) {
  const ActionCase& c = GetParam();
  const CompiledStatement statement =
      statement_of(R"({"Effect":"Allow",)" + c.element + R"(,"Resource":"*"})");
  EXPECT_EQ(action_matches(statement, RequestAction(c.action)), c.matches);
}

const std::vector<ActionCase> kActions = {
    {"Star", R"("Action":"*")", "s3:GetObject", true},
    {"Prefix", R"("Action":"s3:Get*")", "s3:GetObject", true},
    {"Inside", R"("Action":"s3:*Object*")", "s3:ReplicateObject", true},
    {"QuestionMark", R"("Action":"s3:Get?bject")", "s3:GetObject", true},
    {"AnyCase", R"("Action":"S3:GETobject")", "s3:getObject", true},
    {"OtherService", R"("Action":"kms:*")", "s3:GetObject", false},
    {"NoColonMatchesNothing", R"("Action":"GetObject")", "s3:GetObject", false},
    {"OneOfSeveral", R"("Action":["s3:PutObject","s3:GetObject"])", "s3:GetObject", true},
    {"None", R"("Action":[])", "s3:GetObject", false},
    {"NotAction", R"("NotAction":"s3:Delete*")", "s3:GetObject", true},
    {"NotActionListed", R"("NotAction":"s3:Delete*")", "s3:DeleteObject", false},
    {"NotActionOfSeveral", R"("NotAction":["s3:Get*","s3:Delete*"])", "s3:GetObject", false},
};

INSTANTIATE_TEST_SUITE_P(Actions, ActionElementTest, ValuesIn(kActions), kCaseName);

struct NoResourceCase {
  std::string name;
  PolicyKind kind;
  bool matches;
};

void PrintTo(const NoResourceCase& c, std::ostream* out) {
  *out << c.name;
}

class NoResourceTest : public ::testing::TestWithParam<NoResourceCase> {};

TEST_P(NoResourceTest, StandsForWhatThePolicyIsAttachedTo) {
  const NoResourceCase& c = GetParam();
  const CompiledStatement statement =
      statement_of(R"({"Effect":"Allow","Principal":"*","Action":"*"})", c.kind);
  Request request;
  request.resource = RequestResource(std::string(kRole));
  EXPECT_EQ(resource_matches(statement, c.kind, request), c.matches);
}

INSTANTIATE_TEST_SUITE_P(Kinds, NoResourceTest,
                         ::testing::Values(NoResourceCase{"Trust", PolicyKind::Trust, true},
                                           NoResourceCase{"Other", PolicyKind::Resource, true},
                                           NoResourceCase{"Key", PolicyKind::Key, false},
                                           NoResourceCase{"Bucket", PolicyKind::Bucket, false},
                                           NoResourceCase{"Identity", PolicyKind::Identity, false}),
                         kCaseName);

// --- statements that apply to nothing ---

Decision decide_with(const std::string& statement) {
  Scene scene;
  scene.identity = {
      full_access(),
      read_policy_text(R"({"Version":"2012-10-17","Statement":[)" + statement + "]}").document};
  return ask(scene).decision;
}

TEST(InertStatementTest, WithoutAValidEffectNothingIsDenied) {
  EXPECT_EQ(decide_with(R"({"Effect":"Deny","Action":"*","Resource":"*"})"),
            Decision::ExplicitDeny);
  EXPECT_EQ(decide_with(R"({"Effect":"deny","Action":"*","Resource":"*"})"), Decision::Allow);
  EXPECT_EQ(decide_with(R"({"Action":"*","Resource":"*"})"), Decision::Allow);
}

TEST(InertStatementTest, WithoutAnActionNothingIsDenied) {
  EXPECT_EQ(decide_with(R"({"Effect":"Deny","Resource":"*"})"), Decision::Allow);
  EXPECT_EQ(decide_with(R"({"Effect":"Deny","NotAction":[],"Resource":"*"})"),
            Decision::ExplicitDeny)
      << "all but none is all";
}

TEST(CompiledPolicyTest, NeedsNothingOfTheDocument) {
  const auto compiled = [] {
    const PolicyDocument document = policy({allow("s3:GetObject", "arn:aws:s3:::own/*")});
    return CompiledPolicy(document, PolicyKind::Identity, {"id", "name"});
  }();
  EXPECT_EQ(compiled.label().id, "id");
  EXPECT_EQ(compiled.statements().size(), 1U);
  EXPECT_FALSE(compiled.has_principals());
  EXPECT_FALSE(compiled.is_incomplete());
}

TEST(CompiledPolicyTest, TellsCallersApartWherePrincipalsStand) {
  const PolicyDocument document = policy({allow("*", "*")});
  for (const PolicyKind kind : {PolicyKind::Identity, PolicyKind::PermissionsBoundary,
                                PolicyKind::Session, PolicyKind::ServiceControl}) {
    EXPECT_FALSE(CompiledPolicy(document, kind).has_principals()) << to_string(kind);
  }
  for (const PolicyKind kind : {PolicyKind::ResourceControl, PolicyKind::Bucket, PolicyKind::Key,
                                PolicyKind::Trust, PolicyKind::VpcEndpoint, PolicyKind::Resource}) {
    EXPECT_TRUE(CompiledPolicy(document, kind).has_principals()) << to_string(kind);
  }
}

}  // namespace
}  // namespace replisim
