#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/json_document.h"
#include "model/source.h"

namespace replisim {

class CaptureReader;
struct Draft;

/// What captures say of an organization, before it is put together.
struct OrganizationCaptures {
  struct Policy {
    std::string type;
    std::string name;
    const JsonNode* content = nullptr;
  };

  const JsonNode* organization = nullptr;
  const JsonNode* root = nullptr;
  std::map<std::string, std::string> parents;  ///< of units and accounts
  std::map<std::string, Policy> policies;      ///< by id
  std::map<std::pair<std::string, std::string>, std::vector<std::string>>
      attached;       ///< ids of policies, by target and type
  SourceRange where;  ///< of the first capture; unknown: there is none
};

/// Puts the organization into the scenario, if there are captures of one.
void finish_organization(CaptureReader& reader, Draft& scenario);

}  // namespace replisim
