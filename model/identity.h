#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/policy_document.h"
#include "model/source.h"
#include "model/tag.h"

namespace replisim {

/// An inline policy of a user, group or role.
struct InlinePolicy {
  std::string policy_name;
  PolicyDocument document;
  SourceRange where;
};

/// An entry of `AttachedManagedPolicies`.
struct AttachedPolicy {
  std::string policy_arn;
  SourceRange where;
};

/// A customer managed policy; `document` is that of its default version.
struct ManagedPolicy {
  std::string policy_name;
  std::string path = "/";
  PolicyDocument document;
  SourceRange where;
};

struct User {
  std::string user_name;
  std::string path = "/";
  std::string user_id;  ///< `AIDA…`; made from the account and name where not given
  std::vector<InlinePolicy> inline_policies;
  std::vector<AttachedPolicy> attached_policies;
  std::vector<std::string> groups;
  std::optional<AttachedPolicy> permissions_boundary;
  TagSet tags;
  SourceRange where;
};

struct Group {
  std::string group_name;
  std::string path = "/";
  std::vector<InlinePolicy> inline_policies;
  std::vector<AttachedPolicy> attached_policies;
  SourceRange where;
};

struct Role {
  std::string role_name;
  std::string path = "/";
  std::string role_id;          ///< `AROA…`; made from the account and name where not given
  PolicyDocument trust_policy;  ///< `AssumeRolePolicyDocument`; `where` unknown if none was given
  std::vector<InlinePolicy> inline_policies;
  std::vector<AttachedPolicy> attached_policies;
  std::optional<AttachedPolicy> permissions_boundary;
  TagSet tags;
  SourceRange where;
};

}  // namespace replisim
