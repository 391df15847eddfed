#include "sim/replication/authorization.h"

#include <cassert>
#include <utility>

#include "sim/iam/managed_policies.h"
#include "sim/replication/delivery.h"
#include "sim/replication/run.h"

namespace replisim {
namespace {

struct CallOf {
  const CallerFacts* caller = nullptr;
  const CallerPolicies* policies = nullptr;
  const ResourceFacts* resource = nullptr;
  const RequestContext* moment = nullptr;
};

/// One row asked about one delivery.
class Asking {
 public:
  Asking(Delivery& delivery, const CheckRow& row)
      : delivery_(delivery), run_(delivery.run), row_(row) {}

  Authorization ask_row(std::size_t index);

 private:
  [[nodiscard]] CallOf call_of() const;
  [[nodiscard]] const std::string& resource_arn() const;
  void prepare(PreparedQuestion& question, std::string_view action) const;
  void point_at_object(PreparedQuestion& question) const;
  Verdict ask(PreparedQuestion& question, std::string_view action,
              std::shared_ptr<const Trace>& trace) const;
  [[nodiscard]] Verdict by_grant_alone(const PreparedQuestion& question, Verdict verdict) const;
  [[nodiscard]] Instant moment() const;
  void ask_other(std::size_t index, Authorization& answer) const;

