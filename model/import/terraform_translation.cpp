#include "model/import/terraform_translation.h"

#include <algorithm>
#include <utility>

#include "model/arn.h"

namespace replisim {
namespace {

std::string_view remedy_of(InputKind kind) {
  switch (kind) {
    case InputKind::TerraformPlan:
      return "`terraform test` with the file that `replisim check --write-tftest FILE` writes";
    case InputKind::TerraformTest:
      return "the plan as a further input, and the value in an `override_resource`";
    case InputKind::TerraformState:
    case InputKind::CloudFormation:
    case InputKind::AwsCli:
    case InputKind::Scenario: break;
  }
  return "a plan of the same configuration as a further input";
}

std::vector<const TerraformRow*> rows_by_stage() {
  std::vector<const TerraformRow*> rows;
  for (const auto table : {terraform_s3_rows(), terraform_replication_rows(), terraform_iam_rows(),
                           terraform_kms_rows(), terraform_organization_rows()}) {
    for (const TerraformRow& row : table) {
      rows.push_back(&row);
    }
  }
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto* a, const auto* b) { return a->stage < b->stage; });
  return rows;
}

bool has_account_id(std::string_view text) {
  std::size_t digits = 0;
  for (const char c : text) {
    digits = c >= '0' && c <= '9' ? digits + 1 : 0;
    if (digits == 12) {
      return true;
    }
  }
  return false;
}

/// Buckets have their names in all the world, all else in an account.
std::string thing_key(std::string_view account, std::string_view list, std::string_view name) {
  std::string key(list == "Buckets" ? std::string_view() : account);
  return key.append("|").append(list).append("|").append(name);
}

}  // namespace

TerraformTranslation::TerraformTranslation(ImportContext& context,
                                           const TerraformDocument& document,
                                           const TerraformWorld& world)
    : context_(context),
      document_(document),
      world_(world),
      references_(document, world),
      accounts_(document, world, references_, context.options),
      names_(references_, accounts_, document.name),
      documents_(context, references_, names_),
      scenario_(scenario_draft(document.root == nullptr ? SourceRange() : document.root->where)) {}

const JsonNode* TerraformTranslation::run() {
  unknown_ = accounts_.unknown();
  std::map<std::string_view, std::vector<const TerraformInstance*>> by_type;
  for (const TerraformInstance& instance : world_.instances) {
    if (!instance.is_data) {
      by_type[instance.type].push_back(&instance);
    }
  }
  for (const TerraformRow* const row : rows_by_stage()) {
    const auto found = by_type.find(row->type);
    if (found == by_type.end()) {
      continue;
    }
    for (const TerraformInstance* const instance : found->second) {
      row->translate(*this, *instance);
    }
  }
  return build(scenario_, context_.arena);
}

Draft* TerraformTranslation::account(const TerraformInstance& instance) {
  const std::optional<TerraformHome> home = accounts_.home_of(instance);
  if (!home) {
    if (instance.provider.empty()) {
      note_unknown(attributes_of(instance), "nothing says which account it is in");
    }
    return nullptr;
  }
  Draft& account = account_of(scenario_, home->account, document_.root->where);
  if (home->partition != "aws") {
    account.set("Partition", Draft::string(home->partition, instance.where));
  }
  return &account;
}

Draft* TerraformTranslation::add(const TerraformInstance& instance, std::string_view list,
                                 std::string_view name_field, std::string_view name) {
  Draft* const home = account(instance);
  if (home == nullptr) {
    return nullptr;
  }
  const std::string& account_id = home->find("Id")->text;
  const auto [place, is_new] = things_.emplace(thing_key(account_id, list, name), nullptr);
  if (!is_new) {
    warn("terraform.given-twice",
         in_backticks(instance.address) +
             " makes what another resource makes, too: " + in_backticks(name),
         "the other is " + text_of_draft(*place->second->find("x-from")), instance.where);
    return nullptr;
  }
  Draft& things = home->array_at(list, instance.where);
  Draft& thing = things.push(Draft::object(instance.where));
  thing.set(name_field, Draft::string(name, instance.where));
  note_origin(thing, instance);
  place->second = &thing;
  return &thing;
}

/// Where the account is not known: the only thing of that name.
Draft* TerraformTranslation::find(std::string_view account, std::string_view list,
                                  std::string_view name) const {
  const auto known = things_.find(thing_key(account, list, name));
  if (known != things_.end()) {
    return known->second;
  }
  const std::string ending = thing_key({}, list, name);
  const auto is_it = [&](const auto& thing) { return thing.first.ends_with(ending); };
  const bool is_only = account.empty() && std::count_if(things_.begin(), things_.end(), is_it) == 1;
  return is_only ? std::find_if(things_.begin(), things_.end(), is_it)->second : nullptr;
}

