#pragma once

#include <string_view>

namespace replisim {

/// What a reason code means, for people: of `NOT_ELIGIBLE` and of failures. Empty for a code that
/// is none of S3's and none of ours.
[[nodiscard]] std::string_view meaning_of_reason(std::string_view code);

/// What no policy mends, what helps, and where AWS says so.
struct Advice {
  std::string_view code;
  std::string_view advice;  ///< may be empty
  std::string_view page;
  /// For the AWS CLI, with `{account}`, `{source}`, `{destination}`, `{key}` and `{role}` to be
  /// filled in; empty where no command helps.
  std::string_view command = {};
};

/// Null where there is no advice for the code.
[[nodiscard]] const Advice* find_advice(std::string_view code);

/// The same where no change of a policy or setting was found: what lies beyond them.
[[nodiscard]] const Advice* find_advice_beyond_policies(std::string_view code);

}  // namespace replisim
