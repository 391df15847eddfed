#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/import/aws_cli_reader.h"
#include "model/instant.h"

namespace replisim {
namespace {

/// Where the output of a command stands in a bucket of a scenario.
struct MemberRow {
  std::string_view command;
  std::string_view printed;  ///< the member that is taken; empty: all of it
  std::string_view name;     ///< in the scenario
};

constexpr MemberRow kMembers[] = {
    {"s3api.get-bucket-abac", "AbacStatus", "AbacStatus"},
    {"s3api.get-bucket-acl", "", "AccessControlPolicy"},
    {"s3api.get-bucket-encryption", "ServerSideEncryptionConfiguration",
     "ServerSideEncryptionConfiguration"},
    {"s3api.get-bucket-ownership-controls", "OwnershipControls", "OwnershipControls"},
    {"s3api.get-bucket-replication", "ReplicationConfiguration", "ReplicationConfiguration"},
    {"s3api.get-bucket-request-payment", "", "RequestPaymentConfiguration"},
    {"s3api.get-bucket-tagging", "TagSet", "TagSet"},
    {"s3api.get-bucket-versioning", "", "Versioning"},
    {"s3api.get-object-lock-configuration", "ObjectLockConfiguration", "ObjectLockConfiguration"},
    {"s3api.get-public-access-block", "PublicAccessBlockConfiguration",
     "PublicAccessBlockConfiguration"},
};

const MemberRow* find_member_row(std::string_view command) {
  const MemberRow* const found =
      std::find_if(std::begin(kMembers), std::end(kMembers),
                   [&](const MemberRow& row) { return row.command == command; });
  return found == std::end(kMembers) ? nullptr : found;
}

/// What `list-object-versions` prints of a version and a scenario has.
constexpr std::string_view kVersionMembers[] = {"Key", "VersionId", "Size", "LastModified",
                                                "StorageClass"};

struct VersionEntry {
  const JsonNode* node = nullptr;
  bool is_delete_marker = false;
  std::string_view modified;
};

Draft version_draft(const VersionEntry& entry) {
  Draft made = Draft::object(entry.node->where);
  for (const std::string_view name : kVersionMembers) {
    const JsonNode* const member = entry.node->find(name);
    if (member != nullptr && member->kind != JsonKind::Null) {
      made.set(name, Draft::copy(*member));
    }
  }
  if (entry.is_delete_marker) {
    made.set("IsDeleteMarker", Draft::boolean(true, entry.node->where));
  }
  return made;
}

}  // namespace

void read_list_buckets(CaptureReader& reader, const Capture& capture) {
  const JsonNode* const buckets = reader.member(capture, "Buckets");
  if (buckets == nullptr || !buckets->is_array()) {
    return;
  }
  for (const JsonNode& bucket : *buckets) {
    const std::string_view name = member_text(bucket, "Name");
    if (!name.empty()) {
      reader.listed_buckets[{capture.account, std::string(name)}] = {bucket.find("BucketRegion"),
                                                                     bucket.find("CreationDate")};
    }
  }
  const JsonNode* const owner = capture.root->find("Owner");
  const JsonNode* const id = owner == nullptr ? nullptr : owner->find("ID");
  if (id != nullptr && id->is_string()) {
    reader.account(capture).set("CanonicalUserId", Draft::copy(*id));
  }
  reader.check_whole(capture);
}

void read_head_bucket(CaptureReader& reader, const Capture& capture) {
  const JsonNode* const region =
      capture.root == nullptr ? nullptr : capture.root->find("BucketRegion");
  if (region != nullptr && region->is_string()) {
    reader.bucket(capture).draft->set("Region", Draft::copy(*region));
  }
}

/// Null is us-east-1, and `EU` the eu-west-1 of old.
void read_bucket_location(CaptureReader& reader, const Capture& capture) {
  const JsonNode* const location = reader.member(capture, "LocationConstraint");
  if (location == nullptr) {
    return;
  }
  std::string_view region = location->text;
  if (location->kind == JsonKind::Null || region.empty()) {
    region = "us-east-1";
  } else if (region == "EU") {
    region = "eu-west-1";
  }
  reader.bucket(capture).draft->set("Region", Draft::string(region, location->where));
}

void read_bucket_member(CaptureReader& reader, const Capture& capture) {
  const MemberRow* const row = find_member_row(capture.command->name);
  CapturedThing& bucket = reader.bucket(capture);
  if (row == nullptr || capture.root == nullptr) {
    bucket.commands.insert(std::string(capture.command->name));
    return;
  }
  const JsonNode* const printed =
      row->printed.empty() ? capture.root : reader.member(capture, row->printed);
  if (printed == nullptr) {
    return;
  }
  if (bucket.draft->find(row->name) != nullptr) {
    reader.report(Severity::Error, "import.conflict",
                  in_backticks(capture.command->name) + " of bucket " +
                      in_backticks(capture.argument) + " captured twice",
                  "keep one of the files", capture.where);
    return;
  }
  bucket.commands.insert(std::string(capture.command->name));
  bucket.draft->set(row->name, Draft::copy(*printed));
  note_origin_of(*bucket.draft, row->name, reader.context().sources, printed->where, {});
}

void read_bucket_policy(CaptureReader& reader, const Capture& capture) {
  CapturedThing& bucket = reader.bucket(capture);
  if (capture.root != nullptr) {
    const JsonNode* const policy = reader.member(capture, "Policy");
    if (policy == nullptr) {
      return;
    }
    bucket.draft->set("Policy", reader.policy_draft(*policy));
    note_origin_of(*bucket.draft, "Policy", reader.context().sources, policy->where, {});
  }
  bucket.commands.insert(std::string(capture.command->name));
}

void read_account_access_block(CaptureReader& reader, const Capture& capture) {
  const JsonNode* const block =
      capture.root == nullptr ? nullptr : reader.member(capture, "PublicAccessBlockConfiguration");
  if (block != nullptr) {
    reader.account(capture).set("PublicAccessBlockConfiguration", Draft::copy(*block));
  }
}

void read_object_versions(CaptureReader& reader, const Capture& capture) {
  if (capture.root == nullptr) {
    return;
  }
  Capture of_bucket = capture;
  if (const std::string_view name = member_text(*capture.root, "Name"); !name.empty()) {
    of_bucket.argument = name;
  }
  std::vector<VersionEntry> entries;
  for (const bool is_delete_marker : {false, true}) {
    const JsonNode* const list =
        capture.root->find(is_delete_marker ? "DeleteMarkers" : "Versions");
    if (list == nullptr || !list->is_array()) {
      continue;
    }
    for (const JsonNode& node : *list) {
      entries.push_back({&node, is_delete_marker, member_text(node, "LastModified")});
    }
  }
  // The newest comes first in what is printed, and last in a scenario.
  std::reverse(entries.begin(), entries.end());
  std::stable_sort(entries.begin(), entries.end(),
                   [](const VersionEntry& left, const VersionEntry& right) {
                     const std::optional<Instant> earlier = parse_rfc3339(left.modified);
                     const std::optional<Instant> later = parse_rfc3339(right.modified);
                     return earlier && later && *earlier < *later;
                   });
  Draft& objects = reader.bucket(of_bucket).draft->array_at("Objects", capture.where);
  for (const VersionEntry& entry : entries) {
    objects.push(version_draft(entry));
  }
  reader.check_whole(capture);
}

}  // namespace replisim
