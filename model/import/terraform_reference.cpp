#include <algorithm>
#include <utility>

#include "model/import/terraform_value.h"

namespace replisim {
namespace {

constexpr std::size_t kStepsMax = 500;

/// `aws_s3_bucket.this[0].id` → `aws_s3_bucket.this`, `[0]`, `id`.
struct Reference {
  std::string_view resource;
  std::string_view index;
  std::string_view attribute;  ///< the first one only
};

/// The end of a name: at a dot or a bracket.
std::size_t name_end(std::string_view text, std::size_t begin) {
  return std::min(text.find_first_of(".[", begin), text.size());
}

/// The end of `["a.b"]` or `[0]` that begins at `begin`.
std::size_t index_end(std::string_view text, std::size_t begin) {
  bool is_quoted = false;
  for (std::size_t at = begin; at < text.size(); ++at) {
    if (is_quoted && text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      is_quoted = !is_quoted;
    } else if (text[at] == ']' && !is_quoted) {
      return at + 1;
    }
  }
  return text.size();
}

/// Names that stand in a row before an index or an attribute: two, or three of a data source.
Reference split_reference(std::string_view text, int name_count) {
  Reference reference;
  std::size_t end = 0;
  for (int i = 0; i < name_count && end < text.size(); ++i) {
    end = name_end(text, end + (i == 0 ? 0 : 1));
    if (i + 1 < name_count && end < text.size() && text[end] == '[') {
      break;
    }
  }
  reference.resource = text.substr(0, end);
  if (end < text.size() && text[end] == '[') {
    const std::size_t after = index_end(text, end);
    reference.index = text.substr(end, after - end);
    end = after;
  }
  if (end < text.size() && text[end] == '.') {
    reference.attribute = text.substr(end + 1, name_end(text, end + 1) - end - 1);
  }
  return reference;
}

/// Without what only repeats the beginning of the one before it: `a.b.c`, `a.b` is `a.b.c`.
std::vector<std::string_view> specific_references(const JsonNode& references) {
  std::vector<std::string_view> specific;
  std::string_view last;
  for (const JsonNode& node : references) {
    if (!node.is_string()) {
      continue;
    }
    const std::string_view text = node.text;
    const bool is_parent =
        last.starts_with(text) &&
        (last.size() == text.size() || last[text.size()] == '.' || last[text.size()] == '[');
    last = text;
    if (!is_parent && std::find(specific.begin(), specific.end(), text) == specific.end()) {
      specific.push_back(text);
    }
  }
  return specific;
}

bool is_index_word(std::string_view reference) {
  return reference == "each.key" || reference == "each.value" || reference == "count.index";
}

bool names_resource(std::string_view reference) {
  constexpr std::string_view kOthers[] = {"var.",   "local.", "module.",    "each.",
                                          "count.", "path.",  "terraform.", "self."};
  return std::none_of(std::begin(kOthers), std::end(kOthers),
                      [&](std::string_view prefix) { return reference.starts_with(prefix); });
}

int name_count_of(std::string_view reference) {
  return reference.starts_with("data.") ? 3 : 2;
}

/// A resource of which the attribute is lost: what it is indexed with stands beside it.
bool is_indexed(std::string_view reference) {
  return names_resource(reference) &&
         split_reference(reference, name_count_of(reference)).attribute.empty();
}

std::string joined(std::string_view module, std::string_view step) {
  return module.empty() ? std::string(step) : std::string(module) + "." + std::string(step);
}

}  // namespace

struct TerraformReferences::Walk {
  std::vector<TerraformTarget> targets;
  std::size_t steps = 0;

