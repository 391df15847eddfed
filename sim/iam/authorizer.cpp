#include "sim/iam/authorizer.h"

#include <algorithm>
#include <utility>

#include "model/arn.h"

namespace replisim {
namespace {

/// The unwatched run: stops looking at a statement at the first element that fails.
struct NoTrace {
  static constexpr bool kWatches = false;
};

/// The watched run: every statement, every element.
struct Recorder {
  static constexpr bool kWatches = true;
  Trace& trace;
};

bool conditions_hold(const CompiledStatement& statement, const Request& request) {
  bool error = false;
  for (const CompiledCondition& condition : statement.conditions) {
    switch (evaluate(condition, request.context)) {
      case ConditionResult::False: return false;
      case ConditionResult::True: break;
      case ConditionResult::Error: error = true; break;
    }
  }
  // What cannot be evaluated allows nothing, but denies (recorded).
  return !error || statement.effect == Effect::Deny;
}

/// Of several statements the first that denies is told, and the first of the best that allow; they
/// come in any order.
void record_outcome(PolicyOutcome& outcome, const CompiledStatement& statement,
                    PrincipalMatch principal) {
  if (statement.is_uncertain) {
    outcome.is_incomplete = true;
    return;
  }
  if (statement.effect == Effect::Deny) {
    if (outcome.deny == nullptr || statement.number < outcome.deny->number) {
      outcome.deny = &statement;
    }
  } else if (outcome.allow == nullptr || outcome.allow_match < principal ||
             (outcome.allow_match == principal && statement.number < outcome.allow->number)) {
    outcome.allow = &statement;
    outcome.allow_match = principal;
  }
}

PolicyOutcome ask(const CompiledPolicy& policy, const Request& request, NoTrace& /*observer*/) {
  PolicyOutcome outcome;
  outcome.is_incomplete = policy.is_incomplete();
  policy.for_each_candidate(request, [&](const CompiledStatement& statement, bool resource_known) {
    PrincipalMatch principal = PrincipalMatch::Wildcard;
    if (policy.has_principals()) {
      principal = principal_matches(statement, *request.principal);
      if (principal == PrincipalMatch::None) {
        return true;
      }
    }
    if ((resource_known || resource_matches(statement, policy.kind(), request)) &&
        conditions_hold(statement, request)) {
      record_outcome(outcome, statement, principal);
    }
    return true;
  });
  return outcome;
}

StatementTrace trace_statement(const CompiledStatement& statement, const CompiledPolicy& policy,
                               const Request& request) {
  StatementTrace trace;
  trace.statement = &statement;
  if (policy.has_principals()) {
    trace.principal = principal_matches(statement, *request.principal);
    trace.principal_matches = trace.principal != PrincipalMatch::None;
  }
  trace.action_matches = action_matches(statement, request.action);
  trace.resource_matches = resource_matches(statement, policy.kind(), request);
  trace.condition_matches = conditions_hold(statement, request);
  for (const CompiledCondition& condition : statement.conditions) {
    ConditionTrace tested{&condition, evaluate(condition, request.context), {}};
    if (!condition.always_absent) {
      request.context.for_each(condition.key, [&tested](const ContextValue& value) {
        tested.found.insert(tested.found.end(), value.values.begin(), value.values.end());
      });
    }
    trace.conditions.push_back(std::move(tested));
  }
  trace.applies = !statement.is_inert && trace.missed() == 0;
  return trace;
}

PolicyOutcome ask(const CompiledPolicy& policy, const Request& request, PolicyTrace& watched) {
  PolicyOutcome outcome;
  outcome.is_incomplete = policy.is_incomplete();
  for (const CompiledStatement& statement : policy.statements()) {
    watched.statements.push_back(trace_statement(statement, policy, request));
    if (watched.statements.back().applies) {
      record_outcome(outcome, statement, watched.statements.back().principal);
    }
  }
  watched.outcome = outcome;
  return outcome;
}

/// What the policies of one kind come to together.
struct LayerOutcome {
  Ternary allows = Ternary::False;
  PrincipalMatch match = PrincipalMatch::None;
  const CompiledPolicy* policy = nullptr;
  const CompiledStatement* statement = nullptr;
};

/// One run over all the policies of a request.
template <typename Observer>
class Evaluation {
 public:
  Evaluation(const Request& request, const CallerPolicies& caller, const ResourcePolicies& resource,
             Observer& observer)
      : request_(request), caller_(caller), resource_(resource), observer_(observer) {}

