#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/wildcard.h"
#include "sim/iam/hash_index.h"
#include "sim/iam/pattern_automaton.h"
#include "sim/iam/request.h"

namespace replisim {

struct CompiledStatement;

/// The statements of one action, found by what the resource begins with: exact texts by hash,
/// patterns by their literal prefix, and those that share a prefix by one automaton.
class ResourceIndex {
 public:
  /// All resources of the numbered statements have to be plain patterns.
  ResourceIndex(const std::vector<CompiledStatement>& statements,
                const std::vector<std::uint32_t>& numbers);

  /// Calls `visit(number)` for each statement with a resource that matches, some perhaps twice,
  /// until it returns false.
  template <typename Visit>
  void for_each(const RequestResource& resource, Visit&& visit);

 private:
  /// Up to so many patterns that share a prefix, trying each is cheaper than an automaton.
  static constexpr std::size_t kTryEachMax = 3;

  struct Group {
    std::string prefix;
    std::vector<std::uint32_t> open_ended;  // statements with `prefix*`
    std::vector<std::string> rests;         // what follows the prefix in the others
    std::vector<std::uint32_t> rest_owners;
    std::unique_ptr<PatternAutomaton> automaton;  // over the rests, made when first needed
  };
  struct Exact {
    std::string text;
    std::vector<std::uint32_t> owners;
  };

  void add(std::string_view pattern, std::uint32_t number);
  Group& group(std::string_view prefix);
  Exact& exact(std::string_view text);
  template <typename Visit>
  bool for_each_in_group(Group& group, std::string_view rest, Visit&& visit);

  std::vector<Group> groups_;
  std::vector<Exact> exact_;
  std::vector<std::size_t> prefix_lengths_;  // ascending
  HashIndex group_index_;
  HashIndex exact_index_;
};

/// Which statements of a policy can concern a request. Grows with the actions asked; a question
/// about an action that was asked before allocates nothing. One thread at a time.
class StatementIndex {
 public:
  /// Up to so many statements for an action, looking at each is cheaper than an index.
  static constexpr std::size_t kScanMax = 8;
  /// Actions remembered; beyond it all answers are forgotten.
  static constexpr std::size_t kActionsMax = 4'096;

  /// Borrows the statements.
  explicit StatementIndex(const std::vector<CompiledStatement>& statements)
      : statements_(&statements) {}

  /// Calls `visit(number, resource_matches)` until it returns false.
  template <typename Visit>
  void for_each(const Request& request, Visit&& visit);

 private:
  struct Action {
    std::string lower;
    std::vector<std::uint32_t> all;
    std::vector<std::uint32_t> scanned;  // of `all`, those that `resources` does not hold
    std::unique_ptr<ResourceIndex> resources;
  };

  Action& action(const RequestAction& action);
  Action make_action(const RequestAction& action) const;

  const std::vector<CompiledStatement>* statements_;
  std::vector<Action> actions_;
  HashIndex action_index_;
};

template <typename Visit>
bool visit_each(const std::vector<std::uint32_t>& numbers, Visit&& visit) {
  for (const std::uint32_t number : numbers) {
    if (!visit(number)) {
      return false;
    }
  }
  return true;
}

template <typename Visit>
bool ResourceIndex::for_each_in_group(Group& group, std::string_view rest, Visit&& visit) {
  if (!visit_each(group.open_ended, visit)) {
    return false;
  }
  if (group.rests.size() <= kTryEachMax) {
    for (std::size_t i = 0; i < group.rests.size(); ++i) {
      if (wildcard_match(group.rests[i], rest) && !visit(group.rest_owners[i])) {
        return false;
      }
    }
    return true;
  }
  if (group.automaton == nullptr) {
    group.automaton = std::make_unique<PatternAutomaton>(group.rests);
  }
  for (const std::uint32_t matched : group.automaton->match(rest)) {
    if (!visit(group.rest_owners[matched])) {
      return false;
    }
  }
  return true;
}

template <typename Visit>
void ResourceIndex::for_each(const RequestResource& resource, Visit&& visit) {
  const std::string_view text = resource.text;
  for (const std::size_t length : prefix_lengths_) {
    if (length > text.size()) {
      break;
    }
    const bool stopped = group_index_.find(resource.prefix_hash(length), [&](std::uint32_t number) {
      Group& group = groups_[number];
      return group.prefix == text.substr(0, length) &&
             !for_each_in_group(group, text.substr(length), visit);
    });
    if (stopped) {
      return;
    }
  }
  exact_index_.find(resource.prefix_hash(text.size()), [&](std::uint32_t number) {
    return exact_[number].text == text && !visit_each(exact_[number].owners, visit);
  });
}

template <typename Visit>
void StatementIndex::for_each(const Request& request, Visit&& visit) {
  Action& known = action(request.action);
  const bool indexed = known.resources != nullptr && request.resource.is_ascii;
  for (const std::uint32_t number : indexed ? known.scanned : known.all) {
    if (!visit(number, false)) {
      return;
    }
  }
  if (indexed) {
    known.resources->for_each(request.resource,
                              [&visit](std::uint32_t number) { return visit(number, true); });
  }
}

}  // namespace replisim
