#include "sim/testing/world.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/golden.h"
#include "tests/sim/testing/two_accounts.h"

namespace replisim::testing {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

const std::string kFounding =
    std::string(REPLISIM_SOURCE_DIR) + "/scenarios/founding/founding.json";

/// What is wrong with a world; empty if it can be played.
template <typename Play>
std::string fault_of(const Play& play) {
  try {
    play();
  } catch (const BadWorld& bad) {
    return bad.what();
  }
  return "";
}

struct WorldTest : ::testing::Test, TwoAccounts {};

TEST_F(WorldTest, EveryActionSeesWhatTheOnesBeforeItDid) {
  EXPECT_THAT(world.put("src", "a", {.version_id = "first"}), Replicates().to("dst"));
  EXPECT_THAT(world.get("dst", "a"), Succeeds());
  EXPECT_THAT(world.put_tags("src", "a", {{"team", "x"}}), Replicates().with_tags({{"team", "x"}}));
  EXPECT_THAT(world.delete_object("src", "a"), IsNotEligible("DeleteMarkerReplicationDisabled"));
  EXPECT_THAT(world.get("src", "a"), IsRefusedWith("NoSuchKey"));
  EXPECT_THAT(world.get("src", "a", {.version_id = "first"}), Succeeds());
  EXPECT_THAT(world.copy("dst", "a", "src", "b"), Replicates().to("dst"));
  EXPECT_THAT(world.put_bucket_versioning("src", "Suspended"), IsRefusedWith("InvalidBucketState"));
}

TEST_F(WorldTest, WhatChangesBetweenActionsIsAnAction) {
  const Outcome before = world.put("src", "a");
  EXPECT_THAT(world.delete_bucket_policy(destination), Succeeds());
  EXPECT_THAT(world.put("src", "b"), FailsWith("DstPutObjectNotPermitted"));
  EXPECT_THAT(world.put_bucket_policy(destination, Allow().principal(role).action("s3:*").resource(
                                                       destination.objects())),
              Succeeds());
  EXPECT_THAT(world.put("src", "c"), Replicates());
  EXPECT_THAT(world.delete_role_policy(role, "replicate"), Succeeds());
  EXPECT_THAT(world.put("src", "d"), FailsWith().because(DeniedBy::IdentityPolicy));
  EXPECT_THAT(world.put_role_policy(role, "all", Allow().action("s3:*").resource("*")), Succeeds());
  EXPECT_THAT(world.put("src", "e"), Replicates());
  EXPECT_THAT(before, Replicates());
}

TEST_F(WorldTest, KeysChangeToo) {
  destination.encryption("aws:kms", key);
  world.clock("2020-12-14T09:00:00Z");
  EXPECT_THAT(world.disable_key(key), Succeeds());
  EXPECT_THAT(world.put("src", "a"), FailsWith());
  EXPECT_THAT(world.enable_key(key), Succeeds());
  EXPECT_THAT(world.put("src", "b"), Replicates().encrypted_with(key));
  EXPECT_THAT(
      world.put_key_policy(key, Allow().principal(theirs.root_arn()).action("kms:*").resource("*")),
      Succeeds());
  EXPECT_THAT(world.put("src", "c"), FailsWith().because(DeniedBy::KeyPolicy));
}

TEST_F(WorldTest, ConfigurationsMayBeJson) {
  EXPECT_THAT(world.put_bucket_encryption("src", R"({ "Rules": [
                { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms" } } ] })"),
              Succeeds());
  EXPECT_THAT(world.put("src", "a"), IsStoredWith("aws:kms"));
  EXPECT_THAT(world.put_bucket_replication("src", R"({ "Role": ")" + role.arn() + R"(", "Rules": [
                { "ID": "logs", "Status": "Enabled", "Priority": 1, "Filter": { "Prefix": "logs/" },
                  "DeleteMarkerReplication": { "Status": "Enabled" },
                  "Destination": { "Bucket": "arn:aws:s3:::dst" } } ] })"),
              Succeeds());
  EXPECT_THAT(world.put("src", "a", {.server_side_encryption = "AES256"}),
              IsNotEligible("NoMatchingRule"));
  EXPECT_THAT(world.put("src", "logs/a", R"({ "ServerSideEncryption": "AES256" })"),
              Replicates().by_rule("logs"));
  EXPECT_THAT(world.call("DeleteBucketReplication", R"({ "Bucket": "src" })"), Succeeds());
  EXPECT_THAT(world.play(R"({ "operation": "PutObject", "params":
                              { "Bucket": "src", "Key": "logs/b" } })"),
              IsNotEligible("NoReplicationConfiguration"));
}

