#pragma once

#include <cstdint>
#include <iosfwd>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/scenario.h"
#include "sim/files/file_watch.h"

namespace replisim {

/// No file of an input is longer than this.
inline constexpr std::uint64_t kFileBytesMax = 512ULL * 1024 * 1024;

/// The text of a file, or why there is none: it `is a directory`.
struct FileText {
  std::optional<std::string> text;
  std::string refusal;
};

/// Reads regular files only, symbolic links to such included: no device, no pipe, no directory.
FileText read_regular_file(const std::string& path);

/// Writes beside the file and renames, so that there is never half of it. False: it cannot be.
bool replace_file(const std::string& path, std::string_view text);

/// The disk, as far as a scenario may see it: below its folder, symbolic links resolved, or all of
/// it where that was allowed. The scenario `-` is standard input, and its folder the current one.
class DiskFiles : public FileReader {
 public:
  enum class Reach : std::uint8_t { ScenarioFolder, Everywhere };

  DiskFiles(const std::string& scenario, Reach reach, std::istream& standard_input);

  [[nodiscard]] std::optional<std::string> read(const std::string& path) const override;

  /// Of every file that was asked for, as it was before it was read.
  [[nodiscard]] const FileStamps& stamps() const { return stamps_; }

  /// Says in issues about files that could not be read why: it `is a directory`.
  void tell_why(Issues& issues, const SourceMap& sources) const;

 private:
  [[nodiscard]] bool is_reachable(const std::string& path) const;
  [[nodiscard]] FileText read_standard_input() const;

  std::string root_;  ///< canonical; empty: everywhere
  std::istream& standard_input_;
  mutable std::map<std::string, std::string> refusals_;  ///< by path
  mutable FileStamps stamps_;
};

/// Files below a folder that may be scenarios, hidden ones left out, in the order of their names.
std::vector<std::string> json_files_below(const std::string& folder, std::string& fault);

/// The scenarios that paths name: files as they are, folders with every scenario below, in the
/// order of their names. Hidden folders are left out, and so are files that are no scenario.
struct FoundScenarios {
  std::vector<std::string> paths;
  std::vector<std::string> faults;  ///< `x: no such file or folder`
};
FoundScenarios find_scenarios(const std::vector<std::string>& paths);

}  // namespace replisim
