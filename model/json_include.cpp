#include "model/json_include.h"

#include <algorithm>
#include <utility>

namespace replisim {
namespace {

constexpr std::string_view kNotePrefix = "x-";

std::vector<std::string> split(std::string_view path) {
  std::vector<std::string> parts;
  for (;;) {
    const std::size_t slash = path.find('/');
    parts.emplace_back(path.substr(0, slash));
    if (slash == std::string_view::npos) {
      return parts;
    }
    path.remove_prefix(slash + 1);
  }
}

/// Goes from a folder along the parts of a path; `..` above the folder stays.
void walk(std::vector<std::string>& path, const std::vector<std::string>& parts) {
  for (const std::string& part : parts) {
    if (part.empty() || part == ".") {
      continue;
    }
    const bool is_at_top = path.empty() || path.back() == ".." || path.back().empty();
    if (part != ".." || is_at_top) {
      path.push_back(part);
    } else {
      path.pop_back();
    }
  }
}

bool leaves_folder(const std::vector<std::string>& path) {
  return !path.empty() && (path.front() == ".." || path.front().empty());
}

}  // namespace

const JsonNode* JsonIncluder::read(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  base_folder_ = slash == std::string::npos ? std::string() : path.substr(0, slash + 1);
  std::optional<std::string> text = files_.read(path);
  if (!text) {
    const std::uint32_t file = sources_.add(path, {});
    report("include.no-file", "the file cannot be read", {}, {file, 0, 0});
    return nullptr;
  }
  const File& file = read_file(path, {}, *std::move(text));
  node_count_ = file.node_count;
  return file.root;
}

JsonIncluder::File& JsonIncluder::read_file(const std::string& name, const Path& folder,
                                            std::string text) {
  File& file = read_files_[name];
  const std::uint32_t source = sources_.add(name, std::move(text));
  const JsonNode* const root = parse_json(sources_, source, arena_, issues_, options_.json);
  if (root == nullptr) {
    file.state = File::State::Failed;
    return file;
  }
  roots_[source] = root;
  chain_.push_back(name);
  JsonNode resolved = *root;
  Extent extent;
  const bool is_changed = resolve(resolved, {&folder, 1}, extent);
  chain_.pop_back();
  file.root = is_changed ? arena_.keep(std::vector<JsonNode>{resolved}) : root;
  file.node_count = extent.node_count;
  file.depth = extent.depth;
  file.state = File::State::Done;
  return file;
}

/// Whether anything below the node was replaced.
bool JsonIncluder::resolve(JsonNode& node, Place place, Extent& extent) {
  extent.node_count += 1;
  if (node.is_object() || node.is_array()) {
    extent.depth = std::max(extent.depth, place.depth);
  }
  if (is_file_reference(node)) {
    return include(node, place, extent);
  }
  return node.child_count > 0 && resolve_children(node, place, extent);
}

bool JsonIncluder::resolve_children(JsonNode& node, Place place, Extent& extent) {
  std::vector<JsonNode> children;
  for (std::uint32_t i = 0; i < node.child_count; ++i) {
    JsonNode child = node.children[i];
    if (child.key.starts_with(kNotePrefix)) {
      continue;
    }
    if (resolve(child, {place.folder, place.depth + 1}, extent)) {
      if (children.empty()) {
        children.assign(node.begin(), node.end());
      }
      children[i] = child;
    }
  }
  if (children.empty()) {
    return false;
  }
  node.children = arena_.keep(children);
  return true;
}

bool JsonIncluder::include(JsonNode& node, Place place, Extent& extent) {
  const JsonNode& reference = *node.begin();
  const std::optional<Path> path = target(reference, *place.folder);
  const File* const file = path ? open(reference, *path) : nullptr;
  if (file == nullptr || file->state != File::State::Done) {
    return false;
  }
  const std::uint32_t depth = place.depth - 1 + file->depth;  // it takes the node's own place
  if (depth > options_.json.depth_max) {
    report("json.too-deep",
           "more than " + std::to_string(options_.json.depth_max) +
               " values inside each other, those of files included",
           {}, reference.where);
    return false;
  }
  extent.node_count += file->node_count;
  extent.depth = std::max(extent.depth, depth);
  if (extent.node_count > options_.json.nodes_max) {
    if (!std::exchange(is_over_limit_, true)) {
      report("json.too-many-values",
             "more than " + std::to_string(options_.json.nodes_max) +
                 " values, those of files included",
             {}, reference.where);
    }
    return false;
  }
  JsonNode included = *file->root;
  included.key = node.key;
  included.key_where = node.key_where;
  node = included;
  return true;
}

JsonIncluder::File* JsonIncluder::open(const JsonNode& reference, const Path& path) {
  const std::string name = name_of(path);
  if (const auto chain_begin = std::find(chain_.begin(), chain_.end(), name);
      chain_begin != chain_.end()) {
    std::string cycle;
    std::for_each(chain_begin, chain_.end(),
                  [&](const std::string& link) { cycle += in_backticks(link) + " names "; });
    report("include.cycle", "the file names itself", cycle + in_backticks(name), reference.where);
    return nullptr;
  }
  if (const auto known = read_files_.find(name); known != read_files_.end()) {
    return &known->second;
  }
  if (read_files_.size() > options_.included_files_max ||
      chain_.size() > options_.include_depth_max) {
    if (!std::exchange(is_over_limit_, true)) {
      const bool is_chain = chain_.size() > options_.include_depth_max;
      report("include.too-many-files",
             is_chain ? "more than " + std::to_string(options_.include_depth_max) +
                            " files that name each other"
                      : "more than " + std::to_string(options_.included_files_max) + " files",
             {}, reference.where);
    }
    return nullptr;
  }
  std::optional<std::string> text = files_.read(name);
  if (!text) {
    report("include.no-file", "file " + in_backticks(name) + " cannot be read",
           "a path is relative to the file that names it", reference.where);
    read_files_[name].state = File::State::Failed;
    return nullptr;
  }
  const Path folder(path.begin(), path.end() - 1);
  return &read_file(name, folder, *std::move(text));
}

/// The path that is meant, if it is one and may be.
std::optional<JsonIncluder::Path> JsonIncluder::target(const JsonNode& reference,
                                                       const Path& folder) {
  const std::string_view text = reference.text;
  if (!reference.is_string() || text.empty() || text.ends_with('/') ||
      text.find('\0') != std::string_view::npos) {
    report("include.not-a-path", "`$file` takes the path of a file", {}, reference.where);
    return std::nullopt;
  }
  Path path = text.starts_with('/') ? Path{""} : folder;
  walk(path, split(text));
  if (leaves_folder(path) && !options_.allow_outside) {
    report("include.outside", "file " + in_backticks(text) + " lies outside the scenario's folder",
           "`--allow-outside` permits it", reference.where);
    return std::nullopt;
  }
  if (path.empty() || path.back() == ".." || path.back().empty()) {
    report("include.not-a-path", in_backticks(text) + " is no file", {}, reference.where);
    return std::nullopt;
  }
  return path;
}

std::string JsonIncluder::name_of(const Path& path) const {
  std::string name = path.front().empty() ? std::string() : base_folder_;
  for (std::size_t i = 0; i < path.size(); ++i) {
    name += (i == 0 ? "" : "/") + path[i];
  }
  return name;
}

std::string JsonIncluder::pointer(SourceRange where) const {
  const auto root = roots_.find(where.file);
  return root == roots_.end() ? std::string() : json_pointer(*root->second, where);
}

void JsonIncluder::report(std::string code, std::string message, std::string hint,
                          SourceRange where) {
  issues_.push_back({.code = std::move(code),
                     .message = std::move(message),
                     .hint = std::move(hint),
                     .where = where});
}

}  // namespace replisim
