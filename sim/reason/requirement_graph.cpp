#include "sim/reason/requirement_graph.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/topological_sort.hpp>

namespace replisim {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, Requirement>;
using Index = RequirementGraph::Index;

Ternary truth(bool value) {
  return value ? Ternary::True : Ternary::False;
}

DeniedBy resource_side(ResourceAuthority authority) {
  switch (authority) {
    case ResourceAuthority::Bucket: return DeniedBy::BucketPolicy;
    case ResourceAuthority::Key: return DeniedBy::KeyPolicy;
    case ResourceAuthority::Role: return DeniedBy::TrustPolicy;
    case ResourceAuthority::Ordinary: break;
  }
  return DeniedBy::ResourcePolicy;
}

DeniedBy side_of(PolicyLayer layer, ResourceAuthority authority) {
  switch (layer) {
    case PolicyLayer::ResourceControl: return DeniedBy::ResourceControlPolicy;
    case PolicyLayer::ServiceControl: return DeniedBy::ServiceControlPolicy;
    case PolicyLayer::VpcEndpoint: return DeniedBy::VpcEndpointPolicy;
    case PolicyLayer::Resource: return resource_side(authority);
    case PolicyLayer::PermissionsBoundary: return DeniedBy::PermissionsBoundary;
    case PolicyLayer::Session: return DeniedBy::SessionPolicy;
    case PolicyLayer::Identity: break;
  }
  return DeniedBy::IdentityPolicy;
}

const PolicyTrace* first_of(const Trace& trace, PolicyLayer layer) {
  const auto found =
      std::find_if(trace.policies.begin(), trace.policies.end(),
                   [layer](const PolicyTrace& policy) { return policy.layer == layer; });
  return found == trace.policies.end() ? nullptr : &*found;
}

Requirement junction(RequirementKind kind) {
  Requirement node;
  node.kind = kind;
  return node;
}

/// Builds the part of a graph that is one decision: iam-evaluation section 5, as `Evaluation` goes
/// through it.
class DecisionBuilder {
 public:
  DecisionBuilder(Graph& graph, const Trace& trace, const Check* check)
      : graph_(graph), trace_(trace), terms_(trace.terms), check_(check) {}

  /// The whole decision.
  Index decision() {
    std::vector<Index> needed = denials();
    for (const LevelTrace& level : trace_.levels) {
      needed.push_back(level_allows(level));
    }
    needed.push_back(limit(RequirementKind::EndpointAllows, terms_.endpoint,
                           PolicyLayer::VpcEndpoint, DeniedBy::VpcEndpointPolicy));
    needed.push_back(granted());
    needed.push_back(
        leaf(RequirementKind::AllKnown,
             terms_.may_be_denied_by == DeniedBy::Nothing ? Ternary::True : Ternary::Unknown,
             terms_.may_be_denied_by));
    return all(std::move(needed));
  }

  /// That nothing denies explicitly: all that is asked of an action that another covers.
  Index no_denial() { return all(denials()); }

 private:
  Index leaf(RequirementKind kind, Ternary state, DeniedBy side,
             const PolicyTrace* policy = nullptr) {
    Requirement node;
    node.kind = kind;
    node.state = state;
    node.check = check_;
    node.trace = &trace_;
    node.verdict.denied_by = side;
    if (policy != nullptr) {
      node.verdict.policy = policy->policy.get();
      node.verdict.level = policy->level;
      node.where = policy->policy->where();
    }
    return boost::add_vertex(node, graph_);
  }

  Index join(RequirementKind kind, std::vector<Index> below) {
    if (below.size() == 1) {
      return below.front();
    }
    Requirement node = junction(kind);
    node.check = check_;
    node.trace = &trace_;
    const Index index = boost::add_vertex(node, graph_);
    for (const Index child : below) {
      boost::add_edge(index, child, graph_);
    }
    return index;
  }
  Index all(std::vector<Index> below) { return join(RequirementKind::Together, std::move(below)); }
  Index any(std::vector<Index> below) { return join(RequirementKind::OneOf, std::move(below)); }

