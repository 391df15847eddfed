#include "model/import/yaml_document.h"

#include <ostream>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::ValuesIn;

struct ReadYaml {
  SourceMap sources;
  JsonArena arena;
  Issues issues;
  const JsonNode* root = nullptr;

  explicit ReadYaml(std::string text, const YamlLimits& limits = {}) {
    root = parse_yaml(sources, sources.add("t.yaml", std::move(text)), arena, issues, limits);
  }
  [[nodiscard]] std::string json() const { return root == nullptr ? "" : to_json_text(*root); }
  [[nodiscard]] std::string issue_text() const {
    std::string text;
    for (const Issue& issue : issues) {
      text += sources.format(issue.where) + " " + issue.code + "\n";
    }
    return text;
  }
};

// What a text comes to.

struct ValueCase {
  std::string name;
  std::string yaml;
  std::string json;
};

void PrintTo(const ValueCase& c, std::ostream* out) {
  *out << c.name;
}

class YamlValueTest : public ::testing::TestWithParam<ValueCase> {};

TEST_P(YamlValueTest, IsTheJsonOfTheSameTemplate) {
  const ReadYaml read(GetParam().yaml);
  EXPECT_EQ(read.json(), GetParam().json) << read.issue_text();
}

const std::vector<ValueCase> kScalars = {
    {"Text", "a: b c", R"({"a":"b c"})"},
    {"YesIsABoolean", "a: [yes, No, on, OFF, true]", R"({"a":[true,false,true,false,true]})"},
    {"QuotedYesIsAText", "a: ['yes', \"no\"]", R"({"a":["yes","no"]})"},
    {"Numbers", "a: [1, -2, 1.5, 1.0e+3]", R"({"a":[1,-2,1.5,1.0e+3]})"},
    {"NumbersThatJsonCannotSpell", "a: [+1, 0x1F, 1_000, .5, 1e3, 12:30]",
     R"({"a":["+1","0x1F","1_000",".5","1e3","12:30"]})"},
    {"ADateIsAText", "Version: 2012-10-17", R"({"Version":"2012-10-17"})"},
    {"ALeadingZeroStays", "Id: 012345678901", R"({"Id":"012345678901"})"},
    {"Nothing", "a:\nb: ~\nc: null", R"({"a":null,"b":null,"c":null})"},
    {"NamesAreTexts", "yes: 1\n2012-10-17: 2\n3: 3", R"({"yes":1,"2012-10-17":2,"3":3})"},
    {"Literal", "a: |\n  one\n  two\nb: 1", R"({"a":"one\ntwo\n","b":1})"},
    {"Folded", "a: >-\n  one\n  two\n", R"({"a":"one two"})"},
    {"Escapes", R"(a: "\u00e9\n\"")", "{\"a\":\"é\\n\\\"\"}"},
    {"WindowsLineEnds", "a: 1\r\nb:\r\n  - x\r\n", R"({"a":1,"b":["x"]})"},
    {"JsonIsYaml", R"({"a": {"b": [1, true, null]}})", R"({"a":{"b":[1,true,null]}})"},
};

INSTANTIATE_TEST_SUITE_P(Scalars, YamlValueTest, ValuesIn(kScalars),
                         [](const auto& test) { return test.param.name; });

const std::vector<ValueCase> kTags = {
    {"Ref", "!Ref X", R"({"Ref":"X"})"},
    {"Condition", "!Condition X", R"({"Condition":"X"})"},
    {"Sub", "!Sub '${A}-x'", R"({"Fn::Sub":"${A}-x"})"},
    {"SubOfAList", "!Sub ['${A}', {A: 1}]", R"({"Fn::Sub":["${A}",{"A":1}]})"},
    {"GetAttIsSplitOnce", "!GetAtt A.B.C", R"({"Fn::GetAtt":["A","B.C"]})"},
    {"GetAttOfAList", "!GetAtt [A, B]", R"({"Fn::GetAtt":["A","B"]})"},
    {"IfOverLines", "!If\n- C\n- a\n- !Ref AWS::NoValue\n",
     R"({"Fn::If":["C","a",{"Ref":"AWS::NoValue"}]})"},
    {"JoinInAMap", "a: !Join\n  - ','\n  - [x, y]\n", R"({"a":{"Fn::Join":[",",["x","y"]]}})"},
    {"OneInTheOther", "!Select [0, !Split ['.', !Ref X]]",
     R"({"Fn::Select":[0,{"Fn::Split":[".",{"Ref":"X"}]}]})"},
    {"OfNothing", "a: !GetAZs\nb: 1", R"({"a":{"Fn::GetAZs":""},"b":1})"},
    {"ATaggedNumberIsAText", "!Ref 12", R"({"Ref":"12"})"},
    {"CoreTags", "a: !!str 12\nb: !!int 12", R"({"a":"12","b":12})"},
    {"Transform", "!Transform {Name: X}", R"({"Fn::Transform":{"Name":"X"}})"},
};

