#pragma once

#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/sim/iam/scene.h"

namespace replisim {

/// A scene, what it comes to and which kind of policy stands in the way.
struct AuthorizerCase {
  std::string name;
  Scene scene;
  Decision decision = Decision::ImplicitDeny;
  DeniedBy denied_by = DeniedBy::Nothing;
};

inline void PrintTo(const AuthorizerCase& c, std::ostream* out) {
  *out << c.name;
}

inline constexpr Decision kAllowed = Decision::Allow;
inline constexpr Decision kImplicit = Decision::ImplicitDeny;
inline constexpr Decision kExplicit = Decision::ExplicitDeny;
inline constexpr Decision kUnknown = Decision::Unknown;

inline constexpr std::string_view kOwnObjects = "arn:aws:s3:::own/*";

/// Allows something else.
inline PolicyDocument queues_alone() {
  return policy({allow("sqs:*", "*")});
}
inline PolicyDocument denies_objects() {
  return policy({allow("*", "*"), deny("s3:*", kOwnObjects)});
}
/// A bucket policy that lets the principal (JSON, or an ARN) read.
inline PolicyDocument reading_by(const std::string& principal) {
  return policy({allow_to(principal, "s3:GetObject", kOwnObjects)});
}

inline void expect_case(const AuthorizerCase& c) {
  const Answer answer = ask(c.scene);
  EXPECT_EQ(to_string(answer.decision), to_string(c.decision)) << c.scene;
  EXPECT_EQ(to_string(answer.denied_by), to_string(c.denied_by)) << c.scene;
}

}  // namespace replisim
