#include "model/json_patch.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace replisim {
namespace {

/// A document with a patch applied.
class JsonPatchTest : public ::testing::Test {
 protected:
  const JsonNode& parse(const std::string& text) {
    const JsonNode* const node = parse_json(sources_, sources_.add("t", text), arena_, issues_);
    EXPECT_NE(node, nullptr) << text;
    return *node;
  }

  /// The patched document as text, or the first issue.
  std::string patched(const std::string& document, const std::string& patch,
                      const PatchLimits& limits = {}) {
    issues_.clear();
    std::vector<PatchOperation> operations;
    const JsonLimits json_limits;
    ShapeReader reader(sources_, arena_, json_limits, issues_);
    for (const JsonNode& operation : parse(patch)) {
      reader.read_object(operation, shape_of<PatchOperation>(), &operations.emplace_back());
    }
    if (!issues_.empty()) {
      return issues_.front().message;
    }
    JsonPatcher patcher(arena_, limits, issues_);
    return text_of(patcher.patch(parse(document), operations));
  }

  std::string merged(const std::string& document, const std::string& patch) {
    issues_.clear();
    JsonPatcher patcher(arena_, {}, issues_);
    return text_of(patcher.merge(parse(document), parse(patch)));
  }

  std::string text_of(const JsonNode* node) {
    return node != nullptr ? to_json_text(*node) : issues_.at(0).message;
  }

  SourceMap sources_;
  JsonArena arena_;
  Issues issues_;
};

// The examples of RFC 6902, appendix A.

TEST_F(JsonPatchTest, AddsAMember) {
  EXPECT_EQ(patched(R"({"foo":"bar"})", R"([{"op":"add","path":"/baz","value":"qux"}])"),
            R"({"foo":"bar","baz":"qux"})");
}

TEST_F(JsonPatchTest, AddsAnElement) {
  EXPECT_EQ(patched(R"({"foo":["bar","baz"]})", R"([{"op":"add","path":"/foo/1","value":"qux"}])"),
            R"({"foo":["bar","qux","baz"]})");
  EXPECT_EQ(patched(R"({"foo":["bar"]})", R"([{"op":"add","path":"/foo/-","value":["abc"]}])"),
            R"({"foo":["bar",["abc"]]})");
  EXPECT_EQ(patched(R"([1])", R"([{"op":"add","path":"/1","value":2}])"), "[1,2]");
}

TEST_F(JsonPatchTest, Removes) {
  EXPECT_EQ(patched(R"({"baz":"qux","foo":"bar"})", R"([{"op":"remove","path":"/baz"}])"),
            R"({"foo":"bar"})");
  EXPECT_EQ(patched(R"({"foo":["bar","qux","baz"]})", R"([{"op":"remove","path":"/foo/1"}])"),
            R"({"foo":["bar","baz"]})");
}

TEST_F(JsonPatchTest, Replaces) {
  EXPECT_EQ(
      patched(R"({"baz":"qux","foo":"bar"})", R"([{"op":"replace","path":"/baz","value":"boo"}])"),
      R"({"baz":"boo","foo":"bar"})");
  EXPECT_EQ(patched(R"({"a":1})", R"([{"op":"replace","path":"","value":[]}])"), "[]");
}

TEST_F(JsonPatchTest, Moves) {
  EXPECT_EQ(patched(R"({"foo":{"bar":"baz","waldo":"fred"},"qux":{"corge":"grault"}})",
                    R"([{"op":"move","from":"/foo/waldo","path":"/qux/thud"}])"),
            R"({"foo":{"bar":"baz"},"qux":{"corge":"grault","thud":"fred"}})");
  EXPECT_EQ(patched(R"({"foo":["all","grass","cows","eat"]})",
                    R"([{"op":"move","from":"/foo/1","path":"/foo/3"}])"),
            R"({"foo":["all","cows","eat","grass"]})");
}

TEST_F(JsonPatchTest, Copies) {
  EXPECT_EQ(patched(R"({"a":{"b":1},"c":[]})", R"([{"op":"copy","from":"/a","path":"/c/0"}])"),
            R"({"a":{"b":1},"c":[{"b":1}]})");
}

TEST_F(JsonPatchTest, Tests) {
  EXPECT_EQ(patched(R"({"baz":"qux","foo":["a",2,"c"]})",
                    R"([{"op":"test","path":"/baz","value":"qux"},
                        {"op":"test","path":"/foo/1","value":2.0}])"),
            R"({"baz":"qux","foo":["a",2,"c"]})");
  EXPECT_EQ(patched(R"({"baz":"qux"})", R"([{"op":"test","path":"/baz","value":"bar"}])"),
            "`/baz` is not what the test says");
}

