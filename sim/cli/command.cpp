#include "sim/cli/command.h"

#include <algorithm>
#include <exception>
#include <new>
#include <optional>
#include <ostream>
#include <vector>

#include "sim/cli/arguments.h"
#include "sim/cli/description.h"

namespace replisim {
namespace {

constexpr Command kCommands[] = {
    {"run", "Play the events of a scenario and show what became of each", run_command},
    {"test", "Play scenarios and hold them against their expectations", test_command},
    {"mutate", "Say which parts of the tested policies no test notices", mutate_command},
    {"explain", "Say why an event was replicated, or why not", explain_command},
    {"fix", "Find the smallest change that makes every failed replica succeed", fix_command},
    {"check", "Say what replication rules would do, before anything is applied", check_command},
    {"import", "Print Terraform, CloudFormation and AWS CLI captures as a scenario",
     import_command},
    {"authorize", "Decide requests, as simulate-custom-policy does", authorize_command},
    {"graph", "Draw what is tied to what, and say where objects can end up", graph_command},
    {"learn", "Learn S3 Replication step by step", learn_command},
    {"lint", "Say what is wrong with policies and replication configurations", lint_command},
    {"schema", "Print the JSON Schema of the scenario format", schema_command},
    {"man", "Print the manual page", man_command},
    {"completions", "Print what completes commands and options in a shell", completions_command},
};

/// An option before the command; all but `--version` may stand behind it, too.
struct ProgramOption {
  std::string_view names;
  std::string_view value_name;
  std::string_view help;
};

constexpr ProgramOption kProgramOptions[] = {
    {"-h,--help", "", "Print this help and exit"},
    {"--version", "", "Print the version and exit"},
    {"--color", "WHEN", "auto, always or never"},
    {"-q,--quiet", "", "No progress, hints and warnings"},
};

void print_help(std::ostream& out) {
  out << "Would this object be replicated, how would the replica be encrypted, and if not, why "
         "not?\n\n"
         "Usage: replisim [OPTIONS] COMMAND [ARGS]\n\n"
         "Commands:\n";
  for (const Command& command : kCommands) {
    out << "  " << pad_right(command.name, 13) << command.summary << '\n';
  }
  out << "\nOptions:\n";
  for (const ProgramOption& option : kProgramOptions) {
    const std::string_view gap = option.value_name.empty() ? "" : " ";
    const std::string names = std::string(option.names).append(gap).append(option.value_name);
    out << "  " << pad_right(names, 14) << option.help << '\n';
  }
  out << "\n"
         "`replisim COMMAND --help` tells the arguments of a command.\n\n"
         "Exit codes: 0 all that was checked holds; 1 something does not; 2 bad usage or input; "
         "3 it\ncannot be said; 4 a fault of the program itself; 130 interrupted.\n";
}

/// What the options before the command came to: the end, or the rest of the arguments.
struct Beginning {
  std::optional<ExitCode> end;
  std::span<const std::string> rest;
};

std::optional<ExitCode> unknown_option(const std::string& option, const Console& console) {
  constexpr std::string_view kOptions[] = {"--help", "--version", "--color", "--quiet"};
  const std::string hint = spelling_hint(option, kOptions);
  console.error("unknown option `" + option + "`", hint.empty() ? "see `replisim --help`" : hint);
  return ExitCode::BadInput;
}

std::optional<ExitCode> set_color(const std::string& value, Console& console) {
  const std::optional<ColorChoice> choice = parse_color_choice(value);
  if (!choice) {
    console.error("--color is auto, always or never, not `" + value + "`");
    return ExitCode::BadInput;
  }
  console.color = *choice;
  return std::nullopt;
}

Beginning read_beginning(std::span<const std::string> args, Console& console) {
  while (!args.empty() && args.front().starts_with('-')) {
    const std::string& option = args.front();
    args = args.subspan(1);
    std::optional<ExitCode> end;
    if (option == "-h" || option == "--help") {
      print_help(console.out);
      end = ExitCode::Holds;
    } else if (option == "--version") {
      console.out << "replisim " << REPLISIM_VERSION << '\n';
      end = ExitCode::Holds;
    } else if (option == "-q" || option == "--quiet") {
      console.quiet = true;
    } else if (option.starts_with("--color=")) {
      end = set_color(option.substr(8), console);
    } else if (option == "--color" && !args.empty()) {
      end = set_color(args.front(), console);
      args = args.subspan(1);
    } else {
      end = unknown_option(option, console);
    }
    if (end) {
      return {end, args};
    }
  }
  return {std::nullopt, args};
}

ExitCode unknown_command(const std::string& name, const Console& console) {
  std::vector<std::string_view> names;
  for (const Command& command : kCommands) {
    names.push_back(command.name);
  }
  const std::string hint = spelling_hint(name, names);
  console.error("unknown command `" + name + "`", hint.empty() ? "see `replisim --help`" : hint);
  return ExitCode::BadInput;
}

ExitCode find_and_run(std::span<const std::string> args, Console& console) {
  const Beginning beginning = read_beginning(args, console);
  if (beginning.end) {
    return *beginning.end;
  }
  if (beginning.rest.empty()) {
    console.error("no command given", "see `replisim --help`");
    return ExitCode::BadInput;
  }
  const std::string& name = beginning.rest.front();
  const auto found = std::find_if(std::begin(kCommands), std::end(kCommands),
                                  [&](const Command& command) { return command.name == name; });
  return found == std::end(kCommands) ? unknown_command(name, console)
                                      : found->run(beginning.rest.subspan(1), console);
}

}  // namespace

std::vector<ArgumentDescription> describe_program_options() {
  std::vector<ArgumentDescription> options;
  for (const ProgramOption& row : kProgramOptions) {
    ArgumentDescription& option = options.emplace_back();
    const std::size_t comma = row.names.find(',');
    option.names = {std::string(row.names.substr(0, comma))};
    if (comma != std::string_view::npos) {
      option.names.emplace_back(row.names.substr(comma + 1));
    }
    option.value_name = row.value_name;
    option.help = row.help;
    if (row.names == "--color") {
      option.choices = {"auto", "always", "never"};
    }
  }
  return options;
}

std::span<const Command> all_commands() {
  return kCommands;
}

ExitCode dispatch(std::span<const std::string> args, Console& console) {
  constexpr std::string_view kReport = "report it with the command and its input, please";
  try {
    return find_and_run(args, console);
  } catch (const std::bad_alloc&) {
    console.error("out of memory");
  } catch (const std::exception& error) {
    std::string message = error.what();
    std::replace(message.begin(), message.end(), '\n', ' ');
    console.error("a fault of the program itself (" + message + "): " + std::string(kReport));
  } catch (...) {
    console.error("a fault of the program itself: " + std::string(kReport));
  }
  return ExitCode::Fault;
}

}  // namespace replisim
