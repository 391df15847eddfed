#include "model/action.h"

#include <algorithm>
#include <optional>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/condition_key.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::IsEmpty;
using ::testing::TestWithParam;
using ::testing::ValuesIn;

std::vector<std::string_view> types_of(const ActionInfo& action) {
  std::vector<std::string_view> names;
  for (const ActionResourceType& on : action.resource_types) {
    names.push_back(on.type->name);
  }
  return names;
}

std::vector<std::string_view> actions_matching(std::string_view pattern) {
  std::vector<std::string_view> names;
  for_each_action_matching(pattern,
                           [&](const ActionInfo& action) { names.push_back(action.name); });
  return names;
}

std::vector<std::string_view> types_of(std::string_view arn, std::string_view service) {
  std::vector<std::string_view> names;
  for (const ResourceTypeInfo* type : resource_types_of(arn, service)) {
    names.push_back(type->name);
  }
  return names;
}

struct ActionCase {
  const char* name;
  std::string_view action;
  AccessLevel access_level;
  std::vector<std::string_view> resource_types;
};

void PrintTo(const ActionCase& c, std::ostream* out) {
  *out << c.name;
}

class FindActionTest : public TestWithParam<ActionCase> {};

TEST_P(FindActionTest, KnowsTheAction) {
  const ActionCase& c = GetParam();
  const ActionInfo* action = find_action(c.action);
  ASSERT_NE(action, nullptr);
  EXPECT_EQ(action->name, c.action);
  EXPECT_EQ(to_string(action->access_level), to_string(c.access_level));
  EXPECT_THAT(types_of(*action), ElementsAreArray(c.resource_types));
}

using enum AccessLevel;

const ActionCase kReplication[] = {
    {"GetReplicationConfiguration", "s3:GetReplicationConfiguration", Read, {"bucket"}},
    {"PutReplicationConfiguration", "s3:PutReplicationConfiguration", Write, {"bucket"}},
    {"InitiateReplication", "s3:InitiateReplication", Write, {"object"}},
    {"GetForReplication", "s3:GetObjectVersionForReplication", Read, {"object"}},
    {"ReplicateObject", "s3:ReplicateObject", Write, {"object"}},
    {"ReplicateDelete", "s3:ReplicateDelete", Write, {"object"}},
    {"ReplicateTags", "s3:ReplicateTags", Tagging, {"object"}},
    {"OwnerOverride", "s3:ObjectOwnerOverrideToBucketOwner", PermissionsManagement, {"object"}},
    {"GetObject", "s3:GetObject", Read, {"accesspointobject", "object"}},
    {"ListBucket", "s3:ListBucket", List, {"accesspoint", "bucket"}},
    {"CreateJobHasNoResourceType", "s3:CreateJob", Write, {}},
    {"ListAllMyBucketsHasNoResourceType", "s3:ListAllMyBuckets", List, {}},
    {"Decrypt", "kms:Decrypt", Write, {"key"}},
    {"CreateKeyHasNoResourceType", "kms:CreateKey", Write, {}},
    {"PutKeyPolicy", "kms:PutKeyPolicy", PermissionsManagement, {"key"}},
    {"AssumeRole", "sts:AssumeRole", Write, {"role"}},
    {"PassRole", "iam:PassRole", Write, {"role"}},
};

INSTANTIATE_TEST_SUITE_P(Replication, FindActionTest, ValuesIn(kReplication),
                         [](const auto& test) { return test.param.name; });

TEST(ActionTest, IsFoundInAnyLetterCase) {
  EXPECT_EQ(find_action("S3:REPLICATEOBJECT"), find_action("s3:ReplicateObject"));
  ASSERT_NE(find_action("s3:getobject"), nullptr);
  EXPECT_EQ(find_action("s3:getobject")->name, "s3:GetObject");
}

