#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/import/import.h"

namespace replisim {

/// One instance of a resource or data source, as one moment knows it.
struct TerraformInstance {
  std::string address;    ///< `module.a["x"].aws_s3_bucket.this[0]`
  std::string module;     ///< `module.a["x"]`; empty: the root module
  std::string_view type;  ///< `aws_s3_bucket`
  std::string_view name;  ///< `this`
  std::string index;      ///< `[0]`, `["logs"]`; empty
  std::string provider;   ///< key of its provider; empty where the document does not say
  bool is_data = false;
  bool is_created = false;  ///< nothing of it exists before
  SourceRange where;
  const JsonNode* values = nullptr;         ///< the object of its attributes
  const JsonNode* unknown = nullptr;        ///< `after_unknown`; null: all is known
  const JsonNode* configuration = nullptr;  ///< its entry in `configuration`; null if there is none
};

/// The instances of one moment.
struct TerraformWorld {
  std::vector<TerraformInstance> instances;
  /// Positions by module and resource (`module.a["x"]|aws_s3_bucket.this`), in order.
  std::map<std::string, std::vector<std::size_t>, std::less<>> by_resource;
  /// The same with the index behind it.
  std::map<std::string, std::size_t, std::less<>> by_index;

  void add(TerraformInstance instance);
  [[nodiscard]] std::vector<const TerraformInstance*> find(std::string_view module,
                                                           std::string_view resource) const;
  /// The instance with an index; null if there is none.
  [[nodiscard]] const TerraformInstance* find(std::string_view module, std::string_view resource,
                                              std::string_view index) const;
};

/// A document of Terraform in any of its formats.
struct TerraformDocument {
  InputKind kind = InputKind::TerraformPlan;
  std::string name;
  std::string terraform_version;
  const JsonNode* root = nullptr;
  const JsonNode* configuration = nullptr;  ///< null where there is none: states, tests
  const JsonNode* variables = nullptr;
  TerraformWorld after;
  TerraformWorld before;
  bool has_before = false;
  std::vector<std::string> drifted;  ///< addresses that were changed outside of Terraform
};

/// Whether this is a plan, a state, or a line of `terraform test -json -verbose`.
bool is_terraform(const JsonNode& root);

/// Reads a text in any of the formats. `issues` says what is wrong where there is no document.
std::optional<TerraformDocument> read_terraform(ImportContext& context, const std::string& name,
                                                std::string text, Issues& issues);

/// Puts the configuration (providers, references) of a plan behind the output of a test of the
/// same resources, which has none.
void adopt_configuration(TerraformDocument& test, const TerraformDocument& plan);
bool is_of_same_configuration(const TerraformDocument& test, const TerraformDocument& plan);

/// `aws_s3_bucket.this`, `data.aws_region.here`
std::string resource_of(const TerraformInstance& instance);

/// `module.a["x"].module.b` → `module.a.module.b`
std::string without_indexes(std::string_view module);
/// The configuration of a module, given without indexes; null if there is none.
const JsonNode* find_module(const JsonNode* configuration, std::string_view module);
/// The call of a module in its parent; null for the root.
const JsonNode* find_module_call(const JsonNode* configuration, std::string_view module);
/// The module that a module instance stands in, and the index of the instance.
struct ModuleStep {
  std::string parent;
  std::string name;
  std::string index;
};
ModuleStep last_module_step(std::string_view module);

/// A member of an object that is a string; empty if it is none.
std::string_view text_of(const JsonNode* object, std::string_view name);

}  // namespace replisim
