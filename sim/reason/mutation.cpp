#include "sim/reason/mutation.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>
#include <variant>

#include "sim/iam/placed_policy.h"
#include "sim/iam/public_policy.h"
#include "sim/reason/mutation_operators.h"
#include "sim/replication/replication_check.h"

namespace replisim {
namespace {

// --- things that are changed ---

std::span<const OperatorOn<ReplicationConfiguration>> operators_of(
    const ReplicationConfiguration& /*holder*/) {
  return configuration_operators();
}
std::span<const OperatorOn<ReplicationRule>> operators_of(const ReplicationRule& /*holder*/) {
  return rule_operators();
}
std::span<const OperatorOn<Bucket>> operators_of(const Bucket& /*holder*/) {
  return bucket_operators();
}
std::span<const OperatorOn<PublicAccessBlock>> operators_of(const PublicAccessBlock& /*holder*/) {
  return public_access_operators();
}
std::span<const OperatorOn<Key>> operators_of(const Key& /*holder*/) {
  return key_operators();
}
std::span<const OperatorOn<Grant>> operators_of(const Grant& /*holder*/) {
  return grant_operators();
}
std::span<const OperatorOn<Role>> operators_of(const Role& /*holder*/) {
  return role_operators();
}
std::span<const OperatorOn<User>> operators_of(const User& /*holder*/) {
  return user_operators();
}
std::span<const OperatorOn<Group>> operators_of(const Group& /*holder*/) {
  return group_operators();
}

template <typename Configuration, typename Visit>
void visit_configuration(Configuration& configuration, const std::string& bucket, Visit& visit) {
  visit(configuration, "the replication configuration of bucket " + bucket);
  for (auto& rule : configuration.rules) {
    visit(rule, "the replication configuration of bucket " + bucket);
  }
}

template <typename AnyBucket, typename Visit>
void visit_bucket(AnyBucket& bucket, Visit& visit) {
  visit(bucket, "bucket " + bucket.name);
  if (bucket.replication) {
    visit_configuration(*bucket.replication, bucket.name, visit);
  }
  if (bucket.public_access_block) {
    visit(*bucket.public_access_block, "Block Public Access of bucket " + bucket.name);
  }
}

/// Calls `visit(holder, subject)` for everything with settings, in a case that may be changed or
/// not.
template <typename Case, typename Visit>
void visit_settings(Case& scenario, Visit&& visit) {
  for (auto& account : scenario.world.accounts) {
    if (account.public_access_block) {
      visit(*account.public_access_block, "Block Public Access of account " + account.id);
    }
    for (auto& user : account.users) {
      visit(user, "user " + user.user_name);
    }
    for (auto& group : account.groups) {
      visit(group, "group " + group.group_name);
    }
    for (auto& role : account.roles) {
      visit(role, "role " + role.role_name);
    }
    for (auto& key : account.keys) {
      visit(key, "key " + key.key_id);
      for (auto& grant : key.grants) {
        visit(grant, "key " + key.key_id);
      }
    }
    for (auto& bucket : account.buckets) {
      visit_bucket(bucket, visit);
    }
  }
  for (auto& event : scenario.events) {
    if (auto* const put = std::get_if<PutBucketReplication>(&event.operation)) {
      visit_configuration(put->configuration, put->bucket, visit);
    }
  }
}

// --- places ---

/// Where members stand that the model keeps no place of.
class TreePlaces {
 public:
  explicit TreePlaces(const JsonNode* root) {
    if (root != nullptr) {
      add(*root);
    }
  }

  /// Of the member below the value at `holder`, or of the nearest one above it that is there.
  [[nodiscard]] SourceRange at(SourceRange holder, std::string_view member) const {
    const auto found = nodes_.find(key_of(holder));
    const JsonNode* node = found == nodes_.end() ? nullptr : found->second;
    SourceRange where = holder;
    while (node != nullptr && !member.empty()) {
      const std::size_t slash = std::min(member.find('/'), member.size());
      node = child(*node, member.substr(0, slash));
      member.remove_prefix(std::min(slash + 1, member.size()));
      where = node == nullptr ? where : node->where;
    }
    return where;
  }

 private:
  using Key = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>;

  static Key key_of(SourceRange where) { return {where.file, where.begin, where.end}; }

  static const JsonNode* child(const JsonNode& node, std::string_view name) {
    if (!node.is_array()) {
      return node.find(name);
    }
    std::size_t index = 0;
    for (const char digit : name) {
      index = index * 10 + static_cast<std::size_t>(digit - '0');
    }
    return index < node.child_count ? node.children + index : nullptr;
  }

  void add(const JsonNode& node) {
    if (node.is_object()) {
      nodes_.emplace(key_of(node.where), &node);
    }
    for (const JsonNode& below : node) {
      add(below);
    }
  }

