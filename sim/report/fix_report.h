#pragma once

#include <string>

#include "model/scenario.h"
#include "sim/reason/fix.h"
#include "sim/report/style.h"

namespace replisim {

/// A fix with what it is told from.
struct FixReport {
  std::string file;
  std::string variant_id;
  const ScenarioCase& scenario;
  const SourceMap& sources;
  const Fix& fix;
};

/// For people: per account what its owner does, with the commands; then what no change mends, and
/// what helps instead.
std::string fix_text(const FixReport& report, const TextStyle& style);

/// One document, described in README.md; `patch` is RFC 6902 on the scenario.
std::string fix_json(const FixReport& report);

/// Only the statements, as policy documents, a document a policy.
std::string fix_policy(const FixReport& report);

/// Terraform (HCL): data sources with the statements, resources with the settings.
std::string fix_terraform(const FixReport& report);

}  // namespace replisim
