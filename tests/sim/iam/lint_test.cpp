#include "sim/iam/lint.h"

#include <algorithm>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/iam/save_check.h"
#include "tests/sim/iam/lint_cases.h"
#include "tests/sim/iam/policy_fixture.h"

namespace replisim {

void PrintTo(const LintCase& c, std::ostream* out) {
  *out << c.code << c.note;
}

namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::TestWithParam;
using ::testing::ValuesIn;

std::vector<LintCase> all_cases() {
  std::vector<LintCase> all;
  for (const auto cases :
       {saving_cases, element_cases, principal_cases, action_cases, resource_cases, condition_cases,
        value_cases, variable_cases, replication_cases}) {
    const std::vector<LintCase> some = cases();
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

PolicyFixture read_case(const std::string& text) {
  const bool is_whole = text.starts_with("{\"Version\"") || text.starts_with("{\"Statement\"") ||
                        text.starts_with("[");
  return is_whole ? read_policy_text(text) : policy_of({text});
}

/// Bucket `b`, key `k1`; principals called `gone` do not exist.
std::vector<LintFinding> lint(const PolicyFixture& policy, PolicyKind kind) {
  const PolicyTarget target{
      .bucket_name = "b",
      .account = "111111111111",
      .key_arn = kind == PolicyKind::Key ? "arn:aws:kms:eu-west-1:111111111111:key/k1" : "",
      .text = policy.sources.text(0),
      .find_principal = [](const PrincipalEntry& entry) {
        return entry.text.ends_with("gone") ? PrincipalPresence::Missing
                                            : PrincipalPresence::NotKnown;
      }};
  return lint_policy(policy.document, kind, target);
}

const LintFinding* find_code(const std::vector<LintFinding>& findings, std::string_view code) {
  const auto found =
      std::find_if(findings.begin(), findings.end(),
                   [code](const LintFinding& finding) { return finding.code == code; });
  return found == findings.end() ? nullptr : &*found;
}

class LintCheckTest : public TestWithParam<LintCase> {};

TEST_P(LintCheckTest, Fires) {
  const LintCase& c = GetParam();
  const PolicyFixture policy = read_case(c.fires);
  const std::vector<LintFinding> findings = lint(policy, c.kind);
  const LintFinding* found = find_code(findings, c.code);
  if (c.shown.empty()) {
    EXPECT_EQ(found, nullptr);
    return;
  }
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(policy.shown(found->where), c.shown);
  EXPECT_THAT(found->hint, HasSubstr(c.hint));
  EXPECT_FALSE(found->message.empty());
  EXPECT_EQ(found->message.find("{}"), found->message.find("${}")) << found->message;
  EXPECT_EQ(found->message.find("``"), std::string::npos) << found->message;
}

TEST_P(LintCheckTest, IsQuiet) {
  const LintCase& c = GetParam();
  if (!c.quiet.empty()) {
    const PolicyFixture policy = read_case(c.quiet);
    EXPECT_EQ(find_code(lint(policy, c.kind), c.code), nullptr);
  }
}

INSTANTIATE_TEST_SUITE_P(Checks, LintCheckTest, ValuesIn(all_cases()), [](const auto& test) {
  return test.param.code + (test.param.note.empty() ? "" : "_" + test.param.note);
});

TEST(LintRules, AreUniqueAndInOrder) {
  const std::vector<LintRule>& rules = lint_rules();
  EXPECT_TRUE(std::is_sorted(rules.begin(), rules.end(), [](const auto& left, const auto& right) {
    return left.code < right.code;
  }));
  const auto twice = std::adjacent_find(
      rules.begin(), rules.end(),
      [](const auto& left, const auto& right) { return left.code == right.code; });
  EXPECT_EQ(twice, rules.end()) << twice->code;
}

class LintRuleTest : public TestWithParam<LintRule> {};

TEST_P(LintRuleTest, IsDescribedInASentence) {
  EXPECT_TRUE(GetParam().description.ends_with('.'));
}

TEST_P(LintRuleTest, HasACaseForPoliciesOrOneForConfigurations) {
  const std::vector<LintCase> cases = all_cases();
  const bool has_case = std::any_of(cases.begin(), cases.end(),
                                    [](const LintCase& c) { return c.code == GetParam().code; });
  const std::set<std::string_view> of_configurations = {"REPL_ALIAS_IN_REPLICA_KEY",
                                                        "REPL_CONFIGURATION_REFUSED",
                                                        "REPL_DESTINATION_ACCOUNT_FORMAT",
                                                        "REPL_KMS_OBJECTS_NOT_SELECTED",
                                                        "REPL_MANAGED_KEY_FOR_REPLICAS",
                                                        "REPL_NO_RULE_ENABLED",
                                                        "REPL_OLD_SCHEMA",
                                                        "REPL_PREFIX_WITH_SLASH",
                                                        "REPL_PREFIX_WITH_WILDCARD",
                                                        "REPL_RULE_SHADOWED"};
  EXPECT_NE(has_case, of_configurations.contains(GetParam().code));
}

INSTANTIATE_TEST_SUITE_P(Rules, LintRuleTest, ValuesIn(lint_rules()),
                         [](const auto& test) { return std::string(test.param.code); });

// --- what AWS refuses is known to lint ---

struct SaveChecksCase {
  std::string name;
  SaveChecks (*checks)();
};

void PrintTo(const SaveChecksCase& c, std::ostream* out) {
  *out << c.name;
}

class SaveChecksTest : public TestWithParam<SaveChecksCase> {};

TEST_P(SaveChecksTest, HaveRulesAndSources) {
  for (const SaveCheck& row : GetParam().checks().rows) {
    const bool is_rule =
        std::any_of(lint_rules().begin(), lint_rules().end(),
                    [&](const LintRule& rule) { return rule.code == row.lint_code; });
    EXPECT_NE(is_rule, row.lint_code.empty()) << row.lint_code << row.message;
    EXPECT_NE(row.find == nullptr, row.reader_code.empty()) << row.message;
    EXPECT_FALSE(row.source.empty()) << row.message;
  }
}

const SaveChecksCase kSaveChecks[] = {
    {"Identity", identity_checks},
    {"Session", session_checks},
    {"ServiceControl", service_control_checks},
    {"ResourceControl", resource_control_checks},
    {"Bucket", bucket_checks},
    {"Key", key_checks},
    {"Trust", trust_checks},
    {"VpcEndpoint", vpc_endpoint_checks},
    {"Resource", resource_checks},
};

INSTANTIATE_TEST_SUITE_P(Kinds, SaveChecksTest, ValuesIn(kSaveChecks),
                         [](const auto& test) { return test.param.name; });

// --- the findings of a policy together ---

TEST(LintPolicy, SaysNothingOfAGoodPolicy) {
  const PolicyFixture policy =
      policy_of({R"({"Sid": "Read", "Effect": "Allow", "Action": ["s3:GetReplicationConfiguration",
          "s3:ListBucket"], "Resource": "arn:aws:s3:::src"})",
                 R"({"Sid": "Replicate", "Effect": "Allow", "Action": ["s3:ReplicateObject",
          "s3:ReplicateDelete", "s3:ReplicateTags"], "Resource": "arn:aws:s3:::dst/*"})"});
  EXPECT_THAT(lint_policy(policy.document, PolicyKind::Identity), IsEmpty());
}

