#include "sim/iam/pattern.h"

#include "model/wildcard.h"

namespace replisim {
namespace {

constexpr std::string_view kEverything = "*";

std::string_view part_of(std::string_view text, const std::array<std::uint32_t, 6>& begins,
                         std::size_t index) {
  const std::size_t end = index == 5 ? text.size() : begins[index + 1] - 1;
  return text.substr(begins[index], end - begins[index]);
}

bool parts_match(std::string_view pattern, const std::array<std::uint32_t, 6>& pattern_begins,
                 std::string_view value, const std::array<std::uint32_t, 6>& value_begins) {
  for (std::size_t part = 0; part < 6; ++part) {
    if (!wildcard_match(part_of(pattern, pattern_begins, part),
                        part_of(value, value_begins, part))) {
      return false;
    }
  }
  return true;
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') {
    text.remove_prefix(1);
  }
  while (!text.empty() && text.back() == ' ') {
    text.remove_suffix(1);
  }
  return text;
}

/// `key, 'default'` → the default; the key alone has none.
std::optional<std::string> split_default(std::string_view& key) {
  const std::size_t comma = key.find(',');
  if (comma == std::string_view::npos) {
    return std::nullopt;
  }
  std::string_view value = trim(key.substr(comma + 1));
  key = trim(key.substr(0, comma));
  if (value.size() >= 2 && value.front() == '\'' && value.back() == '\'') {
    value = value.substr(1, value.size() - 2);
  }
  return std::string(value);
}

}  // namespace

TextPattern::TextPattern(std::string_view text, PatternSyntax syntax) {
  for (std::size_t i = 0; i < text.size();) {
    if (syntax.variables && text[i] == '$' && i + 1 < text.size() && text[i + 1] == '{') {
      const std::size_t taken = compile_variable(text.substr(i));
      if (taken != 0) {
        i += taken;
        continue;
      }
    }
    if (syntax.wildcards && (text[i] == '*' || text[i] == '?')) {
      pattern_.push_back(text[i]);
      has_wildcards_ = true;
    } else {
      append_literal(pattern_, text.substr(i, 1));
    }
    ++i;
  }
  shape_ = find_shape();
}

/// Returns how many characters the variable takes, 0 for `${` that begins none (U-4: literal).
std::size_t TextPattern::compile_variable(std::string_view rest) {
  const std::size_t brace = rest.find('}');
  if (brace == std::string_view::npos || brace == 2) {
    return 0;
  }
  std::string_view inner = rest.substr(2, brace - 2);
  if (inner == "*" || inner == "?" || inner == "$") {
    append_literal(pattern_, inner);
    return brace + 1;
  }
  Variable variable;
  variable.position = pattern_.size();
  variable.default_value = split_default(inner);
  variable.key = FoldedName(inner);
  variable.written = inner;
  variables_.push_back(std::move(variable));
  return brace + 1;
}

TextPattern::Shape TextPattern::find_shape() const {
  if (!variables_.empty()) {
    return Shape::Variables;
  }
  const std::size_t prefix = literal_prefix(pattern_).size();
  if (prefix == pattern_.size()) {
    return Shape::Literal;
  }
  return prefix + 1 == pattern_.size() && pattern_.back() == '*' ? Shape::Prefix : Shape::Wildcards;
}

bool TextPattern::matches(std::string_view value, const RequestContext& context) const {
  const std::string_view pattern = pattern_;
  switch (shape_) {
    case Shape::Literal: return pattern == value;
    case Shape::Prefix:
      return value.substr(0, pattern.size() - 1) == pattern.substr(0, pattern.size() - 1);
    case Shape::Wildcards: return wildcard_match(pattern, value);
    case Shape::Variables: {
      const std::optional<std::string_view> resolved = resolve(context);
      return resolved && wildcard_match(*resolved, value);
    }
  }
  return false;
}

std::optional<std::string_view> TextPattern::resolve(const RequestContext& context) const {
  if (variables_.empty()) {
    return pattern_;
  }
  thread_local std::string resolved;  // keeps its capacity: nothing is allocated once warm
  resolved.clear();
  std::size_t copied = 0;
  for (const Variable& variable : variables_) {
    resolved.append(pattern_, copied, variable.position - copied);
    copied = variable.position;
    if (const ContextValue* value = context.find(variable.key)) {
      if (value->is_multivalued || value->values.size() != 1) {
        return std::nullopt;  // recorded: the default is not applied either
      }
      append_literal(resolved, value->values.front());
    } else if (variable.default_value) {
      append_literal(resolved, *variable.default_value);
    } else {
      return std::nullopt;
    }
  }
  resolved.append(pattern_, copied, std::string::npos);
  return resolved;
}

std::vector<std::string> TextPattern::variable_keys() const {
  std::vector<std::string> keys;
  for (const Variable& variable : variables_) {
    keys.push_back(variable.written);
  }
  return keys;
}

std::optional<std::array<std::uint32_t, 6>> split_arn(std::string_view text) {
  std::array<std::uint32_t, 6> begins{};
  std::size_t part = 0;
  for (std::size_t i = 0; i < text.size() && part < 5; ++i) {
    if (text[i] == ':') {
      begins[++part] = static_cast<std::uint32_t>(i + 1);
    }
  }
  if (part < 5) {
    return std::nullopt;
  }
  return begins;
}

ResourcePattern::ResourcePattern(std::string_view text, bool variables)
    : text_(text, {.variables = variables}), is_everything_(text == kEverything) {
  if (is_everything_ || text_.has_variables()) {
    return;
  }
  const std::string_view pattern = text_.pattern();
  const auto begins = split_arn(pattern);
  is_plain_ = !begins || !has_wildcard(pattern.substr(0, (*begins)[5]));
}

bool ResourcePattern::matches(const RequestResource& resource,
                              const RequestContext& context) const {
  if (is_everything_) {
    return true;
  }
  if (is_plain_) {
    return text_.matches(resource.text, context);
  }
  const std::optional<std::string_view> pattern = text_.resolve(context);
  if (!pattern) {
    return false;
  }
  const auto begins = split_arn(*pattern);
  if (!begins || !resource.is_arn) {
    return wildcard_match(*pattern, resource.text);  // U-1
  }
  return parts_match(*pattern, *begins, resource.text, resource.part_begins);
}

ValueMatch ArnPattern::match(std::string_view value, const RequestContext& context) const {
  const auto value_begins = split_arn(value);
  if (!value_begins || value.substr(0, 4) != "arn:") {
    return ValueMatch::NotComparable;
  }
  const std::optional<std::string_view> pattern = text_.resolve(context);
  if (!pattern) {
    return ValueMatch::No;
  }
  if (*pattern == kEverything) {
    return ValueMatch::Yes;
  }
  if (const auto begins = split_arn(*pattern)) {
    return parts_match(*pattern, *begins, value, *value_begins) ? ValueMatch::Yes : ValueMatch::No;
  }
  return pattern->substr(0, 4) == "arn:" ? ValueMatch::No : ValueMatch::Error;  // U-10
}

}  // namespace replisim
