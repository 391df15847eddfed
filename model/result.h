#pragma once

#include <cassert>
#include <optional>
#include <utility>

#include "model/issue.h"

namespace replisim {

/// A value, or all that stands in its way. A value may come with warnings.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value, Issues warnings = {})  // NOLINT(google-explicit-constructor): `return value;`
      : value_(std::move(value)), issues_(std::move(warnings)) {}
  Result(Issues issues)  // NOLINT(google-explicit-constructor): `return issues;`
      : issues_(std::move(issues)) {
    assert(!issues_.empty());
  }

  [[nodiscard]] explicit operator bool() const { return value_.has_value(); }
  [[nodiscard]] const T& value() const& {
    assert(value_);
    return *value_;
  }
  [[nodiscard]] T& value() & {
    assert(value_);
    return *value_;
  }
  [[nodiscard]] T&& value() && {
    assert(value_);
    return *std::move(value_);
  }
  [[nodiscard]] const Issues& issues() const { return issues_; }

 private:
  std::optional<T> value_;
  Issues issues_;
};

}  // namespace replisim