  Delivery& delivery_;
  Run& run_;
  const CheckRow& row_;
};

CallOf Asking::call_of() const {
  const ReplicationPlan& plan = delivery_.plan;
  CallOf call;
  switch (row_.asker) {
    case Asker::S3: call.caller = plan.s3; break;
    case Asker::Role: call.caller = plan.session; break;
    case Asker::BatchOperations: call.caller = delivery_.task->service; break;
    case Asker::JobRole: call.caller = delivery_.task->job_session; break;
  }
  const bool is_service = row_.asker == Asker::S3 || row_.asker == Asker::BatchOperations;
  call.moment = is_service ? &run_.moment.of_service() : &run_.moment.of_session();
  call.policies = &call.caller->policies;
  switch (row_.about) {
    case AskedAbout::State: break;
    case AskedAbout::Role: call.resource = plan.role_facts; break;
    case AskedAbout::JobRole: call.resource = delivery_.task->job_role; break;
    case AskedAbout::SourceBucket:
    case AskedAbout::SourceObject: call.resource = plan.source_facts; break;
    case AskedAbout::DestinationObject: call.resource = plan.destination_facts; break;
    case AskedAbout::SourceKey:
      call.resource = &run_.policies.key(delivery_.source_key->arn);
      break;
    case AskedAbout::ReplicaKey:
      call.resource = &run_.policies.key(delivery_.encryption.key->arn);
      break;
  }
  if (row_.about == AskedAbout::DestinationObject && plan.destination_caller != nullptr) {
    call.policies = plan.destination_caller.get();
  }
  assert(call.resource != nullptr);
  return call;
}

const std::string& Asking::resource_arn() const {
  switch (row_.about) {
    case AskedAbout::SourceObject: return delivery_.source_object.text;
    case AskedAbout::DestinationObject: return delivery_.destination_object.text;
    case AskedAbout::SourceBucket: return delivery_.plan.source_arn;
    case AskedAbout::SourceKey: return delivery_.source_key->arn;
    case AskedAbout::ReplicaKey: return delivery_.encryption.key->arn;
    case AskedAbout::JobRole: return delivery_.task->job_role->arn;
    case AskedAbout::State:
    case AskedAbout::Role: break;
  }
  return delivery_.plan.role_arn;
}

void Asking::prepare(PreparedQuestion& question, std::string_view action) const {
  const CallOf call = call_of();
  question = PreparedQuestion{};
  question.is_ready = true;
  question.caller = call.caller;
  question.caller_policies = call.policies;
  question.resource = call.resource;
  question.request.principal = &call.caller->principal;
  question.request.action = RequestAction(std::string(action));
  question.request.resource = RequestResource(resource_arn());
  question.request.resource_account = call.resource->policies.account;
  if (row_.about == AskedAbout::SourceBucket || row_.about == AskedAbout::SourceObject ||
      row_.about == AskedAbout::DestinationObject) {
    question.fixed.set("s3:TlsVersion", run_.settings.has(Setting::OlderTls) ? "1.2" : "1.3");
  }
  question.fixed.add_layer(call.caller->context);
  question.fixed.add_layer(call.resource->context);
  question.fixed.add_layer(*call.moment);
  question.request.context = question.fixed;
  question.key_arn = resource_arn();
}

/// What changes from object to object: the resource, and keys of the call's own.
void Asking::point_at_object(PreparedQuestion& question) const {
  if (row_.about == AskedAbout::SourceObject) {
    question.request.resource = delivery_.source_object;
  } else if (row_.about == AskedAbout::DestinationObject) {
    question.request.resource = delivery_.destination_object;
  }
  if (row_.context == nullptr) {
    return;
  }
  const ObjectVersion& source = delivery_.source;
  const bool has_more_keys = !source.tags.empty() || !source.encryption_context.empty();
  if (row_.context_varies && (has_more_keys || question.has_more_keys)) {
    question.request.context = question.fixed;
    question.has_more_keys = has_more_keys;
  }
  row_.context(delivery_, question.request.context);
}

/// U28, other reading: a grant stands for the identity policy as well.
Verdict Asking::by_grant_alone(const PreparedQuestion& question, Verdict verdict) const {
  if (!run_.settings.has(Setting::CrossAccountGrantAlone) || verdict.is_allowed() ||
      verdict.denied_by != DeniedBy::IdentityPolicy || verdict.decision != Decision::ImplicitDeny) {
    return verdict;
  }
  for (const CompiledGrant& grant : question.resource->policies.grants) {
    if (match_grant(grant, question.request).applies()) {
      CallerPolicies widened = *question.caller_policies;
      widened.identity.push_back(
          std::make_shared<const CompiledPolicy>(full_access_policy(false), PolicyKind::Identity));
      const Verdict wide = decide(question.request, widened, question.resource->policies);
      return wide.is_allowed() ? Verdict{.decision = Decision::Allow} : verdict;
    }
  }
  return verdict;
}

Verdict Asking::ask(PreparedQuestion& question, std::string_view action,
                    std::shared_ptr<const Trace>& trace) const {
  const bool is_of_job = row_.about == AskedAbout::JobRole || row_.asker == Asker::JobRole;
  const bool is_of_other_key =
      (row_.about == AskedAbout::SourceKey || row_.about == AskedAbout::ReplicaKey) &&
      question.key_arn != resource_arn();
  if (!question.is_ready || is_of_job || is_of_other_key) {
    prepare(question, action);
  }
  point_at_object(question);
  if (!run_.watch) {
    return by_grant_alone(
        question, decide(question.request, *question.caller_policies, question.resource->policies));
  }
  auto watched = std::make_shared<Trace>();
  const Verdict verdict =
      decide(question.request, *question.caller_policies, question.resource->policies, *watched);
  trace = std::move(watched);
  return by_grant_alone(question, verdict);
}

/// U31: the calls of a multipart replica are spread over its duration.
Instant Asking::moment() const {
  const std::int64_t duration = run_.settings.multipart_duration_milliseconds;
  std::int64_t later = 0;
  if (row_.reason == FailureReason::DstMultipartUploadNotPermitted) {
    later = duration / 2;
  } else if (row_.reason == FailureReason::DstMultipartCompleteNotPermitted) {
    later = duration;
  }
  return add_milliseconds(run_.now, later).value_or(run_.now);
}

/// The alternative, where one is enough.
void Asking::ask_other(std::size_t index, Authorization& answer) const {
  PreparedQuestion& other = delivery_.plan.other_questions[index];
  std::shared_ptr<const Trace> trace;
  const Verdict verdict = ask(other, row_.or_action, trace);
  answer.only_one_of_two = verdict.is_allowed() != answer.verdict.is_allowed();
  answer.other_trace = std::move(trace);
  if (answer.verdict.is_allowed()) {
    return;
  }
  if (verdict.is_allowed()) {
    answer.verdict = verdict;
    answer.action = row_.or_action;
    answer.asked = &other;
    std::swap(answer.trace, answer.other_trace);
  } else if (verdict.decision == Decision::Unknown) {
    answer.verdict.decision = Decision::Unknown;
  }
}

Authorization Asking::ask_row(std::size_t index) {
  PreparedQuestion& question = delivery_.plan.questions[index];
  run_.moment.set(moment());
  Authorization answer;
  answer.asked = &question;
  answer.action = row_.action;
  answer.verdict = ask(question, row_.action, answer.trace);
  // AWS documents both actions on a replica's key: which one is missing is told in any case.
  const bool asks_other = !row_.or_action.empty() && (row_.about == AskedAbout::ReplicaKey ||
                                                      run_.watch || !answer.verdict.is_allowed());
  if (asks_other) {
    ask_other(index, answer);
  }
  run_.moment.set(run_.now);
  return answer;
}

}  // namespace

Authorization authorize(Delivery& delivery, const CheckRow& row, std::size_t index) {
  return Asking(delivery, row).ask_row(index);
}

}  // namespace replisim
