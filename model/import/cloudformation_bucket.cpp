#include <algorithm>
#include <iterator>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "model/import/cloudformation_names.h"
#include "model/import/cloudformation_translator.h"
#include "model/import/completion.h"
#include "model/import/known_policy.h"

namespace replisim {
namespace {

/// How a value of a template stands in the API.
enum class Form : std::uint8_t { Text, Number, Boolean };

/// A name of bucket configurations that the API has under another name or of another type, or that
/// has a stand-in where it is unknown.
struct FieldRow {
  std::string_view name;
  std::string_view api_name;
  Form form = Form::Text;
  std::string (*stand_in)(const StackEvaluator& stack, std::string_view suffix,
                          std::string_view uuid) = nullptr;
};

std::string unknown_bucket(const StackEvaluator& stack, std::string_view suffix,
                           std::string_view /*uuid*/) {
  return "arn:" + stack.partition() + ":s3:::unknown-" + std::string(suffix);
}

std::string unknown_role(const StackEvaluator& stack, std::string_view suffix,
                         std::string_view /*uuid*/) {
  return "arn:" + stack.partition() + ":iam::" + stack.account() + ":role/unknown-" +
         std::string(suffix);
}

/// Of an account that is in no world: the key may be anybody's.
std::string unknown_key(const StackEvaluator& stack, std::string_view /*suffix*/,
                        std::string_view uuid) {
  return "arn:" + stack.partition() + ":kms:" + stack.region() + ":000000000001:key/" +
         std::string(uuid);
}

constexpr FieldRow kFields[] = {
    {"BlockPublicAcls", "BlockPublicAcls", Form::Boolean},
    {"BlockPublicPolicy", "BlockPublicPolicy", Form::Boolean},
    {"Bucket", "Bucket", Form::Text, unknown_bucket},
    {"BucketKeyEnabled", "BucketKeyEnabled", Form::Boolean},
    {"Days", "Days", Form::Number},
    {"Id", "ID"},
    {"IgnorePublicAcls", "IgnorePublicAcls", Form::Boolean},
    {"KMSMasterKeyID", "KMSMasterKeyID", Form::Text, unknown_key},
    {"Minutes", "Minutes", Form::Number},
    {"Priority", "Priority", Form::Number},
    {"ReplicaKmsKeyID", "ReplicaKmsKeyID", Form::Text, unknown_key},
    {"RestrictPublicBuckets", "RestrictPublicBuckets", Form::Boolean},
    {"Role", "Role", Form::Text, unknown_role},
    {"ServerSideEncryptionByDefault", "ApplyServerSideEncryptionByDefault"},
    {"TagFilter", "Tag"},
    {"TagFilters", "Tags"},
    {"Years", "Years", Form::Number},
};

const FieldRow* find_field(std::string_view name) {
  const FieldRow* const found = std::find_if(std::begin(kFields), std::end(kFields),
                                             [&](const FieldRow& row) { return row.name == name; });
  return found == std::end(kFields) ? nullptr : found;
}

bool is_whole_number(std::string_view text) {
  const bool has_digits =
      !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
  return has_digits && (text.size() == 1 || text.front() != '0');
}

/// A scalar in the form that the API has; what does not fit stays as it is, for the reader.
Draft scalar_draft(const JsonNode& value, Form form) {
  const std::string_view text = scalar_text(value).value_or(value.text);
  if (form == Form::Number && is_whole_number(text)) {
    return Draft::number(text, value.where);
  }
  if (form == Form::Boolean && (text == "true" || text == "false")) {
    return Draft::boolean(text == "true", value.where);
  }
  if (form == Form::Number && value.kind == JsonKind::Number) {
    return Draft::number(text, value.where);
  }
  return Draft::string(text, value.where);
}

/// Translates a configuration of a bucket, name by name.
class ConfigurationTranslator {
 public:
  ConfigurationTranslator(StackTranslator& to, const TemplateResource& resource)
      : to_(to), resource_(resource) {}

  Draft translate(const JsonNode& node, std::string_view path, const FieldRow* field = nullptr) {
    if (!node.is_array() && !node.is_object()) {
      return scalar_draft(node, field == nullptr ? Form::Text : field->form);
    }
    Draft made = node.is_array() ? Draft::array(node.where) : Draft::object(node.where);
    for (const JsonNode& child : node) {
      const FieldRow* const row = node.is_object() ? find_field(child.key) : field;
      const std::string child_path =
          node.is_array() ? std::string(path) + "[" + std::to_string(&child - node.children) + "]"
                          : std::string(path) + "." + std::string(child.key);
      std::optional<Draft> draft =
          is_unknown(child) ? stand_in(child, child_path, row) : translate(child, child_path, row);
      if (draft) {
        draft->key = row == nullptr || node.is_array() ? child.key : row->api_name;
        draft->key_where = child.key_where;
        made.children.push_back(*std::move(draft));
      }
    }
    return made;
  }