TEST_F(JsonPatchTest, EscapedNames) {
  EXPECT_EQ(patched(R"({"a/b":1,"m~n":2})", R"([{"op":"remove","path":"/a~1b"},
                                               {"op":"replace","path":"/m~0n","value":3}])"),
            R"({"m~n":3})");
}

struct RefusedCase {
  std::string name;
  std::string document;
  std::string patch;
  std::string message;
  std::string hint;
};

void PrintTo(const RefusedCase& c, std::ostream* out) {
  *out << c.name;
}

class RefusedPatchTest : public JsonPatchTest, public ::testing::WithParamInterface<RefusedCase> {};

TEST_P(RefusedPatchTest, SaysWhatStandsThere) {
  const RefusedCase& c = GetParam();
  EXPECT_EQ(patched(c.document, c.patch), c.message);
  EXPECT_EQ(issues_.at(0).hint, c.hint);
}

const RefusedCase kRefused[] = {
    {"NoParent", R"({"foo":1})", R"([{"op":"add","path":"/baz/bat","value":1}])",
     "nothing stands at `/baz`", "the document has no such member"},
    {"NearName", R"({"accounts":[{"Keys":[]}]})", R"([{"op":"remove","path":"/accounts/0/Key"}])",
     "nothing stands at `/accounts/0/Key`", "did you mean `Keys`?"},
    {"BeyondTheArray", R"({"a":[1]})", R"([{"op":"remove","path":"/a/1"}])",
     "nothing stands at `/a/1`", "`/a` has 1 element"},
    {"AddBeyondTheArray", R"({"a":[1,2]})", R"([{"op":"add","path":"/a/3","value":0}])",
     "nothing can be added at `/a/3`", "`/a` has 2 elements"},
    {"IndexWithLeadingZero", R"({"a":[1]})", R"([{"op":"remove","path":"/a/00"}])",
     "nothing stands at `/a/00`", "`/a` has 1 element"},
    {"IntoAString", R"({"Policy":"{}"})", R"([{"op":"remove","path":"/Policy/Statement"}])",
     "nothing stands at `/Policy/Statement`",
     "`/Policy` is a string; given as an object, it could be patched"},
    {"RemoveTheWhole", R"({})", R"([{"op":"remove","path":""}])",
     "the whole document cannot be removed", ""},
    {"NoSlash", R"({"a":1})", R"([{"op":"remove","path":"a"}])", "`a` is not a JSON pointer",
     "a pointer is written `/accounts/0/Id`, with `~0` for `~` and `~1` for `/`"},
    {"BadEscape", R"({"a":1})", R"([{"op":"remove","path":"/~2"}])", "`/~2` is not a JSON pointer",
     "a pointer is written `/accounts/0/Id`, with `~0` for `~` and `~1` for `/`"},
    {"IntoItself", R"({"a":{"b":1}})", R"([{"op":"move","from":"/a","path":"/a/b/c"}])",
     "`/a` cannot be moved into itself", ""},
    {"UnknownOperation", R"({})", R"([{"op":"ad","path":"","value":1}])",
     "unknown patch operation `ad`", "did you mean `add`?"},
    {"NoValue", R"({})", R"([{"op":"add","path":""}])", "`add` without `value`", ""},
    {"NoFrom", R"({})", R"([{"op":"copy","path":""}])", "`copy` without `from`", ""},
    {"UnknownField", R"({})", R"([{"op":"remove","path":"","vaule":1}])", "unknown field `vaule`",
     "did you mean `value`?"},
};

