#include "model/import/terraform_plan.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace replisim {
namespace {

/// What the documents are that Terraform prints, by the members that tell them apart.
bool has_text(const JsonNode* array, std::string_view text) {
  return array != nullptr && std::any_of(array->begin(), array->end(), [&](const JsonNode& item) {
           return item.is_string() && item.text == text;
         });
}

const JsonNode* object_of(const JsonNode* node, std::string_view name) {
  const JsonNode* const member = node == nullptr ? nullptr : node->find(name);
  return member != nullptr && member->is_object() ? member : nullptr;
}

const JsonNode* array_of(const JsonNode* node, std::string_view name) {
  const JsonNode* const member = node == nullptr ? nullptr : node->find(name);
  return member != nullptr && member->is_array() ? member : nullptr;
}

class DocumentReader {
 public:
  DocumentReader(const ImportContext& context, TerraformDocument& document, Issues& issues)
      : context_(context), document_(document), issues_(issues) {}

  /// False, and an issue, where it is no document of Terraform.
  bool read(const JsonNode& root);

 private:
  void read_plan(const JsonNode& root);
  void read_changes(const JsonNode& changes);
  void read_change(const JsonNode& entry);
  void read_module(const JsonNode& module, TerraformWorld& world, std::uint32_t depth);
  void read_resource(const JsonNode& entry, std::string_view module, TerraformWorld& world);
  void read_prior_state(const JsonNode& prior);
  void read_raw_state(const JsonNode& root);
  void read_raw_resource(const JsonNode& entry);
  void read_drift(const JsonNode* drift);
  void link_configuration();
  void index_configuration(const JsonNode& module, const std::string& path, std::uint32_t depth);
  [[nodiscard]] TerraformInstance instance_of(const JsonNode& entry, std::string_view module) const;
  void add(TerraformWorld& world, TerraformInstance instance);
  bool check_version(const JsonNode& root, std::string_view member);
  bool refuse(std::string code, std::string message, std::string hint, SourceRange where);

