#include "sim/report/check_report.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "sim/iam/lint.h"
#include "sim/iam/placed_policy.h"
#include "sim/replication/rules.h"
#include "sim/replication/simulation.h"
#include "sim/report/advice.h"
#include "sim/report/explanation.h"

namespace replisim {
namespace {

struct LevelName {
  CheckLevel level;
  std::string_view name;
};

constexpr LevelName kLevels[] = {{CheckLevel::Good, "good"},
                                 {CheckLevel::Note, "note"},
                                 {CheckLevel::Warning, "warning"},
                                 {CheckLevel::Undecided, "undecided"},
                                 {CheckLevel::Error, "error"}};

constexpr std::string_view kRefused = "REFUSED";
constexpr std::string_view kWouldBeRefused = "wouldBeRefused";

/// What is not replicated because the configuration says so, not because something is wrong.
constexpr std::string_view kIntended[] = {"RuleDisabled", "SupersededByHigherPriorityRule"};

bool is_intended(std::string_view reason) {
  return std::find(std::begin(kIntended), std::end(kIntended), reason) != std::end(kIntended);
}

CheckLevel level_of_trouble(ProbeWeight weight) {
  switch (weight) {
    case ProbeWeight::Expected: return CheckLevel::Error;
    case ProbeWeight::Possible: return CheckLevel::Warning;
    case ProbeWeight::Aside: return CheckLevel::Note;
  }
  return CheckLevel::Error;
}

CheckLevel level_of(const CheckedObject& row, ProbeWeight weight) {
  if (row.result == "REPLICATED") {
    return row.omits_tags ? level_of_trouble(weight) : CheckLevel::Good;
  }
  if (row.result == "UNKNOWN") {
    return weight == ProbeWeight::Expected ? CheckLevel::Undecided : CheckLevel::Note;
  }
  if (row.result == "NOT_ELIGIBLE") {
    return weight == ProbeWeight::Expected && !is_intended(row.reason) ? CheckLevel::Error
                                                                       : CheckLevel::Note;
  }
  return level_of_trouble(weight);
}

Severity severity_of_diagnostic(const Diagnostic& diagnostic) {
  // What AWS refuses is never applied.
  return diagnostic.code == kWouldBeRefused ? Severity::Error : diagnostic.severity;
}

CheckLevel level_of(Severity severity) {
  switch (severity) {
    case Severity::Error: return CheckLevel::Error;
    case Severity::Warning: return CheckLevel::Warning;
    case Severity::Note: return CheckLevel::Note;
  }
  return CheckLevel::Error;
}

void describe(const ReplicationAttempt& attempt, CheckedObject& row) {
  row.result = to_string(attempt.result);
  row.omits_tags = attempt.tags_omitted;
  const bool is_good = attempt.result == ReplicationResult::Replicated && !attempt.tags_omitted;
  if (attempt.replica) {
    const ObjectVersion& replica = *attempt.replica;
    row.is_marker = replica.is_delete_marker;
    row.encryption = row.is_marker ? std::string() : std::string(to_string(replica.encryption));
    row.key_arn = replica.kms_key_id;
    row.has_bucket_key = replica.bucket_key_enabled;
    row.owner = replica.owner;
    row.storage_class = replica.storage_class;
  }
  if (is_good) {
    return;
  }
  row.reason = attempt.reason;
  row.denied_action = attempt.denied_action;
  row.denied_resource = attempt.denied_resource;
  row.denied_by = to_string(attempt.denied_by);
  row.denied_how = attempt.denied_how == Decision::Allow
                       ? std::string()
                       : std::string(to_string(attempt.denied_how));
}

class Checker {
 public:
  explicit Checker(const CheckCase& checked) : checked_(checked), wanted_(checked.scenario.world) {}

  CheckReport check();

 private:
  void take(const ProbedOutcome& probed);
  CheckedRule& rule_of(const Probe& probe);
  void promote_groups();
  void add_outcomes();
  void add_rule_findings(const CheckedRule& rule);
  void add_diagnostics();
  void add_lint();
  void add_lint_findings(const std::vector<LintFinding>& findings, const std::string& subject);
  [[nodiscard]] CheckPlace place_at(SourceRange where) const;

