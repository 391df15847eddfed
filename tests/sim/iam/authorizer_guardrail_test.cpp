// SCPs and RCPs, level by level, and whom they do not bind: iam-evaluation 5.2 and 5.3.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/iam/authorizer.h"
#include "tests/sim/iam/authorizer_cases.h"
#include "tests/sim/iam/scene.h"

namespace replisim {
namespace {

using ::testing::ValuesIn;
using Levels = std::vector<std::vector<PolicyDocument>>;

constexpr std::string_view kServiceLinkedRole =
    "arn:aws:iam::111111111111:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX";

struct GuardrailCase {
  std::string name;
  Scene scene;
  Decision decision;
  DeniedBy denied_by = DeniedBy::Nothing;
  std::uint32_t level = 0;  // that is told, from the root
};

void PrintTo(const GuardrailCase& c, std::ostream* out) {
  *out << c.name;
}

class GuardrailTest : public ::testing::TestWithParam<GuardrailCase> {};

TEST_P(GuardrailTest, Decides) {
  const GuardrailCase& c = GetParam();
  const Answer answer = ask(c.scene);
  EXPECT_EQ(to_string(answer.decision), to_string(c.decision)) << c.scene;
  EXPECT_EQ(to_string(answer.denied_by), to_string(c.denied_by)) << c.scene;
  EXPECT_EQ(answer.level, c.level);
}

const auto kCaseName = [](const auto& test) { return test.param.name; };

PolicyDocument denies_reading() {
  return policy({deny("s3:GetObject", "*")});
}

Scene under_scps(Levels levels, Asked asked = {}) {
  Scene scene;
  scene.asked = std::move(asked);
  scene.identity = {full_access()};
  scene.service_control = std::move(levels);
  return scene;
}

Scene with_bucket_policy(Scene scene, PolicyDocument bucket_policy) {
  scene.resource_policy = std::move(bucket_policy);
  return scene;
}

const PolicyDocument kFull = full_access();

const std::vector<GuardrailCase> kServiceControl = {
    {"AllowedAtEveryLevel", under_scps({{kFull}, {kFull}, {kFull}}), kAllowed},
    {"NotAllowedAtOneLevel", under_scps({{kFull}, {queues_alone()}, {kFull}}), kImplicit,
     DeniedBy::ServiceControlPolicy, 1},
    {"NothingAttachedToALevel", under_scps({{kFull}, {kFull}, {}}), kImplicit,
     DeniedBy::ServiceControlPolicy, 2},
    {"PoliciesOfALevelAreUnited", under_scps({{queues_alone(), kFull}, {kFull}}), kAllowed},
    {"LevelsAreNotUnited", under_scps({{kFull}, {policy({allow("kms:*", "*")}), queues_alone()}}),
     kImplicit, DeniedBy::ServiceControlPolicy, 1},
    {"TheFirstLevelThatDoesNotAllowIsTold", under_scps({{queues_alone()}, {queues_alone()}}),
     kImplicit, DeniedBy::ServiceControlPolicy, 0},
    {"DeniedAtOneLevel", under_scps({{kFull}, {kFull, denies_reading()}}), kExplicit,
     DeniedBy::ServiceControlPolicy, 1},
    {"ADenyIsTheBucketPolicysTooAlsoWhereItLetsEveryoneIn",
     with_bucket_policy(under_scps({{queues_alone()}}), reading_by("*")), kImplicit,
     DeniedBy::ServiceControlPolicy},
    {"GrantsNothing",
     [] {
       Scene scene = under_scps({{kFull}});
       scene.identity.clear();
       return scene;
     }(),
     kImplicit, DeniedBy::IdentityPolicy},
    {"ConditionOnAllow",
     under_scps({{policy(
         {allow("s3:*", "*", R"({"StringEquals":{"aws:RequestedRegion":"eu-west-1"}})")})}}),
     kImplicit, DeniedBy::ServiceControlPolicy},
    {"ConditionOnAllowHolds",
     under_scps({{policy({allow("s3:*", "*",
                                R"({"StringEquals":{"aws:RequestedRegion":"eu-west-1"}})")})}},
                {.context = {{"aws:RequestedRegion", {"eu-west-1"}, false}}}),
     kAllowed},
    {"NotResource",
     under_scps({{policy({R"({"Effect":"Allow","Action":"s3:*","NotResource":)"
                          R"("arn:aws:s3:::own/*"})"})}}),
     kImplicit, DeniedBy::ServiceControlPolicy},
    {"BindsUsers", under_scps({{denies_reading()}}, {.principal = caller(kUser)}), kExplicit,
     DeniedBy::ServiceControlPolicy},
    {"BindsTheRootUser", under_scps({{queues_alone()}}, {.principal = caller(kRootA)}), kImplicit,
     DeniedBy::ServiceControlPolicy},
    {"BindsFederatedUsers", under_scps({{denies_reading()}}, {.principal = caller(kFederated)}),
     kExplicit, DeniedBy::ServiceControlPolicy},
    {"DoesNotBindServiceLinkedRoles",
     under_scps({{denies_reading()}}, {.principal = caller(kServiceLinkedRole)}), kAllowed},
    {"DoesNotBindServices",
     with_bucket_policy(under_scps({{denies_reading()}}, {.principal = caller("s3.amazonaws.com")}),
                        reading_by(service_principal("s3.amazonaws.com"))),
     kAllowed},
    {"DoesNotBindAnonymousCallers",
     with_bucket_policy(under_scps({{denies_reading()}}, {.principal = caller("*")}),
                        reading_by("*")),
     kAllowed},
    {"NoOrganization", under_scps({}), kAllowed},
};

INSTANTIATE_TEST_SUITE_P(ServiceControl, GuardrailTest, ValuesIn(kServiceControl), kCaseName);

PolicyDocument rcp_denying(std::string_view action, std::string_view condition = "") {
  return policy({allow_to("*", "*", "*"), deny_to("*", action, "*", condition)});
}

Scene under_rcps(Levels levels, Asked asked = {}) {
  Scene scene;
  scene.asked = std::move(asked);
  scene.identity = {full_access()};
  scene.resource_policy = policy({allow_to("*", "*", "*")});
  scene.resource_control = std::move(levels);
  return scene;
}

Scene about_a_key(Scene scene, std::string action) {
  scene.authority = ResourceAuthority::Key;
  scene.asked.action = std::move(action);
  scene.asked.resource = std::string(kKeyA);
  return scene;
}

constexpr std::string_view kOutsiders =
    R"({"StringNotEqualsIfExists":{"aws:PrincipalOrgID":"o-org1"},)"
    R"("BoolIfExists":{"aws:PrincipalIsAWSService":"false"}})";

const PolicyDocument kFullRcp = full_access_for_all();

const std::vector<GuardrailCase> kResourceControl = {
    {"AllowedAtEveryLevel", under_rcps({{kFullRcp}, {kFullRcp}}), kAllowed},
    {"NotAllowedAtOneLevel", under_rcps({{kFullRcp}, {}}), kImplicit,
     DeniedBy::ResourceControlPolicy, 1},
    {"DeniedAtOneLevel", under_rcps({{kFullRcp}, {kFullRcp, rcp_denying("s3:*")}}), kExplicit,
     DeniedBy::ResourceControlPolicy, 1},
    {"OtherAction", under_rcps({{rcp_denying("sqs:*")}}), kAllowed},
    {"BindsTheSameAccountsRole",
     under_rcps({{rcp_denying("s3:*")}}, {.principal = caller(kSession)}), kExplicit,
     DeniedBy::ResourceControlPolicy},
    {"BindsForeignCallers", under_rcps({{rcp_denying("s3:*")}}, {.owner = std::string(kAccountB)}),
     kExplicit, DeniedBy::ResourceControlPolicy},
    {"BindsTheRootUser", under_rcps({{rcp_denying("s3:*")}}, {.principal = caller(kRootA)}),
     kExplicit, DeniedBy::ResourceControlPolicy},
    {"BindsAnonymousCallers", under_rcps({{rcp_denying("s3:*")}}, {.principal = caller("*")}),
     kExplicit, DeniedBy::ResourceControlPolicy},
    {"BindsServices",
     under_rcps({{rcp_denying("s3:*")}}, {.principal = caller("s3.amazonaws.com")}), kExplicit,
     DeniedBy::ResourceControlPolicy},
    {"TheUsualConditionSparesServices",
     under_rcps({{rcp_denying("s3:*", kOutsiders)}}, {.principal = caller("s3.amazonaws.com")}),
     kAllowed},
    {"TheUsualConditionHitsOutsiders", under_rcps({{rcp_denying("s3:*", kOutsiders)}}), kExplicit,
     DeniedBy::ResourceControlPolicy},
    {"TheUsualConditionSparesMembers",
     under_rcps({{rcp_denying("s3:*", kOutsiders)}},
                {.context = {{"aws:PrincipalOrgID", {"o-org1"}, false}}}),
     kAllowed},
    {"DoesNotBindServiceLinkedRoles",
     under_rcps({{rcp_denying("s3:*")}}, {.principal = caller(kServiceLinkedRole)}), kAllowed},
    {"DoesNotReachRetireGrant", about_a_key(under_rcps({{rcp_denying("*")}}), "kms:RetireGrant"),
     kAllowed},
    {"ReachesDecrypt", about_a_key(under_rcps({{rcp_denying("*")}}), "kms:Decrypt"), kExplicit,
     DeniedBy::ResourceControlPolicy},
};

INSTANTIATE_TEST_SUITE_P(ResourceControl, GuardrailTest, ValuesIn(kResourceControl), kCaseName);

// --- 5.10: which of several is told ---

TEST(DenialOrderTest, OfSeveralExplicitDeniesTheFirstOfTheFixedOrderIsTold) {
  Scene scene;
  const PolicyDocument for_all = policy({deny_to("*", "*", "*")});
  const PolicyDocument plain = policy({deny("*", "*")});
  scene.identity = {plain};
  EXPECT_EQ(ask(scene).denied_by, DeniedBy::IdentityPolicy);
  scene.session = {plain};
  EXPECT_EQ(ask(scene).denied_by, DeniedBy::SessionPolicy);
  scene.boundary = plain;
  EXPECT_EQ(ask(scene).denied_by, DeniedBy::PermissionsBoundary);
  scene.resource_policy = for_all;
  EXPECT_EQ(ask(scene).denied_by, DeniedBy::BucketPolicy);
  scene.endpoint = for_all;
  EXPECT_EQ(ask(scene).denied_by, DeniedBy::VpcEndpointPolicy);
  scene.service_control = {{plain}};
  EXPECT_EQ(ask(scene).denied_by, DeniedBy::ServiceControlPolicy);
  scene.resource_control = {{for_all}};
  EXPECT_EQ(ask(scene).denied_by, DeniedBy::ResourceControlPolicy);
}

TEST(DenialOrderTest, OfSeveralGatesThatDoNotAllowTheFirstIsTold) {
  Scene scene;
  EXPECT_EQ(ask(scene).denied_by, DeniedBy::IdentityPolicy);
  scene.identity = {full_access()};
  scene.session = {queues_alone()};
  EXPECT_EQ(ask(scene).denied_by, DeniedBy::SessionPolicy);
  scene.boundary = queues_alone();
  EXPECT_EQ(ask(scene).denied_by, DeniedBy::PermissionsBoundary);
  scene.endpoint = policy({});
  EXPECT_EQ(ask(scene).denied_by, DeniedBy::VpcEndpointPolicy);
  scene.service_control = {{}};
  EXPECT_EQ(ask(scene).denied_by, DeniedBy::ServiceControlPolicy);
  scene.resource_control = {{}};
  EXPECT_EQ(ask(scene).denied_by, DeniedBy::ResourceControlPolicy);
}

TEST(DenialOrderTest, AnExplicitDenyIsToldBeforeAnyGate) {
  Scene scene;
  scene.identity = {policy({deny("*", "*")})};
  scene.service_control = {{}};
  scene.resource_control = {{}};
  const Answer answer = ask(scene);
  EXPECT_EQ(answer.decision, Decision::ExplicitDeny);
  EXPECT_EQ(answer.denied_by, DeniedBy::IdentityPolicy);
}

}  // namespace
}  // namespace replisim
