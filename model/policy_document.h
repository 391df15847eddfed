#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/issue.h"
#include "model/source.h"

namespace replisim {

struct JsonNode;
class JsonWriter;

/// What a policy is attached to decides what it may say and what it means.
enum class PolicyKind : std::uint8_t {
  Identity,
  PermissionsBoundary,
  Session,
  ServiceControl,
  ResourceControl,
  Bucket,
  Key,
  Trust,
  VpcEndpoint,
  Resource,  ///< of a service that has no kind of its own here (`authorize` accepts any)
};

enum class Effect : std::uint8_t { Allow, Deny };

/// One string of a policy and where it stands.
struct PolicyText {
  std::string text;
  SourceRange where;
};

/// One entry of `Principal` or `NotPrincipal`.
struct PrincipalEntry {
  enum class Type : std::uint8_t { Everyone, Aws, Service, Federated, CanonicalUser };

  Type type = Type::Everyone;  ///< `Everyone` is the bare `"*"`; `{"AWS": "*"}` is `Aws` with `*`
  std::string text;
  SourceRange where;
  /// The unique id (`AIDA…`, `AROA…`) that the service stored for the ARN when the policy was
  /// saved; empty where the principal is not known.
  std::string unique_id;
};

/// One key of one operator of a `Condition` block.
struct ConditionEntry {
  PolicyText operator_name;
  PolicyText key;
  std::vector<PolicyText> values;
};

/// A statement as written. An element that is absent has no `where`.
struct Statement {
  std::string sid;
  std::optional<Effect> effect;  ///< empty: absent or neither `Allow` nor `Deny`
  std::vector<PrincipalEntry> principals;
  std::vector<PolicyText> actions;
  std::vector<PolicyText> resources;
  std::vector<ConditionEntry> conditions;
  bool not_principal = false;
  bool not_action = false;
  bool not_resource = false;
  /// Some of it is not known (a plan before apply) and widened instead: where it does not match,
  /// neither does the real one; where it does, nothing is said.
  bool uncertain = false;
  SourceRange where;
  SourceRange sid_where;
  SourceRange effect_where;
  SourceRange principal_where;
  SourceRange action_where;
  SourceRange resource_where;
  SourceRange condition_where;
};

/// Something about a policy's text that the service refuses when it is saved.
struct PolicyFault {
  std::string code;     ///< ours: `policy.unknown-effect`
  std::string message;  ///< ours
  std::string hint;
  SourceRange where;
  /// The document cannot be understood at this place, whoever would accept it.
  bool unreadable = false;
};

/// A policy as its author wrote it.
struct PolicyDocument {
  std::string version;  ///< empty if absent: then it is read as 2008-10-17
  std::string id;
  std::vector<Statement> statements;
  SourceRange where;
  SourceRange version_where;
  SourceRange statement_where;  ///< of the `Statement` element's value
  bool statement_is_array = false;
  /// Parts of it are not known (a plan before apply): further statements may stand here.
  bool incomplete = false;
  std::vector<PolicyFault> faults;

  [[nodiscard]] bool has_variables() const { return version == "2012-10-17"; }
  [[nodiscard]] bool is_unreadable() const;
};

/// Reads a policy given as an object. Never fails: what is wrong stands in `faults`, all of it, and
/// what can be understood is there.
PolicyDocument read_policy(const JsonNode& node);

/// Writes what was understood, element by element; faults are not written.
void write_policy(JsonWriter& writer, const PolicyDocument& policy);

/// A fault as an issue of the input.
Issue to_issue(const PolicyFault& fault, Severity severity);

std::string_view to_string(PolicyKind kind);
std::string_view to_string(Effect effect);

}  // namespace replisim
