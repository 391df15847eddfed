#include "model/import/cloudformation.h"

#include <ostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/golden.h"
#include "tests/model/import/input_fixture.h"

namespace replisim {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::ValuesIn;

// Templates of others

TEST(CloudFormationTemplates, CompliantBucket) {
  const Imported imported =
      import_templates({template_file("compliant-bucket.yaml")}, {{"AppName", "app"}});
  EXPECT_TRUE(matches_golden("import/compliant-bucket.txt", imported.report()));
  EXPECT_EQ(upload(imported, "app-eu-west-1-111111111111", "a"),
            "REPLICATED app-replicas-eu-west-1-111111111111 AES256\n");
}

TEST(CloudFormationTemplates, BothSyntaxesAreOneWorld) {
  const Imported yaml =
      import_templates({template_file("compliant-bucket.yaml")}, {{"AppName", "app"}});
  const Imported json =
      import_templates({template_file("compliant-bucket.json")}, {{"AppName", "app"}});
  EXPECT_EQ(yaml.at(""), json.at(""));
}

TEST(CloudFormationTemplates, CompliantBucketWithoutItsParameter) {
  const Imported imported = import_templates({template_file("compliant-bucket.json")});
  EXPECT_TRUE(matches_golden("import/compliant-bucket-without-name.txt", imported.report()));
}

TEST(CloudFormationTemplates, OneTemplateInTwoAccounts) {
  const Imported imported =
      import_templates({template_file("cur-aggregation.yaml"),
                        template_file("cur-aggregation.yaml", "222222222222")},
                       {{"DestinationAccountId", "222222222222"},
                        {"SourceAccountIds", "111111111111,333333333333"}});
  EXPECT_TRUE(matches_golden("import/cur-aggregation.txt", imported.report()));
  // The role may write below `cur/` and its own account alone.
  EXPECT_EQ(upload(imported, "cid-111111111111-local", "cur/111111111111/a"),
            "REPLICATED cid-222222222222-shared AES256\n");
  EXPECT_EQ(upload(imported, "cid-111111111111-local", "cur/elsewhere/a"),
            "FAILED DstPutObjectNotPermitted s3:ReplicateObject\n");
  EXPECT_EQ(upload(imported, "cid-111111111111-local", "other"), "NOT_ELIGIBLE NoMatchingRule\n");
}

TEST(CloudFormationTemplates, SourceAndDestinationApart) {
  const TemplateFile source = template_file("binxio-replicated-bucket.yaml");
  const TemplateFile destination = template_file("binxio-bucket.yaml");
  const std::string destination_arn = "arn:aws:s3:::binxio-bucket-eubucket-";
  const Imported alone = import_templates({source});
  EXPECT_TRUE(matches_golden("import/binxio-source-alone.txt", alone.report()));
  const Imported destination_alone = import_templates({destination});
  const std::string name = destination_alone.at("/accounts/0/Buckets/0/Name");
  const std::string bare = name.substr(1, name.size() - 2);
  const Imported both =
      import_templates({source, destination}, {{"ReplicatedBucketArn", "arn:aws:s3:::" + bare}});
  const std::string from = both.at("/accounts/0/Buckets/0/Name");
  EXPECT_EQ(upload(both, from.substr(1, from.size() - 2), "a"), "REPLICATED " + bare + " AES256\n");
  EXPECT_THAT(upload(alone, from.substr(1, from.size() - 2), "a"), HasSubstr("UNKNOWN"));
}

TEST(CloudFormationTemplates, AStackSetIsAnotherTemplate) {
  const Imported imported = import_templates({template_file("common-resources-stackset.yaml")});
  EXPECT_TRUE(matches_golden("import/common-resources-stackset.txt", imported.report()));
}

// Buckets

struct BucketCase {
  std::string name;
  std::string properties;
  std::string pointer;  ///< below the bucket
  std::string value;
};

void PrintTo(const BucketCase& c, std::ostream* out) {
  *out << c.name;
}

class CloudFormationBucketTest : public ::testing::TestWithParam<BucketCase> {};

TEST_P(CloudFormationBucketTest, StandsAsTheApiHasIt) {
  const Imported imported = import_bucket("      BucketName: b\n      " + GetParam().properties);
  EXPECT_EQ(imported.issues, "");
  EXPECT_EQ(imported.at("/accounts/0/Buckets/0/" + GetParam().pointer), GetParam().value);
}

const std::vector<BucketCase> kBuckets = {
    {"Region", "", "Region", R"("eu-west-1")"},
    {"NoVersioning", "", "Versioning", ""},
    {"Versioning", "VersioningConfiguration: {Status: Suspended}", "Versioning/Status",
     R"("Suspended")"},
    {"ObjectLockTurnsVersioningOn", "ObjectLockEnabled: true", "Versioning/Status", R"("Enabled")"},
    {"ObjectLockOff", "ObjectLockEnabled: 'false'", "Versioning", ""},
    {"ObjectLockWithARule",
     "ObjectLockConfiguration: {ObjectLockEnabled: Enabled, Rule: {DefaultRetention: {Mode: "
     "COMPLIANCE, Days: '3'}}}",
     "ObjectLockConfiguration/Rule/DefaultRetention", R"({"Mode":"COMPLIANCE","Days":3})"},
    {"Encryption",
     "BucketEncryption: {ServerSideEncryptionConfiguration: [{ServerSideEncryptionByDefault: "
     "{SSEAlgorithm: 'aws:kms', KMSMasterKeyID: k}, BucketKeyEnabled: 'true'}]}",
     "ServerSideEncryptionConfiguration",
     R"({"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms",)"
     R"("KMSMasterKeyID":"k"},"BucketKeyEnabled":true}]})"},
    {"Ownership", "OwnershipControls: {Rules: [{ObjectOwnership: ObjectWriter}]}",
     "OwnershipControls/Rules/0/ObjectOwnership", R"("ObjectWriter")"},
    {"PublicAccessBlock",
     "PublicAccessBlockConfiguration: {BlockPublicAcls: true, RestrictPublicBuckets: 'false'}",
     "PublicAccessBlockConfiguration", R"({"BlockPublicAcls":true,"RestrictPublicBuckets":false})"},
    {"PrivateAcl", "AccessControl: BucketOwnerFullControl", "AccessControlPolicy", ""},
    {"PublicAcl", "AccessControl: PublicRead", "AccessControlPolicy/Grants/0",
     R"({"Grantee":{"Type":"Group","URI":"http://acs.amazonaws.com/groups/global/AllUsers"},)"
     R"("Permission":"READ"})"},
    {"Tags", "Tags: [{Key: a, Value: 1}]", "TagSet", R"([{"Key":"a","Value":"1"}])"},
    {"NoValueIsNotThere", "VersioningConfiguration: !Ref AWS::NoValue", "Versioning", ""},
    {"WhatDoesNotMatter", "LifecycleConfiguration: {Rules: [{Status: Enabled}]}",
     "LifecycleConfiguration", ""},
};

INSTANTIATE_TEST_SUITE_P(Buckets, CloudFormationBucketTest, ValuesIn(kBuckets),
                         [](const auto& test) { return test.param.name; });

constexpr const char* kReplication =
    "ReplicationConfiguration:\n"
    "        Role: arn:aws:iam::111111111111:role/r\n"
    "        Rules:\n"
    "          - ";

const std::vector<BucketCase> kRules = {
    {"NeitherFilterNorPrefix",
     std::string(kReplication) + "{Status: Enabled, Destination: {Bucket: 'arn:aws:s3:::d'}}",
     "ReplicationConfiguration/Rules/0",
     R"({"Status":"Enabled","Destination":{"Bucket":"arn:aws:s3:::d"},"Prefix":""})"},
    {"Id",
     std::string(kReplication) +
         "{Id: x, Prefix: p, Status: Enabled, Destination: {Bucket: 'arn:aws:s3:::d'}}",
     "ReplicationConfiguration/Rules/0/ID", R"("x")"},
    {"TagFilter",
     std::string(kReplication) +
         "{Priority: '7', Status: Enabled, Filter: {TagFilter: {Key: a, Value: b}}, "
         "DeleteMarkerReplication: {Status: Disabled}, Destination: {Bucket: 'arn:aws:s3:::d'}}",
     "ReplicationConfiguration/Rules/0",
     R"({"Priority":7,"Status":"Enabled","Filter":{"Tag":{"Key":"a","Value":"b"}},)"
     R"("DeleteMarkerReplication":{"Status":"Disabled"},)"
     R"("Destination":{"Bucket":"arn:aws:s3:::d"}})"},
    {"TagFilters",
     std::string(kReplication) +
         "{Priority: 1, Status: Enabled, Filter: {And: {Prefix: p, TagFilters: [{Key: a, Value: "
         "b}]}}, DeleteMarkerReplication: {Status: Disabled}, Destination: {Bucket: "
         "'arn:aws:s3:::d'}}",
     "ReplicationConfiguration/Rules/0/Filter",
     R"({"And":{"Prefix":"p","Tags":[{"Key":"a","Value":"b"}]}})"},
    {"Destination",
     std::string(kReplication) +
         "{Status: Enabled, Prefix: '', Destination: {Bucket: 'arn:aws:s3:::d', Account: "
         "222222222222, AccessControlTranslation: {Owner: Destination}, EncryptionConfiguration: "
         "{ReplicaKmsKeyID: 'arn:aws:kms:eu-west-1:222222222222:key/k'}, ReplicationTime: {Status: "
         "Enabled, Time: {Minutes: 15}}, Metrics: {Status: Enabled, EventThreshold: {Minutes: "
         "'15'}}}}",
     "ReplicationConfiguration/Rules/0/Destination",
     R"({"Bucket":"arn:aws:s3:::d","Account":"222222222222","AccessControlTranslation":)"
     R"({"Owner":"Destination"},"EncryptionConfiguration":{"ReplicaKmsKeyID":)"
     R"("arn:aws:kms:eu-west-1:222222222222:key/k"},"ReplicationTime":{"Status":"Enabled","Time":)"
     R"({"Minutes":15}},"Metrics":{"Status":"Enabled","EventThreshold":{"Minutes":15}}})"},
};

INSTANTIATE_TEST_SUITE_P(Rules, CloudFormationBucketTest, ValuesIn(kRules),
                         [](const auto& test) { return test.param.name; });

TEST(CloudFormationBucket, ANameOfItsOwnIsInLowerCase) {
  const Imported imported = import_bucket("      VersioningConfiguration: {Status: Enabled}\n");
  EXPECT_THAT(imported.at("/accounts/0/Buckets/0/Name"), testing::StartsWith("\"t-bucket-"));
}

TEST(CloudFormationBucket, IsLeftOutWhereItsVersioningIsUnknown) {
  const Imported imported =
      import_bucket("      BucketName: b\n      VersioningConfiguration: {Status: !Ref S}\n",
                    "Parameters: {S: {Type: String}}\n");
  EXPECT_EQ(imported.at("/accounts/0/Buckets"), "[]");
  EXPECT_THAT(imported.unknown(), ElementsAre("Bucket VersioningConfiguration.Status", "bucket b"));
}

TEST(CloudFormationBucket, KeepsTheRulesThatAreKnown) {
  const Imported imported = import_bucket(
      "      BucketName: b\n"
      "      ReplicationConfiguration:\n"
      "        Role: arn:aws:iam::111111111111:role/r\n"
      "        Rules:\n"
      "          - {Id: a, Prefix: a, Status: !Ref S, Destination: {Bucket: 'arn:aws:s3:::d'}}\n"
      "          - {Id: b, Prefix: b, Status: Enabled, Destination: {Bucket: 'arn:aws:s3:::d'}}\n",
      "Parameters: {S: {Type: String}}\n");
  EXPECT_EQ(imported.at("/accounts/0/Buckets/0/ReplicationConfiguration/Rules/0/ID"), R"("b")");
  EXPECT_EQ(imported.at("/accounts/0/Buckets/0/ReplicationConfiguration/Rules/1"), "");
  EXPECT_THAT(imported.unknown(),
              Contains("Bucket ReplicationConfiguration.Rules[0].Status").Times(1));
}

TEST(CloudFormationBucket, FaultsPointIntoTheTemplate) {
  const Imported imported = import_bucket(
      "      BucketName: b\n"
      "      ReplicationConfiguration: {Role: r, Rules: [{Prefix: '', Statuss: Enabled}]}\n");
  EXPECT_THAT(imported.issues, HasSubstr("t.yaml:6:64: error: unknown field `Statuss`"));
  EXPECT_THAT(imported.issues, HasSubstr("did you mean `Status`?"));
}

// Policies of buckets

TEST(CloudFormationBucketPolicy, IsFoundByTheNameThatItsBucketComesTo) {
  const Imported imported = import_bucket(
      "      BucketName: !Sub 'x-${AWS::AccountId}'\n"
      "  Policy:\n"
      "    Type: AWS::S3::BucketPolicy\n"
      "    Properties:\n"
      "      Bucket: x-111111111111\n"
      "      PolicyDocument: {Statement: [{Effect: Deny, Principal: '*', Action: 's3:*', Resource: "
      "!Sub '${Bucket.Arn}/*', Condition: {Bool: {'aws:SecureTransport': false}}}]}\n");
  EXPECT_EQ(imported.at("/accounts/0/Buckets/0/Policy/Statement/0/Resource"),
            R"("arn:aws:s3:::x-111111111111/*")");
  EXPECT_EQ(imported.at("/accounts/0/Buckets/0/Policy/Statement/0/Condition"),
            R"({"Bool":{"aws:SecureTransport":false}})");
}

TEST(CloudFormationBucketPolicy, OfABucketThatIsElsewhereIsNotForgotten) {
  const Imported imported = import_template(
      "Resources:\n"
      "  Policy:\n"
      "    Type: AWS::S3::BucketPolicy\n"
      "    Properties: {Bucket: elsewhere, PolicyDocument: {Statement: []}}\n");
  EXPECT_THAT(imported.unknown(), ElementsAre("bucket elsewhere"));
}

TEST(CloudFormationBucketPolicy, OfAnUnknownBucketMayBeAnyOnes) {
  const Imported imported = import_bucket(
      "      BucketName: b\n"
      "  Policy:\n"
      "    Type: AWS::S3::BucketPolicy\n"
      "    Properties: {Bucket: !Ref P, PolicyDocument: {Statement: []}}\n",
      "Parameters: {P: {Type: String}}\n");
  EXPECT_EQ(imported.at("/accounts/0/Buckets/0/PolicyUnknown"), "true");
}

TEST(CloudFormationBucketPolicy, ThatMayNotBeThereIsIncomplete) {
  const Imported imported = import_bucket(
      "      BucketName: b\n"
      "  Policy:\n"
      "    Type: AWS::S3::BucketPolicy\n"
      "    Condition: C\n"
      "    Properties: {Bucket: b, PolicyDocument: {Statement: []}}\n",
      "Parameters: {P: {Type: String}}\n"
      "Conditions: {C: !Equals [!Ref P, x]}\n");
  EXPECT_EQ(imported.at("/accounts/0/Buckets/0/Policy"), R"({"Incomplete":true})");
}

TEST(CloudFormationBucketPolicy, OnlyOneABucket) {
  const std::string policy =
      "    Type: AWS::S3::BucketPolicy\n"
      "    Properties: {Bucket: b, PolicyDocument: {Statement: []}}\n";
  EXPECT_THAT(import_bucket("      BucketName: b\n  P:\n" + policy + "  Q:\n" + policy).codes,
              ElementsAre("import.conflict"));
}

// Identities

constexpr const char* kRole =
    "  Role:\n"
    "    Type: AWS::IAM::Role\n"
    "    Properties:\n"
    "      RoleName: r\n"
    "      AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: "
    "s3.amazonaws.com}, Action: 'sts:AssumeRole'}]}\n";

constexpr const char* kDocument = "{Statement: [{Effect: Allow, Action: 's3:*', Resource: '*'}]}";

struct RoleCase {
  std::string name;
  std::string resources;  ///< continues the role's properties, or the resources
  std::string pointer;    ///< below the role
  std::string value;
};

void PrintTo(const RoleCase& c, std::ostream* out) {
  *out << c.name;
}

class CloudFormationRoleTest : public ::testing::TestWithParam<RoleCase> {};

TEST_P(CloudFormationRoleTest, Has) {
  const Imported imported = import_template("Parameters: {P: {Type: String}}\nResources:\n" +
                                            std::string(kRole) + GetParam().resources);
  EXPECT_EQ(imported.issues, "");
  EXPECT_EQ(imported.at("/accounts/0/Roles/0/" + GetParam().pointer), GetParam().value);
}

const std::string kInline = R"({"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]})";

const std::vector<RoleCase> kRoles = {
    {"TrustPolicy", "", "AssumeRolePolicyDocument/Statement/0/Principal",
     R"({"Service":"s3.amazonaws.com"})"},
    {"Inline",
     "      Policies: [{PolicyName: p, PolicyDocument: " + std::string(kDocument) + "}]\n",
     "RolePolicyList", R"([{"PolicyName":"p","PolicyDocument":)" + kInline + "}]"},
    {"InlineUnknown", "      Policies: !Ref P\n", "RolePolicyList",
     R"([{"PolicyName":"unknown","PolicyDocument":{"Incomplete":true}}])"},
    {"InlineByAPolicy",
     "  P1: {Type: 'AWS::IAM::Policy', Properties: {PolicyName: p, Roles: [!Ref Role], "
     "PolicyDocument: " +
         std::string(kDocument) + "}}\n",
     "RolePolicyList", R"([{"PolicyName":"p","PolicyDocument":)" + kInline + "}]"},
    {"InlineByARolePolicy",
     "  P1: {Type: 'AWS::IAM::RolePolicy', Properties: {PolicyName: p, RoleName: r, "
     "PolicyDocument: " +
         std::string(kDocument) + "}}\n",
     "RolePolicyList/0/PolicyName", R"("p")"},
    {"InlineOfAnUnknownRole",
     "  P1: {Type: 'AWS::IAM::RolePolicy', Properties: {PolicyName: p, RoleName: !Ref P, "
     "PolicyDocument: " +
         std::string(kDocument) + "}}\n",
     "RolePolicyList/0", R"({"PolicyName":"unknown","PolicyDocument":{"Incomplete":true}})"},
    {"Attached", "      ManagedPolicyArns: ['arn:aws:iam::aws:policy/X']\n",
     "AttachedManagedPolicies", R"([{"PolicyArn":"arn:aws:iam::aws:policy/X"}])"},
    {"AttachedUnknown", "      ManagedPolicyArns: [!Ref P]\n", "RolePolicyList/0/PolicyDocument",
     R"({"Incomplete":true})"},
    {"AttachedByThePolicy",
     "  M: {Type: 'AWS::IAM::ManagedPolicy', Properties: {ManagedPolicyName: m, Path: /a/, Roles: "
     "[r], PolicyDocument: " +
         std::string(kDocument) + "}}\n",
     "AttachedManagedPolicies", R"([{"PolicyArn":"arn:aws:iam::111111111111:policy/a/m"}])"},
    {"AttachedByTheRole",
     "      ManagedPolicyArns: [!Ref M]\n"
     "  M: {Type: 'AWS::IAM::ManagedPolicy', Properties: {ManagedPolicyName: m, PolicyDocument: " +
         std::string(kDocument) + "}}\n",
     "AttachedManagedPolicies", R"([{"PolicyArn":"arn:aws:iam::111111111111:policy/m"}])"},
    {"Boundary", "      PermissionsBoundary: 'arn:aws:iam::111111111111:policy/b'\n",
     "PermissionsBoundary", R"({"PermissionsBoundaryArn":"arn:aws:iam::111111111111:policy/b"})"},
    {"NoBoundary",
     "      PermissionsBoundary: !If [N, a, !Ref 'AWS::NoValue']\nConditions: {N: "
     "!Equals [a, b]}\n",
     "PermissionsBoundary", ""},
};

INSTANTIATE_TEST_SUITE_P(Roles, CloudFormationRoleTest, ValuesIn(kRoles),
                         [](const auto& test) { return test.param.name; });

TEST(CloudFormationIdentity, UsersAreInGroups) {
  const Imported imported = import_template(
      "Resources:\n"
      "  U: {Type: 'AWS::IAM::User', Properties: {UserName: u, Groups: [g]}}\n"
      "  V: {Type: 'AWS::IAM::User', Properties: {UserName: v}}\n"
      "  G: {Type: 'AWS::IAM::Group', Properties: {GroupName: g}}\n"
      "  A: {Type: 'AWS::IAM::UserToGroupAddition', Properties: {GroupName: g, Users: [v]}}\n"
      "  P: {Type: 'AWS::IAM::Policy', Properties: {PolicyName: p, Groups: [g], Users: [u], "
      "PolicyDocument: {Statement: []}}}\n");
  EXPECT_EQ(imported.issues, "");
  EXPECT_EQ(imported.at("/accounts/0/Users/0/GroupList"), R"(["g"])");
  EXPECT_EQ(imported.at("/accounts/0/Users/1/GroupList"), R"(["g"])");
  EXPECT_EQ(imported.at("/accounts/0/Users/0/UserPolicyList/0/PolicyName"), R"("p")");
  EXPECT_EQ(imported.at("/accounts/0/Groups/0/GroupPolicyList/0/PolicyName"), R"("p")");
}

TEST(CloudFormationIdentity, ANameGivenTwiceIsAConflict) {
  EXPECT_THAT(import_template("Resources:\n"
                              "  A: {Type: 'AWS::S3::Bucket', Properties: {BucketName: b}}\n"
                              "  B: {Type: 'AWS::S3::Bucket', Properties: {BucketName: b}}\n")
                  .codes,
              ElementsAre("import.conflict"));
}

// Keys

TEST(CloudFormationKey, IsTheSameEverywhere) {
  const Imported imported = import_template(
      "Resources:\n"
      "  Key:\n"
      "    Type: AWS::KMS::Key\n"
      "    Properties: {Enabled: false, KeyPolicy: {Statement: []}}\n"
      "  Alias: {Type: 'AWS::KMS::Alias', Properties: {AliasName: alias/a, TargetKeyId: !Ref "
      "Key}}\n"
      "  Bucket:\n"
      "    Type: AWS::S3::Bucket\n"
      "    Properties:\n"
      "      BucketName: b\n"
      "      BucketEncryption: {ServerSideEncryptionConfiguration: "
      "[{ServerSideEncryptionByDefault: "
      "{SSEAlgorithm: 'aws:kms', KMSMasterKeyID: !GetAtt Key.Arn}}]}\n");
  EXPECT_EQ(imported.issues, "");
  const std::string id = imported.at("/accounts/0/Keys/0/KeyId");
  EXPECT_EQ(id.size(), 38U);
  EXPECT_EQ(imported.at("/accounts/0/Keys/0/KeyState"), R"("Disabled")");
  EXPECT_EQ(imported.at("/accounts/0/Keys/0/Aliases"), R"(["alias/a"])");
  EXPECT_EQ(imported.at("/accounts/0/Buckets/0/ServerSideEncryptionConfiguration/Rules/0/"
                        "ApplyServerSideEncryptionByDefault/KMSMasterKeyID"),
            R"("arn:aws:kms:eu-west-1:111111111111:key/)" + id.substr(1));
}

TEST(CloudFormationKey, AReplicaHasTheIdOfItsPrimary) {
  const Imported imported = import_templates(
      {{"a.yaml",
        "Resources:\n"
        "  Key: {Type: 'AWS::KMS::Key', Properties: {MultiRegion: true, KeyPolicy: {Statement: "
        "[]}}}\n"},
       {"b.yaml",
        "Resources:\n"
        "  Key: {Type: 'AWS::KMS::ReplicaKey', Properties: {PrimaryKeyArn: "
        "'arn:aws:kms:eu-west-1:111111111111:key/mrk-1', KeyPolicy: {Statement: []}}}\n",
        "111111111111", "us-east-2"}});
  EXPECT_EQ(imported.issues, "");
  EXPECT_THAT(imported.at("/accounts/0/Keys/0/KeyId"), testing::StartsWith("\"mrk-"));
  EXPECT_EQ(imported.at("/accounts/0/Keys/1/KeyId"), R"("mrk-1")");
  EXPECT_EQ(imported.at("/accounts/0/Keys/1/Region"), R"("us-east-2")");
  EXPECT_EQ(imported.at("/accounts/0/Keys/1/MultiRegion"), "true");
}

// Parameters

TEST(CloudFormationParameter, ThatIsGivenGoesBeforeItsDefault) {
  const Imported imported = import_bucket(
      "      BucketName: !Ref N\n", "Parameters: {N: {Type: String, Default: a}}\n", {{"N", "b"}});
  EXPECT_EQ(imported.at("/accounts/0/Buckets/0/Name"), R"("b")");
}

TEST(CloudFormationParameter, OfAnInputGoesBeforeThatOfAll) {
  const CloudFormationStack stack = cloudformation_stack(
      ImportOptions{.parameters = {{"N", "all"}, {"t.yaml:N", "own"}, {"u.yaml:N", "other"}}},
      "t.yaml", 0);
  EXPECT_EQ(stack.parameters, (ImportOptions::Names{{"N", "own"}}));
  EXPECT_EQ(stack.stack_name, "t");
}

TEST(CloudFormationParameter, MayBeThatOfAWS) {
  const CloudFormationStack stack =
      cloudformation_stack(ImportOptions{.parameters = {{"AWS::Region", "eu-west-1"},
                                                        {"t.yaml:AWS::Region", "eu-west-2"},
                                                        {"AWS::AccountId", "111111111111"},
                                                        {"t.yaml:AWS::StackName", "prod"}},
                                         .region = "us-east-1"},
                           "some/t.yaml", 0);
  EXPECT_EQ(stack.region, "eu-west-2");
  EXPECT_EQ(stack.account, "111111111111");
  EXPECT_EQ(stack.stack_name, "prod");
  EXPECT_THAT(stack.parameters, IsEmpty());
}

TEST(CloudFormationParameter, MayOnlyBeWhatIsAllowed) {
  const Imported imported = import_bucket(
      "      BucketName: !Ref N\n",
      "Parameters: {N: {Type: String, Default: a, AllowedValues: [a, b]}}\n", {{"N", "c"}});
  EXPECT_THAT(imported.codes, ElementsAre("cloudformation.parameter-value"));
  EXPECT_THAT(imported.issues, HasSubstr("hint: allowed: `a`, `b`"));
}

TEST(CloudFormationParameter, ThatNobodyHasIsAnError) {
  const Imported imported = import_bucket("      BucketName: b\n",
                                          "Parameters: {Name: {Type: String}}\n", {{"Nam", "x"}});
  EXPECT_THAT(imported.codes, ElementsAre("cloudformation.unknown-parameter"));
  EXPECT_THAT(imported.issues, HasSubstr("did you mean `Name`?"));
}

TEST(CloudFormationParameter, OfTheParameterStoreIsTakenAsItsValueWhereItIsGiven) {
  const Imported imported = import_bucket(
      "      BucketName: !Ref N\n",
      "Parameters: {N: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /x}}\n", {{"N", "b"}});
  EXPECT_EQ(imported.at("/accounts/0/Buckets/0/Name"), R"("b")");
}

// Several stacks

constexpr const char* kExporting =
    "Resources:\n"
    "  Bucket: {Type: 'AWS::S3::Bucket', Properties: {BucketName: b}}\n"
    "Outputs:\n"
    "  Other: {Value: !Ref Nothing}\n"
    "  Name: {Value: !Ref Bucket, Export: {Name: !Sub '${AWS::StackName}-name'}}\n";

constexpr const char* kImporting =
    "Resources:\n"
    "  Policy:\n"
    "    Type: AWS::S3::BucketPolicy\n"
    "    Properties: {Bucket: !ImportValue a-name, PolicyDocument: {Statement: []}}\n";

TEST(CloudFormationStacks, ImportValuesOfEachOtherInAnyOrder) {
  const Imported imported = import_templates({{"b.yaml", kImporting}, {"a.yaml", kExporting}});
  EXPECT_EQ(imported.issues, "");
  EXPECT_EQ(imported.at("/accounts/0/Buckets/0/Policy"), R"({"Statement":[]})");
}

TEST(CloudFormationStacks, ImportNothingFromAnotherAccount) {
  const Imported imported =
      import_templates({{"b.yaml", kImporting}, {"a.yaml", kExporting, "222222222222"}});
  EXPECT_THAT(imported.unknown(), ElementsAre("Policy Bucket"));
}

TEST(CloudFormationStacks, ValuesThatImportEachOtherAreRefused) {
  const std::string text =
      "Resources: {R: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !ImportValue MINE}}}\n"
      "Outputs: {O: {Value: !ImportValue MINE, Export: {Name: YOURS}}}\n";
  const auto named = [&](const std::string& mine, const std::string& yours) {
    std::string made = text;
    for (std::size_t at = 0; (at = made.find("MINE", at)) != std::string::npos;) {
      made.replace(at, 4, mine);
    }
    return made.replace(made.find("YOURS"), 5, yours);
  };
  const Imported imported =
      import_templates({{"a.yaml", named("x", "y")}, {"b.yaml", named("y", "x")}});
  EXPECT_THAT(imported.codes, Contains("cloudformation.circular"));
}

TEST(CloudFormationStacks, StandInsAreOfAnAccountAndRegion) {
  const std::string text = "Resources: {B: {Type: 'AWS::S3::Bucket'}}\n";
  const Imported imported = import_templates({{"t.yaml", text}, {"t.yaml", text, "222222222222"}});
  EXPECT_NE(imported.at("/accounts/0/Buckets/0/Name"), imported.at("/accounts/1/Buckets/0/Name"));
}

TEST(CloudFormationStacks, WithoutAccountAndRegionSayWhatStandsForThem) {
  const Imported imported =
      import_templates({{"t.yaml",
                         "Resources: {B: {Type: 'AWS::S3::Bucket', Properties: {BucketName: !Sub "
                         "'x-${AWS::AccountId}-${AWS::Region}'}}}\n",
                         "", ""}});
  EXPECT_EQ(imported.at("/accounts/0/Buckets/0/Name"), R"("x-000000000000-us-east-1")");
  EXPECT_THAT(imported.inputs[0].stand_in_accounts, ElementsAre("000000000000"));
  EXPECT_THAT(imported.unknown(), ElementsAre(" AWS::AccountId", " AWS::Region"));
}

TEST(CloudFormationStacks, PartitionFollowsFromTheRegion) {
  const Imported imported =
      import_templates({{"t.yaml",
                         "Resources: {R: {Type: 'AWS::IAM::Role', Properties: {RoleName: r, "
                         "ManagedPolicyArns: [!Sub 'arn:${AWS::Partition}:iam::aws:policy/X']}}}\n",
                         "111111111111", "cn-north-1"}});
  EXPECT_EQ(imported.at("/accounts/0/Partition"), R"("aws-cn")");
  EXPECT_EQ(imported.at("/accounts/0/Roles/0/AttachedManagedPolicies/0/PolicyArn"),
            R"("arn:aws-cn:iam::aws:policy/X")");
}

// Documents

struct DocumentCase {
  std::string name;
  std::string text;
  std::string code;
};

void PrintTo(const DocumentCase& c, std::ostream* out) {
  *out << c.name;
}

class CloudFormationDocumentTest : public ::testing::TestWithParam<DocumentCase> {};

TEST_P(CloudFormationDocumentTest, IsRefused) {
  EXPECT_THAT(import_template(GetParam().text).codes, ElementsAre(GetParam().code));
}

const std::vector<DocumentCase> kDocuments = {
    {"NoResources", "Description: x\n", "cloudformation.no-resources"},
    {"ResourcesOfTheWrongKind", "Resources: [a]\n", "cloudformation.no-resources"},
    {"AText", "just a text\n", "cloudformation.no-resources"},
    {"NoType", "Resources: {B: {Properties: {}}}\n", "cloudformation.no-type"},
    {"BrokenYaml", "Resources: [\n", "yaml.syntax"},
    {"BrokenJson", "{\"Resources\": }", "json.syntax"},
    {"DoubleNames", "Resources: {B: {Type: a}, B: {Type: a}}\n", "yaml.duplicate-name"},
    {"NothingAtAll", "", "yaml.syntax"},
};

INSTANTIATE_TEST_SUITE_P(Documents, CloudFormationDocumentTest, ValuesIn(kDocuments),
                         [](const auto& test) { return test.param.name; });

TEST(CloudFormationDocument, MacrosLoopsAndNestedStacksAreUnknown) {
  const Imported imported = import_template(
      "Transform: [MyMacro, 'AWS::Serverless-2016-10-31']\n"
      "Resources:\n"
      "  'Fn::ForEach::Loop': [X, [a], {'B${X}': {Type: 'AWS::S3::Bucket'}}]\n"
      "  Nested: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: x}}\n"
      "  Point: {Type: 'AWS::S3::AccessPoint', Properties: {Bucket: b}}\n");
  EXPECT_EQ(imported.issues, "");
  ASSERT_TRUE(imported.merged);
  std::vector<std::string> reasons;
  for (const UnknownValue& unknown : imported.merged->unknown) {
    reasons.push_back(unknown.address + ": " + unknown.reason);
  }
  EXPECT_THAT(reasons, ElementsAre("Nested: a nested stack: its template is not part of this one",
                                   "Point: access points are not modelled",
                                   ": resources that Fn::ForEach::Loop makes",
                                   ": the macro MyMacro may rewrite any part of it"));
}

TEST(CloudFormationDocument, KnowsWhoseAPlaceIs) {
  const Imported imported = import_bucket("      BucketName: b\n");
  const SourceRange place{0, 60, 61};
  EXPECT_EQ(PlaceIndex(imported.inputs).address(place), "Bucket");
}

}  // namespace
}  // namespace replisim
