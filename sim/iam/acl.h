#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/object.h"
#include "sim/iam/request.h"

namespace replisim {

/// What besides policies lets callers into a bucket, or keeps them out (5.8).
struct BucketAccess {
  bool acls_enabled = false;        ///< Object Ownership is not `BucketOwnerEnforced`
  bool ignore_public_acls = false;  ///< of the bucket or its account
  bool restrict_public_buckets = false;
  bool policy_is_public = false;
  std::string object_owner;  ///< account id; empty: the bucket's owner
  std::vector<AclGrant> bucket_acl;
  std::vector<AclGrant> object_acl;
};

enum class AclMatch : std::uint8_t { None, Account, Everyone };

/// Whether an ACL grants what is asked. No permission of an ACL maps to the actions of replication.
AclMatch match_acl(const BucketAccess& access, const Request& request);

/// The grants that a canned ACL stands for; empty if there is no such ACL or it grants nobody else.
std::vector<AclGrant> canned_acl_grants(std::string_view canned, std::string_view bucket_owner);

bool is_canned_acl(std::string_view name);

/// Whether the grants reach everyone: AllUsers or AuthenticatedUsers.
bool is_public(const std::vector<AclGrant>& grants);

}  // namespace replisim