  Verdict run();

 private:
  using Layers = std::vector<PolicyLevel>;

  [[nodiscard]] const RequestPrincipal& principal() const { return *request_.principal; }
  [[nodiscard]] bool is_cross_account() const { return principal().account != resource_.account; }
  [[nodiscard]] bool is_owner_side() const {
    return principal().kind == PrincipalKind::Service ||
           (principal().kind != PrincipalKind::Anonymous && !is_cross_account());
  }
  [[nodiscard]] bool is_other_partition() const;
  [[nodiscard]] bool can_cross_accounts() const;
  [[nodiscard]] Ternary session_gate() const;

  PolicyOutcome ask_policy(const PolicyPointer& policy, PolicyLayer layer, std::uint32_t level);
  void add(LayerOutcome& outcome, const PolicyPointer& policy, PolicyLayer layer,
           std::uint32_t level = 0);
  void ask_levels(const Layers& levels, PolicyLayer layer, DeniedBy denied_by);
  void ask_resource_policy();
  void ask_caller_policies();
  void ask_grants();
  void note_unknown(bool is_unknown, DeniedBy side);
  void note_explicit_deny(const PolicyOutcome& outcome, const CompiledPolicy& policy,
                          DeniedBy denied_by, std::uint32_t level);

  [[nodiscard]] bool binds_service_control() const;
  [[nodiscard]] bool binds_resource_control() const;
  [[nodiscard]] bool keeps_policy_control() const;
  [[nodiscard]] bool is_cut_by_block_public_access() const;
  [[nodiscard]] DeniedBy resource_side() const;

  void record_terms(Trace& trace) const;
  Verdict gates();
  Verdict decide_anonymous() const;
  Verdict decide_service() const;
  [[nodiscard]] Verdict granted() const;
  Verdict decide_same_account() const;
  [[nodiscard]] Verdict decide_by_what_is_known() const;
  Verdict decide_cross_account() const;
  [[nodiscard]] Verdict limited(Verdict granted) const;
  [[nodiscard]] Verdict need_identity(const LayerOutcome& grants) const;
  [[nodiscard]] Verdict settle(Verdict verdict) const;

  static Verdict allow(const LayerOutcome& by) {
    return {Decision::Allow, DeniedBy::Nothing, by.policy, by.statement, 0};
  }
  static Verdict deny(DeniedBy by, const CompiledPolicy* policy = nullptr,
                      std::uint32_t level = 0) {
    return {Decision::ImplicitDeny, by, policy, nullptr, level};
  }
  /// What both come to; of two denials the first is told.
  static Verdict both(const Verdict& first, const Verdict& second) {
    const bool second_decides =
        first.decision == Decision::Allow ||
        (first.decision == Decision::Unknown && second.decision == Decision::ImplicitDeny);
    return second_decides ? second : first;
  }
  static Verdict unknown(DeniedBy by) { return {Decision::Unknown, by, nullptr, nullptr, 0}; }
  static Verdict from(Ternary allows, const LayerOutcome& by, DeniedBy otherwise) {
    switch (allows) {
      case Ternary::True: return allow(by);
      case Ternary::Unknown: return unknown(otherwise);
      case Ternary::False: return deny(otherwise, by.policy);
    }
    return deny(otherwise);
  }

  const Request& request_;
  const CallerPolicies& caller_;
  const ResourcePolicies& resource_;
  Observer& observer_;