TEST(ActionTest, KnowsNoOtherActions) {
  EXPECT_EQ(find_action("s3:ReplicationTags"), nullptr);
  EXPECT_EQ(find_action("s3:ReplicateObject*"), nullptr);
  EXPECT_EQ(find_action("ReplicateObject"), nullptr);
  EXPECT_EQ(find_action("ec2:RunInstances"), nullptr);
  EXPECT_EQ(find_action("s3:"), nullptr);
  EXPECT_EQ(find_action(""), nullptr);
}

TEST(ActionTest, AliasActionsNeedBothTheAliasAndTheKey) {
  const ActionInfo* action = find_action("kms:CreateAlias");
  ASSERT_NE(action, nullptr);
  EXPECT_THAT(types_of(*action), ElementsAre("alias", "key"));
  EXPECT_TRUE(action->resource_types[0].is_required);
  EXPECT_TRUE(action->resource_types[1].is_required);
}

TEST(ActionTest, ObjectsBehindAnAccessPointAreAnAlternative) {
  const ActionInfo* action = find_action("s3:GetObject");
  ASSERT_NE(action, nullptr);
  EXPECT_FALSE(action->resource_types[0].is_required);
  EXPECT_FALSE(action->resource_types[1].is_required);
}

TEST(ActionTest, EveryRowIsFoundAndOfAListedService) {
  for (const ActionInfo& action : all_actions()) {
    EXPECT_EQ(find_action(action.name), &action) << action.name;
    EXPECT_TRUE(is_listed_service(action.service())) << action.name;
  }
}

TEST(ActionTest, EveryConditionKeyHasARow) {
  std::set<std::string_view> unknown;
  const auto check = [&](std::string_view key) {
    const ConditionKeyInfo* info = find_condition_key(key);
    if (info == nullptr || info->name != key) {
      unknown.insert(key);
    }
  };
  for (const ActionInfo& action : all_actions()) {
    std::for_each(action.condition_keys.begin(), action.condition_keys.end(), check);
  }
  for (const ResourceTypeInfo& type : all_resource_types()) {
    std::for_each(type.condition_keys.begin(), type.condition_keys.end(), check);
  }
  EXPECT_THAT(unknown, IsEmpty());
}

TEST(ActionTest, NamesTheNearestAction) {
  EXPECT_EQ(nearest_action("s3:ReplicateObjects"), "s3:ReplicateObject");
  EXPECT_EQ(nearest_action("s3:ReplicationTags"), "s3:ReplicateTags");
  EXPECT_EQ(nearest_action("s3:GetObejctVersionForReplication"),
            "s3:GetObjectVersionForReplication");
  EXPECT_EQ(nearest_action("kms:Dycrypt"), "kms:Decrypt");
}

TEST(ActionTest, NamesTheActionOfAnotherServiceOrWithoutOne) {
  EXPECT_EQ(nearest_action("s3:Decrypt"), "kms:Decrypt");
  EXPECT_EQ(nearest_action("ReplicateObject"), "s3:ReplicateObject");
  EXPECT_EQ(nearest_action("s4:ReplicateObject"), "s3:ReplicateObject");
}

TEST(ActionTest, NamesNoActionWhereNoneIsNear) {
  EXPECT_EQ(nearest_action("s3:Frobnicate"), std::nullopt);
  EXPECT_EQ(nearest_action(""), std::nullopt);
}

struct MatchCase {
  const char* name;
  std::string_view pattern;
  std::vector<std::string_view> matched;
};

void PrintTo(const MatchCase& c, std::ostream* out) {
  *out << c.name;
}

class ActionPatternTest : public TestWithParam<MatchCase> {};

TEST_P(ActionPatternTest, MatchesTheTable) {
  const MatchCase& c = GetParam();
  EXPECT_THAT(actions_matching(c.pattern), ElementsAreArray(c.matched));
  EXPECT_EQ(any_action_matches(c.pattern), !c.matched.empty());
}

