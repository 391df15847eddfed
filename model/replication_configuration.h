#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/source.h"
#include "model/tag.h"

namespace replisim {

/// A `Status` as written: `Enabled`, `Disabled` or, refused by S3, anything else.
struct RuleStatus {
  std::string text;
  SourceRange where;

  [[nodiscard]] bool is_enabled() const { return text == "Enabled"; }
};

/// V2: empty, or exactly one of prefix, tag, and.
struct RuleFilter {
  struct And {
    std::optional<std::string> prefix;
    TagSet tags;
    SourceRange where;
  };

  std::optional<std::string> prefix;
  std::optional<Tag> tag;
  std::optional<And> both;  ///< `And`
  SourceRange where;
};

struct SourceSelectionCriteria {
  std::optional<RuleStatus> sse_kms_encrypted_objects;
  std::optional<RuleStatus> replica_modifications;
  SourceRange where;
};

struct ReplicationDestination {
  struct Time {
    RuleStatus status;
    std::optional<std::int64_t> minutes;
    SourceRange where;
  };
  struct Metrics {
    RuleStatus status;
    std::optional<std::int64_t> event_threshold_minutes;
    SourceRange where;
  };
  struct Encryption {
    std::optional<std::string> replica_kms_key_id;
    SourceRange where;
  };

  std::string bucket;  ///< ARN
  std::optional<std::string> account;
  std::optional<std::string> storage_class;
  std::optional<std::string> access_control_translation_owner;
  std::optional<Encryption> encryption_configuration;
  std::optional<Time> replication_time;
  std::optional<Metrics> metrics;
  SourceRange where;
};

struct ReplicationRule {
  std::string id;
  /// Too large ones are the largest `int64`; see `priority_is_malformed`.
  std::optional<std::int64_t> priority;
  bool priority_is_malformed = false;  ///< given, but not a whole number
  std::optional<std::string> prefix;   ///< V1
  std::optional<RuleFilter> filter;    ///< V2
  RuleStatus status;
  std::optional<SourceSelectionCriteria> source_selection_criteria;
  std::optional<RuleStatus> existing_object_replication;
  std::optional<RuleStatus> delete_marker_replication;
  ReplicationDestination destination;
  SourceRange where;
  SourceRange id_where;
};

/// As `get-bucket-replication` prints it.
struct ReplicationConfiguration {
  std::optional<std::string> role;
  std::vector<ReplicationRule> rules;
  SourceRange where;
  SourceRange role_where;
};

}  // namespace replisim
