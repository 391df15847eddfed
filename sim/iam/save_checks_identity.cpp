// What IAM and STS check of the policies that say what a principal may do: identity policies,
// permissions boundaries, session policies. Which messages AWS gives in which order was probed by
// the authors of getmoto/moto and versity/versitygw; iam-evaluation 1.5 lists it.

#include <algorithm>
#include <string>
#include <string_view>

#include "sim/iam/save_check.h"

namespace replisim {
namespace {

constexpr std::string_view kReported = "reported by moto";
constexpr std::string_view kRecorded = "recorded, the message is not";
constexpr std::string_view kSidPage = "IAM guide, Sid element";
constexpr std::string_view kQuotaPage = "IAM guide, quotas; message as seen in bug reports";

constexpr std::string_view kSyntax = "Syntax errors in policy.";
constexpr std::string_view kLegacy = "The policy failed legacy parsing";

// --- the version ---

void find_old_version(const PolicyUnderCheck& policy, CheckFindings& findings) {
  const PolicyDocument& document = policy.document;
  if (document.version.empty() || document.version == "2008-10-17") {
    findings.push_back(
        {.where = document.version_where.is_known() ? document.version_where : document.where});
  }
}

// --- actions ---

template <typename Test>
void find_actions(const Statement& statement, CheckFindings& findings, Test is_bad) {
  for (const PolicyText& action : statement.actions) {
    if (action.text != "*" && is_bad(action.text)) {
      findings.push_back({.where = action.where, .subject = action.text});
    }
  }
}

std::size_t count_of(std::string_view text, char c) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), c));
}

void find_action_without_vendor(const Statement& statement, CheckFindings& findings) {
  find_actions(statement, findings,
               [](std::string_view action) { return count_of(action, ':') == 0; });
}

void find_action_with_two_colons(const Statement& statement, CheckFindings& findings) {
  find_actions(statement, findings,
               [](std::string_view action) { return count_of(action, ':') > 1; });
}

bool is_vendor(std::string_view text) {
  return text == "*" || (!text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                  c == '-' || c == '.';
         }));
}

void find_bad_vendor(const Statement& statement, CheckFindings& findings) {
  for (const PolicyText& action : statement.actions) {
    const std::string_view text = action.text;
    const std::string_view vendor = text.substr(0, text.find(':'));
    if (vendor.size() < text.size() && !is_vendor(vendor)) {
      findings.push_back({.where = action.where, .subject = std::string(vendor)});
    }
  }
}

void find_condition_key_without_vendor(const Statement& statement, CheckFindings& findings) {
  for (const ConditionEntry& entry : statement.conditions) {
    if (entry.key.text.find(':') == std::string::npos) {
      findings.push_back({.where = entry.key.where, .subject = entry.key.text});
    }
  }
}

// --- sizes ---

std::string_view kind_of(PolicyHolder holder) {
  switch (holder) {
    case PolicyHolder::User: return "user ";
    case PolicyHolder::Group: return "group ";
    case PolicyHolder::Role: return "role ";
    case PolicyHolder::ManagedPolicy:
    case PolicyHolder::NotKnown: break;
  }
  return {};
}

void find_too_large_inline(const PolicyUnderCheck& policy, CheckFindings& findings) {
  const std::string_view kind = kind_of(policy.target.holder);
  if (!kind.empty()) {
    find_too_large(policy, findings);
    for (CheckFinding& finding : findings) {
      finding.second = std::string(kind).append(policy.target.holder_name);
    }
  }
}

void find_too_large_managed(const PolicyUnderCheck& policy, CheckFindings& findings) {
  if (kind_of(policy.target.holder).empty()) {
    find_too_large(policy, findings);
  }
}

constexpr std::string_view kPrintable =
    "The specified value for policyDocument is invalid. It must contain only printable ASCII "
    "characters.";