TEST(LintPolicy, GivesWhatAwsAnswersWithWhatItRefuses) {
  const PolicyFixture policy =
      policy_of({R"({"Effect": "Allow", "Action": "s*:Get*", "Resource": "*"})"});
  const LintFinding* found = nullptr;
  const std::vector<LintFinding> findings = lint_policy(policy.document, PolicyKind::Identity);
  found = find_code(findings, "INVALID_SERVICE_IN_ACTION");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->answer_code, "MalformedPolicyDocument");
  EXPECT_EQ(found->answer_message, "Vendor s* is not valid");
}

TEST(DiagnosePolicy, FindsWhatScenariosHaveANameFor) {
  const PolicyFixture policy =
      policy_of({R"({"Sid": "", "Effect": "Allow", "Action": ["s3:ReplicateObjects",
          "s3:ListBucket"], "Resource": "arn:aws:s3:::b/*"})"});
  std::vector<std::string> codes;
  for (const LintFinding& finding : diagnose_policy(policy.document, PolicyKind::Identity)) {
    codes.push_back(finding.code);
  }
  EXPECT_THAT(codes, ElementsAre("INVALID_ACTION", "REPL_WRONG_RESOURCE_LEVEL"));
}

TEST(LintPolicy, ReportsAPlaceOnceForEachCode) {
  const PolicyFixture policy = policy_of({R"({"Effect": "Allow", "Action": []})"});
  const std::vector<LintFinding> findings = lint_policy(policy.document, PolicyKind::Identity);
  EXPECT_EQ(std::count_if(findings.begin(), findings.end(),
                          [](const LintFinding& f) { return f.code == "EMPTY_ARRAY_ACTION"; }),
            1);
}

