#include "sim/iam/request.h"

#include <ostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sim/iam/scene.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::ValuesIn;

// --- who asks ---

struct CallerCase {
  std::string name;
  std::string text;
  PrincipalKind kind;
  std::string account;
  std::string iam_arn;
  std::string principal_name;
  std::string session_name;
};

void PrintTo(const CallerCase& c, std::ostream* out) {
  *out << c.name;
}

class RequestPrincipalTest : public ::testing::TestWithParam<CallerCase> {};

TEST_P(RequestPrincipalTest, Reads) {
  const CallerCase& c = GetParam();
  const std::optional<RequestPrincipal> who = RequestPrincipal::parse(c.text);
  ASSERT_TRUE(who);
  EXPECT_EQ(who->kind, c.kind);
  EXPECT_EQ(who->account, c.account);
  EXPECT_EQ(who->iam_arn, c.iam_arn);
  EXPECT_EQ(who->name, c.principal_name);
  EXPECT_EQ(who->session_name, c.session_name);
}

const std::vector<CallerCase> kCallers = {
    {"Star", "*", PrincipalKind::Anonymous, "", "", "", ""},
    {"Anonymous", "anonymous", PrincipalKind::Anonymous, "", "", "", ""},
    {"AccountId", "111111111111", PrincipalKind::AccountRoot, "111111111111",
     "arn:aws:iam::111111111111:root", "", ""},
    {"Root", "arn:aws:iam::111111111111:root", PrincipalKind::AccountRoot, "111111111111",
     "arn:aws:iam::111111111111:root", "", ""},
    {"RootOfAnotherPartition", "arn:aws-cn:iam::333333333333:root", PrincipalKind::AccountRoot,
     "333333333333", "arn:aws-cn:iam::333333333333:root", "", ""},
    {"User", "arn:aws:iam::111111111111:user/jane", PrincipalKind::User, "111111111111",
     "arn:aws:iam::111111111111:user/jane", "jane", ""},
    {"UserWithPath", "arn:aws:iam::111111111111:user/a/b/jane", PrincipalKind::User, "111111111111",
     "arn:aws:iam::111111111111:user/a/b/jane", "jane", ""},
    {"RoleStandsForASession", "arn:aws:iam::111111111111:role/x/repl", PrincipalKind::RoleSession,
     "111111111111", "arn:aws:iam::111111111111:role/x/repl", "repl", ""},
    {"Session", "arn:aws:sts::111111111111:assumed-role/repl/s3-replication",
     PrincipalKind::RoleSession, "111111111111", "arn:aws:iam::111111111111:role/repl", "repl",
     "s3-replication"},
    {"FederatedUser", "arn:aws:sts::111111111111:federated-user/jane", PrincipalKind::FederatedUser,
     "111111111111", "arn:aws:sts::111111111111:federated-user/jane", "jane", ""},
    {"Service", "s3.amazonaws.com", PrincipalKind::Service, "", "", "s3.amazonaws.com", ""},
    {"ServiceOfChina", "ec2.amazonaws.com.cn", PrincipalKind::Service, "", "",
     "ec2.amazonaws.com.cn", ""},
};

INSTANTIATE_TEST_SUITE_P(Callers, RequestPrincipalTest, ValuesIn(kCallers),
                         [](const auto& test) { return test.param.name; });

class NoPrincipalTest : public ::testing::TestWithParam<std::string> {};