  const CheckCase& checked_;
  CheckReport report_;
  RequirementList wanted_;
  std::map<const ReplicationRule*, std::size_t> rules_;
  /// Of the rows of a group, by rule: how they are found again when all of them are played.
  std::map<std::size_t, std::vector<std::size_t>> selected_kms_;
  std::set<std::pair<std::uint32_t, std::pair<std::uint32_t, std::string>>> told_;
};

CheckPlace Checker::place_at(SourceRange where) const {
  if (!where.is_known()) {
    return {};
  }
  return {checked_.address_of ? checked_.address_of(where) : std::string(),
          place_of(where, checked_.sources)};
}

CheckedRule& Checker::rule_of(const Probe& probe) {
  const auto [known, is_new] = rules_.emplace(probe.rule, report_.rules.size());
  if (is_new) {
    const std::string destination(destination_name(*probe.rule));
    const World::BucketPlace owner = checked_.scenario.world.find_bucket(destination);
    report_.rules.push_back({.name = probe_rule_name(*probe.bucket, *probe.rule),
                             .bucket = probe.bucket->name,
                             .account = probe.account->id,
                             .destination = destination,
                             .destination_account = owner ? owner.account->id : std::string(),
                             .place = place_at(probe.rule->where),
                             .rows = {}});
  }
  return report_.rules[known->second];
}

void Checker::take(const ProbedOutcome& probed) {
  const Probe& probe = probed.probe;
  const EventOutcome& outcome = probed.outcome;
  if (!outcome.error.empty() && probe.weight != ProbeWeight::Expected) {
    return;  // S3 takes no such upload, so no such object comes to the rule
  }
  CheckedRule& rule = rule_of(probe);
  CheckedObject& row = rule.rows.emplace_back();
  row.id = probe.id;
  row.kind = probe.kind;
  if (probed.attempt == nullptr) {
    row.result = outcome.error.empty() ? "NOT_ELIGIBLE" : kRefused;
    row.reason = outcome.error.empty() ? "NoMatchingRule" : outcome.error;
    row.why = outcome.error_message;
    row.why_place = place_at(outcome.error_where);
  } else {
    describe(*probed.attempt, row);
    const SimulationResult none;
    const Played played{checked_.scenario, none, checked_.sources};
    ShortWhyNot why = why_not(played, *probed.attempt);
    row.why = std::move(why.sentence);
    row.why_place = place_at(why.place.where);
    wanted_.add(*probed.attempt, probe.bucket->replication->role.value_or(std::string()));
  }
  row.level = level_of(row, probe.weight);
  if (probe.group == ProbeGroup::SelectedKms) {
    selected_kms_[rules_.at(probe.rule)].push_back(rule.rows.size() - 1);
  }
}

/// A rule that selects objects under SSE-KMS and replicates none of them is no matter of chance.
void Checker::promote_groups() {
  for (const auto& [index, rows] : selected_kms_) {
    std::vector<CheckedObject>& all = report_.rules[index].rows;
    const bool none_replicates = std::none_of(
        rows.begin(), rows.end(), [&](std::size_t row) { return all[row].result == "REPLICATED"; });
    for (const std::size_t row : rows) {
      if (none_replicates) {
        all[row].level = level_of(all[row], ProbeWeight::Expected);
      }
    }
  }
}

std::string join(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) {
    text += (text.empty() ? "" : "; ") + part;
  }
  return text;
}

/// Rows that come to the same for the same cause are one finding.
void Checker::add_rule_findings(const CheckedRule& rule) {
  using Cause = std::pair<std::string, std::string>;
  std::map<std::pair<CheckLevel, Cause>, std::vector<const CheckedObject*>> causes;
  for (const CheckedObject& row : rule.rows) {
    if (row.level != CheckLevel::Good && row.level != CheckLevel::Note) {
      causes[{row.level, {row.result + " " + row.reason, row.why}}].push_back(&row);
    }
  }
  for (const auto& [cause, rows] : causes) {
    const CheckedObject& first = *rows.front();
    CheckItem finding;
    std::vector<std::string> kinds;
    for (const CheckedObject* const row : rows) {
      finding.ids.push_back(row->id + " " + row->result + " " + row->reason);
      kinds.push_back(row->kind);
    }
    finding.level = cause.first;
    finding.code = "replication." + (first.omits_tags ? "tagsOmitted" : first.result);
    finding.subject = "rule `" + rule.name + "` of bucket " + rule.bucket;
    finding.message = join(kinds) + ": " + first.result;
    finding.message += first.result == "UNKNOWN" ? "" : " " + first.reason;
    finding.message += first.why.empty() ? "" : ", " + first.why;
    if (const Advice* const advice = find_advice(first.reason)) {
      finding.hint = advice->advice;
    }
    finding.place = first.why_place.place.is_known() ? first.why_place : rule.place;
    report_.findings.push_back(std::move(finding));
  }
}

void Checker::add_outcomes() {
  for (const CheckedRule& rule : report_.rules) {
    add_rule_findings(rule);
  }
}

void Checker::add_diagnostics() {
  ScenarioCase quiet;
  quiet.clock = checked_.scenario.clock;
  quiet.world = checked_.scenario.world;
  const std::vector<Diagnostic> diagnostics = Simulation(quiet).diagnostics();
  const auto is_refused = [&](const Diagnostic& diagnostic) {
    return std::any_of(diagnostics.begin(), diagnostics.end(), [&](const Diagnostic& other) {
      return other.code == kWouldBeRefused && other.where == diagnostic.where;
    });
  };
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.code != kWouldBeRefused && is_refused(diagnostic)) {
      continue;  // that AWS refuses it says more
    }
    told_.emplace(diagnostic.where.file, std::pair(diagnostic.where.begin, diagnostic.message));
    const CheckPlace place = place_at(diagnostic.where);
    report_.findings.push_back({.ids = {diagnostic.code + " " + diagnostic.message},
                                .level = level_of(severity_of_diagnostic(diagnostic)),
                                .code = diagnostic.code,
                                .subject = {},
                                .message = diagnostic.message,
                                .hint = diagnostic.hint,
                                .place = place});
  }
}

