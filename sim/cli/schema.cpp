#include <ostream>

#include "model/scenario.h"
#include "sim/cli/arguments.h"
#include "sim/cli/command.h"

namespace replisim {

ExitCode schema_command(std::span<const std::string> args, Console& console) {
  Arguments arguments("schema", "Print the JSON Schema (draft-07) of the scenario format");
  arguments.footer(
      "Editors take it to complete and check scenarios while they are written: name it in the\n"
      "member `$schema` of a scenario. Its `$id` ends with the version of the format.");
  if (const std::optional<ExitCode> end = arguments.parse(args, console)) {
    return *end;
  }
  console.out << scenario_schema();
  return ExitCode::Holds;
}

}  // namespace replisim
