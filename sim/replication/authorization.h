#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include "sim/iam/trace.h"
#include "sim/replication/check.h"
#include "sim/replication/plan.h"

namespace replisim {

struct Delivery;

/// What an authorization of the table of checks came to.
struct Authorization {
  Verdict verdict;
  const PreparedQuestion* asked = nullptr;
  std::string_view action;                   ///< the one that decided
  std::shared_ptr<const Trace> trace;        ///< in watched runs
  std::shared_ptr<const Trace> other_trace;  ///< of an either-or: of the one that did not decide
  bool only_one_of_two = false;              ///< of an either-or: the other was refused
};

/// Asks a row that is an authorization; `index` is the row's place in the table. What does not
/// change from object to object is prepared once and kept in the delivery's plan.
Authorization authorize(Delivery& delivery, const CheckRow& row, std::size_t index);

}  // namespace replisim
