#include "sim/cli/description.h"

#include <algorithm>
#include <array>
#include <sstream>

#include "sim/cli/command.h"

namespace replisim {

bool ArgumentDescription::takes_file() const {
  constexpr std::array<std::string_view, 6> kFiles = {"FILE", "FOLDER",  "INPUT",
                                                      "PATH", "REQUEST", "SCENARIO"};
  return std::find(kFiles.begin(), kFiles.end(), value_name) != kFiles.end() ||
         value_name.ends_with("[=FILE]");
}

std::vector<CommandDescription> describe_commands() {
  std::vector<CommandDescription> commands;
  for (const Command& command : all_commands()) {
    CommandDescription& description = commands.emplace_back();
    std::istringstream in;
    std::ostringstream out;
    Console console{in, out, out};
    console.description = &description;
    command.run({}, console);
    description.summary = command.summary;
  }
  return commands;
}

}  // namespace replisim
