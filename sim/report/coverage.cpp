#include "sim/report/coverage.h"

#include <algorithm>
#include <memory>
#include <numeric>
#include <utility>
#include <variant>

#include "sim/iam/placed_policy.h"
#include "sim/replication/rules.h"

namespace replisim {
namespace {

std::string condition_name(std::string_view operator_name, std::string_view key) {
  return std::string(operator_name) + " " + std::string(key);
}

std::uint64_t one_if(bool holds) {
  return holds ? 1 : 0;
}

/// What stands earlier in the files, told by file name, so that it holds across source maps.
bool is_before(const Place& left, const Place& right) {
  return std::tie(left.file, left.where.begin, left.where.end) <
         std::tie(right.file, right.where.begin, right.where.end);
}

void add_counts(ConditionCoverage& to, const ConditionCoverage& from) {
  to.held += from.held;
  to.failed += from.failed;
}

void add_counts(GrantCoverage& to, const GrantCoverage& from) {
  to.asked += from.asked;
  to.applied += from.applied;
}

void add_counts(RuleCoverage& to, const RuleCoverage& from) {
  to.has_filter = to.has_filter || from.has_filter;
  to.asked += from.asked;
  to.matched += from.matched;
  to.sent += from.sent;
}

void add_counts(StatementCoverage& to, const StatementCoverage& from);

/// Unites two lists that are sorted by place.
template <typename Item>
std::vector<Item> merged(std::vector<Item> left, std::vector<Item> right) {
  std::vector<Item> all;
  all.reserve(left.size() + right.size());
  auto other = right.begin();
  for (Item& item : left) {
    for (; other != right.end() && is_before(other->place, item.place); ++other) {
      all.push_back(std::move(*other));
    }
    all.push_back(std::move(item));
    if (other != right.end() && !is_before(all.back().place, other->place)) {
      add_counts(all.back(), *other++);
    }
  }
  std::move(other, right.end(), std::back_inserter(all));
  return all;
}

void add_counts(StatementCoverage& to, const StatementCoverage& from) {
  to.asked += from.asked;
  for (std::size_t i = 0; i < to.matched.size(); ++i) {
    to.matched[i] += from.matched[i];
  }
  to.reached += from.reached;
  to.applied += from.applied;
  to.conditions = merged(std::move(to.conditions), from.conditions);
}

template <typename Items>
void sort_by_place(Items& items) {
  std::sort(items.begin(), items.end(),
            [](const auto& left, const auto& right) { return is_before(left.place, right.place); });
}

template <typename Items, typename Count>
CoverageCount sum_of(const Items& items, const Count& count) {
  CoverageCount sum;
  for (const auto& item : items) {
    sum += count(item);
  }
  return sum;
}

}  // namespace

CoverageCount& CoverageCount::operator+=(const CoverageCount& other) {
  covered += other.covered;
  total += other.total;
  return *this;
}

CoverageCount CoverageReport::statement_count() const {
  return sum_of(statements, [](const StatementCoverage& statement) {
    return CoverageCount{one_if(statement.applied > 0), 1};
  });
}

CoverageCount CoverageReport::condition_count() const {
  return sum_of(statements, [](const StatementCoverage& statement) {
    return sum_of(statement.conditions, [](const ConditionCoverage& condition) {
      return CoverageCount{one_if(condition.held > 0) + one_if(condition.failed > 0), 2};
    });
  });
}

CoverageCount CoverageReport::grant_count() const {
  return sum_of(grants, [](const GrantCoverage& grant) {
    return CoverageCount{one_if(grant.applied > 0), 1};
  });
}

CoverageCount CoverageReport::rule_count() const {
  return sum_of(rules, [](const RuleCoverage& rule) {
    CoverageCount count{one_if(rule.matched > 0), 1};
    if (rule.has_filter) {
      count += {one_if(rule.matched < rule.asked), 1};
    }
    return count;
  });
}

CoverageCount CoverageReport::count() const {
  CoverageCount all = statement_count();
  all += condition_count();
  all += grant_count();
  return all += rule_count();
}

void CoverageReport::merge(CoverageReport other) {
  statements = merged(std::move(statements), std::move(other.statements));
  grants = merged(std::move(grants), std::move(other.grants));
  rules = merged(std::move(rules), std::move(other.rules));
}

void CoverageRecorder::expect_policy(const PolicyDocument& policy, const std::string& name) {
  for (const Statement& statement : policy.statements) {
    if (!statement.where.is_known()) {
      continue;
    }
    StatementItem& item = statements_[statement.where];
    StatementCoverage& counts = item.counts;
    if (counts.policy.empty()) {
      counts.policy = name;
      counts.sid = statement.sid;
      counts.effect = statement.effect ? to_string(*statement.effect) : std::string_view();
      counts.names = {statement.not_principal ? "NotPrincipal" : "Principal",
                      statement.not_action ? "NotAction" : "Action",
                      statement.not_resource ? "NotResource" : "Resource"};
    }
    for (const ConditionEntry& condition : statement.conditions) {
      item.conditions[condition.key.where].name =
          condition_name(condition.operator_name.text, condition.key.text);
    }
  }
}

void CoverageRecorder::expect_grant(const Grant& grant, const std::string& key) {
  if (grant.where.is_known()) {
    GrantCoverage& counts = grants_[grant.where];
    counts.name = grant.name.empty() ? grant.grant_id : grant.name;
    counts.key = key;
  }
}

void CoverageRecorder::expect_rules(const ReplicationConfiguration& configuration,
                                    const std::string& bucket) {
  for (const ReplicationRule& rule : configuration.rules) {
    if (rule.where.is_known()) {
      RuleCoverage& counts = rules_[rule.where];
      counts.rule = rule.id;
      counts.bucket = bucket;
      counts.has_filter = counts.has_filter || !prefix_of(rule).empty() || has_tag_filter(rule);
    }
  }
}

void CoverageRecorder::expect_event(const Event& event) {
  if (const auto* put = std::get_if<PutBucketReplication>(&event.operation)) {
    expect_rules(put->configuration, put->bucket);
  } else if (const auto* create = std::get_if<CreateGrant>(&event.operation)) {
    expect_grant(create->grant, create->key_id);
  } else if (const auto* made = std::get_if<CreateKey>(&event.operation)) {
    for (const Grant& grant : made->key.grants) {
      expect_grant(grant, made->key.key_id);
    }
  }
}

void CoverageRecorder::expect(const ScenarioCase& scenario) {
  for (const PlacedPolicy& policy : policies_of(scenario.world)) {
    expect_policy(*policy.document, policy.name);
  }
  for (const Account& account : scenario.world.accounts) {
    for (const Key& key : account.keys) {
      for (const Grant& grant : key.grants) {
        expect_grant(grant, key.key_id);
      }
    }
    for (const Bucket& bucket : account.buckets) {
      if (bucket.replication) {
        expect_rules(*bucket.replication, bucket.name);
      }
    }
  }
  for (const Event& event : scenario.events) {
    for (const PlacedPolicy& policy : policies_of(event, scenario.world)) {
      expect_policy(*policy.document, policy.name);
    }
    expect_event(event);
  }
}

void CoverageRecorder::record(const PolicyTrace& policy, const StatementTrace& trace) {
  const CompiledStatement& statement = *trace.statement;
  if (!statement.where.is_known()) {
    return;  // AWS's own policies and defaults stand in no file
  }
  StatementItem& item = statements_[statement.where];
  StatementCoverage& counts = item.counts;
  if (counts.policy.empty()) {
    counts.policy = policy.policy->label().id;
    counts.sid = statement.sid;
    counts.effect = statement.is_inert ? std::string_view() : to_string(statement.effect);
  }
  ++counts.asked;
  counts.matched[StatementCoverage::Principal] += one_if(trace.principal_matches);
  counts.matched[StatementCoverage::Action] += one_if(trace.action_matches);
  counts.matched[StatementCoverage::Resource] += one_if(trace.resource_matches);
  counts.applied += one_if(trace.applies);
  if (!trace.principal_matches || !trace.action_matches || !trace.resource_matches) {
    return;
  }
  ++counts.reached;
  for (const ConditionTrace& tested : trace.conditions) {
    ConditionCoverage& condition = item.conditions[tested.condition->key_where];
    if (condition.name.empty()) {
      condition.name = condition_name(tested.condition->operator_text, tested.condition->key_text);
    }
    ++(tested.result == ConditionResult::True ? condition.held : condition.failed);
  }
}

void CoverageRecorder::record(const Trace& trace) {
  for (const PolicyTrace& policy : trace.policies) {
    for (const StatementTrace& statement : policy.statements) {
      record(policy, statement);
    }
  }
  for (const GrantTrace& grant : trace.grants) {
    if (grant.where.is_known()) {
      GrantCoverage& counts = grants_[grant.where];
      ++counts.asked;
      counts.applied += one_if(grant.applies());
    }
  }
}

void CoverageRecorder::record(const ReplicationAttempt& attempt) {
  if (attempt.rule_where.is_known() && attempt.result != ReplicationResult::NotEligible) {
    ++rules_[attempt.rule_where].sent;
  }
  for (const Check& check : attempt.checks) {
    record(check);
  }
}

void CoverageRecorder::record(const Check& check) {
  if (check.state == CheckState::NotReached) {
    return;  // S3 did not come to ask
  }
  for (const auto* trace : {&check.trace, &check.other_trace}) {
    if (*trace != nullptr) {
      record(**trace);
    }
  }
}

void CoverageRecorder::record(const EventOutcome& outcome) {
  for (const std::shared_ptr<const Trace>& trace : outcome.caller_traces) {
    record(*trace);
  }
  for (const RuleTrace& rule : outcome.rules_looked_at) {
    if (rule.rule_where.is_known()) {
      RuleCoverage& counts = rules_[rule.rule_where];
      ++counts.asked;
      counts.matched += one_if(rule.filter_matches);
    }
  }
  for (const ReplicationAttempt& attempt : outcome.attempts) {
    record(attempt);
  }
}

void CoverageRecorder::record(const SimulationResult& result) {
  for (const EventOutcome& outcome : result.events) {
    record(outcome);
  }
}

CoverageReport CoverageRecorder::report(const SourceMap& sources) const {
  CoverageReport report;
  for (const auto& [where, item] : statements_) {
    StatementCoverage& statement = report.statements.emplace_back(item.counts);
    statement.place = place_of(where, sources);
    for (const auto& [condition_where, counts] : item.conditions) {
      statement.conditions.push_back(counts);
      statement.conditions.back().place = place_of(condition_where, sources);
    }
    sort_by_place(statement.conditions);
  }
  for (const auto& [where, counts] : grants_) {
    report.grants.push_back(counts);
    report.grants.back().place = place_of(where, sources);
  }
  for (const auto& [where, counts] : rules_) {
    report.rules.push_back(counts);
    report.rules.back().place = place_of(where, sources);
  }
  sort_by_place(report.statements);
  sort_by_place(report.grants);
  sort_by_place(report.rules);
  return report;
}

}  // namespace replisim
