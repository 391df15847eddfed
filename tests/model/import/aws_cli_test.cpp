#include "model/import/aws_cli.h"

#include <ostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/golden.h"
#include "tests/model/import/input_fixture.h"
#include "tests/model/scenario_fixture.h"

namespace replisim {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::ValuesIn;

// The founding story, at a time when an upload that asks for no encryption has none

constexpr std::string_view kBeforeSseS3 = "2020-12-14T09:00:00Z";

TEST(AwsCliCaptures, OfTheFoundingStoryAreItsWorld) {
  EXPECT_TRUE(matches_golden("import/captures-founding.txt",
                             import_captures(capture_files("founding")).report()));
}

TEST(AwsCliCaptures, OfTheFoundingStoryPlayLikeTheScenario) {
  SourceMap sources;
  const Result<Scenario> founding = read_scenario(
      sources, std::string(REPLISIM_SOURCE_DIR) + "/scenarios/founding/founding.json", DiskFiles());
  ASSERT_TRUE(founding);
  const Imported imported = import_captures(capture_files("founding"));
  ASSERT_TRUE(imported.scenario) << imported.issues;
  ScenarioCase captured = imported.scenario->base;
  captured.clock = founding.value().base.clock;
  captured.events = founding.value().base.events;
  EXPECT_EQ(outcomes(captured), outcomes(founding.value().base));
  EXPECT_THAT(outcomes(captured), HasSubstr("REPLICATED destination-test-replication aws:kms"));
}

TEST(AwsCliCaptures, OfTheSourceAloneSettleNothing) {
  CaptureFiles files = capture_files("founding");
  std::erase_if(files, [](const auto& file) { return file.first.starts_with("222222222222"); });
  EXPECT_THAT(upload(import_captures(files), "source-test-replication", "a", kBeforeSseS3),
              HasSubstr("UNKNOWN"));
}

TEST(AwsCliCaptures, WithoutTheKeyPolicySettleNothing) {
  CaptureFiles files = capture_files("founding");
  std::erase_if(files, [](const auto& file) {
    return file.first.find("get-key-policy") != std::string::npos;
  });
  const Imported imported = import_captures(files);
  EXPECT_THAT(imported.unknown(),
              ElementsAre("8c5b1f0e-3a6d-4c27-9e41-b7d2f05a6c93 kms.get-key-policy"));
  EXPECT_THAT(upload(imported, "source-test-replication", "a", kBeforeSseS3), HasSubstr("UNKNOWN"));
}

// Each command

struct CommandCase {
  std::string name;
  std::string path;  ///< below the account's folder
  std::string text;
  std::string pointer;  ///< below the account
  std::string value;
};

void PrintTo(const CommandCase& c, std::ostream* out) {
  *out << c.name;
}

class AwsCliCommandTest : public ::testing::TestWithParam<CommandCase> {};

/// With what makes a bucket whole, so that it is not left out.
CaptureFiles with_bucket(const std::string& path, const std::string& text) {
  CaptureFiles files = {{"111111111111/s3api.get-bucket-versioning.b.json", ""},
                        {"111111111111/s3api.get-bucket-encryption.b.json", ""}};
  files["111111111111/" + path] = text;
  return files;
}

TEST_P(AwsCliCommandTest, IsRead) {
  const Imported imported = import_captures(with_bucket(GetParam().path, GetParam().text));
  EXPECT_EQ(imported.issues, "");
  EXPECT_EQ(imported.at("/accounts/0/" + GetParam().pointer), GetParam().value);
}

const std::vector<CommandCase> kBucketCommands = {
    {"ListBuckets", "s3api.list-buckets.json",
     R"({"Buckets":[{"Name":"b","CreationDate":"2024-05-01T12:00:00+00:00",)"
     R"("BucketRegion":"eu-west-1"}],)"
     R"("Owner":{"ID":"abc"}})",
     "Buckets/0/Region", R"("eu-west-1")"},
    {"CanonicalUser", "s3api.list-buckets.json", R"({"Buckets":[],"Owner":{"ID":"abc"}})",
     "CanonicalUserId", R"("abc")"},
    {"HeadBucket", "s3api.head-bucket.b.json", R"({"BucketRegion":"eu-west-3"})",
     "Buckets/0/Region", R"("eu-west-3")"},
    {"Location", "s3api.get-bucket-location.b.json", R"({"LocationConstraint":"eu-central-1"})",
     "Buckets/0/Region", R"("eu-central-1")"},
    {"LocationOfUsEast1", "s3api.get-bucket-location.b.json", R"({"LocationConstraint":null})",
     "Buckets/0/Region", R"("us-east-1")"},
    {"LocationEu", "s3api.get-bucket-location.b.json", R"({"LocationConstraint":"EU"})",
     "Buckets/0/Region", R"("eu-west-1")"},
    {"Versioning", "s3api.get-bucket-versioning.b.json", R"({"Status":"Suspended"})",
     "Buckets/0/Versioning", R"({"Status":"Suspended"})"},
    {"NeverVersioned", "s3api.get-bucket-versioning.b.json", "", "Buckets/0/Versioning", ""},
    {"Replication", "s3api.get-bucket-replication.b.json",
     R"({"ReplicationConfiguration":{"Role":"r","Rules":[]}})",
     "Buckets/0/ReplicationConfiguration", R"({"Role":"r","Rules":[]})"},
    {"Encryption", "s3api.get-bucket-encryption.b.json",
     R"({"ServerSideEncryptionConfiguration":{"Rules":[{"BucketKeyEnabled":false}]}})",
     "Buckets/0/ServerSideEncryptionConfiguration", R"({"Rules":[{"BucketKeyEnabled":false}]})"},
    {"Policy", "s3api.get-bucket-policy.b.json",
     R"({"Policy":"{\"Version\":\"2012-10-17\",\"Statement\":[]}"})", "Buckets/0/Policy",
     R"({"Version":"2012-10-17","Statement":[]})"},
    {"NoPolicy", "s3api.get-bucket-policy.b.json",
     "\nAn error occurred (NoSuchBucketPolicy) when calling the GetBucketPolicy operation: x\n",
     "Buckets/0/PolicyUnknown", ""},
    {"RefusedPolicy", "s3api.get-bucket-policy.b.json",
     "An error occurred (AccessDenied) when calling the GetBucketPolicy operation: x",
     "Buckets/0/PolicyUnknown", "true"},
    {"Ownership", "s3api.get-bucket-ownership-controls.b.json",
     R"({"OwnershipControls":{"Rules":[{"ObjectOwnership":"ObjectWriter"}]}})",
     "Buckets/0/OwnershipControls/Rules/0/ObjectOwnership", R"("ObjectWriter")"},
    {"Acl", "s3api.get-bucket-acl.b.json", R"({"Owner":{"ID":"x"},"Grants":[]})",
     "Buckets/0/AccessControlPolicy/Owner/ID", R"("x")"},
    {"PublicAccessBlock", "s3api.get-public-access-block.b.json",
     R"({"PublicAccessBlockConfiguration":{"BlockPublicAcls":true}})",
     "Buckets/0/PublicAccessBlockConfiguration/BlockPublicAcls", "true"},
    {"PublicAccessBlockOfTheAccount", "s3control.get-public-access-block.json",
     R"({"PublicAccessBlockConfiguration":{"BlockPublicAcls":true}})",
     "PublicAccessBlockConfiguration/BlockPublicAcls", "true"},
    {"ObjectLock", "s3api.get-object-lock-configuration.b.json",
     R"({"ObjectLockConfiguration":{"ObjectLockEnabled":"Enabled"}})",
     "Buckets/0/ObjectLockConfiguration/ObjectLockEnabled", R"("Enabled")"},
    {"RequestPayment", "s3api.get-bucket-request-payment.b.json", R"({"Payer":"Requester"})",
     "Buckets/0/RequestPaymentConfiguration/Payer", R"("Requester")"},
    {"Tagging", "s3api.get-bucket-tagging.b.json", R"({"TagSet":[{"Key":"a","Value":"b"}]})",
     "Buckets/0/TagSet/0/Key", R"("a")"},
    {"Lifecycle", "s3api.get-bucket-lifecycle-configuration.b.json", R"({"Rules":[]})",
     "Buckets/0/Rules", ""},
    {"Versions", "s3api.list-object-versions.json",
     R"({"Name":"b","Versions":[)"
     R"({"Key":"k","VersionId":"v2","Size":5,"LastModified":"2024-05-02T12:00:00Z",)"
     R"("IsLatest":true},)"
     R"({"Key":"k","VersionId":"v1","Size":4,"LastModified":"2024-05-01T12:00:00Z"}],)"
     R"("DeleteMarkers":[{"Key":"k","VersionId":"d","LastModified":"2024-05-01T13:00:00Z"}]})",
     "Buckets/0/Objects",
     R"([{"Key":"k","VersionId":"v1","Size":4,"LastModified":"2024-05-01T12:00:00Z"},)"
     R"({"Key":"k","VersionId":"d","LastModified":"2024-05-01T13:00:00Z","IsDeleteMarker":true},)"
     R"({"Key":"k","VersionId":"v2","Size":5,"LastModified":"2024-05-02T12:00:00Z"}])"},
};

