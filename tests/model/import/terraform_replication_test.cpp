#include <ostream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/model/import/terraform_fixture.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kProvider =
    R"({"region": {"constant_value": "eu-west-1"},
        "allowed_account_ids": {"constant_value": ["111111111111"]}})";
constexpr const char* kConfiguration = "/accounts/0/Buckets/0/ReplicationConfiguration";
constexpr const char* kRole = R"("role": "arn:aws:iam::111111111111:role/r")";

PlanText source() {
  PlanText plan;
  plan.provider("aws", kProvider);
  plan.creates("aws_s3_bucket.a", R"({"bucket": "source"})").configures("aws_s3_bucket.a", "{}");
  return plan;
}

PlanText standalone(const std::string& rule, const std::string& unknown = "{}") {
  PlanText plan = source();
  plan.creates("aws_s3_bucket_replication_configuration.c",
               std::string("{\"bucket\": \"source\", ") + kRole + ", \"rule\": [" + rule + "]}",
               unknown);
  plan.configures("aws_s3_bucket_replication_configuration.c", "{}");
  return plan;
}

PlanText inline_rule(const std::string& rule) {
  PlanText plan;
  plan.provider("aws", kProvider);
  plan.creates("aws_s3_bucket.a",
               std::string("{\"bucket\": \"source\", \"replication_configuration\": [{") + kRole +
                   ", \"rules\": [" + rule + "]}]}");
  plan.configures("aws_s3_bucket.a", R"({"replication_configuration": [{}]})");
  return plan;
}

struct RuleCase {
  std::string name;
  bool is_inline;
  std::string rule;  // without status and destination
  std::string sent;  // what stands between the status and the destination
};

void PrintTo(const RuleCase& c, std::ostream* out) {
  *out << c.name;
}

class TerraformRule : public ::testing::TestWithParam<RuleCase> {};

TEST_P(TerraformRule, IsSentAsTheProviderSendsIt) {
  const RuleCase& c = GetParam();
  const std::string rule = "{" + c.rule + (c.rule.empty() ? "" : ", ") + R"("status": "Enabled",
       "destination": [{"bucket": "arn:aws:s3:::replica"}]})";
  const Imported imported = import_plan(c.is_inline ? inline_rule(rule) : standalone(rule));
  EXPECT_EQ(
      imported.at(std::string(kConfiguration) + "/Rules/0"),
      R"({"Status":"Enabled",)" + c.sent + R"(,"Destination":{"Bucket":"arn:aws:s3:::replica"}})")
      << imported.issues;
}

const RuleCase kRules[] = {
    {"NoFilterIsTheFirstSchema", false, R"("filter": [])", R"("Prefix":"")"},
    {"PrefixIsTheFirstSchema", false, R"("filter": [], "prefix": "logs/", "priority": 7)",
     R"("Prefix":"logs/")"},
    {"MarkersGoWithTheFirstSchema", false,
     R"("filter": [], "delete_marker_replication": [{"status": "Enabled"}])",
     R"("Prefix":"","DeleteMarkerReplication":{"Status":"Enabled"})"},
    {"EmptyFilterIsTheSecondSchema", false,
     R"("filter": [{"and": [], "prefix": null, "tag": []}], "priority": null)",
     R"("Priority":0,"Filter":{"Prefix":""})"},
    {"OneTag", false,
     R"("filter": [{"and": [], "tag": [{"key": "k", "value": "v"}]}], "priority": 3)",
     R"("Priority":3,"Filter":{"Tag":{"Key":"k","Value":"v"}})"},
    {"PrefixAndTags", false,
     R"("filter": [{"and": [{"prefix": "a/", "tags": {"k": "v", "l": "w"}}]}], "priority": 1)",
     R"("Priority":1,"Filter":{"And":{"Prefix":"a/","Tags":[{"Key":"k","Value":"v"},)"
     R"({"Key":"l","Value":"w"}]}})"},
    {"InlineWithoutFilter", true, R"("prefix": "a/", "priority": 5, "filter": [])",
     R"("Prefix":"a/")"},
    {"InlineEmptyFilterCountsAsNone", true, R"("filter": [{"prefix": "", "tags": {}}])",
     R"("Prefix":"")"},
    {"InlineFilterSaysDisabledForMarkers", true,
     R"("filter": [{"prefix": "a/", "tags": null}], "priority": 2)",
     R"("Priority":2,"Filter":{"Prefix":"a/"},"DeleteMarkerReplication":{"Status":"Disabled"})"},
    {"InlineMarkers", true,
     R"("filter": [{"prefix": "a/"}], "delete_marker_replication_status": "Enabled")",
     R"("Priority":0,"Filter":{"Prefix":"a/"},"DeleteMarkerReplication":{"Status":"Enabled"})"},
    {"InlineTagGoesWithAnEmptyPrefix", true, R"("filter": [{"prefix": "", "tags": {"k": "v"}}])",
     R"("Priority":0,"Filter":{"And":{"Prefix":"","Tags":[{"Key":"k","Value":"v"}]}},)"
     R"("DeleteMarkerReplication":{"Status":"Disabled"})"},
    {"InlineSelection", true,
     R"("source_selection_criteria": [{"sse_kms_encrypted_objects": [{"enabled": true}]}])",
     R"("Prefix":"","SourceSelectionCriteria":{"SseKmsEncryptedObjects":{"Status":"Enabled"}})"},
    {"Selection", false,
     R"("filter": [{}], "source_selection_criteria":
        [{"sse_kms_encrypted_objects": [{"status": "Disabled"}],
          "replica_modifications": [{"status": "Enabled"}]}])",
     R"("Priority":0,"Filter":{"Prefix":""},"SourceSelectionCriteria":{"SseKmsEncryptedObjects":)"
     R"({"Status":"Disabled"},"ReplicaModifications":{"Status":"Enabled"}})"},
    {"ExistingObjects", false,
     R"("filter": [{}], "existing_object_replication": [{"status": "Enabled"}])",
     R"("Priority":0,"Filter":{"Prefix":""},"ExistingObjectReplication":{"Status":"Enabled"})"},
};

