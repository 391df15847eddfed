#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/assertion.h"
#include "model/event.h"
#include "model/expected.h"
#include "model/json_document.h"
#include "model/result.h"
#include "model/world.h"

namespace replisim {

class JsonWriter;

/// What must come of one destination. A subset: what is not named is free.
struct ReplicaExpectation {
  Expected bucket;
  Expected rule;
  Expected key;         ///< of a batch job's replica
  Expected version_id;  ///< of a batch job's replica
  Expected result;
  Expected reason;
  Expected denied_action;
  Expected denied_resource;
  Expected denied_by;
  Expected denied_how;
  Expected server_side_encryption;
  Expected sse_kms_key_id;
  Expected bucket_key_enabled;  ///< `true` or `false`
  Expected storage_class;
  Expected owner;
  std::optional<TagSet> tag_set;
  SourceRange tag_set_where;
  SourceRange where;
};

struct EventExpectation {
  Expected error;
  Expected server_side_encryption;
  Expected sse_kms_key_id;
  Expected replication_status;
  std::vector<ReplicaExpectation> replicas;
  bool replicas_exactly = false;
  SourceRange where;
};

struct DiagnosticsExpectation {
  std::vector<Expected> codes;
  bool exactly = false;
  SourceRange where;
};

/// A scenario, or one variant of it: each is played from the start.
struct ScenarioCase {
  std::string variant_id;  ///< empty: the scenario itself
  std::string title;
  Instant clock;
  World world;
  std::vector<Event> events;
  std::map<std::string, EventExpectation> expectations;  ///< by event id
  std::optional<DiagnosticsExpectation> diagnostics;
  std::vector<Assertion> assertions;
  SourceRange where;
  /// The JSON value that the case was read from (patched, for a variant); in the scenario's arena.
  const JsonNode* root = nullptr;
};

struct Scenario {
  std::string title;
  std::string description;
  ScenarioCase base;
  std::vector<ScenarioCase> variants;
  /// Owns the JSON that the cases point into.
  std::shared_ptr<JsonArena> arena;
};

/// Gives the text of a file; null if there is none. Tests and the teaching page put their own in
/// place; `cli` reads the disk.
struct FileReader {
  virtual ~FileReader() = default;
  [[nodiscard]] virtual std::optional<std::string> read(const std::string& path) const = 0;
};

/// Reaching a limit is an issue.
struct ScenarioOptions {
  /// `$file` may leave the folder of the scenario.
  bool allow_outside = false;
  JsonLimits json = {};
  std::uint32_t events_max = 1'000'000;
  std::uint32_t variants_max = 10'000;
  std::uint32_t included_files_max = 10'000;
  /// Files that name each other in a chain.
  std::uint32_t include_depth_max = 20;
  /// Values that the patches of all variants may copy.
  std::uint64_t patched_nodes_max = 5'000'000;
  /// Values that all variants together may have.
  std::uint64_t variant_nodes_max = 100'000'000;
  /// What is wrong beyond is only counted.
  std::uint32_t issues_max = 200;
};

/// Reads a scenario with all files that it names. On failure every fault found is there.
Result<Scenario> read_scenario(SourceMap& sources, const std::string& path, const FileReader& files,
                               const ScenarioOptions& options = {});

/// Reads the tree of a scenario that an importer made of other inputs: places lead back to them.
/// The scenario keeps the arena. `$file` names nothing here.
Result<Scenario> read_scenario_tree(SourceMap& sources, std::shared_ptr<JsonArena> arena,
                                    const JsonNode& root, const ScenarioOptions& options = {});

/// The JSON Schema (draft-07) of the format, made from the tables that read it.
std::string scenario_schema();

/// The member `events` of a scenario, with the expectations of the case.
void write_events(JsonWriter& json, const ScenarioCase& scenario_case);

/// A case as a scenario of its own, which `read_scenario` reads again.
std::string write_scenario(const ScenarioCase& scenario_case, std::string_view description = {});

}  // namespace replisim
