#pragma once

#include <list>
#include <string>
#include <string_view>
#include <vector>

#include "model/json_document.h"
#include "model/source.h"

namespace replisim {

/// A JSON value in the making, each part with the place of the text that it came from.
///
/// Importers make the tree of a scenario of these; `build` turns it into nodes for the reader.
/// References to parts stay valid until the part is removed.
struct Draft {
  JsonKind kind = JsonKind::Null;
  bool boolean_value = false;
  std::string key;   ///< the name, for a member of an object
  std::string text;  ///< a string; a number as it is spelled
  SourceRange where;
  SourceRange key_where;  ///< of the name, where it stands in the input
  std::list<Draft> children;
  const JsonNode* node =
      nullptr;  ///< taken over whole; then nothing of the above but the key counts

  static Draft object(SourceRange where) { return of(JsonKind::Object, {}, where); }
  static Draft array(SourceRange where) { return of(JsonKind::Array, {}, where); }
  static Draft string(std::string_view text, SourceRange where) {
    return of(JsonKind::String, text, where);
  }
  static Draft number(std::string_view spelled, SourceRange where) {
    return of(JsonKind::Number, spelled, where);
  }
  static Draft boolean(bool value, SourceRange where);
  /// The node itself with all that is in it: nothing is copied, and it has to outlive the tree.
  static Draft copy(const JsonNode& node);

  /// Puts a member in place, instead of one of that name if there is one.
  Draft& set(std::string_view name, Draft value);
  /// The member of that name, made as an empty object or array if there is none.
  Draft& object_at(std::string_view name, SourceRange place);
  Draft& array_at(std::string_view name, SourceRange place);
  Draft& push(Draft element);
  void remove(std::string_view name);

  [[nodiscard]] Draft* find(std::string_view name);
  [[nodiscard]] const Draft* find(std::string_view name) const;
  /// The element of an array of objects whose member `name` is that string; null if none is.
  [[nodiscard]] Draft* find_element(std::string_view name, std::string_view value);

 private:
  static Draft of(JsonKind kind, std::string_view text, SourceRange where);
};

/// Makes nodes of a draft. They live as long as the arena.
const JsonNode* build(const Draft& draft, JsonArena& arena);

/// `x-from`: file, line and column, and the address of the resource.
void note_origin(Draft& object, const SourceMap& sources, SourceRange where,
                 std::string_view address);
/// `x-from-NAME` beside the member NAME, for what takes no notes itself: policies.
void note_origin_of(Draft& object, std::string_view member, const SourceMap& sources,
                    SourceRange where, std::string_view address);

/// A policy of which parts are not known: further statements may stand there. `policy` is what is
/// known of it: an object, a string, or nothing at all (`JsonKind::Null`).
Draft incomplete_policy(Draft policy, SourceRange where);
/// A policy in which some statements, by their positions, are wider than what they stand for: if
/// such a one does not match, neither does the real one; if it does, nothing is known.
Draft uncertain_policy(Draft policy, const std::vector<std::size_t>& uncertain, SourceRange where);

/// `{"format": "replisim/1", "accounts": []}`
Draft scenario_draft(SourceRange where);
/// The account of that id, made if there is none.
Draft& account_of(Draft& scenario, std::string_view id, SourceRange where);

}  // namespace replisim
