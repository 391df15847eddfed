#include "tests/sim/iam/plain_conditions.h"

#include <algorithm>
#include <cctype>

#include "model/decimal.h"
#include "model/instant.h"
#include "model/ip_address.h"
#include "model/unicode.h"

namespace replisim {
namespace {

using Units = std::vector<std::uint32_t>;

std::string lower(std::string_view text) {
  std::string result;
  for (const char c : text) {
    result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return result;
}

// The UTF-16 code units of valid UTF-8.
Units units_of(std::string_view text) {
  Units units;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t code = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length; ++k) {
      code = (code << 6U) | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    }
    if (code > 0xFFFF) {
      units.push_back(0xD800 + ((code - 0x10000) >> 10U));
      units.push_back(0xDC00 + ((code - 0x10000) & 0x3FFU));
    } else {
      units.push_back(code);
    }
    i += length;
  }
  return units;
}

bool glob(const PlainToken* pattern, const PlainToken* pattern_end, const std::uint32_t* text,
          const std::uint32_t* text_end) {
  if (pattern == pattern_end) {
    return text == text_end;
  }
  if (pattern->kind == PlainToken::Kind::Any) {
    return glob(pattern + 1, pattern_end, text, text_end) ||
           (text != text_end && glob(pattern, pattern_end, text + 1, text_end));
  }
  return text != text_end && (pattern->kind == PlainToken::Kind::One || pattern->unit == *text) &&
         glob(pattern + 1, pattern_end, text + 1, text_end);
}

bool glob(const PlainPattern& pattern, const Units& text) {
  return glob(pattern.data(), pattern.data() + pattern.size(), text.data(),
              text.data() + text.size());
}

// A stretch of a policy's text: as written, or literal because a variable or `${*}` stood there.
struct Piece {
  std::string text;
  bool is_literal = false;
};
using Pieces = std::vector<Piece>;

std::string trimmed(std::string text) {
  while (!text.empty() && text.front() == ' ') {
    text.erase(0, 1);
  }
  while (!text.empty() && text.back() == ' ') {
    text.pop_back();
  }
  return text;
}

// What stands for `${inner}`; empty where there is nothing.
std::optional<std::string> value_of_variable(const std::string& inner,
                                             const PlainContext& context) {
  if (inner == "*" || inner == "?" || inner == "$") {
    return inner;
  }
  const std::size_t comma = inner.find(',');
  const std::string key = comma == std::string::npos ? inner : trimmed(inner.substr(0, comma));
  const std::vector<const ContextEntry*> entries = context.find(key);
  if (!entries.empty()) {
    const ContextEntry& entry = *entries.front();
    if (entry.is_list || entry.values.size() != 1) {
      return std::nullopt;  // recorded: a list has no value, and no default either
    }
    return entry.values.front();
  }
  if (comma == std::string::npos) {
    return std::nullopt;
  }
  const std::string value = trimmed(inner.substr(comma + 1));
  const bool quoted = value.size() >= 2 && value.front() == '\'' && value.back() == '\'';
  return quoted ? value.substr(1, value.size() - 2) : value;
}

// 2.4; empty where a variable has no value.
std::optional<Pieces> replace_variables(std::string_view text, bool variables,
                                        const PlainContext& context) {
  Pieces pieces(1);
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t brace = text.find('}', i);
    if (variables && text.substr(i, 2) == "${" && brace != std::string_view::npos &&
        brace != i + 2) {
      const auto value = value_of_variable(std::string(text.substr(i + 2, brace - i - 2)), context);
      if (!value) {
        return std::nullopt;
      }
      pieces.push_back({*value, true});
      pieces.emplace_back();
      i = brace + 1;
    } else {
      pieces.back().text += text[i++];
    }
  }
  return pieces;
}

