#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/import/import.h"
#include "model/import/tree_builder.h"

namespace replisim {

/// Makes the tree of a scenario claim nothing that its inputs do not: buckets that are known in
/// parts only are left out and noted; roles and keys that are named but not listed, or known in
/// parts, have policies that are not known; unlisted buckets are elsewhere.
void complete_scenario(Draft& scenario, std::vector<UnknownValue>& unknown);

/// The node as a draft, so that parts of it can be changed.
Draft thaw(const JsonNode& node);
std::string text_of_draft(const Draft& draft);

/// Marks a thing that is known in parts only: another input may have the rest.
inline constexpr std::string_view kPartialNote = "x-partial";

}  // namespace replisim
