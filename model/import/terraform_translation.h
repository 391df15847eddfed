#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/import/completion.h"
#include "model/import/policy_document_data.h"
#include "model/import/terraform_name.h"
#include "model/import/tree_builder.h"

namespace replisim {

class TerraformTranslation;

/// Which types are translated, and how. Rows with a lower stage go first: buckets before what
/// belongs to them.
struct TerraformRow {
  std::string_view type;
  int stage = 0;
  void (*translate)(TerraformTranslation&, const TerraformInstance&) = nullptr;
};
std::span<const TerraformRow> terraform_s3_rows();
std::span<const TerraformRow> terraform_replication_rows();
std::span<const TerraformRow> terraform_iam_rows();
std::span<const TerraformRow> terraform_kms_rows();
std::span<const TerraformRow> terraform_organization_rows();

/// What a test's mocks give for a policy document of which not everything is known: a policy that
/// says of itself that it stands for one.
inline constexpr std::string_view kPlaceholderPolicy =
    R"({"Id":"only-known-after-apply","Statement":[]})";

/// Turns the resources of one moment into the tree of a scenario.
class TerraformTranslation {
 public:
  /// Borrows all of them.
  TerraformTranslation(ImportContext& context, const TerraformDocument& document,
                       const TerraformWorld& world);

  /// The scenario.
  const JsonNode* run();

  [[nodiscard]] const std::vector<UnknownValue>& unknown() const { return unknown_; }
  [[nodiscard]] const Issues& warnings() const { return warnings_; }
  /// Whether something is unknown that a test would make known.
  [[nodiscard]] bool needs_test() const { return needs_test_; }
  [[nodiscard]] const TerraformAccounts& accounts() const { return accounts_; }
  [[nodiscard]] const TerraformReferences& references() const { return references_; }
  [[nodiscard]] const TerraformNames& names() const { return names_; }
  [[nodiscard]] const TerraformWorld& world() const { return world_; }
  [[nodiscard]] const TerraformDocument& document() const { return document_; }

  // What translators use.

  Draft& scenario() { return scenario_; }
  /// The account that an instance lives in; null, and noted as unknown, if it cannot be told.
  Draft* account(const TerraformInstance& instance);
  /// Puts a thing in a list of its account: `Buckets`, `Roles`, … Null if it has no account, or is
  /// there already.
  Draft* add(const TerraformInstance& instance, std::string_view list, std::string_view name_field,
             std::string_view name);
  /// The thing that another resource belongs to. One that no resource makes is put there as a part
  /// (`x-partial`): another input may have the rest. Null if the name is not known.
  Draft* owner(const TerraformInstance& part, std::string_view list, std::string_view name_field,
               const std::optional<std::string>& name);
  /// The bucket of a sub-resource: what its `bucket` names.
  Draft* bucket_of(const TerraformInstance& part);

  /// A policy; nothing if there is none. One that is not known is incomplete, and noted.
  std::optional<Draft> policy(const TerraformValue& value);
  /// Whether the mocks of a test made it up: letters without a meaning, or the placeholder.
  [[nodiscard]] bool is_made_up_policy(const TerraformValue& value) const;
  /// Puts the policy in place as a member, with its origin.
  void set_policy(Draft& object, std::string_view member, const TerraformValue& value);

  /// A text as it is, or what it names. What cannot be told is noted and `missing` stands for it:
  /// the name of something outside of the model.
  std::optional<Draft> text(const TerraformValue& value, NameWanted wanted,
                            std::string_view missing);

  /// The key that a value names, put there as a part if no resource makes it. Null if that cannot
  /// be told.
  Draft* key_of(const TerraformValue& value);
  void add_key(Draft& key, const TerraformInstance& instance);
  /// Notes who configures a bucket's replication; the one that did before, or null.
  const TerraformInstance* claim_replication(const Draft& bucket,
                                             const TerraformInstance& instance);

  void note_unknown(const TerraformValue& value, std::string reason = {}, std::string remedy = {});
  void warn(std::string code, std::string message, std::string hint, SourceRange where);
  void note_origin(Draft& object, const TerraformInstance& instance);
  void note_origin_of(Draft& object, std::string_view member, const TerraformInstance& instance);
  [[nodiscard]] std::string missing_name(const TerraformValue& value) const;
  /// What the ARN of a key that is not known begins with, and of a role.
  [[nodiscard]] std::string missing_key_prefix(const TerraformValue& value) const;
  [[nodiscard]] std::string missing_role_prefix(const TerraformValue& value) const;
  /// The same of a key that serves a bucket: in its Region and account, if it is listed.
  [[nodiscard]] std::string missing_key_prefix(const TerraformValue& value,
                                               std::string_view bucket_arn) const;
  /// `Region`; where nothing says it, it is noted which one is taken.
  void put_region(Draft& thing, const TerraformInstance& instance);
  const JsonNode& keep(JsonNode node);

 private:
  [[nodiscard]] Draft* find(std::string_view account, std::string_view list,
                            std::string_view name) const;
  Draft without_foreign_accounts(const TerraformValue& value);

  ImportContext& context_;
  const TerraformDocument& document_;
  const TerraformWorld& world_;
  TerraformReferences references_;
  TerraformAccounts accounts_;
  TerraformNames names_;
  PolicyDocumentData documents_;
  Draft scenario_;
  std::map<std::string, Draft*> things_;  // by account, list and name
  std::map<std::string, Draft*> keys_;    // by ARN
  std::map<const Draft*, const TerraformInstance*> replications_;
  std::set<std::string> noted_;  // address and attribute of what is unknown
  Issues warnings_;
  bool needs_test_ = false;
  std::vector<UnknownValue> unknown_;
};

}  // namespace replisim
