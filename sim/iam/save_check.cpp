#include "sim/iam/save_check.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>

#include "model/arn.h"
#include "model/base64.h"
#include "model/decimal.h"
#include "model/instant.h"
#include "model/ip_address.h"
#include "model/issue.h"
#include "model/spelling.h"
#include "model/unicode.h"
#include "model/wildcard.h"
#include "sim/iam/condition.h"

namespace replisim {
namespace {

void find_missing(SourceRange element, const Statement& statement, CheckFindings& findings) {
  if (!element.is_known()) {
    findings.push_back({.where = statement.where});
  }
}

template <typename List>
void find_empty(SourceRange element, const List& values, CheckFindings& findings) {
  if (element.is_known() && values.empty()) {
    findings.push_back({.where = element});
  }
}

bool is_of_type(std::string_view value, OperatorFamily family) {
  switch (family) {
    case OperatorFamily::Numeric: return parse_decimal(value).has_value();
    case OperatorFamily::Date: return parse_instant(value).has_value();
    case OperatorFamily::IpAddress: return parse_ip_range(value).has_value();
    case OperatorFamily::Arn: return may_be_arn(value);
    case OperatorFamily::Binary: return is_valid_base64(value);
    case OperatorFamily::String:
    case OperatorFamily::StringIgnoringCase:
    case OperatorFamily::StringLike:
    case OperatorFamily::Bool:
    case OperatorFamily::Null:
    case OperatorFamily::Unknown: return true;
  }
  return true;
}

std::string_view name_of_type(OperatorFamily family) {
  switch (family) {
    case OperatorFamily::Numeric: return "a number, as `12` or `1.5`";
    case OperatorFamily::Date: return "a date, as `2026-01-31T12:00:00Z`";
    case OperatorFamily::IpAddress: return "an address or range, as `203.0.113.0/24`";
    case OperatorFamily::Arn: return "an ARN, as `arn:aws:iam::111122223333:role/name`";
    case OperatorFamily::Binary: return "base64, in groups of four";
    case OperatorFamily::String:
    case OperatorFamily::StringIgnoringCase:
    case OperatorFamily::StringLike:
    case OperatorFamily::Bool:
    case OperatorFamily::Null:
    case OperatorFamily::Unknown: break;
  }
  return {};
}

void find_values(const Statement& statement, CheckFindings& findings,
                 bool (*is_asked)(OperatorFamily)) {
  for (const ConditionEntry& entry : statement.conditions) {
    const OperatorFamily family = parse_condition_operator(entry.operator_name.text).info.family;
    for (const PolicyText& value : entry.values) {
      if (is_asked(family) && !is_of_type(value.text, family)) {
        findings.push_back({.where = value.where,
                            .subject = value.text,
                            .hint = in_backticks(entry.operator_name.text)
                                        .append(" compares with ")
                                        .append(name_of_type(family))});
      }
    }
  }
}

bool is_null_if_exists(std::string_view operator_name) {
  const std::size_t colon = operator_name.find(':');
  const std::size_t begin = colon == std::string_view::npos ? 0 : colon + 1;
  return equals_ignoring_ascii_case(operator_name.substr(begin), "NullIfExists");
}

bool is_lower_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool is_name_behind(std::string_view resource, std::string_view kind) {
  return resource.starts_with(kind) && resource.size() > kind.size() && resource.back() != '/';
}

/// The principal that CloudFront's older way of reading a bucket has: a user of no account.
bool is_origin_access_identity(const Arn& arn) {
  return arn.service == "iam" && arn.account == "cloudfront" &&
         arn.resource.starts_with("user/CloudFront Origin Access Identity ");
}

bool is_principal_of_iam(std::string_view resource) {
  return resource == "root" || is_name_behind(resource, "user/") ||
         is_name_behind(resource, "role/");
}

bool is_principal_of_sts(std::string_view resource) {
  constexpr std::string_view kSession = "assumed-role/";
  if (!resource.starts_with(kSession)) {
    return is_name_behind(resource, "federated-user/");
  }
  const std::string_view session = resource.substr(kSession.size());
  const std::size_t slash = session.find('/');
  return slash != std::string_view::npos && slash > 0 && slash + 1 < session.size();
}

using Defect = std::optional<PrincipalDefect>;

constexpr PrincipalDefect kNoPrincipal = {"INVALID_PRINCIPAL_FORMAT",
                                          "a principal is an account id, an ARN or `*`"};
constexpr PrincipalDefect kPartialWildcard = {
    "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
    "a wildcard stands for all principals or for none: write `*` alone, and narrow it by a "
    "condition on `aws:PrincipalArn`"};
constexpr PrincipalDefect kBadAccount = {
    "INVALID_ARN_ACCOUNT",
    "the account of a principal's ARN has twelve digits; look for an ARN inside the ARN"};
constexpr PrincipalDefect kOtherResource = {
    "UNSUPPORTED_PRINCIPAL",
    "a principal is an account, user, role or session; groups and other resources are none"};
constexpr PrincipalDefect kBadService = {"INVALID_SERVICE_PRINCIPAL_FORMAT",
                                         "a service principal is one name, as `s3.amazonaws.com`"};
constexpr PrincipalDefect kBadProvider = {"UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
                                          "a provider of identities is named in full"};
constexpr PrincipalDefect kCanonicalElsewhere = {
    "INVALID_PRINCIPAL_KEY", "canonical user ids are for bucket policies alone"};
constexpr PrincipalDefect kBadCanonicalUser = {
    "INVALID_PRINCIPAL_FORMAT", "a canonical user id has 64 digits and letters `a` to `f`"};
constexpr PrincipalDefect kNotThere = {"REPL_PRINCIPAL_NOT_FOUND", "there is no such principal"};

bool is_principal_arn(const Arn& arn) {
  return arn.region.empty() && ((arn.service == "iam" && is_principal_of_iam(arn.resource)) ||
                                (arn.service == "sts" && is_principal_of_sts(arn.resource)));
}

Defect aws_principal_defect(std::string_view text, PolicyKind kind) {
  if (text == "*" || is_account_id(text) || is_unique_id(text)) {
    return std::nullopt;
  }
  const std::optional<Arn> arn = parse_arn(text);
  if (!arn) {
    return kNoPrincipal;
  }
  if (kind == PolicyKind::Bucket && is_origin_access_identity(*arn)) {
    return std::nullopt;
  }
  if (has_wildcard(text)) {
    return kPartialWildcard;
  }
  if (!is_account_id(arn->account)) {
    return kBadAccount;
  }
  return is_principal_arn(*arn) ? std::nullopt : Defect(kOtherResource);
}

Defect service_defect(std::string_view text) {
  return has_wildcard(text) || text.find('.') == std::string_view::npos ? Defect(kBadService)
                                                                        : std::nullopt;
}

Defect canonical_user_defect(std::string_view text, PolicyKind kind) {
  constexpr std::size_t kCanonicalIdLength = 64;
  if (kind != PolicyKind::Bucket) {
    return kCanonicalElsewhere;
  }
  return text.size() == kCanonicalIdLength && is_lower_hex(text) ? std::nullopt
                                                                 : Defect(kBadCanonicalUser);
}

std::string_view type_name(PrincipalEntry::Type type) {
  switch (type) {
    case PrincipalEntry::Type::Everyone: return "*";
    case PrincipalEntry::Type::Aws: return "AWS";
    case PrincipalEntry::Type::Service: return "Service";
    case PrincipalEntry::Type::Federated: return "Federated";
    case PrincipalEntry::Type::CanonicalUser: return "CanonicalUser";
  }
  return {};
}

bool is_missing(const PrincipalEntry& entry, const PolicyTarget& target) {
  return entry.type == PrincipalEntry::Type::Aws && entry.text != "*" && target.find_principal &&
         target.find_principal(entry) == PrincipalPresence::Missing;
}

struct ReaderCode {
  std::string_view reader;
  std::string_view lint;
};

constexpr ReaderCode kReaderCodes[] = {
    {"policy.both-elements", "UNSUPPORTED_ELEMENT_COMBINATION"},
    {"policy.condition-shape", "DATA_TYPE_MISMATCH"},
    {"policy.duplicate-condition-key", "DUPLICATE_KEYS_WITH_DIFFERENT_CASE"},
    {"policy.duplicate-element", "JSON_SYNTAX_ERROR"},
    {"policy.no-statements", "MISSING_STATEMENT"},
    {"policy.not-an-object", "JSON_SYNTAX_ERROR"},
    {"policy.null-value", "DATA_TYPE_MISMATCH"},
    {"policy.principal-shape", "INVALID_PRINCIPAL_FORMAT"},
    {"policy.unknown-effect", "INVALID_EFFECT"},
    {"policy.unknown-element", "INVALID_POLICY_ELEMENT"},
    {"policy.unknown-principal-type", "INVALID_PRINCIPAL_KEY"},
    {"policy.unknown-version", "INVALID_VERSION"},
    {"policy.wrong-type", "DATA_TYPE_MISMATCH"},
};

}  // namespace

std::string_view lint_code_of(const PolicyFault& fault, const PolicyDocument& document) {
  if (fault.code == "policy.missing-element") {
    return fault.where == document.where ? "MISSING_STATEMENT" : "MISSING_EFFECT";
  }
  const auto* const found =
      std::find_if(std::begin(kReaderCodes), std::end(kReaderCodes),
                   [&](const ReaderCode& row) { return row.reader == fault.code; });
  return found == std::end(kReaderCodes) ? "JSON_SYNTAX_ERROR" : found->lint;
}

void find_missing_principal(const Statement& statement, CheckFindings& findings) {
  find_missing(statement.principal_where, statement, findings);
}

void find_empty_principal(const Statement& statement, CheckFindings& findings) {
  find_empty(statement.principal_where, statement.principals, findings);
}

void find_missing_action(const Statement& statement, CheckFindings& findings) {
  find_missing(statement.action_where, statement, findings);
}

void find_missing_resource(const Statement& statement, CheckFindings& findings) {
  find_missing(statement.resource_where, statement, findings);
}

void find_empty_action(const Statement& statement, CheckFindings& findings) {
  find_empty(statement.action_where, statement.actions, findings);
}

void find_empty_resource(const Statement& statement, CheckFindings& findings) {
  find_empty(statement.resource_where, statement.resources, findings);
}

void find_prohibited_principal(const Statement& statement, CheckFindings& findings) {
  if (statement.principal_where.is_known()) {
    findings.push_back({.where = statement.principal_where});
  }
}

void find_not_principal(const Statement& statement, CheckFindings& findings) {
  if (statement.not_principal) {
    findings.push_back({.where = statement.principal_where});
  }
}

void find_allow_with_not_principal(const Statement& statement, CheckFindings& findings) {
  if (statement.effect == Effect::Allow) {
    find_not_principal(statement, findings);
  }
}

void find_unknown_operator(const Statement& statement, CheckFindings& findings) {
  SourceRange last;
  for (const ConditionEntry& entry : statement.conditions) {
    const PolicyText& name = entry.operator_name;
    if (parse_condition_operator(name.text).info.family != OperatorFamily::Unknown ||
        name.where == last) {
      continue;
    }
    last = name.where;  // once for all keys under it
    const std::optional<std::string> nearest = nearest_name(name.text, condition_operator_names());
    findings.push_back(
        {.where = name.where,
         .subject = name.text,
         .hint = nearest ? "did you mean " + in_backticks(*nearest) + "?" : std::string(),
         .lint_code = is_null_if_exists(name.text) ? "NULL_WITH_IF_EXISTS" : std::string_view()});
  }
}

void find_value_of_other_type(const Statement& statement, CheckFindings& findings) {
  find_values(statement, findings, [](OperatorFamily) { return true; });
}

void find_bad_base64(const Statement& statement, CheckFindings& findings) {
  find_values(statement, findings,
              [](OperatorFamily family) { return family == OperatorFamily::Binary; });
}

void find_double_sid(const PolicyUnderCheck& policy, CheckFindings& findings) {
  std::map<std::string_view, const Statement*> seen;
  for (const Statement& statement : policy.document.statements) {
    if (!statement.sid.empty() && !seen.emplace(statement.sid, &statement).second) {
      findings.push_back({.where = statement.sid_where, .subject = statement.sid});
    }
  }
}

void find_special_characters_in_sid(const Statement& statement, CheckFindings& findings) {
  const bool is_plain = std::all_of(statement.sid.begin(), statement.sid.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  });
  if (!is_plain) {
    findings.push_back({.where = statement.sid_where, .subject = statement.sid});
  }
}

