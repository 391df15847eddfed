#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "sim/iam/trace.h"
#include "sim/replication/attempt.h"

namespace replisim {

/// What a node of the graph demands.
enum class RequirementKind : std::uint8_t {
  Together,           ///< all that stand below
  OneOf,              ///< at least one of them
  Admitted,           ///< replication takes the event up for this destination
  State,              ///< a question about the state of the world is answered with yes
  NotDenied,          ///< no statement of this policy denies explicitly
  LevelAllows,        ///< a level of SCPs or RCPs lets it through
  EndpointAllows,     ///< the policy of the VPC endpoint does
  IdentityAllows,     ///< a policy of the caller allows it
  BoundaryAllows,     ///< the permissions boundary lets it through
  SessionAllows,      ///< the session policies do
  NamesSession,       ///< the resource's policy allows the session by its own name, or everyone
  ResourceAllows,     ///< the resource's policy allows the caller, named as this place needs
  ResourceDelegates,  ///< the resource's policy names at least the caller's account
  NotPublic,          ///< Block Public Access leaves the resource's policy its allows
  OwnedByBucket,      ///< the bucket's owner owns the object, so that the bucket policy counts
  GrantAllows,        ///< a KMS grant does
  AclAllows,          ///< an ACL does
  CallerIsRoot,       ///< the caller needs no policy of its own
  CanCross,           ///< the action reaches over accounts at all
  AllKnown,           ///< no policy that is not in the model may deny it
};

/// What the kind demands, for people: `the permissions boundary lets it through`.
std::string_view to_string(RequirementKind kind);

/// A node: something that had to hold, and whether it did. Pointers are into the run's own trace.
struct Requirement {
  RequirementKind kind = RequirementKind::Together;
  Ternary state = Ternary::True;
  const Check* check = nullptr;  ///< that it belongs to; null above the checks
  const Trace* trace = nullptr;  ///< of the decision that it belongs to
  /// Of a leaf of a decision: what would be named if it alone stood in the way.
  Verdict verdict;
  SourceRange where;  ///< in the user's file: statement, policy or configuration; may be unknown

  [[nodiscard]] bool is_leaf() const {
    return kind != RequirementKind::Together && kind != RequirementKind::OneOf;
  }
};

/// What it takes to make a leaf hold. `kNever`: nothing that anybody could do.
using Effort = std::function<std::uint32_t(const Requirement&)>;
inline constexpr std::uint32_t kNever = 1'000'000;

/// An effort for explanations: what people would do first costs least.
std::uint32_t usual_effort(const Requirement& requirement);

/// What had to hold, as a graph of AND and OR (DESIGN idea 6), made of the trace of the run that
/// decided. Its root comes to what the run came to: a test holds that for all decisions on record.
///
/// Borrows what it was made of, which has to be of a watched run and to outlive it. Making it costs
/// about as much as the number of policies that were asked.
class RequirementGraph {
 public:
  using Index = std::size_t;

  /// Of one decision.
  explicit RequirementGraph(const Trace& trace);
  /// Of one check, with both its actions where one of two is enough.
  explicit RequirementGraph(const Check& check);
  /// Of one event at one destination: the replica is there, whole, tags included.
  explicit RequirementGraph(const ReplicationAttempt& attempt);
  ~RequirementGraph();
  RequirementGraph(RequirementGraph&&) noexcept;
  RequirementGraph& operator=(RequirementGraph&&) noexcept;

  [[nodiscard]] Index root() const;
  [[nodiscard]] std::size_t size() const;
  [[nodiscard]] const Requirement& at(Index index) const;
  /// What stands directly below; empty for leaves.
  [[nodiscard]] std::vector<Index> below(Index index) const;
  [[nodiscard]] Ternary holds() const { return at(root()).state; }

  /// The leaves that keep the root from holding, of alternatives the cheapest: made to hold all
  /// together, the root holds. In the order in which S3 asks, each once. Where every way has a leaf
  /// of `kNever`, that leaf is among them.
  [[nodiscard]] std::vector<Index> frontier(const Effort& effort = usual_effort) const;
  /// What the frontier costs together, at most `kNever`.
  [[nodiscard]] std::uint32_t cost(const Effort& effort) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace replisim
