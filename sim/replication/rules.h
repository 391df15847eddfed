#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "model/object.h"
#include "model/replication_configuration.h"
#include "sim/replication/reason.h"
#include "sim/replication/settings.h"

namespace replisim {

/// V1 selects by `Prefix`, V2 by `Filter`. One rule without `Filter` makes the whole configuration
/// V1 (U11).
enum class SchemaVersion : std::uint8_t { V1, V2 };
[[nodiscard]] SchemaVersion schema_version(const ReplicationConfiguration& configuration);

/// Of `Prefix` or `Filter`; empty: every key.
[[nodiscard]] std::string_view prefix_of(const ReplicationRule& rule);
[[nodiscard]] bool has_tag_filter(const ReplicationRule& rule);
[[nodiscard]] bool selects_kms_objects(const ReplicationRule& rule);
[[nodiscard]] bool selects_replica_modifications(const ReplicationRule& rule);

/// Prefix and tags; the tags of the filter are among those of the object. Letter case counts, and
/// there are no wildcards.
[[nodiscard]] bool filter_matches(const ReplicationRule& rule, std::string_view key,
                                  const TagSet& tags);

/// The destination's name; the text itself where it is no bucket ARN.
[[nodiscard]] std::string_view destination_name(const ReplicationRule& rule);

/// What rules look at.
struct RuleSubject {
  std::string_view key;
  const TagSet* tags = nullptr;
  ObjectEncryption encryption = ObjectEncryption::None;
  bool is_delete_marker = false;
};

/// What the rules with one destination bucket make of an object.
struct RuleChoice {
  std::string_view destination;                    ///< bucket name
  const ReplicationRule* rule = nullptr;           ///< that acts, or that came nearest; may be null
  std::optional<Ineligibility> ineligible;         ///< empty: the rule acts
  std::vector<const ReplicationRule*> superseded;  ///< matched as well, with lower priority
  std::string_view decision;                       ///< `U12` where the choice rests on one
};

/// One choice a destination, in the order in which the rules name them first
/// (Replication configuration file elements, Priority).
[[nodiscard]] std::vector<RuleChoice> choose_rules(const ReplicationConfiguration& configuration,
                                                   const RuleSubject& subject,
                                                   const Settings& settings);

}  // namespace replisim
