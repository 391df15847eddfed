#include "sim/replication/rules.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace replisim {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

ReplicationRule rule(std::string id, std::int64_t priority, std::string bucket = "dst") {
  ReplicationRule made;
  made.id = std::move(id);
  made.priority = priority;
  made.filter = RuleFilter{};
  made.status.text = "Enabled";
  made.delete_marker_replication = RuleStatus{"Enabled", {}};
  made.destination.bucket = "arn:aws:s3:::" + bucket;
  return made;
}

std::vector<RuleChoice> choose(const ReplicationConfiguration& configuration,
                               const RuleSubject& subject) {
  std::vector<Diagnostic> faults;
  return choose_rules(configuration, subject, Settings::read({}, faults));
}

TEST(RulesTest, AnyRuleWithoutFilterMakesTheConfigurationV1) {
  ReplicationConfiguration configuration;
  configuration.rules = {rule("a", 1), rule("b", 2)};
  EXPECT_EQ(schema_version(configuration), SchemaVersion::V2);
  configuration.rules[1].filter.reset();
  EXPECT_EQ(schema_version(configuration), SchemaVersion::V1);
}

TEST(RulesTest, PrefixesAreLiteralAndCaseCounts) {
  ReplicationRule one = rule("a", 1);
  one.filter->prefix = "Logs/*";
  EXPECT_FALSE(filter_matches(one, "Logs/a", {}));
  EXPECT_FALSE(filter_matches(one, "logs/*a", {}));
  EXPECT_TRUE(filter_matches(one, "Logs/*a", {}));
}

TEST(RulesTest, AllTagsOfAndHaveToBeThere) {
  ReplicationRule one = rule("a", 1);
  one.filter->both = RuleFilter::And{"in/", {{"a", "1"}, {"b", "2"}}, {}};
  EXPECT_TRUE(filter_matches(one, "in/x", {{"c", "3"}, {"b", "2"}, {"a", "1"}}));
  EXPECT_FALSE(filter_matches(one, "in/x", {{"a", "1"}}));
  EXPECT_FALSE(filter_matches(one, "in/x", {{"a", "1"}, {"b", "other"}}));
  EXPECT_FALSE(filter_matches(one, "out/x", {{"a", "1"}, {"b", "2"}}));
}

TEST(RulesTest, EveryDestinationGetsItsOwnWinner) {
  ReplicationConfiguration configuration;
  configuration.rules = {rule("low", 1), rule("high", 3), rule("other", 2, "other")};
  RuleSubject subject;
  subject.key = "k";
  const std::vector<RuleChoice> choices = choose(configuration, subject);
  ASSERT_THAT(choices, SizeIs(2));
  EXPECT_EQ(choices[0].rule->id, "high");
  ASSERT_THAT(choices[0].superseded, SizeIs(1));
  EXPECT_EQ(choices[0].superseded[0]->id, "low");
  EXPECT_EQ(choices[1].rule->id, "other");
  EXPECT_THAT(choices[1].superseded, IsEmpty());
}

TEST(RulesTest, DisabledRulesTakeNoPartInPrecedence) {
  ReplicationConfiguration configuration;
  configuration.rules = {rule("low", 1), rule("high", 3)};
  configuration.rules[1].status.text = "Disabled";
  RuleSubject subject;
  subject.key = "k";
  const std::vector<RuleChoice> choices = choose(configuration, subject);
  EXPECT_EQ(choices.at(0).rule->id, "low");
  EXPECT_THAT(choices.at(0).superseded, IsEmpty());
}

TEST(RulesTest, MarkersOfV1AlwaysTravel) {
  ReplicationConfiguration configuration;
  configuration.rules = {rule("a", 1)};
  configuration.rules[0].filter.reset();
  configuration.rules[0].prefix = "";
  configuration.rules[0].delete_marker_replication.reset();
  RuleSubject marker;
  marker.key = "k";
  marker.is_delete_marker = true;
  EXPECT_FALSE(choose(configuration, marker).at(0).ineligible.has_value());
}

}  // namespace
}  // namespace replisim
