#include "sim/report/expectations.h"

#include <algorithm>
#include <utility>

#include "model/json_writer.h"
#include "sim/report/assertions.h"

namespace replisim {
namespace {

using Actual = std::optional<std::string>;

Actual present(std::string_view text) {
  return text.empty() ? Actual() : Actual(text);
}

enum class JsonType : std::uint8_t { String, Boolean };

std::string json_value(const Actual& value, JsonType type) {
  if (!value) {
    return "null";
  }
  return type == JsonType::Boolean ? *value : json_string(*value);
}

bool holds(const Expected& expected, const Actual& actual) {
  switch (expected.kind) {
    case Expected::Kind::Free: return true;
    case Expected::Kind::Absent: return !actual;
    case Expected::Kind::Equals: return actual == expected.value;
  }
  return true;
}

/// Adds a mismatch if the value is not what was expected.
void check(Mismatches& mismatches, const std::string& what, const Expected& expected,
           const Actual& actual, JsonType type = JsonType::String) {
  if (holds(expected, actual)) {
    return;
  }
  const bool is_absent = expected.kind == Expected::Kind::Absent;
  Mismatch& mismatch = mismatches.emplace_back();
  mismatch.what = what;
  mismatch.expected = json_value(is_absent ? Actual() : Actual(expected.value), type);
  mismatch.actual = json_value(actual, type);
  mismatch.where = expected.where;
}

// --- one replica ---

/// A row a field of an expected replica, in the order of the contract.
struct ReplicaField {
  const char* name = nullptr;
  Expected ReplicaExpectation::*expected = nullptr;
  Actual (*actual)(const ReplicationAttempt& attempt) = nullptr;
  JsonType type = JsonType::String;
};

template <typename Read>
Actual of_replica(const ReplicationAttempt& attempt, Read&& read) {
  return attempt.replica ? read(*attempt.replica) : Actual();
}

Actual denied_how(const ReplicationAttempt& attempt) {
  return attempt.denied_how == Decision::Allow ? Actual() : present(to_string(attempt.denied_how));
}

Actual encryption(const ReplicationAttempt& attempt) {
  return of_replica(attempt, [](const ObjectVersion& replica) {
    return replica.is_delete_marker ? Actual() : present(to_string(replica.encryption));
  });
}

Actual bucket_key_enabled(const ReplicationAttempt& attempt) {
  return of_replica(attempt, [](const ObjectVersion& replica) {
    return Actual(replica.bucket_key_enabled ? "true" : "false");
  });
}

Actual kms_key(const ReplicationAttempt& attempt) {
  return of_replica(attempt, [](const ObjectVersion& r) { return present(r.kms_key_id); });
}

Actual storage_class(const ReplicationAttempt& attempt) {
  return of_replica(attempt, [](const ObjectVersion& r) { return present(r.storage_class); });
}

Actual owner(const ReplicationAttempt& attempt) {
  return of_replica(attempt, [](const ObjectVersion& r) { return present(r.owner); });
}

constexpr ReplicaField kReplicaFields[] = {
    {"result", &ReplicaExpectation::result,
     [](const ReplicationAttempt& a) { return present(to_string(a.result)); }},
    {"reason", &ReplicaExpectation::reason,
     [](const ReplicationAttempt& a) { return present(a.reason); }},
    {"deniedAction", &ReplicaExpectation::denied_action,
     [](const ReplicationAttempt& a) { return present(a.denied_action); }},
    {"deniedResource", &ReplicaExpectation::denied_resource,
     [](const ReplicationAttempt& a) { return present(a.denied_resource); }},
    {"deniedBy", &ReplicaExpectation::denied_by,
     [](const ReplicationAttempt& a) { return present(to_string(a.denied_by)); }},
    {"deniedHow", &ReplicaExpectation::denied_how, denied_how},
    {"ServerSideEncryption", &ReplicaExpectation::server_side_encryption, encryption},
    {"SSEKMSKeyId", &ReplicaExpectation::sse_kms_key_id, kms_key},
    {"BucketKeyEnabled", &ReplicaExpectation::bucket_key_enabled, bucket_key_enabled,
     JsonType::Boolean},
    {"StorageClass", &ReplicaExpectation::storage_class, storage_class},
    {"Owner", &ReplicaExpectation::owner, owner},
};

Expected expect(const Actual& actual) {
  Expected expected;
  expected.kind = actual ? Expected::Kind::Equals : Expected::Kind::Absent;
  expected.value = actual.value_or(std::string());
  return expected;
}

ReplicaExpectation expectation_of_attempt(const ReplicationAttempt& attempt) {
  ReplicaExpectation expected;
  expected.bucket = expect(attempt.destination_bucket);
  if (!attempt.rule_id.empty()) {
    expected.rule = expect(attempt.rule_id);
  }
  for (const ReplicaField& field : kReplicaFields) {
    const Actual actual = field.actual(attempt);
    const bool is_result = field.expected == &ReplicaExpectation::result;
    if (actual && (is_result || attempt.result != ReplicationResult::Unknown)) {
      expected.*field.expected = expect(actual);
    }
  }
  return expected;
}

std::string to_json(const TagSet& tags) {
  std::string out = "[";
  for (const Tag& tag : tags) {
    out += out.size() == 1 ? " { " : ", { ";
    out += "\"Key\": " + json_string(tag.key) + ", \"Value\": " + json_string(tag.value) + " }";
  }
  return out + (tags.empty() ? "]" : " ]");
}

TagSet sorted(TagSet tags) {
  std::sort(tags.begin(), tags.end(), [](const Tag& left, const Tag& right) {
    return left.key != right.key ? left.key < right.key : left.value < right.value;
  });
  return tags;
}

void check_tags(Mismatches& mismatches, const std::string& what, const ReplicaExpectation& expected,
                const ReplicationAttempt& attempt) {
  if (!expected.tag_set) {
    return;
  }
  const TagSet actual = attempt.replica ? attempt.replica->tags : TagSet();
  if (sorted(*expected.tag_set) == sorted(actual)) {
    return;
  }
  Mismatch& mismatch = mismatches.emplace_back();
  mismatch.what = what + "TagSet";
  mismatch.expected = to_json(*expected.tag_set);
  mismatch.actual = to_json(actual);
  mismatch.where = expected.tag_set_where;
}

std::string name_of(const ReplicaExpectation& expected) {
  std::string name = "replicas[" + expected.bucket.value;
  for (const Expected* further : {&expected.rule, &expected.key, &expected.version_id}) {
    if (further->kind == Expected::Kind::Equals) {
      name += ", " + further->value;
    }
  }
  return name + "]";
}

Mismatches compare(const ReplicaExpectation& expected, const ReplicationAttempt& attempt) {
  Mismatches mismatches;
  const std::string prefix = name_of(expected) + ".";
  for (const ReplicaField& field : kReplicaFields) {
    check(mismatches, prefix + field.name, expected.*field.expected, field.actual(attempt),
          field.type);
  }
  check_tags(mismatches, prefix, expected, attempt);
  const bool is_unknown = attempt.result == ReplicationResult::Unknown;
  for (Mismatch& mismatch : mismatches) {
    mismatch.rests_on_unknown = is_unknown;
  }
  return mismatches;
}

// --- which attempt a listed replica is about ---

/// An attempt that names no destination is about all of them: nothing was eligible, or the task of
/// a batch job did not come as far as a rule.
bool is_about_every_destination(const ReplicationAttempt& attempt) {
  return attempt.destination_bucket.empty();
}

bool is_about(const ReplicaExpectation& expected, const ReplicationAttempt& attempt) {
  const bool is_eligible = attempt.result != ReplicationResult::NotEligible;
  const auto fits = [](const Expected& wanted, const std::string& actual, bool may_be_open) {
    return holds(wanted, present(actual)) || (may_be_open && actual.empty());
  };
  return fits(expected.bucket, attempt.destination_bucket, is_about_every_destination(attempt)) &&
         fits(expected.rule, attempt.rule_id, !is_eligible) &&
         fits(expected.key, attempt.key, false) &&
         fits(expected.version_id, attempt.version_id, false);
}

/// Gives each listed replica an attempt: one that is as expected if there is one, and no attempt
/// twice. Attempts that are about every destination may serve many.
class Pairing {
 public:
  Pairing(const std::vector<ReplicaExpectation>& expected,
          const std::vector<ReplicationAttempt>& attempts);

