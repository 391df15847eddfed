// Unique ids of principals: what services store when a policy that names one is saved.

#include "model/arn.h"
#include "sim/iam/world_policies.h"

namespace replisim {
namespace {

constexpr std::string_view kIdAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::size_t kIdLength = 17;  // behind the prefix, as AWS makes them

std::string unique_id_of(std::string_view arn, const World& world) {
  if (const Role* role = world.find_role(arn)) {
    return role->role_id;
  }
  const User* user = world.find_user(arn);
  return user != nullptr ? user->user_id : std::string();
}

void store_in_policies(Account& account, const World& world) {
  for (Role& role : account.roles) {
    store_unique_ids(role.trust_policy, world);
  }
  for (Bucket& bucket : account.buckets) {
    if (bucket.policy) {
      store_unique_ids(*bucket.policy, world);
    }
  }
  for (Key& key : account.keys) {
    if (key.policy) {
      store_unique_ids(*key.policy, world);
    }
    for (Grant& grant : key.grants) {
      if (grant.grantee_unique_id.empty()) {
        grant.grantee_unique_id = unique_id_of(grant.grantee_principal, world);
      }
    }
  }
}

}  // namespace

std::string make_unique_id(std::string_view prefix, std::string_view seed) {
  std::string id(prefix);
  std::uint64_t hash = hash_bytes(seed, hash_bytes(prefix));
  for (std::size_t i = 0; i < kIdLength; ++i) {
    id.push_back(kIdAlphabet[(hash >> 32) % kIdAlphabet.size()]);
    hash = hash_bytes(std::string_view(&id.back(), 1), hash);
  }
  return id;
}

void store_unique_ids(PolicyDocument& policy, const World& world) {
  for (Statement& statement : policy.statements) {
    for (PrincipalEntry& entry : statement.principals) {
      if (entry.type == PrincipalEntry::Type::Aws && entry.unique_id.empty()) {
        entry.unique_id = unique_id_of(entry.text, world);
      }
    }
  }
}

void store_unique_ids(World& world) {
  for (Account& account : world.accounts) {
    for (Role& role : account.roles) {
      if (role.role_id.empty()) {
        role.role_id = make_unique_id("AROA", arn_of(account, role));
      }
    }
    for (User& user : account.users) {
      if (user.user_id.empty()) {
        user.user_id = make_unique_id("AIDA", arn_of(account, user));
      }
    }
  }
  for (Account& account : world.accounts) {
    store_in_policies(account, world);
  }
}

}  // namespace replisim
