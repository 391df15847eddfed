#include "sim/report/place.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "model/json_writer.h"

namespace replisim {
namespace {

/// Where the line behind the one that holds `offset` begins; the end of the text on its last line.
std::uint32_t next_line(const SourceMap& sources, std::uint32_t file, std::uint32_t offset) {
  const std::string_view text = sources.text(file);
  const std::string_view line = sources.line_text(file, offset);
  const auto end = static_cast<std::size_t>(line.data() + line.size() - text.data());
  const std::size_t line_break = text.substr(end).starts_with("\r\n") ? 2 : 1;
  return static_cast<std::uint32_t>(std::min(end + line_break, text.size()));
}

/// A line, and how many characters its marks move to the left because its beginning is left out.
struct ShownLine {
  Excerpt::Line line;
  std::uint32_t shift = 0;
};

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// The line that begins at `begin`; of a long one what stands round the byte `anchor`.
ShownLine shown_line(const SourceMap& sources, std::uint32_t file, std::uint32_t begin,
                     std::uint32_t anchor) {
  constexpr std::uint32_t kBeforeAnchor = kExcerptBytesMax / 8;
  const std::string_view text = sources.text(file);
  const LineColumn place = sources.line_column(file, begin);
  ShownLine shown{{std::string(sources.name(file)), place.line, {}, {}}};
  const std::string_view line = sources.line_text(file, begin);
  if (line.size() <= kExcerptBytesMax) {
    shown.line.text = line;
    return shown;
  }
  const std::size_t line_end = begin + line.size();
  std::size_t first = anchor - std::min(anchor - begin, kBeforeAnchor);
  while (first > begin && is_continuation(text[first])) {
    --first;
  }
  std::size_t last = std::min<std::size_t>(first + kExcerptBytesMax, line_end);
  while (last < line_end && is_continuation(text[last])) {
    --last;
  }
  shown.line.text = first > begin ? "…" : "";
  shown.line.text += text.substr(first, last - first);
  shown.line.text += last < line_end ? "…" : "";
  const std::uint32_t left_out =
      sources.line_column(file, static_cast<std::uint32_t>(first)).column;
  shown.shift = first > begin ? left_out - 2 : 0;  // columns count from 1, and `…` takes one
  return shown;
}

std::vector<ShownLine> lines_of(SourceRange whole, const std::vector<ExcerptMark>& marks,
                                const SourceMap& sources) {
  std::vector<ShownLine> lines;
  const std::string_view text = sources.text(whole.file);
  const std::uint32_t last = sources.line_column(whole.file, whole.end).line;
  std::uint32_t offset = whole.begin;
  for (std::uint32_t line = sources.line_column(whole.file, offset).line; line <= last; ++line) {
    const auto begin =
        static_cast<std::uint32_t>(sources.line_text(whole.file, offset).data() - text.data());
    const std::uint32_t next = next_line(sources, whole.file, offset);
    const auto first_mark = std::find_if(marks.begin(), marks.end(), [&](const ExcerptMark& mark) {
      return mark.where.file == whole.file && begin <= mark.where.begin && mark.where.begin < next;
    });
    const std::uint32_t anchor = first_mark == marks.end() ? offset : first_mark->where.begin;
    lines.push_back(shown_line(sources, whole.file, begin, anchor));
    offset = next;
    if (offset >= text.size()) {
      break;
    }
  }
  return lines;
}

/// Puts marks below the lines that they stand on; one that is not shown stands at the end.
void place_marks(std::vector<ShownLine>& lines, SourceRange whole,
                 const std::vector<ExcerptMark>& marks, const SourceMap& sources) {
  for (const ExcerptMark& mark : marks) {
    if (mark.where.file != whole.file || mark.where.begin < whole.begin ||
        mark.where.begin > whole.end) {
      continue;
    }
    const LineColumn place = sources.line_column(whole.file, mark.where.begin);
    for (ShownLine& shown : lines) {
      if (shown.line.number == place.line) {
        const auto column_max = static_cast<std::uint32_t>(shown.line.text.size()) + 1;
        const std::uint32_t column = place.column - std::min(place.column - 1, shown.shift);
        shown.line.marks.push_back({std::min(column, column_max), mark.note});
      }
    }
  }
}

/// Blanks that all lines begin with.
std::size_t common_indent(const std::vector<Excerpt::Line>& lines) {
  std::size_t indent = std::string::npos;
  for (const Excerpt::Line& line : lines) {
    const std::size_t blanks = line.text.find_first_not_of(' ');
    if (blanks != std::string::npos) {
      indent = std::min(indent, blanks);
    }
  }
  return indent == std::string::npos ? 0 : indent;
}

void take_indent(std::vector<Excerpt::Line>& lines) {
  const std::size_t indent = common_indent(lines);
  for (Excerpt::Line& line : lines) {
    line.text.erase(0, std::min(indent, line.text.size()));
    for (Excerpt::Mark& mark : line.marks) {
      mark.column -= std::min(mark.column - 1, static_cast<std::uint32_t>(indent));
    }
  }
}

/// Keeps the first and last line, those with marks, and what stands beside them.
void cut_down(std::vector<Excerpt::Line>& lines) {
  std::vector<Excerpt::Line> kept;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const bool is_end = i == 0 || i + 1 == lines.size();
    const bool is_beside = (i > 0 && !lines[i - 1].marks.empty()) ||
                           (i + 1 < lines.size() && !lines[i + 1].marks.empty());
    if (is_end || is_beside || !lines[i].marks.empty()) {
      kept.push_back(lines[i]);
    } else if (kept.back().number != 0) {
      kept.push_back({lines[i].file, 0, "", {}});
    }
  }
  lines = std::move(kept);
}

}  // namespace