INSTANTIATE_TEST_SUITE_P(Buckets, AwsCliCommandTest, ValuesIn(kBucketCommands),
                         [](const auto& test) { return test.param.name; });

const std::vector<CommandCase> kIdentityCommands = {
    {"Details", "iam.get-account-authorization-details.json",
     R"({"UserDetailList":[{"UserName":"u"}],"GroupDetailList":[{"GroupName":"g"}],)"
     R"("RoleDetailList":[{"RoleName":"r","RolePolicyList":[{"PolicyName":"p",)"
     R"("PolicyDocument":{"Statement":[]}}]}],"Policies":[],"IsTruncated":false})",
     "Roles/0/RolePolicyList", R"([{"PolicyName":"p","PolicyDocument":{"Statement":[]}}])"},
    {"DetailsOfUsers", "iam.get-account-authorization-details.json",
     R"({"UserDetailList":[{"UserName":"u"}],"RoleDetailList":[]})", "Users",
     R"([{"UserName":"u"}])"},
    {"EncodedPolicy", "iam.get-account-authorization-details.json",
     R"({"RoleDetailList":[{"RoleName":"r","AssumeRolePolicyDocument":)"
     R"("%7B%22Statement%22%3A%5B%5D%7D"}]})",
     "Roles/0/AssumeRolePolicyDocument", R"("{\"Statement\":[]}")"},
    {"PoliciesOfAwsStandInline", "iam.get-account-authorization-details.json",
     R"({"RoleDetailList":[{"RoleName":"r","AttachedManagedPolicies":[)"
     R"({"PolicyArn":"arn:aws:iam::aws:policy/X","PolicyName":"X"}]}],"Policies":[)"
     R"({"PolicyName":"X","Arn":"arn:aws:iam::aws:policy/X","PolicyVersionList":[)"
     R"({"VersionId":"v1","IsDefaultVersion":false,"Document":{"Statement":[1]}},)"
     R"({"VersionId":"v2","IsDefaultVersion":true,"Document":{"Statement":[]}}]}]})",
     "Roles/0/RolePolicyList",
     R"([{"PolicyName":"arn:aws:iam::aws:policy/X","PolicyDocument":{"Statement":[]}}])"},
    {"Role", "iam.get-role.r.json",
     R"({"Role":{"RoleName":"r","Path":"/p/","AssumeRolePolicyDocument":{"Statement":[]}}})",
     "Roles/0/Path", R"("/p/")"},
    {"RolePolicy", "iam.get-role-policy.r~p.json",
     R"({"RoleName":"r","PolicyName":"p","PolicyDocument":{"Statement":[]}})",
     "Roles/0/RolePolicyList/0", R"({"PolicyName":"p","PolicyDocument":{"Statement":[]}})"},
    {"ListedRolePolicy", "iam.list-role-policies.r.json", R"({"PolicyNames":["p"]})",
     "Roles/0/RolePolicyList/1", R"({"PolicyName":"p","PolicyDocument":{"Incomplete":true}})"},
    {"AttachedPolicies", "iam.list-attached-role-policies.r.json",
     R"({"AttachedPolicies":[{"PolicyName":"x",)"
     R"("PolicyArn":"arn:aws:iam::111111111111:policy/x"}]})",
     "Roles/0/AttachedManagedPolicies/0/PolicyArn", R"("arn:aws:iam::111111111111:policy/x")"},
    {"PolicyVersion", "iam.get-policy-version.arn~aws~iam~~111111111111~policy~a~x.json",
     R"({"PolicyVersion":{"VersionId":"v1","Document":{"Statement":[]}}})", "Policies/0",
     R"({"PolicyName":"x","Path":"/a/","PolicyDocument":{"Statement":[]}})"},
};

INSTANTIATE_TEST_SUITE_P(Identities, AwsCliCommandTest, ValuesIn(kIdentityCommands),
                         [](const auto& test) { return test.param.name; });

const std::vector<CommandCase> kKeyCommands = {
    {"DescribeKey", "kms.describe-key.k.json",
     R"({"KeyMetadata":{"KeyId":"k","Arn":"arn:aws:kms:eu-west-1:111111111111:key/k",)"
     R"("CreationDate":1700000000.123,"KeyState":"Disabled","DeletionDate":null}})",
     "Keys/0/KeyState", R"("Disabled")"},
    {"RegionOfTheArn", "kms.describe-key.k.json",
     R"({"KeyMetadata":{"KeyId":"k","Arn":"arn:aws:kms:eu-west-1:111111111111:key/k"}})",
     "Keys/0/Region", R"("eu-west-1")"},
    {"KeyPolicy", "eu-west-2/kms.get-key-policy.k.json",
     R"({"Policy":"{\"Statement\":[]}","PolicyName":"default"})", "Keys/0/Policy",
     R"({"Statement":[]})"},
    {"RegionOfTheFolder", "eu-west-2/kms.get-key-policy.k.json",
     R"({"Policy":"{\"Statement\":[]}"})", "Keys/0/Region", R"("eu-west-2")"},
    {"Grants", "eu-west-2/kms.list-grants.json",
     R"({"Grants":[{"KeyId":"arn:aws:kms:eu-west-2:111111111111:key/k","GrantId":"g",)"
     R"("GranteePrincipal":"arn:aws:iam::111111111111:role/r","Operations":["Encrypt"]}]})",
     "Keys/0/Grants/0/GrantId", R"("g")"},
    {"NoGrants", "eu-west-2/kms.list-grants.k.json", R"({"Grants":[]})", "Keys/0/KeyId", R"("k")"},
    {"Tags", "eu-west-2/kms.list-resource-tags.k.json",
     R"({"Tags":[{"TagKey":"a","TagValue":"b"}]})", "Keys/0/Tags/0/TagKey", R"("a")"},
    {"AliasesOfNoKeyThatIsCaptured", "eu-west-2/kms.list-aliases.json",
     R"({"Aliases":[{"AliasName":"alias/a",)"
     R"("AliasArn":"arn:aws:kms:eu-west-2:111111111111:alias/a",)"
     R"("TargetKeyId":"k"},{"AliasName":"alias/aws/ebs"}]})",
     "Keys", ""},
};

