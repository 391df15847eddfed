#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/testing/policy.h"

namespace replisim::testing {

class Description;
class DocumentNode;

// What a world is made of. A builder is a handle on what stands in the world: copy it freely; it is
// valid as long as the world it comes from. Names that are known already lead to what is there.
//
// Whatever has no function here is set by the name that scenarios and AWS give it:
//   bucket.set("ObjectLockConfiguration", R"({"ObjectLockEnabled": "Enabled"})");
//   role.add("Tags", R"({"Key": "team", "Value": "analytics"})");
// Handles of users, roles, keys stand for their ARN and a bucket for its name wherever a text is
// taken.

template <typename Self>
class Builder {
 public:
  /// Sets a member, instead of what was there: to JSON, or to a bare text as `eu-west-1`.
  Self set(const std::string& member, const Json& value) const;
  /// Adds an element to a list.
  Self add(const std::string& list, const Json& element) const;

 protected:
  Builder(Description& description, DocumentNode& node)
      : description_(&description), node_(&node) {}
  [[nodiscard]] DocumentNode& node() const;  ///< to be changed: the world is played anew
  [[nodiscard]] Self self() const { return static_cast<const Self&>(*this); }

  Description* description_;
  DocumentNode* node_;
};

/// A rule of a replication configuration. Enabled, for all objects, priority by its place among the
/// rules and without delete markers, until said otherwise.
class Rule {
 public:
  explicit Rule(std::string id = "") : id_(std::move(id)) {}

  Rule to(const std::string& bucket) const;  ///< name or ARN of the destination
  Rule prefix(const std::string& prefix) const;
  Rule tag(const std::string& key, const std::string& value) const;  ///< several: all of them
  Rule priority(std::int64_t priority) const;
  Rule disabled() const;
  Rule delete_markers() const;
  Rule replica_modifications() const;
  /// Selects objects under SSE-KMS, and the key of their replicas.
  Rule replica_key(const std::string& key_arn) const;
  Rule storage_class(const std::string& storage_class) const;
  /// Owner override: replicas belong to the account that owns the destination.
  Rule owned_by(const std::string& account) const;
  Rule metrics() const;
  Rule replication_time() const;  ///< S3 RTC, with the metrics that it requires

 private:
  friend class BucketBuilder;
  void write(DocumentNode& rule, std::int64_t default_priority) const;
  void write_filter(DocumentNode& filter) const;
  void write_destination(DocumentNode& destination) const;

  std::string id_;
  std::string bucket_;
  std::optional<std::string> prefix_;
  std::vector<std::pair<std::string, std::string>> tags_;
  std::optional<std::int64_t> priority_;
  std::string replica_key_;
  std::string storage_class_;
  std::string owner_;
  bool is_enabled_ = true;
  bool has_delete_markers_ = false;
  bool has_replica_modifications_ = false;
  bool has_metrics_ = false;
  bool has_replication_time_ = false;
};

class BucketBuilder : public Builder<BucketBuilder> {
 public:
  BucketBuilder versioned() const { return versioning("Enabled"); }
  BucketBuilder versioning(const std::string& status) const;  ///< `Enabled` or `Suspended`
  /// Default encryption: `AES256`, `aws:kms`, `aws:kms:dsse`; without a key it is `aws/s3`. What
  /// begins with `{` is taken for JSON: what `get-bucket-encryption` prints.
  BucketBuilder encryption(const std::string& algorithm, const std::string& key = "") const;
  BucketBuilder bucket_key(bool is_enabled = true) const;  ///< S3 Bucket Keys, by default
  BucketBuilder policy(const Policy& policy) const;
  /// What the rules do is done by the role.
  BucketBuilder replication(const std::string& role_arn, const Rule& rule) const;
  BucketBuilder replication(const std::string& role_arn, const std::vector<Rule>& rules) const;
  BucketBuilder replication(const Json& configuration) const;
  BucketBuilder ownership(const std::string& ownership) const;  ///< `BucketOwnerPreferred`, …
  /// An object that is there before anything happens; `fields` as parameters of PutObject.
  BucketBuilder object(const std::string& key, const Json& fields = "{}") const;

