#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/issue.h"
#include "model/policy_document.h"
#include "model/replication_configuration.h"
#include "sim/iam/policy_validation.h"

namespace replisim {

/// How IAM Access Analyzer sorts its findings.
enum class FindingType : std::uint8_t {
  Error,            ///< a part of the policy does nothing, or AWS refuses it
  SecurityWarning,  ///< it allows more than it seems to
  Warning,          ///< it may not do what was meant
  Suggestion,       ///< it could be said better
};

std::string_view to_string(FindingType type);  ///< `SECURITY_WARNING`

/// Error, warning or note: as compilers and CI systems know it.
[[nodiscard]] Severity severity_of(FindingType type);

/// Something about a policy or replication configuration that its author would want to know.
struct LintFinding {
  std::string code;  ///< Access Analyzer's, or ours with `REPL_` in front
  FindingType type = FindingType::Error;
  std::string message;
  std::string hint;  ///< may be empty
  SourceRange where;
  std::string answer_code;  ///< of AWS, if it refuses to save this; else empty
  std::string answer_message;

  [[nodiscard]] Severity severity() const { return severity_of(type); }
  bool operator==(const LintFinding&) const = default;
};

/// A row of the list of checks.
struct LintRule {
  std::string_view code;
  FindingType type = FindingType::Error;
  std::string_view description;  ///< one sentence
  /// What scenarios call it in `diagnostics`: `unknownAction`; mostly empty.
  std::string_view diagnostic;
};

/// All checks, by code. Lives as long as the program.
[[nodiscard]] const std::vector<LintRule>& lint_rules();

/// Everything there is to say about a policy without a world, in the order of places. What AWS
/// would refuse to save comes as errors with its answer.
[[nodiscard]] std::vector<LintFinding> lint_policy(const PolicyDocument& document, PolicyKind kind,
                                                   const PolicyTarget& target = {});

/// Of that, what scenarios have a name for (`LintRule::diagnostic`): takes far less time.
[[nodiscard]] std::vector<LintFinding> diagnose_policy(const PolicyDocument& document,
                                                       PolicyKind kind,
                                                       const PolicyTarget& target = {});

/// Everything there is to say about a replication configuration, but for what S3 refuses to store.
[[nodiscard]] std::vector<LintFinding> lint_replication_configuration(
    const ReplicationConfiguration& configuration);

/// What a policy in a file by itself most likely is attached to. Without principals it is taken for
/// an identity policy: boundaries, session policies and SCPs look the same.
[[nodiscard]] PolicyKind guess_policy_kind(const PolicyDocument& document);

}  // namespace replisim
