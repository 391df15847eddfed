#include "sim/iam/world_policies.h"

#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/iam/managed_policies.h"
#include "tests/sim/iam/scene.h"

namespace replisim {
namespace {

using ::testing::IsEmpty;

constexpr std::string_view kManagement = "999999999999";
constexpr std::string_view kRoleId = "AROAEXAMPLEREPL00001";

OrganizationPolicy named(std::string name, PolicyDocument document) {
  return {std::move(name), std::move(document)};
}

// Accounts A with role repl, user jane of group readers, bucket own and a key; B; an organization
// o-org1 / r-ab12 / ou-ab12-prod that holds both, managed by M.
World world() {
  World made;
  Account a;
  a.id = kAccountA;
  a.canonical_user_id = "canonical-a";
  Role role;
  role.role_name = "repl";
  role.path = "/service-role/";
  role.role_id = kRoleId;
  role.tags = {{"team", "red"}};
  role.trust_policy = policy({R"({"Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},)"
                              R"("Action":"sts:AssumeRole"})"});
  role.inline_policies = {{"replicate", policy({allow("s3:GetObject", "*")}), {}}};
  a.roles = {role};
  User user;
  user.user_name = "jane";
  user.user_id = "AIDAEXAMPLEJANE00001";
  user.groups = {"readers"};
  a.users = {user};
  Group group;
  group.group_name = "readers";
  group.inline_policies = {{"read", policy({allow("s3:GetObject", "*")}), {}}};
  a.groups = {group};
  Bucket bucket;
  bucket.name = "own";
  a.buckets = {bucket};
  Key key;
  key.key_id = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
  key.region = "us-east-1";
  a.keys = {key};
  Account b;
  b.id = kAccountB;
  Account m;
  m.id = kManagement;
  made.accounts = {a, b, m};
  Organization organization;
  organization.id = "o-org1";
  organization.management_account_id = kManagement;
  organization.root.id = "r-ab12";
  organization.root.units.emplace_back();
  organization.root.units.front().id = "ou-ab12-prod";
  organization.root.units.front().accounts = {std::string(kAccountA), std::string(kAccountB)};
  made.organization = organization;
  return made;
}

constexpr std::string_view kRoleArn = "arn:aws:iam::111111111111:role/service-role/repl";

std::string value_of(const RequestContext& context, std::string_view key) {
  const ContextValue* value = context.find(key);
  return value == nullptr ? "absent" : value->values.front();
}

Verdict decide_on_object(WorldPolicies& policies, const CallerFacts& who,
                         const std::string& action = "s3:GetObject") {
  const ResourceFacts& bucket = policies.bucket("own");
  Request request;
  request.principal = &who.principal;
  request.action = RequestAction(action);
  request.resource = RequestResource("arn:aws:s3:::own/x");
  request.resource_account = bucket.policies.account;
  request.context.add_layer(who.context);
  request.context.add_layer(bucket.context);
  return decide(request, who.policies, bucket.policies);
}

// --- callers ---

TEST(WorldCallerTest, ASessionHasTheRolesPoliciesTagsAndIds) {
  const World made = world();
  WorldPolicies policies(made);
  const CallerFacts& who = policies.role_session(kRoleArn, "s3-replication");
  EXPECT_EQ(who.principal.arn, kSession) << "without the path";
  EXPECT_EQ(who.principal.iam_arn, kRoleArn);
  EXPECT_EQ(who.principal.unique_id, kRoleId);
  EXPECT_EQ(who.policies.identity.size(), 1U);
  EXPECT_EQ(value_of(who.context, "aws:PrincipalTag/team"), "red");
  EXPECT_EQ(value_of(who.context, "aws:userid"), "AROAEXAMPLEREPL00001:s3-replication");
  EXPECT_EQ(value_of(who.context, "aws:PrincipalArn"), kRoleArn);
  EXPECT_EQ(value_of(who.context, "aws:PrincipalOrgID"), "o-org1");
  EXPECT_EQ(value_of(who.context, "aws:PrincipalOrgPaths"), "o-org1/r-ab12/ou-ab12-prod/");
  EXPECT_TRUE(decide_on_object(policies, who).is_allowed());
}

