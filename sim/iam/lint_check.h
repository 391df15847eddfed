#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sim/iam/kind_set.h"
#include "sim/iam/lint.h"
#include "sim/iam/save_check.h"

namespace replisim {

/// One check of `lint`: a row of the tables, a group a file. In the order in which rows are read.
struct LintCheck {  // NOLINT(clang-analyzer-optin.performance.Padding)
  std::string_view code;
  FindingType type = FindingType::Error;
  std::string_view description;  ///< one sentence, for the list of rules
  std::string_view message;      ///< `{}` and the second `{}`: the finding's subjects, in backticks
  /// Null: the code is given to what the reader finds, or what AWS refuses to save.
  void (*find)(const PolicyUnderCheck&, CheckFindings&) = nullptr;
  KindSet kinds = kAllKinds;
  std::string_view hint = {};
  std::string_view diagnostic = {};  ///< name in a scenario's `diagnostics`
};

std::span<const LintCheck> lint_saving_checks();
std::span<const LintCheck> lint_element_checks();
std::span<const LintCheck> lint_principal_checks();
std::span<const LintCheck> lint_action_checks();
std::span<const LintCheck> lint_resource_checks();
std::span<const LintCheck> lint_condition_checks();
std::span<const LintCheck> lint_condition_value_checks();
std::span<const LintCheck> lint_variable_checks();
std::span<const LintCheck> lint_pass_role_checks();
std::span<const LintCheck> lint_redundancy_checks();
std::span<const LintCheck> lint_replication_checks();
std::span<const LintCheck> lint_key_checks();

/// Puts subjects in the place of `{}`.
std::string fill_message(std::string_view message, std::string_view first, std::string_view second);

/// Service prefix of an action or condition key, in lower case: `s3`; empty without a colon.
std::string service_of(std::string_view name);

/// Whether the entry names the service: `s3.amazonaws.com`.
bool is_service_principal(const PrincipalEntry& entry, std::string_view name);

/// Whether a text has a `${`.
bool has_variable(std::string_view text);

}  // namespace replisim
