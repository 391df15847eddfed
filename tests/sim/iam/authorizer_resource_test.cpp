// Decisions about keys, roles and buckets: iam-evaluation 5.6 to 5.8.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/iam/authorizer.h"
#include "tests/sim/iam/authorizer_cases.h"
#include "tests/sim/iam/scene.h"

namespace replisim {
namespace {

using ::testing::ValuesIn;

class ResourceAuthorityTest : public ::testing::TestWithParam<AuthorizerCase> {};

TEST_P(ResourceAuthorityTest, Decides) {
  expect_case(GetParam());
}

const auto kCaseName = [](const auto& test) { return test.param.name; };

// --- keys ---

Asked decrypting(std::string_view owner = kAccountA, std::string_view principal = kSession) {
  return {.principal = caller(principal),
          .action = "kms:Decrypt",
          .resource = std::string(kKeyA),
          .owner = std::string(owner)};
}

PolicyDocument key_policy_for(std::string_view principal, std::string_view action = "kms:*") {
  return policy({allow_to(aws(principal), action, "*")});
}

Scene key_scene(std::optional<PolicyDocument> key_policy, std::vector<PolicyDocument> identity,
                Asked asked = decrypting()) {
  Scene scene;
  scene.asked = std::move(asked);
  scene.authority = ResourceAuthority::Key;
  scene.identity = std::move(identity);
  scene.resource_policy = std::move(key_policy);
  return scene;
}

Scene with_boundary(Scene scene, PolicyDocument boundary) {
  scene.boundary = std::move(boundary);
  return scene;
}

const std::vector<AuthorizerCase> kKeys = {
    {"AccountDelegates", key_scene(key_policy_for(kRootA), {full_access()}), kAllowed},
    {"AccountDelegatesAndNobodyAllows", key_scene(key_policy_for(kRootA), {}), kImplicit,
     DeniedBy::IdentityPolicy},
    {"NoDelegationMakesIdentityPoliciesIneffective",
     key_scene(key_policy_for("arn:aws:iam::111111111111:role/other"), {full_access()}), kImplicit,
     DeniedBy::KeyPolicy},
    {"NoDelegationButDenied",
     key_scene(key_policy_for("arn:aws:iam::111111111111:role/other"),
               {policy({deny("kms:*", "*")})}),
     kExplicit, DeniedBy::IdentityPolicy},
    {"DelegatesAnotherAction",
     key_scene(key_policy_for(kRootA, "kms:DescribeKey"), {full_access()}), kImplicit,
     DeniedBy::KeyPolicy},
    {"RoleNamed", key_scene(key_policy_for(kRole), {}), kAllowed},
    {"RoleNamedBoundaryLimits", with_boundary(key_scene(key_policy_for(kRole), {}), queues_alone()),
     kImplicit, DeniedBy::PermissionsBoundary},
    {"SessionNamedBoundaryIgnored",
     with_boundary(key_scene(key_policy_for(kSession), {}), queues_alone()), kAllowed},
    {"EveryoneOfTheAccount", key_scene(key_policy_for("*"), {}), kAllowed},
    {"EveryoneOfAnotherAccountNeedsItsOwn",
     key_scene(key_policy_for("*"), {}, decrypting(kAccountB)), kImplicit,
     DeniedBy::IdentityPolicy},
    {"NoPolicyAtAll", key_scene({}, {full_access()}), kImplicit, DeniedBy::KeyPolicy},
    {"RootNamed", key_scene(key_policy_for(kRootA), {}, decrypting(kAccountA, kRootA)), kAllowed},
    {"RootHasNoPowerByItself", key_scene(key_policy_for(kUser), {}, decrypting(kAccountA, kRootA)),
     kImplicit, DeniedBy::KeyPolicy},
    {"WithoutResourceNoEffect",
     key_scene(policy({R"({"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root"},)"
                       R"("Action":"kms:*"})"}),
               {full_access()}),
     kImplicit, DeniedBy::KeyPolicy},
    {"OtherAccountBothSides",
     key_scene(key_policy_for(kRootA), {full_access()}, decrypting(kAccountB)), kAllowed},
    {"OtherAccountKeyPolicyAlone", key_scene(key_policy_for(kRole), {}, decrypting(kAccountB)),
     kImplicit, DeniedBy::IdentityPolicy},
    {"OtherAccountIdentityAlone", key_scene({}, {full_access()}, decrypting(kAccountB)), kImplicit,
     DeniedBy::KeyPolicy},
};

INSTANTIATE_TEST_SUITE_P(Keys, ResourceAuthorityTest, ValuesIn(kKeys), kCaseName);

struct CrossAccountAction {
  std::string action;
  bool works;
};

void PrintTo(const CrossAccountAction& c, std::ostream* out) {
  *out << c.action;
}

class CrossAccountActionTest : public ::testing::TestWithParam<CrossAccountAction> {};

TEST_P(CrossAccountActionTest, WorksOrNot) {
  Asked asked = decrypting(kAccountB);
  asked.action = "kms:" + GetParam().action;
  const Answer answer = ask(key_scene(key_policy_for(kRootA), {full_access()}, asked));
  EXPECT_EQ(answer.decision, GetParam().works ? kAllowed : kImplicit);
  EXPECT_EQ(answer.denied_by, GetParam().works ? DeniedBy::Nothing : DeniedBy::KeyPolicy);
}

const std::vector<CrossAccountAction> kCrossAccountActions = {
    {"Decrypt", true},       {"Encrypt", true},       {"GenerateDataKey", true},
    {"ReEncryptFrom", true}, {"ReEncryptTo", true},   {"DescribeKey", true},
    {"CreateGrant", true},   {"ListGrants", true},    {"RetireGrant", true},
    {"RevokeGrant", true},   {"GetPublicKey", true},  {"GetKeyRotationStatus", true},
    {"PutKeyPolicy", false}, {"GetKeyPolicy", false}, {"ScheduleKeyDeletion", false},
    {"DisableKey", false},   {"ReplicateKey", false}, {"TagResource", false}};

INSTANTIATE_TEST_SUITE_P(Keys, CrossAccountActionTest, ValuesIn(kCrossAccountActions),
                         [](const auto& test) { return test.param.action; });

// --- grants, 5.6.1 and recorded ---

Grant grant_to(std::string_view grantee, std::string_view issuer = kAccountA) {
  Grant grant;
  grant.grantee_principal = grantee;
  grant.issuing_account = issuer;
  grant.operations = {"Decrypt", "RetireGrant"};
  return grant;
}

Scene grant_scene(std::vector<Grant> grants, Asked asked = decrypting(),
                  std::vector<PolicyDocument> identity = {}) {
  Scene scene = key_scene(key_policy_for("arn:aws:iam::111111111111:role/other"),
                          std::move(identity), std::move(asked));
  scene.grants = std::move(grants);
  return scene;
}

Scene with_session(Scene scene, PolicyDocument session) {
  scene.session = {std::move(session)};
  return scene;
}

const std::vector<AuthorizerCase> kGrants = {
    {"ToTheRole", grant_scene({grant_to(kRole)}), kAllowed},
    {"None", grant_scene({}), kImplicit, DeniedBy::KeyPolicy},
    {"ToAnotherRole", grant_scene({grant_to("arn:aws:iam::111111111111:role/other")}), kImplicit,
     DeniedBy::KeyPolicy},
    {"ToTheRoleBoundaryLimits", with_boundary(grant_scene({grant_to(kRole)}), queues_alone()),
     kImplicit, DeniedBy::PermissionsBoundary},
    {"ToTheRoleSessionLimits", with_session(grant_scene({grant_to(kRole)}), queues_alone()),
     kImplicit, DeniedBy::SessionPolicy},
    {"ToTheSessionNothingLimits",
     with_boundary(with_session(grant_scene({grant_to(kSession)}), queues_alone()), queues_alone()),
     kAllowed},
    {"ToTheSessionButDenied",
     grant_scene({grant_to(kSession)}, decrypting(), {policy({deny("kms:Decrypt", "*")})}),
     kExplicit, DeniedBy::IdentityPolicy},
    {"ToASiblingSession",
     grant_scene({grant_to("arn:aws:sts::111111111111:assumed-role/repl/other")}), kImplicit,
     DeniedBy::KeyPolicy},
    {"ToTheAccountCoversItsPrincipals", grant_scene({grant_to(kRootA)}), kAllowed},
    {"CrossAccountOfTheOwnerNeedsIdentity",
     grant_scene({grant_to(kRole, kAccountB)}, decrypting(kAccountB)), kImplicit,
     DeniedBy::IdentityPolicy},
    {"CrossAccountOfTheOwnerAndIdentity",
     grant_scene({grant_to(kRole, kAccountB)}, decrypting(kAccountB), {full_access()}), kAllowed},
    {"CrossAccountIssuedAtHome", grant_scene({grant_to(kRole, kAccountA)}, decrypting(kAccountB)),
     kAllowed},
    {"CrossAccountIssuedAtHomeSessionLimits",
     with_session(grant_scene({grant_to(kRole, kAccountA)}, decrypting(kAccountB)), queues_alone()),
     kImplicit, DeniedBy::SessionPolicy},
    {"CrossAccountIssuedAtHomeToTheSession",
     with_session(grant_scene({grant_to(kSession, kAccountA)}, decrypting(kAccountB)),
                  queues_alone()),
     kAllowed},
    {"CrossAccountOneOfTwoIssuedAtHome",
     grant_scene({grant_to(kSession, kAccountB), grant_to(kRole, kAccountA)},
                 decrypting(kAccountB)),
     kAllowed},
    {"CrossAccountTheSameTwiceIssuedAtHomeLast",
     grant_scene({grant_to(kRole, kAccountB), grant_to(kRole, kAccountA)}, decrypting(kAccountB)),
     kAllowed},
    {"ToAService",
     grant_scene({grant_to("s3.amazonaws.com")}, decrypting(kAccountA, "s3.amazonaws.com")),
     kAllowed},
    {"ToAnotherService",
     grant_scene({grant_to("ec2.amazonaws.com")}, decrypting(kAccountA, "s3.amazonaws.com")),
     kImplicit, DeniedBy::KeyPolicy},
};

INSTANTIATE_TEST_SUITE_P(Grants, ResourceAuthorityTest, ValuesIn(kGrants), kCaseName);

// --- roles, 5.7 ---

Scene role_scene(std::string_view principal, const std::string& trusted,
                 std::vector<PolicyDocument> identity = {}) {
  Scene scene;
  scene.asked = {.principal = caller(principal),
                 .action = "sts:AssumeRole",
                 .resource = std::string(kRole),
                 .owner = std::string(kAccountA)};
  scene.authority = ResourceAuthority::Role;
  scene.identity = std::move(identity);
  scene.resource_policy =
      policy({R"({"Effect":"Allow","Principal":)" + trusted + R"(,"Action":"sts:AssumeRole"})"});
  return scene;
}

constexpr std::string_view kBob = "arn:aws:iam::222222222222:user/bob";

const std::vector<AuthorizerCase> kRoles = {
    {"ServiceTrusted", role_scene("s3.amazonaws.com", service_principal("s3.amazonaws.com")),
     kAllowed},
    {"AnotherServiceTrusted",
     role_scene("s3.amazonaws.com", service_principal("ec2.amazonaws.com")), kImplicit,
     DeniedBy::TrustPolicy},
    {"UserTrusted", role_scene(kUser, aws(kUser)), kAllowed},
    {"UserTrustedBoundaryIgnored", with_boundary(role_scene(kUser, aws(kUser)), queues_alone()),
     kAllowed},
    {"RoleTrustedBoundaryLimits", with_boundary(role_scene(kSession, aws(kRole)), queues_alone()),
     kImplicit, DeniedBy::PermissionsBoundary},
    {"RoleHasToTrustItself",
     role_scene(kSession, aws("arn:aws:iam::111111111111:role/other"), {full_access()}), kImplicit,
     DeniedBy::TrustPolicy},
    {"AccountTrusted", role_scene(kUser, aws(kRootA)), kImplicit, DeniedBy::IdentityPolicy},
    {"AccountTrustedAndIdentity", role_scene(kUser, aws(kRootA), {full_access()}), kAllowed},
    {"NotTrustedThoughAdministrator",
     role_scene(kUser, service_principal("s3.amazonaws.com"), {full_access()}), kImplicit,
     DeniedBy::TrustPolicy},
    {"RootNeedsTrust", role_scene(kRootA, service_principal("s3.amazonaws.com")), kImplicit,
     DeniedBy::TrustPolicy},
    {"RootTrusted", role_scene(kRootA, aws(kRootA)), kAllowed},
    {"OtherAccountTrustedAlone", role_scene(kBob, aws(kBob)), kImplicit, DeniedBy::IdentityPolicy},
    {"OtherAccountBothSides", role_scene(kBob, aws(kAccountB), {full_access()}), kAllowed},
    {"OtherAccountNotTrusted", role_scene(kBob, aws(kRootA), {full_access()}), kImplicit,
     DeniedBy::TrustPolicy},
};

INSTANTIATE_TEST_SUITE_P(Roles, ResourceAuthorityTest, ValuesIn(kRoles), kCaseName);

// --- buckets, 5.8 ---

Scene bucket_scene(Asked asked, BucketAccess access, std::optional<PolicyDocument> bucket_policy,
                   std::vector<PolicyDocument> identity = {full_access()}) {
  Scene scene;
  scene.asked = std::move(asked);
  scene.identity = std::move(identity);
  scene.resource_policy = std::move(bucket_policy);
  scene.bucket = std::move(access);
  return scene;
}

Asked asked_of_b(std::string_view principal, std::string action = "s3:GetObject") {
  return {
      .principal = caller(principal), .action = std::move(action), .owner = std::string(kAccountB)};
}

BucketAccess restricted(bool policy_is_public) {
  BucketAccess access;
  access.restrict_public_buckets = true;
  access.policy_is_public = policy_is_public;
  return access;
}

BucketAccess with_acl(const std::string& grantee, const std::string& permission,
                      bool enabled = true) {
  BucketAccess access;
  access.acls_enabled = enabled;
  access.bucket_acl = {{"", grantee, permission}};
  access.object_acl = access.bucket_acl;
  return access;
}

BucketAccess owned_by(const std::string& object_owner, BucketAccess access) {
  access.object_owner = object_owner;
  return access;
}

const std::string kA(kAccountA);
const std::string kAllUsers = "http://acs.amazonaws.com/groups/global/AllUsers";

const std::vector<AuthorizerCase> kBuckets = {
    {"PublicPolicyCutsAForeignCaller",
     bucket_scene(asked_of_b(kSession), restricted(true), reading_by(aws(kRootA))), kImplicit,
     DeniedBy::BlockPublicAccess},
    {"PolicyThatIsNotPublicCutsNobody",
     bucket_scene(asked_of_b(kSession), restricted(false), reading_by(aws(kRootA))), kAllowed},
    {"PublicPolicyCutsAnonymousCallers",
     bucket_scene(asked_of_b("*"), restricted(true), reading_by("*")), kImplicit,
     DeniedBy::BlockPublicAccess},
    {"PublicPolicyCutsAnonymousCallersOfNoKnownOwner",
     bucket_scene({.principal = caller("*"), .owner = ""}, restricted(true), reading_by("*")),
     kImplicit, DeniedBy::BlockPublicAccess},
    {"PublicPolicyDoesNotCutTheOwner",
     bucket_scene({}, restricted(true), reading_by(aws(kRole)), {}), kAllowed},
    {"PublicPolicyDoesNotCutServices",
     bucket_scene(asked_of_b("s3.amazonaws.com"), restricted(true), reading_by("*")), kAllowed},
    {"ItsDeniesStay",
     bucket_scene(asked_of_b(kSession), restricted(true),
                  policy({allow_to("*", "*", "*"), deny_to("*", "s3:*", "*")})),
     kExplicit, DeniedBy::BucketPolicy},
    {"AclLetsAnAccountIn", bucket_scene(asked_of_b(kSession), with_acl(kA, "READ"), {}), kAllowed},
    {"AclNeedsTheIdentityPolicyToo",
     bucket_scene(asked_of_b(kSession), with_acl(kA, "READ"), {}, {}), kImplicit,
     DeniedBy::IdentityPolicy},
    {"AclIsIgnoredWhereTheOwnerIsEnforced",
     bucket_scene(asked_of_b(kSession), with_acl(kA, "READ", false), {}), kImplicit,
     DeniedBy::BucketPolicy},
    {"AclMapsToNoReplication",
     bucket_scene(asked_of_b(kSession, "s3:ReplicateObject"), with_acl(kA, "FULL_CONTROL"), {}),
     kImplicit, DeniedBy::BucketPolicy},
    {"AclMapsWriteToPutObject",
     bucket_scene(asked_of_b(kSession, "s3:PutObject"), with_acl(kA, "WRITE"), {}), kAllowed},
    {"AclCannotGrantWithinTheAccount", bucket_scene({}, with_acl(kA, "READ"), {}, {}), kImplicit,
     DeniedBy::IdentityPolicy},
    {"AclDoesNotBeatADeny",
     bucket_scene(asked_of_b(kSession), with_acl(kA, "READ"), policy({deny_to("*", "s3:*", "*")})),
     kExplicit, DeniedBy::BucketPolicy},
    {"PublicAclLetsAnonymousIn", bucket_scene(asked_of_b("*"), with_acl(kAllUsers, "READ"), {}),
     kAllowed},
    {"RestrictionsDoNotCutAPublicAclWithoutPolicy",
     bucket_scene(asked_of_b("*"),
                  [] {
                    BucketAccess access = with_acl(kAllUsers, "READ");
                    access.restrict_public_buckets = true;
                    return access;
                  }(),
                  {}),
     kAllowed},
    {"ObjectOfAnotherOwnerIsNotTheBucketPolicys",
     bucket_scene(asked_of_b(kSession), owned_by("333333333333", with_acl("nobody", "READ")),
                  reading_by(aws(kRootA))),
     kImplicit, DeniedBy::BucketPolicy},
    {"ObjectOfAnotherOwnerAndItsAcl",
     bucket_scene(asked_of_b(kSession), owned_by("333333333333", with_acl(kA, "READ")),
                  reading_by(aws(kRootA))),
     kAllowed},
    {"ObjectOfAnotherOwnerWhereTheOwnerIsEnforced",
     bucket_scene(asked_of_b(kSession), owned_by("333333333333", with_acl("nobody", "READ", false)),
                  reading_by(aws(kRootA))),
     kAllowed},
    {"RootKeepsTheBucketPolicy",
     bucket_scene({.principal = caller(kRootA), .action = "s3:PutBucketPolicy"}, {},
                  policy({deny_to("*", "s3:*", "*")})),
     kAllowed},
    {"RootKeepsNothingElse",
     bucket_scene({.principal = caller(kRootA), .action = "s3:PutBucketAcl"}, {},
                  policy({deny_to("*", "s3:*", "*")})),
     kExplicit, DeniedBy::BucketPolicy},
    {"RootOfAnotherAccountDoesNot",
     bucket_scene(asked_of_b(kRootA, "s3:PutBucketPolicy"), {},
                  policy({deny_to("*", "s3:*", "*")})),
     kExplicit, DeniedBy::BucketPolicy},
    {"UsersDoNotKeepIt",
     bucket_scene({.principal = caller(kUser), .action = "s3:PutBucketPolicy"}, {},
                  policy({deny_to("*", "s3:*", "*")})),
     kExplicit, DeniedBy::BucketPolicy},
};

INSTANTIATE_TEST_SUITE_P(Buckets, ResourceAuthorityTest, ValuesIn(kBuckets), kCaseName);

}  // namespace
}  // namespace replisim
