#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/account.h"
#include "model/organization.h"

namespace replisim {

/// What a policy that is not in the model is taken to say.
enum class AssumeMissing : std::uint8_t { Unknown, Deny, Allow };

/// Accounts and what is in them, as they are at one moment. A value: copying it copies everything.
///
/// `find_…` returns null where there is none; pointers stay valid until the world is changed.
struct World {
  std::vector<Account> accounts;
  std::optional<Organization> organization;
  AssumeMissing assume_missing = AssumeMissing::Unknown;
  /// Decisions that AWS leaves open, by name (`replication.source_context`); see
  /// sim/replication/settings.h for the names, readings and defaults.
  std::map<std::string, std::string, std::less<>> settings;

  struct BucketPlace {
    const Account* account = nullptr;
    const Bucket* bucket = nullptr;
    explicit operator bool() const { return bucket != nullptr; }
  };
  struct KeyPlace {
    const Account* account = nullptr;
    const Key* key = nullptr;
    explicit operator bool() const { return key != nullptr; }
  };

  [[nodiscard]] const Account* find_account(std::string_view id) const;
  [[nodiscard]] BucketPlace find_bucket(std::string_view name) const;
  [[nodiscard]] const Role* find_role(std::string_view arn) const;
  [[nodiscard]] const User* find_user(std::string_view arn) const;
  [[nodiscard]] const Group* find_group(const Account& account, std::string_view name) const;
  [[nodiscard]] const ManagedPolicy* find_managed_policy(std::string_view arn) const;
  /// By key ARN.
  [[nodiscard]] KeyPlace find_key(std::string_view arn) const;
  /// By what a caller may write: key ARN, alias ARN, or a bare id or alias name, which mean the
  /// caller's own account and the Region of the call.
  [[nodiscard]] KeyPlace resolve_key(std::string_view text, std::string_view caller_account,
                                     std::string_view region) const;

  Account* find_account(std::string_view id);
  Bucket* find_mutable_bucket(std::string_view name);
  Role* find_mutable_role(std::string_view arn);
  Key* find_mutable_key(std::string_view arn);
};

std::string arn_of(const Account& account, const Role& role);
std::string arn_of(const Account& account, const User& user);
std::string arn_of(const Account& account, const Group& group);
std::string arn_of(const Account& account, const ManagedPolicy& policy);
std::string arn_of(const Account& account, const Key& key);
std::string arn_of(const Account& account, const Bucket& bucket);
std::string root_arn_of(const Account& account);

}  // namespace replisim
