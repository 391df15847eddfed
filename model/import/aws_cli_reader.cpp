#include "model/import/aws_cli_reader.h"

#include <algorithm>
#include <iterator>

#include "model/import/completion.h"

namespace replisim {
namespace {

/// What has to be captured of a bucket, so that nothing about it is taken for granted.
constexpr std::string_view kBucketCommands[] = {
    "s3api.get-bucket-encryption",   "s3api.get-bucket-ownership-controls",
    "s3api.get-bucket-policy",       "s3api.get-bucket-replication",
    "s3api.get-bucket-versioning",   "s3api.get-object-lock-configuration",
    "s3api.get-public-access-block",
};

/// Without these a bucket is known in parts only.
bool is_essential(std::string_view command) {
  return command == "s3api.get-bucket-encryption" || command == "s3api.get-bucket-versioning";
}

constexpr std::string_view kKeyCommands[] = {"kms.describe-key", "kms.get-key-policy",
                                             "kms.list-grants"};

constexpr std::string_view kDetails = "iam.get-account-authorization-details";
constexpr std::string_view kRoleCommands[] = {"iam.get-role", "iam.list-attached-role-policies",
                                              "iam.list-role-policies"};

constexpr std::string_view kOfAws = "arn:aws:iam::aws:policy/";

/// `s3api.get-bucket-policy` → `aws s3api get-bucket-policy --bucket NAME`
std::string command_line(std::string_view command, std::string_view option,
                         std::string_view argument) {
  std::string line = "aws " + std::string(command);
  std::replace(line.begin(), line.end(), '.', ' ');
  return line.append(" ").append(option).append(" ").append(argument);
}

Draft unknown_policy(std::string_view name, SourceRange where) {
  Draft made = Draft::object(where);
  made.set("PolicyName", Draft::string(name, where));
  made.set("PolicyDocument", incomplete_policy(Draft(), where));
  return made;
}

std::string_view text_of(const Draft& object, std::string_view name) {
  if (object.node != nullptr) {
    return member_text(*object.node, name);
  }
  const Draft* const member = object.find(name);
  if (member == nullptr) {
    return {};
  }
  return member->node != nullptr ? member->node->text : std::string_view(member->text);
}

}  // namespace

std::string_view member_text(const JsonNode& node, std::string_view name) {
  const JsonNode* const member = node.find(name);
  return member != nullptr && member->is_string() ? member->text : std::string_view();
}

CaptureReader::CaptureReader(const ImportContext& context, ImportedInput& input, Issues& issues)
    : context_(context), input_(input), issues_(issues), scenario_(scenario_draft({})) {}

void CaptureReader::read(const std::vector<Capture>& captures) {
  std::vector<const Capture*> order;
  for (const Capture& capture : captures) {
    order.push_back(&capture);
  }
  std::stable_sort(order.begin(), order.end(), [](const Capture* left, const Capture* right) {
    return left->command < right->command;  // rows of one table
  });
  for (const Capture* const capture : order) {
    if (capture->state == CaptureState::Failed) {
      note_failure(*capture);
    } else if (capture->command->read != nullptr) {
      capture->command->read(*this, *capture);
    }
  }
}

void CaptureReader::note_failure(const Capture& capture) {
  const std::string code = capture.error_code.empty() ? "the file is empty" : capture.error_code;
  const std::string command(capture.command->name);
  switch (capture.command->argument) {
    case CaptureArgument::Bucket:
      if (capture.error_code != "NoSuchBucket") {
        bucket(capture).failures[command] = code;
        return;
      }
      break;
    case CaptureArgument::Key: key(capture, capture.argument, {}).failures[command] = code; return;
    case CaptureArgument::Role: role(capture, capture.argument).failures[command] = code; return;
    case CaptureArgument::None:
    case CaptureArgument::Policy:
    case CaptureArgument::Target: break;
  }
  list_unknown(capture.argument, command, code, "capture it as somebody who may", capture.where);
}

Draft& CaptureReader::account(const Capture& capture) {
  return account_of(scenario_, capture.account, capture.where);
}

CapturedThing& CaptureReader::thing(std::map<Name, CapturedThing>& things, const Capture& capture,
                                    std::string_view list, std::string_view name_member,
                                    const Name& name) {
  CapturedThing& found = things[name];
  if (found.draft == nullptr) {
    const std::string_view id = std::string_view(name.second).substr(name.second.find(' ') + 1);
    found.where = capture.where;
    found.draft =
        &account(capture).array_at(list, capture.where).push(Draft::object(capture.where));
    found.draft->set(name_member, Draft::string(id, capture.where));
    note_origin(*found.draft, context_.sources, capture.where, {});
    input_.places.push_back({capture.where, std::string(id)});
  }
  return found;
}

CapturedThing& CaptureReader::bucket(const Capture& capture) {
  return thing(buckets_, capture, "Buckets", "Name", {capture.account, capture.argument});
}

CapturedThing& CaptureReader::key(const Capture& capture, std::string_view key_id,
                                  std::string_view region) {
  // The id alone tells a key, but for the replicas of a multi-Region key.
  if (region.empty()) {
    for (auto& [name, known] : keys_) {
      if (name.first == capture.account && name.second.ends_with(" " + std::string(key_id))) {
        return known;
      }
    }
  }
  CapturedThing& made = thing(keys_, capture, "Keys", "KeyId",
                              {capture.account, std::string(region) + " " + std::string(key_id)});
  if (!region.empty()) {
    made.draft->set("Region", Draft::string(region, capture.where));
  }
  return made;
}

CapturedThing& CaptureReader::role(const Capture& capture, std::string_view role_name) {
  return thing(roles_, capture, "Roles", "RoleName", {capture.account, std::string(role_name)});
}

void CaptureReader::list_unknown(std::string address, std::string attribute, std::string reason,
                                 std::string remedy, SourceRange where) {
  input_.unknown.push_back({.address = std::move(address),
                            .attribute = std::move(attribute),
                            .reason = std::move(reason),
                            .remedy = std::move(remedy),
                            .where = where});
}

void CaptureReader::report(Severity severity, std::string code, std::string message,
                           std::string hint, SourceRange where) {
  issues_.push_back({.severity = severity,
                     .code = std::move(code),
                     .message = std::move(message),
                     .hint = std::move(hint),
                     .where = where});
}

const JsonNode* CaptureReader::member(const Capture& capture, std::string_view name) {
  if (capture.root == nullptr) {
    return nullptr;
  }
  const JsonNode* const found = capture.root->find(name);
  if (found == nullptr) {
    report(Severity::Error, "capture.missing-member",
           in_backticks(capture.command->name) + " prints " + in_backticks(name) +
               ", which is missing here",
           "capture it without `--query`", capture.where);
  }
  return found;
}

Draft CaptureReader::policy_draft(const JsonNode& policy) {
  if (policy.is_string()) {
    Issues issues;  // of a text that is none, the reader of scenarios will tell
    const JsonNode* const document = parse_embedded_json(context_.sources, policy, context_.arena,
                                                         issues, context_.options.json);
    if (document != nullptr && document->is_object() && issues.empty()) {
      return Draft::copy(*document);
    }
  }
  return Draft::copy(policy);
}

void CaptureReader::check_whole(const Capture& capture) {
  for (const std::string_view name : {"IsTruncated", "Truncated"}) {
    const JsonNode* const truncated = capture.root->find(name);
    if (truncated != nullptr && truncated->boolean) {
      list_unknown(capture.argument, std::string(capture.command->name),
                   "the output was cut: there is more",
                   "capture it without `--no-paginate` and `--max-items`", truncated->where);
    }
  }
}

Draft& CaptureReader::finish() {
  finish_buckets();
  finish_keys();
  finish_roles();
  inline_managed_policies();
  finish_organization(*this, scenario_);
  return scenario_;
}

void CaptureReader::finish_buckets() {
  for (auto& [name, bucket] : buckets_) {
    if (const auto listed = listed_buckets.find(name); listed != listed_buckets.end()) {
      const auto& [region, creation_date] = listed->second;
      if (region != nullptr && region->is_string() && bucket.draft->find("Region") == nullptr) {
        bucket.draft->set("Region", Draft::copy(*region));
      }
      if (creation_date != nullptr && creation_date->kind != JsonKind::Null) {
        bucket.draft->set("CreationDate", Draft::copy(*creation_date));
      }
    }
    if (bucket.draft->find("Region") == nullptr) {
      list_unknown(name.second, "Region", "not captured; us-east-1 stands for it",
                   command_line("s3api.get-bucket-location", "--bucket", name.second),
                   bucket.where);
    }
    for (const std::string_view command : kBucketCommands) {
      if (bucket.commands.contains(command)) {
        continue;
      }
      const auto failure = bucket.failures.find(command);
      list_unknown(name.second, std::string(command),
                   failure == bucket.failures.end() ? "not captured" : failure->second,
                   command_line(command, "--bucket", name.second), bucket.where);
      if (command == "s3api.get-bucket-policy") {
        bucket.draft->set("PolicyUnknown", Draft::boolean(true, bucket.where));
      } else if (is_essential(command)) {
        bucket.draft->set(kPartialNote, Draft::boolean(true, bucket.where));
      }
    }
  }
}

void CaptureReader::finish_keys() {
  for (auto& [name, key] : keys_) {
    const std::string_view id = text_of(*key.draft, "KeyId");
    std::string_view region = text_of(*key.draft, "Region");
    const auto found = aliases.find({name.first, std::string(region) + "/" + std::string(id)});
    if (found != aliases.end()) {
      for (const JsonNode* const alias : found->second) {
        key.draft->array_at("Aliases", alias->where).push(Draft::copy(*alias));
      }
    }
    for (const std::string_view command : kKeyCommands) {
      if (key.commands.contains(command)) {
        continue;
      }
      const auto failure = key.failures.find(command);
      list_unknown(std::string(id), std::string(command),
                   failure == key.failures.end() ? "not captured" : failure->second,
                   command_line(command, "--key-id", id), key.where);
      if (command == "kms.get-key-policy") {
        key.draft->set("Policy", incomplete_policy(Draft(), key.where));
      }
    }
  }
}

void CaptureReader::finish_roles() {
  for (auto& [name, role] : roles_) {
    if (role.commands.contains(kDetails)) {
      continue;
    }
    Draft& inline_policies = role.draft->array_at("RolePolicyList", role.where);
    for (const std::string_view command : kRoleCommands) {
      if (role.commands.contains(command)) {
        continue;
      }
      const auto failure = role.failures.find(command);
      list_unknown(name.second, std::string(command),
                   failure == role.failures.end() ? "not captured" : failure->second,
                   command_line(command, "--role-name", name.second), role.where);
      if (command == "iam.get-role") {
        role.draft->set("AssumeRolePolicyDocument", incomplete_policy(Draft(), role.where));
      } else {
        inline_policies.push(unknown_policy(command, role.where));
      }
    }
    for (const std::string& policy : listed_role_policies[name]) {
      if (inline_policies.find_element("PolicyName", policy) == nullptr) {
        list_unknown(name.second, policy, "not captured",
                     command_line("iam.get-role-policy", "--role-name", name.second) +
                         " --policy-name " + policy,
                     role.where);
        inline_policies.push(unknown_policy(policy, role.where));
      }
    }
  }
}

/// A scenario has no place for policies of AWS's own: they stand as inline ones.
void CaptureReader::inline_managed_policies() {
  for (auto& [name, role] : roles_) {
    Draft* const attached = role.draft->find("AttachedManagedPolicies");
    if (attached == nullptr) {
      continue;
    }
    std::list<Draft> kept;
    for (Draft& policy : attached->children) {
      const std::string_view arn = text_of(policy, "PolicyArn");
      const auto document = managed_policies.find(arn);
      if (!arn.starts_with(kOfAws) || document == managed_policies.end()) {
        kept.push_back(std::move(policy));
        continue;
      }
      Draft& made = role.draft->array_at("RolePolicyList", role.where)
                        .push(Draft::object(document->second->where));
      made.set("PolicyName", Draft::string(arn, policy.where));
      made.set("PolicyDocument", Draft::copy(*document->second));
    }
    attached->children = std::move(kept);
  }
}

}  // namespace replisim
