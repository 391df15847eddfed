#include "model/world.h"

#include <algorithm>
#include <utility>

#include "model/arn.h"

namespace replisim {
namespace {

template <typename Range, typename Predicate>
auto find_where(Range& range, const Predicate& is_wanted) -> decltype(&*range.begin()) {
  const auto found = std::find_if(range.begin(), range.end(), is_wanted);
  return found == range.end() ? nullptr : &*found;
}

/// Whether `resource` is `kind`, `path` and `name` put together, as in `role/service-role/x`.
bool is_named(std::string_view resource, std::string_view kind, std::string_view path,
              std::string_view name) {
  return resource.size() == kind.size() + path.size() + name.size() && resource.starts_with(kind) &&
         resource.substr(kind.size()).starts_with(path) && resource.ends_with(name);
}

/// The account that an ARN of a service lies in; null if it is none of the world's.
const Account* find_owner(const World& world, const std::optional<Arn>& arn,
                          std::string_view service) {
  if (!arn || arn->service != service) {
    return nullptr;
  }
  const Account* const account = world.find_account(arn->account);
  return account != nullptr && account->partition == arn->partition ? account : nullptr;
}

const Key* find_key_in(const Account& account, std::string_view region, std::string_view key_id) {
  return find_where(account.keys,
                    [&](const Key& key) { return key.region == region && key.key_id == key_id; });
}

const Key* find_alias_in(const Account& account, std::string_view region, std::string_view alias) {
  return find_where(account.keys, [&](const Key& key) {
    return key.region == region &&
           std::find(key.aliases.begin(), key.aliases.end(), alias) != key.aliases.end();
  });
}

std::string iam_arn(const Account& account, std::string_view resource) {
  return "arn:" + account.partition + ":iam::" + account.id + ":" + std::string(resource);
}

}  // namespace

const Account* World::find_account(std::string_view id) const {
  return find_where(accounts, [&](const Account& account) { return account.id == id; });
}

World::BucketPlace World::find_bucket(std::string_view name) const {
  for (const Account& account : accounts) {
    const Bucket* const bucket =
        find_where(account.buckets, [&](const Bucket& b) { return b.name == name; });
    if (bucket != nullptr) {
      return {&account, bucket};
    }
  }
  return {};
}

const Role* World::find_role(std::string_view arn) const {
  const std::optional<Arn> parts = parse_arn(arn);
  const Account* const account = find_owner(*this, parts, "iam");
  return account == nullptr ? nullptr : find_where(account->roles, [&](const Role& role) {
    return is_named(parts->resource, "role", role.path, role.role_name);
  });
}

const User* World::find_user(std::string_view arn) const {
  const std::optional<Arn> parts = parse_arn(arn);
  const Account* const account = find_owner(*this, parts, "iam");
  return account == nullptr ? nullptr : find_where(account->users, [&](const User& user) {
    return is_named(parts->resource, "user", user.path, user.user_name);
  });
}

const Group* World::find_group(const Account& account, std::string_view name) const {
  return find_where(account.groups, [&](const Group& group) { return group.group_name == name; });
}

const ManagedPolicy* World::find_managed_policy(std::string_view arn) const {
  const std::optional<Arn> parts = parse_arn(arn);
  const Account* const account = find_owner(*this, parts, "iam");
  return account == nullptr
             ? nullptr
             : find_where(account->policies, [&](const ManagedPolicy& policy) {
                 return is_named(parts->resource, "policy", policy.path, policy.policy_name);
               });
}

World::KeyPlace World::find_key(std::string_view arn) const {
  const std::optional<Arn> parts = parse_arn(arn);
  const Account* const account = find_owner(*this, parts, "kms");
  if (account == nullptr || !parts->resource.starts_with("key/")) {
    return {};
  }
  const Key* const key = find_key_in(*account, parts->region, parts->resource.substr(4));
  return key == nullptr ? KeyPlace{} : KeyPlace{account, key};
}

World::KeyPlace World::resolve_key(std::string_view text, std::string_view caller_account,
                                   std::string_view region) const {
  const std::optional<Arn> parts = parse_arn(text);
  if (parts && parts->resource.starts_with("key/")) {
    return find_key(text);
  }
  const Account* const account =
      parts ? find_owner(*this, parts, "kms") : find_account(caller_account);
  if (account == nullptr) {
    return {};
  }
  const std::string_view name = parts ? parts->resource : text;
  const std::string_view in_region = parts ? parts->region : region;
  const bool is_alias = name.starts_with("alias/");
  if (parts && !is_alias) {
    return {};
  }
  const Key* const key =
      is_alias ? find_alias_in(*account, in_region, name) : find_key_in(*account, in_region, name);
  return key == nullptr ? KeyPlace{} : KeyPlace{account, key};
}

Account* World::find_account(std::string_view id) {
  return const_cast<Account*>(std::as_const(*this).find_account(id));
}

Bucket* World::find_mutable_bucket(std::string_view name) {
  return const_cast<Bucket*>(find_bucket(name).bucket);
}

Role* World::find_mutable_role(std::string_view arn) {
  return const_cast<Role*>(find_role(arn));
}

Key* World::find_mutable_key(std::string_view arn) {
  return const_cast<Key*>(find_key(arn).key);
}

std::string arn_of(const Account& account, const Role& role) {
  return iam_arn(account, "role" + role.path + role.role_name);
}

std::string arn_of(const Account& account, const User& user) {
  return iam_arn(account, "user" + user.path + user.user_name);
}

std::string arn_of(const Account& account, const Group& group) {
  return iam_arn(account, "group" + group.path + group.group_name);
}

std::string arn_of(const Account& account, const ManagedPolicy& policy) {
  return iam_arn(account, "policy" + policy.path + policy.policy_name);
}

std::string arn_of(const Account& account, const Key& key) {
  return "arn:" + account.partition + ":kms:" + key.region + ":" + account.id + ":key/" +
         key.key_id;
}

std::string arn_of(const Account& account, const Bucket& bucket) {
  return "arn:" + account.partition + ":s3:::" + bucket.name;
}

std::string root_arn_of(const Account& account) {
  return iam_arn(account, "root");
}

}  // namespace replisim
