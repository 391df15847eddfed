#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include "model/scenario.h"
#include "sim/testing/denied_by.h"
#include "sim/testing/outcome.h"
#include "sim/testing/world.h"

namespace replisim::testing {

// Matchers for what comes of an action:
//
//   EXPECT_THAT(world.put("src", "a.csv"), Replicates().to("dst").encrypted_with(key));
//   EXPECT_THAT(world.put("src", "a.csv"), FailsWith("DstPutObjectNotPermitted")
//                                              .because(DeniedBy::KeyPolicy));
//
// What a matcher names must hold, what it leaves out is free; without `to` some destination must be
// so. Where one does not hold, the message says what came and why: the statement that decided or
// came nearest, at `file:line:column`. Texts are compared whole.

/// What all of them are: an expectation of a scenario, held against an outcome by the same rules.
class OutcomeMatcher {
 public:
  using is_gtest_matcher = void;  // NOLINT(readability-identifier-naming): GoogleTest's

  bool MatchAndExplain(const Outcome& outcome,  // NOLINT(readability-identifier-naming)
                       ::testing::MatchResultListener* listener) const {
    std::string explanation;
    const bool is_match = matches(outcome, explanation);
    *listener << explanation;
    return is_match;
  }
  void DescribeTo(std::ostream* out) const {  // NOLINT(readability-identifier-naming)
    *out << description(false);
  }
  void DescribeNegationTo(std::ostream* out) const {  // NOLINT(readability-identifier-naming)
    *out << description(true);
  }

  [[nodiscard]] bool matches(const Outcome& outcome, std::string& explanation) const;
  [[nodiscard]] std::string description(bool is_negated) const;

 protected:
  /// `yes` and `no` are how it is described: `replicates`, `does not replicate`.
  OutcomeMatcher(std::string yes, std::string no, bool is_about_replicas = false)
      : is_about_replicas_(is_about_replicas), yes_(std::move(yes)), no_(std::move(no)) {}

  static Expected equal_to(std::string value);
  void describe(const std::string& words) { words_ += words; }
  void expect_key(const std::string& key_or_algorithm);

  EventExpectation event_;
  ReplicaExpectation replica_;        ///< of each destination that is named, or of some
  std::vector<std::string> buckets_;  ///< named by `to`
  bool is_about_replicas_;
  std::optional<std::string> key_;  ///< id, alias or ARN: looked up in the world
  std::string denied_by_;           ///< of a call that was refused
  std::string denied_action_;       ///< the same

 private:
  std::string yes_;
  std::string no_;
  std::string words_;
};

/// Matchers for what becomes of an event at its destinations.
template <typename Self>
class AttemptMatcher : public OutcomeMatcher {
 public:
  /// Name of the destination bucket. Named again: at all of them.
  Self to(const std::string& bucket) const {
    return with(" to " + bucket, [&](Self& next) { next.buckets_.push_back(bucket); });
  }
  Self by_rule(const std::string& id) const {
    return with(" by rule " + id, [&](Self& next) { next.replica_.rule = equal_to(id); });
  }
  /// Of several objects of a batch job.
  Self of_key(const std::string& key) const {
    return with(" of " + key, [&](Self& next) { next.replica_.key = equal_to(key); });
  }

 protected:
  AttemptMatcher(ReplicationResult result, std::string yes, std::string no)
      : OutcomeMatcher(std::move(yes), std::move(no), true) {
    replica_.result = equal_to(std::string(to_string(result)));
  }

  template <typename Change>
  [[nodiscard]] Self with(const std::string& words, const Change& change) const {
    Self next = static_cast<const Self&>(*this);
    next.describe(words);
    change(next);
    return next;
  }
};

class ReplicatesMatcher : public AttemptMatcher<ReplicatesMatcher> {
 public:
  ReplicatesMatcher()
      : AttemptMatcher(ReplicationResult::Replicated, "replicates", "does not replicate") {}

  /// The replica's encryption: `AES256`, `aws:kms`, `aws:kms:dsse`, `SSE-C`, `none`; or its key: an
  /// ARN, id or alias, or a builder's key.
  ReplicatesMatcher encrypted_with(const std::string& key_or_algorithm) const {
    return with(" encrypted with " + key_or_algorithm,
                [&](ReplicatesMatcher& next) { next.expect_key(key_or_algorithm); });
  }
  ReplicatesMatcher with_bucket_key(bool is_enabled = true) const;
  ReplicatesMatcher owned_by(const std::string& account) const {
    return with(" owned by " + account,
                [&](ReplicatesMatcher& next) { next.replica_.owner = equal_to(account); });
  }
  ReplicatesMatcher storage_class(const std::string& name) const {
    return with(" in storage class " + name,
                [&](ReplicatesMatcher& next) { next.replica_.storage_class = equal_to(name); });
  }
  /// All its tags; `{}`: none.
  ReplicatesMatcher with_tags(const Tags& tags) const;

