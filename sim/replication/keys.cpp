#include "sim/replication/keys.h"

#include <algorithm>
#include <array>

#include "model/arn.h"
#include "sim/iam/request.h"

namespace replisim {
namespace {

constexpr std::string_view kManagedAlias = "alias/aws/s3";

/// `8-4-4-4-12` hexadecimal digits, always the same for the same seed.
std::string made_up_key_id(std::string_view account, std::string_view region) {
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr std::array<std::size_t, 4> kDashes = {8, 13, 18, 23};
  std::string id;
  std::uint64_t hash = hash_bytes(region, hash_bytes(account, hash_bytes(kManagedAlias)));
  while (id.size() < 36) {
    if (std::find(kDashes.begin(), kDashes.end(), id.size()) != kDashes.end()) {
      id.push_back('-');
    }
    id.push_back(kHex[(hash >> 32U) % kHex.size()]);
    hash = hash_bytes(std::string_view(&id.back(), 1), hash);
  }
  return id;
}

bool names_managed_key(std::string_view text) {
  return text.empty() || text == kManagedAlias || text.ends_with(":alias/aws/s3");
}

bool is_region_enabled(const Account* account, std::string_view region) {
  return account == nullptr ||
         std::find(account->disabled_regions.begin(), account->disabled_regions.end(), region) ==
             account->disabled_regions.end();
}

void describe(ResolvedKey& resolved, const Account& account, const Key& key) {
  resolved.arn = arn_of(account, key);
  resolved.account = account.id;
  resolved.region = key.region;
  resolved.is_listed = true;
  resolved.is_aws_managed = key.manager == KeyManager::Aws;
  resolved.can_encrypt_objects =
      key.key_spec == "SYMMETRIC_DEFAULT" && key.key_usage == "ENCRYPT_DECRYPT";
  resolved.state = key.state;
  resolved.where = key.where;
}

/// Where the text is meant: an ARN says so itself, anything else is the caller's.
void place(ResolvedKey& resolved, std::string_view text, std::string_view caller_account,
           std::string_view region) {
  const std::optional<Arn> arn = parse_arn(text);
  resolved.account = arn ? arn->account : caller_account;
  resolved.region = arn ? arn->region : region;
  resolved.was_alias = !arn || !arn->resource.starts_with("key/");
}

}  // namespace

const Key* managed_key(World& world, std::string_view account, std::string_view region) {
  Account* const owner = world.find_account(account);
  if (owner == nullptr) {
    return nullptr;
  }
  const World::KeyPlace known = world.resolve_key(kManagedAlias, account, region);
  if (known) {
    return known.key;
  }
  Key key;
  key.key_id = made_up_key_id(account, region);
  key.region = region;
  key.manager = KeyManager::Aws;
  key.aliases.emplace_back(kManagedAlias);
  owner->keys.push_back(std::move(key));
  return &owner->keys.back();
}

ResolvedKey resolve_key(World& world, std::string_view text, std::string_view caller_account,
                        std::string_view region) {
  ResolvedKey resolved;
  resolved.arn = text;
  place(resolved, text, caller_account, region);
  const Account* const account = world.find_account(resolved.account);
  resolved.account_is_listed = account != nullptr;
  if (names_managed_key(text) && account != nullptr) {
    managed_key(world, resolved.account, resolved.region);
    const World::KeyPlace key = world.resolve_key(kManagedAlias, resolved.account, resolved.region);
    describe(resolved, *key.account, *key.key);
  } else if (const World::KeyPlace key = world.resolve_key(text, caller_account, region)) {
    describe(resolved, *key.account, *key.key);
  } else if (names_managed_key(text)) {
    resolved.is_aws_managed = true;
    resolved.arn = "arn:aws:kms:" + resolved.region + ":" + resolved.account + ":alias/aws/s3";
  }
  resolved.region_is_enabled =
      is_region_enabled(account, resolved.region) &&
      is_region_enabled(world.find_account(caller_account), resolved.region);
  return resolved;
}

Decryption decryption_of(World& world, const ObjectVersion& version, std::string_view bucket_arn,
                         std::string_view owner, std::string_view region) {
  Decryption decryption;
  decryption.key = resolve_key(world, version.kms_key_id, owner, region);
  decryption.region = region;
  decryption.context_arn = bucket_arn;
  if (!version.bucket_key_enabled) {
    decryption.context_arn.append("/").append(version.key);
  }
  if (decryption.key.is_listed) {
    decryption.state_error = key_state_error("Decrypt", decryption.key.state, decryption.key.arn);
  }
  return decryption;
}

}  // namespace replisim
