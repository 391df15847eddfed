#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/event.h"
#include "model/world.h"
#include "sim/iam/world_policies.h"
#include "sim/replication/attempt.h"

namespace replisim {

struct Run;

/// A call that somebody might make.
struct PermissionRequest {
  std::string as;  ///< as `as` of an event; `*`: nobody in particular
  std::string action;
  std::string resource;  ///< ARN, or `*`
  std::vector<ContextEntry> context;
};

/// What became of it if it were made now, in a watched run: the answer, with its trace. All
/// policies of both sides count, and of an object that is there its owner, ACL and tags. `state` is
/// `Unknown` where it depends on a policy that is not in the model; `detail` then says on which.
[[nodiscard]] Check ask_permission(Run& run, const PermissionRequest& request);

/// Asks what callers may do in a world as it stands, as the calls of events are asked; watched.
/// Nothing is done, and one answer does not depend on another. One thread at a time.
class Permissions {
 public:
  /// Copies the world.
  Permissions(const World& world, Instant now);
  ~Permissions();
  Permissions(const Permissions&) = delete;
  Permissions& operator=(const Permissions&) = delete;

  /// `ask_permission` in that world.
  [[nodiscard]] Check ask(const PermissionRequest& request);

  /// What reading a version takes, as GetObject is asked: S3 and, under SSE-KMS, KMS and the state
  /// of the key. All of it has to pass. The version need not be in the world.
  [[nodiscard]] std::vector<Check> ask_to_read(const std::string& as,
                                               const std::vector<ContextEntry>& context,
                                               const std::string& bucket,
                                               const ObjectVersion& version);

  /// Every pattern of a policy that such a request's resource is held against, as `wildcard_match`
  /// takes it; policy variables are replaced.
  [[nodiscard]] std::vector<std::string> resource_patterns(const PermissionRequest& request);

  [[nodiscard]] const World& world() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// What is missing where a decision is open: `bucket policy of arn:aws:s3:::x in account 2222…`.
[[nodiscard]] std::string missing_policy_phrase(DeniedBy denied_by, const ResourceFacts& resource,
                                                const RequestPrincipal& principal);

}  // namespace replisim
