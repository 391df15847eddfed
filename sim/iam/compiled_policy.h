#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/policy_document.h"
#include "sim/iam/condition.h"
#include "sim/iam/pattern.h"
#include "sim/iam/request.h"
#include "sim/iam/statement_index.h"

namespace replisim {

/// How a principal element names the caller. What else must allow depends on it (5.4); a later
/// enumerator is the better match.
enum class PrincipalMatch : std::uint8_t {
  None,
  Account,        ///< the caller's account: delegates to it
  RoleOfSession,  ///< the role whose session the caller is
  UserOfSession,  ///< the user whose federated session the caller is
  Direct,         ///< the caller itself
  Wildcard,       ///< everyone
};

/// One entry of `Principal`, classified once.
struct CompiledPrincipal {
  enum class Kind : std::uint8_t {
    Everyone,
    Account,
    Role,
    User,
    Session,
    FederatedUser,
    UniqueId,
    Service,
    Federated,
    CanonicalUser,
    Invalid,  ///< names nobody: a malformed ARN, a wildcard inside one
  };

  Kind kind = Kind::Invalid;
  std::string text;
  std::string account;    ///< of `Account`, and of a role for callers whose path is not known
  std::string name;       ///< of a role, without its path
  std::string unique_id;  ///< stored when the policy was saved; empty where not known
};

CompiledPrincipal compile_principal(const PrincipalEntry& entry);
PrincipalMatch match_principal(const CompiledPrincipal& entry, const RequestPrincipal& principal);

/// An action pattern in lower case.
struct ActionPattern {
  std::string lower;
  bool has_wildcards = false;

  [[nodiscard]] bool matches(std::string_view lower_action) const;
};

/// A statement, ready to be matched. Names and places are kept for those who explain.
struct CompiledStatement {
  Effect effect = Effect::Deny;
  bool has_principal = false;
  bool not_principal = false;
  bool not_action = false;
  bool not_resource = false;
  bool has_resource = false;
  bool is_inert = false;      ///< without a valid effect: applies to nothing
  bool is_uncertain = false;  ///< parts are not known: where it matches, it may apply or not
  std::uint32_t number = 0;
  std::vector<CompiledPrincipal> principals;
  std::vector<ActionPattern> actions;
  std::vector<ResourcePattern> resources;
  std::vector<CompiledCondition> conditions;
  std::string sid;
  SourceRange where;
  SourceRange principal_where;
  SourceRange action_where;
  SourceRange resource_where;
  SourceRange condition_where;
};

/// What a policy is called where it is reported.
struct PolicyLabel {
  std::string id;    ///< `PolicyInputList.1`, `role/s3-replication: replicate`, `bucket dst`
  std::string name;  ///< policy name or ARN, where it has one
};

/// A policy made ready for many questions. Needs nothing of the document it was made from.
///
/// Which statements an action and a resource can concern is looked up in an index that grows with
/// the actions asked: so a policy serves one thread at a time. Compile one for each thread.
class CompiledPolicy {
 public:
  CompiledPolicy(const PolicyDocument& document, PolicyKind kind, PolicyLabel label = {});
  CompiledPolicy(const CompiledPolicy&) = delete;
  CompiledPolicy& operator=(const CompiledPolicy&) = delete;

  [[nodiscard]] PolicyKind kind() const { return kind_; }
  [[nodiscard]] const PolicyLabel& label() const { return label_; }
  [[nodiscard]] SourceRange where() const { return where_; }
  [[nodiscard]] const std::vector<CompiledStatement>& statements() const { return statements_; }
  /// Some statements are not known: an explicit deny may hide here.
  [[nodiscard]] bool is_incomplete() const { return incomplete_; }
  /// Whether callers are told apart: resource policies, RCPs and endpoint policies.
  [[nodiscard]] bool has_principals() const { return has_principals_; }

  /// Calls `visit(const CompiledStatement&, bool resource_matches)` for every statement whose
  /// action matches and whose resource can match, stopping when `visit` returns false;
  /// `resource_matches` says that the resource need not be looked at any more.
  template <typename Visit>
  void for_each_candidate(const Request& request, Visit&& visit) const {
    index_->for_each(request, [&](std::uint32_t number, bool resource_matches) {
      return visit(statements_[number], resource_matches);
    });
  }

 private:
  PolicyKind kind_;
  PolicyLabel label_;
  SourceRange where_;
  bool incomplete_ = false;
  bool has_principals_ = false;
  std::vector<CompiledStatement> statements_;
  std::unique_ptr<StatementIndex> index_;
};

bool action_matches(const CompiledStatement& statement, const RequestAction& action);
/// A missing `Resource` stands for the resource the policy is attached to, but in a key policy for
/// nothing (1.4).
bool resource_matches(const CompiledStatement& statement, PolicyKind kind, const Request& request);
PrincipalMatch principal_matches(const CompiledStatement& statement,
                                 const RequestPrincipal& principal);

}  // namespace replisim