Draft* TerraformTranslation::owner(const TerraformInstance& part, std::string_view list,
                                   std::string_view name_field,
                                   const std::optional<std::string>& name) {
  const std::optional<TerraformHome> home = accounts_.home_of(part);
  if (!name) {
    return nullptr;
  }
  if (Draft* const known = find(home ? home->account : std::string(), list, *name)) {
    return known;
  }
  Draft* const thing = add(part, list, name_field, *name);
  if (thing != nullptr) {
    thing->set(kPartialNote, Draft::boolean(true, part.where));
  }
  return thing;
}

Draft* TerraformTranslation::bucket_of(const TerraformInstance& part) {
  const TerraformValue value = attribute_of(part, "bucket");
  const std::optional<std::string> name = names_.resolve(value, NameWanted::BucketName);
  if (!name) {
    note_unknown(value, "it cannot be told which bucket this belongs to");
  }
  return owner(part, "Buckets", "Name", name);
}

void TerraformTranslation::add_key(Draft& key, const TerraformInstance& instance) {
  if (const std::optional<std::string> arn = names_.derive(instance, "arn")) {
    keys_[*arn] = &key;
  }
}

Draft* TerraformTranslation::key_of(const TerraformValue& value) {
  std::optional<std::string> name = names_.resolve(value, NameWanted::Key);
  const TerraformHome home = accounts_.home_of(*value.instance).value_or(TerraformHome());
  if (!name) {
    note_unknown(value, "it cannot be told which key is meant");
    return nullptr;
  }
  if (!parse_arn(*name)) {
    const std::string ending = "/" + *name;
    const auto is_it = [&](const auto& key) { return key.first.ends_with(ending); };
    const auto named = std::find_if(keys_.begin(), keys_.end(), is_it);
    if (named != keys_.end() && std::count_if(keys_.begin(), keys_.end(), is_it) == 1) {
      return named->second;
    }
    name = "arn:" + home.partition + ":kms:" + home.region + ":" + home.account + ":key/" + *name;
  }
  const auto known = keys_.find(*name);
  if (known != keys_.end()) {
    return known->second;
  }
  const std::optional<Arn> arn = parse_arn(*name);
  if (!arn->resource.starts_with("key/") || !is_account_id(arn->account)) {
    return nullptr;
  }
  Draft& keys =
      account_of(scenario_, arn->account, document_.root->where).array_at("Keys", value.where);
  Draft& key = keys.push(Draft::object(value.where));
  key.set("KeyId", Draft::string(arn->resource.substr(4), value.where));
  key.set("Region", Draft::string(arn->region, value.where));
  key.set(kPartialNote, Draft::boolean(true, value.where));
  note_origin(key, *value.instance);
  keys_[*name] = &key;
  return &key;
}

const TerraformInstance* TerraformTranslation::claim_replication(
    const Draft& bucket, const TerraformInstance& instance) {
  const auto [claim, is_first] = replications_.emplace(&bucket, &instance);
  return is_first ? nullptr : claim->second;
}

void TerraformTranslation::warn(std::string code, std::string message, std::string hint,
                                SourceRange where) {
  warnings_.push_back({.severity = Severity::Warning,
                       .code = std::move(code),
                       .message = std::move(message),
                       .hint = std::move(hint),
                       .where = where});
}

void TerraformTranslation::note_unknown(const TerraformValue& value, std::string reason,
                                        std::string remedy) {
  UnknownValue unknown;
  unknown.address = value.instance->address;
  unknown.attribute = value.path;
  unknown.reason =
      reason.empty() ? "only known after apply, and its references do not settle it" : reason;
  needs_test_ = needs_test_ || (remedy.empty() && document_.kind == InputKind::TerraformPlan);
  unknown.remedy = remedy.empty() ? std::string(remedy_of(document_.kind)) : std::move(remedy);
  unknown.where = value.where;
  if (noted_.insert(unknown.address + "|" + unknown.attribute).second) {
    unknown_.push_back(std::move(unknown));
  }
}

void TerraformTranslation::note_origin(Draft& object, const TerraformInstance& instance) {
  replisim::note_origin(object, context_.sources, instance.where, instance.address);
}

void TerraformTranslation::note_origin_of(Draft& object, std::string_view member,
                                          const TerraformInstance& instance) {
  replisim::note_origin_of(object, member, context_.sources, instance.where, instance.address);
}

std::string TerraformTranslation::missing_name(const TerraformValue& value) const {
  std::string name = "unknown-";
  for (const char c : value.instance->address + "." + value.path) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '_';
    name += is_plain ? c : '-';
  }
  return name;
}

std::string TerraformTranslation::missing_key_prefix(const TerraformValue& value) const {
  const TerraformHome home = accounts_.home_of(*value.instance).value_or(TerraformHome());
  return "arn:" + home.partition + ":kms:" + home.region + ":" + home.account + ":key/";
}

std::string TerraformTranslation::missing_key_prefix(const TerraformValue& value,
                                                     std::string_view bucket_arn) const {
  const auto name = bucket_name_of(bucket_arn);
  for (const TerraformInstance& instance : world_.instances) {
    if (name && instance.type == "aws_s3_bucket" && names_.own_name(instance) == *name) {
      return missing_key_prefix(attributes_of(instance));
    }
  }
  return missing_key_prefix(value);
}

