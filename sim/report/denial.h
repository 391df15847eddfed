#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/scenario.h"
#include "sim/report/explanation.h"

namespace replisim {

/// What stood in the way of a check that was watched: first what its verdict names, then all else
/// that would have to allow it and does not.
std::vector<Cause> causes_of_denial(const Check& check, const Played& played);

/// The statements that a check which passed rests on, without excerpts: of the resource's policy
/// and of the caller's.
std::vector<ExplainedStatement> allowing_statements(const Check& check, const SourceMap& sources);

/// For people: `role s3-replication in account 111111111111`, `key 8c5b… in account …`,
/// `bucket dst`, `s3.amazonaws.com`.
std::string name_arn(std::string_view text, const World& world);

/// What stands at a place: `bucket dst`, `role r`, `key k`, `rule all`; otherwise `here`.
std::string name_place(SourceRange where, const World& world);

/// The line that something begins on, with a caret. No more of it: a variant may have patched what
/// stands behind.
Excerpt point_at(SourceRange where, std::string note, const SourceMap& sources);

}  // namespace replisim
