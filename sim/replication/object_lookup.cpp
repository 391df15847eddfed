// What the operations on objects have in common.

#include "sim/iam/acl.h"
#include "sim/replication/bucket_state.h"
#include "sim/replication/operations.h"

namespace replisim {

BucketPlace find_bucket(Play& play, const std::string& name,
                        const std::optional<std::string>& expected_owner) {
  const World::BucketPlace found = play.run.world.find_bucket(name);
  if (!found) {
    fail(play.outcome, "NoSuchBucket", "The specified bucket does not exist");
    return {};
  }
  if (expected_owner && *expected_owner != found.account->id) {
    fail(play.outcome, "AccessDenied", "Access Denied");
    return {};
  }
  return {play.run.world.find_mutable_bucket(name), found.account, &play.run.policies.bucket(name)};
}

std::string object_arn(const BucketPlace& place, std::string_view key) {
  return place.facts->arn + "/" + std::string(key);
}

ObjectVersion* find_version(Play& play, const BucketPlace& place, const ObjectAddress& address) {
  ObjectStore& objects = play.run.objects;
  ObjectVersion* version = address.version_id
                               ? objects.find(place.bucket->name, address.key, *address.version_id)
                               : objects.current(place.bucket->name, address.key);
  if (version == nullptr) {
    if (address.version_id) {
      fail(play.outcome, "NoSuchVersion", "The specified version does not exist.");
    } else {
      fail(play.outcome, "NoSuchKey", "The specified key does not exist.");
    }
    return nullptr;
  }
  if (version->is_delete_marker) {
    if (address.version_id) {
      fail(play.outcome, "MethodNotAllowed",
           "The specified method is not allowed against this resource.");
    } else {
      fail(play.outcome, "NoSuchKey", "The specified key does not exist.");
    }
    return nullptr;
  }
  return version;
}

void note_source(Play& play, const ObjectAddress& address, const std::string& version_id) {
  if (const ObjectVersion* version =
          play.run.objects.find(address.bucket, address.key, version_id)) {
    play.outcome.source = *version;
  }
}

AccessControlPolicy requested_acl(const Account& bucket_owner, const std::string& object_owner,
                                  const std::optional<std::string>& canned,
                                  const std::vector<AclGrant>& grants) {
  AccessControlPolicy acl;
  acl.owner = object_owner;
  acl.grants = grants;
  if (canned) {
    acl.grants = canned_acl_grants(*canned, bucket_owner.canonical_user_id.empty()
                                                ? bucket_owner.id
                                                : bucket_owner.canonical_user_id);
  }
  return acl;
}

bool takes_acl(Play& play, const BucketPlace& place, const std::optional<std::string>& canned,
               const std::vector<AclGrant>& grants) {
  if (!canned && grants.empty()) {
    return true;
  }
  if (!acls_enabled(*place.bucket) && canned != "bucket-owner-full-control") {
    fail(play.outcome, "AccessControlListNotSupported", "The bucket does not allow ACLs");
    return false;
  }
  const auto blocks = [](const std::optional<PublicAccessBlock>& block) {
    return block && block->block_public_acls;
  };
  const bool is_blocked =
      blocks(place.bucket->public_access_block) || blocks(place.account->public_access_block);
  const AccessControlPolicy asked = requested_acl(*place.account, {}, canned, grants);
  if (is_blocked && is_public(asked.grants)) {
    fail(play.outcome, "AccessDenied", "Access Denied");
    play.outcome.denied_by = DeniedBy::BlockPublicAccess;
    return false;
  }
  return true;
}

}  // namespace replisim
