// What conditions compare with.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/arn.h"
#include "model/condition_key.h"
#include "model/instant.h"
#include "model/ip_address.h"
#include "model/region_name.h"
#include "model/unicode.h"
#include "model/wildcard.h"
#include "sim/iam/condition.h"
#include "sim/iam/lint_check.h"

namespace replisim {
namespace {

using enum FindingType;

/// Those that are saved with values of the wrong type; the others are refused (recorded).
constexpr KindSet kTakeAnyValue = {PolicyKind::Session, PolicyKind::ServiceControl,
                                   PolicyKind::ResourceControl, PolicyKind::Resource};

ConditionOperator operator_of(const ConditionEntry& entry) {
  return parse_condition_operator(entry.operator_name.text);
}

bool is_key(const ConditionEntry& entry, std::string_view key) {
  return equals_ignoring_ascii_case(entry.key.text, key);
}

template <typename Test>
void find_values(const Statement& statement, CheckFindings& findings, Test is_bad) {
  for (const ConditionEntry& entry : statement.conditions) {
    for (const PolicyText& value : entry.values) {
      if (is_bad(entry, value.text)) {
        findings.push_back({.where = value.where, .subject = value.text, .second = entry.key.text});
      }
    }
  }
}

// --- types ---

template <OperatorFamily family>
void find_value_of_other_type_under(const Statement& statement, CheckFindings& findings) {
  Statement part;
  for (const ConditionEntry& entry : statement.conditions) {
    if (operator_of(entry).info.family == family) {
      part.conditions.push_back(entry);
    }
  }
  find_value_of_other_type(part, findings);
}

void find_bad_boolean(const Statement& statement, CheckFindings& findings) {
  find_values(statement, findings, [](const ConditionEntry& entry, std::string_view value) {
    const OperatorFamily family = operator_of(entry).info.family;
    return (family == OperatorFamily::Bool || family == OperatorFamily::Null) &&
           !equals_ignoring_ascii_case(value, "true") &&
           !equals_ignoring_ascii_case(value, "false") && !has_variable(value);
  });
}

void find_several_booleans(const Statement& statement, CheckFindings& findings) {
  for (const ConditionEntry& entry : statement.conditions) {
    const OperatorFamily family = operator_of(entry).info.family;
    if (entry.values.size() > 1 &&
        (family == OperatorFamily::Bool || family == OperatorFamily::Null)) {
      findings.push_back({.where = entry.values[1].where, .subject = entry.key.text});
    }
  }
}

/// Which operators take values of a key. Texts are compared with anything but numbers and dates.
bool fits(OperatorFamily family, ConditionKeyType type) {
  switch (family) {
    case OperatorFamily::Numeric:
      return type == ConditionKeyType::Numeric || type == ConditionKeyType::Date;
    case OperatorFamily::Date: return type == ConditionKeyType::Date;
    case OperatorFamily::Bool: return type == ConditionKeyType::Bool;
    case OperatorFamily::Binary: return type == ConditionKeyType::Binary;
    case OperatorFamily::IpAddress: return type == ConditionKeyType::IpAddress;
    case OperatorFamily::Arn: return type == ConditionKeyType::Arn;
    case OperatorFamily::String:
    case OperatorFamily::StringIgnoringCase:
    case OperatorFamily::StringLike:
      return type == ConditionKeyType::String || type == ConditionKeyType::Arn;
    case OperatorFamily::Null:
    case OperatorFamily::Unknown: return true;
  }
  return true;
}

void find_operator_of_other_type(const Statement& statement, CheckFindings& findings) {
  for (const ConditionEntry& entry : statement.conditions) {
    const ConditionKeyInfo* key = find_condition_key(entry.key.text);
    // Tags and encryption contexts are texts that may spell anything.
    if (key != nullptr && key->form == KeyForm::Name &&
        !fits(operator_of(entry).info.family, key->type)) {
      findings.push_back({.where = entry.operator_name.where,
                          .subject = entry.operator_name.text,
                          .second = entry.key.text,
                          .hint = "its values are of type " + std::string(to_string(key->type))});
    }
  }
}

void find_wildcard_without_like(const Statement& statement, CheckFindings& findings) {
  find_values(statement, findings, [](const ConditionEntry& entry, std::string_view value) {
    const OperatorFamily family = operator_of(entry).info.family;
    return (family == OperatorFamily::String || family == OperatorFamily::StringIgnoringCase) &&
           has_wildcard(value) && !has_variable(value);
  });
}

void find_several_bounds(const Statement& statement, CheckFindings& findings) {
  for (const ConditionEntry& entry : statement.conditions) {
    const OperatorInfo op = operator_of(entry).info;
    const bool is_bound =
        (op.family == OperatorFamily::Numeric || op.family == OperatorFamily::Date) &&
        op.relation != Relation::Equal;
    if (is_bound && entry.values.size() > 1) {
      findings.push_back({.where = entry.values[1].where, .subject = entry.key.text});
    }
  }
}

// --- addresses ---

/// RFC 1918, shared address space, loopback, link-local; unique local and link-local IPv6.
constexpr std::string_view kPrivateRanges[] = {"10.0.0.0/8",    "172.16.0.0/12", "192.168.0.0/16",
                                               "100.64.0.0/10", "127.0.0.0/8",   "169.254.0.0/16",
                                               "fc00::/7",      "fe80::/10",     "::1/128"};

bool is_private(std::string_view text) {
  const std::optional<IpRange> range = parse_ip_range(text);
  return range && std::any_of(std::begin(kPrivateRanges), std::end(kPrivateRanges),
                              [&](std::string_view known) {
                                const std::optional<IpRange> whole = parse_ip_range(known);
                                return whole->prefix_bits <= range->prefix_bits &&
                                       contains(*whole, range->base);
                              });
}

enum class PrivateShare : std::uint8_t { None, Some, All };

PrivateShare private_share(const ConditionEntry& entry) {
  const auto count = std::count_if(entry.values.begin(), entry.values.end(),
                                   [](const PolicyText& value) { return is_private(value.text); });
  if (count == 0) {
    return PrivateShare::None;
  }
  return static_cast<std::size_t>(count) == entry.values.size() ? PrivateShare::All
                                                                : PrivateShare::Some;
}

/// `aws:SourceIp` is a public address; within a VPC it is `aws:VpcSourceIp` that holds the private
/// one.
template <bool negated, PrivateShare share>
void find_private_addresses(const Statement& statement, CheckFindings& findings) {
  for (const ConditionEntry& entry : statement.conditions) {
    const OperatorInfo op = operator_of(entry).info;
    if (is_key(entry, "aws:SourceIp") && op.family == OperatorFamily::IpAddress &&
        op.negated == negated && private_share(entry) == share) {
      findings.push_back({.where = entry.key.where});
    }
  }
}

void find_partly_private_addresses(const Statement& statement, CheckFindings& findings) {
  find_private_addresses<false, PrivateShare::Some>(statement, findings);
  find_private_addresses<true, PrivateShare::Some>(statement, findings);
}

IpAddress network_of(const IpRange& range) {
  constexpr std::size_t kBitsPerByte = 8;
  IpAddress network = range.base;
  for (std::size_t bit = range.prefix_bits; bit < network.bytes.size() * kBitsPerByte; ++bit) {
    const auto mask = static_cast<std::uint8_t>(0x80U >> (bit % kBitsPerByte));
    network.bytes[bit / kBitsPerByte] &= static_cast<std::uint8_t>(~mask);
  }
  return network;
}

bool is_in_ip_condition(const ConditionEntry& entry) {
  return operator_of(entry).info.family == OperatorFamily::IpAddress;
}

void find_host_bits(const Statement& statement, CheckFindings& findings) {
  find_values(statement, findings, [](const ConditionEntry& entry, std::string_view value) {
    const std::optional<IpRange> range = parse_ip_range(value);
    return is_in_ip_condition(entry) && range && !range->never_matches &&
           !(network_of(*range) == range->base);
  });
}

void find_range_that_never_matches(const Statement& statement, CheckFindings& findings) {
  find_values(statement, findings, [](const ConditionEntry& entry, std::string_view value) {
    const std::optional<IpRange> range = parse_ip_range(value);
    return is_in_ip_condition(entry) && range && range->never_matches;
  });
}

// --- values of a form ---

/// Whether the value is one text, and not a pattern or a variable.
bool is_literal(const ConditionEntry& entry, std::string_view value) {
  const OperatorFamily family = operator_of(entry).info.family;
  const bool is_text = family == OperatorFamily::String ||
                       family == OperatorFamily::StringIgnoringCase ||
                       family == OperatorFamily::StringLike;
  return is_text && !has_variable(value) && !has_wildcard(value);
}

bool has_id_form(std::string_view value, std::string_view prefix) {
  const std::string_view id = value.substr(std::min(prefix.size(), value.size()));
  return value.starts_with(prefix) && !id.empty() &&
         id.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

void find_bad_vpc(const Statement& statement, CheckFindings& findings) {
  find_values(statement, findings, [](const ConditionEntry& entry, std::string_view value) {
    return is_key(entry, "aws:SourceVpc") && is_literal(entry, value) &&
           !has_id_form(value, "vpc-");
  });
}

void find_bad_vpc_endpoint(const Statement& statement, CheckFindings& findings) {
  find_values(statement, findings, [](const ConditionEntry& entry, std::string_view value) {
    return is_key(entry, "aws:SourceVpce") && is_literal(entry, value) &&
           !has_id_form(value, "vpce-");
  });
}

void find_bad_region(const Statement& statement, CheckFindings& findings) {
  find_values(statement, findings, [](const ConditionEntry& entry, std::string_view value) {
    return is_key(entry, "aws:RequestedRegion") && is_literal(entry, value) &&
           !is_region_name(value);
  });
}

void find_bad_account(const Statement& statement, CheckFindings& findings) {
  constexpr std::string_view kKeys[] = {
      "aws:PrincipalAccount", "aws:ResourceAccount",       "aws:SourceAccount", "aws:VpceAccount",
      "kms:CallerAccount",    "s3:DataAccessPointAccount", "s3:ResourceAccount"};
  find_values(statement, findings, [&](const ConditionEntry& entry, std::string_view value) {
    return std::any_of(std::begin(kKeys), std::end(kKeys),
                       [&](std::string_view key) { return is_key(entry, key); }) &&
           is_literal(entry, value) && !is_account_id(value) && value != "anonymous";
  });
}

constexpr LintCheck kValues[] = {
    {"INVALID_CONDITION_DATA_TYPE", Error, "Values are of the type that the operator compares.",
     "{} is no value for this operator",
     in_each_statement<find_value_of_other_type_under<OperatorFamily::Arn>>, kTakeAnyValue},
    {"INVALID_DATE_VALUE", Warning, "Dates are written as ISO 8601 or in seconds since 1970.",
     "{} is no date", in_each_statement<find_value_of_other_type_under<OperatorFamily::Date>>,
     kTakeAnyValue},
    {"TYPE_MISMATCH_NUMBER", Warning, "Numeric operators compare with numbers.", "{} is no number",
     in_each_statement<find_value_of_other_type_under<OperatorFamily::Numeric>>, kTakeAnyValue},
    {"TYPE_MISMATCH_IP_RANGE", Warning, "Address operators compare with addresses and ranges.",
     "{} is neither an address nor a range",
     in_each_statement<find_value_of_other_type_under<OperatorFamily::IpAddress>>, kTakeAnyValue},
    {"TYPE_MISMATCH_BOOLEAN", Warning, "`Bool` and `Null` compare with `true` or `false`.",
     "{} counts as `false`", in_each_statement<find_bad_boolean>},
    {"TYPE_MISMATCH", Warning, "The operator takes values of the key's type.", "{} does not fit {}",
     in_each_statement<find_operator_of_other_type>},
    {"INVALID_CONDITION_MULTIPLE_BOOLEAN", Error, "`Bool` and `Null` have one value.",
     "several values: the condition on {} holds for either",
     in_each_statement<find_several_booleans>},
    {"WILDCARD_WITHOUT_LIKE_OPERATOR", Warning, "Wildcards work under `StringLike` alone.",
     "the wildcard in {} is an ordinary character here",
     in_each_statement<find_wildcard_without_like>, kAllKinds,
     "use `StringLike`, or `${*}` if a star is meant"},
    {"REDUNDANT_CONDITION_VALUE_NUM", Suggestion, "A bound is one value.",
     "several bounds for {}: only the widest counts", in_each_statement<find_several_bounds>},
    {"PRIVATE_IP_ADDRESS", Error, "`aws:SourceIp` is compared with public addresses.",
     "`aws:SourceIp` is never a private address: the condition never holds",
     in_each_statement<find_private_addresses<false, PrivateShare::All>>, kAllKinds,
     "behind a VPC endpoint it is `aws:VpcSourceIp` that holds the private address"},
    {"PRIVATE_NOT_IP_ADDRESS", Error, "`aws:SourceIp` is compared with public addresses.",
     "`aws:SourceIp` is never a private address: the condition always holds",
     in_each_statement<find_private_addresses<true, PrivateShare::All>>, kAllKinds,
     "behind a VPC endpoint it is `aws:VpcSourceIp` that holds the private address"},
    {"PRIVATE_IP_ADDRESS_SUBSET", Suggestion, "`aws:SourceIp` is compared with public addresses.",
     "`aws:SourceIp` is never one of the private addresses in the list",
     in_each_statement<find_partly_private_addresses>},
    {"IMPROVE_IP_RANGE", Suggestion, "A range is written without bits behind its prefix.",
     "{} has bits set behind its prefix, which do not count", in_each_statement<find_host_bits>},
    {"REPL_IP_RANGE_NEVER_MATCHES", Error,
     "An IPv6 range has no bits behind its prefix and is not IPv4-mapped, or it matches nothing.",
     "no address lies in {} as AWS reads it", in_each_statement<find_range_that_never_matches>,
     kAllKinds, "clear the bits behind the prefix; write IPv4 ranges as such"},
    {"INVALID_VPC_FORMAT", Error, "A VPC is named by its id.", "{} is no id of a VPC",
     in_each_statement<find_bad_vpc>, kAllKinds, "`vpc-` and digits and letters `a` to `f`"},
    {"INVALID_VPCE_FORMAT", Error, "A VPC endpoint is named by its id.",
     "{} is no id of a VPC endpoint", in_each_statement<find_bad_vpc_endpoint>, kAllKinds,
     "`vpce-` and digits and letters `a` to `f`"},
    {"INVALID_REGION", Error, "A Region is named by its code.", "{} is no Region",
     in_each_statement<find_bad_region>, kAllKinds, "write for example `eu-west-1`"},
    {"REPL_INVALID_ACCOUNT_ID", Error, "An account is named by twelve digits.",
     "{} is no account id: {} never equals it", in_each_statement<find_bad_account>},
};

}  // namespace

std::span<const LintCheck> lint_condition_value_checks() {
  return kValues;
}

}  // namespace replisim
