#include "model/unicode.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace replisim {
namespace {

struct CaseRange {
  char32_t first;
  char32_t last;
  char32_t step;
  std::int32_t delta;
};

struct CharacterRange {
  char32_t first;
  char32_t last;
};

#include "model/lower_case_table.inc"

// The first code point that needs so many bytes.
constexpr std::array<char32_t, 5> kLeastOfLength = {0, 0, 0x80, 0x800, 0x10000};
constexpr char32_t kReplacement = 0xFFFD;
constexpr char32_t kLastOfBasicPlane = 0xFFFF;
constexpr char32_t kLast = 0x10FFFF;
constexpr char32_t kCapitalIWithDot = 0x130;
constexpr char32_t kCombiningDotAbove = 0x307;
constexpr char32_t kCapitalSigma = 0x3A3;
constexpr char32_t kSmallSigma = 0x3C3;
constexpr char32_t kFinalSigma = 0x3C2;

bool is_ascii(char c) {
  return static_cast<unsigned char>(c) < 0x80;
}

bool is_surrogate(char32_t code_point) {
  return code_point >= 0xD800 && code_point <= 0xDFFF;
}

char lower_ascii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// The row of a sorted table that the code point lies in, or null.
template <typename Range, std::size_t N>
const Range* find_range(const std::array<Range, N>& table, char32_t code_point) {
  const Range* end = table.data() + N;
  const Range* found =
      std::lower_bound(table.data(), end, code_point,
                       [](const Range& range, char32_t wanted) { return range.last < wanted; });
  return found != end && found->first <= code_point ? found : nullptr;
}

char32_t lower_case(char32_t code_point) {
  const CaseRange* range = find_range(kLowerCase, code_point);
  if (range == nullptr || (code_point - range->first) % range->step != 0) {
    return code_point;
  }
  return static_cast<char32_t>(static_cast<std::int32_t>(code_point) + range->delta);
}

// Whether the next character that is not ignorable is a cased letter.
bool is_before_cased(std::string_view utf8, std::size_t offset) {
  while (offset < utf8.size()) {
    const Utf8Character next = decode_utf8(utf8, offset);
    if (find_range(kCaseIgnorable, next.code_point) == nullptr) {
      return find_range(kCased, next.code_point) != nullptr;
    }
    offset += next.length;
  }
  return false;
}

void append_lower_case(std::string& out, char32_t code_point) {
  if (code_point > kLastOfBasicPlane) {
    append_utf8(out, code_point);
  } else if (code_point == kCapitalIWithDot) {
    out += 'i';
    append_utf8(out, kCombiningDotAbove);
  } else {
    append_utf8(out, lower_case(code_point));
  }
}

// How many bytes a lead byte announces; 0 for one that leads nothing.
std::size_t announced_length(unsigned char lead) {
  if (lead < 0x80) {
    return 1;
  }
  if (lead < 0xC2) {
    return 0;
  }
  if (lead < 0xE0) {
    return 2;
  }
  if (lead < 0xF0) {
    return 3;
  }
  return lead < 0xF5 ? 4 : 0;
}

}  // namespace

Utf8Character decode_utf8(std::string_view utf8, std::size_t offset) {
  const Utf8Character invalid{.code_point = kReplacement, .length = 1, .is_valid = false};
  const auto lead = static_cast<unsigned char>(utf8[offset]);
  const std::size_t length = announced_length(lead);
  if (length == 1) {
    return {.code_point = lead, .length = 1, .is_valid = true};
  }
  if (length == 0 || length > utf8.size() - offset) {
    return invalid;
  }
  char32_t code_point = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(utf8[offset + i]);
    if ((byte & 0xC0U) != 0x80) {
      return invalid;
    }
    code_point = (code_point << 6U) | (byte & 0x3FU);
  }
  if (code_point < kLeastOfLength[length] || is_surrogate(code_point) || code_point > kLast) {
    return invalid;
  }
  return {.code_point = code_point, .length = length, .is_valid = true};
}

bool is_valid_utf8(std::string_view utf8) {
  for (std::size_t offset = 0; offset < utf8.size();) {
    const Utf8Character character = decode_utf8(utf8, offset);
    if (!character.is_valid) {
      return false;
    }
    offset += character.length;
  }
  return true;
}

void append_utf8(std::string& out, char32_t code_point) {
  if (is_surrogate(code_point) || code_point > kLast) {
    code_point = kReplacement;
  }
  const auto trail = [code_point](unsigned shift) {
    return static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU));
  };
  if (code_point < 0x80) {
    out += static_cast<char>(code_point);
  } else if (code_point < 0x800) {
    out += static_cast<char>(0xC0U | (code_point >> 6U));
    out += trail(0);
  } else if (code_point <= kLastOfBasicPlane) {
    out += static_cast<char>(0xE0U | (code_point >> 12U));
    out += trail(6);
    out += trail(0);
  } else {
    out += static_cast<char>(0xF0U | (code_point >> 18U));
    out += trail(12);
    out += trail(6);
    out += trail(0);
  }
}

std::size_t code_point_count(std::string_view utf8) {
  std::size_t count = 0;
  for (std::size_t offset = 0; offset < utf8.size(); ++count) {
    offset += decode_utf8(utf8, offset).length;
  }
  return count;
}

std::size_t utf16_length(std::string_view utf8) {
  std::size_t count = 0;
  for (std::size_t offset = 0; offset < utf8.size();) {
    const Utf8Character character = decode_utf8(utf8, offset);
    count += character.code_point > kLastOfBasicPlane ? 2 : 1;
    offset += character.length;
  }
  return count;
}

std::string fold_case(std::string_view utf8) {
  if (std::all_of(utf8.begin(), utf8.end(), is_ascii)) {
    return to_lower_ascii(utf8);
  }
  std::string out;
  out.reserve(utf8.size() + 1);
  bool is_after_cased = false;
  for (std::size_t offset = 0; offset < utf8.size();) {
    const Utf8Character character = decode_utf8(utf8, offset);
    const std::size_t next = offset + character.length;
    if (!character.is_valid) {
      out += utf8[offset];
    } else if (character.code_point == kCapitalSigma) {
      const bool is_final = is_after_cased && !is_before_cased(utf8, next);
      append_utf8(out, is_final ? kFinalSigma : kSmallSigma);
    } else {
      append_lower_case(out, character.code_point);
    }
    if (find_range(kCaseIgnorable, character.code_point) == nullptr) {
      is_after_cased = find_range(kCased, character.code_point) != nullptr;
    }
    offset = next;
  }
  return out;
}

bool equals_ignoring_case(std::string_view left, std::string_view right) {
  const std::size_t common = std::min(left.size(), right.size());
  for (std::size_t i = 0; i < common; ++i) {
    if (!is_ascii(left[i]) || !is_ascii(right[i])) {
      return fold_case(left) == fold_case(right);
    }
    if (lower_ascii(left[i]) != lower_ascii(right[i])) {
      // Differing so far, and no fold changes an ASCII character by what stands beside it.
      return false;
    }
  }
  return left.size() == right.size();
}

std::string to_lower_ascii(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower_ascii);
  return out;
}

bool equals_ignoring_ascii_case(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char a, char b) { return lower_ascii(a) == lower_ascii(b); });
}

}  // namespace replisim
