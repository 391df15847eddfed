#include "model/decimal.h"

#include <cstddef>

namespace replisim {
namespace {

constexpr std::size_t kLeadingDigits = 19;  // 10^19 is less than 2^64

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string_view take_digits(std::string_view& text) {
  std::size_t length = 0;
  while (length < text.size() && is_digit(text[length])) {
    ++length;
  }
  const std::string_view digits = text.substr(0, length);
  text.remove_prefix(length);
  return digits;
}

bool take(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

bool take_minus(std::string_view& text) {
  const bool is_negative = take(text, '-');
  if (!is_negative) {
    take(text, '+');
  }
  return is_negative;
}

// What stands after the digits: nothing, or an exponent within the limit.
std::optional<int> read_exponent(std::string_view text) {
  if (text.empty()) {
    return 0;
  }
  if (!take(text, 'e') && !take(text, 'E')) {
    return std::nullopt;
  }
  const bool is_negative = take_minus(text);
  const std::string_view digits = take_digits(text);
  if (digits.empty() || !text.empty()) {
    return std::nullopt;
  }
  int exponent = 0;
  for (const char digit : digits) {
    exponent = exponent * 10 + (digit - '0');
    if (exponent > Decimal::kExponentMax) {
      return std::nullopt;
    }
  }
  return is_negative ? -exponent : exponent;
}

std::size_t count_leading_zeros(std::string_view digits) {
  const std::size_t first = digits.find_first_not_of('0');
  return first == std::string_view::npos ? digits.size() : first;
}

std::string_view without_trailing_zeros(std::string_view digits) {
  return digits.substr(0, digits.find_last_not_of('0') + 1);
}

int sign_of(int order) {
  return order < 0 ? -1 : static_cast<int>(order > 0);
}

}  // namespace

std::optional<Decimal> parse_decimal(std::string_view text) {
  const bool is_negative = take_minus(text);
  std::string_view whole = take_digits(text);
  std::string_view fraction;
  if (take(text, '.')) {
    fraction = take_digits(text);
  }
  const std::optional<int> exponent = read_exponent(text);
  if (!exponent || (whole.empty() && fraction.empty())) {
    return std::nullopt;
  }

  whole.remove_prefix(count_leading_zeros(whole));
  fraction = without_trailing_zeros(fraction);
  Decimal number;
  number.magnitude_ = *exponent + static_cast<std::int64_t>(whole.size());
  if (whole.empty()) {
    const std::size_t zeros = count_leading_zeros(fraction);
    fraction.remove_prefix(zeros);
    number.magnitude_ -= static_cast<std::int64_t>(zeros);
  }
  if (fraction.empty()) {
    whole = without_trailing_zeros(whole);
  }
  if (whole.empty() && fraction.empty()) {
    return Decimal();
  }
  number.sign_ = is_negative ? -1 : 1;
  const auto digit_at = [&](std::size_t index) {
    return index < whole.size() ? whole[index] : fraction[index - whole.size()];
  };
  const std::size_t count = whole.size() + fraction.size();
  for (std::size_t i = 0; i < kLeadingDigits; ++i) {
    const char digit = i < count ? digit_at(i) : '0';
    number.leading_ = number.leading_ * 10 + static_cast<std::uint64_t>(digit - '0');
  }
  for (std::size_t i = kLeadingDigits; i < count; ++i) {
    number.rest_ += digit_at(i);
  }
  return number;
}

int compare(const Decimal& left, const Decimal& right) {
  if (left.sign_ != right.sign_) {
    return left.sign_ < right.sign_ ? -1 : 1;
  }
  if (left.magnitude_ != right.magnitude_) {
    return left.magnitude_ < right.magnitude_ ? -left.sign_ : left.sign_;
  }
  if (left.leading_ != right.leading_) {
    return left.leading_ < right.leading_ ? -left.sign_ : left.sign_;
  }
  return left.sign_ * sign_of(left.rest_.compare(right.rest_));
}

}  // namespace replisim
