// What is made from the definitions of the commands: the manual page, completions of shells.

#include <array>
#include <cstdio>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/cli/command.h"
#include "sim/cli/description.h"
#include "tests/golden.h"
#include "tests/sim/cli/command_fixture.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::StartsWith;

/// What a line for the shell prints, standard error included; its end in `status`.
std::string shell(const std::string& line, int* status = nullptr) {
  const auto close = [status](FILE* pipe) {
    const int end = pclose(pipe);
    if (status != nullptr) {
      *status = end;
    }
  };
  const std::unique_ptr<FILE, decltype(close)> pipe(popen((line + " 2>&1").c_str(), "r"), close);
  std::string text;
  std::array<char, 4096> part{};
  while (const std::size_t size = fread(part.data(), 1, part.size(), pipe.get())) {
    text.append(part.data(), size);
  }
  return text;
}

bool has_program(const std::string& name) {
  return !shell("command -v " + name).empty();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    lines.push_back(line);
  }
  return lines;
}

std::string roff_of(std::string text) {
  for (std::size_t at = text.find('-'); at != std::string::npos; at = text.find('-', at + 2)) {
    text.insert(at, 1, '\\');
  }
  return text;
}

// --- what they are made from ---

TEST(Description, HasEveryCommandAndRunsNone) {
  const std::vector<CommandDescription> commands = describe_commands();
  ASSERT_EQ(commands.size(), all_commands().size());
  for (std::size_t i = 0; i < commands.size(); ++i) {
    EXPECT_EQ(commands[i].name, all_commands()[i].name);
    EXPECT_EQ(commands[i].summary, all_commands()[i].summary);
    EXPECT_FALSE(commands[i].footer.empty()) << commands[i].name;
  }
}

TEST(Description, ChoicesAreThoseThatAreTaken) {
  for (const CommandDescription& command : describe_commands()) {
    for (const ArgumentDescription& option : command.options) {
      if (option.name() != "--format") {
        continue;
      }
      EXPECT_FALSE(option.choices.empty()) << command.name;
      const CommandResult refused =
          call({command.name, "scenarios/founding/founding.json", "--format", "nothing"});
      EXPECT_EQ(refused.exit_code, 2);
      for (const std::string& choice : option.choices) {
        EXPECT_TRUE(refused.err.find(choice) != std::string::npos || command.name == "graph")
            << command.name << " " << choice << ": " << refused.err;
      }
    }
  }
}

// --- the manual page ---

TEST(ManPage, HasEveryCommandAndEveryOption) {
  const std::string page = call({"man"}).out;
  for (const CommandDescription& command : describe_commands()) {
    EXPECT_THAT(page, HasSubstr(".SS \"replisim " + roff_of(command.name)));
    const std::string own = call({"man", command.name}).out;
    for (const ArgumentDescription& option : command.options) {
      for (const std::string& name : option.names) {
        EXPECT_THAT(page, HasSubstr("\\fB" + roff_of(name) + "\\fR")) << command.name;
        EXPECT_THAT(own, HasSubstr("\\fB" + roff_of(name) + "\\fR")) << command.name;
      }
      for (const std::string& choice : option.choices) {
        EXPECT_THAT(own, HasSubstr(roff_of(choice))) << command.name << " " << option.name();
      }
    }
  }
}

TEST(ManPage, OfOneCommand) {
  EXPECT_TRUE(matches_golden("man-learn.1", call({"man", "learn"}).transcript()));
  const CommandResult unknown = call({"man", "lern"});
  EXPECT_EQ(unknown.exit_code, 2);
  EXPECT_THAT(unknown.err, HasSubstr("did you mean `learn`?"));
}

TEST(ManPage, IsSetWithoutAWarning) {
  if (!has_program("groff")) {
    GTEST_SKIP() << "groff is not installed";
  }
  const ScratchFolder folder;
  std::vector<std::string> pages{folder.write("replisim.1", call({"man"}).out)};
  for (const CommandDescription& command : describe_commands()) {
    pages.push_back(folder.write(command.name + ".1", call({"man", command.name}).out));
  }
  for (const std::string& page : pages) {
    EXPECT_EQ(shell("groff -man -ww -Tutf8 -z '" + page + "'"), "");
  }
  const std::string shown = shell("groff -man -Tascii -P-c -P-b -P-u '" + pages.front() + "'");
  EXPECT_THAT(shown, HasSubstr("replisim test [OPTIONS] PATH..."));
  EXPECT_THAT(shown, HasSubstr("--coverage[=FORMAT[=FILE]]"));
  EXPECT_THAT(shown, Not(HasSubstr("`")));
}

// --- completions ---

/// What bash would offer for the last of the words, which it breaks at `=` or not.
std::vector<std::string> completed_by_bash(const std::vector<std::string>& words,
                                           bool breaks_at_equals = true) {
  const ScratchFolder folder;
  std::string script = call({"completions", "bash"}).out;
  script += "cd " REPLISIM_SOURCE_DIR "\n";
  script += std::string("COMP_WORDBREAKS=$' \\t\\n") + (breaks_at_equals ? "=" : "") + "'\n";
  script += "COMP_WORDS=(";
  for (const std::string& word : words) {
    script += " '" + word + "'";
  }
  script += ")\nCOMP_CWORD=" + std::to_string(words.size() - 1) +
            "\n_replisim\nprintf '%s\\n' \"${COMPREPLY[@]}\"\n";
  std::vector<std::string> lines = lines_of(shell("bash '" + folder.write("script", script) + "'"));
  return lines == std::vector<std::string>{""} ? std::vector<std::string>() : lines;
}

