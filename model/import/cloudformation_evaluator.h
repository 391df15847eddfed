#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/import/cloudformation.h"
#include "model/import/import.h"
#include "model/issue.h"
#include "model/json_document.h"

namespace replisim {

class StackEvaluator;

/// Ids and Regions that stand for the ones that nobody named.
inline constexpr std::string_view kStandInAccount = "000000000000";
inline constexpr std::string_view kStandInRegion = "us-east-1";

/// An entry of `Resources`.
struct TemplateResource {
  std::string logical_id;
  std::string type;
  const JsonNode* properties = nullptr;  ///< null: none
  const JsonNode* condition = nullptr;   ///< null: none
  SourceRange where;
};

/// Why a value is unknown.
struct UnknownReason {
  std::string reason;
  std::string remedy;
};

/// What the stacks that are imported together share.
struct Deployment {
  const ImportContext& context;
  CloudFormationLimits limits;
  Issues issues;
  std::vector<std::unique_ptr<StackEvaluator>> stacks;
  std::uint32_t depth = 0;       ///< of evaluations inside each other
  std::uint64_t step_count = 0;  ///< of evaluations
  std::uint64_t text_bytes = 0;  ///< of texts that were made
  bool is_exhausted = false;     ///< a limit was reached, and reported
};

/// Computes the values of one deployed template.
///
/// A value is a node; one of kind `Null` is unknown (a template has no null of its own) and stands
/// where what makes it unknown stands. No node at all is `AWS::NoValue`.
class StackEvaluator {
 public:
  using Value = std::optional<JsonNode>;

  StackEvaluator(Deployment& deployment, CloudFormationStack stack, const JsonNode& root);

  /// Reads the sections; what is wrong with them is reported.
  void read_template();

  /// The value with all functions in it computed.
  Value evaluate(const JsonNode& node);
  /// A property of a resource. None if it is not there.
  Value property(const TemplateResource& resource, std::string_view name);

  /// `true`, `false` or unknown: the condition of that name.
  JsonNode condition(std::string_view name, SourceRange where);
  /// Whether a resource exists; unknown if its condition is.
  JsonNode exists(const TemplateResource& resource);
  /// What `Ref` of a parameter, pseudo parameter or resource comes to.
  Value ref(std::string_view name, SourceRange where);
  JsonNode attribute(std::string_view logical_id, std::string_view attribute, SourceRange where);
  /// A value of `Mappings`; null if there is none.
  const JsonNode* find_in_map(std::string_view map, std::string_view first,
                              std::string_view second) const;
  /// The value that an output of this stack exports under that name, if one does.
  std::optional<JsonNode> exported(std::string_view name);

  [[nodiscard]] const TemplateResource* find_resource(std::string_view logical_id) const;
  [[nodiscard]] const std::vector<TemplateResource>& resources() const { return resources_; }
  [[nodiscard]] const CloudFormationStack& stack() const { return stack_; }
  [[nodiscard]] const JsonNode& root() const { return root_; }
  [[nodiscard]] Deployment& deployment() { return deployment_; }
  [[nodiscard]] std::string account() const;
  [[nodiscard]] std::string region() const;
  [[nodiscard]] std::string partition() const;

  // Making values.
  JsonNode text(std::string value, SourceRange where);
  JsonNode boolean(bool value, SourceRange where) const;
  JsonNode list(std::vector<JsonNode> elements, SourceRange where);
  JsonNode unknown(SourceRange where, std::string reason, std::string remedy);
  /// Reports an error; the value is unknown.
  JsonNode refuse(SourceRange where, std::string code, std::string message, std::string hint = {});

  /// Computes something that may need itself again: then it is an error. `what` names it.
  JsonNode once(const std::string& what, SourceRange where,
                const std::function<JsonNode()>& compute);

  /// Why the unknown value is so.
  [[nodiscard]] UnknownReason reason_of(const JsonNode& unknown) const;

 private:
  void read_resources(const JsonNode& resources);
  void read_parameters(const JsonNode& parameters);
  [[nodiscard]] Value pseudo_parameter(std::string_view name, SourceRange where);
  Value evaluate_inside(const JsonNode& node);
  JsonNode evaluate_members(const JsonNode& node);
  /// Reports a limit that was reached, once; nothing is computed from then on.
  JsonNode exhaust(SourceRange where, std::string message);
  JsonNode unresolved(std::string_view name, SourceRange where);

  Deployment& deployment_;
  CloudFormationStack stack_;
  const JsonNode& root_;
  std::vector<TemplateResource> resources_;
  std::map<std::string, std::size_t, std::less<>> resource_index_;
  std::map<std::string, JsonNode, std::less<>> parameters_;
  std::map<std::string, JsonNode, std::less<>> computed_;  // by `once`
  std::set<std::string, std::less<>> computing_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, UnknownReason> reasons_;  // by place
  bool in_condition_ = false;
};

inline bool is_unknown(const JsonNode& value) {
  return value.kind == JsonKind::Null;
}

/// The text of a string, number or boolean, as CloudFormation turns one into the other; empty for
/// anything else.
std::optional<std::string_view> scalar_text(const JsonNode& value);

}  // namespace replisim
