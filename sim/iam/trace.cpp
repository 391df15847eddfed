#include "sim/iam/trace.h"

#include <algorithm>

namespace replisim {

int StatementTrace::missed() const {
  int missed = 0;
  for (const bool matches :
       {principal_matches, action_matches, resource_matches, condition_matches}) {
    missed += matches ? 0 : 1;
  }
  return missed;
}

std::vector<const StatementTrace*> Trace::near_misses() const {
  std::vector<const StatementTrace*> misses;
  for (const PolicyTrace& policy : policies) {
    for (const StatementTrace& statement : policy.statements) {
      if (!statement.applies && statement.statement->effect == Effect::Allow) {
        misses.push_back(&statement);
      }
    }
  }
  std::stable_sort(
      misses.begin(), misses.end(),
      [](const StatementTrace* a, const StatementTrace* b) { return a->missed() < b->missed(); });
  return misses;
}

}  // namespace replisim