void Checker::add_lint_findings(const std::vector<LintFinding>& findings,
                                const std::string& subject) {
  for (const LintFinding& finding : findings) {
    const bool is_told =
        !finding.answer_code.empty() ||
        !told_.emplace(finding.where.file, std::pair(finding.where.begin, finding.message)).second;
    if (is_told) {
      continue;  // by the simulation, which knows the world as well
    }
    report_.findings.push_back({.ids = {finding.code + " " + subject + ": " + finding.message},
                                .level = level_of(finding.severity()),
                                .code = finding.code,
                                .subject = subject,
                                .message = finding.message,
                                .hint = finding.hint,
                                .place = place_at(finding.where)});
  }
}

void Checker::add_lint() {
  const World& world = checked_.scenario.world;
  for (const PlacedPolicy& policy : policies_of(world)) {
    add_lint_findings(lint_policy(*policy.document, policy.kind, policy.target), policy.name);
  }
  for (const Account& account : world.accounts) {
    for (const Bucket& bucket : account.buckets) {
      if (bucket.replication) {
        add_lint_findings(lint_replication_configuration(*bucket.replication),
                          "the replication configuration of bucket " + bucket.name);
      }
    }
  }
}

CheckReport Checker::check() {
  const ProbePlan plan = plan_probes(checked_.scenario.world, checked_.scenario.clock);
  play_probes(checked_.scenario, plan, [this](const ProbedOutcome& probed) { take(probed); });
  promote_groups();
  add_outcomes();
  add_diagnostics();
  add_lint();
  std::stable_sort(report_.findings.begin(), report_.findings.end(),
                   [](const CheckItem& a, const CheckItem& b) { return b.level < a.level; });
  report_.requirements = wanted_.all();
  report_.notes = plan.omitted;
  return std::move(report_);
}

