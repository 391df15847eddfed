#include "model/import/cloudformation_names.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <utility>

#include "model/arn.h"
#include "model/unicode.h"

namespace replisim {
namespace {

enum class Letters : std::uint8_t { Any, LowerCase };

/// What `Ref` of a resource of this type comes to.
enum class RefersTo : std::uint8_t { Name, Arn };

struct TypeRow {
  std::string_view type;
  std::string_view name_property;  ///< empty: there is no name of its own
  RefersTo refers_to = RefersTo::Name;
  Letters letters = Letters::Any;
  std::string_view prefix = {};  ///< that every name has
};

constexpr TypeRow kTypes[] = {
    {"AWS::IAM::Group", "GroupName"},
    {"AWS::IAM::ManagedPolicy", "ManagedPolicyName", RefersTo::Arn},
    {"AWS::IAM::Policy", "PolicyName"},
    {"AWS::IAM::Role", "RoleName"},
    {"AWS::IAM::RolePolicy", "PolicyName"},
    {"AWS::IAM::User", "UserName"},
    {"AWS::KMS::Alias", "AliasName", RefersTo::Name, Letters::Any, "alias/"},
    {"AWS::KMS::Key", ""},
    {"AWS::KMS::ReplicaKey", ""},
    {"AWS::S3::Bucket", "BucketName", RefersTo::Name, Letters::LowerCase},
    {"AWS::S3::BucketPolicy", "Bucket"},
};

const TypeRow* find_type(std::string_view type) {
  const TypeRow* const found = std::find_if(std::begin(kTypes), std::end(kTypes),
                                            [&](const TypeRow& row) { return row.type == type; });
  return found == std::end(kTypes) ? nullptr : found;
}

// FNV-1a: the same on every machine, and nothing depends on its strength.
std::uint64_t hash_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3;
  }
  return hash;
}

std::string hexadecimal(std::uint64_t value) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string digits(16, '0');
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, value >>= 4U) {
    *digit = kDigits[value & 0xFU];
  }
  return digits;
}

std::string identity(const StackEvaluator& stack, std::string_view what) {
  std::string text = stack.account() + "|" + stack.region() + "|" + stack.stack().stack_name;
  return text.append("|").append(what);
}

/// The texts one after the other; what is unknown in them makes all of it unknown.
JsonNode joined(StackEvaluator& stack, SourceRange where, std::initializer_list<JsonNode> parts) {
  std::string made;
  for (const JsonNode& part : parts) {
    if (is_unknown(part)) {
      return part;
    }
    made += part.text;
  }
  return stack.text(std::move(made), where);
}

std::string stand_in_name(const StackEvaluator& stack, const TemplateResource& resource,
                          Letters letters) {
  constexpr std::size_t kPartLengthMax = 24;
  std::string name = stack.stack().stack_name.substr(0, kPartLengthMax) + "-" +
                     resource.logical_id.substr(0, kPartLengthMax) + "-" +
                     stand_in_suffix(stack, resource.logical_id);
  return letters == Letters::LowerCase ? to_lower_ascii(name) : name;
}

// Keys

bool is_multi_region(StackEvaluator& stack, const TemplateResource& resource) {
  const StackEvaluator::Value value = stack.property(resource, "MultiRegion");
  return value && scalar_text(*value) == "true";
}

JsonNode key_id_of(StackEvaluator& stack, const TemplateResource& resource) {
  std::string id = stand_in_uuid(stack, resource.logical_id);
  if (resource.type == "AWS::KMS::ReplicaKey") {  // it has the id of its primary key
    const StackEvaluator::Value primary = stack.property(resource, "PrimaryKeyArn");
    if (primary && is_unknown(*primary)) {
      return *primary;
    }
    const std::string_view text = primary ? primary->text : std::string_view();
    const std::optional<Arn> arn = parse_arn(text);
    if (arn && arn->resource.starts_with("key/")) {
      return stack.text(std::string(arn->resource.substr(4)), resource.where);
    }
    return stack.refuse(resource.where, "cloudformation.bad-property",
                        "`PrimaryKeyArn` is not the ARN of a key");
  }
  if (is_multi_region(stack, resource)) {
    id.erase(std::remove(id.begin(), id.end(), '-'), id.end());
    id.insert(0, "mrk-");
  }
  return stack.text(std::move(id), resource.where);
}

// Attributes

JsonNode bucket_arn(StackEvaluator& stack, const TemplateResource& resource, SourceRange where) {
  return joined(
      stack, where,
      {stack.text("arn:" + stack.partition() + ":s3:::", where), name_of(stack, resource)});
}