INSTANTIATE_TEST_SUITE_P(Keys, AwsCliCommandTest, ValuesIn(kKeyCommands),
                         [](const auto& test) { return test.param.name; });

TEST(AwsCliCaptures, AliasesFindTheirKey) {
  const Imported imported = import_captures(
      {{"111111111111/eu-west-2/kms.list-aliases.json",
        R"({"Aliases":[{"AliasName":"alias/a","AliasArn":)"
        R"("arn:aws:kms:eu-west-2:111111111111:alias/a","TargetKeyId":"k"}]})"},
       {"111111111111/eu-west-2/kms.get-key-policy.k.json", R"({"Policy":"{\"Statement\":[]}"})"}});
  EXPECT_EQ(imported.at("/accounts/0/Keys/0/Aliases"), R"(["alias/a"])");
}

// Organizations

CaptureFiles organization_files() {
  return {
      {"organization/organizations.describe-organization.json",
       R"({"Organization":{"Id":"o-1","MasterAccountId":"999999999999"}})"},
      {"organization/organizations.list-roots.json",
       R"({"Roots":[{"Id":"r-1","PolicyTypes":[{"Type":"SERVICE_CONTROL_POLICY",)"
       R"("Status":"ENABLED"}]}]})"},
      {"organization/organizations.list-organizational-units-for-parent.r-1.json",
       R"({"OrganizationalUnits":[{"Id":"ou-1"}]})"},
      {"organization/organizations.list-parents.111111111111.json",
       R"({"Parents":[{"Id":"ou-1","Type":"ORGANIZATIONAL_UNIT"}]})"},
      {"organization/organizations.list-policies-for-target.r-1.json",
       R"({"Policies":[{"Id":"p-FullAWSAccess","Type":"SERVICE_CONTROL_POLICY"}]})"},
      {"organization/organizations.list-policies-for-target.ou-1.json",
       R"({"Policies":[{"Id":"p-x","Name":"x","Type":"SERVICE_CONTROL_POLICY"}]})"},
      {"organization/"
       "organizations.list-policies-for-target.111111111111~SERVICE_CONTROL_POLICY.json",
       R"({"Policies":[]})"},
      {"organization/organizations.describe-policy.p-x.json",
       R"({"Policy":{"PolicySummary":{"Id":"p-x","Name":"x","Type":"SERVICE_CONTROL_POLICY"},)"
       R"("Content":"{\"Statement\":[]}"}})"},
      {"111111111111/s3api.list-buckets.json", R"({"Buckets":[]})"},
  };
}

TEST(AwsCliCaptures, OfAnOrganizationArePutTogether) {
  const Imported imported = import_captures(organization_files());
  EXPECT_EQ(imported.issues, "");
  EXPECT_EQ(imported.at("/organization"),
            R"({"Id":"o-1","ManagementAccountId":"999999999999","Root":{"Id":"r-1",)"
            R"("ServiceControlPolicies":[{"Name":"","Content":{"Version":"2012-10-17",)"
            R"("Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}}],)"
            R"("OrganizationalUnits":[{"Id":"ou-1","ServiceControlPolicies":[{"Name":"x",)"
            R"("Content":{"Statement":[]}}],"Accounts":["111111111111"]}]},)"
            R"("AccountPolicies":{"111111111111":{"ServiceControlPolicies":[]}}})");
}

