// What S3 checks of bucket policies. Messages were reported by versity/versitygw and in issues of
// several projects (iam-evaluation 1.5); which policies are refused is recorded in part.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "model/action.h"
#include "model/arn.h"
#include "model/condition_key.h"
#include "model/issue.h"
#include "model/unicode.h"
#include "model/wildcard.h"
#include "sim/iam/condition.h"
#include "sim/iam/save_check.h"

namespace replisim {
namespace {

constexpr std::string_view kRecorded = "recorded: stackd, public_policy_replay";
constexpr std::string_view kReported = "reported by versitygw and in issues";
constexpr std::string_view kSeen = "as seen in bug reports";

// --- resources ---

struct BucketResource {
  std::string_view bucket;
  bool is_object = false;
};

/// `arn:aws:s3:::name` or `arn:aws:s3:::name/key`, with or without wildcards.
std::optional<BucketResource> split_bucket_resource(std::string_view text) {
  const std::optional<Arn> arn = parse_arn(text);
  if (!arn || arn->service != "s3" || !arn->region.empty() || !arn->account.empty() ||
      arn->resource.empty()) {
    return std::nullopt;
  }
  const std::size_t slash = arn->resource.find('/');
  return BucketResource{.bucket = arn->resource.substr(0, slash),
                        .is_object = slash != std::string_view::npos};
}

void find_foreign_resource(const PolicyUnderCheck& policy, CheckFindings& findings) {
  const std::string& name = policy.target.bucket_name;
  for (const Statement& statement : policy.document.statements) {
    for (const PolicyText& resource : statement.resources) {
      const std::optional<BucketResource> parts = split_bucket_resource(resource.text);
      if (parts && (name.empty() || wildcard_match(parts->bucket, name))) {
        continue;
      }
      const std::string arn = "arn:aws:s3:::" + (name.empty() ? "bucket" : name);
      findings.push_back({.where = resource.where,
                          .subject = resource.text,
                          .hint = "the resources of a bucket policy are the bucket and its "
                                  "objects: " +
                                  in_backticks(arn) + ", " + in_backticks(arn + "/*")});
    }
  }
}

// --- actions ---

/// What is done to a bucket before there is one cannot be in its policy.
bool is_bucket_policy_action(const ActionInfo& action) {
  return action.name != "s3:CreateBucket" &&
         std::any_of(action.resource_types.begin(), action.resource_types.end(),
                     [](const ActionResourceType& on) {
                       return on.type->name == "bucket" || on.type->name == "object";
                     });
}

bool fits_resource(const ActionInfo& action, const Statement& statement) {
  return std::any_of(statement.resources.begin(), statement.resources.end(),
                     [&](const PolicyText& resource) {
                       return action_may_fit_resource_pattern(action, resource.text);
                     });
}

/// Actions of bucket policies that a pattern stands for.
std::vector<const ActionInfo*> actions_of(std::string_view pattern) {
  std::vector<const ActionInfo*> actions;
  for_each_action_matching(pattern, [&](const ActionInfo& action) {
    if (action.service() == "s3" && is_bucket_policy_action(action)) {
      actions.push_back(&action);
    }
  });
  return actions;
}

/// KMS actions get here when a replica is to be encrypted (O28).
std::string_view lint_code_of_action(std::string_view action) {
  constexpr std::string_view kKms = "kms:";
  if (equals_ignoring_ascii_case(action.substr(0, kKms.size()), kKms)) {
    return "REPL_KMS_ACTION_IN_BUCKET_POLICY";
  }
  const bool is_of_s3 = equals_ignoring_ascii_case(action.substr(0, 3), "s3:");
  return is_of_s3 && !any_action_matches(action) ? "INVALID_ACTION" : std::string_view();
}

std::string_view place_of_action(std::string_view action) {
  return lint_code_of_action(action) == "REPL_KMS_ACTION_IN_BUCKET_POLICY"
             ? "put it into the key policy, and into the policies of the role"
             : "a bucket policy holds S3 actions on a bucket or its objects";
}

void find_invalid_action(const Statement& statement, CheckFindings& findings) {
  for (const PolicyText& action : statement.actions) {
    if (actions_of(action.text).empty()) {
      const std::optional<std::string_view> nearest =
          find_action(action.text) == nullptr ? nearest_action(action.text) : std::nullopt;
      findings.push_back({.where = action.where,
                          .subject = action.text,
                          .hint = nearest ? "did you mean " + in_backticks(*nearest) + "?"
                                          : std::string(place_of_action(action.text)),
                          .lint_code = lint_code_of_action(action.text)});
    }
  }
}

bool is_done_to_bucket(const ActionInfo& action) {
  return std::any_of(action.resource_types.begin(), action.resource_types.end(),
                     [](const ActionResourceType& on) { return on.type->name == "bucket"; });
}

std::string level_hint(const std::vector<const ActionInfo*>& actions) {
  const bool wants_bucket =
      std::any_of(actions.begin(), actions.end(),
                  [](const ActionInfo* action) { return is_done_to_bucket(*action); });
  return wants_bucket ? "the action is done to the bucket: add `arn:aws:s3:::bucket`, without `/*`"
                      : "the action is done to objects: add `arn:aws:s3:::bucket/*`";
}

/// Recorded: every action needs a resource of the statement that it can be done to.
void find_action_without_resource(const Statement& statement, CheckFindings& findings) {
  if (statement.not_action || statement.not_resource || statement.resources.empty()) {
    return;
  }
  for (const PolicyText& action : statement.actions) {
    const std::vector<const ActionInfo*> actions = actions_of(action.text);
    const bool fits =
        actions.empty() || std::any_of(actions.begin(), actions.end(), [&](const ActionInfo* one) {
          return fits_resource(*one, statement);
        });
    if (!fits) {
      findings.push_back(
          {.where = action.where, .subject = action.text, .hint = level_hint(actions)});
    }
  }
}

// --- conditions ---

/// Actions the statement applies to, its resources considered.
std::vector<const ActionInfo*> actions_of(const Statement& statement) {
  std::vector<const ActionInfo*> actions;
  for (const ActionInfo* action : actions_of("s3:*")) {
    const bool is_listed = std::any_of(
        statement.actions.begin(), statement.actions.end(),
        [&](const PolicyText& text) { return action_matches(text.text, action->name); });
    if (is_listed != statement.not_action &&
        (statement.not_resource || fits_resource(*action, statement))) {
      actions.push_back(action);
    }
  }
  return actions;
}

bool is_s3_key(std::string_view key) {
  constexpr std::string_view kPrefix = "s3:";
  return equals_ignoring_ascii_case(key.substr(0, kPrefix.size()), kPrefix);
}

void find_unknown_condition_key(const Statement& statement, CheckFindings& findings) {
  for (const ConditionEntry& entry : statement.conditions) {
    const std::string& key = entry.key.text;
    if (is_s3_key(key) && find_condition_key(key) == nullptr) {
      const std::optional<std::string> nearest = nearest_condition_key(key);
      findings.push_back(
          {.where = entry.key.where,
           .subject = key,
           .hint = nearest ? "did you mean " + in_backticks(*nearest) + "?" : std::string()});
    }
  }
}

void find_condition_without_action(const Statement& statement, CheckFindings& findings) {
  if (statement.conditions.empty()) {
    return;
  }
  const std::vector<const ActionInfo*> actions = actions_of(statement);
  for (const ConditionEntry& entry : statement.conditions) {
    const ConditionKeyInfo* key = find_condition_key(entry.key.text);
    if (key == nullptr || key->scope != KeyScope::Service || !is_s3_key(entry.key.text) ||
        actions.empty()) {
      continue;
    }
    const bool is_carried = std::any_of(
        actions.begin(), actions.end(),
        [&](const ActionInfo* action) { return action_carries_key(*action, entry.key.text); });
    if (!is_carried) {
      findings.push_back({.where = entry.key.where,
                          .subject = entry.key.text,
                          .hint = "no request that the statement is about carries this key"});
    }
  }
}

constexpr SaveCheck kBucket[] = {
    from_reader("policy.not-an-object", "",
                "Policies must be valid JSON and the first byte must be '{'", kReported),
    {"POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA",
     "Normalized policy document exceeds the maximum allowed size of {} bytes.", find_too_large,
     "S3 guide, bucket policies; the message is not verified"},
    from_reader("*", "", "This policy contains invalid Json", kReported),
    from_reader("policy.unknown-element", "", "Unknown field {}", kSeen),
    from_reader("policy.missing-element", "", "Missing required field {}", kReported),
    from_reader("policy.no-statements", "", "Could not parse the policy: Statement is empty!",
                kReported),
    from_reader("policy.unknown-version", "", "The policy must contain a valid version string",
                kReported),
    from_reader("policy.unknown-effect", "", "Invalid effect: {}", kSeen),
    {"MISSING_PRINCIPAL", "Missing required field Principal",
     in_each_statement<find_missing_principal>, kReported},
    {"MISSING_ACTION", "Missing required field Action", in_each_statement<find_missing_action>,
     kReported},
    {"MISSING_RESOURCE", "Missing required field Resource",
     in_each_statement<find_missing_resource>, kReported},
    {"UNIQUE_SIDS_REQUIRED", "The Statement Ids in the policy are not unique", find_double_sid,
     kReported},
    from_reader("policy.principal-shape", "", "Invalid principal in policy", kReported),
    from_reader("policy.unknown-principal-type", "", "Invalid principal in policy", kReported),
    {"EMPTY_OBJECT_PRINCIPAL", "Missing required field Principal cannot be empty!",
     in_each_statement<find_empty_principal>, kReported},
    {"INVALID_PRINCIPAL_FORMAT", "Invalid principal in policy", find_invalid_principal, kRecorded},
    {"UNSUPPORTED_RESOURCE_ARN_IN_POLICY", "Policy has invalid resource", find_foreign_resource,
     kRecorded},
    {"UNSUPPORTED_ACTION_IN_POLICY", "Policy has invalid action",
     in_each_statement<find_invalid_action>, kRecorded},
    {"REPL_WRONG_RESOURCE_LEVEL", "Action does not apply to any resource(s) in statement",
     in_each_statement<find_action_without_resource>, kRecorded},
    {"INVALID_CONDITION_OPERATOR", "Invalid Condition type : {}",
     in_each_statement<find_unknown_operator>, kSeen},
    {"INVALID_SERVICE_CONDITION_KEY", "Policy has an invalid condition key",
     in_each_statement<find_unknown_condition_key>, kSeen},
    {"INVALID_CONDITION_DATA_TYPE", "Policy has an invalid condition value",
     in_each_statement<find_value_of_other_type>,
     "recorded for the Arn operators, chosen for the others; the message is not recorded"},
    {"MISSING_ACTION_FOR_CONDITION_KEY",
     "Conditions do not apply to combination of actions and resources in statement",
     in_each_statement<find_condition_without_action>, kReported},
    {"ALLOW_WITH_NOTPRINCIPAL", "Allow with NotPrincipal is not allowed.",
     in_each_statement<find_allow_with_not_principal>, kRecorded,
     "list the principals that are allowed"},
};

}  // namespace

SaveChecks bucket_checks() {
  return {"MalformedPolicy", kBucket};
}

}  // namespace replisim
