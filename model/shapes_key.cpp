#include <algorithm>
#include <array>

#include "model/arn.h"
#include "model/shape_field.h"
#include "model/shapes.h"

namespace replisim {
namespace {

/// An alias: its name, or an entry of what `list-aliases` prints.
struct AliasCodec : Codec<std::string> {
  static void read(ShapeReader& reader, const JsonNode& node, std::string& value) {
    const JsonNode* const name = node.find("AliasName");
    Codec<std::string>::read(reader, name == nullptr ? node : *name, value);
    if (!value.empty() && !value.starts_with("alias/")) {
      reader.report("scenario.bad-alias", in_backticks(value) + " is not the name of an alias",
                    "it begins with `alias/`", node.where);
    }
  }
  static void schema(SchemaWriter& schema) {
    schema.any_of({&Codec<std::string>::schema, [](SchemaWriter& s) { s.type("object"); }});
  }
};

/// A key may be given by its ARN, which then says the Region as well.
void finish_key(ShapeReader& reader, const JsonNode& node, void* object) {
  Key& key = *static_cast<Key*>(object);
  key.where = node.where;
  const JsonNode* const arn_field = node.find("Arn");
  const std::string arn_text =
      arn_field != nullptr && arn_field->is_string() ? std::string(arn_field->text) : key.key_id;
  if (const std::optional<Arn> arn = parse_arn(arn_text); arn && arn->service == "kms") {
    if (key.region.empty()) {
      key.region = std::string(arn->region);
    }
  }
  const std::string written = key.key_id;
  if (const std::optional<Arn> arn = parse_arn(written)) {
    if (arn->service != "kms" || !arn->resource.starts_with("key/")) {
      reader.report("scenario.bad-key-id", in_backticks(written) + " is not the ARN of a key",
                    "a key id or an ARN `arn:aws:kms:…:key/…`", node.where);
    }
    const std::string_view resource = arn->resource;
    key.key_id = std::string(resource.substr(resource.find('/') + 1));
  }
  if (key.region.empty()) {
    key.region = "us-east-1";
  }
}

}  // namespace

template <>
const Shape& shape_of<GrantConstraints>() {
  static constexpr std::array kRows = {
      field<&GrantConstraints::encryption_context_equals, StringMapCodec>(
          "EncryptionContextEquals", Need::Optional, "the whole encryption context"),
      field<&GrantConstraints::encryption_context_subset, StringMapCodec>(
          "EncryptionContextSubset", Need::Optional, "pairs of the encryption context"),
      field<&GrantConstraints::source_arn>("SourceArn", Need::Optional, "ARN of the resource"),
  };
  static const Shape kShape = {"GrantConstraints", "what narrows a grant", {{kRows}}};
  return kShape;
}

template <>
const Shape& shape_of<Grant>() {
  static constexpr std::array kRows = {
      field<&Grant::grant_id>("GrantId", Need::Optional, "id of the grant"),
      field<&Grant::name>("Name", Need::Optional, "name of the grant"),
      field<&Grant::grantee_principal>("GranteePrincipal", Need::Optional, "who may use the key"),
      field<&Grant::retiring_principal>("RetiringPrincipal", Need::Optional,
                                        "who may retire the grant"),
      field<&Grant::issuing_account>("IssuingAccount", Need::Optional, "who made the grant"),
      field<&Grant::operations>("Operations", Need::Optional, "Encrypt, GenerateDataKey, …"),
      field<&Grant::constraints>("Constraints", Need::Optional, "what narrows the grant"),
      ignored("KeyId"),
      ignored("CreationDate"),
  };
  static const Shape kShape = {"Grant", "a grant: GrantListEntry", {{kRows}}, &note_place<Grant>};
  return kShape;
}

template <>
const Shape& shape_of<Key>() {
  static constexpr std::array kRows = {
      field<&Key::key_id>("KeyId", Need::Required, "id or ARN of the key"),
      field<&Key::region>("Region", Need::Optional, "us-east-1 unless the ARN says otherwise"),
      field<&Key::state>("KeyState", Need::Optional, "Enabled by default"),
      field<&Key::manager>("KeyManager", Need::Optional, "CUSTOMER by default"),
      field<&Key::key_spec>("KeySpec", Need::Optional, "SYMMETRIC_DEFAULT by default"),
      field<&Key::key_usage>("KeyUsage", Need::Optional, "ENCRYPT_DECRYPT by default"),
      field<&Key::origin>("Origin", Need::Optional, "AWS_KMS by default"),
      field<&Key::multi_region>("MultiRegion", Need::Optional, "whether it is multi-Region"),
      field<&Key::aliases, ListCodec<AliasCodec, std::string>>("Aliases", Need::Optional,
                                                               "names that begin with alias/"),
      field<&Key::tags>("Tags", Need::Optional, "tags"),
      field<&Key::policy>("Policy", Need::Optional,
                          "the key policy; KMS's default one where it is not given"),
      field<&Key::grants>("Grants", Need::Optional, "grants"),
      ignored("Arn"),
      ignored("AWSAccountId"),
      ignored("CreationDate"),
      ignored("Enabled"),
      ignored("Description"),
      ignored("DeletionDate"),
      ignored("ValidTo"),
      ignored("CustomKeyStoreId"),
      ignored("CloudHsmClusterId"),
      ignored("ExpirationModel"),
      ignored("CustomerMasterKeySpec"),
      ignored("EncryptionAlgorithms"),
      ignored("SigningAlgorithms"),
      ignored("KeyAgreementAlgorithms"),
      ignored("MultiRegionConfiguration"),
      ignored("PendingDeletionWindowInDays"),
      ignored("MacAlgorithms"),
      ignored("XksKeyConfiguration"),
      ignored("CurrentKeyMaterialId"),
  };
  static const Shape kShape = {"Key",
                               "a KMS key: KeyMetadata with policy, grants and aliases",
                               {{kRows}},
                               &finish_key,
                               "KeyMetadata"};
  return kShape;
}

}  // namespace replisim
