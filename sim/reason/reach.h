#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/scenario.h"

namespace replisim {

/// How an object came from one bucket to the next.
enum class HopKind : std::uint8_t {
  Live,   ///< an enabled rule; only what was put into the bucket, never its replicas
  Job,    ///< a rule, by a Batch Replication job that an event starts: replicas, too
  Batch,  ///< a rule, by a job that somebody would have to start
  Copy,   ///< a CopyObject of the events; the copy is a new object
};

struct Hop {
  HopKind kind = HopKind::Live;
  std::string from;  ///< bucket names
  std::string to;
  std::string by;     ///< id of the rule, or of the event that copies
  std::string event;  ///< of a job
  SourceRange where;  ///< of the rule or event
};

/// A bucket that an object can end up in, and a shortest way there.
struct ReachedBucket {
  std::string bucket;
  std::string region;   ///< empty: the bucket is not in the world
  std::string account;  ///< the same
  std::vector<Hop> hops;
  std::string prefix;  ///< only keys that begin so come this way
};

/// Where objects that are put into `start` can end up.
struct Reach {
  std::string start;
  std::vector<ReachedBucket> reached;   ///< nearest first; `start` itself is left out
  std::vector<ReachedBucket> by_batch;  ///< only if somebody starts a batch job: see `HopKind`
};

/// Follows the enabled rules of a case from the bucket on, over accounts and Regions.
///
/// It says what can happen, so it asks for the widest reading: every configuration counts that the
/// world has or an event puts; no permission, versioning, tag, encryption or time keeps an object
/// back, since all of them can change; prefixes of keys do, since a key cannot. Replicas are not
/// replicated again, unless an event starts a job that takes them or copies them
/// (S3 User Guide, What does Amazon S3 replicate?; Batch Replication). Cost: about the number of
/// buckets times the prefixes in use.
Reach find_reach(const ScenarioCase& scenario, std::string_view start);

std::string_view to_string(HopKind kind);  ///< `live`, `job`, `batch`, `copy`

}  // namespace replisim
