#include <algorithm>
#include <ostream>

#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/shell_completions.h"

namespace replisim {
namespace {

struct Shell {
  std::string_view name;
  std::string (*completions)(const std::vector<CommandDescription>& commands,
                             const std::vector<ArgumentDescription>& program_options);
};

constexpr Shell kShells[] = {
    {"bash", bash_completions}, {"zsh", zsh_completions}, {"fish", fish_completions}};

}  // namespace

ExitCode completions_command(std::span<const std::string> args, Console& console) {
  std::string name;
  Arguments arguments("completions", "Print what completes commands, options and their values");
  arguments.positional("SHELL", name, "bash, zsh or fish");
  std::vector<std::string_view> names;
  for (const Shell& shell : kShells) {
    names.push_back(shell.name);
  }
  arguments.choices("SHELL", names);
  arguments.footer(
      "A package installs them. By hand: `eval \"$(replisim completions bash)\"` in ~/.bashrc,\n"
      "`replisim completions zsh > FOLDER/_replisim` for a folder of $fpath, or\n"
      "`replisim completions fish > ~/.config/fish/completions/replisim.fish`.");
  if (const std::optional<ExitCode> end = arguments.parse(args, console)) {
    return *end;
  }
  const auto* const shell = std::find_if(std::begin(kShells), std::end(kShells),
                                         [&](const Shell& row) { return row.name == name; });
  if (shell == std::end(kShells)) {
    const std::string hint = spelling_hint(name, names);
    console.error("unknown shell `" + name + "`", hint.empty() ? "bash, zsh or fish" : hint);
    return ExitCode::BadInput;
  }
  console.out << shell->completions(describe_commands(), describe_program_options());
  return ExitCode::Holds;
}

}  // namespace replisim
