#include "sim/testing/outcome.h"

#include <ostream>

#include "sim/report/text.h"
#include "sim/testing/playing.h"

namespace replisim::testing {

std::string Outcome::version_id() const {
  return event_.source ? event_.source->version_id : std::string();
}

std::string Outcome::text() const {
  const SimulationResult alone{{event_}, {}};
  const Judgement nothing_expected;
  std::string text =
      run_text({"", playing_->played(alone), nothing_expected, event_.event_id}, TextStyle());
  text.pop_back();  // behind the last line there is the summary
  return text.erase(text.rfind('\n') + 1);
}

std::string Outcome::explanation() const {
  const SimulationResult alone{{event_}, {}};
  std::string text;
  for (const Explanation& one : explain(playing_->played(alone), event_)) {
    text += (text.empty() ? "" : "\n") + explain_text(one, TextStyle());
  }
  return text;
}

void PrintTo(const Outcome& outcome, std::ostream* out) {  // NOLINT(readability-identifier-naming)
  std::string text = outcome.text();
  text.erase(text.find_last_not_of('\n') + 1);
  *out << text;
}

}  // namespace replisim::testing
