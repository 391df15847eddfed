#include "tests/sim/iam/policy_fixture.h"

#include <cctype>
#include <fstream>
#include <utility>

#include <gtest/gtest.h>

#include "model/issue.h"
#include "model/json_document.h"

namespace replisim {

PolicyFixture read_policy_text(std::string text) {
  PolicyFixture fixture;
  const std::uint32_t file = fixture.sources.add("policy.json", std::move(text));
  JsonArena arena;
  Issues issues;
  const JsonNode* root = parse_json(fixture.sources, file, arena, issues);
  if (root == nullptr) {
    ADD_FAILURE() << "no JSON: " << fixture.sources.text(file);
    return fixture;
  }
  fixture.document = read_policy(*root);
  return fixture;
}

PolicyFixture policy_of(const std::vector<std::string>& statements) {
  std::string text = R"({"Version": "2012-10-17", "Statement": [)";
  for (std::size_t i = 0; i < statements.size(); ++i) {
    text += (i == 0 ? "" : ", ") + statements[i];
  }
  return read_policy_text(text + "]}");
}

std::vector<std::string> data_lines(std::string_view file) {
  std::ifstream in(std::string(REPLISIM_SOURCE_DIR "/tests/data/").append(file));
  EXPECT_TRUE(in) << file;
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

std::string test_name(std::string_view name) {
  std::string plain;
  bool starts_word = true;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) == 0) {
      starts_word = true;
      continue;
    }
    plain += starts_word ? static_cast<char>(std::toupper(byte)) : c;
    starts_word = false;
  }
  return plain;
}

}  // namespace replisim
