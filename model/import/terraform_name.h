#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/import/terraform_account.h"

namespace replisim {

/// What an attribute is to name.
enum class NameWanted : std::uint8_t {
  BucketName,
  BucketArn,
  RoleName,
  RoleArn,
  UserName,
  GroupName,
  PolicyArn,
  Key,  ///< id or ARN of a key or alias
  Principal,
  AccountId,
};

/// Names and ARNs of resources: known ones, those that follow from what is known, and for what AWS
/// only makes up on creation one that stands for it, the same wherever the resource is meant.
class TerraformNames {
 public:
  /// Borrows both.
  TerraformNames(const TerraformReferences& references, const TerraformAccounts& accounts,
                 std::string_view input)
      : references_(references), accounts_(accounts), input_(input) {}

  /// An attribute of a resource as it will be; nothing if that cannot be said.
  [[nodiscard]] std::optional<std::string> derive(const TerraformInstance& instance,
                                                  std::string_view attribute) const;
  /// The name by which the resource itself is told from others: bucket, role, policy, key id, …
  [[nodiscard]] std::string own_name(const TerraformInstance& instance) const;
  [[nodiscard]] bool is_stand_in(const TerraformInstance& instance) const;

  /// What a value names. Unknown ones are followed if that can mean one thing only.
  [[nodiscard]] std::optional<std::string> resolve(const TerraformValue& value,
                                                   NameWanted wanted) const;
  [[nodiscard]] std::optional<std::string> resolve(const TerraformTarget& target,
                                                   NameWanted wanted) const;

 private:
  [[nodiscard]] std::optional<std::string> derive_arn(const TerraformInstance& instance) const;
  [[nodiscard]] std::string stand_in_key_id(const TerraformInstance& instance) const;
  [[nodiscard]] std::optional<std::string> derive_unguarded(const TerraformInstance& instance,
                                                            std::string_view attribute) const;

  const TerraformReferences& references_;
  const TerraformAccounts& accounts_;
  std::string input_;
  mutable int depth_ = 0;  // of names that follow from names
};

/// What a resource type is, as far as names go.
enum class TerraformThing : std::uint8_t {
  Bucket,
  BucketPart,
  Role,
  User,
  Group,
  Policy,
  Key,
  ReplicaKey,
  Alias,
  CallerIdentity,
};
std::optional<TerraformThing> thing_of(const TerraformInstance& instance);

}  // namespace replisim
