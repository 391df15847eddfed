#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/bucket.h"
#include "model/identity.h"
#include "model/key.h"

namespace replisim {

struct Account {
  std::string id;
  std::string name;
  std::string partition = "aws";
  std::string canonical_user_id;              ///< made from the id where not given
  std::vector<std::string> disabled_regions;  ///< opt-in Regions that are not enabled (P6)
  std::optional<PublicAccessBlock> public_access_block;  ///< of the account
  std::vector<User> users;
  std::vector<Group> groups;
  std::vector<Role> roles;
  std::vector<ManagedPolicy> policies;
  std::vector<Key> keys;
  std::vector<Bucket> buckets;
  SourceRange where;
};

/// 64 hexadecimal digits, always the same for the same account.
std::string make_canonical_user_id(std::string_view account_id);

}  // namespace replisim
