#include "sim/replication/run.h"

#include <utility>

#include "sim/replication/bucket_state.h"
#include "sim/replication/shipment.h"

namespace replisim {
Run::Run(World given, Instant clock, bool watched)
    : world(std::move(given)),
      watch(watched),
      settings(Settings::read(world.settings, found)),
      moment(settings),
      policies(world),
      objects(world, clock),
      now(clock) {
  store_unique_ids(world);
  moment.set(clock);
}

Run::~Run() = default;

void Run::set_time(Instant time) {
  // Plans hold what destinations encrypt with by default at the time.
  if (now < kSseS3Base && !(time < kSseS3Base)) {
    forget_plans();
  }
  now = time;
  moment.set(time);
  delete_due_keys();
}

void Run::delete_due_keys() {
  for (auto due = key_deletions.begin(); due != key_deletions.end();) {
    if (now < due->second) {
      ++due;
      continue;
    }
    const World::KeyPlace place = world.find_key(due->first);
    if (place) {
      auto& keys = world.find_account(place.account->id)->keys;
      keys.erase(keys.begin() + (place.key - keys.data()));
    }
    policies.forget_key(due->first);
    forget_plans();
    due = key_deletions.erase(due);
  }
}

std::string version_place(std::string_view bucket, const ObjectVersion& version) {
  std::string place(bucket);
  place.append("\n").append(version.key).append("\n").append(version.version_id);
  return place;
}

}  // namespace replisim
