#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/cli/console.h"

namespace replisim {

/// The arguments of one command. Values are written where the references point to, which outlive
/// it. `--help`, `--color` and `--quiet` are always there.
class Arguments {
 public:
  Arguments(const std::string& command, const std::string& summary);
  ~Arguments();
  Arguments(const Arguments&) = delete;
  Arguments& operator=(const Arguments&) = delete;

  void positional(const std::string& name, std::string& value, const std::string& help);
  /// One that may be left out: the value then stays as it is.
  void optional_positional(const std::string& name, std::string& value, const std::string& help);
  void positionals(const std::string& name, std::vector<std::string>& values,
                   const std::string& help);
  /// Any number, none included.
  void optional_positionals(const std::string& name, std::vector<std::string>& values,
                            const std::string& help);
  /// `names`: `-j,--jobs`. `value_name` is what the help calls the value.
  void option(const std::string& names, const std::string& value_name, std::string& value,
              const std::string& help);
  void option(const std::string& names, const std::string& value_name,
              std::vector<std::string>& values, const std::string& help);
  void option(const std::string& names, const std::string& value_name, std::uint32_t& value,
              const std::string& help);
  /// One whose value may be left out, and is then the first of `choices`. The value begins with one
  /// of them, and may have more behind a `=`: so `--coverage PATH` takes no path for a value.
  void optional_option(const std::string& name, const std::string& value_name,
                       std::vector<std::string>& values, std::span<const std::string_view> choices,
                       const std::string& help);
  void flag(const std::string& names, bool& value, const std::string& help);
  /// What the value of an option, or a positional argument, is one of: completions offer these.
  void choices(const std::string& name, std::span<const std::string_view> values);
  /// What stands below the options in the help.
  void footer(const std::string& text);

  /// Nothing: go on. Otherwise the command ends here: help or a description was asked for, or the
  /// usage is bad, and that was told.
  [[nodiscard]] std::optional<ExitCode> parse(std::span<const std::string> args, Console& console);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// `auto`, `always`, `never`.
std::optional<ColorChoice> parse_color_choice(std::string_view text);

}  // namespace replisim
