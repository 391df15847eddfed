#include "model/json_scan.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <optional>
#include <utility>

#include "model/decimal.h"
#include "model/issue.h"
#include "model/spelling.h"
#include "model/unicode.h"

namespace replisim {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_hex_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool is_word_character(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '+' ||
         c == '-' || c == '.' || static_cast<unsigned char>(c) >= 0x80;
}

constexpr std::array<std::string_view, 3> kLiterals = {"true", "false", "null"};

std::size_t digit_count(std::string_view text) {
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_digit) -
                                  text.begin());
}

/// `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`
bool is_json_number(std::string_view word) {
  const auto take = [&word](std::string_view characters) {
    const bool is_there = !word.empty() && characters.find(word.front()) != std::string_view::npos;
    word.remove_prefix(is_there ? 1 : 0);
    return is_there;
  };
  const auto take_digits = [&word] {
    const std::size_t count = digit_count(word);
    word.remove_prefix(count);
    return count;
  };
  take("-");
  if (!take("0") && take_digits() == 0) {
    return false;
  }
  if (take(".") && take_digits() == 0) {
    return false;
  }
  if (take("eE")) {
    take("+-");
    if (take_digits() == 0) {
      return false;
    }
  }
  return word.empty();
}

/// The end of the comment that begins at `offset`; the same offset if none does or it is open.
std::size_t comment_end(std::string_view text, std::size_t offset) {
  const std::string_view rest = text.substr(offset);
  if (rest.starts_with("//")) {
    const std::size_t length = rest.find_first_of("\r\n");
    return length == std::string_view::npos ? text.size() : offset + length;
  }
  if (rest.starts_with("/*")) {
    const std::size_t length = rest.find("*/", 2);
    return length == std::string_view::npos ? offset : offset + length + 2;
  }
  return offset;
}

JsonSyntaxFault fault_at(std::string message, std::string hint, std::size_t begin,
                         std::size_t end) {
  return {std::move(message), std::move(hint), begin, end};
}

std::string expectation_text(JsonExpectation expected) {
  switch (expected) {
    case JsonExpectation::Value: return "a value";
    case JsonExpectation::FirstElement: return "a value or `]`";
    case JsonExpectation::FirstName: return "a name or `}`";
    case JsonExpectation::Name: return "a name";
    case JsonExpectation::Colon: return "`:`";
    case JsonExpectation::CommaOrBracket: return "`,` or `]`";
    case JsonExpectation::CommaOrBrace: return "`,` or `}`";
    case JsonExpectation::End: return "the end of the text";
  }
  return "a value";
}

bool takes_value(JsonExpectation expected) {
  return expected == JsonExpectation::Value || expected == JsonExpectation::FirstElement;
}

bool takes_name(JsonExpectation expected) {
  return expected == JsonExpectation::Name || expected == JsonExpectation::FirstName;
}

/// How many hexadecimal digits, four at most, stand at `offset`.
std::size_t hex_digit_count(std::string_view text, std::size_t offset) {
  const std::string_view digits = text.substr(std::min(offset, text.size()), 4);
  return static_cast<std::size_t>(std::find_if_not(digits.begin(), digits.end(), is_hex_digit) -
                                  digits.begin());
}

/// The value of four hexadecimal digits.
std::uint32_t hex_value(std::string_view digits) {
  std::uint32_t value = 0;
  for (const char c : digits) {
    const char lower = is_digit(c) ? c : static_cast<char>(c | 0x20);
    value = value * 16 + static_cast<std::uint32_t>(is_digit(c) ? c - '0' : lower - 'a' + 10);
  }
  return value;
}

bool is_high_surrogate(std::uint32_t unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}

