#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/source.h"
#include "sim/reason/mutation.h"
#include "sim/reason/mutation_witness.h"
#include "sim/report/place.h"
#include "sim/report/style.h"

namespace replisim {

enum class MutantState : std::uint8_t {
  Noticed,     ///< some case does not pass any more
  Survived,    ///< all pass: a test is missing
  Equivalent,  ///< all pass, and it is proved that nothing is decided differently
  Refused,     ///< AWS would not save it: not played
};

/// `noticed`, `survived`, `equivalent`, `refused`.
std::string_view to_string(MutantState state);

/// A mutation that was played, free of the texts that it stands in.
struct Mutant {
  std::string op;        ///< `drop-condition`
  std::string sentence;  ///< `the condition `aws:SecureTransport` can be removed`
  std::string subject;   ///< `the policy of bucket dst`
  std::string element;
  std::string change;  ///< empty: it is gone
  std::string hint;    ///< the test that is missing
  Place place;
  MutantState state = MutantState::Survived;
  std::size_t case_count = 0;  ///< cases that have the place
  std::string noticed_by;      ///< id of the first case that does not pass
  std::string reason;          ///< why it is equivalent, what AWS answers
  std::optional<Witness> witness;
  /// Of a survivor that a larger one contains, what that is: an action of a statement that can be
  /// removed as a whole.
  std::string within;
  std::string text;  ///< of a survivor: as compilers print it, with the line and a caret
};

/// What is known of a mutation before it is played.
Mutant make_mutant(const Mutation& mutation, std::size_t case_count, const SourceMap& sources);

/// Fills in the text of a survivor.
void write_survivor(Mutant& mutant, const SourceMap& sources);

struct MutationReport {
  std::size_t case_count = 0;
  std::vector<Mutant> mutants;  ///< by file and place

  [[nodiscard]] std::size_t count(MutantState state) const;
  /// Of those that could be noticed, how many in a hundred were, rounded down; 100 if there is
  /// none.
  [[nodiscard]] std::uint32_t score() const;
};

/// `nobody asks …` for people: who asks for what, and how the answer would change.
std::string witness_text(const Witness& witness);

/// Survivors in the form of a compiler, each with the test that is missing, those within another
/// only counted; what is equivalent; a line of counts.
std::string mutation_text(const MutationReport& report, const TextStyle& style);

/// A line for each mutation, not played.
std::string mutation_list(const MutationReport& report);

std::string mutation_json(const MutationReport& report);
std::string mutation_sarif(const MutationReport& report);

/// Workflow commands: a warning for each survivor; then a line of counts.
std::string mutation_github(const MutationReport& report);

/// A Markdown table for the file that GITHUB_STEP_SUMMARY names.
std::string mutation_github_summary(const MutationReport& report);

}  // namespace replisim