  std::map<Key, const JsonNode*> nodes_;
};

bool is_inside(SourceRange inner, SourceRange outer) {
  return inner.file == outer.file && inner.begin >= outer.begin && inner.end <= outer.end;
}

/// What variants and rows of a scenario say themselves is a part of the test.
class PatchPlaces {
 public:
  explicit PatchPlaces(const ScenarioCase& base) {
    for (const std::string_view name : {"variants", "table"}) {
      const JsonNode* const list = base.root == nullptr ? nullptr : base.root->find(name);
      if (list != nullptr) {
        lists_.push_back(list->where);
      }
    }
  }

  [[nodiscard]] bool has(SourceRange where) const {
    return std::any_of(lists_.begin(), lists_.end(),
                       [where](SourceRange list) { return is_inside(where, list); });
  }

 private:
  std::vector<SourceRange> lists_;
};

// --- finding ---

/// Whatever principals there are when the event comes: that depends on those before it.
bool is_refused(const PlacedPolicy& policy) {
  PolicyTarget target = policy.target;
  target.find_principal = nullptr;
  return !validate_policy(*policy.document, policy.kind, target).empty();
}

class Finder {
 public:
  Finder(const ScenarioCase& scenario, const ScenarioCase& base)
      : scenario_(scenario), patches_(base), tree_(scenario.root) {}

  std::vector<Mutation> find() {
    for (const PlacedPolicy& policy : policies_of(scenario_.world)) {
      add_policy(policy);
    }
    for (const Event& event : scenario_.events) {
      for (const PlacedPolicy& policy : policies_of(event, scenario_.world)) {
        if (!is_refused(policy)) {
          add_policy(policy);
        }
      }
    }
    visit_settings(scenario_, [this](const auto& holder, const std::string& subject) {
      for (const auto& row : operators_of(holder)) {
        const std::size_t first = found_.size();
        row.find(holder, found_);
        finish(first, row.info, holder.where, subject);
      }
    });
    sort();
    return std::move(found_);
  }

 private:
  void add_policy(const PlacedPolicy& policy);
  void finish(std::size_t first, const MutationOperator& op, SourceRange holder,
              const std::string& subject);
  void sort();

  const ScenarioCase& scenario_;
  PatchPlaces patches_;
  TreePlaces tree_;
  std::vector<Mutation> found_;
};

void Finder::add_policy(const PlacedPolicy& policy) {
  for (Mutation& mutation : find_mutations(policy)) {
    if (!patches_.has(mutation.where)) {
      found_.push_back(std::move(mutation));
    }
  }
}

/// Fills in what the operator does not know, and leaves out what is part of the test.
void Finder::finish(std::size_t first, const MutationOperator& op, SourceRange holder,
                    const std::string& subject) {
  for (std::size_t i = first; i < found_.size(); ++i) {
    Mutation& mutation = found_[i];
    mutation.op = &op;
    mutation.holder = holder;
    mutation.subject = subject;
    if (!mutation.member.empty()) {
      mutation.where =
          tree_.at(mutation.where.is_known() ? mutation.where : holder, mutation.member);
    }
  }
  found_.erase(std::remove_if(found_.begin() + static_cast<std::ptrdiff_t>(first), found_.end(),
                              [this](const Mutation& mutation) {
                                return !mutation.where.is_known() || patches_.has(mutation.where);
                              }),
               found_.end());
}

auto order_of(const Mutation& mutation) {
  return std::tie(mutation.where.file, mutation.where.begin, mutation.where.end, mutation.op->name,
                  mutation.element, mutation.change);
}

/// By place; a policy that a case uses twice is one policy.
void Finder::sort() {
  const auto less = [](const Mutation& left, const Mutation& right) {
    return order_of(left) < order_of(right);
  };
  std::stable_sort(found_.begin(), found_.end(), less);
  const auto equal = [](const Mutation& left, const Mutation& right) {
    return order_of(left) == order_of(right);
  };
  found_.erase(std::unique(found_.begin(), found_.end(), equal), found_.end());
}

// --- changing ---

std::string said(const std::string& code, const std::string& message) {
  return message.empty() ? code : code + ": " + message;
}

/// What AWS says to the changed policy and did not say to the one before.
std::string refusal_of(const PlacedPolicy& before, const PlacedPolicy& after) {
  std::set<std::pair<std::string, std::string>> known;
  for (const SaveFault& fault : validate_policy(*before.document, before.kind, before.target)) {
    known.emplace(fault.code, fault.lint_code);
  }
  for (const SaveFault& fault : validate_policy(*after.document, after.kind, after.target)) {
    if (!known.contains({fault.code, fault.lint_code})) {
      return said(fault.code, fault.message);
    }
  }
  return {};
}

bool blocks_public_policies(const World& world, const std::string& bucket_name) {
  const World::BucketPlace place = world.find_bucket(bucket_name);
  const auto blocks = [](const std::optional<PublicAccessBlock>& block) {
    return block && block->block_public_policy;
  };
  return place &&
         (blocks(place.bucket->public_access_block) || blocks(place.account->public_access_block));
}

/// Changes one case, and asks what AWS would say to it.
class Mutator {
 public:
  Mutator(const ScenarioCase& scenario, const Mutation& mutation)
      : before_(scenario), mutation_(mutation), result_{.scenario = scenario} {}

