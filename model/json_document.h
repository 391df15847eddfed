#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/issue.h"
#include "model/source.h"

namespace replisim {

enum class JsonKind : std::uint8_t { Null, Boolean, Number, String, Array, Object };

/// "null", "a boolean", "a number" …: for messages.
std::string_view describe(JsonKind kind);

/// One JSON value with its place. Nodes never change and live in a `JsonArena`.
struct JsonNode {
  JsonKind kind = JsonKind::Null;
  bool boolean = false;
  std::uint32_t child_count = 0;
  SourceRange where;
  SourceRange key_where;  ///< of the name, for a member of an object
  std::string_view key;   ///< the name, decoded, for a member of an object
  std::string_view text;  ///< a string, decoded; a number as it is spelled
  const JsonNode* children = nullptr;

  [[nodiscard]] const JsonNode* begin() const { return children; }
  [[nodiscard]] const JsonNode* end() const { return children + child_count; }
  [[nodiscard]] const JsonNode* find(std::string_view name) const;  ///< null if there is none
  [[nodiscard]] bool is_object() const { return kind == JsonKind::Object; }
  [[nodiscard]] bool is_array() const { return kind == JsonKind::Array; }
  [[nodiscard]] bool is_string() const { return kind == JsonKind::String; }
};

/// Owns nodes and the texts that were made for them; pointers and views into it stay valid as long
/// as it lives. A string without escapes is not copied: it is a view of the text it was read from,
/// so the `SourceMap` has to live as long. Costs 72 bytes a node beside that text.
class JsonArena {
 public:
  /// Copies the nodes into one stable block.
  const JsonNode* keep(const std::vector<JsonNode>& nodes);
  std::string_view keep(std::string_view text);

 private:
  /// What is kept is cut off blocks, which grow, so that neither a small nor a large tree wastes
  /// much.
  template <typename T>
  class Blocks {
   public:
    T* take(std::size_t count);

   private:
    static constexpr std::size_t kFirstBytes = 1024;
    static constexpr std::size_t kBytesMax = std::size_t{1} << 20U;

    std::vector<std::unique_ptr<T[]>> blocks_;
    T* next_ = nullptr;
    std::size_t left_ = 0;
    std::size_t block_size_ = kFirstBytes / sizeof(T);
  };

  Blocks<JsonNode> nodes_;
  Blocks<char> texts_;
};

/// Reaching a limit is an error of the input, never a crash.
struct JsonLimits {
  std::uint32_t depth_max = 200;
  std::uint32_t nodes_max = 20'000'000;
  std::uint64_t bytes_max = 512ULL * 1024 * 1024;
  bool allow_comments = true;
};

/// Reads one text of the map: `//` and `/* */` comments allowed, a name given twice refused (all of
/// them), invalid UTF-8 and anything after the value refused. Returns null where the text is no
/// JSON; nodes of a text with double names are returned together with the issues.
const JsonNode* parse_json(const SourceMap& sources, std::uint32_t file, JsonArena& arena,
                           Issues& issues, const JsonLimits& limits = {});

/// Reads JSON that stands inside a string of another JSON text, as policies do in what AWS returns.
/// The string's text has to live as long as the arena. Places are those of the outer text, escapes
/// taken into account.
const JsonNode* parse_embedded_json(const SourceMap& sources, const JsonNode& string,
                                    JsonArena& arena, Issues& issues,
                                    const JsonLimits& limits = {});

/// Whether the node is `{"$file": …}`. Once a scenario's files are in place, only those are left
/// that could not be read, for which an issue is there.
bool is_file_reference(const JsonNode& node);

/// RFC 6901 pointer, inside its own file, of the value that stands at `where`; empty if none does.
std::string json_pointer(const JsonNode& root, SourceRange where);

/// Appends a child's name or index, escaped, as RFC 6901 has it.
void append_pointer_token(std::string& pointer, const JsonNode& parent, const JsonNode& child);

/// Compact JSON text of a node.
std::string to_json_text(const JsonNode& node);

/// Equal as JSON values; places do not count.
bool json_equal(const JsonNode& a, const JsonNode& b);

}  // namespace replisim
