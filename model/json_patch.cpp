#include "model/json_patch.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "model/shape_field.h"

namespace replisim {
namespace {

constexpr std::array<std::string_view, 6> kOperations = {"add",  "remove", "replace",
                                                         "move", "copy",   "test"};

bool takes_value(std::string_view op) {
  return op == "add" || op == "replace" || op == "test";
}

bool takes_from(std::string_view op) {
  return op == "move" || op == "copy";
}

void finish_operation(ShapeReader& reader, const JsonNode& node, void* object) {
  PatchOperation& operation = *static_cast<PatchOperation*>(object);
  operation.where = node.where;
  if (operation.op.empty()) {
    return;
  }
  if (std::find(kOperations.begin(), kOperations.end(), operation.op) == kOperations.end()) {
    reader.report_unknown_value("patch operation", operation.op, kOperations, operation.op_where);
    return;
  }
  const auto require = [&](std::string_view name) {
    if (node.find(name) == nullptr) {
      reader.report("scenario.missing-field",
                    in_backticks(operation.op) + " without " + in_backticks(name), {}, node.where);
    }
  };
  if (takes_value(operation.op)) {
    require("value");
  }
  if (takes_from(operation.op)) {
    require("from");
  }
}

/// An index of an array as RFC 6901 has it: digits without a leading zero.
std::optional<std::size_t> parse_index(std::string_view token) {
  std::size_t index = 0;
  const char* const end = token.data() + token.size();
  const auto [stop, error] = std::from_chars(token.data(), end, index);
  const bool is_canonical = token.size() == 1 || (!token.empty() && token.front() != '0');
  return error == std::errc() && stop == end && is_canonical ? std::optional(index) : std::nullopt;
}

/// The child that a token of a pointer names; null if there is none.
const JsonNode* find_child(const JsonNode& node, std::string_view token) {
  if (node.is_object()) {
    return node.find(token);
  }
  const std::optional<std::size_t> index = node.is_array() ? parse_index(token) : std::nullopt;
  return index && *index < node.child_count ? node.begin() + *index : nullptr;
}

std::string pointer_text(const std::vector<std::string>& tokens, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += '/';
    for (const char c : tokens[i]) {
      text += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
    }
  }
  return text;
}

std::uint64_t count_nodes(const JsonNode& node, std::uint64_t limit) {
  std::uint64_t count = 1;
  for (const JsonNode& child : node) {
    if (count > limit) {
      break;
    }
    count += count_nodes(child, limit - count);
  }
  return count;
}

std::size_t depth_of(const JsonNode& node) {
  std::size_t depth = 0;
  for (const JsonNode& child : node) {
    depth = std::max(depth, depth_of(child));
  }
  return depth + 1;
}

/// What stands where a pointer does not lead on.
std::string describe_place(const JsonNode& node, const std::string& pointer,
                           std::string_view token) {
  const std::string where = pointer.empty() ? "the document" : in_backticks(pointer);
  if (node.is_array()) {
    return where + " has " + std::to_string(node.child_count) +
           (node.child_count == 1 ? " element" : " elements");
  }
  if (!node.is_object()) {
    return where + " is " + std::string(describe(node.kind)) +
           (node.is_string() ? "; given as an object, it could be patched" : "");
  }
  std::vector<std::string_view> names;
  for (const JsonNode& member : node) {
    names.push_back(member.key);
  }
  const std::string near = did_you_mean(token, names);
  return near.empty() ? where + " has no such member" : near;
}

}  // namespace

template <>
const Shape& shape_of<PatchOperation>() {
  static constexpr std::array kRows = {
      field<&PatchOperation::op, Codec<std::string>, &PatchOperation::op_where>(
          "op", Need::Required, "add, remove, replace, move, copy or test"),
      field<&PatchOperation::path, Codec<std::string>, &PatchOperation::path_where>(
          "path", Need::Required, "where, by RFC 6901"),
      field<&PatchOperation::from, Codec<std::string>, &PatchOperation::from_where>(
          "from", Need::Optional, "where from; of move and copy"),
      field<&PatchOperation::value, NodeCodec>("value", Need::Optional, "of add, replace and test"),
  };
  static const Shape kShape = {
      "PatchOperation", "an operation of RFC 6902", {{kRows}}, &finish_operation};
  return kShape;
}

const JsonNode* JsonPatcher::patch(const JsonNode& root,
                                   const std::vector<PatchOperation>& operations) {
  const JsonNode* tree = &root;
  for (const PatchOperation& operation : operations) {
    tree = apply(*tree, operation);
    if (tree == nullptr) {
      return nullptr;  // the operations after it may rest on this one
    }
  }
  return tree;
}

