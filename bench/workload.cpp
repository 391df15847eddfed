#include "bench/workload.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "model/json_document.h"
#include "sim/report/authorize_request.h"

namespace replisim::bench {
namespace {

constexpr std::string_view kReader = "arn:aws:iam::111111111111:role/reader";

template <typename Visit>
void for_each_line(std::string_view path, Visit&& visit) {
  std::istringstream lines(read_text(path));
  for (std::string line; std::getline(lines, line);) {
    visit(line);
  }
}

Decision decision_of(std::string_view text) {
  for (const Decision decision :
       {Decision::Allow, Decision::ImplicitDeny, Decision::ExplicitDeny}) {
    if (to_string(decision) == text) {
      return decision;
    }
  }
  throw std::runtime_error("the workload has an unknown decision");
}

}  // namespace

std::string read_text(std::string_view path_below_bench) {
  const std::string path =
      std::string(REPLISIM_SOURCE_DIR) + "/bench/" + std::string(path_below_bench);
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    throw std::runtime_error("cannot read " + path);
  }
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

PolicyDocument parse_policy(std::string_view text) {
  SourceMap sources;
  const std::uint32_t file = sources.add("policy", std::string(text));
  JsonArena arena;
  Issues issues;
  const JsonNode* root = parse_json(sources, file, arena, issues);
  if (root == nullptr) {
    throw std::runtime_error("the workload's policy is no JSON");
  }
  return read_policy(*root);
}

FoundingWorkload::FoundingWorkload() {
  PolicyCache cache;
  for_each_line("workload/founding-requests.jsonl", [&](const std::string& line) {
    SourceMap sources;
    const std::uint32_t file = sources.add("request", line);
    JsonArena arena;
    Issues issues;
    const JsonNode* root = parse_json(sources, file, arena, issues);
    SimulationRequestReader reader(cache, sources);
    if (root == nullptr || reader.read(*root)) {
      throw std::runtime_error("the workload has an unreadable request");
    }
    requests_.push_back(std::move(reader.request));
    const SimulationRequest& request = requests_.back();
    questions_.push_back(
        make_question(request, request.actions.front(), request.resources.front()));
  });
}

LargeWorkload::LargeWorkload()
    : principal_(*RequestPrincipal::parse(kReader)),
      principal_context_(principal_context(principal_)),
      policy_(parse_policy(read_text("workload/large-policy.json"))) {
  caller_.identity.push_back(std::make_shared<const CompiledPolicy>(policy_, PolicyKind::Identity));
  resource_.authority = ResourceAuthority::Bucket;
  resource_.account = principal_.account;
  for_each_line("workload/large-requests.jsonl", [&](const std::string& line) {
    const nlohmann::json json = nlohmann::json::parse(line);
    Row& row = rows_.emplace_back();
    row.request.principal = &principal_;
    row.request.action = RequestAction(json.at("Action").get<std::string>());
    row.request.resource = RequestResource(json.at("Resource").get<std::string>());
    row.request.resource_account = principal_.account;
    for (const auto& [key, value] : json.at("Context").items()) {
      row.request.context.set(key, value.get<std::string>());
    }
    row.request.context.add_layer(principal_context_);
    row.decision = decision_of(json.at("Decision").get<std::string>());
  });
}

PolicyDocument mostly_other_buckets(std::size_t statements) {
  std::string text = R"({"Version":"2012-10-17","Statement":[)";
  for (std::size_t i = 1; i < statements; ++i) {
    text += R"({"Effect":"Allow","Action":"s3:Replicate*","Resource":"arn:aws:s3:::other-)" +
            std::to_string(i) + R"(/*"},)";
  }
  text += R"({"Effect":"Allow","Action":"s3:ReplicateObject","Resource":"arn:aws:s3:::dst/*"}]})";
  return parse_policy(text);
}

Request last_statement_request(const RequestPrincipal& principal) {
  Request request;
  request.principal = &principal;
  request.action = RequestAction("s3:ReplicateObject");
  request.resource = RequestResource("arn:aws:s3:::dst/reports/2020.csv");
  request.resource_account = principal.account;
  return request;
}

}  // namespace replisim::bench