const MatchCase kPatterns[] = {
    {"Exact", "s3:replicateobject", {"s3:ReplicateObject"}},
    {"Prefix",
     "s3:Replicate*",
     {"s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateObjectAnnotation",
      "s3:ReplicateTags"}},
    {"StarInside", "kms:ReEncrypt*o", {"kms:ReEncryptTo"}},
    {"StarMatchesNothing", "kms:Decrypt*", {"kms:Decrypt"}},
    {"QuestionMarks", "kms:?ncrypt", {"kms:Encrypt"}},
    {"QuestionMarkIsOneLetter", "kms:Encrypt?", {}},
    {"StarForTheService", "*:Decrypt", {"kms:Decrypt"}},
    {"OtherCase",
     "STS:assumerole*",
     {"sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"}},
    {"NoSuchAction", "s3:Frobnicate*", {}},
    {"OtherService", "ec2:*", {}},
    {"WithoutColon", "s3*", {}},
    {"Empty", "", {}},
};

INSTANTIATE_TEST_SUITE_P(Patterns, ActionPatternTest, ValuesIn(kPatterns),
                         [](const auto& test) { return test.param.name; });

TEST(ActionPattern, StarAloneMatchesAll) {
  EXPECT_EQ(actions_matching("*").size(), all_actions().size());
  EXPECT_EQ(actions_matching("*:*").size(), all_actions().size());
}

struct KeyCase {
  const char* name;
  std::string_view action;
  std::string_view key;
  bool is_carried;
};

void PrintTo(const KeyCase& c, std::ostream* out) {
  *out << c.name;
}

class ActionCarriesKeyTest : public TestWithParam<KeyCase> {};

TEST_P(ActionCarriesKeyTest, LooksAtActionAndResourceType) {
  const KeyCase& c = GetParam();
  const ActionInfo* action = find_action(c.action);
  ASSERT_NE(action, nullptr);
  EXPECT_EQ(action_carries_key(*action, c.key), c.is_carried);
}

const KeyCase kKeys[] = {
    {"NoAclOnReplicas", "s3:ReplicateObject", "s3:x-amz-acl", false},
    {"EncryptionOnReplicas", "s3:ReplicateObject", "s3:x-amz-server-side-encryption", true},
    {"KeyIdOnReplicas", "s3:ReplicateObject", "s3:x-amz-server-side-encryption-aws-kms-key-id",
     true},
    {"NoStorageClassOnReplicas", "s3:ReplicateObject", "s3:x-amz-storage-class", false},
    {"NoObjectTagsOnReplicas", "s3:ReplicateObject", "s3:ExistingObjectTag/class", false},
    {"BucketTagsOfTheObjectsType", "s3:ReplicateObject", "s3:BucketTag/team", true},
    {"GlobalKey", "s3:ReplicateObject", "aws:PrincipalOrgID", true},
    {"GlobalKeyOfAService", "s3:ReplicateObject", "aws:SourceArn", true},
    {"NoTagsInTheRequest", "s3:ReplicateObject", "aws:RequestTag/team", false},
    {"TagsInTheRequest", "s3:CreateJob", "aws:RequestTag/team", true},
    {"AclOnPut", "s3:PutObject", "S3:X-AMZ-ACL", true},
    {"TagsOnGet", "s3:GetObject", "s3:ExistingObjectTag/class", true},
    {"NoVersionOnReplication", "s3:GetObjectVersionForReplication", "s3:versionid", false},
    {"PauseRequest", "s3:PutReplicationConfiguration", "s3:isReplicationPauseRequest", true},
    {"AliasesOfTheKey", "kms:Decrypt", "kms:ResourceAliases", true},
    {"EncryptionContext", "kms:GenerateDataKey", "kms:EncryptionContext:aws:s3:arn", true},
    {"NoEncryptionContext", "kms:DescribeKey", "kms:EncryptionContext:aws:s3:arn", false},
    {"KeyOfAnotherService", "kms:Decrypt", "s3:x-amz-acl", false},
    {"PassedToService", "iam:PassRole", "iam:PassedToService", true},
    {"ExternalId", "sts:AssumeRole", "sts:ExternalId", true},
    {"SessionKey", "s3:GetObject", "cognito-identity.amazonaws.com:sub", true},
    {"UnknownKey", "s3:GetObject", "s3:nothing", false},
};

