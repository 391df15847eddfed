#include "sim/report/escape.h"

#include "model/json_writer.h"
#include "model/unicode.h"

namespace replisim {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kUpperHexDigits = "0123456789ABCDEF";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// Calls `append(out, character, bytes)` for every character.
template <typename Append>
std::string map_characters(std::string_view text, Append&& append) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const Utf8Character character = decode_utf8(text, i);
    append(out, character, text.substr(i, character.length));
    i += character.length;
  }
  return out;
}

/// What a terminal acts on, also the marks that turn the direction of a line.
bool is_control(const Utf8Character& character) {
  const char32_t c = character.code_point;
  return !character.is_valid || c < 0x20 || (c >= 0x7F && c < 0xA0) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

void append_hex_escapes(std::string& out, std::string_view bytes) {
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    out += "\\x";
    out += kHexDigits[byte >> 4U];
    out += kHexDigits[byte & 0xFU];
  }
}

bool is_xml_character(const Utf8Character& character) {
  const char32_t c = character.code_point;
  return character.is_valid && (c >= 0x20 || c == '\t' || c == '\n' || c == '\r') && c != 0xFFFE &&
         c != 0xFFFF;
}

void append_percent(std::string& out, char c) {
  const auto byte = static_cast<unsigned char>(c);
  out += '%';
  out += kUpperHexDigits[byte >> 4U];
  out += kUpperHexDigits[byte & 0xFU];
}

std::string percent_encode(std::string_view text, std::string_view encoded) {
  std::string out;
  for (const char c : text) {
    if (encoded.find(c) != std::string_view::npos) {
      append_percent(out, c);
    } else {
      out += c;
    }
  }
  return out;
}

}  // namespace

std::string escape_terminal(std::string_view text) {
  return map_characters(
      text, [](std::string& out, const Utf8Character& character, std::string_view bytes) {
        if (is_control(character)) {
          append_hex_escapes(out, bytes);
        } else {
          out += bytes;
        }
      });
}

std::string escape_xml(std::string_view text) {
  return map_characters(
      text, [](std::string& out, const Utf8Character& character, std::string_view bytes) {
        if (!is_xml_character(character)) {
          out += kReplacement;
          return;
        }
        switch (character.code_point) {
          case '&': out += "&amp;"; break;
          case '<': out += "&lt;"; break;
          case '>': out += "&gt;"; break;
          case '"': out += "&quot;"; break;
          case '\n': out += "&#10;"; break;
          case '\r': out += "&#13;"; break;
          case '\t': out += "&#9;"; break;
          default: out += bytes;
        }
      });
}

std::string escape_github_message(std::string_view text) {
  return percent_encode(text, "%\r\n");
}

std::string escape_github_property(std::string_view text) {
  return percent_encode(text, "%\r\n:,");
}

std::string escape_markdown_cell(std::string_view text) {
  std::string out;
  for (const char c : escape_terminal(text)) {
    if (c == '|' || c == '\\' || c == '`' || c == '*' || c == '_' || c == '[') {
      out += '\\';
    }
    out += c == '<' ? std::string("&lt;") : std::string(1, c);
  }
  return out;
}

std::string escape_tap(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '#' || c == '\\') {
      out += '\\';
    }
    out += c == '\n' || c == '\r' ? ' ' : c;
  }
  return out;
}

std::string to_uri(std::string_view path) {
  constexpr std::string_view kUnreserved =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  std::string out = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    if (kUnreserved.find(c) != std::string_view::npos) {
      out += c;
    } else {
      append_percent(out, c);
    }
  }
  return out;
}

std::string json_quoted(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

}  // namespace replisim