INSTANTIATE_TEST_SUITE_P(Refused, RefusedPatchTest, ::testing::ValuesIn(kRefused),
                         [](const auto& test) { return test.param.name; });

TEST_F(JsonPatchTest, NewValuesHaveTheirPlaceInThePatch) {
  const JsonNode& document = parse(R"({"a":{"b":1}})");
  const JsonNode& value = parse(R"(2)");
  PatchOperation operation{.op = "replace", .path = "/a/b", .value = &value};
  JsonPatcher patcher(arena_, {}, issues_);
  const JsonNode* const result = patcher.patch(document, {operation});
  ASSERT_NE(result, nullptr);
  const JsonNode& b = *result->find("a")->find("b");
  EXPECT_EQ(b.where, value.where);
  EXPECT_EQ(b.key_where, document.find("a")->find("b")->key_where);
  EXPECT_EQ(document.find("a")->find("b")->text, "1");  // the tree before is as it was
}

TEST_F(JsonPatchTest, CopyingTheWholeIntoItselfAgainAndAgainHasALimit) {
  std::string patch = "[";
  for (int i = 0; i < 40; ++i) {
    patch += std::string(i == 0 ? "" : ",") + R"({"op":"copy","from":"/a","path":"/a/-"})";
  }
  EXPECT_EQ(patched(R"({"a":[1]})", patch + "]", {.nodes_max = 1000}),
            "patches copy more than 1000 values");
}

TEST_F(JsonPatchTest, DepthHasALimit) {
  const PatchLimits limits{.depth_max = 4};
  EXPECT_EQ(patched(R"({"a":[]})", R"([{"op":"add","path":"/a/0","value":[1]}])", limits),
            R"({"a":[[1]]})");
  EXPECT_EQ(patched(R"({"a":[]})", R"([{"op":"add","path":"/a/0","value":[[1]]}])", limits),
            "more than 4 values inside each other");
}

// The examples of RFC 7386, appendix A.

struct MergeCase {
  std::string name;
  std::string document;
  std::string patch;
  std::string result;
};

void PrintTo(const MergeCase& c, std::ostream* out) {
  *out << c.name;
}

class JsonMergeTest : public JsonPatchTest, public ::testing::WithParamInterface<MergeCase> {};

TEST_P(JsonMergeTest, IsThatOfTheRfc) {
  EXPECT_EQ(merged(GetParam().document, GetParam().patch), GetParam().result);
}

const MergeCase kMerges[] = {
    {"Changed", R"({"a":"b"})", R"({"a":"c"})", R"({"a":"c"})"},
    {"Added", R"({"a":"b"})", R"({"b":"c"})", R"({"a":"b","b":"c"})"},
    {"Removed", R"({"a":"b"})", R"({"a":null})", R"({})"},
    {"RemovedOne", R"({"a":"b","b":"c"})", R"({"a":null})", R"({"b":"c"})"},
    {"ArrayReplaced", R"({"a":["b"]})", R"({"a":"c"})", R"({"a":"c"})"},
    {"ByArray", R"({"a":"c"})", R"({"a":["b"]})", R"({"a":["b"]})"},
    {"Inside", R"({"a":{"b":"c"}})", R"({"a":{"b":"d","c":null}})", R"({"a":{"b":"d"}})"},
    {"ElementsAreNotMerged", R"({"a":[{"b":"c"}]})", R"({"a":[1]})", R"({"a":[1]})"},
    {"Arrays", R"(["a","b"])", R"(["c","d"])", R"(["c","d"])"},
    {"ByScalar", R"({"a":"foo"})", R"("bar")", R"("bar")"},
    {"NullKept", R"({"e":null})", R"({"a":1})", R"({"e":null,"a":1})"},
    {"ArrayByObject", R"([1,2])", R"({"a":"b","c":null})", R"({"a":"b"})"},
    {"NullsOfNewObjects", R"({})", R"({"a":{"bb":{"ccc":null}}})", R"({"a":{"bb":{}}})"},
};

INSTANTIATE_TEST_SUITE_P(Rfc7386, JsonMergeTest, ::testing::ValuesIn(kMerges),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace replisim
