#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/source.h"

namespace replisim {

class JsonWriter;

/// A place as reports print it: free of the texts that it was looked up in.
struct Place {
  std::string file;  ///< empty: not known
  std::uint32_t line = 0;
  std::uint32_t column = 0;
  std::uint32_t end_line = 0;
  std::uint32_t end_column = 0;  ///< of the character behind the last
  SourceRange where = {};        ///< the same in bytes, for who still has the texts

  [[nodiscard]] bool is_known() const { return !file.empty(); }
  bool operator==(const Place&) const = default;
};

Place place_of(SourceRange where, const SourceMap& sources);

/// `file:line:column`, or `?`.
std::string to_string(const Place& place);

/// A member with file, line, column, endLine, endColumn; null where the place is not known.
void write_place(JsonWriter& json, std::string_view name, const Place& place);

/// A remark on a place in an excerpt.
struct ExcerptMark {
  SourceRange where;
  std::string note;
};

/// Lines of a user's file as compilers show them: each with its number, and under it a caret with
/// a note for each mark.
struct Excerpt {
  struct Mark {
    std::uint32_t column = 1;
    std::string note;
  };
  struct Line {
    std::string file;
    std::uint32_t number = 0;  ///< 0: lines were left out here
    std::string text;
    std::vector<Mark> marks;
  };

  Place place;
  std::vector<Line> lines;
};

/// More lines than this are cut down to those with marks and their neighbours.
inline constexpr std::uint32_t kExcerptLinesMax = 14;
/// Of a longer line only this much round its first mark: a plan of 100 MB is one line.
inline constexpr std::uint32_t kExcerptBytesMax = 2000;

/// The lines that `whole` stands in. Marks outside of it are left out.
Excerpt make_excerpt(SourceRange whole, const std::vector<ExcerptMark>& marks,
                     const SourceMap& sources);

/// Only the lines that marks stand on, whatever files they are in.
Excerpt make_excerpt_of_marks(const std::vector<ExcerptMark>& marks, const SourceMap& sources);

}  // namespace replisim
