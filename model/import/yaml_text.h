#pragma once

#include <cstddef>
#include <string_view>

#include "model/json_document.h"

namespace replisim {

// What the YAML reader needs to know of a text beyond what the parser tells: where values end, and
// what a plain scalar is.

/// Where a node's tag and anchor end, and where what they belong to begins.
struct YamlProperties {
  std::size_t end = 0;
  std::size_t content = 0;
};

/// Steps over `count` tags and anchors that stand at `begin`.
YamlProperties skip_yaml_properties(std::string_view text, std::size_t begin, int count);

/// The end of the scalar that begins at `begin` and comes to `value`.
std::size_t yaml_scalar_end(std::string_view text, std::size_t begin, std::string_view value);

/// The end of a collection whose last child ends at `last_child_end`; before there is a child,
/// that is where the collection begins. Behind a flow collection stands its bracket.
std::size_t yaml_collection_end(std::string_view text, std::size_t begin,
                                std::size_t last_child_end);

/// What a scalar without quotes is.
struct YamlPlain {
  JsonKind kind = JsonKind::String;
  bool boolean = false;
  bool loses_zero = false;  ///< digits that begin with zero: some readers take them for a number
};
YamlPlain resolve_yaml_plain(std::string_view value);

/// The first byte of the text that YAML does not allow; the size if there is none.
std::size_t find_forbidden_yaml_byte(std::string_view text);

}  // namespace replisim
