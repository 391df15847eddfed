// Every line of tests/data that asks for a decision, a line a test, asked as `authorize` is asked.

#include <algorithm>
#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "sim/report/authorize_json.h"
#include "tests/sim/iam/policy_fixture.h"

namespace replisim {
namespace {

using Json = nlohmann::ordered_json;
using ::testing::IsEmpty;
using ::testing::ValuesIn;

struct Line {
  std::string name;  // as in the file
  std::string request;
  Json expected;
};

void PrintTo(const Line& line, std::ostream* out) {
  *out << line.name;
}

// `V07.2` becomes `V07Case2`: `V072` would not tell it from a row of that name.
std::string name_of(const Line& line) {
  std::string name = line.name;
  if (const std::size_t dot = name.find('.'); dot != std::string::npos) {
    name.replace(dot, 1, "-case");
  }
  return test_name(name);
}

std::vector<Line> lines_of(std::string_view file) {
  std::vector<Line> lines;
  for (const std::string& text : data_lines(file)) {
    const Json json = Json::parse(text);
    if (json.contains("Kind") && json["Kind"] != "simulate-request") {
      continue;  // about saving a policy: validation_test.cpp
    }
    lines.push_back({json["Name"].get<std::string>(), json["Request"].dump(), json["Expect"]});
  }
  return lines;
}

Json answer_to(const Line& line) {
  AuthorizeEndpoint endpoint;
  return Json::parse(endpoint.answer(line.request, {}));
}

// What is expected of a list's elements has to be there, and may have more beside it.
void expect_holds(const Json& actual, const Json& expected, const std::string& path) {
  if (expected.is_object() && !expected.empty() && actual.is_object()) {
    for (const auto& [name, value] : expected.items()) {
      expect_holds(actual.value(name, Json()), value, path + "/" + name);
    }
  } else if (expected.is_array() && actual.size() == expected.size()) {
    for (std::size_t i = 0; i < expected.size(); ++i) {
      expect_holds(actual[i], expected[i], path + "/" + std::to_string(i));
    }
  } else {
    EXPECT_EQ(actual, expected) << path;
  }
}

void expect_error(const Json& actual, const Json& code, const Json& message) {
  EXPECT_EQ(actual.value("Code", Json()), code);
  if (!message.is_null()) {
    EXPECT_EQ(actual.value("Message", Json()), message);
  }
}

void expect_decision(const Json& result, const Json& expected) {
  const std::string decision = result.at("EvalDecision").get<std::string>();
  const std::string wanted = expected.at("EvalDecision").get<std::string>();
  if (wanted == "notAllowed") {  // of which kind was not recorded
    EXPECT_TRUE(decision == "implicitDeny" || decision == "explicitDeny") << decision;
  } else {
    EXPECT_EQ(decision, wanted);
  }
  EXPECT_EQ(result.contains("DeniedBy"), decision != "allowed");
}

class DecisionsTest : public ::testing::TestWithParam<Line> {};

TEST_P(DecisionsTest, Holds) {
  const Json& expected = GetParam().expected;
  const Json answer = answer_to(GetParam());
  ASSERT_TRUE(answer.contains("EvaluationResults")) << answer;
  ASSERT_EQ(answer["EvaluationResults"].size(), 1U) << answer;
  const Json& result = answer["EvaluationResults"][0];
  for (const auto& [name, value] : expected.items()) {
    if (name == "EvalDecision") {
      expect_decision(result, expected);
    } else if (name == "Error") {
      expect_error(result.value("Error", Json::object()), value, expected.value("Message", Json()));
    } else if (name == "MissingContextValues") {
      EXPECT_THAT(result[name].get<std::vector<std::string>>(),
                  ::testing::UnorderedElementsAreArray(value.get<std::vector<std::string>>()));
    } else if (name == "EvalDecisionDetails") {
      EXPECT_EQ(result.value(name, Json()), value);
    } else if (name != "Message") {
      expect_holds(result.value(name, Json()), value, name);
    }
  }
}

const auto kLineName = [](const auto& test) { return name_of(test.param); };

INSTANTIATE_TEST_SUITE_P(Vectors, DecisionsTest, ValuesIn(lines_of("vectors.jsonl")), kLineName);
INSTANTIATE_TEST_SUITE_P(Recorded, DecisionsTest, ValuesIn(lines_of("recorded-decisions.jsonl")),
                         kLineName);

// --- requests that AWS refused ---

struct KnownGap {
  std::string_view name;
  std::string_view reason;
};

constexpr KnownGap kKnownGaps[] = {
    {"simulate-composition-numeric-owner-same",
     "AWS takes the root ARN alone as ResourceOwner; our contract takes the account id, too"},
    {"simulate-composition-resource-wildcard-invalid",
     "AWS's simulator refuses a resource policy about `*`, which a key policy has to say"},
};

bool is_known_gap(const Line& line) {
  return std::any_of(std::begin(kKnownGaps), std::end(kKnownGaps),
                     [&line](const KnownGap& gap) { return gap.name == line.name; });
}

std::vector<Line> requests(bool known_gaps) {
  std::vector<Line> lines = lines_of("recorded-validation.jsonl");
  lines.erase(
      std::remove_if(lines.begin(), lines.end(),
                     [known_gaps](const Line& line) { return is_known_gap(line) != known_gaps; }),
      lines.end());
  return lines;
}

class RequestValidationTest : public ::testing::TestWithParam<Line> {};

TEST_P(RequestValidationTest, AnswersAsRecorded) {
  const Json& expected = GetParam().expected;
  expect_error(answer_to(GetParam()).value("Error", Json::object()), expected.at("Code"),
               expected.value("Message", Json()));
}

INSTANTIATE_TEST_SUITE_P(Recorded, RequestValidationTest, ValuesIn(requests(false)), kLineName);

class KnownGapTest : public ::testing::TestWithParam<Line> {};

// Where one of them closes, it belongs to the lines above.
TEST_P(KnownGapTest, IsAnsweredOtherwiseThanRecorded) {
  EXPECT_TRUE(answer_to(GetParam()).contains("EvaluationResults"));
}

INSTANTIATE_TEST_SUITE_P(Recorded, KnownGapTest, ValuesIn(requests(true)), kLineName);

TEST(KnownGapTest, AllAreLines) {
  EXPECT_EQ(requests(true).size(), std::size(kKnownGaps));
}

// --- the data are complete ---

// Rows of the tables that are C or V and a number, with or without a case behind it.
std::vector<std::string> rows_without_line(char letter, int last, std::size_t digits) {
  std::map<std::string, int> lines;
  for (const Line& line : lines_of("vectors.jsonl")) {
    ++lines[line.name.substr(0, line.name.find('.'))];
  }
  std::vector<std::string> missing;
  for (int row = 1; row <= last; ++row) {
    std::string name = std::to_string(row);
    name.insert(0, digits > name.size() ? digits - name.size() : 0, '0');
    name.insert(0, 1, letter);
    if (lines[name] == 0) {
      missing.push_back(name);
    }
  }
  return missing;
}

TEST(VectorsTest, EveryRowOfTheConditionsHasALine) {
  EXPECT_THAT(rows_without_line('C', 44, 2), IsEmpty());
}

TEST(VectorsTest, EveryRowOfTheWorkedExamplesHasALine) {
  EXPECT_THAT(rows_without_line('V', 120, 2), IsEmpty());
}

TEST(VectorsTest, NoNameIsGivenTwice) {
  std::map<std::string, int> names;
  for (const std::string_view file : {"vectors.jsonl", "recorded-decisions.jsonl"}) {
    for (const Line& line : lines_of(file)) {
      EXPECT_EQ(++names[name_of(line)], 1) << line.name;
    }
  }
}

}  // namespace
}  // namespace replisim