bool is_low_surrogate(std::uint32_t unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

/// How many bytes the escape at `offset` takes, and how many it stands for. Nothing if it is none.
struct Escape {
  std::size_t length = 0;
  std::size_t decoded_length = 1;
};

std::optional<Escape> scan_escape(std::string_view text, std::size_t offset) {
  if (offset + 1 >= text.size()) {
    return std::nullopt;
  }
  if (text[offset + 1] != 'u') {
    const bool is_known =
        std::string_view("\"\\/bfnrt").find(text[offset + 1]) != std::string_view::npos;
    return is_known ? std::optional(Escape{2, 1}) : std::nullopt;
  }
  if (hex_digit_count(text, offset + 2) < 4) {
    return std::nullopt;
  }
  const std::uint32_t unit = hex_value(text.substr(offset + 2, 4));
  if (!is_high_surrogate(unit)) {
    const std::size_t length = unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
    return is_low_surrogate(unit) ? std::nullopt : std::optional(Escape{6, length});
  }
  const bool has_low = text.substr(offset + 6).starts_with("\\u") &&
                       hex_digit_count(text, offset + 8) == 4 &&
                       is_low_surrogate(hex_value(text.substr(offset + 8, 4)));
  return has_low ? std::optional(Escape{12, 4}) : std::nullopt;
}

JsonSyntaxFault escape_fault(std::string_view text, std::size_t offset) {
  const bool is_unicode = text.substr(offset).starts_with("\\u");
  const std::size_t digits = is_unicode ? hex_digit_count(text, offset + 2) : 0;
  const std::size_t end =
      std::min(text.size(), offset + 2 + (is_unicode ? digits : std::size_t{0}));
  const std::string written = in_backticks(text.substr(offset, end - offset));
  if (!is_unicode) {
    return fault_at("unknown escape " + written + " in a string",
                    "a backslash itself is written `\\\\`", offset, end);
  }
  if (digits < 4) {
    return fault_at("incomplete escape " + written + " in a string",
                    "`\\u` is followed by four hexadecimal digits", offset, end);
  }
  return fault_at("half a character: " + written,
                  "a high surrogate is followed by a low one, and a low one never stands alone",
                  offset, end);
}

/// What is wrong with the string that begins at `begin`.
std::optional<JsonSyntaxFault> find_string_fault(std::string_view text, std::size_t begin) {
  for (std::size_t i = begin + 1; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte == '"') {
      return std::nullopt;
    }
    if (byte == '\n' || byte == '\r') {
      return fault_at("string that is not closed in its line",
                      "a line break in a string is written `\\n`", begin, i);
    }
    if (byte < 0x20) {
      return fault_at("control character " + in_backticks(text.substr(i, 1)) + " in a string", {},
                      i, i + 1);
    }
    if (byte == '\\') {
      const std::optional<Escape> escape = scan_escape(text, i);
      if (!escape && i + 1 < text.size()) {
        return escape_fault(text, i);
      }
      i += escape ? escape->length : 1;
      continue;
    }
    const Utf8Character character = decode_utf8(text, i);
    if (!character.is_valid) {
      return fault_at("byte " + in_backticks(text.substr(i, 1)) + " is not UTF-8", {}, i, i + 1);
    }
    i += character.length;
  }
  return fault_at("string that is not closed", {}, begin, text.size());
}

JsonSyntaxFault word_fault(std::string_view text, std::size_t begin, JsonExpectation expected) {
  const std::size_t end = word_end(text, begin);
  const std::string_view word = text.substr(begin, end - begin);
  const std::string written = in_backticks(word);
  if (takes_name(expected)) {
    return fault_at("name " + written + " without quotes",
                    "names stand in double quotes: `\"" + std::string(word.substr(0, 40)) + "\"`",
                    begin, end);
  }
  if (!takes_value(expected)) {
    return fault_at("unexpected " + written + ", expected " + expectation_text(expected), {}, begin,
                    end);
  }
  if (is_digit(word.front()) || word.front() == '-' || word.front() == '+' || word.front() == '.') {
    return fault_at(written + " is not a number of JSON", {}, begin, end);
  }
  const std::optional<std::string> literal = nearest_name(word, kLiterals);
  return fault_at("unknown word " + written,
                  literal ? "did you mean `" + *literal + "`?" : "strings stand in double quotes",
                  begin, end);
}

JsonSyntaxFault character_fault(std::string_view text, std::size_t begin,
                                JsonExpectation expected) {
  const std::string_view rest = text.substr(begin);
  if (rest.starts_with("/*") && comment_end(text, begin) == begin) {
    return fault_at("comment that is not closed", {}, begin, begin + 2);
  }
  if (rest.starts_with("/*") || rest.starts_with("//")) {
    return fault_at("a comment may not stand here", {}, begin, comment_end(text, begin));
  }
  const std::size_t end = begin + decode_utf8(text, begin).length;
  const std::string written = in_backticks(text.substr(begin, end - begin));
  if (rest.front() == '\'') {
    return fault_at("unexpected " + written, "strings stand in double quotes", begin, end);
  }
  return fault_at("unexpected " + written + ", expected " + expectation_text(expected), {}, begin,
                  end);
}

/// What is expected behind a comma or colon that was itself expected; empty if it was not.
std::optional<JsonExpectation> after_separator(char c, JsonExpectation expected) {
  if (c == ':' && expected == JsonExpectation::Colon) {
    return JsonExpectation::Value;
  }
  if (c == ',' && expected == JsonExpectation::CommaOrBracket) {
    return JsonExpectation::Value;
  }
  if (c == ',' && expected == JsonExpectation::CommaOrBrace) {
    return JsonExpectation::Name;
  }
  return std::nullopt;
}

}  // namespace

std::size_t skip_blanks(std::string_view text, std::size_t offset, Separators separators,
                        bool allow_comments) {
  while (offset < text.size()) {
    const char c = text[offset];
    const bool is_separator = separators == Separators::Skip && (c == ',' || c == ':');
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || is_separator) {
      ++offset;
    } else if (const std::size_t end = comment_end(text, offset); allow_comments && end != offset) {
      offset = end;
    } else {
      break;
    }
  }
  return offset;
}

