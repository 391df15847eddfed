#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/policy_document.h"
#include "model/source.h"

namespace replisim {

/// A policy of AWS Organizations: `{"Name": …, "Content": …}` or the document itself.
struct OrganizationPolicy {
  std::string name;  ///< may be empty
  PolicyDocument document;
};

/// What is attached to one root, unit or account. Absent lists mean `FullAWSAccess` and
/// `RCPFullAWSAccess`, as in a new organization; present ones are taken as they are.
struct LevelPolicies {
  std::optional<std::vector<OrganizationPolicy>> service_control;
  std::optional<std::vector<OrganizationPolicy>> resource_control;
};

struct OrganizationalUnit {
  std::string id;
  LevelPolicies policies;
  std::vector<std::string> accounts;
  std::vector<OrganizationalUnit> units;
  SourceRange where;
};

struct Organization {
  std::string id;
  std::string management_account_id;
  OrganizationalUnit root;
  std::map<std::string, LevelPolicies> account_policies;
  SourceRange where;

  /// Root, units and account, from the root down; empty if the account is not a member. The last
  /// entry is null where the account itself has no entry in `account_policies`.
  [[nodiscard]] std::vector<const LevelPolicies*> levels_of(std::string_view account_id) const;
  /// `o-…/r-…/ou-…/`, as `aws:PrincipalOrgPaths` holds it; empty if not a member.
  [[nodiscard]] std::string path_of(std::string_view account_id) const;
};

}  // namespace replisim
