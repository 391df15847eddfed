#include <algorithm>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/iam/lint.h"

namespace replisim {
namespace {

using ::testing::IsEmpty;
using ::testing::TestWithParam;
using ::testing::ValuesIn;

RuleStatus enabled() {
  return {.text = "Enabled", .where = {}};
}

/// A rule of the current schema that S3 stores and nothing is to be said of.
ReplicationRule good_rule() {
  ReplicationRule rule;
  rule.id = "r";
  rule.priority = 1;
  rule.filter.emplace();
  rule.status = enabled();
  rule.delete_marker_replication = RuleStatus{.text = "Disabled", .where = {}};
  rule.source_selection_criteria.emplace().sse_kms_encrypted_objects = enabled();
  rule.destination.bucket = "arn:aws:s3:::dst";
  rule.destination.encryption_configuration.emplace().replica_kms_key_id =
      "arn:aws:kms:eu-west-1:222222222222:key/k";
  return rule;
}

using Change = void (*)(std::vector<ReplicationRule>&);

struct ConfigurationLintCase {
  std::string code;
  Change bad;
  Change good = [](std::vector<ReplicationRule>&) {};
};

void PrintTo(const ConfigurationLintCase& c, std::ostream* out) {
  *out << c.code;
}

std::vector<LintFinding> lint_changed(Change change) {
  ReplicationConfiguration configuration;
  configuration.role = "arn:aws:iam::111111111111:role/r";
  configuration.rules = {good_rule()};
  change(configuration.rules);
  return lint_replication_configuration(configuration);
}

bool has_code(const std::vector<LintFinding>& findings, const std::string& code) {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const LintFinding& finding) { return finding.code == code; });
}

class ConfigurationLintTest : public TestWithParam<ConfigurationLintCase> {};

TEST_P(ConfigurationLintTest, Fires) {
  EXPECT_TRUE(has_code(lint_changed(GetParam().bad), GetParam().code));
}

TEST_P(ConfigurationLintTest, IsQuiet) {
  EXPECT_FALSE(has_code(lint_changed(GetParam().good), GetParam().code));
}

void set_replica_key(std::vector<ReplicationRule>& rules, const std::string& key) {
  rules.front().destination.encryption_configuration->replica_kms_key_id = key;
}

const ConfigurationLintCase kCases[] = {
    {"REPL_PREFIX_WITH_WILDCARD", [](auto& rules) { rules.front().filter->prefix = "logs/*"; },
     [](auto& rules) { rules.front().filter->prefix = "logs/"; }},
    {"REPL_PREFIX_WITH_SLASH", [](auto& rules) { rules.front().filter->prefix = "/logs"; },
     [](auto& rules) { rules.front().filter->prefix = "logs/"; }},
    {"REPL_RULE_SHADOWED",
     [](auto& rules) {
       rules.push_back(good_rule());
       rules.back().id = "higher";
       rules.back().priority = 2;
     },
     [](auto& rules) {
       rules.push_back(good_rule());
       rules.back().priority = 2;
       rules.back().filter->prefix = "logs/";
     }},
    {"REPL_ALIAS_IN_REPLICA_KEY",
     [](auto& rules) { set_replica_key(rules, "arn:aws:kms:eu-west-1:222222222222:alias/a"); }},
    {"REPL_MANAGED_KEY_FOR_REPLICAS", [](auto& rules) { set_replica_key(rules, "alias/aws/s3"); },
     [](auto& rules) { set_replica_key(rules, "alias/own"); }},
    {"REPL_KMS_OBJECTS_NOT_SELECTED",
     [](auto& rules) { rules.front().source_selection_criteria.reset(); }},
    {"REPL_OLD_SCHEMA",
     [](auto& rules) {
       rules.front().filter.reset();
       rules.front().prefix = "";
     }},
    {"REPL_NO_RULE_ENABLED", [](auto& rules) { rules.front().status.text = "Disabled"; },
     [](auto& rules) {
       rules.push_back(good_rule());
       rules.front().status.text = "Disabled";
     }},
    {"REPL_DESTINATION_ACCOUNT_FORMAT",
     [](auto& rules) { rules.front().destination.account = "abc"; },
     [](auto& rules) { rules.front().destination.account = "222222222222"; }},
};

INSTANTIATE_TEST_SUITE_P(Checks, ConfigurationLintTest, ValuesIn(kCases),
                         [](const auto& test) { return test.param.code; });

TEST(LintConfiguration, SaysNothingOfAGoodOne) {
  EXPECT_THAT(lint_changed([](auto&) {}), IsEmpty());
}

// A rule shadows another only if it takes every object of it (2.3, U12).
TEST(LintConfiguration, ARuleWithoutTheKmsOptInShadowsNoneThatHasIt) {
  const std::vector<LintFinding> findings = lint_changed([](auto& rules) {
    rules.push_back(good_rule());
    rules.back().priority = 2;
    rules.back().source_selection_criteria.reset();
  });
  EXPECT_FALSE(has_code(findings, "REPL_RULE_SHADOWED"));
}

TEST(LintConfiguration, ARuleForAnotherBucketShadowsNone) {
  const std::vector<LintFinding> findings = lint_changed([](auto& rules) {
    rules.push_back(good_rule());
    rules.back().priority = 2;
    rules.back().destination.bucket = "arn:aws:s3:::other";
  });
  EXPECT_FALSE(has_code(findings, "REPL_RULE_SHADOWED"));
}

}  // namespace
}  // namespace replisim
