#include "model/case_table.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/model/scenario_fixture.h"

namespace replisim {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// A scenario with one upload, one bucket, and the members given.
ReadScenario read_cases(const std::string& members, const ScenarioOptions& options = {}) {
  return read_members(R"("accounts": [{"Id": "111111111111", "Buckets": [{"Name": "b"}]}],
"events": [{"id": "up", "operation": "PutObject", "params": {"Bucket": "b", "Key": "k", "Size": 7},
            "expect": {"error": null}}],
)" + members,
                      options);
}

std::vector<std::string> names(const ReadScenario& read) {
  std::vector<std::string> ids;
  for (const ScenarioCase& one : read.scenario.value().variants) {
    ids.push_back(one.variant_id);
  }
  return ids;
}

const ScenarioCase& case_of(const ReadScenario& read, std::size_t index) {
  return read.scenario.value().variants.at(index);
}

const PutObject& upload(const ReadScenario& read, std::size_t index) {
  return std::get<PutObject>(case_of(read, index).events.at(0).operation);
}

TEST(CaseTableTest, ARowChangesParametersOfTheEvent) {
  const ReadScenario read = read_cases(R"("table": [
    {"id": "csv", "params": {"Key": "a.csv"}, "as": "arn:aws:iam::111111111111:user/ana"},
    {"params": {"Size": null}, "expect": {"ReplicationStatus": "FAILED"}}])");
  ASSERT_TRUE(read.scenario) << read.text();
  EXPECT_THAT(names(read), ElementsAre("csv", "row-2"));
  EXPECT_EQ(upload(read, 0).object.key, "a.csv");
  EXPECT_EQ(case_of(read, 0).events.at(0).as, "arn:aws:iam::111111111111:user/ana");
  EXPECT_EQ(upload(read, 1).object.key, "k");
  EXPECT_EQ(case_of(read, 1).expectations.at("up").replication_status.value, "FAILED");
  // a row that expects nothing inherits what the event does
  EXPECT_EQ(case_of(read, 0).expectations.at("up").error.kind, Expected::Kind::Absent);
  EXPECT_EQ(case_of(read, 1).expectations.at("up").error.kind, Expected::Kind::Free);
}

TEST(CaseTableTest, ARowMayPatchTheWorldAsAVariantDoes) {
  const ReadScenario read = read_cases(R"("variants": [{"id": "v"}], "table": [{"patch": [
    {"op": "replace", "path": "/accounts/0/Buckets/0/Name", "value": "c"}],
    "params": {"Bucket": "c"}}])");
  ASSERT_TRUE(read.scenario) << read.text();
  EXPECT_THAT(names(read), ElementsAre("v", "row-1"));
  EXPECT_EQ(case_of(read, 1).world.accounts.at(0).buckets.at(0).name, "c");
  EXPECT_EQ(upload(read, 1).object.bucket, "c");
}

TEST(CaseTableTest, SeveralEventsWantARowToSayWhich) {
  const std::string events =
      R"("events": [{"operation": "PutObject", "params": {"Bucket": "b", "Key": "k"}},
 {"operation": "PutObject", "params": {"Bucket": "b", "Key": "k"}}],
"accounts": [{"Id": "111111111111", "Buckets": [{"Name": "b"}]}],
)";
  EXPECT_THAT(read_members(events + R"("table": [{"params": {"Key": "l"}}])").places(),
              ElementsAre("5:11 scenario.unclear-event"));
  EXPECT_THAT(
      read_members(events + R"("table": [{"event": "up", "params": {"Key": "l"}}])").places(),
      ElementsAre("5:21 scenario.unknown-event"));
  const ReadScenario read =
      read_members(events + R"("table": [{"event": "event-2", "params": {"Key": "l"}}])");
  ASSERT_TRUE(read.scenario) << read.text();
  EXPECT_EQ(upload(read, 0).object.key, "k");
  EXPECT_EQ(std::get<PutObject>(case_of(read, 0).events.at(1).operation).object.key, "l");
}

TEST(CaseTableTest, ForEachMakesACaseOfEachCombination) {
  const ReadScenario read = read_cases(R"("table": [{"id": "put",
    "for_each": {"key": ["a", "b/${each.x}"], "size": [1, {"name": "big", "bytes": 9}, null]},
    "params": {"Key": "in/${each.key}", "Size": "${each.size}"},
    "exceptions": [
      {"when": {"size": "big"}, "params": {"Key": "${each.key}", "Size": "${each.size.bytes}"}},
      {"when": {"size": [1, null], "key": "a"}, "expect": {"ReplicationStatus": "PENDING"}}]}])");
  ASSERT_TRUE(read.scenario) << read.text();
  EXPECT_THAT(names(read),
              ElementsAre("put[a,1]", "put[a,big]", "put[a,none]", "put[b/${each.x},1]",
                          "put[b/${each.x},big]", "put[b/${each.x},none]"));
  EXPECT_EQ(upload(read, 0).object.key, "in/a");
  EXPECT_EQ(upload(read, 0).size_bytes, 1);
  EXPECT_EQ(upload(read, 1).object.key, "a");
  EXPECT_EQ(upload(read, 1).size_bytes, 9);
  EXPECT_EQ(upload(read, 3).object.key, "in/b/${each.x}");  // values are not filled in again
  EXPECT_EQ(case_of(read, 2).expectations.at("up").replication_status.value, "PENDING");
  EXPECT_EQ(case_of(read, 3).expectations.at("up").error.kind, Expected::Kind::Absent);
}

