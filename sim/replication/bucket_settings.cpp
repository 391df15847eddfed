// Operations that change a bucket, but for its replication configuration.

#include <algorithm>
#include <utility>

#include "sim/iam/acl.h"
#include "sim/iam/policy_validation.h"
#include "sim/iam/public_policy.h"
#include "sim/iam/world_policies.h"
#include "sim/replication/bucket_state.h"
#include "sim/replication/operations.h"

namespace replisim {
namespace {

/// The bucket, if it is there and the caller may.
BucketPlace open_bucket(Play& play, const std::string& name, std::string_view action,
                        const std::optional<std::string>& expected_owner = std::nullopt) {
  BucketPlace place = find_bucket(play, name, expected_owner);
  if (place && !play.caller.may(action, place.facts->arn, *place.facts)) {
    return {};
  }
  return place;
}

/// The bucket changed: what was compiled of it is compiled anew. Settings are never replicated.
void changed(Play& play, const std::string& bucket) {
  play.run.forget_plans();
  play.run.policies.forget_bucket(bucket);
  const Bucket* place = play.run.world.find_bucket(bucket).bucket;
  if (place->replication) {
    replicate(play.run, play.outcome, bucket, ObjectVersion{}, Occasion::BucketSetting);
  }
}

/// BlockPublicPolicy of the bucket or its account.
bool blocks_public_policy(const BucketPlace& place) {
  const auto blocks = [](const std::optional<PublicAccessBlock>& block) {
    return block && block->block_public_policy;
  };
  return blocks(place.bucket->public_access_block) || blocks(place.account->public_access_block);
}

}  // namespace

void play(Play& play, const CreateBucket& operation) {
  if (play.run.world.find_bucket(operation.bucket)) {
    fail(play.outcome, "BucketAlreadyExists",
         "The requested bucket name is not available. The bucket namespace is shared by all users "
         "of the system. Please select a different name and try again.");
    return;
  }
  const World& world = play.run.world;
  const std::string first = world.accounts.empty() ? std::string() : world.accounts.front().id;
  const std::string account = play.caller.account_or(operation.account.value_or(first));
  Account* owner = play.run.world.find_account(account);
  if (owner == nullptr) {
    fail(play.outcome, "InvalidAccessKeyId", "account " + account + " is not in the model");
    return;
  }
  ResourceFacts facts;
  facts.arn = "arn:" + owner->partition + ":s3:::" + operation.bucket;
  facts.policies.account = account;
  if (!play.caller.may("s3:CreateBucket", facts.arn, facts)) {
    return;
  }
  Bucket bucket;
  bucket.name = operation.bucket;
  bucket.region = operation.region;
  bucket.creation_date = play.run.now;
  bucket.ownership = operation.ownership.value_or(ObjectOwnership::BucketOwnerEnforced);
  bucket.public_access_block = PublicAccessBlock{true, true, true, true, play.event.where};
  if (operation.object_lock_enabled) {
    bucket.versioning = VersioningStatus::Enabled;
    bucket.object_lock = ObjectLockConfiguration{};
    bucket.object_lock->enabled = true;
  }
  bucket.where = play.event.where;
  play.run.forget_plans();
  owner->buckets.push_back(std::move(bucket));
  play.run.objects.forget_buckets();
  play.run.policies.forget_bucket(operation.bucket);
}

void play(Play& play, const PutBucketVersioning& operation) {
  const BucketPlace place = open_bucket(play, operation.bucket, "s3:PutBucketVersioning",
                                        operation.expected_bucket_owner);
  if (!place) {
    return;
  }
  const bool enables = operation.status == "Enabled";
  if (!enables && operation.status != "Suspended") {
    fail(play.outcome, "MalformedXML",
         "The XML you provided was not well-formed or did not validate against our published "
         "schema");
    return;
  }
  if (!enables && has_object_lock(*place.bucket)) {
    fail(play.outcome, "InvalidBucketState",
         "An Object Lock configuration is present on this bucket, so the versioning state cannot "
         "be changed.");
    return;
  }
  if (!enables && place.bucket->replication) {
    fail(play.outcome, "InvalidBucketState",
         "A replication configuration is present on this bucket, so the versioning state cannot "
         "be changed.");  // code recorded (U1), text not
    return;
  }
  place.bucket->versioning = enables ? VersioningStatus::Enabled : VersioningStatus::Suspended;
  changed(play, operation.bucket);
}

void play(Play& play, const PutBucketEncryption& operation) {
  const BucketPlace place = open_bucket(play, operation.bucket, "s3:PutEncryptionConfiguration");
  if (!place) {
    return;
  }
  const bool names_key = !operation.encryption.kms_master_key_id.empty();
  if (names_key && !is_kms(operation.encryption.algorithm)) {
    fail(play.outcome, "InvalidArgument",
         "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or "
         "aws:kms:dsse");
    return;
  }
  place.bucket->encryption = operation.encryption;
  changed(play, operation.bucket);
}

void play(Play& play, const DeleteBucketEncryption& operation) {
  const BucketPlace place = open_bucket(play, operation.bucket, "s3:PutEncryptionConfiguration");
  if (place) {
    place.bucket->encryption.reset();  // what S3 does then depends on the date
    changed(play, operation.bucket);
  }
}

void play(Play& play, const PutBucketPolicy& operation) {
  const BucketPlace place = open_bucket(play, operation.bucket, "s3:PutBucketPolicy");
  if (!place) {
    return;
  }
  const World& world = play.run.world;
  PolicyTarget target;
  target.bucket_name = operation.bucket;
  target.account = place.account->id;
  target.find_principal = [&world](const PrincipalEntry& entry) {
    return principal_presence(world, entry);
  };
  const std::vector<SaveFault> faults =
      validate_policy(operation.policy, PolicyKind::Bucket, target);
  if (!faults.empty()) {
    fail(play.outcome, faults.front().code, faults.front().message, faults.front().where);
    return;
  }
  if (blocks_public_policy(place) && is_public_policy(operation.policy)) {
    fail(play.outcome, "AccessDenied", "Access Denied", operation.policy.where);
    play.outcome.denied_by = DeniedBy::BlockPublicAccess;
    return;
  }
  place.bucket->policy = operation.policy;
  place.bucket->policy_unknown = false;
  store_unique_ids(*place.bucket->policy, world);
  changed(play, operation.bucket);
}

void play(Play& play, const DeleteBucketPolicy& operation) {
  const BucketPlace place = open_bucket(play, operation.bucket, "s3:DeleteBucketPolicy");
  if (place) {
    place.bucket->policy.reset();
    place.bucket->policy_unknown = false;
    changed(play, operation.bucket);
  }
}

void play(Play& play, const PutBucketOwnershipControls& operation) {
  const BucketPlace place = open_bucket(play, operation.bucket, "s3:PutBucketOwnershipControls");
  if (!place) {
    return;
  }
  const bool enforces = operation.ownership == ObjectOwnership::BucketOwnerEnforced;
  const bool grants_others =
      place.bucket->acl &&
      std::any_of(place.bucket->acl->grants.begin(), place.bucket->acl->grants.end(),
                  [&place](const AclGrant& grant) {
                    return grant.grantee != place.account->id &&
                           grant.grantee != place.account->canonical_user_id;
                  });
  if (enforces && grants_others) {
    fail(play.outcome, "InvalidBucketAclWithObjectOwnership",
         "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting");
    return;
  }
  place.bucket->ownership = operation.ownership;
  changed(play, operation.bucket);
}

void play(Play& play, const PutPublicAccessBlock& operation) {
  const BucketPlace place = open_bucket(play, operation.bucket, "s3:PutBucketPublicAccessBlock");
  if (!place) {
    return;
  }
  if (operation.is_empty) {
    fail(play.outcome, "InvalidRequest", "Must specify at least one configuration.");
    return;
  }
  place.bucket->public_access_block = operation.configuration;
  changed(play, operation.bucket);
}

void play(Play& play, const PutObjectLockConfiguration& operation) {
  const BucketPlace place =
      open_bucket(play, operation.bucket, "s3:PutBucketObjectLockConfiguration");
  if (!place) {
    return;
  }
  if (place.bucket->versioning != VersioningStatus::Enabled) {
    fail(play.outcome, "InvalidBucketState",
         "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration");
    return;
  }
  place.bucket->object_lock = operation.configuration;
  changed(play, operation.bucket);
}

}  // namespace replisim
