#include <algorithm>
#include <utility>

#include "model/import/terraform_translation.h"

namespace replisim {
namespace {

using Translation = TerraformTranslation;
using Instance = TerraformInstance;
using Value = TerraformValue;

/// The generations of the resource differ in names and in what they send (section 7 of the rule).
enum class Generation : std::uint8_t {
  Inline,      ///< `replication_configuration` of `aws_s3_bucket`
  Standalone,  ///< `aws_s3_bucket_replication_configuration`
};

void copy_member(Draft& object, std::string_view name, const Value& value) {
  if (value.is_known()) {
    object.set(name, Draft::copy(*value.known));
  }
}

void copy_text(Draft& object, std::string_view name, const Value& value) {
  if (!value.text().empty()) {
    copy_member(object, name, value);
  }
}

/// A block with a status: `delete_marker_replication { status = … }`.
void put_status(Draft& object, std::string_view name, const Value& block) {
  if (block.is_known()) {
    copy_member(object.object_at(name, block.where), "Status", block.at("status"));
  }
}

Draft tag_list(const Value& map) {
  Draft list = Draft::array(map.where);
  for (const JsonNode& member : *map.known) {
    Draft& tag = list.push(Draft::object(member.where));
    tag.set("Key", Draft::string(member.key, member.key_where));
    if (member.is_string()) {
      tag.set("Value", Draft::copy(member));
    }
  }
  return list;
}

bool has_members(const Value& map) {
  return map.is_known() && map.known->child_count > 0;
}

/// Inline: several tags, or a prefix and tags, are sent as And; one tag alone, too.
Draft inline_filter(const Value& filter) {
  Draft made = Draft::object(filter.where);
  const Value prefix = filter.at("prefix");
  const Value tags = filter.at("tags");
  if (!has_members(tags)) {
    copy_member(made, "Prefix", prefix);
    return made;
  }
  Draft& both = made.set("And", Draft::object(filter.where));
  both.set("Prefix", Draft::string(prefix.text(), prefix.where));
  both.set("Tags", tag_list(tags));
  return made;
}

Draft standalone_filter(const Value& filter) {
  Draft made = Draft::object(filter.where);
  const Value both = filter.block("and");
  const Value tag = filter.block("tag");
  if (both.is_known()) {
    Draft& and_operator = made.set("And", Draft::object(both.where));
    copy_member(and_operator, "Prefix", both.at("prefix"));
    if (has_members(both.at("tags"))) {
      and_operator.set("Tags", tag_list(both.at("tags")));
    }
  } else if (tag.is_known()) {
    Draft& one = made.set("Tag", Draft::object(tag.where));
    copy_member(one, "Key", tag.at("key"));
    copy_member(one, "Value", tag.at("value"));
  } else {
    made.set("Prefix", Draft::string(filter.at("prefix").text(), filter.where));
  }
  return made;
}

void put_minutes(Draft& object, std::string_view name, const Value& minutes) {
  if (minutes.is_known() && minutes.known->text != "0") {
    object.object_at(name, minutes.where).set("Minutes", Draft::copy(*minutes.known));
  }
}

void put_timing(Draft& made, const Value& destination, Generation generation) {
  const Value time = destination.block("replication_time");
  const Value metrics = destination.block("metrics");
  const bool is_inline = generation == Generation::Inline;
  if (time.is_known()) {
    Draft& object = made.set("ReplicationTime", Draft::object(time.where));
    copy_member(object, "Status", time.at("status"));
    put_minutes(object, "Time", is_inline ? time.at("minutes") : time.block("time").at("minutes"));
  }
  if (metrics.is_known()) {
    Draft& object = made.set("Metrics", Draft::object(metrics.where));
    copy_member(object, "Status", metrics.at("status"));
    put_minutes(object, "EventThreshold",
                is_inline ? metrics.at("minutes") : metrics.block("event_threshold").at("minutes"));
  }
}

Draft destination_of(Translation& t, const Value& destination, Generation generation) {
  const bool is_inline = generation == Generation::Inline;
  Draft made = Draft::object(destination.where);
  const Value bucket = destination.at("bucket");
  if (auto text = t.text(bucket, NameWanted::BucketArn, "arn:aws:s3:::")) {
    made.set("Bucket", *std::move(text));
  }
  const Value account = destination.at(is_inline ? "account_id" : "account");
  if (account.is_known()) {
    copy_text(made, "Account", account);
  } else if (auto id = t.names().resolve(account, NameWanted::AccountId)) {
    made.set("Account", Draft::string(*id, account.where));
  } else if (account.is_unknown() && account.expression != nullptr) {
    t.note_unknown(account);
  }
  copy_text(made, "StorageClass", destination.at("storage_class"));
  const Value translation = destination.block("access_control_translation");
  if (translation.is_known()) {
    copy_member(made.object_at("AccessControlTranslation", translation.where), "Owner",
                translation.at("owner"));
  }
  const Value encryption = destination.block("encryption_configuration");
  const Value key = (is_inline ? destination : encryption).at("replica_kms_key_id");
  const Draft* const bucket_arn = made.find("Bucket");
  const bool is_open = key.is_unknown() && bucket_arn != nullptr;
  auto key_text = t.text(
      key, NameWanted::Key,
      is_open ? t.missing_key_prefix(key, text_of_draft(*bucket_arn)) : t.missing_key_prefix(key));
  const bool has_key = key_text && (key_text->node == nullptr || !key_text->node->text.empty());
  if (has_key || (!is_inline && encryption.is_known())) {
    Draft& object = made.set("EncryptionConfiguration", Draft::object(key.where));
    if (has_key) {
      object.set("ReplicaKmsKeyID", *std::move(key_text));
    }
  }
  put_timing(made, destination, generation);
  return made;
}

void put_selection(Draft& rule, const Value& criteria, Generation generation) {
  if (!criteria.is_known()) {
    return;
  }
  Draft& made = rule.set("SourceSelectionCriteria", Draft::object(criteria.where));
  const Value kms = criteria.block("sse_kms_encrypted_objects");
  if (generation == Generation::Inline && kms.is_known()) {
    made.object_at("SseKmsEncryptedObjects", kms.where)
        .set("Status", Draft::string(kms.at("enabled").is_true() ? "Enabled" : "Disabled",
                                     kms.at("enabled").where));
  } else {
    put_status(made, "SseKmsEncryptedObjects", kms);
    put_status(made, "ReplicaModifications", criteria.block("replica_modifications"));
  }
}

/// Whether a filter makes the rule one of the second schema. Inline, an empty one counts as none.
bool has_filter(const Value& rule, Generation generation) {
  const Value filter = rule.block("filter");
  if (generation == Generation::Standalone) {
    return filter.is_known() || rule.at("filter").elements().size() == 1;
  }
  return filter.is_known() &&
         (!filter.at("prefix").text().empty() || has_members(filter.at("tags")));
}

void put_schema(Draft& made, const Value& rule, Generation generation) {
  const bool is_inline = generation == Generation::Inline;
  if (!has_filter(rule, generation)) {
    const Value prefix = rule.at("prefix");
    made.set("Prefix", Draft::string(prefix.text(), prefix.where));
    if (!is_inline) {
      put_status(made, "DeleteMarkerReplication", rule.block("delete_marker_replication"));
    }
    return;
  }
  const Value priority = rule.at("priority");
  made.set("Priority",
           priority.is_known() ? Draft::copy(*priority.known) : Draft::number("0", rule.where));
  const Value filter = rule.block("filter");
  made.set("Filter", is_inline ? inline_filter(filter) : standalone_filter(filter));
  if (!is_inline) {
    put_status(made, "DeleteMarkerReplication", rule.block("delete_marker_replication"));
    return;
  }
  const Value status = rule.at("delete_marker_replication_status");
  made.object_at("DeleteMarkerReplication", rule.where)
      .set("Status",
           Draft::string(status.text().empty() ? "Disabled" : status.text(), status.where));
}

Draft rule_of(Translation& t, const Value& rule, Generation generation) {
  Draft made = Draft::object(rule.where);
  copy_text(made, "ID", rule.at("id"));
  copy_member(made, "Status", rule.at("status"));
  put_schema(made, rule, generation);
  put_selection(made, rule.block("source_selection_criteria"), generation);
  put_status(made, "ExistingObjectReplication", rule.block("existing_object_replication"));
  made.set("Destination", destination_of(t, rule.block("destination"), generation));
  t.note_origin(made, *rule.instance);
  return made;
}

bool has_unknown_part(const JsonNode* mark) {
  return mark != nullptr && ((mark->kind == JsonKind::Boolean && mark->boolean) ||
                             std::any_of(mark->begin(), mark->end(), [](const JsonNode& part) {
                               return has_unknown_part(&part);
                             }));
}

/// What decides which objects a rule is for, or whether it is a rule at all.
bool is_settled(Translation& t, const Value& rule) {
  for (const std::string_view name :
       {"status", "priority", "prefix", "filter", "source_selection_criteria"}) {
    const Value value = rule.at(name);
    if (has_unknown_part(value.mark)) {
      t.note_unknown(value);
      return false;
    }
  }
  if (rule.is_unknown() || rule.at("destination").is_unknown()) {
    t.note_unknown(rule);
    return false;
  }
  return true;
}

void put_configuration(Translation& t, Draft& bucket, const Value& configuration,
                       std::string_view rules_name, Generation generation) {
  const Value rules = configuration.at(rules_name);
  if (rules.is_unknown()) {
    t.note_unknown(rules, "the rules are made from a value that is only known after apply");
    return;
  }
  Draft made = Draft::object(configuration.where);
  const Value role = configuration.at("role");
  if (auto text = t.text(role, NameWanted::RoleArn, t.missing_role_prefix(role))) {
    made.set("Role", *std::move(text));
  }
  Draft& list = made.set("Rules", Draft::array(rules.where));
  for (const Value& rule : rules.elements()) {
    if (is_settled(t, rule)) {
      list.push(rule_of(t, rule, generation));
    }
  }
  if (list.children.empty()) {
    return;
  }
  bucket.set("ReplicationConfiguration", std::move(made));
  t.note_origin_of(bucket, "ReplicationConfiguration", *configuration.instance);
}

void translate_inline(Translation& t, const Instance& instance) {
  const Value configuration = attributes_of(instance).block("replication_configuration");
  Draft* const bucket = t.owner(instance, "Buckets", "Name", t.names().own_name(instance));
  if (configuration.is_known() && bucket != nullptr) {
    put_configuration(t, *bucket, configuration, "rules", Generation::Inline);
  }
}

/// Two of one bucket overwrite each other: what is in force is whichever is applied last.
void translate_standalone(Translation& t, const Instance& instance) {
  Draft* const bucket = t.bucket_of(instance);
  if (bucket == nullptr) {
    return;
  }
  const Instance* const other = t.claim_replication(*bucket, instance);
  bucket->remove("ReplicationConfiguration");
  if (other != nullptr) {
    t.warn("terraform.two-replication-configurations",
           in_backticks(instance.address) + " and " + in_backticks(other->address) +
               " configure the replication of one bucket: they overwrite each other",
           "put all rules into one of them", instance.where);
    if (other->type == instance.type) {
      t.note_unknown(attribute_of(instance, "rule"), "which of the two is applied last");
      return;
    }
  }
  put_configuration(t, *bucket, attributes_of(instance), "rule", Generation::Standalone);
}

/// A configuration inside the bucket is claimed where it is written, not where it only mirrors
/// what another resource has set.
void claim_inline(Translation& t, const Instance& instance) {
  Draft* const bucket = t.owner(instance, "Buckets", "Name", t.names().own_name(instance));
  if (bucket != nullptr &&
      attribute_of(instance, "replication_configuration").expression != nullptr) {
    t.claim_replication(*bucket, instance);
  }
}

constexpr TerraformRow kRows[] = {
    {"aws_s3_bucket", 2, &translate_inline},
    {"aws_s3_bucket", 2, &claim_inline},
    {"aws_s3_bucket_replication_configuration", 3, &translate_standalone},
};

}  // namespace

std::span<const TerraformRow> terraform_replication_rows() {
  return kRows;
}

}  // namespace replisim