TEST(WorldCallerTest, TheArnOfASessionFindsTheRoleAndItsPath) {
  const World made = world();
  WorldPolicies policies(made);
  const CallerFacts& who = policies.caller(kSession);
  EXPECT_EQ(who.principal.iam_arn, kRoleArn);
  EXPECT_TRUE(who.principal.path_is_known);
  EXPECT_TRUE(decide_on_object(policies, who).is_allowed());
}

TEST(WorldCallerTest, AServiceLinkedRoleIsKnownByItsSessionToo) {
  World made = world();
  made.accounts[0].roles[0].path = "/aws-service-role/x.amazonaws.com/";
  made.organization->root.policies.service_control = {named("none", policy({deny("*", "*")}))};
  WorldPolicies policies(made);
  EXPECT_TRUE(policies.caller(kSession).principal.is_service_linked_role);
  EXPECT_TRUE(decide_on_object(policies, policies.caller(kSession)).is_allowed());
  EXPECT_FALSE(decide_on_object(policies, policies.caller(kUser)).is_allowed());
}

TEST(WorldCallerTest, AUserHasThePoliciesOfItsGroups) {
  World made = world();
  {
    WorldPolicies policies(made);
    EXPECT_TRUE(decide_on_object(policies, policies.caller(kUser)).is_allowed());
    EXPECT_EQ(value_of(policies.caller(kUser).context, "aws:username"), "jane");
  }
  made.accounts[0].users[0].groups.clear();
  WorldPolicies policies(made);
  EXPECT_EQ(decide_on_object(policies, policies.caller(kUser)).denied_by, DeniedBy::IdentityPolicy);
}

TEST(WorldCallerTest, WhatChangedIsSeenOnceItIsForgotten) {
  World made = world();
  WorldPolicies policies(made);
  EXPECT_TRUE(decide_on_object(policies, policies.caller(kUser)).is_allowed());
  made.accounts[0].groups[0].inline_policies.clear();
  EXPECT_TRUE(decide_on_object(policies, policies.caller(kUser)).is_allowed());
  policies.forget_callers();
  EXPECT_FALSE(decide_on_object(policies, policies.caller(kUser)).is_allowed());
}

TEST(WorldCallerTest, APermissionsBoundaryLimits) {
  World made = world();
  ManagedPolicy boundary;
  boundary.policy_name = "limit";
  boundary.document = policy({allow("sqs:*", "*")});
  made.accounts[0].policies = {boundary};
  made.accounts[0].roles[0].permissions_boundary =
      AttachedPolicy{"arn:aws:iam::111111111111:policy/limit", {}};
  WorldPolicies policies(made);
  const CallerFacts& who = policies.role_session(kRoleArn, "s");
  EXPECT_TRUE(who.principal.has_permissions_boundary);
  EXPECT_EQ(decide_on_object(policies, who).denied_by, DeniedBy::PermissionsBoundary);
}

TEST(WorldCallerTest, ManagedPoliciesOfTheAccountAndOfAwsAreFound) {
  World made = world();
  made.accounts[0].groups[0].inline_policies.clear();
  made.accounts[0].users[0].attached_policies = {
      {"arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", {}}};
  WorldPolicies policies(made);
  EXPECT_TRUE(decide_on_object(policies, policies.caller(kUser)).is_allowed());
  EXPECT_EQ(decide_on_object(policies, policies.caller(kUser), "s3:PutObject").decision,
            Decision::ImplicitDeny);
}

// --- what is not in the model ---

Decision of_unknown_managed_policy(AssumeMissing assume) {
  World made = world();
  made.assume_missing = assume;
  made.accounts[0].roles[0].inline_policies.clear();
  made.accounts[0].roles[0].attached_policies = {{"arn:aws:iam::aws:policy/SomethingElse", {}}};
  WorldPolicies policies(made);
  return decide_on_object(policies, policies.role_session(kRoleArn, "s")).decision;
}

TEST(MissingPolicyTest, SaysWhatTheWorldAssumes) {
  EXPECT_EQ(of_unknown_managed_policy(AssumeMissing::Unknown), Decision::Unknown);
  EXPECT_EQ(of_unknown_managed_policy(AssumeMissing::Allow), Decision::Allow);
  EXPECT_EQ(of_unknown_managed_policy(AssumeMissing::Deny), Decision::ImplicitDeny);
}

