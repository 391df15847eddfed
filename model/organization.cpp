#include "model/organization.h"

#include <algorithm>

namespace replisim {
namespace {

/// Appends the units from `unit` down to the one that holds the account; false if none does.
bool find_path(const OrganizationalUnit& unit, std::string_view account_id,
               std::vector<const OrganizationalUnit*>& path) {
  path.push_back(&unit);
  const bool is_here =
      std::find(unit.accounts.begin(), unit.accounts.end(), account_id) != unit.accounts.end();
  if (is_here || std::any_of(unit.units.begin(), unit.units.end(), [&](const auto& inner) {
        return find_path(inner, account_id, path);
      })) {
    return true;
  }
  path.pop_back();
  return false;
}

/// Root and units above an account. The management account is a member wherever it is listed.
std::vector<const OrganizationalUnit*> units_of(const Organization& organization,
                                                std::string_view account_id) {
  std::vector<const OrganizationalUnit*> path;
  if (!find_path(organization.root, account_id, path) &&
      (organization.management_account_id == account_id ||
       organization.account_policies.count(std::string(account_id)) > 0)) {
    path.push_back(&organization.root);
  }
  return path;
}

}  // namespace

std::vector<const LevelPolicies*> Organization::levels_of(std::string_view account_id) const {
  std::vector<const LevelPolicies*> levels;
  for (const OrganizationalUnit* unit : units_of(*this, account_id)) {
    levels.push_back(&unit->policies);
  }
  if (!levels.empty()) {
    const auto own = account_policies.find(std::string(account_id));
    levels.push_back(own == account_policies.end() ? nullptr : &own->second);
  }
  return levels;
}

std::string Organization::path_of(std::string_view account_id) const {
  const std::vector<const OrganizationalUnit*> units = units_of(*this, account_id);
  std::string path = units.empty() ? std::string() : id + "/";
  for (const OrganizationalUnit* unit : units) {
    path += unit->id + "/";
  }
  return path;
}

}  // namespace replisim
