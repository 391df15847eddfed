#include "sim/reason/access_space.h"

#include <algorithm>
#include <set>

#include "model/action.h"
#include "model/arn.h"
#include "model/wildcard.h"
#include "sim/iam/pattern_witness.h"

namespace replisim {
namespace {

using Texts = std::set<std::string>;

bool is_service(std::string_view principal) {
  return principal.ends_with(".amazonaws.com");
}

std::string root_arn(std::string_view account) {
  return "arn:aws:iam::" + std::string(account) + ":root";
}

/// Whom a policy names; an account is its root user.
void add_principals(const PolicyDocument& policy, Texts& callers) {
  for (const Statement& statement : policy.statements) {
    for (const PrincipalEntry& entry : statement.principals) {
      if (is_account_id(entry.text)) {
        callers.insert(root_arn(entry.text));
      } else if (RequestPrincipal::parse(entry.text) && entry.text != "*") {
        callers.insert(entry.text);
      }
    }
  }
}

void add_account(const Account& account, Texts& callers) {
  callers.insert(root_arn_of(account));
  for (const User& user : account.users) {
    callers.insert(arn_of(account, user));
  }
  for (const Role& role : account.roles) {
    callers.insert(arn_of(account, role));
    add_principals(role.trust_policy, callers);
  }
  for (const Bucket& bucket : account.buckets) {
    if (bucket.policy) {
      add_principals(*bucket.policy, callers);
    }
  }
  for (const Key& key : account.keys) {
    if (key.policy) {
      add_principals(*key.policy, callers);
    }
    for (const Grant& grant : key.grants) {
      callers.insert(grant.grantee_principal);
    }
  }
}

void add_members(const OrganizationalUnit& unit, Texts& callers) {
  for (const std::string& account : unit.accounts) {
    callers.insert(root_arn(account));
  }
  for (const OrganizationalUnit& inner : unit.units) {
    add_members(inner, callers);
  }
}

/// An account that nothing here names.
std::string stranger_arn(const Texts& callers) {
  std::string account = "999999999999";
  const auto is_named = [&] {
    return std::any_of(callers.begin(), callers.end(), [&](const std::string& caller) {
      return caller.find(account) != std::string::npos;
    });
  };
  while (is_named()) {
    std::size_t digit = account.size() - 1;
    while (account[digit] == '0') {
      account[digit--] = '9';
    }
    --account[digit];
  }
  return "arn:aws:iam::" + account + ":user/anyone";
}

/// A key of an object has one character at least.
std::string with_a_key(std::string_view pattern) {
  const std::size_t slash = pattern.find('/');
  const std::string_view key = pattern.substr(slash + 1);
  const bool may_be_empty = key.find_first_not_of('*') == std::string_view::npos;
  return may_be_empty ? std::string(pattern.substr(0, slash + 1)) + "?*" : std::string(pattern);
}

bool is_of_objects(const Arn& arn) {
  return arn.service == "s3" && arn.region.empty() &&
         arn.resource.find('/') != std::string_view::npos;
}

/// A policy's pattern as it is held against resources of this ARN: the parts before the last are
/// matched by themselves.
std::string last_part_behind(std::string_view before, std::string_view pattern) {
  const std::optional<Arn> parts = parse_arn(pattern);
  return parts ? std::string(before) + std::string(parts->resource) : std::string(pattern);
}

}  // namespace

std::vector<PossibleCaller> callers_matching(const World& world, std::string_view pattern) {
  if (!has_wildcard(pattern)) {
    return {{std::string(pattern), false}};
  }
  Texts callers;
  for (const Account& account : world.accounts) {
    add_account(account, callers);
  }
  if (world.organization) {
    add_members(world.organization->root, callers);
  }
  const bool is_everyone = pattern == "*";
  std::vector<PossibleCaller> matching;
  if (is_everyone) {
    matching.push_back({"*", false});
    matching.push_back({stranger_arn(callers), true});
  }
  for (const std::string& caller : callers) {
    if (wildcard_match(pattern, caller) && !(is_everyone && is_service(caller))) {
      matching.push_back({caller, false});
    }
  }
  return matching;
}

std::vector<std::string> actions_matching(std::string_view pattern, std::string_view resource) {
  std::vector<std::string> actions;
  bool is_listed = false;
  for_each_action_matching(pattern, [&](const ActionInfo& action) {
    is_listed = true;
    if (action_fits_resource(action, resource)) {
      actions.emplace_back(action.name);
    }
  });
  if (!is_listed) {
    actions.emplace_back(pattern);
  }
  return actions;
}

std::vector<std::string> resources_matching(const World& world, std::string_view pattern) {
  const std::optional<Arn> arn = parse_arn(pattern);
  if (!arn || !has_wildcard(pattern)) {
    return {std::string(pattern)};
  }
  const std::string_view bucket = arn->resource.substr(0, arn->resource.find('/'));
  const std::string_view behind = arn->resource.substr(bucket.size());
  const bool is_s3 = arn->service == "s3" && arn->region.empty();
  if (is_s3 && !has_wildcard(bucket)) {
    return {std::string(pattern)};
  }
  Texts found;
  const auto add_if_matching = [&](const std::string& candidate) {
    if (wildcard_match(pattern, candidate)) {
      found.insert(candidate);
    }
  };
  for (const Account& account : world.accounts) {
    for (const Bucket& one : account.buckets) {
      if (is_s3 && wildcard_match(bucket, one.name)) {
        found.insert(arn_of(account, one) + std::string(behind));
      }
    }
    for (const Key& key : account.keys) {
      add_if_matching(arn_of(account, key));
    }
    for (const Role& role : account.roles) {
      add_if_matching(arn_of(account, role));
    }
    for (const User& user : account.users) {
      add_if_matching(arn_of(account, user));
    }
  }
  return {found.begin(), found.end()};
}

std::optional<std::vector<std::string>> object_arns(Permissions& permissions,
                                                    const PermissionRequest& request) {
  const std::optional<Arn> arn = parse_arn(request.resource);
  if (!arn || !is_of_objects(*arn) || !has_wildcard(request.resource)) {
    return std::vector<std::string>{request.resource};
  }
  const std::string_view text = request.resource;
  const std::string_view before = text.substr(0, text.size() - arn->resource.size());
  std::vector<std::string> patterns;
  for (const std::string& pattern : permissions.resource_patterns(request)) {
    patterns.push_back(last_part_behind(before, pattern));
  }
  std::sort(patterns.begin(), patterns.end());
  patterns.erase(std::unique(patterns.begin(), patterns.end()), patterns.end());
  std::optional<std::vector<std::string>> arns = pattern_witnesses(with_a_key(text), patterns);
  const std::string_view bucket = arn->resource.substr(0, arn->resource.find('/'));
  if (const World::BucketPlace place = permissions.world().find_bucket(bucket); arns && place) {
    Texts there;
    for (const ObjectVersion& object : place.bucket->objects) {
      const std::string candidate = std::string(before) + std::string(bucket) + "/" + object.key;
      if (wildcard_match(text, candidate)) {
        there.insert(candidate);
      }
    }
    arns->insert(arns->end(), there.begin(), there.end());
  }
  return arns;
}

}  // namespace replisim
