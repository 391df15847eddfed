// What KMS, IAM (for role trust policies) and EC2 (for VPC endpoint policies) check.

#include <algorithm>
#include <string>
#include <string_view>

#include "model/action.h"
#include "model/unicode.h"
#include "sim/iam/condition.h"
#include "sim/iam/save_check.h"

namespace replisim {
namespace {

constexpr std::string_view kReported = "reported by versitygw, LocalStack and moto";

// --- key policies ---

constexpr std::string_view kKmsGuide = "KMS developer guide, key policies";
constexpr std::string_view kKmsIssues = "KMS developer guide, troubleshooting; several issues";
constexpr std::string_view kKmsFreeText = "KMS service model; the text is not recorded";

constexpr std::string_view kInvalidPrincipals =
    "Policy contains a statement with one or more invalid principals.";

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return equals_ignoring_ascii_case(text.substr(0, prefix.size()), prefix);
}

/// Keys with one value for each pair of the request: their absence lets everything through.
void find_for_all_values_on_context(const Statement& statement, CheckFindings& findings) {
  for (const ConditionEntry& entry : statement.conditions) {
    const bool is_such_a_key =
        starts_with_ignoring_case(entry.key.text, "kms:EncryptionContext:") ||
        starts_with_ignoring_case(entry.key.text, "aws:RequestTag/");
    if (is_such_a_key &&
        parse_condition_operator(entry.operator_name.text).set == SetOperator::ForAllValues) {
      findings.push_back({.where = entry.operator_name.where, .subject = entry.key.text});
    }
  }
}

// Accepted: statements without Action or Resource, actions that do not exist, resources that are
// other keys (1.4, 6.2, O7).
constexpr SaveCheck kKey[] = {
    {"POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA",
     "The key policy exceeds the maximum size of {} bytes.",
     find_too_large,
     kKmsFreeText,
     {},
     "LimitExceededException"},
    from_reader("*", "", "This policy contains invalid Json", kKmsFreeText),
    from_reader("policy.no-statements", "", "Policy contains no statements.", kKmsFreeText),
    from_reader("policy.principal-shape", "", kInvalidPrincipals, kKmsIssues),
    from_reader("policy.unknown-principal-type", "", kInvalidPrincipals, kKmsIssues),
    {"INVALID_CONDITION_OPERATOR", "Policy contains an invalid condition operator: {}",
     in_each_statement<find_unknown_operator>, kKmsFreeText},
    {"MISSING_PRINCIPAL", "Policy contains a statement with no principal.",
     in_each_statement<find_missing_principal>, "as seen in bug reports"},
    {"EMPTY_OBJECT_PRINCIPAL", kInvalidPrincipals, in_each_statement<find_empty_principal>,
     kKmsIssues},
    {"INVALID_PRINCIPAL_FORMAT", kInvalidPrincipals, find_invalid_principal, kKmsIssues},
    {"ALLOW_WITH_NOTPRINCIPAL", "Allow with NotPrincipal is not allowed.",
     in_each_statement<find_allow_with_not_principal>, "IAM guide, NotPrincipal element",
     "list the principals that are allowed"},
    {"INVALID_CONDITION_DATA_TYPE", "Policy contains a condition with an invalid value: {}",
     in_each_statement<find_value_of_other_type>,
     "chosen: as IAM does for identity policies; the text is not recorded"},
    {"FORALLVALUES_WITH_SINGLE_VALUED_KEY",
     "OverlyPermissiveCondition: Using the ForAllValues set operator with a single-valued "
     "condition key matches requests without the specified [encryption context or tag] or with "
     "an unspecified [encryption context or tag]. To fix, remove ForAllValues.",
     in_each_statement<find_for_all_values_on_context>, kKmsGuide, "remove `ForAllValues:`"},
};

// --- trust policies ---

constexpr std::string_view kTrustRecorded = "recorded: stackd, oidc_trust_controls_aws";
constexpr std::string_view kCognito = "cognito-identity.amazonaws.com";
constexpr std::string_view kCognitoAudience = "cognito-identity.amazonaws.com:aud";

void find_everyone_as_text(const Statement& statement, CheckFindings& findings) {
  for (const PrincipalEntry& entry : statement.principals) {
    if (entry.type == PrincipalEntry::Type::Everyone) {
      findings.push_back({.where = entry.where});
    }
  }
}

void find_action_of_other_service(const Statement& statement, CheckFindings& findings) {
  for (const PolicyText& action : statement.actions) {
    if (!starts_with_ignoring_case(action.text, "sts:")) {
      findings.push_back({.where = action.where, .subject = action.text});
    }
  }
}

void find_resource(const Statement& statement, CheckFindings& findings) {
  if (statement.resource_where.is_known() && !statement.not_resource) {
    findings.push_back({.where = statement.resource_where});
  }
}

void find_not_resource(const Statement& statement, CheckFindings& findings) {
  if (statement.not_resource) {
    findings.push_back({.where = statement.resource_where});
  }
}

/// Recorded: `**` and `*?` will do, and so do the set operators; the key in any letter case.
bool scopes_audience(const ConditionEntry& entry) {
  const ConditionOperator op = parse_condition_operator(entry.operator_name.text);
  const bool is_text = op.info.family == OperatorFamily::String ||
                       op.info.family == OperatorFamily::StringIgnoringCase ||
                       op.info.family == OperatorFamily::StringLike;
  return is_text && !op.info.negated && !op.if_exists &&
         equals_ignoring_ascii_case(entry.key.text, kCognitoAudience) && !entry.values.empty() &&
         std::none_of(entry.values.begin(), entry.values.end(),
                      [](const PolicyText& value) { return value.text == "*"; });
}

/// Recorded: Deny and statements for `sts:TagSession` alone are exempt.
bool lets_identities_in(const Statement& statement) {
  const bool is_listed =
      std::any_of(statement.actions.begin(), statement.actions.end(), [](const PolicyText& action) {
        return action_matches(action.text, "sts:AssumeRoleWithWebIdentity");
      });
  return statement.effect == Effect::Allow && is_listed != statement.not_action;
}

void find_unscoped_cognito(const Statement& statement, CheckFindings& findings) {
  const bool is_scoped =
      std::any_of(statement.conditions.begin(), statement.conditions.end(), scopes_audience);
  if (!lets_identities_in(statement) || is_scoped) {
    return;
  }
  for (const PrincipalEntry& entry : statement.principals) {
    if (entry.type == PrincipalEntry::Type::Federated && entry.text == kCognito) {
      findings.push_back({.where = entry.where});
    }
  }
}

constexpr SaveCheck kTrust[] = {
    {"POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA",
     "Cannot exceed quota for ACLSizePerRole: {}",
     find_too_large,
     "IAM guide, quotas; message as seen in bug reports",
     {},
     "LimitExceeded"},
    from_reader("*", "", "This policy contains invalid Json", kReported),
    from_reader("policy.unknown-element", "", "Unknown field {}", "as seen in bug reports"),
    from_reader("policy.unknown-version", "", "The policy must contain a valid version string",
                kReported),
    from_reader("policy.no-statements", "", "Could not parse the policy: Statement is empty!",
                kReported),
    {"UNIQUE_SIDS_REQUIRED", "The Statement Ids in the policy are not unique", find_double_sid,
     kReported},
    from_reader("policy.missing-element", "", "Missing required field {}", kReported),
    {"MISSING_PRINCIPAL", "Missing required field Principal",
     in_each_statement<find_missing_principal>, kReported},
    {"MISSING_ACTION", "Missing required field Action", in_each_statement<find_missing_action>,
     kReported},
    {"EMPTY_OBJECT_PRINCIPAL", "Missing required field Principal cannot be empty!",
     in_each_statement<find_empty_principal>, kReported},
    from_reader("policy.principal-shape", "", "Principal must be a JSON object.", kReported),
    {"ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL", "Principal must be a JSON object.",
     in_each_statement<find_everyone_as_text>, kReported, R"(write `{"AWS": "*"}`)"},
    {"ALLOW_WITH_NOTPRINCIPAL", "Allow with NotPrincipal is not allowed.",
     in_each_statement<find_allow_with_not_principal>, kReported},
    {"ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL",
     "AssumeRole policy must not contain NotPrincipal field.",
     in_each_statement<find_not_principal>, kReported},
    from_reader("policy.unknown-principal-type", "", "Invalid principal in policy: {}", kReported),
    {"INVALID_PRINCIPAL_FORMAT", R"(Invalid principal in policy: "{second}":"{}")",
     find_invalid_principal, kReported},
    {"UNSUPPORTED_ACTION_IN_POLICY", "AssumeRole policy may only specify STS AssumeRole actions.",
     in_each_statement<find_action_of_other_service>, kReported},
    {"ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE", "Has prohibited field Resource",
     in_each_statement<find_resource>, kReported, "the resource is the role itself"},
    {"ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE", "AssumeRole policy must not contain resources.",
     in_each_statement<find_not_resource>, kReported, "the resource is the role itself"},
    {"INVALID_CONDITION_OPERATOR", "Syntax errors in policy.",
     in_each_statement<find_unknown_operator>, "chosen: as for identity policies"},
    {"INVALID_CONDITION_DATA_TYPE", "Syntax errors in policy.",
     in_each_statement<find_value_of_other_type>, "chosen: as for identity policies"},
    {"MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL",
     "Trust policy with trusted principal cognito-identity.amazonaws.com must evaluate, using "
     "StringEquals, StringLike or StringEqualsIgnoreCase, cognito-identity.amazonaws.com:aud "
     "which is not scoped to all.",
     in_each_statement<find_unscoped_cognito>, kTrustRecorded},
};

// --- VPC endpoint policies, and those of other services ---

constexpr std::string_view kEndpointSource = "EC2 API reference, error codes";
constexpr std::string_view kEndpointInvalid =
    "The specified policy document is not a valid JSON policy document.";

constexpr SaveCheck kVpcEndpoint[] = {
    {"POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA", kEndpointInvalid, find_too_large,
     "PrivateLink guide, quotas"},
    from_reader("*", "", kEndpointInvalid, kEndpointSource),
    {"INVALID_CONDITION_OPERATOR", kEndpointInvalid, in_each_statement<find_unknown_operator>,
     kEndpointSource},
    {"MISSING_PRINCIPAL", kEndpointInvalid, in_each_statement<find_missing_principal>,
     kEndpointSource},
    {"MISSING_ACTION", kEndpointInvalid, in_each_statement<find_missing_action>, kEndpointSource},
    {"MISSING_RESOURCE", kEndpointInvalid, in_each_statement<find_missing_resource>,
     kEndpointSource},
    {"INVALID_PRINCIPAL_FORMAT", kEndpointInvalid, find_invalid_principal, kEndpointSource},
    {"ALLOW_WITH_NOTPRINCIPAL", kEndpointInvalid, in_each_statement<find_allow_with_not_principal>,
     "IAM guide, NotPrincipal element"},
};

// Each service checks in its own way; all need to understand the policy.
constexpr SaveCheck kResource[] = {
    from_reader("*", "", "This policy contains invalid Json", kReported),
    {"INVALID_CONDITION_OPERATOR", "Syntax errors in policy.",
     in_each_statement<find_unknown_operator>, kReported},
};

}  // namespace

SaveChecks key_checks() {
  return {"MalformedPolicyDocumentException", kKey};
}

SaveChecks trust_checks() {
  return {"MalformedPolicyDocument", kTrust};
}

SaveChecks vpc_endpoint_checks() {
  return {"InvalidPolicyDocument", kVpcEndpoint};
}

SaveChecks resource_checks() {
  return {"MalformedPolicyDocument", kResource};
}

}  // namespace replisim
