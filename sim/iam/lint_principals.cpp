// Who is named: principals that no service sees, services that anybody can use, trust policies.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "model/action.h"
#include "model/arn.h"
#include "model/issue.h"
#include "model/unicode.h"
#include "model/wildcard.h"
#include "sim/iam/condition.h"
#include "sim/iam/lint_check.h"

namespace replisim {
namespace {

using enum FindingType;
using Type = PrincipalEntry::Type;

constexpr KindSet kPolicyOfResource = {PolicyKind::Bucket, PolicyKind::Key, PolicyKind::Trust,
                                       PolicyKind::VpcEndpoint, PolicyKind::Resource};
constexpr KindSet kWithNotPrincipal = {PolicyKind::Bucket, PolicyKind::Key, PolicyKind::VpcEndpoint,
                                       PolicyKind::Resource};
constexpr std::string_view kS3 = "s3.amazonaws.com";

bool has_key(const Statement& statement, std::string_view key) {
  return std::any_of(statement.conditions.begin(), statement.conditions.end(),
                     [key](const ConditionEntry& entry) {
                       return equals_ignoring_ascii_case(entry.key.text, key);
                     });
}

template <typename Keys>
bool has_any_key(const Statement& statement, const Keys& keys) {
  return std::any_of(std::begin(keys), std::end(keys),
                     [&](std::string_view key) { return has_key(statement, key); });
}

bool allows(const Statement& statement, std::string_view action) {
  const bool is_listed =
      std::any_of(statement.actions.begin(), statement.actions.end(),
                  [&](const PolicyText& text) { return action_matches(text.text, action); });
  return statement.effect == Effect::Allow && is_listed != statement.not_action;
}

template <typename Test>
void find_entries(const Statement& statement, CheckFindings& findings, Test is_meant) {
  for (const PrincipalEntry& entry : statement.principals) {
    if (is_meant(entry)) {
      findings.push_back({.where = entry.where, .subject = entry.text});
    }
  }
}

void find_federated(const Statement& statement, CheckFindings& findings) {
  find_entries(statement, findings,
               [](const PrincipalEntry& entry) { return entry.type == Type::Federated; });
}

void find_role_id(const Statement& statement, CheckFindings& findings) {
  find_entries(statement, findings, [](const PrincipalEntry& entry) {
    return entry.type == Type::Aws && is_unique_id(entry.text) && entry.text.starts_with("AROA");
  });
}

void find_user_id(const Statement& statement, CheckFindings& findings) {
  find_entries(statement, findings, [](const PrincipalEntry& entry) {
    return entry.type == Type::Aws && is_unique_id(entry.text) && entry.text.starts_with("AIDA");
  });
}

// --- service principals ---

constexpr std::string_view kSourceKeys[] = {"aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID",
                                            "aws:SourceOrgPaths"};

bool is_unrestricted_service(const Statement& statement, const PrincipalEntry& entry) {
  return entry.type == Type::Service && statement.effect == Effect::Allow &&
         !statement.not_principal && !has_any_key(statement, kSourceKeys);
}

void find_unrestricted_service(const Statement& statement, CheckFindings& findings) {
  find_entries(statement, findings, [&](const PrincipalEntry& entry) {
    return is_unrestricted_service(statement, entry) && !has_key(statement, "aws:SourceOwner");
  });
}

void find_service_by_owner_alone(const Statement& statement, CheckFindings& findings) {
  find_entries(statement, findings, [&](const PrincipalEntry& entry) {
    return is_unrestricted_service(statement, entry) && has_key(statement, "aws:SourceOwner");
  });
}

/// Keys of users and roles, which a service that calls for itself has none of (4.2).
bool is_key_of_iam_principals(std::string_view key) {
  constexpr std::string_view kKeys[] = {"aws:PrincipalArn",
                                        "aws:PrincipalAccount",
                                        "aws:PrincipalOrgID",
                                        "aws:PrincipalOrgPaths",
                                        "aws:PrincipalType",
                                        "aws:username",
                                        "aws:userid",
                                        "aws:MultiFactorAuthPresent",
                                        "aws:MultiFactorAuthAge"};
  constexpr std::string_view kTag = "aws:PrincipalTag/";
  return equals_ignoring_ascii_case(key.substr(0, kTag.size()), kTag) ||
         std::any_of(std::begin(kKeys), std::end(kKeys), [key](std::string_view known) {
           return equals_ignoring_ascii_case(known, key);
         });
}

void find_key_that_services_lack(const Statement& statement, CheckFindings& findings) {
  const bool are_services =
      !statement.principals.empty() && !statement.not_principal &&
      std::all_of(statement.principals.begin(), statement.principals.end(),
                  [](const PrincipalEntry& entry) { return entry.type == Type::Service; });
  for (const ConditionEntry& entry : statement.conditions) {
    const ConditionOperator op = parse_condition_operator(entry.operator_name.text);
    if (are_services && !op.if_exists && !op.info.negated &&
        op.info.family != OperatorFamily::Null && is_key_of_iam_principals(entry.key.text)) {
      findings.push_back({.where = entry.key.where, .subject = entry.key.text});
    }
  }
}

// --- trust policies ---

bool is_saml(const PrincipalEntry& entry) {
  return entry.text.find(":saml-provider/") != std::string::npos;
}

/// Ways to assume a role, and whose they are.
struct AssumeAction {
  std::string_view name;
  bool (*fits)(const PrincipalEntry&);
};

constexpr AssumeAction kAssumeActions[] = {
    {"sts:AssumeRole", [](const PrincipalEntry& entry) { return entry.type != Type::Federated; }},
    {"sts:AssumeRoleWithSAML",
     [](const PrincipalEntry& entry) { return entry.type == Type::Federated && is_saml(entry); }},
    {"sts:AssumeRoleWithWebIdentity",
     [](const PrincipalEntry& entry) { return entry.type == Type::Federated && !is_saml(entry); }},
};

void find_mismatched_action(const Statement& statement, CheckFindings& findings) {
  if (statement.principals.empty() || statement.not_principal || statement.not_action) {
    return;
  }
  for (const PolicyText& action : statement.actions) {
    const auto* const known = std::find_if(
        std::begin(kAssumeActions), std::end(kAssumeActions),
        [&](const AssumeAction& row) { return equals_ignoring_ascii_case(row.name, action.text); });
    if (known != std::end(kAssumeActions) &&
        std::none_of(statement.principals.begin(), statement.principals.end(), known->fits)) {
      findings.push_back({.where = action.where, .subject = action.text});
    }
  }
}

/// The domain of a provider of web identities; empty if the entry names none.
std::string_view web_identity_domain(const PrincipalEntry& entry) {
  constexpr std::string_view kDomains[] = {"accounts.google.com", "cognito-identity.amazonaws.com",
                                           "graph.facebook.com", "www.amazon.com"};
  constexpr std::string_view kProvider = ":oidc-provider/";
  const std::string_view text = entry.text;
  if (entry.type != Type::Federated) {
    return {};
  }
  const std::size_t at = text.find(kProvider);
  if (at != std::string_view::npos) {
    return text.substr(at + kProvider.size());
  }
  return std::find(std::begin(kDomains), std::end(kDomains), text) != std::end(kDomains)
             ? text
             : std::string_view();
}

void find_bad_federated(const Statement& statement, CheckFindings& findings) {
  find_entries(statement, findings, [](const PrincipalEntry& entry) {
    return entry.type == Type::Federated && !is_saml(entry) && web_identity_domain(entry).empty();
  });
}

/// GitHub's audience is the same for all its users: there only the subject tells them apart.
bool narrows(const ConditionEntry& entry, std::string_view domain) {
  const std::string key = std::string(domain) + ":";
  const bool has_domain =
      equals_ignoring_ascii_case(std::string_view(entry.key.text).substr(0, key.size()), key);
  const std::string_view claim =
      has_domain ? std::string_view(entry.key.text).substr(key.size()) : std::string_view();
  return equals_ignoring_ascii_case(claim, "sub") ||
         (domain != "token.actions.githubusercontent.com" &&
          equals_ignoring_ascii_case(claim, "aud"));
}

void find_open_web_identity(const Statement& statement, CheckFindings& findings) {
  if (!allows(statement, "sts:AssumeRoleWithWebIdentity")) {
    return;
  }
  find_entries(statement, findings, [&](const PrincipalEntry& entry) {
    const std::string_view domain = web_identity_domain(entry);
    return !domain.empty() &&
           std::none_of(statement.conditions.begin(), statement.conditions.end(),
                        [&](const ConditionEntry& own) { return narrows(own, domain); });
  });
}

struct RoleOfArn {
  std::string_view account;
  std::string_view name;
};

/// The role of a role's or a session's ARN.
std::optional<RoleOfArn> role_of(std::string_view text, std::string_view kind) {
  const std::optional<Arn> arn = parse_arn(text);
  if (!arn || !arn->resource.starts_with(kind)) {
    return std::nullopt;
  }
  const std::string_view rest = arn->resource.substr(kind.size());
  const std::string_view name =
      kind == "role/" ? split_path(rest).name : rest.substr(0, rest.find('/'));
  return RoleOfArn{.account = arn->account, .name = name};
}

bool lists_role(const Statement& statement, const RoleOfArn& wanted, std::string_view kind) {
  return std::any_of(statement.principals.begin(), statement.principals.end(),
                     [&](const PrincipalEntry& entry) {
                       const std::optional<RoleOfArn> role = role_of(entry.text, kind);
                       return role && role->account == wanted.account && role->name == wanted.name;
                     });
}

void find_redundant_session(const Statement& statement, CheckFindings& findings) {
  find_entries(statement, findings, [&](const PrincipalEntry& entry) {
    const std::optional<RoleOfArn> role = role_of(entry.text, "assumed-role/");
    return role && lists_role(statement, *role, "role/");
  });
}

// --- replication ---

/// U-5, O23: a role that is exempt is denied all the same, for it calls as a session.
void find_exempt_role_without_session(const Statement& statement, CheckFindings& findings) {
  if (!statement.not_principal || statement.effect != Effect::Deny) {
    return;
  }
  for (const PrincipalEntry& entry : statement.principals) {
    const std::optional<RoleOfArn> role = role_of(entry.text, "role/");
    if (role && !lists_role(statement, *role, "assumed-role/")) {
      const std::string session = "arn:aws:sts::" + std::string(role->account) + ":assumed-role/" +
                                  std::string(role->name) + "/s3-replication";
      findings.push_back({.where = entry.where,
                          .subject = entry.text,
                          .hint = "for replication list " + in_backticks(session) + " as well"});
    }
  }
}

bool names_replication(const Statement& statement) {
  return !statement.not_action && std::any_of(statement.actions.begin(), statement.actions.end(),
                                              [](const PolicyText& action) {
                                                const std::string lower =
                                                    to_lower_ascii(action.text);
                                                return lower.starts_with("s3:replicate");
                                              });
}

/// Q29: who replicates is the role.
void find_service_for_replication(const Statement& statement, CheckFindings& findings) {
  if (statement.effect == Effect::Allow && !statement.not_principal &&
      names_replication(statement)) {
    find_entries(statement, findings,
                 [](const PrincipalEntry& entry) { return is_service_principal(entry, kS3); });
  }
}

/// U-18, U39.
void find_unverified_trust_condition(const Statement& statement, CheckFindings& findings) {
  const bool is_for_s3 =
      std::any_of(statement.principals.begin(), statement.principals.end(),
                  [](const PrincipalEntry& entry) { return is_service_principal(entry, kS3); });
  for (const ConditionEntry& entry : statement.conditions) {
    const bool is_source_key = std::any_of(
        std::begin(kSourceKeys), std::end(kSourceKeys),
        [&](std::string_view key) { return equals_ignoring_ascii_case(entry.key.text, key); });
    if (is_for_s3 && is_source_key && statement.effect == Effect::Allow &&
        !parse_condition_operator(entry.operator_name.text).if_exists) {
      findings.push_back({.where = entry.key.where, .subject = entry.key.text});
    }
  }
}

constexpr LintCheck kPrincipals[] = {
    {"ALLOW_WITH_NOTPRINCIPAL", SecurityWarning,
     "`Allow` with `NotPrincipal` lets everyone in who is not listed, anonymous callers too.",
     "everyone but those listed is allowed", in_each_statement<find_allow_with_not_principal>,
     kAllKinds, "list the principals that are allowed"},
    {"FEDERATED_PRINCIPAL_NOT_SUPPORTED",
     Error,
     "Federated principals stand in trust policies; elsewhere the session's ARN does.",
     "no policy of this kind knows the federated principal {}",
     in_each_statement<find_federated>,
     {PolicyKind::Key, PolicyKind::VpcEndpoint}},
    {"INVALID_ROLE_REFERENCE", Warning,
     "A role id in place of an ARN is that of a role which was deleted.",
     "{} is the id of a role that was deleted: a new role of the same name is not meant",
     in_each_statement<find_role_id>, kPolicyOfResource, "name the role by its ARN and save again"},
    {"INVALID_USER_REFERENCE", Warning,
     "A user id in place of an ARN is that of a user who was deleted.",
     "{} is the id of a user who was deleted: a new user of the same name is not meant",
     in_each_statement<find_user_id>, kPolicyOfResource, "name the user by its ARN and save again"},
    {"RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
     SecurityWarning,
     "A service is let in only for one's own resources, or others can use it as their deputy.",
     "the service {} may be used by anybody",
     in_each_statement<find_unrestricted_service>,
     {PolicyKind::Bucket, PolicyKind::Key, PolicyKind::Resource},
     "add a condition on `aws:SourceArn` or `aws:SourceAccount`"},
    {"RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
     Suggestion,
     "Services are restricted by `aws:SourceArn` or `aws:SourceAccount`.",
     "the service {} is restricted by `aws:SourceOwner` alone",
     in_each_statement<find_service_by_owner_alone>,
     {PolicyKind::Bucket, PolicyKind::Key, PolicyKind::Resource},
     "use `aws:SourceArn` or `aws:SourceAccount`"},
    {"UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL", Error,
     "Keys of users and roles are absent where a service calls for itself.",
     "{} is absent where a service calls: the condition never holds",
     in_each_statement<find_key_that_services_lack>, kPolicyOfResource},
    {"MISMATCHED_ACTION_FOR_PRINCIPAL",
     Error,
     "Each kind of principal assumes a role by an action of its own.",
     "no principal of the statement can call {}",
     in_each_statement<find_mismatched_action>,
     {PolicyKind::Trust},
     "accounts, users, roles and services call `sts:AssumeRole`, SAML providers "
     "`sts:AssumeRoleWithSAML`, web identity providers `sts:AssumeRoleWithWebIdentity`"},
    {"INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY",
     Error,
     "A federated principal is the ARN of a provider, or the domain of one that AWS knows.",
     "{} is no provider of identities",
     in_each_statement<find_bad_federated>,
     {PolicyKind::Trust},
     "write the provider's ARN: `arn:aws:iam::111122223333:oidc-provider/example.com`"},
    {"MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
     SecurityWarning,
     "Identities of a web identity provider are narrowed by audience or subject.",
     "every identity of {} can assume the role",
     in_each_statement<find_open_web_identity>,
     {PolicyKind::Trust},
     "add a condition on the provider's `:aud` or `:sub`"},
    {"REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY",
     Suggestion,
     "A session need not stand beside its role.",
     "the role of {} is listed as well",
     in_each_statement<find_redundant_session>,
     {PolicyKind::Trust}},
    {"REPL_NOTPRINCIPAL_WITHOUT_SESSION", Warning,
     "`NotPrincipal` spares a role's calls only if it lists the role's sessions.",
     "the sessions of {} are denied: only the role is listed",
     in_each_statement<find_exempt_role_without_session>, kWithNotPrincipal},
    {"REPL_SERVICE_PRINCIPAL_FOR_REPLICATION",
     Warning,
     "Replication calls as the replication role, never as the service S3.",
     "this lets {} in, which does not replicate: the replication role does",
     in_each_statement<find_service_for_replication>,
     {PolicyKind::Bucket},
     "name the ARN of the replication role"},
    {"REPL_UNVERIFIED_TRUST_CONDITION",
     Warning,
     "AWS does not say that S3 sends the source bucket's ARN and account when it assumes a role.",
     "it is not documented that S3 replication sends {}: the role may not be assumed",
     in_each_statement<find_unverified_trust_condition>,
     {PolicyKind::Trust},
     "the operator with `IfExists` holds either way",
     "unverifiedTrustCondition"},
};

}  // namespace

bool is_service_principal(const PrincipalEntry& entry, std::string_view name) {
  return entry.type == Type::Service && entry.text == name;
}

std::span<const LintCheck> lint_principal_checks() {
  return kPrincipals;
}

}  // namespace replisim