Decision of_unknown_caller(AssumeMissing assume) {
  World made = world();
  made.assume_missing = assume;
  made.accounts[0].buckets[0].policy =
      policy({allow_to(aws("333333333333"), "s3:*", "arn:aws:s3:::own/*")});
  WorldPolicies policies(made);
  return decide_on_object(policies, policies.caller("arn:aws:iam::333333333333:role/x")).decision;
}

TEST(MissingPolicyTest, ACallerOfAnAccountThatIsNotThere) {
  EXPECT_EQ(of_unknown_caller(AssumeMissing::Unknown), Decision::Unknown);
  EXPECT_EQ(of_unknown_caller(AssumeMissing::Allow), Decision::Allow);
  EXPECT_EQ(of_unknown_caller(AssumeMissing::Deny), Decision::ImplicitDeny);
}

TEST(MissingPolicyTest, ABucketPolicyThatWasNotImportedMayAllowAndMayDeny) {
  World made = world();
  made.accounts[0].buckets[0].policy_unknown = true;
  WorldPolicies policies(made);
  EXPECT_TRUE(policies.bucket("own").policies.is_unknown);
  EXPECT_EQ(decide_on_object(policies, policies.role_session(kRoleArn, "s")).decision,
            Decision::Unknown);
}

TEST(MissingPolicyTest, ABucketThatIsNotThereIsUnknown) {
  const World made = world();
  WorldPolicies policies(made);
  EXPECT_FALSE(policies.bucket("elsewhere").exists);
  EXPECT_TRUE(policies.bucket("elsewhere").policies.is_unknown);
  EXPECT_FALSE(policies.bucket("own").policies.is_unknown);
}

// --- organizations ---

Verdict under(const std::vector<std::pair<int, PolicyDocument>>& service_control_by_level) {
  World made = world();
  Organization& organization = *made.organization;
  LevelPolicies* levels[] = {&organization.root.policies, &organization.root.units[0].policies,
                             &organization.account_policies[std::string(kAccountA)]};
  for (const auto& [level, document] : service_control_by_level) {
    if (!levels[level]->service_control) {
      levels[level]->service_control.emplace();
    }
    levels[level]->service_control->push_back(named("p", document));
  }
  WorldPolicies policies(made);
  return decide_on_object(policies, policies.role_session(kRoleArn, "s"));
}

TEST(OrganizationLevelsTest, WithoutListsEveryLevelHasFullAccess) {
  const World made = world();
  WorldPolicies policies(made);
  EXPECT_EQ(policies.caller(kUser).policies.service_control.size(), 3U) << "root, unit, account";
  EXPECT_TRUE(under({}).is_allowed());
}

TEST(OrganizationLevelsTest, AListReplacesFullAccess) {
  const Verdict verdict = under({{1, policy({allow("sqs:*", "*")})}});
  EXPECT_EQ(verdict.decision, Decision::ImplicitDeny);
  EXPECT_EQ(verdict.denied_by, DeniedBy::ServiceControlPolicy);
  EXPECT_EQ(verdict.level, 1U);
  EXPECT_TRUE(under({{1, policy({allow("s3:*", "*")})}}).is_allowed());
}

TEST(OrganizationLevelsTest, ADenyOfAnyLevelIsFinal) {
  for (int level = 0; level < 3; ++level) {
    const Verdict verdict = under({{level, full_access()}, {level, policy({deny("s3:*", "*")})}});
    EXPECT_EQ(verdict.decision, Decision::ExplicitDeny) << level;
    EXPECT_EQ(verdict.level, static_cast<std::uint32_t>(level));
  }
}

TEST(OrganizationLevelsTest, TheManagementAccountIsExempt) {
  World made = world();
  made.organization->root.policies.service_control = {named("none", policy({deny("*", "*")}))};
  made.organization->root.policies.resource_control = {
      named("none", policy({deny_to("*", "*", "*")}))};
  WorldPolicies policies(made);
  EXPECT_THAT(policies.caller(kManagement).policies.service_control, IsEmpty());
  EXPECT_FALSE(policies.caller(kUser).policies.service_control.empty());
  EXPECT_FALSE(policies.bucket("own").policies.resource_control.empty());
}

