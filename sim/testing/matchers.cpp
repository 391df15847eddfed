#include "sim/testing/matchers.h"

#include <algorithm>
#include <set>
#include <span>
#include <string_view>

#include "model/expectation_names.h"
#include "model/spelling.h"
#include "sim/report/expectations.h"
#include "sim/report/text.h"
#include "sim/testing/playing.h"

namespace replisim::testing {
namespace {

std::string checked_name(const std::string& what, const std::string& name,
                         std::span<const std::string_view> names) {
  if (std::find(names.begin(), names.end(), name) != names.end()) {
    return name;
  }
  const std::optional<std::string> nearest = nearest_name(name, names);
  throw BadWorld("there is no " + what + " `" + name + "`" +
                 (nearest ? "\n  hint: did you mean `" + *nearest + "`?" : ""));
}

/// By ARN, id, alias or alias ARN; what is none of these stays as it is.
std::string key_arn(const std::string& text, const replisim::World& world) {
  for (const Account& account : world.accounts) {
    for (const Key& key : account.keys) {
      std::string arn = arn_of(account, key);
      const std::string begin = arn.substr(0, arn.rfind(":key/") + 1);
      const auto is_it = [&](const std::string& alias) {
        return text == alias || text == begin + alias;
      };
      if (text == key.key_id || std::any_of(key.aliases.begin(), key.aliases.end(), is_it)) {
        return arn;
      }
    }
  }
  return text;
}

/// Fields of a replica say nothing where the result is another one.
Mismatches that_matter(const Mismatches& mismatches) {
  std::set<std::string> other_results;
  constexpr std::string_view kResult = ".result";
  for (const Mismatch& mismatch : mismatches) {
    if (mismatch.what.ends_with(kResult)) {
      other_results.insert(mismatch.what.substr(0, mismatch.what.size() - kResult.size()));
    }
  }
  Mismatches kept;
  for (const Mismatch& mismatch : mismatches) {
    const std::string of = mismatch.what.substr(0, mismatch.what.rfind('.'));
    if (mismatch.what.ends_with(kResult) || !other_results.contains(of)) {
      kept.push_back(mismatch);
    }
  }
  return kept;
}

/// Where no destination was named, `replicas[].result` is just the `result`.
std::string say(const Mismatch& mismatch) {
  constexpr std::string_view kAnywhere = "replicas[].";
  if (mismatch.what.ends_with(']')) {
    return mismatch.what == "replicas[]" ? "nothing was tried"
                                         : "nothing was tried at " + mismatch.what;
  }
  const bool is_anywhere = mismatch.what.starts_with(kAnywhere);
  return (is_anywhere ? mismatch.what.substr(kAnywhere.size()) : mismatch.what) + " is " +
         mismatch.actual + ", not " + mismatch.expected;
}

/// An answer and what it rests on, as `replisim explain` has it.
std::string why(const Explanation& explanation) {
  return explanation.answer + "\n" + causes_text(explanation, TextStyle());
}

std::string answers(const Outcome& outcome) {
  const SimulationResult alone{{outcome.event()}, {}};
  std::string text;
  for (const Explanation& one : explain(outcome.playing().played(alone), outcome.event())) {
    text += (text.empty() ? "" : "; ") + one.answer;
  }
  return text;
}

/// Why it came so, of the attempts that are not as expected, or of all.
std::string whys(const Outcome& outcome, const Mismatches& mismatches) {
  std::set<std::size_t> concerned;
  for (const Mismatch& mismatch : mismatches) {
    if (mismatch.attempt) {
      concerned.insert(*mismatch.attempt);
    }
  }
  const SimulationResult alone{{outcome.event()}, {}};
  const std::vector<Explanation> explained =
      explain(outcome.playing().played(alone), outcome.event());
  std::string text;
  for (std::size_t i = 0; i < explained.size(); ++i) {
    if (concerned.empty() || concerned.contains(i)) {
      text += "\n" + why(explained[i]);
      text.erase(text.find_last_not_of('\n') + 1);
    }
  }
  return text;
}

void compare_text(Mismatches& mismatches, const std::string& what, const std::string& wanted,
                  std::string_view actual) {
  if (!wanted.empty() && wanted != actual) {
    Mismatch& mismatch = mismatches.emplace_back();
    mismatch.what = what;
    mismatch.expected = "\"" + wanted + "\"";
    mismatch.actual = actual.empty() ? "null" : "\"" + std::string(actual) + "\"";
  }
}

}  // namespace

std::string checked_denied_by(const std::string& name) {
  return checked_name("kind of policy", name, expected_denied_by());
}

// --- what all have in common ---

Expected OutcomeMatcher::equal_to(std::string value) {
  Expected expected;
  expected.kind = Expected::Kind::Equals;
  expected.value = std::move(value);
  return expected;
}

void OutcomeMatcher::expect_key(const std::string& key_or_algorithm) {
  if (!parse_object_encryption(key_or_algorithm)) {
    key_ = key_or_algorithm;
  } else if (is_about_replicas_) {
    replica_.server_side_encryption = equal_to(key_or_algorithm);
  } else {
    event_.server_side_encryption = equal_to(key_or_algorithm);
  }
}

bool OutcomeMatcher::matches(const Outcome& outcome, std::string& explanation) const {
  EventExpectation expected = event_;
  ReplicaExpectation replica = replica_;
  if (key_) {
    Expected& field = is_about_replicas_ ? replica.sse_kms_key_id : expected.sse_kms_key_id;
    field = equal_to(key_arn(*key_, outcome.playing().world()));
  }
  for (const std::string& bucket : buckets_) {
    expected.replicas.push_back(replica);
    expected.replicas.back().bucket = equal_to(bucket);
  }
  if (is_about_replicas_ && buckets_.empty()) {
    expected.replicas.push_back(replica);
  }
  const EventOutcome& event = outcome.event();
  Mismatches mismatches = that_matter(compare(expected, event));
  compare_text(mismatches, "deniedBy", denied_by_, to_string(event.denied_by));
  compare_text(mismatches, "deniedAction", denied_action_, event.denied_action);
  if (mismatches.empty()) {
    explanation = "which is so: " + answers(outcome);
    return true;
  }
  for (const Mismatch& mismatch : mismatches) {
    explanation += (explanation.empty() ? "where " : "\nand ") + say(mismatch);
  }
  explanation += whys(outcome, mismatches);
  return false;
}

std::string OutcomeMatcher::description(bool is_negated) const {
  return (is_negated ? no_ : yes_) + words_;
}

// --- one by one ---

ReplicatesMatcher ReplicatesMatcher::with_bucket_key(bool is_enabled) const {
  return with(is_enabled ? " with a bucket key" : " without a bucket key",
              [&](ReplicatesMatcher& next) {
                next.replica_.bucket_key_enabled = equal_to(is_enabled ? "true" : "false");
              });
}

ReplicatesMatcher ReplicatesMatcher::with_tags(const Tags& tags) const {
  TagSet set;
  std::string words;
  for (const auto& [key, value] : tags) {
    set.push_back({key, value});
    words.append(words.empty() ? " with tags " : ", ").append(key).append("=").append(value);
  }
  return with(words.empty() ? " without tags" : words,
              [&](ReplicatesMatcher& next) { next.replica_.tag_set = set; });
}

FailsWithMatcher::FailsWithMatcher(const std::string& reason)
    : AttemptMatcher(ReplicationResult::Failed, reason.empty() ? "fails" : "fails with " + reason,
                     reason.empty() ? "does not fail" : "does not fail with " + reason) {
  if (!reason.empty()) {
    replica_.reason = equal_to(checked_name("failure reason", reason, expected_failure_reasons()));
  }
}

FailsWithMatcher FailsWithMatcher::because(replisim::DeniedBy denied_by) const {
  return because(std::string(to_string(denied_by)));
}

FailsWithMatcher FailsWithMatcher::because(const std::string& denied_by) const {
  return with(" because of " + checked_denied_by(denied_by),
              [&](FailsWithMatcher& next) { next.replica_.denied_by = equal_to(denied_by); });
}

ReasonMatcher::ReasonMatcher(ReplicationResult result, const std::string& reason)
    : AttemptMatcher(result,
                     result == ReplicationResult::Unknown ? "is unknown" : "is not eligible",
                     result == ReplicationResult::Unknown ? "is anything but unknown"
                                                          : "is anything but not eligible") {
  if (reason.empty()) {
    return;
  }
  describe(", " + reason);
  replica_.reason = equal_to(result == ReplicationResult::Unknown
                                 ? reason
                                 : checked_name("reason why something is not eligible", reason,
                                                expected_not_eligible_codes()));
}

IsRefusedWithMatcher::IsRefusedWithMatcher(const std::string& code)
    : OutcomeMatcher("is refused with " + code, "is not refused with " + code) {
  event_.error = equal_to(code);
}

IsRefusedWithMatcher IsRefusedWithMatcher::because(replisim::DeniedBy denied_by) const {
  return because(std::string(to_string(denied_by)));
}

IsRefusedWithMatcher IsRefusedWithMatcher::because(const std::string& denied_by) const {
  IsRefusedWithMatcher next = *this;
  next.denied_by_ = checked_denied_by(denied_by);
  next.describe(" because of " + denied_by);
  return next;
}

IsRefusedWithMatcher IsRefusedWithMatcher::action(const std::string& action) const {
  IsRefusedWithMatcher next = *this;
  next.denied_action_ = action;
  next.describe(", denied " + action);
  return next;
}

IsStoredWithMatcher::IsStoredWithMatcher(const std::string& algorithm)
    : OutcomeMatcher("is stored with " + algorithm, "is not stored with " + algorithm) {
  expect_key(algorithm);
}

IsStoredWithMatcher IsStoredWithMatcher::key(const std::string& key) const {
  IsStoredWithMatcher next = *this;
  next.key_ = key;
  next.describe(" under key " + key);
  return next;
}

SucceedsMatcher::SucceedsMatcher() : OutcomeMatcher("succeeds", "is refused") {
  event_.error.kind = Expected::Kind::Absent;
}

HasReplicationStatusMatcher::HasReplicationStatusMatcher(const std::string& status)
    : OutcomeMatcher(
          status.empty() ? "has no replication status" : "has replication status " + status,
          status.empty() ? "has a replication status" : "has no replication status " + status) {
  event_.replication_status = equal_to(status);
  if (status.empty()) {
    event_.replication_status.kind = Expected::Kind::Absent;
  }
}

}  // namespace replisim::testing
