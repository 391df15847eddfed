#pragma once

#include <string>
#include <string_view>

#include "sim/report/policy_cache.h"

namespace replisim {

/// Answers requests of `simulate-custom-policy` one by one. Policies that come again are compiled
/// once. One thread at a time.
class AuthorizeEndpoint {
 public:
  struct Options {
    bool explain = false;  ///< add `Explanation`: every statement looked at and what failed
    bool pretty = false;   ///< indent
  };

  /// One request in, one response out, without a line end. Never fails: what cannot be read is
  /// answered with `{"Error": …}`.
  std::string answer(std::string_view request, const Options& options);

  /// What a line of a stream that is longer than its limit is answered with.
  static std::string too_long();

  /// Whether the last answer was an error.
  [[nodiscard]] bool failed() const { return failed_; }

 private:
  PolicyCache policies_;
  bool failed_ = false;
};

}  // namespace replisim
