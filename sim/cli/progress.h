#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <ostream>

namespace replisim {

/// A bar on one line of a terminal, drawn again as work is done, and wiped away at the end. Does
/// nothing where it is not shown. Any number of threads may report.
class Progress {
 public:
  enum class Display : std::uint8_t { Hidden, Shown };

  Progress(std::ostream& out, std::size_t total, Display display)
      : out_(out), total_(total), display_(display) {}
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void done_one(bool holds);

 private:
  void draw();

  std::mutex mutex_;
  std::ostream& out_;
  std::size_t total_;
  Display display_;
  std::size_t done_ = 0;
  std::size_t failed_ = 0;
  bool is_drawn_ = false;
  std::chrono::steady_clock::time_point drawn_at_;
};

}  // namespace replisim
