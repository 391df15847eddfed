#include "sim/iam/managed_policies.h"

#include <array>
#include <string>
#include <vector>

#include "sim/iam/world_policies.h"

namespace replisim {
namespace {

// The elements of statements that are made here count as present, though they stand in no file.
constexpr SourceRange kMadeHere{0xFFFFFFFE, 0, 0};

std::vector<PolicyText> texts(std::initializer_list<std::string_view> values) {
  std::vector<PolicyText> made;
  for (const std::string_view value : values) {
    made.push_back({std::string(value), {}});
  }
  return made;
}

Statement allow(std::initializer_list<std::string_view> actions, std::string_view resource) {
  Statement statement;
  statement.effect = Effect::Allow;
  statement.actions = texts(actions);
  statement.resources = texts({resource});
  statement.effect_where = statement.action_where = statement.resource_where = kMadeHere;
  return statement;
}

void set_principal(Statement& statement, std::string text) {
  PrincipalEntry entry;
  entry.type = PrincipalEntry::Type::Aws;
  entry.text = std::move(text);
  statement.principals.push_back(std::move(entry));
  statement.principal_where = kMadeHere;
}

void add_condition(Statement& statement, std::string_view op, std::string_view key,
                   std::string value) {
  ConditionEntry entry;
  entry.operator_name.text = op;
  entry.key.text = key;
  entry.values.push_back({std::move(value), {}});
  statement.conditions.push_back(std::move(entry));
  statement.condition_where = kMadeHere;
}

PolicyDocument document(std::vector<Statement> statements) {
  PolicyDocument made;
  made.version = "2012-10-17";
  made.statements = std::move(statements);
  made.statement_is_array = true;
  return made;
}

struct ManagedRow {
  std::string_view name;
  std::array<std::string_view, 3> actions;
};

// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/ (2026): those that allow their
// actions on every resource.
constexpr std::array kManaged = {
    ManagedRow{"AdministratorAccess", {"*"}},
    ManagedRow{"AmazonS3FullAccess", {"s3:*", "s3-object-lambda:*"}},
    ManagedRow{"AmazonS3ReadOnlyAccess", {"s3:Get*", "s3:List*", "s3:Describe*"}},
    ManagedRow{"IAMFullAccess", {"iam:*", "organizations:DescribeAccount"}},
};

}  // namespace

std::optional<PolicyDocument> aws_managed_policy(std::string_view arn) {
  const std::size_t marker = arn.find(":iam::aws:policy/");
  if (marker == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view name = arn.substr(arn.rfind('/') + 1);
  for (const ManagedRow& row : kManaged) {
    if (row.name == name) {
      Statement statement = allow({}, "*");
      for (const std::string_view action : row.actions) {
        if (!action.empty()) {
          statement.actions.push_back({std::string(action), {}});
        }
      }
      return document({std::move(statement)});
    }
  }
  return std::nullopt;
}

PolicyDocument full_access_policy(bool with_principal) {
  Statement statement = allow({"*"}, "*");
  if (with_principal) {
    set_principal(statement, "*");
  }
  return document({std::move(statement)});
}

PolicyDocument default_key_policy(const Account& account, const Key& key) {
  Statement root = allow({"kms:*"}, "*");
  root.sid = "Enable IAM User Permissions";
  set_principal(root, root_arn_of(account));
  if (key.manager == KeyManager::Customer) {
    return document({std::move(root)});
  }
  // What an AWS managed key says, as that of `aws/s3` (6.4): its own account, through the service.
  Statement through_service = allow(
      {"kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"},
      "*");
  through_service.sid = "Allow access through S3 for all principals in the account";
  set_principal(through_service, "*");
  add_condition(through_service, "StringEquals", "kms:CallerAccount", account.id);
  add_condition(through_service, "StringEquals", "kms:ViaService",
                "s3." + key.region + ".amazonaws.com");
  root.sid = "Allow direct access to key metadata to the account";
  root.actions = texts({"kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant"});
  return document({std::move(through_service), std::move(root)});
}

}  // namespace replisim
