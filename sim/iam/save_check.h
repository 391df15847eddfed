#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/arn.h"
#include "model/policy_document.h"
#include "model/source.h"
#include "sim/iam/policy_validation.h"

namespace replisim {

/// What a check sees.
struct PolicyUnderCheck {
  const PolicyDocument& document;
  PolicyKind kind = PolicyKind::Identity;
  const PolicyTarget& target;
};

/// One place where a check does not hold.
struct CheckFinding {
  SourceRange where;
  std::string subject;              ///< what stands in the message for the first `{}`
  std::string second;               ///< and for the second
  std::string hint;                 ///< in place of the row's
  std::string_view lint_code = {};  ///< in place of the row's
};

using CheckFindings = std::vector<CheckFinding>;

/// One check of a service that saves policies: a row of the tables below. It looks either at the
/// policy, with `find`, or at what the reader already found, by `reader_code`.
struct SaveCheck {
  std::string_view lint_code;
  /// AWS's; the first `{}` stands for the finding's subject, the second or `{second}` for `second`.
  std::string_view message;
  void (*find)(const PolicyUnderCheck&, CheckFindings&) = nullptr;
  std::string_view source;  ///< where the row was taken from
  std::string_view hint = {};
  std::string_view code = {};  ///< AWS's, where it is not the usual one of the kind
  /// Code of a `PolicyFault`; `*`: every one that no other row of the table names.
  std::string_view reader_code = {};
};

constexpr SaveCheck from_reader(std::string_view reader_code, std::string_view lint_code,
                                std::string_view message, std::string_view source,
                                std::string_view hint = {}) {
  return {.lint_code = lint_code,
          .message = message,
          .source = source,
          .hint = hint,
          .reader_code = reader_code};
}

/// The checks of a kind, in the order in which its service makes them.
struct SaveChecks {
  std::string_view code;
  std::span<const SaveCheck> rows;
};

SaveChecks identity_checks();
SaveChecks session_checks();
SaveChecks service_control_checks();
SaveChecks resource_control_checks();
SaveChecks bucket_checks();
SaveChecks key_checks();
SaveChecks trust_checks();
SaveChecks vpc_endpoint_checks();
SaveChecks resource_checks();

/// How `lint` calls what the reader found.
std::string_view lint_code_of(const PolicyFault& fault, const PolicyDocument& document);

/// Makes a check of a policy from one of a statement.
template <void (*find)(const Statement&, CheckFindings&)>
void in_each_statement(const PolicyUnderCheck& policy, CheckFindings& findings) {
  for (const Statement& statement : policy.document.statements) {
    find(statement, findings);
  }
}

// Checks that several kinds share. Of an element that is missing they show the statement.

void find_missing_principal(const Statement& statement, CheckFindings& findings);
void find_empty_principal(const Statement& statement, CheckFindings& findings);
void find_missing_action(const Statement& statement, CheckFindings& findings);
void find_missing_resource(const Statement& statement, CheckFindings& findings);
void find_empty_action(const Statement& statement, CheckFindings& findings);
void find_empty_resource(const Statement& statement, CheckFindings& findings);
void find_prohibited_principal(const Statement& statement, CheckFindings& findings);
void find_not_principal(const Statement& statement, CheckFindings& findings);
void find_allow_with_not_principal(const Statement& statement, CheckFindings& findings);
void find_unknown_operator(const Statement& statement, CheckFindings& findings);
/// Not of the operator's type: numbers, dates, addresses, ARNs, base64 (recorded; any text will do
/// for Bool and Null).
void find_value_of_other_type(const Statement& statement, CheckFindings& findings);
void find_bad_base64(const Statement& statement, CheckFindings& findings);
void find_double_sid(const PolicyUnderCheck& policy, CheckFindings& findings);
void find_special_characters_in_sid(const Statement& statement, CheckFindings& findings);
/// Malformed, of the wrong type, or missing.
void find_invalid_principal(const PolicyUnderCheck& policy, CheckFindings& findings);
void find_too_large(const PolicyUnderCheck& policy, CheckFindings& findings);
/// Outside U+0009, U+000A, U+000D and U+0020 to U+00FF.
void find_forbidden_character(const PolicyUnderCheck& policy, CheckFindings& findings);

// save_check_resource.cpp: of the texts of `Resource` and `NotResource`.

inline constexpr std::size_t kArnColons = 5;

/// As much of an ARN as a text has.
struct ResourceText {
  std::string_view text;
  std::string_view scheme;
  std::string_view partition;
  std::string_view service;
  std::size_t colons = 0;
  std::optional<Arn> arn;
};

ResourceText split_resource(std::string_view text);

/// Fewer than six parts, two colons side by side among them.
void find_cut_short_resource(const Statement& statement, CheckFindings& findings);
void find_resource_that_is_no_arn(const Statement& statement, CheckFindings& findings);
void find_unknown_partition(const Statement& statement, CheckFindings& findings);
/// No service, or one with a wildcard.
void find_bad_resource_vendor(const Statement& statement, CheckFindings& findings);
void find_region_in_bucket_arn(const Statement& statement, CheckFindings& findings);
void find_account_in_bucket_arn(const Statement& statement, CheckFindings& findings);
void find_region_in_iam_arn(const Statement& statement, CheckFindings& findings);
void find_unknown_iam_path(const Statement& statement, CheckFindings& findings);

/// Why a principal cannot be named by a policy.
struct PrincipalDefect {
  std::string_view lint_code;
  std::string_view hint;
};

/// Empty if a policy of the kind may name it. Whether it exists is not looked at.
std::optional<PrincipalDefect> principal_defect(const PrincipalEntry& entry, PolicyKind kind);

/// `AIDA…` or `AROA…`: what services show in place of a principal that was deleted.
bool is_unique_id(std::string_view text);

/// A value that the Arn operators take: an ARN, or what a wildcard or variable may turn into one.
bool may_be_arn(std::string_view text);

}  // namespace replisim
