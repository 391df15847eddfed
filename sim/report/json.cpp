#include "sim/report/json.h"

#include <array>
#include <map>

#include "model/arn.h"
#include "model/instant.h"
#include "model/json_writer.h"
#include "model/percent.h"

namespace replisim {
namespace {

// --- what all reports have in common ---

void write_count(JsonWriter& json, std::string_view name, std::size_t count) {
  json.member(name, static_cast<std::int64_t>(count));
}

void begin_report(JsonWriter& json, std::string_view command) {
  json.begin_object();
  json.member("schemaVersion", kReportSchemaVersion);
  json.member("command", command);
}

void write_failure(JsonWriter& json, const Failure& failure) {
  json.begin_object();
  text_or_null(json, "event", failure.event_id);
  json.member("what", failure.what);
  json.key("expected");
  json.number(failure.expected);  // JSON already
  json.key("actual");
  json.number(failure.actual);
  json.member("undecided", failure.rests_on_unknown);
  write_place(json, "place", failure.place);
  text_or_null(json, "why", failure.why);
  write_place(json, "whyPlace", failure.why_place);
  text_or_null(json, "assertion", failure.assertion_id);
  json.end_object();
}

void write_failures(JsonWriter& json, std::string_view name, const std::vector<Failure>& failures) {
  json.key(name);
  json.begin_array();
  for (const Failure& failure : failures) {
    write_failure(json, failure);
  }
  json.end_array();
}

std::string_view state_word(CheckState state) {
  switch (state) {
    case CheckState::Passed: return "passed";
    case CheckState::Failed: return "failed";
    case CheckState::Unknown: return "unknown";
    case CheckState::Warned: return "warned";
    case CheckState::NotReached: return "notReached";
  }
  return "failed";
}

// --- run ---

void write_tags(JsonWriter& json, const TagSet& tags) {
  json.key("TagSet");
  json.begin_array();
  for (const Tag& tag : tags) {
    json.begin_object();
    json.member("Key", tag.key);
    json.member("Value", tag.value);
    json.end_object();
  }
  json.end_array();
}

void write_version(JsonWriter& json, const ObjectVersion& version) {
  json.member("Key", version.key);
  json.member("VersionId", version.version_id);
  json.member("IsDeleteMarker", version.is_delete_marker);
  json.member("Size", version.size_bytes);
  json.member("Owner", version.owner);
  if (!version.is_delete_marker) {
    json.member("ServerSideEncryption", to_string(version.encryption));
    text_or_null(json, "SSEKMSKeyId", version.kms_key_id);
    json.member("BucketKeyEnabled", version.bucket_key_enabled);
    json.member("StorageClass", version.storage_class);
    write_tags(json, version.tags);
  }
  text_or_null(json, "ReplicationStatus",
               version.replication_status ? to_string(*version.replication_status) : "");
}

void write_check(JsonWriter& json, const Check& check) {
  json.begin_object();
  json.member("id", check.id);
  json.member("question", check.question);
  json.member("state", state_word(check.state));
  text_or_null(json, "action", check.action);
  text_or_null(json, "resource", check.resource);
  text_or_null(json, "principal", check.principal);
  text_or_null(json, "reason", check.reason);
  text_or_null(json, "detail", check.detail);
  if (check.state != CheckState::NotReached) {
    json.member("decision", to_string(check.verdict.decision));
    text_or_null(json, "deniedBy", to_string(check.verdict.denied_by));
  }
  text_or_null(json, "source", check.source);
  strings_member(json, "restsOn", check.decisions);
}

/// The record that S3 sends, as far as it follows from the scenario (replication 6.2).
void write_failure_event(JsonWriter& json, const EventOutcome& outcome,
                         const ReplicationAttempt& attempt, const NamedObject& object,
                         const World& world) {
  json.key("failureEvent");
  if (!attempt.emits_failure_event) {
    json.null();
    return;
  }
  const World::BucketPlace source = world.find_bucket(object.bucket);
  const World::BucketPlace destination = world.find_bucket(attempt.destination_bucket);
  const auto arn = [](const World::BucketPlace& place, const std::string& name) {
    return place ? arn_of(*place.account, *place.bucket) : "arn:aws:s3:::" + name;
  };
  const std::string at = format_rfc3339(outcome.at);
  json.begin_object();
  json.member("eventVersion", "2.2");
  json.member("eventSource", "aws:s3");
  text_or_null(json, "awsRegion", source ? source.bucket->region : "");
  json.member("eventTime", at);
  json.member("eventName", "Replication:OperationFailedReplication");
  json.key("s3");
  json.begin_object();
  json.member("s3SchemaVersion", "1.0");
  json.key("bucket");
  json.begin_object();
  json.member("name", object.bucket);
  json.member("arn", arn(source, object.bucket));
  json.end_object();
  json.key("object");
  json.begin_object();
  json.member("key", encode_object_key(attempt.key.empty() ? object.key : attempt.key));
  if (outcome.source && !outcome.source->is_delete_marker) {
    json.member("size", outcome.source->size_bytes);
  }
  text_or_null(json, "versionId", attempt.version_id);
  json.end_object();
  json.end_object();
  json.key("replicationEventData");
  json.begin_object();
  json.member("replicationRuleId", attempt.rule_id);
  json.member("destinationBucket", arn(destination, attempt.destination_bucket));
  json.member("s3Operation", attempt.operation);
  json.member("requestTime", at);
  json.member("failureReason", attempt.reason);
  json.end_object();
  json.end_object();
}

void write_attempt(JsonWriter& json, const RunReport& report, const EventOutcome& outcome,
                   const ReplicationAttempt& attempt, const NamedObject& object) {
  json.begin_object();
  text_or_null(json, "Bucket", attempt.destination_bucket);
  text_or_null(json, "rule", attempt.rule_id);
  text_or_null(json, "Key", attempt.key);
  text_or_null(json, "VersionId", attempt.version_id);
  json.member("result", to_string(attempt.result));
  text_or_null(json, "reason", attempt.reason);
  text_or_null(json, "detail", attempt.detail);
  text_or_null(json, "deniedAction", attempt.denied_action);
  text_or_null(json, "deniedResource", attempt.denied_resource);
  text_or_null(json, "deniedBy", to_string(attempt.denied_by));
  text_or_null(json, "deniedHow",
               attempt.denied_how == Decision::Allow ? "" : to_string(attempt.denied_how));
  const ShortWhyNot why = why_not(report.played, attempt);
  text_or_null(json, "why", why.sentence);
  write_place(json, "whyPlace", why.place);
  json.key("replica");
  if (attempt.replica) {
    json.begin_object();
    write_version(json, *attempt.replica);
    json.end_object();
  } else {
    json.null();
  }
  write_place(json, "rulePlace", place_of(attempt.rule_where, report.played.sources));
  write_failure_event(json, outcome, attempt, object, report.played.scenario.world);
  json.key("checks");
  json.begin_array();
  for (const Check& check : attempt.checks) {
    write_check(json, check);
    json.end_object();
  }
  json.end_array();
  strings_member(json, "warnings", attempt.warnings);
  json.end_object();
}

void write_event(JsonWriter& json, const RunReport& report, const EventOutcome& outcome,
                 const Event* event) {
  const NamedObject object = event == nullptr ? NamedObject() : object_of(event->operation);
  json.begin_object();
  json.member("event", outcome.event_id);
  json.member("operation", outcome.operation);
  json.member("at", format_rfc3339(outcome.at));
  text_or_null(json, "Bucket", object.bucket);
  write_place(json, "place",
              event == nullptr ? Place() : place_of(event->where, report.played.sources));
  text_or_null(json, "error", outcome.error);
  text_or_null(json, "errorMessage", outcome.error_message);
  write_place(json, "errorPlace", place_of(outcome.error_where, report.played.sources));
  json.key("source");
  if (outcome.source) {
    json.begin_object();
    write_version(json, *outcome.source);
    json.end_object();
  } else {
    json.null();
  }
  json.key("replicas");
  json.begin_array();
  for (const ReplicationAttempt& attempt : outcome.attempts) {
    write_attempt(json, report, outcome, attempt, object);
  }
  json.end_array();
  Mismatches mismatches;
  for (const Mismatch& mismatch : report.judgement.mismatches) {
    if (mismatch.event_id == outcome.event_id) {
      mismatches.push_back(mismatch);
    }
  }
  write_failures(json, "failures", make_failures(mismatches, report.played));
  strings_member(json, "notes", outcome.notes);
  json.end_object();
}

void write_diagnostics(JsonWriter& json, const RunReport& report) {
  json.key("diagnostics");
  json.begin_array();
  for (const Diagnostic& diagnostic : report.played.result.diagnostics) {
    json.begin_object();
    json.member("code", diagnostic.code);
    json.member("severity", to_string(diagnostic.severity));
    json.member("message", diagnostic.message);
    text_or_null(json, "hint", diagnostic.hint);
    write_place(json, "place", place_of(diagnostic.where, report.played.sources));
    json.end_object();
  }
  json.end_array();
}

void write_run_summary(JsonWriter& json, const RunReport& report,
                       const std::vector<const EventOutcome*>& shown) {
  std::array<std::size_t, 4> counts{};
  std::size_t refused = 0;
  for (const EventOutcome* outcome : shown) {
    refused += outcome->error.empty() ? 0U : 1U;
    for (const ReplicationAttempt& attempt : outcome->attempts) {
      ++counts[static_cast<std::size_t>(attempt.result)];
    }
  }
  json.key("summary");
  json.begin_object();
  write_count(json, "events", shown.size());
  write_count(json, "refused", refused);
  write_count(json, "REPLICATED", counts[static_cast<std::size_t>(ReplicationResult::Replicated)]);
  write_count(json, "FAILED", counts[static_cast<std::size_t>(ReplicationResult::Failed)]);
  write_count(json, "NOT_ELIGIBLE",
              counts[static_cast<std::size_t>(ReplicationResult::NotEligible)]);
  write_count(json, "UNKNOWN", counts[static_cast<std::size_t>(ReplicationResult::Unknown)]);
  write_count(json, "failures", report.judgement.mismatches.size());
  write_count(json, "assertions", report.played.scenario.assertions.size());
  json.end_object();
}

// --- explain ---

void write_excerpt(JsonWriter& json, const Excerpt& excerpt) {
  json.key("excerpt");
  json.begin_array();
  for (const Excerpt::Line& line : excerpt.lines) {
    if (line.number == 0) {
      continue;
    }
    json.begin_object();
    json.member("file", line.file);
    json.member("line", std::int64_t{line.number});
    json.member("text", line.text);
    json.key("marks");
    json.begin_array();
    for (const Excerpt::Mark& mark : line.marks) {
      json.begin_object();
      json.member("column", std::int64_t{mark.column});
      json.member("note", mark.note);
      json.end_object();
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

void write_statement(JsonWriter& json, const ExplainedStatement& statement) {
  json.begin_object();
  json.member("policy", statement.policy);
  json.member("statement", statement.sid);
  json.member("effect", statement.effect);
  write_place(json, "place", statement.place);
  json.key("missed");
  json.begin_array();
  for (const ElementMiss& miss : statement.missed) {
    json.begin_object();
    json.member("element", miss.element);
    json.member("written", miss.written);
    json.member("asked", miss.asked);
    write_place(json, "place", miss.place);
    json.end_object();
  }
  json.end_array();
  write_excerpt(json, statement.excerpt);
  json.end_object();
}

void write_optional(JsonWriter& json, std::string_view name,
                    const std::optional<ExplainedStatement>& statement) {
  json.key(name);
  if (statement) {
    write_statement(json, *statement);
  } else {
    json.null();
  }
}

void write_causes(JsonWriter& json, const std::vector<Cause>& causes) {
  json.key("causes");
  json.begin_array();
  for (const Cause& cause : causes) {
    json.begin_object();
    json.member("sentence", cause.sentence);
    text_or_null(json, "check", cause.check);
    json.member("wouldFailNext", cause.would_fail_next);
    text_or_null(json, "deniedBy", to_string(cause.denied_by));
    text_or_null(json, "deniedHow",
                 cause.decision == Decision::Allow ? "" : to_string(cause.decision));
    write_place(json, "place", cause.place);
    write_optional(json, "statement", cause.statement);
    write_optional(json, "nearMiss", cause.near_miss);
    write_excerpt(json, cause.excerpt);
    json.end_object();
  }
  json.end_array();
}

void write_explained_checks(JsonWriter& json, const std::vector<ExplainedCheck>& checks) {
  json.key("checks");
  json.begin_array();
  for (const ExplainedCheck& explained : checks) {
    write_check(json, *explained.check);
    write_place(json, "place", explained.place);
    json.key("statements");
    json.begin_array();
    for (const ExplainedStatement& statement : explained.statements) {
      json.begin_object();
      json.member("policy", statement.policy);
      json.member("statement", statement.sid);
      json.member("effect", statement.effect);
      write_place(json, "place", statement.place);
      json.end_object();
    }
    json.end_array();
    json.end_object();
  }
  json.end_array();
}

void write_explanation(JsonWriter& json, const Explanation& explanation) {
  const ReplicationAttempt* attempt = explanation.attempt;
  json.begin_object();
  json.member("answer", explanation.answer);
  json.member("event", explanation.event_id);
  json.member("operation", explanation.operation);
  json.member("at", explanation.at);
  text_or_null(json, "object", explanation.object);
  write_place(json, "place", explanation.event_place);
  text_or_null(json, "Bucket", attempt == nullptr ? "" : attempt->destination_bucket);
  text_or_null(json, "rule", attempt == nullptr ? "" : attempt->rule_id);
  write_place(json, "rulePlace", explanation.rule_place);
  text_or_null(json, "result", attempt == nullptr ? "" : to_string(attempt->result));
  text_or_null(json, "reason", attempt == nullptr ? "" : attempt->reason);
  write_causes(json, explanation.causes);
  text_or_null(json, "advice", explanation.advice);
  text_or_null(json, "ReplicationStatus", explanation.status_header);
  text_or_null(json, "failureEvent", explanation.failure_event);
  text_or_null(json, "page", explanation.page);
  write_explained_checks(json, explanation.checks);
  strings_member(json, "notes", explanation.notes);
  json.end_object();
}

// --- test ---

void write_case(JsonWriter& json, const CaseResult& result) {
  json.begin_object();
  json.member("file", result.file);
  text_or_null(json, "variant", result.name);
  text_or_null(json, "title", result.title);
  json.member("state", to_string(result.state));
  write_count(json, "events", result.event_count);
  write_count(json, "assertions", result.assertion_count);
  write_place(json, "place", result.place);
  write_failures(json, "failures", result.failures);
  json.key("faults");
  json.begin_array();
  for (const InputFault& fault : result.faults) {
    json.begin_object();
    json.member("severity", to_string(fault.severity));
    json.member("code", fault.code);
    json.member("message", fault.message);
    text_or_null(json, "hint", fault.hint);
    write_place(json, "place", fault.place);
    json.end_object();
  }
  json.end_array();
  json.end_object();
}

}  // namespace

void text_or_null(JsonWriter& json, std::string_view name, std::string_view value) {
  json.key(name);
  if (value.empty()) {
    json.null();
  } else {
    json.string(value);
  }
}

void strings_member(JsonWriter& json, std::string_view name,
                    const std::vector<std::string>& values) {
  json.key(name);
  json.begin_array();
  for (const std::string& value : values) {
    json.string(value);
  }
  json.end_array();
}

void string_or_strings(JsonWriter& json, std::string_view name,
                       const std::vector<std::string>& values) {
  if (values.size() == 1) {
    json.member(name, values.front());
  } else {
    strings_member(json, name, values);
  }
}

std::string run_json(const RunReport& report) {
  std::map<std::string_view, const Event*> events;
  for (const Event& event : report.played.scenario.events) {
    events.emplace(event.id, &event);
  }
  std::vector<const EventOutcome*> shown;
  for (const EventOutcome& outcome : report.played.result.events) {
    if (report.event_id.empty() || outcome.event_id == report.event_id) {
      shown.push_back(&outcome);
    }
  }
  JsonWriter json(JsonWriter::Layout::Indented);
  begin_report(json, "run");
  json.member("file", report.file);
  text_or_null(json, "variant", report.played.scenario.variant_id);
  text_or_null(json, "title", report.played.scenario.title);
  write_run_summary(json, report, shown);
  json.key("results");
  json.begin_array();
  for (const EventOutcome* outcome : shown) {
    const auto event = events.find(outcome->event_id);
    write_event(json, report, *outcome, event == events.end() ? nullptr : event->second);
  }
  json.end_array();
  Mismatches of_case;
  for (const Mismatch& mismatch : report.judgement.mismatches) {
    if (mismatch.event_id.empty()) {
      of_case.push_back(mismatch);
    }
  }
  write_failures(json, "failures", make_failures(of_case, report.played));
  write_diagnostics(json, report);
  json.end_object();
  return std::move(json).text();
}

std::string explain_json(const std::string& file, const std::string& variant_id,
                         const std::vector<Explanation>& explanations) {
  JsonWriter json(JsonWriter::Layout::Indented);
  begin_report(json, "explain");
  json.member("file", file);
  text_or_null(json, "variant", variant_id);
  json.key("results");
  json.begin_array();
  for (const Explanation& explanation : explanations) {
    write_explanation(json, explanation);
  }
  json.end_array();
  json.end_object();
  return std::move(json).text();
}

std::string test_json(const TestReport& report) {
  JsonWriter json(JsonWriter::Layout::Indented);
  begin_report(json, "test");
  json.key("summary");
  json.begin_object();
  write_count(json, "cases", report.cases.size());
  for (const CaseState state :
       {CaseState::Passed, CaseState::Failed, CaseState::Undecided, CaseState::Unreadable}) {
    write_count(json, to_string(state), report.count(state));
  }
  json.end_object();
  json.key("results");
  json.begin_array();
  for (const CaseResult& result : report.cases) {
    write_case(json, result);
  }
  json.end_array();
  json.end_object();
  return std::move(json).text();
}

}  // namespace replisim
