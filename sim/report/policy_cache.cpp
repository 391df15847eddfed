#include "sim/report/policy_cache.h"

#include "model/json_document.h"

namespace replisim {

const CachedPolicy& PolicyCache::find(std::string_view text, PolicyKind kind) {
  const auto key = std::pair(kind, std::string(text));
  if (const auto known = policies_.find(key); known != policies_.end()) {
    return known->second;
  }
  if (policies_.size() >= kPoliciesMax) {
    policies_.clear();
  }
  CachedPolicy& cached = policies_[key];
  auto sources = std::make_shared<SourceMap>();
  const std::uint32_t file = sources->add("policy", std::string(text));
  JsonArena arena;
  Issues issues;
  JsonLimits limits;
  limits.depth_max = kDepthMax;
  limits.allow_comments = false;
  const JsonNode* root = parse_json(*sources, file, arena, issues, limits);
  cached.is_json = root != nullptr && issues.empty();
  if (!cached.is_json) {
    cached.fault = issues.empty() ? "it is empty" : issues.front().message;
    return cached;
  }
  auto document = std::make_shared<PolicyDocument>(read_policy(*root));
  for (const PolicyFault& fault : document->faults) {
    if (fault.unreadable && cached.fault.empty()) {
      const LineColumn place = sources->line_column(fault.where.file, fault.where.begin);
      cached.fault = "line " + std::to_string(place.line) + ", column " +
                     std::to_string(place.column) + ": " + fault.message;
    }
  }
  cached.compiled = std::make_shared<const CompiledPolicy>(*document, kind);
  cached.document = std::move(document);
  cached.sources = std::move(sources);
  return cached;
}

}  // namespace replisim
