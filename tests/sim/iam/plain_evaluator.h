#pragma once

#include "sim/iam/decision.h"
#include "tests/sim/iam/scene.h"

namespace replisim {

/// What a scene comes to, and which kind of policy stands in the way.
struct PlainAnswer {
  Decision decision = Decision::ImplicitDeny;
  DeniedBy denied_by = DeniedBy::Nothing;
};

/// The second implementation: iam-evaluation, section by section, over the documents as they are.
/// No index, no compiled form, nothing kept from one question to the next; slow, and meant to be
/// read beside the facts. Values (numbers, dates, addresses, folded text) are parsed by model/,
/// which has tests of its own. Knows no policy that is not there: `Unknown` is not its matter.
PlainAnswer plain_answer(const Scene& scene);

/// `*` and `?` of a text of a policy against a whole text, 2.1.
bool plain_glob(std::string_view pattern, std::string_view text);

}  // namespace replisim
