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
  for (const Group& group : groups_) {
    prefix_lengths_.push_back(group.prefix.size());
  }
  std::sort(prefix_lengths_.begin(), prefix_lengths_.end());
  prefix_lengths_.erase(std::unique(prefix_lengths_.begin(), prefix_lengths_.end()),
                        prefix_lengths_.end());
}

void ResourceIndex::add(std::string_view pattern, std::uint32_t number) {
  const std::string_view prefix = literal_prefix(pattern);
  if (prefix == pattern) {
    exact(pattern).owners.push_back(number);
    return;
  }
  const std::string_view rest = pattern.substr(prefix.size());
  Group& shared = group(prefix);
  if (rest == "*") {
    shared.open_ended.push_back(number);
  } else {
    shared.rests.emplace_back(rest);
    shared.rest_owners.push_back(number);
  }
}

ResourceIndex::Group& ResourceIndex::group(std::string_view prefix) {
  const std::uint64_t hash = hash_bytes(prefix);
  Group* known = nullptr;
  group_index_.find(hash, [&](std::uint32_t number) {
    known = groups_[number].prefix == prefix ? &groups_[number] : nullptr;
    return known != nullptr;
  });
  if (known == nullptr) {
    group_index_.insert(hash, static_cast<std::uint32_t>(groups_.size()));
    known = &groups_.emplace_back();
    known->prefix = prefix;
  }
  return *known;
}

ResourceIndex::Exact& ResourceIndex::exact(std::string_view text) {
  const std::uint64_t hash = hash_bytes(text);
  Exact* known = nullptr;
  exact_index_.find(hash, [&](std::uint32_t number) {
    known = exact_[number].text == text ? &exact_[number] : nullptr;
    return known != nullptr;
  });
  if (known == nullptr) {
    exact_index_.insert(hash, static_cast<std::uint32_t>(exact_.size()));
    known = &exact_.emplace_back(Exact{std::string(text), {}});
  }
  return *known;
}

StatementIndex::Action& StatementIndex::action(const RequestAction& action) {
  Action* known = nullptr;
  action_index_.find(action.folded.hash, [&](std::uint32_t number) {
    known = actions_[number].lower == action.folded.lower ? &actions_[number] : nullptr;
    return known != nullptr;
  });
  if (known != nullptr) {
    return *known;
  }
  if (actions_.size() == kActionsMax) {
    actions_.clear();
    action_index_.clear();
  }
  action_index_.insert(action.folded.hash, static_cast<std::uint32_t>(actions_.size()));
  return actions_.emplace_back(make_action(action));
}

StatementIndex::Action StatementIndex::make_action(const RequestAction& action) const {
  Action made;
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
