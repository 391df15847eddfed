#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/scenario.h"
#include "sim/replication/attempt.h"
#include "sim/report/place.h"

namespace replisim {

/// An element of a statement that did not match, and why.
struct ElementMiss {
  std::string element;  ///< `Principal`, `Action`, `Resource`, `Condition`
  std::string written;  ///< as it stands in the policy, blanks drawn together
  std::string asked;    ///< what it was compared with
  Place place;
};

/// A statement that decided, or came near to it.
struct ExplainedStatement {
  std::string policy;  ///< `key policy of 8c5b…`
  std::string sid;     ///< or `statement 2` where it has none
  std::string effect;  ///< `Allow` or `Deny`
  Place place;
  std::vector<ElementMiss> missed;  ///< none: it applied
  Excerpt excerpt;
};

/// Something that stood in the way.
struct Cause {
  std::string sentence;
  std::string check;  ///< id of the check that asked; empty where none did
  /// S3 has not come to ask this: it would be named once what stands before it is mended.
  bool would_fail_next = false;
  DeniedBy denied_by = DeniedBy::Nothing;  ///< `Nothing`: the state of the world
  Decision decision = Decision::Allow;
  Place place;  ///< of the statement, policy or configuration at fault
  Excerpt excerpt;
  std::optional<ExplainedStatement> statement;  ///< that denied
  std::optional<ExplainedStatement> near_miss;  ///< that nearly allowed
};

/// A check, with what its answer rests on.
struct ExplainedCheck {
  const Check* check = nullptr;
  std::vector<ExplainedStatement> statements;  ///< that allowed or denied; without excerpts
  Place place;  ///< of the statement, or of the configuration that was looked at
};

/// Why an event came to what it came to at one destination. Borrows the attempt.
struct Explanation {
  std::string event_id;
  std::string operation;
  std::string at;      ///< RFC 3339
  std::string object;  ///< `bucket/key`; empty for events that are about no object
  Place event_place;
  const ReplicationAttempt* attempt = nullptr;  ///< null: no replication came into question
  Place rule_place;

  std::string answer;  ///< one sentence
  /// What S3 names stands first, then all else that kept the check that decided from passing, then
  /// what would fail next. Empty if it was replicated.
  std::vector<Cause> causes;
  std::string advice;         ///< may be empty
  std::string status_header;  ///< `x-amz-replication-status` of the source; empty: absent
  std::string failure_event;  ///< what S3's notifications say of it
  std::string page;           ///< where to look it up
  std::vector<ExplainedCheck> checks;
  std::vector<std::string> notes;
};

/// What one explains from: a case that was played watched.
struct Played {
  const ScenarioCase& scenario;
  const SimulationResult& result;
  const SourceMap& sources;
};

/// One explanation for each destination of the event; exactly one if there is none.
std::vector<Explanation> explain(const Played& played, const EventOutcome& outcome);

/// The sentence of the first cause and its place, for a line of a report: "the key policy of … does
/// not allow …". Empty if the attempt replicated.
struct ShortWhyNot {
  std::string sentence;
  Place place;
};
ShortWhyNot why_not(const Played& played, const ReplicationAttempt& attempt);
/// The same of a single request that was denied or is open.
ShortWhyNot why_not(const Played& played, const Check& check);

/// The event of a case, by id; null if there is none.
const Event* find_event(const ScenarioCase& scenario, std::string_view id);

/// The bucket and the key that an operation names; either may be empty.
struct NamedObject {
  std::string bucket;
  std::string key;
};
NamedObject object_of(const Operation& operation);

/// `bucket/key`, or one of them.
std::string to_string(const NamedObject& object);

}  // namespace replisim
