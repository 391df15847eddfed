#include "sim/replication/delivery.h"

#include <memory>
#include <utility>

#include "sim/replication/authorization.h"
#include "sim/replication/permission.h"
#include "sim/replication/replica.h"
#include "sim/replication/rules.h"
#include "sim/replication/run.h"

namespace replisim {
namespace {

constexpr std::int64_t kMultipartAbove = 5'368'709'120;  // 5 GB: a single PUT takes no more

/// One row asked of one delivery.
struct Answer {
  const CheckRow* row = nullptr;
  CheckState state = CheckState::NotReached;
  FailureReason reason = FailureReason::AssumeRoleNotPermitted;
  std::string_view detail;
  SourceRange where;
  Verdict verdict;              ///< of an authorization
  Authorization authorization;  ///< of such a question
};

/// The walk over the table for one delivery.
class Walk {
 public:
  explicit Walk(Delivery& delivery) : delivery_(delivery), run_(delivery.run) {}

  ReplicationAttempt go();

 private:
  [[nodiscard]] bool applies(const CheckRow& row) const;
  [[nodiscard]] bool makes_sense(const CheckRow& row) const;
  [[nodiscard]] Consequence consequence_of(const CheckRow& row) const;
  [[nodiscard]] FailureReason reason_of(const CheckRow& row) const {
    return row.reason_of == nullptr ? row.reason : row.reason_of(delivery_);
  }

  Answer answer(const CheckRow& row, std::size_t index);
  void look(Answer& answer) const;

  void take(Answer answer, ReplicationAttempt& attempt);
  void describe_denial(const Answer& answer, ReplicationAttempt& attempt) const;
  void describe(const Answer& answer, ReplicationAttempt& attempt) const;
  [[nodiscard]] std::string missing_policy(const Answer& answer) const;
  void finish(ReplicationAttempt& attempt);
  [[nodiscard]] bool misses_threshold() const;
  void warn(ReplicationAttempt& attempt, std::string_view code) const;

