#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/import/aws_cli_capture.h"
#include "model/import/aws_cli_organization.h"
#include "model/import/tree_builder.h"

namespace replisim {

/// Something that several captures are about, in the making.
struct CapturedThing {
  Draft* draft = nullptr;
  SourceRange where;                                         ///< of the first capture
  std::set<std::string, std::less<>> commands;               ///< that said what there is, or is not
  std::map<std::string, std::string, std::less<>> failures;  ///< AWS's codes, by command
};

/// Puts captures together. What is said below of "the" account is that of the capture.
class CaptureReader {
 public:
  using Name = std::pair<std::string, std::string>;  ///< account, and name or id

  CaptureReader(const ImportContext& context, ImportedInput& input, Issues& issues);

  /// Captures in the order of the table of commands.
  void read(const std::vector<Capture>& captures);
  /// When all are read: what is missing. The scenario as it is then.
  Draft& finish();

  [[nodiscard]] const ImportContext& context() const { return context_; }
  Draft& account(const Capture& capture);
  CapturedThing& bucket(const Capture& capture);
  CapturedThing& key(const Capture& capture, std::string_view key_id, std::string_view region);
  CapturedThing& role(const Capture& capture, std::string_view role_name);

  /// What `list-buckets` says of a bucket, of which nothing else may be known.
  struct Listed {
    const JsonNode* region = nullptr;
    const JsonNode* creation_date = nullptr;
  };
  std::map<Name, Listed> listed_buckets;
  /// Names of aliases by account and key id, as far as `list-aliases` was captured.
  std::map<Name, std::vector<const JsonNode*>> aliases;
  /// Documents of managed policies by ARN; AWS's own are not in the scenario's lists.
  std::map<std::string, const JsonNode*, std::less<>> managed_policies;
  /// Default versions by ARN.
  std::map<std::string, std::string, std::less<>> default_versions;
  /// Names of inline policies that `list-role-policies` tells of.
  std::map<Name, std::vector<std::string>> listed_role_policies;
  OrganizationCaptures organization;

  void list_unknown(std::string address, std::string attribute, std::string reason,
                    std::string remedy, SourceRange where);
  void report(Severity severity, std::string code, std::string message, std::string hint,
              SourceRange where);
  /// A policy that may be a text in a string: what is in it, with its places, where it is JSON.
  Draft policy_draft(const JsonNode& policy);
  /// A printed member; says so if it is missing. Null then.
  const JsonNode* member(const Capture& capture, std::string_view name);
  /// Lists a capture that has only the first page.
  void check_whole(const Capture& capture);

 private:
  CapturedThing& thing(std::map<Name, CapturedThing>& things, const Capture& capture,
                       std::string_view list, std::string_view name_member, const Name& name);
  void note_failure(const Capture& capture);
  void finish_buckets();
  void finish_keys();
  void finish_roles();
  void inline_managed_policies();

  const ImportContext& context_;
  ImportedInput& input_;
  Issues& issues_;
  Draft scenario_;
  std::map<Name, CapturedThing> buckets_;
  std::map<Name, CapturedThing> keys_;
  std::map<Name, CapturedThing> roles_;
};

/// The text of a member that is a string; empty if it is none.
std::string_view member_text(const JsonNode& node, std::string_view name);

// aws_cli_bucket.cpp
void read_list_buckets(CaptureReader& reader, const Capture& capture);
void read_head_bucket(CaptureReader& reader, const Capture& capture);
void read_bucket_location(CaptureReader& reader, const Capture& capture);
void read_bucket_member(CaptureReader& reader, const Capture& capture);
void read_bucket_policy(CaptureReader& reader, const Capture& capture);
void read_account_access_block(CaptureReader& reader, const Capture& capture);
void read_object_versions(CaptureReader& reader, const Capture& capture);

// aws_cli_identity.cpp
void read_authorization_details(CaptureReader& reader, const Capture& capture);
void read_role(CaptureReader& reader, const Capture& capture);
void read_list_role_policies(CaptureReader& reader, const Capture& capture);
void read_role_policy(CaptureReader& reader, const Capture& capture);
void read_attached_role_policies(CaptureReader& reader, const Capture& capture);
void read_policy(CaptureReader& reader, const Capture& capture);
void read_policy_version(CaptureReader& reader, const Capture& capture);

// aws_cli_key.cpp
void read_list_aliases(CaptureReader& reader, const Capture& capture);
void read_describe_key(CaptureReader& reader, const Capture& capture);
void read_key_policy(CaptureReader& reader, const Capture& capture);
void read_list_grants(CaptureReader& reader, const Capture& capture);
void read_key_tags(CaptureReader& reader, const Capture& capture);

// aws_cli_organization.cpp
void read_organization(CaptureReader& reader, const Capture& capture);
void read_list_roots(CaptureReader& reader, const Capture& capture);
void read_units_for_parent(CaptureReader& reader, const Capture& capture);
void read_accounts_for_parent(CaptureReader& reader, const Capture& capture);
void read_list_parents(CaptureReader& reader, const Capture& capture);
void read_list_policies(CaptureReader& reader, const Capture& capture);
void read_describe_policy(CaptureReader& reader, const Capture& capture);
void read_policies_for_target(CaptureReader& reader, const Capture& capture);

}  // namespace replisim
