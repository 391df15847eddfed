#include "sim/testing/document.h"

#include <algorithm>

namespace replisim::testing {

std::unique_ptr<DocumentNode> DocumentNode::copy() const {
  auto node = std::make_unique<DocumentNode>(kind_);
  node->text_ = text_;
  node->json_ = json_;
  node->fragment_name_ = fragment_name_;
  for (const Child& child : children_) {
    node->children_.push_back({child.name, child.node->copy()});
  }
  return node;
}

DocumentNode* DocumentNode::find(std::string_view name) const {
  const auto found = std::find_if(children_.begin(), children_.end(),
                                  [&](const Child& child) { return child.name == name; });
  return found == children_.end() ? nullptr : found->node.get();
}

DocumentNode& DocumentNode::put(const std::string& name, Kind kind) {
  if (DocumentNode* const known = find(name)) {
    *known = DocumentNode(kind);
    return *known;
  }
  return *children_.emplace_back(Child{name, std::make_unique<DocumentNode>(kind)}).node;
}

DocumentNode& DocumentNode::member(const std::string& name, Kind kind) {
  DocumentNode* const known = find(name);
  return known != nullptr && known->kind_ == kind ? *known : put(name, kind);
}

DocumentNode& DocumentNode::append() {
  return *children_.emplace_back(Child{"", std::make_unique<DocumentNode>(Kind::Object)}).node;
}

void DocumentNode::append_text(std::string text) {
  DocumentNode& node = append();
  node.kind_ = Kind::Text;
  node.text_ = std::move(text);
}

void DocumentNode::append_json(Json json, std::string name) {
  DocumentNode& node = append();
  node.kind_ = Kind::Json;
  node.json_ = std::move(json);
  node.fragment_name_ = std::move(name);
}

void DocumentNode::set_text(const std::string& name, std::string text) {
  put(name, Kind::Text).text_ = std::move(text);
}

void DocumentNode::set_flag(const std::string& name, bool value) {
  put(name, Kind::Literal).text_ = value ? "true" : "false";
}

void DocumentNode::set_number(const std::string& name, std::int64_t value) {
  put(name, Kind::Literal).text_ = std::to_string(value);
}

void DocumentNode::set_json(const std::string& name, Json json, std::string fragment) {
  DocumentNode& node = put(name, Kind::Json);
  node.json_ = std::move(json);
  node.fragment_name_ = std::move(fragment);
}

void DocumentNode::set_status(const std::string& name, const std::string& status) {
  object(name).set_text("Status", status);
}

void DocumentNode::adopt(const std::string& name, DocumentNode node) {
  put(name, Kind::Object) = std::move(node);
}

void DocumentNode::remove(std::string_view name) {
  children_.erase(std::remove_if(children_.begin(), children_.end(),
                                 [&](const Child& child) { return child.name == name; }),
                  children_.end());
}

std::string DocumentNode::text_of(std::string_view name) const {
  const DocumentNode* const node = find(name);
  return node == nullptr ? std::string() : node->text_;
}

DocumentNode* DocumentNode::find_element(std::string_view name, std::string_view value) const {
  const auto found = std::find_if(children_.begin(), children_.end(), [&](const Child& child) {
    return child.node->kind_ == Kind::Object && child.node->text_of(name) == value;
  });
  return found == children_.end() ? nullptr : found->node.get();
}

std::vector<std::string> DocumentNode::texts_of_elements(std::string_view name) const {
  std::vector<std::string> texts;
  for (const Child& child : children_) {
    texts.push_back(child.node->text_of(name));
  }
  return texts;
}

void DocumentNode::write(JsonWriter& json, Fragments& fragments) const {
  switch (kind_) {
    case Kind::Text: json.string(text_); return;
    case Kind::Literal: json.number(text_); return;
    case Kind::Json:
      json.begin_object();
      json.member("$file", json_->path().empty()
                               ? add_fragment(fragments, fragment_name_, json_->text())
                               : json_->path());
      json.end_object();
      return;
    case Kind::Array:
      json.begin_array();
      for (const Child& child : children_) {
        child.node->write(json, fragments);
      }
      json.end_array();
      return;
    case Kind::Object:
      json.begin_object();
      for (const Child& child : children_) {
        json.key(child.name);
        child.node->write(json, fragments);
      }
      json.end_object();
      return;
  }
}

Json with_members(const Json& object,
                  const std::vector<std::pair<std::string, std::string>>& members) {
  const std::string& text = object.text();
  const std::size_t end = text.find_last_not_of(" \t\r\n");
  if (end == std::string::npos || text[end] != '}') {
    return object;
  }
  const std::size_t last = end == 0 ? 0 : text.find_last_not_of(" \t\r\n", end - 1);
  std::string added;
  for (const auto& [name, value] : members) {
    added += added.empty() && text[last] == '{' ? "" : ", ";
    append_json_string(added, name);
    added += ": ";
    append_json_string(added, value);
  }
  return {text.substr(0, end) + added + text.substr(end)};
}

/// A name may stand as a path: a slash would be taken for a folder.
std::string add_fragment(Fragments& fragments, const std::string& name, const std::string& text) {
  std::string base = name;
  std::replace(base.begin(), base.end(), '/', '_');
  std::string free = base;
  for (int number = 2;; ++number) {
    const auto [at, is_new] = fragments.emplace(free, text);
    if (is_new || at->second == text) {
      return free;
    }
    free = base + " (" + std::to_string(number) + ")";
  }
}

}  // namespace replisim::testing