  std::vector<Index> denials() {
    std::vector<Index> leaves;
    for (const PolicyTrace& policy : trace_.policies) {
      const bool counts = policy.layer != PolicyLayer::Resource || terms_.resource_denies_count;
      const CompiledStatement* denying = counts ? policy.outcome.deny : nullptr;
      const Index index = leaf(RequirementKind::NotDenied, truth(denying == nullptr),
                               side_of(policy.layer, trace_.authority), &policy);
      graph_[index].verdict.decision = Decision::ExplicitDeny;
      if (denying != nullptr) {
        graph_[index].verdict.statement = denying;
        graph_[index].where = denying->where;
      }
      leaves.push_back(index);
    }
    return leaves;
  }

  Index level_allows(const LevelTrace& level) {
    const Index index =
        leaf(RequirementKind::LevelAllows, level.allows, side_of(level.layer, trace_.authority));
    graph_[index].verdict.level = level.level;
    graph_[index].verdict.policy = level.policy;
    graph_[index].where = level.policy == nullptr ? SourceRange() : level.policy->where();
    return index;
  }

  Index limit(RequirementKind kind, Ternary state, PolicyLayer layer, DeniedBy side) {
    return leaf(kind, state, side, first_of(trace_, layer));
  }

  Index boundary() {
    if (!boundary_) {
      boundary_ = limit(RequirementKind::BoundaryAllows, terms_.boundary,
                        PolicyLayer::PermissionsBoundary, DeniedBy::PermissionsBoundary);
    }
    return *boundary_;
  }

  Index session() {
    if (!session_) {
      session_ = limit(RequirementKind::SessionAllows, terms_.session, PolicyLayer::Session,
                       DeniedBy::SessionPolicy);
    }
    return *session_;
  }

  Index limited(Index granted) { return all({granted, boundary(), session()}); }

  Index identity() {
    return leaf(RequirementKind::IdentityAllows, terms_.identity, DeniedBy::IdentityPolicy,
                first_of(trace_, PolicyLayer::Identity));
  }

  Index grant(Ternary state) {
    return leaf(RequirementKind::GrantAllows, state, resource_side(trace_.authority));
  }

  /// The resource's policy allows; where its allows do not count it is told why.
  Index resource(Ternary state, RequirementKind kind = RequirementKind::ResourceAllows) {
    const PolicyTrace* policy = first_of(trace_, PolicyLayer::Resource);
    const DeniedBy side = resource_side(trace_.authority);
    const bool is_taken_away = state == Ternary::False && policy != nullptr &&
                               policy->outcome.allow != nullptr &&
                               terms_.resource_policy == Ternary::False;
    if (!is_taken_away && !trace_.cut_by_block_public_access) {
      return leaf(kind, state, side, policy);
    }
    const bool is_cut = trace_.cut_by_block_public_access;
    const Index allows =
        leaf(RequirementKind::ResourceAllows,
             policy != nullptr ? truth(policy->outcome.allow != nullptr) : state, side, policy);
    return all({allows, leaf(is_cut ? RequirementKind::NotPublic : RequirementKind::OwnedByBucket,
                             Ternary::False, is_cut ? DeniedBy::BlockPublicAccess : side, policy)});
  }

  Index acl() {
    return leaf(RequirementKind::AclAllows, truth(terms_.acl), resource_side(trace_.authority));
  }

  /// A match that has to be at least so good; unknown policies may have it.
  [[nodiscard]] Ternary named(bool is_so) const {
    return is_so ? Ternary::True : terms_.resource_policy & Ternary::Unknown;
  }

  Index granted() {
    switch (trace_.caller_kind) {
      case PrincipalKind::Anonymous:
        return any({resource(named(terms_.resource_match == PrincipalMatch::Wildcard)), acl()});
      case PrincipalKind::Service:
        return any({resource(named(terms_.resource_match >= PrincipalMatch::Direct)),
                    grant(truth(terms_.grant_match != PrincipalMatch::None))});
      case PrincipalKind::AccountRoot:
      case PrincipalKind::User:
      case PrincipalKind::RoleSession:
      case PrincipalKind::FederatedUser: break;
    }
    return trace_.is_cross_account ? granted_across_accounts() : granted_in_account();
  }

