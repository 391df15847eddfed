#include "model/import/cloudformation_parameter.h"

#include <algorithm>
#include <set>
#include <utility>

#include "model/spelling.h"

namespace replisim {
namespace {

constexpr std::string_view kFromParameterStore = "AWS::SSM::Parameter::Value<";

bool is_list_type(std::string_view type) {
  if (type.starts_with(kFromParameterStore)) {
    type.remove_prefix(kFromParameterStore.size());
  }
  return type.starts_with("List<") || type.starts_with("CommaDelimitedList");
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r\n";
  const std::size_t begin = std::min(text.find_first_not_of(kBlanks), text.size());
  text.remove_prefix(begin);
  return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

JsonNode split_at_commas(StackEvaluator& stack, std::string_view text, SourceRange where) {
  std::vector<JsonNode> elements;
  for (std::size_t at = 0; !text.empty();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    elements.push_back(stack.text(std::string(trimmed(text.substr(at, end - at))), where));
    if (end == text.size()) {
      break;
    }
    at = end + 1;
  }
  return stack.list(std::move(elements), where);
}

void check_allowed(StackEvaluator& stack, const JsonNode& parameter, std::string_view text,
                   SourceRange where) {
  const JsonNode* const allowed = parameter.find("AllowedValues");
  if (allowed == nullptr || !allowed->is_array()) {
    return;
  }
  std::vector<std::string_view> names;
  for (const JsonNode& value : *allowed) {
    if (const std::optional<std::string_view> name = scalar_text(value)) {
      names.push_back(*name);
    }
  }
  if (std::find(names.begin(), names.end(), text) != names.end()) {
    return;
  }
  std::string hint = "allowed:";
  for (const std::string_view name : names) {
    hint.append(name == names.front() ? " " : ", ").append(in_backticks(name));
  }
  stack.refuse(where, "cloudformation.parameter-value",
               "parameter " + in_backticks(parameter.key) + " may not be " + in_backticks(text),
               std::move(hint));
}

}  // namespace

JsonNode parameter_value(StackEvaluator& stack, const JsonNode& parameter) {
  const JsonNode* const type_node = parameter.find("Type");
  const std::string_view type = type_node != nullptr ? type_node->text : std::string_view();
  const JsonNode* const otherwise = parameter.find("Default");
  const auto& given = stack.stack().parameters;
  const auto found = given.find(parameter.key);
  const bool is_given = found != given.end();
  std::optional<std::string_view> text;
  if (is_given) {
    text = found->second;
  } else if (otherwise != nullptr && !type.starts_with(kFromParameterStore)) {
    text = scalar_text(*otherwise);
  }
  const SourceRange where =
      is_given || otherwise == nullptr ? parameter.key_where : otherwise->where;
  if (!text) {
    const bool is_stored = type.starts_with(kFromParameterStore);
    return stack.unknown(
        parameter.key_where,
        "parameter " + in_backticks(parameter.key) +
            (is_stored ? " is looked up in the Parameter Store" : " has no value and no default"),
        "give it with `--parameter " + std::string(parameter.key) + "=VALUE`");
  }
  if (!is_list_type(type)) {
    check_allowed(stack, parameter, *text, where);
    return stack.text(std::string(*text), where);
  }
  const JsonNode list = split_at_commas(stack, *text, where);
  for (const JsonNode& element : list) {
    check_allowed(stack, parameter, element.text, where);
  }
  return list;
}

void check_given_parameters(Deployment& deployment) {
  std::vector<std::string_view> names;
  for (const auto& stack : deployment.stacks) {
    const JsonNode* const parameters = stack->root().find("Parameters");
    if (parameters != nullptr && parameters->is_object()) {
      for (const JsonNode& parameter : *parameters) {
        names.push_back(parameter.key);
      }
    }
  }
  std::set<std::string, std::less<>> unknown;
  for (const auto& stack : deployment.stacks) {
    for (const auto& [name, value] : stack->stack().parameters) {
      if (std::find(names.begin(), names.end(), name) == names.end()) {
        unknown.insert(name);
      }
    }
  }
  for (const std::string& name : unknown) {
    const std::optional<std::string> nearest = nearest_name(name, names);
    deployment.issues.push_back(
        {.code = "cloudformation.unknown-parameter",
         .message = "no template has a parameter " + in_backticks(name),
         .hint = nearest ? "did you mean " + in_backticks(*nearest) + "?" : std::string()});
  }
}

}  // namespace replisim