INSTANTIATE_TEST_SUITE_P(Generations, TerraformRule, ::testing::ValuesIn(kRules),
                         [](const auto& test) { return test.param.name; });

struct DestinationCase {
  std::string name;
  bool is_inline;
  std::string destination;
  std::string sent;
};

void PrintTo(const DestinationCase& c, std::ostream* out) {
  *out << c.name;
}

class TerraformDestination : public ::testing::TestWithParam<DestinationCase> {};

TEST_P(TerraformDestination, IsSentAsTheProviderSendsIt) {
  const DestinationCase& c = GetParam();
  const std::string rule = R"({"status": "Enabled", "destination": [{"bucket":
      "arn:aws:s3:::replica", )" +
                           c.destination + "}]}";
  const Imported imported = import_plan(c.is_inline ? inline_rule(rule) : standalone(rule));
  EXPECT_EQ(imported.at(std::string(kConfiguration) + "/Rules/0/Destination"),
            R"({"Bucket":"arn:aws:s3:::replica",)" + c.sent + "}");
}

const DestinationCase kDestinations[] = {
    {"Owner", false,
     R"("account": "222222222222", "access_control_translation": [{"owner": "Destination"}])",
     R"("Account":"222222222222","AccessControlTranslation":{"Owner":"Destination"})"},
    {"InlineOwner", true,
     R"("account_id": "222222222222", "access_control_translation": [{"owner": "Destination"}])",
     R"("Account":"222222222222","AccessControlTranslation":{"Owner":"Destination"})"},
    {"Key", false,
     R"("encryption_configuration":
        [{"replica_kms_key_id": "arn:aws:kms:eu-west-1:222222222222:key/k"}])",
     R"("EncryptionConfiguration":)"
     R"({"ReplicaKmsKeyID":"arn:aws:kms:eu-west-1:222222222222:key/k"})"},
    {"InlineKey", true, R"("replica_kms_key_id": "arn:aws:kms:eu-west-1:222222222222:key/k")",
     R"("EncryptionConfiguration":)"
     R"({"ReplicaKmsKeyID":"arn:aws:kms:eu-west-1:222222222222:key/k"})"},
    {"Time", false,
     R"("storage_class": "GLACIER_IR",
        "replication_time": [{"status": "Enabled", "time": [{"minutes": 15}]}],
        "metrics": [{"status": "Enabled", "event_threshold": [{"minutes": 15}]}])",
     R"("StorageClass":"GLACIER_IR","ReplicationTime":{"Status":"Enabled","Time":{"Minutes":15}},)"
     R"("Metrics":{"Status":"Enabled","EventThreshold":{"Minutes":15}})"},
    {"InlineTime", true,
     R"("replication_time": [{"status": "Enabled", "minutes": 15}],
        "metrics": [{"status": "Enabled", "minutes": 15}])",
     R"("ReplicationTime":{"Status":"Enabled","Time":{"Minutes":15}},)"
     R"("Metrics":{"Status":"Enabled","EventThreshold":{"Minutes":15}})"},
};

INSTANTIATE_TEST_SUITE_P(Generations, TerraformDestination, ::testing::ValuesIn(kDestinations),
                         [](const auto& test) { return test.param.name; });

