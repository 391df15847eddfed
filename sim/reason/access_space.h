#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/world.h"
#include "sim/replication/permission.h"

namespace replisim {

// What a pattern stands for that asks about a world: `*` in whom, what or which resource an
// assertion names is "each of them", never one request with a star in it.

/// Somebody who might call.
struct PossibleCaller {
  std::string arn;  ///< as `as` of an event
  /// A user of an account that nobody here knows: what the own policies say is up to that account.
  bool is_stranger = false;
};

/// Whom the pattern matches: users, roles and account roots of the world, members of its
/// organization, and whom its policies name. `*` is everyone: also somebody without credentials and
/// a stranger, but no service, as in a policy's `Principal`. Without a wildcard: the one that it
/// names. Sorted, each once.
[[nodiscard]] std::vector<PossibleCaller> callers_matching(const World& world,
                                                           std::string_view pattern);

/// The actions that the pattern matches and that can be asked of such a resource. An action of a
/// service that is not listed stands for itself.
[[nodiscard]] std::vector<std::string> actions_matching(std::string_view pattern,
                                                        std::string_view resource);

/// Buckets, keys and roles of the world that the pattern matches. Of objects the bucket is replaced
/// and the key left as it is written: see `object_arns`. Without a wildcard: itself.
[[nodiscard]] std::vector<std::string> resources_matching(const World& world,
                                                          std::string_view pattern);

/// ARNs of objects that stand for all that the pattern (of one bucket) matches: one for each way in
/// which the policies that are asked tell them apart, and those that are there. Empty: there are
/// too many ways.
[[nodiscard]] std::optional<std::vector<std::string>> object_arns(Permissions& permissions,
                                                                  const PermissionRequest& request);

}  // namespace replisim
