#include "sim/testing/access.h"

#include <algorithm>

#include "model/arn.h"
#include "model/json_document.h"
#include "sim/files/files.h"
#include "sim/iam/authorizer.h"
#include "sim/replication/request_context.h"
#include "sim/report/denial.h"
#include "sim/report/test_report.h"
#include "sim/report/text.h"
#include "sim/testing/playing.h"

namespace replisim::testing {
namespace {

/// What stands in the way, or what allows.
AccessAnswer answer_of(const Verdict& verdict, std::shared_ptr<const Trace> trace,
                       const std::string& principal, const Played& played) {
  AccessAnswer answer;
  answer.decision = verdict.decision;
  answer.denied_by = verdict.denied_by;
  Check check;
  check.action = trace->action;
  check.resource = trace->resource;
  check.principal = principal;
  check.verdict = verdict;
  check.trace = std::move(trace);
  if (verdict.is_allowed()) {
    answer.why = "which allows it";
    for (const ExplainedStatement& statement : allowing_statements(check, played.sources)) {
      answer.why += "\n  by " + statement.sid + " of " + statement.policy + ", at " +
                    to_string(statement.place);
    }
    return answer;
  }
  if (verdict.decision == Decision::Unknown) {
    answer.why = "where it is unknown: it depends on the " +
                 std::string(to_string(verdict.denied_by)) + ", which is not in the world";
    return answer;
  }
  Explanation explanation;
  explanation.causes = causes_of_denial(check, played);
  answer.why = "where " + std::string(to_string(verdict.decision)) + ": ";
  answer.why += explanation.causes.front().sentence + "\n" + causes_text(explanation, TextStyle());
  answer.why.erase(answer.why.find_last_not_of('\n') + 1);
  return answer;
}

void check_request(const PermissionRequest& request) {
  if (!request.as.empty() && !RequestPrincipal::parse(request.as)) {
    throw BadWorld(
        "`" + request.as +
        "` is no caller\n  hint: an ARN of IAM or STS, an account id, a service, or `*`");
  }
  if (request.action.find(':') == std::string::npos) {
    throw BadWorld("`" + request.action +
                   "` is no action\n  hint: with its service, as `s3:GetObject`");
  }
  if (request.resource != "*" && !parse_arn(request.resource)) {
    throw BadWorld("`" + request.resource + "` is no resource\n  hint: an ARN, or `*`");
  }
}

/// A policy by itself, with its text.
struct PolicyAlone {
  explicit PolicyAlone(const Policy& policy);

  SourceMap sources;
  JsonArena arena;
  PolicyPointer compiled;
};

PolicyAlone::PolicyAlone(const Policy& policy) {
  const Json& json = policy.json();
  FileText file{json.text(), ""};
  if (!json.path().empty()) {
    file = read_regular_file(json.path());
  }
  const std::string name = json.path().empty() ? "policy" : json.path();
  if (!file.text) {
    throw BadWorld("file `" + name + "` " + file.refusal);
  }
  Issues issues;
  const JsonNode* const root =
      parse_json(sources, sources.add(name, *std::move(file.text)), arena, issues);
  PolicyDocument document;
  if (root != nullptr && issues.empty()) {
    document = read_policy(*root);
    for (const PolicyFault& fault : document.faults) {
      issues.push_back(to_issue(fault, Severity::Error));
    }
  }
  if (!issues.empty()) {
    refuse(std::move(issues), sources);
  }
  compiled = std::make_shared<const CompiledPolicy>(document, PolicyKind::Identity,
                                                    PolicyLabel{name, name});
}

}  // namespace

AccessAnswer ask(const World& world, const PermissionRequest& request) {
  check_request(request);
  const std::shared_ptr<const Playing> playing = world.playing();
  const std::shared_ptr<const Trace> trace = playing->ask(request).trace;
  const SimulationResult nothing;
  return answer_of(trace->verdict, trace, request.as, playing->played(nothing));
}

/// Its holder is of the account that is asked about, and nothing else is in the way.
AccessAnswer ask(const Policy& policy, const PermissionRequest& asked) {
  constexpr const char* kSomeAccount = "123456789012";
  check_request(asked);
  const PolicyAlone alone(policy);
  const std::optional<Arn> arn = parse_arn(asked.resource);
  const std::string account =
      arn && !arn->account.empty() ? std::string(arn->account) : std::string(kSomeAccount);
  const std::optional<RequestPrincipal> holder =
      RequestPrincipal::parse("arn:aws:iam::" + account + ":user/holder");
  Request request;
  request.principal = &*holder;
  request.action = RequestAction(asked.action);
  request.resource = RequestResource(asked.resource);
  request.resource_account = account;
  set_given_keys(request.context, asked.context);
  CallerPolicies caller;
  caller.identity.push_back(alone.compiled);
  ResourcePolicies resource;
  resource.account = account;
  auto trace = std::make_shared<Trace>();
  const Verdict verdict = decide(request, caller, resource, *trace);
  const ScenarioCase no_world;
  const SimulationResult nothing;
  return answer_of(verdict, trace, "its holder", {no_world, nothing, alone.sources});
}

bool MeetsItsExpectationsMatcher::matches(const World& world, std::string& explanation) {
  const std::shared_ptr<const Playing> playing = world.playing();
  const ScenarioCase given = playing->given_case();
  const SimulationResult result = simulate(given, {.watch = true});
  const Judgement judgement = judge(given, result);
  const Played played{given, result, playing->sources()};
  explanation = failures_text(make_failures(judgement.mismatches, played), TextStyle());
  explanation.erase(explanation.find_last_not_of('\n') + 1);
  explanation = explanation.empty() ? "where all hold" : "where\n" + explanation;
  return judgement.expectations() == Standing::Holds;
}

}  // namespace replisim::testing
