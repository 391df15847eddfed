#include "sim/iam/statement_index.h"

#include <algorithm>

#include "sim/iam/compiled_policy.h"

namespace replisim {
namespace {

/// Whether all resources of the statement can be looked up by their text alone.
bool is_indexable(const CompiledStatement& statement) {
  return statement.has_resource && !statement.not_resource &&
         std::all_of(statement.resources.begin(), statement.resources.end(),
                     [](const ResourcePattern& pattern) { return pattern.is_plain(); });
}

}  // namespace

ResourceIndex::ResourceIndex(const std::vector<CompiledStatement>& statements,
                             const std::vector<std::uint32_t>& numbers) {
  for (const std::uint32_t number : numbers) {
    for (const ResourcePattern& pattern : statements[number].resources) {
      add(pattern.text().pattern(), number);
    }
  }
  std::sort(prefix_lengths_.begin(), prefix_lengths_.end());
  prefix_lengths_.erase(std::unique(prefix_lengths_.begin(), prefix_lengths_.end()),
                        prefix_lengths_.end());
}

void ResourceIndex::add(std::string_view pattern, std::uint32_t number) {
  const std::string_view prefix = literal_prefix(pattern);
  const std::uint64_t hash = hash_bytes(prefix);
  if (prefix == pattern) {
    std::vector<Exact>& bucket = exact_[hash];
    auto known = std::find_if(bucket.begin(), bucket.end(),
                              [prefix](const Exact& exact) { return exact.text == prefix; });
    if (known == bucket.end()) {
      known = bucket.insert(bucket.end(), Exact{std::string(prefix), {}});
    }
    known->owners.push_back(number);
    return;
  }
  std::vector<Group>& bucket = groups_[hash];
  auto group = std::find_if(bucket.begin(), bucket.end(),
                            [prefix](const Group& known) { return known.prefix == prefix; });
  if (group == bucket.end()) {
    group = bucket.insert(bucket.end(), Group{});
    group->prefix = prefix;
    prefix_lengths_.push_back(prefix.size());
  }
  const std::string_view rest = pattern.substr(prefix.size());
  if (rest == "*") {
    group->open_ended.push_back(number);
  } else {
    group->rests.emplace_back(rest);
    group->rest_owners.push_back(number);
  }
}

StatementIndex::Action& StatementIndex::action(const RequestAction& action) {
  std::vector<Action>& bucket = actions_[action.folded.hash];
  for (Action& known : bucket) {
    if (known.lower == action.folded.lower) {
      return known;
    }
  }
  if (action_count_ == kActionsMax) {
    actions_.clear();
    action_count_ = 0;
    return this->action(action);
  }
  ++action_count_;
  Action& made = bucket.emplace_back();
  made.lower = action.folded.lower;
  std::vector<std::uint32_t> indexable;
  for (const CompiledStatement& statement : *statements_) {
    if (!statement.is_inert && action_matches(statement, action)) {
      made.all.push_back(statement.number);
      (is_indexable(statement) ? indexable : made.scanned).push_back(statement.number);
    }
  }
  if (indexable.size() > kScanMax) {
    made.resources = std::make_unique<ResourceIndex>(*statements_, indexable);
  }
  return made;
}

}  // namespace replisim
