#include "model/scenario_check.h"

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "model/unicode.h"

namespace replisim {
namespace {

/// Reports every name that comes again.
class UniqueNames {
 public:
  UniqueNames(std::string what, const SourceMap& sources, Issues& issues)
      : what_(std::move(what)), sources_(sources), issues_(issues) {}

  /// `identity` is what has to be unique, `shown` how messages call it.
  void add(std::string identity, std::string_view shown, SourceRange where) {
    if (!where.is_known()) {
      return;  // what it stands for could not be read
    }
    const auto [first, is_new] = first_.emplace(std::move(identity), where);
    if (!is_new) {
      issues_.push_back({.code = "scenario.duplicate-name",
                         .message = what_ + " given twice: " + in_backticks(shown),
                         .hint = "it is first given at " + sources_.format(first->second),
                         .where = where});
    }
  }
  void add(std::string_view name, SourceRange where) { add(std::string(name), name, where); }

 private:
  std::string what_;
  const SourceMap& sources_;
  Issues& issues_;
  std::map<std::string, SourceRange, std::less<>> first_;
};

/// IAM compares the names of what it keeps without regard to case.
void check_identities(const Account& account, const SourceMap& sources, Issues& issues) {
  UniqueNames roles("role", sources, issues);
  for (const Role& role : account.roles) {
    roles.add(to_lower_ascii(role.role_name), role.role_name, role.where);
  }
  UniqueNames users("user", sources, issues);
  for (const User& user : account.users) {
    users.add(to_lower_ascii(user.user_name), user.user_name, user.where);
  }
  UniqueNames groups("group", sources, issues);
  for (const Group& group : account.groups) {
    groups.add(to_lower_ascii(group.group_name), group.group_name, group.where);
  }
  UniqueNames policies("managed policy", sources, issues);
  for (const ManagedPolicy& policy : account.policies) {
    policies.add(to_lower_ascii(policy.policy_name), policy.policy_name, policy.where);
  }
}

void check_keys(const Account& account, const SourceMap& sources, Issues& issues) {
  UniqueNames keys("key", sources, issues);
  UniqueNames aliases("alias", sources, issues);
  for (const Key& key : account.keys) {
    keys.add(key.region + "/" + key.key_id, key.key_id, key.where);
    for (const std::string& alias : key.aliases) {
      aliases.add(key.region + "/" + alias, alias, key.where);
    }
    UniqueNames grants("grant", sources, issues);
    for (const Grant& grant : key.grants) {
      if (!grant.grant_id.empty()) {
        grants.add(grant.grant_id, grant.where);
      }
    }
  }
}

void check_objects(const Bucket& bucket, const SourceMap& sources, Issues& issues) {
  UniqueNames versions("version", sources, issues);
  for (const ObjectVersion& object : bucket.objects) {
    if (!object.version_id.empty()) {
      versions.add(object.key + '\0' + object.version_id, object.key + " " + object.version_id,
                   object.where);
    }
  }
}

void check_units(const OrganizationalUnit& unit, UniqueNames& units, UniqueNames& accounts) {
  if (!unit.id.empty()) {
    units.add(unit.id, unit.where);
  }
  for (const std::string& account : unit.accounts) {
    accounts.add(account, unit.where);
  }
  for (const OrganizationalUnit& inner : unit.units) {
    check_units(inner, units, accounts);
  }
}

/// The account whose canonical user id it is; the text itself if there is none.
std::string account_id_of(const World& world, const std::string& owner) {
  for (const Account& account : world.accounts) {
    if (account.canonical_user_id == owner) {
      return account.id;
    }
  }
  return owner;
}

void complete_object(const World& world, const Account& account, const Bucket& bucket,
                     ObjectVersion& object) {
  object.owner = object.owner.empty() ? account.id : account_id_of(world, object.owner);
  if (object.kms_key_id.empty()) {
    return;
  }
  const World::KeyPlace key = world.resolve_key(object.kms_key_id, account.id, bucket.region);
  if (key) {
    object.kms_key_id = arn_of(*key.account, *key.key);
  }
}

}  // namespace

std::string make_canonical_user_id(std::string_view account_id) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  constexpr std::size_t kLength = 64;
  std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
  std::string id;
  while (id.size() < kLength) {
    for (const char c : account_id) {
      hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    }
    id += kDigits[(hash >> 60U) & 0xFU];
  }
  return id;
}

void complete_world(World& world) {
  for (Account& account : world.accounts) {
    if (account.canonical_user_id.empty()) {
      account.canonical_user_id = make_canonical_user_id(account.id);
    }
  }
  for (Account& account : world.accounts) {
    for (Bucket& bucket : account.buckets) {
      for (ObjectVersion& object : bucket.objects) {
        complete_object(world, account, bucket, object);
      }
    }
  }
}

void check_names(const World& world, const SourceMap& sources, Issues& issues) {
  UniqueNames accounts("account", sources, issues);
  UniqueNames buckets("bucket", sources, issues);
  for (const Account& account : world.accounts) {
    accounts.add(account.id, account.where);
    check_identities(account, sources, issues);
    check_keys(account, sources, issues);
    for (const Bucket& bucket : account.buckets) {
      buckets.add(bucket.name, bucket.where);
      check_objects(bucket, sources, issues);
    }
  }
  if (world.organization) {
    UniqueNames units("organizational unit", sources, issues);
    UniqueNames members("account of the organization", sources, issues);
    check_units(world.organization->root, units, members);
  }
}

}  // namespace replisim
