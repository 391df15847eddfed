#include "sim/replication/object_store.h"

#include <algorithm>

#include "sim/iam/acl.h"
#include "sim/replication/encryption.h"
#include "sim/replication/keys.h"

namespace replisim {
namespace {

std::string joined(std::string_view key, std::string_view version_id) {
  std::string text(version_id);
  text.append("\n").append(key);
  return text;
}

std::string joined(std::string_view bucket, std::string_view key, std::string_view version_id) {
  std::string text(bucket);
  text.append("\n").append(joined(key, version_id));
  return text;
}

}  // namespace

ObjectStore::ObjectStore(World& world, Instant clock) : world_(&world) {
  for (const Account& account : world.accounts) {
    for (const Bucket& bucket : account.buckets) {
      for (const ObjectVersion& version : bucket.objects) {
        reserved_ids_.insert(version.version_id);
      }
    }
  }
  for (Account& account : world.accounts) {
    for (Bucket& bucket : account.buckets) {
      for (ObjectVersion& version : bucket.objects) {
        if (version.version_id.empty()) {
          version.version_id = bucket.versioning == VersioningStatus::NeverEnabled
                                   ? std::string("null")
                                   : next_version_id();
        }
        if (version.owner.empty()) {
          version.owner = account.id;
        }
        if (version.last_modified == Instant{}) {
          version.last_modified = clock;
        }
        complete(version, account, bucket);
      }
    }
  }
}

/// What a scenario may leave to S3: the grants of a canned ACL, the key that S3 takes by itself.
void ObjectStore::complete(ObjectVersion& version, const Account& account, const Bucket& bucket) {
  if (version.acl.owner.empty()) {
    version.acl.owner = version.owner;
  }
  if (!version.canned_acl.empty()) {
    version.acl.grants = canned_acl_grants(version.canned_acl, account.canonical_user_id);
    version.canned_acl.clear();
  }
  if (is_kms(version.encryption) && version.kms_key_id.empty()) {
    version.kms_key_id = resolve_key(*world_, {}, account.id, bucket.region).arn;
  }
}

ObjectStore::BucketIndex& ObjectStore::index_of(std::string_view bucket) {
  const auto [found, is_new] = buckets_.try_emplace(std::string(bucket));
  BucketIndex& index = found->second;
  if (is_new) {
    index.bucket = world_->find_mutable_bucket(bucket);
    if (index.bucket != nullptr) {
      for (std::uint32_t place = 0; place < index.bucket->objects.size(); ++place) {
        insert(index, place);
      }
    }
  }
  return index;
}

/// Behind the versions of its key that are as old or older.
void ObjectStore::insert(BucketIndex& index, std::uint32_t place) {
  const std::vector<ObjectVersion>& objects = index.bucket->objects;
  const ObjectVersion& version = objects[place];
  Places& places = index.by_key[version.key];
  auto position = places.end();
  while (position != places.begin() &&
         version.last_modified < objects[*(position - 1)].last_modified) {
    --position;
  }
  places.insert(position, place);
  index.by_version[joined(version.key, version.version_id)] = place;
}

ObjectVersion* ObjectStore::find(std::string_view bucket, std::string_view key,
                                 std::string_view version_id) {
  BucketIndex& index = index_of(bucket);
  const auto place = index.by_version.find(joined(key, version_id));
  return place == index.by_version.end() ? nullptr : &index.bucket->objects[place->second];
}

ObjectVersion* ObjectStore::current(std::string_view bucket, std::string_view key) {
  BucketIndex& index = index_of(bucket);
  const auto places = index.by_key.find(std::string(key));
  if (places == index.by_key.end() || places->second.empty()) {
    return nullptr;
  }
  return &index.bucket->objects[places->second.back()];
}

std::vector<const ObjectVersion*> ObjectStore::versions(std::string_view bucket,
                                                        std::string_view key) {
  BucketIndex& index = index_of(bucket);
  std::vector<const ObjectVersion*> found;
  const auto places = index.by_key.find(std::string(key));
  if (places != index.by_key.end()) {
    for (const std::uint32_t place : places->second) {
      found.push_back(&index.bucket->objects[place]);
    }
  }
  return found;
}

ObjectVersion& ObjectStore::put(Bucket& bucket, ObjectVersion version) {
  BucketIndex& index = index_of(bucket.name);
  if (ObjectVersion* known = find(bucket.name, version.key, version.version_id)) {
    const Instant time = known->last_modified;
    if (time == version.last_modified) {
      *known = std::move(version);
      return *known;
    }
    remove(bucket, version.key, version.version_id);
  }
  bucket.objects.push_back(std::move(version));
  insert(index, static_cast<std::uint32_t>(bucket.objects.size() - 1));
  return bucket.objects.back();
}

void ObjectStore::remove(Bucket& bucket, std::string_view key, std::string_view version_id) {
  BucketIndex& index = index_of(bucket.name);
  const auto version = index.by_version.find(joined(key, version_id));
  if (version == index.by_version.end()) {
    return;
  }
  const std::uint32_t hole = version->second;
  index.by_version.erase(version);
  const auto entry = index.by_key.find(std::string(key));
  Places& places = entry->second;
  places.erase(std::find(places.begin(), places.end(), hole));
  if (places.empty()) {
    index.by_key.erase(entry);
  }
  std::vector<ObjectVersion>& objects = bucket.objects;
  const auto last = static_cast<std::uint32_t>(objects.size() - 1);
  if (hole != last) {  // the last one moves into the hole
    Places& moved = index.by_key[objects[last].key];
    *std::find(moved.begin(), moved.end(), last) = hole;
    index.by_version[joined(objects[last].key, objects[last].version_id)] = hole;
    objects[hole] = std::move(objects[last]);
  }
  objects.pop_back();
}

void ObjectStore::note_hard_deleted(std::string_view bucket, std::string_view key,
                                    std::string_view version_id) {
  hard_deleted_.insert(joined(bucket, key, version_id));
}

bool ObjectStore::was_hard_deleted(std::string_view bucket, std::string_view key,
                                   std::string_view version_id) const {
  return hard_deleted_.count(joined(bucket, key, version_id)) != 0;
}

std::string ObjectStore::next_version_id() {
  std::string id;
  do {
    id = "v" + std::to_string(++last_id_);
  } while (reserved_ids_.count(id) != 0);
  return id;
}

}  // namespace replisim
