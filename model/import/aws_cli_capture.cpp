#include "model/import/aws_cli_capture.h"

#include <algorithm>
#include <iterator>

#include "model/arn.h"
#include "model/import/aws_cli_reader.h"

namespace replisim {
namespace {

// Identities of accounts first; lists before what they list; a key before what is said of it.
using enum CaptureArgument;

constexpr CommandRow kCommands[] = {
    {"sts.get-caller-identity", "Account", "UserId", None, "", false},
    {"s3api.list-buckets", "Buckets", "", None, "", false, read_list_buckets},
    {"s3api.head-bucket", "BucketRegion", "", Bucket, "", true, read_head_bucket},
    {"s3api.get-bucket-location", "LocationConstraint", "", Bucket, "", false,
     read_bucket_location},
    {"s3api.get-bucket-versioning", "", "", Bucket, "", true, read_bucket_member},
    {"s3api.get-bucket-replication", "ReplicationConfiguration", "", Bucket,
     "ReplicationConfigurationNotFoundError", true, read_bucket_member},
    {"s3api.get-bucket-encryption", "ServerSideEncryptionConfiguration", "", Bucket,
     "ServerSideEncryptionConfigurationNotFoundError", true, read_bucket_member},
    {"s3api.get-bucket-policy", "Policy", "", Bucket, "NoSuchBucketPolicy", true,
     read_bucket_policy},
    {"s3api.get-bucket-ownership-controls", "OwnershipControls", "", Bucket,
     "OwnershipControlsNotFoundError", true, read_bucket_member},
    {"s3api.get-bucket-acl", "Grants", "Owner", Bucket, "", false, read_bucket_member},
    {"s3api.get-public-access-block", "PublicAccessBlockConfiguration", "", Bucket,
     "NoSuchPublicAccessBlockConfiguration", true, read_bucket_member},
    {"s3control.get-public-access-block", "PublicAccessBlockConfiguration", "", None,
     "NoSuchPublicAccessBlockConfiguration", true, read_account_access_block},
    {"s3api.get-object-lock-configuration", "ObjectLockConfiguration", "", Bucket,
     "ObjectLockConfigurationNotFoundError", true, read_bucket_member},
    {"s3api.get-bucket-request-payment", "Payer", "", Bucket, "", false, read_bucket_member},
    {"s3api.get-bucket-abac", "AbacStatus", "", Bucket, "", true, read_bucket_member},
    {"s3api.get-bucket-lifecycle-configuration", "Rules", "", Bucket,
     "NoSuchLifecycleConfiguration", true},
    {"s3api.get-bucket-tagging", "TagSet", "", Bucket, "NoSuchTagSet", true, read_bucket_member},
    {"s3api.list-object-versions", "Versions", "", None, "", true, read_object_versions},
    {"s3api.head-object", "ContentLength", "", None, "", false},
    {"s3api.get-object-tagging", "TagSet", "VersionId", None, "", false},
    {"s3control.describe-job", "Job", "", None, "", false},
    {"iam.get-account-authorization-details", "RoleDetailList", "", None, "", false,
     read_authorization_details},
    {"iam.get-policy", "Policy", "", None, "", false, read_policy},
    {"iam.get-policy-version", "PolicyVersion", "", Policy, "", false, read_policy_version},
    {"iam.get-role", "Role", "", Role, "", false, read_role},
    {"iam.list-role-policies", "PolicyNames", "", Role, "", false, read_list_role_policies},
    {"iam.get-role-policy", "PolicyDocument", "RoleName", Role, "", false, read_role_policy},
    {"iam.list-attached-role-policies", "AttachedPolicies", "", Role, "", false,
     read_attached_role_policies},
    {"kms.list-aliases", "Aliases", "", None, "", false, read_list_aliases},
    {"kms.describe-key", "KeyMetadata", "", Key, "", false, read_describe_key},
    {"kms.get-key-policy", "Policy", "PolicyName", Key, "", false, read_key_policy},
    {"kms.list-grants", "Grants", "", Key, "", false, read_list_grants},
    {"kms.list-resource-tags", "Tags", "", Key, "", false, read_key_tags},
    {"organizations.describe-organization", "Organization", "", None, "", false, read_organization},
    {"organizations.list-roots", "Roots", "", None, "", false, read_list_roots},
    {"organizations.list-organizational-units-for-parent", "OrganizationalUnits", "", Target, "",
     false, read_units_for_parent},
    {"organizations.list-accounts-for-parent", "Accounts", "", Target, "", false,
     read_accounts_for_parent},
    {"organizations.list-parents", "Parents", "", Target, "", false, read_list_parents},
    {"organizations.list-policies", "Policies", "", None, "", false, read_list_policies},
    {"organizations.describe-policy", "Policy", "", None, "", false, read_describe_policy},
    {"organizations.list-policies-for-target", "Policies", "", Target, "", false,
     read_policies_for_target},
};

/// Commands whose output says what they are about, unless there is none.
constexpr std::string_view kNamingThemselves[] = {"iam.get-role", "iam.get-role-policy",
                                                  "kms.describe-key", "kms.list-grants"};

bool is_region(std::string_view text) {
  const std::size_t dash = text.find('-');
  const bool ends_in_digit = !text.empty() && text.back() >= '1' && text.back() <= '9';
  return dash == 2 && ends_in_digit && text.find('-', dash + 1) != std::string_view::npos &&
         text.find_first_not_of("abcdefghijklmnopqrstuvwxyz-0123456789") == std::string_view::npos;
}

std::string_view without_ending(std::string_view name) {
  for (const std::string_view ending : {".json", ".txt", ".out"}) {
    if (name.ends_with(ending)) {
      name.remove_suffix(ending.size());
    }
  }
  return name;
}

/// Whether an object has the members that tell the command, of the right kind.
bool prints(const CommandRow& row, const JsonNode& root) {
  const JsonNode* const member = root.find(row.member);
  if (row.member.empty() || member == nullptr) {
    return false;
  }
  if (!row.other.empty() && root.find(row.other) == nullptr) {
    return false;
  }
  // The one name that stands for three things.
  if (row.name == "s3api.get-bucket-policy") {
    return member->is_string() && root.child_count == 1;
  }
  if (row.name == "kms.get-key-policy") {
    return member->is_string();
  }
  if (row.name == "iam.get-policy") {
    return member->find("PolicyName") != nullptr;
  }
  if (row.name == "organizations.describe-policy") {
    return member->find("PolicySummary") != nullptr;
  }
  return true;
}

}  // namespace

void read_path(std::string_view path, Capture& capture) {
  const std::size_t slash = path.find_last_of('/');
  const std::string_view folder =
      slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
  capture.folder = folder;
  for (std::size_t at = 0; at < folder.size();) {
    const std::size_t end = std::min(folder.find('/', at), folder.size());
    const std::string_view part = folder.substr(at, end - at);
    if (is_account_id(part)) {
      capture.account = part;
    } else if (is_region(part)) {
      capture.region = part;
    }
    at = end + 1;
  }
  const std::string_view name =
      without_ending(slash == std::string_view::npos ? path : path.substr(slash + 1));
  const std::size_t service_end = name.find('.');
  if (service_end == std::string_view::npos) {
    return;
  }
  const std::size_t command_end = std::min(name.find('.', service_end + 1), name.size());
  capture.command = find_command(name.substr(0, command_end));
  if (capture.command != nullptr && command_end < name.size()) {
    capture.argument = decode_argument(name.substr(command_end + 1));
  }
}

const CommandRow* find_command(std::string_view name) {
  const CommandRow* const found =
      std::find_if(std::begin(kCommands), std::end(kCommands),
                   [&](const CommandRow& row) { return row.name == name; });
  return found == std::end(kCommands) ? nullptr : found;
}

const CommandRow* recognise_command(const JsonNode& root) {
  const CommandRow* best = nullptr;
  for (const CommandRow& row : kCommands) {
    if (!prints(row, root)) {
      continue;
    }
    const bool is_better = best == nullptr || (best->other.empty() && !row.other.empty());
    if (is_better) {
      best = &row;
    }
  }
  return best;
}

bool is_captured_member(std::string_view name) {
  return std::any_of(std::begin(kCommands), std::end(kCommands), [&](const CommandRow& row) {
    return !row.member.empty() && row.member == name;
  });
}

bool names_itself(const CommandRow& command) {
  return command.argument == CaptureArgument::None ||
         std::find(std::begin(kNamingThemselves), std::end(kNamingThemselves), command.name) !=
             std::end(kNamingThemselves);
}

std::string_view aws_error_code(std::string_view text) {
  constexpr std::string_view kBegin = "An error occurred (";
  const std::size_t begin = text.find(kBegin);
  if (begin == std::string_view::npos) {
    return {};
  }
  text.remove_prefix(begin + kBegin.size());
  const std::size_t end = text.find(')');
  return end == std::string_view::npos ? std::string_view() : text.substr(0, end);
}

std::string decode_argument(std::string_view argument) {
  std::string decoded(argument);
  int colons = argument.starts_with("arn~") ? 5 : 0;
  for (char& c : decoded) {
    if (c == '~') {
      c = colons > 0 ? ':' : '/';
      --colons;
    }
  }
  return decoded;
}

}  // namespace replisim
