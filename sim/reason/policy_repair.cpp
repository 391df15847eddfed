#include "sim/reason/policy_repair.h"

#include <algorithm>
#include <utility>

#include "model/arn.h"
#include "model/json_writer.h"
#include "sim/reason/patch_builder.h"

namespace replisim {
namespace {

bool is_resource_policy(DeniedBy side) {
  return layer_of(side) == PolicyLayer::Resource;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return lower;
}

std::string_view service_of(std::string_view action) {
  return action.substr(0, action.find(':'));
}

bool speaks_of(const CompiledStatement& statement, std::string_view service) {
  const std::string prefix = std::string(service) + ":";
  return std::any_of(statement.actions.begin(), statement.actions.end(),
                     [&](const ActionPattern& action) { return action.lower.starts_with(prefix); });
}

/// `arn:aws:s3:::bucket/key` → `bucket`.
std::string_view bucket_of(std::string_view resource) {
  const std::optional<Arn> arn = parse_arn(resource);
  return arn && arn->service == "s3" ? arn->resource.substr(0, arn->resource.find('/'))
                                     : std::string_view();
}

std::string account_of_arn(std::string_view text) {
  const std::optional<Arn> arn = parse_arn(text);
  return arn ? std::string(arn->account) : std::string();
}

// --- where the policy stands ---

/// Owner of a bucket, key or role in the tree.
std::string holder_pointer(const std::string& holder, const ScenarioPlaces& places) {
  if (const std::string_view bucket = bucket_of(holder); !bucket.empty()) {
    return places.bucket(bucket);
  }
  for (const std::string& pointer : {places.key(holder), places.role(holder)}) {
    if (!pointer.empty()) {
      return pointer;
    }
  }
  return places.user(holder);
}

/// Of the policies of the caller the one that a statement for this action fits best into: one that
/// speaks of the service already, inline rather than managed, since that may be others' too.
const CompiledPolicy* best_identity_policy(const Trace& trace, const std::string& role,
                                           const RepairCase& repair) {
  const CompiledPolicy* best = nullptr;
  int best_score = -1;
  for (const PolicyTrace& policy : trace.policies) {
    if (policy.layer != PolicyLayer::Identity) {
      continue;
    }
    const bool is_own =
        policy.policy->where().is_known() && policy.policy->where().file >= repair.first_own_text;
    const std::string pointer = is_own ? role : repair.places.at(policy.policy->where(), role);
    if (pointer.empty()) {
      continue;  // managed by AWS
    }
    const auto& statements = policy.policy->statements();
    const bool fits =
        std::any_of(statements.begin(), statements.end(), [&](const CompiledStatement& statement) {
          return statement.effect == Effect::Allow &&
                 speaks_of(statement, service_of(trace.action));
        });
    const int score = (pointer.starts_with(role) ? 2 : 0) + (fits ? 1 : 0);
    if (score > best_score) {
      best = policy.policy.get();
      best_score = score;
    }
  }
  return best;
}

/// The policy is there and its text is in the scenario.
bool point_at(ChangedPolicy& target, const CompiledPolicy* policy, const std::string& owner,
              const ScenarioPlaces& places) {
  if (policy == nullptr) {
    return false;
  }
  target.where = policy->where();
  target.pointer = places.at(target.where, owner);
  target.name = policy->label().name;
  return !target.pointer.empty();
}

/// Inline policies of a role or user.
std::string inline_list(const JsonNode& owner) {
  return owner.find("UserName") == nullptr ? "RolePolicyList" : "UserPolicyList";
}

/// An inline policy of this name that the role or user has already.
std::string inline_policy(const JsonNode& owner, std::string_view name) {
  const std::string list_name = inline_list(owner);
  const JsonNode* list = owner.find(list_name);
  for (std::size_t i = 0; list != nullptr && i < list->child_count; ++i) {
    if (text_member(list->children[i], "PolicyName") == name) {
      return "/" + list_name + "/" + std::to_string(i) + "/PolicyDocument";
    }
  }
  return {};
}

/// A policy that would have to be made, or that earlier changes have touched, so that its text is
/// theirs.
bool make_new(ChangedPolicy& target, const std::string& owner, const ScenarioPlaces& places) {
  const JsonNode* node = owner.empty() ? nullptr : places.node(owner);
  if (node == nullptr) {
    return false;
  }
  if (target.kind == DeniedBy::IdentityPolicy) {
    const std::string known = inline_policy(*node, target.name);
    if (!known.empty()) {
      target.pointer = owner + known;
      return true;
    }
  }
  target.is_new = target.kind == DeniedBy::IdentityPolicy ||
                  node->find(target.kind == DeniedBy::TrustPolicy ? "AssumeRolePolicyDocument"
                                                                  : "Policy") == nullptr;
  switch (target.kind) {
    case DeniedBy::BucketPolicy: target.pointer = owner + "/Policy"; return true;
    case DeniedBy::KeyPolicy:
      target.pointer = owner + "/Policy";
      return text_member(*node, "KeyManager") != "AWS";
    case DeniedBy::TrustPolicy: target.pointer = owner + "/AssumeRolePolicyDocument"; return true;
    case DeniedBy::IdentityPolicy:
      target.name = "replication";
      target.pointer = owner + "/" + inline_list(*node);
      return true;
    default: return false;
  }
}

std::optional<ChangedPolicy> target_of(const Requirement& requirement, const RepairCase& repair) {
  const Trace& trace = *requirement.trace;
  const ScenarioPlaces& places = repair.places;
  ChangedPolicy target;
  target.kind = requirement.verdict.denied_by;
  const CompiledPolicy* policy = requirement.verdict.policy;
  if (is_resource_policy(target.kind)) {
    const std::string_view bucket = bucket_of(trace.resource);
    target.holder = bucket.empty() ? trace.resource : "arn:aws:s3:::" + std::string(bucket);
  } else {
    target.holder = trace.principal;
  }
  const std::string owner = holder_pointer(target.holder, places);
  target.account = owner.empty() ? account_of_arn(target.holder) : places.account_of(owner);
  const bool adds = requirement.kind == RequirementKind::IdentityAllows;
  if (adds) {
    policy = best_identity_policy(trace, owner, repair);
  }
  if (layer_of(target.kind) == PolicyLayer::ServiceControl ||
      layer_of(target.kind) == PolicyLayer::ResourceControl) {
    target.account = repair.world.organization ? repair.world.organization->management_account_id
                                               : std::string();
    target.holder.clear();
  }
  if (point_at(target, policy, owner, places)) {
    return target;
  }
  const bool can_be_new = policy == nullptr || !policy->where().is_known() ||
                          policy->where().file >= repair.first_own_text;
  target.where = can_be_new ? SourceRange() : target.where;
  return can_be_new && make_new(target, owner, places) ? std::optional(target) : std::nullopt;
}

// --- what it has to say ---

/// A literal text as a pattern that matches it alone.
std::string as_pattern(std::string_view text) {
  std::string pattern;
  for (const char c : text) {
    pattern +=
        c == '*' || c == '?' || c == '$' ? "${" + std::string(1, c) + "}" : std::string(1, c);
  }
  return pattern;
}

std::string_view prefix_of(const ReplicationRule& rule) {
  if (rule.prefix) {
    return *rule.prefix;
  }
  if (rule.filter && rule.filter->prefix) {
    return *rule.filter->prefix;
  }
  return rule.filter && rule.filter->both && rule.filter->both->prefix
             ? std::string_view(*rule.filter->both->prefix)
             : std::string_view();
}

/// An object's ARN widened to all objects that the rule takes.
std::string scope_of(const std::string& resource, const RepairCase& repair) {
  const std::string_view bucket = bucket_of(resource);
  const std::size_t slash = resource.find('/');
  if (bucket.empty() || slash == std::string::npos) {
    return resource;
  }
  const std::string_view key = std::string_view(resource).substr(slash + 1);
  const ReplicationRule* rule = find_rule(repair.world, repair.attempt.rule_where);
  const std::string_view prefix = rule == nullptr ? std::string_view() : prefix_of(*rule);
  return resource.substr(0, slash + 1) +
         (key.starts_with(prefix) ? as_pattern(prefix) : std::string()) + "*";
}

/// Keys that narrow a right to what S3 does with it; statements that use them want them used.
bool is_narrowing(const std::string& lower_key, const Trace& trace) {
  if (trace.authority == ResourceAuthority::Role) {
    return lower_key == "aws:sourceaccount" || lower_key == "aws:sourcearn";
  }
  return service_of(trace.action) == "kms" &&
         (lower_key == "kms:viaservice" || lower_key.starts_with("kms:encryptioncontext:") ||
          lower_key == "kms:calleraccount");
}

ConditionLine condition_of(const ConditionTrace& tested, const RepairCase& repair) {
  ConditionLine line;
  line.key = tested.condition->key_text;
  for (const std::string& value : tested.found) {
    line.values.push_back(scope_of(value, repair));
  }
  const bool has_pattern =
      std::any_of(line.values.begin(), line.values.end(),
                  [](const std::string& value) { return value.find('*') != std::string::npos; });
  line.operator_name = lower_case(line.key) == "aws:sourcearn" ? "ArnLike"
                       : has_pattern                           ? "StringLike"
                                                               : "StringEquals";
  return line;
}

/// The conditions that the user's own statements of this kind of policy narrow such rights with.
std::vector<ConditionLine> conditions_for(const Requirement& requirement,
                                          const RepairCase& repair) {
  const Trace& trace = *requirement.trace;
  std::vector<ConditionLine> lines;
  for (const PolicyTrace& policy : trace.policies) {
    if (policy.layer != layer_of(requirement.verdict.denied_by)) {
      continue;
    }
    for (const StatementTrace& statement : policy.statements) {
      const bool is_like_it = statement.statement->effect == Effect::Allow &&
                              speaks_of(*statement.statement, service_of(trace.action));
      for (const ConditionTrace& tested : statement.conditions) {
        const bool is_known =
            std::any_of(lines.begin(), lines.end(), [&](const ConditionLine& line) {
              return lower_case(line.key) == lower_case(tested.condition->key_text);
            });
        if (is_like_it && !is_known && !tested.found.empty() &&
            is_narrowing(lower_case(tested.condition->key_text), trace)) {
          lines.push_back(condition_of(tested, repair));
        }
      }
    }
  }
  return lines;
}

NewStatement statement_for(const Requirement& requirement, const RepairCase& repair) {
  const Trace& trace = *requirement.trace;
  const DeniedBy side = requirement.verdict.denied_by;
  NewStatement statement;
  statement.actions = {trace.action};
  if (is_resource_policy(side)) {
    const bool is_service = trace.caller_kind == PrincipalKind::Service;
    statement.principal_type = is_service ? "Service" : "AWS";
    statement.principal = trace.principal;
  }
  if (side == DeniedBy::KeyPolicy || side == DeniedBy::ServiceControlPolicy) {
    statement.resources = {"*"};  // of a key policy: the key that it belongs to
  } else if (side != DeniedBy::TrustPolicy) {
    statement.resources = {scope_of(trace.resource, repair)};
  }
  if (side != DeniedBy::ServiceControlPolicy && side != DeniedBy::PermissionsBoundary) {
    statement.conditions = conditions_for(requirement, repair);
  }
  return statement;
}

Change narrowing(const Requirement& requirement, ChangedPolicy target) {
  const Trace& trace = *requirement.trace;
  const CompiledStatement& deny = *requirement.verdict.statement;
  Change change;
  change.kind = Change::Kind::NarrowDeny;
  change.account = target.account;
  change.policy = std::move(target);
  change.deny = deny.sid.empty() ? "statement " + std::to_string(deny.number + 1) : deny.sid;
  change.deny_number = deny.number;
  change.deny_where = deny.where;
  change.exception = trace.caller_kind == PrincipalKind::Service
                         ? ConditionLine{"StringNotEquals", "aws:PrincipalServiceName", {}}
                         : ConditionLine{"ArnNotEquals", "aws:PrincipalArn", {}};
  change.exception.values = {trace.principal};
  return change;
}

bool can_add_statement(RequirementKind kind, DeniedBy side) {
  return kind == RequirementKind::IdentityAllows || kind == RequirementKind::ResourceAllows ||
         kind == RequirementKind::BoundaryAllows ||
         (kind == RequirementKind::LevelAllows && side == DeniedBy::ServiceControlPolicy);
}

// --- the patch ---

void write_condition(JsonWriter& json, const std::vector<ConditionLine>& conditions) {
  json.key("Condition");
  json.begin_object();
  std::vector<std::string> operators;
  for (const ConditionLine& line : conditions) {
    if (std::find(operators.begin(), operators.end(), line.operator_name) != operators.end()) {
      continue;
    }
    operators.push_back(line.operator_name);
    json.key(line.operator_name);
    json.begin_object();
    for (const ConditionLine& other : conditions) {
      if (other.operator_name == line.operator_name) {
        json.key(other.key);
        if (other.values.size() == 1) {
          json.string(other.values.front());
        } else {
          json.begin_array();
          for (const std::string& value : other.values) {
            json.string(value);
          }
          json.end_array();
        }
      }
    }
    json.end_object();
  }
  json.end_object();
}

void write_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
  json.key(name);
  if (texts.size() == 1) {
    json.string(texts.front());
    return;
  }
  json.begin_array();
  for (const std::string& text : texts) {
    json.string(text);
  }
  json.end_array();
}

/// The default key policy comes first: without it nobody could manage the key any more.
std::string new_policy_json(const ChangedPolicy& target, const std::vector<NewStatement>& added) {
  std::string statements;
  if (target.kind == DeniedBy::KeyPolicy) {
    NewStatement root;
    root.principal_type = "AWS";
    root.principal = "arn:aws:iam::" + target.account + ":root";
    root.actions = {"kms:*"};
    root.resources = {"*"};
    statements = statement_json(root);
  }
  for (const NewStatement& statement : added) {
    statements += (statements.empty() ? "" : ",") + statement_json(statement);
  }
  return R"({"Version":"2012-10-17","Statement":[)" + statements + "]}";
}

void add_new_policy(const ChangedPolicy& target, const std::vector<NewStatement>& added,
                    PatchBuilder& patch) {
  std::string document = new_policy_json(target, added);
  if (target.kind != DeniedBy::IdentityPolicy) {
    patch.apply({"add", target.pointer, std::move(document)});
    return;
  }
  const std::string entry =
      R"({"PolicyName":)" + json_string(target.name) + R"(,"PolicyDocument":)" + document + "}";
  if (patch.find(target.pointer) == nullptr) {
    patch.apply({"add", target.pointer, "[" + entry + "]"});
  } else {
    patch.apply({"add", target.pointer + "/-", entry});
  }
}

void add_statements(const ChangedPolicy& target, const std::vector<NewStatement>& added,
                    PatchBuilder& patch) {
  if (target.is_new) {
    add_new_policy(target, added, patch);
    return;
  }
  patch.open_policy(target.pointer);
  const std::string list = target.pointer + "/Statement";
  if (patch.find(list) == nullptr) {
    patch.apply({"add", list, "[]"});
  }
  for (const NewStatement& statement : added) {
    patch.apply({"add", list + "/-", statement_json(statement)});
  }
}

/// An operator of the statement that spares some principals already.
std::string sparing_list(const JsonNode& condition, const ConditionLine& exception) {
  constexpr std::string_view kSparing[] = {"StringNotEquals", "StringNotLike", "ArnNotEquals",
                                           "ArnNotLike"};
  for (const JsonNode& block : condition) {
    const bool spares =
        std::any_of(std::begin(kSparing), std::end(kSparing), [&](std::string_view name) {
          return block.key == name || block.key == std::string(name) + "IfExists";
        });
    for (const JsonNode& key : block) {
      if (spares && lower_case(key.key) == lower_case(exception.key)) {
        return pointer_part(block.key) + pointer_part(key.key);
      }
    }
  }
  return {};
}

void narrow(const Change& change, PatchBuilder& patch) {
  patch.open_policy(change.policy.pointer);
  const std::string statement =
      change.policy.pointer + "/Statement/" + std::to_string(change.deny_number);
  const std::string condition = statement + "/Condition";
  const JsonNode* present = patch.find(condition);
  const std::string list = present == nullptr ? "" : sparing_list(*present, change.exception);
  if (list.empty()) {
    patch.put(statement, {"Condition", change.exception.operator_name, change.exception.key},
              json_text(change.exception.values));
    return;
  }
  const JsonNode* values = patch.find(condition + list);
  for (const std::string& value : change.exception.values) {
    if (values->is_array()) {
      patch.apply({"add", condition + list + "/-", json_string(value)});
    } else {
      patch.apply({"replace", condition + list,
                   "[" + to_json_text(*values) + "," + json_string(value) + "]"});
    }
    values = patch.find(condition + list);
  }
}

/// Adds what `from` has and `to` lacks.
void unite(std::vector<std::string>& to, const std::vector<std::string>& from) {
  for (const std::string& text : from) {
    if (std::find(to.begin(), to.end(), text) == to.end()) {
      to.push_back(text);
    }
  }
}

template <typename Same, typename Take>
void unite_where(std::vector<NewStatement>& statements, Same&& same, Take&& take) {
  std::vector<NewStatement> result;
  for (NewStatement& statement : statements) {
    const auto twin = std::find_if(result.begin(), result.end(), [&](const NewStatement& known) {
      return known.principal_type == statement.principal_type &&
             known.principal == statement.principal && known.conditions == statement.conditions &&
             same(known, statement);
    });
    if (twin == result.end()) {
      result.push_back(std::move(statement));
    } else {
      take(*twin, statement);
    }
  }
  statements = std::move(result);
}

}  // namespace

