#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/scenario.h"

namespace replisim {

struct PlacedPolicy;

// What tests notice: one element of a policy or a configuration is taken away or weakened, and all
// is played again.
//
//   ScenarioCase ──find_mutations──▶ Mutation (a place in a file) ──mutated──▶ ScenarioCase
//
// A mutation is of a place, not of a case: wherever a file is included, the same place changes. A
// variant is changed once it is patched, so its patch always applies to what its author wrote.

/// A way of taking away or weakening something: a row of a table.
struct MutationOperator {
  std::string_view name;      ///< `drop-condition`
  std::string_view does;      ///< for lists: `takes one key out of a Condition block`
  std::string_view sentence;  ///< of one that nobody noticed; `{}` is what it is about, `{>}` what
                              ///< it became: `the condition {} can be removed`
  std::string_view hint;      ///< the test that is missing
  std::string_view deny_hint = {};  ///< the same in a Deny statement; empty: `hint`
};

/// Every operator, in the order of the documentation.
[[nodiscard]] std::vector<const MutationOperator*> mutation_operators();

/// Null if there is none of that name.
[[nodiscard]] const MutationOperator* find_mutation_operator(std::string_view name);

/// One change of one place.
struct Mutation {
  const MutationOperator* op = nullptr;
  SourceRange holder;   ///< the statement, policy, rule, bucket … that is changed
  SourceRange where;    ///< of what is dropped or weakened
  std::string member;   ///< of a setting: its path below the holder, `Filter/Prefix`
  std::string element;  ///< as written: `s3:GetObject`, a Sid, a status
  std::string change;   ///< what it becomes: `s3:*`; empty: it is gone
  std::string subject;  ///< where it stands, for people: `the policy of bucket dst`
  bool is_of_policy = false;
  bool is_of_deny = false;  ///< of a Deny statement
};

/// `the condition `aws:SecureTransport` can be removed`.
[[nodiscard]] std::string sentence_of(const Mutation& mutation);
[[nodiscard]] std::string hint_of(const Mutation& mutation);

/// All mutations of a case, by place: of its world, and of the policies and replication
/// configurations that its events put. Of what a variant or row of the scenario `base` (or itself)
/// patches in, only what stands in another file: a patch is a part of the test.
///
/// Policies that AWS would not save as they stand are left alone, and so is what is not known.
[[nodiscard]] std::vector<Mutation> find_mutations(const ScenarioCase& scenario,
                                                   const ScenarioCase& base);

/// All mutations of one policy, in the order of its text's statements; none of one that is not
/// known.
[[nodiscard]] std::vector<Mutation> find_mutations(const PlacedPolicy& policy);

/// Changes one policy; false: the place is not in it, and nothing is changed.
bool apply_mutation(const Mutation& mutation, PolicyDocument& document);

/// A case with something changed.
struct MutatedCase {
  ScenarioCase scenario;
  std::size_t place_count = 0;  ///< how often the place is there; 0: not at all, nothing is changed
  /// What AWS says to it when it is saved, code and message; empty: it is accepted.
  std::string refusal;
};

[[nodiscard]] MutatedCase mutated(const ScenarioCase& scenario, const Mutation& mutation);

}  // namespace replisim
