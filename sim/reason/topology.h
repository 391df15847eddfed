#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/source.h"
#include "model/world.h"

namespace replisim {

/// Something that stands in the topology of a world.
struct TopologyNode {
  enum class Kind : std::uint8_t {
    Bucket,
    Role,
    Key,
    Principal,  ///< whom a policy trusts and that is no role: a service, an account, a user, `*`
  };

  Kind kind = Kind::Bucket;
  std::string name;                 ///< for people: bucket, role or alias name; key id; service
  std::string arn;                  ///< what a configuration or policy calls it
  std::string account;              ///< owner; empty: not told
  std::string region;               ///< empty: it has none, or it is not told
  bool is_listed = true;            ///< it is in the world, not only named there
  std::optional<std::size_t> loop;  ///< index into `Topology::loops`
  bool is_relay = false;            ///< one of `Topology::chains` goes through it
  SourceRange where;
};

/// What ties two of them, in the direction of the arrow.
struct TopologyEdge {
  enum class Kind : std::uint8_t {
    Replicates,    ///< bucket → bucket, a rule
    Assumes,       ///< bucket → role: S3 assumes it for the bucket's rules
    EncryptsWith,  ///< bucket → key: by default, or the replicas that a rule writes there
    TrustedBy,     ///< principal or role → role, bucket, key: an Allow of its policy names it
  };

  Kind kind = Kind::Replicates;
  std::size_t from = 0;  ///< index into `Topology::nodes`
  std::size_t to = 0;
  std::string label;       ///< rule id, `default`, `replicas of RULE`, actions; may be empty
  bool is_enabled = true;  ///< of a rule
  SourceRange where;
};

/// Buckets that replicate into each other, at least two: two-way replication is a loop of two.
struct ReplicationLoop {
  std::vector<std::size_t> buckets;  ///< in the order of `Topology::nodes`
};

/// Rules behind rules: what `through` gets as replicas stops there and never reaches `to`; only
/// Batch Replication carries it on (S3 User Guide, What does Amazon S3 replicate?).
struct ReplicationChain {
  std::vector<std::size_t> from;
  std::size_t through = 0;
  std::vector<std::size_t> to;
};

/// Accounts, buckets, roles and keys of a world, and what ties them. Indices are into `nodes`.
struct Topology {
  std::vector<TopologyNode> nodes;  ///< listed ones first, account by account, then as named
  std::vector<TopologyEdge> edges;
  std::vector<ReplicationLoop> loops;    ///< of enabled rules
  std::vector<ReplicationChain> chains;  ///< of enabled rules, by `through`

  [[nodiscard]] std::optional<std::size_t> find_bucket(std::string_view name) const;
};

/// The topology of a world as it is given. Asks no permission: an arrow says what is configured,
/// not that it works. Policies of an account that name the account itself are not drawn, nor what
/// identity policies allow. Cost: about the number of nodes, edges and policy statements.
Topology make_topology(const World& world);

std::string_view to_string(TopologyNode::Kind kind);  ///< `bucket`
std::string_view to_string(TopologyEdge::Kind kind);  ///< `replicates`, `trusted by`

/// What can be drawn as one: nodes of a kind, account and Region that are tied alike to nodes that
/// are alike (the coarsest such partition). One group a node where `nodes_max` is not exceeded.
/// Returns the number of the group of each node, counted from 0 in the order of `nodes`.
std::vector<std::size_t> group_alike(const Topology& topology, std::size_t nodes_max);

}  // namespace replisim