void find_invalid_principal(const PolicyUnderCheck& policy, CheckFindings& findings) {
  for (const Statement& statement : policy.document.statements) {
    for (const PrincipalEntry& entry : statement.principals) {
      Defect defect = principal_defect(entry, policy.kind);
      if (!defect && is_missing(entry, policy.target)) {
        defect = kNotThere;
      }
      if (defect) {
        findings.push_back({.where = entry.where,
                            .subject = entry.text,
                            .second = std::string(type_name(entry.type)),
                            .hint = std::string(defect->hint),
                            .lint_code = defect->lint_code});
      }
    }
  }
}

void find_too_large(const PolicyUnderCheck& policy, CheckFindings& findings) {
  const std::optional<PolicySizeRule> rule = policy_size_rule(policy.kind, policy.target.holder);
  if (!rule || policy.target.text.empty()) {
    return;
  }
  const std::size_t size = policy_size(policy.target.text, *rule);
  if (size > rule->size_max) {
    findings.push_back(
        {.where = policy.document.where,
         .subject = std::to_string(rule->size_max),
         .hint = "it has " + std::to_string(size) +
                 (rule->ignores_whitespace ? " characters, blanks not counted" : " characters")});
  }
}

void find_forbidden_character(const PolicyUnderCheck& policy, CheckFindings& findings) {
  const std::string_view text = policy.target.text;
  for (std::size_t at = 0; at < text.size();) {
    const Utf8Character character = decode_utf8(text, at);
    const char32_t c = character.code_point;
    const bool is_allowed = c == U'\t' || c == U'\n' || c == U'\r' || (c >= U' ' && c <= 0xFF);
    if (!is_allowed) {
      SourceRange where = policy.document.where;
      if (where.end - where.begin == text.size()) {  // the text stands there as it was sent
        where.begin += static_cast<std::uint32_t>(at);
        where.end = where.begin + static_cast<std::uint32_t>(character.length);
      }
      findings.push_back({.where = where});
      return;
    }
    at += character.length;
  }
}

std::optional<PrincipalDefect> principal_defect(const PrincipalEntry& entry, PolicyKind kind) {
  switch (entry.type) {
    case PrincipalEntry::Type::Everyone: return std::nullopt;
    case PrincipalEntry::Type::Aws: return aws_principal_defect(entry.text, kind);
    case PrincipalEntry::Type::Service: return service_defect(entry.text);
    case PrincipalEntry::Type::Federated:
      return has_wildcard(entry.text) ? Defect(kBadProvider) : std::nullopt;
    case PrincipalEntry::Type::CanonicalUser: return canonical_user_defect(entry.text, kind);
  }
  return std::nullopt;
}

bool is_unique_id(std::string_view text) {
  constexpr std::size_t kUniqueIdLengthMin = 16;
  return text.size() >= kUniqueIdLengthMin &&
         (text.starts_with("AIDA") || text.starts_with("AROA")) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
}

bool may_be_arn(std::string_view text) {
  constexpr std::string_view kScheme = "arn:";
  const std::string_view begin = text.substr(0, kScheme.size());
  return begin == kScheme || has_wildcard(begin) || begin.find("${") != std::string_view::npos;
}

}  // namespace replisim
