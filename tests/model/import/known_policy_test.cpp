#include "model/import/known_policy.h"

#include <ostream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace replisim {
namespace {

using ::testing::ValuesIn;

struct PolicyCase {
  std::string name;
  std::string policy;  ///< `null` is unknown
  std::string known;
};

void PrintTo(const PolicyCase& c, std::ostream* out) {
  *out << c.name;
}

class KnownPolicyTest : public ::testing::TestWithParam<PolicyCase> {};

TEST_P(KnownPolicyTest, HoldsWhateverTheRestIs) {
  SourceMap sources;
  JsonArena arena;
  Issues issues;
  const JsonNode* const policy =
      parse_json(sources, sources.add("p.json", GetParam().policy), arena, issues);
  ASSERT_NE(policy, nullptr);
  EXPECT_EQ(to_json_text(*build(policy_draft(known_policy(*policy), policy->where), arena)),
            GetParam().known);
}

const std::vector<PolicyCase> kPolicies = {
    {"AllKnown", R"({"Statement":[{"Effect":"Allow","Action":"a"}]})",
     R"({"Statement":[{"Effect":"Allow","Action":"a"}]})"},
    {"NumbersBecomeTexts", R"({"Statement":{"Principal":{"AWS":111111111111}}})",
     R"({"Statement":{"Principal":{"AWS":"111111111111"}}})"},
    {"NothingKnown", "null", R"({"Incomplete":true})"},
    {"AStatementUnknown", R"({"Statement":[{"Effect":"Deny"},null]})",
     R"({"Incomplete":true,"Policy":{"Statement":[{"Effect":"Deny"}]}})"},
    {"AnEffectUnknown", R"({"Statement":[{"Effect":null,"Action":"a"}]})",
     R"({"Incomplete":true,"Policy":{"Statement":[]}})"},
    {"OneOfTheResources", R"({"Statement":[{"Effect":"Allow","Resource":["r",null]}]})",
     R"({"Uncertain":[1],"Policy":{"Statement":[{"Effect":"Allow","Resource":["r"]},)"
     R"({"Effect":"Allow","Resource":"*"}]}})"},
    {"TheOnlyResource", R"({"Statement":{"Effect":"Allow","Resource":null}})",
     R"({"Uncertain":[0],"Policy":{"Statement":[{"Effect":"Allow","Resource":"*"}]}})"},
    {"OneOfThePrincipals", R"({"Statement":[{"Principal":{"AWS":["a",null]}}]})",
     R"({"Uncertain":[1],"Policy":{"Statement":[{"Principal":{"AWS":["a"]}},{"Principal":"*"}]}})"},
    {"AnException", R"({"Statement":[{"NotAction":["a",null]}]})",
     R"({"Uncertain":[0],"Policy":{"Statement":[{"Action":"*"}]}})"},
    {"ACondition",
     R"({"Statement":[{"Condition":{"StringEquals":{"k":["a",null],"l":"b"},"Bool":{"m":null}}}]})",
     R"({"Uncertain":[0],"Policy":{"Statement":[{"Condition":{"StringEquals":{"l":"b"}}}]}})"},
    {"ASidOnly", R"({"Statement":[{"Sid":null,"Effect":"Allow"}]})",
     R"({"Statement":[{"Effect":"Allow"}]})"},
    {"Both", R"({"Statement":[null,{"Resource":null}]})",
     R"({"Uncertain":[0],"Policy":{"Statement":[{"Resource":"*"}]},"Incomplete":true})"},
    {"PositionsCountWhatStands", R"({"Statement":[{"Resource":["r",null]},{"Action":null}]})",
     R"({"Uncertain":[1,2],"Policy":{"Statement":[{"Resource":["r"]},{"Resource":"*"},)"
     R"({"Action":"*"}]}})"},
    {"AnEmptyListStays", R"({"Statement":[{"Resource":[]}]})",
     R"({"Statement":[{"Resource":[]}]})"},
};

INSTANTIATE_TEST_SUITE_P(Policies, KnownPolicyTest, ValuesIn(kPolicies),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace replisim
