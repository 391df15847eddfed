#pragma once

#include "model/issue.h"
#include "model/source.h"
#include "model/world.h"

namespace replisim {

/// Fills in what AWS would have made up or resolved: canonical user ids, owners and keys of
/// objects.
void complete_world(World& world);

/// Names that are given twice where they have to be unique; each issue names both places.
void check_names(const World& world, const SourceMap& sources, Issues& issues);

}  // namespace replisim