constexpr const char* kPlain =
    R"({"status": "Enabled", "filter": [{}], "destination": [{"bucket": "arn:aws:s3:::replica"}]})";

TEST(TerraformReplication, UnknownRulesAreNotGuessed) {
  PlanText plan = source();
  plan.creates("aws_s3_bucket_replication_configuration.c",
               std::string("{\"bucket\": \"source\", ") + kRole + "}", R"({"rule": true})");
  plan.configures("aws_s3_bucket_replication_configuration.c", "{}");
  const Imported imported = import_plan(plan);
  EXPECT_EQ(imported.at(kConfiguration), "");
  EXPECT_THAT(imported.unknown(), ElementsAre("aws_s3_bucket_replication_configuration.c rule"));
}

TEST(TerraformReplication, ARuleOfUnknownReachIsLeftOut) {
  const Imported imported =
      import_plan(standalone(std::string(kPlain) + R"(, {"status": "Enabled", "filter": [{}],
                 "destination": [{"bucket": "arn:aws:s3:::other"}]})",
                             R"({"rule": [{}, {"filter": [{"prefix": true}]}]})"));
  EXPECT_EQ(imported.at(std::string(kConfiguration) + "/Rules/1"), "");
  EXPECT_THAT(imported.unknown(),
              ::testing::Contains("aws_s3_bucket_replication_configuration.c rule[1].filter"));
}

TEST(TerraformReplication, TwoOfOneBucketOverwriteEachOther) {
  PlanText plan = standalone(kPlain);
  plan.creates("aws_s3_bucket_replication_configuration.d",
               std::string("{\"bucket\": \"source\", ") + kRole + ", \"rule\": [" + kPlain + "]}");
  plan.configures("aws_s3_bucket_replication_configuration.d", "{}");
  const Imported imported = import_plan(plan);
  EXPECT_THAT(imported.codes, ElementsAre("terraform.two-replication-configurations"));
  EXPECT_EQ(imported.at(kConfiguration), "") << "which one is in force is not known";
}

TEST(TerraformReplication, TheResourceOfItsOwnGoesBeforeTheInlineBlock) {
  PlanText plan = inline_rule(R"({"id": "inline", "status": "Enabled", "destination":
                                  [{"bucket": "arn:aws:s3:::replica"}]})");
  plan.creates("aws_s3_bucket_replication_configuration.c",
               std::string("{\"bucket\": \"source\", ") + kRole + ", \"rule\": [" + kPlain + "]}");
  plan.configures("aws_s3_bucket_replication_configuration.c", "{}");
  const Imported imported = import_plan(plan);
  EXPECT_THAT(imported.codes, ElementsAre("terraform.two-replication-configurations"));
  EXPECT_EQ(imported.at(std::string(kConfiguration) + "/Rules/0/ID"), "");
}

TEST(TerraformReplication, AnInlineBlockThatMirrorsItIsNoSecondOne) {
  PlanText plan;
  plan.provider("aws", kProvider);
  const std::string bucket =
      std::string("{\"bucket\": \"source\", \"replication_configuration\": [{") + kRole +
      R"(, "rules": [{"status": "Enabled", "destination": [{"bucket": "arn:aws:s3:::x"}]}]}]})";
  plan.changes("aws_s3_bucket.a", R"(["no-op"])", bucket, bucket);
  plan.configures("aws_s3_bucket.a", "{}");
  const std::string own =
      std::string("{\"bucket\": \"source\", ") + kRole + ", \"rule\": [" + kPlain + "]}";
  plan.changes("aws_s3_bucket_replication_configuration.c", R"(["no-op"])", own, own);
  plan.configures("aws_s3_bucket_replication_configuration.c", "{}");
  const Imported imported = import_plan(plan);
  EXPECT_THAT(imported.codes, IsEmpty());
  EXPECT_EQ(imported.at(std::string(kConfiguration) + "/Rules/0/Destination/Bucket"),
            R"("arn:aws:s3:::replica")");
}

TEST(TerraformReplication, ARoleThatIsNowhereHasPoliciesThatAreNotKnown) {
  const Imported imported = import_plan(standalone(kPlain));
  EXPECT_EQ(imported.at("/accounts/0/Roles/0/RoleName"), R"("r")");
  EXPECT_EQ(imported.at("/accounts/0/Roles/0/RolePolicyList/0/PolicyDocument"),
            R"({"Incomplete":true})");
  EXPECT_THAT(imported.unknown(), ElementsAre("arn:aws:iam::111111111111:role/r"));
}

}  // namespace
}  // namespace replisim
