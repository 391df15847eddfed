#include "sim/report/requirement.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "model/arn.h"
#include "model/json_writer.h"
#include "sim/report/json.h"

namespace replisim {
namespace {

/// `arn:aws:s3:::b/key` → `arn:aws:s3:::b/*`: what a rule sends is not one object.
std::string resource_of(const Check& check) {
  const std::size_t slash = check.resource.find('/');
  const bool is_object = check.resource.find(":s3:") != std::string::npos;
  return is_object && slash != std::string::npos ? check.resource.substr(0, slash) + "/*"
                                                 : check.resource;
}

/// The bucket of an object, the key itself.
std::string owner_of(const Check& check) {
  const std::size_t slash = check.resource.find('/');
  const bool is_object = check.resource.find(":s3:") != std::string::npos;
  return is_object ? check.resource.substr(0, slash) : check.resource;
}

std::string account_of(const World& world, const std::string& arn_text) {
  const std::optional<Arn> arn = parse_arn(arn_text);
  if (!arn) {
    return {};
  }
  if (!arn->account.empty()) {
    return std::string(arn->account);
  }
  const World::BucketPlace place = world.find_bucket(arn->resource);
  return place ? place.account->id : std::string();
}

std::string name_of(std::string_view arn_text) {
  const std::optional<Arn> arn = parse_arn(arn_text);
  return arn ? std::string(arn->resource) : std::string(arn_text);
}

}  // namespace

void RequirementList::add(const ReplicationAttempt& attempt, std::string_view role_arn) {
  const std::optional<Arn> role = parse_arn(role_arn);
  for (const Check& check : attempt.checks) {
    if (check.state != CheckState::Unknown) {
      continue;
    }
    const DeniedBy by = check.verdict.denied_by;
    const std::string owner = owner_of(check);
    const bool has_statements = by == DeniedBy::BucketPolicy || by == DeniedBy::KeyPolicy;
    const std::string account = account_of(world_, owner);
    const bool is_own = role && account == role->account;
    if (!has_statements || check.action.empty() || (is_own && by == DeniedBy::BucketPolicy)) {
      others_.emplace(check.detail, account);
      continue;
    }
    const std::string resource = by == DeniedBy::KeyPolicy ? "*" : resource_of(check);
    std::vector<std::string>& actions =
        wanted_[{by, owner}].actions[{std::string(role_arn), resource}];
    if (std::find(actions.begin(), actions.end(), check.action) == actions.end()) {
      actions.push_back(check.action);
    }
  }
}

std::vector<Requirement> RequirementList::all() const {
  std::vector<Requirement> requirements;
  for (const auto& [place, wanted] : wanted_) {
    JsonWriter json(JsonWriter::Layout::Indented);
    json.begin_object();
    json.member("Version", "2012-10-17");
    json.key("Statement");
    json.begin_array();
    for (const auto& [statement, actions] : wanted.actions) {
      json.begin_object();
      json.member("Effect", "Allow");
      json.key("Principal");
      json.begin_object();
      json.member("AWS", statement.first);
      json.end_object();
      string_or_strings(json, "Action", actions);
      json.member("Resource", statement.second);
      json.end_object();
    }
    json.end_array();
    json.end_object();
    const std::string kind =
        place.first == DeniedBy::KeyPolicy ? "the key policy of " : "the bucket policy of ";
    requirements.push_back(
        {kind + name_of(place.second), account_of(world_, place.second), std::move(json).text()});
  }
  for (const auto& [sentence, account] : others_) {
    requirements.push_back({sentence, account, ""});
  }
  return requirements;
}

}  // namespace replisim
