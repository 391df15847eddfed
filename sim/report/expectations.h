#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "model/scenario.h"
#include "sim/replication/attempt.h"

namespace replisim {

/// What an assertion came to, where it does not hold: why is said of it.
struct AssertionFinding {
  std::string subject;         ///< what it was tried with; empty: there was only one thing to try
  std::optional<Check> check;  ///< a permission that was asked for, watched
  std::optional<ReplicationAttempt> attempt;  ///< of the kind of object that was tried, watched
  std::string sentence;                       ///< where it is neither
  SourceRange where;                          ///< what the sentence is about
};

/// Is shown what assertions try, watched: for who measures what is tested.
struct AssertionObserver {
  std::function<void(const Check&)> asked;         ///< a permission
  std::function<void(const EventOutcome&)> tried;  ///< a kind of object
};

/// An expectation that does not hold.
struct Mismatch {
  /// What would make the scenario say what came: see `sim/cli/update.h`.
  enum class Repair : std::uint8_t {
    Replace,  ///< `where` becomes `actual`
    Remove,   ///< the element at `where` leaves its array
    Append,   ///< `actual` becomes an element of the array at `where`
    Keep,     ///< nothing: what is asserted is for people to change
  };

  std::string event_id;  ///< empty: about the case as a whole
  std::string what;      ///< `ReplicationStatus`, `replicas[dst].deniedBy`, `diagnostics`
  std::string expected;  ///< JSON text
  std::string actual;    ///< JSON text
  SourceRange where;     ///< of what was expected
  /// The number of the attempt it is about, in the outcome of the event.
  std::optional<std::size_t> attempt;
  /// The outcome depends on what is not in the model.
  bool rests_on_unknown = false;
  Repair repair = Repair::Replace;
  std::string assertion_id;  ///< of an entry of `assert`; empty: it is about an expectation
  std::shared_ptr<const AssertionFinding> finding;  ///< of an assertion
};

using Mismatches = std::vector<Mismatch>;

/// Holds the outcome of an event against what must come of it: a subset, and what is `null` must be
/// absent.
///
/// A listed replica is matched by `Bucket` (`rule`, `Key`, `VersionId`), each with an attempt of
/// its own. An attempt that names no destination (the bucket has no replication configuration, no
/// rule matches, …) is not eligible at all of them, so it may stand for any number of listed
/// replicas. A destination that the event made no attempt at is `NOT_ELIGIBLE` with
/// `NoMatchingRule`. `replicasExactly` asks that no further attempt was eligible.
Mismatches compare(const EventExpectation& expected, const EventOutcome& outcome);

Mismatches compare(const DiagnosticsExpectation& expected,
                   const std::vector<Diagnostic>& diagnostics);

/// An expectation that an outcome fulfils, as exactly as it can be said: for a regression suite of
/// what is. Of what is not known only that it is not.
EventExpectation expectation_of(const EventOutcome& outcome);

/// What a case comes to.
enum class Standing : std::uint8_t { Holds, Undecided, DoesNotHold };

struct Judgement {
  Mismatches mismatches;  ///< in the order of the events, then diagnostics, then assertions
  /// Ids of events without expectation that were refused or not replicated everywhere.
  std::vector<std::string> failed_events;
  /// … that depend on what is not in the model.
  std::vector<std::string> undecided_events;

  /// Whether all expectations hold; only what is not known may make it undecided.
  [[nodiscard]] Standing expectations() const;
  /// The same, and of what nothing was expected nothing failed.
  [[nodiscard]] Standing all() const;
};

/// Compares everything that is expected of a case with what came, and tries what it asserts.
Judgement judge(const ScenarioCase& played, const SimulationResult& result,
                const AssertionObserver& observer = {});

}  // namespace replisim
