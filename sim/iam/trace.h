#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/iam/compiled_policy.h"
#include "sim/iam/decision.h"

namespace replisim {

/// A decision and what it rests on. Pointers are into the policies that were asked.
struct Verdict {
  Decision decision = Decision::ImplicitDeny;
  DeniedBy denied_by = DeniedBy::Nothing;
  const CompiledPolicy* policy = nullptr;        ///< of `statement`; of the gate that did not allow
  const CompiledStatement* statement = nullptr;  ///< that denied, or that allowed
  std::uint32_t level = 0;                       ///< of an SCP or RCP, from the root, 0 first

  [[nodiscard]] bool is_allowed() const { return decision == Decision::Allow; }
};

/// What one policy says to a request.
struct PolicyOutcome {
  const CompiledStatement* deny = nullptr;
  const CompiledStatement* allow = nullptr;
  PrincipalMatch allow_match = PrincipalMatch::None;  ///< the best among the allows
  bool is_incomplete = false;
};

/// A condition that was tested, and the values it found.
struct ConditionTrace {
  const CompiledCondition* condition = nullptr;
  ConditionResult result = ConditionResult::False;
  std::vector<std::string> found;  ///< empty: the key is absent
};

/// A statement that was looked at; every element is tested, not only up to the first that fails.
struct StatementTrace {
  const CompiledStatement* statement = nullptr;
  PrincipalMatch principal = PrincipalMatch::Wildcard;
  bool principal_matches = true;
  bool action_matches = true;
  bool resource_matches = true;
  bool condition_matches = true;
  bool applies = false;
  std::vector<ConditionTrace> conditions;

  /// How many elements failed; 1 is a near miss.
  [[nodiscard]] int missed() const;
};

/// What a policy was consulted as.
enum class PolicyLayer : std::uint8_t {
  ResourceControl,
  ServiceControl,
  VpcEndpoint,
  Resource,
  PermissionsBoundary,
  Session,
  Identity,
};

/// Where the policies stand that a side is answered by.
PolicyLayer layer_of(DeniedBy denied_by);

struct PolicyTrace {
  std::shared_ptr<const CompiledPolicy> policy;
  PolicyLayer layer = PolicyLayer::Identity;
  std::uint32_t level = 0;
  PolicyOutcome outcome;
  std::vector<StatementTrace> statements;
};

struct GrantTrace {
  std::string grant_id;
  bool covers_caller = false;
  bool covers_operation = false;
  bool constraints_hold = false;
  SourceRange where = {};

  [[nodiscard]] bool applies() const {
    return covers_caller && covers_operation && constraints_hold;
  }
};

/// What the kinds of policies came to, each by itself: the terms of the decision.
struct DecisionTerms {
  Ternary identity = Ternary::False;
  Ternary boundary = Ternary::True;  ///< True where there is none
  Ternary session = Ternary::True;   ///< True where none is needed
  Ternary endpoint = Ternary::True;  ///< True where the call comes through none
  Ternary resource_policy = Ternary::False;
  PrincipalMatch resource_match = PrincipalMatch::None;  ///< how its best allow names the caller
  PrincipalMatch grant_match = PrincipalMatch::None;
  /// Of the grants, those that a principal of the caller's own account issued.
  PrincipalMatch own_grant_match = PrincipalMatch::None;
  bool acl = false;
  /// The resource's policy is not known, or not wholly: it may name the caller.
  bool resource_may_allow = false;
  /// False: another partition, or an action on a key that does not work across accounts.
  bool can_cross_accounts = true;
  /// False: the root user of a bucket's owner, whom its policy cannot lock out of that policy.
  bool resource_denies_count = true;
  /// The first kind of policy that is not, or not wholly, in the model.
  DeniedBy may_be_denied_by = DeniedBy::Nothing;
};

/// What the policies of one level of SCPs or RCPs came to, united.
struct LevelTrace {
  PolicyLayer layer = PolicyLayer::ServiceControl;
  std::uint32_t level = 0;  ///< from the root, 0 first
  Ternary allows = Ternary::False;
  const CompiledPolicy* policy = nullptr;  ///< the first of them; null: none is attached
};

/// What a watched run leaves behind.
struct Trace {
  Verdict verdict;
  DecisionTerms terms;
  ResourceAuthority authority = ResourceAuthority::Ordinary;
  PrincipalKind caller_kind = PrincipalKind::Anonymous;
  std::string principal;  ///< as `aws:PrincipalArn` has it; a service's name
  std::string action;
  std::string resource;
  std::vector<PolicyTrace> policies;  ///< in the order of evaluation
  std::vector<LevelTrace> levels;
  std::vector<GrantTrace> grants;
  bool is_cross_account = false;
  bool cut_by_block_public_access = false;  ///< RestrictPublicBuckets took the policy's allows away
  bool allowed_by_acl = false;

  /// Statements of the wanted effect that one more matching element would have made apply, fewest
  /// missing elements first.
  [[nodiscard]] std::vector<const StatementTrace*> near_misses() const;
};

}  // namespace replisim