  const ImportContext& context_;
  TerraformDocument& document_;
  Issues& issues_;
  std::set<std::string, std::less<>> changed_;
  std::map<std::string, const JsonNode*, std::less<>> configurations_;
  bool is_too_large_ = false;
};

constexpr std::uint32_t kModuleDepthMax = 100;

bool DocumentReader::refuse(std::string code, std::string message, std::string hint,
                            SourceRange where) {
  issues_.push_back({.code = std::move(code),
                     .message = std::move(message),
                     .hint = std::move(hint),
                     .where = where});
  return false;
}

bool DocumentReader::check_version(const JsonNode& root, std::string_view member) {
  const std::string_view version = text_of(&root, member);
  if (version.empty() || version.starts_with("0.") || version.starts_with("1.")) {
    return true;
  }
  return refuse("terraform.unknown-format", "unknown format version " + in_backticks(version),
                "versions 0.x and 1.x are known", root.find(member)->where);
}

bool DocumentReader::read(const JsonNode& root) {
  document_.root = &root;
  document_.terraform_version = text_of(&root, "terraform_version");
  document_.configuration = object_of(&root, "configuration");
  document_.variables = object_of(&root, "variables");
  if (const JsonNode* const plan = object_of(&root, "test_plan")) {
    document_.kind = InputKind::TerraformTest;
    if (!check_version(*plan, "plan_format_version")) {
      return false;
    }
    read_plan(*plan);
  } else if (const JsonNode* const state = object_of(&root, "test_state")) {
    document_.kind = InputKind::TerraformTest;
    if (const JsonNode* const module = object_of(state, "root")) {
      read_module(*module, document_.after, 0);
    }
  } else if (root.find("resources") != nullptr && root.find("version") != nullptr) {
    document_.kind = InputKind::TerraformState;
    if (root.find("version")->text != "4") {
      return refuse("terraform.unknown-format",
                    "a state of version " + in_backticks(root.find("version")->text),
                    "`terraform show -json` prints it in a format that is known",
                    root.find("version")->where);
    }
    read_raw_state(root);
  } else if (!check_version(root, "format_version")) {
    return false;
  } else if (const JsonNode* const values = root.find("values")) {
    document_.kind = InputKind::TerraformState;
    if (const JsonNode* const module = object_of(values, "root_module")) {
      read_module(*module, document_.after, 0);
    }
  } else {
    read_plan(root);
  }
  if (is_too_large_) {
    return refuse("terraform.too-many-resources",
                  "more than " + std::to_string(context_.options.resources_max) + " resources", {},
                  root.where);
  }
  link_configuration();
  return true;
}

void DocumentReader::read_plan(const JsonNode& root) {
  const JsonNode* const prior = object_of(&root, "prior_state");
  document_.has_before = document_.kind == InputKind::TerraformPlan;
  if (const JsonNode* const changes = array_of(&root, "resource_changes")) {
    read_changes(*changes);
  } else if (const JsonNode* const module =
                 object_of(object_of(&root, "planned_values"), "root_module")) {
    read_module(*module, document_.after, 0);
  }
  if (prior != nullptr) {
    read_prior_state(*prior);
  }
  read_drift(array_of(&root, "resource_drift"));
}

void DocumentReader::read_changes(const JsonNode& changes) {
  for (const JsonNode& entry : changes) {
    if (entry.is_object() && entry.find("deposed") == nullptr) {
      read_change(entry);
    }
  }
}

void DocumentReader::read_change(const JsonNode& entry) {
  const JsonNode* const change = object_of(&entry, "change");
  TerraformInstance instance = instance_of(entry, text_of(&entry, "module_address"));
  if (change == nullptr || instance.address.empty()) {
    return;
  }
  changed_.insert(instance.address);
  const JsonNode* const actions = array_of(change, "actions");
  const JsonNode* const before = object_of(change, "before");
  const JsonNode* const after = object_of(change, "after");
  const bool is_forgotten = has_text(actions, "forget");
  if (before != nullptr) {
    instance.values = before;
    add(document_.before, instance);
  }
  if (after != nullptr && !is_forgotten) {
    instance.values = after;
    instance.unknown = change->find("after_unknown");
    instance.is_created = before == nullptr || has_text(actions, "create");
    add(document_.after, std::move(instance));
  }
}

TerraformInstance DocumentReader::instance_of(const JsonNode& entry,
                                              std::string_view module) const {
  TerraformInstance instance;
  instance.address = text_of(&entry, "address");
  instance.type = text_of(&entry, "type");
  instance.name = text_of(&entry, "name");
  instance.is_data = text_of(&entry, "mode") == "data";
  instance.where = entry.where;
  instance.module = module;
  const std::string resource = resource_of(instance);
  const std::size_t at = instance.address.find(resource, instance.module.size());
  if (instance.type.empty() || instance.name.empty() || at == std::string::npos) {
    instance.address.clear();
    return instance;
  }
  if (instance.module.empty() && at > 0) {
    instance.module = instance.address.substr(0, at - 1);
  }
  instance.index = instance.address.substr(at + resource.size());
  return instance;
}

void DocumentReader::read_module(const JsonNode& module, TerraformWorld& world,
                                 std::uint32_t depth) {
  if (depth > kModuleDepthMax) {
    is_too_large_ = true;
    return;
  }
  if (const JsonNode* const resources = array_of(&module, "resources")) {
    for (const JsonNode& entry : *resources) {
      read_resource(entry, text_of(&module, "address"), world);
    }
  }
  if (const JsonNode* const children = array_of(&module, "child_modules")) {
    for (const JsonNode& child : *children) {
      read_module(child, world, depth + 1);
    }
  }
}

void DocumentReader::read_resource(const JsonNode& entry, std::string_view module,
                                   TerraformWorld& world) {
  TerraformInstance instance = instance_of(entry, module);
  instance.values = object_of(&entry, "values");
  if (instance.values != nullptr && !instance.address.empty()) {
    add(world, std::move(instance));
  }
}

/// What the plan does not change: data sources that were read, and what was left out of it.
void DocumentReader::read_prior_state(const JsonNode& prior) {
  const JsonNode* const module = object_of(object_of(&prior, "values"), "root_module");
  if (module == nullptr) {
    return;
  }
  TerraformWorld world;
  read_module(*module, world, 0);
  for (const TerraformInstance& instance : world.instances) {
    if (changed_.count(instance.address) == 0) {
      add(document_.before, instance);
      add(document_.after, instance);
    }
  }
}

void DocumentReader::read_raw_state(const JsonNode& root) {
  if (const JsonNode* const resources = array_of(&root, "resources")) {
    for (const JsonNode& entry : *resources) {
      read_raw_resource(entry);
    }
  }
}

void DocumentReader::read_raw_resource(const JsonNode& entry) {
  const JsonNode* const instances = array_of(&entry, "instances");
  if (instances == nullptr) {
    return;
  }
  for (const JsonNode& item : *instances) {
    TerraformInstance instance;
    instance.module = text_of(&entry, "module");
    instance.type = text_of(&entry, "type");
    instance.name = text_of(&entry, "name");
    instance.provider = text_of(&entry, "provider");
    instance.is_data = text_of(&entry, "mode") == "data";
    instance.where = item.where;
    instance.values = object_of(&item, "attributes");
    if (const JsonNode* const key = item.find("index_key")) {
      instance.index = "[" + to_json_text(*key) + "]";
    }
    instance.address = instance.module + (instance.module.empty() ? "" : ".") +
                       resource_of(instance) + instance.index;
    if (instance.values != nullptr && item.find("deposed") == nullptr) {
      add(document_.after, std::move(instance));
    }
  }
}

void DocumentReader::read_drift(const JsonNode* drift) {
  if (drift == nullptr) {
    return;
  }
  for (const JsonNode& entry : *drift) {
    const JsonNode* const actions = array_of(object_of(&entry, "change"), "actions");
    if (!has_text(actions, "no-op") && !text_of(&entry, "address").empty()) {
      document_.drifted.emplace_back(text_of(&entry, "address"));
    }
  }
}

void DocumentReader::add(TerraformWorld& world, TerraformInstance instance) {
  if (world.instances.size() >= context_.options.resources_max) {
    is_too_large_ = true;
    return;
  }
  world.add(std::move(instance));
}

void DocumentReader::index_configuration(const JsonNode& module, const std::string& path,
                                         std::uint32_t depth) {
  if (depth > kModuleDepthMax) {
    return;
  }
  if (const JsonNode* const resources = array_of(&module, "resources")) {
    for (const JsonNode& entry : *resources) {
      configurations_[path + "|" + std::string(text_of(&entry, "address"))] = &entry;
    }
  }
  if (const JsonNode* const calls = object_of(&module, "module_calls")) {
    for (const JsonNode& call : *calls) {
      if (const JsonNode* const child = object_of(&call, "module")) {
        const std::string step = "module." + std::string(call.key);
        index_configuration(*child, path.empty() ? step : path + "." + step, depth + 1);
      }
    }
  }
}

void DocumentReader::link_configuration() {
  if (const JsonNode* const module = object_of(document_.configuration, "root_module")) {
    index_configuration(*module, {}, 0);
  }
  for (TerraformWorld* const world : {&document_.after, &document_.before}) {
    for (TerraformInstance& instance : world->instances) {
      const auto found =
          configurations_.find(without_indexes(instance.module) + "|" + resource_of(instance));
      if (found != configurations_.end()) {
        instance.configuration = found->second;
        instance.provider = text_of(found->second, "provider_config_key");
      }
    }
  }
}

/// Lines other than the one kept become empty, so that places stay what they are.
std::string keep_line(std::string_view text, std::size_t begin, std::size_t end) {
  std::string kept(static_cast<std::size_t>(std::count(text.begin(), text.begin() + begin, '\n')),
                   '\n');
  kept += text.substr(begin, end - begin);
  return kept;
}

/// The last line of a log that holds a plan or a state; nothing if the text is no such log.
std::optional<std::string> find_test_line(std::string_view text) {
  if (text.find("\"@level\"") >= text.find('\n')) {
    return std::nullopt;
  }
  std::size_t at = std::string_view::npos;
  for (const std::string_view member : {"\"test_plan\":", "\"test_state\":"}) {
    const std::size_t found = text.rfind(member);
    if (found != std::string_view::npos && (at == std::string_view::npos || found > at)) {
      at = found;
    }
  }
  if (at == std::string_view::npos) {
    return std::string();
  }
  const std::size_t line_end = text.rfind('\n', at);
  const std::size_t begin = line_end == std::string_view::npos ? 0 : line_end + 1;
  return keep_line(text, begin, std::min(text.find('\n', at), text.size()));
}

}  // namespace

