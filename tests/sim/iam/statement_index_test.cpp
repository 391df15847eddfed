#include "sim/iam/statement_index.h"

#include <algorithm>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sim/iam/compiled_policy.h"
#include "tests/sim/iam/scene.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Numbers = std::vector<std::uint32_t>;

class IndexedPolicy {
 public:
  explicit IndexedPolicy(const std::vector<std::string>& statements)
      : policy_(policy(statements), PolicyKind::Identity) {}

  // The statements that apply to the request, by number.
  Numbers applying(const std::string& action, const std::string& resource) const {
    Request request;
    request.action = RequestAction(action);
    request.resource = RequestResource(resource);
    Numbers numbers;
    policy_.for_each_candidate(request, [&](const CompiledStatement& statement, bool known) {
      if (known || resource_matches(statement, PolicyKind::Identity, request)) {
        numbers.push_back(statement.number);
      }
      return true;
    });
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return numbers;
  }

 private:
  CompiledPolicy policy_;
};

// Statements about other buckets, so many that an index is made of them and of what follows.
std::vector<std::string> behind_others(const std::vector<std::string>& statements) {
  std::vector<std::string> all;
  for (std::size_t i = 0; i <= StatementIndex::kScanMax; ++i) {
    all.push_back(allow("s3:GetObject", "arn:aws:s3:::other-" + std::to_string(i) + "/*"));
  }
  all.insert(all.end(), statements.begin(), statements.end());
  return all;
}

constexpr std::uint32_t kOthers = StatementIndex::kScanMax + 1;

TEST(StatementIndexTest, FindsExactTextsPrefixesAndPatterns) {
  const IndexedPolicy indexed(behind_others({
      allow("s3:GetObject", "arn:aws:s3:::own/a"),
      allow("s3:GetObject", "arn:aws:s3:::own/*"),
      allow("s3:GetObject", "arn:aws:s3:::own/*/c"),
      allow("s3:GetObject", "*"),
      allow("s3:GetObject", "arn:aws:s3:::own"),
  }));
  EXPECT_THAT(indexed.applying("s3:GetObject", "arn:aws:s3:::own/a"),
              ElementsAre(kOthers, kOthers + 1, kOthers + 3));
  EXPECT_THAT(indexed.applying("s3:GetObject", "arn:aws:s3:::own/b/c"),
              ElementsAre(kOthers + 1, kOthers + 2, kOthers + 3));
  EXPECT_THAT(indexed.applying("s3:GetObject", "arn:aws:s3:::own"),
              ElementsAre(kOthers + 3, kOthers + 4));
  EXPECT_THAT(indexed.applying("s3:GetObject", "arn:aws:s3:::other-3/x"),
              ElementsAre(3U, kOthers + 3));
  EXPECT_THAT(indexed.applying("s3:GetObject", "*"), ElementsAre(kOthers + 3));
}

TEST(StatementIndexTest, PatternsThatShareABeginningAreAllFound) {
  std::vector<std::string> sharing;
  for (const char* rest : {"?*", "*a", "*/b", "a?c", "*a*b*", "a*"}) {
    sharing.push_back(allow("s3:GetObject", "arn:aws:s3:::own/" + std::string(rest)));
  }
  const IndexedPolicy indexed(behind_others(sharing));
  EXPECT_THAT(indexed.applying("s3:GetObject", "arn:aws:s3:::own/a"),
              ElementsAre(kOthers, kOthers + 1, kOthers + 5));
  EXPECT_THAT(indexed.applying("s3:GetObject", "arn:aws:s3:::own/axc"),
              ElementsAre(kOthers, kOthers + 3, kOthers + 5));
  EXPECT_THAT(indexed.applying("s3:GetObject", "arn:aws:s3:::own/xa/b"),
              ElementsAre(kOthers, kOthers + 2, kOthers + 4));
  EXPECT_THAT(indexed.applying("s3:GetObject", "arn:aws:s3:::own/"), IsEmpty());
}

