// The machine formats, on a report made by hand: one of every kind of case, with texts that would
// break out of each format if they were not escaped.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/report/github.h"
#include "sim/report/json.h"
#include "sim/report/junit.h"
#include "sim/report/sarif.h"
#include "sim/report/tap.h"
#include "sim/report/text.h"
#include "tests/golden.h"

namespace replisim {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

Failure failure(const std::string& what, const std::string& expected, const std::string& actual) {
  Failure made;
  made.event_id = "upload";
  made.what = what;
  made.expected = expected;
  made.actual = actual;
  made.place = {"a b/x.json", 7, 21, 7, 33};
  made.why = "the key policy of key k in account 222222222222 does not allow <role> kms:Encrypt";
  made.why_place = {"a b/key.json", 3, 5, 9, 6};
  return made;
}

TestReport every_kind() {
  TestReport report;
  CaseResult passed;
  passed.file = "a b/x.json";
  passed.title = "Holds # SKIP & <all>";
  passed.place = {"a b/x.json", 1, 1, 30, 2};
  passed.event_count = 2;
  CaseResult failed = passed;
  failed.name = "without-key";
  failed.title = "Does not, 100%";
  failed.state = CaseState::Failed;
  failed.failures = {failure("replicas[dst].result", "\"REPLICATED\"", "\"FAILED\""),
                     failure("replicas[dst].reason", "null", "\"DstPutObjectNotPermitted\"")};
  CaseResult undecided = failed;
  undecided.name = "partial";
  undecided.title = "";
  undecided.state = CaseState::Undecided;
  undecided.failures = {failure("replicas[dst].result", "\"REPLICATED\"", "\"UNKNOWN\"")};
  undecided.failures.front().rests_on_unknown = true;
  CaseResult unreadable;
  unreadable.file = "y.json";
  unreadable.state = CaseState::Unreadable;
  unreadable.faults = {{Severity::Error,
                        "json.syntax",
                        "unexpected `]]>`",
                        "close the object",
                        {"y.json", 2, 3, 2, 4},
                        "y.json:2:3: error: unexpected `]]>` [json.syntax]\n"}};
  report.cases = {passed, failed, undecided, unreadable};
  return report;
}

TEST(Formats, Junit) {
  EXPECT_TRUE(matches_golden("format-junit.xml", junit_xml(every_kind())));
}

TEST(Formats, Tap) {
  EXPECT_TRUE(matches_golden("format-tap.txt", tap(every_kind())));
}

TEST(Formats, Json) {
  EXPECT_TRUE(matches_golden("format-test.json", test_json(every_kind())));
}

TEST(Formats, Sarif) {
  EXPECT_TRUE(matches_golden("format-sarif.json", sarif(every_kind())));
}

TEST(Formats, Github) {
  EXPECT_TRUE(matches_golden("format-github.txt", github_annotations(every_kind())));
}

TEST(Formats, GithubSummary) {
  EXPECT_TRUE(matches_golden("format-github-summary.md", github_summary(every_kind())));
}

TEST(Formats, Text) {
  EXPECT_TRUE(matches_golden("format-test.txt", test_text(every_kind(), {})));
}

TEST(Formats, ColourIsTheOnlyDifference) {
  std::string colored = test_text(every_kind(), {.color = true});
  EXPECT_THAT(colored, HasSubstr("\x1b[1;31mfailed"));
  for (std::size_t at = colored.find('\x1b'); at != std::string::npos; at = colored.find('\x1b')) {
    colored.erase(at, colored.find('m', at) - at + 1);
  }
  EXPECT_EQ(colored, test_text(every_kind(), {}));
}

TEST(Formats, AnEmptyReportIsWellFormed) {
  EXPECT_EQ(tap({}), "TAP version 13\n1..0\n");
  EXPECT_THAT(junit_xml({}), HasSubstr("tests=\"0\""));
  EXPECT_EQ(test_text({}, {}), "0 cases: 0 passed, 0 failed\n");
  EXPECT_THAT(github_annotations({}), StartsWith("replisim: 0 cases"));
}

}  // namespace
}  // namespace replisim