INSTANTIATE_TEST_SUITE_P(Tags, YamlValueTest, ValuesIn(kTags),
                         [](const auto& test) { return test.param.name; });

const std::vector<ValueCase> kAliases = {
    {"OfAScalar", "a: &x 1\nb: *x", R"({"a":1,"b":1})"},
    {"OfATree", "a: &x {k: [1]}\nb: *x\nc: [*x, *x]",
     R"({"a":{"k":[1]},"b":{"k":[1]},"c":[{"k":[1]},{"k":[1]}]})"},
    {"OfAFunction", "a: &x !Ref B\nb: *x", R"({"a":{"Ref":"B"},"b":{"Ref":"B"}})"},
    {"OfNothing", "a: &x\nb: *x", R"({"a":null,"b":null})"},
    {"AsAName", "a: &x k\nb: {*x : 1}", R"({"a":"k","b":{"k":1}})"},
};

INSTANTIATE_TEST_SUITE_P(Aliases, YamlValueTest, ValuesIn(kAliases),
                         [](const auto& test) { return test.param.name; });

// What is refused, and where.

struct FaultCase {
  std::string name;
  std::string yaml;
  std::string issue;
};

void PrintTo(const FaultCase& c, std::ostream* out) {
  *out << c.name;
}

class YamlFaultTest : public ::testing::TestWithParam<FaultCase> {};

TEST_P(YamlFaultTest, IsReportedAtItsPlace) {
  EXPECT_EQ(ReadYaml(GetParam().yaml).issue_text(), GetParam().issue + "\n");
}

const std::vector<FaultCase> kFaults = {
    {"ANameGivenTwice", "a: 1\nb: 2\na: 3", "t.yaml:3:1 yaml.duplicate-name"},
    {"ANameGivenTwiceInside", "x:\n  - {k: 1, k: 2}", "t.yaml:2:12 yaml.duplicate-name"},
    {"AnUnknownTag", "a: !Subb x", "t.yaml:1:4 yaml.unknown-tag"},
    {"AMergeKey", "a: &x {k: 1}\nb:\n  <<: *x", "t.yaml:3:3 yaml.merge-key"},
    {"ANameThatIsAList", "? [a]\n: 1", "t.yaml:1:3 yaml.bad-name"},
    {"ASecondDocument", "a: 1\n---\nb: 2", "t.yaml:2:1 yaml.second-document"},
    {"ATab", "a:\n\t- b", "t.yaml:2:2 yaml.syntax"},
    {"AnOpenList", "a: [1, 2\nb: 3", "t.yaml:2:2 yaml.syntax"},
    {"NoDocument", "# nothing\n", "t.yaml:1:1 yaml.syntax"},
    {"AnUnknownAlias", "a: *x", "t.yaml:1:4 yaml.syntax"},
    {"AnAliasOfItself", "a: &x\n  b: *x", "t.yaml:2:6 yaml.cyclic-alias"},
    {"AByteOfNoText", std::string("a: \x01"), "t.yaml:1:4 yaml.syntax"},
    {"NotUtf8", "a: \xFF", "t.yaml:1:4 yaml.syntax"},
    {"ALeadingZero", "a: 0123", "t.yaml:1:4 yaml.leading-zero"},
};

INSTANTIATE_TEST_SUITE_P(Faults, YamlFaultTest, ValuesIn(kFaults),
                         [](const auto& test) { return test.param.name; });

TEST(YamlDocumentTest, KnowsTheNearestTag) {
  const ReadYaml read("a: !GetAttr x");
  ASSERT_EQ(read.issues.size(), 1U);
  EXPECT_EQ(read.issues[0].message, "unknown tag `!GetAttr`");
  EXPECT_EQ(read.issues[0].hint, "did you mean `!GetAtt`?");
}

TEST(YamlDocumentTest, KeepsTheTreeOfATextWithDoubleNames) {
  EXPECT_EQ(ReadYaml("a: 1\na: 2").json(), R"({"a":1,"a":2})");
}

// Places

std::vector<std::string> places(const ReadYaml& read, const JsonNode& node) {
  std::vector<std::string> all{std::string(node.key) + "@" + read.sources.format(node.where) + "=" +
                               std::string(read.sources.text(node.where))};
  for (const JsonNode& child : node) {
    const std::vector<std::string> inside = places(read, child);
    all.insert(all.end(), inside.begin(), inside.end());
  }
  return all;
}

