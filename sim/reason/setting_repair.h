#pragma once

#include <vector>

#include "sim/reason/change.h"
#include "sim/reason/policy_repair.h"

namespace replisim {

/// What makes a question about the state of the world come out well, or lets replication take an
/// event up: settings of buckets, rules, keys, accounts. Empty where no setting does.
std::vector<Change> repair_setting(const Requirement& requirement, const RepairCase& repair);

/// What helps where a policy does not: Block Public Access and ownership that take the bucket
/// policy its say, a role that is not there, a key that AWS manages.
std::vector<Change> repair_bucket_access(const Requirement& requirement, const RepairCase& repair);

/// What makes S3 accept a replication configuration that it refused.
std::vector<Change> repair_refusal(const EventOutcome& outcome, const RepairCase& repair);

/// Whether it makes a key, role or bucket: what others then change.
bool is_creation(const Change& change);
void apply_creations(const std::vector<Change>& changes, PatchBuilder& patch);

/// Applies other settings; events are inserted last, since they move those behind them.
void apply_settings(const std::vector<Change>& changes, PatchBuilder& patch);

}  // namespace replisim