INSTANTIATE_TEST_SUITE_P(Keys, ActionCarriesKeyTest, ValuesIn(kKeys),
                         [](const auto& test) { return test.param.name; });

TEST(ResourceTypeTest, TellsBucketsFromObjects) {
  EXPECT_THAT(types_of("arn:aws:s3:::dst", "s3"), ElementsAre("bucket"));
  EXPECT_THAT(types_of("arn:aws:s3:::dst/a/b", "S3"), ElementsAre("object"));
}

TEST(ResourceTypeTest, KnowsAccessPoints) {
  EXPECT_THAT(types_of("arn:aws:s3:us-east-1:111111111111:accesspoint/ap", "s3"),
              ElementsAre("accesspoint"));
  EXPECT_THAT(types_of("arn:aws:s3:us-east-1:111111111111:accesspoint/ap/object/a/b", "s3"),
              ElementsAre("accesspointobject"));
  EXPECT_THAT(types_of("arn:aws:s3::111111111111:accesspoint/x.mrap", "s3"),
              ElementsAre("accesspoint", "multiregionaccesspoint"));
}

TEST(ResourceTypeTest, KnowsKeysRolesAndJobs) {
  EXPECT_THAT(types_of("arn:aws:kms:us-east-1:111111111111:key/k", "kms"), ElementsAre("key"));
  EXPECT_THAT(types_of("arn:aws:kms:us-east-1:111111111111:alias/a/b", "kms"),
              ElementsAre("alias"));
  EXPECT_THAT(types_of("arn:aws:iam::111111111111:role/service-role/r", "iam"),
              ElementsAre("role"));
  EXPECT_THAT(types_of("arn:aws:iam::111111111111:role/r", "sts"), ElementsAre("role"));
  EXPECT_THAT(types_of("arn:aws:s3:us-east-1:111111111111:job/j", "s3"), ElementsAre("job"));
}

TEST(ResourceTypeTest, KnowsNoOtherForms) {
  EXPECT_THAT(types_of("arn:aws:iam::111111111111:role/r", "s3"), IsEmpty());
  EXPECT_THAT(types_of("arn:aws:s3:::dst", "ec2"), IsEmpty());
  EXPECT_EQ(find_resource_type("s3", "key"), nullptr);
}

TEST(ResourceTypeTest, FindsEveryTypeByItsName) {
  for (const ResourceTypeInfo& type : all_resource_types()) {
    EXPECT_EQ(find_resource_type(type.service, type.name), &type) << type.name;
  }
}

struct ResourceCase {
  const char* name;
  std::string_view action;
  std::string_view resource;
  bool fits;
};

void PrintTo(const ResourceCase& c, std::ostream* out) {
  *out << c.name;
}

class ActionFitsResourceTest : public TestWithParam<ResourceCase> {};

TEST_P(ActionFitsResourceTest, LooksAtTheForm) {
  const ResourceCase& c = GetParam();
  const ActionInfo* action = find_action(c.action);
  ASSERT_NE(action, nullptr);
  EXPECT_EQ(action_fits_resource(*action, c.resource), c.fits);
}

