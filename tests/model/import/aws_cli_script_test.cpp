#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/import/aws_cli.h"
#include "tests/golden.h"

namespace replisim {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(CaptureScript, IsTheOneThatIsKnown) {
  EXPECT_TRUE(matches_golden("import/capture.sh", capture_script("source-test-replication")));
}

TEST(CaptureScript, QuotesWhatItIsGiven) {
  const std::string script = capture_script("a'; rm -rf '", {.directory = "d d"});
  EXPECT_THAT(script, HasSubstr("\nbucket='a'\\''; rm -rf '\\'''\n"));
  EXPECT_THAT(script, HasSubstr("\ndirectory='d d'\n"));
}

TEST(CaptureScript, AsksForNothingSecretAndChangesNothing) {
  const std::string script = capture_script("b");
  for (const char* const verb : {" put-", " create-", " delete-", " update-", " get-object ",
                                 " get-secret", " decrypt", " generate-data-key", " rm "}) {
    EXPECT_THAT(script, Not(HasSubstr(verb)));
  }
}

}  // namespace
}  // namespace replisim
