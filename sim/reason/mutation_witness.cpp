#include "sim/reason/mutation_witness.h"

#include <algorithm>
#include <set>
#include <utility>

#include "model/action.h"
#include "model/arn.h"
#include "model/unicode.h"
#include "model/wildcard.h"
#include "sim/iam/condition.h"
#include "sim/iam/placed_policy.h"
#include "sim/iam/world_policies.h"

namespace replisim {
namespace {

constexpr std::string_view kEverything = "*";
constexpr std::string_view kAnonymous = "*";
constexpr std::string_view kExample = "example";
constexpr std::size_t kActionsMax = 200;
constexpr std::size_t kResourcesMax = 40;
constexpr std::size_t kPrincipalsMax = 40;

/// Values in the order in which they were thought of, each once.
class Choices {
 public:
  explicit Choices(std::size_t count_max) : count_max_(count_max) {}

  void add(const std::string& text) {
    if (!text.empty() && texts_.size() < count_max_ && known_.insert(text).second) {
      texts_.push_back(text);
    }
  }
  [[nodiscard]] const std::vector<std::string>& all() const { return texts_; }

 private:
  std::size_t count_max_;
  std::vector<std::string> texts_;
  std::set<std::string> known_;
};

/// A text that the pattern matches; empty where a variable stands in it.
std::string match_of(std::string_view pattern) {
  if (pattern.find("${") != std::string_view::npos) {
    return {};
  }
  std::string text;
  for (const char c : pattern) {
    if (c == '*') {
      text += kExample;
    } else {
      text += c == '?' ? 'x' : c;
    }
  }
  return text;
}

// --- conditions ---

bool is_negated(const ConditionEntry& condition) {
  return parse_condition_operator(condition.operator_name.text).info.negated;
}

std::string other_than(const std::string& value, OperatorFamily family) {
  switch (family) {
    case OperatorFamily::Bool:
    case OperatorFamily::Null: return parse_condition_bool(value) ? "false" : "true";
    case OperatorFamily::IpAddress: return "203.0.113.77";
    case OperatorFamily::Arn: return "arn:aws:s3:::another-example";
    case OperatorFamily::Numeric: return "999999999";
    case OperatorFamily::Date: return "2099-01-01T00:00:00Z";
    case OperatorFamily::String:
    case OperatorFamily::StringIgnoringCase:
    case OperatorFamily::StringLike:
    case OperatorFamily::Binary:
    case OperatorFamily::Unknown: return "another-" + std::string(kExample);
  }
  return {};
}

std::string address_in(const std::string& range) {
  return range.substr(0, range.find('/'));
}

/// A key with which one line of a Condition block holds, or does not.
WitnessKey key_for(const ConditionEntry& condition, bool holds, bool absent_if_not) {
  const ConditionOperator op = parse_condition_operator(condition.operator_name.text);
  const std::string first = condition.values.empty() ? "" : condition.values.front().text;
  if (op.info.family == OperatorFamily::Null) {
    const bool is_absent = parse_condition_bool(first) == holds;
    return {condition.key.text, is_absent ? std::nullopt : std::optional(std::string(kExample))};
  }
  if (!holds && absent_if_not && !op.info.negated) {
    return {condition.key.text, std::nullopt};
  }
  if (holds != op.info.negated) {
    return {condition.key.text,
            op.info.family == OperatorFamily::IpAddress ? address_in(first) : match_of(first)};
  }
  return {condition.key.text, other_than(first, op.info.family)};
}

void set_key(std::vector<WitnessKey>& context, WitnessKey key) {
  const auto known = std::find_if(context.begin(), context.end(), [&](const WitnessKey& other) {
    return equals_ignoring_ascii_case(other.key, key.key);
  });
  if (known != context.end()) {
    *known = std::move(key);
  } else {
    context.push_back(std::move(key));
  }
}

/// Contexts worth trying: other statements are kept out of the way, the conditions of this one hold
/// or, for the one that is at stake, do not.
class Contexts {
 public:
  Contexts(const PolicyDocument& document, const Statement& statement, const Mutation& mutation)
      : statement_(statement), mutation_(mutation) {
    for (const Statement& other : document.statements) {
      for (const ConditionEntry& condition : other.conditions) {
        if (&other != &statement && other.effect == Effect::Deny) {
          set_key(base_, key_for(condition, false, false));
        }
      }
    }
  }

