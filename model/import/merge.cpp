#include "model/import/merge.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "model/import/completion.h"
#include "model/import/tree_builder.h"

namespace replisim {
namespace {

constexpr std::string_view kNotes = "x-";

/// Lists whose elements are told apart by a member.
struct KeyedList {
  std::string_view list;
  std::string_view key;
  std::string_view second_key;  ///< empty: one is enough
  std::string_view word;
};
constexpr KeyedList kKeyedLists[] = {
    {"accounts", "Id", {}, "account"},
    {"Buckets", "Name", {}, "bucket"},
    {"Keys", "KeyId", "Region", "key"},
    {"Roles", "RoleName", {}, "role"},
    {"Users", "UserName", {}, "user"},
    {"Groups", "GroupName", {}, "group"},
    {"Policies", "PolicyName", "Path", "managed policy"},
    {"RolePolicyList", "PolicyName", {}, "inline policy"},
    {"UserPolicyList", "PolicyName", {}, "inline policy"},
    {"GroupPolicyList", "PolicyName", {}, "inline policy"},
    {"AttachedManagedPolicies", "PolicyArn", {}, "attached policy"},
    {"Grants", "GrantId", {}, "grant"},
};

/// Lists that are simply put together, each element once.
constexpr std::string_view kPlainLists[] = {"events",   "variants",    "table",
                                            "Aliases",  "GroupList",   "Objects",
                                            "Accounts", "diagnostics", "assert"};

const KeyedList* find_list(std::string_view name) {
  const auto* const found = std::find_if(std::begin(kKeyedLists), std::end(kKeyedLists),
                                         [&](const KeyedList& row) { return row.list == name; });
  return found == std::end(kKeyedLists) ? nullptr : found;
}

bool is_plain_list(std::string_view name) {
  return std::find(std::begin(kPlainLists), std::end(kPlainLists), name) != std::end(kPlainLists);
}

bool is_note(const JsonNode& member) {
  return member.key.starts_with(kNotes);
}

class Merger {
 public:
  Merger(ImportContext& context, Issues& issues) : context_(context), issues_(issues) {}

  void merge(Draft& into, const JsonNode& from) { merge_members(into, from, "scenario"); }

 private:
  void merge_members(Draft& into, const JsonNode& from, const std::string& what);
  void merge_member(Draft& into, const JsonNode& member, const std::string& what);
  void merge_keyed(Draft& list, const JsonNode& from, const KeyedList& row);
  void merge_plain(Draft& list, const JsonNode& from);
  Draft* find_same(Draft& list, const JsonNode& element, const KeyedList& row) const;
  [[nodiscard]] bool is_equal(const JsonNode& first, const JsonNode& second);
  const JsonNode* policy_of(const JsonNode& node);

  ImportContext& context_;
  Issues& issues_;
};

/// What is known of the policy, if the node is one that is not known as a whole.
bool is_incomplete(const JsonNode& node) {
  return node.is_object() &&
         (node.find("Incomplete") != nullptr || node.find("Uncertain") != nullptr);
}

/// A policy given as a text, as the tree it is.
const JsonNode* Merger::policy_of(const JsonNode& node) {
  if (!node.is_string() || !node.text.starts_with("{")) {
    return &node;
  }
  Issues ignored;
  const JsonNode* const parsed =
      parse_embedded_json(context_.sources, node, context_.arena, ignored, context_.options.json);
  return parsed == nullptr ? &node : parsed;
}

bool Merger::is_equal(const JsonNode& first, const JsonNode& second) {
  const JsonNode& a = *policy_of(first);
  const JsonNode& b = *policy_of(second);
  if (!a.is_object() || !b.is_object()) {
    return json_equal(a, b);
  }
  const auto holds = [&](const JsonNode& member, const JsonNode& other) {
    const JsonNode* const same = other.find(member.key);
    return is_note(member) || (same != nullptr && is_equal(member, *same));
  };
  return std::all_of(a.begin(), a.end(), [&](const auto& m) { return holds(m, b); }) &&
         std::all_of(b.begin(), b.end(), [&](const auto& m) { return holds(m, a); });
}

Draft* Merger::find_same(Draft& list, const JsonNode& element, const KeyedList& row) const {
  const auto same_member = [&](const Draft& other, std::string_view name) {
    const JsonNode* const wanted = element.find(name);
    const Draft* const given = other.find(name);
    if (wanted == nullptr || given == nullptr) {
      return wanted == nullptr && given == nullptr && name == row.second_key;
    }
    return text_of_draft(*given) == wanted->text;
  };
  for (Draft& other : list.children) {
    if (same_member(other, row.key) &&
        (row.second_key.empty() || same_member(other, row.second_key))) {
      return &other;
    }
  }
  return nullptr;
}

void Merger::merge_keyed(Draft& list, const JsonNode& from, const KeyedList& row) {
  for (const JsonNode& element : from) {
    Draft* const same = find_same(list, element, row);
    if (same == nullptr) {
      list.push(thaw(element));
      continue;
    }
    const JsonNode* const name = element.find(row.key);
    merge_members(*same, element, std::string(row.word) + " " + in_backticks(name->text));
  }
}

void Merger::merge_plain(Draft& list, const JsonNode& from) {
  const JsonNode& present = *build(list, context_.arena);
  for (const JsonNode& element : from) {
    const bool is_there = std::any_of(present.begin(), present.end(), [&](const JsonNode& other) {
      return is_equal(other, element);
    });
    if (!is_there) {
      list.push(thaw(element));
    }
  }
}

void Merger::merge_member(Draft& into, const JsonNode& member, const std::string& what) {
  Draft* const present = into.find(member.key);
  if (present == nullptr) {
    if (member.key != kPartialNote) {
      into.set(member.key, thaw(member));
    }
    return;
  }
  if (is_note(member)) {
    return;
  }
  if (const KeyedList* const row = find_list(member.key); row != nullptr && member.is_array()) {
    merge_keyed(*present, member, *row);
    return;
  }
  if (member.is_array() && is_plain_list(member.key)) {
    merge_plain(*present, member);
    return;
  }
  const JsonNode& known = *build(*present, context_.arena);
  if (member.key == "organization" || member.key == "Root" || member.key == "AccountPolicies" ||
      member.key == "settings") {
    merge_members(*present, member, in_backticks(member.key));
  } else if (is_incomplete(known) && !is_incomplete(member)) {
    into.set(member.key, thaw(member));
  } else if (!is_incomplete(member) && !is_equal(known, member)) {
    issues_.push_back(
        {.code = "import.conflict",
         .message = in_backticks(member.key) + " of " + what + " is given twice, and differently",
         .hint = "it is first given at " + context_.sources.format(known.where),
         .where = member.where});
  }
}

void Merger::merge_members(Draft& into, const JsonNode& from, const std::string& what) {
  const bool is_whole = from.find(kPartialNote) == nullptr;
  for (const JsonNode& member : from) {
    merge_member(into, member, what);
  }
  if (is_whole) {
    into.remove(kPartialNote);
  }
}

bool is_stand_in(const ImportedInput& input, const JsonNode& account) {
  const JsonNode* const id = account.find("Id");
  return id != nullptr && std::find(input.stand_in_accounts.begin(), input.stand_in_accounts.end(),
                                    id->text) != input.stand_in_accounts.end();
}

bool names_an_account(const ImportedInput& input) {
  const JsonNode* const accounts = input.after->find("accounts");
  return accounts != nullptr &&
         std::any_of(accounts->begin(), accounts->end(),
                     [&](const JsonNode& account) { return !is_stand_in(input, account); });
}

/// Leaves out what is in accounts that nobody names, where they might be those of other inputs.
class StandIns {
 public:
  explicit StandIns(const std::vector<ImportedInput>& inputs)
      : is_alone_(inputs.size() == 1),
        is_any_named_(std::any_of(inputs.begin(), inputs.end(), names_an_account)) {}