std::optional<std::string> plain_text(std::string_view text, bool variables,
                                      const PlainContext& context) {
  const std::optional<Pieces> pieces = replace_variables(text, variables, context);
  if (!pieces) {
    return std::nullopt;
  }
  std::string all;
  for (const Piece& piece : *pieces) {
    all += piece.text;
  }
  return all;
}

template <typename Element, typename IsColon>
std::optional<std::vector<std::vector<Element>>> six_parts(const std::vector<Element>& all,
                                                           IsColon is_colon) {
  std::vector<std::vector<Element>> parts(1);
  for (const Element& element : all) {
    if (parts.size() < 6 && is_colon(element)) {
      parts.emplace_back();
    } else {
      parts.back().push_back(element);
    }
  }
  return parts.size() == 6 ? std::optional(parts) : std::nullopt;
}

// --- operators ---

struct Operator {
  std::string base;  // in lower case, without what stands before and behind
  bool for_all = false;
  bool for_any = false;
  bool if_exists = false;
};

bool cut(std::string& text, const std::string& part, bool at_front) {
  if (text.size() < part.size()) {
    return false;
  }
  const std::size_t at = at_front ? 0 : text.size() - part.size();
  if (text.compare(at, part.size(), part) != 0) {
    return false;
  }
  text.erase(at, part.size());
  return true;
}

Operator operator_of(std::string_view name) {
  Operator op;
  op.base = lower(name);
  op.for_all = cut(op.base, "forallvalues:", true);
  op.for_any = !op.for_all && cut(op.base, "foranyvalue:", true);
  op.if_exists = cut(op.base, "ifexists", false);
  return op;
}

bool is_negated(const std::string& base) {
  return base.find("not") != std::string::npos && base != "null";
}

bool starts_with(const std::string& text, std::string_view prefix) {
  return text.compare(0, prefix.size(), prefix) == 0;
}

// `LessThanEquals` and the like, of numbers and dates; order < 0: the request's value is less.
bool relation_holds(const std::string& base, int order) {
  if (base.find("lessthanequals") != std::string::npos) {
    return order <= 0;
  }
  if (base.find("lessthan") != std::string::npos) {
    return order < 0;
  }
  if (base.find("greaterthanequals") != std::string::npos) {
    return order >= 0;
  }
  return base.find("greaterthan") != std::string::npos ? order > 0 : order == 0;
}

enum class Compared : std::uint8_t { No, Yes, Error, NeverHolds };

Compared yes_if(bool matches) {
  return matches ? Compared::Yes : Compared::No;
}

Compared compare_numbers(const std::string& base, const std::string& actual,
                         const std::string& wanted) {
  const auto left = parse_decimal(actual);
  const auto right = parse_decimal(wanted);
  return yes_if(left && right && relation_holds(base, compare(*left, *right)));
}

Compared compare_dates(const std::string& base, const std::string& actual,
                       const std::string& wanted) {
  const auto left = parse_instant(actual);
  const auto right = parse_instant(wanted);
  if (!left || !right) {
    return Compared::No;
  }
  return yes_if(relation_holds(base, *left < *right ? -1 : *right < *left ? 1 : 0));
}

Compared compare_addresses(const std::string& actual, const std::string& wanted) {
  const auto address = parse_ip_address(actual);
  if (!address) {
    return Compared::NeverHolds;
  }
  const auto range = parse_ip_range(wanted);
  return yes_if(range && contains(*range, *address));
}

Compared compare_arns(const std::string& actual, const std::string& wanted, bool variables,
                      const PlainContext& context) {
  const auto is_colon = [](char c) { return c == ':'; };
  if (!starts_with(actual, "arn:") ||
      !six_parts(std::vector<char>(actual.begin(), actual.end()), is_colon)) {
    return Compared::NeverHolds;
  }
  const auto pattern = plain_pattern(wanted, variables, context);
  if (!pattern) {
    return Compared::No;
  }
  if (pattern->size() == 1 && pattern->front().kind == PlainToken::Kind::Any) {
    return Compared::Yes;  // U-10
  }
  if (const std::optional<bool> matches = plain_match_parts(*pattern, actual)) {
    return yes_if(*matches);
  }
  const bool is_arn_like = starts_with(*plain_text(wanted, variables, context), "arn:");
  return is_arn_like ? Compared::No : Compared::Error;  // U-10
}

