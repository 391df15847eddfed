#include "model/wildcard.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "model/unicode.h"

namespace replisim {
namespace {

constexpr std::size_t kNone = std::string_view::npos;
constexpr std::string_view kSpecialCharacters("*?\xFF\xFE", 4);

bool is_wildcard(char c) {
  return c == '*' || c == '?';
}

bool matches_literal(char pattern, char text) {
  if (pattern == kLiteralStar) {
    return text == '*';
  }
  return pattern == kLiteralQuestionMark ? text == '?' : pattern == text;
}

// A place between two UTF-16 code units of a UTF-8 text: before a byte that begins a character,
// or, with `is_half`, in the middle of the character that begins there.
struct Place {
  std::size_t offset = 0;
  bool is_half = false;
};

// One UTF-16 code unit on.
void advance(Place& place, std::string_view text) {
  if (static_cast<unsigned char>(text[place.offset]) < 0x80) {
    ++place.offset;
    return;
  }
  const Utf8Character character = decode_utf8(text, place.offset);
  if (character.code_point > 0xFFFF && !place.is_half) {
    place.is_half = true;
    return;
  }
  place.offset += character.length;
  place.is_half = false;
}

using Units = std::vector<std::uint32_t>;

// Above all code units; bytes that are not UTF-8 lie between.
constexpr std::uint32_t kNotUtf8 = 0x10000;
constexpr std::uint32_t kStar = 0x20000;
constexpr std::uint32_t kQuestionMark = 0x20001;

void append_units(Units& units, const Utf8Character& character) {
  if (character.code_point <= 0xFFFF) {
    units.push_back(character.code_point);
    return;
  }
  const char32_t above = character.code_point - 0x10000;
  units.push_back(0xD800 + (above >> 10U));
  units.push_back(0xDC00 + (above & 0x3FFU));
}

Units units_of(std::string_view pattern) {
  Units units;
  units.reserve(pattern.size());
  for (std::size_t offset = 0; offset < pattern.size();) {
    const char c = pattern[offset];
    const Utf8Character character = decode_utf8(pattern, offset);
    if (c == '*') {
      units.push_back(kStar);
    } else if (c == '?') {
      units.push_back(kQuestionMark);
    } else if (c == kLiteralStar) {
      units.push_back('*');
    } else if (c == kLiteralQuestionMark) {
      units.push_back('?');
    } else if (!character.is_valid) {
      units.push_back(kNotUtf8 + static_cast<unsigned char>(c));
    } else {
      append_units(units, character);
    }
    offset += character.length;
  }
  return units;
}

bool units_agree(std::uint32_t left, std::uint32_t right) {
  return left == right || left == kQuestionMark || right == kQuestionMark;
}

// `overlap[j]` in round i: whether left from i on and right from j on have a text in common.
bool overlap_of(const Units& left, const Units& right) {
  std::vector<char> later(right.size() + 1, 0);
  std::vector<char> overlap(right.size() + 1, 0);
  for (std::size_t i = left.size() + 1; i-- > 0;) {
    for (std::size_t j = right.size() + 1; j-- > 0;) {
      const bool left_ends = i == left.size();
      const bool right_ends = j == right.size();
      bool found = left_ends && right_ends;
      if (!left_ends && left[i] == kStar) {
        found = later[j] != 0 || (!right_ends && overlap[j + 1] != 0);
      } else if (!right_ends && right[j] == kStar) {
        found = overlap[j + 1] != 0 || (!left_ends && later[j] != 0);
      } else if (!left_ends && !right_ends) {
        found = units_agree(left[i], right[j]) && later[j + 1] != 0;
      }
      overlap[j] = found ? 1 : 0;
    }
    std::swap(overlap, later);
  }
  return later[0] != 0;
}

}  // namespace

void append_literal(std::string& pattern, std::string_view text) {
  for (const char c : text) {
    if (c == '*') {
      pattern += kLiteralStar;
    } else if (c == '?') {
      pattern += kLiteralQuestionMark;
    } else {
      pattern += c;
    }
  }
}

bool wildcard_match(std::string_view pattern, std::string_view text) {
  std::size_t next = 0;  // in the pattern
  Place place;           // in the text
  std::size_t after_star = kNone;
  Place star_end;  // where what the last star spans ends, as tried so far
  while (place.offset < text.size()) {
    if (next < pattern.size()) {
      const char wanted = pattern[next];
      if (wanted == '*') {
        next = pattern.find_first_not_of('*', next);
        if (next == kNone) {
          return true;
        }
        after_star = next;
        star_end = place;
        continue;
      }
      if (wanted == '?') {
        advance(place, text);
        ++next;
        continue;
      }
      if (!place.is_half && matches_literal(wanted, text[place.offset])) {
        ++place.offset;
        ++next;
        continue;
      }
    }
    if (after_star == kNone) {
      return false;
    }
    advance(star_end, text);
    place = star_end;
    next = after_star;
  }
  return pattern.find_first_not_of('*', std::min(next, pattern.size())) == kNone;
}

bool has_wildcard(std::string_view pattern) {
  return std::any_of(pattern.begin(), pattern.end(), is_wildcard);
}

std::string_view literal_prefix(std::string_view pattern) {
  return pattern.substr(0, pattern.find_first_of(kSpecialCharacters));
}

bool wildcard_overlap(std::string_view left, std::string_view right) {
  const std::string_view left_prefix = literal_prefix(left);
  const std::string_view right_prefix = literal_prefix(right);
  const std::size_t common = std::min(left_prefix.size(), right_prefix.size());
  if (left_prefix.substr(0, common) != right_prefix.substr(0, common)) {
    return false;
  }
  if (!left.empty() && right.size() > kWildcardOverlapStepsMax / left.size()) {
    return true;
  }
  return overlap_of(units_of(left), units_of(right));
}

}  // namespace replisim
