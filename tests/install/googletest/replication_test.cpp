#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/testing/testing.h"

using namespace replisim::testing;

// What is put into `source` goes to `destination`, of another account, which has a key of its own.
class Replication : public ::testing::Test {
 protected:
  World world;
  AccountBuilder ours = world.account("111111111111");
  AccountBuilder theirs = world.account("222222222222");
  KeyBuilder key = theirs.key("eu-central-1");
  RoleBuilder role = ours.role("replicator").trusts("s3.amazonaws.com");
  BucketBuilder source = ours.bucket("source", "us-east-2").versioned();
  BucketBuilder destination = theirs.bucket("destination", "eu-central-1").versioned();

  Replication() {
    source.replication(role, {Rule("all").to(destination)});
    role.policy({
        Allow().action("s3:GetReplicationConfiguration", "s3:ListBucket").resource(source.arn()),
        Allow().action("s3:GetObjectVersion*").resource(source.objects()),
        Allow().action("s3:Replicate*").resource(destination.objects()),
        Allow().action("kms:GenerateDataKey").resource(key),
    });
    destination.policy(policy_file("scenarios/policies/destination-bucket.json"));
    destination.encryption("aws:kms", key);
    key.policy(R"({
      "Version": "2012-10-17",
      "Statement": [ {
        "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::222222222222:root" },
        "Action": "kms:*", "Resource": "*"
      } ]
    })");
  }
};

TEST_F(Replication, KeepsTheEncryptionOfItsSource) {
  EXPECT_THAT(world.put("source", "a.csv"),
              Replicates().to("destination").encrypted_with("AES256").owned_by("222222222222"));
}

TEST_F(Replication, OfUnencryptedObjectsNeededTheKey) {
  world.clock("2020-12-14T09:00:00Z");  // before S3 encrypted everything
  EXPECT_THAT(world.put("source", "a.csv"), FailsWith("DstPutObjectNotPermitted")
                                                .because(DeniedBy::KeyPolicy)
                                                .action("kms:GenerateDataKey"));
  world.put_key_policy(key, {Allow().principal(theirs.root_arn()).action("kms:*").resource("*"),
                             Allow().principal(role).action("kms:GenerateDataKey").resource("*")});
  EXPECT_THAT(world.put("source", "b.csv"), Replicates().encrypted_with(key));
}

TEST_F(Replication, ReadersReadAndNothingElse) {
  auto reader =
      ours.user("reader").policy(Allow().action("s3:GetObject").resource(source.objects()));
  EXPECT_THAT(world, Allows(reader, "s3:GetObject", "arn:aws:s3:::source/a.csv"));
  EXPECT_THAT(world, Denies(reader, "s3:PutObject", "arn:aws:s3:::source/a.csv")
                         .because(DeniedBy::IdentityPolicy));
  EXPECT_THAT(world.put_as(reader, "source", "a.csv"), IsRefusedWith("AccessDenied"));
}