std::string resource_of(const TerraformInstance& instance) {
  std::string text(instance.is_data ? "data." : "");
  text += instance.type;
  text += '.';
  text += instance.name;
  return text;
}

void TerraformWorld::add(TerraformInstance instance) {
  const std::string key = instance.module + "|" + resource_of(instance);
  by_resource[key].push_back(instances.size());
  by_index.emplace(key + "|" + instance.index, instances.size());
  instances.push_back(std::move(instance));
}

std::vector<const TerraformInstance*> TerraformWorld::find(std::string_view module,
                                                           std::string_view resource) const {
  std::vector<const TerraformInstance*> found;
  const auto entry = by_resource.find(std::string(module) + "|" + std::string(resource));
  if (entry != by_resource.end()) {
    for (const std::size_t position : entry->second) {
      found.push_back(&instances[position]);
    }
  }
  return found;
}

const TerraformInstance* TerraformWorld::find(std::string_view module, std::string_view resource,
                                              std::string_view index) const {
  std::string key(module);
  key.append("|").append(resource).append("|").append(index);
  const auto entry = by_index.find(key);
  return entry == by_index.end() ? nullptr : &instances[entry->second];
}

bool is_terraform(const JsonNode& root) {
  const bool is_raw_state = root.find("version") != nullptr && root.find("lineage") != nullptr;
  const bool is_shown = root.find("format_version") != nullptr &&
                        (root.find("terraform_version") != nullptr ||
                         root.find("planned_values") != nullptr || root.find("values") != nullptr);
  const bool is_log = root.find("@level") != nullptr;
  return is_raw_state || is_shown || is_log || root.find("resource_changes") != nullptr;
}

