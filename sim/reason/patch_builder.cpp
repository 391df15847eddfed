#include "sim/reason/patch_builder.h"

#include <charconv>
#include <utility>

#include "model/json_patch.h"
#include "model/json_writer.h"

namespace replisim {
namespace {

std::string decoded(std::string_view part) {
  std::string name;
  for (std::size_t i = 0; i < part.size(); ++i) {
    if (part[i] == '~' && i + 1 < part.size()) {
      name += part[++i] == '1' ? '/' : '~';
    } else {
      name += part[i];
    }
  }
  return name;
}

const JsonNode* child_of(const JsonNode& node, std::string_view part) {
  if (node.is_object()) {
    return node.find(decoded(part));
  }
  std::uint32_t index = 0;
  const auto [end, error] = std::from_chars(part.data(), part.data() + part.size(), index);
  const bool is_index = error == std::errc() && end == part.data() + part.size();
  return node.is_array() && is_index && index < node.child_count ? node.children + index : nullptr;
}

}  // namespace

const JsonNode* find_node(const JsonNode& root, std::string_view pointer) {
  const JsonNode* node = &root;
  while (node != nullptr && !pointer.empty()) {
    pointer.remove_prefix(1);
    const std::size_t end = pointer.find('/');
    node = child_of(*node, pointer.substr(0, end));
    pointer = end == std::string_view::npos ? std::string_view() : pointer.substr(end);
  }
  return node;
}

std::string pointer_part(std::string_view name) {
  std::string part = "/";
  for (const char c : name) {
    part += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
  }
  return part;
}

std::string json_text(const std::vector<std::string>& texts) {
  if (texts.size() == 1) {
    return json_string(texts.front());
  }
  std::string json;
  for (const std::string& text : texts) {
    json += (json.empty() ? "[" : ",") + json_string(text);
  }
  return json.empty() ? "[]" : json + "]";
}

const JsonNode* PatchBuilder::find(std::string_view pointer) const {
  return find_node(*root_, pointer);
}

void PatchBuilder::apply(PatchStep step) {
  Issues issues;
  PatchOperation operation;
  operation.op = step.op;
  operation.path = step.path;
  if (!step.value.empty()) {
    operation.value = parse_json(sources_, sources_.add("fix", step.value), arena_, issues);
  }
  JsonPatcher patcher(arena_, {}, issues);
  const JsonNode* patched = issues.empty() ? patcher.patch(*root_, {operation}) : nullptr;
  if (patched == nullptr || !issues.empty()) {
    is_good_ = false;
    return;
  }
  root_ = patched;
  steps_.push_back(std::move(step));
}

void PatchBuilder::put(std::string base, const std::vector<std::string>& names,
                       const std::string& value) {
  const JsonNode* node = find(base);
  std::size_t known = 0;
  while (node != nullptr && known < names.size()) {
    const JsonNode* next = child_of(*node, pointer_part(names[known]).substr(1));
    if (next == nullptr) {
      break;
    }
    base += pointer_part(names[known]);
    node = next;
    // What `aws … get-…` prints may stand in an object of the same name.
    if (const JsonNode* wrapped = node->is_object() ? node->find(names[known]) : nullptr) {
      base += pointer_part(names[known]);
      node = wrapped;
    }
    ++known;
  }
  if (node == nullptr || known == names.size()) {
    apply({"replace", std::move(base), value});
    return;
  }
  // `0` below something that is missing stands for the only element of an array.
  const auto is_element = [&](std::size_t i) { return names[i] == "0"; };
  std::string text;
  for (std::size_t i = known + 1; i < names.size(); ++i) {
    text += is_element(i) ? "[" : "{" + json_string(names[i]) + ":";
  }
  text += value;
  for (std::size_t i = names.size(); i > known + 1; --i) {
    text += is_element(i - 1) ? "]" : "}";
  }
  apply({"add", base + pointer_part(names[known]), std::move(text)});
}

void PatchBuilder::open_policy(const std::string& pointer) {
  const JsonNode* policy = find(pointer);
  if (policy != nullptr && policy->is_string()) {
    apply({"replace", pointer, std::string(policy->text)});
    policy = find(pointer);
  }
  const JsonNode* statement = policy == nullptr ? nullptr : policy->find("Statement");
  if (statement != nullptr && statement->is_object()) {
    apply({"replace", pointer + "/Statement", "[" + to_json_text(*statement) + "]"});
  }
}

}  // namespace replisim
