#include "model/arn_template.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cassert>
#include <cstdint>

namespace replisim {
namespace {

// What stands at one place of a template: itself, or characters of a placeholder.
enum class TokenKind : std::uint8_t {
  Literal,
  Header,   // in the first five parts of the ARN: neither `:` nor `/`
  Segment,  // no `/`
  Any,
};

struct Token {
  TokenKind kind = TokenKind::Literal;
  char literal = '\0';
  bool repeats = false;  // none or many, else exactly one
};

struct Template {
  std::array<Token, kArnTemplateLengthMax> tokens{};
  std::size_t size = 0;

  void append(Token token) {
    assert(size < kArnTemplateLengthMax);
    tokens[size++] = token;
  }
};

// The places of a template that what was read so far may lead to; the last is its end.
using Places = std::bitset<kArnTemplateLengthMax + 1>;

constexpr std::size_t kHeaderColons = 5;

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

bool has_slashes(std::string_view placeholder) {
  return ends_with(placeholder, "WithPath") || placeholder == "ObjectName" ||
         placeholder == "Alias" || placeholder == "EntityPath" || placeholder == "OidcProviderName";
}

Template read_template(std::string_view text) {
  assert(text.size() <= kArnTemplateLengthMax);
  Template result;
  std::size_t colons = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 2) != "${") {
      colons += text[i] == ':' ? 1U : 0U;
      result.append({TokenKind::Literal, text[i], false});
      continue;
    }
    const std::size_t end = text.find('}', i);
    assert(end != std::string_view::npos);
    const std::string_view name = text.substr(i + 2, end - i - 2);
    TokenKind kind = has_slashes(name) ? TokenKind::Any : TokenKind::Segment;
    if (colons < kHeaderColons) {
      kind = TokenKind::Header;
    }
    if (name != "Region") {
      result.append({kind, '\0', false});
    }
    result.append({kind, '\0', true});
    i = end;
  }
  return result;
}

bool accepts(const Token& token, char c) {
  switch (token.kind) {
    case TokenKind::Literal: return token.literal == c;
    case TokenKind::Header: return c != ':' && c != '/';
    case TokenKind::Segment: return c != '/';
    case TokenKind::Any: return true;
  }
  return false;
}

bool is_colon(const Token& token) {
  return token.kind == TokenKind::Literal && token.literal == ':';
}

// A token that repeats may also be passed over.
void pass_repeats(const Template& form, Places& places) {
  for (std::size_t i = 0; i < form.size; ++i) {
    if (places[i] && form.tokens[i].repeats) {
      places.set(i + 1);
    }
  }
}

template <typename Accepts>
Places step(const Template& form, const Places& places, const Accepts& accepted) {
  Places next;
  for (std::size_t i = 0; i < form.size; ++i) {
    if (places[i] && accepted(form.tokens[i])) {
      next.set(form.tokens[i].repeats ? i : i + 1);
    }
  }
  pass_repeats(form, next);
  return next;
}

// Everything that any text leads to, or any text without a colon.
void spread(const Template& form, Places& places, bool over_colons) {
  for (std::size_t i = 0; i < form.size; ++i) {
    if (places[i] && (over_colons || !is_colon(form.tokens[i]))) {
      places.set(i + 1);
    }
  }
}

Places start(const Template& form) {
  Places places;
  places.set(0);
  pass_repeats(form, places);
  return places;
}

}  // namespace

bool fits_arn_template(std::string_view arn, std::string_view arn_template) {
  const Template form = read_template(arn_template);
  Places places = start(form);
  for (const char c : arn) {
    places = step(form, places, [c](const Token& token) { return accepts(token, c); });
    if (places.none()) {
      return false;
    }
  }
  return places[form.size];
}

bool pattern_may_fit_arn_template(std::string_view pattern, std::string_view arn_template) {
  const Template form = read_template(arn_template);
  Places places = start(form);
  const auto all_colons = static_cast<std::size_t>(std::count(pattern.begin(), pattern.end(), ':'));
  std::size_t colons = 0;
  for (std::size_t i = 0; i < pattern.size() && places.any(); ++i) {
    // A pattern of fewer parts is compared as a whole, so there a wildcard spans colons.
    const bool over_colons = colons >= kHeaderColons || all_colons < kHeaderColons;
    const char c = pattern[i];
    const std::size_t variable_end =
        pattern.substr(i, 2) == "${" ? pattern.find('}', i) : std::string_view::npos;
    if (variable_end != std::string_view::npos) {
      spread(form, places, over_colons);
      i = variable_end;
    } else if (c == '*') {
      spread(form, places, over_colons);
    } else if (c == '?') {
      places = step(form, places,
                    [over_colons](const Token& token) { return over_colons || !is_colon(token); });
    } else {
      colons += c == ':' ? 1U : 0U;
      places = step(form, places, [c](const Token& token) { return accepts(token, c); });
    }
  }
  return places[form.size];
}

}  // namespace replisim
