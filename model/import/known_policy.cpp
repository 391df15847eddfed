#include "model/import/known_policy.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace replisim {
namespace {

/// What an unknown part of an element does to the statement.
enum class Unknowns : std::uint8_t {
  GoAlone,         ///< the element lists what is reached: less of it is less reach
  EndTheStatement  ///< the element narrows: without it the statement would reach too far
};

struct ElementRow {
  std::string_view name;
  Unknowns unknowns;
};

constexpr ElementRow kElements[] = {
    {"Action", Unknowns::GoAlone},
    {"Condition", Unknowns::EndTheStatement},
    {"Effect", Unknowns::EndTheStatement},
    {"NotAction", Unknowns::EndTheStatement},
    {"NotPrincipal", Unknowns::EndTheStatement},
    {"NotResource", Unknowns::EndTheStatement},
    {"Principal", Unknowns::GoAlone},
    {"Resource", Unknowns::GoAlone},
    {"Sid", Unknowns::GoAlone},
};

class Pruner {
 public:
  explicit Pruner(std::vector<JsonNode>& unknown) : unknown_(unknown) {}

  /// None if nothing of it is known.
  std::optional<Draft> prune(const JsonNode& node) {
    switch (node.kind) {
      case JsonKind::Null: unknown_.push_back(node); return std::nullopt;
      case JsonKind::Boolean: return Draft::boolean(node.boolean, node.where);
      case JsonKind::String:
      case JsonKind::Number: return Draft::string(node.text, node.where);
      case JsonKind::Array:
      case JsonKind::Object: break;
    }
    Draft made = node.is_array() ? Draft::array(node.where) : Draft::object(node.where);
    for (const JsonNode& child : node) {
      if (std::optional<Draft> known = prune(child)) {
        keep(made, child, *std::move(known));
      }
    }
    const bool is_emptied = made.children.empty() && node.child_count > 0;
    return is_emptied ? std::nullopt : std::optional(std::move(made));
  }

  std::optional<Draft> statement(const JsonNode& node) {
    if (!node.is_object()) {
      return prune(node);
    }
    Draft made = Draft::object(node.where);
    for (const JsonNode& element : node) {
      const std::size_t unknown_before = unknown_.size();
      std::optional<Draft> known = prune(element);
      const bool has_unknown = unknown_.size() != unknown_before;
      if (has_unknown && (!known || ends_statement(element.key)) && element.key != "Sid") {
        return std::nullopt;
      }
      if (known) {
        keep(made, element, *std::move(known));
      }
    }
    return made;
  }

  Draft policy(const JsonNode& node) {
    if (!node.is_object()) {
      return prune(node).value_or(Draft());
    }
    Draft made = Draft::object(node.where);
    for (const JsonNode& member : node) {
      std::optional<Draft> known = member.key == "Statement" ? statements(member) : prune(member);
      if (known) {
        keep(made, member, *std::move(known));
      }
    }
    return made;
  }

 private:
  static void keep(Draft& made, const JsonNode& child, Draft known) {
    known.key = child.key;
    known.key_where = child.key_where;
    made.children.push_back(std::move(known));
  }

  static bool ends_statement(std::string_view element) {
    const ElementRow* const found =
        std::find_if(std::begin(kElements), std::end(kElements),
                     [&](const ElementRow& row) { return row.name == element; });
    return found == std::end(kElements) || found->unknowns == Unknowns::EndTheStatement;
  }

  std::optional<Draft> statements(const JsonNode& node) {
    if (!node.is_array()) {
      return statement(node);
    }
    Draft made = Draft::array(node.where);
    for (const JsonNode& element : node) {
      if (std::optional<Draft> known = statement(element)) {
        keep(made, element, *std::move(known));
      }
    }
    return made;
  }

  std::vector<JsonNode>& unknown_;
};

}  // namespace

KnownPolicy known_policy(const JsonNode& policy) {
  KnownPolicy known;
  known.policy = Pruner(known.unknown).policy(policy);
  return known;
}

Draft policy_draft(const KnownPolicy& known, SourceRange where) {
  return known.unknown.empty() ? known.policy : incomplete_policy(known.policy, where);
}

}  // namespace replisim
