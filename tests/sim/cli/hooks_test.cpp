// The hooks for pre-commit, the action and the workflow for GitHub: they name what is there.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/import/yaml_document.h"
#include "sim/cli/description.h"

namespace replisim {
namespace {

/// A YAML file of the repository.
class YamlFile {
 public:
  explicit YamlFile(const std::string& path) {
    std::ifstream in(std::string(REPLISIM_SOURCE_DIR) + "/" + path, std::ios::binary);
    EXPECT_TRUE(in) << path;
    const std::uint32_t file = sources_.add(path, {std::istreambuf_iterator<char>(in), {}});
    Issues issues;
    root_ = parse_yaml(sources_, file, arena_, issues);
    for (const Issue& issue : issues) {
      ADD_FAILURE() << format_issue(issue, sources_);
    }
  }

  [[nodiscard]] const JsonNode& root() const { return *root_; }
  [[nodiscard]] std::string_view text() const { return sources_.text(0); }

 private:
  SourceMap sources_;
  JsonArena arena_;
  const JsonNode* root_ = nullptr;
};

std::string text_of(const JsonNode& node, std::string_view name) {
  const JsonNode* const member = node.find(name);
  return member == nullptr ? std::string() : std::string(member->text);
}

std::vector<std::string> words_of(const std::string& text) {
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

/// Whether the program takes it: the command is one, and its options are.
void expect_command(const std::vector<std::string>& words) {
  ASSERT_FALSE(words.empty());
  for (const CommandDescription& command : describe_commands()) {
    if (command.name != words.front()) {
      continue;
    }
    for (const std::string& word : words) {
      const bool is_known =
          std::any_of(command.options.begin(), command.options.end(),
                      [&](const ArgumentDescription& option) { return option.name() == word; });
      EXPECT_TRUE(is_known || !word.starts_with("--")) << word;
    }
    return;
  }
  ADD_FAILURE() << "no command " << words.front();
}

TEST(PreCommitHooks, CallWhatThereIs) {
  const YamlFile file(".pre-commit-hooks.yaml");
  ASSERT_TRUE(file.root().is_array());
  EXPECT_EQ(file.root().child_count, 3U);
  for (const JsonNode& hook : file.root()) {
    EXPECT_EQ(text_of(hook, "language"), "system");
    EXPECT_TRUE(text_of(hook, "id").starts_with("replisim-"));
    EXPECT_NE(text_of(hook, "name"), "");
    std::vector<std::string> words = words_of(text_of(hook, "entry"));
    ASSERT_EQ(words.front(), "replisim");
    words.erase(words.begin());
    expect_command(words);
  }
}

TEST(PreCommitHooks, LookAtTheirFiles) {
  const YamlFile file(".pre-commit-hooks.yaml");
  const auto looks_at = [&](const std::string& id, const std::string& path) {
    for (const JsonNode& hook : file.root()) {
      if (text_of(hook, "id") == id) {
        return std::regex_search(path, std::regex(text_of(hook, "files")));
      }
    }
    ADD_FAILURE() << id;
    return false;
  };
  EXPECT_TRUE(looks_at("replisim-test", "policies/bucket.json"));
  EXPECT_FALSE(looks_at("replisim-test", "main.tf"));
  EXPECT_TRUE(looks_at("replisim-lint", "iam/role-policy.json"));
  EXPECT_TRUE(looks_at("replisim-lint", "replication-configuration.json"));
  EXPECT_FALSE(looks_at("replisim-lint", "policies/readme.md"));
  EXPECT_FALSE(looks_at("replisim-lint", "package.json"));
  EXPECT_TRUE(looks_at("replisim-check", "stack/template.yaml"));
  EXPECT_FALSE(looks_at("replisim-check", "stack/my-template.yaml"));
}

TEST(GitHubAction, IsComposite) {
  const YamlFile file(".github/actions/replisim/action.yml");
  const JsonNode& root = file.root();
  EXPECT_NE(text_of(root, "name"), "");
  EXPECT_NE(text_of(root, "description"), "");
  const JsonNode* const inputs = root.find("inputs");
  ASSERT_NE(inputs, nullptr);
  for (const JsonNode& input : *inputs) {
    EXPECT_NE(text_of(input, "description"), "") << input.key;
    const std::string used = "inputs." + std::string(input.key) + " ";
    EXPECT_NE(file.text().find(used), std::string_view::npos) << input.key << " is used";
  }
  expect_command(words_of(text_of(*inputs->find("command"), "default")));
  const JsonNode* const runs = root.find("runs");
  ASSERT_NE(runs, nullptr);
  EXPECT_EQ(text_of(*runs, "using"), "composite");
  for (const JsonNode& step : *runs->find("steps")) {
    EXPECT_NE(step.find("uses") == nullptr, step.find("run") == nullptr);
    EXPECT_EQ(step.find("run") == nullptr, step.find("shell") == nullptr)
        << "steps of an action name their shell";
  }
}

TEST(GitHubWorkflow, RunsWhatThereIs) {
  const YamlFile file(".github/workflows/ci.yml");
  const JsonNode* const jobs = file.root().find("jobs");
  ASSERT_NE(jobs, nullptr);
  const std::filesystem::path top = REPLISIM_SOURCE_DIR;
  for (const JsonNode& job : *jobs) {
    EXPECT_NE(text_of(job, "runs-on"), "") << job.key;
    ASSERT_NE(job.find("steps"), nullptr) << job.key;
    for (const JsonNode& step : *job.find("steps")) {
      const std::vector<std::string> words = words_of(text_of(step, "run"));
      if (!words.empty() && words.front() == "replisim") {
        expect_command({words.begin() + 1, words.end()});
      } else if (!words.empty() && words.front().find('/') != std::string::npos) {
        EXPECT_TRUE(std::filesystem::exists(top / words.front())) << words.front();
      }
      const std::string uses = text_of(step, "uses");
      if (uses.starts_with("./")) {
        EXPECT_TRUE(std::filesystem::exists(top / uses / "action.yml")) << uses;
        expect_command(words_of(text_of(*step.find("with"), "command")));
      }
    }
  }
}

TEST(GitHubWorkflow, PresetsAndSectionsThatItNamesAreThere) {
  const std::filesystem::path top = REPLISIM_SOURCE_DIR;
  const auto read = [&top](const char* path) {
    std::ifstream in(top / path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(in), {});
  };
  const std::string presets = read("CMakePresets.json");
  const std::string packages = read(".ci/packages.txt");
  for (const char* path : {".github/workflows/ci.yml", ".github/actions/replisim/Dockerfile"}) {
    const std::string text = read(path);
    EXPECT_NE(text.find("cmake --workflow --preset package"), std::string::npos) << path;
    EXPECT_NE(text.find(".ci/setup base package"), std::string::npos) << path;
  }
  EXPECT_NE(presets.find("\"packagePresets\""), std::string::npos);
  EXPECT_NE(packages.find("# [package]"), std::string::npos);
}

}  // namespace
}  // namespace replisim
