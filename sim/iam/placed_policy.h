#pragma once

#include <string>
#include <vector>

#include "model/event.h"
#include "model/policy_document.h"
#include "model/world.h"
#include "sim/iam/policy_validation.h"

namespace replisim {

/// A policy that stands in a world or an event. Borrows it.
struct PlacedPolicy {
  const PolicyDocument* document = nullptr;
  PolicyKind kind = PolicyKind::Identity;
  PolicyTarget target;  ///< without `text`
  std::string name;     ///< for people: `the policy of bucket dst`
};

/// Every policy of the world: of buckets, keys, roles, users, groups, and of the organization.
/// Principals are looked up in the world, which outlives what is returned.
[[nodiscard]] std::vector<PlacedPolicy> policies_of(const World& world);

/// Those that the event wants to save.
[[nodiscard]] std::vector<PlacedPolicy> policies_of(const Event& event, const World& world);

}  // namespace replisim
