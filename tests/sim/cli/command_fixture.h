#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace replisim {

/// What a call of the program came to.
struct CommandResult {
  int exit_code = -1;
  std::string out;
  std::string err;

  /// All of it in one text, for golden files.
  [[nodiscard]] std::string transcript() const;
};

/// How it is called, besides its arguments.
struct CommandSetting {
  std::string input;
  std::map<std::string, std::string, std::less<>> environment;
  bool is_terminal = false;
  std::function<bool()> pause = [] { return false; };
};

/// Calls the program as `main` does, from the top of the repository, so that paths in its output
/// are the same on every machine.
CommandResult call(const std::vector<std::string>& args, const CommandSetting& setting = {});

/// A folder below the build tree's, empty at first and removed at the end.
class ScratchFolder {
 public:
  ScratchFolder();
  ~ScratchFolder();
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  /// Writes a file, with the folders it needs; returns its path.
  std::string write(const std::string& name, std::string_view text) const;
  [[nodiscard]] std::string read(const std::string& name) const;
  [[nodiscard]] std::string path(const std::string& name) const { return path_ + "/" + name; }
  [[nodiscard]] const std::string& path() const { return path_; }
  /// The text with the folder's path as `SCRATCH`.
  [[nodiscard]] std::string hidden_in(std::string text) const;

 private:
  std::string path_;
};

/// A whole scenario of two accounts, a rule and one upload that is replicated; `expect` is the text
/// of the upload's expectation, `members` stands at the top level.
std::string small_scenario(std::string_view expect, std::string_view members = "");

}  // namespace replisim