  Draft without(const ImportedInput& input, const JsonNode& root,
                std::vector<UnknownValue>& unknown) {
    Draft draft = thaw(root);
    if (input.stand_in_accounts.empty() || is_alone_) {
      return draft;
    }
    if (!is_any_named_ && (kept_ == nullptr || kept_ == &input)) {
      kept_ = &input;
      return draft;
    }
    if (Draft* const accounts = draft.find("accounts")) {
      accounts->children.remove_if([&](const Draft& account) {
        const Draft* const id = account.find("Id");
        return id != nullptr &&
               std::find(input.stand_in_accounts.begin(), input.stand_in_accounts.end(),
                         text_of_draft(*id)) != input.stand_in_accounts.end();
      });
      unknown.push_back({.address = input.name,
                         .attribute = "account",
                         .reason = "it may be the account of another input; what is in it is left "
                                   "out",
                         .remedy = "`--account " + input.name + "=ID`",
                         .where = root.where});
    }
    return draft;
  }

 private:
  bool is_alone_;
  bool is_any_named_;
  const ImportedInput* kept_ = nullptr;
};

bool has_settings_of_its_own(const ImportedInput& input) {
  return input.kind == InputKind::Scenario;
}

/// What is unknown, each thing once.
class UnknownList {
 public:
  explicit UnknownList(std::vector<UnknownValue>& all) : all_(all) {}

  void add(const std::vector<UnknownValue>& values) {
    for (const UnknownValue& value : values) {
      const SourceRange where = value.where;
      if (seen_.emplace(value.address, value.attribute, value.reason, where.file).second) {
        all_.push_back(value);
      }
    }
  }

 private:
  std::vector<UnknownValue>& all_;
  std::set<std::tuple<std::string, std::string, std::string, std::uint32_t>> seen_;
};

}  // namespace

Result<MergedInputs> merge_inputs(ImportContext& context,
                                  const std::vector<ImportedInput>& inputs) {
  MergedInputs merged;
  Issues issues;
  UnknownList all_unknown(merged.unknown);
  for (const ImportedInput& input : inputs) {
    all_unknown.add(input.unknown);
  }
  const auto merge = [&](bool is_before) {
    StandIns stand_ins(inputs);
    Merger merger(context, issues);
    std::vector<UnknownValue> unknown;
    Draft world = Draft::object({});
    for (const ImportedInput& input : inputs) {
      const JsonNode* const root =
          is_before && input.before != nullptr ? input.before : input.after;
      world.where = world.where.is_known() ? world.where : root->where;
      merger.merge(world, *build(stand_ins.without(input, *root, unknown), context.arena));
    }
    if (!std::all_of(inputs.begin(), inputs.end(), has_settings_of_its_own)) {
      complete_scenario(world, unknown);
    }
    all_unknown.add(unknown);
    return build(world, context.arena);
  };
  if (inputs.empty()) {
    issues.push_back({.code = "import.no-input", .message = "there is no input"});
    return issues;
  }
  merged.after = merge(false);
  if (std::any_of(inputs.begin(), inputs.end(),
                  [](const ImportedInput& input) { return input.before != nullptr; })) {
    merged.before = merge(true);
  }
  sort_issues(issues);
  if (!issues.empty()) {
    return issues;
  }
  return merged;
}

}  // namespace replisim
