#include "model/scenario.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/golden.h"
#include "tests/model/scenario_fixture.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(ScenarioTest, OnlyTheFormatIsRequired) {
  const ReadScenario read = read_text(R"({"format": "replisim/1"})");
  ASSERT_TRUE(read.scenario) << read.text();
  EXPECT_EQ(read.base().clock, *parse_rfc3339("2026-01-01T00:00:00Z"));
  EXPECT_EQ(read.base().world.assume_missing, AssumeMissing::Unknown);
  EXPECT_TRUE(read.base().events.empty());
}

TEST(ScenarioTest, ManyFaultsAreFoundInOneGo) {
  MemoryFiles files;
  files.texts["s.json"] = R"({
  "tittle": "x",
  "clock": "2026-01-01",
  "accounts": [
    { "Id": "1111",
      "Roles": [
        { "RoleNam": "r",
          "AssumeRolePolicyDocument": {"Statement": [
            {"Effect": "Alow", "Action": "sts:AssumeRole", "Principal": {"Servce": "s3"}} ]},
          "RolePolicyList": [
            { "PolicyName": "p",
              "PolicyDocument": "{\"Statement\": [\n {\"Effect\": \"Allow\", \"Acton\": 5}]}" },
            { "PolicyName": "q", "PolicyDocument": "{\"Version\": tru}" } ] } ],
      "Buckets": [
        { "Name": "b", "Versioning": { "Status": "enabled" } },
        { "Name": "b", "Policy": {"$file": "missing.json"},
          "ReplicationConfiguration": {"$file": "sub/replication.json"} },
        { "Name": "c", "Policy": {"$file": "../secret.json"}, "Region": 5 } ],
      "Keys": [ {"KeyId": "k", "KeyState": "Enbled"} ] },
    { "Id": "222222222222" }, { "Id": "222222222222" }
  ],
  "events": [
    { "id": "a", "at": "+1h", "operation": "PutObjct", "params": {} },
    { "id": "a", "at": "+1m", "operation": "PutObject",
      "params": { "Bucket": "b", "Kye": "k", "Size": -1, "Tagging": "a=%zz" },
      "expect": { "ReplicationStatus": "COMPLETE",
        "replicas": [ {"Bucket": "d", "result": "FAILED", "reason": "DstPutObjectNotPermited",
                       "deniedBy": "keypolicy"} ] } }
  ],
  "variants": [
    { "id": "v", "patch": [ { "op": "remove", "path": "/accounts/1/Keyz" } ] },
    { "id": "w", "patch": [
        { "op": "replace", "path": "/accounts/0/Keys/0/KeyState", "value": "Disabld" } ],
      "expect": {"b": {}} }
  ]
})";
  files.texts["sub/replication.json"] = R"({"Role": "x", "Rules": [
  {"Id": "x", "Status": "Enabled", "Destination": {"$file": "replication.json"}}]})";
  EXPECT_TRUE(matches_golden("model/scenario-faults.txt", read_files(files).text()));
}

TEST(ScenarioTest, AnUnknownFieldIsNamedWithTheNearestKnownOne) {
  const ReadScenario read = read_account(R"("Buckets": [{"Name": "b", "Versionning": {}}])");
  EXPECT_THAT(read.places(), ElementsAre("3:27 scenario.unknown-field"));
  EXPECT_EQ(read.issues.at(0).hint, "did you mean `Versioning`?");
  EXPECT_EQ(read.issues.at(0).pointer, "/accounts/0/Buckets/0/Versionning");
}

TEST(ScenarioTest, NotesAreFreeEverywhere) {
  const ReadScenario read = read_members(
      R"("x-note": 1, "accounts": [{"Id": "111111111111", "x-a": {}, "Buckets": [
      {"Name": "b", "x-b": [], "Versioning": {"Status": "Enabled", "x-c": null},
       "ReplicationConfiguration": {"x-d": 1, "Rules": [{"Filter": {"x-e": 1}}]}}]}],
      "events": [{"operation": "PutObject", "x-f": {"$file": "no"},
                  "params": {"Bucket": "b", "Key": "k", "x-g": 1}, "expect": {"x-h": 1}}])");
  EXPECT_THAT(read.places(), IsEmpty()) << read.text();
}

