#pragma once

#include <iosfwd>
#include <memory>
#include <string>

#include "sim/replication/attempt.h"

namespace replisim::testing {

class Playing;

/// What came of one action: whether it was refused, what was stored, and an attempt for each
/// destination. A value, free of the world it comes from; matchers.h has what to hold it against.
class Outcome {
 public:
  Outcome(std::shared_ptr<const Playing> playing, EventOutcome event)
      : playing_(std::move(playing)), event_(std::move(event)) {}

  /// All of it; `attempts` has an element for each destination.
  [[nodiscard]] const EventOutcome& event() const { return event_; }
  /// AWS's error code; empty: it was not refused.
  [[nodiscard]] const std::string& error() const { return event_.error; }
  /// Id that the version got which the action made; empty where there is none.
  [[nodiscard]] std::string version_id() const;
  /// The lines of `replisim run`.
  [[nodiscard]] std::string text() const;
  /// What `replisim explain` says: the full why or why-not, for each destination.
  [[nodiscard]] std::string explanation() const;

  [[nodiscard]] const Playing& playing() const { return *playing_; }

 private:
  std::shared_ptr<const Playing> playing_;
  EventOutcome event_;
};

/// How GoogleTest shows it.
void PrintTo(const Outcome& outcome, std::ostream* out);  // NOLINT(readability-identifier-naming)

}  // namespace replisim::testing
