#include "sim/reason/topology.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>

#include "model/arn.h"
#include "sim/replication/rules.h"

namespace replisim {
namespace {

using NodeKind = TopologyNode::Kind;
using EdgeKind = TopologyEdge::Kind;

constexpr std::string_view kManagedKeyAlias = "alias/aws/s3";

/// Adds what is listed first, so that what is only named comes behind it.
class Builder {
 public:
  explicit Builder(const World& world) : world_(world) {}

  Topology build() &&;

 private:
  std::size_t add(TopologyNode node);
  std::size_t find_or_add(NodeKind kind, TopologyNode node);
  void add_listed(const Account& account);
  void tie(EdgeKind kind, std::size_t from, std::size_t to, std::string label, bool is_enabled,
           SourceRange where);

  std::size_t bucket_of(std::string_view name);
  std::size_t role_of(const std::string& arn);
  std::size_t key_of(const std::string& text, const std::string& account,
                     const std::string& region);
  /// Nothing for the account itself.
  std::optional<std::size_t> principal_of(const PrincipalEntry& entry, const std::string& owner);
  std::optional<std::size_t> aws_principal_of(const std::string& text, const std::string& owner);
  std::size_t named_principal(std::string name, std::string arn, std::string account = {});

  void tie_bucket(const Account& account, const Bucket& bucket);
  void tie_rule(std::size_t from, const Account& account, const ReplicationRule& rule,
                std::size_t number);
  void trust(const PolicyDocument& policy, std::size_t to, const std::string& owner);

