#include <algorithm>
#include <ostream>

#include "sim/cli/arguments.h"
#include "sim/cli/command.h"
#include "sim/cli/man_page.h"

namespace replisim {

ExitCode man_command(std::span<const std::string> args, Console& console) {
  std::string name;
  Arguments arguments("man", "Print the manual page, as man(1) takes it");
  arguments.optional_positional("COMMAND", name, "the page of one command; none: of all of them");
  std::vector<std::string_view> names;
  for (const Command& command : all_commands()) {
    names.push_back(command.name);
  }
  arguments.choices("COMMAND", names);
  arguments.footer("`replisim man | man -l -` shows it.");
  if (const std::optional<ExitCode> end = arguments.parse(args, console)) {
    return *end;
  }
  const std::vector<CommandDescription> commands = describe_commands();
  if (name.empty()) {
    console.out << man_page(commands, describe_program_options());
    return ExitCode::Holds;
  }
  const auto found =
      std::find_if(commands.begin(), commands.end(),
                   [&](const CommandDescription& command) { return command.name == name; });
  if (found == commands.end()) {
    console.error("unknown command `" + name + "`", spelling_hint(name, names));
    return ExitCode::BadInput;
  }
  console.out << man_page(*found);
  return ExitCode::Holds;
}

}  // namespace replisim
