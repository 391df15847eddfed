#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "model/world.h"
#include "sim/replication/attempt.h"

namespace replisim {

/// What somebody else must have for objects to be replicated, ready to be sent.
struct Requirement {
  std::string policy;   ///< `the bucket policy of dst`
  std::string account;  ///< that owns it; empty: not known
  /// A policy with the statements that have to be among its own; empty: `policy` says it all.
  std::string statements;

  bool operator==(const Requirement&) const = default;
};

/// Collects what attempts depend on and no input says: of bucket and key policies the statements,
/// of everything else the sentence.
class RequirementList {
 public:
  explicit RequirementList(const World& world) : world_(world) {}

  /// An attempt that was watched. What it asks of resources in the account of the role itself is
  /// for the role's own policies to allow, and is told as a sentence.
  void add(const ReplicationAttempt& attempt, std::string_view role_arn);

  [[nodiscard]] std::vector<Requirement> all() const;

 private:
  struct Wanted {
    std::map<std::pair<std::string, std::string>, std::vector<std::string>> actions;
  };

  const World& world_;
  /// By kind of policy and the ARN of what it is of; then by principal and resource.
  std::map<std::pair<DeniedBy, std::string>, Wanted> wanted_;
  std::map<std::string, std::string> others_;  ///< account by sentence
};

}  // namespace replisim
