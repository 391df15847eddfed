#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "model/scenario.h"
#include "model/source.h"
#include "sim/replication/attempt.h"
#include "sim/report/place.h"
#include "sim/report/style.h"

namespace replisim {

// Which statements, conditions, KMS grants and replication rules the events of many cases reached.
// What is counted is what watched runs left behind: nothing is decided again here.

/// One key of one operator, where all else of its statement matched.
struct ConditionCoverage {
  std::string name;  ///< `Bool aws:SecureTransport`
  Place place;
  std::uint64_t held = 0;
  std::uint64_t failed = 0;
};

/// How often each element of a statement matched what was asked.
struct StatementCoverage {
  enum Element : std::uint8_t { Principal, Action, Resource };

  std::string policy;  ///< for people: `the policy of bucket dst`
  std::string sid;     ///< may be empty
  std::string effect;  ///< empty: not valid, so that it applies to nothing
  std::array<std::string, 3> names = {"Principal", "Action", "Resource"};  ///< or `NotAction`, …
  Place place;
  std::uint64_t asked = 0;  ///< its policy was
  std::array<std::uint64_t, 3> matched = {};
  std::uint64_t reached = 0;  ///< all three matched: the conditions decide
  std::uint64_t applied = 0;
  std::vector<ConditionCoverage> conditions;  ///< in the order of the text
};

struct GrantCoverage {
  std::string name;  ///< name or id
  std::string key;
  Place place;
  std::uint64_t asked = 0;
  std::uint64_t applied = 0;
};

struct RuleCoverage {
  std::string rule;  ///< id; may be empty
  std::string bucket;
  Place place;
  bool has_filter = false;    ///< prefix or tags: some objects may be left out
  std::uint64_t asked = 0;    ///< objects that the rule was held against
  std::uint64_t matched = 0;  ///< … that its filter selects
  std::uint64_t sent = 0;     ///< attempts at its destination, whatever came of them
};

/// Points that were reached, of all there are. A statement is one (it applied), so is a grant; a
/// condition is two (it held, it failed), a rule one or, with a filter, two.
struct CoverageCount {
  std::uint64_t covered = 0;
  std::uint64_t total = 0;

  [[nodiscard]] bool reaches(std::uint32_t percent) const {
    return covered * 100 >= total * percent;
  }
  CoverageCount& operator+=(const CoverageCount& other);
};

/// Sorted by place, so that it is the same however the cases were shared out.
struct CoverageReport {
  std::vector<StatementCoverage> statements;
  std::vector<GrantCoverage> grants;
  std::vector<RuleCoverage> rules;

  [[nodiscard]] CoverageCount statement_count() const;
  [[nodiscard]] CoverageCount condition_count() const;
  [[nodiscard]] CoverageCount grant_count() const;
  [[nodiscard]] CoverageCount rule_count() const;
  [[nodiscard]] CoverageCount count() const;

  /// Adds what other cases reached; what stands at the same place of the same file is the same.
  void merge(CoverageReport other);
};

/// Counts the cases of one scenario: places are in its texts. A value, cheap to make; one thread.
class CoverageRecorder {
 public:
  /// All that the case could reach: its world, and what its events put in place.
  void expect(const ScenarioCase& scenario);
  /// What a watched run reached.
  void record(const SimulationResult& result);
  /// … and what was asked or tried by itself, as assertions do.
  void record(const Check& check);
  void record(const EventOutcome& outcome);

  [[nodiscard]] CoverageReport report(const SourceMap& sources) const;

 private:
  struct ByPlace {
    bool operator()(const SourceRange& left, const SourceRange& right) const {
      return std::tie(left.file, left.begin, left.end) <
             std::tie(right.file, right.begin, right.end);
    }
  };
  template <typename Item>
  using Items = std::map<SourceRange, Item, ByPlace>;
  struct StatementItem {
    StatementCoverage counts;
    Items<ConditionCoverage> conditions;
  };

  void expect_policy(const PolicyDocument& policy, const std::string& name);
  void expect_grant(const Grant& grant, const std::string& key);
  void expect_rules(const ReplicationConfiguration& configuration, const std::string& bucket);
  void expect_event(const Event& event);
  void record(const Trace& trace);
  void record(const ReplicationAttempt& attempt);
  void record(const PolicyTrace& policy, const StatementTrace& trace);

  Items<StatementItem> statements_;
  Items<GrantCoverage> grants_;
  Items<RuleCoverage> rules_;
};

/// Counts, and below them all that was not reached, each at its `file:line:column`.
std::string coverage_text(const CoverageReport& report, const TextStyle& style);
std::string coverage_json(const CoverageReport& report);
/// A tracefile as `geninfo` writes it: statements and rules are functions and the lines they stand
/// on, conditions and filters are branches.
std::string coverage_lcov(const CoverageReport& report);

}  // namespace replisim