  MutatedCase run() {
    if (mutation_.is_of_policy) {
      change_policies();
    } else {
      change_settings();
    }
    return std::move(result_);
  }

 private:
  enum class Stands : std::uint8_t { InWorld, InEvent };

  void change_policies();
  void change_policy(const PlacedPolicy& before, const PlacedPolicy& after, Stands stands);
  void change_settings();
  void drop_empty_configurations();
  void check_configurations();

  const ScenarioCase& before_;
  const Mutation& mutation_;
  MutatedCase result_;
};

void Mutator::change_policies() {
  const auto change_all = [this](const std::vector<PlacedPolicy>& before,
                                 const std::vector<PlacedPolicy>& after, Stands stands) {
    for (std::size_t i = 0; i < before.size(); ++i) {
      change_policy(before[i], after[i], stands);
    }
  };
  change_all(policies_of(before_.world), policies_of(result_.scenario.world), Stands::InWorld);
  for (std::size_t i = 0; i < before_.events.size(); ++i) {
    change_all(policies_of(before_.events[i], before_.world),
               policies_of(result_.scenario.events[i], result_.scenario.world), Stands::InEvent);
  }
}

void Mutator::change_policy(const PlacedPolicy& before, const PlacedPolicy& after, Stands stands) {
  // It stands in the copy, which is ours.
  auto& document = const_cast<PolicyDocument&>(*after.document);
  if (!is_inside(mutation_.holder, document.where) || !apply_mutation(mutation_, document)) {
    return;
  }
  ++result_.place_count;
  const bool is_gone = document.statements.empty() && stands == Stands::InWorld;
  if (!is_gone && result_.refusal.empty()) {
    result_.refusal = refusal_of(before, after);
  }
  if (after.kind == PolicyKind::Bucket && result_.refusal.empty() &&
      blocks_public_policies(before_.world, after.target.bucket_name) &&
      is_public_policy(document) && !is_public_policy(*before.document)) {
    result_.refusal = "AccessDenied: Block Public Access refuses a public policy";
  }
}

void Mutator::change_settings() {
  visit_settings(result_.scenario, [this](auto& holder, const std::string& /*subject*/) {
    if (!(holder.where == mutation_.holder)) {
      return;
    }
    for (const auto& row : operators_of(holder)) {
      if (&row.info == mutation_.op) {
        row.apply(holder, mutation_);
        ++result_.place_count;
      }
    }
  });
  drop_empty_configurations();
  check_configurations();
}

/// A bucket without its last rule has no configuration.
void Mutator::drop_empty_configurations() {
  for (Account& account : result_.scenario.world.accounts) {
    for (Bucket& bucket : account.buckets) {
      if (bucket.replication && bucket.replication->where == mutation_.holder &&
          bucket.replication->rules.empty()) {
        bucket.replication.reset();
      }
    }
  }
}

std::optional<ConfigurationFault> fault_of(const World& world, Instant now,
                                           std::string_view bucket_name,
                                           const ReplicationConfiguration& configuration) {
  const World::BucketPlace place = world.find_bucket(bucket_name);
  if (!place) {
    return std::nullopt;
  }
  std::vector<Diagnostic> ignored;
  const Settings settings = Settings::read(world.settings, ignored);
  const ConfigurationCase checked{.world = world,
                                  .settings = settings,
                                  .source = *place.bucket,
                                  .configuration = configuration,
                                  .source_account = place.account->id,
                                  .caller_account = place.account->id,
                                  .now = now,
                                  .has_lock_token = true};
  std::optional<ConfigurationFault> fault = check_shape(checked);
  return fault ? fault : check_content(checked);
}

/// Says what S3 refuses of a configuration that is changed and was accepted before.
void Mutator::check_configurations() {
  const auto check = [this](const std::string& bucket, const ReplicationConfiguration& before,
                            const ReplicationConfiguration& after) {
    if (!is_inside(mutation_.holder, before.where) ||
        fault_of(before_.world, before_.clock, bucket, before)) {
      return;
    }
    if (const auto fault = fault_of(before_.world, before_.clock, bucket, after)) {
      result_.refusal = said(fault->code, fault->message);
    }
  };
  for (const Account& account : before_.world.accounts) {
    for (const Bucket& bucket : account.buckets) {
      const Bucket* const after = result_.scenario.world.find_bucket(bucket.name).bucket;
      if (bucket.replication && after != nullptr && after->replication) {
        check(bucket.name, *bucket.replication, *after->replication);
      }
    }
  }
  for (std::size_t i = 0; i < before_.events.size(); ++i) {
    const auto* const before = std::get_if<PutBucketReplication>(&before_.events[i].operation);
    if (before != nullptr) {
      check(before->bucket, before->configuration,
            std::get<PutBucketReplication>(result_.scenario.events[i].operation).configuration);
    }
  }
}

/// The template with texts for `{}` and `{>}`, in backticks.
std::string filled(std::string_view text, const Mutation& mutation) {
  std::string out;
  while (!text.empty()) {
    if (text.starts_with("{}")) {
      out += in_backticks(mutation.element);
      text.remove_prefix(2);
    } else if (text.starts_with("{>}")) {
      out += in_backticks(mutation.change);
      text.remove_prefix(3);
    } else {
      out += text.front();
      text.remove_prefix(1);
    }
  }
  return out;
}

template <typename Rows>
void add_infos(std::vector<const MutationOperator*>& infos, const Rows& rows) {
  for (const auto& row : rows) {
    const bool is_known =
        std::any_of(infos.begin(), infos.end(),
                    [&row](const MutationOperator* info) { return info->name == row.info.name; });
    if (!is_known) {
      infos.push_back(&row.info);
    }
  }
}

}  // namespace

std::vector<const MutationOperator*> mutation_operators() {
  std::vector<const MutationOperator*> infos;
  add_infos(infos, policy_operators());
  add_infos(infos, statement_operators());
  add_infos(infos, configuration_operators());
  add_infos(infos, rule_operators());
  add_infos(infos, bucket_operators());
  add_infos(infos, public_access_operators());
  add_infos(infos, key_operators());
  add_infos(infos, grant_operators());
  add_infos(infos, role_operators());
  add_infos(infos, user_operators());
  add_infos(infos, group_operators());
  return infos;
}

const MutationOperator* find_mutation_operator(std::string_view name) {
  for (const MutationOperator* info : mutation_operators()) {
    if (info->name == name) {
      return info;
    }
  }
  return nullptr;
}

std::string sentence_of(const Mutation& mutation) {
  return filled(mutation.op->sentence, mutation);
}

std::string hint_of(const Mutation& mutation) {
  const bool is_of_deny = mutation.is_of_deny && !mutation.op->deny_hint.empty();
  return filled(is_of_deny ? mutation.op->deny_hint : mutation.op->hint, mutation);
}

std::vector<Mutation> find_mutations(const PlacedPolicy& policy) {
  const PolicyDocument& document = *policy.document;
  std::vector<Mutation> found;
  if (document.is_unreadable() || document.incomplete || !document.where.is_known()) {
    return found;
  }
  const auto finish = [&](std::size_t first, const MutationOperator& op, SourceRange holder) {
    for (std::size_t i = first; i < found.size(); ++i) {
      found[i].op = &op;
      found[i].holder = holder;
      found[i].subject = policy.name;
      found[i].is_of_policy = true;
    }
  };
  for (const OperatorOn<PolicyDocument>& row : policy_operators()) {
    row.find(document, found);
    finish(0, row.info, document.where);
  }
  for (const Statement& statement : document.statements) {
    if (!statement.effect || statement.uncertain) {
      continue;
    }
    for (const StatementOperator& row : statement_operators()) {
      const std::size_t first = found.size();
      row.find({statement, policy.kind}, found);
      for (std::size_t i = first; i < found.size(); ++i) {
        found[i].is_of_deny = statement.effect == Effect::Deny;
      }
      finish(first, row.info, statement.where);
    }
  }
  return found;
}

std::vector<Mutation> find_mutations(const ScenarioCase& scenario, const ScenarioCase& base) {
  return Finder(scenario, base).find();
}

bool apply_mutation(const Mutation& mutation, PolicyDocument& document) {
  for (const OperatorOn<PolicyDocument>& row : policy_operators()) {
    if (&row.info == mutation.op && document.where == mutation.holder) {
      row.apply(document, mutation);
      return true;
    }
  }
  bool is_there = false;
  for (const StatementOperator& row : statement_operators()) {
    for (Statement& statement : document.statements) {
      if (&row.info == mutation.op && statement.where == mutation.holder) {
        row.apply(statement, mutation);
        is_there = true;
      }
    }
  }
  return is_there;
}

MutatedCase mutated(const ScenarioCase& scenario, const Mutation& mutation) {
  return Mutator(scenario, mutation).run();
}

}  // namespace replisim