  [[nodiscard]] std::vector<std::vector<WitnessKey>> all() const {
    std::vector<std::vector<WitnessKey>> contexts;
    const bool is_of_condition = mutation_.op->name == "drop-condition" ||
                                 mutation_.op->name == "widen-condition-value" ||
                                 mutation_.op->name == "drop-condition-value";
    if (is_of_condition) {
      contexts.push_back(of_value());
      contexts.push_back(without(true));
      contexts.push_back(without(false));
    }
    contexts.push_back(held());
    contexts.push_back(base_);
    contexts.emplace_back();
    return contexts;
  }

 private:
  [[nodiscard]] bool is_at_stake(const ConditionEntry& condition) const {
    return condition.key.where == mutation_.where ||
           std::any_of(condition.values.begin(), condition.values.end(),
                       [this](const PolicyText& v) { return v.where == mutation_.where; });
  }
  [[nodiscard]] std::vector<WitnessKey> held() const {
    std::vector<WitnessKey> context = base_;
    for (const ConditionEntry& condition : statement_.conditions) {
      set_key(context, key_for(condition, true, false));
    }
    return context;
  }
  [[nodiscard]] std::vector<WitnessKey> without(bool is_absent) const {
    std::vector<WitnessKey> context = held();
    for (const ConditionEntry& condition : statement_.conditions) {
      if (is_at_stake(condition)) {
        set_key(context, key_for(condition, false, is_absent));
      }
    }
    return context;
  }
  /// With the very value that is dropped.
  [[nodiscard]] std::vector<WitnessKey> of_value() const {
    std::vector<WitnessKey> context = held();
    for (const ConditionEntry& condition : statement_.conditions) {
      for (const PolicyText& value : condition.values) {
        if (value.where == mutation_.where && mutation_.op->name == "drop-condition-value") {
          ConditionEntry alone = condition;
          alone.values = {value};
          set_key(context, key_for(alone, !is_negated(condition), false));
        }
      }
    }
    return context;
  }

  const Statement& statement_;
  const Mutation& mutation_;
  std::vector<WitnessKey> base_;
};

// --- who, what, on what ---

/// Those that people know first.
constexpr std::string_view kWellKnown[] = {
    "s3:GetObject",       "s3:PutObject",        "s3:DeleteObject",         "s3:ListBucket",
    "kms:Decrypt",        "kms:GenerateDataKey", "kms:DisableKey",          "kms:PutKeyPolicy",
    "s3:PutBucketPolicy", "s3:DeleteBucket",     "kms:ScheduleKeyDeletion", "iam:PassRole"};

bool matches_any(const std::vector<PolicyText>& patterns, std::string_view action) {
  return std::any_of(patterns.begin(), patterns.end(), [&](const PolicyText& pattern) {
    return action_matches(pattern.text, action);
  });
}

/// Actions that the pattern matches and none of `others` does.
void add_actions(Choices& choices, const std::string& pattern,
                 const std::vector<PolicyText>& others) {
  for (const std::string_view action : kWellKnown) {
    if (action_matches(pattern, action) && !matches_any(others, action)) {
      choices.add(std::string(action));
    }
  }
  for_each_action_matching(pattern, [&](const ActionInfo& action) {
    if (!matches_any(others, action.name)) {
      choices.add(std::string(action.name));
    }
  });
}

std::vector<std::string> actions_of(const Mutation& mutation, const Statement& statement) {
  Choices choices(kActionsMax);
  std::vector<PolicyText> others = statement.actions;
  const auto entry = std::find_if(others.begin(), others.end(), [&](const PolicyText& action) {
    return action.where == mutation.where;
  });
  if (entry != others.end() && mutation.op->name == "widen-action") {
    add_actions(choices, mutation.change, others);
  } else if (entry != others.end()) {
    others.erase(entry);
    add_actions(choices, mutation.element, others);
  } else if (statement.not_action) {
    add_actions(choices, std::string(kEverything), others);
  } else {
    for (const PolicyText& action : statement.actions) {
      add_actions(choices, action.text, {});
    }
  }
  return choices.all();
}

void add_bucket_resources(Choices& choices, const Account& account, const Bucket& bucket) {
  const std::string arn = arn_of(account, bucket);
  choices.add(arn + "/" + std::string(kExample));
  choices.add(arn);
}

std::vector<std::string> resources_of(const Mutation& mutation, const Statement& statement,
                                      const PlacedPolicy& policy, const World& world) {
  Choices choices(kResourcesMax);
  const bool is_entry =
      std::any_of(statement.resources.begin(), statement.resources.end(),
                  [&](const PolicyText& resource) { return resource.where == mutation.where; });
  if (is_entry && mutation.op->name != "widen-resource") {
    choices.add(match_of(mutation.element));
    if (mutation.element != kEverything) {
      return choices.all();
    }
  }
  for (const PolicyText& resource : statement.resources) {
    if (!is_entry && !statement.not_resource && resource.text != kEverything) {
      choices.add(match_of(resource.text));
    }
  }
  if (is_entry) {
    choices.add(match_of(mutation.change));
  }
  for (const Account& account : world.accounts) {
    for (const Bucket& bucket : account.buckets) {
      if (policy.target.bucket_name.empty() || policy.target.bucket_name == bucket.name) {
        add_bucket_resources(choices, account, bucket);
      }
    }
    for (const Key& key : account.keys) {
      choices.add(arn_of(account, key));
    }
    for (const Role& role : account.roles) {
      choices.add(arn_of(account, role));
    }
  }
  return choices.all();
}

std::vector<std::string> principals_of(const Mutation& mutation, const Statement& statement,
                                       const World& world) {
  Choices choices(kPrincipalsMax);
  for (const PrincipalEntry& entry : statement.principals) {
    const bool is_dropped = entry.where == mutation.where && mutation.op->name == "drop-principal";
    if (is_dropped && RequestPrincipal::parse(entry.text)) {
      choices = Choices(kPrincipalsMax);
    }
    if (entry.text != kEverything && RequestPrincipal::parse(entry.text)) {
      choices.add(entry.text);
    }
  }
  for (const Account& account : world.accounts) {
    for (const User& user : account.users) {
      choices.add(arn_of(account, user));
    }
    for (const Role& role : account.roles) {
      choices.add(arn_of(account, role));
    }
  }
  for (const Account& account : world.accounts) {
    choices.add(root_arn_of(account));
  }
  choices.add(std::string(kAnonymous));
  return choices.all();
}

// --- asking ---

/// A world that requests are asked of, with all its policies.
class AskedWorld {
 public:
  explicit AskedWorld(World world) : world_(std::move(world)), policies_(world_) {
    store_unique_ids(world_);
  }
  AskedWorld(const AskedWorld&) = delete;
  AskedWorld& operator=(const AskedWorld&) = delete;