Place place_of(SourceRange where, const SourceMap& sources) {
  if (!where.is_known()) {
    return {};
  }
  const LineColumn begin = sources.line_column(where.file, where.begin);
  const LineColumn end = sources.line_column(where.file, std::max(where.begin, where.end));
  return {
      std::string(sources.name(where.file)), begin.line, begin.column, end.line, end.column, where};
}

std::string to_string(const Place& place) {
  if (!place.is_known()) {
    return "?";
  }
  return place.file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

void write_place(JsonWriter& json, std::string_view name, const Place& place) {
  json.key(name);
  if (!place.is_known()) {
    json.null();
    return;
  }
  json.begin_object();
  json.member("file", place.file);
  json.member("line", std::int64_t{place.line});
  json.member("column", std::int64_t{place.column});
  json.member("endLine", std::int64_t{place.end_line});
  json.member("endColumn", std::int64_t{place.end_column});
  json.end_object();
}

Excerpt make_excerpt(SourceRange whole, const std::vector<ExcerptMark>& marks,
                     const SourceMap& sources) {
  Excerpt excerpt;
  excerpt.place = place_of(whole, sources);
  if (!whole.is_known()) {
    return excerpt;
  }
  std::vector<ShownLine> lines = lines_of(whole, marks, sources);
  place_marks(lines, whole, marks, sources);
  for (ShownLine& shown : lines) {
    excerpt.lines.push_back(std::move(shown.line));
  }
  take_indent(excerpt.lines);
  if (excerpt.lines.size() > kExcerptLinesMax) {
    cut_down(excerpt.lines);
  }
  return excerpt;
}

Excerpt make_excerpt_of_marks(const std::vector<ExcerptMark>& marks, const SourceMap& sources) {
  Excerpt excerpt;
  for (const ExcerptMark& mark : marks) {
    if (mark.where.is_known()) {
      const SourceRange begin{mark.where.file, mark.where.begin, mark.where.begin};
      const Excerpt line = make_excerpt(begin, {mark}, sources);
      excerpt.lines.insert(excerpt.lines.end(), line.lines.begin(), line.lines.end());
    }
  }
  return excerpt;
}

}  // namespace replisim