template <const std::string_view& kSuffix>
JsonNode bucket_domain(StackEvaluator& stack, const TemplateResource& resource, SourceRange where) {
  std::string suffix(kSuffix);
  if (const std::size_t at = suffix.find("REGION"); at != std::string::npos) {
    suffix.replace(at, 6, stack.region());
  }
  return joined(stack, where, {name_of(stack, resource), stack.text(std::move(suffix), where)});
}

constexpr std::string_view kDomain = ".s3.amazonaws.com";
constexpr std::string_view kRegionalDomain = ".s3.REGION.amazonaws.com";
constexpr std::string_view kDualStackDomain = ".s3.dualstack.REGION.amazonaws.com";

template <const std::string_view& kKind>
JsonNode iam_arn(StackEvaluator& stack, const TemplateResource& resource, SourceRange where) {
  return joined(stack, where,
                {stack.text("arn:" + stack.partition() + ":iam::" + stack.account() + ":" +
                                std::string(kKind),
                            where),
                 path_of(stack, resource), name_of(stack, resource)});
}

constexpr std::string_view kGroup = "group";
constexpr std::string_view kPolicy = "policy";
constexpr std::string_view kRole = "role";
constexpr std::string_view kUser = "user";

JsonNode key_arn(StackEvaluator& stack, const TemplateResource& resource, SourceRange where) {
  return joined(stack, where,
                {stack.text("arn:" + stack.partition() + ":kms:" + stack.region() + ":" +
                                stack.account() + ":key/",
                            where),
                 name_of(stack, resource)});
}

JsonNode name_attribute(StackEvaluator& stack, const TemplateResource& resource,
                        SourceRange where) {
  return joined(stack, where, {name_of(stack, resource)});
}

JsonNode role_id(StackEvaluator& stack, const TemplateResource& resource, SourceRange where) {
  std::string id = "AROA";
  for (const char c : stand_in_uuid(stack, resource.logical_id)) {
    if (c != '-' && id.size() < 21) {
      id += c >= 'a' ? static_cast<char>(c - 'a' + 'A') : static_cast<char>('G' + (c - '0'));
    }
  }
  return stack.text(std::move(id), where);
}

struct AttributeRow {
  std::string_view type;
  std::string_view attribute;
  JsonNode (*value)(StackEvaluator&, const TemplateResource&, SourceRange where);
};

constexpr AttributeRow kAttributes[] = {
    {"AWS::IAM::Group", "Arn", iam_arn<kGroup>},
    {"AWS::IAM::ManagedPolicy", "PolicyArn", iam_arn<kPolicy>},
    {"AWS::IAM::Role", "Arn", iam_arn<kRole>},
    {"AWS::IAM::Role", "RoleId", role_id},
    {"AWS::IAM::User", "Arn", iam_arn<kUser>},
    {"AWS::KMS::Key", "Arn", key_arn},
    {"AWS::KMS::Key", "KeyId", name_attribute},
    {"AWS::KMS::ReplicaKey", "Arn", key_arn},
    {"AWS::KMS::ReplicaKey", "KeyId", name_attribute},
    {"AWS::S3::Bucket", "Arn", bucket_arn},
    {"AWS::S3::Bucket", "DomainName", bucket_domain<kDomain>},
    {"AWS::S3::Bucket", "DualStackDomainName", bucket_domain<kDualStackDomain>},
    {"AWS::S3::Bucket", "RegionalDomainName", bucket_domain<kRegionalDomain>},
};

/// The service of a type whose resources can be nothing that replication asks for: `lambda` of
/// `AWS::Lambda::Function`. Empty for all others.
std::string unrelated_service(std::string_view type) {
  constexpr std::array<std::string_view, 8> kRelated = {
      "CloudFormation", "IAM", "KMS", "Organizations", "S3", "SSM", "SecretsManager", "Serverless"};
  constexpr std::string_view kAws = "AWS::";
  if (!type.starts_with(kAws)) {
    return {};
  }
  type.remove_prefix(kAws.size());
  const std::string_view service = type.substr(0, type.find("::"));
  const bool is_related = std::any_of(kRelated.begin(), kRelated.end(), [&](std::string_view name) {
    return service == name || (name == "S3" && service.starts_with(name));
  });
  return is_related ? std::string() : to_lower_ascii(service);
}

