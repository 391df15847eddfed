#include "sim/report/place.h"

#include <algorithm>
#include <cstdint>

#include "model/json_writer.h"

namespace replisim {
namespace {

/// Where the line behind the one that holds `offset` begins; the end of the text on its last line.
std::uint32_t next_line(const SourceMap& sources, std::uint32_t file, std::uint32_t offset) {
  const std::string_view text = sources.text(file);
  std::size_t end = text.find_first_of("\r\n", offset);
  if (end == std::string_view::npos) {
    return static_cast<std::uint32_t>(text.size());
  }
  end += text.substr(end).starts_with("\r\n") ? 2U : 1U;
  return static_cast<std::uint32_t>(end);
}

std::vector<Excerpt::Line> lines_of(SourceRange whole, const SourceMap& sources) {
  std::vector<Excerpt::Line> lines;
  const std::uint32_t last = sources.line_column(whole.file, whole.end).line;
  const auto text_end = static_cast<std::uint32_t>(sources.text(whole.file).size());
  std::uint32_t offset = whole.begin;
  for (std::uint32_t line = sources.line_column(whole.file, offset).line; line <= last; ++line) {
    lines.push_back({std::string(sources.name(whole.file)),
                     line,
                     std::string(sources.line_text(whole.file, offset)),
                     {}});
    offset = next_line(sources, whole.file, offset);
    if (offset >= text_end) {
      break;
    }
  }
  return lines;
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
  excerpt.lines = lines_of(whole, sources);
  for (const ExcerptMark& mark : marks) {
    if (mark.where.file != whole.file || mark.where.begin < whole.begin ||
        mark.where.begin > whole.end) {
      continue;
    }
    const LineColumn place = sources.line_column(whole.file, mark.where.begin);
    for (Excerpt::Line& line : excerpt.lines) {
      if (line.number == place.line) {
        line.marks.push_back({place.column, mark.note});
      }
    }
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
