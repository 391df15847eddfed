// `test --watch`: rounds follow changes of files. The waiting is the test's own, so that nothing
// here depends on how long anything takes.

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/files/file_watch.h"
#include "tests/sim/cli/command_fixture.h"

namespace replisim {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr const char* kHolds = R"({ "ReplicationStatus": "COMPLETED" })";
constexpr const char* kFails = R"({ "ReplicationStatus": "FAILED" })";

/// Watches `paths`; before the round behind it, each of `changes` is made. What is still when it is
/// looked at again has settled, so that a pause without change stands behind each.
CommandResult watch(const std::vector<std::string>& paths,
                    const std::vector<std::function<void()>>& changes,
                    const std::vector<std::string>& options = {}, bool is_terminal = false) {
  std::vector<std::string> args{"test", "--watch"};
  args.insert(args.end(), options.begin(), options.end());
  args.insert(args.end(), paths.begin(), paths.end());
  std::size_t pauses = 0;
  CommandSetting setting;
  setting.is_terminal = is_terminal;
  setting.pause = [&] {
    const std::size_t pause = pauses++;
    if (pause % 2 == 0 && pause / 2 < changes.size()) {
      changes[pause / 2]();
    }
    return pause < 2 * changes.size();
  };
  return call(args, setting);
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) {
    ++found;
  }
  return found;
}

TEST(Watch, PlaysAgainWhenAScenarioChanges) {
  const ScratchFolder folder;
  folder.write("a.json", small_scenario(kFails));
  const CommandResult result =
      watch({folder.path()}, {[&] { folder.write("a.json", small_scenario(kHolds)); }});
  EXPECT_EQ(result.exit_code, 130);
  EXPECT_EQ(count(result.out, "1 case: "), 2U);
  EXPECT_LT(result.out.find("1 failed"), result.out.find("1 passed"));
  EXPECT_THAT(result.out, Not(HasSubstr("\x1b"))) << "only a terminal is cleared";
}

TEST(Watch, DoesNothingWhileNothingChanges) {
  const ScratchFolder folder;
  folder.write("a.json", small_scenario(kHolds));
  const CommandResult result = watch({folder.path()}, {[] {}, [] {}});
  EXPECT_EQ(count(result.out, "1 case: "), 1U);
}

TEST(Watch, SeesFilesThatComeGoAndAreReplaced) {
  const ScratchFolder folder;
  folder.write("a.json", small_scenario(kHolds));
  const auto replace = [&] {
    const auto modified = std::filesystem::last_write_time(folder.path("a.json"));
    folder.write("a.json.new", small_scenario(kHolds));  // as long, and as old
    std::filesystem::last_write_time(folder.path("a.json.new"), modified);
    std::filesystem::rename(folder.path("a.json.new"), folder.path("a.json"));
  };
  const CommandResult result =
      watch({folder.path()}, {[&] { folder.write("sub/b.json", small_scenario(kHolds)); },
                              [&] { std::filesystem::remove(folder.path("a.json")); },
                              [&] { folder.write("a.json", small_scenario(kHolds)); }, replace});
  EXPECT_EQ(result.out,
            "1 case: 1 passed, 0 failed\n"
            "2 cases: 2 passed, 0 failed\n"
            "1 case: 1 passed, 0 failed\n"
            "2 cases: 2 passed, 0 failed\n"
            "2 cases: 2 passed, 0 failed\n");
}

TEST(Watch, SeesFilesThatAScenarioIncludes) {
  const ScratchFolder folder;
  std::string text = small_scenario(kHolds);
  const std::string policy = R"({ "Version": "2012-10-17",
        "Statement": [ { "Effect": "Allow", "Action": "s3:*", "Resource": "*" } ] })";
  const std::string path = folder.write(
      "a.json", text.replace(text.find(policy), policy.size(), R"({ "$file": "role.policy" })"));
  folder.write("role.policy", policy);
  std::string denied = policy;
  denied.replace(denied.find("s3:*"), 4, "s3:Get*");
  const CommandResult result = watch({path}, {[&] { folder.write("unrelated.json", "{}"); },
                                              [&] { folder.write("role.policy", denied); }});
  EXPECT_EQ(count(result.out, "1 case: "), 2U);
  EXPECT_THAT(result.out, HasSubstr("1 failed"));
}

TEST(Watch, FaultsAreToldAndMayBeMended) {
  const ScratchFolder folder;
  folder.write("a.json", small_scenario(kHolds));
  const CommandResult result =
      watch({folder.path()}, {[&] { folder.write("a.json", R"({ "format": "replisim/1", })"); },
                              [&] { std::filesystem::remove(folder.path("a.json")); },
                              [&] { folder.write("a.json", small_scenario(kHolds)); }});
  EXPECT_EQ(result.exit_code, 130);
  EXPECT_THAT(result.out, HasSubstr("1 unreadable"));
  EXPECT_THAT(result.err, HasSubstr("no scenario was found"));
  EXPECT_THAT(result.out, ::testing::EndsWith("1 case: 1 passed, 0 failed\n"));
}

TEST(Watch, ItsOwnReportsAreNoChange) {
  const ScratchFolder folder;
  folder.write("a.json", small_scenario(kHolds));
  const CommandResult result =
      watch({folder.path()}, {[] {}, [] {}},
            {"--format", "text", "--format", "json=" + folder.path("report.json"),
             "--coverage=json=" + folder.path("coverage.json")});
  EXPECT_EQ(count(result.out, "1 case: "), 1U);
  EXPECT_THAT(folder.read("report.json"), HasSubstr("\"passed\": 1"));
}

TEST(Watch, ATerminalIsClearedAndToldWhatIsGoingOn) {
  const ScratchFolder folder;
  folder.write("a.json", small_scenario(kHolds));
  const CommandResult result = watch({folder.path()}, {}, {}, true);
  EXPECT_THAT(result.out, HasSubstr("\x1b[2J"));
  EXPECT_THAT(result.err, HasSubstr("waiting for a change of 1 file; Ctrl-C ends it"));
  EXPECT_THAT(watch({folder.path()}, {}, {"--quiet"}).err, IsEmpty());
}

TEST(Watch, RefusesWhatDoesNotGoWithIt) {
  const ScratchFolder folder;
  const std::string path = folder.write("a.json", small_scenario(kHolds));
  for (const std::vector<std::string>& options :
       {std::vector<std::string>{"--update"}, {"--format", "json"}, {"--coverage=lcov"}}) {
    const CommandResult result = watch({path}, {}, options);
    EXPECT_EQ(result.exit_code, 2) << options.front();
    EXPECT_THAT(result.out, IsEmpty());
    EXPECT_THAT(result.err, HasSubstr("--watch"));
  }
  EXPECT_EQ(watch({"-"}, {}).exit_code, 2);
  EXPECT_EQ(watch({folder.path("missing.json")}, {}).exit_code, 2);
}

TEST(FileStamp, ChangesWithTheFile) {
  const ScratchFolder folder;
  EXPECT_FALSE(stamp_of(folder.path("a")).exists);
  const std::string path = folder.write("a", "one");
  const FileStamp before = stamp_of(path);
  EXPECT_EQ(stamp_of(path), before);
  folder.write("a", "three");
  EXPECT_NE(stamp_of(path), before);
}

}  // namespace
}  // namespace replisim