TEST(YamlDocumentTest, KnowsWhereValuesStand) {
  const ReadYaml read(
      "A: 'it''s'  # comment\n"
      "B: [ 1, {x: y} ,]\n"
      "C:\n"
      "  - |\n"
      "    text\n"
      "  - plain\n"
      "    folded\n");
  EXPECT_THAT(places(read, *read.root),
              ElementsAre(testing::_, "A@t.yaml:1:4='it''s'", "B@t.yaml:2:4=[ 1, {x: y} ,]",
                          "@t.yaml:2:6=1", "@t.yaml:2:9={x: y}", "x@t.yaml:2:13=y",
                          "C@t.yaml:4:3=- |\n    text\n  - plain\n    folded",
                          "@t.yaml:4:5=|\n    text", "@t.yaml:6:5=plain\n    folded"));
}

TEST(YamlDocumentTest, KnowsWhereTagsAndTheirValuesStand) {
  const ReadYaml read("A: !Sub \"x\"\nB: &b !GetAtt C.Arn\n");
  EXPECT_THAT(places(read, *read.root),
              ElementsAre(testing::_, "A@t.yaml:1:4=!Sub \"x\"", "Fn::Sub@t.yaml:1:9=\"x\"",
                          "B@t.yaml:2:7=!GetAtt C.Arn", "Fn::GetAtt@t.yaml:2:15=C.Arn",
                          "@t.yaml:2:15=C.Arn", "@t.yaml:2:15=C.Arn"));
}

TEST(YamlDocumentTest, CountsColumnsInCharacters) {
  const ReadYaml read("ä: [ö, ü]\n");
  EXPECT_THAT(places(read, *read.root),
              ElementsAre(testing::_, "ä@t.yaml:1:4=[ö, ü]", "@t.yaml:1:5=ö", "@t.yaml:1:8=ü"));
}

TEST(YamlDocumentTest, AnAliasStandsWhereItsAnchorDoes) {
  const ReadYaml read("A: &a 1\nB: *a\n");
  EXPECT_THAT(places(read, *read.root),
              ElementsAre(testing::_, "A@t.yaml:1:7=1", "B@t.yaml:1:7=1"));
  EXPECT_EQ(read.sources.format(read.root->find("B")->key_where), "t.yaml:2:1");
}

// Limits

std::string alias_bomb(int levels) {
  std::string text = "a0: &a0 x\n";
  for (int i = 1; i <= levels; ++i) {
    const std::string alias = "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [";
    for (int k = 0; k < 9; ++k) {
      text += alias + ", ";
    }
    text += alias + "]\n";
  }
  return text;
}

TEST(YamlDocumentTest, StopsAnAliasBomb) {
  const ReadYaml read(alias_bomb(40));
  EXPECT_EQ(read.root, nullptr);
  EXPECT_THAT(read.issue_text(), HasSubstr("yaml.too-many-values"));
}

TEST(YamlDocumentTest, CountsAliasesAsOftenAsTheyAreUsed) {
  // An object of a list of four and a list of two aliases of it: 1 + 5 + 1 + 5 + 5, names apart.
  const std::string text = "a: &a [1, 2, 3, 4]\nb: [*a, *a]\n";
  EXPECT_NE(ReadYaml(text, {.nodes_max = 17}).root, nullptr);
  EXPECT_EQ(ReadYaml(text, {.nodes_max = 16}).root, nullptr);
}

std::string nested(int depth) {
  return std::string(static_cast<std::size_t>(depth), '[') +
         std::string(static_cast<std::size_t>(depth), ']');
}

TEST(YamlDocumentTest, StopsAtItsDepth) {
  EXPECT_THAT(ReadYaml(nested(100)).issue_text(), IsEmpty());
  EXPECT_EQ(ReadYaml(nested(101)).issue_text(), "t.yaml:1:101 yaml.too-deep\n");
  EXPECT_EQ(ReadYaml(nested(100'000)).issue_text(), "t.yaml:1:101 yaml.too-deep\n");
}

TEST(YamlDocumentTest, AliasesCountForDepth) {
  std::string text = "a0: &a0 [x]\n";
  for (int i = 1; i <= 120; ++i) {
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) +
            "]\n";
  }
  EXPECT_THAT(ReadYaml(text).issue_text(), HasSubstr("yaml.too-deep"));
}

TEST(YamlDocumentTest, StopsAtItsSize) {
  EXPECT_NE(ReadYaml("a: 1", {.bytes_max = 4}).root, nullptr);
  EXPECT_EQ(ReadYaml("a: 12", {.bytes_max = 4}).issue_text(), "t.yaml:1:1 yaml.too-large\n");
}

}  // namespace
}  // namespace replisim