std::string TerraformTranslation::missing_role_prefix(const TerraformValue& value) const {
  const TerraformHome home = accounts_.home_of(*value.instance).value_or(TerraformHome());
  return "arn:" + home.partition + ":iam::" + home.account + ":role/";
}

void TerraformTranslation::put_region(Draft& thing, const TerraformInstance& instance) {
  const TerraformHome home = accounts_.home_of(instance).value_or(TerraformHome());
  thing.set("Region", Draft::string(home.region, instance.where));
  if (!home.is_region_assumed) {
    return;
  }
  const std::string address =
      instance.provider.empty() ? instance.address : "provider " + instance.provider;
  const bool is_noted = std::any_of(unknown_.begin(), unknown_.end(), [&](const auto& known) {
    return known.address == address && known.attribute == "region";
  });
  if (!is_noted) {
    unknown_.push_back({.address = address,
                        .attribute = "region",
                        .reason = "nothing says it; " + home.region + " is taken",
                        .remedy = "`--region REGION`",
                        .where = instance.where});
  }
}

const JsonNode& TerraformTranslation::keep(JsonNode node) {
  return *context_.arena.keep(std::vector<JsonNode>{node});
}

std::optional<Draft> TerraformTranslation::text(const TerraformValue& value, NameWanted wanted,
                                                std::string_view missing) {
  if (value.is_known()) {
    return Draft::copy(*value.known);
  }
  if (!value.is_unknown()) {
    return std::nullopt;
  }
  if (const std::optional<std::string> name = names_.resolve(value, wanted)) {
    return Draft::string(*name, value.where);
  }
  note_unknown(value);
  return Draft::string(std::string(missing) + missing_name(value), value.where);
}

/// Where an id only stands for the account, what names another may mean it as well: statements
/// that do are not known.
Draft TerraformTranslation::without_foreign_accounts(const TerraformValue& value) {
  const std::string_view text = value.text();
  const std::optional<TerraformHome> home = accounts_.home_of(*value.instance);
  const bool is_stand_in = home && accounts_.stand_in() == home->account;
  Issues issues;
  const JsonNode* const document =
      !is_stand_in || !has_account_id(text)
          ? nullptr
          : parse_embedded_json(context_.sources, *value.known, context_.arena, issues,
                                context_.options.json);
  const JsonNode* const statements = document == nullptr ? nullptr : document->find("Statement");
  if (statements == nullptr || !issues.empty()) {
    return Draft::copy(*value.known);
  }
  Draft policy = Draft::object(document->where);
  for (const JsonNode& member : *document) {
    policy.set(member.key, Draft::copy(member));
  }
  Draft& kept = policy.set("Statement", Draft::array(statements->where));
  const auto keep = [&](const JsonNode& statement) {
    if (!has_account_id(to_json_text(statement))) {
      kept.push(Draft::copy(statement));
    }
  };
  if (statements->is_array()) {
    std::for_each(statements->begin(), statements->end(), keep);
  } else {
    keep(*statements);
  }
  note_unknown(value, "it names accounts, and it is not known whether they are its own");
  return incomplete_policy(std::move(policy), value.where);
}

bool TerraformTranslation::is_made_up_policy(const TerraformValue& value) const {
  const std::string_view text = value.text();
  return document_.kind == InputKind::TerraformTest && !text.empty() &&
         (text == kPlaceholderPolicy || text.find('{') == std::string_view::npos);
}

std::optional<Draft> TerraformTranslation::policy(const TerraformValue& value) {
  const bool is_made_up = value.is_known() && is_made_up_policy(value);
  if (value.is_known() && !is_made_up) {
    return value.text().empty() ? std::nullopt
                                : std::optional<Draft>(without_foreign_accounts(value));
  }
  if (!value.is_unknown() && !is_made_up) {
    return std::nullopt;
  }
  const std::optional<TerraformTarget> target = references_.target(value);
  const bool is_document = target && target->instance->is_data &&
                           target->instance->type == "aws_iam_policy_document" &&
                           (target->attribute.empty() || target->attribute == "json" ||
                            target->attribute == "minified_json");
  if (!is_document) {
    note_unknown(value, target || references_.targets(value)
                            ? "a policy written as text has parts that are only known after apply"
                            : std::string());
    return incomplete_policy({}, value.where);
  }
  RebuiltPolicy rebuilt = documents_.rebuild(*target->instance);
  if (rebuilt.is_incomplete || !rebuilt.uncertain.empty()) {
    note_unknown(
        attributes_of(*target->instance).at("statement"),
        "parts of the policy are only known after apply",
        "names in place of references (`\"arn:aws:s3:::${var.name}/*\"`), or a plan on top of "
        "what exists");
  }
  return to_draft(std::move(rebuilt), target->instance->where);
}

void TerraformTranslation::set_policy(Draft& object, std::string_view member,
                                      const TerraformValue& value) {
  if (std::optional<Draft> document = policy(value)) {
    object.set(member, *std::move(document));
    note_origin_of(object, member, *value.instance);
  }
}

}  // namespace replisim
