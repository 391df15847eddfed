#include "sim/replication/check.h"

#include <algorithm>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "model/action.h"
#include "sim/replication/encryption.h"
#include "sim/replication/settings.h"

namespace replisim {
namespace {

TEST(CheckTest, AsksEitherAboutStateOrForAnAction) {
  for (const CheckRow& row : check_rows()) {
    const bool is_state = row.about == AskedAbout::State;
    EXPECT_EQ(is_state, row.look != nullptr) << row.id;
    EXPECT_EQ(is_state, row.action.empty()) << row.id;
    EXPECT_FALSE(row.question.empty()) << row.id;
    EXPECT_FALSE(row.source.empty()) << row.id;
  }
}

TEST(CheckTest, AsksForActionsThatAwsHas) {
  for (const CheckRow& row : check_rows()) {
    for (const std::string_view action : {row.action, row.or_action}) {
      EXPECT_TRUE(action.empty() || find_action(action) != nullptr) << row.id << " " << action;
    }
  }
}

TEST(CheckTest, StandsInTheTableOfReasonsThatItGives) {
  for (const CheckRow& row : check_rows()) {
    const auto reason =
        std::find_if(failure_reasons().begin(), failure_reasons().end(),
                     [&row](const FailureReasonRow& r) { return r.reason == row.reason; });
    ASSERT_NE(reason, failure_reasons().end());
    EXPECT_NE(reason->checks.find(row.id), std::string_view::npos) << row.id << " " << reason->name;
  }
}

TEST(CheckTest, NamesDecisionsThatThereAre) {
  std::set<std::string_view> known = {""};
  for (const OpenDecision& decision : open_decisions()) {
    known.insert(decision.id);
  }
  for (const CheckRow& row : check_rows()) {
    EXPECT_EQ(known.count(row.decision), 1U) << row.id;
  }
  for (const EncryptionRow& row : encryption_rows()) {
    EXPECT_EQ(known.count(row.decision), 1U) << row.id;
  }
}

TEST(CheckTest, HasEveryCheckOfTheDossier) {
  std::set<std::string_view> ids;
  for (const CheckRow& row : check_rows()) {
    ids.insert(row.id);
  }
  for (const std::string_view id :
       {"C0",  "C1",  "C2",  "C3",   "C4o",  "C4m",  "C5",  "C6",  "C7",
        "C8",  "C9",  "C10", "C11o", "C11d", "C12",  "C13", "C14", "C15",
        "C16", "C17", "C18", "C19",  "C20r", "C20h", "C21", "C22"}) {
    EXPECT_EQ(ids.count(id), 1U) << id;
  }
}

}  // namespace
}  // namespace replisim
