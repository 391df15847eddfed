#include "model/import/terraform_value.h"

#include <utility>

namespace replisim {
namespace {

const JsonNode* not_null(const JsonNode* node) {
  return node == nullptr || node->kind == JsonKind::Null ? nullptr : node;
}

bool is_marked(const JsonNode* mark) {
  return mark != nullptr && mark->kind == JsonKind::Boolean && mark->boolean;
}

/// What an array of blocks is written as, block by block; the same expression for the elements of
/// a list. Where blocks are generated (`dynamic`), nothing is said of them.
const JsonNode* element_expression(const JsonNode* expression, const JsonNode& array,
                                   std::size_t position) {
  if (expression == nullptr || expression->is_object()) {
    return expression;
  }
  const bool is_one_to_one = expression->is_array() && expression->child_count == array.child_count;
  return is_one_to_one ? expression->begin() + position : nullptr;
}

}  // namespace

bool TerraformValue::is_unknown() const {
  return known == nullptr && is_marked(mark);
}

std::string_view TerraformValue::text() const {
  return known != nullptr && known->is_string() ? known->text : std::string_view();
}

bool TerraformValue::is_true() const {
  return known != nullptr && known->kind == JsonKind::Boolean && known->boolean;
}

TerraformValue TerraformValue::at(std::string_view name) const {
  TerraformValue member = *this;
  member.path += path.empty() ? std::string(name) : "." + std::string(name);
  member.known = not_null(known == nullptr ? nullptr : known->find(name));
  member.mark = is_marked(mark) ? mark : mark == nullptr ? nullptr : mark->find(name);
  member.expression = expression == nullptr ? nullptr : expression->find(name);
  member.where = member.known == nullptr ? where : member.known->where;
  return member;
}

std::vector<TerraformValue> TerraformValue::elements() const {
  std::vector<TerraformValue> elements;
  if (known == nullptr || !known->is_array()) {
    return elements;
  }
  for (std::size_t i = 0; i < known->child_count; ++i) {
    TerraformValue element = *this;
    const JsonNode& node = known->begin()[i];
    element.path += "[" + std::to_string(i) + "]";
    element.known = not_null(&node);
    const bool has_marks = mark != nullptr && mark->is_array() && i < mark->child_count;
    element.mark = is_marked(mark) ? mark : has_marks ? mark->begin() + i : nullptr;
    element.expression = element_expression(expression, *known, i);
    element.where = node.where;
    elements.push_back(std::move(element));
  }
  return elements;
}

TerraformValue TerraformValue::block(std::string_view name) const {
  const TerraformValue blocks = at(name);
  std::vector<TerraformValue> all = blocks.elements();
  if (!all.empty()) {
    return std::move(all.front());
  }
  TerraformValue none = blocks;
  none.known = nullptr;
  return none;
}

TerraformValue attributes_of(const TerraformInstance& instance) {
  TerraformValue value;
  value.instance = &instance;
  value.known = instance.values;
  value.mark = instance.unknown;
  value.expression =
      instance.configuration == nullptr ? nullptr : instance.configuration->find("expressions");
  value.where = instance.where;
  return value;
}

TerraformValue attribute_of(const TerraformInstance& instance, std::string_view name) {
  return attributes_of(instance).at(name);
}

}  // namespace replisim
