#include <optional>
#include <string>
#include <string_view>

#include "model/arn.h"
#include "model/import/cloudformation_names.h"
#include "model/import/cloudformation_translator.h"

namespace replisim {
namespace {

/// A property that the key has under the same name.
constexpr std::string_view kPlainProperties[] = {"KeySpec", "KeyUsage", "Origin"};

std::string_view key_id_behind(std::string_view id_or_arn) {
  const std::optional<Arn> arn = parse_arn(id_or_arn);
  return arn && arn->resource.starts_with("key/") ? arn->resource.substr(4) : id_or_arn;
}

Draft* find_key(StackTranslator& to, std::string_view id_or_arn) {
  Draft* const keys = to.account().find("Keys");
  if (keys == nullptr) {
    return nullptr;
  }
  for (Draft& key : keys->children) {  // a replica has the id of its primary
    const Draft* const id = key.find("KeyId");
    const Draft* const region = key.find("Region");
    if (id != nullptr && region != nullptr && id->text == key_id_behind(id_or_arn) &&
        region->text == to.stack().region()) {
      return &key;
    }
  }
  return nullptr;
}

}  // namespace

void create_key(StackTranslator& to, const TemplateResource& resource) {
  const JsonNode id = name_of(to.stack(), resource);
  if (is_unknown(id)) {
    to.list_unknown(resource, "KeyId", id);
    return;
  }
  Draft& key = to.account().array_at("Keys", resource.where).push(Draft::object(resource.where));
  key.set("KeyId", Draft::string(id.text, resource.where));
  key.set("Region", Draft::string(to.stack().region(), resource.where));
  note_origin(key, to.stack().deployment().context.sources, resource.where, resource.logical_id);
  key.set("x-stand-in", Draft::string("KeyId", resource.where));
  for (const std::string_view name : kPlainProperties) {
    if (const std::optional<std::string> text = to.text_property(resource, name)) {
      key.set(name, Draft::string(*text, resource.where));
    }
  }
  if (to.text_property(resource, "Enabled") == "false") {
    key.set("KeyState", Draft::string("Disabled", resource.where));
  } else if (to.text_property(resource, "Origin") == "EXTERNAL") {
    key.set("KeyState", Draft::string("PendingImport", resource.where));
  }
  if (to.text_property(resource, "MultiRegion") == "true" ||
      resource.type == "AWS::KMS::ReplicaKey") {
    key.set("MultiRegion", Draft::boolean(true, resource.where));
  }
  if (const StackEvaluator::Value policy = to.stack().property(resource, "KeyPolicy")) {
    to.set_policy(key, "Policy", resource, "KeyPolicy", *policy);
  }
  to.set_tags(key, "Tags", resource);
}

void attach_alias(StackTranslator& to, const TemplateResource& resource) {
  const JsonNode name = name_of(to.stack(), resource);
  const std::optional<std::string> target = to.text_property(resource, "TargetKeyId");
  const bool is_certain = !to.doubt(resource);
  if (!target || is_unknown(name) || !is_certain) {
    return;
  }
  if (Draft* const key = find_key(to, *target)) {
    key->array_at("Aliases", name.where).push(Draft::string(name.text, name.where));
    return;
  }
  Draft& key = to.part("Keys", "KeyId", key_id_behind(*target), resource);
  key.set("Region", Draft::string(to.stack().region(), resource.where));
  key.array_at("Aliases", name.where).push(Draft::string(name.text, name.where));
}

}  // namespace replisim