TEST_P(NoPrincipalTest, IsRefused) {
  EXPECT_FALSE(RequestPrincipal::parse(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(
    Texts, NoPrincipalTest,
    ::testing::Values("", "jane", "11111111111", "amazonaws.com", "s3*.amazonaws.com",
                      "arn:aws:iam::111111111111:group/g", "arn:aws:iam::111111111111:user/",
                      "arn:aws:iam::1111:user/jane", "arn:aws:iam::111111111111:role/",
                      "arn:aws:sts::111111111111:assumed-role/repl",
                      "arn:aws:sts::111111111111:assumed-role/repl/",
                      "arn:aws:sts::111111111111:assumed-role//s", "arn:aws:s3:::own"));

TEST(RequestPrincipalTest, TheArnOfASessionDoesNotTellTheRolesPath) {
  EXPECT_FALSE(caller(kSession).path_is_known);
  EXPECT_TRUE(caller(kRole).path_is_known);
}

TEST(RequestPrincipalTest, ServiceLinkedRolesAreKnownByTheirPath) {
  constexpr std::string_view kLinked =
      "arn:aws:iam::111111111111:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX";
  EXPECT_TRUE(caller(kLinked).is_service_linked_role);
  EXPECT_FALSE(caller("arn:aws:iam::111111111111:role/service-role/x").is_service_linked_role);
  EXPECT_FALSE(
      caller("arn:aws:iam::111111111111:role/x/aws-service-role/y").is_service_linked_role);
}

// --- keys of the principal, 4.2 ---

std::string value_of(const RequestContext& context, std::string_view key) {
  const ContextValue* value = context.find(key);
  return value == nullptr ? "absent" : value->values.front();
}

TEST(PrincipalContextTest, OfARoleSession) {
  RequestPrincipal who = caller(kSession);
  who.unique_id = "AROAEXAMPLEREPL00001";
  const RequestContext context = principal_context(who);
  EXPECT_EQ(value_of(context, "aws:PrincipalArn"), kRole) << "the role's, not the session's";
  EXPECT_EQ(value_of(context, "aws:PrincipalAccount"), kAccountA);
  EXPECT_EQ(value_of(context, "aws:PrincipalType"), "AssumedRole");
  EXPECT_EQ(value_of(context, "aws:userid"), "AROAEXAMPLEREPL00001:s3-replication");
  EXPECT_EQ(value_of(context, "aws:PrincipalIsAWSService"), "false");
  EXPECT_EQ(value_of(context, "aws:username"), "absent");
  EXPECT_EQ(value_of(context, "aws:SourceArn"), "absent");
}

TEST(PrincipalContextTest, OfAUser) {
  RequestPrincipal who = caller("arn:aws:iam::111111111111:user/team/jane");
  who.unique_id = "AIDAEXAMPLEJANE00001";
  const RequestContext context = principal_context(who);
  EXPECT_EQ(value_of(context, "aws:PrincipalArn"), who.arn);
  EXPECT_EQ(value_of(context, "aws:username"), "jane");
  EXPECT_EQ(value_of(context, "aws:userid"), "AIDAEXAMPLEJANE00001");
  EXPECT_EQ(value_of(context, "aws:PrincipalType"), "User");
}

TEST(PrincipalContextTest, OfTheRootUserAndAFederatedUser) {
  const RequestContext root = principal_context(caller(kRootA));
  EXPECT_EQ(value_of(root, "aws:userid"), kAccountA);
  EXPECT_EQ(value_of(root, "aws:PrincipalType"), "Account");
  EXPECT_EQ(value_of(root, "aws:PrincipalArn"), kRootA);
  const RequestContext federated = principal_context(caller(kFederated));
  EXPECT_EQ(value_of(federated, "aws:userid"), "111111111111:jane");
  EXPECT_EQ(value_of(federated, "aws:PrincipalType"), "FederatedUser");
  EXPECT_EQ(value_of(federated, "aws:username"), "absent");
}

TEST(PrincipalContextTest, OfAnonymousCallers) {
  const RequestContext context = principal_context(caller("*"));
  EXPECT_EQ(value_of(context, "aws:PrincipalAccount"), "anonymous");
  EXPECT_EQ(value_of(context, "aws:PrincipalArn"), "absent");
  EXPECT_EQ(value_of(context, "aws:PrincipalIsAWSService"), "absent");
}

// --- keys of a request ---

TEST(RequestContextTest, KeysAreTheSameInAnyCase) {
  RequestContext context;
  context.set("aws:PrincipalTag/Team", "a");
  EXPECT_EQ(value_of(context, "AWS:principaltag/TEAM"), "a");
  EXPECT_EQ(value_of(context, "aws:PrincipalTag/Teams"), "absent");
}

TEST(RequestContextTest, TheSameSpellingReplacesAnotherStandsBeside) {
  RequestContext context;
  context.set("aws:RequestTag/x", "a");
  context.set("aws:RequestTag/x", "b");
  context.set("aws:RequestTag/X", "c");
  std::vector<std::string> values;
  const std::size_t found = context.for_each(
      FoldedName("aws:requesttag/x"),
      [&values](const ContextValue& value) { values.push_back(value.values.front()); });
  EXPECT_EQ(found, 2U);
  EXPECT_THAT(values, ElementsAre("b", "c"));
  context.erase("AWS:RequestTag/x");
  EXPECT_EQ(value_of(context, "aws:RequestTag/x"), "absent");
}

TEST(RequestContextTest, AListIsAListHoweverManyValuesItHas) {
  RequestContext context;
  context.set_list("aws:TagKeys", {"a"});
  context.set("aws:username", "jane");
  EXPECT_TRUE(context.find("aws:TagKeys")->is_multivalued);
  EXPECT_FALSE(context.find("aws:username")->is_multivalued);
}

TEST(RequestContextTest, AnEmptyListIsAbsentAnEmptyTextIsNot) {
  RequestContext context;
  context.set_list("aws:TagKeys", {});
  context.set("aws:username", "");
  EXPECT_EQ(context.find("aws:TagKeys"), nullptr);
  EXPECT_EQ(value_of(context, "aws:username"), "");
}

TEST(RequestContextTest, LayersAreAskedInTheirOrder) {
  RequestContext call;
  RequestContext principal;
  RequestContext moment;
  moment.set("a", "of the moment");
  moment.set("b", "of the moment");
  moment.set("c", "of the moment");
  principal.set("B", "of the principal");
  principal.set("c", "of the principal");
  call.set("c", "of the call");
  call.add_layer(principal);
  call.add_layer(moment);
  EXPECT_EQ(value_of(call, "a"), "of the moment");
  EXPECT_EQ(value_of(call, "b"), "of the principal");
  EXPECT_EQ(value_of(call, "c"), "of the call");
  call.clear_layers();
  EXPECT_EQ(value_of(call, "a"), "absent");
}

TEST(RequestContextTest, ASingleValueOfThisLayerCanBeChangedInPlace) {
  RequestContext context;
  RequestContext layer;
  layer.set("b", "1");
  context.set("a", "1");
  context.set_list("l", {"1"});
  context.add_layer(layer);
  *context.find_own_value("a") = "2";
  EXPECT_EQ(value_of(context, "a"), "2");
  EXPECT_EQ(context.find_own_value("b"), nullptr) << "of another layer";
  EXPECT_EQ(context.find_own_value("l"), nullptr) << "a list";
}

// --- what is asked about ---

TEST(RequestActionTest, FoldsItsName) {
  const RequestAction action("S3:GetObject");
  EXPECT_EQ(action.text, "S3:GetObject");
  EXPECT_EQ(action.folded.lower, "s3:getobject");
  EXPECT_EQ(action.service(), "s3");
  EXPECT_EQ(action.folded.hash, FoldedName("s3:GETOBJECT").hash);
}

TEST(RequestResourceTest, TheSixthPartKeepsItsColons) {
  const RequestResource resource("arn:aws:s3:::own/a:b:c");
  ASSERT_TRUE(resource.is_arn);
  EXPECT_EQ(resource.part(0), "arn");
  EXPECT_EQ(resource.part(2), "s3");
  EXPECT_EQ(resource.part(3), "");
  EXPECT_EQ(resource.part(5), "own/a:b:c");
}

TEST(RequestResourceTest, TellsWhatIsNoArnAndWhatIsNotAscii) {
  EXPECT_FALSE(RequestResource("*").is_arn);
  EXPECT_FALSE(RequestResource("arn:aws:s3::own").is_arn);
  EXPECT_FALSE(RequestResource("urn:aws:s3:::own").is_arn);
  EXPECT_TRUE(RequestResource("arn:aws:s3:::own/a").is_ascii);
  EXPECT_FALSE(RequestResource("arn:aws:s3:::own/é").is_ascii);
}

TEST(RequestResourceTest, HashesOfItsBeginningsAreThoseOfTheTexts) {
  const RequestResource resource("arn:aws:s3:::own");
  for (std::size_t length = 0; length <= resource.text.size(); ++length) {
    EXPECT_EQ(resource.prefix_hash(length), hash_bytes(resource.text.substr(0, length)));
  }
}

}  // namespace
}  // namespace replisim