std::size_t word_end(std::string_view text, std::size_t offset) {
  if (offset >= text.size()) {
    return text.size();
  }
  std::size_t end = offset + 1;
  while (is_word_character(text[offset]) && end < text.size() && is_word_character(text[end])) {
    ++end;
  }
  return end;
}

JsonSyntaxFault find_syntax_fault(std::string_view text, std::size_t token_end,
                                  std::size_t consumed, JsonExpectation expected,
                                  bool allow_comments) {
  std::size_t at = skip_blanks(text, token_end, Separators::Keep, allow_comments);
  std::optional<std::size_t> comma;
  if (at < text.size()) {
    if (const auto next = after_separator(text[at], expected)) {
      if (text[at] == ',') {
        comma = at;
      }
      expected = *next;
      at = skip_blanks(text, at + 1, Separators::Keep, allow_comments);
    }
  }
  if (at >= text.size()) {
    return fault_at("the text ends where " + expectation_text(expected) + " is expected", {},
                    text.size(), text.size());
  }
  const char c = text[at];
  if (comma && (c == ']' || c == '}')) {
    return fault_at("comma before `" + std::string(1, c) + "`", "take the comma away", *comma,
                    *comma + 1);
  }
  if (c == '"' && (takes_value(expected) || takes_name(expected))) {
    if (std::optional<JsonSyntaxFault> fault = find_string_fault(text, at)) {
      return *std::move(fault);
    }
  }
  if (is_word_character(c) && decode_utf8(text, at).is_valid) {
    return word_fault(text, at, expected);
  }
  if (c != '"' || !(takes_value(expected) || takes_name(expected))) {
    return character_fault(text, at, expected);
  }
  const std::size_t last = std::clamp<std::size_t>(consumed, 1, text.size()) - 1;
  return fault_at("not JSON", {}, last, last + 1);
}

std::optional<JsonSyntaxFault> find_word_fault(std::string_view text, std::size_t begin) {
  const std::string_view word = text.substr(begin, word_end(text, begin) - begin);
  const bool is_literal = std::find(kLiterals.begin(), kLiterals.end(), word) != kLiterals.end();
  if (is_literal || is_json_number(word)) {
    return std::nullopt;
  }
  return word_fault(text, begin, JsonExpectation::Value);
}

JsonSyntaxFault number_out_of_range(std::string_view text, std::size_t token_end,
                                    bool allow_comments) {
  const std::size_t begin = skip_blanks(text, token_end, Separators::Skip, allow_comments);
  const std::size_t end = word_end(text, begin);
  return fault_at("number " + in_backticks(text.substr(begin, end - begin)) + " is too large", {},
                  begin, end);
}

bool numbers_equal(std::string_view left, std::string_view right) {
  if (left == right) {
    return true;
  }
  const std::optional<Decimal> a = parse_decimal(left);
  const std::optional<Decimal> b = parse_decimal(right);
  return a && b && *a == *b;
}

JsonPlaces::JsonPlaces(const SourceMap& sources, std::uint32_t file)
    : sources_(sources),
      where_{file, 0, static_cast<std::uint32_t>(sources.text(file).size())},
      anchors_{{0, 0}} {}

JsonPlaces::JsonPlaces(const SourceMap& sources, const JsonNode& string)
    : sources_(sources), where_(string.where) {
  const std::string_view raw = sources.text(string.where);
  if (raw.size() < 2) {
    return;
  }
  const std::string_view inside = raw.substr(1, raw.size() - 2);
  const std::size_t begin = string.where.begin + std::size_t{1};
  std::vector<Anchor> anchors{{0, begin}};
  std::size_t decoded = 0;
  for (std::size_t i = 0; i < inside.size();) {
    if (inside[i] != '\\') {
      ++i;
      ++decoded;
      continue;
    }
    const std::optional<Escape> escape = scan_escape(inside, i);
    if (!escape) {
      return;  // the string stands in a string itself
    }
    i += escape->length;
    decoded += escape->decoded_length;
    anchors.push_back({decoded, begin + i});
  }
  if (decoded == string.text.size()) {
    anchors_ = std::move(anchors);
  }
}

SourceRange JsonPlaces::range(std::size_t begin, std::size_t end) const {
  if (anchors_.empty()) {
    return where_;
  }
  return {where_.file, static_cast<std::uint32_t>(outer_offset(begin)),
          static_cast<std::uint32_t>(outer_offset(end))};
}

std::string JsonPlaces::format(std::size_t offset) const {
  return sources_.format(range(offset, offset));
}

std::size_t JsonPlaces::outer_offset(std::size_t decoded) const {
  assert(!anchors_.empty());
  const auto after = std::upper_bound(
      anchors_.begin(), anchors_.end(), decoded,
      [](std::size_t offset, const Anchor& anchor) { return offset < anchor.decoded; });
  const Anchor& anchor = *std::prev(after);
  return anchor.outer + (decoded - anchor.decoded);
}

}  // namespace replisim
