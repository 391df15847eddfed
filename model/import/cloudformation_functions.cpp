#include "model/import/cloudformation_functions.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "model/spelling.h"

namespace replisim {
namespace {

using Value = StackEvaluator::Value;

JsonNode refuse(StackEvaluator& stack, const FunctionRow& row, const FunctionCall& call) {
  return stack.refuse(call.where, "cloudformation.bad-argument",
                      in_backticks(row.name) + " takes " + std::string(row.takes));
}

/// `call`'s argument as an array of at least and at most so many; null otherwise.
const JsonNode* arguments(const FunctionCall& call, std::uint32_t least, std::uint32_t most) {
  const JsonNode& argument = call.argument;
  const bool fits =
      argument.is_array() && argument.child_count >= least && argument.child_count <= most;
  return fits ? argument.children : nullptr;
}

std::optional<std::string> text_of(const Value& value) {
  if (!value) {
    return std::nullopt;
  }
  const std::optional<std::string_view> text = scalar_text(*value);
  return text ? std::optional(std::string(*text)) : std::nullopt;
}

bool is_unknown_value(const Value& value) {
  return value && is_unknown(*value);
}

// References

Value evaluate_ref(StackEvaluator& stack, const FunctionRow& row, const FunctionCall& call) {
  return call.argument.is_string() ? stack.ref(call.argument.text, call.where)
                                   : refuse(stack, row, call);
}

Value evaluate_get_att(StackEvaluator& stack, const FunctionRow& row, const FunctionCall& call) {
  if (call.argument.is_string()) {
    const std::size_t dot = call.argument.text.find('.');
    return dot == std::string_view::npos
               ? refuse(stack, row, call)
               : stack.attribute(call.argument.text.substr(0, dot),
                                 call.argument.text.substr(dot + 1), call.where);
  }
  const JsonNode* const parts = arguments(call, 2, 2);
  if (parts == nullptr || !parts[0].is_string()) {
    return refuse(stack, row, call);
  }
  const Value attribute = stack.evaluate(parts[1]);  // it may be a `Ref`
  if (is_unknown_value(attribute)) {
    return attribute;
  }
  const std::optional<std::string> name = text_of(attribute);
  return name ? stack.attribute(parts[0].text, *name, call.where) : refuse(stack, row, call);
}

Value evaluate_import(StackEvaluator& stack, const FunctionRow& row, const FunctionCall& call) {
  const Value name = stack.evaluate(call.argument);
  if (is_unknown_value(name)) {
    return name;
  }
  const std::optional<std::string> text = text_of(name);
  if (!text) {
    return refuse(stack, row, call);
  }
  for (const auto& other : stack.deployment().stacks) {
    if (other->account() != stack.account() || other->region() != stack.region()) {
      continue;  // exports are of one account and Region
    }
    if (std::optional<JsonNode> value = other->exported(*text)) {
      if (is_unknown(*value)) {
        const UnknownReason why = other->reason_of(*value);
        return stack.unknown(value->where, why.reason, why.remedy);
      }
      value->where = call.where;
      return value;
    }
  }
  return stack.unknown(call.where, "no template among the inputs exports " + in_backticks(*text),
                       "give the template that does, too");
}

// Text

/// The end of the `${…}` that begins at `begin`; npos if it has none.
std::size_t placeholder_end(std::string_view text, std::size_t begin) {
  return text.find('}', begin + 2);
}

/// What `name` in `${name}` comes to.
Value placeholder(StackEvaluator& stack, std::string_view name, const JsonNode* variables,
                  SourceRange where) {
  if (variables != nullptr) {
    if (const JsonNode* const variable = variables->find(name)) {
      return stack.evaluate(*variable);
    }
  }
  const std::size_t dot = name.find('.');
  return dot == std::string_view::npos
             ? stack.ref(name, where)
             : Value(stack.attribute(name.substr(0, dot), name.substr(dot + 1), where));
}

Value substitute(StackEvaluator& stack, const FunctionRow& row, const FunctionCall& call,
                 std::string_view text, const JsonNode* variables) {
  std::string made;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = std::min(text.find("${", at), text.size());
    made += text.substr(at, begin - at);
    const std::size_t end =
        begin == text.size() ? std::string_view::npos : placeholder_end(text, begin);
    if (end == std::string_view::npos) {
      made += text.substr(begin);
      break;
    }
    const std::string_view name = text.substr(begin + 2, end - begin - 2);
    at = end + 1;
    if (name.starts_with('!')) {
      made.append("${").append(name.substr(1)).append("}");
      continue;
    }
    const Value value = placeholder(stack, name, variables, call.where);
    if (is_unknown_value(value)) {
      return value;
    }
    const std::optional<std::string> part = text_of(value);
    if (!part) {
      return stack.refuse(call.where, "cloudformation.bad-argument",
                          in_backticks("${" + std::string(name) + "}") + " in " +
                              in_backticks(row.name) + " is not a text");
    }
    made += *part;
  }
  return stack.text(std::move(made), call.where);
}

Value evaluate_sub(StackEvaluator& stack, const FunctionRow& row, const FunctionCall& call) {
  if (call.argument.is_string()) {
    return substitute(stack, row, call, call.argument.text, nullptr);
  }
  const JsonNode* const parts = arguments(call, 2, 2);
  if (parts == nullptr || !parts[0].is_string() || !parts[1].is_object()) {
    return refuse(stack, row, call);
  }
  return substitute(stack, row, call, parts[0].text, &parts[1]);
}

Value evaluate_join(StackEvaluator& stack, const FunctionRow& row, const FunctionCall& call) {
  const JsonNode* const parts = arguments(call, 2, 2);
  if (parts == nullptr || !parts[0].is_string()) {
    return refuse(stack, row, call);
  }
  const Value list = stack.evaluate(parts[1]);
  if (is_unknown_value(list)) {
    return list;
  }
  if (!list || !list->is_array()) {
    return refuse(stack, row, call);
  }
  std::string made;
  for (const JsonNode& element : *list) {
    if (is_unknown(element)) {
      return element;
    }
    const std::optional<std::string_view> text = scalar_text(element);
    if (!text) {
      return refuse(stack, row, call);
    }
    if (&element != list->begin()) {
      made += parts[0].text;
    }
    made += *text;
  }
  return stack.text(std::move(made), call.where);
}

Value evaluate_split(StackEvaluator& stack, const FunctionRow& row, const FunctionCall& call) {
  const JsonNode* const parts = arguments(call, 2, 2);
  if (parts == nullptr || !parts[0].is_string() || parts[0].text.empty()) {
    return refuse(stack, row, call);
  }
  const Value value = stack.evaluate(parts[1]);
  if (is_unknown_value(value)) {
    return value;
  }
  const std::optional<std::string> text = text_of(value);
  if (!text) {
    return refuse(stack, row, call);
  }
  std::vector<JsonNode> elements;
  for (std::size_t at = 0;;) {
    const std::size_t end = text->find(parts[0].text, at);
    elements.push_back(stack.text(text->substr(at, end - at), call.where));
    if (end == std::string::npos) {
      break;
    }
    at = end + parts[0].text.size();
  }
  return stack.list(std::move(elements), call.where);
}

std::optional<std::size_t> as_index(const Value& value) {
  const std::optional<std::string> text = text_of(value);
  std::size_t index = 0;
  if (!text || text->empty()) {
    return std::nullopt;
  }
  const auto [stop, error] = std::from_chars(text->data(), text->data() + text->size(), index);
  return error == std::errc() && stop == text->data() + text->size() ? std::optional(index)
                                                                     : std::nullopt;
}

Value evaluate_select(StackEvaluator& stack, const FunctionRow& row, const FunctionCall& call) {
  const JsonNode* const parts = arguments(call, 2, 2);
  if (parts == nullptr) {
    return refuse(stack, row, call);
  }
  const Value position = stack.evaluate(parts[0]);
  const Value list = stack.evaluate(parts[1]);
  if (is_unknown_value(position) || is_unknown_value(list)) {
    return is_unknown_value(position) ? position : list;
  }
  const std::optional<std::size_t> index = as_index(position);
  if (!index || !list || !list->is_array()) {
    return refuse(stack, row, call);
  }
  if (*index >= list->child_count) {
    return stack.refuse(call.where, "cloudformation.bad-argument",
                        in_backticks(row.name) + ": no element " + std::to_string(*index) +
                            " in a list of " + std::to_string(list->child_count));
  }
  JsonNode element = list->children[*index];
  if (!is_unknown(element)) {
    element.where = call.where;
  }
  return element;
}

Value evaluate_length(StackEvaluator& stack, const FunctionRow& row, const FunctionCall& call) {
  const Value list = stack.evaluate(call.argument);
  if (is_unknown_value(list)) {
    return list;
  }
  if (!list || !list->is_array()) {
    return refuse(stack, row, call);
  }
  JsonNode length = stack.text(std::to_string(list->child_count), call.where);
  length.kind = JsonKind::Number;
  return length;
}

const JsonNode* find_unknown(const JsonNode& value) {
  if (is_unknown(value)) {
    return &value;
  }
  for (const JsonNode& child : value) {
    if (const JsonNode* const found = find_unknown(child)) {
      return found;
    }
  }
  return nullptr;
}

Value evaluate_to_json(StackEvaluator& stack, const FunctionRow& row, const FunctionCall& call) {
  const Value value = stack.evaluate(call.argument);
  if (!value || (!value->is_array() && !value->is_object() && !is_unknown(*value))) {
    return refuse(stack, row, call);
  }
  if (const JsonNode* const unknown = find_unknown(*value)) {
    return *unknown;
  }
  return stack.text(to_json_text(*value), call.where);
}

Value evaluate_find_in_map(StackEvaluator& stack, const FunctionRow& row,
                           const FunctionCall& call) {
  const JsonNode* const parts = arguments(call, 3, 4);
  if (parts == nullptr) {
    return refuse(stack, row, call);
  }
  std::vector<std::string> names;
  for (int i = 0; i < 3; ++i) {
    const Value value = stack.evaluate(parts[i]);
    if (is_unknown_value(value)) {
      return value;
    }
    const std::optional<std::string> name = text_of(value);
    if (!name) {
      return refuse(stack, row, call);
    }
    names.push_back(*name);
  }
  if (const JsonNode* const found = stack.find_in_map(names[0], names[1], names[2])) {
    Value value = stack.evaluate(*found);
    return value ? value : Value(refuse(stack, row, call));
  }
  const JsonNode* const otherwise =
      call.argument.child_count == 4 ? parts[3].find("DefaultValue") : nullptr;
  if (otherwise != nullptr) {
    return stack.evaluate(*otherwise);
  }
  return stack.refuse(
      call.where, "cloudformation.unresolved",
      "no value " + in_backticks(names[0] + "." + names[1] + "." + names[2]) + " in `Mappings`");
}

// Conditions

Value evaluate_if(StackEvaluator& stack, const FunctionRow& row, const FunctionCall& call) {
  const JsonNode* const parts = arguments(call, 3, 3);
  if (parts == nullptr || !parts[0].is_string()) {
    return refuse(stack, row, call);
  }
  const JsonNode condition = stack.condition(parts[0].text, parts[0].where);
  if (!is_unknown(condition)) {
    return stack.evaluate(parts[condition.boolean ? 1 : 2]);
  }
  const Value yes = stack.evaluate(parts[1]);
  const Value no = stack.evaluate(parts[2]);
  const bool are_same = yes && no && !find_unknown(*yes) && json_equal(*yes, *no);
  return are_same ? yes : Value(condition);
}

Value evaluate_condition(StackEvaluator& stack, const FunctionRow& row, const FunctionCall& call) {
  return call.argument.is_string() ? stack.condition(call.argument.text, call.where)
                                   : refuse(stack, row, call);
}

Value evaluate_equals(StackEvaluator& stack, const FunctionRow& row, const FunctionCall& call) {
  const JsonNode* const parts = arguments(call, 2, 2);
  if (parts == nullptr) {
    return refuse(stack, row, call);
  }
  const Value left = stack.evaluate(parts[0]);
  const Value right = stack.evaluate(parts[1]);
  if (!left || !right) {
    return refuse(stack, row, call);
  }
  for (const JsonNode* const side : {&*left, &*right}) {
    if (const JsonNode* const unknown = find_unknown(*side)) {
      return *unknown;
    }
  }
  const std::optional<std::string_view> left_text = scalar_text(*left);
  const bool are_equal = left_text ? left_text == scalar_text(*right) : json_equal(*left, *right);
  return stack.boolean(are_equal, call.where);
}

std::optional<bool> as_boolean(const JsonNode& value) {
  const std::optional<std::string_view> text = scalar_text(value);
  if (text == "true" || text == "false") {
    return text == "true";
  }
  return std::nullopt;
}

/// And, Or: one `deciding` operand decides; otherwise an unknown one leaves it open.
Value combine(StackEvaluator& stack, const FunctionRow& row, const FunctionCall& call,
              bool deciding) {
  const JsonNode* const parts = arguments(call, 2, 10);
  if (parts == nullptr) {
    return refuse(stack, row, call);
  }
  std::optional<JsonNode> unknown;
  for (const JsonNode& part : call.argument) {
    const Value value = stack.evaluate(part);
    if (is_unknown_value(value)) {
      unknown = unknown.value_or(*value);
      continue;
    }
    const std::optional<bool> operand = value ? as_boolean(*value) : std::nullopt;
    if (!operand) {
      return refuse(stack, row, call);
    }
    if (*operand == deciding) {
      return stack.boolean(deciding, call.where);
    }
  }
  return unknown ? unknown : Value(stack.boolean(!deciding, call.where));
}

Value evaluate_and(StackEvaluator& stack, const FunctionRow& row, const FunctionCall& call) {
  return combine(stack, row, call, /*deciding=*/false);
}

Value evaluate_or(StackEvaluator& stack, const FunctionRow& row, const FunctionCall& call) {
  return combine(stack, row, call, /*deciding=*/true);
}

Value evaluate_not(StackEvaluator& stack, const FunctionRow& row, const FunctionCall& call) {
  const JsonNode* const parts = arguments(call, 1, 1);
  if (parts == nullptr) {
    return refuse(stack, row, call);
  }
  const Value value = stack.evaluate(parts[0]);
  if (is_unknown_value(value)) {
    return value;
  }
  const std::optional<bool> operand = value ? as_boolean(*value) : std::nullopt;
  return operand ? stack.boolean(!*operand, call.where) : refuse(stack, row, call);
}

// What replication does not need

Value evaluate_never(StackEvaluator& stack, const FunctionRow& row, const FunctionCall& call) {
  return stack.unknown(call.where, in_backticks(row.name) + " is not computed",
                       "import what `aws cloudformation get-template --template-stage Processed` "
                       "prints, or write the value");
}

constexpr FunctionRow kFunctions[] = {
    {"Condition", "the name of a condition", evaluate_condition},
    {"Fn::And", "a list of two to ten conditions", evaluate_and},
    {"Fn::Base64", "a text", evaluate_never},
    {"Fn::Cidr", "a block, a count and bits", evaluate_never},
    {"Fn::Equals", "a list of two values", evaluate_equals},
    {"Fn::FindInMap", "a map and two keys", evaluate_find_in_map},
    {"Fn::ForEach", "a name, a list and what to repeat", evaluate_never},
    {"Fn::GetAZs", "a Region", evaluate_never},
    {"Fn::GetAtt", "the logical id of a resource and an attribute", evaluate_get_att},
    {"Fn::If", "the name of a condition and two values", evaluate_if},
    {"Fn::ImportValue", "the name of an export", evaluate_import},
    {"Fn::Join", "a delimiter and a list of texts", evaluate_join},
    {"Fn::Length", "a list", evaluate_length},
    {"Fn::Not", "a list of one condition", evaluate_not},
    {"Fn::Or", "a list of two to ten conditions", evaluate_or},
    {"Fn::Select", "an index and a list", evaluate_select},
    {"Fn::Split", "a delimiter and a text", evaluate_split},
    {"Fn::Sub", "a text, or a list of a text and its variables", evaluate_sub},
    {"Fn::ToJsonString", "an object or a list", evaluate_to_json},
    {"Fn::Transform", "a macro and its parameters", evaluate_never},
    {"Ref", "the name of a parameter or resource", evaluate_ref},
};

}  // namespace

std::optional<FunctionCall> as_call(const JsonNode& node) {
  if (!node.is_object() || node.child_count != 1) {
    return std::nullopt;
  }
  const JsonNode& member = *node.begin();
  const bool is_condition = member.key == "Condition" && member.is_string();
  if (member.key != "Ref" && !member.key.starts_with("Fn::") && !is_condition) {
    return std::nullopt;
  }
  return FunctionCall{member.key, member, node.where};
}

const FunctionRow* find_function(std::string_view name) {
  if (name.starts_with("Fn::ForEach::")) {
    name = "Fn::ForEach";
  }
  const FunctionRow* const found =
      std::find_if(std::begin(kFunctions), std::end(kFunctions),
                   [&](const FunctionRow& row) { return row.name == name; });
  return found == std::end(kFunctions) ? nullptr : found;
}

}  // namespace replisim
