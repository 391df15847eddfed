#include "model/import/cloudformation_translator.h"

#include <algorithm>
#include <utility>

#include "model/import/cloudformation_functions.h"
#include "model/import/cloudformation_names.h"
#include "model/import/completion.h"
#include "model/import/known_policy.h"

namespace replisim {
namespace {

constexpr TranslatorRow kTranslators[] = {
    {"AWS::IAM::Group", create_group},
    {"AWS::IAM::GroupPolicy", nullptr, attach_inline_policy},
    {"AWS::IAM::ManagedPolicy", create_managed_policy, attach_managed_policy},
    {"AWS::IAM::Policy", nullptr, attach_inline_policy},
    {"AWS::IAM::Role", create_role},
    {"AWS::IAM::RolePolicy", nullptr, attach_inline_policy},
    {"AWS::IAM::User", create_user},
    {"AWS::IAM::UserPolicy", nullptr, attach_inline_policy},
    {"AWS::IAM::UserToGroupAddition", nullptr, attach_users_to_group},
    {"AWS::KMS::Alias", nullptr, attach_alias},
    {"AWS::KMS::Key", create_key},
    {"AWS::KMS::ReplicaKey", create_key},
    {"AWS::S3::Bucket", create_bucket},
    {"AWS::S3::BucketPolicy", nullptr, attach_bucket_policy},
};

/// What may matter and is not translated: it is listed as unknown.
struct UnmodelledRow {
  std::string_view type;
  std::string_view reason;
  std::string_view remedy;
};

constexpr UnmodelledRow kUnmodelled[] = {
    {"AWS::CloudFormation::Stack", "a nested stack: its template is not part of this one",
     "give its template as an input of its own"},
    {"AWS::CloudFormation::StackSet", "a stack set deploys its template in other accounts",
     "save its `TemplateBody` as a file and give that once for each account and Region"},
    {"AWS::Organizations::Policy", "policies of an organization are not read from templates",
     "capture the organization with the AWS CLI"},
    {"AWS::S3::AccessPoint", "access points are not modelled", ""},
    {"AWS::S3::MultiRegionAccessPoint", "access points are not modelled", ""},
    {"AWS::S3::MultiRegionAccessPointPolicy", "access points are not modelled", ""},
};

/// The macros that change nothing of what replication asks for.
constexpr std::string_view kHarmlessMacros[] = {
    "AWS::CodeDeployBlueGreen", "AWS::LanguageExtensions", "AWS::SecretsManager-2020-07-23",
    "AWS::SecretsManager-2024-09-16", "AWS::Serverless-2016-10-31"};

template <typename Row, std::size_t kCount>
const Row* find_type(const Row (&rows)[kCount], std::string_view type) {
  const Row* const found = std::find_if(std::begin(rows), std::end(rows),
                                        [&](const Row& row) { return row.type == type; });
  return found == std::end(rows) ? nullptr : found;
}

bool is_harmless(std::string_view macro) {
  return std::find(std::begin(kHarmlessMacros), std::end(kHarmlessMacros), macro) !=
         std::end(kHarmlessMacros);
}

constexpr std::string_view kProcessed =
    "import what `aws cloudformation get-template --template-stage Processed` prints";

}  // namespace

void StackTranslator::create() {
  account();  // it is in the world even if nothing is in it
  for (const TemplateResource& resource : stack_.resources()) {
    translate(resource, /*is_attaching=*/false);
  }
}

void StackTranslator::attach() {
  for (const TemplateResource& resource : stack_.resources()) {
    translate(resource, /*is_attaching=*/true);
  }
  list_what_is_not_modelled();
}

void StackTranslator::translate(const TemplateResource& resource, bool is_attaching) {
  const TranslatorRow* const row = find_type(kTranslators, resource.type);
  if (row == nullptr || (is_attaching ? row->attach : row->create) == nullptr) {
    return;
  }
  const JsonNode exists = stack_.exists(resource);
  if (is_unknown(exists)) {
    if (!is_attaching || row->create == nullptr) {
      list_unknown(resource, {}, exists);
    }
  } else if (!exists.boolean) {
    return;
  }
  if (is_attaching) {
    row->attach(*this, resource);
  } else if (!is_unknown(exists)) {
    row->create(*this, resource);
  }
}

void StackTranslator::list_what_is_not_modelled() {
  for (const TemplateResource& resource : stack_.resources()) {
    const UnmodelledRow* const row = find_type(kUnmodelled, resource.type);
    const bool is_there =
        row != nullptr && (resource.condition == nullptr || is_unknown(stack_.exists(resource)) ||
                           stack_.exists(resource).boolean);
    if (is_there) {
      list_unknown(resource, {}, std::string(row->reason), std::string(row->remedy),
                   resource.where);
    }
  }
  const JsonNode* const resources = stack_.root().find("Resources");
  for (const JsonNode& entry : *resources) {
    if (entry.key.starts_with("Fn::")) {
      input_.unknown.push_back({.reason = "resources that " + std::string(entry.key) + " makes",
                                .remedy = std::string(kProcessed),
                                .where = entry.key_where});
    }
  }
  const JsonNode* const transform = stack_.root().find("Transform");
  if (transform == nullptr) {
    return;
  }
  const auto list_macro = [&](const JsonNode& macro) {
    if (macro.is_string() && !is_harmless(macro.text)) {
      input_.unknown.push_back(
          {.reason = "the macro " + std::string(macro.text) + " may rewrite any part of it",
           .remedy = std::string(kProcessed),
           .where = macro.where});
    }
  };
  list_macro(*transform);
  for (const JsonNode& macro : *transform) {
    list_macro(macro);
  }
}

Draft& StackTranslator::account() {
  Draft& account = account_of(scenario_, stack_.account(), stack_.root().where);
  if (stack_.partition() != "aws") {
    account.set("Partition", Draft::string(stack_.partition(), stack_.root().where));
  }
  return account;
}

std::optional<JsonNode> StackTranslator::property(const TemplateResource& resource,
                                                  std::string_view name) {
  const StackEvaluator::Value value = stack_.property(resource, name);
  if (value && is_unknown(*value)) {
    list_unknown(resource, std::string(name), *value);
    return std::nullopt;
  }
  return value;
}

std::optional<std::string> StackTranslator::text_property(const TemplateResource& resource,
                                                          std::string_view name) {
  const std::optional<JsonNode> value = property(resource, name);
  const std::optional<std::string_view> text = value ? scalar_text(*value) : std::nullopt;
  return text ? std::optional(std::string(*text)) : std::nullopt;
}

Draft* StackTranslator::add(std::string_view list, std::string_view name_member,
                            const TemplateResource& resource) {
  const JsonNode name = name_of(stack_, resource);
  if (is_unknown(name)) {
    list_unknown(resource, std::string(name_member), name);
    return nullptr;
  }
  if (const Draft* const other = find(list, name_member, name.text)) {
    stack_.refuse(
        name.where, "import.conflict",
        std::string(name_member) + " " + in_backticks(name.text) + " given twice",
        "it is first given at " + stack_.deployment().context.sources.format(other->where));
    return nullptr;
  }
  Draft& made = account().array_at(list, resource.where).push(Draft::object(resource.where));
  made.set(name_member, Draft::string(name.text, name.where));
  note_origin(made, stack_.deployment().context.sources, resource.where, resource.logical_id);
  const std::string_view name_property = name_property_of(resource);
  if (has_stand_in_name(stack_, resource)) {
    made.set("x-stand-in", Draft::string(name_member, resource.where));
    if (!name_property.empty()) {
      property(resource, name_property);  // lists it if it is unknown
    }
  }
  return &made;
}

Draft* StackTranslator::find(std::string_view list, std::string_view name_member,
                             std::string_view name) {
  Draft* const elements = account().find(list);
  return elements == nullptr ? nullptr : elements->find_element(name_member, name);
}

Draft& StackTranslator::part(std::string_view list, std::string_view name_member,
                             std::string_view name, const TemplateResource& resource) {
  if (Draft* const known = find(list, name_member, name)) {
    return *known;
  }
  Draft& made = account().array_at(list, resource.where).push(Draft::object(resource.where));
  made.set(name_member, Draft::string(name, resource.where));
  note_origin(made, stack_.deployment().context.sources, resource.where, resource.logical_id);
  made.set(kPartialNote, Draft::boolean(true, resource.where));
  return made;
}

void StackTranslator::list_unknown(const TemplateResource& resource, std::string attribute,
                                   const JsonNode& unknown) {
  UnknownReason why = stack_.reason_of(unknown);
  list_unknown(resource, std::move(attribute), std::move(why.reason), std::move(why.remedy),
               unknown.where);
}

void StackTranslator::list_unknown(const TemplateResource& resource, std::string attribute,
                                   std::string reason, std::string remedy, SourceRange where) {
  UnknownValue unknown{.address = resource.logical_id,
                       .attribute = std::move(attribute),
                       .reason = std::move(reason),
                       .remedy = std::move(remedy),
                       .where = where};
  if (std::find(input_.unknown.begin(), input_.unknown.end(), unknown) == input_.unknown.end()) {
    input_.unknown.push_back(std::move(unknown));
  }
}

void StackTranslator::set_policy(Draft& object, std::string_view member,
                                 const TemplateResource& resource, std::string attribute,
                                 const JsonNode& policy) {
  const KnownPolicy known = known_policy(policy);
  for (const JsonNode& unknown : known.unknown) {
    list_unknown(resource, attribute, unknown);
  }
  object.set(member, policy_draft(known, policy.where));
  note_origin_of(object, member, stack_.deployment().context.sources, policy.where,
                 resource.logical_id);
}

void StackTranslator::set_tags(Draft& object, std::string_view member,
                               const TemplateResource& resource) {
  const std::optional<JsonNode> tags = property(resource, "Tags");
  if (!tags || !tags->is_array()) {
    return;
  }
  Draft made = Draft::array(tags->where);
  for (const JsonNode& tag : *tags) {
    const JsonNode* const key = tag.find("Key");
    const JsonNode* const value = tag.find("Value");
    const auto key_text = key == nullptr ? std::nullopt : scalar_text(*key);
    const auto value_text = value == nullptr ? std::nullopt : scalar_text(*value);
    if (!key_text || !value_text) {
      list_unknown(resource, "Tags", value == nullptr || !is_unknown(*value) ? tag : *value);
      continue;
    }
    Draft& entry = made.push(Draft::object(tag.where));
    entry.set("Key", Draft::string(*key_text, key->where));
    entry.set("Value", Draft::string(*value_text, value->where));
  }
  object.set(member, std::move(made));
}

std::optional<JsonNode> StackTranslator::doubt(const TemplateResource& resource) {
  const JsonNode exists = stack_.exists(resource);
  return is_unknown(exists) ? std::optional(exists) : std::nullopt;
}

}  // namespace replisim