TEST_F(WorldTest, TimePasses) {
  EXPECT_EQ(world.put("src", "a").event().at, *parse_rfc3339("2026-01-01T00:00:00Z"));
  EXPECT_EQ(world.at("+1d").put("src", "b").event().at, *parse_rfc3339("2026-01-02T00:00:00Z"));
  EXPECT_EQ(world.put("src", "c").event().at, *parse_rfc3339("2026-01-02T00:00:00Z"));
  EXPECT_EQ(world.at("2026-02-01T00:00:00Z").put("src", "d").event().at,
            *parse_rfc3339("2026-02-01T00:00:00Z"));
  EXPECT_THAT(fault_of([&] { world.at("+1h").put("src", "e"); }),
              HasSubstr("is before what was played last, at 2026-02-01T00:00:00Z"));
  EXPECT_THAT(fault_of([&] { world.at("tomorrow").put("src", "e"); }),
              HasSubstr("`tomorrow` is no time"));
}

TEST_F(WorldTest, CallersAreAsked) {
  const UserBuilder ana =
      ours.user("ana").policy(Allow()
                                  .action("s3:PutObject")
                                  .resource("*")
                                  .condition("StringEquals", "aws:SourceVpce", "v"));
  EXPECT_THAT(world.put_as(ana, "src", "a"), IsRefusedWith("AccessDenied"));
  EXPECT_THAT(world.put("src", "a", {.as = ana, .context = {{"aws:SourceVpce", "v"}}}),
              Replicates());
  EXPECT_THAT(world.get_as(ana, "src", "a"), IsRefusedWith("AccessDenied"));
}

TEST_F(WorldTest, PuttingTogetherFurtherBeginsAnew) {
  destination.policy(Allow().principal("*").action("s3:ListBucket").resource(destination.arn()));
  const Outcome before = world.put("src", "a");
  EXPECT_THAT(before, FailsWith());
  destination.policy(
      Allow().principal(role).action("s3:ReplicateObject").resource(destination.objects()));
  EXPECT_THAT(world.get("dst", "a"), Succeeds()) << "the put was played again";
  EXPECT_THAT(before, FailsWith()) << "what was returned stays";
}

TEST_F(WorldTest, ACopyIsAWorldOfItsOwn) {
  world.put("src", "a");
  World other = world;
  EXPECT_THAT(other.get("dst", "a"), Succeeds());
  other.delete_bucket_policy("dst");
  EXPECT_THAT(other.put("src", "b"), FailsWith());
  EXPECT_THAT(world.put("src", "b"), Replicates());
}

TEST_F(WorldTest, IsPatchedAsVariantsAre) {
  world.patch(R"([ { "op": "remove", "path": "/accounts/1/Buckets/0/Policy" } ])");
  EXPECT_THAT(world.put("src", "a"), FailsWith().because(DeniedBy::BucketPolicy));
  world.patch(R"({ "assume_missing": "deny" })");
  EXPECT_THAT(world.put("src", "b"), FailsWith());
  world.patch(R"([ { "op": "remove", "path": "/accounts/7" } ])");
  EXPECT_THAT(fault_of([&] { world.put("src", "c"); }), HasSubstr("patch-3:1:"));
}

