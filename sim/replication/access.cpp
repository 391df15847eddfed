#include "sim/replication/access.h"

#include <optional>
#include <string_view>

#include "model/arn.h"
#include "sim/replication/caller.h"
#include "sim/replication/run.h"

namespace replisim {
namespace {

void ask_bucket(Run& run, Caller& caller, const AccessQuestion& question,
                std::string_view arn_resource) {
  const std::size_t slash = arn_resource.find('/');
  const std::string bucket(arn_resource.substr(0, slash));
  const ResourceFacts& facts = run.policies.bucket(bucket);
  const ObjectVersion* version = slash == std::string_view::npos || !facts.exists
                                     ? nullptr
                                     : run.objects.current(bucket, arn_resource.substr(slash + 1));
  if (version == nullptr || version->is_delete_marker) {
    caller.may(question.action, question.resource, facts);
  } else {
    caller.may_on_object(question.action, question.resource, facts, *version);
  }
}

void ask_key(Run& run, Caller& caller, const AccessQuestion& question) {
  RequestContext own;
  own.set("kms:CallerAccount", caller.account_or(""));
  caller.may(question.action, question.resource, run.policies.key(question.resource), own);
}

/// A resource that no policy of the world stands at.
void ask_other(Caller& caller, const AccessQuestion& question, std::string_view account) {
  ResourceFacts facts;
  facts.arn = question.resource;
  facts.policies.account = account.empty() ? caller.account_or("") : std::string(account);
  caller.may(question.action, question.resource, facts);
}

}  // namespace

std::shared_ptr<const Trace> ask_access(Run& run, const AccessQuestion& question) {
  Event event;
  event.as = question.caller;
  event.context = question.context;
  EventOutcome outcome;
  Caller caller(run, event, outcome);
  const std::optional<Arn> arn = parse_arn(question.resource);
  const std::string_view service = arn ? arn->service : std::string_view();
  if (service == "s3") {
    ask_bucket(run, caller, question, arn->resource);
  } else if (service == "kms" && arn->resource.substr(0, 4) == "key/") {
    ask_key(run, caller, question);
  } else if (service == "iam" && question.action.substr(0, 4) == "sts:") {
    caller.may(question.action, question.resource, run.policies.role(question.resource));
  } else if (service == "iam" && arn->resource.substr(0, 5) == "role/") {
    caller.may_on_role(question.action, question.resource);
  } else {
    ask_other(caller, question, arn ? arn->account : std::string_view());
  }
  return outcome.caller_trace;
}

}  // namespace replisim
