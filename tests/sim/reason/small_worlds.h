#pragma once

#include <string>
#include <vector>

#include "model/scenario.h"

namespace replisim {

/// A rule from one bucket to another; its id is `from-to`.
struct Flow {
  std::string from;
  std::string to;
  std::string prefix;
  std::string status = "Enabled";
};

/// One account with the buckets that are named, in the order they are named; the first is in
/// us-east-1, all others in eu-west-1. No events.
ScenarioCase flows(const std::vector<Flow>& rules);

}  // namespace replisim
