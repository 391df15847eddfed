#pragma once

#include <string>
#include <vector>

#include "sim/cli/description.h"

namespace replisim {

/// replisim(1) for man(1): all commands with all of their options. Holds no date, so that it is the
/// same whenever it is made.
std::string man_page(const std::vector<CommandDescription>& commands,
                     const std::vector<ArgumentDescription>& program_options);

/// replisim-COMMAND(1): the page of one command.
std::string man_page(const CommandDescription& command);

}  // namespace replisim
