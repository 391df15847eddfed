#include "model/percent.h"

#include <cstddef>
#include <utility>

#include "model/unicode.h"

namespace replisim {
namespace {

constexpr std::string_view kHexDigits = "0123456789ABCDEF";
constexpr std::string_view kStaysInObjectKeys = "-_.*/";

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

enum class Plus { IsPlus, IsSpace };

std::optional<std::string> decode(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i] == '+' && plus == Plus::IsSpace ? ' ' : text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
    if (high < 0 || low < 0) {
      return std::nullopt;
    }
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

std::optional<Tag> read_tag(std::string_view text) {
  const std::size_t equals = text.find('=');
  const std::string_view value =
      equals == std::string_view::npos ? std::string_view() : text.substr(equals + 1);
  std::optional<std::string> decoded_key = decode(text.substr(0, equals), Plus::IsSpace);
  std::optional<std::string> decoded_value = decode(value, Plus::IsSpace);
  if (!decoded_key || !decoded_value || decoded_key->empty() || !is_valid_utf8(*decoded_key) ||
      !is_valid_utf8(*decoded_value)) {
    return std::nullopt;
  }
  return Tag{.key = *std::move(decoded_key), .value = *std::move(decoded_value)};
}

bool stays_in_object_key(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         kStaysInObjectKeys.find(c) != std::string_view::npos;
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text) {
  return decode(text, Plus::IsPlus);
}

std::optional<TagSet> parse_tagging(std::string_view text) {
  TagSet tags;
  bool has_more = !text.empty();
  while (has_more) {
    const std::size_t end = text.find('&');
    has_more = end != std::string_view::npos;
    std::optional<Tag> tag = read_tag(text.substr(0, end));
    if (!tag) {
      return std::nullopt;
    }
    tags.push_back(*std::move(tag));
    text.remove_prefix(has_more ? end + 1 : text.size());
  }
  return tags;
}

std::string encode_object_key(std::string_view key) {
  std::string out;
  out.reserve(key.size());
  for (const char c : key) {
    if (stays_in_object_key(c)) {
      out += c;
    } else if (c == ' ') {
      out += '+';
    } else {
      const unsigned byte = static_cast<unsigned char>(c);
      out += '%';
      out += kHexDigits[byte / 16];
      out += kHexDigits[byte % 16];
    }
  }
  return out;
}

}  // namespace replisim
