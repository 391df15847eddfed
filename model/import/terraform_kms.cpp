#include <utility>

#include "model/import/terraform_translation.h"

namespace replisim {
namespace {

using Translation = TerraformTranslation;
using Instance = TerraformInstance;
using Value = TerraformValue;

void copy_text(Draft& object, std::string_view name, const Value& value) {
  if (!value.text().empty()) {
    object.set(name, Draft::copy(*value.known));
  }
}

/// A policy that nobody wrote is KMS's default one: unknown on creation, for KMS makes it; made up
/// by the mocks of a test.
bool is_default_policy(const Translation& t, const Instance& instance, const Value& policy) {
  const bool is_unwritten = instance.configuration != nullptr && policy.expression == nullptr;
  return is_unwritten && (policy.is_unknown() ? instance.is_created : t.is_made_up_policy(policy));
}

void put_common(Translation& t, Draft& key, const Instance& instance) {
  const Value policy = attribute_of(instance, "policy");
  if (!is_default_policy(t, instance, policy)) {
    t.set_policy(key, "Policy", policy);
  }
  for (const std::string_view name : {"is_enabled", "enabled"}) {
    const Value enabled = attribute_of(instance, name);
    if (enabled.is_known() && !enabled.is_true()) {
      key.set("KeyState", Draft::string("Disabled", enabled.where));
    }
  }
  const Value state = attribute_of(instance, "key_state");
  if (instance.type == "aws_kms_external_key" && state.text() == "PendingImport") {
    copy_text(key, "KeyState", state);
  }
  if (instance.type.find("external") != std::string_view::npos) {
    key.set("Origin", Draft::string("EXTERNAL", instance.where));
  }
  t.put_region(key, instance);
  t.add_key(key, instance);
}

void translate_key(Translation& t, const Instance& instance) {
  Draft* const key = t.add(instance, "Keys", "KeyId", t.names().own_name(instance));
  if (key == nullptr) {
    return;
  }
  copy_text(*key, "KeyUsage", attribute_of(instance, "key_usage"));
  copy_text(*key, "KeySpec", attribute_of(instance, "customer_master_key_spec"));
  if (attribute_of(instance, "multi_region").is_true()) {
    key->set("MultiRegion", Draft::boolean(true, instance.where));
  }
  put_common(t, *key, instance);
}

void translate_replica(Translation& t, const Instance& instance) {
  Draft* const key = t.add(instance, "Keys", "KeyId", t.names().own_name(instance));
  if (key != nullptr) {
    key->set("MultiRegion", Draft::boolean(true, instance.where));
    put_common(t, *key, instance);
  }
}

void translate_alias(Translation& t, const Instance& instance) {
  const Value target = attribute_of(instance, "target_key_id");
  if (Draft* const key = t.key_of(target)) {
    key->array_at("Aliases", instance.where)
        .push(Draft::string(t.names().own_name(instance), instance.where));
  }
}

void translate_policy(Translation& t, const Instance& instance) {
  if (Draft* const key = t.key_of(attribute_of(instance, "key_id"))) {
    key->remove("Policy");
    t.set_policy(*key, "Policy", attribute_of(instance, "policy"));
  }
}

void translate_grant(Translation& t, const Instance& instance) {
  const Value attributes = attributes_of(instance);
  Draft* const key = t.key_of(attributes.at("key_id"));
  auto grantee = t.text(attributes.at("grantee_principal"), NameWanted::Principal,
                        t.missing_role_prefix(attributes.at("grantee_principal")));
  if (key == nullptr || !grantee) {
    return;
  }
  Draft& grant = key->array_at("Grants", instance.where).push(Draft::object(instance.where));
  copy_text(grant, "GrantId", attributes.at("grant_id"));
  copy_text(grant, "Name", attributes.at("name"));
  grant.set("GranteePrincipal", *std::move(grantee));
  copy_text(grant, "RetiringPrincipal", attributes.at("retiring_principal"));
  if (const Value operations = attributes.at("operations"); operations.is_known()) {
    grant.set("Operations", Draft::copy(*operations.known));
  }
  if (const std::optional<TerraformHome> home = t.accounts().home_of(instance)) {
    grant.set("IssuingAccount",
              Draft::string("arn:" + home->partition + ":iam::" + home->account + ":root",
                            instance.where));
  }
  const Value constraints = attributes.block("constraints");
  for (const auto& [name, attribute] :
       {std::pair{"EncryptionContextEquals", "encryption_context_equals"},
        std::pair{"EncryptionContextSubset", "encryption_context_subset"}}) {
    const Value map = constraints.at(attribute);
    if (map.is_known() && map.known->child_count > 0) {
      grant.object_at("Constraints", constraints.where).set(name, Draft::copy(*map.known));
    }
  }
  t.note_origin(grant, instance);
}

constexpr TerraformRow kRows[] = {
    {"aws_kms_key", 0, &translate_key},
    {"aws_kms_external_key", 0, &translate_key},
    {"aws_kms_replica_key", 1, &translate_replica},
    {"aws_kms_replica_external_key", 1, &translate_replica},
    {"aws_kms_alias", 2, &translate_alias},
    {"aws_kms_key_policy", 2, &translate_policy},
    {"aws_kms_grant", 2, &translate_grant},
};

}  // namespace

std::span<const TerraformRow> terraform_kms_rows() {
  return kRows;
}

}  // namespace replisim