TEST(ScenarioTest, AccountsAreCompleted) {
  const ReadScenario read = read_account("\"Buckets\": [{\"Name\": \"b\"}]");
  ASSERT_TRUE(read.scenario) << read.text();
  const Account& account = read.base().world.accounts.at(0);
  EXPECT_EQ(account.canonical_user_id.size(), 64U);
  EXPECT_EQ(account.canonical_user_id, make_canonical_user_id("111111111111"));
  EXPECT_NE(account.canonical_user_id, make_canonical_user_id("111111111112"));
  EXPECT_EQ(account.buckets.at(0).region, "us-east-1");
  EXPECT_EQ(account.buckets.at(0).versioning, VersioningStatus::NeverEnabled);
}

TEST(ScenarioTest, APolicyMayBeAStringAnObjectOrWhatTheCliPrints) {
  const ReadScenario read = read_account(R"("Buckets": [
    {"Name": "a", "Policy": {"Version": "2012-10-17", "Statement": []}},
    {"Name": "b", "Policy": "{\"Version\": \"2012-10-17\", \"Statement\": []}"},
    {"Name": "d", "Policy": "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%5B%5D%7D"},
    {"Name": "c", "Policy": {"Policy": "{\"Version\": \"2012-10-17\", \"Statement\": []}"}}])");
  ASSERT_TRUE(read.scenario) << read.text();
  for (const Bucket& bucket : read.base().world.accounts.at(0).buckets) {
    ASSERT_TRUE(bucket.policy) << bucket.name;
    EXPECT_EQ(bucket.policy->version, "2012-10-17") << bucket.name;
  }
}

TEST(ScenarioTest, OfAPolicyNotEverythingNeedsToBeKnown) {
  const ReadScenario read = read_account(R"("Buckets": [
    {"Name": "a", "Policy": {"Incomplete": true}},
    {"Name": "b", "Policy": {"Incomplete": true, "Uncertain": [1], "Policy":
      {"Statement": [{"Effect": "Allow"}, {"Effect": "Deny"}]}}}])");
  ASSERT_TRUE(read.scenario) << read.text();
  const auto& buckets = read.base().world.accounts.at(0).buckets;
  EXPECT_TRUE(buckets.at(0).policy->incomplete && buckets.at(0).policy->where.is_known());
  EXPECT_TRUE(buckets.at(1).policy->incomplete);
  EXPECT_FALSE(buckets.at(1).policy->statements.at(0).uncertain);
  EXPECT_TRUE(buckets.at(1).policy->statements.at(1).uncertain);
  const ReadScenario again = read_text(write_scenario(read.base()));
  ASSERT_TRUE(again.scenario) << again.text();
  EXPECT_TRUE(again.base().world.accounts.at(0).buckets.at(0).policy->incomplete);
  EXPECT_TRUE(again.base().world.accounts.at(0).buckets.at(1).policy->statements.at(1).uncertain);
}

