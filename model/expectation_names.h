#pragma once

#include <span>
#include <string_view>

namespace replisim {

// The closed sets of values that expectations are written in, in the contract's spelling.

std::span<const std::string_view> expected_results();          ///< `REPLICATED`, …
std::span<const std::string_view> expected_failure_reasons();  ///< S3's, and two of task reports
std::span<const std::string_view> expected_not_eligible_codes();
std::span<const std::string_view> expected_denied_by();   ///< `key-policy`, …
std::span<const std::string_view> expected_denied_how();  ///< `explicitDeny`, `implicitDeny`
std::span<const std::string_view> expected_allowed_by();  ///< policies, `grant`, `acl`

}  // namespace replisim
