#pragma once

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>

namespace replisim {

/// Turns lines into lines, in order, on several threads and in bounded memory.
struct LinePipeline {
  /// Answers one line; a line longer than `line_bytes_max` comes as `too_long` without its text.
  using Answer = std::function<std::string(std::string_view line, bool too_long)>;

  std::size_t threads = 1;
  /// Lines that travel together, so that threads meet rarely.
  std::size_t batch_lines = 64;
  std::size_t line_bytes_max = 64u * 1024 * 1024;
  /// Each thread has its own answerer, so it may keep state.
  std::function<Answer()> make_answer;

  /// Reads until the end of `in`. Empty lines are skipped. Stops early where `out` fails.
  void run(std::istream& in, std::ostream& out) const;
};

}  // namespace replisim
