#pragma once

#include <span>
#include <string>
#include <string_view>

#include "sim/cli/console.h"

namespace replisim {

/// A command of the program: its arguments are what stands behind its name.
struct Command {
  std::string_view name;
  std::string_view summary;
  ExitCode (*run)(std::span<const std::string> args, Console& console);
};

// One file each.
ExitCode run_command(std::span<const std::string> args, Console& console);
ExitCode test_command(std::span<const std::string> args, Console& console);
ExitCode mutate_command(std::span<const std::string> args, Console& console);
ExitCode explain_command(std::span<const std::string> args, Console& console);
ExitCode fix_command(std::span<const std::string> args, Console& console);
ExitCode check_command(std::span<const std::string> args, Console& console);
ExitCode import_command(std::span<const std::string> args, Console& console);
ExitCode authorize_command(std::span<const std::string> args, Console& console);
ExitCode graph_command(std::span<const std::string> args, Console& console);
ExitCode learn_command(std::span<const std::string> args, Console& console);
ExitCode lint_command(std::span<const std::string> args, Console& console);
ExitCode schema_command(std::span<const std::string> args, Console& console);
ExitCode man_command(std::span<const std::string> args, Console& console);
ExitCode completions_command(std::span<const std::string> args, Console& console);

/// All of them, in the order of the help.
std::span<const Command> all_commands();

/// The whole program behind `main`: reads the options before the command, finds the command and
/// runs it. Whatever is thrown is caught and told on one line.
ExitCode dispatch(std::span<const std::string> args, Console& console);

}  // namespace replisim
