#include "sim/report/authorize_json.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

#include "model/json_document.h"
#include "sim/iam/policy_simulation.h"
#include "sim/report/authorize_request.h"
#include "sim/report/trace_json.h"

namespace replisim {
namespace {

using Json = nlohmann::ordered_json;

Json position(const SourceMap& sources, std::uint32_t file, std::uint32_t offset) {
  const LineColumn place = sources.line_column(file, offset);
  return Json{{"Line", place.line}, {"Column", place.column}};
}

Json matched_json(const std::vector<MatchedStatement>& matched) {
  Json list = Json::array();
  for (const MatchedStatement& statement : matched) {
    const SourceRange where = statement.start_to_end;
    const SourceMap& sources = *statement.policy->sources;
    list.push_back({{"SourcePolicyId", statement.policy->source_id},
                    {"SourcePolicyType", statement.policy->source_type},
                    {"StartPosition", position(sources, where.file, where.begin)},
                    {"EndPosition", position(sources, where.file, where.end)}});
  }
  return list;
}

void add_details(Json& json, const SimulatedResource& result) {
  if (result.allowed_by_boundary) {
    json["PermissionsBoundaryDecisionDetail"] = {
        {"AllowedByPermissionsBoundary", *result.allowed_by_boundary}};
  }
  if (result.details) {
    Json details = Json::object();
    for (const auto& [type, decision] : *result.details) {
      details[type] = std::string(to_string(decision));
    }
    json["EvalDecisionDetails"] = std::move(details);
  }
  if (result.verdict.denied_by != DeniedBy::Nothing) {
    json["DeniedBy"] = std::string(to_string(result.verdict.denied_by));
  }
  if (!result.error_code.empty()) {
    json["Error"] = {{"Code", result.error_code}, {"Message", result.error_message}};
  }
}

Json resource_json(const SimulatedResource& result) {
  Json json;
  json["EvalResourceName"] = result.resource;
  json["EvalResourceDecision"] = std::string(to_string(result.verdict.decision));
  json["MatchedStatements"] = matched_json(result.matched);
  json["MissingContextValues"] = result.missing_context;
  add_details(json, result);
  return json;
}

/// What all resources come to: that of the first resource that decides, with what the others of
/// the same decision matched, and what is missing for any.
SimulatedResource combined(const SimulatedAction& action) {
  const std::vector<SimulatedResource>& resources = action.resources;
  const auto decides = [&action](const SimulatedResource& one) {
    return one.verdict.decision == action.decision;
  };
  SimulatedResource all = *std::find_if(resources.begin(), resources.end(), decides);
  all.matched.clear();
  all.missing_context.clear();
  for (const SimulatedResource& one : resources) {
    if (decides(one)) {
      all.matched.insert(all.matched.end(), one.matched.begin(), one.matched.end());
    }
    for (const std::string& key : one.missing_context) {
      if (std::find(all.missing_context.begin(), all.missing_context.end(), key) ==
          all.missing_context.end()) {
        all.missing_context.push_back(key);
      }
    }
  }
  return all;
}

Json result_json(const SimulatedAction& action, const AuthorizeEndpoint::Options& options) {
  const SimulatedResource all = combined(action);
  Json json;
  json["EvalActionName"] = action.action;
  json["EvalResourceName"] = action.resource_name;
  json["EvalDecision"] = std::string(to_string(action.decision));
  json["MatchedStatements"] = matched_json(all.matched);
  json["MissingContextValues"] = all.missing_context;
  if (all.allowed_by_organizations) {
    json["OrganizationsDecisionDetail"] = {
        {"AllowedByOrganizations", *all.allowed_by_organizations}};
  }
  add_details(json, all);
  if (action.resources.size() > 1) {
    Json list = Json::array();
    for (const SimulatedResource& resource : action.resources) {
      list.push_back(resource_json(resource));
    }
    json["ResourceSpecificResults"] = std::move(list);
  }
  if (options.explain) {
    Json explanation = Json::array();
    for (const SimulatedResource& resource : action.resources) {
      explanation.push_back(trace_json(*resource.trace));
    }
    json["Explanation"] = std::move(explanation);
  }
  return json;
}

Json error_json(const RequestError& error) {
  Json json{{"Code", error.code}, {"Message", error.message}};
  if (!error.detail.empty()) {
    json["Detail"] = error.detail;
  }
  return Json{{"Error", std::move(json)}};
}

std::string dump(const Json& json, const AuthorizeEndpoint::Options& options) {
  return json.dump(options.pretty ? 2 : -1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string AuthorizeEndpoint::too_long() {
  return dump(error_json({"InvalidInput", "The request is too long.", ""}), {});
}

std::string AuthorizeEndpoint::answer(std::string_view request, const Options& options) {
  SourceMap sources;
  const std::uint32_t file = sources.add("request", std::string(request));
  JsonArena arena;
  Issues issues;
  JsonLimits limits;
  limits.depth_max = PolicyCache::kDepthMax;
  limits.allow_comments = false;
  const JsonNode* root = parse_json(sources, file, arena, issues, limits);
  std::optional<RequestError> error;
  SimulationRequestReader reader(policies_, sources);
  if (root == nullptr || !issues.empty()) {
    error = RequestError{"InvalidInput", "The request is no JSON.",
                         issues.empty() ? std::string() : issues.front().message};
  } else {
    error = reader.read(*root);
  }
  failed_ = error.has_value();
  if (error) {
    return dump(error_json(*error), options);
  }
  Json results = Json::array();
  for (const SimulatedAction& action : simulate(reader.request)) {
    results.push_back(result_json(action, options));
  }
  return dump({{"EvaluationResults", std::move(results)}, {"IsTruncated", false}}, options);
}

}  // namespace replisim
