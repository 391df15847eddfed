#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace replisim {

/// Where something stands: a half-open range of bytes in one text of a `SourceMap`.
struct SourceRange {
  static constexpr std::uint32_t kNoFile = 0xFFFFFFFF;

  std::uint32_t file = kNoFile;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  [[nodiscard]] bool is_known() const { return file != kNoFile; }
  bool operator==(const SourceRange&) const = default;
};

/// A place as people and editors count: from 1, columns in characters (not bytes).
struct LineColumn {
  std::uint32_t line = 1;
  std::uint32_t column = 1;

  bool operator==(const LineColumn&) const = default;
};

/// Line and column of a byte offset. LF, CRLF and a lone CR end a line (recorded of AWS, U-37).
LineColumn line_column(std::string_view text, std::size_t offset);

/// The texts that were read, and places in them.
///
/// Texts are kept once and never move: views into them stay valid as long as the map lives.
class SourceMap {
 public:
  /// Adds a text under the name that messages show; returns its number.
  std::uint32_t add(std::string name, std::string text);

  [[nodiscard]] std::size_t size() const { return texts_.size(); }
  [[nodiscard]] std::string_view name(std::uint32_t file) const;
  [[nodiscard]] std::string_view text(std::uint32_t file) const;
  [[nodiscard]] std::string_view text(SourceRange where) const;
  [[nodiscard]] LineColumn line_column(std::uint32_t file, std::uint32_t offset) const;
  /// The whole line, without its end, that a byte stands in.
  [[nodiscard]] std::string_view line_text(std::uint32_t file, std::uint32_t offset) const;
  /// `name:line:column`, or `?` for an unknown place.
  [[nodiscard]] std::string format(SourceRange where) const;

 private:
  struct Text {
    std::string name;
    std::string text;
    std::vector<std::uint32_t> line_begins;
    /// Characters before every so many bytes: a plan of 100 MB is one line.
    std::vector<std::uint32_t> characters_before;

    [[nodiscard]] std::uint32_t character_at(std::size_t offset) const;
  };

  [[nodiscard]] std::size_t line_index(const Text& text, std::uint32_t offset) const;

  std::deque<Text> texts_;
};

}  // namespace replisim
