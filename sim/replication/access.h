#pragma once

#include <memory>
#include <string>
#include <vector>

#include "model/event.h"
#include "sim/iam/trace.h"

namespace replisim {

struct Run;

/// May this caller do this to that, as the world is now?
struct AccessQuestion {
  std::string caller;  ///< ARN of a user, role, session or root; account id; service; `*`
  std::string action;
  std::string resource;               ///< ARN, or `*`
  std::vector<ContextEntry> context;  ///< further keys of the request
};

/// Asked as the caller of an event is, in a watched run: all policies of both sides count, and of
/// an object that is there its owner, ACL and tags.
std::shared_ptr<const Trace> ask_access(Run& run, const AccessQuestion& question);

}  // namespace replisim
