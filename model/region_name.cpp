#include "model/region_name.h"

#include <algorithm>

namespace replisim {
namespace {

bool is_lower(char c) {
  return c >= 'a' && c <= 'z';
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

bool is_region_name(std::string_view text) {
  const std::size_t last = text.rfind('-');
  if (last == std::string_view::npos) {
    return false;
  }
  const std::string_view number = text.substr(last + 1);
  const std::string_view words = text.substr(0, last);
  const std::size_t first = words.find('-');
  constexpr std::size_t kAreaLengthMin = 2;  // `us`, `eusc`
  return first != std::string_view::npos && first >= kAreaLengthMin &&
         words.find("--") == std::string_view::npos && words.back() != '-' && !number.empty() &&
         std::all_of(number.begin(), number.end(), is_digit) &&
         std::all_of(words.begin(), words.end(), [](char c) { return is_lower(c) || c == '-'; });
}

}  // namespace replisim