  /// 5.4, 5.6 and 5.7.
  Index granted_in_account() {
    const bool policy_must_allow =
        trace_.authority == ResourceAuthority::Key || trace_.authority == ResourceAuthority::Role;
    const PrincipalMatch match = terms_.resource_match;
    std::vector<Index> ways;
    if (trace_.caller_kind == PrincipalKind::AccountRoot && !policy_must_allow) {
      ways.push_back(leaf(RequirementKind::CallerIsRoot, Ternary::True, DeniedBy::Nothing));
    }
    Index own = identity();
    if (policy_must_allow) {
      const Ternary delegates =
          match != PrincipalMatch::None ? Ternary::True : terms_.resource_policy;
      own = all({leaf(RequirementKind::ResourceDelegates, delegates,
                      resource_side(trace_.authority), first_of(trace_, PolicyLayer::Resource)),
                 own});
    }
    ways.push_back(limited(own));
    const bool names_session = match >= PrincipalMatch::Direct;
    const bool names_role =
        match == PrincipalMatch::RoleOfSession || match == PrincipalMatch::UserOfSession;
    // What is not known of the policy may name the session itself, which nothing else limits.
    const Ternary open = terms_.resource_may_allow ? Ternary::Unknown : Ternary::False;
    ways.push_back(resource(names_session ? Ternary::True : open, RequirementKind::NamesSession));
    ways.push_back(limited(resource(truth(names_role))));
    ways.push_back(grant(truth(terms_.grant_match >= PrincipalMatch::Direct)));
    ways.push_back(limited(grant(truth(terms_.grant_match != PrincipalMatch::None))));
    return any(std::move(ways));
  }

  /// 5.5: both sides.
  Index granted_across_accounts() {
    Index own = identity();
    if (trace_.caller_kind == PrincipalKind::AccountRoot) {
      own = any({own, leaf(RequirementKind::CallerIsRoot, Ternary::True, DeniedBy::Nothing)});
    }
    const bool has_own_grant = terms_.own_grant_match != PrincipalMatch::None;
    const Index own_side = any({limited(has_own_grant ? any({own, grant(Ternary::True)}) : own),
                                grant(truth(terms_.own_grant_match >= PrincipalMatch::Direct))});
    const Index other_side = any({resource(terms_.resource_policy),
                                  grant(truth(terms_.grant_match != PrincipalMatch::None)), acl()});
    const Index crosses = leaf(RequirementKind::CanCross, truth(terms_.can_cross_accounts),
                               resource_side(trace_.authority));
    return all({own_side, crosses, other_side});
  }

  Graph& graph_;
  const Trace& trace_;
  const DecisionTerms& terms_;
  const Check* check_;
  std::optional<Index> boundary_;
  std::optional<Index> session_;
};

Index check_state(Graph& graph, const Check& check, RequirementKind kind) {
  Requirement node;
  node.kind = kind;
  node.check = &check;
  node.verdict = check.verdict;
  node.where = check.where;
  node.state = check.state == CheckState::Passed   ? Ternary::True
               : check.state == CheckState::Failed ? Ternary::False
                                                   : Ternary::Unknown;
  return boost::add_vertex(node, graph);
}

Index add_check(Graph& graph, const Check& check) {
  if (check.trace == nullptr) {
    return check_state(graph, check, RequirementKind::State);
  }
  if (check.counts_denials_only) {
    return DecisionBuilder(graph, *check.trace, &check).no_denial();
  }
  std::vector<Index> ways = {DecisionBuilder(graph, *check.trace, &check).decision()};
  if (check.other_trace != nullptr) {
    ways.push_back(DecisionBuilder(graph, *check.other_trace, &check).decision());
  }
  if (check.verdict.is_allowed() && !check.trace->verdict.is_allowed()) {
    // U28, other reading: a grant stands for the identity policy as well.
    ways.push_back(check_state(graph, check, RequirementKind::GrantAllows));
  }
  if (ways.size() == 1) {
    return ways.front();
  }
  Requirement node = junction(RequirementKind::OneOf);
  node.check = &check;
  const Index index = boost::add_vertex(node, graph);
  for (const Index way : ways) {
    boost::add_edge(index, way, graph);
  }
  return index;
}

Index add_attempt(Graph& graph, const ReplicationAttempt& attempt) {
  const Index root = boost::add_vertex(junction(RequirementKind::Together), graph);
  Requirement admitted;
  admitted.kind = RequirementKind::Admitted;
  admitted.where = attempt.rule_where;
  if (attempt.checks.empty()) {
    admitted.state = attempt.result == ReplicationResult::Replicated ? Ternary::True
                     : attempt.result == ReplicationResult::Unknown  ? Ternary::Unknown
                                                                     : Ternary::False;
  }
  boost::add_edge(root, boost::add_vertex(admitted, graph), graph);
  for (const Check& check : attempt.checks) {
    if (check.is_required) {
      const Index index = add_check(graph, check);
      boost::add_edge(root, index, graph);
    }
  }
  return root;
}

}  // namespace