TEST(ScenarioTest, ConfigurationsMayStandInWhatTheCliPrintsAroundThem) {
  const ReadScenario read = read_account(R"("Buckets": [{"Name": "b",
    "ReplicationConfiguration": {"ReplicationConfiguration": {"Role": "r", "Rules": []}},
    "ServerSideEncryptionConfiguration": {"ServerSideEncryptionConfiguration": {"Rules": [
      {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k"},
       "BucketKeyEnabled": true, "BlockedEncryptionTypes": {"EncryptionType": ["SSE-C"]}}]}},
    "OwnershipControls": {"OwnershipControls": {"Rules": [{"ObjectOwnership": "ObjectWriter"}]}},
    "PublicAccessBlockConfiguration": {"PublicAccessBlockConfiguration": {"BlockPublicAcls": true}},
    "ObjectLockConfiguration": {"ObjectLockConfiguration": {"ObjectLockEnabled": "Enabled",
      "Rule": {"DefaultRetention": {"Mode": "GOVERNANCE", "Days": 7}}}},
    "AccessControlPolicy": {"Owner": {"ID": "o"}, "Grants": [
      {"Grantee": {"Type": "Group", "URI": "u"}, "Permission": "READ"},
      {"Grantee": {"ID": "i", "Type": "CanonicalUser"}, "Permission": "FULL_CONTROL"}]},
    "RequestPaymentConfiguration": {"Payer": "Requester"}, "AbacStatus": {"Status": "Enabled"},
    "TagSet": {"TagSet": [{"Key": "a", "Value": "b"}]}, "Versioning": {"Status": "Suspended"}}])");
  ASSERT_TRUE(read.scenario) << read.text();
  const Bucket& bucket = read.base().world.accounts.at(0).buckets.at(0);
  EXPECT_EQ(bucket.replication->role, "r");
  EXPECT_EQ(bucket.encryption->algorithm, ObjectEncryption::SseKms);
  EXPECT_EQ(bucket.encryption->kms_master_key_id, "k");
  EXPECT_TRUE(bucket.encryption->bucket_key_enabled);
  EXPECT_THAT(bucket.encryption->blocked_encryption_types, ElementsAre("SSE-C"));
  EXPECT_EQ(bucket.ownership, ObjectOwnership::ObjectWriter);
  EXPECT_TRUE(bucket.public_access_block->block_public_acls);
  EXPECT_TRUE(bucket.object_lock->enabled);
  EXPECT_EQ(bucket.object_lock->default_days, 7);
  EXPECT_EQ(bucket.acl->owner, "o");
  EXPECT_EQ(bucket.acl->grants.at(0), (AclGrant{"Group", "u", "READ"}));
  EXPECT_EQ(bucket.acl->grants.at(1), (AclGrant{"CanonicalUser", "i", "FULL_CONTROL"}));
  EXPECT_TRUE(bucket.requester_pays && bucket.abac_enabled);
  EXPECT_EQ(bucket.tags, (TagSet{{"a", "b"}}));
  EXPECT_EQ(bucket.versioning, VersioningStatus::Suspended);
}

TEST(ScenarioTest, ShapesOfAReplicationConfigurationAreToldApart) {
  const ReadScenario read = read_account(R"("Buckets": [{"Name": "b", "ReplicationConfiguration": {
    "Rules": [
      {"Filter": {}, "DeleteMarkerReplication": {}, "Priority": 99999999999999999999},
      {"Prefix": "", "Priority": 1.5, "Status": "On"},
      {"Filter": {"And": {"Prefix": "a", "Tags": [{"Key": "k", "Value": "v"}]}},
       "Destination": {"AccessControlTranslation": {}, "EncryptionConfiguration": {},
                       "ReplicationTime": {"Time": {"Minutes": 15}}, "Metrics": {}}}]}}])");
  ASSERT_TRUE(read.scenario) << read.text();
  const auto& configuration = *read.base().world.accounts.at(0).buckets.at(0).replication;
  EXPECT_FALSE(configuration.role);
  const auto& rules = configuration.rules;
  ASSERT_EQ(rules.size(), 3U);
  EXPECT_TRUE(rules[0].filter && !rules[0].prefix && rules[0].delete_marker_replication);
  EXPECT_EQ(rules[0].delete_marker_replication->text, "");
  EXPECT_EQ(rules[0].priority, INT64_MAX);
  EXPECT_FALSE(rules[0].destination.where.is_known());
  EXPECT_TRUE(!rules[1].filter && rules[1].prefix && rules[1].priority_is_malformed);
  EXPECT_EQ(rules[1].status.text, "On");
  EXPECT_EQ(rules[2].filter->both->tags.size(), 1U);
  EXPECT_EQ(rules[2].destination.access_control_translation_owner, "");
  EXPECT_TRUE(rules[2].destination.encryption_configuration);
  EXPECT_EQ(rules[2].destination.replication_time->minutes, 15);
  EXPECT_EQ(rules[2].destination.metrics->status.text, "");
}

