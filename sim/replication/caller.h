#pragma once

#include <string>
#include <string_view>

#include "model/event.h"
#include "sim/iam/world_policies.h"
#include "sim/replication/attempt.h"
#include "sim/replication/run.h"

namespace replisim {

/// Who calls: the event's caller, or nobody in particular, who is taken as authorised.
class Caller {
 public:
  Caller(Run& run, const Event& event, EventOutcome& outcome);

  [[nodiscard]] bool is_named() const { return facts_ != nullptr; }
  /// Of the caller; of the bucket or key where nobody is named.
  [[nodiscard]] std::string account_or(const std::string& owner) const;
  [[nodiscard]] const CallerFacts* facts() const { return facts_; }

  /// Asks for an action. Where it is refused the event fails with AWS's code, and why stands in the
  /// outcome. `own` are keys of this call.
  bool may(std::string_view action, const std::string& resource, const ResourceFacts& facts,
           const RequestContext& own = {});
  /// The same on an object that is there: its owner, ACL and tags count.
  bool may_on_object(std::string_view action, const std::string& resource,
                     const ResourceFacts& bucket, const ObjectVersion& version,
                     RequestContext own = {});
  /// A role that is managed, not assumed: its trust policy plays no part.
  bool may_on_role(std::string_view action, const std::string& role_arn,
                   const RequestContext& own = {});
  /// A KMS grant is asked for.
  bool may_create_grant(const std::string& key_arn, const ResourceFacts& key, const Grant& grant);
  /// KMS through S3: encryption context and service are those of an object.
  bool may_use_key(std::string_view action, const std::string& key_arn, const std::string& region,
                   const std::string& context_arn, const TagSet& context);
  /// Whether a key policy would let the caller put the next one (6.1 of the IAM dossier).
  bool passes_lockout(const std::string& key_arn, const ResourceFacts& key,
                      const PolicyDocument& policy);

  /// The context of a call of this caller: the event's own keys come first.
  [[nodiscard]] RequestContext context_for(const ResourceFacts& facts,
                                           const RequestContext& own) const;

 private:
  [[nodiscard]] RequestContext context_of(const CallerFacts& caller, const ResourceFacts& facts,
                                          const RequestContext& own) const;
  [[nodiscard]] bool could_put_key_policy(const CallerFacts& facts, const std::string& key_arn,
                                          const ResourceFacts& key,
                                          const PolicyPointer& policy) const;
  bool ask(Request request, const ResourcePolicies& resource, const std::string& owner);
  void refuse(const Request& request, const Verdict& verdict, std::shared_ptr<const Trace> trace);

  Run& run_;
  const Event& event_;
  EventOutcome& outcome_;
  const CallerFacts* facts_ = nullptr;
};

/// The event fails with AWS's code and text.
void fail(EventOutcome& outcome, std::string_view code, std::string_view message,
          SourceRange where = {});

}  // namespace replisim
