#include "sim/replication/attempt.h"

#include <string_view>

namespace replisim {

std::string_view to_string(ReplicationResult result) {
  switch (result) {
    case ReplicationResult::Replicated: return "REPLICATED";
    case ReplicationResult::Failed: return "FAILED";
    case ReplicationResult::NotEligible: return "NOT_ELIGIBLE";
    case ReplicationResult::Unknown: return "UNKNOWN";
  }
  return {};
}

}  // namespace replisim
