// How policies meet S3 Replication: its role calls as a session, from inside AWS, with few of the
// keys that people's requests have (iam-evaluation 4.2, replication 5.4 and 8).

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/action.h"
#include "model/arn.h"
#include "model/condition_key.h"
#include "model/unicode.h"
#include "sim/iam/condition.h"
#include "sim/iam/lint_check.h"
#include "sim/iam/public_policy.h"
#include "sim/iam/request.h"

namespace replisim {
namespace {

using enum FindingType;

constexpr std::string_view kS3Actions[] = {"s3:ReplicateObject",
                                           "s3:ReplicateDelete",
                                           "s3:ReplicateTags",
                                           "s3:GetObjectVersionForReplication",
                                           "s3:GetObjectVersionAcl",
                                           "s3:GetObjectVersionTagging",
                                           "s3:GetReplicationConfiguration",
                                           "s3:ObjectOwnerOverrideToBucketOwner"};
constexpr std::string_view kKmsActions[] = {"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"};

/// Keys that no call of the replication role has.
constexpr std::string_view kAbsentKeys[] = {
    "aws:CalledVia",         "aws:CalledViaFirst",     "aws:CalledViaLast",
    "aws:FederatedProvider", "aws:MultiFactorAuthAge", "aws:Referer",
    "aws:SourceAccount",     "aws:SourceArn",          "aws:SourceIdentity",
    "aws:SourceIp",          "aws:SourceOrgID",        "aws:SourceOrgPaths",
    "aws:SourceOwner",       "aws:SourceVpc",          "aws:SourceVpcArn",
    "aws:SourceVpce",        "aws:VpcSourceIp",        "aws:VpceAccount",
    "aws:VpceOrgID",         "aws:VpceOrgPaths",       "aws:username"};

bool is_absent(const ActionInfo& action, std::string_view key) {
  const ConditionKeyInfo* info = find_condition_key(key);
  const bool is_asked_of_service =
      info != nullptr && info->scope == KeyScope::Service && !action_carries_key(action, key);
  return is_asked_of_service ||
         std::any_of(std::begin(kAbsentKeys), std::end(kAbsentKeys), [key](std::string_view known) {
           return equals_ignoring_ascii_case(known, key);
         });
}

/// Keys whose values follow from the call being one of replication.
RequestContext context_of(const ActionInfo& action) {
  RequestContext context;
  context.set("aws:SecureTransport", "true");
  context.set("aws:PrincipalIsAWSService", "false");
  context.set("aws:PrincipalType", "AssumedRole");
  context.set("aws:MultiFactorAuthPresent", "false");
  context.set("aws:ViaAWSService", action.service() == "kms" ? "true" : "false");  // U-20
  return context;
}

enum class Answer : std::uint8_t { False, True, Depends };

Answer answer_of(const ConditionEntry& entry, const ActionInfo& action) {
  const RequestContext context = context_of(action);
  if (!is_absent(action, entry.key.text) && context.find(entry.key.text) == nullptr) {
    return Answer::Depends;
  }
  const CompiledCondition condition =
      compile_condition(entry, PolicyKind::Identity, /*variables=*/false);
  return evaluate(condition, context) == ConditionResult::True ? Answer::True : Answer::False;
}

bool matches(const Statement& statement, std::string_view action) {
  const bool is_listed =
      std::any_of(statement.actions.begin(), statement.actions.end(),
                  [action](const PolicyText& text) { return action_matches(text.text, action); });
  return is_listed != statement.not_action;
}

bool is_everyone(const PrincipalEntry& entry) {
  return entry.type == PrincipalEntry::Type::Everyone ||
         (entry.type == PrincipalEntry::Type::Aws && entry.text == "*");
}

/// Whether the statement is about all callers, as far as it names any.
bool is_about_everyone(const Statement& statement) {
  return !statement.not_principal &&
         (!statement.principal_where.is_known() ||
          std::any_of(statement.principals.begin(), statement.principals.end(), is_everyone));
}

/// The condition that replication fulfils by lacking its key; null if the Deny does not hit it, or
/// if that depends.
const ConditionEntry* deciding_absence(const Statement& statement, const ActionInfo& action) {
  const ConditionEntry* absent = nullptr;
  for (const ConditionEntry& entry : statement.conditions) {
    if (answer_of(entry, action) != Answer::True) {
      return nullptr;
    }
    absent = absent == nullptr && is_absent(action, entry.key.text) ? &entry : absent;
  }
  return absent;
}

std::span<const std::string_view> actions_asked(PolicyKind kind) {
  return kind == PolicyKind::Key ? std::span<const std::string_view>(kKmsActions)
                                 : std::span<const std::string_view>(kS3Actions);
}

void find_deny_that_hits(const PolicyUnderCheck& policy, CheckFindings& findings) {
  for (const Statement& statement : policy.document.statements) {
    if (statement.effect != Effect::Deny || !is_about_everyone(statement)) {
      continue;
    }
    for (const std::string_view name : actions_asked(policy.kind)) {
      const ConditionEntry* absent =
          matches(statement, name) ? deciding_absence(statement, *find_action(name)) : nullptr;
      if (absent != nullptr) {
        findings.push_back(
            {.where = absent->key.where, .subject = absent->key.text, .second = std::string(name)});
        break;
      }
    }
  }
}

/// Says so in so many words: `s3:ReplicateObject`, `s3:Replicate*`.
bool names_replication(const PolicyText& action) {
  return to_lower_ascii(action.text).starts_with("s3:replicate");
}

bool is_global(std::string_view key) {
  const ConditionKeyInfo* info = find_condition_key(key);
  return info != nullptr && info->is_global();
}

/// Q28. Keys of services are the business of UNSUPPORTED_ACTION_FOR_CONDITION_KEY.
void find_allow_that_misses(const Statement& statement, CheckFindings& findings) {
  const bool is_meant =
      statement.effect == Effect::Allow && !statement.not_action &&
      std::any_of(statement.actions.begin(), statement.actions.end(), names_replication);
  for (const ConditionEntry& entry : statement.conditions) {
    if (is_meant && is_global(entry.key.text) &&
        answer_of(entry, *find_action("s3:ReplicateObject")) == Answer::False) {
      findings.push_back({.where = entry.key.where, .subject = entry.key.text});
    }
  }
}

// --- public policies ---

void find_public_statement(const PolicyUnderCheck& policy, CheckFindings& findings) {
  if (!is_public_policy(policy.document)) {
    return;
  }
  for (const Statement& statement : policy.document.statements) {
    if (is_public_statement(statement, policy.document.has_variables())) {
      findings.push_back({.where = statement.principal_where});
    }
  }
}

std::string_view account_of(const PrincipalEntry& entry) {
  if (entry.type != PrincipalEntry::Type::Aws) {
    return {};
  }
  const std::optional<Arn> arn = parse_arn(entry.text);
  const std::string_view account = arn ? arn->account : std::string_view(entry.text);
  return is_account_id(account) ? account : std::string_view();
}

/// 5.8: RestrictPublicBuckets cuts off whoever is named, too.
void find_grant_that_is_cut(const PolicyUnderCheck& policy, CheckFindings& findings) {
  if (!is_public_policy(policy.document)) {
    return;
  }
  for (const Statement& statement : policy.document.statements) {
    for (const PrincipalEntry& entry : statement.principals) {
      const std::string_view account = account_of(entry);
      if (statement.effect == Effect::Allow && !statement.not_principal && !account.empty() &&
          account != policy.target.account) {
        findings.push_back({.where = entry.where, .subject = entry.text});
      }
    }
  }
}

constexpr KindSet kBucket = {PolicyKind::Bucket};

constexpr LintCheck kChecks[] = {
    {"REPL_DENY_HITS_REPLICATION",
     Warning,
     "A Deny by a key that replication never sends spares the replication role.",
     "replication sends no {}, so this denies {}",
     find_deny_that_hits,
     {PolicyKind::Bucket, PolicyKind::Key, PolicyKind::ServiceControl, PolicyKind::ResourceControl},
     "exempt the replication role in the same condition: `ArnNotLike` on `aws:PrincipalArn`"},
    {"REPL_ALLOW_MISSES_REPLICATION",
     Warning,
     "An Allow for replication asks for no key that replication never sends.",
     "replication does not fulfil the condition on {}: it is not allowed",
     in_each_statement<find_allow_that_misses>,
     {PolicyKind::Identity, PolicyKind::PermissionsBoundary, PolicyKind::ServiceControl,
      PolicyKind::Bucket},
     "drop the condition, or name the role by `aws:PrincipalArn`"},
    {"REPL_PUBLIC_BUCKET_POLICY", SecurityWarning,
     "Block Public Access does not take the bucket policy for public.",
     "the policy is public: `BlockPublicPolicy` refuses it", find_public_statement, kBucket,
     "name the principals, or narrow it to fixed values of `aws:PrincipalOrgID`, "
     "`aws:SourceAccount` or the like"},
    {"REPL_PUBLIC_POLICY_CUTS_GRANT", Warning,
     "A public statement beside a grant to another account takes that grant away.",
     "`RestrictPublicBuckets` cuts {} off, since another statement makes the policy public",
     find_grant_that_is_cut, kBucket, "narrow the public statement"},
};

}  // namespace

std::span<const LintCheck> lint_replication_checks() {
  return kChecks;
}

}  // namespace replisim
