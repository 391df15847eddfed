#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/json_writer.h"
#include "sim/testing/policy.h"

namespace replisim::testing {

/// Texts that stand where a scenario names a file, by the name that messages show.
using Fragments = std::map<std::string, std::string>;

/// A scenario, or part of one, that is being put together. Nodes stay where they are.
class DocumentNode {
 public:
  enum class Kind : std::uint8_t { Object, Array, Text, Literal, Json };

  DocumentNode() = default;
  explicit DocumentNode(Kind kind) : kind_(kind) {}

  [[nodiscard]] std::unique_ptr<DocumentNode> copy() const;

  /// The member of that name, made as an empty object or array where there is none.
  DocumentNode& object(const std::string& name) { return member(name, Kind::Object); }
  DocumentNode& array(const std::string& name) { return member(name, Kind::Array); }
  /// A new element at the end, an empty object.
  DocumentNode& append();
  void append_text(std::string text);
  /// A user's JSON; `name` is what messages call it if it is a text.
  void append_json(Json json, std::string name);

  void set_text(const std::string& name, std::string text);
  void set_flag(const std::string& name, bool value);
  void set_number(const std::string& name, std::int64_t value);
  void set_json(const std::string& name, Json json, std::string fragment);
  /// `Enabled`, in an object of its own: `"Versioning": { "Status": "Enabled" }`.
  void set_status(const std::string& name, const std::string& status);
  void adopt(const std::string& name, DocumentNode node);
  void remove(std::string_view name);

  [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
  /// The text of a member that is one; empty if there is none.
  [[nodiscard]] std::string text_of(std::string_view name) const;
  /// The element of an array of objects whose member `name` is `value`; null if there is none.
  [[nodiscard]] DocumentNode* find_element(std::string_view name, std::string_view value) const;
  [[nodiscard]] std::vector<std::string> texts_of_elements(std::string_view name) const;
  [[nodiscard]] std::size_t size() const { return children_.size(); }
  [[nodiscard]] DocumentNode* first() const { return children_.front().node.get(); }

  /// A user's texts become `{"$file": name}` and are added to the fragments.
  void write(JsonWriter& json, Fragments& fragments) const;

 private:
  struct Child {
    std::string name;  ///< empty in an array
    std::unique_ptr<DocumentNode> node;
  };

  DocumentNode& member(const std::string& name, Kind kind);
  DocumentNode& put(const std::string& name, Kind kind);
  [[nodiscard]] DocumentNode* find(std::string_view name) const;

  Kind kind_ = Kind::Object;
  std::string text_;           ///< or the literal
  std::optional<Json> json_;   ///< of a user
  std::string fragment_name_;  ///< of `json_`
  std::vector<Child> children_;
};

/// A user's object with further members behind its own; places in it stay what they are. What is no
/// object stays as it is, for the reader to say so.
Json with_members(const Json& object,
                  const std::vector<std::pair<std::string, std::string>>& members);

/// Adds a text under that name, or a name like it where another text has it; returns the name.
std::string add_fragment(Fragments& fragments, const std::string& name, const std::string& text);

}  // namespace replisim::testing
