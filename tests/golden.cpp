#include "tests/golden.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace replisim {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> read_text(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    return std::nullopt;
  }
  return std::string(std::istreambuf_iterator<char>(in), {});
}

bool write_text(const fs::path& path, std::string_view text) {
  fs::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out << text;
  return out.good();
}

bool is_set(const char* variable, std::string_view value) {
  const char* actual = std::getenv(variable);  // NOLINT(concurrency-mt-unsafe)
  return actual != nullptr && actual == value;
}

std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

::testing::AssertionResult differs(const std::string& shown, std::string_view wanted,
                                   std::string_view actual) {
  const std::string_view whole = actual;
  std::size_t line_number = 1;
  while (true) {
    const std::string_view wanted_line = take_line(wanted);
    const std::string_view actual_line = take_line(actual);
    if (wanted_line != actual_line || wanted.empty() || actual.empty()) {
      return ::testing::AssertionFailure()
             << shown << ":" << line_number << ": the text differs\n"
             << "  golden: " << wanted_line << "\n"
             << "  actual: " << actual_line << "\n"
             << "accept it with REPLISIM_UPDATE_GOLDEN=1 and read the diff; the whole text:\n"
             << whole;
    }
    ++line_number;
  }
}

}  // namespace

::testing::AssertionResult matches_file(const fs::path& path, const std::string& shown,
                                        std::string_view text, OnDifference on_difference) {
  const std::optional<std::string> golden = read_text(path);
  if (golden == text) {
    return ::testing::AssertionSuccess();
  }
  if (on_difference == OnDifference::Rewrite) {
    if (!write_text(path, text)) {
      return ::testing::AssertionFailure() << shown << " cannot be written";
    }
    return ::testing::AssertionSuccess() << "rewrote " << shown;
  }
  if (!golden) {
    return ::testing::AssertionFailure()
           << shown << " does not exist; write it with REPLISIM_UPDATE_GOLDEN=1:\n"
           << text;
  }
  return differs(shown, *golden, text);
}

::testing::AssertionResult matches_golden(const std::string& name, std::string_view text) {
  const std::string shown = "tests/golden/" + name;
  const bool rewrites = is_set("REPLISIM_UPDATE_GOLDEN", "1") && !is_set("CI", "true");
  return matches_file(fs::path(REPLISIM_SOURCE_DIR) / shown, shown, text,
                      rewrites ? OnDifference::Rewrite : OnDifference::Fail);
}

}  // namespace replisim