TEST(CaseTableTest, ForEachOfVariantsMayPutWholePatchesInPlace) {
  const ReadScenario read = read_cases(R"("variants": [{"id": "v",
    "for_each": {"world": [{"name": "same", "patch": []}, {"name": "other", "patch": [
      {"op": "replace", "path": "/events/0/params/Key", "value": "other"}]}]},
    "patch": "${each.world.patch}", "expect": {"up": {"error": null}}}])");
  ASSERT_TRUE(read.scenario) << read.text();
  EXPECT_THAT(names(read), ElementsAre("v[same]", "v[other]"));
  EXPECT_EQ(upload(read, 0).object.key, "k");
  EXPECT_EQ(upload(read, 1).object.key, "other");
}

TEST(CaseTableTest, WithoutForEachPlaceholdersAreText) {
  const ReadScenario read = read_cases(R"("table": [{"params": {"Key": "${each.key}"}}])");
  ASSERT_TRUE(read.scenario) << read.text();
  EXPECT_EQ(upload(read, 0).object.key, "${each.key}");
}

struct Fault {
  std::string name;
  std::string row;
  std::vector<std::string> places;
};

class CaseTableFaults : public ::testing::TestWithParam<Fault> {};

TEST_P(CaseTableFaults, AreReportedWithTheirPlace) {
  const ReadScenario read = read_cases("\"table\": [\n" + GetParam().row + "]");
  EXPECT_EQ(read.places(), GetParam().places) << read.text();
}

const Fault kFaults[] = {
    {"NoObject", R"({"for_each": ["a"]})", {"6:14 scenario.wrong-type"}},
    {"NoList", R"({"for_each": {"a": "b"}})", {"6:20 scenario.wrong-type"}},
    {"EmptyList", R"({"for_each": {"a": []}})", {"6:20 scenario.wrong-type"}},
    {"DotInName", R"({"for_each": {"a.b": [1]}})", {"6:15 scenario.bad-name"}},
    {"UnknownList",
     R"({"for_each": {"key": [1, 2]}, "params": {"Key": "${each.kex}"}})",
     {"6:49 scenario.unknown-list"}},
    {"UnknownMember",
     R"({"for_each": {"key": [{"a": "b"}]}, "params": {"Key": "${each.key.b}"}})",
     {"6:55 scenario.unknown-list"}},
    {"ObjectInText",
     R"({"for_each": {"key": [{"a": "b"}]}, "params": {"Key": "x${each.key}"}})",
     {"6:55 scenario.wrong-type"}},
    {"OpenEnd",
     R"({"for_each": {"key": ["b"]}, "params": {"Key": "${each.key"}})",
     {"6:48 scenario.unknown-list"}},
    {"ExceptionOfUnknownList",
     R"({"for_each": {"key": ["b"]}, "exceptions": [{"when": {"kex": "b"}}]})",
     {"6:55 scenario.unknown-list"}},
    {"ExceptionOfNothing",
     R"({"for_each": {"key": ["b"]}, "exceptions": [{"when": {"key": "c"}}]})",
     {"6:54 scenario.exception-of-nothing"}},
    {"ExceptionWithoutWhen",
     R"({"for_each": {"key": ["b"]}, "exceptions": [{"expect": {}}]})",
     {"6:45 scenario.missing-field"}},
    {"ExceptionsAlone", R"({"exceptions": []})", {"6:2 scenario.exceptions-of-nothing"}},
    {"ExceptionRenames",
     R"({"for_each": {"key": ["b"]}, "exceptions": [{"when": {"key": "b"}, "id": "x"}]})",
     {"6:68 scenario.unknown-field"}},
    {"UnknownField", R"({"for_eech": {"key": ["b"]}})", {"6:2 scenario.unknown-field"}},
    {"NoRow", R"("put")", {"6:1 scenario.wrong-type"}},
    {"NameTwice", R"({"id": "x"}, {"id": "x"})", {"6:21 scenario.duplicate-name"}},
};

INSTANTIATE_TEST_SUITE_P(Each, CaseTableFaults, ::testing::ValuesIn(kFaults),
                         [](const auto& test) { return test.param.name; });

TEST(CaseTableTest, CasesAreLimited) {
  const std::string rows = R"("table": [{"for_each": {"a": [1, 2], "b": [1, 2]},
    "params": {"Key": "${each.a}${each.b}"}}])";
  ScenarioOptions options;
  options.variants_max = 4;
  EXPECT_THAT(read_cases(rows, options).places(), IsEmpty());
  options.variants_max = 3;
  EXPECT_THAT(read_cases(rows, options).places(), ElementsAre("5:24 scenario.too-many-variants"));
}

}  // namespace
}  // namespace replisim
