#pragma once

#include <cstdint>
#include <optional>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>

#include "sim/replication/permission.h"
#include "sim/testing/denied_by.h"
#include "sim/testing/policy.h"
#include "sim/testing/world.h"

namespace replisim::testing {

// Matchers for what callers may do. In a world all policies count that there are on both sides, as
// they are now; of a policy alone what it says as the identity policy of its holder:
//
//   EXPECT_THAT(world, Allows(role, "s3:GetObject", "arn:aws:s3:::src/a.csv"));
//   EXPECT_THAT(world, Denies(user, "s3:PutObject", bucket.arn() + "/x").because(DeniedBy::Scp));
//   EXPECT_THAT(policy_file("role.json"), Allows("s3:GetObject", "arn:aws:s3:::src/a.csv"));
//
// Where it depends on policies that are not in the world, neither `Allows` nor `Denies` holds.

struct AccessAnswer {
  Decision decision = Decision::ImplicitDeny;
  replisim::DeniedBy denied_by = replisim::DeniedBy::Nothing;
  std::string why;  ///< a sentence, then the statement that decided or came nearest
};

AccessAnswer ask(const World& world, const PermissionRequest& request);
AccessAnswer ask(const Policy& policy, const PermissionRequest& asked);  ///< no caller is named

/// `Allows` or `Denies`; `Asked` is `World` or `Policy`.
template <typename Asked>
class AccessMatcher {
 public:
  using is_gtest_matcher = void;  // NOLINT(readability-identifier-naming): GoogleTest's

  enum class Wanted : std::uint8_t { Allowed, Denied };

  AccessMatcher(Wanted wanted, PermissionRequest request)
      : wanted_(wanted), request_(std::move(request)) {}

  /// A further key of the request; several values make it a list.
  template <typename... Texts>
  [[nodiscard]] AccessMatcher with_context(const std::string& key, const Texts&... values) const {
    AccessMatcher next = *this;
    next.request_.context.push_back({key, {std::string(values)...}, sizeof...(values) != 1});
    return next;
  }
  /// The kind of policy that stands in the way, as an enumerator or as scenarios spell it.
  [[nodiscard]] AccessMatcher because(replisim::DeniedBy denied_by) const {
    return because(std::string(to_string(denied_by)));
  }
  [[nodiscard]] AccessMatcher because(const std::string& denied_by) const {
    AccessMatcher next = *this;
    next.denied_by_ = checked_denied_by(denied_by);
    return next;
  }
  [[nodiscard]] AccessMatcher explicitly() const { return how(Decision::ExplicitDeny); }
  [[nodiscard]] AccessMatcher implicitly() const { return how(Decision::ImplicitDeny); }

  bool MatchAndExplain(const Asked& asked,  // NOLINT(readability-identifier-naming)
                       ::testing::MatchResultListener* listener) const {
    const AccessAnswer answer = ask(asked, request_);
    *listener << answer.why;
    return is_as_wanted(answer);
  }
  void DescribeTo(std::ostream* out) const {  // NOLINT(readability-identifier-naming)
    *out << (wanted_ == Wanted::Allowed ? "allows " : "denies ") << description();
  }
  void DescribeNegationTo(std::ostream* out) const {  // NOLINT(readability-identifier-naming)
    *out << (wanted_ == Wanted::Allowed ? "does not allow " : "does not deny ") << description();
  }

 private:
  [[nodiscard]] AccessMatcher how(Decision decision) const {
    AccessMatcher next = *this;
    next.how_ = decision;
    return next;
  }
  [[nodiscard]] bool is_as_wanted(const AccessAnswer& answer) const {
    if (wanted_ == Wanted::Allowed) {
      return answer.decision == Decision::Allow;
    }
    const bool is_denied =
        answer.decision == Decision::ExplicitDeny || answer.decision == Decision::ImplicitDeny;
    return is_denied && (denied_by_.empty() || denied_by_ == to_string(answer.denied_by)) &&
           (!how_ || *how_ == answer.decision);
  }
  [[nodiscard]] std::string description() const {
    std::string text = request_.as + (request_.as.empty() ? "" : " ") + request_.action + " on " +
                       request_.resource;
    for (const ContextEntry& entry : request_.context) {
      text += ", with " + entry.key;
      for (const std::string& value : entry.values) {
        text += (&value == &entry.values.front() ? " " : ", ") + value;
      }
    }
    text += how_ ? ", " + std::string(to_string(*how_)) : "";
    return denied_by_.empty() ? text : text + " because of " + denied_by_;
  }

  Wanted wanted_;
  PermissionRequest request_;
  std::string denied_by_;
  std::optional<Decision> how_;
};

// NOLINTBEGIN(readability-identifier-naming): matchers are named as GoogleTest's are

/// Of a world: the caller may do it.
inline AccessMatcher<World> Allows(const std::string& caller, const std::string& action,
                                   const std::string& resource) {
  return {AccessMatcher<World>::Wanted::Allowed, {caller, action, resource, {}}};
}
/// Of a world: the caller may not, and that is certain.
inline AccessMatcher<World> Denies(const std::string& caller, const std::string& action,
                                   const std::string& resource) {
  return {AccessMatcher<World>::Wanted::Denied, {caller, action, resource, {}}};
}
/// Of a policy, as the identity policy of some user or role of the account asked about.
inline AccessMatcher<Policy> Allows(const std::string& action, const std::string& resource) {
  return {AccessMatcher<Policy>::Wanted::Allowed, {"", action, resource, {}}};
}
inline AccessMatcher<Policy> Denies(const std::string& action, const std::string& resource) {
  return {AccessMatcher<Policy>::Wanted::Denied, {"", action, resource, {}}};
}

/// Of a world that was loaded: all its expectations hold, as `replisim test` says it.
class MeetsItsExpectationsMatcher {
 public:
  using is_gtest_matcher = void;

  bool MatchAndExplain(const World& world, ::testing::MatchResultListener* listener) const {
    std::string explanation;
    const bool holds = matches(world, explanation);
    *listener << explanation;
    return holds;
  }
  void DescribeTo(std::ostream* out) const { *out << "meets its expectations"; }
  void DescribeNegationTo(std::ostream* out) const { *out << "does not meet its expectations"; }

  static bool matches(const World& world, std::string& explanation);
};

inline MeetsItsExpectationsMatcher MeetsItsExpectations() {
  return {};
}

// NOLINTEND(readability-identifier-naming)

}  // namespace replisim::testing