const ReplicationRule* find_rule(const World& world, SourceRange where) {
  for (const Account& account : world.accounts) {
    for (const Bucket& bucket : account.buckets) {
      for (std::size_t i = 0; bucket.replication && i < bucket.replication->rules.size(); ++i) {
        if (bucket.replication->rules[i].where == where) {
          return &bucket.replication->rules[i];
        }
      }
    }
  }
  return nullptr;
}

std::optional<Change> repair_policy(const Requirement& requirement, const RepairCase& repair) {
  if (requirement.trace == nullptr) {
    return std::nullopt;
  }
  const bool narrows = requirement.kind == RequirementKind::NotDenied;
  if (!narrows && !can_add_statement(requirement.kind, requirement.verdict.denied_by)) {
    return std::nullopt;
  }
  if (requirement.state == Ternary::Unknown && requirement.verdict.policy == nullptr) {
    return std::nullopt;  // not shown: see demand_of_owner
  }
  std::optional<ChangedPolicy> target = target_of(requirement, repair);
  if (!target || (narrows && requirement.verdict.statement == nullptr)) {
    return std::nullopt;
  }
  if (narrows) {
    return narrowing(requirement, *std::move(target));
  }
  Change change;
  change.account = target->account;
  change.policy = *std::move(target);
  change.statement = statement_for(requirement, repair);
  return change;
}

