// KMS keys in policies: which key is meant, by which service, for which object.

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/action.h"
#include "model/arn.h"
#include "model/issue.h"
#include "model/region_name.h"
#include "model/unicode.h"
#include "model/wildcard.h"
#include "sim/iam/condition.h"
#include "sim/iam/lint_check.h"

namespace replisim {
namespace {

using enum FindingType;

constexpr KindSet kKey = {PolicyKind::Key};
constexpr KindSet kOtherThanKey = {PolicyKind::Identity,        PolicyKind::PermissionsBoundary,
                                   PolicyKind::Session,         PolicyKind::ServiceControl,
                                   PolicyKind::ResourceControl, PolicyKind::VpcEndpoint};
constexpr std::string_view kContext = "kms:EncryptionContext:";
constexpr std::string_view kS3Context = "kms:EncryptionContext:aws:s3:arn";
constexpr std::string_view kAliasKind = "alias/";

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return equals_ignoring_ascii_case(text.substr(0, prefix.size()), prefix);
}

// --- key policies ---

bool names_account(const PrincipalEntry& entry, std::string_view account) {
  if (entry.type != PrincipalEntry::Type::Aws) {
    return entry.type == PrincipalEntry::Type::Everyone;
  }
  const std::optional<Arn> arn = parse_arn(entry.text);
  const std::string_view named = arn && arn->resource == "root" ? arn->account
                                 : is_account_id(entry.text)    ? std::string_view(entry.text)
                                                                : std::string_view();
  return entry.text == "*" || (!named.empty() && (account.empty() || named == account));
}

/// 5.6: without it, identity policies have no effect on the key.
void find_no_account_statement(const PolicyUnderCheck& policy, CheckFindings& findings) {
  const PolicyDocument& document = policy.document;
  const bool delegates = std::any_of(
      document.statements.begin(), document.statements.end(), [&](const Statement& statement) {
        return statement.effect == Effect::Allow && !statement.not_principal &&
               std::any_of(statement.principals.begin(), statement.principals.end(),
                           [&](const PrincipalEntry& entry) {
                             return names_account(entry, policy.target.account);
                           });
      });
  if (!delegates && !document.statements.empty() && !document.incomplete) {
    findings.push_back({.where = document.statement_where});
  }
}

bool is_alias_arn(std::string_view text) {
  const std::optional<Arn> arn = parse_arn(text);
  return arn && arn->service == "kms" && arn->resource.starts_with(kAliasKind);
}

bool may_be_key(std::string_view text, std::string_view key_arn) {
  if (text == "*" || has_variable(text)) {
    return true;
  }
  if (!key_arn.empty()) {
    return wildcard_match(text, key_arn);
  }
  const std::optional<Arn> arn = parse_arn(text);
  return has_wildcard(text) ? !is_alias_arn(text)
                            : arn && arn->service == "kms" && arn->resource.starts_with("key/");
}

/// 6.2: accepted, and without effect (U-34).
void find_other_key(const PolicyUnderCheck& policy, CheckFindings& findings) {
  for (const Statement& statement : policy.document.statements) {
    for (const PolicyText& resource : statement.resources) {
      if (!statement.not_resource && !may_be_key(resource.text, policy.target.key_arn)) {
        findings.push_back({.where = resource.where, .subject = resource.text});
      }
    }
  }
}

// --- aliases ---

/// Whether an action of the statement is about aliases.
bool is_about_aliases(const Statement& statement) {
  constexpr std::string_view kActions[] = {"kms:CreateAlias", "kms:UpdateAlias", "kms:DeleteAlias"};
  return statement.not_action ||
         std::any_of(std::begin(kActions), std::end(kActions), [&](std::string_view action) {
           return std::any_of(
               statement.actions.begin(), statement.actions.end(),
               [action](const PolicyText& text) { return action_matches(text.text, action); });
         });
}

/// 6.5: the alias's ARN never stands for the key.
void find_alias_for_key(const Statement& statement, CheckFindings& findings) {
  if (is_about_aliases(statement)) {
    return;
  }
  for (const PolicyText& resource : statement.resources) {
    if (is_alias_arn(resource.text)) {
      findings.push_back({.where = resource.where, .subject = resource.text});
    }
  }
}

// --- kms:ViaService ---

/// The Region in `s3.eu-west-1.amazonaws.com`; empty if there is none.
std::string_view region_of_via_service(std::string_view value) {
  const std::size_t first = value.find('.');
  const std::size_t end = value.find(".amazonaws.com");
  return first == std::string_view::npos || end == std::string_view::npos || end <= first
             ? std::string_view()
             : value.substr(first + 1, end - first - 1);
}

template <typename Visit>
void for_each_via_service(const Statement& statement, Visit visit) {
  for (const ConditionEntry& entry : statement.conditions) {
    if (!equals_ignoring_ascii_case(entry.key.text, "kms:ViaService")) {
      continue;
    }
    for (const PolicyText& value : entry.values) {
      if (!has_wildcard(value.text) && !has_variable(value.text)) {
        visit(value);
      }
    }
  }
}

void find_via_service_without_region(const Statement& statement, CheckFindings& findings) {
  for_each_via_service(statement, [&](const PolicyText& value) {
    if (!is_region_name(region_of_via_service(value.text))) {
      findings.push_back({.where = value.where, .subject = value.text});
    }
  });
}

/// Regions of the keys that the statement names; empty if it names none in particular.
std::vector<std::string_view> key_regions(const Statement& statement, const PolicyTarget& target) {
  std::vector<std::string_view> regions;
  const auto add = [&](std::string_view text) {
    const std::optional<Arn> arn = parse_arn(text);
    if (arn && arn->service == "kms") {
      regions.push_back(arn->region);
    }
    return arn && arn->service == "kms" && !has_wildcard(arn->region);
  };
  if (!target.key_arn.empty()) {
    add(target.key_arn);
    return regions;
  }
  for (const PolicyText& resource : statement.resources) {
    if (statement.not_resource || !add(resource.text)) {
      return {};
    }
  }
  return regions;
}

void find_via_service_of_other_region(const PolicyUnderCheck& policy, CheckFindings& findings) {
  for (const Statement& statement : policy.document.statements) {
    const std::vector<std::string_view> regions = key_regions(statement, policy.target);
    for_each_via_service(statement, [&](const PolicyText& value) {
      const std::string_view region = region_of_via_service(value.text);
      if (!regions.empty() && is_region_name(region) &&
          std::find(regions.begin(), regions.end(), region) == regions.end()) {
        findings.push_back(
            {.where = value.where, .subject = value.text, .second = std::string(regions.front())});
      }
    });
  }
}

// --- the encryption context ---

/// The guide's own troubleshooting page writes `kms:EncryptionContext:arn:aws:arn`.
void find_misspelt_context(const Statement& statement, CheckFindings& findings) {
  for (const ConditionEntry& entry : statement.conditions) {
    const std::string& key = entry.key.text;
    const std::string name = starts_with_ignoring_case(key, kContext)
                                 ? to_lower_ascii(key).substr(kContext.size())
                                 : std::string();
    const bool is_near = name.find("arn") != std::string::npos &&
                         (name.find("s3") != std::string::npos || name.starts_with("arn:aws"));
    if (is_near && name != "aws:s3:arn") {
      findings.push_back({.where = entry.key.where, .subject = key});
    }
  }
}

bool is_object_arn(const PolicyText& value) {
  return value.text.find('/') != std::string::npos;
}

/// 4.5: with a Bucket Key the context is the bucket's ARN, without the object's.
template <bool objects>
void find_context_of_one_form(const Statement& statement, CheckFindings& findings) {
  for (const ConditionEntry& entry : statement.conditions) {
    const std::vector<PolicyText>& values = entry.values;
    const bool is_one_form =
        !values.empty() &&
        (objects ? std::all_of(values.begin(), values.end(), is_object_arn)
                 : std::none_of(values.begin(), values.end(), is_object_arn)) &&
        std::none_of(values.begin(), values.end(), [](const PolicyText& value) {
          return value.text.ends_with('*') && !is_object_arn(value);  // fits both forms
        });
    if (is_one_form && equals_ignoring_ascii_case(entry.key.text, kS3Context)) {
      findings.push_back({.where = entry.key.where, .subject = entry.key.text});
    }
  }
}

constexpr LintCheck kChecks[] = {
    {"REPL_KEY_POLICY_WITHOUT_ACCOUNT", Warning,
     "The key policy has a statement for its account, or IAM policies have no effect on the key.",
     "no statement for the account: IAM policies have no effect on this key",
     find_no_account_statement, kKey,
     "allow `arn:aws:iam::111122223333:root`, with the key's account"},
    {"REPL_KEY_RESOURCE_MISMATCH", Warning, "The resource of a key policy is `*`: its key.",
     "{} is not this key: the statement has no effect", find_other_key, kKey, "write `*`"},
    {"REPL_ALIAS_AS_RESOURCE", Error, "Permissions on a key name the key, not its alias.",
     "{} is an alias: no request to the key matches it", in_each_statement<find_alias_for_key>,
     kOtherThanKey, "write the key's ARN, or `*` with a condition on `kms:ResourceAliases`"},
    {"REPL_VIA_SERVICE_FORMAT", Error, "`kms:ViaService` holds a service with its Region.",
     "{} names no Region: it never equals `kms:ViaService`",
     in_each_statement<find_via_service_without_region>, kAllKinds,
     "write for example `s3.eu-west-1.amazonaws.com`"},
    {"REPL_VIA_SERVICE_REGION", Warning, "`kms:ViaService` has the Region of the key.",
     "{} is not of the key's Region {}", find_via_service_of_other_region, kAllKinds,
     "S3 calls KMS in the Region of the bucket, which is the key's"},
    {"REPL_MISSPELT_ENCRYPTION_CONTEXT_KEY", Error, "The encryption context of S3 is `aws:s3:arn`.",
     "S3 sends no {}", in_each_statement<find_misspelt_context>, kAllKinds,
     "the key is `kms:EncryptionContext:aws:s3:arn`", "misspeltEncryptionContextKey"},
    {"REPL_ENCRYPTION_CONTEXT_OF_OBJECTS", Suggestion,
     "Where a bucket uses an S3 Bucket Key, the encryption context is the bucket's ARN.",
     "{} is pinned to objects: with an S3 Bucket Key it is the bucket's ARN",
     in_each_statement<find_context_of_one_form<true>>, kAllKinds, "list both forms"},
    {"REPL_ENCRYPTION_CONTEXT_OF_BUCKET", Suggestion,
     "Where a bucket uses no S3 Bucket Key, the encryption context is the object's ARN.",
     "{} is pinned to the bucket: without an S3 Bucket Key it is the object's ARN",
     in_each_statement<find_context_of_one_form<false>>, kAllKinds, "list both forms"},
};

}  // namespace

std::span<const LintCheck> lint_key_checks() {
  return kChecks;
}

}  // namespace replisim