TEST_F(WorldTest, DiagnosticsAreOfTheWorldAsGiven) {
  EXPECT_THAT(world.diagnostics(), IsEmpty());
  source.replication(role, {Rule("all").to(destination).replica_key("alias/replicas")});
  EXPECT_THAT(world.diagnostics(), Contains("aliasInReplicaKey"));
}

TEST_F(WorldTest, ShowsAndExplainsItself) {
  EXPECT_EQ(::testing::PrintToString(world), "world of accounts 111111111111, 222222222222");
  const Outcome outcome = world.put("src", "a");
  EXPECT_EQ(outcome.text(),
            "action-1  2026-01-01T00:00:00Z  PutObject src/a: stored with AES256, COMPLETED\n"
            "  REPLICATED    dst  AES256\n");
  EXPECT_THAT(outcome.explanation(), HasSubstr("Every check, in the order S3 makes them"));
  EXPECT_EQ(outcome.version_id(), "v1");
  EXPECT_EQ(outcome.error(), "");
}

// --- what is wrong ---

TEST_F(WorldTest, AFaultHasItsPlaceInWhatTheUserWrote) {
  source.policy(R"({ "Version": "2012-10-17",
  "Statement": [ { "Effect": "Alow" } ] })");
  role.add("RolePolicyList", R"({ "PolicyNam": "x", "PolicyDocument": "{}" })");
  source.encryption("AES25");
  ours.set("Partition", "1");
  EXPECT_TRUE(matches_golden("testing/bad-world.txt", fault_of([&] { world.put("src", "a"); })));
}

TEST_F(WorldTest, AFaultOfAnActionIsOfThisActionAlone) {
  // One after the other: actions are numbered.
  std::string faults = fault_of([&] { world.put("src", "a", R"({ "Sise": 1 })"); });
  faults += fault_of([&] { world.call("PutObjekt", "{}"); });
  faults += fault_of([&] { world.play(R"({ "operation": "PutObject", "at": "later" })"); });
  faults += fault_of([&] { world.put_bucket_policy("src", policy_file("no/such.json")); });
  EXPECT_TRUE(matches_golden("testing/bad-action.txt", faults));
  EXPECT_THAT(world.put("src", "a"), Replicates());
}

TEST_F(WorldTest, AnIdIsGivenOnce) {
  constexpr const char* kPut =
      R"({ "id": "put", "operation": "PutObject", "params": { "Bucket": "src", "Key": "k" } })";
  EXPECT_THAT(world.play(kPut), Replicates());
  EXPECT_EQ(fault_of([&] { world.play(kPut); }), "there is an event `put` already");
}

// --- scenarios ---

TEST(WorldFromScenario, PlaysItsEventsByName) {
  World world = World::from_scenario(kFounding, "without-key-policy");
  EXPECT_THAT(world.play_event("upload-tagged"), FailsWith().because(DeniedBy::KeyPolicy));
  EXPECT_THAT(world.play_event("upload"), FailsWith()) << "was played on the way";
  EXPECT_THAT(world.put("source-test-replication", "x"), FailsWith());
  EXPECT_THAT(world.play_all(), ElementsAre(FailsWith()));
  EXPECT_THAT(World::from_scenario(kFounding).play_all(),
              ElementsAre(Replicates(), Replicates(), Replicates()));
}

TEST(WorldFromScenario, IsChangedByPatchesAlone) {
  World world = World::from_scenario(kFounding);
  EXPECT_THAT(fault_of([&] { world.account("111111111111"); }), HasSubstr("changed by `patch`"));
  world.patch(R"([{ "op": "remove", "path": "/accounts/1/Keys/0/Policy/Statement/1" }])");
  EXPECT_THAT(world.play_event("upload"), FailsWith("DstPutObjectNotPermitted"));
}