struct RequirementGraph::Impl {
  Graph graph;
  Index root = 0;
  std::vector<Index> leaves_first;  ///< every node behind those below it

  void settle();
  [[nodiscard]] std::vector<std::uint32_t> costs(const Effort& effort) const;
  void collect(Index index, const std::vector<std::uint32_t>& costs, std::vector<bool>& seen,
               std::vector<Index>& found) const;
};

/// Works out the junctions from the leaves.
void RequirementGraph::Impl::settle() {
  boost::topological_sort(graph, std::back_inserter(leaves_first));
  for (const Index index : leaves_first) {
    Requirement& node = graph[index];
    if (node.is_leaf()) {
      continue;
    }
    const bool is_any = node.kind == RequirementKind::OneOf;
    node.state = is_any ? Ternary::False : Ternary::True;
    const auto [first, last] = boost::adjacent_vertices(index, graph);
    for (auto child = first; child != last; ++child) {
      const Ternary state = graph[*child].state;
      node.state = is_any ? node.state | state : node.state & state;
    }
  }
}

std::vector<std::uint32_t> RequirementGraph::Impl::costs(const Effort& effort) const {
  std::vector<std::uint32_t> costs(boost::num_vertices(graph), 0);
  for (const Index index : leaves_first) {
    const Requirement& node = graph[index];
    if (node.state == Ternary::True) {
      continue;
    }
    if (node.is_leaf()) {
      costs[index] = std::min(effort(node), kNever);
      continue;
    }
    const bool is_any = node.kind == RequirementKind::OneOf;
    std::uint32_t cost = is_any ? kNever : 0;
    const auto [first, last] = boost::adjacent_vertices(index, graph);
    for (auto child = first; child != last; ++child) {
      cost = is_any ? std::min(cost, costs[*child]) : std::min(cost + costs[*child], kNever);
    }
    costs[index] = cost;
  }
  return costs;
}

void RequirementGraph::Impl::collect(Index index, const std::vector<std::uint32_t>& costs,
                                     std::vector<bool>& seen, std::vector<Index>& found) const {
  const Requirement& node = graph[index];
  if (node.state == Ternary::True || seen[index]) {
    return;
  }
  seen[index] = true;
  if (node.is_leaf()) {
    found.push_back(index);
    return;
  }
  const auto [first, last] = boost::adjacent_vertices(index, graph);
  if (node.kind == RequirementKind::OneOf) {
    // Not std::min_element: these iterators pass an index by value, and are no forward iterators.
    std::optional<Index> cheapest;
    for (auto child = first; child != last; ++child) {
      if (!cheapest || costs[*child] < costs[*cheapest]) {
        cheapest = *child;
      }
    }
    if (cheapest) {
      collect(*cheapest, costs, seen, found);
    }
    return;
  }
  for (auto child = first; child != last; ++child) {
    collect(*child, costs, seen, found);
  }
}

RequirementGraph::RequirementGraph(const Trace& trace) : impl_(std::make_unique<Impl>()) {
  impl_->root = DecisionBuilder(impl_->graph, trace, nullptr).decision();
  impl_->settle();
}