Compared compare_texts(const std::string& base, const std::string& actual,
                       const std::string& wanted, bool variables, const PlainContext& context) {
  if (base == "stringlike" || base == "stringnotlike") {
    const auto pattern = plain_pattern(wanted, variables, context);
    return yes_if(pattern && plain_match(*pattern, actual));
  }
  const auto text = plain_text(wanted, variables, context);
  if (base.find("ignorecase") != std::string::npos) {
    return yes_if(text && fold_case(*text) == fold_case(actual));
  }
  return yes_if(text && *text == actual);
}

bool is_true(std::string_view text) {
  return lower(text) == "true";
}

Compared compare_one(const std::string& base, const std::string& actual, const std::string& wanted,
                     bool variables, const PlainContext& context) {
  if (starts_with(base, "string")) {
    return compare_texts(base, actual, wanted, variables, context);
  }
  if (starts_with(base, "numeric")) {
    return compare_numbers(base, actual, wanted);
  }
  if (starts_with(base, "date")) {
    return compare_dates(base, actual, wanted);
  }
  if (starts_with(base, "arn")) {
    return compare_arns(actual, wanted, variables, context);
  }
  if (base == "ipaddress" || base == "notipaddress") {
    return compare_addresses(actual, wanted);
  }
  if (base == "bool") {
    const auto text = plain_text(wanted, variables, context);  // U-2
    return yes_if(text && is_true(actual) == is_true(*text));
  }
  return yes_if(actual == wanted);  // BinaryEquals: the text (recorded)
}

bool is_known_operator(const Operator& op) {
  static const std::vector<std::string> kKnown = {"stringequals",
                                                  "stringnotequals",
                                                  "stringequalsignorecase",
                                                  "stringnotequalsignorecase",
                                                  "stringlike",
                                                  "stringnotlike",
                                                  "numericequals",
                                                  "numericnotequals",
                                                  "numericlessthan",
                                                  "numericlessthanequals",
                                                  "numericgreaterthan",
                                                  "numericgreaterthanequals",
                                                  "dateequals",
                                                  "datenotequals",
                                                  "datelessthan",
                                                  "datelessthanequals",
                                                  "dategreaterthan",
                                                  "dategreaterthanequals",
                                                  "bool",
                                                  "binaryequals",
                                                  "ipaddress",
                                                  "notipaddress",
                                                  "arnequals",
                                                  "arnlike",
                                                  "arnnotequals",
                                                  "arnnotlike",
                                                  "null"};
  return std::find(kKnown.begin(), kKnown.end(), op.base) != kKnown.end() &&
         !(op.base == "null" && op.if_exists);
}

PlainTruth truth(bool holds) {
  return holds ? PlainTruth::True : PlainTruth::False;
}

// match1 of 3.4, with what was recorded of errors.
PlainTruth test_value(const ConditionEntry& condition, const Operator& op,
                      const std::string& actual, bool variables, const PlainContext& context) {
  for (const PolicyText& wanted : condition.values) {
    switch (compare_one(op.base, actual, wanted.text, variables, context)) {
      case Compared::No: break;
      case Compared::Yes: return truth(!is_negated(op.base));
      case Compared::Error: return PlainTruth::Error;
      case Compared::NeverHolds: return PlainTruth::False;
    }
  }
  return truth(is_negated(op.base));
}

