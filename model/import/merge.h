#pragma once

#include <vector>

#include "model/import/import.h"

namespace replisim {

/// The world of several inputs.
struct MergedInputs {
  const JsonNode* after = nullptr;   ///< a scenario
  const JsonNode* before = nullptr;  ///< null if no input has a world before a change
  std::vector<UnknownValue> unknown;
};

/// Puts inputs together, by ARN. What two of them say differently is an issue that names both
/// places. What is known in parts only, and what is named but in no input, is completed so that
/// nothing is claimed of it: unlisted buckets are elsewhere, unlisted roles and keys have policies
/// that are not known. Does the same for a single input, for which it is to be called, too.
Result<MergedInputs> merge_inputs(ImportContext& context, const std::vector<ImportedInput>& inputs);

}  // namespace replisim
