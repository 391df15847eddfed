#include "sim/reason/setting_repair.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "model/arn.h"
#include "model/json_writer.h"
#include "sim/reason/patch_builder.h"

namespace replisim {
namespace {

constexpr std::string_view kEnabled = "\"Enabled\"";

/// One repair under way: where its parts stand.
class Mending {
 public:
  explicit Mending(const RepairCase& repair) : repair_(repair), places_(repair.places) {}

  using Changes = std::vector<Change>;

  Changes version_destination() { return versioning(repair_.attempt.destination_bucket); }
  Changes version_source() { return versioning(source_bucket()); }
  Changes enable_rule();
  Changes select_kms_objects();
  Changes name_key();
  Changes name_owner();
  Changes replicate_markers();
  Changes sync_modifications();
  Changes mend_prefix();
  Changes enable_source_key() { return enable_key(requirement_key()); }
  Changes enable_key(const std::string& arn);
  Changes pay_as_owner();
  Changes open_to_accounts();
  Changes own_objects(const std::string& bucket);
  Changes own_source_objects() { return own_objects(source_bucket()); }
  Changes own_destination_objects() { return own_objects(repair_.attempt.destination_bucket); }
  Changes lock_destination();
  Changes take_sse_c();
  Changes enable_regions();
  Changes make_role();
  Changes make_bucket();

  // of a PutBucketReplication that was refused
  Changes version_named_destinations();
  Changes version_named_source() { return versioning(source_bucket()); }
  Changes select_where_a_key_is_named();
  Changes name_key_where_objects_are_selected();

 private:
  [[nodiscard]] std::string source_bucket() const;
  [[nodiscard]] std::string requirement_key() const;
  [[nodiscard]] std::string rule_pointer() const;
  [[nodiscard]] std::string rules_of_event() const {
    return "/events/" + std::to_string(repair_.event) + "/params/ReplicationConfiguration/Rules";
  }
  [[nodiscard]] Change on_rule(SettingKind setting, const std::string& rule,
                               std::string value) const;
  [[nodiscard]] Change on_bucket(SettingKind setting, const std::string& bucket,
                                 std::string value) const;
  Changes versioning(const std::string& bucket);
  static Change put(Change change, const std::string& base, std::vector<std::string> names,
                    const std::string& value);
  [[nodiscard]] std::string key_for_replicas(const std::string& instead_of, Changes& made) const;

