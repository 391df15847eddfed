// What the README shows is what the program prints: every `console` block is typed in.

#include <fstream>
#include <iterator>
#include <span>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sim/cli/command_fixture.h"

namespace replisim {
namespace {

using ::testing::IsEmpty;
using ::testing::Not;

using Lines = std::vector<std::string>;

Lines lines_of(const std::string& text) {
  std::istringstream in(text);
  Lines lines;
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

/// A command as typed, and what stands below it.
struct Example {
  std::string command;
  Lines output;
};

std::vector<Example> examples_of(const std::string& markdown) {
  constexpr std::string_view kPrompt = "$ replisim ";
  std::vector<Example> examples;
  bool is_console = false;
  for (const std::string& line : lines_of(markdown)) {
    if (line.starts_with("```")) {
      is_console = line == "```console";
    } else if (is_console && line.starts_with(kPrompt)) {
      examples.push_back({line.substr(kPrompt.size()), {}});
    } else if (is_console && !examples.empty()) {
      examples.back().output.push_back(line);
    }
  }
  return examples;
}

/// Whether the lines are those wanted, where `...` stands for any number of them.
bool matches(std::span<const std::string> wanted, std::span<const std::string> lines) {
  if (wanted.empty()) {
    return lines.empty();
  }
  if (wanted.front() != "...") {
    return !lines.empty() && lines.front() == wanted.front() &&
           matches(wanted.subspan(1), lines.subspan(1));
  }
  for (std::size_t skipped = 0; skipped <= lines.size(); ++skipped) {
    if (matches(wanted.subspan(1), lines.subspan(skipped))) {
      return true;
    }
  }
  return false;
}

std::string read_source(const std::string& path) {
  std::ifstream in(std::string(REPLISIM_SOURCE_DIR) + "/" + path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A file of the repository that is shown whole: the block below `<!-- path -->`.
struct ShownFile {
  std::string path;
  std::string text;
};

std::vector<ShownFile> shown_files(const std::string& markdown) {
  constexpr std::string_view kBegin = "<!-- ";
  constexpr std::string_view kEnd = " -->";
  std::vector<ShownFile> files;
  bool is_shown = false;
  for (const std::string& line : lines_of(markdown)) {
    if (line.starts_with(kBegin) && line.ends_with(kEnd)) {
      const std::size_t length = line.size() - kBegin.size() - kEnd.size();
      files.push_back({line.substr(kBegin.size(), length), ""});
      is_shown = false;
    } else if (line.starts_with("```")) {
      is_shown = !is_shown && !files.empty() && files.back().text.empty();
    } else if (is_shown) {
      files.back().text += line + "\n";
    }
  }
  return files;
}

TEST(Readme, ShowsFilesAsTheyAre) {
  const std::vector<ShownFile> files = shown_files(read_source("README.md"));
  ASSERT_THAT(files, Not(IsEmpty()));
  for (const ShownFile& file : files) {
    EXPECT_EQ(file.text, read_source(file.path)) << file.path;
  }
}

TEST(Readme, ShowsWhatTheProgramPrints) {
  const std::vector<Example> examples = examples_of(read_source("README.md"));
  ASSERT_THAT(examples, Not(IsEmpty()));
  for (const Example& example : examples) {
    std::istringstream words(example.command);
    const std::vector<std::string> args{std::istream_iterator<std::string>(words), {}};
    const CommandResult result = call(args);
    EXPECT_TRUE(matches(example.output, lines_of(result.out)))
        << "$ replisim " << example.command << "\n"
        << result.transcript();
  }
}

}  // namespace
}  // namespace replisim
