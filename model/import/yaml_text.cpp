#include "model/import/yaml_text.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "model/unicode.h"

namespace replisim {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::size_t line_end(std::string_view text, std::size_t from) {
  return std::min(text.find('\n', from), text.size());
}

/// Over blanks, line breaks and comments.
std::size_t skip_blanks_and_comments(std::string_view text, std::size_t at) {
  for (;;) {
    at = std::min(text.find_first_not_of(kBlanks, at), text.size());
    if (at == text.size() || text[at] != '#') {
      return at;
    }
    at = line_end(text, at);
  }
}

std::size_t double_quoted_end(std::string_view text, std::size_t begin) {
  for (std::size_t at = begin + 1; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    }
  }
  return text.size();
}

std::size_t single_quoted_end(std::string_view text, std::size_t begin) {
  for (std::size_t at = begin + 1; at < text.size(); ++at) {
    if (text[at] != '\'') {
      continue;
    }
    if (at + 1 == text.size() || text[at + 1] != '\'') {
      return at + 1;
    }
    ++at;
  }
  return text.size();
}

std::size_t indentation_of(std::string_view line) {
  return std::min(line.find_first_not_of(' '), line.size());
}

bool is_blank(std::string_view line) {
  return line.find_first_not_of(kBlanks) == std::string_view::npos;
}

std::string_view first_line_with_text(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = line_end(text, at);
    const std::string_view line = text.substr(at, end - at);
    if (!is_blank(line)) {
      return line;
    }
    at = end + 1;
  }
  return {};
}

/// Of a scalar that begins with `|` or `>`: its last line with text.
std::size_t block_end(std::string_view text, std::size_t begin, std::string_view value) {
  std::size_t end = line_end(text, begin);
  if (is_blank(value)) {
    return end;
  }
  const std::string_view first = first_line_with_text(text.substr(end));
  const std::size_t own_blanks = indentation_of(first_line_with_text(value));
  const std::size_t indentation =
      indentation_of(first) - std::min(indentation_of(first), own_blanks);
  for (std::size_t at = end + 1; at < text.size();) {
    const std::size_t next = line_end(text, at);
    const std::string_view line = text.substr(at, next - at);
    if (!is_blank(line)) {
      if (indentation_of(line) < indentation) {
        break;
      }
      end = next;
    }
    at = next + 1;
  }
  return end > begin && text[end - 1] == '\r' ? end - 1 : end;
}

/// Of a plain scalar: as far as the text is what was read, however its lines were folded.
std::size_t plain_end(std::string_view text, std::size_t begin, std::string_view value) {
  std::size_t at = begin;
  for (std::size_t i = 0; i < value.size();) {
    const std::size_t next = std::min(value.find_first_not_of(kBlanks, i), value.size());
    if (next != i) {
      const std::size_t behind = std::min(text.find_first_not_of(kBlanks, at), text.size());
      if (behind == at || next == value.size()) {
        return at;
      }
      at = behind;
      i = next;
      continue;
    }
    if (at == text.size() || text[at] != value[i]) {
      return at;
    }
    ++at;
    ++i;
  }
  return at;
}

bool is_one_of(std::string_view value, std::string_view lower, std::string_view capitalised,
               std::string_view upper) {
  return value == lower || value == capitalised || value == upper;
}

bool is_true(std::string_view value) {
  return is_one_of(value, "true", "True", "TRUE") || is_one_of(value, "yes", "Yes", "YES") ||
         is_one_of(value, "on", "On", "ON");
}

bool is_false(std::string_view value) {
  return is_one_of(value, "false", "False", "FALSE") || is_one_of(value, "no", "No", "NO") ||
         is_one_of(value, "off", "Off", "OFF");
}

std::size_t digits_end(std::string_view text, std::size_t from) {
  while (from < text.size() && is_digit(text[from])) {
    ++from;
  }
  return from;
}

/// A number that YAML 1.1 and JSON spell alike.
bool is_number(std::string_view value) {
  const std::size_t begin = value.starts_with('-') ? 1 : 0;
  std::size_t at = digits_end(value, begin);
  if (at == begin || (value[begin] == '0' && at > begin + 1)) {
    return false;
  }
  if (at == value.size()) {
    return true;
  }
  if (value[at] != '.') {
    return false;
  }
  const std::size_t fraction = at + 1;
  at = digits_end(value, fraction);
  if (at == fraction) {
    return false;
  }
  if (at == value.size()) {
    return true;
  }
  const bool has_sign = at + 1 < value.size() && (value[at + 1] == '+' || value[at + 1] == '-');
  const std::size_t exponent = at + 2;
  return (value[at] == 'e' || value[at] == 'E') && has_sign && exponent < value.size() &&
         digits_end(value, exponent) == value.size();
}

}  // namespace

YamlProperties skip_yaml_properties(std::string_view text, std::size_t begin, int count) {
  YamlProperties properties{begin, begin};
  for (; count > 0; --count) {
    std::size_t at = properties.content;
    if (at >= text.size() || (text[at] != '!' && text[at] != '&')) {
      break;
    }
    const bool is_verbatim = text.substr(at).starts_with("!<");
    at = is_verbatim ? text.find('>', at) : text.find_first_of(" \t\r\n,[]{}", at);
    at = std::min(at, text.size());
    properties.end = is_verbatim && at < text.size() ? at + 1 : at;
    properties.content = skip_blanks_and_comments(text, properties.end);
  }
  return properties;
}

std::size_t yaml_scalar_end(std::string_view text, std::size_t begin, std::string_view value) {
  if (begin >= text.size()) {
    return text.size();
  }
  switch (text[begin]) {
    case '"': return double_quoted_end(text, begin);
    case '\'': return single_quoted_end(text, begin);
    case '|':
    case '>': return block_end(text, begin, value);
    default: return plain_end(text, begin, value);
  }
}

std::size_t yaml_collection_end(std::string_view text, std::size_t begin,
                                std::size_t last_child_end) {
  const char open = begin < text.size() ? text[begin] : ' ';
  if (open != '[' && open != '{') {
    return last_child_end;
  }
  const char close = open == '[' ? ']' : '}';
  std::size_t at = std::max(begin + 1, last_child_end);
  for (;;) {
    at = skip_blanks_and_comments(text, at);
    if (at < text.size() && (text[at] == ',' || text[at] == ':' || text[at] == '?')) {
      ++at;  // a comma at the end; a name without a value
      continue;
    }
    return at < text.size() && text[at] == close ? at + 1 : last_child_end;
  }
}

YamlPlain resolve_yaml_plain(std::string_view value) {
  if (is_true(value)) {
    return {.kind = JsonKind::Boolean, .boolean = true};
  }
  if (is_false(value)) {
    return {.kind = JsonKind::Boolean};
  }
  if (is_number(value)) {
    return {.kind = JsonKind::Number};
  }
  const bool loses_zero =
      value.size() > 1 && value[0] == '0' && digits_end(value, 0) == value.size();
  return {.kind = JsonKind::String, .loses_zero = loses_zero};
}

std::size_t find_forbidden_yaml_byte(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const Utf8Character character = decode_utf8(text, at);
    const bool is_blank = kBlanks.find(text[at]) != std::string_view::npos;
    if (!character.is_valid || (character.code_point < 0x20 && !is_blank) ||
        character.code_point == 0x7F) {
      return at;
    }
    at += character.length;
  }
  return text.size();
}

}  // namespace replisim