TEST(OrganizationLevelsTest, WhoIsNoMemberIsNotBoundAndHasNoOrganization) {
  World made = world();
  Account c;
  c.id = "333333333333";
  made.accounts.push_back(c);
  WorldPolicies policies(made);
  const CallerFacts& stranger = policies.caller("333333333333");
  EXPECT_THAT(stranger.policies.service_control, IsEmpty());
  EXPECT_EQ(value_of(stranger.context, "aws:PrincipalOrgID"), "absent");
}

TEST(OrganizationLevelsTest, FullAccessOfRcpsCannotBeDetached) {
  World made = world();
  made.organization->root.policies.resource_control.emplace();
  WorldPolicies policies(made);
  EXPECT_TRUE(decide_on_object(policies, policies.role_session(kRoleArn, "s")).is_allowed());
  made.organization->root.policies.resource_control->push_back(
      named("no", policy({deny_to("*", "s3:*", "*")})));
  policies.forget_all();
  EXPECT_EQ(decide_on_object(policies, policies.role_session(kRoleArn, "s")).denied_by,
            DeniedBy::ResourceControlPolicy);
}

// --- unique ids, 1.3 ---

TEST(UniqueIdTest, ARoleThatIsDeletedAndMadeAgainLosesWhatNamedIt) {
  World made = world();
  made.accounts[0].roles[0].inline_policies.clear();
  made.accounts[0].buckets[0].policy =
      policy({allow_to(aws(kRoleArn), "s3:*", "arn:aws:s3:::own/*")});
  store_unique_ids(made);
  {
    WorldPolicies policies(made);
    EXPECT_TRUE(decide_on_object(policies, policies.role_session(kRoleArn, "s")).is_allowed());
  }
  made.accounts[0].roles[0].role_id = "AROAEXAMPLEREPL00002";  // deleted and made again
  {
    WorldPolicies policies(made);
    EXPECT_EQ(decide_on_object(policies, policies.role_session(kRoleArn, "s")).denied_by,
              DeniedBy::IdentityPolicy);
  }
  PolicyDocument saved_again = policy({allow_to(aws(kRoleArn), "s3:*", "arn:aws:s3:::own/*")});
  store_unique_ids(saved_again, made);
  made.accounts[0].buckets[0].policy = saved_again;
  WorldPolicies policies(made);
  EXPECT_TRUE(decide_on_object(policies, policies.role_session(kRoleArn, "s")).is_allowed());
}

TEST(UniqueIdTest, ArnsInConditionsAreNotBoundToIds) {
  World made = world();
  made.accounts[0].roles[0].inline_policies.clear();
  made.accounts[0].buckets[0].policy =
      policy({allow_to("*", "s3:*", "arn:aws:s3:::own/*",
                       R"({"ArnEquals":{"aws:PrincipalArn":)"
                       R"("arn:aws:iam::111111111111:role/service-role/repl"}})")});
  store_unique_ids(made);
  made.accounts[0].roles[0].role_id = "AROAEXAMPLEREPL00002";
  WorldPolicies policies(made);
  EXPECT_TRUE(decide_on_object(policies, policies.role_session(kRoleArn, "s")).is_allowed());
}

TEST(UniqueIdTest, ArePutWhereNoneIsGivenAndAlwaysTheSame) {
  World made = world();
  made.accounts[0].roles[0].role_id.clear();
  made.accounts[0].users[0].user_id.clear();
  store_unique_ids(made);
  const std::string role_id = made.accounts[0].roles[0].role_id;
  EXPECT_EQ(role_id.substr(0, 4), "AROA");
  EXPECT_EQ(role_id.size(), 21U);
  EXPECT_EQ(made.accounts[0].users[0].user_id.substr(0, 4), "AIDA");
  EXPECT_EQ(role_id, make_unique_id("AROA", kRoleArn));
  EXPECT_NE(role_id, make_unique_id("AROA", "arn:aws:iam::111111111111:role/other"));
}

