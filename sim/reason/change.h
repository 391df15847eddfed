#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/source.h"
#include "sim/iam/decision.h"

namespace replisim {

/// One line of a `Condition` block.
struct ConditionLine {
  std::string operator_name;  ///< `StringEquals`
  std::string key;            ///< `kms:ViaService`
  std::vector<std::string> values;

  bool operator==(const ConditionLine&) const = default;
};

/// A statement to add. What an `Allow` of its policy cannot have is empty.
struct NewStatement {
  std::string principal_type;  ///< `AWS` or `Service`
  std::string principal;
  std::vector<std::string> actions;
  std::vector<std::string> resources;
  std::vector<ConditionLine> conditions;

  bool operator==(const NewStatement&) const = default;
};

/// Settings that are no policy.
enum class SettingKind : std::uint8_t {
  BucketVersioning,
  RuleStatus,
  SelectKmsObjects,
  ReplicaKey,
  DefaultKey,  ///< of a bucket's default encryption
  RuleAccount,
  RulePrefix,
  DeleteMarkers,
  ReplicaModifications,
  KeyState,
  RequestPayer,
  RestrictPublicBuckets,
  ObjectOwnership,
  ObjectLock,
  EncryptionTypes,  ///< that a bucket blocks
  Region,           ///< of an account, opted in to
  NewRole,
  NewBucket,
  NewKey,
};

std::string_view to_string(SettingKind kind);

/// An operation of RFC 6902; the value as JSON text.
struct PatchStep {
  std::string op;
  std::string path;
  std::string value;
  /// Names below `path`, of which those that are missing have to be made first; `op` is then either
  /// `add` or `replace`, whichever fits. Empty in a finished patch.
  std::vector<std::string> below = {};

  bool operator==(const PatchStep&) const = default;
};

/// Which policy a statement is added to or narrowed in.
struct ChangedPolicy {
  DeniedBy kind = DeniedBy::Nothing;
  std::string account;  ///< whose owner changes it
  std::string holder;   ///< ARN of the bucket, key or role; of an SCP its name
  std::string name;     ///< of an inline or managed policy; may be empty
  std::string pointer;  ///< in the scenario; where it would stand if `is_new`
  bool is_new = false;
  SourceRange where;  ///< of the policy, in the user's file

  bool operator==(const ChangedPolicy&) const = default;
};

/// One thing that somebody does. Each is needed: without it a replica fails.
struct Change {
  enum class Kind : std::uint8_t { AddStatement, NarrowDeny, Set };

  Kind kind = Kind::AddStatement;
  std::string account;  ///< whose owner does it

  ChangedPolicy policy;    // AddStatement, NarrowDeny
  NewStatement statement;  // AddStatement

  // NarrowDeny: what is added to the statement's `Condition`
  std::string deny;  ///< Sid, or `statement 2`
  std::uint32_t deny_number = 0;
  SourceRange deny_where;
  ConditionLine exception;

  // Set
  SettingKind setting = SettingKind::BucketVersioning;
  std::string subject;           ///< name of the bucket, ARN of the key or role, id of the account
  std::string rule;              ///< of the replication rule, where it is one's
  std::string value;             ///< as AWS spells it
  std::string detail;            ///< a second value: Region of a new bucket, Region of a key
  std::vector<PatchStep> steps;  ///< how it stands in the scenario
  std::int64_t before_event = -1;  ///< ≥ 0: `steps` insert events before this one

  bool operator==(const Change&) const = default;
};

}  // namespace replisim