std::optional<TerraformDocument> read_terraform(ImportContext& context, const std::string& name,
                                                std::string bytes, Issues& issues) {
  std::optional<std::string> text = decode_text(std::move(bytes));
  if (!text) {
    issues.push_back({.code = "terraform.bad-encoding",
                      .message = in_backticks(name) + " is UTF-16 that is broken"});
    return std::nullopt;
  }
  if (std::optional<std::string> line = find_test_line(*text)) {
    if (line->empty()) {
      issues.push_back({.code = "terraform.no-plan-in-log",
                        .message = in_backticks(name) + " is a log without a plan",
                        .hint = "`terraform test -json -verbose` prints one; of a plan file, "
                                "`terraform show -json` does"});
      return std::nullopt;
    }
    text = std::move(line);
  }
  const std::uint32_t file = context.sources.add(name, *std::move(text));
  const JsonNode* const root =
      parse_json(context.sources, file, context.arena, issues, context.options.json);
  if (root == nullptr || !issues.empty()) {
    return std::nullopt;
  }
  if (!is_terraform(*root)) {
    issues.push_back({.code = "terraform.not-a-plan",
                      .message = "this is neither a plan nor a state of Terraform",
                      .hint = "`terraform show -json` prints them",
                      .where = root->where});
    return std::nullopt;
  }
  TerraformDocument document;
  document.name = name;
  if (!DocumentReader(context, document, issues).read(*root)) {
    return std::nullopt;
  }
  return document;
}

bool is_of_same_configuration(const TerraformDocument& test, const TerraformDocument& plan) {
  const auto is_in_plan = [&](const TerraformInstance& instance) {
    return !plan.after.find(instance.module, resource_of(instance)).empty();
  };
  const std::vector<TerraformInstance>& instances = test.after.instances;
  return test.kind == InputKind::TerraformTest && plan.configuration != nullptr &&
         !instances.empty() && std::all_of(instances.begin(), instances.end(), is_in_plan);
}

void adopt_configuration(TerraformDocument& test, const TerraformDocument& plan) {
  test.configuration = plan.configuration;
  test.variables = plan.variables;
  for (TerraformInstance& instance : test.after.instances) {
    for (const TerraformInstance* const planned :
         plan.after.find(instance.module, resource_of(instance))) {
      instance.configuration = planned->configuration;
      instance.provider = planned->provider;
    }
  }
  for (const TerraformInstance& instance : plan.after.instances) {
    if (instance.is_data && test.after.find(instance.module, resource_of(instance)).empty()) {
      test.after.add(instance);
    }
  }
  test.before = plan.before;
  test.has_before = plan.has_before;
}

}  // namespace replisim