TEST(ScenarioTest, IdentitiesAreWhatGetAccountAuthorizationDetailsPrints) {
  const ReadScenario read = read_account(R"(
    "UserDetailList": [{"UserName": "u", "UserId": "AIDA1", "Path": "/", "Arn": "a",
      "CreateDate": "2020-01-01T00:00:00Z", "GroupList": ["g"], "AttachedManagedPolicies": [],
      "PermissionsBoundary": {"PermissionsBoundaryType": "Policy", "PermissionsBoundaryArn": "p"}}],
    "Groups": [{"GroupName": "g", "GroupPolicyList": []}],
    "Roles": [{"RoleName": "r", "InstanceProfileList": [], "RoleLastUsed": {},
               "Tags": [{"Key": "a", "Value": "b"}]}],
    "Policies": [{"PolicyName": "m", "PolicyVersionList": [
      {"VersionId": "v1", "IsDefaultVersion": false, "Document": {"Id": "1", "Statement": []}},
      {"VersionId": "v2", "IsDefaultVersion": true, "Document": {"Id": "2", "Statement": []}}]}])");
  ASSERT_TRUE(read.scenario) << read.text();
  const Account& account = read.base().world.accounts.at(0);
  EXPECT_EQ(account.users.at(0).user_id, "AIDA1");
  EXPECT_EQ(account.users.at(0).permissions_boundary->policy_arn, "p");
  EXPECT_THAT(account.users.at(0).groups, ElementsAre("g"));
  EXPECT_EQ(account.policies.at(0).document.id, "2");
  EXPECT_FALSE(account.roles.at(0).trust_policy.where.is_known());
}

TEST(ScenarioTest, KeysMayBeGivenByTheirArn) {
  const ReadScenario read = read_account(R"("Keys": [
    {"KeyId": "arn:aws:kms:eu-west-1:111111111111:key/a"}, {"KeyId": "b"},
    {"KeyId": "c", "Arn": "arn:aws:kms:eu-west-2:111111111111:key/c"},
    {"KeyId": "d", "Region": "eu-west-3", "Aliases": ["alias/x", {"AliasName": "alias/y"}],
     "Tags": [{"TagKey": "k", "TagValue": "v"}],
     "Grants": [{"GranteePrincipal": "p", "Operations": ["Encrypt"], "Constraints":
       {"EncryptionContextSubset": {"aws:s3:arn": "arn:aws:s3:::b"}}}]}])");
  ASSERT_TRUE(read.scenario) << read.text();
  const auto& keys = read.base().world.accounts.at(0).keys;
  EXPECT_EQ(keys[0].key_id + " " + keys[0].region, "a eu-west-1");
  EXPECT_EQ(keys[1].key_id + " " + keys[1].region, "b us-east-1");
  EXPECT_EQ(keys[2].key_id + " " + keys[2].region, "c eu-west-2");
  EXPECT_EQ(keys[3].region, "eu-west-3");
  EXPECT_THAT(keys[3].aliases, ElementsAre("alias/x", "alias/y"));
  EXPECT_EQ(keys[3].tags, (TagSet{{"k", "v"}}));
  EXPECT_EQ(keys[3].grants.at(0).constraints.encryption_context_subset.size(), 1U);
}

