#include "sim/testing/builders.h"

#include <algorithm>

#include "sim/testing/description.h"
#include "sim/testing/world.h"

namespace replisim::testing {
namespace {

using Kind = DocumentNode::Kind;

/// What messages call a node: `bucket source`, `role s3-replication`; of others the document.
std::string name_of(const DocumentNode& node) {
  constexpr std::pair<const char*, const char*> kNames[] = {{"Name", "bucket "},
                                                            {"RoleName", "role "},
                                                            {"UserName", "user "},
                                                            {"KeyId", "key "},
                                                            {"Id", "account "}};
  const auto* const found = std::find_if(std::begin(kNames), std::end(kNames), [&](auto& name) {
    return !node.text_of(name.first).empty();
  });
  return found == std::end(kNames) ? "the world" : found->second + node.text_of(found->first);
}

DocumentNode& element_of(DocumentNode& list, const std::string& name, const std::string& value) {
  if (DocumentNode* const known = list.find_element(name, value)) {
    return *known;
  }
  DocumentNode& element = list.append();
  element.set_text(name, value);
  return element;
}

bool begins_object(const std::string& text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string::npos && text[first] == '{';
}

/// A text that is no JSON by its looks is meant as a string.
Json value_of(const Json& given) {
  const std::string& text = given.text();
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  const bool is_json =
      !given.path().empty() || first == std::string::npos ||
      std::string_view("{[\"/-0123456789").find(text[first]) != std::string_view::npos ||
      text == "true" || text == "false" || text == "null";
  if (is_json) {
    return given;
  }
  return json_string(text);
}

/// A bucket by its name, or by its ARN, whatever the partition.
std::string bucket_arn(const std::string& bucket) {
  return bucket.starts_with("arn:") ? bucket : "arn:aws:s3:::" + bucket;
}

void add_tag(DocumentNode& list, const std::string& key, const std::string& value) {
  DocumentNode& tag = list.append();
  tag.set_text("Key", key);
  tag.set_text("Value", value);
}

}  // namespace

// --- what the scenario has ---

Description::Description() : root_(std::make_unique<DocumentNode>(Kind::Object)) {
  root_->set_text("format", "replisim/1");
}

Description::Description(const Description& other)
    : is_loaded(other.is_loaded), root_(other.root_->copy()), key_count_(other.key_count_) {}

DocumentNode& Description::change() {
  if (is_loaded) {
    throw BadWorld(
        "a world that was loaded from a scenario is changed by `patch`, not by builders");
  }
  is_changed = true;
  return *root_;
}

std::string Description::next_key_id() {
  std::string digits = std::to_string(++key_count_);
  digits.insert(0, digits.size() < 12 ? 12 - digits.size() : 0, '0');
  return "00000000-0000-0000-0000-" + digits;
}

// --- every builder ---

template <typename Self>
DocumentNode& Builder<Self>::node() const {
  description_->change();
  return *node_;
}

template <typename Self>
Self Builder<Self>::set(const std::string& member, const Json& value) const {
  node().set_json(member, value_of(value), member + " of " + name_of(*node_));
  return self();
}

template <typename Self>
Self Builder<Self>::add(const std::string& list, const Json& element) const {
  DocumentNode& array = node().array(list);
  const std::string number = std::to_string(array.size());
  array.append_json(element, list + "[" + number + "] of " + name_of(*node_));
  return self();
}

// --- rules ---

Rule Rule::to(const std::string& bucket) const {
  Rule rule = *this;
  rule.bucket_ = bucket;
  return rule;
}

Rule Rule::prefix(const std::string& prefix) const {
  Rule rule = *this;
  rule.prefix_ = prefix;
  return rule;
}

Rule Rule::tag(const std::string& key, const std::string& value) const {
  Rule rule = *this;
  rule.tags_.emplace_back(key, value);
  return rule;
}

Rule Rule::priority(std::int64_t priority) const {
  Rule rule = *this;
  rule.priority_ = priority;
  return rule;
}

Rule Rule::disabled() const {
  Rule rule = *this;
  rule.is_enabled_ = false;
  return rule;
}

Rule Rule::delete_markers() const {
  Rule rule = *this;
  rule.has_delete_markers_ = true;
  return rule;
}

Rule Rule::replica_modifications() const {
  Rule rule = *this;
  rule.has_replica_modifications_ = true;
  return rule;
}

Rule Rule::replica_key(const std::string& key_arn) const {
  Rule rule = *this;
  rule.replica_key_ = key_arn;
  return rule;
}

Rule Rule::storage_class(const std::string& storage_class) const {
  Rule rule = *this;
  rule.storage_class_ = storage_class;
  return rule;
}

Rule Rule::owned_by(const std::string& account) const {
  Rule rule = *this;
  rule.owner_ = account;
  return rule;
}

Rule Rule::metrics() const {
  Rule rule = *this;
  rule.has_metrics_ = true;
  return rule;
}

Rule Rule::replication_time() const {
  Rule rule = metrics();
  rule.has_replication_time_ = true;
  return rule;
}

void Rule::write_filter(DocumentNode& filter) const {
  const bool is_simple = tags_.size() + (prefix_ ? 1 : 0) <= 1;
  if (!is_simple) {
    DocumentNode& both = filter.object("And");
    if (prefix_) {
      both.set_text("Prefix", *prefix_);
    }
    for (const auto& [key, value] : tags_) {
      add_tag(both.array("Tags"), key, value);
    }
  } else if (prefix_) {
    filter.set_text("Prefix", *prefix_);
  } else if (!tags_.empty()) {
    filter.object("Tag").set_text("Key", tags_.front().first);
    filter.object("Tag").set_text("Value", tags_.front().second);
  }
}

void Rule::write_destination(DocumentNode& destination) const {
  destination.set_text("Bucket", bucket_arn(bucket_));
  if (!owner_.empty()) {
    destination.set_text("Account", owner_);
    destination.object("AccessControlTranslation").set_text("Owner", "Destination");
  }
  if (!storage_class_.empty()) {
    destination.set_text("StorageClass", storage_class_);
  }
  if (!replica_key_.empty()) {
    destination.object("EncryptionConfiguration").set_text("ReplicaKmsKeyID", replica_key_);
  }
  if (has_replication_time_) {
    destination.set_status("ReplicationTime", "Enabled");
    destination.object("ReplicationTime").object("Time").set_number("Minutes", 15);
  }
  if (has_metrics_) {
    destination.set_status("Metrics", "Enabled");
    destination.object("Metrics").object("EventThreshold").set_number("Minutes", 15);
  }
}

void Rule::write(DocumentNode& rule, std::int64_t default_priority) const {
  if (!id_.empty()) {
    rule.set_text("ID", id_);
  }
  rule.set_number("Priority", priority_.value_or(default_priority));
  rule.set_text("Status", is_enabled_ ? "Enabled" : "Disabled");
  write_filter(rule.object("Filter"));
  rule.set_status("DeleteMarkerReplication", has_delete_markers_ ? "Enabled" : "Disabled");
  if (!replica_key_.empty()) {
    rule.object("SourceSelectionCriteria").set_status("SseKmsEncryptedObjects", "Enabled");
  }
  if (has_replica_modifications_) {
    rule.object("SourceSelectionCriteria").set_status("ReplicaModifications", "Enabled");
  }
  write_destination(rule.object("Destination"));
}

// --- buckets ---

std::string BucketBuilder::name() const {
  return node_->text_of("Name");
}

std::string BucketBuilder::arn() const {
  return "arn:" + partition_ + ":s3:::" + name();
}

std::string BucketBuilder::objects() const {
  return arn() + "/*";
}

BucketBuilder BucketBuilder::versioning(const std::string& status) const {
  node().set_status("Versioning", status);
  return *this;
}

BucketBuilder BucketBuilder::encryption(const std::string& algorithm,
                                        const std::string& key) const {
  constexpr const char* kMember = "ServerSideEncryptionConfiguration";
  if (begins_object(algorithm)) {
    return set(kMember, algorithm);
  }
  DocumentNode& rules = node().object(kMember).array("Rules");
  DocumentNode& rule = rules.size() == 0 ? rules.append() : *rules.first();
  DocumentNode& by_default = rule.object("ApplyServerSideEncryptionByDefault");
  by_default.set_text("SSEAlgorithm", algorithm);
  by_default.remove("KMSMasterKeyID");
  if (!key.empty()) {
    by_default.set_text("KMSMasterKeyID", key);
  }
  return *this;
}

BucketBuilder BucketBuilder::bucket_key(bool is_enabled) const {
  DocumentNode& rules = node().object("ServerSideEncryptionConfiguration").array("Rules");
  DocumentNode& rule = rules.size() == 0 ? rules.append() : *rules.first();
  rule.set_flag("BucketKeyEnabled", is_enabled);
  return *this;
}

BucketBuilder BucketBuilder::policy(const Policy& policy) const {
  node().set_json("Policy", policy.json(), "policy of " + name_of(*node_));
  return *this;
}

BucketBuilder BucketBuilder::replication(const std::string& role_arn, const Rule& rule) const {
  return replication(role_arn, std::vector<Rule>{rule});
}

BucketBuilder BucketBuilder::replication(const std::string& role_arn,
                                         const std::vector<Rule>& rules) const {
  node().remove("ReplicationConfiguration");
  DocumentNode& configuration = node().object("ReplicationConfiguration");
  configuration.set_text("Role", role_arn);
  DocumentNode& list = configuration.array("Rules");
  for (const Rule& rule : rules) {
    rule.write(list.append(), static_cast<std::int64_t>(list.size()));
  }
  return *this;
}

BucketBuilder BucketBuilder::replication(const Json& configuration) const {
  return set("ReplicationConfiguration", configuration);
}

BucketBuilder BucketBuilder::ownership(const std::string& ownership) const {
  node().remove("OwnershipControls");
  DocumentNode& rule = node().object("OwnershipControls").array("Rules").append();
  rule.set_text("ObjectOwnership", ownership);
  return *this;
}

BucketBuilder BucketBuilder::object(const std::string& key, const Json& fields) const {
  return add("Objects", with_members(fields, {{"Key", key}}));
}

// --- keys ---

std::string KeyBuilder::id() const {
  return node_->text_of("KeyId");
}

std::string KeyBuilder::arn() const {
  return arn_begin_ + id();
}

KeyBuilder KeyBuilder::policy(const Policy& policy) const {
  node().set_json("Policy", policy.json(), "policy of " + name_of(*node_));
  return *this;
}

KeyBuilder KeyBuilder::alias(const std::string& alias) const {
  node().array("Aliases").append_text(alias);
  return *this;
}

KeyBuilder KeyBuilder::state(const std::string& state) const {
  node().set_text("KeyState", state);
  return *this;
}

KeyBuilder KeyBuilder::grant(const Json& grant) const {
  return add("Grants", grant);
}

// --- users and roles ---

template <typename Self>
Self PrincipalBuilder<Self>::policy(const Policy& policy) const {
  const std::size_t count = this->node().array(list_).size();
  return this->policy(count == 0 ? "policy" : "policy-" + std::to_string(count + 1), policy);
}

template <typename Self>
Self PrincipalBuilder<Self>::policy(const std::string& name, const Policy& policy) const {
  element_of(this->node().array(list_), "PolicyName", name)
      .set_json("PolicyDocument", policy.json(), name + " of " + name_of(*this->node_));
  return this->self();
}

template <typename Self>
Self PrincipalBuilder<Self>::attach(const std::string& policy_arn) const {
  element_of(this->node().array("AttachedManagedPolicies"), "PolicyArn", policy_arn);
  return this->self();
}

template <typename Self>
Self PrincipalBuilder<Self>::permissions_boundary(const std::string& policy_arn) const {
  this->node().object("PermissionsBoundary").set_text("PermissionsBoundaryArn", policy_arn);
  return this->self();
}

template <typename Self>
Self PrincipalBuilder<Self>::tag(const std::string& key, const std::string& value) const {
  add_tag(this->node().array("Tags"), key, value);
  return this->self();
}

RoleBuilder RoleBuilder::trusts(const std::string& principal) const {
  return trust_policy(Allow().principal(principal).action("sts:AssumeRole"));
}

RoleBuilder RoleBuilder::trust_policy(const Policy& policy) const {
  node().set_json("AssumeRolePolicyDocument", policy.json(), "trust policy of " + name_of(*node_));
  return *this;
}

// --- accounts ---

std::string AccountBuilder::id() const {
  return node_->text_of("Id");
}

std::string AccountBuilder::partition() const {
  const std::string partition = node_->text_of("Partition");
  return partition.empty() ? "aws" : partition;
}

std::string AccountBuilder::iam_arn(const std::string& resource) const {
  return "arn:" + partition() + ":iam::" + id() + ":" + resource;
}

std::string AccountBuilder::root_arn() const {
  return iam_arn("root");
}

BucketBuilder AccountBuilder::bucket(const std::string& name, const std::string& region) const {
  DocumentNode& bucket = element_of(node().array("Buckets"), "Name", name);
  if (!region.empty()) {
    bucket.set_text("Region", region);
  }
  return {*description_, bucket, partition()};
}

KeyBuilder AccountBuilder::key(const std::string& region, const std::string& key_id) const {
  DocumentNode& keys = node().array("Keys");
  DocumentNode& key =
      element_of(keys, "KeyId", key_id.empty() ? description_->next_key_id() : key_id);
  key.set_text("Region", region);
  return {*description_, key, "arn:" + partition() + ":kms:" + region + ":" + id() + ":key/"};
}

RoleBuilder AccountBuilder::role(const std::string& name) const {
  DocumentNode& role = element_of(node().array("Roles"), "RoleName", name);
  return {*description_, role, iam_arn("role/" + name), "RolePolicyList"};
}

UserBuilder AccountBuilder::user(const std::string& name) const {
  DocumentNode& user = element_of(node().array("Users"), "UserName", name);
  return {*description_, user, iam_arn("user/" + name), "UserPolicyList"};
}

std::string AccountBuilder::managed_policy(const std::string& name, const Policy& policy) const {
  element_of(node().array("Policies"), "PolicyName", name)
      .set_json("PolicyDocument", policy.json(), "managed policy " + name);
  return iam_arn("policy/" + name);
}

template class Builder<AccountBuilder>;
template class Builder<BucketBuilder>;
template class Builder<KeyBuilder>;
template class Builder<RoleBuilder>;
template class Builder<UserBuilder>;
template class PrincipalBuilder<RoleBuilder>;
template class PrincipalBuilder<UserBuilder>;

}  // namespace replisim::testing
