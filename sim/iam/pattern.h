#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/iam/request.h"

namespace replisim {

/// What a text of a policy may hold besides itself.
struct PatternSyntax {
  bool wildcards = true;   ///< `*` and `?`
  bool variables = false;  ///< `${key}`, `${key, 'default'}`, `${*}` (policies of 2012-10-17)
};

/// A text of a policy, ready to be matched: resource, condition value.
///
/// What a variable is replaced by is literal (U-3). Matching allocates nothing once warm.
class TextPattern {
 public:
  TextPattern() = default;
  TextPattern(std::string_view text, PatternSyntax syntax);

  /// The pattern as `wildcard_match` takes it, variables replaced; empty where a variable has no
  /// value and no default, or is multivalued. Valid until the next call on this thread.
  [[nodiscard]] std::optional<std::string_view> resolve(const RequestContext& context) const;

  [[nodiscard]] bool has_variables() const { return !variables_.empty(); }
  [[nodiscard]] bool has_wildcards() const { return has_wildcards_; }
  /// Matches its own text alone.
  [[nodiscard]] bool is_literal() const { return shape_ == Shape::Literal; }
  /// Whether the pattern matches the value; a variable without a value matches nothing.
  [[nodiscard]] bool matches(std::string_view value, const RequestContext& context) const;
  /// The text with literal escapes; what stands for variables is left out.
  [[nodiscard]] const std::string& pattern() const { return pattern_; }
  /// Keys of the variables, as written.
  [[nodiscard]] std::vector<std::string> variable_keys() const;

 private:
  struct Variable {
    std::size_t position = 0;  // in pattern_, where the value goes
    FoldedName key;
    std::string written;
    std::optional<std::string> default_value;
  };

  /// What the pattern needs to be matched; most need little.
  enum class Shape : std::uint8_t { Literal, Prefix, Wildcards, Variables };

  [[nodiscard]] std::size_t compile_variable(std::string_view rest);
  [[nodiscard]] Shape find_shape() const;

  std::string pattern_;
  std::vector<Variable> variables_;
  bool has_wildcards_ = false;
  Shape shape_ = Shape::Literal;
};

/// How one value of a policy and one value of a request compare.
enum class ValueMatch : std::uint8_t {
  No,
  Yes,
  /// The policy's value makes evaluation fail: an Allow does not apply, a Deny does (recorded).
  Error,
  /// The request's value is none of the operator's type: false for both polarities.
  NotComparable,
};

/// `Resource` and `NotResource`: parts are matched one by one, the sixth keeps its colons (2.3).
class ResourcePattern {
 public:
  ResourcePattern() = default;
  ResourcePattern(std::string_view text, bool variables);

  [[nodiscard]] bool matches(const RequestResource& resource, const RequestContext& context) const;

  [[nodiscard]] bool is_everything() const { return is_everything_; }
  /// Whether one pass of the pattern over the whole text decides, so that it can be indexed.
  [[nodiscard]] bool is_plain() const { return is_plain_; }
  [[nodiscard]] const TextPattern& text() const { return text_; }

 private:
  TextPattern text_;
  bool is_everything_ = false;
  bool is_plain_ = false;
};

/// A value under the Arn operators: six parts, each with its own wildcards (3.5).
class ArnPattern {
 public:
  ArnPattern() = default;
  ArnPattern(std::string_view text, bool variables) : text_(text, {.variables = variables}) {}

  [[nodiscard]] ValueMatch match(std::string_view value, const RequestContext& context) const;
  [[nodiscard]] const TextPattern& text() const { return text_; }

 private:
  TextPattern text_;
};

/// Where the six parts of an ARN-like text begin; empty if it has fewer than five colons.
std::optional<std::array<std::uint32_t, 6>> split_arn(std::string_view text);

}  // namespace replisim