  Delivery& delivery_;
  Run& run_;
  bool has_failed_ = false;
  bool is_unknown_ = false;
  bool omits_tags_ = false;
  std::string missing_;  ///< the first thing that is missing from the model
};

bool Walk::applies(const CheckRow& row) const {
  // A task of a job is asked what its kind of delivery is asked, and the rows of jobs.
  const bool is_job_row = row.kinds == check_kind::kBatch;
  const bool concerns = is_job_row ? delivery_.is(check_kind::kBatch)
                                   : (row.kinds & delivery_.kinds & ~check_kind::kBatch) != 0;
  return concerns && (row.applies == nullptr || row.applies(delivery_));
}

bool Walk::makes_sense(const CheckRow& row) const {
  const ReplicationPlan& plan = delivery_.plan;
  const auto is_there = [](const ResolvedKey* key) {
    return key != nullptr && (key->is_listed || !key->account_is_listed);
  };
  const bool role_is_there = plan.role_facts->exists || plan.role_facts->policies.is_unknown ||
                             run_.world.find_account(plan.role_account) == nullptr;
  return ((row.needs & check_need::kRole) == 0 || role_is_there) &&
         ((row.needs & check_need::kSource) == 0 || !delivery_.source_gone) &&
         ((row.needs & check_need::kDestination) == 0 ||
          plan.destination_presence != Presence::Absent) &&
         ((row.needs & check_need::kSourceKey) == 0 || is_there(delivery_.source_key)) &&
         ((row.needs & check_need::kReplicaKey) == 0 || is_there(delivery_.encryption.key));
}

Consequence Walk::consequence_of(const CheckRow& row) const {
  if (row.consequence == Consequence::Warns && run_.settings.has(Setting::BucketReadsRequired)) {
    return Consequence::Fails;
  }
  if (row.consequence == Consequence::OmitsTags && !delivery_.is(check_kind::kCreation)) {
    return Consequence::Fails;
  }
  return row.consequence;
}

CheckState state_of(const CheckRow& row, Decision decision) {
  if (row.demand == Demand::NotDenied) {
    return decision == Decision::ExplicitDeny ? CheckState::Failed : CheckState::Passed;
  }
  switch (decision) {
    case Decision::Allow: return CheckState::Passed;
    case Decision::Unknown: return CheckState::Unknown;
    case Decision::ImplicitDeny:
    case Decision::ExplicitDeny: return CheckState::Failed;
  }
  return CheckState::Failed;
}

Answer Walk::answer(const CheckRow& row, std::size_t index) {
  Answer result;
  result.row = &row;
  if (!makes_sense(row)) {
    return result;
  }
  result.reason = reason_of(row);
  if (row.about == AskedAbout::State) {
    look(result);
  } else {
    result.authorization = authorize(delivery_, row, index);
    result.verdict = result.authorization.verdict;
    result.state = state_of(row, result.verdict.decision);
  }
  if (result.state == CheckState::Failed && consequence_of(row) == Consequence::Warns) {
    result.state = CheckState::Warned;
  }
  return result;
}

void Walk::look(Answer& answer) const {
  const StateAnswer said = answer.row->look(delivery_);
  answer.state = said.state;
  answer.detail = said.detail;
  answer.where = said.where;
  answer.reason = said.reason.value_or(answer.reason);
  answer.verdict.decision = said.state == CheckState::Passed    ? Decision::Allow
                            : said.state == CheckState::Unknown ? Decision::Unknown
                                                                : Decision::ImplicitDeny;
}

/// `bucket policy of arn:aws:s3:::x in account 222222222222`.
std::string Walk::missing_policy(const Answer& answer) const {
  if (answer.row->about == AskedAbout::State) {
    return std::string(answer.detail);
  }
  const PreparedQuestion& asked = *answer.authorization.asked;
  return missing_policy_phrase(answer.verdict.denied_by, *asked.resource, *asked.request.principal);
}

void Walk::describe_denial(const Answer& answer, ReplicationAttempt& attempt) const {
  attempt.reason = to_string(answer.reason);
  attempt.detail = answer.detail;
  if (answer.row->about == AskedAbout::State) {
    if (answer.row->id == "C13") {
      attempt.denied_by = DeniedBy::BlockPublicAccess;
      attempt.denied_how = Decision::ImplicitDeny;
    }
    return;
  }
  attempt.denied_action = answer.authorization.action;
  attempt.denied_resource = answer.authorization.asked->request.resource.text;
  attempt.denied_by = answer.verdict.denied_by;
  attempt.denied_how = answer.verdict.decision;
  if (answer.row->about == AskedAbout::Role && !answer.authorization.asked->resource->exists) {
    attempt.detail = "the role does not exist";
  }
}

void Walk::describe(const Answer& answer, ReplicationAttempt& attempt) const {
  const CheckRow& row = *answer.row;
  Check& check = attempt.checks.emplace_back();
  check.id = row.id;
  check.question = row.question;
  check.reason = to_string(answer.reason);
  check.detail = answer.detail;
  check.state = answer.state;
  check.source = row.source;
  check.where = answer.where;
  check.verdict = answer.verdict;
  check.trace = answer.authorization.trace;
  check.other_trace = answer.authorization.other_trace;
  check.is_required = consequence_of(row) != Consequence::Warns;
  check.counts_denials_only = row.demand == Demand::NotDenied;
  if (!row.decision.empty()) {
    check.decisions.emplace_back(row.decision);
  }
  if (row.about == AskedAbout::ReplicaKey && !delivery_.encryption.row->decision.empty() &&
      delivery_.encryption.row->decision != row.decision) {
    check.decisions.emplace_back(delivery_.encryption.row->decision);
  }
  if (answer.authorization.asked != nullptr) {
    check.action = answer.authorization.action;
    check.resource = answer.authorization.asked->request.resource.text;
    check.principal = answer.authorization.asked->request.principal->arn;
  }
  if (answer.state == CheckState::Unknown) {
    check.detail = missing_policy(answer);
  }
}

void Walk::warn(ReplicationAttempt& attempt, std::string_view code) const {
  for (const std::string& known : attempt.warnings) {
    if (known == code) {
      return;
    }
  }
  attempt.warnings.emplace_back(code);
}

void Walk::take(Answer answer, ReplicationAttempt& attempt) {
  const Consequence consequence = consequence_of(*answer.row);
  switch (answer.state) {
    case CheckState::Passed:
    case CheckState::NotReached: break;
    case CheckState::Warned:
      if (!has_failed_) {  // an unwatched run asks no further
        warn(attempt, "documentedPermissionMissing");
      }
      break;
    case CheckState::Unknown:
      if (consequence != Consequence::Warns) {
        is_unknown_ = true;
        if (missing_.empty()) {
          missing_ = missing_policy(answer);
        }
      }
      break;
    case CheckState::Failed:
      if (consequence == Consequence::OmitsTags) {
        if (!omits_tags_ && !has_failed_) {
          describe_denial(answer, attempt);
        }
        omits_tags_ = true;
      } else if (!has_failed_) {
        has_failed_ = true;
        describe_denial(answer, attempt);
      }
      break;
  }
  if (answer.authorization.only_one_of_two && answer.row->about == AskedAbout::ReplicaKey &&
      answer.state == CheckState::Passed && !has_failed_) {
    warn(attempt, "documentedPermissionMissing");  // AWS documents both
  }
  if (run_.watch) {
    describe(answer, attempt);
  }
}

/// Metadata changes of tags fail without an event, as tags of new objects do (6.2).
bool is_tag_trouble(const ReplicationAttempt& attempt) {
  return attempt.reason == to_string(FailureReason::SrcGetTaggingNotPermitted) ||
         attempt.denied_action == "s3:ReplicateTags";
}

/// Events of Replication Time Control: the threshold passes before the delivery (6.2). Delete
/// markers and batch jobs are outside of its commitment.
bool Walk::misses_threshold() const {
  constexpr std::int64_t kThresholdMilliseconds = 15LL * 60 * 1000;
  const auto& time = delivery_.plan.rule.destination.replication_time;
  return time && time->status.is_enabled() &&
         !delivery_.is(check_kind::kMarker | check_kind::kBatch) &&
         run_.settings.latency_milliseconds > kThresholdMilliseconds;
}

void Walk::finish(ReplicationAttempt& attempt) {
  if (misses_threshold()) {
    attempt.sent_events.emplace_back("OperationMissedThreshold");
  }
  if (has_failed_) {
    attempt.result = ReplicationResult::Failed;
    const auto& metrics = delivery_.plan.rule.destination.metrics;
    attempt.emits_failure_event =
        metrics && metrics->status.is_enabled() && !is_tag_trouble(attempt);
    if (attempt.emits_failure_event) {
      attempt.sent_events.emplace_back("OperationFailedReplication");
    }
    return;
  }
  if (is_unknown_) {
    attempt.result = ReplicationResult::Unknown;
    attempt.reason = missing_;
    return;
  }
  attempt.result = ReplicationResult::Replicated;
  attempt.tags_omitted = omits_tags_;
  if (misses_threshold()) {
    attempt.sent_events.emplace_back("OperationReplicatedAfterThreshold");
  }
  if (omits_tags_) {
    warn(attempt, "tagsOmitted");
  }
  attempt.replica = write_replica(delivery_, omits_tags_);
  const ResolvedKey* key = delivery_.encryption.key;
  if (delivery_.is(check_kind::kCreation) && key != nullptr && key->is_aws_managed &&
      delivery_.plan.is_cross_account()) {
    warn(attempt, "ReplicaUnreadableForDestination");
  }
}

std::string_view operation_of(const Delivery& delivery) {
  switch (delivery.change) {
    case MetadataChange::None: break;
    case MetadataChange::Tags: return "OBJECT_TAGGING";
    case MetadataChange::Acl: return "OBJECT_ACL";
    case MetadataChange::Retention: return "OBJECT_RETENTION";
    case MetadataChange::LegalHold: return "OBJECT_LEGAL_HOLD";
  }
  return delivery.is(check_kind::kMarker) ? "OBJECT_DELETE" : "OBJECT_PUT";
}

ReplicationAttempt Walk::go() {
  ReplicationAttempt attempt;
  attempt.destination_bucket = delivery_.plan.destination_bucket;
  attempt.rule_id = delivery_.plan.rule.id;
  attempt.rule_where = delivery_.plan.rule.where;
  attempt.key = delivery_.source.key;
  attempt.version_id = delivery_.source.version_id;
  attempt.operation = operation_of(delivery_);
  const std::span<const CheckRow> rows = check_rows();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (applies(rows[i])) {
      take(answer(rows[i], i), attempt);
      if (has_failed_ && !run_.watch) {
        break;
      }
    }
  }
  finish(attempt);
  return attempt;
}

/// What the rows look at, worked out once.
void prepare(Delivery& delivery) {
  ReplicationPlan& plan = delivery.plan;
  const ObjectVersion& source = delivery.source;
  delivery.source_object = RequestResource(plan.source_arn + "/" + source.key);
  delivery.destination_object = RequestResource(plan.destination_arn + "/" + source.key);
  if (!delivery.is(check_kind::kCreation)) {
    return;
  }
  const bool by_size = delivery.run.settings.has(Setting::MultipartBySize);
  delivery.is_multipart =
      source.size_bytes > kMultipartAbove || (source.part_count > 0 && !by_size);
  if (is_kms(source.encryption)) {
    delivery.source_key = &source_key_of(delivery.run, plan, source.kms_key_id);
  }
  EncryptionCase facts;
  facts.source = &source;
  facts.source_key = delivery.source_key;
  facts.opted_in = selects_kms_objects(plan.rule);
  facts.replica_key = plan.replica_key ? &*plan.replica_key : nullptr;
  facts.destination = &plan.default_encryption;
  facts.role_account = plan.role_account;
  facts.destination_account = plan.destination_account;
  delivery.encryption = decide_encryption(facts);
}

}  // namespace

ReplicationAttempt deliver(Delivery& delivery) {
  prepare(delivery);
  return Walk(delivery).go();
}

ReplicationAttempt not_eligible(std::string_view destination, const ReplicationRule* rule,
                                const ObjectVersion& version, Ineligibility code) {
  ReplicationAttempt attempt;
  attempt.destination_bucket = destination;
  if (rule != nullptr) {
    attempt.rule_id = rule->id;
    attempt.rule_where = rule->where;
  }
  attempt.key = version.key;
  attempt.version_id = version.version_id;
  attempt.result = ReplicationResult::NotEligible;
  attempt.reason = to_string(code);
  attempt.detail = meaning_of(code);
  return attempt;
}

}  // namespace replisim
