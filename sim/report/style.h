#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace replisim {

/// How text is laid out for a terminal, or for a file.
struct TextStyle {
  bool color = false;
  std::uint32_t columns_max = 100;
};

enum class Tone : std::uint8_t { Good, Bad, Doubtful, Faint, Strong };

/// The text in the colour of its meaning, or as it is.
std::string paint(std::string_view text, Tone tone, const TextStyle& style);

/// Breaks a text at blanks into lines of at most `columns_max`: the first behind `first`, the
/// others behind as many blanks. A word that is too long stands alone.
std::string wrap(std::string_view first, std::string_view text, const TextStyle& style);

/// The text behind `width - length` blanks, or before them.
std::string pad_right(std::string_view text, std::size_t width);
std::string pad_left(std::string_view text, std::size_t width);

/// `1 event`, `2 events`.
std::string count_of(std::size_t count, std::string_view singular);

}  // namespace replisim
