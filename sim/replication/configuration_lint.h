#pragma once

#include <vector>

#include "model/replication_configuration.h"
#include "sim/iam/lint.h"

namespace replisim {

/// Everything there is to say about a replication configuration without a world: what misleads, and
/// as an error what S3 would answer on storing it, taken that the role is of the caller's account
/// and every bucket has versioning enabled.
[[nodiscard]] std::vector<LintFinding> lint_configuration(
    const ReplicationConfiguration& configuration);

}  // namespace replisim
