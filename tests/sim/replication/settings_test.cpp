#include "sim/replication/settings.h"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace replisim {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

using Written = std::map<std::string, std::string, std::less<>>;

struct Read {
  Settings settings;
  std::vector<Diagnostic> faults;
};

Read read(const Written& written) {
  Read result;
  result.settings = Settings::read(written, result.faults);
  return result;
}

TEST(SettingsTest, HaveTheDecisionsAsDefaults) {
  const Read defaults = read({});
  for (const SettingRow& row : setting_rows()) {
    EXPECT_FALSE(defaults.settings.has(row.setting)) << row.name;
    const Read same = read({{std::string(row.name), std::string(row.default_reading)}});
    EXPECT_FALSE(same.settings.has(row.setting)) << row.name;
    EXPECT_THAT(same.faults, IsEmpty()) << row.name;
  }
}

TEST(SettingsTest, TakeTheOtherReading) {
  for (const SettingRow& row : setting_rows()) {
    const Read other = read({{std::string(row.name), std::string(row.other_reading)}});
    EXPECT_TRUE(other.settings.has(row.setting)) << row.name;
    EXPECT_THAT(other.faults, IsEmpty()) << row.name;
  }
}

TEST(SettingsTest, AreThoseThatTheDecisionsName) {
  for (const OpenDecision& decision : open_decisions()) {
    const bool has_setting =
        std::any_of(setting_rows().begin(), setting_rows().end(), [&](const SettingRow& row) {
          return row.name == decision.setting && row.decision == decision.id;
        });
    EXPECT_EQ(has_setting, !decision.setting.empty()) << decision.id;
  }
}

TEST(SettingsTest, ReportAnUnknownNameWithTheNearest) {
  const Read wrong = read({{"replication.bucket_read", "required"}});
  ASSERT_THAT(wrong.faults, SizeIs(1));
  EXPECT_EQ(wrong.faults[0].code, "unknownSetting");
  EXPECT_EQ(wrong.faults[0].message, "unknown setting `replication.bucket_read`");
  EXPECT_EQ(wrong.faults[0].hint, "did you mean `replication.bucket_reads`?");
}

TEST(SettingsTest, ReportAnUnknownReadingWithTheNearest) {
  const Read wrong = read({{"replication.bucket_reads", "requird"}});
  ASSERT_THAT(wrong.faults, SizeIs(1));
  EXPECT_EQ(wrong.faults[0].message,
            "setting `replication.bucket_reads` is `not_required` or `required`, not `requird`");
  EXPECT_EQ(wrong.faults[0].hint, "did you mean `required`?");
}

TEST(SettingsTest, ReadDurations) {
  const Read durations =
      read({{"replication.latency", "15m"}, {"replication.multipart_duration", "+90s"}});
  EXPECT_EQ(durations.settings.latency_milliseconds, 900'000);
  EXPECT_EQ(durations.settings.multipart_duration_milliseconds, 90'000);
  EXPECT_THAT(durations.faults, IsEmpty());
  EXPECT_THAT(read({{"replication.latency", "soon"}}).faults, SizeIs(1));
}

}  // namespace
}  // namespace replisim
