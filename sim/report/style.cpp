#include "sim/report/style.h"

#include "model/unicode.h"

namespace replisim {
namespace {

std::string_view color_code(Tone tone) {
  switch (tone) {
    case Tone::Good: return "\x1b[32m";
    case Tone::Bad: return "\x1b[1;31m";
    case Tone::Doubtful: return "\x1b[33m";
    case Tone::Faint: return "\x1b[2m";
    case Tone::Strong: return "\x1b[1m";
  }
  return "";
}

std::string blanks(std::size_t width, std::size_t taken) {
  return std::string(width > taken ? width - taken : 0, ' ');
}

}  // namespace

std::string paint(std::string_view text, Tone tone, const TextStyle& style) {
  if (!style.color) {
    return std::string(text);
  }
  return std::string(color_code(tone)).append(text).append("\x1b[0m");
}

std::string wrap(std::string_view first, std::string_view text, const TextStyle& style) {
  const std::size_t indent = code_point_count(first);
  std::string out(first);
  std::size_t column = indent;
  bool is_line_begin = true;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t width = code_point_count(word);
    if (!is_line_begin && column + 1 + width > style.columns_max) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
      is_line_begin = true;
    }
    if (!is_line_begin) {
      out += ' ';
      ++column;
    }
    out += word;
    column += width;
    is_line_begin = false;
  }
  return out + "\n";
}

std::string pad_right(std::string_view text, std::size_t width) {
  return std::string(text) + blanks(width, code_point_count(text));
}

std::string pad_left(std::string_view text, std::size_t width) {
  return blanks(width, code_point_count(text)) + std::string(text);
}

std::string count_of(std::size_t count, std::string_view singular) {
  return std::to_string(count) + " " + std::string(singular) + (count == 1 ? "" : "s");
}

}  // namespace replisim
