#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "model/arn.h"
#include "model/import/aws_cli_reader.h"

namespace replisim {
namespace {

/// The key that a capture is about: its id, and the Region as far as it is told.
struct KeyName {
  std::string id;
  std::string region;
};

KeyName key_name(const Capture& capture, std::string_view text) {
  const std::optional<Arn> arn = parse_arn(text);
  if (arn && arn->resource.starts_with("key/")) {
    return {std::string(arn->resource.substr(4)), std::string(arn->region)};
  }
  return {std::string(text), capture.region};
}

CapturedThing& key_of_argument(CaptureReader& reader, const Capture& capture) {
  const KeyName name = key_name(capture, capture.argument);
  return reader.key(capture, name.id, name.region);
}

/// What a scenario has under another name or form.
bool is_taken(std::string_view metadata_member) {
  return metadata_member != "KeyId" && metadata_member != "Region";
}

}  // namespace

void read_list_aliases(CaptureReader& reader, const Capture& capture) {
  const JsonNode* const aliases = reader.member(capture, "Aliases");
  if (aliases == nullptr || !aliases->is_array()) {
    return;
  }
  for (const JsonNode& alias : *aliases) {
    const std::string_view target = member_text(alias, "TargetKeyId");
    const JsonNode* const name = alias.find("AliasName");
    if (!target.empty() && name != nullptr && name->is_string()) {
      const std::optional<Arn> arn = parse_arn(member_text(alias, "AliasArn"));
      const std::string region = arn ? std::string(arn->region) : capture.region;
      reader.aliases[{capture.account, region + "/" + std::string(target)}].push_back(name);
    }
  }
  reader.check_whole(capture);
}

void read_describe_key(CaptureReader& reader, const Capture& capture) {
  const JsonNode* const metadata = reader.member(capture, "KeyMetadata");
  if (metadata == nullptr || !metadata->is_object()) {
    return;
  }
  const KeyName by_arn = key_name(capture, member_text(*metadata, "Arn"));
  const std::string_view id = member_text(*metadata, "KeyId");
  CapturedThing& key =
      reader.key(capture, id.empty() ? std::string_view(by_arn.id) : id, by_arn.region);
  key.commands.insert(std::string(capture.command->name));
  for (const JsonNode& member : *metadata) {
    if (is_taken(member.key) && member.kind != JsonKind::Null) {
      key.draft->set(member.key, Draft::copy(member));
    }
  }
}

void read_key_policy(CaptureReader& reader, const Capture& capture) {
  const JsonNode* const policy = reader.member(capture, "Policy");
  if (policy == nullptr) {
    return;
  }
  CapturedThing& key = key_of_argument(reader, capture);
  key.commands.insert(std::string(capture.command->name));
  key.draft->set("Policy", reader.policy_draft(*policy));
  note_origin_of(*key.draft, "Policy", reader.context().sources, policy->where, {});
}

void read_list_grants(CaptureReader& reader, const Capture& capture) {
  const JsonNode* const grants = reader.member(capture, "Grants");
  if (grants == nullptr || !grants->is_array()) {
    return;
  }
  if (grants->child_count > 0) {
    for (const JsonNode& grant : *grants) {
      const KeyName name = key_name(capture, member_text(grant, "KeyId"));
      CapturedThing& key = name.id.empty() ? key_of_argument(reader, capture)
                                           : reader.key(capture, name.id, name.region);
      key.commands.insert(std::string(capture.command->name));
      key.draft->array_at("Grants", grants->where).push(Draft::copy(grant));
    }
  } else if (!capture.argument.empty()) {
    key_of_argument(reader, capture).commands.insert(std::string(capture.command->name));
  }
  reader.check_whole(capture);
}

void read_key_tags(CaptureReader& reader, const Capture& capture) {
  const JsonNode* const tags = reader.member(capture, "Tags");
  if (tags != nullptr) {
    key_of_argument(reader, capture).draft->set("Tags", Draft::copy(*tags));
  }
}

}  // namespace replisim
