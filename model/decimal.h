#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace replisim {

/// A decimal number of any length, kept exactly.
///
/// What the Numeric condition operators compare: AWS tells 9007199254740992 from
/// 9007199254740993 (recorded), so no floating point. The default value is zero.
class Decimal {
 public:
  /// Outside ±this an exponent is refused, so that no text can name an absurd number.
  static constexpr int kExponentMax = 400;

  Decimal() = default;

  /// Numerical equality: `1.0` is `1`, `-0` is `0`.
  bool operator==(const Decimal&) const = default;

 private:
  friend std::optional<Decimal> parse_decimal(std::string_view text);
  friend int compare(const Decimal& left, const Decimal& right);

  // The value is sign * 0.LEADING REST * 10^magnitude, without zeros before or after the digits.
  int sign_ = 0;
  std::int64_t magnitude_ = 0;
  std::uint64_t leading_ = 0;  // the first 19 digits, filled up with zeros
  std::string rest_;           // the digits after them, rarely any
};

/// Reads `[+-]digits[.digits][e[+-]digits]` with at least one digit before or after the point, as
/// recorded: `01`, `+1`, `1.`, `1e0` are numbers; NaN, Infinity, hexadecimal, spaces and the empty
/// text are not. `.5` is accepted, which is not recorded. Up to 19 digits nothing is allocated.
[[nodiscard]] std::optional<Decimal> parse_decimal(std::string_view text);

/// Negative, zero or positive as `left` is less than, equal to or greater than `right`.
[[nodiscard]] int compare(const Decimal& left, const Decimal& right);

}  // namespace replisim
