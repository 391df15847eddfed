// Actions that there are not, or that cannot be done to what the statement is about.

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "model/action.h"
#include "model/issue.h"
#include "model/unicode.h"
#include "model/wildcard.h"
#include "sim/iam/lint_check.h"

namespace replisim {
namespace {

using enum FindingType;

/// Those in whose statements actions and resources meet; bucket policies are checked by S3.
constexpr KindSet kLevelMatters = {PolicyKind::Identity,        PolicyKind::PermissionsBoundary,
                                   PolicyKind::Session,         PolicyKind::ServiceControl,
                                   PolicyKind::ResourceControl, PolicyKind::VpcEndpoint};

void find_unknown_service(const Statement& statement, CheckFindings& findings) {
  for (const PolicyText& action : statement.actions) {
    const std::string service = service_of(action.text);
    if (action.text != "*" && !has_wildcard(service) && !has_variable(action.text) &&
        !is_known_service(service)) {
      findings.push_back(
          {.where = action.where,
           .subject = action.text,
           .hint = service.empty() ? "write the service in front: `s3:GetObject`" : std::string()});
    }
  }
}

bool is_unknown_action(const std::string& text) {
  const std::string service = service_of(text);
  return !has_variable(text) && is_listed_service(service) && !any_action_matches(text);
}

void find_unknown_action(const Statement& statement, CheckFindings& findings) {
  for (const PolicyText& action : statement.actions) {
    if (is_unknown_action(action.text)) {
      const std::optional<std::string_view> nearest = nearest_action(action.text);
      findings.push_back(
          {.where = action.where,
           .subject = action.text,
           .hint = nearest ? "did you mean " + in_backticks(*nearest) + "?" : std::string()});
    }
  }
}

void find_wildcard_in_service(const Statement& statement, CheckFindings& findings) {
  for (const PolicyText& action : statement.actions) {
    if (has_wildcard(service_of(action.text))) {
      findings.push_back({.where = action.where, .subject = action.text});
    }
  }
}

void find_action_of_other_service(const Statement& statement, CheckFindings& findings) {
  for (const PolicyText& action : statement.actions) {
    if (action.text != "*" && service_of(action.text) != "kms") {
      findings.push_back({.where = action.where, .subject = action.text});
    }
  }
}

// --- levels ---

bool fits_some_resource(const ActionInfo& action, const Statement& statement) {
  return std::any_of(statement.resources.begin(), statement.resources.end(),
                     [&](const PolicyText& resource) {
                       return action_may_fit_resource_pattern(action, resource.text);
                     });
}

/// `arn:aws:s3:::BucketName` of a template.
std::string without_placeholders(std::string_view arn_template) {
  std::string text;
  for (const char c : arn_template) {
    if (c != '$' && c != '{' && c != '}') {
      text += c;
    }
  }
  constexpr std::string_view kPartition = "Partition";
  const std::size_t at = text.find(kPartition);
  return at == std::string::npos ? text : text.replace(at, kPartition.size(), "aws");
}

/// What the action is done to, for a hint; of several types the one that people mean.
std::string resource_hint(const ActionInfo& action) {
  if (action.resource_types.empty()) {
    return "the action is done to no resource: it needs `*`";
  }
  const auto plain = std::find_if(action.resource_types.begin(), action.resource_types.end(),
                                  [](const ActionResourceType& on) {
                                    return on.type->name == "bucket" || on.type->name == "object";
                                  });
  const ActionResourceType& shown =
      plain == action.resource_types.end() ? action.resource_types.front() : *plain;
  return "it is done to resources like " +
         in_backticks(without_placeholders(shown.type->arn_template));
}

/// REPL_ALIAS_AS_RESOURCE says more of it.
bool names_an_alias(const Statement& statement) {
  return std::any_of(statement.resources.begin(), statement.resources.end(),
                     [](const PolicyText& resource) {
                       return resource.text.find(":alias/") != std::string::npos;
                     });
}

void find_wrong_level(const Statement& statement, CheckFindings& findings) {
  if (statement.not_action || statement.not_resource || statement.resources.empty()) {
    return;
  }
  for (const PolicyText& text : statement.actions) {
    const ActionInfo* first = nullptr;
    bool fits = false;
    for_each_action_matching(text.text, [&](const ActionInfo& action) {
      first = first == nullptr ? &action : first;
      fits = fits || fits_some_resource(action, statement);
    });
    const bool is_alias_trouble =
        first != nullptr && first->service() == "kms" && names_an_alias(statement);
    if (first != nullptr && !fits && !is_alias_trouble) {
      findings.push_back(
          {.where = text.where, .subject = text.text, .hint = resource_hint(*first)});
    }
  }
}

// --- replication ---

bool matches_any(const Statement& statement, std::string_view action) {
  return std::any_of(
      statement.actions.begin(), statement.actions.end(),
      [action](const PolicyText& text) { return action_matches(text.text, action); });
}

/// Q26, O24: a list of the writes and deletes that are denied, with a hole.
void find_deny_list_without_replication(const Statement& statement, CheckFindings& findings) {
  const bool is_deny_list = statement.effect == Effect::Deny && !statement.not_action &&
                            matches_any(statement, "s3:PutObject") &&
                            matches_any(statement, "s3:DeleteObject");
  if (is_deny_list && !matches_any(statement, "s3:ReplicateObject")) {
    findings.push_back({.where = statement.action_where});
  }
}

constexpr LintCheck kActions[] = {
    {"INVALID_ACTION",
     Error,
     "The action exists.",
     "unknown action {}",
     in_each_statement<find_unknown_action>,
     kAllKinds,
     {},
     "unknownAction"},
    {"INVALID_SERVICE_IN_ACTION", Error, "The service of an action exists.",
     "unknown service in action {}", in_each_statement<find_unknown_service>},
    {"WILDCARD_IN_SERVICE_NAME", Suggestion, "The service of an action is named in full.",
     "a wildcard in the service of {}", in_each_statement<find_wildcard_in_service>},
    {"UNSUPPORTED_ACTION_IN_POLICY",
     Error,
     "The policy of a resource holds actions that are done to it.",
     "{} is no action of a policy like this",
     in_each_statement<find_action_of_other_service>,
     {PolicyKind::Key}},
    {"REPL_WRONG_RESOURCE_LEVEL",
     Error,
     "An action on a bucket needs the bucket's ARN, one on objects an ARN with `/`.",
     "{} cannot be done to any resource of the statement",
     in_each_statement<find_wrong_level>,
     kLevelMatters,
     {},
     "wrongResourceLevel"},
    {"REPL_DENY_LIST_MISSES_REPLICATION", Suggestion,
     "A list of denied writes has the actions of replication, too.",
     "replication may still write: `s3:ReplicateObject` is no `s3:PutObject`",
     in_each_statement<find_deny_list_without_replication>, kAllKinds,
     "add `s3:ReplicateObject`, `s3:ReplicateDelete` and `s3:ReplicateTags` if that is not meant"},
};

}  // namespace

std::string service_of(std::string_view name) {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? std::string() : to_lower_ascii(name.substr(0, colon));
}

std::span<const LintCheck> lint_action_checks() {
  return kActions;
}

}  // namespace replisim