  void add(const TerraformInstance& instance, std::string_view attribute) {
    TerraformTarget target{&instance, std::string(attribute)};
    if (std::find(targets.begin(), targets.end(), target) == targets.end()) {
      targets.push_back(std::move(target));
    }
  }
};

TerraformReferences::TerraformReferences(const TerraformDocument& document,
                                         const TerraformWorld& world)
    : document_(document), world_(world) {
  for (const TerraformInstance& instance : world.instances) {
    std::string module = instance.module;
    while (!module.empty() && modules_.insert(module).second) {
      module = last_module_step(module).parent;
    }
  }
}

TerraformReferences::Scope TerraformReferences::scope_of(const TerraformInstance& instance) {
  return {instance.module, instance.index, resource_of(instance)};
}

bool TerraformReferences::has_same_indexes(const Scope& scope, std::string_view resource) const {
  if (scope.resource.empty()) {
    return world_.find(scope.module, resource, scope.index) != nullptr;
  }
  const std::string pair = scope.module + "|" + scope.resource + "|" + std::string(resource);
  const auto known = same_indexes_.find(pair);
  if (known != same_indexes_.end()) {
    return known->second;
  }
  const std::vector<const TerraformInstance*> own = world_.find(scope.module, scope.resource);
  const bool is_same = std::all_of(own.begin(), own.end(), [&](const auto* instance) {
    return world_.find(scope.module, resource, instance->index) != nullptr;
  });
  same_indexes_.emplace(pair, is_same);
  return is_same;
}

std::optional<std::vector<TerraformTarget>> TerraformReferences::targets(
    const TerraformValue& value) const {
  Walk walk;
  if (value.instance == nullptr || !follow(value.expression, scope_of(*value.instance), walk) ||
      walk.targets.empty()) {
    return std::nullopt;
  }
  return std::move(walk.targets);
}

std::optional<TerraformTarget> TerraformReferences::target(const TerraformValue& value) const {
  std::optional<std::vector<TerraformTarget>> all = targets(value);
  if (!all || all->size() != 1) {
    return std::nullopt;
  }
  return std::move(all->front());
}

bool TerraformReferences::follow(const JsonNode* expression, const Scope& scope, Walk& walk) const {
  if (expression == nullptr || !expression->is_object() || ++walk.steps > kStepsMax) {
    return false;
  }
  if (expression->child_count == 0 || expression->find("constant_value") != nullptr) {
    return true;
  }
  const JsonNode* const references = expression->find("references");
  if (references == nullptr || !references->is_array()) {
    return false;
  }
  const std::vector<std::string_view> specific = specific_references(*references);
  const bool has_each = std::any_of(specific.begin(), specific.end(), is_index_word);
  const bool is_index = std::any_of(specific.begin(), specific.end(), is_indexed);
  return std::all_of(specific.begin(), specific.end(), [&](std::string_view reference) {
    // `each.value` alone may be anything; beside a resource it is what picks the instance.
    return (reference != "each.value" || is_index) &&
           follow_reference(reference, scope, has_each, walk);
  });
}

bool TerraformReferences::follow_reference(std::string_view reference, const Scope& scope,
                                           bool has_each, Walk& walk) const {
  if (is_index_word(reference) || reference.starts_with("path.") ||
      reference.starts_with("terraform.")) {
    return true;
  }
  if (reference.starts_with("var.")) {
    return follow_variable(reference.substr(4), scope, walk);
  }
  if (reference.starts_with("module.")) {
    return follow_output(reference, scope, has_each, walk);
  }
  return names_resource(reference) && follow_resource(reference, scope, has_each, walk);
}

bool TerraformReferences::follow_variable(std::string_view rest, const Scope& scope,
                                          Walk& walk) const {
  if (scope.module.empty()) {
    return true;  // the variables of the root are known
  }
  const std::string_view name = rest.substr(0, name_end(rest, 0));
  const ModuleStep step = last_module_step(scope.module);
  const JsonNode* const call =
      find_module_call(document_.configuration, without_indexes(scope.module));
  const JsonNode* const arguments = call == nullptr ? nullptr : call->find("expressions");
  const JsonNode* const argument = arguments == nullptr ? nullptr : arguments->find(name);
  if (argument == nullptr) {
    return call != nullptr;  // its default, which is known
  }
  if (argument->find("constant_value") != nullptr) {
    return true;
  }
  // Of an object, which part came from what is not said.
  return name.size() == rest.size() && follow(argument, {step.parent, step.index, {}}, walk);
}

bool TerraformReferences::follow_output(std::string_view reference, const Scope& scope,
                                        bool has_each, Walk& walk) const {
  const Reference parts = split_reference(reference, 2);
  const std::string base = joined(scope.module, parts.resource);
  std::string module = base + std::string(parts.index);
  if (parts.index.empty() && modules_.count(module) == 0 && has_each) {
    module = base + scope.index;
  }
  const JsonNode* const configuration =
      find_module(document_.configuration, without_indexes(module));
  const JsonNode* const outputs =
      configuration == nullptr ? nullptr : configuration->find("outputs");
  const JsonNode* const output =
      outputs == nullptr || parts.attribute.empty() ? nullptr : outputs->find(parts.attribute);
  if (output == nullptr || modules_.count(module) == 0) {
    return false;
  }
  return follow(output->find("expression"), {module, {}, {}}, walk);
}

bool TerraformReferences::may_have_no_instances(std::string_view module,
                                                std::string_view resource) const {
  const JsonNode* const configuration =
      find_module(document_.configuration, without_indexes(module));
  const JsonNode* const resources =
      configuration == nullptr ? nullptr : configuration->find("resources");
  if (resources == nullptr) {
    return false;
  }
  return std::none_of(resources->begin(), resources->end(), [&](const JsonNode& entry) {
    return text_of(&entry, "address") == resource && entry.find("count_expression") == nullptr &&
           entry.find("for_each_expression") == nullptr;
  });
}

bool TerraformReferences::follow_resource(std::string_view text, const Scope& scope, bool has_each,
                                          Walk& walk) const {
  const Reference reference = split_reference(text, name_count_of(text));
  std::vector<const TerraformInstance*> found = world_.find(scope.module, reference.resource);
  if (found.empty()) {
    return may_have_no_instances(scope.module, reference.resource);
  }
  const bool is_picked = reference.index.empty() && found.size() > 1 && has_each;
  if (is_picked && !has_same_indexes(scope, reference.resource)) {
    return false;
  }
  if (is_picked || !reference.index.empty()) {
    const std::string_view index = is_picked ? std::string_view(scope.index) : reference.index;
    const TerraformInstance* const one = world_.find(scope.module, reference.resource, index);
    found.assign(one == nullptr ? 0U : 1U, one);
  }
  for (const TerraformInstance* const instance : found) {
    if (reference.attribute.empty() || attribute_of(*instance, reference.attribute).is_unknown()) {
      walk.add(*instance, reference.attribute);
    }
  }
  return true;
}

const JsonNode* TerraformReferences::constant(const JsonNode* expression,
                                              std::string_view module) const {
  for (std::size_t steps = 0; expression != nullptr && steps < kStepsMax; ++steps) {
    if (const JsonNode* const value = expression->find("constant_value")) {
      return value;
    }
    const JsonNode* const references = expression->find("references");
    if (references == nullptr || !references->is_array() || references->child_count != 1 ||
        !references->begin()->text.starts_with("var.")) {
      return nullptr;
    }
    const std::string_view name = references->begin()->text.substr(4);
    const JsonNode* const configuration = find_module(document_.configuration, module);
    const JsonNode* const variables =
        configuration == nullptr ? nullptr : configuration->find("variables");
    const JsonNode* const variable = variables == nullptr ? nullptr : variables->find(name);
    const JsonNode* const fallback = variable == nullptr ? nullptr : variable->find("default");
    if (module.empty()) {
      const JsonNode* const given =
          document_.variables == nullptr ? nullptr : document_.variables->find(name);
      const JsonNode* const value = given == nullptr ? nullptr : given->find("value");
      return value == nullptr ? fallback : value;
    }
    const JsonNode* const call = find_module_call(document_.configuration, module);
    const JsonNode* const arguments = call == nullptr ? nullptr : call->find("expressions");
    expression = arguments == nullptr ? nullptr : arguments->find(name);
    if (expression == nullptr) {
      return fallback;
    }
    const std::size_t dot = module.rfind(".module.");
    module = dot == std::string_view::npos ? std::string_view() : module.substr(0, dot);
  }
  return nullptr;
}

}  // namespace replisim
