#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/scenario.h"

namespace replisim {

/// Files that are nowhere but here.
struct MemoryFiles : FileReader {
  std::map<std::string, std::string> texts;

  MemoryFiles() = default;
  explicit MemoryFiles(std::map<std::string, std::string> files) : texts(std::move(files)) {}

  [[nodiscard]] std::optional<std::string> read(const std::string& path) const override;
};

/// The files of the disk.
struct DiskFiles : FileReader {
  [[nodiscard]] std::optional<std::string> read(const std::string& path) const override;
};

/// A scenario and the texts that its places lie in.
struct ReadScenario {
  SourceMap sources;
  std::optional<Scenario> scenario;
  Issues issues;

  [[nodiscard]] const ScenarioCase& base() const { return scenario.value().base; }
  /// Every issue as it is printed.
  [[nodiscard]] std::string text() const;
  /// `line:column code` of each issue, the file's name before it where it is not `s.json`.
  [[nodiscard]] std::vector<std::string> places() const;
};

/// Reads `s.json` of the files.
ReadScenario read_files(const MemoryFiles& files, const ScenarioOptions& options = {});
/// Reads a text as `s.json`.
ReadScenario read_text(std::string text, const ScenarioOptions& options = {});
/// Reads `{"format": "replisim/1", …}` with the members given.
ReadScenario read_members(const std::string& members, const ScenarioOptions& options = {});
/// Reads a scenario with one account, `111111111111`, with the members given.
ReadScenario read_account(const std::string& members);
/// Reads a scenario with one event of an operation.
ReadScenario read_event(const std::string& operation, const std::string& params);

}  // namespace replisim
