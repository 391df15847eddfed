#include "sim/report/json_diff.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace replisim {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class JsonDiff : public ::testing::Test {
 protected:
  const JsonNode& read(const std::string& text) {
    Issues issues;
    const std::uint32_t file = sources_.add("x.json", text);
    const JsonNode* node = parse_json(sources_, file, arena_, issues);
    EXPECT_NE(node, nullptr);
    return *node;
  }
  std::string diff(const std::string& before, const std::string& after) {
    return json_diff(read(before), read(after), TextStyle());
  }

 private:
  SourceMap sources_;
  JsonArena arena_;
};

TEST_F(JsonDiff, WhatIsAlikeHasNone) {
  EXPECT_EQ(diff(R"({"a":1})", R"({ "a" : 1 })"), "");
}

TEST_F(JsonDiff, AChangeIsHeadedByWhatItStandsIn) {
  const std::string list(80, 'x');
  const std::string before = R"({"Roles":[{"RoleName":"r","Policy":{"Sid":"s","Resource":")" +
                             list + R"(","Action":"a"}}]})";
  const std::string after = R"({"Roles":[{"RoleName":"r","Policy":{"Sid":"s","Resource":")" + list +
                            R"(","Action":"b"}}]})";
  const std::string text = diff(before, after);
  EXPECT_THAT(text, HasSubstr("@@ Roles r, Policy @@"));
  EXPECT_THAT(text, HasSubstr("-         \"Action\": \"a\"\n+         \"Action\": \"b\"\n"));
}

TEST_F(JsonDiff, NotesAndExpectationsAreLeftOut) {
  EXPECT_EQ(diff(R"({"a":1,"x-note":1,"expect":1})", R"({"a":1,"x-note":2,"expect":2})"), "");
}

TEST_F(JsonDiff, OnlyWhatIsNearAChangeIsShown) {
  std::string before = "{";
  for (int i = 0; i < 40; ++i) {
    before += "\"member" + std::to_string(i) + "\": 1, ";
  }
  const std::string text = diff(before + "\"last\": 1}", before + "\"last\": 2}");
  EXPECT_THAT(text, HasSubstr("member39"));
  EXPECT_THAT(text, HasSubstr("member37"));
  EXPECT_THAT(text, Not(HasSubstr("member36")));
}

TEST_F(JsonDiff, APointerLeadsToAValue) {
  const JsonNode& root = read(R"({"a/b": [ {"~": 7} ]})");
  const JsonNode* found = find_pointer(root, "/a~1b/0/~0");
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->text, "7");
  EXPECT_EQ(find_pointer(root, "/a~1b/1"), nullptr);
  EXPECT_EQ(find_pointer(root, "/a~1b/x"), nullptr);
  EXPECT_EQ(find_pointer(root, "x"), nullptr);
  EXPECT_EQ(find_pointer(root, ""), &root);
}

}  // namespace
}  // namespace replisim
