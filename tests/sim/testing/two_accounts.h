#pragma once

#include <string>

#include "sim/testing/testing.h"

namespace replisim::testing {

/// Two accounts: what is put into `src` goes to `dst`, of another account, which has a key.
struct TwoAccounts {
  World world;
  AccountBuilder ours = world.account("111111111111");
  AccountBuilder theirs = world.account("222222222222");
  RoleBuilder role = ours.role("replicator").trusts("s3.amazonaws.com");
  KeyBuilder key = theirs.key("eu-central-1").alias("alias/replicas");
  BucketBuilder source = ours.bucket("src", "us-east-2").versioned();
  BucketBuilder destination = theirs.bucket("dst", "eu-central-1").versioned();

  TwoAccounts() {
    source.replication(role, {Rule("all").to(destination)});
    role.policy(
        "replicate",
        {Allow().action("s3:GetReplicationConfiguration", "s3:ListBucket").resource(source.arn()),
         Allow()
             .action("s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl",
                     "s3:GetObjectVersionTagging")
             .resource(source.objects()),
         Allow()
             .action("s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags")
             .resource(destination.objects()),
         Allow().action("kms:GenerateDataKey", "kms:Encrypt", "kms:Decrypt").resource(key)});
    destination.policy(Allow()
                           .sid("Replicas")
                           .principal(role)
                           .action("s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags")
                           .resource(destination.objects()));
    key.policy({Allow().principal(theirs.root_arn()).action("kms:*").resource("*"),
                Allow().sid("Replicator").principal(role).action("kms:*").resource("*")});
  }
};

/// What GoogleTest prints below `Value of:` where a matcher does not hold; empty: it holds.
template <typename Value, typename AMatcher>
std::string failure_of(const Value& value, const AMatcher& matcher) {
  const ::testing::Matcher<const Value&> wanted = matcher;
  if (wanted.Matches(value)) {
    return "";
  }
  ::testing::StringMatchResultListener listener;
  wanted.MatchAndExplain(value, &listener);
  return "Expected: " + ::testing::DescribeMatcher<const Value&>(wanted) +
         "\n  Actual: " + ::testing::PrintToString(value) + ", " + listener.str() + "\n";
}

}  // namespace replisim::testing
