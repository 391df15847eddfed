#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "sim/report/topology_report.h"

namespace replisim {
namespace {

using NodeKind = TopologyNode::Kind;
using EdgeKind = TopologyEdge::Kind;

constexpr std::size_t kNamesShownMax = 3;
constexpr std::size_t kNamesInTooltipMax = 20;
constexpr std::size_t kLabelLengthMax = 40;
constexpr std::size_t kRemarksMax = 12;

Drawing::Shape shape_of(NodeKind kind) {
  switch (kind) {
    case NodeKind::Bucket: return Drawing::Shape::Cylinder;
    case NodeKind::Role: return Drawing::Shape::Oval;
    case NodeKind::Key: return Drawing::Shape::Hexagon;
    case NodeKind::Principal: return Drawing::Shape::Note;
  }
  return Drawing::Shape::Box;
}

Drawing::Line line_of(EdgeKind kind) {
  switch (kind) {
    case EdgeKind::Replicates: return Drawing::Line::Bold;
    case EdgeKind::Assumes: return Drawing::Line::Solid;
    case EdgeKind::EncryptsWith: return Drawing::Line::Dashed;
    case EdgeKind::TrustedBy: return Drawing::Line::Dotted;
  }
  return Drawing::Line::Solid;
}

std::string names_of(const Topology& topology, const std::vector<std::size_t>& nodes,
                     std::size_t names_max = kNamesShownMax) {
  std::string text;
  for (std::size_t i = 0; i < nodes.size() && i < names_max; ++i) {
    text += (i == 0 ? "" : ", ") + topology.nodes[nodes[i]].name;
  }
  const std::size_t left = nodes.size() - std::min(nodes.size(), names_max);
  return left == 0 ? text : text + " and " + std::to_string(left) + " more";
}

class TopologyDrawer {
 public:
  TopologyDrawer(const Topology& topology, const World& world, std::size_t nodes_max)
      : topology_(topology), world_(world), groups_(group_alike(topology, nodes_max)) {}

  Drawing draw(const std::string& title) &&;

 private:
  void add_nodes();
  void add_edges();
  void add_remarks();
  Drawing::Node one_node(const std::vector<std::size_t>& members);
  std::size_t frame_of(const std::string& account);
  [[nodiscard]] Drawing::Edge one_edge(const std::vector<const TopologyEdge*>& edges) const;

