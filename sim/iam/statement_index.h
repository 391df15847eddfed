#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/wildcard.h"
#include "sim/iam/pattern_automaton.h"
#include "sim/iam/request.h"

namespace replisim {

struct CompiledStatement;

/// The statements with wildcard-free or plain resources of one action, found by what the resource
/// begins with: exact texts by hash, patterns by their literal prefix, and those that share a
/// prefix by one automaton.
class ResourceIndex {
 public:
  explicit ResourceIndex(const std::vector<CompiledStatement>& statements,
                         const std::vector<std::uint32_t>& numbers);

  /// Calls `visit(number)` for each statement with a resource that matches, some perhaps twice,
  /// until it returns false; returns whether it went through.
  template <typename Visit>
  bool for_each(std::string_view resource, Visit&& visit);

 private:
  struct Group {
    std::string prefix;
    std::vector<std::uint32_t> open_ended;   // `prefix*`
    std::vector<std::string> rests;          // what follows the prefix in the others
    std::vector<std::uint32_t> rest_owners;
    std::unique_ptr<PatternAutomaton> automaton;  // over the rests, made when first needed
  };
  struct Exact {
    std::string text;
    std::vector<std::uint32_t> owners;
  };

  /// Up to so many patterns that share a prefix, trying each is cheaper than an automaton.
  static constexpr std::size_t kTryEachMax = 3;

  void add(std::string_view pattern, std::uint32_t number);
  template <typename Visit>
  bool for_each_in_group(Group& group, std::string_view rest, Visit&& visit);

  std::vector<std::size_t> prefix_lengths_;  // ascending
  std::unordered_map<std::uint64_t, std::vector<Group>> groups_;  // by hash of the prefix
  std::unordered_map<std::uint64_t, std::vector<Exact>> exact_;
};

/// Which statements of a policy can concern a request. Grows with the actions asked; a question
/// about an action that was asked before allocates nothing. One thread at a time.
class StatementIndex {
 public:
  /// Up to so many statements for an action, looking at each is cheaper than an index.
  static constexpr std::size_t kScanMax = 8;
  /// Actions remembered; beyond it the oldest answers are forgotten.
  static constexpr std::size_t kActionsMax = 4'096;

  /// Borrows the statements.
  explicit StatementIndex(const std::vector<CompiledStatement>& statements)
      : statements_(&statements) {}

  template <typename Visit>
  void for_each(const Request& request, Visit&& visit);

 private:
  struct Action {
    std::string lower;
    std::vector<std::uint32_t> scanned;  // all, or those that cannot be indexed by resource
    std::vector<std::uint32_t> all;
    std::unique_ptr<ResourceIndex> resources;
  };

  Action& action(const RequestAction& action);

  const std::vector<CompiledStatement>* statements_;
  std::unordered_map<std::uint64_t, std::vector<Action>> actions_;  // by hash of the name
  std::size_t action_count_ = 0;
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
bool ResourceIndex::for_each(std::string_view resource, Visit&& visit) {
  std::uint64_t hash = kHashSeed;
  std::size_t hashed = 0;
  for (const std::size_t length : prefix_lengths_) {
    if (length > resource.size()) {
      break;
    }
    hash = hash_bytes(resource.substr(hashed, length - hashed), hash);
    hashed = length;
    if (const auto found = groups_.find(hash); found != groups_.end()) {
      for (Group& group : found->second) {
        if (resource.substr(0, length) == group.prefix &&
            !for_each_in_group(group, resource.substr(length), visit)) {
          return false;
        }
      }
    }
  }
  if (exact_.empty()) {
    return true;
  }
  hash = hash_bytes(resource.substr(hashed), hash);
  if (const auto found = exact_.find(hash); found != exact_.end()) {
    for (const Exact& exact : found->second) {
      if (exact.text == resource && !visit_each(exact.owners, visit)) {
        return false;
      }
    }
  }
  return true;
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
    known.resources->for_each(request.resource.text,
                              [&visit](std::uint32_t number) { return visit(number, true); });
  }
}

}  // namespace replisim
