#pragma once

#include <optional>
#include <string>

#include "sim/replication/attempt.h"
#include "sim/replication/check.h"
#include "sim/replication/encryption.h"
#include "sim/replication/plan.h"

namespace replisim {

/// What a metadata change changed.
enum class MetadataChange : std::uint8_t { None, Tags, Acl, Retention, LegalHold };

/// A task of a batch job, as the checks of kind J look at it.
struct BatchTask {
  const CallerFacts* service = nullptr;      ///< batchoperations.s3.amazonaws.com
  const CallerFacts* job_session = nullptr;  ///< of the job's role
  const ResourceFacts* job_role = nullptr;
  std::string region;        ///< that the job names
  bool is_repeated = false;  ///< the manifest named the version before
};

/// One version on its way to one destination: what the checks are asked about.
struct Delivery {
  Run& run;
  ReplicationPlan& plan;
  const ObjectVersion& source;
  CheckKinds kinds = check_kind::kCreation;
  MetadataChange change = MetadataChange::None;
  const BatchTask* task = nullptr;
  /// The version cannot be found any more, or never could, and why.
  std::optional<FailureReason> source_gone;

  // worked out by `prepare`
  EncryptionOutcome encryption;
  const ResolvedKey* source_key = nullptr;
  bool is_multipart = false;
  RequestResource source_object;
  RequestResource destination_object;

  [[nodiscard]] bool is(CheckKinds kind) const { return (kinds & kind) != 0; }
};

/// Walks the table of checks for one delivery and writes the replica if all of them hold. The event
/// was admitted; nothing here decides whether it concerns replication.
///
/// Watched runs go on behind the first check that fails, as far as the question makes sense.
ReplicationAttempt deliver(Delivery& delivery);

/// An attempt that never began.
ReplicationAttempt not_eligible(std::string_view destination, const ReplicationRule* rule,
                                const ObjectVersion& version, Ineligibility code);

/// Whether metadata of the source object comes to the replica; ACLs do not under owner override.
bool carries_acl(const ReplicationPlan& plan);

}  // namespace replisim
