#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/issue.h"
#include "model/json_document.h"
#include "model/result.h"
#include "model/source.h"

namespace replisim {

// An importer translates one input (a Terraform plan, a CloudFormation template, a directory of AWS
// CLI captures) into the JSON tree of a scenario, in which every node keeps the place of the text
// it came from. The one reader of scenarios makes the world of it, so messages point into the
// input.

/// What the user says about the inputs.
struct ImportOptions {
  using Names = std::map<std::string, std::string, std::less<>>;

  /// `--account NAME=ID`. NAME is an input (`plan.json`), a part of one that has an account of its
  /// own (the provider `aws.replica`), or both (`plan.json:aws.replica`), which goes first.
  Names accounts;
  /// `--parameter NAME=VALUE`, of CloudFormation templates.
  Names parameters;
  std::string region;  ///< `--region`, where the input does not say; empty: not given
  JsonLimits json = {};
  std::uint32_t resources_max = 1'000'000;
};

/// Something that the input does not settle. Nothing is guessed: what depends on it is unknown.
struct UnknownValue {
  std::string address;    ///< of the resource; logical id; ARN
  std::string attribute;  ///< `policy`; empty: the resource as a whole
  std::string reason;
  std::string remedy;  ///< how to make it known
  SourceRange where;

  bool operator==(const UnknownValue&) const = default;
};

/// Whether replication rules may stand where this is not known.
[[nodiscard]] bool may_hide_rules(const UnknownValue& value);

/// Where a resource stands in an input.
struct ResourcePlace {
  SourceRange where;
  std::string address;

  bool operator==(const ResourcePlace&) const = default;
};

enum class InputKind : std::uint8_t {
  TerraformPlan,
  TerraformState,
  TerraformTest,
  CloudFormation,
  AwsCli,
  Scenario,
};

std::string_view to_string(InputKind kind);

/// What became of one input.
struct ImportedInput {
  InputKind kind = InputKind::Scenario;
  std::string name;                  ///< as the user gave it
  const JsonNode* after = nullptr;   ///< the scenario: the world that the input describes
  const JsonNode* before = nullptr;  ///< the world before the change; null if the input has none
  std::vector<UnknownValue> unknown;
  std::vector<ResourcePlace> places;
  /// Ids that stand for accounts which the input does not name: `000000000000` and so on.
  std::vector<std::string> stand_in_accounts;
  /// Terraform: the test file that makes the unknown known; empty if there is nothing to make.
  std::string tftest;
};

/// What importers work with. Nodes are made in the arena and point into the sources.
struct ImportContext {
  SourceMap& sources;
  JsonArena& arena;
  const ImportOptions& options;
};

/// The text of a file as UTF-8: a byte order mark is taken off and UTF-16, of either order, with or
/// without its mark, is converted. Nothing if it is UTF-16 that is broken.
std::optional<std::string> decode_text(std::string bytes);

/// The id given with `--account` for an input, or for a part of it (may be empty).
std::optional<std::string> given_account(const ImportOptions& options, std::string_view input,
                                         std::string_view part);

/// Finds the resource that stands at a place, of very many. Borrows the inputs.
class PlaceIndex {
 public:
  PlaceIndex() = default;
  explicit PlaceIndex(const std::vector<ImportedInput>& inputs);

  /// Address or logical id of the innermost; empty if none is known.
  [[nodiscard]] std::string address(SourceRange where) const;

 private:
  struct Entry {
    const ResourcePlace* place = nullptr;
    std::uint32_t end_max = 0;  ///< of this and all before it in the file: nothing reaches further
  };

  std::vector<Entry> entries_;  ///< by file and begin, those that hold others before them
};

}  // namespace replisim
