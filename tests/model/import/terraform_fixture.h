#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/import/merge.h"
#include "model/import/terraform.h"
#include "model/scenario.h"

namespace replisim {

/// A plan in the making: JSON of its parts, as `terraform show -json` prints them.
class PlanText {
 public:
  /// An entry of `resource_changes`; `unknown` is its `after_unknown`.
  PlanText& creates(std::string_view address, std::string_view after,
                    std::string_view unknown = "{}");
  PlanText& changes(std::string_view address, std::string_view actions, std::string_view before,
                    std::string_view after, std::string_view unknown = "{}");
  /// A data source that was read.
  PlanText& knows(std::string_view address, std::string_view values);
  /// An entry of the root module's configuration.
  PlanText& configures(std::string_view address, std::string_view expressions,
                       std::string_view provider = "aws", std::string_view more = "");
  PlanText& provider(std::string_view key, std::string_view expressions);
  /// A call of a module, with the whole of its JSON.
  PlanText& calls(std::string_view name, std::string_view call);
  PlanText& member(std::string_view name, std::string_view value);

  [[nodiscard]] std::string text() const;

 private:
  std::vector<std::string> changes_;
  std::vector<std::string> data_;
  std::vector<std::string> resources_;
  std::vector<std::string> providers_;
  std::vector<std::string> calls_;
  std::vector<std::string> members_;
};

/// Everything that comes of importing.
struct Imported {
  std::vector<std::string> codes;  ///< of issues and warnings
  std::string issues;              ///< as they are printed
  std::vector<ImportedInput> inputs;
  std::optional<MergedInputs> merged;  ///< nothing: an issue stands in the way
  std::optional<Scenario> scenario;    ///< nothing: the reader of scenarios did not take it
  std::optional<Scenario> before;

  /// JSON of what stands at an RFC 6901 pointer in the scenario, without notes; empty if nothing.
  [[nodiscard]] std::string at(std::string_view pointer) const;
  [[nodiscard]] std::string before_at(std::string_view pointer) const;
  /// `address attribute`, one for each thing that is unknown.
  [[nodiscard]] std::vector<std::string> unknown() const;
  /// The scenario, what is unknown and what was said of it: for golden files.
  [[nodiscard]] std::string report() const;

  std::shared_ptr<SourceMap> sources;
  std::shared_ptr<JsonArena> arena;
};

Imported import_files(std::vector<TerraformFile> files, const ImportOptions& options = {});
Imported import_plan(const PlanText& plan, const ImportOptions& options = {});

/// A file of tests/data/plans.
TerraformFile plan_file(const std::string& name);

}  // namespace replisim