  Verdict explicit_deny_;  // valid if its decision is ExplicitDeny
  Verdict guardrails_{Decision::Allow, DeniedBy::Nothing, nullptr, nullptr, 0};
  LayerOutcome resource_outcome_;
  LayerOutcome boundary_;
  LayerOutcome session_;
  LayerOutcome identity_;
  LayerOutcome grant_;
  LayerOutcome endpoint_;
  AclMatch acl_ = AclMatch::None;
  PrincipalMatch own_grant_ = PrincipalMatch::None;  // issued by a principal of the same account
  bool resource_may_allow_ = false;  // the resource's policy is not known, or not wholly
  // The first kind of policy that is not known, or not wholly: it may deny.
  DeniedBy may_be_denied_by_ = DeniedBy::Nothing;
};

template <typename Observer>
PolicyOutcome Evaluation<Observer>::ask_policy(const PolicyPointer& policy, PolicyLayer layer,
                                               std::uint32_t level) {
  if constexpr (Observer::kWatches) {
    PolicyTrace& watched = observer_.trace.policies.emplace_back();
    watched.policy = policy;
    watched.layer = layer;
    watched.level = level;
    return ask(*policy, request_, watched);
  } else {
    return ask(*policy, request_, observer_);
  }
}

template <typename Observer>
void Evaluation<Observer>::note_explicit_deny(const PolicyOutcome& outcome,
                                              const CompiledPolicy& policy, DeniedBy denied_by,
                                              std::uint32_t level) {
  if (outcome.deny != nullptr && explicit_deny_.decision != Decision::ExplicitDeny) {
    explicit_deny_ = {Decision::ExplicitDeny, denied_by, &policy, outcome.deny, level};
  }
}

template <typename Observer>
void Evaluation<Observer>::note_unknown(bool is_unknown, DeniedBy side) {
  if (is_unknown && may_be_denied_by_ == DeniedBy::Nothing) {
    may_be_denied_by_ = side;
  }
}

DeniedBy denied_by_of(PolicyLayer layer) {
  switch (layer) {
    case PolicyLayer::ResourceControl: return DeniedBy::ResourceControlPolicy;
    case PolicyLayer::ServiceControl: return DeniedBy::ServiceControlPolicy;
    case PolicyLayer::VpcEndpoint: return DeniedBy::VpcEndpointPolicy;
    case PolicyLayer::Resource: return DeniedBy::ResourcePolicy;
    case PolicyLayer::PermissionsBoundary: return DeniedBy::PermissionsBoundary;
    case PolicyLayer::Session: return DeniedBy::SessionPolicy;
    case PolicyLayer::Identity: return DeniedBy::IdentityPolicy;
  }
  return DeniedBy::Nothing;
}

template <typename Observer>
DeniedBy Evaluation<Observer>::resource_side() const {
  switch (resource_.authority) {
    case ResourceAuthority::Bucket: return DeniedBy::BucketPolicy;
    case ResourceAuthority::Key: return DeniedBy::KeyPolicy;
    case ResourceAuthority::Role: return DeniedBy::TrustPolicy;
    case ResourceAuthority::Ordinary: return DeniedBy::ResourcePolicy;
  }
  return DeniedBy::ResourcePolicy;
}

/// Unites a further policy with those of its kind that were asked before.
template <typename Observer>
void Evaluation<Observer>::add(LayerOutcome& outcome, const PolicyPointer& policy,
                               PolicyLayer layer, std::uint32_t level) {
  const PolicyOutcome said = ask_policy(policy, layer, level);
  const DeniedBy side = layer == PolicyLayer::Resource ? resource_side() : denied_by_of(layer);
  if (layer != PolicyLayer::Resource || !keeps_policy_control()) {
    note_explicit_deny(said, *policy, side, level);
    note_unknown(said.is_incomplete, side);
  }
  if (said.is_incomplete) {
    resource_may_allow_ = resource_may_allow_ || layer == PolicyLayer::Resource;
    outcome.allows = outcome.allows | Ternary::Unknown;
  }
  if (outcome.policy == nullptr) {
    outcome.policy = policy.get();
  }
  if (said.allow != nullptr && (outcome.statement == nullptr || outcome.match < said.allow_match)) {
    outcome.allows = Ternary::True;
    outcome.policy = policy.get();
    outcome.statement = said.allow;
    outcome.match = said.allow_match;
  }
}

/// Every level has to allow; policies of one level are united (5.3).
template <typename Observer>
void Evaluation<Observer>::ask_levels(const Layers& levels, PolicyLayer layer, DeniedBy denied_by) {
  for (std::uint32_t level = 0; level < levels.size(); ++level) {
    LayerOutcome outcome;
    for (const PolicyPointer& policy : levels[level]) {
      add(outcome, policy, layer, level);
    }
    if constexpr (Observer::kWatches) {
      observer_.trace.levels.push_back({layer, level, outcome.allows, outcome.policy});
    }
    Verdict gate = from(outcome.allows, outcome, denied_by);
    gate.level = level;
    guardrails_ = both(guardrails_, gate);
  }
}

/// SCPs bind principals of member accounts, root included; not services, not service-linked roles.
template <typename Observer>
bool Evaluation<Observer>::binds_service_control() const {
  switch (principal().kind) {
    case PrincipalKind::AccountRoot:
    case PrincipalKind::User:
    case PrincipalKind::FederatedUser: return true;
    case PrincipalKind::RoleSession: return !principal().is_service_linked_role;
    case PrincipalKind::Anonymous:
    case PrincipalKind::Service: return false;
  }
  return false;
}

/// RCPs bind every caller but service-linked roles, and never `kms:RetireGrant` (5.2).
template <typename Observer>
bool Evaluation<Observer>::binds_resource_control() const {
  return !principal().is_service_linked_role && request_.action.folded.lower != "kms:retiregrant";
}

/// The root user of a bucket's owner keeps control of the bucket policy whatever it denies (5.2).
template <typename Observer>
bool Evaluation<Observer>::keeps_policy_control() const {
  if (resource_.authority != ResourceAuthority::Bucket ||
      principal().kind != PrincipalKind::AccountRoot || is_cross_account()) {
    return false;
  }
  const std::string& action = request_.action.folded.lower;
  return action == "s3:getbucketpolicy" || action == "s3:putbucketpolicy" ||
         action == "s3:deletebucketpolicy";
}

/// RestrictPublicBuckets under a public policy: whoever is neither of the owner's account nor a
/// service loses every allow of that policy (replication 1.4).
template <typename Observer>
bool Evaluation<Observer>::is_cut_by_block_public_access() const {
  return resource_.bucket.restrict_public_buckets && resource_.bucket.policy_is_public &&
         !is_owner_side();
}

template <typename Observer>
void Evaluation<Observer>::ask_resource_policy() {
  if (resource_.policy != nullptr) {
    add(resource_outcome_, resource_.policy, PolicyLayer::Resource);
    // Objects of other owners are governed by their ACL; the bucket policy can only deny (5.8).
    const std::string& owner = resource_.bucket.object_owner;
    const bool is_foreign_object = resource_.bucket.acls_enabled && !owner.empty() &&
                                   owner != resource_.account &&
                                   request_.resource.text.find('/') != std::string::npos;
    if (is_cut_by_block_public_access() || is_foreign_object) {
      resource_may_allow_ = false;
      resource_outcome_ = {Ternary::False, PrincipalMatch::None, resource_.policy.get(), nullptr};
    }
  }
  if (resource_.is_unknown) {
    resource_outcome_.allows = resource_outcome_.allows | Ternary::Unknown;
    resource_may_allow_ = true;
    note_unknown(!keeps_policy_control(), resource_side());
  }
  if (resource_.authority == ResourceAuthority::Bucket) {
    acl_ = match_acl(resource_.bucket, request_);
  }
}

template <typename Observer>
void Evaluation<Observer>::ask_caller_policies() {
  if (caller_.permissions_boundary != nullptr) {
    add(boundary_, caller_.permissions_boundary, PolicyLayer::PermissionsBoundary);
  }
  for (const PolicyPointer& policy : caller_.session) {
    add(session_, policy, PolicyLayer::Session);
  }
  for (const PolicyPointer& policy : caller_.identity) {
    add(identity_, policy, PolicyLayer::Identity);
  }
  if (caller_.is_unknown) {
    identity_.allows = identity_.allows | Ternary::Unknown;
    note_unknown(true, DeniedBy::IdentityPolicy);
  }
}

template <typename Observer>
void Evaluation<Observer>::ask_grants() {
  for (const CompiledGrant& grant : resource_.grants) {
    const GrantMatch match = match_grant(grant, request_);
    if constexpr (Observer::kWatches) {
      observer_.trace.grants.push_back({grant.grant_id, match.caller != PrincipalMatch::None,
                                        match.operation, match.constraints, grant.where});
    }
    if (match.applies()) {
      grant_.allows = Ternary::True;
      grant_.match = std::max(grant_.match, match.caller);
      if (grant.issuing_account == principal().account) {
        own_grant_ = std::max(own_grant_, match.caller);
      }
    }
  }
}

template <typename Observer>
void Evaluation<Observer>::record_terms(Trace& trace) const {
  DecisionTerms& terms = trace.terms;
  terms.identity = identity_.allows;
  terms.boundary = caller_.permissions_boundary != nullptr ? boundary_.allows : Ternary::True;
  terms.session = session_gate();
  terms.endpoint = caller_.vpc_endpoint != nullptr ? endpoint_.allows : Ternary::True;
  terms.resource_policy = resource_outcome_.allows;
  terms.resource_match = resource_outcome_.match;
  terms.grant_match = grant_.match;
  terms.own_grant_match = own_grant_;
  terms.acl = acl_ != AclMatch::None;
  terms.resource_may_allow = resource_may_allow_;
  terms.can_cross_accounts = can_cross_accounts();
  terms.resource_denies_count = !keeps_policy_control();
  terms.may_be_denied_by = may_be_denied_by_;
  trace.principal = principal().iam_arn.empty() ? principal().arn : principal().iam_arn;
  trace.action = request_.action.text;
  trace.resource = request_.resource.text;
  trace.authority = resource_.authority;
  trace.caller_kind = principal().kind;
  trace.is_cross_account = is_cross_account();
  trace.cut_by_block_public_access = is_cut_by_block_public_access();
  trace.allowed_by_acl = terms.acl;
}

template <typename Observer>
Verdict Evaluation<Observer>::run() {
  if (binds_resource_control()) {
    ask_levels(resource_.resource_control, PolicyLayer::ResourceControl,
               DeniedBy::ResourceControlPolicy);
  }
  if (binds_service_control()) {
    ask_levels(caller_.service_control, PolicyLayer::ServiceControl,
               DeniedBy::ServiceControlPolicy);
  }
  if (caller_.vpc_endpoint != nullptr) {
    add(endpoint_, caller_.vpc_endpoint, PolicyLayer::VpcEndpoint);
  }
  ask_resource_policy();
  ask_caller_policies();
  ask_grants();
  if constexpr (Observer::kWatches) {
    record_terms(observer_.trace);
  }
  return explicit_deny_.decision == Decision::ExplicitDeny ? explicit_deny_ : settle(gates());
}

/// An allow beside a policy that is not wholly known may still be denied there.
template <typename Observer>
Verdict Evaluation<Observer>::settle(Verdict verdict) const {
  if (verdict.decision == Decision::Allow && may_be_denied_by_ != DeniedBy::Nothing) {
    return unknown(may_be_denied_by_);
  }
  return verdict;
}

template <typename Observer>
Verdict Evaluation<Observer>::gates() {
  Verdict verdict = granted();
  if (caller_.vpc_endpoint != nullptr) {
    verdict = both(from(endpoint_.allows, endpoint_, DeniedBy::VpcEndpointPolicy), verdict);
  }
  return both(guardrails_, verdict);
}

template <typename Observer>
Verdict Evaluation<Observer>::granted() const {
  if (principal().kind == PrincipalKind::Anonymous) {
    return decide_anonymous();
  }
  if (principal().kind == PrincipalKind::Service) {
    return decide_service();
  }
  return is_cross_account() ? decide_cross_account() : decide_same_account();
}

template <typename Observer>
Verdict Evaluation<Observer>::decide_anonymous() const {
  if (resource_outcome_.match == PrincipalMatch::Wildcard) {
    return allow(resource_outcome_);
  }
  if (acl_ == AclMatch::Everyone) {
    return allow({});
  }
  if (is_cut_by_block_public_access()) {
    return deny(DeniedBy::BlockPublicAccess, resource_.policy.get());
  }
  return from(resource_outcome_.allows & Ternary::Unknown, resource_outcome_, resource_side());
}

template <typename Observer>
Verdict Evaluation<Observer>::decide_service() const {
  const bool named = resource_outcome_.match >= PrincipalMatch::Direct;
  if (named) {
    return allow(resource_outcome_);
  }
  if (grant_.match != PrincipalMatch::None) {
    return allow(grant_);
  }
  return from(resource_outcome_.allows & Ternary::Unknown, resource_outcome_, resource_side());
}

/// What session policies let through; federated users have nothing beside them.
template <typename Observer>
Ternary Evaluation<Observer>::session_gate() const {
  if (caller_.has_session_policies) {
    return session_.allows;
  }
  return principal().kind == PrincipalKind::FederatedUser ? Ternary::False : Ternary::True;
}

/// What the boundary and the session policies leave of a grant.
template <typename Observer>
Verdict Evaluation<Observer>::limited(Verdict granted) const {
  if (granted.decision == Decision::ImplicitDeny) {
    return granted;
  }
  Verdict verdict = both(from(session_gate(), session_, DeniedBy::SessionPolicy), granted);
  if (caller_.permissions_boundary != nullptr) {
    verdict = both(from(boundary_.allows, boundary_, DeniedBy::PermissionsBoundary), verdict);
  }
  return verdict;
}

template <typename Observer>
Verdict Evaluation<Observer>::need_identity(const LayerOutcome& grants) const {
  return limited(from(identity_.allows, grants, DeniedBy::IdentityPolicy));
}

/// What is not known of the resource's policy might name the caller, past all that limits it.
template <typename Observer>
Verdict Evaluation<Observer>::decide_same_account() const {
  const Verdict verdict = decide_by_what_is_known();
  return verdict.decision == Decision::ImplicitDeny && resource_may_allow_
             ? unknown(resource_side())
             : verdict;
}

/// 5.4, 5.6 and 5.7: what else is needed depends on how the resource's policy names the caller.
template <typename Observer>
Verdict Evaluation<Observer>::decide_by_what_is_known() const {
  const bool policy_must_allow = resource_.authority == ResourceAuthority::Key ||
                                 resource_.authority == ResourceAuthority::Role;
  if (principal().kind == PrincipalKind::AccountRoot && !policy_must_allow) {
    return allow(resource_outcome_);
  }
  switch (resource_outcome_.match) {
    case PrincipalMatch::Wildcard:
    case PrincipalMatch::Direct: return allow(resource_outcome_);
    case PrincipalMatch::RoleOfSession:
    case PrincipalMatch::UserOfSession: {
      const Verdict granted = limited(allow(resource_outcome_));
      if (granted.decision == Decision::Allow || grant_.match < PrincipalMatch::Direct) {
        return granted;
      }
      break;
    }
    case PrincipalMatch::Account:
    case PrincipalMatch::None: break;
  }
  if (grant_.match >= PrincipalMatch::Direct) {
    return allow(grant_);  // recorded: boundary and session do not limit a grant to the session
  }
  if (grant_.match != PrincipalMatch::None) {
    return limited(allow(grant_));
  }
  if (policy_must_allow && resource_outcome_.match == PrincipalMatch::None) {
    // A key policy that is open may delegate, and then identity policies decide.
    return from(resource_outcome_.allows, resource_outcome_, resource_side());
  }
  return need_identity(identity_.statement != nullptr ? identity_ : resource_outcome_);
}

/// Accounts of different partitions never reach each other (5.5).
template <typename Observer>
bool Evaluation<Observer>::is_other_partition() const {
  const std::optional<Arn> own = parse_arn(principal().iam_arn);
  return own && request_.resource.is_arn && own->partition != request_.resource.part(1);
}

template <typename Observer>
bool Evaluation<Observer>::can_cross_accounts() const {
  return !is_other_partition() &&
         (resource_.authority != ResourceAuthority::Key || works_across_accounts(request_.action));
}

/// 5.5: both sides, however the resource's policy spells the caller.
template <typename Observer>
Verdict Evaluation<Observer>::decide_cross_account() const {
  const bool is_root = principal().kind == PrincipalKind::AccountRoot;
  const bool is_own_grant = own_grant_ != PrincipalMatch::None;
  Verdict own_side = is_root || is_own_grant ? limited(allow(grant_)) : need_identity(identity_);
  if (own_grant_ >= PrincipalMatch::Direct) {
    own_side = allow(grant_);
  }
  if (own_side.decision == Decision::ImplicitDeny) {
    return own_side;
  }
  if (!can_cross_accounts()) {
    return deny(resource_side(), resource_.policy.get());
  }
  Ternary granted = resource_outcome_.allows;
  if (grant_.match != PrincipalMatch::None || acl_ != AclMatch::None) {
    granted = Ternary::True;
  }
  if (granted == Ternary::False && is_cut_by_block_public_access()) {
    return deny(DeniedBy::BlockPublicAccess, resource_.policy.get());
  }
  const Verdict other_side = from(granted, resource_outcome_, resource_side());
  return other_side.decision == Decision::Allow ? own_side : other_side;
}

}  // namespace

Verdict decide(const Request& request, const CallerPolicies& caller,
               const ResourcePolicies& resource) {
  NoTrace observer;
  return Evaluation<NoTrace>(request, caller, resource, observer).run();
}

Verdict decide(const Request& request, const CallerPolicies& caller,
               const ResourcePolicies& resource, Trace& trace) {
  Recorder observer{trace};
  trace.verdict = Evaluation<Recorder>(request, caller, resource, observer).run();
  return trace.verdict;
}

}  // namespace replisim
