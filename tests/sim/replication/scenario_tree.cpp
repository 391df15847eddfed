#include "tests/sim/replication/scenario_tree.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>

namespace replisim {
namespace {

namespace fs = std::filesystem;

struct Tree : FileReader {
  [[nodiscard]] std::optional<std::string> read(const std::string& path) const override {
    std::ifstream in(fs::path(REPLISIM_SOURCE_DIR) / path, std::ios::binary);
    return in ? std::optional(std::string(std::istreambuf_iterator<char>(in), {})) : std::nullopt;
  }
};

struct OneFile : FileReader {
  std::string text;
  explicit OneFile(std::string the_text) : text(std::move(the_text)) {}
  [[nodiscard]] std::optional<std::string> read(const std::string&) const override { return text; }
};

constexpr const char* kAccounts = R"json({"format": "replisim/1", "clock": "2026-06-01T12:00:00Z",
"accounts": [
  {"Id": "111111111111",
   "Roles": [{"RoleName": "replication",
     "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
       "Principal": {"Service": "s3.amazonaws.com"}, "Action": "sts:AssumeRole"}]},
     "RolePolicyList": [{"PolicyName": "p", "PolicyDocument": {"Version": "2012-10-17",
       "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}}]}],
   "Buckets": [{"Name": "src", "Versioning": {"Status": "Enabled"}}]},
  {"Id": "222222222222",
   "Buckets": [{"Name": "dst", "Versioning": {"Status": "Enabled"},
     "Policy": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
       "Principal": {"AWS": "arn:aws:iam::111111111111:role/replication"},
       "Action": "s3:Replicate*", "Resource": "arn:aws:s3:::dst/*"}]}}]}],
"events": [)json";

}  // namespace

std::vector<const ScenarioCase*> TreeScenario::cases() const {
  std::vector<const ScenarioCase*> all{&scenario.base};
  for (const ScenarioCase& variant : scenario.variants) {
    all.push_back(&variant);
  }
  return all;
}

std::string read_tree_file(const std::string& path) {
  return Tree().read(path).value_or("");
}

std::vector<std::string> scenario_paths(const std::string& folder) {
  std::vector<std::string> paths;
  const fs::path top(REPLISIM_SOURCE_DIR);
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(top / folder)) {
    const std::string path = fs::relative(entry.path(), top).generic_string();
    if (entry.is_regular_file() && path.ends_with(".json") &&
        read_tree_file(path).find("\"replisim/1\"") != std::string::npos) {
      paths.push_back(path);
    }
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

TreeScenario read_tree_scenario(const std::string& path) {
  TreeScenario read;
  read.path = path;
  read.text = read_tree_file(path);
  Result<Scenario> result = read_scenario(read.sources, path, Tree());
  if (result) {
    read.scenario = std::move(result).value();
  } else {
    ADD_FAILURE() << format_issue(result.issues().front(), read.sources);
  }
  return read;
}

SimulationResult play_events(const std::string& events) {
  SourceMap sources;
  const Result<Scenario> result =
      read_scenario(sources, "s.json", OneFile(kAccounts + events + "]}"));
  if (!result) {
    ADD_FAILURE() << format_issue(result.issues().front(), sources);
    return {};
  }
  return simulate(result.value().base, {.watch = true});
}

}  // namespace replisim