TEST(ScenarioTest, ObjectsHaveWhatTheirBucketGaveThem) {
  const ReadScenario read = read_members(R"("clock": "2022-06-01T00:00:00Z", "accounts": [
   {"Id": "111111111111", "Keys": [{"KeyId": "k", "Aliases": ["alias/x"]}], "Buckets": [
    {"Name": "plain", "Objects": [{"Key": "a"},
      {"Key": "b", "LastModified": "2023-01-05T00:00:00Z"},
      {"Key": "c", "SSECustomerAlgorithm": "AES256", "Owner": {"ID": "someone"}},
      {"Key": "d", "ServerSideEncryption": "aws:kms", "SSEKMSKeyId": "k", "Tagging": "a=b",
       "ObjectLockMode": "GOVERNANCE", "ObjectLockRetainUntilDate": "2030-01-01T00:00:00Z",
       "ObjectLockLegalHoldStatus": "OFF", "ReplicationStatus": "REPLICA"}]},
    {"Name": "kms", "ServerSideEncryptionConfiguration": {"Rules": [
      {"ApplyServerSideEncryptionByDefault":
        {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "alias/x"}}]},
     "Objects": [{"Key": "a"}, {"Key": "b", "ServerSideEncryption": "none"}]}]}])");
  ASSERT_TRUE(read.scenario) << read.text();
  const auto& buckets = read.base().world.accounts.at(0).buckets;
  const auto& plain = buckets[0].objects;
  EXPECT_EQ(plain[0].encryption, ObjectEncryption::None);
  EXPECT_EQ(plain[0].last_modified, read.base().clock);
  EXPECT_EQ(plain[0].owner, "111111111111");
  EXPECT_EQ(plain[1].encryption, ObjectEncryption::SseS3);
  EXPECT_EQ(plain[2].encryption, ObjectEncryption::SseC);
  EXPECT_EQ(plain[2].owner, "someone");
  EXPECT_EQ(plain[3].kms_key_id, "arn:aws:kms:us-east-1:111111111111:key/k");
  EXPECT_EQ(plain[3].retention->mode, "GOVERNANCE");
  EXPECT_EQ(plain[3].legal_hold, false);
  EXPECT_EQ(plain[3].replication_status, ReplicationStatus::Replica);
  EXPECT_EQ(plain[3].tags, (TagSet{{"a", "b"}}));
  EXPECT_EQ(buckets[1].objects[0].encryption, ObjectEncryption::SseKms);
  EXPECT_EQ(buckets[1].objects[0].kms_key_id, "arn:aws:kms:us-east-1:111111111111:key/k");
  EXPECT_EQ(buckets[1].objects[1].encryption, ObjectEncryption::None);
}

TEST(ScenarioTest, OrganizationsHaveLevels) {
  const ReadScenario read = read_members(R"("organization": {"Id": "o-1",
    "ManagementAccountId": "999999999999",
    "Root": {"Id": "r-1", "Accounts": ["999999999999"], "ResourceControlPolicies": [],
      "OrganizationalUnits": [{"Id": "ou-1", "Accounts": ["111111111111"],
        "ServiceControlPolicies": [{"Name": "n", "Content": {"Statement": []}},
                                   {"Version": "2012-10-17", "Statement": []},
                                   "{\"Statement\": []}"]}]},
    "AccountPolicies": {"111111111111": {"ServiceControlPolicies": []}}})");
  ASSERT_TRUE(read.scenario) << read.text();
  const Organization& organization = *read.base().world.organization;
  EXPECT_FALSE(organization.root.policies.service_control);
  EXPECT_TRUE(organization.root.policies.resource_control->empty());
  const auto& policies = *organization.root.units.at(0).policies.service_control;
  ASSERT_EQ(policies.size(), 3U);
  EXPECT_EQ(policies[0].name, "n");
  EXPECT_EQ(policies[1].document.version, "2012-10-17");
  EXPECT_EQ(organization.levels_of("111111111111").size(), 3U);
}

TEST(ScenarioTest, NamesGivenTwiceAreNamedWithBothPlaces) {
  const ReadScenario read = read_members(R"("accounts": [
    {"Id": "111111111111", "Buckets": [{"Name": "b"}],
     "Roles": [{"RoleName": "r"}, {"RoleName": "R"}],
     "Users": [{"UserName": "u"}, {"UserName": "u"}],
     "Keys": [{"KeyId": "k", "Aliases": ["alias/a"]}, {"KeyId": "k", "Region": "eu-west-1"},
              {"KeyId": "k", "Aliases": ["alias/a"]}]},
    {"Id": "222222222222", "Buckets": [{"Name": "b", "Objects": [
       {"Key": "o", "VersionId": "1"}, {"Key": "o", "VersionId": "1"}, {"Key": "o"}]}]},
    {"Id": "111111111111"}],
  "organization": {"Id": "o", "Root": {"Id": "r", "Accounts": ["111111111111"],
    "OrganizationalUnits": [{"Id": "r", "Accounts": ["111111111111"]}]}})");
  EXPECT_TRUE(matches_golden("model/scenario-names-given-twice.txt", read.text()));
}

