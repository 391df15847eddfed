#include "tests/sim/cli/command_fixture.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "sim/cli/command.h"

namespace replisim {
namespace {

namespace fs = std::filesystem;

}  // namespace

std::string CommandResult::transcript() const {
  std::string text = out;
  if (!err.empty()) {
    text += "--- standard error\n" + err;
  }
  return text + "--- exit code " + std::to_string(exit_code) + "\n";
}

CommandResult call(const std::vector<std::string>& args, const CommandSetting& setting) {
  fs::current_path(REPLISIM_SOURCE_DIR);
  std::istringstream in(setting.input);
  std::ostringstream out;
  std::ostringstream err;
  Console console{in, out, err, setting.is_terminal, setting.is_terminal};
  console.environment = setting.environment;
  console.pause = setting.pause;
  CommandResult result;
  result.exit_code = static_cast<int>(dispatch(args, console));
  result.out = out.str();
  result.err = err.str();
  return result;
}

ScratchFolder::ScratchFolder() {
  const ::testing::TestInfo* test = ::testing::UnitTest::GetInstance()->current_test_info();
  const std::string name = std::string("replisim-") + test->test_suite_name() + "-" + test->name() +
                           "-" + std::to_string(getpid());
  path_ = (fs::temp_directory_path() / name).generic_string();
  fs::remove_all(path_);
  fs::create_directories(path_);
}

ScratchFolder::~ScratchFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string ScratchFolder::write(const std::string& name, std::string_view text) const {
  const fs::path file = path(name);
  fs::create_directories(file.parent_path());
  std::ofstream(file, std::ios::binary) << text;
  return file.generic_string();
}

std::string ScratchFolder::read(const std::string& name) const {
  std::ifstream in(path(name), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string ScratchFolder::hidden_in(std::string text) const {
  for (std::size_t at = text.find(path_); at != std::string::npos; at = text.find(path_)) {
    text.replace(at, path_.size(), "SCRATCH");
  }
  return text;
}

std::string small_scenario(std::string_view expect, std::string_view members) {
  std::string text = R"({
  "format": "replisim/1",
  "clock": "2024-05-01T00:00:00Z",
  "accounts": [ {
    "Id": "111111111111",
    "Roles": [ {
      "RoleName": "r",
      "AssumeRolePolicyDocument": { "Version": "2012-10-17", "Statement": [ { "Effect": "Allow",
        "Principal": { "Service": "s3.amazonaws.com" }, "Action": "sts:AssumeRole" } ] },
      "RolePolicyList": [ { "PolicyName": "p", "PolicyDocument": { "Version": "2012-10-17",
        "Statement": [ { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } ] } } ] } ],
    "Buckets": [
      { "Name": "src", "Versioning": { "Status": "Enabled" },
        "ReplicationConfiguration": { "Role": "arn:aws:iam::111111111111:role/r", "Rules": [
          { "ID": "all", "Priority": 1, "Filter": {}, "Status": "Enabled",
            "DeleteMarkerReplication": { "Status": "Disabled" },
            "Destination": { "Bucket": "arn:aws:s3:::dst" } } ] } },
      { "Name": "dst", "Versioning": { "Status": "Enabled" } } ] } ],
  "events": [
    // one upload
    { "id": "upload", "operation": "PutObject",
      "params": { "Bucket": "src", "Key": "a", "Size": 1 })";
  if (!expect.empty()) {
    text.append(",\n      \"expect\": ").append(expect);
  }
  text += " }\n  ]";
  if (!members.empty()) {
    text.append(",\n  ").append(members);
  }
  return text + "\n}\n";
}

}  // namespace replisim
