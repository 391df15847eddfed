#include "model/import/terraform_name.h"

#include <algorithm>
#include <array>
#include <utility>

#include "model/arn.h"

namespace replisim {
namespace {

struct ThingRow {
  std::string_view type;
  TerraformThing thing;
};

constexpr ThingRow kThings[] = {
    {"aws_s3_bucket", TerraformThing::Bucket},
    {"aws_iam_role", TerraformThing::Role},
    {"aws_iam_user", TerraformThing::User},
    {"aws_iam_group", TerraformThing::Group},
    {"aws_iam_policy", TerraformThing::Policy},
    {"aws_kms_key", TerraformThing::Key},
    {"aws_kms_external_key", TerraformThing::Key},
    {"aws_kms_replica_key", TerraformThing::ReplicaKey},
    {"aws_kms_replica_external_key", TerraformThing::ReplicaKey},
    {"aws_kms_alias", TerraformThing::Alias},
    {"aws_caller_identity", TerraformThing::CallerIdentity},
};

/// Attributes by which a thing may be named where something is wanted; the first is the one meant
/// where an expression does not show which.
struct MeaningRow {
  NameWanted wanted;
  TerraformThing thing;
  std::array<std::string_view, 4> attributes;
};

constexpr MeaningRow kMeanings[] = {
    {NameWanted::BucketName, TerraformThing::Bucket, {"bucket", "id"}},
    {NameWanted::BucketName, TerraformThing::BucketPart, {"bucket", "id"}},
    {NameWanted::BucketArn, TerraformThing::Bucket, {"arn"}},
    {NameWanted::RoleName, TerraformThing::Role, {"name", "id", "arn"}},
    {NameWanted::RoleArn, TerraformThing::Role, {"arn"}},
    {NameWanted::UserName, TerraformThing::User, {"name", "id"}},
    {NameWanted::GroupName, TerraformThing::Group, {"name", "id"}},
    {NameWanted::PolicyArn, TerraformThing::Policy, {"arn", "id"}},
    {NameWanted::Key, TerraformThing::Key, {"arn", "key_id", "id"}},
    {NameWanted::Key, TerraformThing::ReplicaKey, {"arn", "key_id", "id"}},
    {NameWanted::Key, TerraformThing::Alias, {"arn", "target_key_arn", "target_key_id", "name"}},
    {NameWanted::Principal, TerraformThing::Role, {"arn"}},
    {NameWanted::Principal, TerraformThing::User, {"arn"}},
    {NameWanted::AccountId, TerraformThing::CallerIdentity, {"account_id", "id"}},
};

constexpr int kDepthMax = 16;

std::uint64_t hash_of(std::string_view text, std::uint64_t seed) {
  std::uint64_t hash = 0xCBF29CE484222325ULL ^ seed;
  for (const char c : text) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  }
  return hash;
}

std::string hex_of(std::string_view text, std::size_t length) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string digits;
  for (std::uint64_t seed = 0; digits.size() < length; ++seed) {
    std::uint64_t hash = hash_of(text, seed * 0x9E3779B97F4A7C15ULL);
    for (int i = 0; i < 16 && digits.size() < length; ++i, hash >>= 4U) {
      digits += kDigits[hash & 0xFU];
    }
  }
  return digits;
}

/// A name that a test made up: letters without a meaning.
bool is_plausible_arn(std::string_view text) {
  return parse_arn(text).has_value();
}

std::string_view name_attribute(TerraformThing thing) {
  switch (thing) {
    case TerraformThing::Bucket:
    case TerraformThing::BucketPart: return "bucket";
    case TerraformThing::Key:
    case TerraformThing::ReplicaKey: return "key_id";
    case TerraformThing::CallerIdentity: return "account_id";
    case TerraformThing::Role:
    case TerraformThing::User:
    case TerraformThing::Group:
    case TerraformThing::Policy:
    case TerraformThing::Alias: return "name";
  }
  return "name";
}

std::string_view path_of(const TerraformInstance& instance) {
  const std::string_view path = attribute_of(instance, "path").text();
  return path.empty() ? std::string_view("/") : path;
}

}  // namespace

std::optional<TerraformThing> thing_of(const TerraformInstance& instance) {
  const auto row = std::find_if(std::begin(kThings), std::end(kThings),
                                [&](const ThingRow& known) { return known.type == instance.type; });
  if (row != std::end(kThings)) {
    return row->thing;
  }
  const bool is_part = !instance.is_data && instance.type.starts_with("aws_s3_bucket_");
  return is_part ? std::optional<TerraformThing>(TerraformThing::BucketPart) : std::nullopt;
}

bool TerraformNames::is_stand_in(const TerraformInstance& instance) const {
  const std::optional<TerraformThing> thing = thing_of(instance);
  return thing && attribute_of(instance, name_attribute(*thing)).text().empty();
}

std::string TerraformNames::stand_in_key_id(const TerraformInstance& instance) const {
  const std::string digits = hex_of(input_ + "\n" + instance.address, 32);
  if (attribute_of(instance, "multi_region").is_true()) {
    return "mrk-" + digits;
  }
  std::string id = digits;
  for (const std::size_t at : {20U, 16U, 12U, 8U}) {
    id.insert(at, 1, '-');
  }
  return id;
}

