#pragma once

#include <optional>
#include <string>

#include "model/policy_document.h"
#include "sim/cli/console.h"
#include "sim/report/lint_report.h"

namespace replisim {

/// What `lint` was told of the policies in its files; of scenarios it is known.
struct LintOptions {
  std::optional<PolicyKind> kind;  ///< empty: guessed for each
  std::string bucket;
  std::string account;
  std::string key_arn;
  bool allow_outside = false;  ///< files that a scenario names may stand outside of its folder
};

/// Adds what is found in a file: a policy, by itself or as the AWS CLI prints it, a replication
/// configuration, or every policy of a scenario. False: it cannot be read, and that was told.
bool lint_file(const std::string& path, const LintOptions& options, const Console& console,
               LintReport& report);

/// `bucket`, `vpc-endpoint`, …
std::optional<PolicyKind> parse_policy_kind(std::string_view name);
std::vector<std::string_view> policy_kind_names();

}  // namespace replisim
