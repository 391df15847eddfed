#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/import/terraform_plan.h"

namespace replisim {

/// A value of an instance: what is known of it, whether it is unknown, and the expression that it
/// is written as. Three parallel trees, walked together.
struct TerraformValue {
  const TerraformInstance* instance = nullptr;
  const JsonNode* known = nullptr;       ///< null: absent, `null` or unknown
  const JsonNode* mark = nullptr;        ///< of `after_unknown`
  const JsonNode* expression = nullptr;  ///< of `configuration`; null where it cannot be told
  std::string path;                      ///< `rule[0].destination[0].bucket`
  SourceRange where;                     ///< of the value, or of the nearest that holds it

  /// A member of a block.
  [[nodiscard]] TerraformValue at(std::string_view name) const;
  /// The blocks, or elements, of an array; none if it is absent or unknown.
  [[nodiscard]] std::vector<TerraformValue> elements() const;
  /// The first block: of blocks that stand once. Absent if there is none.
  [[nodiscard]] TerraformValue block(std::string_view name) const;

  [[nodiscard]] bool is_unknown() const;
  [[nodiscard]] bool is_known() const { return known != nullptr; }
  [[nodiscard]] bool is_absent() const { return !is_known() && !is_unknown(); }
  [[nodiscard]] std::string_view text() const;  ///< a string; empty if it is none
  [[nodiscard]] bool is_true() const;
};

/// The attributes of an instance.
TerraformValue attributes_of(const TerraformInstance& instance);
TerraformValue attribute_of(const TerraformInstance& instance, std::string_view name);

/// What an expression ends at, behind variables and outputs.
struct TerraformTarget {
  const TerraformInstance* instance = nullptr;
  std::string attribute;  ///< empty: lost, as with an index by key

  bool operator==(const TerraformTarget&) const = default;
};

/// Follows what expressions mention.
class TerraformReferences {
 public:
  /// Borrows both.
  TerraformReferences(const TerraformDocument& document, const TerraformWorld& world);

  /// The unknown values that the expression of an unknown value mentions, each once. Nothing if
  /// some of it cannot be followed (a local value) or none of it is unknown.
  [[nodiscard]] std::optional<std::vector<TerraformTarget>> targets(
      const TerraformValue& value) const;
  /// The same, of which there is one.
  [[nodiscard]] std::optional<TerraformTarget> target(const TerraformValue& value) const;

  /// A constant, or a variable that is one; null if it is neither.
  [[nodiscard]] const JsonNode* constant(const JsonNode* expression, std::string_view module) const;

 private:
  /// Where an expression stands.
  struct Scope {
    std::string module;
    std::string index;     ///< of the instance, behind `each.key` and `count.index`
    std::string resource;  ///< of the instance; empty for a module
  };
  struct Walk;

  bool follow(const JsonNode* expression, const Scope& scope, Walk& walk) const;
  bool follow_reference(std::string_view reference, const Scope& scope, bool has_each,
                        Walk& walk) const;
  bool follow_variable(std::string_view rest, const Scope& scope, Walk& walk) const;
  bool follow_output(std::string_view reference, const Scope& scope, bool has_each,
                     Walk& walk) const;
  bool follow_resource(std::string_view reference, const Scope& scope, bool has_each,
                       Walk& walk) const;
  static Scope scope_of(const TerraformInstance& instance);
  /// Whether there is an instance of the resource for each index of the scope's own.
  [[nodiscard]] bool has_same_indexes(const Scope& scope, std::string_view resource) const;

  [[nodiscard]] bool may_have_no_instances(std::string_view module,
                                           std::string_view resource) const;

  const TerraformDocument& document_;
  const TerraformWorld& world_;
  std::set<std::string, std::less<>> modules_;  // every instance of a module
  mutable std::map<std::string, bool> same_indexes_;
};

}  // namespace replisim