TEST(WorldFromScenario, SaysWhatIsNotThere) {
  EXPECT_EQ(fault_of([] { World::from_scenario(kFounding, "without-keypolicy"); }),
            "`" + kFounding +
                "` has no variant `without-keypolicy`\n"
                "  hint: did you mean `without-key-policy`?");
  EXPECT_EQ(fault_of([] { World::from_scenario(kFounding).play_event("uplaod"); }),
            "the scenario has no event `uplaod`\n  hint: did you mean `upload`?");
  EXPECT_THAT(fault_of([] { World::from_scenario("none.json"); }), HasSubstr("does not exist"));
  EXPECT_THAT(fault_of([] { World::from_json(R"({ "format": "replisim/2" })"); }),
              HasSubstr("scenario:1:13: error: "));
}

TEST(WorldFromScenario, VariantsCanBeListed) {
  EXPECT_THAT(variants_of(kFounding), Contains("without-both"));
  EXPECT_EQ(variants_of(kFounding).front(), "");
}

// --- builders ---

TEST(Builders, HandlesStandForWhatTheyName) {
  World world;
  AccountBuilder account = world.account("111111111111");
  EXPECT_EQ(account.root_arn(), "arn:aws:iam::111111111111:root");
  EXPECT_EQ(std::string(account.role("r")), "arn:aws:iam::111111111111:role/r");
  EXPECT_EQ(std::string(account.user("u")), "arn:aws:iam::111111111111:user/u");
  EXPECT_EQ(account.key("eu-west-1", "k").arn(), "arn:aws:kms:eu-west-1:111111111111:key/k");
  EXPECT_NE(account.key().id(), account.key().id());
  EXPECT_EQ(std::string(account.bucket("b")), "b");
  EXPECT_EQ(account.bucket("b").objects(), "arn:aws:s3:::b/*");
  EXPECT_EQ(std::string(world.account("111111111111")), "111111111111");
}

TEST(Builders, RulesSayWhatRulesCan) {
  TwoAccounts two;
  const KeyBuilder own = two.ours.key("us-east-2");
  two.role.policy("more", Allow().action("kms:*", "s3:*").resource("*"));
  two.destination.policy(Allow().principal(two.role).action("s3:*").resource("*"));
  two.destination.policy(
      Allow().principal(two.role).action("s3:*").resource(two.destination.objects()));
  two.source.replication(
      two.role,
      {Rule("logs").to("arn:aws:s3:::dst").prefix("logs/").delete_markers().priority(9),
       Rule("both").to("dst").prefix("a/").tag("x", "1").tag("y", "2"),
       Rule("tag").to("dst").tag("z", "1").storage_class("GLACIER_IR"),
       Rule("off").to("dst").prefix("off/").disabled(),
       Rule("kms").to("dst").prefix("kms/").replica_key(two.key).replication_time(),
       Rule("own").to("dst").prefix("own/").owned_by(two.theirs).replica_modifications()});
  World& world = two.world;
  EXPECT_THAT(world.put("src", "logs/1"), Replicates().by_rule("logs"));
  EXPECT_THAT(world.delete_object("src", "logs/1"), Replicates().by_rule("logs"));
  EXPECT_THAT(world.put("src", "a/1"), IsNotEligible("NoMatchingRule"));
  EXPECT_THAT(world.put("src", "a/1", {.tags = {{"x", "1"}, {"y", "2"}}}),
              Replicates().by_rule("both"));
  EXPECT_THAT(world.put("src", "b", {.tags = {{"z", "1"}}}),
              Replicates().by_rule("tag").storage_class("GLACIER_IR"));
  EXPECT_THAT(world.put("src", "off/1"), IsNotEligible("RuleDisabled"));
  EXPECT_THAT(world.put("src", "kms/1", {.sse_kms_key_id = own}),
              Replicates().by_rule("kms").encrypted_with(two.key));
  EXPECT_THAT(world.put("src", "own/1"), Replicates().by_rule("own").owned_by(two.theirs));
}

