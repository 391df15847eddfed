#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/world.h"

namespace replisim {

/// The object versions of a world, found by bucket, key and version id. They live in the buckets of
/// the world; this keeps the index, so nobody else may add or remove one.
///
/// Pointers to versions are valid until a version is put into or removed from the same bucket.
class ObjectStore {
 public:
  /// Gives versions without an id one: `null` in buckets that never had versioning. Where a
  /// version has no owner or time of its own the bucket's owner and `clock` stand in.
  ObjectStore(World& world, Instant clock);

  ObjectVersion* find(std::string_view bucket, std::string_view key, std::string_view version_id);
  /// The newest version or delete marker of a key; null if there is none.
  ObjectVersion* current(std::string_view bucket, std::string_view key);
  /// All versions of a key, oldest first.
  std::vector<const ObjectVersion*> versions(std::string_view bucket, std::string_view key);

  /// Adds a version at its place in time (`last_modified`; of equal times the later put is newer).
  /// One with the same id is replaced where it stands.
  ObjectVersion& put(Bucket& bucket, ObjectVersion version);
  void remove(Bucket& bucket, std::string_view key, std::string_view version_id);

  /// A bucket was made, so that others may have moved.
  void forget_buckets() { buckets_.clear(); }

  /// Notes that a version was deleted for good: Batch Replication cannot bring it back.
  void note_hard_deleted(std::string_view bucket, std::string_view key,
                         std::string_view version_id);
  [[nodiscard]] bool was_hard_deleted(std::string_view bucket, std::string_view key,
                                      std::string_view version_id) const;

  /// `v1`, `v2`, … without those that the scenario gives itself.
  std::string next_version_id();
  void reserve_version_id(const std::string& id) { reserved_ids_.insert(id); }

 private:
  using Places = std::vector<std::uint32_t>;  // in `Bucket::objects`, oldest version first
  struct BucketIndex {
    Bucket* bucket = nullptr;
    std::unordered_map<std::string, Places> by_key;
    std::unordered_map<std::string, std::uint32_t> by_version;  // place, by key and version id
  };

  void complete(ObjectVersion& version, const Account& account, const Bucket& bucket);
  BucketIndex& index_of(std::string_view bucket);
  static void insert(BucketIndex& index, std::uint32_t place);

  World* world_;
  std::unordered_map<std::string, BucketIndex> buckets_;
  std::unordered_set<std::string> reserved_ids_;
  std::unordered_set<std::string> hard_deleted_;
  std::uint64_t last_id_ = 0;
};

}  // namespace replisim