  /// Whether something unknown was left out since the last call.
  bool take_lost() { return std::exchange(has_lost_, false); }

 private:
  std::optional<Draft> stand_in(const JsonNode& unknown, const std::string& path,
                                const FieldRow* row) {
    to_.list_unknown(resource_, path, unknown);
    if (row == nullptr || row->stand_in == nullptr) {
      has_lost_ = true;
      return std::nullopt;
    }
    const std::string reason = to_.stack().reason_of(unknown).reason;  // equal unknowns are equal
    return Draft::string(row->stand_in(to_.stack(), stand_in_suffix(to_.stack(), reason),
                                       stand_in_uuid(to_.stack(), reason)),
                         unknown.where);
  }

  StackTranslator& to_;
  const TemplateResource& resource_;
  bool has_lost_ = false;
};

/// What is left out of a bucket may be anything: it is known in parts only.
void mark_partial(Draft& bucket, SourceRange where) {
  bucket.set(kPartialNote, Draft::boolean(true, where));
}

// Properties

/// A property of a bucket and what it becomes.
struct PropertyRow {
  std::string_view property;
  void (*translate)(StackTranslator& to, const TemplateResource& resource, const JsonNode& value,
                    Draft& bucket);
};

template <const std::string_view& kProperty, const std::string_view& kMember>
void configuration(StackTranslator& to, const TemplateResource& resource, const JsonNode& value,
                   Draft& bucket) {
  ConfigurationTranslator translator(to, resource);
  bucket.set(kMember, translator.translate(value, kProperty));
  if (translator.take_lost()) {
    mark_partial(bucket, value.where);
  }
}

constexpr std::string_view kVersioningConfiguration = "VersioningConfiguration";
constexpr std::string_view kVersioning = "Versioning";
constexpr std::string_view kOwnershipControls = "OwnershipControls";
constexpr std::string_view kPublicAccessBlock = "PublicAccessBlockConfiguration";
constexpr std::string_view kObjectLock = "ObjectLockConfiguration";

/// The list of rules stands where the API has an object with it.
void encryption(StackTranslator& to, const TemplateResource& resource, const JsonNode& value,
                Draft& bucket) {
  const JsonNode* const rules = value.find("ServerSideEncryptionConfiguration");
  if (rules == nullptr || is_unknown(*rules)) {
    to.list_unknown(resource, "BucketEncryption", rules == nullptr ? value : *rules);
    mark_partial(bucket, value.where);
    return;
  }
  ConfigurationTranslator translator(to, resource);
  Draft made = Draft::object(value.where);
  made.set("Rules",
           translator.translate(*rules, "BucketEncryption.ServerSideEncryptionConfiguration"));
  bucket.set("ServerSideEncryptionConfiguration", std::move(made));
  if (translator.take_lost()) {
    mark_partial(bucket, value.where);
  }
}

/// A rule of which more is unknown than where it leads cannot be told; it is left out.
void replication(StackTranslator& to, const TemplateResource& resource, const JsonNode& value,
                 Draft& bucket) {
  ConfigurationTranslator translator(to, resource);
  Draft made = translator.translate(value, "ReplicationConfiguration");
  Draft* const rules = made.find("Rules");
  const JsonNode* const rule_nodes = value.find("Rules");
  if (translator.take_lost() && rules != nullptr && rule_nodes != nullptr) {
    std::list<Draft> known;
    for (const JsonNode& rule : *rule_nodes) {
      const std::string path =
          "ReplicationConfiguration.Rules[" + std::to_string(&rule - rule_nodes->children) + "]";
      if (is_unknown(rule)) {
        continue;
      }
      Draft draft = translator.translate(rule, path);
      if (!translator.take_lost()) {
        known.push_back(std::move(draft));
      }
    }
    rules->children = std::move(known);
  }
  if (rules != nullptr) {
    for (Draft& rule : rules->children) {
      if (rule.kind == JsonKind::Object && rule.find("Filter") == nullptr &&
          rule.find("Prefix") == nullptr) {  // CloudFormation sends it so
        rule.set("Prefix", Draft::string("", rule.where));
      }
    }
  }
  bucket.set("ReplicationConfiguration", std::move(made));
  note_origin_of(bucket, "ReplicationConfiguration", to.stack().deployment().context.sources,
                 value.where, resource.logical_id);
}

/// Object Lock turns versioning on.
void object_lock(StackTranslator& /*to*/, const TemplateResource& /*resource*/,
                 const JsonNode& value, Draft& bucket) {
  if (scalar_text(value) != "true") {
    return;
  }
  bucket.object_at("ObjectLockConfiguration", value.where)
      .set("ObjectLockEnabled", Draft::string("Enabled", value.where));
  Draft& versioning = bucket.object_at("Versioning", value.where);
  if (versioning.find("Status") == nullptr) {
    versioning.set("Status", Draft::string("Enabled", value.where));
  }
}

void abac(StackTranslator& /*to*/, const TemplateResource& /*resource*/, const JsonNode& value,
          Draft& bucket) {
  bucket.object_at("AbacStatus", value.where)
      .set("Status", Draft::string(scalar_text(value).value_or(""), value.where));
}

/// A grant that a canned ACL makes besides the owner's.
struct CannedGrantRow {
  std::string_view acl;
  std::string_view group;
  std::string_view permission;
};

constexpr std::string_view kEverybody = "http://acs.amazonaws.com/groups/global/AllUsers";
constexpr std::string_view kAnyAccount =
    "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";
constexpr std::string_view kLogDelivery = "http://acs.amazonaws.com/groups/s3/LogDelivery";

constexpr CannedGrantRow kCannedGrants[] = {
    {"AuthenticatedRead", kAnyAccount, "READ"},     {"LogDeliveryWrite", kLogDelivery, "WRITE"},
    {"LogDeliveryWrite", kLogDelivery, "READ_ACP"}, {"PublicRead", kEverybody, "READ"},
    {"PublicReadWrite", kEverybody, "READ"},        {"PublicReadWrite", kEverybody, "WRITE"},
};

void canned_acl(StackTranslator& /*to*/, const TemplateResource& /*resource*/,
                const JsonNode& value, Draft& bucket) {
  for (const CannedGrantRow& row : kCannedGrants) {
    if (scalar_text(value) != row.acl) {
      continue;
    }
    Draft grantee = Draft::object(value.where);
    grantee.set("Type", Draft::string("Group", value.where));
    grantee.set("URI", Draft::string(row.group, value.where));
    Draft grant = Draft::object(value.where);
    grant.set("Grantee", std::move(grantee));
    grant.set("Permission", Draft::string(row.permission, value.where));
    bucket.object_at("AccessControlPolicy", value.where)
        .array_at("Grants", value.where)
        .push(std::move(grant));
  }
}

/// In the order of what a bucket has first; `ObjectLockEnabled` looks at what is there.
constexpr PropertyRow kProperties[] = {
    {"VersioningConfiguration", configuration<kVersioningConfiguration, kVersioning>},
    {"ReplicationConfiguration", replication},
    {"BucketEncryption", encryption},
    {"OwnershipControls", configuration<kOwnershipControls, kOwnershipControls>},
    {"PublicAccessBlockConfiguration", configuration<kPublicAccessBlock, kPublicAccessBlock>},
    {"ObjectLockConfiguration", configuration<kObjectLock, kObjectLock>},
    {"ObjectLockEnabled", object_lock},
    {"AccessControl", canned_acl},
    {"AbacStatus", abac},
};

}  // namespace

void create_bucket(StackTranslator& to, const TemplateResource& resource) {
  Draft* const bucket = to.add("Buckets", "Name", resource);
  if (bucket == nullptr) {
    return;
  }
  bucket->set("Region", Draft::string(to.stack().region(), resource.where));
  for (const PropertyRow& row : kProperties) {
    const StackEvaluator::Value value = to.stack().property(resource, row.property);
    if (value && is_unknown(*value)) {
      to.list_unknown(resource, std::string(row.property), *value);
      mark_partial(*bucket, value->where);
    } else if (value) {
      row.translate(to, resource, *value, *bucket);
    }
  }
  to.set_tags(*bucket, "TagSet", resource);
}

void attach_bucket_policy(StackTranslator& to, const TemplateResource& resource) {
  const std::optional<std::string> name = to.text_property(resource, "Bucket");
  const StackEvaluator::Value document = to.stack().property(resource, "PolicyDocument");
  if (!name) {  // it may be any bucket's
    if (Draft* const buckets = to.account().find("Buckets")) {
      for (Draft& bucket : buckets->children) {
        if (bucket.find("Policy") == nullptr) {
          bucket.set("PolicyUnknown", Draft::boolean(true, resource.where));
        }
      }
    }
    return;
  }
  Draft& bucket = to.part("Buckets", "Name", *name, resource);
  if (bucket.find("Policy") != nullptr) {
    to.stack().refuse(resource.where, "import.conflict",
                      "a second policy of bucket " + in_backticks(*name),
                      "a bucket has one policy");
    return;
  }
  if (const std::optional<JsonNode> doubt = to.doubt(resource)) {
    to.set_policy(bucket, "Policy", resource, "PolicyDocument", *doubt);
  } else if (document) {
    to.set_policy(bucket, "Policy", resource, "PolicyDocument", *document);
  }
}

}  // namespace replisim
