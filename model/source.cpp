#include "model/source.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace replisim {
namespace {

constexpr std::size_t kBlockBytes = 4096;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Characters of UTF-8: every byte but those that continue one.
std::uint32_t character_count(std::string_view text) {
  const auto begins_character = [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
  };
  return static_cast<std::uint32_t>(std::count_if(text.begin(), text.end(), begins_character));
}

/// Where the line after the line break at `offset` begins; `offset` if there is no break.
std::size_t after_line_break(std::string_view text, std::size_t offset) {
  if (text[offset] == '\n') {
    return offset + 1;
  }
  if (text[offset] == '\r') {
    const bool is_crlf = offset + 1 < text.size() && text[offset + 1] == '\n';
    return offset + (is_crlf ? 2 : 1);
  }
  return offset;
}

}  // namespace

LineColumn line_column(std::string_view text, std::size_t offset) {
  offset = std::min(offset, text.size());
  LineColumn place;
  std::size_t line_begin = 0;
  for (std::size_t i = 0; i < offset;) {
    const std::size_t next = after_line_break(text, i);
    if (next == i) {
      ++i;
    } else if (next > offset) {
      break;  // between the two bytes of CRLF
    } else {
      ++place.line;
      line_begin = i = next;
    }
  }
  place.column = 1 + character_count(text.substr(line_begin, offset - line_begin));
  return place;
}

std::uint32_t SourceMap::add(std::string name, std::string text) {
  if (text.starts_with(kByteOrderMark)) {
    text.erase(0, kByteOrderMark.size());
  }
  Text& added = texts_.emplace_back();
  added.name = std::move(name);
  added.text = std::move(text);
  added.line_begins.push_back(0);
  for (std::size_t i = 0; i < added.text.size();) {
    const std::size_t next = after_line_break(added.text, i);
    if (next == i) {
      ++i;
    } else {
      added.line_begins.push_back(static_cast<std::uint32_t>(next));
      i = next;
    }
  }
  std::uint32_t characters = 0;
  for (std::size_t begin = 0; begin <= added.text.size(); begin += kBlockBytes) {
    added.characters_before.push_back(characters);
    characters += character_count(std::string_view(added.text).substr(begin, kBlockBytes));
  }
  return static_cast<std::uint32_t>(texts_.size() - 1);
}

/// How many characters stand before a byte.
std::uint32_t SourceMap::Text::character_at(std::size_t offset) const {
  const std::size_t block = offset / kBlockBytes;
  const std::size_t begin = block * kBlockBytes;
  return characters_before[block] +
         character_count(std::string_view(text).substr(begin, offset - begin));
}

std::string_view SourceMap::name(std::uint32_t file) const {
  assert(file < texts_.size());
  return texts_[file].name;
}

std::string_view SourceMap::text(std::uint32_t file) const {
  assert(file < texts_.size());
  return texts_[file].text;
}

std::string_view SourceMap::text(SourceRange where) const {
  if (!where.is_known() || where.begin > where.end || where.end > text(where.file).size()) {
    return {};
  }
  return text(where.file).substr(where.begin, where.end - where.begin);
}

std::size_t SourceMap::line_index(const Text& text, std::uint32_t offset) const {
  const auto after = std::upper_bound(text.line_begins.begin(), text.line_begins.end(), offset);
  return static_cast<std::size_t>(after - text.line_begins.begin()) - 1;
}

LineColumn SourceMap::line_column(std::uint32_t file, std::uint32_t offset) const {
  assert(file < texts_.size());
  const Text& text = texts_[file];
  const std::size_t index = line_index(text, offset);
  const std::size_t begin = text.line_begins[index];
  const std::size_t end = std::max(begin, std::min<std::size_t>(offset, text.text.size()));
  return {static_cast<std::uint32_t>(index + 1),
          1 + text.character_at(end) - text.character_at(begin)};
}

std::string_view SourceMap::line_text(std::uint32_t file, std::uint32_t offset) const {
  assert(file < texts_.size());
  const Text& text = texts_[file];
  const std::size_t index = line_index(text, offset);
  const std::size_t begin = text.line_begins[index];
  const bool is_last = index + 1 == text.line_begins.size();
  const std::size_t end = is_last ? text.text.size() : text.line_begins[index + 1];
  std::string_view line = std::string_view(text.text).substr(begin, end - begin);
  if (!is_last) {  // not searched for: a line may be long
    line.remove_suffix(line.ends_with("\r\n") ? 2 : 1);
  }
  return line;
}

std::string SourceMap::format(SourceRange where) const {
  if (!where.is_known()) {
    return "?";
  }
  const LineColumn place = line_column(where.file, where.begin);
  return std::string(name(where.file)) + ":" + std::to_string(place.line) + ":" +
         std::to_string(place.column);
}

}  // namespace replisim
