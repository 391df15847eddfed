#include "sim/report/test_report.h"

#include <algorithm>
#include <utility>

#include "sim/report/denial.h"

namespace replisim {
namespace {

const EventOutcome* find_outcome(const SimulationResult& result, const std::string& event_id) {
  const auto found =
      std::find_if(result.events.begin(), result.events.end(),
                   [&](const EventOutcome& outcome) { return outcome.event_id == event_id; });
  return found == result.events.end() ? nullptr : &*found;
}

/// The why-not of the attempt, or of the call where that was refused.
ShortWhyNot why_of(const Mismatch& mismatch, const EventOutcome& outcome, const Played& played) {
  if (mismatch.attempt) {
    return why_not(played, outcome.attempts[*mismatch.attempt]);
  }
  if (outcome.error.empty()) {
    return {};
  }
  Explanation explanation = explain(played, outcome).front();
  Place place = explanation.causes.empty() ? Place() : explanation.causes.front().place;
  return {std::move(explanation.answer), std::move(place)};
}

/// What let a request through that nobody should make.
ShortWhyNot why_allowed(const Check& check, const Played& played) {
  const std::vector<ExplainedStatement> statements = allowing_statements(check, played.sources);
  if (statements.empty()) {
    const bool is_by_acl = check.trace != nullptr && check.trace->allowed_by_acl;
    return {is_by_acl ? "the ACL allows it" : "it is allowed without a statement of a policy", {}};
  }
  std::string sentence;
  for (const ExplainedStatement& statement : statements) {
    sentence += (sentence.empty() ? "" : ", and ") + statement.sid + " of " + statement.policy;
  }
  return {sentence + (statements.size() == 1 ? " allows it" : " allow it"),
          statements.front().place};
}

ShortWhyNot why_of(const AssertionFinding& finding, const Played& played) {
  ShortWhyNot why{finding.sentence, place_of(finding.where, played.sources)};
  if (finding.check && finding.check->state == CheckState::Passed) {
    why = why_allowed(*finding.check, played);
  } else if (finding.check) {
    why = why_not(played, *finding.check);
  } else if (finding.attempt) {
    why = why_not(played, *finding.attempt);
  }
  if (!finding.subject.empty()) {
    why.sentence = finding.subject + (why.sentence.empty() ? "" : ": ") + why.sentence;
  }
  return why;
}

CaseState state_of(Standing standing) {
  switch (standing) {
    case Standing::Holds: return CaseState::Passed;
    case Standing::Undecided: return CaseState::Undecided;
    case Standing::DoesNotHold: return CaseState::Failed;
  }
  return CaseState::Failed;
}

}  // namespace

std::string_view to_string(CaseState state) {
  switch (state) {
    case CaseState::Passed: return "passed";
    case CaseState::Failed: return "failed";
    case CaseState::Undecided: return "undecided";
    case CaseState::Unreadable: return "unreadable";
  }
  return "failed";
}

std::size_t TestReport::count(CaseState state) const {
  return static_cast<std::size_t>(std::count_if(
      cases.begin(), cases.end(), [&](const CaseResult& result) { return result.state == state; }));
}

std::vector<Failure> make_failures(const Mismatches& mismatches, const Played& played) {
  std::vector<Failure> failures;
  for (const Mismatch& mismatch : mismatches) {
    Failure& failure = failures.emplace_back();
    failure.event_id = mismatch.event_id;
    failure.assertion_id = mismatch.assertion_id;
    failure.what = mismatch.what;
    failure.expected = mismatch.expected;
    failure.actual = mismatch.actual;
    failure.place = place_of(mismatch.where, played.sources);
    failure.rests_on_unknown = mismatch.rests_on_unknown;
    if (mismatch.finding != nullptr) {
      ShortWhyNot why = why_of(*mismatch.finding, played);
      failure.why = std::move(why.sentence);
      failure.why_place = std::move(why.place);
    } else if (const EventOutcome* outcome = find_outcome(played.result, mismatch.event_id)) {
      ShortWhyNot why = why_of(mismatch, *outcome, played);
      failure.why = std::move(why.sentence);
      failure.why_place = std::move(why.place);
    }
  }
  return failures;
}

CaseResult make_case_result(const std::string& file, const ScenarioCase& scenario,
                            const Judgement& judgement, const Played& played) {
  CaseResult result;
  result.file = file;
  result.name = scenario.variant_id;
  result.title = scenario.title;
  result.place = place_of(scenario.where, played.sources);
  result.state = state_of(judgement.expectations());
  result.event_count = scenario.events.size();
  result.assertion_count = scenario.assertions.size();
  result.failures = make_failures(judgement.mismatches, played);
  return result;
}

CaseResult make_unreadable(const std::string& file, const Issues& issues,
                           const SourceMap& sources) {
  CaseResult result;
  result.file = file;
  result.state = CaseState::Unreadable;
  for (const Issue& issue : issues) {
    result.faults.push_back({issue.severity, issue.code, issue.message, issue.hint,
                             place_of(issue.where, sources), format_issue(issue, sources)});
  }
  return result;
}

std::string summary_of(const Failure& failure) {
  const std::string event = failure.event_id.empty() ? std::string() : failure.event_id + ": ";
  return event + failure.what + ": expected " + failure.expected + ", actual " + failure.actual;
}

}  // namespace replisim
