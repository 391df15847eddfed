#include "sim/iam/public_policy.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/arn.h"
#include "model/ip_address.h"
#include "model/unicode.h"
#include "model/wildcard.h"
#include "sim/iam/condition.h"
#include "sim/iam/pattern.h"
#include "sim/iam/pattern_cover.h"

namespace replisim {
namespace {

/// What of a value has to be fixed.
enum class FixedPart : std::uint8_t {
  All,
  Account,       ///< an ARN may have wildcards elsewhere
  UniqueId,      ///< `AROA…:*`: the session's name may be anything
  AddressRange,  ///< no wider than /8 (IPv4) or /32 (IPv6)
};

struct Anchor {
  std::string_view key;
  FixedPart fixed;
};

/// Keys that tell callers apart. Recorded: `aws:SourceOwner` and `aws:Referer` are none, although
/// the guide lists the first. The keys of paths in an organization are not recorded.
constexpr Anchor kAnchors[] = {
    {"aws:PrincipalAccount", FixedPart::All},
    {"aws:PrincipalArn", FixedPart::Account},
    {"aws:PrincipalOrgID", FixedPart::All},
    {"aws:PrincipalOrgPaths", FixedPart::All},
    {"aws:SourceAccount", FixedPart::All},
    {"aws:SourceArn", FixedPart::Account},
    {"aws:SourceIp", FixedPart::AddressRange},
    {"aws:SourceOrgID", FixedPart::All},
    {"aws:SourceOrgPaths", FixedPart::All},
    {"aws:SourceVpc", FixedPart::All},
    {"aws:SourceVpce", FixedPart::All},
    {"aws:userid", FixedPart::UniqueId},
    {"s3:DataAccessPointAccount", FixedPart::All},
    {"s3:DataAccessPointArn", FixedPart::Account},
    {"s3:x-amz-server-side-encryption-aws-kms-key-id", FixedPart::Account},
};

constexpr std::uint8_t kWidestV4PrefixBits = 8;
constexpr std::uint8_t kWidestV6PrefixBits = 32;

const Anchor* find_anchor(std::string_view key) {
  const auto* const found = std::find_if(
      std::begin(kAnchors), std::end(kAnchors),
      [key](const Anchor& anchor) { return equals_ignoring_ascii_case(anchor.key, key); });
  return found == std::end(kAnchors) ? nullptr : found;
}

/// Private ranges count as fixed (recorded); so does what no address matches.
bool is_narrow_range(std::string_view text) {
  const std::optional<IpRange> range = parse_ip_range(text);
  if (!range) {
    return true;
  }
  return range->prefix_bits >=
         (range->base.family == IpFamily::V4 ? kWidestV4PrefixBits : kWidestV6PrefixBits);
}

bool has_fixed_account(std::string_view pattern) {
  const std::optional<Arn> arn = parse_arn(pattern);
  return arn && !arn->account.empty() && !has_wildcard(arn->account);
}

bool is_fixed_pattern(std::string_view text, FixedPart fixed) {
  if (!has_wildcard(text)) {
    return true;
  }
  switch (fixed) {
    case FixedPart::Account: return has_fixed_account(text);
    case FixedPart::UniqueId:
      return literal_prefix(text).find(':') != std::string_view::npos && text.front() != ':';
    case FixedPart::All:
    case FixedPart::AddressRange: return false;
  }
  return false;
}

bool is_fixed_value(std::string_view text, OperatorFamily family, FixedPart fixed,
                    bool has_variables) {
  if (family == OperatorFamily::IpAddress) {
    return is_narrow_range(text);
  }
  const bool wildcards = family == OperatorFamily::StringLike || family == OperatorFamily::Arn;
  if (TextPattern(text, {.wildcards = wildcards, .variables = has_variables}).has_variables()) {
    return false;
  }
  return !wildcards || is_fixed_pattern(text, fixed);  // StringEquals takes a star literally
}

/// Whether values of the family can pin the key down.
bool is_pinning_family(OperatorFamily family, FixedPart fixed) {
  switch (family) {
    case OperatorFamily::String:
    case OperatorFamily::StringIgnoringCase:
    case OperatorFamily::StringLike:
    case OperatorFamily::Arn: return true;
    case OperatorFamily::IpAddress: return fixed == FixedPart::AddressRange;
    case OperatorFamily::Numeric:
    case OperatorFamily::Date:
    case OperatorFamily::Bool:
    case OperatorFamily::Binary:
    case OperatorFamily::Null:
    case OperatorFamily::Unknown: return false;
  }
  return false;
}

/// Whether all values listed are fixed ones of a key that tells callers apart; an empty list is.
bool has_fixed_values(const ConditionEntry& entry, OperatorFamily family, bool has_variables) {
  const Anchor* anchor = find_anchor(entry.key.text);
  return anchor != nullptr && is_pinning_family(family, anchor->fixed) &&
         std::all_of(entry.values.begin(), entry.values.end(), [&](const PolicyText& value) {
           return is_fixed_value(value.text, family, anchor->fixed, has_variables);
         });
}

bool must_be_present(std::string_view key, std::span<const ConditionEntry> conditions) {
  return std::any_of(conditions.begin(), conditions.end(), [key](const ConditionEntry& entry) {
    const ConditionOperator op = parse_condition_operator(entry.operator_name.text);
    return op.info.family == OperatorFamily::Null && op.set == SetOperator::None &&
           equals_ignoring_ascii_case(entry.key.text, key) && !entry.values.empty() &&
           std::none_of(entry.values.begin(), entry.values.end(),
                        [](const PolicyText& value) { return parse_condition_bool(value.text); });
  });
}

/// Whether the condition lets only fixed callers through. IfExists and ForAllValues hold for
/// callers without the key, unless another condition wants it present (recorded).
bool is_fixing(const ConditionEntry& entry, std::span<const ConditionEntry> conditions,
               bool has_variables) {
  const ConditionOperator op = parse_condition_operator(entry.operator_name.text);
  const bool holds_without_key = op.if_exists || op.set == SetOperator::ForAllValues;
  return !op.info.negated && has_fixed_values(entry, op.info.family, has_variables) &&
         (!holds_without_key || must_be_present(entry.key.text, conditions));
}

/// Whether a Deny with this condition leaves only fixed callers: a negated operator denies all
/// others, those without the key included.
bool leaves_fixed_callers(const ConditionEntry& entry, bool has_variables) {
  const ConditionOperator op = parse_condition_operator(entry.operator_name.text);
  const bool fails_without_key = op.set == SetOperator::ForAnyValue && !op.if_exists;
  return op.info.negated && !fails_without_key && !entry.values.empty() &&
         has_fixed_values(entry, op.info.family, has_variables);
}

bool is_everyone(const PrincipalEntry& entry) {
  return entry.type == PrincipalEntry::Type::Everyone ||
         (entry.type == PrincipalEntry::Type::Aws && entry.text == "*");
}

/// A provider of web identities lets everyone in that it knows; a SAML provider is an account's.
bool is_web_identity_provider(const PrincipalEntry& entry) {
  return entry.type == PrincipalEntry::Type::Federated &&
         entry.text.find(":saml-provider/") == std::string::npos;
}

bool is_open_principal(const PrincipalEntry& entry) {
  return is_everyone(entry) || is_web_identity_provider(entry) ||
         (entry.type == PrincipalEntry::Type::Aws && has_wildcard(entry.text));
}

// --- what a Deny takes back ---

std::string comparable_action(std::string_view text) {
  return text == "*" ? "s3:*" : to_lower_ascii(text);  // in a bucket policy
}

std::string comparable_resource(std::string_view text) {
  return std::string(text);
}

using Comparable = std::string (*)(std::string_view);

bool any_covers(const std::vector<PolicyText>& wide, const std::string& narrow,
                Comparable comparable) {
  return std::any_of(wide.begin(), wide.end(), [&](const PolicyText& text) {
    return pattern_covers(comparable(text.text), narrow);
  });
}

bool any_overlaps(const std::vector<PolicyText>& texts, const std::string& pattern,
                  Comparable comparable) {
  return std::any_of(texts.begin(), texts.end(), [&](const PolicyText& text) {
    return wildcard_overlap(comparable(text.text), pattern);
  });
}

bool same_texts(const std::vector<PolicyText>& left, const std::vector<PolicyText>& right,
                Comparable comparable) {
  return left.size() == right.size() &&
         std::is_permutation(left.begin(), left.end(), right.begin(),
                             [&](const PolicyText& a, const PolicyText& b) {
                               return comparable(a.text) == comparable(b.text);
                             });
}

/// `Action` or `NotAction`, `Resource` or `NotResource`.
struct Patterns {
  const std::vector<PolicyText>& texts;
  bool is_not;
  Comparable comparable;
};

Patterns actions_of(const Statement& statement) {
  return {statement.actions, statement.not_action, comparable_action};
}

Patterns resources_of(const Statement& statement) {
  return {statement.resources, statement.not_resource, comparable_resource};
}

/// Whether the Deny's element covers one pattern of the Allow's.
bool element_covers(const Patterns& deny, const std::string& pattern) {
  return deny.is_not ? !any_overlaps(deny.texts, pattern, deny.comparable)
                     : any_covers(deny.texts, pattern, deny.comparable);
}

/// The patterns that together are what an Allow's element matches. Of a negated one that is
/// everything, unless the Deny names the same exceptions.
std::vector<std::string> patterns_to_cover(const Patterns& allow, std::string_view everything) {
  if (allow.is_not) {
    return {std::string(everything)};
  }
  std::vector<std::string> patterns;
  for (const PolicyText& text : allow.texts) {
    patterns.push_back(allow.comparable(text.text));
  }
  return patterns;
}

bool covers(const Patterns& deny, const Patterns& allow, const std::string& pattern) {
  if (allow.is_not && deny.is_not) {
    return same_texts(deny.texts, allow.texts, deny.comparable);
  }
  return element_covers(deny, pattern);
}

bool same_condition(const ConditionEntry& left, const ConditionEntry& right) {
  return equals_ignoring_ascii_case(left.operator_name.text, right.operator_name.text) &&
         equals_ignoring_ascii_case(left.key.text, right.key.text) &&
         same_texts(left.values, right.values, comparable_resource);
}

/// Whether only fixed callers are left of those that both the Allow's and not the Deny's condition
/// hold for: each condition of the Deny is the Allow's own, or spares fixed callers alone.
bool condition_takes_back(const Statement& deny, const Statement& allow, bool has_variables) {
  return std::all_of(
      deny.conditions.begin(), deny.conditions.end(), [&](const ConditionEntry& entry) {
        return leaves_fixed_callers(entry, has_variables) ||
               std::any_of(allow.conditions.begin(), allow.conditions.end(),
                           [&](const ConditionEntry& own) { return same_condition(entry, own); });
      });
}

/// Deny with NotPrincipal takes nothing back (recorded).
bool may_take_back(const Statement& deny, const Statement& allow, bool has_variables) {
  return deny.effect == Effect::Deny && !deny.not_principal &&
         std::any_of(deny.principals.begin(), deny.principals.end(), is_everyone) &&
         condition_takes_back(deny, allow, has_variables);
}

/// Every action and resource of the Allow has a Deny of its own.
bool is_taken_back(const Statement& allow, const PolicyDocument& policy) {
  const Patterns actions = actions_of(allow);
  const Patterns resources = resources_of(allow);
  std::vector<const Statement*> denies;
  for (const Statement& statement : policy.statements) {
    if (may_take_back(statement, allow, policy.has_variables())) {
      denies.push_back(&statement);
    }
  }
  const auto is_denied = [&](const std::string& action, const std::string& resource) {
    return std::any_of(denies.begin(), denies.end(), [&](const Statement* deny) {
      return covers(actions_of(*deny), actions, action) &&
             covers(resources_of(*deny), resources, resource);
    });
  };
  for (const std::string& action : patterns_to_cover(actions, "s3:*")) {
    for (const std::string& resource : patterns_to_cover(resources, "*")) {
      if (!is_denied(action, resource)) {
        return false;
      }
    }
  }
  return true;
}

}  // namespace

bool is_public_statement(const Statement& statement, bool has_variables) {
  if (statement.effect != Effect::Allow) {
    return false;
  }
  const bool is_open =
      statement.not_principal ||
      std::any_of(statement.principals.begin(), statement.principals.end(), is_open_principal);
  return is_open && std::none_of(statement.conditions.begin(), statement.conditions.end(),
                                 [&](const ConditionEntry& entry) {
                                   return is_fixing(entry, statement.conditions, has_variables);
                                 });
}

bool is_public_policy(const PolicyDocument& policy) {
  return std::any_of(policy.statements.begin(), policy.statements.end(),
                     [&](const Statement& statement) {
                       return is_public_statement(statement, policy.has_variables()) &&
                              !is_taken_back(statement, policy);
                     });
}

}  // namespace replisim
