#pragma once

#include <functional>
#include <iosfwd>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "model/issue.h"
#include "sim/report/style.h"

namespace replisim {

/// What the program says of itself when it ends: contract of the command line.
enum class ExitCode : int {
  Holds = 0,         ///< did what was asked, and all that was checked holds
  DoesNotHold = 1,   ///< it ran, and something does not hold
  BadInput = 2,      ///< bad usage or input; nothing half-done
  Undecided = 3,     ///< only what is not known stands in the way
  Fault = 4,         ///< of the program itself
  Interrupted = 130  ///< SIGINT
};

enum class ColorChoice : std::uint8_t { Auto, Always, Never };

struct CommandDescription;

/// Everything a command may read from and write to, so that tests need no process. Results go to
/// `out`, messages and progress to `err`.
struct Console {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  /// Of the environment only what the program looks at: `CI`, `NO_COLOR`, `GITHUB_STEP_SUMMARY`.
  std::map<std::string, std::string, std::less<>> environment;
  ColorChoice color = ColorChoice::Auto;
  bool quiet = false;  ///< no progress, no hints; errors are still told
  /// Waits a moment before files that may change are looked at again. False: enough of that.
  std::function<bool()> pause = [] { return false; };
  /// Where not null: commands say here what they can be told, and do nothing else.
  CommandDescription* description = nullptr;

  [[nodiscard]] std::string variable(std::string_view name) const;
  [[nodiscard]] TextStyle out_style() const;

  /// `replisim: error: message`, and the hint below.
  void error(std::string_view message, std::string_view hint = "") const;
  /// What helps, unless quiet.
  void note(std::string_view message) const;
  /// Each in the form of a compiler, sorted by place.
  void report(Issues issues, const SourceMap& sources) const;
};

/// `did you mean ...?`, or nothing where no name is near.
std::string spelling_hint(std::string_view word, std::span<const std::string_view> names);

}  // namespace replisim
