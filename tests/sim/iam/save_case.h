#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

#include "model/policy_document.h"

namespace replisim {

/// A policy, and the first thing AWS says when it is saved.
struct SaveCase {
  std::string name;
  std::string statement;  ///< of a policy of 2012-10-17; or a whole policy, with `"Version"` first
  std::string message;    ///< empty: accepted
  std::string lint_code = {};
  std::string shown = {};  ///< the text at the fault's place
};

void PrintTo(const SaveCase& c, std::ostream* out);

/// Saves the case's policy: a bucket policy to the bucket `dst`.
void expect_answer(const SaveCase& c, PolicyKind kind, std::string_view code);

/// An Allow with a principal and further elements.
std::string allow_by(std::string_view principal, std::string_view rest);

}  // namespace replisim
