// Fixes of every failing scenario: each works, is minimal and breaks nothing, or there is none.

#include "sim/reason/fix.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/reason/policy_repair.h"
#include "sim/replication/simulation.h"
#include "sim/report/advice.h"
#include "tests/sim/replication/scenario_tree.h"

namespace replisim {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

/// Plays a case with a patch applied to the tree that it was read from.
std::optional<SimulationResult> play_patched(TreeScenario& read, const ScenarioCase& played,
                                             const std::vector<PatchStep>& patch) {
  const JsonNode* tree = apply_patch(read.sources, *read.scenario.arena, *played.root, patch);
  if (tree == nullptr) {
    return std::nullopt;
  }
  std::vector<PatchStep> alone;
  if (tree->find("variants") != nullptr) {
    alone.push_back({"remove", "/variants", ""});
  }
  tree = apply_patch(read.sources, *read.scenario.arena, *tree, alone);
  Result<Scenario> scenario = read_scenario_tree(read.sources, read.scenario.arena, *tree);
  return scenario ? std::optional(simulate(scenario.value().base)) : std::nullopt;
}

bool has_replica(const SimulationResult& result, const Mended& mended) {
  for (const EventOutcome& outcome : result.events) {
    if (outcome.event_id == mended.event_id && mended.key.empty()) {
      return outcome.error.empty();
    }
    for (const ReplicationAttempt& attempt : outcome.attempts) {
      const bool is_it = outcome.event_id == mended.event_id && attempt.key == mended.key &&
                         (mended.destination_bucket.empty() ||
                          attempt.destination_bucket == mended.destination_bucket);
      if (is_it && attempt.result == ReplicationResult::Replicated && !attempt.tags_omitted) {
        return true;
      }
    }
  }
  return false;
}

bool has_all(const std::optional<SimulationResult>& result, const std::vector<Mended>& mended) {
  return result && std::all_of(mended.begin(), mended.end(),
                               [&](const Mended& one) { return has_replica(*result, one); });
}

/// What came of all scenarios together.
struct Tally {
  int mended = 0;
  std::map<std::string, int> unmended;  ///< FAILED ones, by reason
};

/// Leaves out each part in turn.
void expect_minimal(TreeScenario& read, const ScenarioCase& played, const Fix& fix,
                    const std::string& what) {
  for (std::size_t i = 0; i < fix.changes.size(); ++i) {
    std::vector<Change> rest = fix.changes;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
    const std::vector<PatchStep> patch =
        patch_of(read.sources, *read.scenario.arena, *played.root, rest);
    const bool applies = rest.empty() || !patch.empty();
    EXPECT_FALSE(applies && has_all(play_patched(read, played, patch), fix.mended))
        << what << " does without change " << i;
  }
}

void fix_case(TreeScenario& read, const ScenarioCase& played, Tally& tally) {
  const std::string what = read.path + " " + played.variant_id;
  const Fix fix = find_fix(read.sources, read.scenario.arena, played);
  tally.mended += static_cast<int>(fix.mended.size());
  for (const Unmended& one : fix.unmended) {
    if (one.result == ReplicationResult::Failed) {
      ++tally.unmended[one.beyond];
      EXPECT_TRUE(one.beyond.empty() || find_advice_beyond_policies(one.beyond) != nullptr)
          << what << " " << one.beyond;
    }
  }
  EXPECT_EQ(fix.changes.empty(), fix.mended.empty()) << what;
  if (!fix.changes.empty()) {
    EXPECT_TRUE(has_all(play_patched(read, played, fix.patch), fix.mended)) << what;
    expect_minimal(read, played, fix, what);
  }
}

TEST(FixTest, OfEveryScenarioWorksAndIsMinimal) {
  Tally tally;
  for (const std::string& path : scenario_paths("scenarios")) {
    TreeScenario read = read_tree_scenario(path);
    for (const ScenarioCase* played : read.cases()) {
      fix_case(read, *played, tally);
    }
  }
  EXPECT_GE(tally.mended, 246);
  // What no policy and no setting mends: versions that are gone, manifests that are wrong, changes
  // of replicas that are not there. Four (without a reason) can be mended, but something else
  // breaks.
  const std::map<std::string, int> expected = {
      {"", 4},
      {"DstObjectHardDeleted", 1},
      {"DstPutObjectNotPermitted", 1},
      {"DstVersionNotFound", 3},
      {"SrcBucketInvalidRegion", 1},
      {"SrcBucketNotFound", 1},
      {"SrcBucketReplicationConfigMissing", 1},
      {"SrcGetObjectNotPermitted", 1},
      {"SrcKeyNotFound", 1},
      {"SrcObjectNotFound", 1},
      {"SrcReplicationNotPending", 1},
      {"SrcVersionNotFound", 2},
  };
  EXPECT_EQ(tally.unmended, expected);
}

// --- what a change looks like ---

/// Two accounts, a rule for `logs/`, all that it takes; `patch` breaks it.
constexpr const char* kWorks = R"json({"format": "replisim/1", "accounts": [
  {"Id": "111111111111",
   "Roles": [{"RoleName": "r",
     "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
       "Principal": {"Service": "s3.amazonaws.com"}, "Action": "sts:AssumeRole"}]},
     "RolePolicyList": [{"PolicyName": "p", "PolicyDocument": {"Version": "2012-10-17",
       "Statement": [
         {"Effect": "Allow", "Action": ["s3:GetReplicationConfiguration", "s3:ListBucket"],
          "Resource": "arn:aws:s3:::src"},
         {"Effect": "Allow", "Action": ["s3:GetObjectVersionForReplication",
          "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
          "Resource": "arn:aws:s3:::src/*"},
         {"Effect": "Allow", "Action": "s3:ReplicateObject",
          "Resource": "arn:aws:s3:::dst/*"}]}}]}],
   "Buckets": [{"Name": "src", "Versioning": {"Status": "Enabled"},
     "ReplicationConfiguration": {"Role": "arn:aws:iam::111111111111:role/r", "Rules": [
       {"ID": "all", "Priority": 1, "Status": "Enabled", "Filter": {"Prefix": "logs/"},
        "DeleteMarkerReplication": {"Status": "Disabled"},
        "Destination": {"Bucket": "arn:aws:s3:::dst", "Account": "222222222222"}}]}}]},
  {"Id": "222222222222",
   "Buckets": [{"Name": "dst", "Versioning": {"Status": "Enabled"},
     "Policy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
       "Principal": {"AWS": "arn:aws:iam::111111111111:role/r"},
       "Action": "s3:ReplicateObject", "Resource": "arn:aws:s3:::dst/*"}]}}]}],
