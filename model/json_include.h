#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/json_document.h"
#include "model/scenario.h"

namespace replisim {

/// Reads a JSON file and puts the content of other files where `{"$file": "path"}` names them.
///
/// A path is relative to the file that names it. What a file holds is read once, however often it
/// is named. Notes (`x-…`) are left alone.
class JsonIncluder {
 public:
  JsonIncluder(SourceMap& sources, JsonArena& arena, const FileReader& files,
               const ScenarioOptions& options, Issues& issues)
      : sources_(sources), arena_(arena), files_(files), options_(options), issues_(issues) {}

  /// The whole tree of a file; null where it is no JSON. Its folder is the one that `$file` may not
  /// leave.
  const JsonNode* read(const std::string& path);

  /// RFC 6901 pointer, in its own file, of what stands at `where`.
  [[nodiscard]] std::string pointer(SourceRange where) const;

  /// How many values the tree has, those of files named twice counted twice.
  [[nodiscard]] std::uint64_t node_count() const { return node_count_; }

 private:
  /// A path as its parts, from the scenario's folder or (with an empty first part) from the root.
  using Path = std::vector<std::string>;

  struct File {
    enum class State : std::uint8_t { Reading, Done, Failed };

    State state = State::Reading;
    const JsonNode* root = nullptr;  ///< resolved
    std::uint64_t node_count = 0;
    std::uint32_t depth = 0;
  };

  /// Where resolving stands: the folder of the file, and how deep in its tree, its root at 1.
  struct Place {
    const Path* folder = nullptr;
    std::uint32_t depth = 0;
  };

  /// What was found below a node.
  struct Extent {
    std::uint64_t node_count = 0;
    std::uint32_t depth = 0;
  };

  File& read_file(const std::string& name, const Path& folder, std::string text);
  bool resolve(JsonNode& node, Place place, Extent& extent);
  bool resolve_children(JsonNode& node, Place place, Extent& extent);
  bool include(JsonNode& node, Place place, Extent& extent);
  File* open(const JsonNode& reference, const Path& path);
  std::optional<Path> target(const JsonNode& reference, const Path& folder);
  [[nodiscard]] std::string name_of(const Path& path) const;
  void report(std::string code, std::string message, std::string hint, SourceRange where);

  SourceMap& sources_;
  JsonArena& arena_;
  const FileReader& files_;
  const ScenarioOptions& options_;
  Issues& issues_;
  std::string base_folder_;  // of the scenario, with its slash; may be empty
  std::map<std::string, File> read_files_;
  std::vector<std::string> chain_;  // names of the files being read, outermost first
  std::map<std::uint32_t, const JsonNode*> roots_;  // as parsed
  std::uint64_t node_count_ = 0;
  bool is_over_limit_ = false;
};

}  // namespace replisim
