#include "model/json_document.h"

#include <string>

#include <gtest/gtest.h>

#include "model/json_writer.h"
#include "tests/golden.h"

namespace replisim {
namespace {

/// A parsed text and all that belongs to it.
struct Parsed {
  SourceMap sources;
  JsonArena arena;
  Issues issues;
  const JsonNode* root = nullptr;

  explicit Parsed(const std::string& text, const JsonLimits& limits = {}) {
    root = parse_json(sources, sources.add("t.json", text), arena, issues, limits);
  }
  [[nodiscard]] std::string issue_text() const {
    std::string text;
    for (const Issue& issue : issues) {
      text += format_issue(issue, sources);
    }
    return text;
  }
  [[nodiscard]] std::string_view spelled(const JsonNode& node) const {
    return sources.text(node.where);
  }
};

TEST(JsonDocumentTest, EveryValueKnowsItsPlace) {
  const Parsed parsed("{\"a\" : [1, -2.5e3 ,true,null ], // note\n \"b\\n\" : \"x\\u00e9\"} ");
  ASSERT_NE(parsed.root, nullptr) << parsed.issue_text();
  const JsonNode& a = *parsed.root->find("a");
  const JsonNode& b = *parsed.root->find("b\n");
  EXPECT_EQ(parsed.sources.text(a.key_where), "\"a\"");
  EXPECT_EQ(parsed.spelled(a), "[1, -2.5e3 ,true,null ]");
  EXPECT_EQ(parsed.spelled(a.children[1]), "-2.5e3");
  EXPECT_EQ(a.children[1].text, "-2.5e3");
  EXPECT_EQ(parsed.spelled(a.children[2]), "true");
  EXPECT_EQ(parsed.spelled(a.children[3]), "null");
  EXPECT_EQ(parsed.sources.text(b.key_where), "\"b\\n\"");
  EXPECT_EQ(parsed.spelled(b), "\"x\\u00e9\"");
  EXPECT_EQ(b.text, "x\xC3\xA9");
  EXPECT_EQ(parsed.sources.format(b.where), "t.json:2:10");
}

TEST(JsonDocumentTest, ValuesAloneAreDocuments) {
  EXPECT_EQ(Parsed("12").root->text, "12");
  EXPECT_EQ(Parsed(" \"x\" ").root->text, "x");
  EXPECT_TRUE(Parsed("/* a */ true // b").root->boolean);
  EXPECT_EQ(Parsed("null").root->kind, JsonKind::Null);
}

TEST(JsonDocumentTest, AllNamesGivenTwiceAreFound) {
  const Parsed parsed("{\"a\": 1, \"b\": {\"c\": 1, \"c\": 2}, \"a\": 2,\n \"a\": 3}");
  EXPECT_NE(parsed.root, nullptr);
  EXPECT_TRUE(matches_golden("model/json-names-given-twice.txt", parsed.issue_text()));
}

struct FaultCase {
  std::string name;
  std::string text;
  std::string first_line;
};

void PrintTo(const FaultCase& c, std::ostream* out) {
  *out << c.name;
}

class JsonFaultTest : public ::testing::TestWithParam<FaultCase> {};

TEST_P(JsonFaultTest, IsSaidInOurWordsAndAtItsPlace) {
  const FaultCase& c = GetParam();
  const Parsed parsed(c.text);
  EXPECT_EQ(parsed.root, nullptr);
  ASSERT_EQ(parsed.issues.size(), 1U);
  const std::string text = parsed.issue_text();
  EXPECT_EQ(text.substr(0, text.find('\n')), c.first_line);
}

const std::string kNul(1, '\0');

const FaultCase kFaults[] = {
    {"Nothing", "", "t.json:1:1: error: the text ends where a value is expected [json.syntax]"},
    {"OpenObject", "{",
     "t.json:1:2: error: the text ends where a name or `}` is expected [json.syntax]"},
    {"OpenArray", "[1\n",
     "t.json:2:1: error: the text ends where `,` or `]` is expected [json.syntax]"},
    {"NoValue",
     "{\"a\":", "t.json:1:6: error: the text ends where a value is expected [json.syntax]"},
    {"TrailingComma", "[1 ,\n]", "t.json:1:4: error: comma before `]` [json.syntax]"},
    {"TrailingCommaInObject", "{\"a\":1,}", "t.json:1:7: error: comma before `}` [json.syntax]"},
    {"NoColon", "{\"a\" 1}", "t.json:1:6: error: unexpected `1`, expected `:` [json.syntax]"},
    {"NoComma", "{\"a\":1 \"b\":2}",
     "t.json:1:8: error: unexpected `\"`, expected `,` or `}` [json.syntax]"},
    {"LeadingZero", "[01]", "t.json:1:2: error: `01` is not a number of JSON [json.syntax]"},
    {"PlusSign", "[+1]", "t.json:1:2: error: `+1` is not a number of JSON [json.syntax]"},
    {"NoDigitBehindThePoint", "[1.]",
     "t.json:1:2: error: `1.` is not a number of JSON [json.syntax]"},
    {"LettersBehindANumber", "[12px]",
     "t.json:1:2: error: `12px` is not a number of JSON [json.syntax]"},
    {"NumberTooLarge", "[1e999]",
     "t.json:1:2: error: number `1e999` is too large [json.number-range]"},
    {"NameWithoutQuotes", "{name: 1}",
     "t.json:1:2: error: name `name` without quotes [json.syntax]"},
    {"SingleQuotes", "['x']", "t.json:1:2: error: unexpected `'` [json.syntax]"},
    {"PythonLiteral", "[True]", "t.json:1:2: error: unknown word `True` [json.syntax]"},
    {"WordBehindALiteral", "[nullify]", "t.json:1:2: error: unknown word `nullify` [json.syntax]"},
    {"NotANumber", "[NaN]", "t.json:1:2: error: unknown word `NaN` [json.syntax]"},
    {"OpenString", "[\"abc", "t.json:1:2: error: string that is not closed [json.syntax]"},
    {"LineBreakInAString", "[\"a\nb\"]",
     "t.json:1:2: error: string that is not closed in its line [json.syntax]"},
    {"ControlCharacter", "[\"a\tb\"]",
     "t.json:1:4: error: control character `\\t` in a string [json.syntax]"},
    {"UnknownEscape", "[\"\\q\"]",
     "t.json:1:3: error: unknown escape `\\q` in a string [json.syntax]"},
    {"ShortEscape", "[\"\\u12\"]",
     "t.json:1:3: error: incomplete escape `\\u12` in a string [json.syntax]"},
    {"LoneHighSurrogate", "[\"\\ud800\"]",
     "t.json:1:3: error: half a character: `\\ud800` [json.syntax]"},
    {"LoneLowSurrogate", "[\"\\udc00\"]",
     "t.json:1:3: error: half a character: `\\udc00` [json.syntax]"},
    {"NotUtf8", "[\"\x80\"]", "t.json:1:3: error: byte `\\x80` is not UTF-8 [json.syntax]"},
    {"NotUtf8Outside", "\x80",
     "t.json:1:1: error: unexpected `\\x80`, expected a value [json.syntax]"},
    {"Nul", "[" + kNul + "]",
     "t.json:1:2: error: unexpected `\\x00`, expected a value or `]` [json.syntax]"},
    {"NulBehindTheValue", "{}" + kNul,
     "t.json:1:3: error: text after the end of the value [json.syntax]"},
    {"TwoValues", "{} {}", "t.json:1:4: error: text after the end of the value [json.syntax]"},
    {"OpenComment", "[1 /* x", "t.json:1:4: error: comment that is not closed [json.syntax]"},
    {"LoneSlash", "[1, / 2]", "t.json:1:5: error: unexpected `/`, expected a value [json.syntax]"},
};

INSTANTIATE_TEST_SUITE_P(Faults, JsonFaultTest, ::testing::ValuesIn(kFaults),
                         [](const auto& test) { return test.param.name; });

TEST(JsonDocumentTest, CommentsMayBeForbidden) {
  const Parsed parsed("[1 // x\n]", {.allow_comments = false});
  EXPECT_EQ(parsed.root, nullptr);
  EXPECT_EQ(parsed.issues.at(0).message, "a comment may not stand here");
}

std::string nested(std::size_t depth) {
  return std::string(depth, '[') + std::string(depth, ']');
}

TEST(JsonLimitsTest, DepthAtTheLimitAndOnePastIt) {
  EXPECT_NE(Parsed(nested(200)).root, nullptr);
  const Parsed past(nested(201));
  EXPECT_EQ(past.root, nullptr);
  EXPECT_EQ(past.issues.at(0).code, "json.too-deep");
  EXPECT_EQ(past.sources.format(past.issues[0].where), "t.json:1:201");
}

TEST(JsonLimitsTest, ValuesAtTheLimitAndOnePastIt) {
  EXPECT_NE(Parsed("[1,2]", {.nodes_max = 3}).root, nullptr);
  const Parsed past("[1,2,3]", {.nodes_max = 3});
  EXPECT_EQ(past.root, nullptr);
  EXPECT_EQ(past.issues.at(0).code, "json.too-many-values");
}

TEST(JsonLimitsTest, BytesAtTheLimitAndOnePastIt) {
  EXPECT_NE(Parsed("[10]", {.bytes_max = 4}).root, nullptr);
  const Parsed past("[100]", {.bytes_max = 4});
  EXPECT_EQ(past.root, nullptr);
  EXPECT_EQ(past.issues.at(0).code, "json.too-large");
}

TEST(JsonLimitsTest, AMillionBracketsAreRefusedAtOnce) {
  EXPECT_EQ(Parsed(std::string(1'000'000, '[')).issues.at(0).code, "json.too-deep");
}

TEST(EmbeddedJsonTest, PlacesAreThoseOfTheOuterText) {
  Parsed parsed("{\"p\":\n \"{\\\"caf\\u00e9\\\": \\\"\\\\u00e9\\\",\\n \\\"x\\\": [1, tru]}\"}");
  ASSERT_NE(parsed.root, nullptr) << parsed.issue_text();
  EXPECT_EQ(
      parse_embedded_json(parsed.sources, *parsed.root->find("p"), parsed.arena, parsed.issues),
      nullptr);
  EXPECT_TRUE(matches_golden("model/json-in-a-string.txt", parsed.issue_text()));
}

TEST(EmbeddedJsonTest, ValuesKnowTheirPlaceBehindEscapes) {
  Parsed parsed("[\"{\\\"a\\\":\\ud83d\\ude00 1}\", \"{\\\"\\u00e9\\\": {\\\"b\\\": 12}}\"]");
  ASSERT_NE(parsed.root, nullptr) << parsed.issue_text();
  const JsonNode* const inner =
      parse_embedded_json(parsed.sources, parsed.root->children[1], parsed.arena, parsed.issues);
  ASSERT_NE(inner, nullptr) << parsed.issue_text();
  const JsonNode& e = *inner->find("\xC3\xA9");
  EXPECT_EQ(parsed.sources.text(e.key_where), "\\\"\\u00e9\\\"");
  EXPECT_EQ(parsed.spelled(*e.find("b")), "12");
}

TEST(EmbeddedJsonTest, AStringInAStringIsAsPreciseAsItCanBe) {
  Parsed parsed(R"(["{\"p\": \"{\\\"a\\\": 1}\"}"])");
  const JsonNode* const outer =
      parse_embedded_json(parsed.sources, parsed.root->children[0], parsed.arena, parsed.issues);
  ASSERT_NE(outer, nullptr) << parsed.issue_text();
  const JsonNode& string = *outer->find("p");
  const JsonNode* const inner =
      parse_embedded_json(parsed.sources, string, parsed.arena, parsed.issues);
  ASSERT_NE(inner, nullptr) << parsed.issue_text();
  EXPECT_EQ(inner->where, string.where);
}

TEST(EmbeddedJsonTest, IsWhatAwsGetsSoWithoutCommentsAndMarks) {
  Parsed parsed(R"(["{} // x", "\ufeff{}"])");
  for (const JsonNode& string : *parsed.root) {
    EXPECT_EQ(parse_embedded_json(parsed.sources, string, parsed.arena, parsed.issues), nullptr);
  }
  EXPECT_EQ(parsed.issues.size(), 2U);
}

TEST(JsonPointerTest, NamesTheValueThatStandsAtAPlace) {
  const Parsed parsed(R"({"a/b~": [{"c": 1}, 2]})");
  const JsonNode& list = parsed.root->children[0];
  EXPECT_EQ(json_pointer(*parsed.root, list.where), "/a~1b~0");
  EXPECT_EQ(json_pointer(*parsed.root, list.children[0].children[0].where), "/a~1b~0/0/c");
  EXPECT_EQ(json_pointer(*parsed.root, list.children[0].children[0].key_where), "/a~1b~0/0/c");
  EXPECT_EQ(json_pointer(*parsed.root, list.children[1].where), "/a~1b~0/1");
  EXPECT_EQ(json_pointer(*parsed.root, {}), "");
}

TEST(JsonTextTest, IsCompactAndReadsAgain) {
  const Parsed parsed(
      "{ \"a\" : [ 1.50, true, null, \"\\u0001\\\"\\\\\\n\xC3\xA9\" ], \"b\" : {} }");
  const std::string text = to_json_text(*parsed.root);
  EXPECT_EQ(text, "{\"a\":[1.50,true,null,\"\\u0001\\\"\\\\\\n\xC3\xA9\"],\"b\":{}}");
  const Parsed again(text);
  EXPECT_TRUE(json_equal(*parsed.root, *again.root));
}

TEST(JsonEqualTest, ComparesValuesNotSpellings) {
  const auto equal = [](const std::string& left, const std::string& right) {
    return json_equal(*Parsed(left).root, *Parsed(right).root);
  };
  EXPECT_TRUE(equal("{\"a\":1,\"b\":[1e2]}", "{\"b\":[100],\"a\":1.0}"));
  EXPECT_FALSE(equal("[1,2]", "[2,1]"));
  EXPECT_FALSE(equal("{\"a\":1}", "{\"b\":1}"));
  EXPECT_FALSE(equal("\"1\"", "1"));
  EXPECT_FALSE(equal("9007199254740992", "9007199254740993"));
}

TEST(JsonWriterTest, IndentsByTwo) {
  JsonWriter writer(JsonWriter::Layout::Indented);
  writer.begin_object();
  writer.member("a", "x");
  writer.key("b");
  writer.begin_array();
  writer.number(1);
  writer.begin_object();
  writer.end_object();
  writer.end_array();
  writer.member("c", true);
  writer.end_object();
  EXPECT_EQ(std::move(writer).text(),
            "{\n  \"a\": \"x\",\n  \"b\": [\n    1,\n    {}\n  ],\n  \"c\": true\n}\n");
}

TEST(JsonWriterTest, WhatIsNotUtf8BecomesTheReplacementCharacter) {
  std::string out;
  append_json_string(out, "a\xFF");
  EXPECT_EQ(out, "\"a\xEF\xBF\xBD\"");
}

}  // namespace
}  // namespace replisim
