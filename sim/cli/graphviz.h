#pragma once

#include <string>

#include "sim/cli/console.h"

namespace replisim {

/// What Graphviz made of a text in its language.
struct GraphvizResult {
  std::string svg;
  std::string error;  ///< empty: it was made
  std::string hint;
};

/// Runs `program` (`dot`, looked up in PATH) as a child process and waits for it.
GraphvizResult run_graphviz(const std::string& dot, const std::string& program);

}  // namespace replisim
