#include "sim/replication/admission.h"

#include <string>
#include <utility>

#include <gtest/gtest.h>

namespace replisim {
namespace {

World world_with_a_rule() {
  World world;
  Account& account = world.accounts.emplace_back();
  account.id = "111111111111";
  Bucket& source = account.buckets.emplace_back();
  source.name = "src";
  source.versioning = VersioningStatus::Enabled;
  ReplicationRule rule;
  rule.id = "all";
  rule.filter = RuleFilter{};
  rule.status.text = "Enabled";
  rule.destination.bucket = "arn:aws:s3:::dst";
  source.replication = ReplicationConfiguration{};
  source.replication->rules.push_back(std::move(rule));
  return world;
}

// No operation of the scenario format changes an object's encryption in place.
TEST(AdmissionTest, AChangeOfEncryptionInPlaceIsNeverReplicated) {
  replisim::Run run(world_with_a_rule(), Instant{}, false);
  ObjectVersion version;
  version.key = "k";
  version.version_id = "v1";
  version.replication_status = ReplicationStatus::Completed;
  const auto admitted =
      admit(run, run.world.accounts[0].buckets[0], version, Occasion::EncryptionChange);
  ASSERT_EQ(admitted.size(), 1U);
  EXPECT_EQ(admitted[0].ineligible, Ineligibility::EncryptionChangeNotReplicated);
}

struct AccessCase {
  std::string name;
  std::vector<AclGrant> grants;
  bool can_read = false;
};

void PrintTo(const AccessCase& c, std::ostream* out) {
  *out << c.name;
}

class OwnerAccessTest : public ::testing::TestWithParam<AccessCase> {};

TEST_P(OwnerAccessTest, NeedsTheObjectAndItsAcl) {
  World world = world_with_a_rule();
  Bucket& bucket = world.accounts[0].buckets[0];
  bucket.ownership = ObjectOwnership::ObjectWriter;
  ObjectVersion version;
  version.owner = "333333333333";
  version.acl.grants = GetParam().grants;
  EXPECT_EQ(owner_can_read(world, bucket, "111111111111", version), GetParam().can_read);
}

const std::string kEveryone = "http://acs.amazonaws.com/groups/global/AllUsers";
const AccessCase kAccessCases[] = {
    {"Nothing", {}, false},
    {"ReadAlone", {{"CanonicalUser", "111111111111", "READ"}}, false},
    {"Both",
     {{"CanonicalUser", "111111111111", "READ"}, {"CanonicalUser", "111111111111", "READ_ACP"}},
     true},
    {"FullControl", {{"CanonicalUser", "111111111111", "FULL_CONTROL"}}, true},
    {"SomebodyElse", {{"CanonicalUser", "222222222222", "FULL_CONTROL"}}, false},
    {"ByGroup", {{"Group", kEveryone, "READ"}, {"Group", kEveryone, "READ_ACP"}}, true},
};

INSTANTIATE_TEST_SUITE_P(Grants, OwnerAccessTest, ::testing::ValuesIn(kAccessCases),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace replisim