// --- changes ---

std::string outcome_of(const CheckedObject& row) {
  if (row.result != "REPLICATED") {
    return row.result == "UNKNOWN" ? row.result : row.result + " " + row.reason;
  }
  std::string text = row.result;
  text += row.encryption.empty() ? "" : " " + row.encryption;
  text += row.key_arn.empty() ? "" : " " + row.key_arn;
  text += row.owner.empty() ? "" : ", owner " + row.owner;
  return row.omits_tags ? text + ", without its tags" : text;
}

bool is_whole(const CheckedObject& row) {
  return row.result == "REPLICATED" && !row.omits_tags;
}

void add_removed_rules(CheckReport& report, const CheckReport& before) {
  for (const CheckedRule& rule : before.rules) {
    const bool is_there =
        std::any_of(report.rules.begin(), report.rules.end(), [&](const CheckedRule& other) {
          return other.bucket == rule.bucket && other.name == rule.name;
        });
    if (!is_there) {
      const bool did_replicate = std::any_of(rule.rows.begin(), rule.rows.end(), is_whole);
      report.changes.push_back(
          {.effect = did_replicate ? CheckChange::Effect::Breaks : CheckChange::Effect::Alters,
           .id = rule.bucket + "/" + rule.name,
           .kind = "rule `" + rule.name + "` of bucket " + rule.bucket,
           .before = did_replicate ? "replicates to " + rule.destination : "replicates nothing",
           .after = "is not there, or not known",
           .why = {},
           .place = rule.place});
    }
  }
}

}  // namespace

std::string_view to_string(CheckLevel level) {
  const auto* const found = std::find_if(std::begin(kLevels), std::end(kLevels),
                                         [&](const LevelName& row) { return row.level == level; });
  return found == std::end(kLevels) ? std::string_view() : found->name;
}

std::string_view to_string(CheckChange::Effect effect) {
  switch (effect) {
    case CheckChange::Effect::Breaks: return "breaks";
    case CheckChange::Effect::Mends: return "mends";
    case CheckChange::Effect::Alters: return "alters";
  }
  return "alters";
}

std::string to_string(const CheckPlace& place) {
  if (place.address.empty()) {
    return place.place.is_known() ? to_string(place.place) : std::string();
  }
  return place.place.is_known() ? place.address + " (" + to_string(place.place) + ")"
                                : place.address;
}

std::size_t CheckReport::count(CheckLevel level) const {
  return static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(), [level](const CheckItem& finding) {
        return finding.level == level && !finding.is_accepted;
      }));
}

CheckReport check_case(const CheckCase& checked) {
  return Checker(checked).check();
}

void add_changes(CheckReport& report, const CheckReport& before) {
  report.has_before = !before.rules.empty();
  std::map<std::string_view, const CheckedObject*> rows;
  for (const CheckedRule& rule : before.rules) {
    for (const CheckedObject& row : rule.rows) {
      rows.emplace(row.id, &row);
    }
  }
  for (const CheckedRule& rule : report.rules) {
    for (const CheckedObject& row : rule.rows) {
      const auto known = rows.find(row.id);
      if (known == rows.end() || outcome_of(*known->second) == outcome_of(row)) {
        continue;
      }
      const bool was_whole = is_whole(*known->second);
      const CheckChange::Effect effect = was_whole == is_whole(row) ? CheckChange::Effect::Alters
                                         : was_whole                ? CheckChange::Effect::Breaks
                                                                    : CheckChange::Effect::Mends;
      report.changes.push_back(
          {.effect = effect,
           .id = row.id,
           .kind = "rule `" + rule.name + "` of bucket " + rule.bucket + ": " + row.kind,
           .before = outcome_of(*known->second),
           .after = outcome_of(row),
           .why = row.why,
           .place = row.why_place});
    }
  }
  add_removed_rules(report, before);
}

}  // namespace replisim