TEST(FindingTypes, HaveTheSeverityThatCompilersKnow) {
  EXPECT_EQ(severity_of(FindingType::Error), Severity::Error);
  EXPECT_EQ(severity_of(FindingType::SecurityWarning), Severity::Warning);
  EXPECT_EQ(severity_of(FindingType::Warning), Severity::Warning);
  EXPECT_EQ(severity_of(FindingType::Suggestion), Severity::Note);
}

// --- kinds ---

struct KindCase {
  std::string name;
  std::string statement;
  PolicyKind kind;
};

void PrintTo(const KindCase& c, std::ostream* out) {
  *out << c.name;
}

class GuessKindTest : public TestWithParam<KindCase> {};

TEST_P(GuessKindTest, Guesses) {
  EXPECT_EQ(guess_policy_kind(policy_of({GetParam().statement}).document), GetParam().kind);
}

const KindCase kKinds[] = {
    {"Identity", R"({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})", PolicyKind::Identity},
    {"Trust",
     R"({"Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"},
         "Action": "sts:AssumeRole"})",
     PolicyKind::Trust},
    {"TrustWithoutPrincipal", R"({"Effect": "Allow", "Action": "sts:AssumeRole"})",
     PolicyKind::Trust},
    {"MayAssume",
     R"({"Effect": "Allow", "Action": "sts:AssumeRole",
         "Resource": "arn:aws:iam::111111111111:role/r"})",
     PolicyKind::Identity},
    {"Key",
     R"({"Effect": "Allow", "Principal": {"AWS": "111111111111"}, "Action": "kms:*",
         "Resource": "*"})",
     PolicyKind::Key},
    {"Bucket",
     R"({"Effect": "Allow", "Principal": {"AWS": "111111111111"}, "Action": "s3:GetObject",
         "Resource": "arn:aws:s3:::b/*"})",
     PolicyKind::Bucket},
    {"BucketWithKmsAction",
     R"({"Effect": "Allow", "Principal": {"AWS": "111111111111"},
         "Action": ["s3:GetObject", "kms:Decrypt"], "Resource": "arn:aws:s3:::b/*"})",
     PolicyKind::Bucket},
    {"ResourceControl",
     R"({"Effect": "Deny", "Principal": "*", "Action": ["s3:*", "sts:*"], "Resource": "*"})",
     PolicyKind::ResourceControl},
    {"VpcEndpoint", R"({"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"})",
     PolicyKind::VpcEndpoint},
    {"OtherService",
     R"({"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
         "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:eu-west-1:111111111111:q"})",
     PolicyKind::Resource},
};

INSTANTIATE_TEST_SUITE_P(Policies, GuessKindTest, ValuesIn(kKinds),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace replisim
