#include "sim/report/authorize_json.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "model/json_document.h"
#include "model/json_writer.h"
#include "sim/iam/policy_simulation.h"
#include "sim/report/authorize_request.h"
#include "sim/report/trace_json.h"

namespace replisim {
namespace {

void write_position(JsonWriter& json, std::string_view name, const SourceMap& sources,
                    std::uint32_t file, std::uint32_t offset) {
  const LineColumn place = sources.line_column(file, offset);
  json.key(name);
  json.begin_object();
  json.member("Line", static_cast<std::int64_t>(place.line));
  json.member("Column", static_cast<std::int64_t>(place.column));
  json.end_object();
}

void write_matched(JsonWriter& json, const std::vector<MatchedStatement>& matched) {
  json.key("MatchedStatements");
  json.begin_array();
  for (const MatchedStatement& statement : matched) {
    const SourceRange where = statement.start_to_end;
    const SourceMap& sources = *statement.policy->sources;
    json.begin_object();
    json.member("SourcePolicyId", statement.policy->source_id);
    json.member("SourcePolicyType", statement.policy->source_type);
    write_position(json, "StartPosition", sources, where.file, where.begin);
    write_position(json, "EndPosition", sources, where.file, where.end);
    json.end_object();
  }
  json.end_array();
}

void write_missing(JsonWriter& json, const std::vector<std::string>& keys) {
  json.key("MissingContextValues");
  json.begin_array();
  for (const std::string& key : keys) {
    json.string(key);
  }
  json.end_array();
}

/// `"name": {"inner": value}`, as AWS nests a single flag.
void write_flag(JsonWriter& json, std::string_view name, std::string_view inner, bool value) {
  json.key(name);
  json.begin_object();
  json.member(inner, value);
  json.end_object();
}

void write_error(JsonWriter& json, const RequestError& error) {
  json.key("Error");
  json.begin_object();
  json.member("Code", error.code);
  json.member("Message", error.message);
  if (!error.detail.empty()) {
    json.member("Detail", error.detail);
  }
  json.end_object();
}

void write_details(JsonWriter& json, const SimulatedResource& result) {
  if (result.allowed_by_boundary) {
    write_flag(json, "PermissionsBoundaryDecisionDetail", "AllowedByPermissionsBoundary",
               *result.allowed_by_boundary);
  }
  if (result.details) {
    json.key("EvalDecisionDetails");
    json.begin_object();
    for (const auto& [type, decision] : *result.details) {
      json.member(type, to_string(decision));
    }
    json.end_object();
  }
  if (result.verdict.denied_by != DeniedBy::Nothing) {
    json.member("DeniedBy", to_string(result.verdict.denied_by));
  }
  if (!result.error_code.empty()) {
    write_error(json, {result.error_code, result.error_message, ""});
  }
}

void write_resource(JsonWriter& json, const SimulatedResource& result) {
  json.begin_object();
  json.member("EvalResourceName", result.resource);
  json.member("EvalResourceDecision", to_string(result.verdict.decision));
  write_matched(json, result.matched);
  write_missing(json, result.missing_context);
  write_details(json, result);
  json.end_object();
}

/// Several resources as one: what the first that decides says, with the statements of all that
/// decide alike and the missing keys of all.
SimulatedResource merged(const SimulatedAction& action) {
  const std::vector<SimulatedResource>& resources = action.resources;
  const auto decides = [&action](const SimulatedResource& resource) {
    return resource.verdict.decision == action.decision;
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

void write_explanation(JsonWriter& json, const SimulatedAction& action) {
  json.key("Explanation");
  json.begin_array();
  for (const SimulatedResource& resource : action.resources) {
    write_trace(json, *resource.trace);
  }
  json.end_array();
}

void write_result(JsonWriter& json, const SimulatedAction& action,
                  const AuthorizeEndpoint::Options& options) {
  const SimulatedResource all = merged(action);
  json.begin_object();
  json.member("EvalActionName", action.action);
  json.member("EvalResourceName", action.resource_name);
  json.member("EvalDecision", to_string(action.decision));
  write_matched(json, all.matched);
  write_missing(json, all.missing_context);
  if (all.allowed_by_organizations) {
    write_flag(json, "OrganizationsDecisionDetail", "AllowedByOrganizations",
               *all.allowed_by_organizations);
  }
  write_details(json, all);
  if (action.resources.size() > 1) {
    json.key("ResourceSpecificResults");
    json.begin_array();
    for (const SimulatedResource& resource : action.resources) {
      write_resource(json, resource);
    }
    json.end_array();
  }
  if (options.explain) {
    write_explanation(json, action);
  }
  json.end_object();
}

JsonWriter::Layout layout_of(const AuthorizeEndpoint::Options& options) {
  return options.pretty ? JsonWriter::Layout::Indented : JsonWriter::Layout::Compact;
}

/// A caller ends the line itself.
std::string without_line_end(std::string text) {
  if (!text.empty() && text.back() == '\n') {
    text.pop_back();
  }
  return text;
}

std::string error_text(const RequestError& error, const AuthorizeEndpoint::Options& options) {
  JsonWriter json(layout_of(options));
  json.begin_object();
  write_error(json, error);
  json.end_object();
  return without_line_end(std::move(json).text());
}

}  // namespace

std::string AuthorizeEndpoint::too_long() {
  return error_text({"InvalidInput", "The request is too long.", ""}, {});
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
    return error_text(*error, options);
  }
  JsonWriter json(layout_of(options));
  json.begin_object();
  json.key("EvaluationResults");
  json.begin_array();
  for (const SimulatedAction& action : simulate(reader.request)) {
    write_result(json, action, options);
  }
  json.end_array();
  json.member("IsTruncated", false);
  json.end_object();
  return without_line_end(std::move(json).text());
}

}  // namespace replisim
