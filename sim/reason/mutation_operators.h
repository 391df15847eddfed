#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/account.h"
#include "sim/reason/mutation.h"

namespace replisim {

// The tables of operators, one for each kind of thing that is changed. `find` lists what can be
// changed: place or member, element, change; the rest is filled in by who calls. `apply` makes one
// such change.

template <typename Holder>
struct OperatorOn {
  MutationOperator info;
  void (*find)(const Holder& holder, std::vector<Mutation>& found) = nullptr;
  void (*apply)(Holder& holder, const Mutation& mutation) = nullptr;
};

/// A statement, and what its policy is.
struct StatementPlace {
  const Statement& statement;
  PolicyKind kind;
};

struct StatementOperator {
  MutationOperator info;
  void (*find)(const StatementPlace& place, std::vector<Mutation>& found) = nullptr;
  void (*apply)(Statement& statement, const Mutation& mutation) = nullptr;
};

// mutation_policy.cpp
std::span<const OperatorOn<PolicyDocument>> policy_operators();
std::span<const StatementOperator> statement_operators();

// mutation_setting.cpp
std::span<const OperatorOn<ReplicationConfiguration>> configuration_operators();
std::span<const OperatorOn<ReplicationRule>> rule_operators();
std::span<const OperatorOn<Bucket>> bucket_operators();
std::span<const OperatorOn<PublicAccessBlock>> public_access_operators();
std::span<const OperatorOn<Key>> key_operators();
std::span<const OperatorOn<Grant>> grant_operators();
std::span<const OperatorOn<Role>> role_operators();
std::span<const OperatorOn<User>> user_operators();
std::span<const OperatorOn<Group>> group_operators();

/// Adds a change of a place that the model knows.
inline Mutation& add_at(std::vector<Mutation>& found, SourceRange where, std::string element,
                        std::string change = {}) {
  Mutation& mutation = found.emplace_back();
  mutation.where = where;
  mutation.element = std::move(element);
  mutation.change = std::move(change);
  return mutation;
}

/// … of a member, whose place is looked up in the tree.
inline Mutation& add_member(std::vector<Mutation>& found, std::string member, std::string element,
                            std::string change = {}) {
  Mutation& mutation = add_at(found, {}, std::move(element), std::move(change));
  mutation.member = std::move(member);
  return mutation;
}

}  // namespace replisim
