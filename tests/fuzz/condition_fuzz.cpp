// Any operator against any values, a line each: the operator, the value of the request, then those
// of the policy. What 3.3 and 3.4 of iam-evaluation say of every operator holds for all of them.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "sim/iam/condition.h"

namespace replisim {
namespace {

void expect(bool holds) {
  if (!holds) {
    std::abort();
  }
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines(1);
  for (const char c : text) {
    if (c == '\n') {
      lines.emplace_back();
    } else {
      lines.back() += c;
    }
  }
  return lines;
}

CompiledCondition condition(const std::string& op, const std::vector<std::string>& wanted) {
  ConditionEntry entry;
  entry.operator_name.text = op;
  entry.key.text = "k";
  for (const std::string& value : wanted) {
    entry.values.push_back({value, {}});
  }
  return compile_condition(entry, PolicyKind::Identity, true);
}

bool has_variable(const std::vector<std::string>& wanted) {
  return std::any_of(wanted.begin(), wanted.end(), [](const std::string& value) {
    return value.find("${") != std::string::npos;
  });
}

void check(const std::string& op, const std::string& actual,
           const std::vector<std::string>& wanted) {
  RequestContext present;
  present.set("k", actual);
  RequestContext list;
  list.set_list("k", {actual, actual});
  const RequestContext absent;
  const CompiledCondition plain = condition(op, wanted);
  const ConditionResult result = evaluate(plain, present);
  expect(evaluate(plain, present) == result);
  const OperatorFamily family = plain.op.info.family;
  if (family == OperatorFamily::Unknown || family == OperatorFamily::Null ||
      plain.op.set != SetOperator::None || plain.op.if_exists) {
    return;
  }
  // A variable may name the key itself, which has one value only in `present`.
  if (has_variable(wanted)) {
    return;
  }
  expect(evaluate(plain, list) == ConditionResult::False);
  expect(evaluate(condition(op + "IfExists", wanted), absent) == ConditionResult::True);
  expect(evaluate(condition(op + "IfExists", wanted), present) == result);
  expect(evaluate(condition("ForAllValues:" + op, wanted), absent) == ConditionResult::True);
  expect(evaluate(condition("ForAnyValue:" + op, wanted), absent) == ConditionResult::False);
  for (const char* set : {"ForAllValues:", "ForAnyValue:"}) {
    expect(evaluate(condition(set + op, wanted), present) == result);
    expect(evaluate(condition(set + op, wanted), list) == result);
  }
}

}  // namespace
}  // namespace replisim

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace replisim;
  const std::vector<std::string> lines =
      lines_of(std::string_view(reinterpret_cast<const char*>(data), size));
  const std::string actual = lines.size() > 1 ? lines[1] : "";
  const std::vector<std::string> wanted(lines.begin() + (lines.size() > 2 ? 2 : 1), lines.end());
  check(lines.front(), actual, wanted);
  for (const std::string_view name : condition_operator_names()) {
    check(std::string(name), actual, wanted);
  }
  return 0;
}
