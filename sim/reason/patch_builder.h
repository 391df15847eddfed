#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/json_document.h"
#include "sim/reason/change.h"

namespace replisim {

/// Makes a patch step by step, each applied at once, so that the next sees what the last has made.
/// Keeps the values' texts in the source map, since a patched tree has to know its places.
class PatchBuilder {
 public:
  /// Borrows all of them.
  PatchBuilder(SourceMap& sources, JsonArena& arena, const JsonNode& root)
      : sources_(sources), arena_(arena), root_(&root) {}

  [[nodiscard]] const JsonNode& root() const { return *root_; }
  [[nodiscard]] const std::vector<PatchStep>& steps() const { return steps_; }
  /// False once a step did not apply.
  [[nodiscard]] bool is_good() const { return is_good_; }
  /// Null if nothing is there.
  [[nodiscard]] const JsonNode* find(std::string_view pointer) const;

  void apply(PatchStep step);
  /// Sets a value below `base`; what is missing between them is made.
  void put(std::string base, const std::vector<std::string>& names, const std::string& value);
  /// A policy given as text becomes an object, a single statement an array of one.
  void open_policy(const std::string& pointer);

 private:
  SourceMap& sources_;
  JsonArena& arena_;
  const JsonNode* root_;
  std::vector<PatchStep> steps_;
  bool is_good_ = true;
};

/// Null if nothing is there.
const JsonNode* find_node(const JsonNode& root, std::string_view pointer);

/// A name as part of a JSON pointer, with the slash before it.
std::string pointer_part(std::string_view name);

/// One, or an array of them, as JSON.
std::string json_text(const std::vector<std::string>& texts);

}  // namespace replisim
