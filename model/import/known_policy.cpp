#include "model/import/known_policy.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>
#include <utility>

namespace replisim {
namespace {

/// What an element does to the reach of a statement.
enum class Reach : std::uint8_t {
  Lists,    ///< each of its values adds to it
  Excepts,  ///< all that is not among its values
  Narrows,  ///< each of its keys has to hold
  None
};

struct ElementRow {
  std::string_view name;
  Reach reach;
  std::string_view widest;  ///< the element that reaches everything
};

constexpr ElementRow kElements[] = {
    {"Action", Reach::Lists, "Action"},          {"Condition", Reach::Narrows, ""},
    {"NotAction", Reach::Excepts, "Action"},     {"NotPrincipal", Reach::Excepts, "Principal"},
    {"NotResource", Reach::Excepts, "Resource"}, {"Principal", Reach::Lists, "Principal"},
    {"Resource", Reach::Lists, "Resource"},      {"Sid", Reach::None, ""},
};

const ElementRow* find_element(std::string_view name) {
  const ElementRow* const found =
      std::find_if(std::begin(kElements), std::end(kElements),
                   [&](const ElementRow& row) { return row.name == name; });
  return found == std::end(kElements) ? nullptr : found;
}

void keep(Draft& made, const JsonNode& child, Draft known) {
  known.key = child.key;
  known.key_where = child.key_where;
  made.children.push_back(std::move(known));
}

/// A statement as far as it is known.
struct KnownStatement {
  std::optional<Draft> certain;
  std::optional<Draft> wide;  ///< uncertain
  bool is_unknown = false;    ///< nothing can be said of it
};

class Pruner {
 public:
  explicit Pruner(KnownPolicy& known) : known_(known) {}

  void policy(const JsonNode& node) {
    if (!node.is_object()) {
      std::optional<Draft> whole = prune(node);
      known_.is_incomplete = !whole.has_value();
      known_.policy = std::move(whole).value_or(Draft());
      return;
    }
    known_.policy = Draft::object(node.where);
    for (const JsonNode& member : node) {
      if (member.key == "Statement") {
        keep(known_.policy, member, statements(member));
      } else if (std::optional<Draft> known = prune(member)) {
        keep(known_.policy, member, *std::move(known));
      }
    }
  }

 private:
  /// Without what is unknown. None if nothing of it is known.
  std::optional<Draft> prune(const JsonNode& node) {
    switch (node.kind) {
      case JsonKind::Null: known_.unknown.push_back(node); return std::nullopt;
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

  Draft statements(const JsonNode& node) {
    if (node.is_object()) {
      Draft made = Draft::array(node.where);
      add_statement(made, node);
      const bool stands_alone = made.children.size() == 1 && known_.uncertain.empty();
      return stands_alone ? std::move(made.children.front()) : made;
    }
    Draft made = Draft::array(node.where);
    if (!node.is_array()) {
      known_.is_incomplete = known_.is_incomplete || !prune(node);
      return made;
    }
    for (const JsonNode& element : node) {
      add_statement(made, element);
    }
    return made;
  }

  void add_statement(Draft& made, const JsonNode& node) {
    KnownStatement statement = node.is_object() ? known_statement(node) : KnownStatement();
    if (!node.is_object()) {
      statement.certain = prune(node);
      statement.is_unknown = !statement.certain;
    }
    known_.is_incomplete = known_.is_incomplete || statement.is_unknown;
    if (statement.certain) {
      made.push(*std::move(statement.certain));
    }
    if (statement.wide) {
      known_.uncertain.push_back(made.children.size());
      made.push(*std::move(statement.wide));
    }
  }

  KnownStatement known_statement(const JsonNode& node) {
    Draft certain = Draft::object(node.where);
    Draft wide = certain;
    bool is_certain = true;
    bool has_unknown = false;
    for (const JsonNode& element : node) {
      const std::size_t unknown_before = known_.unknown.size();
      const std::optional<Draft> known = prune(element);
      if (known) {
        keep(certain, element, *known);
      }
      if (known_.unknown.size() == unknown_before) {
        keep(wide, element, known.value_or(Draft()));
        continue;
      }
      const ElementRow* const row = find_element(element.key);
      if (row == nullptr) {
        return {.is_unknown = true};  // its effect: it may be either
      }
      if (row->reach == Reach::None) {
        continue;
      }
      has_unknown = true;
      is_certain = is_certain && known && row->reach == Reach::Lists;
      if (row->reach == Reach::Narrows) {
        keep(wide, element, conditions_without_unknown(element));
      } else {
        wide.set(row->widest, Draft::string("*", element.where));
      }
    }
    KnownStatement made;
    if (is_certain) {
      made.certain = std::move(certain);
    }
    if (has_unknown) {
      made.wide = std::move(wide);
    }
    return made;
  }

  /// A condition key goes as a whole: without one of its values it may be narrower.
  static Draft conditions_without_unknown(const JsonNode& block) {
    Draft made = Draft::object(block.where);
    for (const JsonNode& condition_operator : block) {
      Draft keys = Draft::object(condition_operator.where);
      for (const JsonNode& key : condition_operator) {
        KnownPolicy inside;
        std::optional<Draft> values = Pruner(inside).prune(key);
        if (values && inside.unknown.empty()) {
          keep(keys, key, *std::move(values));
        }
      }
      if (!keys.children.empty()) {
        keep(made, condition_operator, std::move(keys));
      }
    }
    return made;
  }

  KnownPolicy& known_;
};

}  // namespace

KnownPolicy known_policy(const JsonNode& policy) {
  KnownPolicy known;
  Pruner(known).policy(policy);
  return known;
}

Draft policy_draft(const KnownPolicy& known, SourceRange where) {
  if (known.uncertain.empty()) {
    return known.is_incomplete ? incomplete_policy(known.policy, where) : known.policy;
  }
  Draft made = uncertain_policy(known.policy, known.uncertain, where);
  if (known.is_incomplete) {
    made.set("Incomplete", Draft::boolean(true, where));
  }
  return made;
}

}  // namespace replisim
