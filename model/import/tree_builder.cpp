#include "model/import/tree_builder.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace replisim {
namespace {

std::string origin(const SourceMap& sources, SourceRange where, std::string_view address) {
  std::string text = sources.format(where);
  if (!address.empty()) {
    text += ' ';
    text += address;
  }
  return text;
}

bool has_text(const Draft& draft, std::string_view name, std::string_view value) {
  const Draft* const member = draft.find(name);
  if (member == nullptr) {
    return false;
  }
  return member->node != nullptr ? member->node->is_string() && member->node->text == value
                                 : member->kind == JsonKind::String && member->text == value;
}

JsonNode build_node(const Draft& draft, JsonArena& arena) {
  JsonNode node;
  if (draft.node != nullptr) {
    node = *draft.node;
  } else {
    node.kind = draft.kind;
    node.boolean = draft.boolean_value;
    node.where = draft.where;
    node.text = arena.keep(draft.text);
    std::vector<JsonNode> children;
    children.reserve(draft.children.size());
    for (const Draft& child : draft.children) {
      children.push_back(build_node(child, arena));
    }
    node.child_count = static_cast<std::uint32_t>(children.size());
    node.children = arena.keep(children);
  }
  node.key = arena.keep(draft.key);
  node.key_where = draft.key_where.is_known() ? draft.key_where : node.where;
  return node;
}

}  // namespace

Draft Draft::of(JsonKind kind, std::string_view text, SourceRange where) {
  Draft draft;
  draft.kind = kind;
  draft.text = text;
  draft.where = where;
  return draft;
}

Draft Draft::boolean(bool value, SourceRange where) {
  Draft draft = of(JsonKind::Boolean, {}, where);
  draft.boolean_value = value;
  return draft;
}

Draft Draft::copy(const JsonNode& node) {
  Draft draft = of(node.kind, {}, node.where);
  draft.node = &node;
  draft.key_where = node.key_where;
  return draft;
}

Draft& Draft::set(std::string_view name, Draft value) {
  value.key = name;
  if (Draft* const old = find(name)) {
    *old = std::move(value);
    return *old;
  }
  return children.emplace_back(std::move(value));
}

Draft& Draft::object_at(std::string_view name, SourceRange place) {
  Draft* const member = find(name);
  return member != nullptr ? *member : set(name, object(place));
}

Draft& Draft::array_at(std::string_view name, SourceRange place) {
  Draft* const member = find(name);
  return member != nullptr ? *member : set(name, array(place));
}

Draft& Draft::push(Draft element) {
  element.key.clear();
  return children.emplace_back(std::move(element));
}

void Draft::remove(std::string_view name) {
  children.remove_if([&](const Draft& child) { return child.key == name; });
}

Draft* Draft::find(std::string_view name) {
  return const_cast<Draft*>(std::as_const(*this).find(name));
}

const Draft* Draft::find(std::string_view name) const {
  const auto found = std::find_if(children.begin(), children.end(),
                                  [&](const Draft& child) { return child.key == name; });
  return found == children.end() ? nullptr : &*found;
}

Draft* Draft::find_element(std::string_view name, std::string_view value) {
  const auto found = std::find_if(children.begin(), children.end(),
                                  [&](const Draft& child) { return has_text(child, name, value); });
  return found == children.end() ? nullptr : &*found;
}

const JsonNode* build(const Draft& draft, JsonArena& arena) {
  return arena.keep(std::vector<JsonNode>{build_node(draft, arena)});
}

void note_origin(Draft& object, const SourceMap& sources, SourceRange where,
                 std::string_view address) {
  object.set("x-from", Draft::string(origin(sources, where, address), where));
}

void note_origin_of(Draft& object, std::string_view member, const SourceMap& sources,
                    SourceRange where, std::string_view address) {
  object.set("x-from-" + std::string(member),
             Draft::string(origin(sources, where, address), where));
}

Draft incomplete_policy(Draft policy, SourceRange where) {
  Draft wrapper = Draft::object(where);
  wrapper.set("Incomplete", Draft::boolean(true, where));
  if (policy.kind != JsonKind::Null) {
    wrapper.set("Policy", std::move(policy));
  }
  return wrapper;
}

Draft uncertain_policy(Draft policy, const std::vector<std::size_t>& uncertain, SourceRange where) {
  Draft wrapper = Draft::object(where);
  Draft& positions = wrapper.set("Uncertain", Draft::array(where));
  for (const std::size_t position : uncertain) {
    positions.push(Draft::number(std::to_string(position), where));
  }
  wrapper.set("Policy", std::move(policy));
  return wrapper;
}

Draft scenario_draft(SourceRange where) {
  Draft scenario = Draft::object(where);
  scenario.set("format", Draft::string("replisim/1", where));
  scenario.set("accounts", Draft::array(where));
  return scenario;
}

Draft& account_of(Draft& scenario, std::string_view id, SourceRange where) {
  Draft& accounts = scenario.array_at("accounts", where);
  if (Draft* const account = accounts.find_element("Id", id)) {
    return *account;
  }
  Draft& account = accounts.push(Draft::object(where));
  account.set("Id", Draft::string(id, where));
  return account;
}

}  // namespace replisim