TEST(ScenarioTest, UnknownFormatsAreNotGuessedAt) {
  EXPECT_THAT(read_text(R"({"format": "replisim/2"})").places(),
              ElementsAre("1:12 scenario.unknown-format"));
  EXPECT_THAT(read_text("[]").places(), ElementsAre("1:1 scenario.wrong-type"));
  EXPECT_THAT(read_text("").places(), ElementsAre("1:1 json.syntax"));
  EXPECT_THAT(read_text("{}").places(), ElementsAre("1:1 scenario.missing-field"));
}

TEST(ScenarioTest, AScenarioThatIsNotThereIsAnIssue) {
  EXPECT_THAT(read_files(MemoryFiles()).places(), ElementsAre("1:1 include.no-file"));
}

TEST(ScenarioTest, APolicyThatAwsCouldNotHaveUnderstoodIsAnIssueInTheWorld) {
  const ReadScenario read = read_account(R"("Buckets": [
    {"Name": "b", "Policy": {"Statement": {"Effect": "alow"}}}, {"Name": "c", "Policy": "x"}])");
  EXPECT_THAT(read.places(), ElementsAre("4:54 policy.unknown-effect", "4:90 policy.not-json"));
}

struct FaultCase {
  std::string name;
  std::string account_members;
  std::string place_and_code;
};

void PrintTo(const FaultCase& c, std::ostream* out) {
  *out << c.name;
}

class AccountFaultTest : public ::testing::TestWithParam<FaultCase> {};

TEST_P(AccountFaultTest, HasItsCodeAndPlace) {
  const ReadScenario read = read_account(GetParam().account_members);
  EXPECT_THAT(read.places(), ElementsAre(GetParam().place_and_code)) << read.text();
}

const FaultCase kFaults[] = {
    {"Alias", R"("Keys": [{"KeyId": "k", "Aliases": ["name"]}])", "3:37 scenario.bad-alias"},
    {"ArnOfNoKey", R"("Keys": [{"KeyId": "arn:aws:s3:::b"}])", "3:10 scenario.bad-key-id"},
    {"WholeNumber", R"("Buckets": [{"Name": "b", "Objects": [{"Key": "k", "Size": 1.5}]}])",
     "3:60 scenario.not-a-whole-number"},
    {"NumberTooLarge",
     R"("Buckets": [{"Name": "b", "Objects": [{"Key": "k", "Size": 9223372036854775808}]}])",
     "3:60 scenario.not-a-whole-number"},
    {"EncryptionContext",
     R"("Buckets": [{"Name": "b", "Objects": [{"Key": "k", "SSEKMSEncryptionContext": "e30"}]}])",
     "3:79 scenario.bad-encryption-context"},
    {"Grantee", R"("Buckets": [{"Name": "b", "Objects": [{"Key": "k", "GrantRead": "name=x"}]}])",
     "3:65 scenario.bad-grantee"},
    {"TwoRules", R"("Buckets": [{"Name": "b", "OwnershipControls": {"Rules": []}}])",
     "3:58 scenario.wrong-count"},
    {"LockWithoutEnd",
     R"("Buckets": [{"Name": "b", "Objects": [{"Key": "k", "ObjectLockMode": "GOVERNANCE"}]}])",
     "3:39 scenario.missing-field"},
    {"PolicyWithoutDocument", R"("Policies": [{"PolicyName": "p"}])",
     "3:14 scenario.missing-field"},
    {"NoSuchStatement",
     R"("Buckets": [{"Name": "b", "Policy": {"Uncertain": [0], "Policy": {"Statement": []}}}])",
     "3:51 scenario.no-such-statement"},
    {"BesideAPolicy", R"("Buckets": [{"Name": "b", "Policy": {"Incomplete": true, "Polcy": 1}}])",
     "3:58 scenario.unknown-field"},
    {"NoTime", R"("Buckets": [{"Name": "b", "CreationDate": true}])", "3:43 scenario.wrong-type"},
    {"Null", R"("Buckets": [{"Name": "b", "Policy": null}])", "3:37 scenario.wrong-type"},
};

INSTANTIATE_TEST_SUITE_P(Faults, AccountFaultTest, ::testing::ValuesIn(kFaults),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace replisim
