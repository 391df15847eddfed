#pragma once

#include <string>
#include <vector>

#include "model/policy_document.h"

namespace replisim {

/// A policy that a check fires on, and one nearly the same that it does not.
///
/// A policy is a statement of version 2012-10-17, or whole, with `"Version"` or `"Statement"`
/// first.
struct LintCase {
  std::string code;
  PolicyKind kind = PolicyKind::Identity;
  std::string fires;
  std::string quiet;
  std::string shown;      ///< the text at the finding's place
  std::string hint = {};  ///< a part of it
  std::string note = {};  ///< tells cases of one code apart
};

std::vector<LintCase> saving_cases();
std::vector<LintCase> element_cases();
std::vector<LintCase> principal_cases();
std::vector<LintCase> action_cases();
std::vector<LintCase> resource_cases();
std::vector<LintCase> condition_cases();
std::vector<LintCase> value_cases();
std::vector<LintCase> variable_cases();
std::vector<LintCase> replication_cases();

/// A statement with a condition, about all of S3, for identity policies.
std::string with_condition(const std::string& effect, const std::string& condition);

/// The same, of a bucket policy: everyone, objects of bucket `b`.
std::string bucket_with_condition(const std::string& effect, const std::string& action,
                                  const std::string& condition);

/// A whole policy that is larger than `size`, and one that is not.
std::string policy_larger_than(std::size_t size, const std::string& principal);
std::string policy_of_size(std::size_t size, const std::string& principal);

}  // namespace replisim
