#include "sim/cli/graphviz.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern "C" char** environ;  // NOLINT(readability-redundant-declaration): POSIX has it declared so

namespace replisim {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { static_cast<void>(std::fclose(file)); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

/// A file without a name, so that a child which reads and writes at once cannot block.
File anonymous_file(const std::string& text) {
  File file(std::tmpfile());
  if (file == nullptr || std::fwrite(text.data(), 1, text.size(), file.get()) != text.size() ||
      std::fflush(file.get()) != 0) {
    return nullptr;
  }
  std::rewind(file.get());
  return file;
}

std::string read_all(std::FILE* file) {
  std::string text;
  std::array<char, 65536> buffer{};
  std::rewind(file);
  for (std::size_t count = buffer.size(); count == buffer.size();) {
    count = std::fread(buffer.data(), 1, buffer.size(), file);
    text.append(buffer.data(), count);
  }
  return text;
}

/// Zero, or why it could not be started.
int spawn(const std::string& program, int in, int out, pid_t& child) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
  std::string name = program;
  std::string format = "-Tsvg";
  const std::array<char*, 3> argv{name.data(), format.data(), nullptr};
  const int error = posix_spawnp(&child, program.c_str(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  return error;
}

}  // namespace

GraphvizResult run_graphviz(const std::string& dot, const std::string& program) {
  const File in = anonymous_file(dot);
  const File out = anonymous_file("");
  if (in == nullptr || out == nullptr) {
    return {"", "no temporary file for Graphviz could be made", ""};
  }
  pid_t child = 0;
  if (const int error = spawn(program, fileno(in.get()), fileno(out.get()), child); error != 0) {
    return {"", "`--format svg` is drawn by Graphviz, and `" + program + "` is not installed",
            "install the Debian package `graphviz`, or take `--format dot`, `mermaid` or `html` of "
            "`run`"};
  }
  int status = 0;
  while (waitpid(child, &status, 0) == -1 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    return {"", "Graphviz (`" + program + "`) failed", "try `--format dot`"};
  }
  return {read_all(out.get()), "", ""};
}

}  // namespace replisim