std::optional<Change> demand_of_owner(const Requirement& requirement, const RepairCase& repair) {
  if (requirement.trace == nullptr || (requirement.kind != RequirementKind::ResourceAllows &&
                                       requirement.kind != RequirementKind::IdentityAllows)) {
    return std::nullopt;
  }
  const Trace& trace = *requirement.trace;
  const bool is_source_key = requirement.check != nullptr && requirement.check->id == "C8";
  if (is_source_key && requirement.kind == RequirementKind::ResourceAllows) {
    return std::nullopt;  // a key that AWS manages, or that is gone
  }
  Change change;
  change.policy.kind = requirement.verdict.denied_by;
  const std::string_view bucket = bucket_of(trace.resource);
  change.policy.holder = !is_resource_policy(change.policy.kind) ? trace.principal
                         : bucket.empty()                        ? trace.resource
                                          : "arn:aws:s3:::" + std::string(bucket);
  const World::BucketPlace place = repair.world.find_bucket(bucket);
  const ReplicationRule* rule = find_rule(repair.world, repair.attempt.rule_where);
  change.account = place ? place.account->id : account_of_arn(change.policy.holder);
  if (change.account.empty() && rule != nullptr) {
    change.account = rule->destination.account.value_or("");
  }
  change.policy.account = change.account;
  if (!holder_pointer(change.policy.holder, repair.places).empty()) {
    return std::nullopt;  // shown: what it lacks is known
  }
  change.statement = statement_for(requirement, repair);
  return change;
}