TEST(StatementIndexTest, WhatItsTextAloneDoesNotDecideIsLookedAt) {
  const IndexedPolicy indexed(behind_others({
      R"({"Effect":"Allow","Action":"s3:GetObject","NotResource":"arn:aws:s3:::own/*"})",
      allow("s3:GetObject", "arn:aws:*:::own/a"),
      allow("s3:GetObject", R"(["arn:aws:s3:::own/b","arn:aws:s3:::own/${aws:username, 'a'}"])"),
  }));
  EXPECT_THAT(indexed.applying("s3:GetObject", "arn:aws:s3:::own/a"),
              ElementsAre(kOthers + 1, kOthers + 2));
  EXPECT_THAT(indexed.applying("s3:GetObject", "arn:aws:s3:::own/b"), ElementsAre(kOthers + 2));
  EXPECT_THAT(indexed.applying("s3:GetObject", "arn:aws:s3:::other/b"), ElementsAre(kOthers));
}

TEST(StatementIndexTest, ResourcesBeyondAsciiAreMatchedByCharacters) {
  const IndexedPolicy indexed(behind_others({
      allow("s3:GetObject", "arn:aws:s3:::own/?"),
      allow("s3:GetObject", "arn:aws:s3:::own/é"),
      allow("s3:GetObject", "arn:aws:s3:::own/*"),
      allow("s3:GetObject", "arn:aws:s3:::own/?x"),
      allow("s3:GetObject", "arn:aws:s3:::own/??x"),
      allow("s3:GetObject", "arn:aws:s3:::own/?y"),
  }));
  EXPECT_THAT(indexed.applying("s3:GetObject", "arn:aws:s3:::own/é"),
              ElementsAre(kOthers, kOthers + 1, kOthers + 2));
  EXPECT_THAT(indexed.applying("s3:GetObject", "arn:aws:s3:::own/éx"),
              ElementsAre(kOthers + 2, kOthers + 3));
  EXPECT_THAT(indexed.applying("s3:GetObject", "arn:aws:s3:::own/e"),
              ElementsAre(kOthers, kOthers + 2))
      << "the same index, an ASCII resource";
}

TEST(StatementIndexTest, EachActionHasItsOwnStatements) {
  std::vector<std::string> statements = behind_others({allow("s3:*", "arn:aws:s3:::own/*")});
  statements.push_back(R"({"Effect":"Deny","NotAction":"s3:Get*","Resource":"*"})");
  const IndexedPolicy indexed(statements);
  EXPECT_THAT(indexed.applying("s3:GetObject", "arn:aws:s3:::own/a"), ElementsAre(kOthers));
  EXPECT_THAT(indexed.applying("S3:getobject", "arn:aws:s3:::own/a"), ElementsAre(kOthers));
  EXPECT_THAT(indexed.applying("s3:PutObject", "arn:aws:s3:::own/a"),
              ElementsAre(kOthers, kOthers + 1));
}

TEST(StatementIndexTest, MoreActionsThanAreRememberedAreAnsweredAllTheSame) {
  const IndexedPolicy indexed(behind_others({allow("s3:*", "arn:aws:s3:::own/a")}));
  for (std::size_t i = 0; i <= StatementIndex::kActionsMax; ++i) {
    ASSERT_THAT(indexed.applying("s3:Action" + std::to_string(i), "arn:aws:s3:::own/a"),
                ElementsAre(kOthers));
  }
  EXPECT_THAT(indexed.applying("s3:Action0", "arn:aws:s3:::own/a"), ElementsAre(kOthers));
  EXPECT_THAT(indexed.applying("s3:Action0", "arn:aws:s3:::own/b"), IsEmpty());
}

TEST(StatementIndexTest, AStatementIsFoundByAnyOfItsResources) {
  const IndexedPolicy indexed(behind_others(
      {allow("s3:GetObject", R"(["arn:aws:s3:::own/a","arn:aws:s3:::own/b*","arn:aws:s3:::own*"])"),
       R"({"Effect":"Allow","Action":"s3:GetObject","Resource":[]})"}));
  for (const char* key : {"/a", "/b1", "/c", ""}) {
    EXPECT_THAT(indexed.applying("s3:GetObject", "arn:aws:s3:::own" + std::string(key)),
                ElementsAre(kOthers))
        << key;
  }
}

}  // namespace
}  // namespace replisim
