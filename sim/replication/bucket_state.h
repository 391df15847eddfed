#pragma once

#include <string>

#include "model/bucket.h"
#include "sim/replication/settings.h"

namespace replisim {

// What the settings of a bucket come to, with the defaults that S3 had at the time.

/// From 2023-01-05 on every new object is at least SSE-S3 (section 10 of the dossier).
inline constexpr Instant kSseS3Base{1'672'876'800'000};

/// Object Ownership other than `BucketOwnerEnforced`, which is the default.
[[nodiscard]] bool acls_enabled(const Bucket& bucket);

[[nodiscard]] bool has_object_lock(const Bucket& bucket);

/// The end of the default retention of an object that arrives now; empty where there is none.
[[nodiscard]] std::optional<ObjectRetention> default_retention(const Bucket& bucket, Instant now);

/// What S3 does to an upload that asks for no encryption; the key is not resolved here.
struct BucketDefault {
  ObjectEncryption algorithm = ObjectEncryption::None;
  std::string key_text;  ///< as written
  bool bucket_key_enabled = false;
};
[[nodiscard]] BucketDefault bucket_default(const Bucket& bucket, Instant now);

/// Whether uploads under SSE-C are refused: as configured, or by default in a new bucket (U45).
[[nodiscard]] bool blocks_sse_c(const Bucket& bucket, const Settings& settings);

}  // namespace replisim