std::vector<NewStatement> united(std::vector<NewStatement> statements) {
  unite_where(
      statements,
      [](const NewStatement& a, const NewStatement& b) { return a.resources == b.resources; },
      [](NewStatement& to, const NewStatement& from) { unite(to.actions, from.actions); });
  unite_where(
      statements,
      [](const NewStatement& a, const NewStatement& b) { return a.actions == b.actions; },
      [](NewStatement& to, const NewStatement& from) { unite(to.resources, from.resources); });
  return statements;
}

std::string statement_json(const NewStatement& statement) {
  JsonWriter json(JsonWriter::Layout::Compact);
  json.begin_object();
  json.member("Effect", "Allow");
  if (!statement.principal.empty()) {
    json.key("Principal");
    json.begin_object();
    json.member(statement.principal_type, statement.principal);
    json.end_object();
  }
  write_texts(json, "Action", statement.actions);
  if (!statement.resources.empty()) {
    write_texts(json, "Resource", statement.resources);
  }
  if (!statement.conditions.empty()) {
    write_condition(json, statement.conditions);
  }
  json.end_object();
  return std::move(json).text();
}

void apply_policy_changes(const std::vector<Change>& changes, PatchBuilder& patch) {
  for (const Change& change : changes) {
    if (change.kind == Change::Kind::NarrowDeny) {
      narrow(change, patch);
    }
  }
  std::vector<const ChangedPolicy*> done;
  for (const Change& change : changes) {
    const bool is_done = std::any_of(done.begin(), done.end(), [&](const ChangedPolicy* target) {
      return target->pointer == change.policy.pointer;
    });
    if (change.kind != Change::Kind::AddStatement || is_done) {
      continue;
    }
    done.push_back(&change.policy);
    std::vector<NewStatement> added;
    for (const Change& other : changes) {
      if (other.kind == Change::Kind::AddStatement &&
          other.policy.pointer == change.policy.pointer) {
        added.push_back(other.statement);
      }
    }
    add_statements(change.policy, united(std::move(added)), patch);
  }
}

}  // namespace replisim
