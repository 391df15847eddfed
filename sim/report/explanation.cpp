#include "sim/report/explanation.h"

#include <algorithm>
#include <utility>

#include "model/arn.h"
#include "model/instant.h"
#include "model/issue.h"
#include "sim/report/advice.h"
#include "sim/report/denial.h"

namespace replisim {
namespace {

std::string encryption_phrase(const ObjectVersion& replica, const World& world) {
  if (replica.is_delete_marker) {
    return "";
  }
  if (replica.encryption == ObjectEncryption::None) {
    return ", without encryption";
  }
  std::string phrase = ", encrypted with " + std::string(to_string(replica.encryption));
  if (!replica.kms_key_id.empty()) {
    phrase += " under " + name_arn(replica.kms_key_id, world);
  }
  return phrase;
}

bool has_denial(const Check& check) {
  return check.verdict.denied_by != DeniedBy::Nothing;
}

/// What a check about the state of the world found wrong.
Cause state_cause(const Check& check, const ReplicationAttempt& attempt, const Played& played) {
  Cause cause;
  const std::string_view meaning =
      meaning_of_reason(check.reason.empty() ? attempt.reason : check.reason);
  cause.sentence = !check.detail.empty() ? check.detail
                   : !meaning.empty()    ? std::string(meaning)
                                         : "the answer is no: " + check.question;
  const SourceRange where = check.where.is_known() ? check.where : attempt.rule_where;
  cause.place = place_of(where, played.sources);
  cause.excerpt = point_at(where, name_place(where, played.scenario.world), played.sources);
  return cause;
}

/// What would settle a check is not in the scenario; the check's detail says what it is.
Cause missing_cause(const Check& check, const Played& played) {
  Cause cause;
  if (has_denial(check)) {
    cause = causes_of_denial(check, played).front();
  }
  cause.near_miss.reset();
  cause.excerpt = {};
  cause.sentence = "it depends on the " + check.detail + ", which is not in the scenario";
  return cause;
}

std::vector<Cause> causes_of(const Check& check, const ReplicationAttempt& attempt,
                             const Played& played) {
  if (check.state == CheckState::Unknown) {
    return {missing_cause(check, played)};
  }
  return has_denial(check) ? causes_of_denial(check, played)
                           : std::vector<Cause>{state_cause(check, attempt, played)};
}

/// An attempt that is not eligible has no check to show, only its rule.
Cause eligibility_cause(const ReplicationAttempt& attempt, const Played& played) {
  Cause cause;
  if (attempt.result == ReplicationResult::Unknown) {
    cause.sentence = "it depends on the " + attempt.reason + ", which is not in the scenario";
    return cause;
  }
  const std::string_view meaning = meaning_of_reason(attempt.reason);
  cause.sentence = meaning.empty() ? attempt.reason : std::string(meaning);
  if (!attempt.detail.empty() && attempt.detail != cause.sentence) {
    cause.sentence += ": " + attempt.detail;
  }
  cause.place = place_of(attempt.rule_where, played.sources);
  cause.excerpt = point_at(attempt.rule_where,
                           name_place(attempt.rule_where, played.scenario.world), played.sources);
  return cause;
}

bool stands_in_the_way(const Check& check) {
  return check.state == CheckState::Failed ||
         (check.state == CheckState::Unknown && check.is_required);
}

/// The check that the result comes from: the first that failed as the result says, or that is open
/// where nothing failed. Tags that are omitted come to a reason only where nothing else does.
const Check* decisive_check(const ReplicationAttempt& attempt) {
  const Check* first = nullptr;
  for (const Check& check : attempt.checks) {
    if (check.state == CheckState::Failed && check.reason == attempt.reason) {
      return &check;
    }
    const bool fits =
        attempt.result != ReplicationResult::Unknown || check.state == CheckState::Unknown;
    if (first == nullptr && stands_in_the_way(check) && fits) {
      first = &check;
    }
  }
  return first;
}

void number_causes(std::vector<Cause>& causes, std::size_t first, const Check& check,
                   bool would_fail_next) {
  for (std::size_t i = first; i < causes.size(); ++i) {
    causes[i].check = check.id;
    causes[i].would_fail_next = would_fail_next;
  }
}

std::vector<Cause> causes_of(const ReplicationAttempt& attempt, const Played& played) {
  std::vector<Cause> causes;
  const Check* const decisive = decisive_check(attempt);
  if (decisive != nullptr) {
    causes = causes_of(*decisive, attempt, played);
    number_causes(causes, 0, *decisive, false);
  }
  for (const Check& check : attempt.checks) {
    if (stands_in_the_way(check) && &check != decisive) {
      const std::size_t known = causes.size();
      std::vector<Cause> found = causes_of(check, attempt, played);
      std::move(found.begin(), found.end(), std::back_inserter(causes));
      number_causes(causes, known, check, true);
    }
  }
  if (causes.empty() && attempt.result != ReplicationResult::Replicated) {
    causes.push_back(eligibility_cause(attempt, played));
  }
  return causes;
}

std::string answer_of(const ReplicationAttempt& attempt, const std::vector<Cause>& causes,
                      const World& world) {
  std::string cause = causes.empty() ? attempt.reason : causes.front().sentence;
  switch (attempt.result) {
    case ReplicationResult::Replicated: {
      std::string answer = attempt.replica && attempt.replica->is_delete_marker
                               ? "the delete marker was replicated to "
                               : "replicated to ";
      answer += attempt.destination_bucket;
      if (attempt.replica) {
        answer += encryption_phrase(*attempt.replica, world);
      }
      return attempt.tags_omitted ? answer + ", but without its tags: " + cause : answer;
    }
    case ReplicationResult::Failed:
    case ReplicationResult::NotEligible: return "not replicated: " + cause;
    case ReplicationResult::Unknown: return "cannot say: " + cause;
  }
  return cause;
}

const ReplicationRule* find_rule(const World& world, const std::string& bucket,
                                 const std::string& rule_id) {
  const World::BucketPlace place = world.find_bucket(bucket);
  if (!place || !place.bucket->replication) {
    return nullptr;
  }
  for (const ReplicationRule& rule : place.bucket->replication->rules) {
    if (rule.id == rule_id) {
      return &rule;
    }
  }
  return nullptr;
}

std::string failure_event_phrase(const ReplicationAttempt& attempt, const NamedObject& object,
                                 const World& world) {
  if (attempt.emits_failure_event) {
    return "s3:Replication:OperationFailedReplication, failureReason " + attempt.reason;
  }
  if (attempt.result == ReplicationResult::NotEligible) {
    return "none: the object was never to be replicated";
  }
  const ReplicationRule* rule = find_rule(world, object.bucket, attempt.rule_id);
  const bool has_metrics = rule != nullptr && rule->destination.metrics &&
                           rule->destination.metrics->status.is_enabled();
  return has_metrics ? "none: S3 sends none for this kind of failure"
                     : "none: Metrics is not enabled in the rule";
}

ExplainedCheck explain_check(const Check& check, const Played& played) {
  ExplainedCheck explained;
  explained.check = &check;
  explained.place = place_of(check.where, played.sources);
  if (check.state == CheckState::Passed) {
    explained.statements = allowing_statements(check, played.sources);
  } else if (has_denial(check) && check.state != CheckState::NotReached) {
    const Cause cause = causes_of_denial(check, played).front();
    explained.place = cause.place;
    if (cause.statement) {
      explained.statements.push_back(*cause.statement);
    }
  }
  return explained;
}

Explanation explain_event(const Played& played, const EventOutcome& outcome) {
  Explanation explanation;
  explanation.event_id = outcome.event_id;
  explanation.operation = outcome.operation;
  explanation.at = format_rfc3339(outcome.at);
  if (const Event* event = find_event(played.scenario, outcome.event_id)) {
    explanation.object = to_string(object_of(event->operation));
    explanation.event_place = place_of(event->where, played.sources);
  }
  if (outcome.source && outcome.source->replication_status) {
    explanation.status_header = to_string(*outcome.source->replication_status);
  }
  explanation.notes = outcome.notes;
  return explanation;
}

Explanation explain_attempt(const Played& played, const EventOutcome& outcome,
                            const ReplicationAttempt& attempt) {
  Explanation explanation = explain_event(played, outcome);
  explanation.attempt = &attempt;
  explanation.rule_place = place_of(attempt.rule_where, played.sources);
  explanation.causes = causes_of(attempt, played);
  explanation.answer = answer_of(attempt, explanation.causes, played.scenario.world);
  if (attempt.result != ReplicationResult::Replicated || attempt.tags_omitted) {
    const Event* event = find_event(played.scenario, outcome.event_id);
    const NamedObject object = event == nullptr ? NamedObject() : object_of(event->operation);
    explanation.failure_event = failure_event_phrase(attempt, object, played.scenario.world);
    if (const Advice* advice = find_advice(attempt.reason)) {
      explanation.advice = advice->advice;
      explanation.page = advice->page;
    }
  }
  for (const Check& check : attempt.checks) {
    explanation.checks.push_back(explain_check(check, played));
    if (check.state == CheckState::Failed && !check.source.empty()) {
      explanation.page = check.source;
    }
  }
  return explanation;
}

/// A call that was refused, or that was about no replication at all.
Explanation explain_call(const Played& played, const EventOutcome& outcome) {
  Explanation explanation = explain_event(played, outcome);
  if (outcome.error.empty()) {
    explanation.answer = outcome.operation + " was done, and there is nothing to replicate";
    return explanation;
  }
  explanation.answer = "refused: " + outcome.error;
  if (!outcome.error_message.empty()) {
    explanation.answer += ": " + outcome.error_message;
  }
  const Event* event = find_event(played.scenario, outcome.event_id);
  if (outcome.caller_trace != nullptr && !outcome.caller_trace->verdict.is_allowed()) {
    Check call;
    call.action = outcome.denied_action;
    call.principal = event != nullptr && event->as ? *event->as : std::string();
    call.trace = outcome.caller_trace;
    call.verdict = outcome.caller_trace->verdict;
    explanation.causes = causes_of_denial(call, played);
  } else if (outcome.error_where.is_known()) {
    Cause cause;
    cause.sentence = outcome.error_message.empty() ? outcome.error : outcome.error_message;
    cause.place = place_of(outcome.error_where, played.sources);
    cause.excerpt = point_at(outcome.error_where, "here", played.sources);
    explanation.causes.push_back(std::move(cause));
  }
  return explanation;
}

}  // namespace

std::vector<Explanation> explain(const Played& played, const EventOutcome& outcome) {
  std::vector<Explanation> explanations;
  for (const ReplicationAttempt& attempt : outcome.attempts) {
    explanations.push_back(explain_attempt(played, outcome, attempt));
  }
  if (explanations.empty()) {
    explanations.push_back(explain_call(played, outcome));
  }
  return explanations;
}

ShortWhyNot why_not(const Played& played, const ReplicationAttempt& attempt) {
  std::vector<Cause> causes = causes_of(attempt, played);
  if (causes.empty()) {
    return {};
  }
  Cause& first = causes.front();
  return {std::move(first.sentence),
          first.near_miss ? std::move(first.near_miss->place) : std::move(first.place)};
}

ShortWhyNot why_not(const Played& played, const Check& check) {
  Cause first = has_denial(check) && check.state != CheckState::Unknown
                    ? causes_of_denial(check, played).front()
                    : missing_cause(check, played);
  return {std::move(first.sentence),
          first.near_miss ? std::move(first.near_miss->place) : std::move(first.place)};
}

const Event* find_event(const ScenarioCase& scenario, std::string_view id) {
  const auto found = std::find_if(scenario.events.begin(), scenario.events.end(),
                                  [&](const Event& event) { return event.id == id; });
  return found == scenario.events.end() ? nullptr : &*found;
}

NamedObject object_of(const Operation& operation) {
  return std::visit(
      [](const auto& parameters) -> NamedObject {
        if constexpr (requires { parameters.object.bucket; }) {
          return {parameters.object.bucket, parameters.object.key};
        } else if constexpr (requires { parameters.source_bucket; }) {
          const std::string arn = parameters.source_bucket.value_or("");
          const std::optional<std::string_view> name = bucket_name_of(arn);
          return {name ? std::string(*name) : arn, ""};
        } else if constexpr (requires { parameters.bucket; }) {
          return {parameters.bucket, ""};
        } else if constexpr (requires { parameters.role; }) {
          return {"", parameters.role.role_name};
        } else if constexpr (requires { parameters.key_id; }) {
          return {"", parameters.key_id};
        } else {
          return {};
        }
      },
      operation);
}

std::string to_string(const NamedObject& object) {
  if (object.bucket.empty() || object.key.empty()) {
    return object.bucket + object.key;
  }
  return object.bucket + "/" + object.key;
}

}  // namespace replisim
