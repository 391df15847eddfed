#include "model/issue.h"

#include <algorithm>
#include <tuple>

#include "model/unicode.h"

namespace replisim {
namespace {

/// A longer line is shown only around its place.
constexpr std::size_t kShownBytesBefore = 70;
constexpr std::size_t kShownBytesAfter = 50;
constexpr std::size_t kShownPointerMax = 300;

void append_escaped(std::string& out, std::string_view character) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  switch (character.front()) {
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  for (const char c : character) {
    const auto byte = static_cast<unsigned char>(c);
    out += "\\x";
    out += kDigits[byte >> 4U];
    out += kDigits[byte & 0xFU];
  }
}

/// Terminals act on these; a line of a message holds none of them.
bool is_control(const Utf8Character& character) {
  const char32_t c = character.code_point;
  return !character.is_valid || c < 0x20 || (c >= 0x7F && c < 0xA0) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

/// Appends up to `characters_max` characters, none of which a terminal acts on.
void append_shown(std::string& out, std::string_view text, std::size_t characters_max) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++count) {
    if (count == characters_max) {
      out += "…";
      return;
    }
    const Utf8Character character = decode_utf8(text, i);
    const std::string_view bytes = text.substr(i, character.length);
    if (is_control(character)) {
      append_escaped(out, bytes);
    } else {
      out += bytes;
    }
    i += character.length;
  }
}

bool begins_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

/// The part of a line that is shown, and the place in it.
struct ShownLine {
  std::string text;
  std::string indent;  ///< as wide as what stands before the place
};

ShownLine show_line(std::string_view line, std::size_t offset) {
  offset = std::min(offset, line.size());
  std::size_t begin = offset > kShownBytesBefore ? offset - kShownBytesBefore : 0;
  while (begin < offset && !begins_character(line[begin])) {
    ++begin;
  }
  std::size_t end = std::min(line.size(), offset + kShownBytesAfter);
  while (end < line.size() && !begins_character(line[end])) {
    ++end;
  }
  ShownLine shown;
  if (begin > 0) {
    shown.text = "…";
    shown.indent = " ";
  }
  for (std::size_t i = begin; i < end;) {
    const Utf8Character character = decode_utf8(line, i);
    const bool is_tab = line[i] == '\t';
    const bool is_shown = is_tab || !is_control(character);
    shown.text += is_shown ? line.substr(i, character.length) : "?";
    if (i < offset) {
      shown.indent += is_tab ? '\t' : ' ';
    }
    i += character.length;
  }
  if (end < line.size()) {
    shown.text += "…";
  }
  return shown;
}

std::size_t offset_in_line(std::string_view text, std::uint32_t offset) {
  const std::string_view before = text.substr(0, std::min<std::size_t>(offset, text.size()));
  const std::size_t line_break = before.find_last_of("\r\n");
  return line_break == std::string_view::npos ? before.size() : before.size() - line_break - 1;
}

auto order_of(const Issue& issue) {
  return std::tie(issue.where.file, issue.where.begin, issue.where.end, issue.severity, issue.code,
                  issue.message, issue.hint, issue.pointer);
}

}  // namespace

std::string_view to_string(Severity severity) {
  switch (severity) {
    case Severity::Error: return "error";
    case Severity::Warning: return "warning";
    case Severity::Note: return "note";
  }
  return "error";
}

std::string in_backticks(std::string_view text) {
  std::string out = "`";
  append_shown(out, text, kQuotedLengthMax);
  return out + "`";
}

std::string format_issue(const Issue& issue, const SourceMap& sources) {
  std::string out = issue.where.is_known() ? sources.format(issue.where) + ": " : std::string();
  out += to_string(issue.severity);
  out += ": " + issue.message;
  if (!issue.code.empty()) {
    out += " [" + issue.code + "]";
  }
  out += "\n";
  if (!issue.pointer.empty()) {
    out += "  at ";
    append_shown(out, issue.pointer, kShownPointerMax);
    out += "\n";
  }
  if (issue.where.is_known()) {
    const std::string_view line = sources.line_text(issue.where.file, issue.where.begin);
    const std::size_t offset = offset_in_line(sources.text(issue.where.file), issue.where.begin);
    const ShownLine shown = show_line(line, offset);
    if (!shown.text.empty()) {
      out += "  | " + shown.text + "\n  | " + shown.indent + "^\n";
    }
  }
  if (!issue.hint.empty()) {
    out += "  hint: " + issue.hint + "\n";
  }
  return out;
}

void sort_issues(Issues& issues) {
  std::stable_sort(issues.begin(), issues.end(), [](const Issue& left, const Issue& right) {
    return order_of(left) < order_of(right);
  });
  issues.erase(std::unique(issues.begin(), issues.end()), issues.end());
}

}  // namespace replisim
