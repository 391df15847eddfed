#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace replisim {

/// One character of a UTF-8 text.
struct Utf8Character {
  /// U+FFFD where the bytes are not UTF-8.
  char32_t code_point = 0xFFFD;
  /// How many bytes it takes, at least one; a byte that is not UTF-8 stands alone.
  std::size_t length = 1;
  bool is_valid = false;

  bool operator==(const Utf8Character&) const = default;
};

/// The character that begins at `offset`, which lies in the text. Refused as the standard has it:
/// what is cut off, overlong, a surrogate or above U+10FFFF.
[[nodiscard]] Utf8Character decode_utf8(std::string_view utf8, std::size_t offset);

[[nodiscard]] bool is_valid_utf8(std::string_view utf8);

/// Appends a code point; U+FFFD for a surrogate or one above U+10FFFF.
void append_utf8(std::string& out, char32_t code_point);

/// How many code points there are. A byte that is not UTF-8 counts as one.
[[nodiscard]] std::size_t code_point_count(std::string_view utf8);

/// The length as Java and JavaScript count, and with them AWS: a character above U+FFFF counts as
/// two. A byte that is not UTF-8 counts as one.
[[nodiscard]] std::size_t utf16_length(std::string_view utf8);

/// What the IgnoreCase operators compare, as recorded: Unicode lower case of the characters up to
/// U+FFFF, those above stay. U+0130 becomes `i` U+0307, and a capital sigma the final one at the
/// end of a word. So É is é, the Kelvin sign k and ΟΣ is ος, but ß is not SS, ſ not s
/// and ı not I. Bytes that are not UTF-8 stay.
[[nodiscard]] std::string fold_case(std::string_view utf8);

/// Whether both fold to the same. Allocates nothing where both are ASCII.
[[nodiscard]] bool equals_ignoring_case(std::string_view left, std::string_view right);

/// ASCII lower case alone: for what AWS limits to ASCII, as action names and condition keys.
[[nodiscard]] std::string to_lower_ascii(std::string_view text);

/// Whether both are equal but for the case of ASCII letters. Allocates nothing.
[[nodiscard]] bool equals_ignoring_ascii_case(std::string_view left, std::string_view right);

}  // namespace replisim
