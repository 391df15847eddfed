#include "sim/cli/line_pipeline.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <istream>
#include <map>
#include <mutex>
#include <ostream>
#include <thread>
#include <utility>
#include <vector>

namespace replisim {
namespace {

struct Line {
  std::string text;
  bool too_long = false;
};

using Batch = std::vector<Line>;

/// Reads one line without ever holding more than the limit; false at the end.
bool read_line(std::istream& in, std::size_t bytes_max, Line& line) {
  line = {};
  std::streambuf& buffer = *in.rdbuf();
  bool any = false;
  for (int c = buffer.sbumpc(); c != std::char_traits<char>::eof(); c = buffer.sbumpc()) {
    any = true;
    if (c == '\n') {
      break;
    }
    if (line.text.size() == bytes_max) {
      line.too_long = true;
      line.text.clear();
    } else if (!line.too_long) {
      line.text.push_back(static_cast<char>(c));
    }
  }
  if (!line.text.empty() && line.text.back() == '\r') {
    line.text.pop_back();
  }
  return any;
}

/// At least one line, and more only as far as they have arrived: whoever asks line by line and
/// waits for the answer gets it.
Batch read_batch(std::istream& in, const LinePipeline& pipeline) {
  Batch batch;
  for (Line line; batch.size() < pipeline.batch_lines &&
                  (batch.empty() || in.rdbuf()->in_avail() > 0) &&
                  read_line(in, pipeline.line_bytes_max, line);) {
    if (!line.text.empty() || line.too_long) {
      batch.push_back(std::move(line));
    }
  }
  return batch;
}

std::string answer_batch(const Batch& batch, const LinePipeline::Answer& answer) {
  std::string text;
  for (const Line& line : batch) {
    text += answer(line.text, line.too_long);
    text += '\n';
  }
  return text;
}

/// Batches on their way: read in order, answered in any order, written in order. At most
/// `kWaitingPerThread` batches a thread are in here, so a slow one holds the reader back.
class Exchange {
 public:
  explicit Exchange(std::size_t threads) : waiting_max_(threads * kWaitingPerThread) {}

  void put(Batch batch) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return in_flight_ < waiting_max_ || stopped_; });
    questions_.emplace_back(next_read_++, std::move(batch));
    ++in_flight_;
    changed_.notify_all();
  }
  void finish_reading() {
    const std::lock_guard lock(mutex_);
    reading_done_ = true;
    changed_.notify_all();
  }
  /// False when there is nothing more to answer.
  bool take(std::pair<std::size_t, Batch>& question) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !questions_.empty() || reading_done_ || stopped_; });
    if (questions_.empty() || stopped_) {
      return false;
    }
    question = std::move(questions_.front());
    questions_.pop_front();
    return true;
  }
  void answer(std::size_t number, std::string text) {
    const std::lock_guard lock(mutex_);
    answers_.emplace(number, std::move(text));
    changed_.notify_all();
  }
  /// Writes what is next until all that was read is written, or writing fails.
  void write_all(std::ostream& out) {
    std::unique_lock lock(mutex_);
    while (true) {
      changed_.wait(lock, [this] {
        return stopped_ || answers_.count(next_written_) != 0 || (reading_done_ && in_flight_ == 0);
      });
      const auto next = answers_.find(next_written_);
      if (stopped_ || next == answers_.end()) {
        return;
      }
      const std::string text = std::move(next->second);
      answers_.erase(next);
      lock.unlock();
      out << text;
      const bool failed = !out.flush();
      lock.lock();
      ++next_written_;
      --in_flight_;
      stopped_ = stopped_ || failed;
      changed_.notify_all();
    }
  }
  /// The first exception ends the run and is thrown again at its end.
  void fail(std::exception_ptr error) {
    const std::lock_guard lock(mutex_);
    error_ = error_ ? error_ : std::move(error);
    stopped_ = true;
    changed_.notify_all();
  }
  [[nodiscard]] bool stopped() {
    const std::lock_guard lock(mutex_);
    return stopped_;
  }
  void rethrow() const {
    if (error_) {
      std::rethrow_exception(error_);
    }
  }

 private:
  static constexpr std::size_t kWaitingPerThread = 4;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::pair<std::size_t, Batch>> questions_;
  std::map<std::size_t, std::string> answers_;
  std::exception_ptr error_;
  std::size_t waiting_max_;
  std::size_t next_read_ = 0;
  std::size_t next_written_ = 0;
  std::size_t in_flight_ = 0;
  bool reading_done_ = false;
  bool stopped_ = false;
};

void run_alone(const LinePipeline& pipeline, std::istream& in, std::ostream& out) {
  const LinePipeline::Answer answer = pipeline.make_answer();
  for (Line line; out && read_line(in, pipeline.line_bytes_max, line);) {
    if (!line.text.empty() || line.too_long) {
      // Written at once: whoever asks line by line may wait for it.
      out << answer(line.text, line.too_long) << '\n' << std::flush;
    }
  }
}

template <typename Work>
void guarded(Exchange& exchange, Work&& work) {
  try {
    work();
  } catch (...) {
    exchange.fail(std::current_exception());
  }
}

}  // namespace

void LinePipeline::run(std::istream& in, std::ostream& out) const {
  if (threads <= 1) {
    run_alone(*this, in, out);
    return;
  }
  Exchange exchange(threads);
  std::vector<std::thread> workers;
  for (std::size_t i = 0; i < threads; ++i) {
    workers.emplace_back([this, &exchange] {
      guarded(exchange, [&] {
        const Answer answer = make_answer();
        for (std::pair<std::size_t, Batch> question; exchange.take(question);) {
          exchange.answer(question.first, answer_batch(question.second, answer));
        }
      });
    });
  }
  std::thread writer([&] { guarded(exchange, [&] { exchange.write_all(out); }); });
  guarded(exchange, [&] {
    for (Batch batch = read_batch(in, *this); !batch.empty() && !exchange.stopped();
         batch = read_batch(in, *this)) {
      exchange.put(std::move(batch));
    }
  });
  exchange.finish_reading();
  for (std::thread& worker : workers) {
    worker.join();
  }
  writer.join();
  exchange.rethrow();
}

}  // namespace replisim
