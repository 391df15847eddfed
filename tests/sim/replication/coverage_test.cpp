// A row of a table without a scenario or test that names it cannot land.

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "sim/replication/check.h"
#include "sim/replication/encryption.h"
#include "sim/replication/reason.h"
#include "sim/replication/settings.h"
#include "tests/sim/replication/scenario_tree.h"

namespace replisim {
namespace {

/// Everything that scenarios say, in one text.
const std::string& all_scenarios() {
  static const std::string kText = [] {
    std::string text;
    for (const std::string& path : scenario_paths("scenarios")) {
      text += read_tree_file(path);
    }
    return text;
  }();
  return kText;
}

bool is_word_letter(char letter) {
  return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
         (letter >= 'A' && letter <= 'Z');
}

/// Whether the word stands in some scenario, and not as a part of another.
bool is_named(std::string_view word) {
  const std::string& text = all_scenarios();
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    const bool begins = at == 0 || !is_word_letter(text[at - 1]);
    const std::size_t end = at + word.size();
    if (begins && (end == text.size() || !is_word_letter(text[end]))) {
      return true;
    }
  }
  return false;
}

// Annotations are a feature of 2026 that the scenario format has no operation for: their five
// reasons are listed, and nothing can give them.
bool is_of_annotations(const FailureReasonRow& row) {
  return row.checks.empty();
}

TEST(CoverageTest, EveryFailureReasonHasAScenario) {
  for (const FailureReasonRow& row : failure_reasons()) {
    EXPECT_TRUE(is_of_annotations(row) || is_named(row.name)) << row.name;
  }
}

// UpdateObjectEncryption is no operation of the scenario format: admission_test.cpp has the code.
TEST(CoverageTest, EveryIneligibilityHasAScenario) {
  for (const IneligibilityRow& row : ineligibilities()) {
    EXPECT_TRUE(row.code == Ineligibility::EncryptionChangeNotReplicated || is_named(row.name))
        << row.name;
  }
}

TEST(CoverageTest, EveryCheckDecidesSomeScenario) {
  std::vector<std::string> failed;
  for (const std::string& path : scenario_paths("scenarios")) {
    const TreeScenario read = read_tree_scenario(path);
    for (const ScenarioCase* one : read.cases()) {
      const SimulationResult result = simulate(*one, {.watch = true});
      for (const EventOutcome& outcome : result.events) {
        for (const ReplicationAttempt& attempt : outcome.attempts) {
          for (const Check& check : attempt.checks) {
            if (check.state != CheckState::Passed && check.state != CheckState::NotReached) {
              failed.push_back(check.id + " " + check.question);
            }
          }
        }
      }
    }
  }
  std::sort(failed.begin(), failed.end());
  for (const CheckRow& row : check_rows()) {
    const std::string name = std::string(row.id) + " " + std::string(row.question);
    EXPECT_TRUE(std::binary_search(failed.begin(), failed.end(), name)) << name;
  }
}

TEST(CoverageTest, EveryRowOfEncryptionHasAScenario) {
  for (const EncryptionRow& row : encryption_rows()) {
    EXPECT_TRUE(is_named(row.id)) << row.id;
  }
}

TEST(CoverageTest, EveryOpenDecisionHasAScenario) {
  for (const OpenDecision& row : open_decisions()) {
    EXPECT_TRUE(is_named(row.id)) << row.id << ": " << row.question;
  }
}

TEST(CoverageTest, EverySettingIsPlayedInItsOtherReading) {
  for (const SettingRow& row : setting_rows()) {
    const std::string entry =
        "\"" + std::string(row.name) + "\": \"" + std::string(row.other_reading) + "\"";
    EXPECT_NE(all_scenarios().find(entry), std::string::npos) << entry;
  }
}

TEST(CoverageTest, EveryPatternOfBucketPoliciesHasAScenario) {
  for (int number = 1; number <= 31; ++number) {
    EXPECT_TRUE(is_named("Q" + std::to_string(number))) << number;
  }
}

TEST(CoverageTest, EveryRealWorldOutcomeHasAScenario) {
  for (int number = 1; number <= 58; ++number) {
    EXPECT_TRUE(is_named("O" + std::to_string(number))) << number;
  }
}

}  // namespace
}  // namespace replisim
