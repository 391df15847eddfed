#pragma once

#include <string>
#include <vector>

#include "sim/cli/description.h"

namespace replisim {

// Completion of commands, options, and the values that options can have; of files where a file is
// taken. Each is a whole file for its shell, and needs nothing else.

/// For bash 4 and later, with or without the package bash-completion.
std::string bash_completions(const std::vector<CommandDescription>& commands,
                             const std::vector<ArgumentDescription>& program_options);
/// For zsh, to be called `_replisim` in a folder of `$fpath`.
std::string zsh_completions(const std::vector<CommandDescription>& commands,
                            const std::vector<ArgumentDescription>& program_options);
std::string fish_completions(const std::vector<CommandDescription>& commands,
                             const std::vector<ArgumentDescription>& program_options);

}  // namespace replisim
