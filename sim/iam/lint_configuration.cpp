// Replication configurations: what S3 stores and what does not do what it seems to. What S3
// refuses to store is found where it stores it.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "model/arn.h"
#include "model/issue.h"
#include "sim/iam/lint_configuration_check.h"

namespace replisim {
namespace {

using enum FindingType;

template <typename Test>
void find_rules(const ReplicationConfiguration& configuration, CheckFindings& findings,
                Test is_bad) {
  for (const ReplicationRule& rule : configuration.rules) {
    if (is_bad(rule)) {
      findings.push_back({.where = rule.where, .subject = rule.id});
    }
  }
}

/// The prefix a rule selects by, of V1 and V2; empty where it has none.
std::string_view prefix_of(const ReplicationRule& rule) {
  if (rule.prefix) {
    return *rule.prefix;
  }
  if (!rule.filter) {
    return {};
  }
  if (rule.filter->prefix) {
    return *rule.filter->prefix;
  }
  return rule.filter->both && rule.filter->both->prefix ? *rule.filter->both->prefix
                                                        : std::string_view();
}

TagSet tags_of(const ReplicationRule& rule) {
  if (!rule.filter) {
    return {};
  }
  if (rule.filter->tag) {
    return {*rule.filter->tag};
  }
  return rule.filter->both ? rule.filter->both->tags : TagSet();
}

SourceRange filter_place(const ReplicationRule& rule) {
  return rule.filter && rule.filter->where.is_known() ? rule.filter->where : rule.where;
}

// --- filters ---

void find_wildcard_in_prefix(const ReplicationConfiguration& configuration,
                             CheckFindings& findings) {
  for (const ReplicationRule& rule : configuration.rules) {
    const std::string_view prefix = prefix_of(rule);
    if (prefix.find_first_of("*?") != std::string_view::npos) {
      findings.push_back({.where = filter_place(rule), .subject = std::string(prefix)});
    }
  }
}

void find_leading_slash(const ReplicationConfiguration& configuration, CheckFindings& findings) {
  for (const ReplicationRule& rule : configuration.rules) {
    const std::string_view prefix = prefix_of(rule);
    if (prefix.starts_with('/')) {
      findings.push_back({.where = filter_place(rule), .subject = std::string(prefix)});
    }
  }
}

bool has_all_tags(const ReplicationRule& rule, const TagSet& wanted) {
  const TagSet tags = tags_of(rule);
  return std::all_of(wanted.begin(), wanted.end(), [&](const Tag& tag) {
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
  });
}

bool selects_kms(const ReplicationRule& rule) {
  return rule.source_selection_criteria &&
         rule.source_selection_criteria->sse_kms_encrypted_objects &&
         rule.source_selection_criteria->sse_kms_encrypted_objects->is_enabled();
}

/// Whether every object of `lower` is one of `higher`, which stands before it (2.3).
bool shadows(const ReplicationRule& higher, const ReplicationRule& lower) {
  return higher.status.is_enabled() && higher.priority && lower.priority &&
         *higher.priority > *lower.priority &&
         higher.destination.bucket == lower.destination.bucket &&
         prefix_of(lower).starts_with(prefix_of(higher)) && has_all_tags(lower, tags_of(higher)) &&
         (selects_kms(higher) || !selects_kms(lower));
}

void find_shadowed_rule(const ReplicationConfiguration& configuration, CheckFindings& findings) {
  for (const ReplicationRule& rule : configuration.rules) {
    const auto higher =
        std::find_if(configuration.rules.begin(), configuration.rules.end(),
                     [&](const ReplicationRule& other) { return shadows(other, rule); });
    if (rule.status.is_enabled() && higher != configuration.rules.end()) {
      findings.push_back({.where = rule.where, .subject = rule.id, .second = higher->id});
    }
  }
}

// --- keys ---

template <typename Test>
void find_replica_keys(const ReplicationConfiguration& configuration, CheckFindings& findings,
                       Test is_bad) {
  for (const ReplicationRule& rule : configuration.rules) {
    const auto& encryption = rule.destination.encryption_configuration;
    if (encryption && encryption->replica_kms_key_id && is_bad(*encryption->replica_kms_key_id)) {
      findings.push_back({.where = encryption->where, .subject = *encryption->replica_kms_key_id});
    }
  }
}

bool is_alias(std::string_view key) {
  const std::optional<Arn> arn = parse_arn(key);
  return (arn ? arn->resource : key).starts_with("alias/");
}

bool is_aws_managed_alias(std::string_view key) {
  const std::optional<Arn> arn = parse_arn(key);
  return (arn ? arn->resource : key).starts_with("alias/aws/");
}

/// U9, O8.
void find_alias(const ReplicationConfiguration& configuration, CheckFindings& findings) {
  find_replica_keys(configuration, findings, [](std::string_view key) {
    return is_alias(key) && !is_aws_managed_alias(key);
  });
}

/// O52.
void find_managed_key(const ReplicationConfiguration& configuration, CheckFindings& findings) {
  find_replica_keys(configuration, findings, is_aws_managed_alias);
}

/// E11, O56.
void find_no_opt_in(const ReplicationConfiguration& configuration, CheckFindings& findings) {
  find_rules(configuration, findings, [](const ReplicationRule& rule) {
    return rule.status.is_enabled() && !selects_kms(rule);
  });
}

// --- the rest ---

/// O17, O19: V1 is what a configuration is without any filter.
void find_old_schema(const ReplicationConfiguration& configuration, CheckFindings& findings) {
  const bool is_v1 =
      !configuration.rules.empty() &&
      std::none_of(configuration.rules.begin(), configuration.rules.end(),
                   [](const ReplicationRule& rule) { return rule.filter.has_value(); });
  if (is_v1) {
    findings.push_back({.where = configuration.where});
  }
}

void find_nothing_enabled(const ReplicationConfiguration& configuration, CheckFindings& findings) {
  if (!configuration.rules.empty() &&
      std::none_of(configuration.rules.begin(), configuration.rules.end(),
                   [](const ReplicationRule& rule) { return rule.status.is_enabled(); })) {
    findings.push_back({.where = configuration.where});
  }
}

/// U14: accepted, and every object fails.
void find_bad_account(const ReplicationConfiguration& configuration, CheckFindings& findings) {
  for (const ReplicationRule& rule : configuration.rules) {
    const std::optional<std::string>& account = rule.destination.account;
    if (account && !is_account_id(*account)) {
      findings.push_back({.where = rule.destination.where, .subject = *account});
    }
  }
}

constexpr ConfigurationCheck kChecks[] = {
    {"REPL_CONFIGURATION_REFUSED", Error, "S3 stores the replication configuration.",
     "S3 refuses the configuration"},
    {"REPL_PREFIX_WITH_WILDCARD", Warning, "A prefix is a text: it has no wildcards.",
     "the prefix {} is taken as it stands: a star is a star", find_wildcard_in_prefix,
     "for every object write an empty prefix"},
    {"REPL_PREFIX_WITH_SLASH", Warning, "Keys of objects seldom begin with a slash.",
     "the prefix {} selects only keys that begin with a slash", find_leading_slash,
     "drop the slash"},
    {"REPL_RULE_SHADOWED", Warning,
     "No rule of higher priority takes all objects of a rule to the same bucket.",
     "rule {} never acts: rule {} has the higher priority and takes all its objects",
     find_shadowed_rule},
    {"REPL_ALIAS_IN_REPLICA_KEY", Warning, "The key of replicas is named by its ARN.",
     "{} is an alias: policies are asked about the key it stands for, if it is found at all",
     find_alias, "write the key's ARN", "aliasInReplicaKey"},
    {"REPL_MANAGED_KEY_FOR_REPLICAS", Warning, "Replicas for another account use its own key.",
     "no other account can use {}: its replicas cannot be read there", find_managed_key,
     "use a customer managed key of the destination's account"},
    {"REPL_KMS_OBJECTS_NOT_SELECTED", Suggestion,
     "Objects encrypted with KMS keys are replicated only where a rule says so.",
     "rule {} leaves out objects that are encrypted with KMS keys", find_no_opt_in,
     "add `SourceSelectionCriteria` with `SseKmsEncryptedObjects`, and a `ReplicaKmsKeyID`"},
    {"REPL_OLD_SCHEMA", Suggestion, "Rules have a `Filter`, if only an empty one.",
     "without `Filter` the configuration is of the old schema: delete markers are replicated, "
     "and there is one destination",
     find_old_schema, "write `\"Filter\": {}` with `Priority` and `DeleteMarkerReplication`"},
    {"REPL_NO_RULE_ENABLED", Warning, "Some rule is enabled.",
     "no rule is enabled: nothing is replicated", find_nothing_enabled},
    {"REPL_DESTINATION_ACCOUNT_FORMAT", Error, "The account of a destination has twelve digits.",
     "{} is no account id: S3 stores it, and every object fails", find_bad_account},
};

}  // namespace

std::span<const ConfigurationCheck> lint_configuration_checks() {
  return kChecks;
}

}  // namespace replisim
