#include "sim/report/html.h"

#include <array>
#include <cstdio>
#include <memory>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/replication/simulation.h"
#include "sim/report/drawing_layout.h"
#include "tests/golden.h"
#include "tests/sim/cli/command_fixture.h"

namespace replisim {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kFounding = "scenarios/founding/founding.json";

std::string page_of(const std::vector<std::string>& more) {
  std::vector<std::string> args{"run", kFounding, "--format", "html"};
  args.insert(args.end(), more.begin(), more.end());
  return call(args).out;
}

TEST(Html, OneEventIsAWholePage) {
  EXPECT_TRUE(matches_golden("explain-without-key-policy.html",
                             call({"explain", kFounding, "--variant", "without-key-policy",
                                   "--event", "upload", "--format", "html"})
                                 .out));
}

TEST(Html, NothingIsFetchedAndNothingRuns) {
  const std::string page = page_of({"--variant", "without-both"});
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
  EXPECT_THAT(page, AllOf(Not(HasSubstr("<script")), Not(HasSubstr(" src=")),
                          Not(HasSubstr("href=\"http")), Not(HasSubstr("@import"))));
}

TEST(Html, HasLandmarksHeadingsAndNamesOfPictures) {
  const std::string page = page_of({});
  EXPECT_THAT(page, AllOf(HasSubstr("<html lang=\"en\">"), HasSubstr("<main>"),
                          HasSubstr("<nav aria-label=\"Sections\">"),
                          HasSubstr("aria-labelledby=\"topology-title topology-desc\""),
                          HasSubstr("class=\"skip\" href=\"#events\"")));
  EXPECT_THAT(page, HasSubstr("source-test-replication replicates: everything "
                              "destination-test-replication. "));
}

TEST(Html, HighlightsTheStatementThatDenies) {
  const std::string page = page_of({"--variant", "key-policy-names-bucket"});
  EXPECT_THAT(page, HasSubstr("<b class=\"doubtful\">came nearest, and did not match</b>"));
  EXPECT_THAT(page, HasSubstr("<b class=\"good\">allowed it</b>"));
}

TEST(Html, WhatAUserWroteStaysText) {
  const ScratchFolder folder;
  const std::string path = folder.write(
      "x.json", small_scenario("", R"("title": "<script>alert(1)</script> & \"so\"")"));
  const std::string page = call({"run", path, "--format", "html"}).out;
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;so&quot;"));
}

TEST(Html, ThousandsOfEventsAreCounted) {
  const ScratchFolder folder;
  std::string text = small_scenario("");
  const std::size_t at = text.find(R"(    { "id": "upload")");
  std::string events;
  for (int i = 0; i < 1500; ++i) {
    events += R"({ "operation": "PutObject", "params": { "Bucket": "src", "Key": "k", "Size": 1 } },
)";
  }
  text.insert(at, events);
  const std::string page = call({"run", folder.write("x.json", text), "--format", "html"}).out;
  EXPECT_THAT(page, HasSubstr("1301 further events are not shown"));
  EXPECT_THAT(page, HasSubstr("<b class=\"good\">REPLICATED</b></th><td>1501</td>"));
}

// --- the layout ---

Drawing chain_of(std::size_t count) {
  Drawing drawing;
  for (std::size_t i = 0; i < count; ++i) {
    drawing.nodes.push_back({.lines = {"n" + std::to_string(i)}});
    if (i > 0) {
      drawing.edges.push_back({.from = i - 1, .to = i});
    }
  }
  return drawing;
}

TEST(DrawingLayout, ArrowsLeadToTheRight) {
  const DrawingLayout layout = lay_out(chain_of(3));
  EXPECT_LT(layout.nodes[0].x + layout.nodes[0].width, layout.nodes[1].x);
  EXPECT_LT(layout.nodes[1].x + layout.nodes[1].width, layout.nodes[2].x);
}

TEST(DrawingLayout, WhatClosesALoopLeadsBack) {
  Drawing drawing = chain_of(3);
  drawing.edges.push_back({.from = 2, .to = 0});
  const DrawingLayout layout = lay_out(drawing);
  EXPECT_LT(layout.nodes[0].x, layout.nodes[2].x);
  EXPECT_GT(layout.edges[2].points.front().x, layout.edges[2].points.back().x);
}

TEST(DrawingLayout, NodesDoNotCoverEachOther) {
  Drawing drawing;
  for (std::size_t i = 0; i < 60; ++i) {
    drawing.nodes.push_back({.lines = {"node", "with two lines"}, .group = i % 3});
    drawing.edges.push_back({.from = i, .to = (i * 7 + 3) % 60});
  }
  drawing.groups = {"a", "b", "c"};
  const DrawingLayout layout = lay_out(drawing);
  for (std::size_t a = 0; a < layout.nodes.size(); ++a) {
    for (std::size_t b = a + 1; b < layout.nodes.size(); ++b) {
      const DrawingLayout::Box& one = layout.nodes[a];
      const DrawingLayout::Box& two = layout.nodes[b];
      const bool is_apart = one.x + one.width <= two.x || two.x + two.width <= one.x ||
                            one.y + one.height <= two.y || two.y + two.height <= one.y;
      EXPECT_TRUE(is_apart) << a << " and " << b;
    }
  }
}

TEST(DrawingLayout, NothingToDrawIsNoFault) {
  EXPECT_TRUE(lay_out({}).nodes.empty());
}

// --- in a real browser ---

struct ClosePipe {
  void operator()(std::FILE* pipe) const { static_cast<void>(pclose(pipe)); }
};

/// What a command prints, both streams.
std::string output_of(const std::string& command) {
  const std::unique_ptr<std::FILE, ClosePipe> pipe(popen((command + " 2>&1").c_str(), "r"));
  std::string text;
  std::array<char, 4096> buffer{};
  for (std::size_t count = 1; pipe != nullptr && count > 0;) {
    count = std::fread(buffer.data(), 1, buffer.size(), pipe.get());
    text.append(buffer.data(), count);
  }
  return text;
}

TEST(HtmlInABrowser, IsShownWithoutAWordOnTheConsole) {
  if (output_of("command -v chromium").empty()) {
    GTEST_SKIP() << "Chromium is not installed (Debian: chromium)";
  }
  const ScratchFolder folder;
  const std::string page = folder.write("page.html", page_of({"--variant", "without-both"}));
  // The page's own policy forbids every request, and Chromium tells each attempt on the console.
  const std::string shown = output_of(
      "timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-background-networking "
      "--no-first-run --enable-logging=stderr --user-data-dir=" +
      folder.path("profile") + " --dump-dom file://" + page);
  EXPECT_THAT(shown, AllOf(HasSubstr("<h2 id=\"events-heading\">Events</h2>"),
                           HasSubstr("<title id=\"topology-title\">What is tied to what</title>"),
                           HasSubstr("kms:GenerateDataKey")));
  EXPECT_THAT(shown, Not(HasSubstr("CONSOLE")));
}

}  // namespace
}  // namespace replisim
