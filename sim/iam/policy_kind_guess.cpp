#include <algorithm>
#include <string>
#include <string_view>

#include "model/arn.h"
#include "sim/iam/lint.h"
#include "sim/iam/lint_check.h"

namespace replisim {
namespace {

template <typename Test>
bool any_statement(const PolicyDocument& document, Test test) {
  return std::any_of(document.statements.begin(), document.statements.end(), test);
}

bool has_principal(const Statement& statement) {
  return statement.principal_where.is_known();
}

/// Whether all actions that are named are of the service; false if none are.
bool is_all_of(const PolicyDocument& document, std::string_view service) {
  bool is_named = false;
  for (const Statement& statement : document.statements) {
    for (const PolicyText& action : statement.actions) {
      if (service_of(action.text) != service) {
        return false;
      }
      is_named = true;
    }
  }
  return is_named;
}

bool names_service(const Statement& statement, std::string_view service) {
  return std::any_of(
      statement.actions.begin(), statement.actions.end(),
      [service](const PolicyText& action) { return service_of(action.text) == service; });
}

bool names_bucket(const Statement& statement) {
  return std::any_of(statement.resources.begin(), statement.resources.end(),
                     [](const PolicyText& resource) {
                       const std::optional<Arn> arn = parse_arn(resource.text);
                       return arn && arn->service == "s3";
                     });
}

bool is_about_everyone(const Statement& statement) {
  return !statement.not_principal && !statement.principals.empty() &&
         std::all_of(statement.principals.begin(), statement.principals.end(),
                     [](const PrincipalEntry& entry) {
                       return entry.type == PrincipalEntry::Type::Everyone || entry.text == "*";
                     });
}

/// Denies to everyone, about more than one bucket.
bool looks_like_rcp(const PolicyDocument& document) {
  return !any_statement(document, [](const Statement& statement) {
    return statement.effect != Effect::Deny || !is_about_everyone(statement) ||
           statement.not_action || names_bucket(statement);
  });
}

PolicyKind guess_with_principals(const PolicyDocument& document) {
  if (is_all_of(document, "sts")) {
    return PolicyKind::Trust;
  }
  if (is_all_of(document, "kms")) {
    return PolicyKind::Key;
  }
  if (any_statement(document, names_bucket)) {
    return PolicyKind::Bucket;
  }
  if (looks_like_rcp(document)) {
    return PolicyKind::ResourceControl;
  }
  if (any_statement(document, [](const Statement& s) { return names_service(s, "kms"); })) {
    return PolicyKind::Key;
  }
  const bool is_endpoint = any_statement(document, is_about_everyone) &&
                           any_statement(document, [](const Statement& statement) {
                             return !statement.resources.empty() && !names_bucket(statement);
                           });
  return is_all_of(document, "s3") ? PolicyKind::Bucket
         : is_endpoint             ? PolicyKind::VpcEndpoint
                                   : PolicyKind::Resource;
}

}  // namespace

PolicyKind guess_policy_kind(const PolicyDocument& document) {
  if (any_statement(document, has_principal)) {
    return guess_with_principals(document);
  }
  const bool has_resource = any_statement(
      document, [](const Statement& statement) { return statement.resource_where.is_known(); });
  return is_all_of(document, "sts") && !has_resource ? PolicyKind::Trust : PolicyKind::Identity;
}

}  // namespace replisim
