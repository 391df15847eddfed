#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace replisim {

// What a command can be told, as a value: the manual page and the completions of the shells are
// made from it.

struct ArgumentDescription {
  std::vector<std::string> names;  ///< `-j`, `--jobs`; of a positional one: `PATH`
  std::string value_name;          ///< `N`, `FORMAT[=FILE]`; empty: a flag
  std::string help;
  std::vector<std::string> choices;  ///< what the value is one of; empty: anything
  bool is_value_optional = false;    ///< `--coverage`, `--coverage=json`
  bool is_required = false;          ///< of a positional one
  bool is_repeated = false;

  /// The long one, where there is one.
  [[nodiscard]] const std::string& name() const { return names.back(); }
  /// Whether the value, or what stands behind the `=` in it, is a file or folder.
  [[nodiscard]] bool takes_file() const;
};

struct CommandDescription {
  std::string name;
  std::string summary;  ///< one line
  std::string details;  ///< may be empty; lines as in the help
  std::string footer;   ///< likewise
  std::vector<ArgumentDescription> positionals;
  std::vector<ArgumentDescription> options;
};

/// All commands, in the order of the help, asked one after the other: nothing is run.
std::vector<CommandDescription> describe_commands();

/// `--help`, `--version`, …: what may stand before the command.
std::vector<ArgumentDescription> describe_program_options();

}  // namespace replisim
