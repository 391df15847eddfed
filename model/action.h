#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace replisim {

/// What IAM, KMS, S3 and STS let one do, and to what, as the AWS Service Authorization Reference
/// lists it. Tables only: all rows live as long as the program. Nothing here allocates but
/// `resource_types_of`.

/// The access level of an action. What AWS lists as "Tagging" or "Permissions management" is a
/// write too.
enum class AccessLevel : std::uint8_t { List, Read, Write, PermissionsManagement, Tagging };

std::string_view to_string(AccessLevel level);  ///< as AWS writes it: `Permissions management`

/// A kind of resource that actions are done to.
struct ResourceTypeInfo {
  std::string_view service;  ///< the actions' service: an STS action's role has `iam` in its ARN
  std::string_view name;     ///< `bucket`, `object`, `accesspoint`, `key`, `role`, …
  std::string_view arn_template;  ///< `arn:${Partition}:s3:::${BucketName}`
  /// Keys that any action on such a resource may carry: `aws:ResourceTag/`, `kms:KeyUsage`, …
  std::span<const std::string_view> condition_keys;
};

/// A kind of resource of one action, and whether AWS marks it as required. Of several not required
/// a request is for one; of several required for all (`kms:CreateAlias`: the alias and the key),
/// except for the two IAM access reports, where one is meant as well.
struct ActionResourceType {
  const ResourceTypeInfo* type = nullptr;
  bool is_required = false;
};

/// A row of the table of actions.
struct ActionInfo {
  std::string_view name;  ///< with its service, in AWS's spelling: `s3:ReplicateObject`
  AccessLevel access_level = AccessLevel::Read;
  std::span<const ActionResourceType> resource_types;  ///< none: the resource is `*`
  /// Names of rows of `all_condition_keys`; of the global keys only `aws:RequestTag/` and
  /// `aws:TagKeys`. Those of the resource's type come on top: see `action_carries_key`.
  std::span<const std::string_view> condition_keys;

  [[nodiscard]] constexpr std::string_view service() const {
    return name.substr(0, name.find(':'));
  }
};

/// Every action of IAM, KMS, S3 and STS, in the order of their names.
[[nodiscard]] std::span<const ActionInfo> all_actions();

/// The action called so, in any letter case, or null.
[[nodiscard]] const ActionInfo* find_action(std::string_view name);

/// The action a misspelt name was most likely meant to be: first of the same service, then of any.
[[nodiscard]] std::optional<std::string_view> nearest_action(std::string_view name);

/// Whether the pattern of a policy's Action matches the name of an action; in any letter case. `*`
/// matches every action, any other pattern without a colon none.
[[nodiscard]] bool action_matches(std::string_view pattern, std::string_view action);

/// The actions that begin as the pattern does before its first wildcard.
[[nodiscard]] std::span<const ActionInfo> actions_to_match(std::string_view pattern);

/// Calls `visit(const ActionInfo&)` for every action of the table that the pattern matches, in
/// order.
template <typename Visit>
void for_each_action_matching(std::string_view pattern, Visit&& visit) {
  for (const ActionInfo& action : actions_to_match(pattern)) {
    if (action_matches(pattern, action.name)) {
      visit(action);
    }
  }
}

/// Whether the pattern matches an action of the table. Of other services the table knows none: see
/// `is_listed_service`.
[[nodiscard]] bool any_action_matches(std::string_view pattern);

/// Whether requests for the action may carry the condition key: one of its own, of its resource
/// types, of the caller's session, or a global one. The tag keys (`aws:RequestTag/`, `aws:TagKeys`,
/// `aws:ResourceTag/`) count only where the action or its resource types list them. Unknown keys
/// are carried by none.
[[nodiscard]] bool action_carries_key(const ActionInfo& action, std::string_view key);

/// Every resource type, by service and name.
[[nodiscard]] std::span<const ResourceTypeInfo> all_resource_types();

/// The type called so (in this case), or null.
[[nodiscard]] const ResourceTypeInfo* find_resource_type(std::string_view service,
                                                         std::string_view name);

/// Whether the ARN has the form of the type's. A bucket's ARN has no `/` in its last part, an
/// object's has one; see `fits_arn_template`.
[[nodiscard]] bool arn_fits_resource_type(std::string_view arn, const ResourceTypeInfo& type);

/// The types of a service whose form the ARN has; two for a multi-Region access point.
[[nodiscard]] std::vector<const ResourceTypeInfo*> resource_types_of(std::string_view arn,
                                                                     std::string_view service);

/// Whether a request for the action can be about the resource: `*` always, anything if the action
/// has no resource type, else what has the form of one. `s3:GetObject` on a role is implicitly
/// denied whatever the policies say (recorded).
[[nodiscard]] bool action_fits_resource(const ActionInfo& action, std::string_view arn);

/// Whether a Resource pattern of a policy matches something the action can be about. An action
/// without resource types is about `*`, which only `*` matches (and `s3:ListAllMyBuckets` about
/// `arn:aws:s3:::*`).
[[nodiscard]] bool action_may_fit_resource_pattern(const ActionInfo& action,
                                                   std::string_view pattern);

/// Whether AWS has a service of this prefix, in any letter case.
[[nodiscard]] bool is_known_service(std::string_view prefix);

/// Whether the service's actions, resource types and condition keys are in the tables.
[[nodiscard]] bool is_listed_service(std::string_view prefix);

/// Whether resource control policies cover the service.
[[nodiscard]] bool service_supports_rcp(std::string_view prefix);

}  // namespace replisim
