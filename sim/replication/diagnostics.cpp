#include "sim/replication/diagnostics.h"

#include <algorithm>
#include <utility>

#include "sim/iam/lint.h"
#include "sim/iam/policy_validation.h"
#include "sim/replication/replication_check.h"

namespace replisim {
namespace {

void add(std::vector<Diagnostic>& found, std::string_view code, std::string message,
         std::string hint, SourceRange where) {
  Diagnostic diagnostic;
  diagnostic.code = code;
  diagnostic.message = std::move(message);
  diagnostic.hint = std::move(hint);
  diagnostic.where = where;
  found.push_back(std::move(diagnostic));
}

/// What AWS would not have stored stands in the world all the same, and is played as it stands.
void add_refused(std::vector<Diagnostic>& found, const std::string& what, const std::string& code,
                 const std::string& message, SourceRange where) {
  add(found, "wouldBeRefused", "AWS refuses " + what + ": " + code + ", " + message, "", where);
}

class WorldCheck {
 public:
  explicit WorldCheck(Run& run) : run_(run), world_(run.world) {}

  std::vector<Diagnostic> check() {
    found_ = run_.found;
    for (const Account& account : world_.accounts) {
      for (const Bucket& bucket : account.buckets) {
        check_bucket(account, bucket);
      }
      for (const Role& role : account.roles) {
        check_role(account, role);
      }
      for (const Key& key : account.keys) {
        if (key.policy) {
          check_policy(*key.policy, PolicyKind::Key, account.id, "the policy of key " + key.key_id,
                       arn_of(account, key));
        }
      }
    }
    return std::move(found_);
  }

 private:
  void check_bucket(const Account& account, const Bucket& bucket);
  void check_configuration(const Account& account, const Bucket& bucket);
  void check_role(const Account& account, const Role& role);
  void add_lint(const std::vector<LintFinding>& findings);
  void check_policy(const PolicyDocument& policy, PolicyKind kind, const std::string& account,
                    const std::string& what, const std::string& key_arn = {},
                    const std::string& bucket = {});

  Run& run_;
  const World& world_;
  std::vector<Diagnostic> found_;
};

void WorldCheck::check_policy(const PolicyDocument& policy, PolicyKind kind,
                              const std::string& account, const std::string& what,
                              const std::string& key_arn, const std::string& bucket) {
  PolicyTarget target;
  target.account = account;
  target.key_arn = key_arn;
  target.bucket_name = bucket;
  target.find_principal = [this](const PrincipalEntry& entry) {
    return principal_presence(world_, entry);
  };
  for (const SaveFault& fault : validate_policy(policy, kind, target)) {
    add_refused(found_, what, fault.code, fault.message, fault.where);
  }
  add_lint(diagnose_policy(policy, kind, target));
}

/// Of what lint finds, what scenarios have a name for.
void WorldCheck::add_lint(const std::vector<LintFinding>& findings) {
  for (const LintFinding& finding : findings) {
    const auto rule = std::find_if(
        lint_rules().begin(), lint_rules().end(),
        [&finding](const LintRule& r) { return r.code == finding.code && !r.diagnostic.empty(); });
    if (rule != lint_rules().end()) {
      add(found_, rule->diagnostic, finding.message, finding.hint, finding.where);
      found_.back().severity = finding.severity();
    }
  }
}

void WorldCheck::check_bucket(const Account& account, const Bucket& bucket) {
  if (bucket.policy) {
    check_policy(*bucket.policy, PolicyKind::Bucket, account.id,
                 "the policy of bucket " + bucket.name, {}, bucket.name);
  }
  if (bucket.replication) {
    check_configuration(account, bucket);
  }
}

void WorldCheck::check_configuration(const Account& account, const Bucket& bucket) {
  const ConfigurationCase checked{.world = world_,
                                  .settings = run_.settings,
                                  .source = bucket,
                                  .configuration = *bucket.replication,
                                  .source_account = account.id,
                                  .caller_account = account.id,
                                  .now = run_.now,
                                  .has_lock_token = true};
  std::optional<ConfigurationFault> fault = check_shape(checked);
  if (!fault) {
    fault = check_content(checked);
  }
  if (fault) {
    add_refused(found_, "the replication configuration of bucket " + bucket.name, fault->code,
                fault->message, fault->where);
  }
  add_lint(lint_replication_configuration(*bucket.replication));
}

void WorldCheck::check_role(const Account& account, const Role& role) {
  const std::string what = " of role " + role.role_name;
  if (role.trust_policy.where.is_known() || !role.trust_policy.statements.empty()) {
    check_policy(role.trust_policy, PolicyKind::Trust, account.id, "the trust policy" + what);
  }
  for (const InlinePolicy& policy : role.inline_policies) {
    check_policy(policy.document, PolicyKind::Identity, account.id,
                 "policy " + policy.policy_name + what);
  }
}

/// What an attempt's warnings say to people.
struct WarningText {
  std::string_view code;
  std::string_view message;
  std::string_view hint;
};

constexpr WarningText kWarnings[] = {
    {"documentedPermissionMissing",
     "the role lacks a permission that AWS documents as needed and nothing recorded needs",
     "allow it, to be on the documented side"},
    {"tagsOmitted", "a replica was written without its tags, and the source shows FAILED (U32)",
     "let the role read and write tags, then set the tags again"},
    {"ReplicaUnreadableForDestination",
     "a replica is encrypted under aws/s3 of the source's account: the destination's account "
     "cannot read it (U19)",
     "use a customer managed key that both accounts may use"},
};

}  // namespace

std::vector<Diagnostic> check_world(Run& run) {
  return WorldCheck(run).check();
}

void add_findings(SimulationResult& result) {
  for (const EventOutcome& outcome : result.events) {
    for (const ReplicationAttempt& attempt : outcome.attempts) {
      for (const std::string& code : attempt.warnings) {
        const auto is_known = [&](const Diagnostic& known) {
          return known.code == code && known.where == attempt.rule_where;
        };
        const auto text =
            std::find_if(std::begin(kWarnings), std::end(kWarnings),
                         [&code](const WarningText& row) { return row.code == code; });
        if (text != std::end(kWarnings) &&
            std::none_of(result.diagnostics.begin(), result.diagnostics.end(), is_known)) {
          add(result.diagnostics, code, std::string(text->message), std::string(text->hint),
              attempt.rule_where);
        }
      }
    }
  }
}

}  // namespace replisim
