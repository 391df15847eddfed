#include "sim/replication/bucket_state.h"

#include <algorithm>

namespace replisim {
namespace {

constexpr Instant kSseCBlocked{1'775'433'600'000};  // 2026-04-06

}  // namespace

bool acls_enabled(const Bucket& bucket) {
  return bucket.ownership.value_or(ObjectOwnership::BucketOwnerEnforced) !=
         ObjectOwnership::BucketOwnerEnforced;
}

bool has_object_lock(const Bucket& bucket) {
  return bucket.object_lock && bucket.object_lock->enabled;
}

std::optional<ObjectRetention> default_retention(const Bucket& bucket, Instant now) {
  constexpr std::int64_t kMillisecondsPerDay = 86'400'000;
  constexpr std::int64_t kDaysPerYear = 365;
  if (!bucket.object_lock || bucket.object_lock->default_mode.empty()) {
    return std::nullopt;
  }
  const ObjectLockConfiguration& lock = *bucket.object_lock;
  const std::int64_t days = lock.default_days + lock.default_years * kDaysPerYear;
  const std::optional<Instant> until = add_milliseconds(now, days * kMillisecondsPerDay);
  return until ? std::optional(ObjectRetention{lock.default_mode, *until}) : std::nullopt;
}

BucketDefault bucket_default(const Bucket& bucket, Instant now) {
  BucketDefault result;
  if (bucket.encryption) {
    result.algorithm = bucket.encryption->algorithm;
    result.key_text = bucket.encryption->kms_master_key_id;
    result.bucket_key_enabled = bucket.encryption->bucket_key_enabled;
  }
  if (result.algorithm == ObjectEncryption::None && !(now < kSseS3Base)) {
    result.algorithm = ObjectEncryption::SseS3;
  }
  return result;
}

bool blocks_sse_c(const Bucket& bucket, const Settings& settings) {
  if (bucket.encryption && !bucket.encryption->blocked_encryption_types.empty()) {
    const auto& blocked = bucket.encryption->blocked_encryption_types;
    return std::find(blocked.begin(), blocked.end(), "SSE-C") != blocked.end();
  }
  return bucket.creation_date && !(*bucket.creation_date < kSseCBlocked) &&
         !settings.has(Setting::SseCNeverBlockedByDefault);
}

}  // namespace replisim
