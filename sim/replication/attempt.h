#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/event.h"
#include "model/issue.h"
#include "model/object.h"
#include "sim/iam/trace.h"

namespace replisim {

/// What became of an event at one destination; the contract's words.
enum class ReplicationResult : std::uint8_t { Replicated, Failed, NotEligible, Unknown };

std::string_view to_string(ReplicationResult result);

enum class CheckState : std::uint8_t {
  Passed,
  Failed,
  Unknown,     ///< rests on what is not in the model
  Warned,      ///< does not hold, and by decision does not matter (a diagnostic was reported)
  NotReached,  ///< would have been asked after the first that failed
};

/// One question that S3 asked, and its answer.
struct Check {
  std::string id;        ///< row of the table: `C11o`
  std::string question;  ///< for people: `may the role write replicas into the destination?`
  std::string reason;    ///< S3's failure reason if it does not hold
  std::string detail;    ///< our finer sub-reason; may be empty
  CheckState state = CheckState::Passed;
  std::string action;                  ///< empty for a question about the world's state
  std::string resource;                ///< ARN asked about
  std::string principal;               ///< ARN that asked
  std::string source;                  ///< where AWS says so: page or fact
  std::vector<std::string> decisions;  ///< open points the answer rests on: `U21`
  SourceRange where;        ///< of the configuration that was looked at, for state questions
  bool is_required = true;  ///< false: a failure is no more than a warning
  /// The action is covered by another, and only an explicit deny counts.
  bool counts_denials_only = false;
  /// Only in watched runs, for questions about permissions.
  std::shared_ptr<const Trace> trace;
  /// Where one of two actions is enough: the one that did not decide.
  std::shared_ptr<const Trace> other_trace;
  Verdict verdict;  ///< decision Allow for state questions that hold
};

/// A replication rule that was held against an object.
struct RuleTrace {
  SourceRange rule_where;
  bool filter_matches = false;
};

/// What one rule made of one event, or one destination of a batch job's object.
struct ReplicationAttempt {
  std::string destination_bucket;  ///< name; empty where no rule came into question
  std::string rule_id;             ///< of the winning rule; may be empty
  SourceRange rule_where;
  std::string key;
  std::string version_id;
  std::string operation;  ///< S3's word in failure events: `OBJECT_PUT`, …
  ReplicationResult result = ReplicationResult::NotEligible;
  std::string reason;  ///< failure reason, NOT_ELIGIBLE code, or what is missing
  std::string detail;  ///< for people; may be empty

  // the first check that failed, where one did
  std::string denied_action;
  std::string denied_resource;
  DeniedBy denied_by = DeniedBy::Nothing;
  Decision denied_how = Decision::Allow;  ///< ExplicitDeny or ImplicitDeny where denied

  /// The replica, where there is one.
  std::optional<ObjectVersion> replica;
  bool tags_omitted = false;  ///< U32: written without its tags, and the source is FAILED

  std::vector<Check> checks;          ///< in the order asked; those not reached last
  std::vector<std::string> warnings;  ///< diagnostic codes that concern this attempt
  /// `s3:Replication:…` events that S3 sends for it, by the part behind the last colon.
  std::vector<std::string> sent_events;
  bool emits_failure_event = false;  ///< Metrics is enabled and the failure is of a kind reported
};

/// A finding about the world or a policy that is no outcome.
struct Diagnostic {
  std::string code;  ///< `aliasInReplicaKey`
  Severity severity = Severity::Warning;
  std::string message;
  std::string hint;
  SourceRange where;
};

/// What came of one event.
struct EventOutcome {
  std::string event_id;
  std::string operation;
  Instant at;
  std::string error;          ///< AWS's code; empty: it succeeded
  std::string error_message;  ///< AWS's text where it is known
  SourceRange error_where;    ///< of the policy statement or configuration at fault, where known
  DeniedBy denied_by = DeniedBy::Nothing;     ///< of a caller who was refused
  std::shared_ptr<const Trace> caller_trace;  ///< why the caller was refused or let in; watched
  std::string denied_action;
  /// All questions about the caller, in the order asked; watched.
  std::vector<std::shared_ptr<const Trace>> caller_traces;
  /// Every rule that the event's objects were held against, each time; watched.
  std::vector<RuleTrace> rules_looked_at;

  /// The version that the event made or concerned, as it is once all attempts have ended.
  std::optional<ObjectVersion> source;
  std::vector<ReplicationAttempt> attempts;
  std::vector<std::string> notes;  ///< for people: what S3 shows, what a decision rests on
};

/// All that a run brought to light.
struct SimulationResult {
  std::vector<EventOutcome> events;
  std::vector<Diagnostic> diagnostics;
};

}  // namespace replisim
