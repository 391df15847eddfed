#include "sim/reason/mutation_equivalence.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "model/action.h"
#include "model/unicode.h"
#include "model/wildcard.h"
#include "sim/iam/condition.h"
#include "sim/iam/pattern.h"
#include "sim/iam/public_policy.h"
#include "sim/iam/statement_cover.h"
#include "sim/replication/bucket_state.h"

namespace replisim {
namespace {

constexpr std::string_view kEverything = "*";

/// How a statement changed: what it applied to before and does not any more, or the other way
/// round, is all in `difference`.
struct StatementChange {
  std::optional<Statement> before;  ///< empty: it is not among those that changed
  std::optional<Statement> after;   ///< empty: it is gone
  Statement difference;
  bool is_narrower = false;  ///< else it is wider, or the same
};

const Statement* find_statement(const PolicyDocument& document, SourceRange where) {
  const auto found =
      std::find_if(document.statements.begin(), document.statements.end(),
                   [where](const Statement& statement) { return statement.where == where; });
  return found == document.statements.end() ? nullptr : &*found;
}

template <typename Entry>
bool keep_only(std::vector<Entry>& entries, SourceRange where) {
  const auto entry = std::find_if(entries.begin(), entries.end(),
                                  [where](const Entry& e) { return e.where == where; });
  if (entry == entries.end()) {
    return false;
  }
  const Entry kept = *entry;
  entries = {kept};
  return true;
}

/// A value less: a positive operator matches less, but for lists of which all have to be there.
void set_value_difference(const Mutation& mutation, StatementChange& change) {
  for (ConditionEntry& condition : change.difference.conditions) {
    const bool is_it = std::any_of(condition.values.begin(), condition.values.end(),
                                   [&](const PolicyText& v) { return v.where == mutation.where; });
    if (!is_it) {
      continue;
    }
    const ConditionOperator op = parse_condition_operator(condition.operator_name.text);
    if (op.info.negated) {
      change.is_narrower = false;
      change.difference = *change.after;
      return;
    }
    if (op.set != SetOperator::ForAllValues && op.info.family != OperatorFamily::Null) {
      keep_only(condition.values, mutation.where);
    }
  }
}

/// Empty where the difference is not of a form that can be compared.
std::optional<StatementChange> change_of(const Mutation& mutation, const PolicyDocument& before,
                                         const PolicyDocument& after) {
  const std::string_view name = mutation.op->name;
  const bool is_whole = name == "drop-statement";
  const SourceRange where = is_whole ? mutation.where : mutation.holder;
  const Statement* const old_one = find_statement(before, where);
  const Statement* const new_one = find_statement(after, where);
  if (old_one == nullptr || (new_one == nullptr) != is_whole) {
    return std::nullopt;
  }
  StatementChange change{.before = *old_one,
                         .after = is_whole ? std::nullopt : std::optional(*new_one),
                         .difference = *old_one,
                         .is_narrower = true};
  if (name == "drop-action") {
    keep_only(change.difference.actions, mutation.where);
  } else if (name == "drop-principal") {
    keep_only(change.difference.principals, mutation.where);
  } else if (name == "drop-resource") {
    keep_only(change.difference.resources, mutation.where);
  } else if (name == "drop-condition-value") {
    set_value_difference(mutation, change);
  } else if (!is_whole) {
    change.is_narrower = false;
    change.difference = *new_one;
    if (name == "widen-action") {
      keep_only(change.difference.actions, mutation.where);
    } else if (name == "widen-resource") {
      keep_only(change.difference.resources, mutation.where);
    } else if (name == "widen-principal" && mutation.change != kEverything) {
      return std::nullopt;  // the account names its principals less directly
    }
  }
  return change;
}

std::string name_of(const PolicyDocument& document, const Statement& statement) {
  return "statement " + (statement.sid.empty()
                             ? std::to_string(&statement - document.statements.data() + 1)
                             : in_backticks(statement.sid));
}

// --- said twice ---

bool is_same(const StatementChange& change) {
  return change.after && statement_covers(*change.before, *change.after) &&
         statement_covers(*change.after, *change.before);
}

/// What is left of the statement, or another, says all of the difference.
std::string said_elsewhere(const StatementChange& change, const PolicyDocument& before) {
  if (change.is_narrower && change.after && statement_covers(*change.after, change.difference)) {
    return "the rest of the statement says it already";
  }
  if (!change.is_narrower && statement_covers(*change.before, change.difference)) {
    return "the statement says it already";
  }
  for (const Statement& other : before.statements) {
    if (!(other.where == change.before->where) && statement_covers(other, change.difference)) {
      return name_of(before, other) + " says it already";
    }
  }
  return {};
}

/// A Deny without conditions takes all of an Allow away again. Not where a principal may be out of
/// the reach of a Deny: the root user of a bucket's owner is.
std::string denied_elsewhere(const StatementChange& change, const PolicyDocument& before,
                             PolicyKind kind) {
  const bool is_of_caller = kind == PolicyKind::Identity || kind == PolicyKind::Session ||
                            kind == PolicyKind::PermissionsBoundary ||
                            kind == PolicyKind::ServiceControl;
  if (!is_of_caller || change.difference.effect != Effect::Allow) {
    return {};
  }
  for (const Statement& other : before.statements) {
    if (other.effect != Effect::Deny || !other.conditions.empty() || other.uncertain) {
      continue;
    }
    Statement as_allow = other;
    as_allow.effect = Effect::Allow;
    if (statement_covers(as_allow, change.difference)) {
      return name_of(before, other) + " denies it in any case";
    }
  }
  return {};
}

// --- never asked ---

bool has_variable(const PolicyText& text) {
  return text.text.find("${") != std::string::npos;
}

bool has_plain_resources(const Statement& statement) {
  return statement.resource_where.is_known() && !statement.not_resource &&
         std::none_of(statement.resources.begin(), statement.resources.end(), has_variable);
}

/// Whether the last part of an ARN, in any partition, can be the bucket or one of its objects.
bool may_be_of_bucket(const std::string& resource, const std::string& bucket) {
  const auto begins = split_arn(resource);
  if (!begins) {
    return true;
  }
  const std::string_view last = std::string_view(resource).substr((*begins)[5]);
  return wildcard_overlap(last, bucket) || wildcard_overlap(last, bucket + "/*");
}

/// Requests to a bucket are about it and its objects, those to a key about its ARN.
std::string about_nothing(const StatementChange& change, const PlacedPolicy& policy) {
  const std::string& bucket = policy.target.bucket_name;
  const std::string& key = policy.target.key_arn;
  const bool is_of_bucket = policy.kind == PolicyKind::Bucket && !bucket.empty();
  const bool is_of_key = policy.kind == PolicyKind::Key && !key.empty();
  if ((!is_of_bucket && !is_of_key) || !has_plain_resources(change.difference)) {
    return {};
  }
  for (const PolicyText& resource : change.difference.resources) {
    if (is_of_bucket ? may_be_of_bucket(resource.text, bucket)
                     : wildcard_overlap(resource.text, key)) {
      return {};
    }
  }
  return is_of_bucket ? "it is not about this bucket" : "it is not about this key";
}

bool fits_any(const ActionInfo& action, const std::vector<PolicyText>& resources) {
  return std::any_of(resources.begin(), resources.end(), [&](const PolicyText& resource) {
    return action_may_fit_resource_pattern(action, resource.text);
  });
}

/// No action that AWS has is about such a resource.
std::string about_no_action(const StatementChange& change) {
  const Statement& statement = change.difference;
  if (!has_plain_resources(statement) || statement.not_action) {
    return {};
  }
  for (const PolicyText& pattern : statement.actions) {
    const std::size_t colon = pattern.text.find(':');
    if (colon == std::string::npos || !is_listed_service(pattern.text.substr(0, colon))) {
      return {};
    }
    bool fits = false;
    for_each_action_matching(pattern.text, [&](const ActionInfo& action) {
      fits = fits || fits_any(action, statement.resources);
    });
    if (fits) {
      return {};
    }
  }
  return "its actions are never about its resources";
}

// --- settings ---

struct BucketAt {
  const Account& account;
  const Bucket& bucket;
};

/// Block Public Access holds where the bucket or its account says so.
bool blocks_in_account(const Mutation& mutation, const BucketAt& at) {
  if (!at.account.public_access_block) {
    return false;
  }
  const PublicAccessBlock& block = *at.account.public_access_block;
  return (mutation.element == "BlockPublicAcls" && block.block_public_acls) ||
         (mutation.element == "IgnorePublicAcls" && block.ignore_public_acls) ||
         (mutation.element == "BlockPublicPolicy" && block.block_public_policy) ||
         (mutation.element == "RestrictPublicBuckets" && block.restrict_public_buckets);
}

/// From 2023-01-05 on S3 does by itself what the configuration says.
bool is_base_encryption(const Bucket& bucket, Instant clock) {
  return !(clock < kSseS3Base) && bucket.encryption &&
         bucket.encryption->algorithm == ObjectEncryption::SseS3 &&
         !bucket.encryption->bucket_key_enabled &&
         bucket.encryption->blocked_encryption_types.empty();
}

bool mentions(const std::vector<PlacedPolicy>& policies, const std::string& lower) {
  const auto has = [&lower](const std::string& text) {
    return to_lower_ascii(text).find(lower) != std::string::npos;
  };
  const auto any_has = [&has](const std::vector<PolicyText>& texts) {
    return std::any_of(texts.begin(), texts.end(),
                       [&has](const PolicyText& text) { return has(text.text); });
  };
  for (const PlacedPolicy& policy : policies) {
    if (policy.document->incomplete || policy.document->is_unreadable()) {
      return true;
    }
    for (const Statement& statement : policy.document->statements) {
      if (any_has(statement.resources) ||
          std::any_of(statement.conditions.begin(), statement.conditions.end(),
                      [&](const ConditionEntry& condition) {
                        return has(condition.key.text) || any_has(condition.values);
                      })) {
        return true;
      }
    }
  }
  return false;
}

/// A tag counts where a condition key or a policy variable names it.
bool is_tag_asked_for(const std::string& tag, const ScenarioCase& scenario) {
  const std::string lower = to_lower_ascii(tag.substr(0, tag.find('=')));
  return mentions(policies_of(scenario.world), lower) ||
         std::any_of(scenario.events.begin(), scenario.events.end(), [&](const Event& event) {
           return mentions(policies_of(event, scenario.world), lower);
         });
}

std::string setting_equivalence(const Mutation& mutation, const ScenarioCase& scenario) {
  if (mutation.op->name == "drop-tag" && !is_tag_asked_for(mutation.element, scenario)) {
    return "no policy asks for this tag";
  }
  for (const Account& account : scenario.world.accounts) {
    for (const Bucket& bucket : account.buckets) {
      if (mutation.op->name == "unblock-public-access" && bucket.public_access_block &&
          bucket.public_access_block->where == mutation.holder &&
          blocks_in_account(mutation, {account, bucket})) {
        return "account " + account.id + " blocks it as well";
      }
      if (mutation.op->name == "drop-encryption" && bucket.where == mutation.holder &&
          is_base_encryption(bucket, scenario.clock)) {
        return "S3 encrypts so by itself since 2023-01-05";
      }
    }
  }
  return {};
}

}  // namespace

std::string equivalence_of(const Mutation& mutation, const PlacedPolicy& policy) {
  const PolicyDocument& before = *policy.document;
  PolicyDocument after = before;
  if (before.incomplete || before.is_unreadable() || !apply_mutation(mutation, after)) {
    return {};
  }
  const std::optional<StatementChange> change = change_of(mutation, before, after);
  // What does not cover itself cannot be compared.
  if (!change || !statement_covers(*change->before, *change->before) ||
      (policy.kind == PolicyKind::Bucket && is_public_policy(before) != is_public_policy(after))) {
    return {};
  }
  if (is_same(*change)) {
    return "the statement says the same without it";
  }
  for (std::string proof :
       {said_elsewhere(*change, before), denied_elsewhere(*change, before, policy.kind),
        about_nothing(*change, policy), about_no_action(*change)}) {
    if (!proof.empty()) {
      return proof;
    }
  }
  return {};
}

std::string equivalence_of(const Mutation& mutation, const ScenarioCase& scenario) {
  if (!mutation.is_of_policy) {
    return setting_equivalence(mutation, scenario);
  }
  std::string reason;
  const auto add = [&](const std::vector<PlacedPolicy>& policies) {
    for (const PlacedPolicy& policy : policies) {
      PolicyDocument copy = *policy.document;
      if (!apply_mutation(mutation, copy)) {
        continue;
      }
      reason = equivalence_of(mutation, policy);
      if (reason.empty()) {
        return false;
      }
    }
    return true;
  };
  if (!add(policies_of(scenario.world))) {
    return {};
  }
  for (const Event& event : scenario.events) {
    if (!add(policies_of(event, scenario.world))) {
      return {};
    }
  }
  return reason;
}

}  // namespace replisim