std::string TerraformNames::own_name(const TerraformInstance& instance) const {
  const TerraformThing thing = thing_of(instance).value_or(TerraformThing::Bucket);
  const std::string_view known = attribute_of(instance, name_attribute(thing)).text();
  if (!known.empty()) {
    return std::string(known);
  }
  if (thing == TerraformThing::Key) {
    return stand_in_key_id(instance);
  }
  if (thing == TerraformThing::ReplicaKey) {
    const TerraformValue arn = attribute_of(instance, "primary_key_arn");
    const std::optional<std::string> primary =
        depth_ < kDepthMax ? resolve(arn, NameWanted::Key) : std::nullopt;
    return primary ? primary->substr(primary->rfind('/') + 1) : stand_in_key_id(instance);
  }
  const std::string_view prefix_name =
      thing == TerraformThing::Bucket ? std::string_view("bucket_prefix") : "name_prefix";
  const std::string_view prefix = attribute_of(instance, prefix_name).text();
  const std::string_view fallback =
      thing == TerraformThing::Alias ? "alias/terraform-" : "terraform-";
  return std::string(prefix.empty() ? fallback : prefix) +
         hex_of(input_ + "\n" + instance.address, 12);
}

std::optional<std::string> TerraformNames::derive_arn(const TerraformInstance& instance) const {
  const std::optional<TerraformThing> thing = thing_of(instance);
  const std::optional<TerraformHome> home = accounts_.home_of(instance);
  if (!thing || !home) {
    return std::nullopt;
  }
  const std::string iam = "arn:" + home->partition + ":iam::" + home->account + ":";
  const std::string kms =
      "arn:" + home->partition + ":kms:" + home->region + ":" + home->account + ":";
  const std::string path(path_of(instance));
  const std::string name = own_name(instance);
  switch (*thing) {
    case TerraformThing::Bucket: return "arn:" + home->partition + ":s3:::" + name;
    case TerraformThing::Role: return iam + "role" + path + name;
    case TerraformThing::User: return iam + "user" + path + name;
    case TerraformThing::Group: return iam + "group" + path + name;
    case TerraformThing::Policy: return iam + "policy" + path + name;
    case TerraformThing::Key:
    case TerraformThing::ReplicaKey: return kms + "key/" + name;
    case TerraformThing::Alias: return kms + name;
    case TerraformThing::BucketPart:
    case TerraformThing::CallerIdentity: return std::nullopt;
  }
  return std::nullopt;
}

std::optional<std::string> TerraformNames::derive(const TerraformInstance& instance,
                                                  std::string_view attribute) const {
  if (depth_ >= kDepthMax) {
    return std::nullopt;  // names that follow from each other in a circle
  }
  ++depth_;
  std::optional<std::string> name = derive_unguarded(instance, attribute);
  --depth_;
  return name;
}

std::optional<std::string> TerraformNames::derive_unguarded(const TerraformInstance& instance,
                                                            std::string_view attribute) const {
  const std::optional<TerraformThing> thing = thing_of(instance);
  if (!thing) {
    return std::nullopt;
  }
  const std::string_view known = attribute_of(instance, attribute).text();
  const bool is_arn = attribute == "arn";
  if (!known.empty() && (is_arn ? is_plausible_arn(known) : attribute != "id")) {
    return std::string(known);
  }
  if (*thing == TerraformThing::CallerIdentity) {
    const std::optional<TerraformHome> home = accounts_.home_of(instance);
    return home ? std::optional<std::string>(home->account) : std::nullopt;
  }
  if (*thing == TerraformThing::BucketPart) {
    return resolve(attribute_of(instance, "bucket"), NameWanted::BucketName);
  }
  // What stands outside of the plan: only what follows from a name that is known.
  if (instance.is_data && (*thing != TerraformThing::Bucket || is_stand_in(instance))) {
    return std::nullopt;
  }
  if (*thing == TerraformThing::Alias && attribute.starts_with("target_")) {
    std::optional<std::string> key =
        resolve(attribute_of(instance, "target_key_id"), NameWanted::Key);
    const bool is_wanted = key && (attribute == "target_key_id" || is_plausible_arn(*key));
    return is_wanted ? key : std::nullopt;
  }
  const bool is_policy_id = *thing == TerraformThing::Policy && attribute == "id";
  return is_arn || is_policy_id ? derive_arn(instance) : own_name(instance);
}

std::optional<std::string> TerraformNames::resolve(const TerraformTarget& target,
                                                   NameWanted wanted) const {
  const std::optional<TerraformThing> thing = thing_of(*target.instance);
  const auto row = std::find_if(
      std::begin(kMeanings), std::end(kMeanings),
      [&](const MeaningRow& known) { return known.wanted == wanted && known.thing == thing; });
  if (row == std::end(kMeanings)) {
    return std::nullopt;
  }
  const std::string_view attribute =
      target.attribute.empty() ? row->attributes.front() : std::string_view(target.attribute);
  if (std::find(row->attributes.begin(), row->attributes.end(), attribute) ==
      row->attributes.end()) {
    return std::nullopt;
  }
  return derive(*target.instance, attribute);
}

std::optional<std::string> TerraformNames::resolve(const TerraformValue& value,
                                                   NameWanted wanted) const {
  if (value.is_known()) {
    return value.text().empty() ? std::nullopt : std::optional<std::string>(value.text());
  }
  if (!value.is_unknown()) {
    return std::nullopt;
  }
  const std::optional<std::vector<TerraformTarget>> targets = references_.targets(value);
  if (!targets) {
    return std::nullopt;
  }
  std::optional<std::string> name;
  for (const TerraformTarget& target : *targets) {
    std::optional<std::string> one = resolve(target, wanted);
    if (!one || (name && *name != *one)) {
      return std::nullopt;
    }
    name = std::move(one);
  }
  return name;
}

}  // namespace replisim