  Decision decide(const Witness& asked) {
    const CallerFacts& caller = policies_.caller(asked.principal);
    const ResourceFacts& resource = resource_of(asked);
    Request request;
    request.principal = &caller.principal;
    request.action = RequestAction(asked.action);
    request.resource = RequestResource(asked.resource);
    request.resource_account = resource.policies.account;
    for (const WitnessKey& key : asked.context) {
      if (key.value) {
        request.context.set(key.key, *key.value);
      }
    }
    request.context.add_layer(caller.context);
    request.context.add_layer(resource.context);
    return replisim::decide(request, caller.policies, resource.policies).decision;
  }

 private:
  const ResourceFacts& resource_of(const Witness& asked) {
    const std::optional<Arn> arn = parse_arn(asked.resource);
    if (arn && arn->service == "s3") {
      return policies_.bucket(arn->resource.substr(0, arn->resource.find('/')));
    }
    if (arn && arn->service == "kms") {
      return policies_.key(asked.resource);
    }
    return arn && arn->service == "iam" && asked.action == "sts:AssumeRole"
               ? policies_.role(asked.resource)
               : nothing_;
  }

  World world_;
  WorldPolicies policies_;
  ResourceFacts nothing_;
};

/// AWS has such requests, and what is asked about is in the world.
bool is_possible(const Witness& asked, const World& world) {
  const ActionInfo* const action = find_action(asked.action);
  const std::optional<Arn> arn = parse_arn(asked.resource);
  if (action == nullptr || action->resource_types.empty() || !arn ||
      !action_fits_resource(*action, asked.resource)) {
    return false;
  }
  if (arn->service == "s3") {
    return static_cast<bool>(world.find_bucket(arn->resource.substr(0, arn->resource.find('/'))));
  }
  return arn->service == "kms" ? static_cast<bool>(world.find_key(asked.resource))
                               : world.find_role(asked.resource) != nullptr;
}

/// What follows from who asks and what for cannot be chosen.
bool is_given(std::string_view key) {
  constexpr std::string_view kGiven[] = {
      "aws:PrincipalArn",   "aws:PrincipalAccount", "aws:PrincipalOrgID",  "aws:PrincipalOrgPaths",
      "aws:PrincipalType",  "aws:userid",           "aws:username",        "aws:ResourceAccount",
      "s3:ResourceAccount", "aws:ResourceOrgID",    "aws:ResourceOrgPaths"};
  return std::any_of(std::begin(kGiven), std::end(kGiven), [key](std::string_view given) {
    return equals_ignoring_ascii_case(given, key);
  });
}

class WitnessSearch {
 public:
  WitnessSearch(const Mutation& mutation, const World& before, const World& after,
                const WitnessLimits& limits)
      : mutation_(mutation),
        world_(before),
        before_(before),
        after_(after),
        requests_max_(limits.requests_max) {}