PlainTruth test_entry(const ConditionEntry& condition, const Operator& op,
                      const ContextEntry& entry, bool variables, const PlainContext& context) {
  if (condition.values.empty()) {
    return PlainTruth::False;
  }
  if (!op.for_all && !op.for_any) {
    return entry.is_list ? PlainTruth::False
                         : test_value(condition, op, entry.values.front(), variables, context);
  }
  const PlainTruth decisive = truth(op.for_any);
  bool error = false;
  for (const std::string& actual : entry.values) {
    const PlainTruth one = test_value(condition, op, actual, variables, context);
    if (one == decisive) {
      return decisive;
    }
    error = error || one == PlainTruth::Error;
  }
  return error ? PlainTruth::Error : truth(op.for_all);
}

PlainTruth test_null(const ConditionEntry& condition, const Operator& op, bool exists) {
  if (op.for_all || op.for_any) {
    return truth(op.for_all);
  }
  return truth(
      std::any_of(condition.values.begin(), condition.values.end(),
                  [exists](const PolicyText& value) { return exists != is_true(value.text); }));
}

// 3.3
PlainTruth test_absent(const ConditionEntry& condition, const Operator& op) {
  if (op.if_exists || op.for_all) {
    return PlainTruth::True;
  }
  return truth(!op.for_any && is_negated(op.base) && !condition.values.empty());
}

}  // namespace

std::vector<const ContextEntry*> PlainContext::find(std::string_view key) const {
  std::vector<const ContextEntry*> found;
  for (const std::vector<ContextEntry>* entries : {&call, &principal}) {
    for (const ContextEntry& entry : *entries) {
      if (lower(entry.key) == lower(key) && !entry.values.empty()) {
        found.push_back(&entry);
      }
    }
    if (!found.empty()) {
      return found;
    }
  }
  return found;
}

std::optional<PlainPattern> plain_pattern(std::string_view text, bool variables,
                                          const PlainContext& context) {
  const std::optional<Pieces> pieces = replace_variables(text, variables, context);
  if (!pieces) {
    return std::nullopt;
  }
  PlainPattern pattern;
  for (const Piece& piece : *pieces) {
    for (const std::uint32_t unit : units_of(piece.text)) {
      if (!piece.is_literal && (unit == '*' || unit == '?')) {
        pattern.push_back({unit == '*' ? PlainToken::Kind::Any : PlainToken::Kind::One, 0});
      } else {
        pattern.push_back({PlainToken::Kind::Unit, unit});
      }
    }
  }
  return pattern;
}

bool plain_match(const PlainPattern& pattern, std::string_view text) {
  return glob(pattern, units_of(text));
}

std::optional<bool> plain_match_parts(const PlainPattern& pattern, std::string_view text) {
  const auto wanted = six_parts(pattern, [](const PlainToken& token) {
    return token.kind == PlainToken::Kind::Unit && token.unit == ':';
  });
  const auto parts = six_parts(units_of(text), [](std::uint32_t unit) { return unit == ':'; });
  if (!wanted || !parts) {
    return std::nullopt;
  }
  bool matches = true;
  for (std::size_t i = 0; i < 6; ++i) {
    matches = matches && glob((*wanted)[i], (*parts)[i]);
  }
  return matches;
}

PlainTruth plain_condition(const ConditionEntry& condition, PolicyKind kind, bool variables,
                           const PlainContext& context) {
  const Operator op = operator_of(condition.operator_name.text);
  if (!is_known_operator(op)) {
    return PlainTruth::False;  // U-8
  }
  std::vector<const ContextEntry*> entries = context.find(condition.key.text);
  if (kind == PolicyKind::Key && lower(condition.key.text) == "kms:resourcealiases") {
    entries.clear();  // 4.4: of IAM policies alone
  }
  if (op.base == "null") {
    return test_null(condition, op, !entries.empty());
  }
  if (entries.empty()) {
    return test_absent(condition, op);
  }
  bool error = false;
  for (const ContextEntry* entry : entries) {
    const PlainTruth one = test_entry(condition, op, *entry, variables, context);
    if (one == PlainTruth::False) {
      return one;
    }
    error = error || one == PlainTruth::Error;
  }
  return error ? PlainTruth::Error : PlainTruth::True;
}

}  // namespace replisim