  const World& world_;
  Topology topology_;
  std::map<std::pair<NodeKind, std::string>, std::size_t> by_name_;  // bucket name or ARN
  std::map<std::tuple<EdgeKind, std::size_t, std::size_t>, std::size_t> trusts_;
};

const std::string& name_in_index(const TopologyNode& node) {
  return node.kind == NodeKind::Bucket ? node.name : node.arn;
}

std::size_t Builder::add(TopologyNode node) {
  const std::size_t index = topology_.nodes.size();
  by_name_.emplace(std::pair(node.kind, name_in_index(node)), index);
  topology_.nodes.push_back(std::move(node));
  return index;
}

std::size_t Builder::find_or_add(NodeKind kind, TopologyNode node) {
  node.kind = kind;
  const auto found = by_name_.find({kind, name_in_index(node)});
  return found == by_name_.end() ? add(std::move(node)) : found->second;
}

void Builder::tie(EdgeKind kind, std::size_t from, std::size_t to, std::string label,
                  bool is_enabled, SourceRange where) {
  topology_.edges.push_back({kind, from, to, std::move(label), is_enabled, where});
}

std::string name_of_key(const Key& key) {
  if (key.aliases.empty()) {
    return key.key_id;
  }
  const std::string& alias = key.aliases.front();
  return alias.starts_with("alias/") ? alias.substr(6) : alias;
}

void Builder::add_listed(const Account& account) {
  for (const Bucket& bucket : account.buckets) {
    add({.kind = NodeKind::Bucket,
         .name = bucket.name,
         .arn = arn_of(account, bucket),
         .account = account.id,
         .region = bucket.region,
         .where = bucket.where});
  }
  for (const Role& role : account.roles) {
    add({.kind = NodeKind::Role,
         .name = role.role_name,
         .arn = arn_of(account, role),
         .account = account.id,
         .where = role.where});
  }
  for (const Key& key : account.keys) {
    add({.kind = NodeKind::Key,
         .name = name_of_key(key),
         .arn = arn_of(account, key),
         .account = account.id,
         .region = key.region,
         .where = key.where});
  }
}

// --- what is named ---

std::size_t Builder::bucket_of(std::string_view name) {
  return find_or_add(
      NodeKind::Bucket,
      {.name = std::string(name), .arn = "arn:aws:s3:::" + std::string(name), .is_listed = false});
}

std::size_t Builder::role_of(const std::string& arn) {
  TopologyNode node{.name = arn, .arn = arn, .is_listed = false};
  if (const std::optional<Arn> parts = parse_arn(arn)) {
    node.account = parts->account;
    node.name = parts->resource.substr(parts->resource.rfind('/') + 1);
  }
  return find_or_add(NodeKind::Role, std::move(node));
}

std::size_t Builder::key_of(const std::string& text, const std::string& account,
                            const std::string& region) {
  const std::string written = text.empty() ? std::string(kManagedKeyAlias) : text;
  if (const World::KeyPlace place = world_.resolve_key(written, account, region)) {
    return find_or_add(NodeKind::Key, {.arn = arn_of(*place.account, *place.key)});
  }
  TopologyNode node{.name = written, .arn = written, .is_listed = false};
  if (const std::optional<Arn> parts = parse_arn(written)) {
    node.account = parts->account;
    node.region = parts->region;
    node.name = parts->resource.substr(parts->resource.find('/') + 1);
  } else {
    node.account = account;
    node.region = region;
    node.arn = "arn:aws:kms:" + region + ":" + account + ":" + written;
    node.name = written.substr(written.starts_with("alias/") ? 6 : 0);
  }
  node.is_listed = node.name == "aws/s3";  // KMS makes it when it is first used
  return find_or_add(NodeKind::Key, std::move(node));
}

std::size_t Builder::named_principal(std::string name, std::string arn, std::string account) {
  return find_or_add(
      NodeKind::Principal,
      {.name = std::move(name), .arn = std::move(arn), .account = std::move(account)});
}

std::optional<std::size_t> Builder::aws_principal_of(const std::string& text,
                                                     const std::string& owner) {
  const std::optional<Arn> arn = parse_arn(text);
  if (is_account_id(text) || (arn && arn->resource == "root")) {
    const std::string id = arn ? std::string(arn->account) : text;
    return id == owner ? std::nullopt
                       : std::optional(named_principal("account " + id, "account " + id, id));
  }
  if (arn && arn->service == "iam" && arn->resource.starts_with("role/")) {
    return role_of(text);
  }
  if (arn) {
    return named_principal(std::string(arn->resource), text, std::string(arn->account));
  }
  return named_principal(text == "*" ? "everyone" : text, text);
}

std::optional<std::size_t> Builder::principal_of(const PrincipalEntry& entry,
                                                 const std::string& owner) {
  switch (entry.type) {
    case PrincipalEntry::Type::Everyone: return named_principal("everyone", "*");
    case PrincipalEntry::Type::Aws: return aws_principal_of(entry.text, owner);
    case PrincipalEntry::Type::Service:
    case PrincipalEntry::Type::Federated:
    case PrincipalEntry::Type::CanonicalUser: return named_principal(entry.text, entry.text);
  }
  return std::nullopt;
}

// --- what ties them ---

/// Appends what the label does not say yet.
void append_actions(std::string& label, const Statement& statement) {
  if (statement.not_action) {
    label += label.empty() ? "all but some" : ", all but some";
    return;
  }
  for (const PolicyText& action : statement.actions) {
    if ((", " + label + ",").find(", " + action.text + ",") == std::string::npos) {
      label += (label.empty() ? "" : ", ") + action.text;
    }
  }
}

void Builder::trust(const PolicyDocument& policy, std::size_t to, const std::string& owner) {
  for (const Statement& statement : policy.statements) {
    if (statement.effect != Effect::Allow || statement.not_principal) {
      continue;
    }
    for (const PrincipalEntry& entry : statement.principals) {
      const std::optional<std::size_t> from = principal_of(entry, owner);
      if (!from) {
        continue;
      }
      const auto [found, is_new] =
          trusts_.try_emplace({EdgeKind::TrustedBy, *from, to}, topology_.edges.size());
      if (is_new) {
        tie(EdgeKind::TrustedBy, *from, to, "", true, statement.where);
      }
      append_actions(topology_.edges[found->second].label, statement);
    }
  }
}

void Builder::tie_rule(std::size_t from, const Account& account, const ReplicationRule& rule,
                       std::size_t number) {
  const bool is_enabled = rule.status.is_enabled();
  const std::string name = rule.id.empty() ? "rule " + std::to_string(number) : rule.id;
  const std::size_t to = bucket_of(destination_name(rule));
  tie(EdgeKind::Replicates, from, to, name, is_enabled, rule.where);
  const auto& encryption = rule.destination.encryption_configuration;
  if (encryption && encryption->replica_kms_key_id) {
    const std::size_t key =
        key_of(*encryption->replica_kms_key_id, account.id, topology_.nodes[to].region);
    tie(EdgeKind::EncryptsWith, to, key, "replicas of " + name, is_enabled, encryption->where);
  }
}

void Builder::tie_bucket(const Account& account, const Bucket& bucket) {
  const std::size_t self = bucket_of(bucket.name);
  if (bucket.replication) {
    if (bucket.replication->role) {
      tie(EdgeKind::Assumes, self, role_of(*bucket.replication->role), "", true,
          bucket.replication->role_where);
    }
    std::size_t number = 0;
    for (const ReplicationRule& rule : bucket.replication->rules) {
      tie_rule(self, account, rule, ++number);
    }
  }
  const auto& encryption = bucket.encryption;
  if (encryption && (encryption->algorithm == ObjectEncryption::SseKms ||
                     encryption->algorithm == ObjectEncryption::DsseKms)) {
    tie(EdgeKind::EncryptsWith, self,
        key_of(encryption->kms_master_key_id, account.id, bucket.region), "default", true,
        encryption->where);
  }
  if (bucket.policy) {
    trust(*bucket.policy, self, account.id);
  }
}

// --- loops and chains ---

/// Calls `visit(from, to)` for each enabled rule between two buckets.
template <typename Visit>
void each_flow(const Topology& topology, Visit&& visit) {
  for (const TopologyEdge& edge : topology.edges) {
    if (edge.kind == EdgeKind::Replicates && edge.is_enabled && edge.from != edge.to) {
      visit(edge.from, edge.to);
    }
  }
}

void mark_loops(Topology& topology) {
  using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;
  Graph graph(topology.nodes.size());
  each_flow(topology,
            [&graph](std::size_t from, std::size_t to) { boost::add_edge(from, to, graph); });
  std::vector<std::size_t> component(topology.nodes.size());
  const std::size_t count = boost::strong_components(
      graph,
      boost::make_iterator_property_map(component.begin(), boost::get(boost::vertex_index, graph)));
  std::vector<ReplicationLoop> components(count);
  for (std::size_t node = 0; node < component.size(); ++node) {
    components[component[node]].buckets.push_back(node);
  }
  std::sort(components.begin(), components.end(),
            [](const auto& a, const auto& b) { return a.buckets.front() < b.buckets.front(); });
  for (ReplicationLoop& loop : components) {
    if (loop.buckets.size() > 1) {
      for (const std::size_t bucket : loop.buckets) {
        topology.nodes[bucket].loop = topology.loops.size();
      }
      topology.loops.push_back(std::move(loop));
    }
  }
}

void mark_chains(Topology& topology) {
  std::map<std::size_t, std::pair<std::set<std::size_t>, std::set<std::size_t>>> flows;
  each_flow(topology, [&flows](std::size_t from, std::size_t to) {
    flows[to].first.insert(from);
    flows[from].second.insert(to);
  });
  for (const auto& [through, flow] : flows) {
    const auto& [from, to] = flow;
    const bool only_returns = from.size() == 1 && from == to;
    if (!from.empty() && !to.empty() && !only_returns) {
      topology.nodes[through].is_relay = true;
      topology.chains.push_back({{from.begin(), from.end()}, through, {to.begin(), to.end()}});
    }
  }
}

Topology Builder::build() && {
  for (const Account& account : world_.accounts) {
    add_listed(account);
  }
  for (const Account& account : world_.accounts) {
    for (const Bucket& bucket : account.buckets) {
      tie_bucket(account, bucket);
    }
    for (const Role& role : account.roles) {
      trust(role.trust_policy, role_of(arn_of(account, role)), account.id);
    }
    for (const Key& key : account.keys) {
      const std::size_t self = find_or_add(NodeKind::Key, {.arn = arn_of(account, key)});
      if (key.policy) {
        trust(*key.policy, self, account.id);
      }
      for (const Grant& grant : key.grants) {
        if (const auto from = aws_principal_of(grant.grantee_principal, account.id)) {
          tie(EdgeKind::TrustedBy, *from, self, "grant", true, grant.where);
        }
      }
    }
  }
  mark_loops(topology_);
  mark_chains(topology_);
  return std::move(topology_);
}

// --- what is alike ---

/// Numbers what is equal alike, in the order of first appearance.
template <typename Signature>
std::size_t number_alike(const std::vector<Signature>& signatures,
                         std::vector<std::size_t>& numbers) {
  std::map<Signature, std::size_t> seen;
  for (std::size_t i = 0; i < signatures.size(); ++i) {
    numbers[i] = seen.try_emplace(signatures[i], seen.size()).first->second;
  }
  return seen.size();
}

using Tie = std::tuple<bool, EdgeKind, bool, std::size_t>;  // outgoing, kind, enabled, neighbour
using Signature = std::pair<std::size_t, std::set<Tie>>;

}  // namespace

std::optional<std::size_t> Topology::find_bucket(std::string_view name) const {
  const auto found = std::find_if(nodes.begin(), nodes.end(), [name](const TopologyNode& node) {
    return node.kind == NodeKind::Bucket && node.name == name;
  });
  return found == nodes.end() ? std::nullopt
                              : std::optional(static_cast<std::size_t>(found - nodes.begin()));
}

Topology make_topology(const World& world) {
  return Builder(world).build();
}

std::vector<std::size_t> group_alike(const Topology& topology, std::size_t nodes_max) {
  // A difference travels one tie a round; what only differs farther off than this is alike enough.
  constexpr int kRoundsMax = 64;
  const std::vector<TopologyNode>& nodes = topology.nodes;
  std::vector<std::size_t> groups(nodes.size());
  if (nodes.size() <= nodes_max) {
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      groups[i] = i;
    }
    return groups;
  }
  using Looks = std::tuple<NodeKind, std::string, std::string, bool, bool, bool>;
  std::vector<Looks> looks;
  looks.reserve(nodes.size());
  for (const TopologyNode& node : nodes) {
    looks.emplace_back(node.kind, node.account, node.region, node.is_listed, node.loop.has_value(),
                       node.is_relay);
  }
  std::size_t count = number_alike(looks, groups);
  for (int round = 0; round < kRoundsMax; ++round) {
    std::vector<Signature> signatures(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      signatures[i].first = groups[i];
    }
    for (const TopologyEdge& edge : topology.edges) {
      signatures[edge.from].second.emplace(true, edge.kind, edge.is_enabled, groups[edge.to]);
      signatures[edge.to].second.emplace(false, edge.kind, edge.is_enabled, groups[edge.from]);
    }
    const std::size_t refined = number_alike(signatures, groups);
    if (refined == count) {
      break;
    }
    count = refined;
  }
  return groups;
}

std::string_view to_string(TopologyNode::Kind kind) {
  switch (kind) {
    case NodeKind::Bucket: return "bucket";
    case NodeKind::Role: return "role";
    case NodeKind::Key: return "key";
    case NodeKind::Principal: return "principal";
  }
  return "";
}

std::string_view to_string(TopologyEdge::Kind kind) {
  switch (kind) {
    case EdgeKind::Replicates: return "replicates";
    case EdgeKind::Assumes: return "assumes";
    case EdgeKind::EncryptsWith: return "encrypts with";
    case EdgeKind::TrustedBy: return "trusted by";
  }
  return "";
}

}  // namespace replisim
