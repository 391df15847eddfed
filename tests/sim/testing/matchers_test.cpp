#include "sim/testing/matchers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/golden.h"
#include "tests/sim/testing/two_accounts.h"

namespace replisim::testing {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

struct ReplicatesTest : ::testing::Test, TwoAccounts {};
struct FailsWithTest : ::testing::Test, TwoAccounts {
  FailsWithTest() { key.policy({Allow().principal("222222222222").action("kms:*").resource("*")}); }

  /// Nothing in the request or the bucket asks for encryption, as it was before 2023.
  Outcome put_unencrypted() {
    destination.encryption("aws:kms", key);
    return world.clock("2020-12-14T09:00:00Z").put("src", "a.csv");
  }
};
struct OtherResultsTest : ::testing::Test, TwoAccounts {};

TEST_F(ReplicatesTest, HoldsWhereAReplicaIsAsNamed) {
  const Outcome outcome = world.put("src", "a.csv");
  EXPECT_THAT(outcome, Replicates());
  EXPECT_THAT(outcome, Replicates().to("dst").by_rule("all").of_key("a.csv"));
  EXPECT_THAT(outcome, Replicates().encrypted_with("AES256").owned_by("222222222222"));
  EXPECT_THAT(outcome, Replicates().storage_class("STANDARD").with_bucket_key(false));
  EXPECT_THAT(outcome, Replicates().to(destination).with_tags({}));
}

TEST_F(ReplicatesTest, DoesNotWhereAnythingIsOtherwise) {
  const Outcome outcome = world.put("src", "a.csv");
  EXPECT_THAT(outcome, Not(Replicates().to("src")));
  EXPECT_THAT(outcome, Not(Replicates().to("dst").to("src")));
  EXPECT_THAT(outcome, Not(Replicates().by_rule("other")));
  EXPECT_THAT(outcome, Not(Replicates().of_key("b.csv")));
  EXPECT_THAT(outcome, Not(Replicates().encrypted_with("aws:kms")));
  EXPECT_THAT(outcome, Not(Replicates().encrypted_with(key)));
  EXPECT_THAT(outcome, Not(Replicates().owned_by("111111111111")));
  EXPECT_THAT(outcome, Not(Replicates().storage_class("GLACIER")));
  EXPECT_THAT(outcome, Not(Replicates().with_bucket_key()));
  EXPECT_THAT(outcome, Not(Replicates().with_tags({{"team", "x"}})));
}

TEST_F(ReplicatesTest, KnowsAKeyByArnIdAndAlias) {
  destination.encryption("aws:kms", key).bucket_key();
  world.clock("2020-12-14T09:00:00Z");
  const Outcome outcome = world.put("src", "a.csv", {.tags = {{"team", "x"}}});
  EXPECT_THAT(outcome, Replicates().encrypted_with("aws:kms").encrypted_with(key));
  EXPECT_THAT(outcome, Replicates().encrypted_with(key.id()));
  EXPECT_THAT(outcome, Replicates().encrypted_with("alias/replicas"));
  EXPECT_THAT(outcome, Not(Replicates().encrypted_with("alias/other")));
  EXPECT_THAT(outcome, Replicates().with_bucket_key().with_tags({{"team", "x"}}));
}

TEST_F(ReplicatesTest, SaysWhatIsOtherwise) {
  const Outcome outcome = world.put("src", "a.csv");
  EXPECT_TRUE(matches_golden(
      "testing/replicates-otherwise.txt",
      failure_of(outcome, Replicates().to("dst").encrypted_with(key).with_tags({{"a", "b"}}))));
  EXPECT_TRUE(matches_golden("testing/replicates-after-all.txt",
                             failure_of(outcome, Not(Replicates().to("dst")))));
}

TEST_F(ReplicatesTest, DescribesItself) {
  const auto described = [](const ReplicatesMatcher& matcher) {
    return ::testing::DescribeMatcher<Outcome>(matcher);
  };
  EXPECT_EQ(described(Replicates()), "replicates");
  EXPECT_EQ(described(Replicates().to("dst").by_rule("all").encrypted_with("AES256")),
            "replicates to dst by rule all encrypted with AES256");
  EXPECT_EQ(described(Replicates().owned_by("1").storage_class("GLACIER").with_bucket_key()),
            "replicates owned by 1 in storage class GLACIER with a bucket key");
  EXPECT_EQ(described(Replicates().with_bucket_key(false).with_tags({{"a", "b"}, {"c", "d"}})),
            "replicates without a bucket key with tags a=b, c=d");
  EXPECT_EQ(::testing::DescribeMatcher<Outcome>(Replicates().to("dst"), true),
            "does not replicate to dst");
}

TEST_F(ReplicatesTest, WorksInsideOtherMatchers) {
  const std::vector<Outcome> outcomes = {world.put("src", "a"), world.put("dst", "b")};
  EXPECT_THAT(outcomes, Contains(Replicates()));
  EXPECT_THAT(outcomes, Not(Each(Replicates())));
  EXPECT_THAT(outcomes.front(), AllOf(Replicates(), Succeeds(), IsStoredWith("AES256")));
}

TEST_F(FailsWithTest, HoldsWhereS3NamesThatReason) {
  const Outcome outcome = put_unencrypted();
  EXPECT_THAT(outcome, FailsWith());
  EXPECT_THAT(outcome, FailsWith("DstPutObjectNotPermitted").to("dst"));
  EXPECT_THAT(outcome, FailsWith("DstPutObjectNotPermitted").because(DeniedBy::KeyPolicy));
  EXPECT_THAT(outcome, FailsWith().because("key-policy").action("kms:GenerateDataKey").on(key));
  EXPECT_THAT(outcome, FailsWith().implicitly().how("implicitDeny"));
  EXPECT_THAT(outcome, HasReplicationStatus("FAILED"));
}

TEST_F(FailsWithTest, DoesNotForAnotherReason) {
  const Outcome outcome = put_unencrypted();
  EXPECT_THAT(outcome, Not(FailsWith("AssumeRoleNotPermitted")));
  EXPECT_THAT(outcome, Not(FailsWith().because(DeniedBy::IdentityPolicy)));
  EXPECT_THAT(outcome, Not(FailsWith().action("kms:Encrypt")));
  EXPECT_THAT(outcome, Not(FailsWith().on("arn:aws:s3:::dst/a.csv")));
  EXPECT_THAT(outcome, Not(FailsWith().explicitly()));
  EXPECT_THAT(outcome, Not(FailsWith().to("src")));
  EXPECT_THAT(world.put("dst", "b"), Not(FailsWith()));
}

TEST_F(FailsWithTest, IsToldWithWhatStoodInTheWay) {
  const Outcome outcome = put_unencrypted();
  EXPECT_TRUE(matches_golden("testing/replicates-but-fails.txt",
                             failure_of(outcome, Replicates().to("dst").encrypted_with(key))));
  EXPECT_TRUE(matches_golden(
      "testing/fails-otherwise.txt",
      failure_of(outcome, FailsWith("DstPutObjectNotPermitted").because(DeniedBy::BucketPolicy))));
  EXPECT_TRUE(matches_golden("testing/fails-after-all.txt",
                             failure_of(outcome, Not(FailsWith("DstPutObjectNotPermitted")))));
}

TEST_F(FailsWithTest, AWordThatDoesNotExistIsNoFailure) {
  EXPECT_THAT(
      [] { FailsWith("DstPutObjectNotPermited"); },
      ::testing::ThrowsMessage<BadWorld>("there is no failure reason `DstPutObjectNotPermited`\n"
                                         "  hint: did you mean `DstPutObjectNotPermitted`?"));
  EXPECT_THROW(FailsWith().because("key-polcy"), BadWorld);
  EXPECT_THROW(IsNotEligible("IsAReplica"), BadWorld);
}

TEST_F(OtherResultsTest, NotEligible) {
  const Outcome unmatched = world.put("dst", "a");
  EXPECT_THAT(unmatched, IsNotEligible());
  EXPECT_THAT(unmatched, IsNotEligible("NoReplicationConfiguration").to("anywhere"));
  EXPECT_THAT(unmatched, Not(IsNotEligible("IsReplica")));
  EXPECT_THAT(world.put("src", "a"), Not(IsNotEligible()));
  EXPECT_TRUE(matches_golden("testing/not-eligible-otherwise.txt",
                             failure_of(unmatched, Replicates().to("dst"))));
}

TEST_F(OtherResultsTest, Unknown) {
  world.setting("model.unlisted_buckets", "elsewhere");
  world.account("111111111111").bucket("src").replication(role, {Rule("all").to("elsewhere")});
  role.policy("replicate", Allow().action("s3:*").resource("*"));
  const Outcome outcome = world.put("src", "a");
  EXPECT_THAT(outcome, IsUnknown().to("elsewhere"));
  EXPECT_THAT(outcome, AllOf(Not(Replicates()), Not(FailsWith()), Not(IsNotEligible())));
  EXPECT_THAT(world.put("dst", "a"), Not(IsUnknown()));
  EXPECT_TRUE(
      matches_golden("testing/unknown.txt", failure_of(outcome, Replicates().to("elsewhere"))));
}

TEST_F(OtherResultsTest, RefusedAndSucceeding) {
  const UserBuilder user = ours.user("ana").policy(Allow().action("s3:GetObject").resource("*"));
  const Outcome refused = world.put_as(user, "src", "a");
  EXPECT_THAT(refused, IsRefusedWith("AccessDenied"));
  EXPECT_THAT(refused, IsRefusedWith("AccessDenied").because(DeniedBy::IdentityPolicy));
  EXPECT_THAT(refused, IsRefusedWith("AccessDenied").action("s3:PutObject"));
  EXPECT_THAT(refused, Not(IsRefusedWith("AccessDenied").because("scp")));
  EXPECT_THAT(refused, Not(IsRefusedWith("AccessDenied").action("s3:GetObject")));
  EXPECT_THAT(refused, Not(IsRefusedWith("NoSuchBucket")));
  EXPECT_THAT(refused, AllOf(Not(Succeeds()), Not(Replicates())));
  EXPECT_THAT(world.put("src", "a"), AllOf(Succeeds(), Not(IsRefusedWith("AccessDenied"))));
  EXPECT_TRUE(matches_golden("testing/refused.txt", failure_of(refused, Succeeds())));
  EXPECT_TRUE(matches_golden("testing/refused-replicates.txt", failure_of(refused, Replicates())));
}

TEST_F(OtherResultsTest, StoredWith) {
  const KeyBuilder own = ours.key("us-east-2");
  const Outcome outcome = world.put("src", "a", {.sse_kms_key_id = own});
  EXPECT_THAT(outcome, IsStoredWith("aws:kms").key(own));
  EXPECT_THAT(outcome, IsStoredWith(own));
  EXPECT_THAT(outcome, Not(IsStoredWith("AES256")));
  EXPECT_THAT(outcome, Not(IsStoredWith("aws:kms").key(key)));
  EXPECT_THAT(outcome, HasReplicationStatus(""));
  EXPECT_THAT(world.put("src", "b"), Not(HasReplicationStatus("")));
  EXPECT_EQ(::testing::DescribeMatcher<Outcome>(IsStoredWith("aws:kms").key("k"), true),
            "is not stored with aws:kms under key k");
}

}  // namespace
}  // namespace replisim::testing