  const Topology& topology_;
  const World& world_;
  std::vector<std::size_t> groups_;
  std::map<std::string, std::size_t> frames_;  // by account
  Drawing drawing_;
};

std::size_t TopologyDrawer::frame_of(const std::string& account) {
  const auto [found, is_new] = frames_.try_emplace(account, drawing_.groups.size());
  if (is_new) {
    const Account* known = world_.find_account(account);
    const std::string name = known == nullptr      ? ", not in the scenario"
                             : known->name.empty() ? ""
                                                   : ", " + known->name;
    drawing_.groups.push_back("account " + account + name);
  }
  return found->second;
}

/// What is special about it, a line each.
void append_marks(const TopologyNode& node, std::size_t count, Drawing::Node& drawn) {
  if (!node.is_listed) {
    drawn.lines.emplace_back("not in the scenario");
    drawn.tone = Drawing::Tone::Faint;
  }
  if (node.loop) {
    drawn.lines.push_back(count == 1 ? "in loop " + std::to_string(*node.loop + 1) : "in loops");
    drawn.tone = Drawing::Tone::Doubtful;
  }
  if (node.is_relay) {
    drawn.lines.emplace_back("replicas stop here");
    drawn.tone = Drawing::Tone::Doubtful;
  }
}

Drawing::Node TopologyDrawer::one_node(const std::vector<std::size_t>& members) {
  const TopologyNode& first = topology_.nodes[members.front()];
  Drawing::Node drawn;
  drawn.shape = shape_of(first.kind);
  const std::string kind(to_string(first.kind));
  if (members.size() == 1) {
    drawn.lines.push_back(shorten(first.name, kLabelLengthMax));
    drawn.tooltip = first.arn;
    if (first.kind != NodeKind::Principal) {
      drawn.lines.push_back(first.region.empty() ? kind : kind + ", " + first.region);
    }
  } else {
    drawn.lines.push_back(count_of(members.size(), kind));
    if (!first.region.empty()) {
      drawn.lines.push_back(first.region);
    }
    for (std::size_t i = 0; i < members.size() && i < kNamesShownMax; ++i) {
      drawn.lines.push_back(shorten(topology_.nodes[members[i]].name, kLabelLengthMax));
    }
    if (members.size() > kNamesShownMax) {
      drawn.lines.push_back("and " + std::to_string(members.size() - kNamesShownMax) + " more");
    }
    drawn.tooltip = names_of(topology_, members, kNamesInTooltipMax);
  }
  append_marks(first, members.size(), drawn);
  if (first.kind != NodeKind::Principal && !first.account.empty()) {
    drawn.group = frame_of(first.account);
  }
  return drawn;
}

void TopologyDrawer::add_nodes() {
  std::vector<std::vector<std::size_t>> members;
  for (std::size_t node = 0; node < groups_.size(); ++node) {
    if (groups_[node] >= members.size()) {
      members.resize(groups_[node] + 1);
    }
    members[groups_[node]].push_back(node);
  }
  for (const std::vector<std::size_t>& group : members) {
    drawing_.nodes.push_back(one_node(group));
  }
}

/// What the user called them, where they are few.
std::string label_of(const std::vector<const TopologyEdge*>& edges) {
  const EdgeKind kind = edges.front()->kind;
  std::string word(to_string(kind));
  if (kind == EdgeKind::Assumes || kind == EdgeKind::TrustedBy) {
    return word;
  }
  std::set<std::string> names;
  for (const TopologyEdge* edge : edges) {
    names.insert(edge->label);
  }
  if (names.size() > 1) {
    return word + ": " + std::to_string(edges.size()) +
           (kind == EdgeKind::Replicates ? " rules" : " ways");
  }
  const std::string& name = *names.begin();
  const std::string count = edges.size() == 1 ? "" : " × " + std::to_string(edges.size());
  return name.empty() ? word + count : word + ": " + shorten(name, kLabelLengthMax) + count;
}

Drawing::Edge TopologyDrawer::one_edge(const std::vector<const TopologyEdge*>& edges) const {
  const TopologyEdge& first = *edges.front();
  Drawing::Edge drawn;
  drawn.from = groups_[first.from];
  drawn.to = groups_[first.to];
  drawn.label = label_of(edges);
  drawn.line = line_of(first.kind);
  if (edges.size() == 1) {
    const std::string verb = first.kind == EdgeKind::TrustedBy ? " is " : " ";
    drawn.tooltip = topology_.nodes[first.from].name + verb + std::string(to_string(first.kind)) +
                    " " + topology_.nodes[first.to].name +
                    (first.label.empty() ? "" : ": " + first.label);
  }
  if (!first.is_enabled) {
    drawn.label += " (disabled)";
    drawn.line = Drawing::Line::Dotted;
    drawn.tone = Drawing::Tone::Faint;
  } else if (first.kind == EdgeKind::Replicates) {
    const auto& from = topology_.nodes[first.from];
    const bool in_loop = from.loop && from.loop == topology_.nodes[first.to].loop;
    drawn.tone = in_loop ? Drawing::Tone::Doubtful : Drawing::Tone::Good;
  } else {
    drawn.tone = Drawing::Tone::Faint;
  }
  return drawn;
}

void TopologyDrawer::add_edges() {
  using Key = std::tuple<std::size_t, std::size_t, EdgeKind, bool>;
  std::map<Key, std::vector<const TopologyEdge*>> merged;
  for (const TopologyEdge& edge : topology_.edges) {
    merged[{groups_[edge.from], groups_[edge.to], edge.kind, edge.is_enabled}].push_back(&edge);
  }
  for (const auto& [key, edges] : merged) {
    drawing_.edges.push_back(one_edge(edges));
  }
}

void TopologyDrawer::add_remarks() {
  std::vector<std::string> remarks;
  for (std::size_t i = 0; i < topology_.loops.size(); ++i) {
    remarks.push_back("loop " + std::to_string(i + 1) + ": " +
                      names_of(topology_, topology_.loops[i].buckets) +
                      ": each one's own uploads cross once, replicas do not return");
  }
  for (const ReplicationChain& chain : topology_.chains) {
    remarks.push_back("chain: " + names_of(topology_, chain.from) + " → " +
                      topology_.nodes[chain.through].name + " → " + names_of(topology_, chain.to) +
                      ": replicas stop at " + topology_.nodes[chain.through].name);
  }
  const std::size_t count = remarks.size();
  if (count > kRemarksMax) {
    remarks.resize(kRemarksMax);
    remarks.push_back("and " + std::to_string(count - kRemarksMax) +
                      " more loops and chains: see --format json");
  }
  drawing_.remarks = std::move(remarks);
}

Drawing TopologyDrawer::draw(const std::string& title) && {
  drawing_.title = title;
  add_nodes();
  add_edges();
  add_remarks();
  return std::move(drawing_);
}

}  // namespace

Drawing draw_topology(const Topology& topology, const World& world, const std::string& title,
                      std::size_t nodes_max) {
  return TopologyDrawer(topology, world, nodes_max).draw(title);
}

}  // namespace replisim
