#include "model/import/cloudformation_evaluator.h"

#include <algorithm>
#include <utility>

#include "model/import/cloudformation_functions.h"
#include "model/import/cloudformation_names.h"
#include "model/import/cloudformation_parameter.h"
#include "model/spelling.h"

namespace replisim {
namespace {

/// Counts how deep evaluations are inside each other.
class Descent {
 public:
  explicit Descent(Deployment& deployment) : deployment_(deployment) { ++deployment_.depth; }
  Descent(const Descent&) = delete;
  Descent& operator=(const Descent&) = delete;
  ~Descent() { --deployment_.depth; }

 private:
  Deployment& deployment_;
};

constexpr std::string_view kDynamicReference = "{{resolve:";

}  // namespace

std::optional<std::string_view> scalar_text(const JsonNode& value) {
  switch (value.kind) {
    case JsonKind::String:
    case JsonKind::Number: return value.text;
    case JsonKind::Boolean: return value.boolean ? "true" : "false";
    case JsonKind::Null:
    case JsonKind::Array:
    case JsonKind::Object: return std::nullopt;
  }
  return std::nullopt;
}

StackEvaluator::StackEvaluator(Deployment& deployment, CloudFormationStack stack,
                               const JsonNode& root)
    : deployment_(deployment), stack_(std::move(stack)), root_(root) {}

// Sections

void StackEvaluator::read_template() {
  const JsonNode* const resources = root_.find("Resources");
  if (resources == nullptr || !resources->is_object()) {
    refuse(resources == nullptr ? root_.where : resources->where, "cloudformation.no-resources",
           "a template without `Resources`");
    return;
  }
  if (const JsonNode* const parameters = root_.find("Parameters");
      parameters != nullptr && parameters->is_object()) {
    read_parameters(*parameters);
  }
  read_resources(*resources);
}

void StackEvaluator::read_parameters(const JsonNode& parameters) {
  for (const JsonNode& parameter : parameters) {
    parameters_.emplace(parameter.key, parameter_value(*this, parameter));
  }
}

void StackEvaluator::read_resources(const JsonNode& resources) {
  for (const JsonNode& entry : resources) {
    const JsonNode* const type = entry.find("Type");
    if (type == nullptr || !type->is_string()) {
      if (!entry.key.starts_with("Fn::")) {  // those are listed as unknown
        refuse(entry.key_where, "cloudformation.no-type",
               "resource " + in_backticks(entry.key) + " without a `Type`");
      }
      continue;
    }
    TemplateResource resource;
    resource.logical_id = entry.key;
    resource.type = type->text;
    resource.properties = entry.find("Properties");
    resource.condition = entry.find("Condition");
    resource.where = entry.where;
    if (entry.key_where.file == entry.where.file && entry.key_where.begin < entry.where.begin) {
      resource.where.begin = entry.key_where.begin;  // not behind an alias
    }
    resource_index_.emplace(entry.key, resources_.size());
    resources_.push_back(std::move(resource));
  }
}

const TemplateResource* StackEvaluator::find_resource(std::string_view logical_id) const {
  const auto found = resource_index_.find(logical_id);
  return found == resource_index_.end() ? nullptr : &resources_[found->second];
}

const JsonNode* StackEvaluator::find_in_map(std::string_view map, std::string_view first,
                                            std::string_view second) const {
  const JsonNode* node = root_.find("Mappings");
  for (const std::string_view name : {map, first, second}) {
    node = node == nullptr ? nullptr : node->find(name);
  }
  return node;
}

std::optional<JsonNode> StackEvaluator::exported(std::string_view name) {
  const JsonNode* const outputs = root_.find("Outputs");
  if (outputs == nullptr || !outputs->is_object()) {
    return std::nullopt;
  }
  for (const JsonNode& output : *outputs) {
    const JsonNode* const exporting = output.find("Export");
    const JsonNode* const export_name = exporting == nullptr ? nullptr : exporting->find("Name");
    const JsonNode* const value = output.find("Value");
    const JsonNode* const only_if = output.find("Condition");
    const bool is_there = only_if == nullptr || !only_if->is_string() ||
                          condition(only_if->text, only_if->where).boolean;
    if (export_name == nullptr || value == nullptr || !is_there) {
      continue;
    }
    const JsonNode evaluated = once("export " + std::string(output.key), export_name->where, [&] {
      return evaluate(*export_name).value_or(text({}, export_name->where));
    });
    if (scalar_text(evaluated) == name) {
      return once("output " + std::string(output.key), value->where,
                  [&] { return evaluate(*value).value_or(text({}, value->where)); });
    }
  }
  return std::nullopt;
}

// Evaluation

StackEvaluator::Value StackEvaluator::evaluate(const JsonNode& node) {
  const Descent descent(deployment_);
  if (deployment_.depth > deployment_.limits.depth_max) {
    return exhaust(node.where, "values that need each other more than " +
                                   std::to_string(deployment_.limits.depth_max) + " deep");
  }
  if (++deployment_.step_count > deployment_.limits.steps_max || deployment_.is_exhausted) {
    return exhaust(node.where, "more than " + std::to_string(deployment_.limits.steps_max) +
                                   " values to compute");
  }
  return evaluate_inside(node);
}

StackEvaluator::Value StackEvaluator::evaluate_inside(const JsonNode& node) {
  switch (node.kind) {
    case JsonKind::Null: return std::nullopt;  // AWS refuses it; so nothing can mean it
    case JsonKind::Boolean:
    case JsonKind::Number: return node;
    case JsonKind::String:
      if (node.text.find(kDynamicReference) != std::string_view::npos) {
        return unknown(node.where, "a dynamic reference is resolved when the stack is deployed",
                       "write the value, or take it from a parameter");
      }
      return node;
    case JsonKind::Array: return evaluate_members(node);
    case JsonKind::Object: break;
  }
  const std::optional<FunctionCall> call = as_call(node);
  if (!call) {
    return evaluate_members(node);
  }
  const FunctionRow* const row = find_function(call->name);
  if (row == nullptr) {
    return refuse(call->where, "cloudformation.unknown-function",
                  "unknown function " + in_backticks(call->name));
  }
  Value value = row->evaluate(*this, *row, *call);
  if (value) {
    value->key = {};
    value->key_where = {};
  }
  return value;
}

JsonNode StackEvaluator::evaluate_members(const JsonNode& node) {
  std::vector<JsonNode> members;
  members.reserve(node.child_count);
  for (const JsonNode& child : node) {
    if (Value value = evaluate(child)) {
      value->key = child.key;
      value->key_where = child.key_where;
      members.push_back(*value);
    }
  }
  JsonNode made = list(std::move(members), node.where);
  made.kind = node.kind;
  return made;
}

StackEvaluator::Value StackEvaluator::property(const TemplateResource& resource,
                                               std::string_view name) {
  if (resource.properties == nullptr) {
    return std::nullopt;
  }
  if (as_call(*resource.properties)) {
    const Value all = evaluate(*resource.properties);
    if (!all || is_unknown(*all)) {
      return all;
    }
    const JsonNode* const member = all->find(name);
    return member == nullptr ? Value() : Value(*member);
  }
  const JsonNode* const member = resource.properties->find(name);
  return member == nullptr ? Value() : evaluate(*member);
}

JsonNode StackEvaluator::condition(std::string_view name, SourceRange where) {
  const JsonNode* const conditions = root_.find("Conditions");
  const JsonNode* const definition = conditions == nullptr ? nullptr : conditions->find(name);
  if (definition == nullptr) {
    return refuse(where, "cloudformation.unresolved", "no condition " + in_backticks(name));
  }
  return once("condition " + std::string(name), definition->where, [&]() -> JsonNode {
    const bool outer = std::exchange(in_condition_, true);
    const Value value = evaluate(*definition);
    in_condition_ = outer;
    if (value && (is_unknown(*value) || value->kind == JsonKind::Boolean)) {
      return *value;
    }
    return refuse(definition->where, "cloudformation.bad-condition",
                  "condition " + in_backticks(name) + " is neither true nor false");
  });
}

JsonNode StackEvaluator::exists(const TemplateResource& resource) {
  if (resource.condition == nullptr) {
    return boolean(true, resource.where);
  }
  if (!resource.condition->is_string()) {
    return refuse(resource.condition->where, "cloudformation.bad-condition",
                  "the condition of a resource is the name of one");
  }
  return condition(resource.condition->text, resource.condition->where);
}

StackEvaluator::Value StackEvaluator::pseudo_parameter(std::string_view name, SourceRange where) {
  const auto given_or = [&](const std::string& given, std::string stand_in,
                            std::string_view option) -> JsonNode {
    if (given.empty() && in_condition_) {
      return unknown(where, "the stack has no " + std::string(name.substr(5)),
                     "give it with " + in_backticks(option));
    }
    return text(std::move(stand_in), where);
  };
  if (name == "AWS::NoValue") {
    return std::nullopt;
  }
  if (name == "AWS::AccountId") {
    return given_or(stack_.account, account(), "--account NAME=ID");
  }
  if (name == "AWS::Region") {
    return given_or(stack_.region, region(), "--region REGION");
  }
  if (name == "AWS::Partition") {
    return given_or(stack_.region, partition(), "--region REGION");
  }
  if (name == "AWS::URLSuffix") {
    return given_or(stack_.region, partition() == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com",
                    "--region REGION");
  }
  if (name == "AWS::StackName") {
    return text(stack_.stack_name, where);
  }
  if (name == "AWS::StackId") {
    return text("arn:" + partition() + ":cloudformation:" + region() + ":" + account() + ":stack/" +
                    stack_.stack_name + "/" + stand_in_uuid(*this, "AWS::StackId"),
                where);
  }
  return unknown(where, in_backticks(name) + " is known when the stack is deployed", {});
}

StackEvaluator::Value StackEvaluator::ref(std::string_view name, SourceRange where) {
  if (name.starts_with("AWS::")) {
    return pseudo_parameter(name, where);
  }
  if (const auto parameter = parameters_.find(name); parameter != parameters_.end()) {
    JsonNode value = parameter->second;
    if (is_unknown(value)) {
      const UnknownReason why = reason_of(value);
      return unknown(where, why.reason, why.remedy);
    }
    value.where = where;
    return value;
  }
  const TemplateResource* const resource = find_resource(name);
  if (resource == nullptr) {
    return unresolved(name, where);
  }
  return reference_of(*this, *resource, where);
}

JsonNode StackEvaluator::attribute(std::string_view logical_id, std::string_view attribute,
                                   SourceRange where) {
  const TemplateResource* const resource = find_resource(logical_id);
  if (resource == nullptr) {
    return unresolved(logical_id, where);
  }
  return attribute_of(*this, *resource, attribute, where);
}

JsonNode StackEvaluator::unresolved(std::string_view name, SourceRange where) {
  std::vector<std::string_view> names;
  for (const TemplateResource& resource : resources_) {
    names.push_back(resource.logical_id);
  }
  for (const auto& [parameter, value] : parameters_) {
    names.push_back(parameter);
  }
  const std::optional<std::string> nearest = nearest_name(name, names);
  std::string hint = nearest ? "did you mean " + in_backticks(*nearest) + "?" : std::string();
  if (name.starts_with("aws:")) {
    hint = "a policy variable is written `${!" + std::string(name) + "}` there";
  }
  return refuse(where, "cloudformation.unresolved",
                "neither a resource nor a parameter: " + in_backticks(name), std::move(hint));
}

// Making values

std::string StackEvaluator::account() const {
  return stack_.account.empty() ? std::string(kStandInAccount) : stack_.account;
}

std::string StackEvaluator::region() const {
  return stack_.region.empty() ? std::string(kStandInRegion) : stack_.region;
}

std::string StackEvaluator::partition() const {
  return stack_.region.starts_with("cn-")       ? "aws-cn"
         : stack_.region.starts_with("us-gov-") ? "aws-us-gov"
                                                : "aws";
}

JsonNode StackEvaluator::text(std::string value, SourceRange where) {
  deployment_.text_bytes += value.size();
  if (deployment_.text_bytes > deployment_.limits.text_bytes_max) {
    return exhaust(where, "more than " + std::to_string(deployment_.limits.text_bytes_max) +
                              " bytes to compute");
  }
  JsonNode node;
  node.kind = JsonKind::String;
  node.text = deployment_.context.arena.keep(value);
  node.where = where;
  return node;
}

JsonNode StackEvaluator::boolean(bool value, SourceRange where) const {
  JsonNode node;
  node.kind = JsonKind::Boolean;
  node.boolean = value;
  node.where = where;
  return node;
}

JsonNode StackEvaluator::list(std::vector<JsonNode> elements, SourceRange where) {
  deployment_.step_count += elements.size();
  JsonNode node;
  node.kind = JsonKind::Array;
  node.where = where;
  node.child_count = static_cast<std::uint32_t>(elements.size());
  node.children = deployment_.context.arena.keep(elements);
  return node;
}

JsonNode StackEvaluator::unknown(SourceRange where, std::string reason, std::string remedy) {
  reasons_.try_emplace({where.begin, where.end},
                       UnknownReason{std::move(reason), std::move(remedy)});
  JsonNode node;
  node.where = where;
  return node;
}

JsonNode StackEvaluator::refuse(SourceRange where, std::string code, std::string message,
                                std::string hint) {
  deployment_.issues.push_back({.code = std::move(code),
                                .message = std::move(message),
                                .hint = std::move(hint),
                                .where = where});
  JsonNode node;
  node.where = where;
  return node;
}

JsonNode StackEvaluator::exhaust(SourceRange where, std::string message) {
  if (!std::exchange(deployment_.is_exhausted, true)) {
    return refuse(where, "cloudformation.too-large", std::move(message));
  }
  JsonNode node;
  node.where = where;
  return node;
}

JsonNode StackEvaluator::once(const std::string& what, SourceRange where,
                              const std::function<JsonNode()>& compute) {
  if (const auto known = computed_.find(what); known != computed_.end()) {
    return known->second;
  }
  if (!computing_.insert(what).second) {
    return refuse(where, "cloudformation.circular",
                  "it needs itself: " + what.substr(0, what.find(' ') + 1) +
                      in_backticks(what.substr(what.find(' ') + 1)));
  }
  const JsonNode value = compute();
  computing_.erase(what);
  return computed_.emplace(what, value).first->second;
}

UnknownReason StackEvaluator::reason_of(const JsonNode& unknown) const {
  const auto found = reasons_.find({unknown.where.begin, unknown.where.end});
  return found == reasons_.end() ? UnknownReason{"it cannot be computed", {}} : found->second;
}

}  // namespace replisim
