#include "model/action.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "model/arn_template.h"
#include "model/condition_key.h"
#include "model/name_table.h"
#include "model/spelling.h"

namespace replisim {
namespace {

using enum AccessLevel;

struct Service {
  std::string_view name;
  bool supports_rcp = false;
};

constexpr bool kRequired = true;
constexpr bool kOptional = false;
constexpr bool kRcp = true;
constexpr bool kNoRcp = false;

#include "model/resource_type_table.inc"

// Null if there is none; then the table of actions does not pass its assertion.
constexpr const ResourceTypeInfo* resource_type(std::string_view service, std::string_view name) {
  for (const ResourceTypeInfo& type : kResourceTypes) {
    if (type.service == service && type.name == name) {
      return &type;
    }
  }
  return nullptr;
}

#include "model/action_table.inc"
#include "model/service_table.inc"

constexpr std::span<const ActionInfo> kAllActions(kActions);
constexpr std::span<const Service> kAllServices(kServices);
constexpr std::array<std::string_view, 4> kListedServices{"iam", "kms", "s3", "sts"};

// What s3:ListAllMyBuckets is about, though it has no resource type.
constexpr std::string_view kAllBucketsTemplate = "arn:${Partition}:s3:::*";

constexpr bool actions_are_sound() {
  for (const ActionInfo& action : kActions) {
    for (const ActionResourceType& on : action.resource_types) {
      if (on.type == nullptr || on.type->service != action.service()) {
        return false;
      }
    }
  }
  return true;
}

constexpr bool resource_types_are_sound() {
  const ResourceTypeInfo* before = nullptr;
  for (const ResourceTypeInfo& type : kResourceTypes) {
    const bool in_order = before == nullptr || before->service < type.service ||
                          (before->service == type.service && before->name < type.name);
    if (!in_order || type.arn_template.size() > kArnTemplateLengthMax) {
      return false;
    }
    before = &type;
  }
  return true;
}

static_assert(names_are_sorted(kAllActions), "binary search needs the actions in order");
static_assert(names_are_sorted(kAllServices), "binary search needs the services in order");
static_assert(actions_are_sound(), "an action's resource types are those of its service");
static_assert(resource_types_are_sound(), "resource types in order, templates not too long");

// Nearest by the part of the names after `skipped` letters.
std::optional<std::string_view> nearest_of(std::string_view word,
                                           std::span<const ActionInfo> actions,
                                           std::size_t skipped) {
  std::optional<std::string_view> nearest;
  std::size_t limit = edits_max(word);
  for (const ActionInfo& action : actions) {
    const std::optional<std::size_t> edits =
        edit_distance(word, action.name.substr(skipped), limit);
    if (!edits.has_value()) {
      continue;
    }
    nearest = action.name;
    if (*edits == 0) {
      break;
    }
    limit = *edits - 1;  // only a nearer one replaces it
  }
  return nearest;
}

bool lists_key(std::span<const std::string_view> keys, const ConditionKeyInfo& key) {
  return std::find(keys.begin(), keys.end(), key.name) != keys.end();
}

bool is_tag_key(const ConditionKeyInfo& key) {
  return key.name == "aws:RequestTag/" || key.name == "aws:ResourceTag/" ||
         key.name == "aws:TagKeys";
}

}  // namespace

std::string_view to_string(AccessLevel level) {
  switch (level) {
    case List: return "List";
    case Read: return "Read";
    case Write: return "Write";
    case PermissionsManagement: return "Permissions management";
    case Tagging: return "Tagging";
  }
  return {};
}

std::span<const ActionInfo> all_actions() {
  return kAllActions;
}

const ActionInfo* find_action(std::string_view name) {
  return find_row(kAllActions, name);
}

std::optional<std::string_view> nearest_action(std::string_view name) {
  const std::size_t colon = name.find(':');
  if (colon != std::string_view::npos && is_listed_service(name.substr(0, colon))) {
    const std::string_view service = name.substr(0, colon + 1);
    const auto nearest =
        nearest_of(name.substr(colon + 1), actions_to_match(service), service.size());
    if (nearest.has_value()) {
      return nearest;
    }
  }
  return nearest_of(name, kAllActions, 0);
}

bool action_matches(std::string_view pattern, std::string_view action) {
  if (pattern == "*") {
    return true;
  }
  return pattern.find(':') != std::string_view::npos && name_matches(pattern, action);
}

std::span<const ActionInfo> actions_to_match(std::string_view pattern) {
  const std::string_view prefix = pattern.substr(0, pattern.find_first_of("*?"));
  const std::span<const ActionInfo> rest = kAllActions.subspan(rows_before(kAllActions, prefix));
  const auto end = std::find_if(rest.begin(), rest.end(), [prefix](const ActionInfo& action) {
    return compare_names(action.name.substr(0, prefix.size()), prefix) != 0;
  });
  return rest.first(static_cast<std::size_t>(end - rest.begin()));
}

bool any_action_matches(std::string_view pattern) {
  const std::span<const ActionInfo> actions = actions_to_match(pattern);
  return std::any_of(actions.begin(), actions.end(), [pattern](const ActionInfo& action) {
    return action_matches(pattern, action.name);
  });
}

bool action_carries_key(const ActionInfo& action, std::string_view key) {
  const ConditionKeyInfo* info = find_condition_key(key);
  if (info == nullptr) {
    return false;
  }
  if (info->scope != KeyScope::Service && !is_tag_key(*info)) {
    return true;
  }
  return lists_key(action.condition_keys, *info) ||
         std::any_of(action.resource_types.begin(), action.resource_types.end(),
                     [info](const ActionResourceType& on) {
                       return lists_key(on.type->condition_keys, *info);
                     });
}

std::span<const ResourceTypeInfo> all_resource_types() {
  return kResourceTypes;
}

const ResourceTypeInfo* find_resource_type(std::string_view service, std::string_view name) {
  return resource_type(service, name);
}

bool arn_fits_resource_type(std::string_view arn, const ResourceTypeInfo& type) {
  return fits_arn_template(arn, type.arn_template);
}

std::vector<const ResourceTypeInfo*> resource_types_of(std::string_view arn,
                                                       std::string_view service) {
  std::vector<const ResourceTypeInfo*> found;
  for (const ResourceTypeInfo& type : kResourceTypes) {
    if (compare_names(type.service, service) == 0 && arn_fits_resource_type(arn, type)) {
      found.push_back(&type);
    }
  }
  return found;
}

bool action_fits_resource(const ActionInfo& action, std::string_view arn) {
  return arn == "*" || action.resource_types.empty() ||
         std::any_of(
             action.resource_types.begin(), action.resource_types.end(),
             [arn](const ActionResourceType& on) { return arn_fits_resource_type(arn, *on.type); });
}

bool action_may_fit_resource_pattern(const ActionInfo& action, std::string_view pattern) {
  if (pattern.find_first_not_of('*') == std::string_view::npos) {
    return !pattern.empty();
  }
  if (action.name == "s3:ListAllMyBuckets") {
    return pattern_may_fit_arn_template(pattern, kAllBucketsTemplate);
  }
  return std::any_of(action.resource_types.begin(), action.resource_types.end(),
                     [pattern](const ActionResourceType& on) {
                       return pattern_may_fit_arn_template(pattern, on.type->arn_template);
                     });
}

bool is_known_service(std::string_view prefix) {
  return find_row(kAllServices, prefix) != nullptr;
}

bool is_listed_service(std::string_view prefix) {
  return std::any_of(
      kListedServices.begin(), kListedServices.end(),
      [prefix](std::string_view listed) { return compare_names(listed, prefix) == 0; });
}

bool service_supports_rcp(std::string_view prefix) {
  const Service* service = find_row(kAllServices, prefix);
  return service != nullptr && service->supports_rcp;
}

}  // namespace replisim