"events": [{"id": "upload", "operation": "PutObject",
  "params": {"Bucket": "src", "Key": "logs/a"}}]})json";

constexpr const char* kRolePolicy = "/accounts/0/Roles/0/RolePolicyList/0/PolicyDocument";
constexpr const char* kBucketPolicy = "/accounts/1/Buckets/0/Policy";

/// A scenario that works, broken by a patch, and its fix.
class BrokenTest : public ::testing::Test {
 protected:
  const Fix& fix_after(const std::vector<PatchStep>& breaks) {
    auto arena = std::make_shared<JsonArena>();
    Issues issues;
    const JsonNode* tree = parse_json(sources_, sources_.add("test.json", kWorks), *arena, issues);
    tree = apply_patch(sources_, *arena, *tree, breaks);
    scenario_ = read_scenario_tree(sources_, arena, *tree).value();
    fix_ = find_fix(sources_, scenario_.arena, scenario_.base);
    return fix_;
  }

  /// The only change.
  const Change& change_after(const std::vector<PatchStep>& breaks) {
    fix_after(breaks);
    EXPECT_THAT(fix_.changes, SizeIs(1));
    static const Change kNone;
    return fix_.changes.size() == 1 ? fix_.changes.front() : kNone;
  }

  SourceMap sources_;
  Scenario scenario_;
  Fix fix_;
};