constexpr SaveCheck kIdentity[] = {
    {"INVALID_POLICY_CHARACTER",
     kPrintable,
     find_forbidden_character,
     "IAM service model, pattern of policyDocument; message as seen in bug reports",
     {},
     "ValidationError"},
    {"POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
     "Maximum policy size of {} bytes exceeded for {}",
     find_too_large_inline,
     kQuotaPage,
     {},
     "LimitExceeded"},
    {"POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
     "Cannot exceed quota for PolicySize: {}",
     find_too_large_managed,
     kQuotaPage,
     {},
     "LimitExceeded"},
    from_reader("*", "", kSyntax, kReported),
    {"INVALID_CONDITION_OPERATOR", kSyntax, in_each_statement<find_unknown_operator>, kReported},
    {"MISSING_VERSION", "Policy document must be version 2012-10-17 or greater.", find_old_version,
     kReported, R"(add `"Version": "2012-10-17"`)"},
    from_reader("policy.unknown-effect", "INVALID_EFFECT", kLegacy, kReported),
    {"INVALID_CONDITION_DATA_TYPE", kLegacy, in_each_statement<find_value_of_other_type>,
     kRecorded},
    {"MISSING_ARN_FIELD", kLegacy, in_each_statement<find_cut_short_resource>, kReported,
     "an ARN has six parts: `arn:aws:s3:::bucket/key`"},
    {"UNSUPPORTED_SID",
     "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular "
     "expression [0-9A-Za-z]*",
     in_each_statement<find_special_characters_in_sid>, kSidPage},
    {"UNIQUE_SIDS_REQUIRED", "Statement IDs (SID) in a single policy must be unique.",
     find_double_sid, kReported},
    {"MISSING_ACTION", "Policy statement must contain actions.",
     in_each_statement<find_missing_action>, kReported},
    {"EMPTY_ARRAY_ACTION", "Policy statement must contain actions.",
     in_each_statement<find_empty_action>, kReported},
    {"INVALID_ARN_PREFIX", "Resource {} must be in ARN format or \"*\".",
     in_each_statement<find_resource_that_is_no_arn>, kReported},
    {"INVALID_PARTITION", R"(Partition "{}" is not valid for resource "{}".)",
     in_each_statement<find_unknown_partition>, kReported,
     "partitions are `aws`, `aws-cn`, `aws-us-gov` and those of isolated Regions"},
    {"INVALID_SERVICE", "Resource vendor must be fully qualified and cannot contain regexes.",
     in_each_statement<find_bad_resource_vendor>, kReported},
    {"ARN_REGION_NOT_ALLOWED", "Resource {} can not contain region information.",
     in_each_statement<find_region_in_bucket_arn>, kReported,
     "a bucket's ARN has neither Region nor account: `arn:aws:s3:::bucket`"},
    {"ARN_REGION_NOT_ALLOWED", "IAM resource {} cannot contain region information.",
     in_each_statement<find_region_in_iam_arn>, kReported},
    {"INVALID_ARN_RESOURCE",
     "IAM resource path must either be \"*\" or start with user/, federated-user/, role/, group/, "
     "instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, "
     "oidc-provider/, report/, access-report/.",
     in_each_statement<find_unknown_iam_path>, kReported},
    {"INVALID_SERVICE_IN_ACTION",
     "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
     in_each_statement<find_action_without_vendor>, kReported,
     "write the service in front: `s3:GetObject`"},
    {"INVALID_CONDITION_KEY_FORMAT",
     "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
     in_each_statement<find_condition_key_without_vendor>, "chosen: the message says so",
     "write the service in front: `aws:SourceIp`"},
    {"INVALID_ACTION", "Actions/Condition can contain only one colon.",
     in_each_statement<find_action_with_two_colons>, kReported},
    {"INVALID_SERVICE_IN_ACTION", "Vendor {} is not valid", in_each_statement<find_bad_vendor>,
     kReported, "the service in front of the colon has no wildcards"},
    {"MISSING_RESOURCE", "Policy statement must contain resources.",
     in_each_statement<find_missing_resource>, kReported},
    {"EMPTY_ARRAY_RESOURCE", "Policy statement must contain resources.",
     in_each_statement<find_empty_resource>, kReported},
    {"UNSUPPORTED_PRINCIPAL", "Policy document should not specify a principal.",
     in_each_statement<find_prohibited_principal>, kReported,
     "the principal is who the policy is attached to"},
};

// Recorded: a session policy may hold values of the wrong type, but for base64. That a version is
// not asked for is chosen: STS has no identity policies to keep.
constexpr SaveCheck kSession[] = {
    {"POLICY_SIZE_EXCEEDS_SESSION_POLICY_QUOTA",
     "1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must "
     "have length less than or equal to {}",
     find_too_large,
     "STS service model, AssumeRole",
     {},
     "ValidationError"},
    from_reader("*", "", kSyntax, kReported),
    {"INVALID_CONDITION_OPERATOR", kSyntax, in_each_statement<find_unknown_operator>, kReported},
    {"INVALID_CONDITION_DATA_TYPE", kSyntax, in_each_statement<find_bad_base64>, kRecorded},
    {"MISSING_ACTION", "Policy statement must contain actions.",
     in_each_statement<find_missing_action>, kReported},
    {"EMPTY_ARRAY_ACTION", "Policy statement must contain actions.",
     in_each_statement<find_empty_action>, kReported},
    {"INVALID_ARN_PREFIX", "Resource {} must be in ARN format or \"*\".",
     in_each_statement<find_resource_that_is_no_arn>, kReported},
    {"INVALID_SERVICE_IN_ACTION",
     "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
     in_each_statement<find_action_without_vendor>, kReported},
    {"INVALID_SERVICE_IN_ACTION", "Vendor {} is not valid", in_each_statement<find_bad_vendor>,
     kReported},
    {"MISSING_RESOURCE", "Policy statement must contain resources.",
     in_each_statement<find_missing_resource>, kReported},
    {"UNSUPPORTED_PRINCIPAL", "Policy document should not specify a principal.",
     in_each_statement<find_prohibited_principal>, kReported},
};

}  // namespace

SaveChecks identity_checks() {
  return {"MalformedPolicyDocument", kIdentity};
}

SaveChecks session_checks() {
  return {"MalformedPolicyDocument", kSession};
}

}  // namespace replisim