  [[nodiscard]] std::string name() const;
  [[nodiscard]] std::string arn() const;           ///< `arn:aws:s3:::name`
  [[nodiscard]] std::string objects() const;       ///< `arn:aws:s3:::name/*`
  operator std::string() const { return name(); }  // NOLINT(google-explicit-constructor)

 private:
  friend class AccountBuilder;
  BucketBuilder(Description& description, DocumentNode& node, std::string partition)
      : Builder(description, node), partition_(std::move(partition)) {}

  std::string partition_;
};

class KeyBuilder : public Builder<KeyBuilder> {
 public:
  /// Instead of the one that KMS gives a new key, which lets the policies of its account decide.
  KeyBuilder policy(const Policy& policy) const;
  KeyBuilder alias(const std::string& alias) const;  ///< `alias/replication`
  KeyBuilder state(const std::string& state) const;  ///< `Disabled`, `PendingDeletion`, …
  KeyBuilder disabled() const { return state("Disabled"); }
  KeyBuilder grant(const Json& grant) const;  ///< an element of what `list-grants` prints

  [[nodiscard]] std::string id() const;
  [[nodiscard]] std::string arn() const;
  operator std::string() const { return arn(); }  // NOLINT(google-explicit-constructor)

 private:
  friend class AccountBuilder;
  KeyBuilder(Description& description, DocumentNode& node, std::string arn_begin)
      : Builder(description, node), arn_begin_(std::move(arn_begin)) {}

  std::string arn_begin_;
};

/// What users and roles have in common.
template <typename Self>
class PrincipalBuilder : public Builder<Self> {
 public:
  /// An inline policy; without a name they are called `policy`, `policy-2`, …
  Self policy(const Policy& policy) const;
  Self policy(const std::string& name, const Policy& policy) const;
  Self attach(const std::string& policy_arn) const;  ///< a managed policy
  Self permissions_boundary(const std::string& policy_arn) const;
  Self tag(const std::string& key, const std::string& value) const;

  [[nodiscard]] std::string arn() const { return arn_; }
  operator std::string() const { return arn_; }  // NOLINT(google-explicit-constructor)

 protected:
  PrincipalBuilder(Description& description, DocumentNode& node, std::string arn, const char* list)
      : Builder<Self>(description, node), arn_(std::move(arn)), list_(list) {}

  std::string arn_;
  const char* list_;  ///< of inline policies
};

class RoleBuilder : public PrincipalBuilder<RoleBuilder> {
 public:
  /// Who may assume it: `s3.amazonaws.com`, an account id, an ARN.
  RoleBuilder trusts(const std::string& principal) const;
  RoleBuilder trust_policy(const Policy& policy) const;

 private:
  friend class AccountBuilder;
  using PrincipalBuilder::PrincipalBuilder;
};

class UserBuilder : public PrincipalBuilder<UserBuilder> {
 private:
  friend class AccountBuilder;
  using PrincipalBuilder::PrincipalBuilder;
};

class AccountBuilder : public Builder<AccountBuilder> {
 public:
  BucketBuilder bucket(const std::string& name, const std::string& region = "") const;
  /// A new key, or the one with that id.
  KeyBuilder key(const std::string& region = "us-east-1", const std::string& key_id = "") const;
  RoleBuilder role(const std::string& name) const;
  UserBuilder user(const std::string& name) const;
  /// A customer managed policy; returns its ARN, for `attach` and `permissions_boundary`.
  std::string managed_policy(const std::string& name, const Policy& policy) const;

  [[nodiscard]] std::string id() const;
  [[nodiscard]] std::string root_arn() const;    ///< `arn:aws:iam::111111111111:root`
  operator std::string() const { return id(); }  // NOLINT(google-explicit-constructor)

 private:
  friend class World;
  AccountBuilder(Description& description, DocumentNode& node) : Builder(description, node) {}
  [[nodiscard]] std::string partition() const;
  [[nodiscard]] std::string iam_arn(const std::string& resource) const;
};

}  // namespace replisim::testing