TEST_F(BrokenTest, WhereNothingFailsNothingIsChanged) {
  const Fix& fix = fix_after({});
  EXPECT_THAT(fix.changes, IsEmpty());
  EXPECT_THAT(fix.unmended, IsEmpty());
}

TEST_F(BrokenTest, AStatementSpeaksOfTheActionAndTheRulesObjectsAlone) {
  const Change& change = change_after({{"remove", std::string(kRolePolicy) + "/Statement/2", ""}});
  EXPECT_EQ(
      statement_json(change.statement),
      R"({"Effect":"Allow","Action":"s3:ReplicateObject","Resource":"arn:aws:s3:::dst/logs/*"})");
  EXPECT_EQ(change.account, "111111111111");
  ASSERT_THAT(fix_.patch, SizeIs(1));
  EXPECT_EQ(fix_.patch.front().path, std::string(kRolePolicy) + "/Statement/-");
}

TEST_F(BrokenTest, APolicyGivenAsTextBecomesAnObject) {
  fix_after({{"replace", kRolePolicy,
              R"json("{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",)json"
              R"json(\"Action\":\"s3:Get*\",\"Resource\":\"*\"}}")json"}});
  ASSERT_THAT(fix_.patch, SizeIs(3));
  EXPECT_EQ(fix_.patch[0].path, kRolePolicy);
  EXPECT_EQ(fix_.patch[1].path, std::string(kRolePolicy) + "/Statement") << "one becomes an array";
  EXPECT_EQ(fix_.patch[2].path, std::string(kRolePolicy) + "/Statement/-");
}

TEST_F(BrokenTest, ABucketWithoutPolicyGetsOne) {
  const Change& change = change_after({{"remove", kBucketPolicy, ""}});
  EXPECT_TRUE(change.policy.is_new);
  EXPECT_EQ(change.account, "222222222222");
  EXPECT_EQ(change.statement.principal, "arn:aws:iam::111111111111:role/r");
}

TEST_F(BrokenTest, ARoleWithoutPoliciesGetsOneWithAllThatItNeeds) {
  fix_after({{"remove", "/accounts/0/Roles/0/RolePolicyList", ""}});
  ASSERT_THAT(fix_.patch, SizeIs(1)) << "one policy, added once";
  EXPECT_EQ(fix_.patch.front().path, "/accounts/0/Roles/0/RolePolicyList");
}

TEST_F(BrokenTest, ADenyStaysAndSparesTheRole) {
  const Change& change = change_after(
      {{"add", std::string(kBucketPolicy) + "/Statement/-",
        R"({"Sid":"OrgOnly","Effect":"Deny","Principal":"*","Action":"s3:*","Resource":)"
        R"("arn:aws:s3:::dst/*","Condition":{"StringNotEquals":{"aws:PrincipalOrgID":"o-1"}}})"}});
  EXPECT_EQ(change.kind, Change::Kind::NarrowDeny);
  EXPECT_EQ(change.deny, "OrgOnly");
  ASSERT_THAT(fix_.patch, SizeIs(1));
  EXPECT_EQ(fix_.patch.front().path,
            std::string(kBucketPolicy) + "/Statement/1/Condition/ArnNotEquals");
  EXPECT_EQ(fix_.patch.front().value, R"({"aws:PrincipalArn":"arn:aws:iam::111111111111:role/r"})");
}

TEST_F(BrokenTest, ADenyThatSparesOthersSparesTheRoleAsWell) {
  fix_after({{"add", std::string(kBucketPolicy) + "/Statement/-",
              R"({"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"arn:aws:s3:::dst/*",)"
              R"("Condition":{"StringNotLike":{"aws:PrincipalArn":)"
              R"(["arn:aws:iam::222222222222:role/a"]}}})"}});
  ASSERT_THAT(fix_.patch, SizeIs(1));
  EXPECT_EQ(fix_.patch.front().path,
            std::string(kBucketPolicy) + "/Statement/1/Condition/StringNotLike/aws:PrincipalArn/-");
}

TEST_F(BrokenTest, SeveralThingsThatAreWrongAreMendedTogether) {
  fix_after({{"replace", "/accounts/1/Buckets/0/Versioning/Status", "\"Suspended\""},
             {"remove", kBucketPolicy, ""},
             {"remove", std::string(kRolePolicy) + "/Statement/2", ""},
             {"replace", "/accounts/0/Buckets/0/ReplicationConfiguration/Rules/0/Status",
              "\"Disabled\""}});
  EXPECT_THAT(fix_.changes, SizeIs(4));
  EXPECT_THAT(fix_.mended, SizeIs(1));
}

TEST_F(BrokenTest, AKeyThatAnEventDisablesIsEnabledBeforeTheUpload) {
  const Change& change = change_after(
      {{"add", "/clock", R"("2021-01-01T00:00:00Z")"},
       {"add", "/accounts/1/Keys",
        R"([{"KeyId":"1234abcd-12ab-34cd-56ef-1234567890ab","Region":"us-east-1","Policy":)"
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},)"
        R"("Action":"kms:*","Resource":"*"}]}}])"},
       {"add", "/accounts/1/Buckets/0/ServerSideEncryptionConfiguration",
        R"({"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms",)"
        R"("KMSMasterKeyID":"arn:aws:kms:us-east-1:222222222222:key/)"
        R"(1234abcd-12ab-34cd-56ef-1234567890ab"}}]})"},
       {"add", std::string(kRolePolicy) + "/Statement/-",
        R"({"Effect":"Allow","Action":"kms:*","Resource":"*"})"},
       {"add", "/events/0",
        R"({"operation":"DisableKey","params":{"KeyId":"arn:aws:kms:us-east-1:222222222222:key/)"
        R"(1234abcd-12ab-34cd-56ef-1234567890ab"}})"}});
  EXPECT_EQ(change.setting, SettingKind::KeyState);
  ASSERT_THAT(fix_.patch, SizeIs(1));
  EXPECT_EQ(fix_.patch.front().path, "/events/1");
}

TEST_F(BrokenTest, AStarInAPrefixIsTakenAway) {
  const Change& change = change_after(
      {{"replace", "/accounts/0/Buckets/0/ReplicationConfiguration/Rules/0/Filter/Prefix",
        "\"logs/*\""}});
  EXPECT_EQ(change.setting, SettingKind::RulePrefix);
  EXPECT_EQ(change.value, "logs/");
}

TEST_F(BrokenTest, ForADestinationThatIsNotShownItSaysWhatItsOwnerHasToAllow) {
  fix_after({{"remove", "/accounts/1", ""}});
  EXPECT_THAT(fix_.changes, IsEmpty());
  ASSERT_THAT(fix_.unmended, SizeIs(1));
  EXPECT_EQ(fix_.unmended.front().result, ReplicationResult::Unknown);
  ASSERT_THAT(fix_.unmended.front().demands, SizeIs(1));
  EXPECT_EQ(fix_.unmended.front().demands.front().account, "222222222222");
}

TEST_F(BrokenTest, DeleteMarkersAreAChoiceUnlessNothingElseIsWrong) {
  const char* marker = R"({"id":"del","operation":"DeleteObject",)"
                       R"("params":{"Bucket":"src","Key":"logs/a"}})";
  const Fix& fix = fix_after({{"add", "/events/-", marker}});
  ASSERT_THAT(fix.changes, SizeIs(3)) << "and s3:ReplicateDelete on both sides";
  EXPECT_TRUE(std::any_of(fix.changes.begin(), fix.changes.end(), [](const Change& change) {
    return change.setting == SettingKind::DeleteMarkers;
  }));
  const Change& change =
      change_after({{"add", "/events/-", marker},
                    {"replace", "/accounts/1/Buckets/0/Versioning/Status", "\"Suspended\""}});
  EXPECT_EQ(change.setting, SettingKind::BucketVersioning);
}

}  // namespace
}  // namespace replisim
