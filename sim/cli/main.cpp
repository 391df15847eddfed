#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

#include <unistd.h>

#include "sim/cli/command.h"

namespace {

using replisim::Console;
using replisim::ExitCode;

constexpr std::chrono::milliseconds kPause(200);

extern "C" void end_interrupted(int /*signal*/) {
  _exit(static_cast<int>(ExitCode::Interrupted));
}

void read_environment(Console& console) {
  for (const char* name : {"CI", "NO_COLOR", "GITHUB_STEP_SUMMARY"}) {
    if (const char* value = std::getenv(name)) {  // NOLINT(concurrency-mt-unsafe): no thread yet
      console.environment.emplace(name, value);
    }
  }
}

/// Who reads our output may have read enough: that is no fault.
int end(ExitCode code) {
  errno = 0;
  std::cout.flush();
  if (std::cout.good() || errno == EPIPE) {
    return static_cast<int>(code);
  }
  std::cerr << "replisim: error: standard output cannot be written\n";
  return static_cast<int>(ExitCode::BadInput);
}

}  // namespace

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  std::signal(SIGINT, end_interrupted);
  std::signal(SIGPIPE, SIG_IGN);
  Console console{std::cin, std::cout, std::cerr, isatty(STDOUT_FILENO) == 1,
                  isatty(STDERR_FILENO) == 1};
  read_environment(console);
  console.pause = [] {
    std::this_thread::sleep_for(kPause);
    return true;  // SIGINT ends the process
  };
  return end(replisim::dispatch(std::vector<std::string>(argv + 1, argv + argc), console));
}
