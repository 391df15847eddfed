#include "sim/replication/shipment.h"

#include <algorithm>
#include <utility>

namespace replisim {
namespace {

/// The version while it is delivered. Only a rule that names its own bucket, which S3 refuses,
/// would move it under our feet: then a copy is delivered.
class Source {
 public:
  Source(Run& run, const Shipment& shipment, const ReplicationPlan& plan)
      : version_(run.objects.find(shipment.bucket, shipment.key, shipment.version_id)) {
    if (version_ == nullptr) {
      copy_.key = shipment.key;
      copy_.version_id = shipment.version_id;
    } else if (plan.destination_bucket == shipment.bucket) {
      copy_ = *version_;
    } else {
      is_copy_ = false;
    }
  }

  [[nodiscard]] bool exists() const { return version_ != nullptr; }
  [[nodiscard]] const ObjectVersion& get() const { return is_copy_ ? copy_ : *version_; }

 private:
  const ObjectVersion* version_;
  ObjectVersion copy_;
  bool is_copy_ = true;
};

/// U46, other reading: what the destination lacks is brought whole.
CheckKinds kinds_for(Run& run, const Shipment& shipment, const ReplicationPlan& plan) {
  const bool is_change = (shipment.kinds & check_kind::kMetadata) != 0;
  const bool creates =
      is_change && run.settings.has(Setting::MetadataCreatesReplica) &&
      run.objects.find(plan.destination_bucket, shipment.key, shipment.version_id) == nullptr;
  return creates ? check_kind::kCreation : shipment.kinds;
}

ReplicationAttempt deliver_part(Run& run, const Shipment& shipment, ReplicationPlan& plan) {
  const Source source(run, shipment, plan);
  Delivery delivery{.run = run, .plan = plan, .source = source.get()};
  delivery.kinds = kinds_for(run, shipment, plan);
  delivery.change =
      (delivery.kinds & check_kind::kCreation) != 0 ? MetadataChange::None : shipment.change;
  delivery.task = shipment.task;
  if (!source.exists()) {
    delivery.source_gone = FailureReason::SrcVersionNotFound;
  }
  return deliver(delivery);
}

ReplicationAttempt deliver_part(Run& run, const Shipment& shipment, const Shipment::Part& part) {
  const Bucket* source = run.world.find_bucket(shipment.bucket).bucket;
  if (part.rule != nullptr) {
    return deliver_part(run, shipment, run.plans.of(run, *source, shipment.role_arn, *part.rule));
  }
  const auto plan = make_plan(run, *source, shipment.role_arn, *part.kept);
  return deliver_part(run, shipment, *plan);
}

/// A replica that arrives in a bucket that replicates itself goes no further.
void tell_chain(Run& run, EventOutcome& outcome, const ReplicationAttempt& attempt) {
  const Bucket* bucket = run.world.find_bucket(attempt.destination_bucket).bucket;
  if (bucket == nullptr || !bucket->replication || !attempt.replica) {
    return;
  }
  const Occasion occasion =
      attempt.replica->is_delete_marker ? Occasion::DeleteMarker : Occasion::NewVersion;
  for (const AdmittedRule& next : admit(run, *bucket, *attempt.replica, occasion)) {
    if (next.ineligible == Ineligibility::IsReplica) {
      outcome.attempts.push_back(
          not_eligible(next.destination, next.rule, *attempt.replica, *next.ineligible));
    }
  }
}

ReplicationStatus status_after(const Shipment& shipment, bool any_failed, bool any_open) {
  if (any_failed) {
    return ReplicationStatus::Failed;
  }
  if (any_open) {
    return ReplicationStatus::Pending;
  }
  return shipment.was_replica ? ReplicationStatus::Replica : ReplicationStatus::Completed;
}

CheckKinds kinds_of(Occasion occasion, const ObjectVersion& version) {
  if (occasion == Occasion::MetadataChange) {
    return check_kind::kMetadata;
  }
  const CheckKinds kind = version.is_delete_marker ? check_kind::kMarker : check_kind::kCreation;
  return occasion == Occasion::Batch ? kind | check_kind::kBatch : kind;
}

void note_admission(Run& run, const Shipment& shipment, const ObjectVersion& version,
                    const std::vector<AdmittedRule>& admitted) {
  if ((shipment.kinds & check_kind::kMetadata) != 0) {
    return;
  }
  std::vector<Admission>& known = run.admissions[version_place(shipment.bucket, version)];
  for (const AdmittedRule& entry : admitted) {
    if (!entry.ineligible) {
      known.push_back({std::string(entry.destination), entry.rule->id});
    }
  }
}

Shipment pack(Run& run, const Bucket& source, const ObjectVersion& version, Occasion occasion,
              MetadataChange change, const std::vector<AdmittedRule>& admitted) {
  Shipment shipment;
  shipment.bucket = source.name;
  shipment.key = version.key;
  shipment.version_id = version.version_id;
  shipment.role_arn = source.replication->role.value_or(std::string());
  shipment.kinds = kinds_of(occasion, version);
  shipment.change = change;
  shipment.was_replica = occasion == Occasion::MetadataChange &&
                         version.replication_status == ReplicationStatus::Replica;
  const bool waits = run.settings.latency_milliseconds > 0 && occasion != Occasion::Batch;
  for (const AdmittedRule& entry : admitted) {
    if (!entry.ineligible) {
      Shipment::Part& part = shipment.parts.emplace_back();
      if (waits) {
        part.kept = std::make_shared<const ReplicationRule>(*entry.rule);
      } else {
        part.rule = entry.rule;
      }
    }
  }
  shipment.due = add_milliseconds(run.now, run.settings.latency_milliseconds).value_or(run.now);
  shipment.event_number = run.event_number;
  return shipment;
}

void note_decision(EventOutcome& outcome, std::string_view decision) {
  if (!decision.empty()) {
    outcome.notes.push_back("the choice of the rule rests on decision " + std::string(decision));
  }
}

/// Those that are not sent, each at its place; the others are put there when they are delivered.
void tell_ineligible(EventOutcome& outcome, const std::vector<AdmittedRule>& admitted,
                     const ObjectVersion& version, bool is_task) {
  for (const AdmittedRule& entry : admitted) {
    if (entry.ineligible) {
      ReplicationAttempt& attempt = outcome.attempts.emplace_back(
          not_eligible(entry.destination, entry.rule, version, *entry.ineligible));
      if (is_task) {
        attempt.detail =
            std::string(to_string(FailureReason::SrcObjectNotEligible)) + ": " + attempt.detail;
      }
      if (entry.ineligible == Ineligibility::BucketOwnerLacksAccess) {
        outcome.notes.emplace_back(
            "AWS may show FAILED with SrcGetObjectNotPermitted here: its pages differ (U3)");
      }
    }
    note_decision(outcome, entry.decision);
  }
}

/// Puts the attempts for one destination together, in the order of the rules.
void sort_attempts(EventOutcome& outcome, std::size_t begin,
                   const std::vector<AdmittedRule>& admitted) {
  const auto rank = [&admitted](const ReplicationAttempt& attempt) {
    for (std::size_t i = 0; i < admitted.size(); ++i) {
      if (admitted[i].destination == attempt.destination_bucket &&
          (admitted[i].rule == nullptr || admitted[i].rule->where == attempt.rule_where) &&
          (admitted[i].rule == nullptr || admitted[i].rule->id == attempt.rule_id)) {
        return i;
      }
    }
    return admitted.size();
  };
  if (outcome.attempts.size() - begin > 1) {
    std::stable_sort(outcome.attempts.begin() + static_cast<std::ptrdiff_t>(begin),
                     outcome.attempts.end(),
                     [&rank](const ReplicationAttempt& a, const ReplicationAttempt& b) {
                       return rank(a) < rank(b);
                     });
  }
}

void set_status(Run& run, const Shipment& shipment, ReplicationStatus status) {
  if (ObjectVersion* version =
          run.objects.find(shipment.bucket, shipment.key, shipment.version_id)) {
    version->replication_status = status;
  }
}

void send(Run& run, EventOutcome& outcome, const std::string& bucket, const ObjectVersion& version,
          Occasion occasion, MetadataChange change, const BatchTask* task) {
  const Bucket& source = *run.world.find_bucket(bucket).bucket;
  const std::vector<AdmittedRule> admitted = admit(run, source, version, occasion, change);
  const std::size_t begin = outcome.attempts.size();
  tell_ineligible(outcome, admitted, version, task != nullptr);
  const bool is_sent = std::any_of(admitted.begin(), admitted.end(), [](const AdmittedRule& entry) {
    return !entry.ineligible.has_value();
  });
  if (!is_sent) {
    return;
  }
  Shipment shipment = pack(run, source, version, occasion, change, admitted);
  shipment.task = task;
  note_admission(run, shipment, version, admitted);
  set_status(run, shipment, ReplicationStatus::Pending);
  if (run.settings.latency_milliseconds > 0 && occasion != Occasion::Batch) {
    run.waiting.push_back(std::move(shipment));
    return;
  }
  deliver_shipment(run, outcome, shipment);
  sort_attempts(outcome, begin, admitted);
}

}  // namespace

void replicate(Run& run, EventOutcome& outcome, const std::string& bucket,
               const ObjectVersion& version, Occasion occasion, MetadataChange change) {
  send(run, outcome, bucket, version, occasion, change, nullptr);
}

void replicate_task(Run& run, EventOutcome& outcome, const std::string& bucket,
                    const ObjectVersion& version, const BatchTask& task) {
  send(run, outcome, bucket, version, Occasion::Batch, MetadataChange::None, &task);
}

void deliver_shipment(Run& run, EventOutcome& outcome, const Shipment& shipment) {
  bool any_failed = false;
  bool any_open = false;
  for (const Shipment::Part& part : shipment.parts) {
    ReplicationAttempt attempt = deliver_part(run, shipment, part);
    any_failed = any_failed || attempt.result == ReplicationResult::Failed || attempt.tags_omitted;
    any_open = any_open || attempt.result == ReplicationResult::Unknown;
    const std::size_t place = outcome.attempts.size();
    outcome.attempts.push_back(std::move(attempt));
    const bool is_new = (shipment.kinds & check_kind::kMetadata) == 0;
    if (is_new && outcome.attempts[place].result == ReplicationResult::Replicated) {
      const ReplicationAttempt arrived = outcome.attempts[place];
      tell_chain(run, outcome, arrived);
    }
  }
  set_status(run, shipment, status_after(shipment, any_failed, any_open));
}

ReplicationAttempt failed_task(const std::string& key, const std::string& version_id,
                               FailureReason reason) {
  ReplicationAttempt attempt;
  attempt.key = key;
  attempt.version_id = version_id;
  attempt.operation = "OBJECT_PUT";
  attempt.result = ReplicationResult::Failed;
  attempt.reason = to_string(reason);
  attempt.detail = meaning_of(reason);
  return attempt;
}

}  // namespace replisim
