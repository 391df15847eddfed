#include "model/import/terraform_account.h"

#include <algorithm>
#include <utility>

#include "model/arn.h"
#include "model/region_name.h"

namespace replisim {
namespace {

/// Settings of a provider that tell whose credentials it uses.
constexpr std::string_view kCredentialSettings[] = {
    "access_key",
    "assume_role",
    "assume_role_with_web_identity",
    "allowed_account_ids",
    "profile",
    "secret_key",
    "shared_config_files",
    "shared_credentials_file",
    "shared_credentials_files",
    "token",
};

constexpr std::string_view kDefaultRegion = "us-east-1";

std::string credential_settings(const JsonNode* expressions) {
  std::string text;
  for (const std::string_view name : kCredentialSettings) {
    const JsonNode* const value = expressions == nullptr ? nullptr : expressions->find(name);
    if (value != nullptr) {
      text.append(name).append("=").append(to_json_text(*value)).append("\n");
    }
  }
  return text;
}

std::string partition_of(std::string_view region) {
  return region.starts_with("cn-")       ? "aws-cn"
         : region.starts_with("us-gov-") ? "aws-us-gov"
                                         : "aws";
}

/// The resource types that are no AWS resources have no account.
bool is_aws(const TerraformInstance& instance) {
  return instance.type.starts_with("aws_");
}

/// The key behind the module: `module.m:aws` → `aws`.
std::string_view name_of_key(std::string_view key) {
  const std::size_t colon = key.rfind(':');
  return colon == std::string_view::npos ? key : key.substr(colon + 1);
}

bool is_empty_block(const JsonNode* block) {
  const JsonNode* const expressions = block == nullptr ? nullptr : block->find("expressions");
  return expressions == nullptr || expressions->child_count == 0;
}

/// The block of a key. One in a module that says nothing is that of the caller.
const JsonNode* find_block(const JsonNode& blocks, std::string_view key) {
  const JsonNode* block = blocks.find(key);
  std::string module(block == nullptr ? std::string_view() : text_of(block, "module_address"));
  const std::string name(name_of_key(key));
  while (is_empty_block(block) && !module.empty()) {
    module = last_module_step(module).parent;
    const JsonNode* const outer = blocks.find(module.empty() ? name : module + ":" + name);
    block = outer == nullptr ? block : outer;
  }
  return block == nullptr ? blocks.find(name) : block;
}

}  // namespace

std::optional<std::string> account_of_arn(std::string_view text) {
  const std::optional<Arn> arn = parse_arn(text);
  if (!arn || !is_account_id(arn->account)) {
    return std::nullopt;
  }
  return std::string(arn->account);
}

TerraformAccounts::TerraformAccounts(const TerraformDocument& document, const TerraformWorld& world,
                                     const TerraformReferences& references,
                                     const ImportOptions& options)
    : document_(document), world_(world), references_(references), options_(options) {
  list_providers();
  find_accounts();
  note_ties();
  note_key_regions();
  share_accounts();
  find_regions();
}

void TerraformAccounts::list_providers() {
  const JsonNode* const blocks = document_.configuration == nullptr
                                     ? nullptr
                                     : document_.configuration->find("provider_config");
  for (const TerraformInstance& instance : world_.instances) {
    if (is_aws(instance) && !instance.provider.empty() &&
        providers_.count(instance.provider) == 0) {
      Provider& provider = providers_[instance.provider];
      const JsonNode* const block =
          blocks == nullptr ? nullptr : find_block(*blocks, instance.provider);
      provider.expressions = block == nullptr ? nullptr : block->find("expressions");
      provider.module = without_indexes(text_of(block, "module_address"));
      // A raw state says nothing of a provider but its name: each may have its own account.
      provider.settings = document_.configuration == nullptr
                              ? instance.provider
                              : credential_settings(provider.expressions);
      provider.where = block == nullptr ? instance.where : block->where;
    }
  }
}

/// The texts that an expression is made of, as far as they are constants.
std::vector<std::string_view> TerraformAccounts::constants(const JsonNode* expression,
                                                           std::string_view module) const {
  std::vector<std::string_view> texts;
  const auto add = [&](const JsonNode* value) {
    if (value != nullptr && value->is_array()) {
      for (const JsonNode& element : *value) {
        texts.push_back(element.text);
      }
    } else if (value != nullptr && value->is_string()) {
      texts.push_back(value->text);
    }
  };
  const JsonNode* const references =
      expression == nullptr ? nullptr : expression->find("references");
  if (references == nullptr) {
    add(references_.constant(expression, module));
    return texts;
  }
  for (const JsonNode& reference : *references) {
    const JsonNode single{.kind = JsonKind::Array, .child_count = 1, .children = &reference};
    JsonNode list = single;
    list.key = "references";
    const JsonNode one{.kind = JsonKind::Object, .child_count = 1, .children = &list};
    add(references_.constant(&one, module));
  }
  return texts;
}

std::optional<std::string> TerraformAccounts::account_of_settings(const Provider& provider) const {
  if (provider.expressions == nullptr) {
    return std::nullopt;
  }
  const auto only_account = [&](const JsonNode* expression) -> std::optional<std::string> {
    std::set<std::string> accounts;
    for (const std::string_view text : constants(expression, provider.module)) {
      const std::optional<std::string> account =
          is_account_id(text) ? std::string(text) : account_of_arn(text);
      if (account) {
        accounts.insert(*account);
      }
    }
    return accounts.size() == 1 ? std::optional<std::string>(*accounts.begin()) : std::nullopt;
  };
  const JsonNode* const roles = provider.expressions->find("assume_role");
  if (roles != nullptr && roles->is_array() && roles->child_count > 0) {
    const JsonNode& last = roles->begin()[roles->child_count - 1];
    if (std::optional<std::string> account = only_account(last.find("role_arn"))) {
      return account;
    }
  }
  return only_account(provider.expressions->find("allowed_account_ids"));
}

std::optional<std::string> TerraformAccounts::account_of_resources(std::string_view key) const {
  for (const TerraformInstance& instance : world_.instances) {
    const std::string_view id = attribute_of(instance, "account_id").text();
    if (instance.provider == key && instance.type == "aws_caller_identity" && is_account_id(id)) {
      return std::string(id);
    }
  }
  for (const TerraformWorld* const world : {&world_, &document_.before}) {
    for (const TerraformInstance& instance : world->instances) {
      if (instance.provider == key && !instance.is_data && is_aws(instance)) {
        if (auto account = account_of_arn(attribute_of(instance, "arn").text())) {
          return account;
        }
      }
    }
  }
  return std::nullopt;
}

void TerraformAccounts::find_accounts() {
  for (auto& [key, provider] : providers_) {
    provider.account = account_of_settings(provider);
    if (!provider.account) {
      provider.account = account_of_resources(key);
    }
    if (!provider.account) {
      provider.account = given_account(options_, document_.name, key);
    }
  }
}

/// Providers with the same settings are one account; if none has one, an id stands for it.
void TerraformAccounts::share_accounts() {
  std::map<std::string, std::string> by_settings;
  std::set<std::string> open;
  for (const auto& [key, provider] : providers_) {
    if (provider.account) {
      by_settings.emplace(provider.settings, *provider.account);
      all_accounts_.insert(*provider.account);
    }
  }
  for (auto& [key, provider] : providers_) {
    const auto known = by_settings.find(provider.settings);
    if (!provider.account && known != by_settings.end()) {
      provider.account = known->second;
    }
    if (!provider.account) {
      open.insert(provider.settings);
    }
  }
  const bool is_one = all_accounts_.empty() && open.size() <= 1;
  if (is_one) {
    stand_in_ = std::string(kStandInAccount);
  }
  for (auto& [key, provider] : providers_) {
    if (provider.account) {
      continue;
    }
    const bool is_noted = open.erase(provider.settings) == 0;
    if (is_noted) {
      provider.account = is_one ? stand_in_ : std::nullopt;
      continue;
    }
    unknown_.push_back(
        {.address = "provider " + key,
         .attribute = "account",
         .reason = is_one
                       ? std::string(kStandInAccount) + " stands for an account that is not named"
                       : "nothing says which account it is, or whether it is one of the others; "
                         "its resources are left out",
         .remedy = "`--account " + key + "=ID`",
         .where = provider.where});
    provider.account = is_one ? stand_in_ : std::nullopt;
  }
}

std::string TerraformAccounts::region_of_resources(std::string_view key) const {
  for (const TerraformInstance& instance : world_.instances) {
    if (instance.provider == key && instance.is_data && instance.type == "aws_region") {
      for (const std::string_view name : {"region", "name", "id"}) {
        const std::string_view region = attribute_of(instance, name).text();
        if (is_region_name(region)) {
          return std::string(region);
        }
      }
    }
  }
  for (const TerraformInstance& instance : world_.instances) {
    const std::optional<Arn> arn = parse_arn(attribute_of(instance, "arn").text());
    if (instance.provider == key && !instance.is_data && arn && is_region_name(arn->region)) {
      return std::string(arn->region);
    }
  }
  return {};
}

void TerraformAccounts::find_regions() {
  for (auto& [key, provider] : providers_) {
    const JsonNode* const expression =
        provider.expressions == nullptr ? nullptr : provider.expressions->find("region");
    const JsonNode* const constant =
        expression == nullptr ? nullptr : references_.constant(expression, provider.module);
    if (constant != nullptr && constant->is_string()) {
      provider.region = constant->text;
    } else {
      provider.region = region_of_resources(key);
    }
    if (provider.region.empty()) {
      provider.region = options_.region;
    }
  }
}

std::optional<std::string> TerraformAccounts::account_of_address(
    const TerraformInstance& instance) const {
  if (auto own = account_of_arn(attribute_of(instance, "arn").text()); own && !instance.is_data) {
    return own;
  }
  if (auto given = given_account(options_, document_.name, instance.address)) {
    return given;
  }
  const auto tied = bucket_accounts_.find(attribute_of(instance, "bucket").text());
  if (tied != bucket_accounts_.end()) {
    return tied->second;
  }
  if (all_accounts_.size() == 1) {
    return *all_accounts_.begin();
  }
  return all_accounts_.empty() ? stand_in_ : std::nullopt;
}

/// S3 takes only a role of the bucket's own account, and of a rule's `account` only the owner of
/// the destination: so a replication configuration tells both.
void TerraformAccounts::note_ties() {
  for (const TerraformInstance& instance : world_.instances) {
    if (!instance.provider.empty() || !is_aws(instance)) {
      continue;
    }
    const auto own = account_of_arn(attribute_of(instance, "arn").text());
    if (own && !instance.is_data) {
      all_accounts_.insert(*own);
    }
    if (instance.type == "aws_caller_identity" &&
        is_account_id(attribute_of(instance, "account_id").text())) {
      all_accounts_.insert(std::string(attribute_of(instance, "account_id").text()));
    }
    note_ties_of(instance);
  }
}

void TerraformAccounts::note_ties_of(const TerraformInstance& instance) {
  TerraformValue configuration = attributes_of(instance);
  std::string_view rule_name = "rule";
  if (instance.type == "aws_s3_bucket") {
    configuration = configuration.block("replication_configuration");
    rule_name = "rules";
  } else if (instance.type != "aws_s3_bucket_replication_configuration") {
    return;
  }
  const std::string_view bucket = attribute_of(instance, "bucket").text();
  if (const auto account = account_of_arn(configuration.at("role").text())) {
    bucket_accounts_.emplace(bucket, *account);
    all_accounts_.insert(*account);
  }
  for (const TerraformValue& rule : configuration.at(rule_name).elements()) {
    const TerraformValue destination = rule.block("destination");
    for (const std::string_view name : {"account", "account_id"}) {
      const std::string_view account = destination.at(name).text();
      const auto target = bucket_name_of(destination.at("bucket").text());
      if (is_account_id(account) && target) {
        bucket_accounts_.emplace(*target, account);
        all_accounts_.insert(std::string(account));
      }
    }
  }
}

/// A bucket's default key is in its Region, and so is the key of a rule's replicas.
void TerraformAccounts::note_key_regions() {
  const auto note = [&](std::string_view bucket, const TerraformValue& key) {
    const std::optional<Arn> arn = parse_arn(key.text());
    if (!bucket.empty() && arn && is_region_name(arn->region)) {
      bucket_regions_.emplace(bucket, arn->region);
    }
  };
  for (const TerraformInstance& instance : world_.instances) {
    const TerraformValue attributes = attributes_of(instance);
    if (instance.type == "aws_s3_bucket_server_side_encryption_configuration") {
      const TerraformValue rule = attributes.block("rule");
      note(attributes.at("bucket").text(),
           rule.block("apply_server_side_encryption_by_default").at("kms_master_key_id"));
    } else if (instance.type == "aws_s3_bucket_replication_configuration") {
      for (const TerraformValue& rule : attributes.at("rule").elements()) {
        const TerraformValue destination = rule.block("destination");
        note(bucket_name_of(destination.at("bucket").text()).value_or(std::string_view()),
             destination.block("encryption_configuration").at("replica_kms_key_id"));
      }
    }
  }
}

std::optional<TerraformHome> TerraformAccounts::home_of(const TerraformInstance& instance) const {
  TerraformHome home;
  const auto provider = providers_.find(instance.provider);
  const std::optional<std::string> account =
      provider == providers_.end() ? account_of_address(instance) : provider->second.account;
  if (!account) {
    return std::nullopt;
  }
  home.account = *account;
  for (const std::string_view name : {"bucket_region", "region"}) {  // of provider 6, of a bucket
    const std::string_view region = attribute_of(instance, name).text();
    if (home.region.empty() && is_region_name(region)) {
      home.region = region;
    }
  }
  const std::optional<Arn> arn = parse_arn(attribute_of(instance, "arn").text());
  if (home.region.empty() && arn && is_region_name(arn->region)) {
    home.region = arn->region;
  }
  if (home.region.empty() && provider != providers_.end()) {
    home.region = provider->second.region;
  }
  const auto tied = bucket_regions_.find(attribute_of(instance, "bucket").text());
  if (home.region.empty() && instance.type == "aws_s3_bucket" && tied != bucket_regions_.end()) {
    home.region = tied->second;
  }
  if (home.region.empty()) {
    home.is_region_assumed = options_.region.empty();
    home.region = home.is_region_assumed ? std::string(kDefaultRegion) : options_.region;
  }
  home.partition = arn && arn->partition.starts_with("aws") ? std::string(arn->partition)
                                                            : partition_of(home.region);
  return home;
}

}  // namespace replisim
