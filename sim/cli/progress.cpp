#include "sim/cli/progress.h"

#include <string>

namespace replisim {
namespace {

constexpr std::size_t kBarWidth = 30;
constexpr std::chrono::milliseconds kRedrawEvery(50);
constexpr const char* kWipeLine = "\r\x1b[K";

}  // namespace

Progress::~Progress() {
  if (is_drawn_) {
    out_ << kWipeLine << std::flush;
  }
}

void Progress::done_one(bool holds) {
  if (display_ == Display::Hidden) {
    return;
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  ++done_;
  failed_ += holds ? 0U : 1U;
  const auto now = std::chrono::steady_clock::now();
  if (!is_drawn_ || now - drawn_at_ >= kRedrawEvery) {
    drawn_at_ = now;
    draw();
  }
}

void Progress::draw() {
  const std::size_t filled = total_ == 0 ? kBarWidth : kBarWidth * done_ / total_;
  out_ << kWipeLine << '[' << std::string(filled, '#') << std::string(kBarWidth - filled, ' ')
       << "] " << done_ << '/' << total_;
  if (failed_ > 0) {
    out_ << ", " << failed_ << " not held";
  }
  out_ << std::flush;
  is_drawn_ = true;
}

}  // namespace replisim
