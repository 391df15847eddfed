#include "sim/replication/replication_check.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/sim/replication/scenario_tree.h"

namespace replisim {
namespace {

struct FaultCase {
  std::string name;
  std::string rules;
  std::string code;     // empty: accepted
  std::string message;  // empty: not recorded
  std::string role = "arn:aws:iam::111111111111:role/replication";
};

void PrintTo(const FaultCase& c, std::ostream* out) {
  *out << c.name;
}

class ReplicationCheckTest : public ::testing::TestWithParam<FaultCase> {};

TEST_P(ReplicationCheckTest, Answers) {
  const FaultCase& c = GetParam();
  const SimulationResult result = play_events(
      R"({"id": "put", "operation": "PutBucketReplication", "params": {"Bucket": "src",
          "ReplicationConfiguration": {"Role": ")" +
      c.role + R"(", "Rules": [)" + c.rules + "]}}}");
  ASSERT_EQ(result.events.size(), 1U);
  EXPECT_EQ(result.events[0].error, c.code);
  if (!c.message.empty()) {
    EXPECT_EQ(result.events[0].error_message, c.message);
  }
}

constexpr const char* kDestination = R"("Destination": {"Bucket": "arn:aws:s3:::dst"})";
constexpr const char* kMarkers = R"("DeleteMarkerReplication": {"Status": "Disabled"}, )";
constexpr const char* kSchema =
    " for this version of Cross Region Replication configuration schema. Please refer to S3 "
    "Developer Guide for more information.";

/// A V2 rule with the elements given.
std::string rule(const std::string& more = {}, const std::string& destination = kDestination) {
  return R"({"Priority": 1, "Filter": {}, "Status": "Enabled", )" + std::string(kMarkers) + more +
         destination + "}";
}

std::string v2(const std::string& elements) {
  return R"({"Status": "Enabled", )" + elements + kDestination + "}";
}

std::string to(const std::string& elements) {
  return R"("Destination": {"Bucket": "arn:aws:s3:::dst", )" + elements + "}";
}

