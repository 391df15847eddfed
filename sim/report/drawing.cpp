#include "sim/report/drawing.h"

#include "model/unicode.h"

namespace replisim {

std::string shorten(const std::string& text, std::size_t length) {
  const std::size_t count = code_point_count(text);
  if (count <= length) {
    return text;
  }
  const std::size_t head = length / 2;
  const std::size_t tail = length - head - 1;
  std::string out;
  std::size_t index = 0;
  for (std::size_t i = 0; i < text.size(); ++index) {
    const std::size_t bytes = decode_utf8(text, i).length;
    if (index == head) {
      out += "…";
    }
    if (index < head || index >= count - tail) {
      out.append(text, i, bytes);
    }
    i += bytes;
  }
  return out;
}

std::string_view to_string(Drawing::Line line) {
  switch (line) {
    case Drawing::Line::Solid: return "solid";
    case Drawing::Line::Dashed: return "dashed";
    case Drawing::Line::Dotted: return "dotted";
    case Drawing::Line::Bold: return "bold";
  }
  return "solid";
}

}  // namespace replisim
