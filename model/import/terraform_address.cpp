#include <algorithm>
#include <utility>

#include "model/import/terraform_plan.h"

namespace replisim {
namespace {

/// The end of a step `module.NAME` or `module.NAME["index"]` that begins at `begin`.
std::size_t step_end(std::string_view path, std::size_t begin) {
  constexpr std::string_view kModule = "module.";
  std::size_t at = begin + kModule.size();
  bool is_quoted = false;
  for (; at < path.size(); ++at) {
    if (is_quoted && path[at] == '\\') {
      ++at;
    } else if (path[at] == '"') {
      is_quoted = !is_quoted;
    } else if (path[at] == '.' && !is_quoted) {
      break;
    }
  }
  return std::min(at, path.size());
}

ModuleStep split_step(std::string_view parent, std::string_view step) {
  constexpr std::string_view kModule = "module.";
  step.remove_prefix(std::min(kModule.size(), step.size()));
  const std::size_t bracket = std::min(step.find('['), step.size());
  return {std::string(parent), std::string(step.substr(0, bracket)),
          std::string(step.substr(bracket))};
}

}  // namespace

ModuleStep last_module_step(std::string_view module) {
  std::size_t begin = 0;
  while (begin < module.size()) {
    const std::size_t end = step_end(module, begin);
    if (end >= module.size()) {
      return split_step(module.substr(0, begin == 0 ? 0 : begin - 1), module.substr(begin));
    }
    begin = end + 1;
  }
  return {};
}

std::string without_indexes(std::string_view module) {
  std::string text;
  for (std::size_t begin = 0; begin < module.size();) {
    const std::size_t end = step_end(module, begin);
    const ModuleStep step = split_step({}, module.substr(begin, end - begin));
    text += (text.empty() ? "module." : ".module.") + step.name;
    begin = end + 1;
  }
  return text;
}

const JsonNode* find_module_call(const JsonNode* configuration, std::string_view module) {
  const JsonNode* at = configuration == nullptr ? nullptr : configuration->find("root_module");
  const JsonNode* call = nullptr;
  for (std::size_t begin = 0; begin < module.size() && at != nullptr;) {
    const std::size_t end = step_end(module, begin);
    const ModuleStep step = split_step({}, module.substr(begin, end - begin));
    const JsonNode* const calls = at->find("module_calls");
    call = calls == nullptr ? nullptr : calls->find(step.name);
    at = call == nullptr ? nullptr : call->find("module");
    begin = end + 1;
  }
  return at == nullptr ? nullptr : call;
}

const JsonNode* find_module(const JsonNode* configuration, std::string_view module) {
  if (configuration == nullptr) {
    return nullptr;
  }
  if (module.empty()) {
    return configuration->find("root_module");
  }
  const JsonNode* const call = find_module_call(configuration, module);
  return call == nullptr ? nullptr : call->find("module");
}

std::string_view text_of(const JsonNode* object, std::string_view name) {
  const JsonNode* const member = object == nullptr ? nullptr : object->find(name);
  return member != nullptr && member->is_string() ? member->text : std::string_view();
}

}  // namespace replisim
