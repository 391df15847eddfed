// Codes of issues are stable: others suppress, count and translate by them. Each one that the model
// can give stands in a test or in a golden file.

#include <filesystem>
#include <regex>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "tests/model/scenario_fixture.h"

namespace replisim {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCode = R"(\b((json|include|lesson|patch|policy|scenario)\.[a-z0-9-]+)\b)";
/// As the sources have them: each in a string of its own.
constexpr const char* kQuotedCode =
    R"re("((json|include|lesson|patch|policy|scenario)\.[a-z0-9-]+)")re";

/// What a pattern finds in the files directly below a folder.
std::set<std::string> codes_below(const std::string& folder, const char* pattern) {
  const std::regex code(pattern);
  std::set<std::string> codes;
  for (const fs::directory_entry& entry :
       fs::directory_iterator(fs::path(REPLISIM_SOURCE_DIR) / folder)) {
    const std::string extension = entry.path().extension().string();
    if (!entry.is_regular_file() || (extension != ".cpp" && extension != ".txt")) {
      continue;
    }
    const std::string text = DiskFiles().read(entry.path().string()).value_or("");
    for (std::sregex_iterator match(text.begin(), text.end(), code), end; match != end; ++match) {
      codes.insert(match->str(1));
    }
  }
  return codes;
}

TEST(IssueCodeTest, EachIsTested) {
  std::set<std::string> tested = codes_below("tests/model", kCode);
  tested.merge(codes_below("tests/golden/model", kCode));
  const std::set<std::string> given = codes_below("model", kQuotedCode);
  EXPECT_GT(given.size(), 40U);
  for (const std::string& code : given) {
    EXPECT_EQ(tested.count(code), 1U) << code;
  }
}

}  // namespace
}  // namespace replisim
