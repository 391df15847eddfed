#include "sim/replication/object_store.h"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace replisim {
namespace {

using ::testing::ElementsAre;

ObjectVersion version(std::string key, std::string id, std::int64_t seconds) {
  ObjectVersion made;
  made.key = std::move(key);
  made.version_id = std::move(id);
  made.last_modified = Instant{seconds * 1000};
  return made;
}

class ObjectStoreTest : public ::testing::Test {
 protected:
  ObjectStoreTest() : world_(one_bucket()), store_(world_, Instant{}) {}

  static World one_bucket() {
    World world;
    Account& account = world.accounts.emplace_back();
    account.id = "111111111111";
    account.buckets.emplace_back().name = "b";
    return world;
  }
  Bucket& bucket() { return world_.accounts[0].buckets[0]; }
  std::vector<std::string> ids(const std::string& key) {
    std::vector<std::string> found;
    for (const ObjectVersion* one : store_.versions("b", key)) {
      found.push_back(one->version_id);
    }
    return found;
  }

  World world_;
  ObjectStore store_;
};

TEST_F(ObjectStoreTest, PutsAVersionAtItsPlaceInTime) {
  store_.put(bucket(), version("k", "new", 20));
  store_.put(bucket(), version("k", "old", 10));
  store_.put(bucket(), version("k", "same", 20));
  EXPECT_THAT(ids("k"), ElementsAre("old", "new", "same"));
  EXPECT_EQ(store_.current("b", "k")->version_id, "same");
}

TEST_F(ObjectStoreTest, ReplacesAVersionOfTheSameId) {
  store_.put(bucket(), version("k", "null", 10));
  store_.put(bucket(), version("k", "null", 20));
  EXPECT_THAT(ids("k"), ElementsAre("null"));
  EXPECT_EQ(store_.current("b", "k")->last_modified, Instant{20'000});
}

TEST_F(ObjectStoreTest, FindsTheOthersAfterARemoval) {
  store_.put(bucket(), version("a", "1", 1));
  store_.put(bucket(), version("b", "2", 2));
  store_.put(bucket(), version("c", "3", 3));
  store_.remove(bucket(), "a", "1");
  EXPECT_EQ(store_.find("b", "a", "1"), nullptr);
  ASSERT_NE(store_.find("b", "c", "3"), nullptr);
  EXPECT_EQ(store_.find("b", "c", "3")->key, "c");
  EXPECT_EQ(store_.current("b", "b")->version_id, "2");
}

TEST_F(ObjectStoreTest, RemembersWhatWasDeletedForGood) {
  store_.note_hard_deleted("b", "k", "1");
  EXPECT_TRUE(store_.was_hard_deleted("b", "k", "1"));
  EXPECT_FALSE(store_.was_hard_deleted("b", "k", "2"));
}

}  // namespace
}  // namespace replisim