const ResourceCase kResources[] = {
    {"ObjectAction", "s3:GetObject", "arn:aws:s3:::dst/x", true},
    {"ObjectActionOnBucket", "s3:GetObject", "arn:aws:s3:::dst", false},
    {"ObjectActionOnRole", "s3:GetObject", "arn:aws:iam::111111111111:role/repl", false},
    {"ObjectActionOnAll", "s3:GetObject", "*", true},
    {"BucketAction", "s3:ListBucket", "arn:aws:s3:::dst", true},
    {"BucketActionOnObject", "s3:ListBucket", "arn:aws:s3:::dst/x", false},
    {"KeyAction", "kms:Decrypt", "arn:aws:kms:us-east-1:111111111111:key/k", true},
    {"KeyActionOnAlias", "kms:Decrypt", "arn:aws:kms:us-east-1:111111111111:alias/k", false},
    {"NoResourceType", "s3:CreateJob", "*", true},
};

INSTANTIATE_TEST_SUITE_P(Resources, ActionFitsResourceTest, ValuesIn(kResources),
                         [](const auto& test) { return test.param.name; });

class ActionMayFitResourcePatternTest : public TestWithParam<ResourceCase> {};

TEST_P(ActionMayFitResourcePatternTest, LooksForACommonResource) {
  const ResourceCase& c = GetParam();
  const ActionInfo* action = find_action(c.action);
  ASSERT_NE(action, nullptr);
  EXPECT_EQ(action_may_fit_resource_pattern(*action, c.resource), c.fits);
}

const ResourceCase kResourcePatterns[] = {
    {"BucketActionOnObjects", "s3:ListBucket", "arn:aws:s3:::dst/*", false},
    {"BucketActionOnBucketsOfAPrefix", "s3:ListBucket", "arn:aws:s3:::dst*", true},
    {"ObjectActionOnBucket", "s3:ReplicateObject", "arn:aws:s3:::dst", false},
    {"ObjectActionOnObjects", "s3:ReplicateObject", "arn:aws:s3:::dst/*", true},
    {"ObjectActionOnAll", "s3:ReplicateObject", "*", true},
    {"KeyActionOnAlias", "kms:Decrypt", "arn:aws:kms:us-east-1:111111111111:alias/*", false},
    {"KeyActionOnKeys", "kms:Decrypt", "arn:aws:kms:*:111111111111:key/*", true},
    {"NoResourceTypeOnBucket", "s3:CreateJob", "arn:aws:s3:::dst", false},
    {"NoResourceTypeOnAll", "s3:CreateJob", "*", true},
    {"AllBuckets", "s3:ListAllMyBuckets", "arn:aws:s3:::*", true},
    {"OneBucketIsNotAll", "s3:ListAllMyBuckets", "arn:aws:s3:::dst", false},
    {"Empty", "s3:ListBucket", "", false},
};

INSTANTIATE_TEST_SUITE_P(Patterns, ActionMayFitResourcePatternTest, ValuesIn(kResourcePatterns),
                         [](const auto& test) { return test.param.name; });

TEST(ServiceTest, KnowsPrefixes) {
  EXPECT_TRUE(is_known_service("s3"));
  EXPECT_TRUE(is_known_service("EC2"));
  EXPECT_TRUE(is_known_service("s3-object-lambda"));
  EXPECT_FALSE(is_known_service("s4"));
  EXPECT_FALSE(is_known_service("s3*"));
  EXPECT_FALSE(is_known_service(""));
}

TEST(ServiceTest, ListsActionsOfFour) {
  EXPECT_TRUE(is_listed_service("kms"));
  EXPECT_TRUE(is_listed_service("STS"));
  EXPECT_FALSE(is_listed_service("ec2"));
}

TEST(ServiceTest, KnowsWhichAreUnderResourceControlPolicies) {
  EXPECT_TRUE(service_supports_rcp("s3"));
  EXPECT_TRUE(service_supports_rcp("kms"));
  EXPECT_TRUE(service_supports_rcp("STS"));
  EXPECT_FALSE(service_supports_rcp("iam"));
  EXPECT_FALSE(service_supports_rcp("nothing"));
}

}  // namespace
}  // namespace replisim