TEST(Builders, BareTextsAreStringsAndPathsAreNot) {
  World world;
  BucketBuilder bucket = world.account("111111111111").set("Name", "ours").bucket("b");
  bucket.set("Region", "eu-west-1");
  EXPECT_THAT(world.put("b", "k"), Succeeds());
  bucket.set("PolicyUnknown", "true");
  EXPECT_THAT(world.put("b", "k"), Succeeds());
  EXPECT_EQ(fault_of([&] { bucket.policy("policies/b.json"); }),
            "`policies/b.json` is no JSON\n"
            "  hint: files are given by `json_file` or `policy_file`");
}

TEST(Builders, WhatHasNoFunctionIsSetByItsName) {
  World world;
  BucketBuilder bucket = world.account("111111111111").bucket("b").versioned();
  bucket.set("ObjectLockConfiguration", R"({ "ObjectLockEnabled": "Enabled" })")
      .ownership("ObjectWriter")
      .object("old.csv", R"({ "Size": 3 })")
      .object("older.csv");
  EXPECT_THAT(world.get("b", "old.csv"), Succeeds());
  EXPECT_THAT(world.get("b", "older.csv"), Succeeds());
  EXPECT_THAT(world.put("b", "locked", R"({ "ObjectLockMode": "COMPLIANCE",
                          "ObjectLockRetainUntilDate": "2030-01-01T00:00:00Z" })"),
              Succeeds());
}

TEST(Builders, PrincipalsHaveAllKindsOfPolicies) {
  World world;
  AccountBuilder account = world.account("111111111111");
  const std::string reads =
      account.managed_policy("reads", Allow().action("s3:Get*").resource("*"));
  const std::string all = account.managed_policy("all", Allow().action("s3:*").resource("*"));
  const UserBuilder user =
      account.user("ana").attach(all).permissions_boundary(reads).tag("team", "x");
  const std::string object = account.bucket("b").arn() + "/k";
  EXPECT_THAT(world, Allows(user, "s3:GetObject", object));
  EXPECT_THAT(world, Denies(user, "s3:PutObject", object).because(DeniedBy::PermissionsBoundary));
  const RoleBuilder role =
      account.role("r").trust_policy(Allow().principal(user).action("sts:AssumeRole"));
  EXPECT_THAT(world, Allows(user, "sts:AssumeRole", role));
  world.rcp(account, Deny().principal("*").action("s3:GetObject").resource("*"));
  EXPECT_THAT(world, Denies(user, "s3:GetObject", object).because(DeniedBy::Rcp));
}

TEST(Builders, KeysHaveStatesAndGrants) {
  World world;
  AccountBuilder account = world.account("111111111111");
  const RoleBuilder role = account.role("r");
  const KeyBuilder key = account.key("us-east-1").disabled();
  EXPECT_THAT(world, Denies(role, "kms:Decrypt", key));
  key.state("Enabled").grant(R"({ "GrantId": "g", "GranteePrincipal": ")" + role.arn() +
                             R"(", "Operations": [ "Decrypt" ] })");
  EXPECT_THAT(world, Allows(role, "kms:Decrypt", key));
  EXPECT_THAT(world, Denies(role, "kms:Encrypt", key));
}

TEST(Statements, AreWrittenAsPoliciesAre) {
  EXPECT_TRUE(matches_golden("testing/policy.txt",
                             Policy({Allow()
                                         .sid("All")
                                         .principal("*")
                                         .action("s3:GetObject", "s3:ListBucket")
                                         .resource("a")
                                         .resource("b"),
                                     Deny()
                                         .not_principal("arn:aws:iam::111111111111:root",
                                                        "s3.amazonaws.com", "222222222222")
                                         .not_action("s3:*")
                                         .not_resource("c")
                                         .condition("StringEquals", "aws:SourceAccount", "1", "2")
                                         .condition("Bool", "aws:SecureTransport", "false")
                                         .condition("StringEquals", "aws:SourceVpc", "v")})
                                 .json()
                                 .text()));
}

}  // namespace
}  // namespace replisim::testing