const JsonNode* JsonPatcher::apply(const JsonNode& root, const PatchOperation& operation) {
  const bool is_known =
      std::find(kOperations.begin(), kOperations.end(), operation.op) != kOperations.end();
  if (!is_known || (takes_value(operation.op) && operation.value == nullptr)) {
    return nullptr;  // reported when it was read
  }
  if (takes_from(operation.op)) {
    return move(root, operation);
  }
  if (operation.op == "test") {
    return test(root, operation);
  }
  const std::optional<Pointer> pointer = parse_pointer(operation.path, operation.path_where);
  if (!pointer) {
    return nullptr;
  }
  const Change change = operation.op == "add"      ? Change::Add
                        : operation.op == "remove" ? Change::Remove
                                                   : Change::Replace;
  return edit(root, {change, &*pointer, operation.value, operation.path_where});
}

const JsonNode* JsonPatcher::move(const JsonNode& root, const PatchOperation& operation) {
  const JsonNode* const source = find(root, operation.from, operation.from_where);
  const std::optional<Pointer> from = parse_pointer(operation.from, operation.from_where);
  const std::optional<Pointer> to = parse_pointer(operation.path, operation.path_where);
  if (source == nullptr || !from || !to) {
    return nullptr;
  }
  const JsonNode* tree = &root;
  if (operation.op == "move") {
    if (to->size() > from->size() && std::equal(from->begin(), from->end(), to->begin())) {
      report("patch.move-into-itself",
             in_backticks(operation.from) + " cannot be moved into itself", {}, operation.where);
      return nullptr;
    }
    if (*from == *to) {
      return tree;
    }
    tree = edit(root, {Change::Remove, &*from, nullptr, operation.from_where});
  }
  return tree == nullptr ? nullptr : edit(*tree, {Change::Add, &*to, source, operation.path_where});
}

const JsonNode* JsonPatcher::test(const JsonNode& root, const PatchOperation& operation) {
  const JsonNode* const actual = find(root, operation.path, operation.path_where);
  if (actual == nullptr) {
    return nullptr;
  }
  if (json_equal(*actual, *operation.value)) {
    return &root;
  }
  report("patch.test-failed", in_backticks(operation.path) + " is not what the test says",
         count_nodes(*actual, 20) > 20 ? std::string()
                                       : "it is " + in_backticks(to_json_text(*actual)),
         operation.value->where);
  return nullptr;
}

const JsonNode* JsonPatcher::edit(const JsonNode& root, const Edit& edit) {
  if (edit.value != nullptr) {
    if (!take(count_nodes(*edit.value, nodes_left_), edit.pointer_where)) {
      return nullptr;
    }
    if (edit.pointer->size() + depth_of(*edit.value) > limits_.depth_max) {
      report("json.too-deep",
             "more than " + std::to_string(limits_.depth_max) + " values inside each other", {},
             edit.pointer_where);
      return nullptr;
    }
  }
  std::optional<JsonNode> changed = edited(root, 0, edit);
  return changed ? arena_.keep(std::vector<JsonNode>{*changed}) : nullptr;
}

std::optional<JsonNode> JsonPatcher::edited(const JsonNode& node, std::size_t depth,
                                            const Edit& edit) {
  const std::size_t left = edit.pointer->size() - depth;
  if (left == 0) {  // the whole document
    if (edit.value == nullptr) {
      report("patch.no-such-place", "the whole document cannot be removed", {}, edit.pointer_where);
      return std::nullopt;
    }
    return *edit.value;
  }
  if (!take(node.child_count, edit.pointer_where)) {
    return std::nullopt;
  }
  if (left == 1) {
    std::optional<JsonNode> changed = edited_here(node, edit);
    return changed ? changed : no_such_place(node, depth, edit);
  }
  const JsonNode* const child = find_child(node, (*edit.pointer)[depth]);
  if (child == nullptr) {
    return no_such_place(node, depth, edit);
  }
  const std::optional<JsonNode> changed = edited(*child, depth + 1, edit);
  if (!changed) {
    return std::nullopt;
  }
  std::vector<JsonNode> children(node.begin(), node.end());
  children[static_cast<std::size_t>(child - node.begin())] = *changed;
  return with_children(node, children);
}

/// Changes a child of the node; nothing where there is no such place.
std::optional<JsonNode> JsonPatcher::edited_here(const JsonNode& node, const Edit& edit) {
  const std::string& token = edit.pointer->back();
  const JsonNode* const child = find_child(node, token);
  std::vector<JsonNode> children(node.begin(), node.end());
  JsonNode added = edit.value == nullptr ? JsonNode() : *edit.value;
  added.key = {};
  added.key_where = {};
  const auto index =
      child == nullptr ? children.size() : static_cast<std::size_t>(child - node.begin());
  const auto at = children.begin() + static_cast<std::ptrdiff_t>(index);
  if (edit.change != Change::Add) {
    if (child == nullptr) {
      return std::nullopt;
    }
    if (edit.change == Change::Remove) {
      children.erase(at);
    } else {
      added.key = child->key;
      added.key_where = child->key_where;
      *at = added;
    }
  } else if (node.is_array()) {
    const std::optional<std::size_t> end = parse_index(token);
    if (child == nullptr && token != "-" && end != std::optional<std::size_t>(node.child_count)) {
      return std::nullopt;
    }
    children.insert(at, added);
  } else if (node.is_object()) {
    added.key = child == nullptr ? arena_.keep(token) : child->key;
    added.key_where = child == nullptr ? edit.pointer_where : child->key_where;
    if (child == nullptr) {
      children.push_back(added);
    } else {
      *at = added;
    }
  } else {
    return std::nullopt;
  }
  return with_children(node, children);
}

