#include "sim/cli/output.h"

#include <algorithm>
#include <fstream>
#include <ostream>

#include "sim/cli/files.h"

namespace replisim {
namespace {

std::string list_of(std::span<const std::string_view> names) {
  std::string list = "there are: ";
  for (const std::string_view name : names) {
    list.append(name == names.front() ? "" : ", ").append(name);
  }
  return list;
}

}  // namespace

std::optional<std::vector<OutputChoice>> parse_outputs(const std::vector<std::string>& values,
                                                       std::span<const std::string_view> formats,
                                                       const Console& console,
                                                       std::string_view option) {
  std::vector<OutputChoice> choices;
  for (const std::string& value : values) {
    const std::size_t equals = value.find('=');
    OutputChoice choice;
    choice.format = value.substr(0, equals);
    choice.file = equals == std::string::npos ? std::string() : value.substr(equals + 1);
    if (std::find(formats.begin(), formats.end(), choice.format) == formats.end()) {
      const std::string nearest = spelling_hint(choice.format, formats);
      console.error("unknown format `" + choice.format + "`",
                    nearest.empty() ? list_of(formats) : nearest);
      return std::nullopt;
    }
    if (equals != std::string::npos && choice.file.empty()) {
      console.error("`" + std::string(option) + " " + value + "` names no file");
      return std::nullopt;
    }
    choices.push_back(std::move(choice));
  }
  if (choices.empty()) {
    choices.push_back({std::string(formats.front()), ""});
  }
  const auto to_out = std::count_if(choices.begin(), choices.end(),
                                    [](const OutputChoice& choice) { return choice.file.empty(); });
  if (to_out > 1) {
    console.error(
        "only one format can go to standard output",
        "give the others a file: `" + std::string(option) + " " + choices.back().format + "=FILE`");
    return std::nullopt;
  }
  return choices;
}

bool write_output(const OutputChoice& choice, const std::string& text, const Console& console) {
  if (choice.file.empty()) {
    console.out << text;
    return true;
  }
  if (!replace_file(choice.file, text)) {
    console.error("`" + choice.file + "` cannot be written");
    return false;
  }
  return true;
}

void append_github_summary(const std::string& text, const Console& console) {
  const std::string path = console.variable("GITHUB_STEP_SUMMARY");
  if (!path.empty()) {
    std::ofstream(path, std::ios::app | std::ios::binary) << text;
  }
}

}  // namespace replisim
