// What AWS Organizations checks of service and resource control policies. It has one message for
// all that it refuses (recorded for resource control policies).

#include <algorithm>
#include <string>
#include <string_view>

#include "model/action.h"
#include "sim/iam/save_check.h"

namespace replisim {
namespace {

constexpr std::string_view kRecorded = "recorded: stackd, resource_controls";
constexpr std::string_view kScpSyntax = "Organizations guide, SCP syntax";
constexpr std::string_view kRcpSyntax = "Organizations guide, RCP syntax";

constexpr std::string_view kNotMet =
    "The provided policy document does not meet the requirements of the specified policy type.";
constexpr std::string_view kTooLarge = "You have exceeded the allowed policy content size.";
constexpr std::string_view kTooLargeCode = "ConstraintViolationException";
constexpr std::string_view kTooLargeSource =
    "Organizations guide, quotas; the message is not verified";

template <typename Test>
void find_actions(const Statement& statement, CheckFindings& findings, Test is_bad) {
  for (const PolicyText& action : statement.actions) {
    if (is_bad(action.text)) {
      findings.push_back({.where = action.where, .subject = action.text});
    }
  }
}

void find_action_without_service(const Statement& statement, CheckFindings& findings) {
  find_actions(statement, findings, [](std::string_view action) {
    return action != "*" && action.find(':') == std::string_view::npos;
  });
}

/// `*` or `?` in front of the colon, or nothing.
void find_wildcard_in_service(const Statement& statement, CheckFindings& findings) {
  find_actions(statement, findings, [](std::string_view action) {
    const std::size_t colon = action.find(':');
    const std::string_view service = action.substr(0, std::min(colon, action.size()));
    return colon != std::string_view::npos &&
           (service.empty() || service.find_first_of("*?") != std::string_view::npos);
  });
}

void find_bare_star(const Statement& statement, CheckFindings& findings) {
  find_actions(statement, findings, [](std::string_view action) { return action == "*"; });
}

void find_service_without_rcp(const Statement& statement, CheckFindings& findings) {
  find_actions(statement, findings, [](std::string_view action) {
    const std::size_t colon = action.find(':');
    const std::string_view service = action.substr(0, std::min(colon, action.size()));
    return colon != std::string_view::npos &&
           service.find_first_of("*?") == std::string_view::npos && !service_supports_rcp(service);
  });
}

void find_allow(const Statement& statement, CheckFindings& findings) {
  if (statement.effect == Effect::Allow) {
    findings.push_back({.where = statement.effect_where});
  }
}

void find_not_action(const Statement& statement, CheckFindings& findings) {
  if (statement.not_action) {
    findings.push_back({.where = statement.action_where});
  }
}

/// `"*"` and `{"AWS": "*"}` are accepted.
void find_narrow_principal(const Statement& statement, CheckFindings& findings) {
  for (const PrincipalEntry& entry : statement.principals) {
    const bool is_everyone = entry.type == PrincipalEntry::Type::Everyone ||
                             (entry.type == PrincipalEntry::Type::Aws && entry.text == "*");
    if (!is_everyone) {
      findings.push_back({.where = entry.where, .subject = entry.text});
    }
  }
}

constexpr SaveCheck kServiceControl[] = {
    {"POLICY_SIZE_EXCEEDS_SCP_QUOTA",
     kTooLarge,
     find_too_large,
     kTooLargeSource,
     {},
     kTooLargeCode},
    from_reader("*", "", kNotMet, kScpSyntax),
    {"INVALID_CONDITION_OPERATOR", kNotMet, in_each_statement<find_unknown_operator>, kScpSyntax},
    {"SCP_SYNTAX_ERROR_PRINCIPAL", kNotMet, in_each_statement<find_prohibited_principal>,
     kScpSyntax, "an SCP binds the accounts it is attached to; name callers by `aws:PrincipalArn`"},
    {"MISSING_ACTION", kNotMet, in_each_statement<find_missing_action>, kScpSyntax},
    {"MISSING_RESOURCE", kNotMet, in_each_statement<find_missing_resource>, kScpSyntax},
    {"INVALID_SERVICE_IN_ACTION", kNotMet, in_each_statement<find_action_without_service>,
     kScpSyntax, "write the service in front: `s3:GetObject`"},
    {"SCP_SYNTAX_ERROR_ACTION_WILDCARD", kNotMet, in_each_statement<find_wildcard_in_service>,
     kScpSyntax, "wildcards stand behind the colon, or alone: `s3:Get*`, `*`"},
    {"UNSUPPORTED_SID", kNotMet, in_each_statement<find_special_characters_in_sid>,
     "IAM guide, Sid element", "letters and digits"},
    {"UNIQUE_SIDS_REQUIRED", kNotMet, find_double_sid, "IAM guide, Sid element"},
};

// Recorded as accepted: no Version, NotResource, a service in upper case, an action that a service
// with RCPs does not have.
constexpr SaveCheck kResourceControl[] = {
    {"POLICY_SIZE_EXCEEDS_RCP_QUOTA",
     kTooLarge,
     find_too_large,
     kTooLargeSource,
     {},
     kTooLargeCode},
    from_reader("*", "", kNotMet, kRecorded),
    {"INVALID_CONDITION_OPERATOR", kNotMet, in_each_statement<find_unknown_operator>, kRcpSyntax},
    {"RCP_SYNTAX_ERROR_ALLOW", kNotMet, in_each_statement<find_allow>, kRecorded,
     "a resource control policy only denies; `RCPFullAWSAccess` allows"},
    {"RCP_SYNTAX_ERROR_NOTPRINCIPAL", kNotMet, in_each_statement<find_not_principal>, kRecorded,
     R"(write `"Principal": "*"` and exempt callers by a condition on `aws:PrincipalArn`)"},
    {"MISSING_PRINCIPAL", kNotMet, in_each_statement<find_missing_principal>, kRcpSyntax,
     R"(write `"Principal": "*"`)"},
    {"EMPTY_OBJECT_PRINCIPAL", kNotMet, in_each_statement<find_empty_principal>, kRcpSyntax,
     R"(write `"Principal": "*"`)"},
    {"RCP_SYNTAX_ERROR_PRINCIPAL", kNotMet, in_each_statement<find_narrow_principal>, kRecorded,
     R"(write `"Principal": "*"` and name callers by a condition on `aws:PrincipalArn`)"},
    {"RCP_SYNTAX_ERROR_NOTACTION", kNotMet, in_each_statement<find_not_action>, kRecorded,
     "list the actions"},
    {"MISSING_ACTION", kNotMet, in_each_statement<find_missing_action>, kRcpSyntax},
    {"RCP_SYNTAX_ERROR_ACTION_WILDCARD", kNotMet, in_each_statement<find_bare_star>, kRecorded,
     "name the services: `s3:*`"},
    {"RCP_SYNTAX_ERROR_ACTION_WILDCARD", kNotMet, in_each_statement<find_wildcard_in_service>,
     kRcpSyntax, "wildcards stand behind the colon: `s3:Get*`"},
    {"INVALID_SERVICE_IN_ACTION", kNotMet, in_each_statement<find_action_without_service>,
     kRcpSyntax, "write the service in front: `s3:GetObject`"},
    {"UNSUPPORTED_SERVICE_IN_RCP", kNotMet, in_each_statement<find_service_without_rcp>, kRecorded,
     "resource control policies do not cover this service"},
    {"MISSING_RESOURCE", kNotMet, in_each_statement<find_missing_resource>, kRcpSyntax},
    {"UNSUPPORTED_SID", kNotMet, in_each_statement<find_special_characters_in_sid>,
     "IAM guide, Sid element", "letters and digits"},
    {"UNIQUE_SIDS_REQUIRED", kNotMet, find_double_sid, "IAM guide, Sid element"},
};

}  // namespace

SaveChecks service_control_checks() {
  return {"MalformedPolicyDocumentException", kServiceControl};
}

SaveChecks resource_control_checks() {
  return {"MalformedPolicyDocumentException", kResourceControl};
}

}  // namespace replisim
