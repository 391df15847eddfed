#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "model/policy_document.h"
#include "model/source.h"
#include "sim/iam/authorizer.h"

namespace replisim {

/// A policy that came as text, read and compiled, or why it cannot be.
struct CachedPolicy {
  std::shared_ptr<const SourceMap> sources;  ///< its own text
  std::shared_ptr<const PolicyDocument> document;
  PolicyPointer compiled;
  std::string fault;  ///< empty if it can be read
  bool is_json = false;
};

/// Policies by their text, so that one that comes again is compiled once. One thread at a time.
class PolicyCache {
 public:
  /// Policies remembered; beyond it all are forgotten, so memory stays bounded.
  static constexpr std::size_t kPoliciesMax = 4'096;
  static constexpr std::uint32_t kDepthMax = 64;
  /// The longest policy that the API takes (iam-evaluation 8.1).
  static constexpr std::size_t kPolicyLengthMax = 131'072;

  /// Valid until the next call.
  const CachedPolicy& find(std::string_view text, PolicyKind kind);

 private:
  std::map<std::pair<PolicyKind, std::string>, CachedPolicy> policies_;
};

}  // namespace replisim