const FaultCase kCases[] = {
    {"Accepted", rule(), "", ""},
    {"NoRule", "", "MalformedXML", ""},
    {"RoleIsAWord", rule(), "InvalidArgument",
     "Invalid Role specified in replication configuration", "word"},
    {"RoleIsAUser", rule(), "InvalidArgument", "The relative id should start with role",
     "arn:aws:iam::111111111111:user/ana"},
    {"RoleOfAnotherAccount", rule(), "AccessDenied", "",
     "arn:aws:iam::222222222222:role/replication"},
    {"StatusInLowerCase",
     R"({"Priority": 1, "Filter": {}, "Status": "enabled", )" + std::string(kMarkers) +
         kDestination + "}",
     "MalformedXML", ""},
    {"NeitherPrefixNorFilter", v2(R"("Priority": 1, )" + std::string(kMarkers)), "MalformedXML",
     ""},
    {"PriorityTooLarge", v2(R"("Priority": 2147483648, "Filter": {}, )" + std::string(kMarkers)),
     "MalformedXML", ""},
    {"PriorityNegative", v2(R"("Priority": -1, "Filter": {}, )" + std::string(kMarkers)),
     "InvalidRequest", "Priority must be between 0 and 2147483647."},
    {"NoPriority", v2(R"("Filter": {}, )" + std::string(kMarkers)), "InvalidRequest",
     "Priority must be specified" + std::string(kSchema)},
    {"NoDeleteMarkerReplication", v2(R"("Priority": 1, "Filter": {}, )"), "InvalidRequest",
     "DeleteMarkerReplication must be specified" + std::string(kSchema)},
    {"PriorityInV1", v2(R"("Prefix": "", "Priority": 1, )"), "InvalidRequest",
     "Priority cannot be used" + std::string(kSchema)},
    {"MarkersInV1", v2(R"("Prefix": "", )" + std::string(kMarkers)), "InvalidRequest",
     "DeleteMarkerReplication cannot be used" + std::string(kSchema)},
    {"V1", v2(R"("Prefix": "", )"), "", ""},
    {"OverlappingPrefixes", v2(R"("Prefix": "a", )") + "," + v2(R"("Prefix": "ab", )"),
     "InvalidRequest", ""},
    {"AndWithOnePredicate",
     v2(R"("Priority": 1, "Filter": {"And": {"Prefix": "a"}}, )" + std::string(kMarkers)),
     "MalformedXML", ""},
    {"SameTagKeyTwice",
     v2(R"("Priority": 1, "Filter": {"And": {"Tags": [{"Key": "k", "Value": "1"},
        {"Key": "k", "Value": "2"}]}}, )" +
        std::string(kMarkers)),
     "InvalidRequest", "Duplicate Tag Keys are not allowed."},
    {"MarkersWithATagFilter", v2(R"("Priority": 1, "Filter": {"Tag": {"Key": "k", "Value": "1"}},
        "DeleteMarkerReplication": {"Status": "Enabled"}, )"),
     "InvalidRequest",
     "Delete marker replication is not supported if any Tag filter is specified. Please refer to "
     "S3 Developer Guide for more information."},
    {"IdTooLong", rule("\"ID\": \"" + std::string(256, 'a') + "\", "), "InvalidArgument",
     "Rule Id cannot be greater than 255"},
    {"IdNotAscii", rule("\"ID\": \"é\", "), "InvalidArgument", ""},
    {"EmptyCriteria", rule(R"("SourceSelectionCriteria": {}, )"), "InvalidRequest",
     "SourceSelectionCriteria cannot be empty."},
    {"KeyWithoutSelection",
     rule({}, to(R"("EncryptionConfiguration": {"ReplicaKmsKeyID": "arn:aws:kms:x:1:key/k"})")),
     "InvalidRequest",
     "SseKmsEncryptedObjects must be specified if EncryptionConfiguration is present."},
    {"SelectionWithoutKey",
     rule(R"("SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Disabled"}}, )"),
     "InvalidRequest",
     "ReplicaKmsKeyID must be specified if SseKmsEncryptedObjects tag is present."},
    {"KeyIsAWord",
     rule(R"("SourceSelectionCriteria": {"SseKmsEncryptedObjects": {"Status": "Enabled"}}, )",
          to(R"("EncryptionConfiguration": {"ReplicaKmsKeyID": "alias/x"})")),
     "InvalidArgument", "Invalid ReplicaKmsKeyID ARN."},
    {"DestinationIsAName", rule({}, R"("Destination": {"Bucket": "dst"})"), "InvalidArgument",
     "Invalid bucket ARN"},
    {"DestinationIsTheSource", rule({}, R"("Destination": {"Bucket": "arn:aws:s3:::src"})"),
     "InvalidRequest", "Destination bucket cannot be the same as the source bucket."},
    {"DestinationIsMissing", rule({}, R"("Destination": {"Bucket": "arn:aws:s3:::gone"})"),
     "InvalidRequest", "Destination bucket must have versioning enabled."},
    {"OwnerWithoutAccount", rule({}, to(R"("AccessControlTranslation": {"Owner": "Destination"})")),
     "InvalidRequest",
     "Account must be specified if the Owner in AccessControlTranslation has a value"},
    {"OtherOwner",
     rule({}, to(R"("Account": "222222222222", "AccessControlTranslation": {"Owner": "Source"})")),
     "MalformedXML", ""},
    {"UnknownStorageClass", rule({}, to(R"("StorageClass": "EXPRESS_ONEZONE")")), "MalformedXML",
     ""},
    {"AccountIsAWord", rule({}, to(R"("Account": "abc")")), "", ""},
    {"TimeWithoutMetrics",
     rule({}, to(R"("ReplicationTime": {"Status": "Enabled", "Time": {"Minutes": 15}})")),
     "InvalidRequest",
     "Replication destination must contain both ReplicationTime and Metrics or neither."},
    {"TimeWithMetricsDisabled",
     rule({}, to(R"("ReplicationTime": {"Status": "Enabled", "Time": {"Minutes": 15}},
        "Metrics": {"Status": "Disabled"})")),
     "InvalidArgument", ""},
    {"OtherMinutes",
     rule({}, to(R"("ReplicationTime": {"Status": "Enabled", "Time": {"Minutes": 14}},
        "Metrics": {"Status": "Enabled", "EventThreshold": {"Minutes": 15}})")),
     "InvalidArgument", ""},
    {"ThresholdWithoutTime",
     rule({}, to(R"("Metrics": {"Status": "Enabled", "EventThreshold": {"Minutes": 15}})")),
     "InvalidArgument",
     "Metrics cannot contain an event threshold when ReplicationTime is not specified or "
     "Disabled"},
    {"MetricsAlone", rule({}, to(R"("Metrics": {"Status": "Enabled"})")), "", ""},
    {"PriorityTwice", rule() + "," + rule(), "InvalidRequest", "Found duplicate priority 1."},
};

INSTANTIATE_TEST_SUITE_P(Recorded, ReplicationCheckTest, ::testing::ValuesIn(kCases),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace replisim
