#include "sim/report/trace_json.h"

#include "model/json_writer.h"
#include "sim/report/json.h"

namespace replisim {
namespace {

/// The most near misses that are worth a look.
constexpr std::size_t kNearMissesMax = 5;

std::string_view to_string(PolicyLayer layer) {
  switch (layer) {
    case PolicyLayer::ResourceControl: return "resource-control-policy";
    case PolicyLayer::ServiceControl: return "service-control-policy";
    case PolicyLayer::VpcEndpoint: return "vpc-endpoint-policy";
    case PolicyLayer::Resource: return "resource-policy";
    case PolicyLayer::PermissionsBoundary: return "permissions-boundary";
    case PolicyLayer::Session: return "session-policy";
    case PolicyLayer::Identity: return "identity-policy";
  }
  return "";
}

std::string_view to_string(ConditionResult result) {
  switch (result) {
    case ConditionResult::False: return "false";
    case ConditionResult::True: return "true";
    case ConditionResult::Error: return "error";
  }
  return "";
}

void write_conditions(JsonWriter& json, const std::vector<ConditionTrace>& conditions) {
  json.key("Conditions");
  json.begin_array();
  for (const ConditionTrace& tested : conditions) {
    json.begin_object();
    json.member("Operator", tested.condition->operator_text);
    json.member("Key", tested.condition->key_text);
    strings_member(json, "Wanted", tested.condition->value_texts);
    strings_member(json, "Found", tested.found);
    json.member("Result", to_string(tested.result));
    json.end_object();
  }
  json.end_array();
}

std::vector<std::string> failed_elements(const StatementTrace& trace) {
  const CompiledStatement& statement = *trace.statement;
  std::vector<std::string> failed;
  const auto note = [&failed](bool matches, std::string_view element) {
    if (!matches) {
      failed.emplace_back(element);
    }
  };
  note(trace.principal_matches, statement.not_principal ? "NotPrincipal" : "Principal");
  note(trace.action_matches, statement.not_action ? "NotAction" : "Action");
  note(trace.resource_matches, statement.not_resource ? "NotResource" : "Resource");
  note(trace.condition_matches, "Condition");
  return failed;
}

void write_statement(JsonWriter& json, const StatementTrace& trace) {
  json.begin_object();
  json.member("Statement", static_cast<std::int64_t>(trace.statement->number));
  if (!trace.statement->sid.empty()) {
    json.member("Sid", trace.statement->sid);
  }
  json.member("Effect", replisim::to_string(trace.statement->effect));
  json.member("Applies", trace.applies);
  strings_member(json, "Failed", failed_elements(trace));
  if (!trace.conditions.empty()) {
    write_conditions(json, trace.conditions);
  }
  json.end_object();
}

Decision decision_of(const PolicyOutcome& outcome) {
  if (outcome.deny != nullptr) {
    return Decision::ExplicitDeny;
  }
  return outcome.allow != nullptr ? Decision::Allow : Decision::ImplicitDeny;
}

void write_policy_trace(JsonWriter& json, const PolicyTrace& policy) {
  json.begin_object();
  json.member("Type", to_string(policy.layer));
  if (!policy.policy->label().id.empty()) {
    json.member("Policy", policy.policy->label().id);
  }
  if (policy.layer == PolicyLayer::ServiceControl || policy.layer == PolicyLayer::ResourceControl) {
    json.member("Level", static_cast<std::int64_t>(policy.level));
  }
  json.member("Decision", replisim::to_string(decision_of(policy.outcome)));
  json.key("Statements");
  json.begin_array();
  for (const StatementTrace& statement : policy.statements) {
    write_statement(json, statement);
  }
  json.end_array();
  json.end_object();
}

void write_near_misses(JsonWriter& json, const Trace& trace) {
  json.key("NearMisses");
  json.begin_array();
  std::size_t written = 0;
  for (const StatementTrace* miss : trace.near_misses()) {
    if (written++ < kNearMissesMax) {
      write_statement(json, *miss);
    }
  }
  json.end_array();
}

void write_grants(JsonWriter& json, const std::vector<GrantTrace>& grants) {
  json.key("Grants");
  json.begin_array();
  for (const GrantTrace& grant : grants) {
    json.begin_object();
    json.member("GrantId", grant.grant_id);
    json.member("CoversCaller", grant.covers_caller);
    json.member("CoversOperation", grant.covers_operation);
    json.member("ConstraintsHold", grant.constraints_hold);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

void write_trace(JsonWriter& json, const Trace& trace) {
  json.begin_object();
  json.member("Decision", replisim::to_string(trace.verdict.decision));
  if (trace.verdict.denied_by != DeniedBy::Nothing) {
    json.member("DeniedBy", replisim::to_string(trace.verdict.denied_by));
  }
  json.member("CrossAccount", trace.is_cross_account);
  json.key("Policies");
  json.begin_array();
  for (const PolicyTrace& policy : trace.policies) {
    write_policy_trace(json, policy);
  }
  json.end_array();
  write_near_misses(json, trace);
  if (!trace.grants.empty()) {
    write_grants(json, trace.grants);
  }
  if (trace.cut_by_block_public_access) {
    json.member("CutByBlockPublicAccess", true);
  }
  json.end_object();
}

}  // namespace replisim
