#include "sim/iam/compiled_policy.h"

#include <algorithm>

#include "model/arn.h"
#include "model/unicode.h"
#include "model/wildcard.h"

namespace replisim {
namespace {

using PrincipalEntryKind = CompiledPrincipal::Kind;

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

/// `AROA…` and `AIDA…`: what is left of a principal that was deleted (1.3).
bool is_unique_id(std::string_view text) {
  return text.size() >= 16 && text.find(':') == std::string_view::npos &&
         (starts_with(text, "AROA") || starts_with(text, "AIDA"));
}

PrincipalEntryKind kind_of_arn(const Arn& arn) {
  if (arn.service == "iam") {
    if (arn.resource == "root") {
      return PrincipalEntryKind::Account;
    }
    if (starts_with(arn.resource, "role/")) {
      return PrincipalEntryKind::Role;
    }
    if (starts_with(arn.resource, "user/")) {
      return PrincipalEntryKind::User;
    }
  }
  if (arn.service == "sts") {
    if (starts_with(arn.resource, "assumed-role/")) {
      return PrincipalEntryKind::Session;
    }
    if (starts_with(arn.resource, "federated-user/")) {
      return PrincipalEntryKind::FederatedUser;
    }
  }
  return PrincipalEntryKind::Invalid;
}

void classify_aws(CompiledPrincipal& principal) {
  const std::string_view text = principal.text;
  if (text == "*") {
    principal.kind = PrincipalEntryKind::Everyone;
  } else if (is_account_id(text)) {
    principal.kind = PrincipalEntryKind::Account;
    principal.account = text;
  } else if (is_unique_id(text)) {
    principal.kind = PrincipalEntryKind::UniqueId;
  } else if (const std::optional<Arn> arn = parse_arn(text);
             arn && is_account_id(arn->account) && text.find_first_of("*?") == text.npos) {
    principal.kind = kind_of_arn(*arn);
    principal.account = arn->account;
    principal.name = arn->resource.substr(arn->resource.rfind('/') + 1);
  }
}

/// Ids decide where both are known: a role that was deleted and made again is another (1.3).
bool is_same(const CompiledPrincipal& entry, const RequestPrincipal& principal,
             std::string_view arn) {
  if (!entry.unique_id.empty() && !principal.unique_id.empty()) {
    return entry.unique_id == principal.unique_id;
  }
  return entry.text == arn;
}

bool is_role_of(const CompiledPrincipal& entry, const RequestPrincipal& session) {
  if (!session.path_is_known) {
    return entry.account == session.account && entry.name == session.name;
  }
  return is_same(entry, session, session.iam_arn);
}

PrincipalMatch match_account(const CompiledPrincipal& entry, const RequestPrincipal& principal) {
  if (principal.account != entry.account || principal.kind == PrincipalKind::Service ||
      principal.kind == PrincipalKind::Anonymous) {
    return PrincipalMatch::None;
  }
  return principal.kind == PrincipalKind::AccountRoot ? PrincipalMatch::Direct
                                                      : PrincipalMatch::Account;
}

PrincipalMatch match_user(const CompiledPrincipal& entry, const RequestPrincipal& principal) {
  if (principal.kind == PrincipalKind::User && is_same(entry, principal, principal.arn)) {
    return PrincipalMatch::Direct;
  }
  const bool is_its_session = principal.kind == PrincipalKind::FederatedUser &&
                              principal.account == entry.account && principal.name == entry.name;
  return is_its_session ? PrincipalMatch::UserOfSession : PrincipalMatch::None;
}

PrincipalMatch match_unique_id(const CompiledPrincipal& entry, const RequestPrincipal& principal) {
  if (principal.unique_id != entry.text) {
    return PrincipalMatch::None;
  }
  return principal.kind == PrincipalKind::RoleSession ? PrincipalMatch::RoleOfSession
                                                      : PrincipalMatch::Direct;
}

PrincipalMatch direct_if(bool matches) {
  return matches ? PrincipalMatch::Direct : PrincipalMatch::None;
}

/// Deny with NotPrincipal, as U-5 decides: who is exempt has to be listed as exactly what it is.
bool is_exempt(const CompiledStatement& statement, const RequestPrincipal& principal) {
  if (principal.has_permissions_boundary &&
      (principal.kind == PrincipalKind::User || principal.kind == PrincipalKind::RoleSession)) {
    return false;
  }
  return std::any_of(statement.principals.begin(), statement.principals.end(),
                     [&principal](const CompiledPrincipal& entry) {
                       return match_principal(entry, principal) >= PrincipalMatch::Direct;
                     });
}

CompiledStatement compile_statement(const Statement& written, PolicyKind kind, bool variables) {
  CompiledStatement statement;
  statement.is_inert = !written.effect || !written.action_where.is_known();
  statement.is_uncertain = written.uncertain;
  statement.effect = written.effect.value_or(Effect::Deny);
  statement.has_principal = written.principal_where.is_known();
  statement.has_resource = written.resource_where.is_known();
  statement.not_principal = written.not_principal;
  statement.not_action = written.not_action;
  statement.not_resource = written.not_resource;
  statement.sid = written.sid;
  statement.where = written.where;
  statement.principal_where = written.principal_where;
  statement.action_where = written.action_where;
  statement.resource_where = written.resource_where;
  statement.condition_where = written.condition_where;
  for (const PrincipalEntry& entry : written.principals) {
    statement.principals.push_back(compile_principal(entry));
  }
  for (const PolicyText& action : written.actions) {
    std::string lower = to_lower_ascii(action.text);
    const bool has_wildcards = lower.find_first_of("*?") != std::string::npos;
    statement.actions.push_back({std::move(lower), has_wildcards});
  }
  for (const PolicyText& resource : written.resources) {
    statement.resources.emplace_back(resource.text, variables);
  }
  for (const ConditionEntry& condition : written.conditions) {
    statement.conditions.push_back(compile_condition(condition, kind, variables));
  }
  return statement;
}

bool tells_principals_apart(PolicyKind kind) {
  switch (kind) {
    case PolicyKind::Identity:
    case PolicyKind::PermissionsBoundary:
    case PolicyKind::Session:
    case PolicyKind::ServiceControl: return false;
    case PolicyKind::ResourceControl:
    case PolicyKind::Bucket:
    case PolicyKind::Key:
    case PolicyKind::Trust:
    case PolicyKind::VpcEndpoint:
    case PolicyKind::Resource: return true;
  }
  return true;
}

}  // namespace

CompiledPrincipal compile_principal(const PrincipalEntry& entry) {
  CompiledPrincipal principal;
  principal.text = entry.text;
  principal.unique_id = entry.unique_id;
  switch (entry.type) {
    case PrincipalEntry::Type::Everyone: principal.kind = PrincipalEntryKind::Everyone; break;
    case PrincipalEntry::Type::Aws: classify_aws(principal); break;
    case PrincipalEntry::Type::Service: principal.kind = PrincipalEntryKind::Service; break;
    case PrincipalEntry::Type::Federated: principal.kind = PrincipalEntryKind::Federated; break;
    case PrincipalEntry::Type::CanonicalUser:
      principal.kind = PrincipalEntryKind::CanonicalUser;
      break;
  }
  return principal;
}

PrincipalMatch match_principal(const CompiledPrincipal& entry, const RequestPrincipal& principal) {
  switch (entry.kind) {
    case PrincipalEntryKind::Everyone: return PrincipalMatch::Wildcard;
    case PrincipalEntryKind::Account: return match_account(entry, principal);
    case PrincipalEntryKind::Role:
      return principal.kind == PrincipalKind::RoleSession && is_role_of(entry, principal)
                 ? PrincipalMatch::RoleOfSession
                 : PrincipalMatch::None;
    case PrincipalEntryKind::User: return match_user(entry, principal);
    case PrincipalEntryKind::Session:
      return direct_if(principal.kind == PrincipalKind::RoleSession && entry.text == principal.arn);
    case PrincipalEntryKind::FederatedUser:
      return direct_if(principal.kind == PrincipalKind::FederatedUser &&
                       entry.text == principal.arn);
    case PrincipalEntryKind::UniqueId: return match_unique_id(entry, principal);
    case PrincipalEntryKind::Service:
      return direct_if(principal.kind == PrincipalKind::Service && entry.text == principal.name);
    case PrincipalEntryKind::CanonicalUser:
      return !principal.canonical_user_id.empty() && entry.text == principal.canonical_user_id
                 ? PrincipalMatch::Account
                 : PrincipalMatch::None;
    case PrincipalEntryKind::Federated:
    case PrincipalEntryKind::Invalid: return PrincipalMatch::None;
  }
  return PrincipalMatch::None;
}

bool ActionPattern::matches(std::string_view lower_action) const {
  return has_wildcards ? wildcard_match(lower, lower_action) : lower == lower_action;
}

CompiledPolicy::CompiledPolicy(const PolicyDocument& document, PolicyKind kind, PolicyLabel label)
    : kind_(kind),
      label_(std::move(label)),
      where_(document.where),
      incomplete_(document.incomplete),
      has_principals_(tells_principals_apart(kind)) {
  statements_.reserve(document.statements.size());
  for (const Statement& statement : document.statements) {
    statements_.push_back(compile_statement(statement, kind, document.has_variables()));
    statements_.back().number = static_cast<std::uint32_t>(statements_.size() - 1);
  }
  index_ = std::make_unique<StatementIndex>(statements_);
}

bool action_matches(const CompiledStatement& statement, const RequestAction& action) {
  const bool listed = std::any_of(
      statement.actions.begin(), statement.actions.end(),
      [&action](const ActionPattern& pattern) { return pattern.matches(action.folded.lower); });
  return listed != statement.not_action;
}

bool resource_matches(const CompiledStatement& statement, PolicyKind kind, const Request& request) {
  if (!statement.has_resource) {
    return kind == PolicyKind::Trust || kind == PolicyKind::Resource;
  }
  const bool listed = std::any_of(statement.resources.begin(), statement.resources.end(),
                                  [&request](const ResourcePattern& pattern) {
                                    return pattern.matches(request.resource, request.context);
                                  });
  return listed != statement.not_resource;
}

PrincipalMatch principal_matches(const CompiledStatement& statement,
                                 const RequestPrincipal& principal) {
  if (statement.not_principal && statement.effect == Effect::Deny) {
    return is_exempt(statement, principal) ? PrincipalMatch::None : PrincipalMatch::Wildcard;
  }
  PrincipalMatch best = PrincipalMatch::None;
  for (const CompiledPrincipal& entry : statement.principals) {
    const PrincipalMatch match = match_principal(entry, principal);
    best = best < match ? match : best;
  }
  if (statement.not_principal) {  // with Allow, as old policies have it: whoever is not listed
    return best == PrincipalMatch::None ? PrincipalMatch::Wildcard : PrincipalMatch::None;
  }
  return best;
}

}  // namespace replisim