  const RepairCase& repair_;
  const ScenarioPlaces& places_;
};

Change Mending::put(Change change, const std::string& base, std::vector<std::string> names,
                    const std::string& value) {
  change.steps.push_back({"put", base, value, std::move(names)});
  return change;
}

std::string Mending::source_bucket() const {
  if (const std::string rule = rule_pointer(); rule.starts_with("/accounts/")) {
    const std::size_t end = rule.find("/ReplicationConfiguration");
    const JsonNode* bucket = places_.node(rule.substr(0, end));
    if (bucket != nullptr) {
      return std::string(text_member(*bucket, "Name"));
    }
  }
  const JsonNode* event = places_.event(repair_.event);
  const JsonNode* parameters = event == nullptr ? nullptr : event->find("params");
  return parameters == nullptr ? std::string() : std::string(text_member(*parameters, "Bucket"));
}

/// The key of the check that stands in the way: of the attempt's first one about a key.
std::string Mending::requirement_key() const {
  for (const Check& check : repair_.attempt.checks) {
    if (check.id == "C8") {
      return check.resource;
    }
  }
  return {};
}

std::string Mending::rule_pointer() const {
  return places_.at(repair_.attempt.rule_where);
}

Change Mending::on_bucket(SettingKind setting, const std::string& bucket, std::string value) const {
  Change change;
  change.kind = Change::Kind::Set;
  change.setting = setting;
  change.subject = bucket;
  change.value = std::move(value);
  const std::string pointer = places_.bucket(bucket);
  const World::BucketPlace place = repair_.world.find_bucket(bucket);
  change.account = !pointer.empty() ? places_.account_of(pointer)
                   : place          ? place.account->id
                                    : std::string();
  return change;
}

Change Mending::on_rule(SettingKind setting, const std::string& rule, std::string value) const {
  Change change = on_bucket(setting, source_bucket(), std::move(value));
  const JsonNode* node = places_.node(rule);
  change.rule = node == nullptr ? repair_.attempt.rule_id : std::string(text_member(*node, "ID"));
  return change;
}

std::vector<Change> Mending::versioning(const std::string& bucket) {
  const Change change = on_bucket(SettingKind::BucketVersioning, bucket, "Enabled");
  if (const auto event =
          places_.last_event(repair_.event, "PutBucketVersioning", "Bucket", bucket)) {
    return {put(change, "/events/" + std::to_string(*event) + "/params",
                {"VersioningConfiguration", "Status"}, std::string(kEnabled))};
  }
  const std::string pointer = places_.bucket(bucket);
  if (pointer.empty()) {
    return {};
  }
  return {put(change, pointer, {"Versioning", "Status"}, std::string(kEnabled))};
}

std::vector<Change> Mending::enable_rule() {
  const std::string rule = rule_pointer();
  if (rule.empty()) {
    return {};
  }
  return {put(on_rule(SettingKind::RuleStatus, rule, "Enabled"), rule, {"Status"},
              std::string(kEnabled))};
}

bool is_usable_key(const JsonNode& key, std::string_view region) {
  const std::string_view own = text_member(key, "Region");
  const std::string_view state = text_member(key, "KeyState");
  const std::string_view spec = text_member(key, "KeySpec");
  const std::string_view usage = text_member(key, "KeyUsage");
  return (own.empty() ? "us-east-1" : own) == region && (state.empty() || state == "Enabled") &&
         text_member(key, "KeyManager") != "AWS" && (spec.empty() || spec == "SYMMETRIC_DEFAULT") &&
         (usage.empty() || usage == "ENCRYPT_DECRYPT");
}

std::string key_arn(const JsonNode& account, std::string_view region, std::string_view id) {
  const std::string_view partition = text_member(account, "Partition");
  return "arn:" + std::string(partition.empty() ? "aws" : partition) +
         ":kms:" + std::string(region) + ":" + std::string(text_member(account, "Id")) + ":key/" +
         std::string(id);
}

bool has_alias(const JsonNode& key, std::string_view alias) {
  const JsonNode* aliases = key.find("Aliases");
  return aliases != nullptr && std::any_of(aliases->begin(), aliases->end(), [&](const auto& name) {
           return !alias.empty() && name.text == alias;
         });
}

/// A customer managed key where the destination is: of its account rather than of the source's, one
/// of the alias that was meant rather than another. Where there is none, one to be made.
std::string Mending::key_for_replicas(const std::string& instead_of, Changes& made) const {
  const std::string bucket = places_.bucket(repair_.attempt.destination_bucket);
  const JsonNode* destination = places_.node(bucket);
  if (bucket.empty() || destination == nullptr) {
    return {};
  }
  const std::string_view given = text_member(*destination, "Region");
  const std::string region(given.empty() ? "us-east-1" : given);
  const std::size_t alias = instead_of.find("alias/");
  const std::string_view wanted =
      alias == std::string::npos ? std::string_view() : std::string_view(instead_of).substr(alias);
  const std::string owner = places_.account_of(bucket);
  const std::string own = places_.account_of(places_.bucket(source_bucket()));
  std::string any;
  for (const std::string& id : {owner, own}) {
    const JsonNode* account = places_.node(places_.account(id));
    const JsonNode* keys = account == nullptr ? nullptr : account->find("Keys");
    for (std::size_t i = 0; keys != nullptr && i < keys->child_count; ++i) {
      const JsonNode& key = keys->children[i];
      std::string arn = key_arn(*account, region, text_member(key, "KeyId"));
      if (!is_usable_key(key, region) || arn == instead_of) {
        continue;
      }
      if (has_alias(key, wanted)) {
        return arn;
      }
      any = any.empty() ? arn : any;
    }
  }
  if (!any.empty()) {
    return any;
  }
  constexpr std::string_view kId = "5ea1ed00-0000-4000-8000-000000000001";
  const std::string account = places_.account(owner);
  Change change;
  change.kind = Change::Kind::Set;
  change.setting = SettingKind::NewKey;
  change.account = owner;
  change.detail = region;
  change.subject = key_arn(*places_.node(account), region, kId);
  const std::string text =
      R"({"KeyId":")" + std::string(kId) + R"(","Region":)" + json_string(region) + "}";
  const bool has_keys = places_.node(account)->find("Keys") != nullptr;
  change.steps = {
      {"add", account + (has_keys ? "/Keys/-" : "/Keys"), has_keys ? text : "[" + text + "]"}};
  made.push_back(change);
  return change.subject;
}

std::vector<Change> Mending::select_kms_objects() {
  const std::string rule = rule_pointer();
  if (rule.empty()) {
    return {};
  }
  Changes changes = {put(on_rule(SettingKind::SelectKmsObjects, rule, "Enabled"), rule,
                         {"SourceSelectionCriteria", "SseKmsEncryptedObjects", "Status"},
                         std::string(kEnabled))};
  const JsonNode* key = places_.node(rule + "/Destination/EncryptionConfiguration/ReplicaKmsKeyID");
  if (key == nullptr) {
    Changes named = name_key();
    std::move(named.begin(), named.end(), std::back_inserter(changes));
  }
  return changes;
}

/// The key of the replica is not there, elsewhere, of the wrong kind: another takes its place,
/// where the key was named: in the rule, or in the destination's default encryption.
std::vector<Change> Mending::name_key() {
  const std::string rule = rule_pointer();
  const JsonNode* configuration = places_.node(rule);
  if (rule.empty() || configuration == nullptr) {
    return {};
  }
  const JsonNode* named =
      find_node(*configuration, "/Destination/EncryptionConfiguration/ReplicaKmsKeyID");
  const std::string& bucket = repair_.attempt.destination_bucket;
  const std::string encryption = places_.bucket(bucket) + "/ServerSideEncryptionConfiguration";
  const JsonNode* by_default =
      places_.node(encryption + "/Rules/0/ApplyServerSideEncryptionByDefault/KMSMasterKeyID");
  // Objects under no KMS key of their own come under the destination's default.
  const std::vector<Check>& checks = repair_.attempt.checks;
  const bool is_default = repair_.attempt.result == ReplicationResult::Failed &&
                          std::none_of(checks.begin(), checks.end(), [](const Check& check) {
                            return check.id.starts_with("C8");
                          });
  Changes changes;
  const JsonNode* written = is_default ? by_default : named;
  const std::string instead_of(written == nullptr ? std::string_view() : written->text);
  const std::string key = key_for_replicas(instead_of, changes);
  if (key.empty()) {
    return {};
  }
  if (is_default) {
    changes.push_back(put(on_bucket(SettingKind::DefaultKey, bucket, key), places_.bucket(bucket),
                          {"ServerSideEncryptionConfiguration", "Rules", "0",
                           "ApplyServerSideEncryptionByDefault", "KMSMasterKeyID"},
                          json_string(key)));
  } else {
    changes.push_back(put(on_rule(SettingKind::ReplicaKey, rule, key), rule,
                          {"Destination", "EncryptionConfiguration", "ReplicaKmsKeyID"},
                          json_string(key)));
  }
  return changes;
}

std::vector<Change> Mending::name_owner() {
  const std::string rule = rule_pointer();
  const std::string owner = places_.account_of(places_.bucket(repair_.attempt.destination_bucket));
  if (rule.empty() || owner.empty()) {
    return {};
  }
  return {put(on_rule(SettingKind::RuleAccount, rule, owner), rule, {"Destination", "Account"},
              json_string(owner))};
}

/// Rules of version 1 replicate markers already; those that filter by tags cannot.
std::vector<Change> Mending::replicate_markers() {
  const std::string rule = rule_pointer();
  const JsonNode* node = places_.node(rule);
  if (rule.empty() || node == nullptr || node->find("Filter") == nullptr) {
    return {};
  }
  return {put(on_rule(SettingKind::DeleteMarkers, rule, "Enabled"), rule,
              {"DeleteMarkerReplication", "Status"}, std::string(kEnabled))};
}

std::vector<Change> Mending::sync_modifications() {
  Changes changes;
  const auto enable = [&](const std::string& rule, const std::string& bucket) {
    Change change = on_rule(SettingKind::ReplicaModifications, rule, "Enabled");
    change.subject = bucket;
    change.account = places_.account_of(places_.bucket(bucket));
    changes.push_back(put(change, rule,
                          {"SourceSelectionCriteria", "ReplicaModifications", "Status"},
                          std::string(kEnabled)));
  };
  if (const std::string rule = rule_pointer(); !rule.empty()) {
    enable(rule, source_bucket());
  }
  // Both directions need it.
  const std::string& bucket = repair_.attempt.destination_bucket;
  const std::string rules = places_.bucket(bucket) + "/ReplicationConfiguration/Rules";
  const JsonNode* back = bucket.empty() ? nullptr : places_.node(rules);
  for (std::size_t i = 0; back != nullptr && i < back->child_count; ++i) {
    const JsonNode* destination = back->children[i].find("Destination");
    if (destination != nullptr &&
        bucket_name_of(text_member(*destination, "Bucket")) == source_bucket()) {
      enable(rules + "/" + std::to_string(i), bucket);
    }
  }
  return changes;
}

/// `logs/*` and `/logs/` are literal prefixes, and no key begins so.
std::string mended_prefix(std::string_view prefix, std::string_view key) {
  std::string_view mended = prefix;
  while (mended.ends_with('*')) {
    mended.remove_suffix(1);
  }
  if (mended.starts_with('/') && !key.starts_with('/')) {
    mended.remove_prefix(1);
  }
  return mended != prefix && key.starts_with(mended) ? std::string(mended) : std::string(prefix);
}

std::vector<Change> Mending::mend_prefix() {
  const std::string source = source_bucket();
  const auto event = places_.last_event(repair_.event, "PutBucketReplication", "Bucket", source);
  const std::string rules =
      (event ? "/events/" + std::to_string(*event) + "/params" : places_.bucket(source)) +
      "/ReplicationConfiguration/Rules";
  const JsonNode* list = source.empty() ? nullptr : places_.node(rules);
  for (std::size_t i = 0; list != nullptr && i < list->child_count; ++i) {
    const std::string rule = rules + "/" + std::to_string(i);
    for (const std::string_view path : {"/Filter/Prefix", "/Filter/And/Prefix", "/Prefix"}) {
      const JsonNode* prefix = places_.node(rule + std::string(path));
      if (prefix == nullptr || !prefix->is_string()) {
        continue;
      }
      const std::string mended = mended_prefix(prefix->text, repair_.attempt.key);
      if (mended != prefix->text) {
        Change change = on_rule(SettingKind::RulePrefix, rule, mended);
        change.detail = prefix->text;
        change.steps = {{"replace", rule + std::string(path), json_string(mended)}};
        return {change};
      }
    }
  }
  return {};
}

/// A key that an event disabled is enabled by another; one that always was, in the scenario.
std::vector<Change> Mending::enable_key(const std::string& arn) {
  const std::string pointer = places_.key(arn);
  const JsonNode* key = places_.node(pointer);
  if (pointer.empty() || key == nullptr) {
    return {};
  }
  Change change;
  change.kind = Change::Kind::Set;
  change.setting = SettingKind::KeyState;
  change.account = places_.account_of(pointer);
  change.subject = arn;
  change.value = "Enabled";
  const bool is_deleted =
      places_.last_event(repair_.event, "ScheduleKeyDeletion", "KeyId", arn).has_value();
  const bool is_disabled =
      is_deleted || places_.last_event(repair_.event, "DisableKey", "KeyId", arn).has_value();
  const std::string_view state = text_member(*key, "KeyState");
  change.detail = is_deleted || state.starts_with("Pending") ? "PendingDeletion" : "Disabled";
  if (!is_disabled) {
    return {put(change, pointer, {"KeyState"}, std::string(kEnabled))};
  }
  change.before_event = static_cast<std::int64_t>(repair_.event);
  const std::string parameters = R"(,"params":{"KeyId":)" + json_string(arn) + "}}";
  const JsonNode* event = places_.event(repair_.event);
  const std::string_view at = text_member(*event, "at");
  const std::string time = at.empty() ? std::string() : R"(,"at":)" + json_string(at);
  const std::string path = "/events/" + std::to_string(repair_.event);
  const std::string id = arn.substr(arn.rfind('/') + 1);
  const auto insert = [&](std::string_view operation) {
    change.steps.push_back({"add", path,
                            R"({"id":)" + json_string(std::string(operation) + "-" + id) +
                                R"(,"operation":)" + json_string(operation) + time + parameters});
  };
  insert("EnableKey");
  if (is_deleted) {
    insert("CancelKeyDeletion");  // comes to stand before it
  }
  return {change};
}

std::vector<Change> Mending::pay_as_owner() {
  const std::string& bucket = repair_.attempt.destination_bucket;
  const std::string pointer = places_.bucket(bucket);
  if (pointer.empty()) {
    return {};
  }
  return {put(on_bucket(SettingKind::RequestPayer, bucket, "BucketOwner"), pointer,
              {"RequestPaymentConfiguration", "Payer"}, "\"BucketOwner\"")};
}

std::vector<Change> Mending::open_to_accounts() {
  const std::string& bucket = repair_.attempt.destination_bucket;
  const std::string pointer = places_.bucket(bucket);
  Changes changes;
  const auto open = [&](const std::string& base, const std::string& subject) {
    const std::string block = base + "/PublicAccessBlockConfiguration";
    const JsonNode* restricts = places_.node(block + "/RestrictPublicBuckets");
    const bool is_set = restricts != nullptr && (restricts->boolean || restricts->text == "true");
    if (is_set) {
      Change change = on_bucket(SettingKind::RestrictPublicBuckets, bucket, "false");
      change.subject = subject;
      changes.push_back(
          put(change, base, {"PublicAccessBlockConfiguration", "RestrictPublicBuckets"}, "false"));
    }
  };
  if (!pointer.empty()) {
    open(pointer, bucket);
    open(places_.account(places_.account_of(pointer)), places_.account_of(pointer));
  }
  if (const auto event =
          places_.last_event(repair_.event, "PutPublicAccessBlock", "Bucket", bucket)) {
    open("/events/" + std::to_string(*event) + "/params", bucket);
  }
  return changes;
}

std::vector<Change> Mending::own_objects(const std::string& bucket) {
  const Change change = on_bucket(SettingKind::ObjectOwnership, bucket, "BucketOwnerEnforced");
  constexpr std::string_view kRules = R"([{"ObjectOwnership":"BucketOwnerEnforced"}])";
  if (const auto event =
          places_.last_event(repair_.event, "PutBucketOwnershipControls", "Bucket", bucket)) {
    return {put(change, "/events/" + std::to_string(*event) + "/params",
                {"OwnershipControls", "Rules"}, std::string(kRules))};
  }
  const std::string pointer = places_.bucket(bucket);
  if (pointer.empty()) {
    return {};
  }
  return {put(change, pointer, {"OwnershipControls", "Rules"}, std::string(kRules))};
}

std::vector<Change> Mending::lock_destination() {
  const std::string& bucket = repair_.attempt.destination_bucket;
  const std::string pointer = places_.bucket(bucket);
  if (pointer.empty()) {
    return {};
  }
  return {put(on_bucket(SettingKind::ObjectLock, bucket, "Enabled"), pointer,
              {"ObjectLockConfiguration", "ObjectLockEnabled"}, std::string(kEnabled))};
}

std::vector<Change> Mending::take_sse_c() {
  const std::string& bucket = repair_.attempt.destination_bucket;
  const Change change = on_bucket(SettingKind::EncryptionTypes, bucket, "NONE");
  const auto event = places_.last_event(repair_.event, "PutBucketEncryption", "Bucket", bucket);
  const std::string base =
      event ? "/events/" + std::to_string(*event) + "/params" : places_.bucket(bucket);
  if (base.empty()) {
    return {};
  }
  return {put(change, base,
              {"ServerSideEncryptionConfiguration", "Rules", "0", "BlockedEncryptionTypes",
               "EncryptionType"},
              R"(["NONE"])")};
}

/// Regions of the buckets and keys that took part, where an account has them disabled.
std::vector<Change> Mending::enable_regions() {
  Changes changes;
  const JsonNode* accounts = places_.root().find("accounts");
  const std::string ends[] = {places_.bucket(source_bucket()),
                              places_.bucket(repair_.attempt.destination_bucket)};
  for (std::size_t i = 0; accounts != nullptr && i < accounts->child_count; ++i) {
    const JsonNode* disabled = accounts->children[i].find("DisabledRegions");
    for (std::size_t k = disabled == nullptr ? 0 : disabled->child_count; k > 0; --k) {
      const std::string_view region = disabled->children[k - 1].text;
      const bool takes_part =
          std::any_of(std::begin(ends), std::end(ends), [&](const std::string& end) {
            const JsonNode* bucket = end.empty() ? nullptr : places_.node(end);
            return bucket != nullptr && text_member(*bucket, "Region") == region;
          });
      if (takes_part) {
        Change change;
        change.kind = Change::Kind::Set;
        change.setting = SettingKind::Region;
        change.account = text_member(accounts->children[i], "Id");
        change.subject = change.account;
        change.value = region;
        change.steps = {
            {"remove",
             "/accounts/" + std::to_string(i) + "/DisabledRegions/" + std::to_string(k - 1), ""}};
        changes.push_back(std::move(change));
      }
    }
  }
  return changes;
}

/// The role that the configuration names is not there: it is made, with its trust policy.
std::vector<Change> Mending::make_role() {
  for (const Check& check : repair_.attempt.checks) {
    const std::optional<Arn> arn = parse_arn(check.resource);
    if (check.id != "C1" || !arn || !arn->resource.starts_with("role/") ||
        !places_.role(check.resource).empty() || places_.account(arn->account).empty()) {
      continue;
    }
    const PathAndName name = split_path(arn->resource.substr(4));
    const std::string account = places_.account(arn->account);
    Change change;
    change.kind = Change::Kind::Set;
    change.setting = SettingKind::NewRole;
    change.account = arn->account;
    change.subject = check.resource;
    const std::string role =
        R"({"RoleName":)" + json_string(name.name) + R"(,"Path":)" + json_string(name.path) +
        R"(,"AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow",)" +
        R"("Principal":{"Service":"s3.amazonaws.com"},"Action":"sts:AssumeRole"}]}})";
    const bool has_roles = places_.node(account)->find("Roles") != nullptr;
    change.steps = {{"add", account + (has_roles ? "/Roles/-" : "/Roles"),
                     has_roles ? role : "[" + role + "]"}};
    return {change};
  }
  return {};
}

/// The bucket that the rule names is not there: it is made, versioned, where the rule's key is or
/// where the source is.
std::vector<Change> Mending::make_bucket() {
  const std::string rule = rule_pointer();
  const JsonNode* node = places_.node(rule);
  const JsonNode* destination =
      rule.empty() || node == nullptr ? nullptr : node->find("Destination");
  const JsonNode* source = places_.node(places_.bucket(source_bucket()));
  if (destination == nullptr || source == nullptr) {
    return {};
  }
  const std::string_view named = text_member(*destination, "Account");
  const std::string owner =
      named.empty() ? places_.account_of(places_.bucket(source_bucket())) : std::string(named);
  const std::string account = places_.account(owner);
  if (account.empty()) {
    return {};
  }
  const JsonNode* key = find_node(*destination, "/EncryptionConfiguration/ReplicaKmsKeyID");
  const std::optional<Arn> arn = key == nullptr ? std::nullopt : parse_arn(key->text);
  const std::string_view beside = text_member(*source, "Region");
  Change change;
  change.kind = Change::Kind::Set;
  change.setting = SettingKind::NewBucket;
  change.account = owner;
  change.subject = repair_.attempt.destination_bucket;
  change.detail = arn ? arn->region : beside.empty() ? "us-east-1" : beside;
  const std::string bucket = R"({"Name":)" + json_string(change.subject) + R"(,"Region":)" +
                             json_string(change.detail) + R"(,"Versioning":{"Status":"Enabled"}})";
  const bool has_buckets = places_.node(account)->find("Buckets") != nullptr;
  change.steps = {{"add", account + (has_buckets ? "/Buckets/-" : "/Buckets"),
                   has_buckets ? bucket : "[" + bucket + "]"}};
  return {change};
}

std::vector<Change> Mending::version_named_destinations() {
  Changes changes;
  const JsonNode* rules = places_.node(rules_of_event());
  for (std::size_t i = 0; rules != nullptr && i < rules->child_count; ++i) {
    const JsonNode* arn = find_node(rules->children[i], "/Destination/Bucket");
    const std::optional<std::string_view> name =
        arn == nullptr ? std::nullopt : bucket_name_of(arn->text);
    const JsonNode* bucket = name ? places_.node(places_.bucket(*name)) : nullptr;
    const JsonNode* status = bucket == nullptr ? nullptr : find_node(*bucket, "/Versioning/Status");
    if (name && bucket != nullptr && (status == nullptr || status->text != "Enabled")) {
      Changes one = versioning(std::string(*name));
      std::move(one.begin(), one.end(), std::back_inserter(changes));
    }
  }
  return changes;
}

std::vector<Change> Mending::select_where_a_key_is_named() {
  Changes changes;
  const JsonNode* rules = places_.node(rules_of_event());
  for (std::size_t i = 0; rules != nullptr && i < rules->child_count; ++i) {
    const JsonNode& rule = rules->children[i];
    if (find_node(rule, "/Destination/EncryptionConfiguration") != nullptr &&
        find_node(rule, "/SourceSelectionCriteria/SseKmsEncryptedObjects") == nullptr) {
      const std::string pointer = rules_of_event() + "/" + std::to_string(i);
      changes.push_back(put(on_rule(SettingKind::SelectKmsObjects, pointer, "Enabled"), pointer,
                            {"SourceSelectionCriteria", "SseKmsEncryptedObjects", "Status"},
                            std::string(kEnabled)));
    }
  }
  return changes;
}

std::vector<Change> Mending::name_key_where_objects_are_selected() {
  Changes changes;
  const JsonNode* rules = places_.node(rules_of_event());
  for (std::size_t i = 0; rules != nullptr && i < rules->child_count; ++i) {
    const JsonNode& rule = rules->children[i];
    const JsonNode* arn = find_node(rule, "/Destination/Bucket");
    const std::optional<std::string_view> name =
        arn == nullptr ? std::nullopt : bucket_name_of(arn->text);
    if (!name || find_node(rule, "/SourceSelectionCriteria/SseKmsEncryptedObjects") == nullptr ||
        find_node(rule, "/Destination/EncryptionConfiguration/ReplicaKmsKeyID") != nullptr) {
      continue;
    }
    ReplicationAttempt attempt;  // one that this rule would make
    attempt.destination_bucket = *name;
    attempt.rule_where = rule.where;
    Changes one = Mending({repair_.world, places_, attempt, repair_.event}).name_key();
    std::move(one.begin(), one.end(), std::back_inserter(changes));
  }
  return changes;
}

/// What S3 says to a configuration, and what mends it.
struct RefusalRow {
  std::string_view message;
  std::vector<Change> (Mending::*repair)();
};

constexpr RefusalRow kRefusals[] = {
    {"Destination bucket must have versioning enabled.", &Mending::version_named_destinations},
    {"Versioning must be 'Enabled' on the bucket to apply a replication configuration",
     &Mending::version_named_source},
    {"SseKmsEncryptedObjects must be specified if EncryptionConfiguration is present.",
     &Mending::select_where_a_key_is_named},
    {"ReplicaKmsKeyID must be specified if SseKmsEncryptedObjects tag is present.",
     &Mending::name_key_where_objects_are_selected},
};

/// Which setting mends a check that failed, or lets an event be taken up.
struct MendingRow {
  std::string_view code;  ///< id of a check, or a code of NOT_ELIGIBLE
  std::vector<Change> (Mending::*repair)();
};

constexpr MendingRow kRows[] = {
    {"SourceNotVersioned", &Mending::version_source},
    {"RuleDisabled", &Mending::enable_rule},
    {"SseKmsNotSelected", &Mending::select_kms_objects},
    {"NoMatchingRule", &Mending::mend_prefix},
    {"DeleteMarkerReplicationDisabled", &Mending::replicate_markers},
    {"ReplicaModificationsNotSelected", &Mending::sync_modifications},
    {"BucketOwnerLacksAccess", &Mending::own_source_objects},
    {"P6", &Mending::enable_regions},
    {"P8", &Mending::own_source_objects},
    {"C8s", &Mending::enable_source_key},
    {"C9", &Mending::make_bucket},
    {"C10", &Mending::name_owner},
    {"P11", &Mending::pay_as_owner},
    {"C13", &Mending::open_to_accounts},
    {"C13a", &Mending::own_destination_objects},
    {"C14", &Mending::version_destination},
    {"C17e", &Mending::name_key},
    {"C17m", &Mending::name_key},
    {"C18", &Mending::take_sse_c},
    {"C19", &Mending::lock_destination},
};

/// The key of the replica is asked about right before its state.
std::vector<Change> repair_replica_key(const RepairCase& repair) {
  Mending settings(repair);
  for (const Check& check : repair.attempt.checks) {
    if (check.id == "C17" && check.state != CheckState::NotReached) {
      std::vector<Change> changes = settings.enable_key(check.resource);
      return changes;
    }
  }
  return {};
}

/// A policy that nobody can change: of a role that is not there, of a key that AWS manages.
std::vector<Change> other_holder(const Requirement& requirement, const RepairCase& repair) {
  if (requirement.check == nullptr || requirement.state != Ternary::False) {
    return {};
  }
  const std::string& id = requirement.check->id;
  return id == "C1"              ? Mending(repair).make_role()
         : id.starts_with("C17") ? Mending(repair).name_key()
                                 : std::vector<Change>();
}

}  // namespace

std::vector<Change> repair_setting(const Requirement& requirement, const RepairCase& repair) {
  const std::string code =
      requirement.check != nullptr ? requirement.check->id : repair.attempt.reason;
  if (requirement.check != nullptr && code == "C17s") {
    return requirement.check->detail.starts_with("key usage") ? Mending(repair).name_key()
                                                              : repair_replica_key(repair);
  }
  const auto row = std::find_if(std::begin(kRows), std::end(kRows),
                                [&](const MendingRow& one) { return one.code == code; });
  return row == std::end(kRows) ? std::vector<Change>() : (Mending(repair).*row->repair)();
}

std::vector<Change> repair_refusal(const EventOutcome& outcome, const RepairCase& repair) {
  const auto row =
      std::find_if(std::begin(kRefusals), std::end(kRefusals),
                   [&](const RefusalRow& one) { return one.message == outcome.error_message; });
  return row == std::end(kRefusals) ? std::vector<Change>() : (Mending(repair).*row->repair)();
}

std::vector<Change> repair_bucket_access(const Requirement& requirement, const RepairCase& repair) {
  switch (requirement.kind) {
    case RequirementKind::NotPublic: return Mending(repair).open_to_accounts();
    case RequirementKind::OwnedByBucket: return Mending(repair).own_source_objects();
    case RequirementKind::NamesSession:
    case RequirementKind::ResourceAllows:
    case RequirementKind::ResourceDelegates: return other_holder(requirement, repair);
    default: return {};
  }
}

bool is_creation(const Change& change) {
  return change.kind == Change::Kind::Set &&
         (change.setting == SettingKind::NewKey || change.setting == SettingKind::NewRole ||
          change.setting == SettingKind::NewBucket);
}

void apply_creations(const std::vector<Change>& changes, PatchBuilder& patch) {
  for (const Change& change : changes) {
    if (is_creation(change)) {
      patch.apply(change.steps.front());
    }
  }
}

void apply_settings(const std::vector<Change>& changes, PatchBuilder& patch) {
  std::vector<const Change*> insertions;
  for (const Change& change : changes) {
    if (change.kind != Change::Kind::Set || is_creation(change)) {
      continue;
    }
    if (change.before_event >= 0) {
      insertions.push_back(&change);
      continue;
    }
    for (const PatchStep& step : change.steps) {
      if (step.below.empty()) {
        patch.apply(step);
      } else {
        patch.put(step.path, step.below, step.value);
      }
    }
  }
  std::stable_sort(insertions.begin(), insertions.end(), [](const Change* a, const Change* b) {
    return a->before_event > b->before_event;
  });
  for (const Change* change : insertions) {
    for (const PatchStep& step : change->steps) {
      patch.apply(step);
    }
  }
}

std::string_view to_string(SettingKind kind) {
  switch (kind) {
    case SettingKind::BucketVersioning: return "bucket-versioning";
    case SettingKind::RuleStatus: return "rule-status";
    case SettingKind::SelectKmsObjects: return "select-kms-objects";
    case SettingKind::ReplicaKey: return "replica-key";
    case SettingKind::DefaultKey: return "default-key";
    case SettingKind::RuleAccount: return "rule-account";
    case SettingKind::RulePrefix: return "rule-prefix";
    case SettingKind::DeleteMarkers: return "delete-marker-replication";
    case SettingKind::ReplicaModifications: return "replica-modifications";
    case SettingKind::KeyState: return "key-state";
    case SettingKind::RequestPayer: return "request-payer";
    case SettingKind::RestrictPublicBuckets: return "restrict-public-buckets";
    case SettingKind::ObjectOwnership: return "object-ownership";
    case SettingKind::ObjectLock: return "object-lock";
    case SettingKind::EncryptionTypes: return "blocked-encryption-types";
    case SettingKind::Region: return "region";
    case SettingKind::NewRole: return "new-role";
    case SettingKind::NewBucket: return "new-bucket";
    case SettingKind::NewKey: return "new-key";
  }
  return {};
}

}  // namespace replisim
