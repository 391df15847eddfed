#pragma once

#include "model/import/cloudformation_evaluator.h"

namespace replisim {

/// The value of an entry of `Parameters`: given, by default, or unknown. A list is split.
JsonNode parameter_value(StackEvaluator& stack, const JsonNode& parameter);

/// Reports parameters that were given and that no stack has.
void check_given_parameters(Deployment& deployment);

}  // namespace replisim
