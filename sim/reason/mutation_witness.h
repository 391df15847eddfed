#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/iam/decision.h"
#include "sim/reason/mutation.h"

namespace replisim {

/// A key of a request's context that decides; without a value it has to be absent.
struct WitnessKey {
  std::string key;
  std::optional<std::string> value;
};

/// A request that is decided differently once the world is changed: what a test could ask.
struct Witness {
  std::string principal;  ///< ARN; `anonymous`
  std::string action;
  std::string resource;
  std::vector<WitnessKey> context;
  Decision before = Decision::ImplicitDeny;
  Decision after = Decision::ImplicitDeny;
};

struct WitnessLimits {
  /// Requests of roles and users, and as many of account roots and the anonymous.
  std::size_t requests_max = 4'000;
};

/// Looks for one among what the changed statement and the world speak of: its principals and
/// others, its actions and those beside them, its resources and others, its conditions met and not.
/// Each is decided in both worlds, with all policies that count. Nothing: none of those that were
/// tried is, which proves nothing. Of changes of policies in the world only.
[[nodiscard]] std::optional<Witness> find_witness(const Mutation& mutation,
                                                  const ScenarioCase& before,
                                                  const WitnessLimits& limits = {});

}  // namespace replisim