TEST(UniqueIdTest, GrantsAreBoundToTheRoleTheyWereMadeFor) {
  World made = world();
  Grant grant;
  grant.grantee_principal = kRoleArn;
  grant.operations = {"Decrypt"};
  made.accounts[0].keys[0].grants = {grant};
  store_unique_ids(made);
  EXPECT_EQ(made.accounts[0].keys[0].grants[0].grantee_unique_id, kRoleId);
}

// --- buckets ---

TEST(WorldBucketTest, TagsAreSeenWhereAbacIsEnabled) {
  World made = world();
  made.accounts[0].buckets[0].tags = {{"env", "prod"}};
  {
    WorldPolicies policies(made);
    EXPECT_EQ(value_of(policies.bucket("own").context, "aws:ResourceTag/env"), "absent");
    EXPECT_EQ(value_of(policies.bucket("own").context, "s3:BucketTag/env"), "absent");
  }
  made.accounts[0].buckets[0].abac_enabled = true;
  WorldPolicies policies(made);
  EXPECT_EQ(value_of(policies.bucket("own").context, "aws:ResourceTag/env"), "prod");
  EXPECT_EQ(value_of(policies.bucket("own").context, "s3:BucketTag/env"), "prod");
}

TEST(WorldBucketTest, HasItsOwnersKeys) {
  const World made = world();
  WorldPolicies policies(made);
  const ResourceFacts& bucket = policies.bucket("own");
  EXPECT_TRUE(bucket.exists);
  EXPECT_EQ(bucket.arn, "arn:aws:s3:::own");
  EXPECT_EQ(bucket.policies.account, kAccountA);
  EXPECT_EQ(value_of(bucket.context, "aws:ResourceAccount"), kAccountA);
  EXPECT_EQ(value_of(bucket.context, "s3:ResourceAccount"), kAccountA);
  EXPECT_EQ(value_of(bucket.context, "aws:ResourceOrgID"), "o-org1");
}

TEST(WorldBucketTest, BlockPublicAccessOfTheAccountCountsToo) {
  World made = world();
  made.accounts[0].buckets[0].policy =
      policy({allow_to("*", "s3:GetObject", "arn:aws:s3:::own/*")});
  {
    WorldPolicies policies(made);
    EXPECT_FALSE(policies.bucket("own").policies.bucket.restrict_public_buckets);
    EXPECT_TRUE(policies.bucket("own").policies.bucket.policy_is_public);
  }
  PublicAccessBlock block;
  block.restrict_public_buckets = true;
  made.accounts[0].public_access_block = block;
  WorldPolicies policies(made);
  EXPECT_TRUE(policies.bucket("own").policies.bucket.restrict_public_buckets);
  EXPECT_FALSE(policies.bucket("own").policies.bucket.ignore_public_acls);
}

TEST(WorldBucketTest, AclsAreOffUnlessObjectOwnershipSaysOtherwise) {
  World made = world();
  {
    WorldPolicies policies(made);
    EXPECT_FALSE(policies.bucket("own").policies.bucket.acls_enabled);
  }
  made.accounts[0].buckets[0].ownership = ObjectOwnership::ObjectWriter;
  WorldPolicies policies(made);
  EXPECT_TRUE(policies.bucket("own").policies.bucket.acls_enabled);
}

// --- keys, 6.4 ---

Verdict decrypt(WorldPolicies& policies, const CallerFacts& who, std::string_view via = "") {
  const ResourceFacts& key = policies.key(kKeyA);
  Request request;
  request.principal = &who.principal;
  request.action = RequestAction("kms:Decrypt");
  request.resource = RequestResource(std::string(kKeyA));
  request.context.set("kms:CallerAccount", who.principal.account);
  if (!via.empty()) {
    request.context.set("kms:ViaService", std::string(via));
  }
  request.context.add_layer(who.context);
  request.context.add_layer(key.context);
  return decide(request, who.policies, key.policies);
}

