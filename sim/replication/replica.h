#pragma once

#include "model/object.h"
#include "sim/replication/delivery.h"

namespace replisim {

/// Writes what a delivery that passed its checks brings: a new object, a delete marker, or a change
/// of one that is there. Returns the replica as it then is. Where the destination is outside of the
/// model nothing is kept.
ObjectVersion write_replica(Delivery& delivery, bool without_tags);

}  // namespace replisim
