// Any bytes as a policy of every kind: checked as AWS does when it is saved, linted, held against
// Block Public Access, without a crash. What AWS refuses is an error of lint, too.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "model/json_document.h"
#include "model/policy_document.h"
#include "sim/iam/lint.h"
#include "sim/iam/policy_validation.h"
#include "sim/iam/public_policy.h"

namespace replisim {
namespace {

constexpr PolicyKind kKinds[] = {PolicyKind::Identity,
                                 PolicyKind::PermissionsBoundary,
                                 PolicyKind::Session,
                                 PolicyKind::ServiceControl,
                                 PolicyKind::ResourceControl,
                                 PolicyKind::Bucket,
                                 PolicyKind::Key,
                                 PolicyKind::Trust,
                                 PolicyKind::VpcEndpoint,
                                 PolicyKind::Resource};

bool has_error(const std::vector<LintFinding>& findings) {
  for (const LintFinding& finding : findings) {
    if (finding.severity() == Severity::Error) {
      return true;
    }
  }
  return false;
}

void lint(const PolicyDocument& policy, std::string_view text) {
  const PolicyTarget target{.bucket_name = "b", .account = "111111111111", .text = text};
  for (const PolicyKind kind : kKinds) {
    const bool is_refused = !validate_policy(policy, kind, target).empty();
    if (is_refused && !has_error(lint_policy(policy, kind, target))) {
      std::abort();
    }
  }
  (void)guess_policy_kind(policy);
  (void)is_public_policy(policy);
}

}  // namespace
}  // namespace replisim

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace replisim;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  SourceMap sources;
  JsonArena arena;
  Issues issues;
  const JsonNode* const root = parse_json(sources, sources.add("p.json", bytes), arena, issues);
  if (root != nullptr) {
    lint(read_policy(*root), bytes);
  }
  return 0;
}
