#include "sim/reason/access_space.h"

#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/scenario.h"

namespace replisim {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kWorld = R"({ "format": "replisim/1",
  "organization": { "Id": "o-1", "ManagementAccountId": "999999999999",
    "Root": { "Id": "r-1", "Accounts": ["111111111111", "444444444444", "999999999999"] } },
  "accounts": [ { "Id": "111111111111",
    "Users": [ { "UserName": "ana" } ],
    "Roles": [ { "RoleName": "reader", "RolePolicyList": [ { "PolicyName": "p",
      "PolicyDocument": { "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::data/logs/*" } ] } } ] } ],
    "Keys": [ { "KeyId": "k1", "Region": "eu-west-1" } ],
    "Buckets": [ { "Name": "data", "Objects": [ { "Key": "logs/there" }, { "Key": "other" } ],
      "Policy": { "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Principal": { "AWS": "333333333333", "Service": "s3.amazonaws.com" },
          "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/${aws:username}/*" } ] } },
      { "Name": "date" } ] } ] })";

struct WorldText : FileReader {
  [[nodiscard]] std::optional<std::string> read(const std::string&) const override {
    return kWorld;
  }
};

std::vector<std::string> arns_of(const std::vector<PossibleCaller>& callers) {
  std::vector<std::string> arns;
  for (const PossibleCaller& caller : callers) {
    arns.push_back(caller.arn + (caller.is_stranger ? " (stranger)" : ""));
  }
  return arns;
}

class AccessSpace : public ::testing::Test {
 protected:
  SourceMap sources_;
  Result<Scenario> read_ = read_scenario(sources_, "s.json", WorldText());
  const World& world_ = read_.value().base.world;
  const Instant now_ = read_.value().base.clock;
};

TEST_F(AccessSpace, EveryoneIsWhoIsThereWhoIsNamedAndStrangers) {
  EXPECT_THAT(arns_of(callers_matching(world_, "*")),
              ElementsAre("*", "arn:aws:iam::999999999998:user/anyone (stranger)",
                          "arn:aws:iam::111111111111:role/reader", "arn:aws:iam::111111111111:root",
                          "arn:aws:iam::111111111111:user/ana", "arn:aws:iam::333333333333:root",
                          "arn:aws:iam::444444444444:root", "arn:aws:iam::999999999999:root"));
}

TEST_F(AccessSpace, APatternIsWhomItMatches) {
  EXPECT_THAT(arns_of(callers_matching(world_, "arn:aws:iam::111111111111:role/*")),
              ElementsAre("arn:aws:iam::111111111111:role/reader"));
  EXPECT_THAT(arns_of(callers_matching(world_, "*.amazonaws.com")),
              ElementsAre("s3.amazonaws.com"));
  EXPECT_THAT(callers_matching(world_, "arn:aws:iam::555555555555:*"), IsEmpty());
  EXPECT_THAT(arns_of(callers_matching(world_, "arn:aws:iam::555555555555:role/x")),
              ElementsAre("arn:aws:iam::555555555555:role/x"));
}

TEST_F(AccessSpace, ActionsAreThoseThatFit) {
  const auto of_object = actions_matching("s3:*Object", "arn:aws:s3:::data/*");
  EXPECT_THAT(of_object, Contains("s3:GetObject"));
  EXPECT_THAT(actions_matching("s3:*", "arn:aws:s3:::data"), Not(Contains("s3:GetObject")));
  EXPECT_THAT(actions_matching("s3:GetObject", "arn:aws:s3:::data"), IsEmpty());
  EXPECT_THAT(actions_matching("sqs:SendMessage", "arn:aws:sqs:::q"),
              ElementsAre("sqs:SendMessage"));
}

TEST_F(AccessSpace, ResourcesAreThoseOfTheWorld) {
  EXPECT_THAT(resources_matching(world_, "arn:aws:s3:::da*/logs/*"),
              ElementsAre("arn:aws:s3:::data/logs/*", "arn:aws:s3:::date/logs/*"));
  EXPECT_THAT(resources_matching(world_, "arn:aws:s3:::d?ta"), ElementsAre("arn:aws:s3:::data"));
  EXPECT_THAT(resources_matching(world_, "arn:aws:kms:*:111111111111:key/*"),
              ElementsAre("arn:aws:kms:eu-west-1:111111111111:key/k1"));
  EXPECT_THAT(resources_matching(world_, "arn:aws:s3:::other/*"),
              ElementsAre("arn:aws:s3:::other/*"));
  EXPECT_THAT(resources_matching(world_, "*"), ElementsAre("*"));
}

TEST_F(AccessSpace, ObjectsAreOneForEachWayThatPoliciesTellApart) {
  Permissions permissions(world_, now_);
  const PermissionRequest request{
      "arn:aws:iam::111111111111:role/reader", "s3:GetObject", "arn:aws:s3:::data/*", {}};
  // The variable of the bucket's policy has no value for a role, so that tells nothing apart.
  EXPECT_THAT(*object_arns(permissions, request),
              ElementsAre("arn:aws:s3:::data/x", "arn:aws:s3:::data/logs/",
                          "arn:aws:s3:::data/logs/there", "arn:aws:s3:::data/other"));
  PermissionRequest of_user = request;
  of_user.as = "arn:aws:iam::111111111111:user/ana";
  EXPECT_THAT(*object_arns(permissions, of_user), Contains("arn:aws:s3:::data/ana/"));
  PermissionRequest one = request;
  one.resource = "arn:aws:s3:::data/a";
  EXPECT_THAT(*object_arns(permissions, one), ElementsAre("arn:aws:s3:::data/a"));
}

TEST_F(AccessSpace, AnswersAreThoseOfTheEvaluator) {
  Permissions permissions(world_, now_);
  const std::string reader = "arn:aws:iam::111111111111:role/reader";
  EXPECT_EQ(permissions.ask({reader, "s3:GetObject", "arn:aws:s3:::data/logs/a", {}}).state,
            CheckState::Passed);
  EXPECT_EQ(permissions.ask({reader, "s3:GetObject", "arn:aws:s3:::data/a", {}}).state,
            CheckState::Failed);
  const Check open = permissions.ask(
      {"arn:aws:iam::333333333333:user/bob", "s3:GetObject", "arn:aws:s3:::data/bob/a", {}});
  EXPECT_EQ(open.state, CheckState::Unknown);
  EXPECT_EQ(open.detail, "policies of arn:aws:iam::333333333333:user/bob in account 333333333333");
}

}  // namespace
}  // namespace replisim