TEST(AwsCliCaptures, OfAnOrganizationWithoutAPolicyAreIncomplete) {
  CaptureFiles files = organization_files();
  files.erase("organization/organizations.describe-policy.p-x.json");
  files.erase("organization/organizations.list-policies-for-target.r-1.json");
  const Imported imported = import_captures(files);
  EXPECT_THAT(imported.unknown(), ElementsAre("r-1 SERVICE_CONTROL_POLICY", "p-x Content"));
  EXPECT_EQ(imported.at("/organization/Root/ServiceControlPolicies"),
            R"([{"Name":"unknown","Content":{"Incomplete":true}}])");
}

TEST(AwsCliCaptures, OfUnitsInCirclesEnd) {
  const Imported imported =
      import_captures({{"organizations.list-parents.r-1.json", R"({"Parents":[{"Id":"ou-1"}]})"},
                       {"organizations.list-parents.ou-1.json", R"({"Parents":[{"Id":"r-1"}]})"}});
  EXPECT_TRUE(imported.merged);
}

// Whose, and about what

TEST(AwsCliAccount, IsToldByTheIdentityBesideIt) {
  const Imported imported = import_captures(
      {{"prod/sts.get-caller-identity.json",
        R"({"UserId":"x","Account":"333333333333","Arn":"arn:aws:iam::333333333333:user/u"})"},
       {"prod/eu-west-1/kms.get-key-policy.k.json", R"({"Policy":"{\"Statement\":[]}"})"}});
  EXPECT_EQ(imported.at("/accounts/0/Id"), R"("333333333333")");
}

TEST(AwsCliAccount, IsToldByArnsInIt) {
  const Imported imported = import_captures(
      {{"key.json",
        R"({"KeyMetadata":{"KeyId":"k","Arn":"arn:aws:kms:eu-west-1:444444444444:key/k"}})"}});
  EXPECT_EQ(imported.at("/accounts/0/Id"), R"("444444444444")");
}

TEST(AwsCliAccount, MayBeGiven) {
  ImportOptions options;
  options.accounts = {{"captures", "555555555555"}};
  const Imported imported = import_captures({{"s3api.get-bucket-versioning.b.json", ""}}, options);
  EXPECT_EQ(imported.at("/accounts/0/Id"), R"("555555555555")");
}

TEST(AwsCliAccount, HasAStandInOtherwise) {
  const Imported imported = import_captures({{"s3api.get-bucket-versioning.b.json", ""}});
  EXPECT_EQ(imported.at("/accounts/0/Id"), R"("000000000000")");
  EXPECT_THAT(imported.unknown(), Contains(" account"));
}

TEST(AwsCliArgument, MayStandAnywhereInThePath) {
  const Imported imported =
      import_captures({{"111111111111/s3api.list-buckets.json",
                        R"({"Buckets":[{"Name":"data"},{"Name":"my-data"}]})"},
                       {"111111111111/my-data/replication.json",
                        R"({"ReplicationConfiguration":{"Role":"r","Rules":[]}})"},
                       {"111111111111/my-data/s3api.get-bucket-versioning.json", ""},
                       {"111111111111/my-data/s3api.get-bucket-encryption.json", ""}});
  EXPECT_EQ(imported.issues, "");
  EXPECT_EQ(imported.at("/accounts/0/Buckets/0/Name"), R"("my-data")");
  EXPECT_EQ(imported.at("/accounts/0/Buckets/0/ReplicationConfiguration/Role"), R"("r")");
}

// What is missing

TEST(AwsCliUnknown, IsEachCommandThatWasNotCaptured) {
  const Imported imported = import_captures(
      {{"111111111111/s3api.get-bucket-policy.b.json", R"({"Policy":"{\"Statement\":[]}"})"}});
  EXPECT_EQ(imported.at("/accounts/0/Buckets"), "[]");
  EXPECT_THAT(imported.unknown(),
              IsSupersetOf({"b s3api.get-bucket-versioning", "b s3api.get-bucket-encryption",
                            "b s3api.get-bucket-replication", "b Region", "bucket b"}));
}

TEST(AwsCliUnknown, IsWhatAnswersWithAnError) {
  const Imported imported = import_captures(with_bucket(
      "s3api.get-bucket-replication.b.json",
      "An error occurred (AccessDenied) when calling the GetBucketReplication operation: no"));
  ASSERT_TRUE(imported.merged);
  EXPECT_THAT(
      imported.merged->unknown,
      Contains(testing::AllOf(
          testing::Field(&UnknownValue::attribute, "s3api.get-bucket-replication"),
          testing::Field(&UnknownValue::reason, "AccessDenied"),
          testing::Field(&UnknownValue::remedy, "aws s3api get-bucket-replication --bucket b"))));
}

TEST(AwsCliUnknown, IsTheRestOfWhatWasCut) {
  const Imported imported =
      import_captures({{"111111111111/iam.get-account-authorization-details.json",
                        R"({"RoleDetailList":[],"IsTruncated":true,"Marker":"x"})"}});
  EXPECT_THAT(imported.unknown(), ElementsAre(" iam.get-account-authorization-details"));
}

TEST(AwsCliUnknown, IsABucketThatDoesNotExist) {
  const Imported imported = import_captures(
      {{"111111111111/s3api.get-bucket-policy.b.json",
        "An error occurred (NoSuchBucket) when calling the GetBucketPolicy operation: no"},
       {"111111111111/s3api.list-buckets.json", R"({"Buckets":[]})"}});
  EXPECT_THAT(imported.unknown(), ElementsAre("b s3api.get-bucket-policy"));
}

// What is refused

struct RefusalCase {
  std::string name;
  std::string path;
  std::string text;
  std::string code;
};

void PrintTo(const RefusalCase& c, std::ostream* out) {
  *out << c.name;
}

class AwsCliRefusalTest : public ::testing::TestWithParam<RefusalCase> {};

TEST_P(AwsCliRefusalTest, IsAnIssue) {
  const Imported imported = import_captures({{GetParam().path, GetParam().text}});
  EXPECT_THAT(imported.codes, Contains(GetParam().code)) << imported.issues;
  EXPECT_FALSE(imported.merged);
}

const std::vector<RefusalCase> kRefusals = {
    {"Yaml", "111111111111/s3api.get-bucket-versioning.b.json", "Status: Enabled\n",
     "capture.not-json"},
    {"BrokenJson", "111111111111/s3api.get-bucket-versioning.b.json", "{\"Status\": }",
     "json.syntax"},
    {"QueriedShape", "111111111111/s3api.get-bucket-replication.b.json", R"({"Role":"r"})",
     "capture.missing-member"},
    {"WhichBucket", "111111111111/replication.json", R"({"ReplicationConfiguration":{}})",
     "capture.no-argument"},
    {"WhichPolicy", "111111111111/version.json", R"({"PolicyVersion":{"Document":{}}})",
     "capture.no-argument"},
    {"NothingAtAll", "notes.txt", "hello\n", "capture.none"},
    {"NoCapture", "111111111111/x.json", R"({"Something":1})", "capture.none"},
};

INSTANTIATE_TEST_SUITE_P(Refusals, AwsCliRefusalTest, ValuesIn(kRefusals),
                         [](const auto& test) { return test.param.name; });

TEST(AwsCliRefusal, OfTwoCapturesOfTheSameThing) {
  const std::string text = R"({"Status":"Enabled"})";
  const Imported imported = import_captures({
      {"111111111111/s3api.get-bucket-versioning.b.json", text},
      {"111111111111/old/s3api.get-bucket-versioning.b.json", text},
  });
  EXPECT_THAT(imported.codes, ElementsAre("import.conflict"));
}

TEST(AwsCliRefusal, LeavesOtherFilesAloneWithAWarning) {
  const Imported imported = import_captures(with_bucket("readme.md", "hello\n"));
  EXPECT_THAT(imported.codes, ElementsAre("capture.unknown"));
  EXPECT_TRUE(imported.merged);
}

}  // namespace
}  // namespace replisim
