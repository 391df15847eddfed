#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/json_document.h"
#include "model/shape.h"

namespace replisim {

/// An operation of RFC 6902.
struct PatchOperation {
  std::string op;
  std::string path;
  std::string from;
  const JsonNode* value = nullptr;
  SourceRange where;
  SourceRange op_where;
  SourceRange path_where;
  SourceRange from_where;
};

template <>
const Shape& shape_of<PatchOperation>();

struct PatchLimits {
  std::uint32_t depth_max = 200;
  /// Nodes that patches may copy, all together: a patch that copies the whole into itself again and
  /// again grows without bounds.
  std::uint64_t nodes_max = 5'000'000;
};

/// Changes trees by RFC 6902 (JSON Patch) and RFC 7386 (JSON Merge Patch).
///
/// Trees never change: what a patch leaves alone is shared with the tree it was applied to. Values
/// that come from the patch keep their place in its text.
class JsonPatcher {
 public:
  JsonPatcher(JsonArena& arena, const PatchLimits& limits, Issues& issues)
      : arena_(arena), limits_(limits), nodes_left_(limits.nodes_max), issues_(issues) {}

  /// The patched tree; null where an operation does not apply, which is reported, or could not be
  /// read.
  const JsonNode* patch(const JsonNode& root, const std::vector<PatchOperation>& operations);
  const JsonNode* merge(const JsonNode& root, const JsonNode& patch);

 private:
  using Pointer = std::vector<std::string>;
  enum class Change : std::uint8_t { Add, Remove, Replace };

  /// What to do at the end of a pointer.
  struct Edit {
    Change change = Change::Add;
    const Pointer* pointer = nullptr;
    const JsonNode* value = nullptr;
    SourceRange pointer_where;
  };

  const JsonNode* apply(const JsonNode& root, const PatchOperation& operation);
  const JsonNode* move(const JsonNode& root, const PatchOperation& operation);
  const JsonNode* test(const JsonNode& root, const PatchOperation& operation);
  const JsonNode* edit(const JsonNode& root, const Edit& edit);
  std::optional<JsonNode> edited(const JsonNode& node, std::size_t depth, const Edit& edit);
  std::optional<JsonNode> edited_here(const JsonNode& node, const Edit& edit);
  JsonNode merged(const JsonNode* target, const JsonNode& patch);

  std::optional<Pointer> parse_pointer(std::string_view text, SourceRange where);
  const JsonNode* find(const JsonNode& root, std::string_view text, SourceRange where);
  std::optional<JsonNode> no_such_place(const JsonNode& node, std::size_t depth, const Edit& edit);
  JsonNode with_children(const JsonNode& node, const std::vector<JsonNode>& children);
  bool take(std::uint64_t node_count, SourceRange where);
  void report(std::string code, std::string message, std::string hint, SourceRange where);

  JsonArena& arena_;
  PatchLimits limits_;
  std::uint64_t nodes_left_;
  bool is_over_limit_ = false;
  Issues& issues_;
};

}  // namespace replisim
