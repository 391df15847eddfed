#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "model/import/cloudformation_evaluator.h"
#include "model/import/tree_builder.h"

namespace replisim {

/// Translates the resources of one stack into parts of a scenario.
class StackTranslator {
 public:
  StackTranslator(StackEvaluator& stack, Draft& scenario, ImportedInput& input)
      : stack_(stack), scenario_(scenario), input_(input) {}

  /// The resources that stand alone.
  void create();
  /// What is put on them; they may be another stack's, so all are created first.
  void attach();

  [[nodiscard]] StackEvaluator& stack() { return stack_; }
  [[nodiscard]] Draft& scenario() { return scenario_; }
  /// The stack's account.
  Draft& account();

  /// A property with all functions computed. None if it is not there, or as a whole unknown: then
  /// it is listed.
  std::optional<JsonNode> property(const TemplateResource& resource, std::string_view name);
  /// The text of such a property; none if it is no scalar.
  std::optional<std::string> text_property(const TemplateResource& resource, std::string_view name);

  /// A new element of one of the account's lists, with its name and where it comes from. Null if
  /// there is one of that name already, which is an error.
  Draft* add(std::string_view list, std::string_view name_member, const TemplateResource& resource);
  /// Null if there is none in the stack's account.
  Draft* find(std::string_view list, std::string_view name_member, std::string_view name);

  /// The element of that name; if no template has it, one that is known in parts only.
  Draft& part(std::string_view list, std::string_view name_member, std::string_view name,
              const TemplateResource& resource);

  /// Lists a value as unknown.
  void list_unknown(const TemplateResource& resource, std::string attribute,
                    const JsonNode& unknown);
  void list_unknown(const TemplateResource& resource, std::string attribute, std::string reason,
                    std::string remedy, SourceRange where);

  /// Puts a policy in place; what of it is unknown is listed.
  void set_policy(Draft& object, std::string_view member, const TemplateResource& resource,
                  std::string attribute, const JsonNode& policy);
  void set_tags(Draft& object, std::string_view member, const TemplateResource& resource);

  /// Why it is not certain that the resource exists; none if it is.
  std::optional<JsonNode> doubt(const TemplateResource& resource);

 private:
  void translate(const TemplateResource& resource, bool is_attaching);
  void list_what_is_not_modelled();

  StackEvaluator& stack_;
  Draft& scenario_;
  ImportedInput& input_;
};

/// What a type becomes. `attach` is called when all resources are there.
struct TranslatorRow {
  std::string_view type;
  void (*create)(StackTranslator& to, const TemplateResource& resource) = nullptr;
  void (*attach)(StackTranslator& to, const TemplateResource& resource) = nullptr;
};

// cloudformation_bucket.cpp
void create_bucket(StackTranslator& to, const TemplateResource& resource);
void attach_bucket_policy(StackTranslator& to, const TemplateResource& resource);

// cloudformation_identity.cpp
void create_role(StackTranslator& to, const TemplateResource& resource);
void create_user(StackTranslator& to, const TemplateResource& resource);
void create_group(StackTranslator& to, const TemplateResource& resource);
void create_managed_policy(StackTranslator& to, const TemplateResource& resource);
void attach_managed_policy(StackTranslator& to, const TemplateResource& resource);
void attach_inline_policy(StackTranslator& to, const TemplateResource& resource);
void attach_users_to_group(StackTranslator& to, const TemplateResource& resource);

// cloudformation_key.cpp
void create_key(StackTranslator& to, const TemplateResource& resource);
void attach_alias(StackTranslator& to, const TemplateResource& resource);

}  // namespace replisim