/// Where a resource may not be there, what refers to it fails or is unknown.
std::optional<JsonNode> missing(StackEvaluator& stack, const TemplateResource& resource,
                                SourceRange where) {
  const JsonNode exists = stack.exists(resource);
  if (is_unknown(exists)) {
    const UnknownReason why = stack.reason_of(exists);
    return stack.unknown(where, why.reason, why.remedy);
  }
  if (!exists.boolean) {
    return stack.refuse(
        where, "cloudformation.unresolved",
        in_backticks(resource.logical_id) + " does not exist here: its condition is false");
  }
  return std::nullopt;
}

JsonNode of_unmodelled_type(StackEvaluator& stack, const TemplateResource& resource,
                            std::string_view attribute, SourceRange where) {
  const std::string service = unrelated_service(resource.type);
  if (service.empty()) {
    return stack.unknown(
        where,
        "a resource of type " + in_backticks(resource.type) + " has it when the stack is deployed",
        "write the value, or take it from a parameter");
  }
  std::string name = stand_in_name(stack, resource, Letters::Any);
  if (attribute.ends_with("Arn")) {
    name.insert(0, "arn:" + stack.partition() + ":" + service + ":" + stack.region() + ":" +
                       stack.account() + ":");
  }
  return stack.text(std::move(name), where);
}

}  // namespace

std::string_view name_property_of(const TemplateResource& resource) {
  const TypeRow* const row = find_type(resource.type);
  return row == nullptr ? std::string_view() : row->name_property;
}

std::string stand_in_suffix(const StackEvaluator& stack, std::string_view what) {
  return hexadecimal(hash_of(identity(stack, what))).substr(0, 12);
}

std::string stand_in_uuid(const StackEvaluator& stack, std::string_view what) {
  const std::string text = identity(stack, what);
  std::string digits = hexadecimal(hash_of(text)) + hexadecimal(hash_of(text + "|again"));
  for (const std::size_t at : {20U, 16U, 12U, 8U}) {
    digits.insert(at, "-");
  }
  return digits;
}

JsonNode name_of(StackEvaluator& stack, const TemplateResource& resource) {
  const TypeRow* const row = find_type(resource.type);
  return stack.once("resource " + resource.logical_id, resource.where, [&]() -> JsonNode {
    if (row == nullptr || row->name_property.empty()) {
      return key_id_of(stack, resource);
    }
    const StackEvaluator::Value given = stack.property(resource, row->name_property);
    if (!given || is_unknown(*given)) {
      return stack.text(std::string(row->prefix) + stand_in_name(stack, resource, row->letters),
                        resource.where);
    }
    const std::optional<std::string_view> text = scalar_text(*given);
    return text ? stack.text(std::string(*text), given->where)
                : stack.refuse(given->where, "cloudformation.bad-property",
                               in_backticks(row->name_property) + " is not a text");
  });
}

bool has_stand_in_name(StackEvaluator& stack, const TemplateResource& resource) {
  const TypeRow* const row = find_type(resource.type);
  if (row == nullptr || row->name_property.empty()) {
    return true;
  }
  const StackEvaluator::Value given = stack.property(resource, row->name_property);
  return !given || is_unknown(*given);
}

JsonNode path_of(StackEvaluator& stack, const TemplateResource& resource) {
  return stack.once("path " + resource.logical_id, resource.where, [&] {
    return stack.property(resource, "Path").value_or(stack.text("/", resource.where));
  });
}

JsonNode reference_of(StackEvaluator& stack, const TemplateResource& resource, SourceRange where) {
  if (const std::optional<JsonNode> nothing = missing(stack, resource, where)) {
    return *nothing;
  }
  const TypeRow* const row = find_type(resource.type);
  if (row == nullptr) {
    return of_unmodelled_type(stack, resource, {}, where);
  }
  return row->refers_to == RefersTo::Arn ? iam_arn<kPolicy>(stack, resource, where)
                                         : name_attribute(stack, resource, where);
}

JsonNode attribute_of(StackEvaluator& stack, const TemplateResource& resource,
                      std::string_view attribute, SourceRange where) {
  if (const std::optional<JsonNode> nothing = missing(stack, resource, where)) {
    return *nothing;
  }
  if (find_type(resource.type) == nullptr) {
    return of_unmodelled_type(stack, resource, attribute, where);
  }
  const AttributeRow* const found =
      std::find_if(std::begin(kAttributes), std::end(kAttributes), [&](const AttributeRow& row) {
        return row.type == resource.type && row.attribute == attribute;
      });
  if (found != std::end(kAttributes)) {
    return found->value(stack, resource, where);
  }
  return stack.unknown(where,
                       "the attribute " + in_backticks(attribute) + " of a resource of type " +
                           in_backticks(resource.type) + " is not modelled",
                       {});
}

}  // namespace replisim