TEST(WorldKeyTest, TheDefaultKeyPolicyDelegatesToTheAccount) {
  World made = world();
  {
    WorldPolicies policies(made);
    EXPECT_EQ(decrypt(policies, policies.role_session(kRoleArn, "s")).denied_by,
              DeniedBy::IdentityPolicy);
  }
  made.accounts[0].roles[0].inline_policies.push_back({"k", policy({allow("kms:*", "*")}), {}});
  WorldPolicies policies(made);
  EXPECT_TRUE(decrypt(policies, policies.role_session(kRoleArn, "s")).is_allowed());
}

TEST(WorldKeyTest, AnAwsManagedKeyServesItsAccountThroughS3Alone) {
  World made = world();
  made.accounts[0].keys[0].manager = KeyManager::Aws;
  Role foreign;
  foreign.role_name = "repl";
  foreign.inline_policies = {{"k", policy({allow("kms:*", "*")}), {}}};
  made.accounts[1].roles = {foreign};
  made.organization->root.policies.resource_control = {
      named("no", policy({deny_to("*", "kms:*", "*")}))};
  WorldPolicies policies(made);
  const CallerFacts& own = policies.role_session(kRoleArn, "s");
  EXPECT_TRUE(decrypt(policies, own, "s3.us-east-1.amazonaws.com").is_allowed())
      << "needs no identity policy, and no RCP reaches it";
  EXPECT_FALSE(decrypt(policies, own, "s3.eu-west-1.amazonaws.com").is_allowed());
  EXPECT_FALSE(decrypt(policies, own).is_allowed());
  const CallerFacts& other = policies.role_session("arn:aws:iam::222222222222:role/repl", "s");
  EXPECT_FALSE(decrypt(policies, other, "s3.us-east-1.amazonaws.com").is_allowed());
}

TEST(WorldKeyTest, HasTheKeysOfItsKind) {
  World made = world();
  made.accounts[0].keys[0].aliases = {"alias/k"};
  made.accounts[0].keys[0].tags = {{"env", "prod"}};
  WorldPolicies policies(made);
  const RequestContext& context = policies.key(kKeyA).context;
  EXPECT_EQ(value_of(context, "kms:KeySpec"), "SYMMETRIC_DEFAULT");
  EXPECT_EQ(value_of(context, "kms:KeyUsage"), "ENCRYPT_DECRYPT");
  EXPECT_EQ(value_of(context, "kms:KeyOrigin"), "AWS_KMS");
  EXPECT_EQ(value_of(context, "kms:MultiRegion"), "false");
  EXPECT_EQ(value_of(context, "aws:ResourceTag/env"), "prod");
  EXPECT_EQ(value_of(context, "kms:ResourceAliases"), "alias/k");
  EXPECT_TRUE(context.find("kms:ResourceAliases")->is_multivalued);
}

// --- roles ---

TEST(WorldRoleTest, ItsTrustPolicyGuardsIt) {
  const World made = world();
  WorldPolicies policies(made);
  const ResourceFacts& role = policies.role(kRoleArn);
  EXPECT_TRUE(role.exists);
  EXPECT_EQ(role.policies.authority, ResourceAuthority::Role);
  EXPECT_EQ(value_of(role.context, "iam:ResourceTag/team"), "red");
  EXPECT_FALSE(policies.role("arn:aws:iam::111111111111:role/none").exists);
  EXPECT_FALSE(policies.role("arn:aws:iam::111111111111:role/none").policies.is_unknown)
      << "the account is there, the role is not";
  EXPECT_TRUE(policies.role("arn:aws:iam::333333333333:role/none").policies.is_unknown);
}

// --- managed policies ---

TEST(ManagedPolicyTest, ThoseOfAwsThatAreKnown) {
  const auto admin = aws_managed_policy("arn:aws:iam::aws:policy/AdministratorAccess");
  ASSERT_TRUE(admin);
  EXPECT_EQ(admin->statements.front().actions.front().text, "*");
  EXPECT_TRUE(aws_managed_policy("arn:aws-cn:iam::aws:policy/AmazonS3FullAccess"));
  EXPECT_FALSE(aws_managed_policy("arn:aws:iam::aws:policy/SomethingElse"));
  EXPECT_FALSE(aws_managed_policy("arn:aws:iam::111111111111:policy/AdministratorAccess"));
}

}  // namespace
}  // namespace replisim
