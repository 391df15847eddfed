#pragma once

#include <bitset>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "sim/replication/attempt.h"

namespace replisim {

/// A point that AWS leaves open, and what this program takes for granted there.
struct OpenDecision {
  std::string_view id;  ///< `U39`
  std::string_view question;
  std::string_view decision;
  std::string_view setting;  ///< that chooses the other reading; empty: recorded, or no second one
};

/// All of them, in order: U1 to U46.
[[nodiscard]] std::span<const OpenDecision> open_decisions();

/// The second readings, each named after what holds when it is chosen.
enum class Setting : std::uint8_t {
  SourceContextAbsent,
  BucketReadsRequired,
  BucketKeyDecryptNotRequired,
  CrossAccountGrantAlone,
  ForeignObjectsFail,
  RequesterPaysAccepted,
  PreferredOwnerTakesOver,
  PublicAclRefused,
  AliasOfRequester,
  OptInIsNoCriterion,
  AnyRuleReplicatesMarkers,
  AccountMismatchRefused,
  MarkersStayInAccount,
  ManagedKeyFailsAcrossAccounts,
  EncryptSufficesForPlaintext,
  AuthorizationBeforeExistence,
  MultipartBySize,
  LockWriteDenyIgnored,
  SseContextAbsent,
  LockContextAbsent,
  OlderTls,
  InternalSourceIp,
  DestinationScpAsked,
  LifecycleTakesFailedObjects,
  BatchChangesOwner,
  SseCNeverBlockedByDefault,
  MetadataCreatesReplica,
  UnlistedBucketsElsewhere,
};
inline constexpr std::size_t kSettingCount = 28;

struct SettingRow {
  Setting setting;
  std::string_view name;      ///< `replication.source_context`
  std::string_view decision;  ///< `U39`; empty: of the model, not of AWS
  std::string_view default_reading;
  std::string_view other_reading;  ///< what `setting` stands for
  std::string_view meaning;        ///< one sentence, of the other reading
};

/// Every setting with two readings, in the order of `Setting`.
[[nodiscard]] std::span<const SettingRow> setting_rows();

/// The settings of a world, ready to be asked.
class Settings {
 public:
  [[nodiscard]] bool has(Setting setting) const {
    return chosen_[static_cast<std::size_t>(setting)];
  }

  /// How long after the event a replica is delivered; `replication.latency`, default `0s`.
  std::int64_t latency_milliseconds = 0;
  /// How long the parts of a multipart replica take; `replication.multipart_duration`, `0s`.
  std::int64_t multipart_duration_milliseconds = 0;

  /// Reads them; what is not known is reported, with the nearest name, and left out.
  static Settings read(const std::map<std::string, std::string, std::less<>>& written,
                       std::vector<Diagnostic>& faults);

 private:
  std::bitset<kSettingCount> chosen_;
};

}  // namespace replisim