  /// The attempt of a listed replica, or nothing.
  [[nodiscard]] std::optional<std::size_t> attempt_of(std::size_t expected) const {
    return attempt_of_[expected];
  }
  [[nodiscard]] bool is_listed(std::size_t attempt) const {
    return expected_of_[attempt].has_value();
  }

 private:
  [[nodiscard]] bool is_as_expected(std::size_t expected, std::size_t attempt) const {
    return is_about(expected_[expected], attempts_[attempt]) &&
           compare(expected_[expected], attempts_[attempt]).empty();
  }
  [[nodiscard]] bool is_free(std::size_t attempt) const {
    return !is_listed(attempt) || is_about_every_destination(attempts_[attempt]);
  }
  void pair(std::size_t expected, std::size_t attempt) {
    attempt_of_[expected] = attempt;
    expected_of_[attempt] = expected;
  }
  bool find_partner(std::size_t expected, std::vector<bool>& visited);
  void take_nearest(std::size_t expected);

  const std::vector<ReplicaExpectation>& expected_;
  const std::vector<ReplicationAttempt>& attempts_;
  std::vector<std::optional<std::size_t>> attempt_of_;
  std::vector<std::optional<std::size_t>> expected_of_;
};

Pairing::Pairing(const std::vector<ReplicaExpectation>& expected,
                 const std::vector<ReplicationAttempt>& attempts)
    : expected_(expected),
      attempts_(attempts),
      attempt_of_(expected.size()),
      expected_of_(attempts.size()) {
  for (std::size_t i = 0; i < expected.size(); ++i) {
    std::vector<bool> visited(attempts.size());
    find_partner(i, visited);
  }
  for (std::size_t i = 0; i < expected.size(); ++i) {
    if (!attempt_of_[i]) {
      take_nearest(i);
    }
  }
}

/// The augmenting step of a bipartite matching: whoever has the attempt looks for another.
bool Pairing::find_partner(std::size_t expected, std::vector<bool>& visited) {
  for (std::size_t i = 0; i < attempts_.size(); ++i) {
    if (visited[i] || !is_as_expected(expected, i)) {
      continue;
    }
    visited[i] = true;
    if (is_free(i) || find_partner(*expected_of_[i], visited)) {
      pair(expected, i);
      return true;
    }
  }
  return false;
}

void Pairing::take_nearest(std::size_t expected) {
  std::optional<std::size_t> nearest;
  std::size_t fewest = 0;
  for (std::size_t i = 0; i < attempts_.size(); ++i) {
    if (!is_free(i) || !is_about(expected_[expected], attempts_[i])) {
      continue;
    }
    const std::size_t missed = compare(expected_[expected], attempts_[i]).size();
    if (!nearest || missed < fewest) {
      nearest = i;
      fewest = missed;
    }
  }
  if (nearest) {
    pair(expected, *nearest);
  }
}

/// What became of a destination that no attempt was made at.
ReplicationAttempt no_attempt(const ReplicaExpectation& expected) {
  ReplicationAttempt attempt;
  attempt.destination_bucket = expected.bucket.value;
  attempt.reason = "NoMatchingRule";
  return attempt;
}

Mismatch missing_replica(const ReplicaExpectation& expected) {
  Mismatch mismatch;
  mismatch.what = name_of(expected);
  mismatch.expected = expected.result.kind == Expected::Kind::Equals
                          ? json_string(expected.result.value)
                          : std::string("\"an attempt\"");
  mismatch.actual = "null";
  mismatch.where = expected.where;
  mismatch.repair = Mismatch::Repair::Remove;
  return mismatch;
}

std::string to_expectation_json(const ReplicationAttempt& attempt) {
  std::string out = "{ \"Bucket\": " + json_string(attempt.destination_bucket);
  if (!attempt.rule_id.empty()) {
    out += ", \"rule\": " + json_string(attempt.rule_id);
  }
  out += ", \"result\": " + json_string(to_string(attempt.result));
  if (!attempt.reason.empty()) {
    out += ", \"reason\": " + json_string(attempt.reason);
  }
  return out + " }";
}

Mismatch unlisted_replica(const EventExpectation& expected, const ReplicationAttempt& attempt) {
  Mismatch mismatch;
  mismatch.what = "replicasExactly";
  mismatch.expected = "null";
  mismatch.actual = to_expectation_json(attempt);
  mismatch.where = expected.where;
  mismatch.repair = Mismatch::Repair::Append;
  return mismatch;
}

void append(Mismatches& to, Mismatches from, std::optional<std::size_t> attempt) {
  for (Mismatch& mismatch : from) {
    mismatch.attempt = attempt;
    to.push_back(std::move(mismatch));
  }
}

void compare_replicas(Mismatches& mismatches, const EventExpectation& expected,
                      const EventOutcome& outcome) {
  const Pairing pairing(expected.replicas, outcome.attempts);
  for (std::size_t i = 0; i < expected.replicas.size(); ++i) {
    const ReplicaExpectation& replica = expected.replicas[i];
    if (const std::optional<std::size_t> attempt = pairing.attempt_of(i)) {
      append(mismatches, compare(replica, outcome.attempts[*attempt]), attempt);
    } else if (replica.result.value != to_string(ReplicationResult::NotEligible) ||
               !outcome.error.empty()) {
      mismatches.push_back(missing_replica(replica));
    } else {
      append(mismatches, compare(replica, no_attempt(replica)), std::nullopt);
    }
  }
  if (!expected.replicas_exactly) {
    return;
  }
  for (std::size_t i = 0; i < outcome.attempts.size(); ++i) {
    const ReplicationAttempt& attempt = outcome.attempts[i];
    if (!pairing.is_listed(i) && attempt.result != ReplicationResult::NotEligible) {
      append(mismatches, {unlisted_replica(expected, attempt)}, i);
    }
  }
}

// --- one event ---

Actual source_encryption(const EventOutcome& outcome) {
  return outcome.source && !outcome.source->is_delete_marker
             ? present(to_string(outcome.source->encryption))
             : Actual();
}

Actual source_key(const EventOutcome& outcome) {
  return outcome.source ? present(outcome.source->kms_key_id) : Actual();
}

Actual source_status(const EventOutcome& outcome) {
  return outcome.source && outcome.source->replication_status
             ? present(to_string(*outcome.source->replication_status))
             : Actual();
}

bool has_unknown(const EventOutcome& outcome) {
  return std::any_of(outcome.attempts.begin(), outcome.attempts.end(),
                     [](const ReplicationAttempt& attempt) {
                       return attempt.result == ReplicationResult::Unknown;
                     });
}

bool has_failed(const EventOutcome& outcome) {
  return !outcome.error.empty() || std::any_of(outcome.attempts.begin(), outcome.attempts.end(),
                                               [](const ReplicationAttempt& attempt) {
                                                 return attempt.tags_omitted ||
                                                        attempt.result == ReplicationResult::Failed;
                                               });
}

}  // namespace

EventExpectation expectation_of(const EventOutcome& outcome) {
  EventExpectation expected;
  expected.error = expect(present(outcome.error));
  if (outcome.source && !outcome.source->is_delete_marker) {
    expected.server_side_encryption = expect(present(to_string(outcome.source->encryption)));
  }
  for (const ReplicationAttempt& attempt : outcome.attempts) {
    if (!attempt.destination_bucket.empty()) {
      expected.replicas.push_back(expectation_of_attempt(attempt));
    }
  }
  return expected;
}

Mismatches compare(const EventExpectation& expected, const EventOutcome& outcome) {
  Mismatches mismatches;
  check(mismatches, "error", expected.error, present(outcome.error));
  check(mismatches, "ServerSideEncryption", expected.server_side_encryption,
        source_encryption(outcome));
  check(mismatches, "SSEKMSKeyId", expected.sse_kms_key_id, source_key(outcome));
  const std::size_t before_status = mismatches.size();
  check(mismatches, "ReplicationStatus", expected.replication_status, source_status(outcome));
  if (mismatches.size() > before_status) {
    mismatches.back().rests_on_unknown = has_unknown(outcome);
  }
  compare_replicas(mismatches, expected, outcome);
  for (Mismatch& mismatch : mismatches) {
    mismatch.event_id = outcome.event_id;
  }
  return mismatches;
}

Mismatches compare(const DiagnosticsExpectation& expected,
                   const std::vector<Diagnostic>& diagnostics) {
  Mismatches mismatches;
  const auto is_reported = [&](const Expected& code) {
    return std::any_of(diagnostics.begin(), diagnostics.end(),
                       [&](const Diagnostic& found) { return found.code == code.value; });
  };
  for (const Expected& code : expected.codes) {
    if (!is_reported(code)) {
      mismatches.push_back({{},
                            "diagnostics",
                            json_string(code.value),
                            "null",
                            code.where,
                            {},
                            false,
                            Mismatch::Repair::Remove});
    }
  }
  std::vector<std::string> unlisted;
  for (const Diagnostic& found : diagnostics) {
    const bool is_listed =
        std::any_of(expected.codes.begin(), expected.codes.end(),
                    [&](const Expected& code) { return found.code == code.value; });
    if (expected.exactly && !is_listed &&
        std::find(unlisted.begin(), unlisted.end(), found.code) == unlisted.end()) {
      unlisted.push_back(found.code);
      mismatches.push_back({{},
                            "diagnosticsExactly",
                            "null",
                            json_string(found.code),
                            expected.where,
                            {},
                            false,
                            Mismatch::Repair::Append});
    }
  }
  return mismatches;
}

Standing Judgement::expectations() const {
  if (mismatches.empty()) {
    return Standing::Holds;
  }
  const bool all_unknown = std::all_of(mismatches.begin(), mismatches.end(),
                                       [](const Mismatch& m) { return m.rests_on_unknown; });
  return all_unknown ? Standing::Undecided : Standing::DoesNotHold;
}

Standing Judgement::all() const {
  const Standing standing = expectations();
  if (standing == Standing::DoesNotHold || !failed_events.empty()) {
    return Standing::DoesNotHold;
  }
  return undecided_events.empty() ? standing : Standing::Undecided;
}

Judgement judge(const ScenarioCase& played, const SimulationResult& result,
                const AssertionObserver& observer) {
  Judgement judgement;
  for (const EventOutcome& outcome : result.events) {
    const auto expected = played.expectations.find(outcome.event_id);
    if (expected != played.expectations.end()) {
      Mismatches mismatches = compare(expected->second, outcome);
      std::move(mismatches.begin(), mismatches.end(), std::back_inserter(judgement.mismatches));
    } else if (has_failed(outcome)) {
      judgement.failed_events.push_back(outcome.event_id);
    } else if (has_unknown(outcome)) {
      judgement.undecided_events.push_back(outcome.event_id);
    }
  }
  if (played.diagnostics) {
    Mismatches mismatches = compare(*played.diagnostics, result.diagnostics);
    std::move(mismatches.begin(), mismatches.end(), std::back_inserter(judgement.mismatches));
  }
  Mismatches asserted = judge_assertions(played, observer);
  std::move(asserted.begin(), asserted.end(), std::back_inserter(judgement.mismatches));
  return judgement;
}

}  // namespace replisim