const JsonNode* JsonPatcher::merge(const JsonNode& root, const JsonNode& patch) {
  if (!take(count_nodes(patch, nodes_left_), patch.where)) {
    return nullptr;
  }
  JsonNode result = merged(&root, patch);
  return is_over_limit_ ? nullptr : arena_.keep(std::vector<JsonNode>{result});
}

JsonNode JsonPatcher::merged(const JsonNode* target, const JsonNode& patch) {
  const bool keeps_target = target != nullptr && target->is_object() && patch.is_object();
  if (!patch.is_object() || !take(keeps_target ? target->child_count : 0, patch.where)) {
    return patch;
  }
  JsonNode result = keeps_target ? *target : patch;
  std::vector<JsonNode> children;
  if (keeps_target) {
    children.assign(target->begin(), target->end());
  }
  for (const JsonNode& member : patch) {
    const auto existing =
        std::find_if(children.begin(), children.end(),
                     [&](const JsonNode& child) { return child.key == member.key; });
    if (member.kind == JsonKind::Null) {
      if (existing != children.end()) {
        children.erase(existing);
      }
      continue;
    }
    JsonNode value = merged(existing == children.end() ? nullptr : &*existing, member);
    value.key = member.key;
    value.key_where = member.key_where;
    if (existing == children.end()) {
      children.push_back(value);
    } else {
      *existing = value;
    }
  }
  return with_children(result, children);
}

std::optional<JsonPatcher::Pointer> JsonPatcher::parse_pointer(std::string_view text,
                                                               SourceRange where) {
  Pointer pointer;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == 0 && text[i] != '/') {
      break;
    }
    if (text[i] == '/') {
      pointer.emplace_back();
    } else if (text[i] != '~') {
      pointer.back() += text[i];
    } else if (i + 1 < text.size() && (text[i + 1] == '0' || text[i + 1] == '1')) {
      pointer.back() += text[++i] == '0' ? '~' : '/';
    } else {
      pointer.clear();
      break;
    }
  }
  if (pointer.empty() && !text.empty()) {
    report("patch.bad-pointer", in_backticks(text) + " is not a JSON pointer",
           "a pointer is written `/accounts/0/Id`, with `~0` for `~` and `~1` for `/`", where);
    return std::nullopt;
  }
  return pointer;
}

const JsonNode* JsonPatcher::find(const JsonNode& root, std::string_view text, SourceRange where) {
  const std::optional<Pointer> pointer = parse_pointer(text, where);
  if (!pointer) {
    return nullptr;
  }
  const JsonNode* node = &root;
  for (std::size_t i = 0; i < pointer->size(); ++i) {
    const JsonNode* const child = find_child(*node, (*pointer)[i]);
    if (child == nullptr) {
      no_such_place(*node, i, {Change::Replace, &*pointer, nullptr, where});
      return nullptr;
    }
    node = child;
  }
  return node;
}

std::optional<JsonNode> JsonPatcher::no_such_place(const JsonNode& node, std::size_t depth,
                                                   const Edit& edit) {
  const Pointer& pointer = *edit.pointer;
  const bool is_last = depth + 1 == pointer.size();
  const std::string text = pointer_text(pointer, depth + 1);
  report("patch.no-such-place",
         edit.change == Change::Add && is_last ? "nothing can be added at " + in_backticks(text)
                                               : "nothing stands at " + in_backticks(text),
         describe_place(node, pointer_text(pointer, depth), pointer[depth]), edit.pointer_where);
  return std::nullopt;
}

JsonNode JsonPatcher::with_children(const JsonNode& node, const std::vector<JsonNode>& children) {
  JsonNode result = node;
  result.child_count = static_cast<std::uint32_t>(children.size());
  result.children = arena_.keep(children);
  return result;
}

bool JsonPatcher::take(std::uint64_t node_count, SourceRange where) {
  if (node_count <= nodes_left_ && !is_over_limit_) {
    nodes_left_ -= node_count;
    return true;
  }
  if (!std::exchange(is_over_limit_, true)) {
    report("patch.too-large",
           "patches copy more than " + std::to_string(limits_.nodes_max) + " values", {}, where);
  }
  return false;
}

void JsonPatcher::report(std::string code, std::string message, std::string hint,
                         SourceRange where) {
  issues_.push_back({.code = std::move(code),
                     .message = std::move(message),
                     .hint = std::move(hint),
                     .where = where});
}

}  // namespace replisim