 private:
  friend class AttemptMatcher<ReplicatesMatcher>;
};

class FailsWithMatcher : public AttemptMatcher<FailsWithMatcher> {
 public:
  explicit FailsWithMatcher(const std::string& reason);

  /// The kind of policy that stood in the way, as an enumerator or as scenarios spell it.
  FailsWithMatcher because(replisim::DeniedBy denied_by) const;
  FailsWithMatcher because(const std::string& denied_by) const;
  FailsWithMatcher action(const std::string& action) const {  ///< `kms:GenerateDataKey`
    return with(", denied " + action,
                [&](FailsWithMatcher& next) { next.replica_.denied_action = equal_to(action); });
  }
  FailsWithMatcher on(const std::string& resource_arn) const {
    return with(" on " + resource_arn, [&](FailsWithMatcher& next) {
      next.replica_.denied_resource = equal_to(resource_arn);
    });
  }
  FailsWithMatcher explicitly() const { return how("explicitDeny"); }  ///< by a Deny
  FailsWithMatcher implicitly() const { return how("implicitDeny"); }  ///< nothing allows it
  FailsWithMatcher how(const std::string& denied_how) const {  ///< `explicitDeny`, `implicitDeny`
    return with(", " + denied_how,
                [&](FailsWithMatcher& next) { next.replica_.denied_how = equal_to(denied_how); });
  }

 private:
  friend class AttemptMatcher<FailsWithMatcher>;
};

/// `NOT_ELIGIBLE` or `UNKNOWN`, with a reason.
class ReasonMatcher : public AttemptMatcher<ReasonMatcher> {
 public:
  ReasonMatcher(ReplicationResult result, const std::string& reason);

 private:
  friend class AttemptMatcher<ReasonMatcher>;
};

class IsRefusedWithMatcher : public OutcomeMatcher {
 public:
  explicit IsRefusedWithMatcher(const std::string& code);
  IsRefusedWithMatcher because(replisim::DeniedBy denied_by) const;
  IsRefusedWithMatcher because(const std::string& denied_by) const;
  IsRefusedWithMatcher action(const std::string& action) const;  ///< `s3:PutObject`
};

class IsStoredWithMatcher : public OutcomeMatcher {
 public:
  explicit IsStoredWithMatcher(const std::string& algorithm);
  IsStoredWithMatcher key(const std::string& key) const;  ///< ARN, id or alias
};

class SucceedsMatcher : public OutcomeMatcher {
 public:
  SucceedsMatcher();
};

class HasReplicationStatusMatcher : public OutcomeMatcher {
 public:
  explicit HasReplicationStatusMatcher(const std::string& status);
};

// NOLINTBEGIN(readability-identifier-naming): matchers are named as GoogleTest's are

/// The object, delete marker or change arrives.
inline ReplicatesMatcher Replicates() {
  return {};
}
/// S3 tries and fails, with this failure reason; without one, with any.
inline FailsWithMatcher FailsWith(const std::string& reason = "") {
  return FailsWithMatcher(reason);
}
/// S3 does not try, with this reason: `IsReplica`, `NoMatchingRule`, …; without one, with any.
inline ReasonMatcher IsNotEligible(const std::string& reason = "") {
  return {ReplicationResult::NotEligible, reason};
}
/// It depends on what is not in the world.
inline ReasonMatcher IsUnknown(const std::string& reason = "") {
  return {ReplicationResult::Unknown, reason};
}
/// The call itself is refused with AWS's error code.
inline IsRefusedWithMatcher IsRefusedWith(const std::string& code) {
  return IsRefusedWithMatcher(code);
}
/// The call itself is not refused, whatever replication makes of it.
inline SucceedsMatcher Succeeds() {
  return {};
}
/// Encryption of the stored source object: `none`, `AES256`, `aws:kms`, `aws:kms:dsse`, `SSE-C`.
inline IsStoredWithMatcher IsStoredWith(const std::string& algorithm) {
  return IsStoredWithMatcher(algorithm);
}
/// `x-amz-replication-status` of the source object once all is done: `COMPLETED`, `FAILED`,
/// `PENDING`, `REPLICA`; empty: none.
inline HasReplicationStatusMatcher HasReplicationStatus(const std::string& status) {
  return HasReplicationStatusMatcher(status);
}

// NOLINTEND(readability-identifier-naming)

}  // namespace replisim::testing
