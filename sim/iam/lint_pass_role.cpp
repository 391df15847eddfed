// iam:PassRole hands a role's permissions to whoever may configure a service with it.

#include <algorithm>
#include <string>
#include <string_view>

#include "model/action.h"
#include "model/arn.h"
#include "model/unicode.h"
#include "sim/iam/condition.h"
#include "sim/iam/lint_check.h"

namespace replisim {
namespace {

using enum FindingType;

constexpr std::string_view kPassRole = "iam:PassRole";

/// How a statement comes to allow it.
enum class Through : std::uint8_t { Action, Star, NotAction };
enum class On : std::uint8_t { Star, NotResource };

bool matches_pass_role(const PolicyText& action) {
  return action_matches(action.text, kPassRole);
}

bool is_star(const PolicyText& action) {
  return action.text == "*" && matches_pass_role(action);
}

bool allows_through(const Statement& statement, Through through) {
  const auto has = [&](bool (*test)(const PolicyText&)) {
    return std::any_of(statement.actions.begin(), statement.actions.end(), test);
  };
  switch (through) {
    case Through::Action: return !statement.not_action && has(matches_pass_role) && !has(is_star);
    case Through::Star: return !statement.not_action && has(is_star);
    case Through::NotAction: return statement.not_action && !has(matches_pass_role);
  }
  return false;
}

/// All roles of an account, or of all.
bool is_every_role(const PolicyText& resource) {
  const std::optional<Arn> arn = parse_arn(resource.text);
  return resource.text == "*" ||
         (arn && arn->service == "iam" && (arn->resource == "*" || arn->resource == "role/*"));
}

bool is_narrowed(const Statement& statement) {
  return std::any_of(
      statement.conditions.begin(), statement.conditions.end(), [](const ConditionEntry& entry) {
        return equals_ignoring_ascii_case(entry.key.text, "iam:PassedToService") ||
               equals_ignoring_ascii_case(entry.key.text, "iam:AssociatedResourceArn");
      });
}

template <Through through, On on>
void find_pass_role(const Statement& statement, CheckFindings& findings) {
  if (statement.effect != Effect::Allow || is_narrowed(statement) ||
      !allows_through(statement, through)) {
    return;
  }
  const bool is_wide =
      on == On::NotResource
          ? statement.not_resource
          : !statement.not_resource &&
                std::any_of(statement.resources.begin(), statement.resources.end(), is_every_role);
  if (is_wide) {
    findings.push_back({.where = statement.resource_where});
  }
}

/// O51: CreateJob passes a role without saying to whom.
void find_passed_to_jobs(const Statement& statement, CheckFindings& findings) {
  if (statement.effect != Effect::Allow ||
      std::none_of(statement.actions.begin(), statement.actions.end(), matches_pass_role)) {
    return;
  }
  for (const ConditionEntry& entry : statement.conditions) {
    const bool is_asked = equals_ignoring_ascii_case(entry.key.text, "iam:PassedToService") &&
                          !parse_condition_operator(entry.operator_name.text).if_exists;
    for (const PolicyText& value : entry.values) {
      if (is_asked && value.text == "batchoperations.s3.amazonaws.com") {
        findings.push_back({.where = value.where, .subject = value.text});
      }
    }
  }
}

constexpr std::string_view kNarrow = "list the roles, or add a condition on `iam:PassedToService`";
constexpr KindSet kIdentity = {PolicyKind::Identity};

constexpr LintCheck kChecks[] = {
    {"PASS_ROLE_WITH_STAR_IN_RESOURCE", SecurityWarning, "Roles that may be passed are listed.",
     "every role may be passed to every service",
     in_each_statement<find_pass_role<Through::Action, On::Star>>, kIdentity, kNarrow},
    {"PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE", SecurityWarning,
     "Roles that may be passed are listed, also where all actions are allowed.",
     "all actions on all resources: every role may be passed to every service",
     in_each_statement<find_pass_role<Through::Star, On::Star>>, kIdentity, kNarrow},
    {"PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOTACTION", SecurityWarning,
     "`NotAction` leaves `iam:PassRole` out where all resources are allowed.",
     "`NotAction` allows `iam:PassRole`: every role may be passed to every service",
     in_each_statement<find_pass_role<Through::NotAction, On::Star>>, kIdentity, kNarrow},
    {"PASS_ROLE_WITH_NOTRESOURCE", SecurityWarning, "Roles that may be passed are listed.",
     "every role but those of `NotResource` may be passed to every service",
     in_each_statement<find_pass_role<Through::Action, On::NotResource>>, kIdentity, kNarrow},
    {"PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOTRESOURCE", SecurityWarning,
     "Roles that may be passed are listed, also where all actions are allowed.",
     "all actions: every role but those of `NotResource` may be passed to every service",
     in_each_statement<find_pass_role<Through::Star, On::NotResource>>, kIdentity, kNarrow},
    {"PASS_ROLE_WITH_NOTACTION_AND_NOTRESOURCE", SecurityWarning,
     "`NotAction` leaves `iam:PassRole` out where `NotResource` allows nearly all.",
     "`NotAction` allows `iam:PassRole`: every role but those of `NotResource` may be passed",
     in_each_statement<find_pass_role<Through::NotAction, On::NotResource>>, kIdentity, kNarrow},
    {"REPL_PASSED_TO_BATCH_OPERATIONS", Warning,
     "S3 Batch Operations does not say that a role is passed to it.",
     "`s3:CreateJob` sends no `iam:PassedToService`: it never equals {}",
     in_each_statement<find_passed_to_jobs>, kIdentity,
     "list the role in `Resource`, without this condition"},
};

}  // namespace

std::span<const LintCheck> lint_pass_role_checks() {
  return kChecks;
}

}  // namespace replisim