TEST(BashCompletions, OfferCommandsAndOptions) {
  EXPECT_THAT(completed_by_bash({"replisim", ""}), IsSupersetOf({"run", "test", "completions"}));
  EXPECT_THAT(completed_by_bash({"replisim", "exp"}), ElementsAre("explain"));
  EXPECT_THAT(completed_by_bash({"replisim", "--v"}), ElementsAre("--version"));
  EXPECT_THAT(completed_by_bash({"replisim", "--quiet", "--color", "never", "lin"}),
              ElementsAre("lint"));
  EXPECT_THAT(completed_by_bash({"replisim", "test", "--wa"}), ElementsAre("--watch"));
  EXPECT_THAT(completed_by_bash({"replisim", "run", "--wa"}), IsEmpty());
  EXPECT_THAT(completed_by_bash({"replisim", "run", "--he"}), ElementsAre("--help"));
}

TEST(BashCompletions, OfferWhatAValueCanBe) {
  EXPECT_THAT(completed_by_bash({"replisim", "run", "--format", "j"}),
              ElementsAre("json", "junit"));
  EXPECT_THAT(completed_by_bash({"replisim", "run", "--format", "=", "j"}),
              ElementsAre("json", "junit"));
  EXPECT_THAT(completed_by_bash({"replisim", "run", "--format=j"}, false),
              ElementsAre("--format=json", "--format=junit"));
  EXPECT_THAT(completed_by_bash({"replisim", "--color", "a"}), ElementsAre("auto", "always"));
  EXPECT_THAT(completed_by_bash({"replisim", "learn", "fou"}), ElementsAre("founding"));
  EXPECT_THAT(completed_by_bash({"replisim", "completions", ""}),
              ElementsAre("bash", "zsh", "fish"));
  EXPECT_THAT(completed_by_bash({"replisim", "run", "--event", ""}), IsEmpty());
}

TEST(BashCompletions, OfferFilesWhereFilesAreTaken) {
  EXPECT_THAT(completed_by_bash({"replisim", "run", "README"}), ElementsAre("README.md"));
  EXPECT_THAT(completed_by_bash({"replisim", "check", "--baseline", "README"}),
              ElementsAre("README.md"));
  EXPECT_THAT(completed_by_bash({"replisim", "run", "--format", "json", "=", "README"}),
              ElementsAre("README.md"));
  EXPECT_THAT(completed_by_bash({"replisim", "run", "--format", "json=README"}, false),
              ElementsAre("json=README.md"));
  EXPECT_THAT(completed_by_bash({"replisim", "run", "--format=json=README"}, false),
              ElementsAre("--format=json=README.md"));
  EXPECT_THAT(completed_by_bash({"replisim", "test", "--coverage", "README"}),
              ElementsAre("README.md"))
      << "its value stands behind a =";
  EXPECT_THAT(completed_by_bash({"replisim", "test", "--coverage", "=", "l"}), ElementsAre("lcov"));
  EXPECT_THAT(completed_by_bash({"replisim", "run", "--format", "README"}), IsEmpty());
}

TEST(Completions, AreInTheGrammarOfTheirShells) {
  const ScratchFolder folder;
  for (const std::string name : {"bash", "zsh", "fish"}) {
    if (has_program(name)) {
      const std::string file = folder.write(name, call({"completions", name}).out);
      EXPECT_EQ(shell(std::string(name).append(" -n '").append(file).append("'")), "");
    }
  }
}

TEST(Completions, HaveEveryCommandAndEveryOption) {
  const std::string bash = call({"completions", "bash"}).out;
  const std::string zsh = call({"completions", "zsh"}).out;
  const std::string fish = call({"completions", "fish"}).out;
  for (const CommandDescription& command : describe_commands()) {
    EXPECT_THAT(bash, HasSubstr("    '" + command.name + "')"));
    EXPECT_THAT(zsh, HasSubstr("    '" + command.name + ":"));
    EXPECT_THAT(fish, HasSubstr("'__fish_use_subcommand' -a " + command.name + " "));
    for (const ArgumentDescription& option : command.options) {
      const std::string& name = option.name();
      EXPECT_THAT(bash, HasSubstr(name)) << command.name;
      EXPECT_THAT(zsh, HasSubstr(name)) << command.name;
      EXPECT_THAT(fish, HasSubstr("__fish_seen_subcommand_from " + command.name)) << command.name;
      EXPECT_THAT(fish, HasSubstr(" -l " + name.substr(2))) << command.name;
    }
  }
}

TEST(Completions, OfFishWork) {
  if (!has_program("fish")) {
    GTEST_SKIP() << "fish is not installed";
  }
  const ScratchFolder folder;
  const std::string file = folder.write("replisim.fish", call({"completions", "fish"}).out);
  const auto offered = [&](const std::string& line) {
    return shell("HOME='" + folder.path() + "' fish -c 'source " + file + "; complete -C \"" +
                 line + "\"'");
  };
  EXPECT_THAT(offered("replisim exp"), StartsWith("explain\tSay why"));
  EXPECT_THAT(offered("replisim run --format j"), HasSubstr("json"));
  EXPECT_THAT(offered("replisim test --wat"), StartsWith("--watch"));
  EXPECT_THAT(offered("replisim run --wat"), Not(HasSubstr("--watch")));
}

TEST(Completions, UnknownShellsAreToldSo) {
  const CommandResult result = call({"completions", "zhs"});
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.err, HasSubstr("did you mean `zsh`?"));
  EXPECT_EQ(call({"completions"}).exit_code, 2);
}

}  // namespace
}  // namespace replisim
