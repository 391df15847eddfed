#pragma once

#include <span>
#include <string_view>

#include "model/replication_configuration.h"
#include "sim/iam/lint.h"
#include "sim/iam/save_check.h"

namespace replisim {

/// One check of a replication configuration: a row of the table.
struct ConfigurationCheck {
  std::string_view code;
  FindingType type = FindingType::Error;
  std::string_view description;
  std::string_view message;  ///< `{}`: the finding's subjects
  void (*find)(const ReplicationConfiguration&, CheckFindings&) = nullptr;
  std::string_view hint = {};
  std::string_view diagnostic = {};
};

std::span<const ConfigurationCheck> lint_configuration_checks();

}  // namespace replisim