RequirementGraph::RequirementGraph(const Check& check) : impl_(std::make_unique<Impl>()) {
  impl_->root = add_check(impl_->graph, check);
  impl_->settle();
}

RequirementGraph::RequirementGraph(const ReplicationAttempt& attempt)
    : impl_(std::make_unique<Impl>()) {
  impl_->root = add_attempt(impl_->graph, attempt);
  impl_->settle();
}

RequirementGraph::~RequirementGraph() = default;
RequirementGraph::RequirementGraph(RequirementGraph&&) noexcept = default;
RequirementGraph& RequirementGraph::operator=(RequirementGraph&&) noexcept = default;

Index RequirementGraph::root() const {
  return impl_->root;
}

std::size_t RequirementGraph::size() const {
  return boost::num_vertices(impl_->graph);
}

const Requirement& RequirementGraph::at(Index index) const {
  return impl_->graph[index];
}

std::vector<Index> RequirementGraph::below(Index index) const {
  const auto [first, last] = boost::adjacent_vertices(index, impl_->graph);
  return {first, last};
}

std::vector<Index> RequirementGraph::frontier(const Effort& effort) const {
  std::vector<bool> seen(size(), false);
  std::vector<Index> found;
  impl_->collect(impl_->root, impl_->costs(effort), seen, found);
  return found;
}

std::uint32_t RequirementGraph::cost(const Effort& effort) const {
  return impl_->costs(effort)[impl_->root];
}

std::uint32_t usual_effort(const Requirement& requirement) {
  switch (requirement.kind) {
    case RequirementKind::Together:
    case RequirementKind::OneOf: return 0;
    case RequirementKind::IdentityAllows: return 2;
    case RequirementKind::State:
    case RequirementKind::Admitted:
    case RequirementKind::ResourceAllows: return 3;
    case RequirementKind::ResourceDelegates: return 4;
    case RequirementKind::BoundaryAllows:
    case RequirementKind::SessionAllows: return 8;
    case RequirementKind::LevelAllows:
    case RequirementKind::EndpointAllows:
    case RequirementKind::NotPublic:
    case RequirementKind::OwnedByBucket:
    case RequirementKind::NotDenied: return 16;
    case RequirementKind::NamesSession: return 32;
    case RequirementKind::GrantAllows: return 64;
    case RequirementKind::AclAllows: return 128;
    case RequirementKind::CallerIsRoot:
    case RequirementKind::CanCross:
    case RequirementKind::AllKnown: return kNever;
  }
  return kNever;
}

std::string_view to_string(RequirementKind kind) {
  switch (kind) {
    case RequirementKind::Together: return "all of these hold";
    case RequirementKind::OneOf: return "one of these holds";
    case RequirementKind::Admitted: return "replication takes the event up";
    case RequirementKind::State: return "the answer is yes";
    case RequirementKind::NotDenied: return "no statement denies it";
    case RequirementKind::LevelAllows: return "the level of the organization allows it";
    case RequirementKind::EndpointAllows: return "the policy of the VPC endpoint allows it";
    case RequirementKind::IdentityAllows: return "a policy of the caller allows it";
    case RequirementKind::BoundaryAllows: return "the permissions boundary allows it";
    case RequirementKind::SessionAllows: return "the session policies allow it";
    case RequirementKind::NamesSession: return "the policy of the resource names the session";
    case RequirementKind::ResourceAllows: return "the policy of the resource allows it";
    case RequirementKind::ResourceDelegates:
      return "the policy of the resource leaves it to the account";
    case RequirementKind::NotPublic: return "Block Public Access leaves the policy in force";
    case RequirementKind::OwnedByBucket: return "the bucket's owner owns the object";
    case RequirementKind::GrantAllows: return "a grant allows it";
    case RequirementKind::AclAllows: return "an ACL allows it";
    case RequirementKind::CallerIsRoot: return "the caller is the account itself";
    case RequirementKind::CanCross: return "it works across accounts";
    case RequirementKind::AllKnown: return "no policy that is not shown denies it";
  }
  return {};
}

}  // namespace replisim
