#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "sim/iam/request.h"
#include "sim/replication/attempt.h"
#include "sim/replication/reason.h"

namespace replisim {

struct Delivery;
class Settings;

/// Kinds of operation, as bits: new object version (O), metadata change (M), delete marker (D) and,
/// on top of O or D, task of a batch job (J).
using CheckKinds = std::uint8_t;
namespace check_kind {
inline constexpr CheckKinds kCreation = 1;
inline constexpr CheckKinds kMetadata = 2;
inline constexpr CheckKinds kMarker = 4;
inline constexpr CheckKinds kBatch = 8;
inline constexpr CheckKinds kAll = kCreation | kMetadata | kMarker | kBatch;
}  // namespace check_kind

/// Who asks.
enum class Asker : std::uint8_t { S3, Role, BatchOperations, JobRole };

/// About what.
enum class AskedAbout : std::uint8_t {
  State,  ///< no authorization: `look` answers
  Role,
  JobRole,
  SourceBucket,
  SourceObject,
  SourceKey,
  DestinationObject,
  ReplicaKey,
};

enum class Demand : std::uint8_t {
  Allowed,
  NotDenied,  ///< covered by another action: only an explicit deny counts
};

enum class Consequence : std::uint8_t {
  Fails,
  OmitsTags,  ///< of a new object: the replica is written without its tags (U32)
  Warns,      ///< by default nothing comes of it but a diagnostic (U30)
};

/// What has to be there for the question to make sense; without, it is not reached.
namespace check_need {
inline constexpr std::uint8_t kRole = 1;
inline constexpr std::uint8_t kSource = 2;
inline constexpr std::uint8_t kDestination = 4;
inline constexpr std::uint8_t kSourceKey = 8;
inline constexpr std::uint8_t kReplicaKey = 16;
}  // namespace check_need

/// The answer to a question about the state of the world.
struct StateAnswer {
  CheckState state = CheckState::Passed;
  std::string_view detail;              ///< our sub-reason, or what is missing from the model
  std::optional<FailureReason> reason;  ///< where it is not the row's
  SourceRange where;
};

/// A row of the table: one thing that has to hold for a replica to be written.
struct CheckRow {
  std::string_view id;  ///< of the dossier, 5.2; several rows may share one where only one applies
  CheckKinds kinds = check_kind::kAll;
  std::string_view question;
  FailureReason reason = FailureReason::AssumeRoleNotPermitted;
  bool (*applies)(const Delivery&) = nullptr;             ///< null: always
  FailureReason (*reason_of)(const Delivery&) = nullptr;  ///< where it depends on the delivery
  AskedAbout about = AskedAbout::State;
  Asker asker = Asker::Role;
  std::string_view action;
  std::string_view or_action;  ///< either of them is enough
  Demand demand = Demand::Allowed;
  void (*context)(const Delivery&, RequestContext&) = nullptr;  ///< keys of the call's own
  bool context_varies = false;                     ///< … some of which only some objects have
  StateAnswer (*look)(const Delivery&) = nullptr;  ///< answers questions about state
  Consequence consequence = Consequence::Fails;
  std::uint8_t needs = 0;
  std::string_view decision;  ///< `U30`
  std::string_view source;    ///< where AWS says so
};

/// All checks, in the order in which they are asked.
[[nodiscard]] std::span<const CheckRow> check_rows();

}  // namespace replisim