  /// Roles and users first: a test has these rather than account roots and the anonymous.
  std::optional<Witness> search(const PlacedPolicy& policy, const Statement& statement) {
    std::vector<std::string> usual = principals_of(mutation_, statement, world_);
    const auto others =
        std::stable_partition(usual.begin(), usual.end(), [](const std::string& principal) {
          return principal != kAnonymous && !principal.ends_with(":root");
        });
    const std::vector<std::string> unusual(others, usual.end());
    usual.erase(others, usual.end());
    std::optional<Witness> found = search(policy, statement, usual);
    return found ? found : search(policy, statement, unusual);
  }

 private:
  std::optional<Witness> search(const PlacedPolicy& policy, const Statement& statement,
                                const std::vector<std::string>& principals) {
    requests_left_ = requests_max_;
    const auto resources = resources_of(mutation_, statement, policy, world_);
    const auto actions = actions_of(mutation_, statement);
    for (std::vector<WitnessKey>& context :
         Contexts(*policy.document, statement, mutation_).all()) {
      context.erase(std::remove_if(context.begin(), context.end(),
                                   [](const WitnessKey& key) { return is_given(key.key); }),
                    context.end());
      for (const std::string& action : actions) {
        for (const std::string& resource : resources) {
          Witness asked{
              .principal = {}, .action = action, .resource = resource, .context = context};
          if (is_possible(asked, world_) && ask_all(principals, asked)) {
            return asked;
          }
        }
      }
    }
    return std::nullopt;
  }

  bool ask_all(const std::vector<std::string>& principals, Witness& asked) {
    for (const std::string& principal : principals) {
      if (requests_left_ == 0) {
        return false;
      }
      --requests_left_;
      asked.principal = principal;
      asked.before = before_.decide(asked);
      asked.after = after_.decide(asked);
      const bool is_known = asked.before != Decision::Unknown && asked.after != Decision::Unknown;
      const bool differs = (asked.before == Decision::Allow) != (asked.after == Decision::Allow);
      if (is_known && differs) {
        return true;
      }
    }
    return false;
  }

  const Mutation& mutation_;
  const World& world_;
  AskedWorld before_;
  AskedWorld after_;
  std::size_t requests_max_;
  std::size_t requests_left_ = 0;
};

/// Keys that make no difference are left out.
void simplify(Witness& witness, const World& before, const World& after) {
  AskedWorld asked_before(before);
  AskedWorld asked_after(after);
  for (std::size_t i = witness.context.size(); i > 0; --i) {
    Witness less = witness;
    less.context.erase(less.context.begin() + static_cast<std::ptrdiff_t>(i - 1));
    const bool is_absence = !witness.context[i - 1].value.has_value();
    if (!is_absence && asked_before.decide(less) == witness.before &&
        asked_after.decide(less) == witness.after) {
      witness = std::move(less);
    }
  }
}

}  // namespace

std::optional<Witness> find_witness(const Mutation& mutation, const ScenarioCase& before,
                                    const WitnessLimits& limits) {
  if (!mutation.is_of_policy) {
    return std::nullopt;
  }
  const ScenarioCase after = mutated(before, mutation).scenario;
  WitnessSearch search(mutation, before.world, after.world, limits);
  for (const PlacedPolicy& policy : policies_of(before.world)) {
    for (const Statement& statement : policy.document->statements) {
      const bool is_it =
          mutation.holder == statement.where ||
          (mutation.holder == policy.document->where && mutation.where == statement.where);
      std::optional<Witness> found = is_it ? search.search(policy, statement) : std::nullopt;
      if (found) {
        simplify(*found, before.world, after.world);
        found->principal = found->principal == kAnonymous ? "anonymous" : found->principal;
        return found;
      }
    }
  }
  return std::nullopt;
}

}  // namespace replisim
