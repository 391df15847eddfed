#include "sim/report/trace_json.h"

#include <nlohmann/json.hpp>

namespace replisim {
namespace {

using Json = nlohmann::ordered_json;

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

Json condition_json(const ConditionTrace& tested) {
  Json json;
  json["Operator"] = tested.condition->operator_text;
  json["Key"] = tested.condition->key_text;
  json["Wanted"] = tested.condition->value_texts;
  json["Found"] = tested.found;
  json["Result"] = std::string(to_string(tested.result));
  return json;
}

Json statement_json(const StatementTrace& statement) {
  Json json;
  json["Statement"] = statement.statement->number;
  if (!statement.statement->sid.empty()) {
    json["Sid"] = statement.statement->sid;
  }
  json["Effect"] = std::string(replisim::to_string(statement.statement->effect));
  json["Applies"] = statement.applies;
  Json failed = Json::array();
  const auto note = [&failed](bool matches, std::string_view element) {
    if (!matches) {
      failed.push_back(std::string(element));
    }
  };
  note(statement.principal_matches,
       statement.statement->not_principal ? "NotPrincipal" : "Principal");
  note(statement.action_matches, statement.statement->not_action ? "NotAction" : "Action");
  note(statement.resource_matches, statement.statement->not_resource ? "NotResource" : "Resource");
  note(statement.condition_matches, "Condition");
  json["Failed"] = std::move(failed);
  if (!statement.conditions.empty()) {
    Json conditions = Json::array();
    for (const ConditionTrace& tested : statement.conditions) {
      conditions.push_back(condition_json(tested));
    }
    json["Conditions"] = std::move(conditions);
  }
  return json;
}

Decision decision_of(const PolicyOutcome& outcome) {
  if (outcome.deny != nullptr) {
    return Decision::ExplicitDeny;
  }
  return outcome.allow != nullptr ? Decision::Allow : Decision::ImplicitDeny;
}

Json policy_json(const PolicyTrace& policy) {
  Json json;
  json["Type"] = std::string(to_string(policy.layer));
  if (!policy.policy->label().id.empty()) {
    json["Policy"] = policy.policy->label().id;
  }
  if (policy.layer == PolicyLayer::ServiceControl || policy.layer == PolicyLayer::ResourceControl) {
    json["Level"] = policy.level;
  }
  json["Decision"] = std::string(replisim::to_string(decision_of(policy.outcome)));
  Json statements = Json::array();
  for (const StatementTrace& statement : policy.statements) {
    statements.push_back(statement_json(statement));
  }
  json["Statements"] = std::move(statements);
  return json;
}

}  // namespace

nlohmann::ordered_json trace_json(const Trace& trace) {
  Json json;
  json["Decision"] = std::string(replisim::to_string(trace.verdict.decision));
  if (trace.verdict.denied_by != DeniedBy::Nothing) {
    json["DeniedBy"] = std::string(replisim::to_string(trace.verdict.denied_by));
  }
  json["CrossAccount"] = trace.is_cross_account;
  Json policies = Json::array();
  for (const PolicyTrace& policy : trace.policies) {
    policies.push_back(policy_json(policy));
  }
  json["Policies"] = std::move(policies);
  Json misses = Json::array();
  for (const StatementTrace* miss : trace.near_misses()) {
    if (misses.size() < kNearMissesMax) {
      misses.push_back(statement_json(*miss));
    }
  }
  json["NearMisses"] = std::move(misses);
  Json grants = Json::array();
  for (const GrantTrace& grant : trace.grants) {
    grants.push_back({{"GrantId", grant.grant_id},
                      {"CoversCaller", grant.covers_caller},
                      {"CoversOperation", grant.covers_operation},
                      {"ConstraintsHold", grant.constraints_hold}});
  }
  if (!grants.empty()) {
    json["Grants"] = std::move(grants);
  }
  if (trace.cut_by_block_public_access) {
    json["CutByBlockPublicAccess"] = true;
  }
  return json;
}

}  // namespace replisim
